package crawler

import (
	"fmt"
	"strings"
	"testing"
)

// A page that asks without end gets some of it, and its lists count as not whole.
func TestPageShownIsAnsweredWithinBounds(t *testing.T) {
	for _, c := range []struct {
		name, kind string
		most       int
		answer     string
	}{
		{"frames within frames", "frame", maxFramesShown, "又一页 %d"},
		{"data asked for again and again", "data", maxDataShown, "又一页 %d"},
		{"a list that is answered with the same rows for ever", "data", 1 + maxVainShown, `{"rows":[{"title":"关于印发第一个办法的通知","url":"/1.html","date":"2026-03-02"},{"title":"关于印发第二个办法的通知","url":"/2.html","date":"2026-03-02"}],"page":%d}`},
		{"the same rows in a form of their own", "data", 1 + maxVainShown, `{"r":[` + strings.Repeat(`["关于印发某一个办法的通知",1],`, 20) + `[]]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			pages := map[string]string{"/": page("甲市人民政府", "/list.html 政务公开"), "/list.html": shell, "/app.js": "1"}
			var asks []string
			for i := range 2 * c.most {
				pages[fmt.Sprintf("/x%d.html", i)] = strings.Replace(c.answer, "%d", fmt.Sprint(i), 1)
				asks = append(asks, fmt.Sprintf("%s /x%d.html", c.kind, i))
			}
			w.pages("www.a.gov.cn", pages)
			b := &pretender{views: map[string]BrowserView{"/list.html": whole(page("政务公开", "/ 首页"))}, asks: map[string][]string{"/list.html": asks}}
			_, _, facts := shownCrawl(t, w, w.settings(), b, "")
			n := 0
			for _, got := range b.got {
				if got != "0 " {
					n++
				}
			}
			if n != c.most {
				t.Errorf("%d answers, want %d", n, c.most)
			}
			if facts["/list.html"].Signals.PartByScript == "" {
				t.Error("the page counts as whole")
			}
		})
	}
}

// Whoever turns the pages of a list back and forth gets what there was, and the list
// counts as whole.
func TestPagesOfAListTurnedBackAndForth(t *testing.T) {
	w := newWeb(t)
	pages := map[string]string{"/": page("甲市人民政府", "/list.html 政务公开"), "/list.html": shell, "/app.js": "1"}
	var asks []string
	for i := range 3 * maxVainShown {
		n := i % 3
		pages[fmt.Sprintf("/x%d.html", n)] = fmt.Sprintf(`{"rows":[{"title":"关于印发第%d个办法的通知","url":"/y%d.html","date":"2026-03-02"}]}`, n, n)
		asks = append(asks, fmt.Sprintf("data /x%d.html", n))
	}
	w.pages("www.a.gov.cn", pages)
	b := &pretender{views: map[string]BrowserView{"/list.html": whole(page("政务公开", "/ 首页"))}, asks: map[string][]string{"/list.html": asks}}
	_, _, facts := shownCrawl(t, w, w.settings(), b, "")
	for i, got := range b.got {
		if got == "0 " {
			t.Fatalf("request %s was not answered", i)
		}
	}
	if part := facts["/list.html"].Signals.PartByScript; part != "" {
		t.Errorf("the page counts as partly seen: %s", part)
	}
}

// Of a page that never comes to rest only the first links are followed.
func TestLinksOfARestlessPage(t *testing.T) {
	w := newWeb(t)
	pages := map[string]string{"/": page("甲市人民政府", "/list.html 政务公开"), "/list.html": shell, "/app.js": "1"}
	var links []string
	for i := range 2 * maxRestless {
		links = append(links, fmt.Sprintf("/x%d.html 第%d条无穷无尽的新闻", i, i))
		pages[fmt.Sprintf("/x%d.html", i)] = page("又一页")
	}
	w.pages("www.a.gov.cn", pages)
	b := &pretender{views: map[string]BrowserView{"/list.html": {HTML: page("政务公开", links...)}}}
	_, m, _ := shownCrawl(t, w, w.settings(), b, "")
	n := 0
	for i := range 2 * maxRestless {
		if m.page(fmt.Sprintf("/x%d.html", i)) != nil {
			n++
		}
	}
	if n == 0 || n > maxRestless {
		t.Errorf("%d links were followed, at most %d wanted", n, maxRestless)
	}
}

// A site whose pages show nothing in the browser does not keep it for all of them; one
// that shows something in between has them all shown.
func TestPagesShownInVain(t *testing.T) {
	for _, c := range []struct {
		name  string
		every int // one page in so many shows something; 0: none
		want  int
	}{
		{"every page waits for ever", 0, vainShows},
		{"one page in five shows its rows", 5, 60},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			pages := map[string]string{"/app.js": "1"}
			b := &single{pretender{views: map[string]BrowserView{}}}
			var links []string
			for i := range 60 {
				path := fmt.Sprintf("/x%02d.html", i)
				links = append(links, fmt.Sprintf("%s 第%d号栏目", path, i))
				pages[path] = shell
				b.views[path] = whole("<html><body><p>正在检测您的浏览环境，请稍候……</p><script>1</script></body></html>")
				if c.every > 0 && i%c.every == 0 {
					b.views[path] = whole(page("政务公开", "/ 首页", "/y.html 关于印发某办法的通知"))
				}
			}
			pages["/"], pages["/y.html"] = page("甲市人民政府", links...), page("关于印发某办法的通知")
			w.pages("www.a.gov.cn", pages)
			snap, _, _ := shownCrawl(t, w, w.settings(), b, "")
			if n := len(b.shown); n != c.want {
				t.Errorf("%d pages shown, want %d (%s)", n, c.want, snap.Stopped)
			}
			if snap.Complete {
				t.Error("the crawl counts as complete")
			}
		})
	}
}

// single shows one page at a time.
type single struct{ pretender }

func (*single) Most() int { return 1 }
func (*single) Rest()     {}
