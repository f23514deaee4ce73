package crawler

import (
	"strings"
	"testing"
)

// A home page that is but an entrance hides no menu if the page behind it has one.
func TestEntrances(t *testing.T) {
	const entrance = `<html><head><title>甲市人民政府</title></head><body><img src="/e.jpg" usemap="#m"><map name="m"><area href="javascript:enter('/index.html')"></map><script>function enter(u){window.open(u,"_self")}</script></body></html>`
	for _, c := range []struct {
		name, behind string
		whole        bool
	}{
		{"frames", `<html><head><title>甲市人民政府</title></head><frameset cols="180,*"><frame src="/left.html"><frame src="/main.html"></frameset></html>`, true},
		{"a menu", page("甲市人民政府", "/1/ 机构职能", "/2/ 政策文件", "/3/ 通知公告", "/4/ 财政预决算", "/left.html 规划信息"), true},
		{"nothing", page("甲市人民政府", "/left.html 正在改版"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			w.pages("www.a.gov.cn", map[string]string{"/": entrance, "/index.html": c.behind, "/left.html": page("目录", "/main.html 政策文件"), "/main.html": page("首页", "/left.html 目录")})
			b := &pretender{views: map[string]BrowserView{"/": whole(entrance)}}
			snap, _, _ := shownCrawl(t, w, w.settings(), b, "")
			if got := !strings.Contains(snap.Stopped, "没有显示导航"); got != c.whole {
				t.Errorf("%s: whole %v (%s)", c.name, got, snap.Stopped)
			}
		})
	}
}
