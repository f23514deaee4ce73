package crawler

import (
	"testing"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Pages that others took over are full of links to betting; a warning of it, or a report
// on it, has its words and none of its links.
func TestHijackedPages(t *testing.T) {
	links := `<a href="/x/1.html">澳门第3娱乐城注册送彩金</a><a href="/x/2.html">百家乐开户送</a><a href="/x/3.html">时时彩</a><a href="/x/4.html">老虎机</a><a href="/x/5.html">真人荷官</a>`
	tests := []struct {
		name, title, body string
		want              string
	}{
		{"a page of links to betting", "澳门娱乐城_百家乐_甲市人民政府", links, "娱乐城"},
		{"a warning of betting", "警惕百家乐等网络赌博骗局_甲市人民政府", `<p>百家乐、时时彩、六合彩、老虎机都是骗局，不要下注，首存彩金是诱饵。</p><a href="/a/">首页</a>`, ""},
		{"a page of the portal with such links planted in it", "关于春季植树的公告_甲市人民政府", links, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &site.Page{URL: "http://www.a.gov.cn/b/", Final: "http://www.a.gov.cn/b/", Depth: 1, Status: 200, ContentType: "text/html", Body: []byte("<html><head><title>" + tt.title + "</title></head><body>" + tt.body + "</body></html>")}
			if got := hijacked(extract.Read(p)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
