package browser

import "testing"

func TestLearn(t *testing.T) {
	rows := []byte(`{"code":200,"data":{"total":3,"records":[{"id":864,"channelId":21,"title":"关于调研养老服务的通知","y":"2026"},{"id":857,"channelId":21,"title":"关于防汛的通知","y":"2025"},{"id":"a/9","channelId":21,"title":"关于供热的公告","y":"2026"}]}}`)
	for _, c := range []struct {
		name       string
		one, other arrival // pressed
		words      string
		want       string
	}{
		{"two rows tell where the third leads", arrival{To: "http://a.cn/detail/864", Words: "关于调研养老服务的通知 2026-01-01"}, arrival{To: "http://a.cn/detail/857", Words: "关于防汛的通知 2025-12-01"}, "关于供热的公告2026-01-03", "http://a.cn/detail/a%2F9"},
		{"an address may be made of several values", arrival{To: "http://a.cn/21/2026/864.html", Words: "关于调研养老服务的通知"}, arrival{To: "http://a.cn/21/2025/857.html", Words: "关于防汛的通知"}, "关于供热的公告", "http://a.cn/21/2026/a%2F9.html"},
		{"a route is an address", arrival{To: "http://a.cn/#/d?id=864", Words: "关于调研养老服务的通知"}, arrival{To: "http://a.cn/#/d?id=857", Words: "关于防汛的通知"}, "关于供热的公告", "http://a.cn/#/d?id=a%2F9"},
		{"rows that agree on no way tell nothing", arrival{To: "http://a.cn/detail/864", Words: "关于调研养老服务的通知"}, arrival{To: "http://a.cn/other/857", Words: "关于防汛的通知"}, "关于供热的公告", ""},
		{"rows that lead to one place tell nothing", arrival{To: "http://a.cn/list/21", Words: "关于调研养老服务的通知"}, arrival{To: "http://a.cn/list/21", Words: "关于防汛的通知"}, "关于供热的公告", ""},
		{"a value inside a longer number is none", arrival{To: "http://a.cn/d/18640", Words: "关于调研养老服务的通知"}, arrival{To: "http://a.cn/d/18570", Words: "关于防汛的通知"}, "关于供热的公告", ""},
		{"words that are in no data stay unknown", arrival{To: "http://a.cn/detail/864", Words: "关于调研养老服务的通知"}, arrival{To: "http://a.cn/detail/857", Words: "关于防汛的通知"}, "关于消防的公告", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if rule := learn([]arrival{c.one, c.other}, [][]byte{rows, []byte("{broken"), []byte(`{"data":{"id":864,"title":"关于调研养老服务的通知","content":"<p>正文</p>"}}`)}); rule != nil {
				got = rule(c.words)
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzLearn(f *testing.F) {
	f.Add([]byte(`{"list":[{"id":1,"title":"关于甲的通知"},{"id":2,"title":"关于乙的通知"}]}`), "http://a.cn/d/1", "http://a.cn/d/2")
	f.Add([]byte(`[[{"a":"%","b":"关于甲的通知","c":""}]]`), "x", "http://")
	f.Fuzz(func(t *testing.T, data []byte, one, other string) {
		if rule := learn([]arrival{{To: one, Words: "关于甲的通知"}, {To: other, Words: "关于乙的通知"}}, [][]byte{data}); rule != nil {
			if got := rule("关于乙的通知"); got != other {
				t.Errorf("the row that was pressed leads to %q, now %q", other, got)
			}
		}
	})
}
