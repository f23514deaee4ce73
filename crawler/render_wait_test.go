package crawler

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// hurrier notes how long pages are waited for: w, or h in a hurry. Pages show nothing at
// first.
type hurrier struct {
	single
	waits strings.Builder
}

func (b *hurrier) Render(ctx context.Context, p BrowserPage) (*BrowserView, error) {
	if p.Enough(shell) {
		b.waits.WriteByte('-')
	} else {
		b.waits.WriteByte("wh"[map[bool]int{true: 1}[p.Hurry]])
	}
	return b.single.Render(ctx, p)
}

// Columns without a row are waited for in full until four in a row stayed blank, and
// again once one came late.
func TestBlankPagesAreWaitedForLess(t *testing.T) {
	w := newWeb(t)
	pages := map[string]string{"/app.js": "1", "/y.html": page("关于印发某办法的通知")}
	b := &hurrier{single: single{pretender{views: map[string]BrowserView{}}}}
	var links []string
	for i := range 12 {
		path := fmt.Sprintf("/x%02d.html", i)
		links = append(links, fmt.Sprintf("%s 第%d号栏目", path, i))
		pages[path] = shell
		b.views[path] = whole("<html><body><ul></ul></body></html>")
		if i == 6 {
			b.views[path] = whole(page("政务公开", "/y.html 关于印发某办法的通知") + strings.Repeat("本栏目公开有关文件。", bareRunes))
		}
	}
	pages["/"] = page("甲市人民政府", links...)
	w.pages("www.a.gov.cn", pages)
	snap, _, _ := shownCrawl(t, w, w.settings(), b, "")
	if got, want := b.waits.String(), "wwwwhhhwwwwh"; got != want {
		t.Errorf("waited %s, want %s (%s)", got, want, snap.Stopped)
	}
}
