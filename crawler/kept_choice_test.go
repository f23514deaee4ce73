package crawler

import (
	"strings"
	"testing"
)

// A page whose entries all lead to one address leaves the crawl incomplete.
func TestChoicesKeptInTheBrowserWereNotSeen(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{
		"/":             page("甲市人民政府", "/zx/ 专项公开"),
		"/zx/":          page("专项公开") + `<a href="javascript:sel('k1')">统计信息</a><a href="javascript:sel('k2')">人事信息</a><script>function sel(k){sessionStorage.setItem("lm",k);location.href="/zx/list.html"}</script>`,
		"/zx/list.html": page("专项公开列表", "/1.html 关于第一件事的通知公告"), "/1.html": page("关于第一件事的通知公告"),
	})
	snap, _ := crawlOf(t, w, w.settings())
	if snap.Complete || !strings.Contains(snap.Stopped, "网址相同") {
		t.Errorf("complete %t (%s)", snap.Complete, snap.Stopped)
	}
}
