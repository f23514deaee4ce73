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
			var l lore
			data := [][]byte{rows, []byte("{broken"), []byte(`{"data":{"id":864,"title":"关于调研养老服务的通知","content":"<p>正文</p>"}}`)}
			l.learn([]arrival{c.one}, data)
			l.learn([]arrival{c.one, c.other}, data)
			if got := l.where(c.words); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// What rows of articles tell does not hold for the tabs beside them, nor what entries without
// a word of parts tell for one that is said to have none.
func TestLearnKeepsToWhatIsNamedAlike(t *testing.T) {
	for _, c := range []struct{ name, data, words, other, not string }{
		{"tabs and rows", `{"tabs":[{"id":501,"name":"部门预算"},{"id":502,"name":"部门决算"}],"rows":[{"id":75,"title":"关于调研的通知"},{"id":77,"title":"关于防汛的通知"},{"id":79,"title":"关于供热的公告"}]}`, "关于供热的公告", "部门决算", "79"},
		{"a menu of two levels", `{"menu":[{"id":"m1","title":"政务公开","items":[{"id":75,"title":"关于调研的通知"},{"id":77,"title":"关于防汛的通知"},{"id":79,"title":"关于供热的公告"}]},{"id":"m2","title":"公开专栏","items":null}]}`, "关于供热的公告", "公开专栏", "79"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var l lore
			met := []arrival{{Words: "关于调研的通知", To: "http://a.cn/a/75"}, {Words: "关于防汛的通知", To: "http://a.cn/a/77"}}
			data := [][]byte{[]byte(c.data)}
			l.learn(met[:1], data)
			l.learn(met, data)
			if to := l.where(c.words); to != "http://a.cn/a/"+c.not {
				t.Errorf("%s leads to %q", c.words, to)
			}
			if to := l.where(c.other); to != "" {
				t.Errorf("%s leads to %q, want nothing told", c.other, to)
			}
		})
	}
}

// So do the kinds of a menu that has many of them.
func TestLearnByManyKinds(t *testing.T) {
	menu := [][]byte{[]byte(`{"data":[{"name":"网站首页","type":"home","id":0},{"name":"新闻资讯","type":"dir","subs":[{"name":"政务要闻","type":"list","id":301},{"name":"通知公告","type":"list","id":302}]},{"name":"信息公开","type":"dir","subs":[{"name":"公开指南","type":"single","id":303},{"name":"公开年报","type":"list","id":304},{"name":"规范文件","type":"table","id":305}]}]}`)}
	for words, want := range map[string]string{"公开年报": "http://a.cn/list?c=304", "公开指南": "", "规范文件": "", "网站首页": ""} {
		var l lore
		met := []arrival{{Words: "政务要闻", To: "http://a.cn/list?c=301"}, {Words: "通知公告", To: "http://a.cn/list?c=302"}}
		l.learn(met[:1], menu)
		l.learn(met, menu)
		if got := l.where(words); got != want {
			t.Errorf("%s leads to %q, want %q", words, got, want)
		}
	}
}

// Entries of one menu may lead on in different ways: what two of them tell does not hold
// for one that the data tell apart.
func TestLearnByKind(t *testing.T) {
	menu := [][]byte{[]byte(`{"data":[{"label":"政务动态","code":"zw","leaf":false,"children":[{"label":"政务要闻","code":"c1","leaf":true,"kind":1},{"label":"通知公告栏","code":"c2","leaf":true,"kind":1},{"label":"政府采购栏","code":"c3","leaf":true,"kind":1}]},
{"label":"公开指南页","code":"c4","leaf":true,"kind":2},{"label":"机构职能页","code":"c5","leaf":true,"kind":2},{"label":"领导信息页","code":"c6","leaf":true,"kind":2},{"label":"省政府公报","code":"c7","leaf":true,"kind":1,"link":"http://www.province.gov.cn/gb/"}]}`)}
	at := func(words, to string) arrival { return arrival{Words: words, To: "http://a.cn/#/" + to} }
	for _, c := range []struct {
		name        string
		met         []arrival
		words, want string
	}{
		{"an entry of the same kind", []arrival{at("政务要闻", "list/c1"), at("通知公告栏", "list/c2")}, "政府采购栏", "list/c3"},
		{"an entry of another kind", []arrival{at("政务要闻", "list/c1"), at("通知公告栏", "list/c2")}, "公开指南页", ""},
		{"an entry with entries below it", []arrival{at("政务要闻", "list/c1"), at("通知公告栏", "list/c2")}, "政务动态", ""},
		{"an entry with an address of its own", []arrival{at("政务要闻", "list/c1"), at("通知公告栏", "list/c2")}, "省政府公报", ""},
		{"an entry of another kind that turned out to lead on alike", []arrival{at("政务要闻", "list/c1"), at("通知公告栏", "list/c2"), at("公开指南页", "list/c4")}, "机构职能页", "list/c5"},
		{"two ways at once", []arrival{at("政务要闻", "list/c1"), at("通知公告栏", "list/c2"), at("公开指南页", "text/c4"), at("机构职能页", "text/c5")}, "领导信息页", "text/c6"},
		{"and the first of them", []arrival{at("政务要闻", "list/c1"), at("通知公告栏", "list/c2"), at("公开指南页", "text/c4"), at("机构职能页", "text/c5")}, "政府采购栏", "list/c3"},
		{"a way that one of its kind does not go", []arrival{at("政务要闻", "list/c1"), at("通知公告栏", "list/c2"), at("政府采购栏", "shop/c3")}, "政务要闻", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var l lore
			for i := range c.met {
				l.learn(c.met[:i+1], menu)
			}
			if c.want != "" {
				c.want = "http://a.cn/#/" + c.want
			}
			if got := l.where(c.words); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// An address that stands in the data as it is holds for entries of every kind, but not
// for heads of others.
func TestLearnByAddresses(t *testing.T) {
	menu := [][]byte{[]byte(`{"menus":[{"id":"g1","title":"新闻中心","path":"/news","children":[{"id":1401,"title":"政务要闻","path":"/list/1401","type":2},{"id":1402,"title":"通知公告","path":"/list/1402","type":2}]},{"id":"g2","title":"政务公开","path":"/open","children":[{"id":1403,"title":"公开指南","path":"/single/1403","type":1},{"id":1404,"title":"公开年报","path":"/list/1404","type":2},{"id":1405,"title":"机构职能","path":"","type":1}]}]}`)}
	for words, want := range map[string]string{"公开年报": "http://a.cn/#/list/1404", "公开指南": "http://a.cn/#/single/1403", "机构职能": "", "政务公开": ""} {
		var l lore
		met := []arrival{{Words: "政务要闻", To: "http://a.cn/#/list/1401"}, {Words: "通知公告", To: "http://a.cn/#/list/1402"}}
		l.learn(met[:1], menu)
		l.learn(met, menu)
		if got := l.where(words); got != want {
			t.Errorf("%s leads to %q, want %q", words, got, want)
		}
	}
}

// The rows of the next page come with data of their own.
func TestLearnFromFurtherData(t *testing.T) {
	first, second := []byte(`{"rows":[{"id":11,"title":"关于甲项目的通知"},{"id":12,"title":"关于乙项目的通知"}]}`), []byte(`{"rows":[{"id":13,"title":"关于丙项目的通知"}]}`)
	var l lore
	met := []arrival{{Words: "关于甲项目的通知", To: "http://a.cn/d/11"}, {Words: "关于乙项目的通知", To: "http://a.cn/d/12"}}
	l.learn(met[:1], [][]byte{first})
	l.learn(met, [][]byte{first})
	if got := l.where("关于丙项目的通知"); got != "" {
		t.Errorf("before they came: %q", got)
	}
	if !l.read([][]byte{first, second}) || l.where("关于丙项目的通知") != "http://a.cn/d/13" {
		t.Errorf("after they came: %q", l.where("关于丙项目的通知"))
	}
}

func FuzzLearn(f *testing.F) {
	f.Add([]byte(`{"list":[{"id":1,"title":"关于甲的通知"},{"id":2,"title":"关于乙的通知"}]}`), "http://a.cn/d/1", "http://a.cn/d/2")
	f.Add([]byte(`[[{"a":"%","b":"关于甲的通知","c":""}]]`), "x", "http://")
	f.Fuzz(func(t *testing.T, data []byte, one, other string) {
		var l lore
		if met := []arrival{{To: one, Words: "关于甲的通知"}, {To: other, Words: "关于乙的通知"}}; l.learn(met, [][]byte{data}) {
			if got := l.where("关于乙的通知"); got != other {
				t.Errorf("the row that was pressed leads to %q, now %q", other, got)
			}
		}
	})
}

// A view that asks for its rows again whenever its reader comes back does not make
// their keys look like kinds.
func TestLearnFromDataThatCameTwice(t *testing.T) {
	rows := []byte(`{"rows":[{"k":"a1","title":"关于甲项目的通知"},{"k":"a2","title":"关于乙项目的通知"},{"k":"a3","title":"关于丙项目的通知"}]}`)
	var l lore
	met := []arrival{{Words: "关于甲项目的通知", To: "http://a.cn/#/d/a1"}, {Words: "关于乙项目的通知", To: "http://a.cn/#/d/a2"}}
	l.learn(met[:1], [][]byte{rows, rows})
	l.learn(met, [][]byte{rows, rows, rows})
	if got := l.where("关于丙项目的通知"); got != "http://a.cn/#/d/a3" {
		t.Errorf("got %q", got)
	}
}
