package crawler

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// What was pressed in a frame as a part of its page is not lost for being pressed by
// itself, though the crawl was broken off in between.
func TestFramesSeenAsPartsOfAPage(t *testing.T) {
	list := page("政务公开", "/doc.html 关于印发某某办法的通知", "/tree.html 目录")
	for _, framed := range []bool{true, false} {
		w := newWeb(t)
		w.pages("www.a.gov.cn", map[string]string{
			"/":          page("甲市人民政府", "/list.html 政务公开"),
			"/list.html": shell, "/tree.html": shell, "/app.js": "1", "/doc.html": page("文件"),
		})
		view := BrowserView{HTML: list, Whole: true}
		if framed {
			view.Frames = []string{w.url("www.a.gov.cn") + "/tree.html"}
		}
		b := &pretender{views: map[string]BrowserView{"/list.html": view, "/tree.html": {HTML: list, Whole: true, Lost: "某某办法"}}}
		first, m, _ := shownCrawl(t, w, w.settings(), b, "")
		kept := map[string]*site.Page{}
		for _, p := range m.pages {
			if p.Rendered == nil || !strings.HasSuffix(p.URL, "/tree.html") {
				kept[p.URL] = p
			}
		}
		again := &memory{}
		for _, p := range kept {
			again.pages = append(again.pages, p)
		}
		c, err := New(slog.New(slog.DiscardHandler), w.settings())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.UseBrowser(b, "")
		second, err := c.Crawl(t.Context(), first.Target, again, nil)
		if err != nil {
			t.Fatal(err)
		}
		if first.Complete != framed || second.Complete != framed {
			t.Errorf("framed %v: complete %v (%s), taken up %v (%s)", framed, first.Complete, first.Stopped, second.Complete, second.Stopped)
		}
	}
}
