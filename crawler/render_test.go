package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// pretender is a browser that shows what a table says, after it asked for what the
// table says.
type pretender struct {
	views map[string]BrowserView // by path with route
	asks  map[string][]string    // by path: "KIND address"
	err   error

	mu    sync.Mutex
	shown []string
	got   map[string]string // status and body of what was asked for
}

func (b *pretender) Most() int { return 2 }

func (b *pretender) Rest() {}

func (b *pretender) Render(ctx context.Context, p BrowserPage) (*BrowserView, error) {
	_, rest, _ := strings.Cut(p.URL, "://")
	_, path, _ := strings.Cut(rest, "/")
	b.mu.Lock()
	b.shown = append(b.shown, "/"+path)
	b.mu.Unlock()
	if b.err != nil {
		return nil, b.err
	}
	p.Fetch(ctx, BrowserRequest{URL: p.URL, Kind: BrowserDocument})
	base, _, _ := strings.Cut(p.URL, "/"+path)
	for _, a := range b.asks["/"+path] {
		kind, address, _ := strings.Cut(a, " ")
		if strings.HasPrefix(address, "/") {
			address = base + address
		}
		got := p.Fetch(ctx, BrowserRequest{URL: address, Kind: map[string]BrowserKind{"frame": BrowserFrame, "script": BrowserScript, "data": BrowserData}[kind]})
		b.mu.Lock()
		if b.got == nil {
			b.got = map[string]string{}
		}
		b.got[address] = fmt.Sprint(got.Status, " ", string(got.Body))
		b.mu.Unlock()
	}
	v, ok := b.views["/"+path]
	if !ok {
		v = whole("<html><body>没有内容</body></html>")
	}
	return &v, nil
}

// shell is a page that shows nothing without its script.
const shell = `<html><head><title>栏目</title></head><body><div id="app"></div><script src="/app.js"></script></body></html>`

func shownCrawl(t *testing.T, w *web, s Settings, b Browser, why string) (*site.Snapshot, *memory, map[string]*extract.Facts) {
	t.Helper()
	c, err := New(slog.New(slog.DiscardHandler), s)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.UseBrowser(b, why)
	m := &memory{}
	facts := map[string]*extract.Facts{}
	var mu sync.Mutex
	target := site.Target{ID: "a", Name: "甲市人民政府", URL: w.url("www.a.gov.cn") + "/", Level: site.City}
	snap, err := c.Crawl(t.Context(), target, m, func(p *site.Page, f *extract.Facts) {
		mu.Lock()
		defer mu.Unlock()
		path := strings.TrimPrefix(p.URL, w.url("www.a.gov.cn"))
		if facts[path] != nil {
			t.Errorf("%s was handed on twice", path)
		}
		facts[path] = f
	})
	if err != nil {
		t.Fatal(err)
	}
	return snap, m, facts
}

func whole(html string) BrowserView { return BrowserView{HTML: html, Whole: true} }

func TestPagesShownInABrowser(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{
		"/":             page("甲市人民政府", "/list.html 政务公开", "/news.html 新闻"),
		"/list.html":    shell,
		"/news.html":    page("新闻", "/1.html 第一条新闻的标题很长"),
		"/1.html":       page("第一条"),
		"/doc.html":     page("只有脚本知道的文件"),
		"/frame.html":   page("框架"),
		"/app.js":       "document.title",
		"/list.json":    `{"ok":true}`,
		"/api/rows?c=3": `{"rows":[]}`,
		"/private.json": `{}`,
	})
	b := &pretender{
		views: map[string]BrowserView{"/list.html": whole(page("政务公开", "/doc.html 关于印发某某办法的通知", "/news.html 新闻", "#/deep?id=3 深处的栏目", "#top 顶部")),
			"/list.html#/deep?id=3": whole(page("深处的栏目", "/1.html 第一条新闻的标题很长"))},
		asks: map[string][]string{"/list.html": {"script /app.js", "data /list.json", "data /api/rows?c=3", "frame /frame.html", "data http://www.other.gov.cn/x.json", "data http://169.254.169.254/latest", "data /list.json"}},
	}
	snap, m, facts := shownCrawl(t, w, w.settings(), b, "")
	slices.Sort(b.shown)
	if want := []string{"/list.html", "/list.html#/deep?id=3"}; !slices.Equal(b.shown, want) {
		t.Errorf("shown %q, want %q", b.shown, want)
	}
	if p := m.page("/doc.html"); p == nil || !p.OK() {
		t.Error("the page that only the browser leads to was not fetched")
	}
	if p := m.page("/frame.html"); p == nil || p.Within != "" {
		t.Errorf("a frame is a page of the site: %+v", p)
	}
	if p := m.page("/list.json"); p == nil || p.Within != w.url("www.a.gov.cn")+"/list.html" {
		t.Errorf("data belongs to the page that asked: %+v", p)
	}
	asked := w.asked()
	for _, path := range []string{"/list.json", "/app.js", "/list.html"} {
		if n := countOf(asked, "GET www.a.gov.cn"+path); n != 1 {
			t.Errorf("%s was asked for %d times", path, n)
		}
	}
	for path, want := range map[string]string{"/list.json": `{"ok":true}`, "/api/rows?c=3": `{"rows":[]}`, "/frame.html": page("框架")} {
		if got := b.got[w.url("www.a.gov.cn")+path]; got != "200 "+want {
			t.Errorf("the browser got %q for %s", got, path)
		}
	}
	if got := b.got["http://169.254.169.254/latest"]; got != "0 " {
		t.Errorf("metadata service: %q", got)
	}
	f := facts["/list.html"]
	if f == nil || f.SHA256 == "" || !hasLink(f, "/doc.html") {
		t.Fatalf("facts are not those of what was shown: %+v", f)
	}
	if f.Signals.PartByScript == "" {
		t.Error("a page that did not get its data counts as whole")
	}
	if f := facts["/list.html#/deep?id=3"]; f == nil || f.Title != "深处的栏目" || f.Signals.PartByScript != "" {
		t.Errorf("route: %+v", f)
	}
	if snap.Browser == nil || snap.Browser.Shown != 2 || snap.Browser.Unseen != 0 {
		t.Errorf("browser use %+v", snap.Browser)
	}
}

func countOf(list []string, s string) (n int) {
	for _, x := range list {
		if x == s {
			n++
		}
	}
	return n
}

func hasLink(f *extract.Facts, path string) bool {
	return slices.ContainsFunc(f.Links, func(l extract.Link) bool { return strings.HasSuffix(l.URL, path) })
}

func TestPagesNotShown(t *testing.T) {
	for _, c := range []struct {
		name    string
		browser Browser
		change  func(*Settings)
		plain   int    // further pages, which need no browser
		want    string // in Stopped
		unseen  int
		cut     bool
	}{
		{"without a browser the snapshot says what to install", nil, func(*Settings) {}, 0, "有 2 个页面须用浏览器才能看到内容；装一个", 2, true},
		{"where nearly all pages were seen, the site was", nil, func(*Settings) {}, 40, "有 2 个页面须用浏览器才能看到内容；装一个", 2, false},
		{"with render: never the setting is named", &pretender{}, func(s *Settings) { s.Crawl.Render = RenderNever }, 0, "crawl.render: never", 2, true},
		{"a browser that fails is a fault of ours", &pretender{err: errors.New("crashed")}, func(*Settings) {}, 0, "浏览器未能显示这些页面", 2, true},
		{"pages that take too much memory name the setting", &pretender{err: ErrPageTooBig}, func(*Settings) {}, 0, "可调高 crawl.browser_memory", 2, true},
		{"beyond the bound pages stay as they are", &pretender{}, func(s *Settings) { s.Crawl.MaxRenders = 1 }, 0, "crawl.max_renders 的上限 1", 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			pages := map[string]string{"/a.html": shell, "/b.html": strings.Replace(shell, "app.js", "b.js", 1)}
			links := []string{"/a.html 政务公开", "/b.html 其他"}
			for i := range c.plain {
				at := fmt.Sprintf("/t%d.html", i)
				links = append(links, at+" 通知")
				pages[at] = page(fmt.Sprintf("第%d号通知", i))
			}
			pages["/"] = page("甲市人民政府", links...)
			w.pages("www.a.gov.cn", pages)
			s := w.settings()
			c.change(&s)
			snap, _, facts := shownCrawl(t, w, s, c.browser, "装一个")
			if snap.Complete || snap.Cut != c.cut || !strings.Contains(snap.Stopped, c.want) {
				t.Errorf("complete %v, cut %v, stopped %q", snap.Complete, snap.Cut, snap.Stopped)
			}
			if snap.Browser == nil || snap.Browser.Unseen != c.unseen {
				t.Errorf("browser use %+v", snap.Browser)
			}
			if facts["/a.html"] == nil || facts["/b.html"] == nil {
				t.Error("a page was not handed on")
			}
		})
	}
}

// A crawl that was broken off after pages were shown goes on without showing them
// again, and hands on the same: what they left open is open still.
func TestShownPagesAreTakenUpAgain(t *testing.T) {
	list := page("政务公开", "/doc.html 关于印发某某办法的通知", "#/two 二")
	var links []string
	for i := range maxRestless + 10 {
		links = append(links, fmt.Sprintf("/n%d.html 第%d号通知", i, i))
	}
	many := page("政务公开", links...)
	for _, c := range []struct {
		name  string
		view  BrowserView
		whole bool
		lost  string // a page that did not come before
	}{
		{"a list seen to its end", whole(list), true, ""},
		{"a list that could go on", BrowserView{HTML: list, Whole: true, Rest: "下一页"}, false, ""},
		{"a list with entries that lead nobody knows where", BrowserView{HTML: list, Whole: true, Lost: "某某办法"}, false, ""},
		{"a page that sends its readers on", BrowserView{HTML: list, Whole: true, Leads: []string{"/on.html"}}, true, "/on.html"},
		{"one that never comes to rest, with more links than are followed", BrowserView{HTML: many}, false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			pages := map[string]string{
				"/":          page("甲市人民政府", "/list.html 政务公开"),
				"/list.html": shell,
				"/app.js":    "1",
				"/doc.html":  page("文件"),
				"/on.html":   page("去处"),
			}
			for _, l := range links {
				at, title, _ := strings.Cut(l, " ")
				pages[at] = page(title)
			}
			w.pages("www.a.gov.cn", pages)
			b := &pretender{views: map[string]BrowserView{"/list.html": c.view}, asks: map[string][]string{"/list.html": {"script /app.js"}}}
			first, m, facts := shownCrawl(t, w, w.settings(), b, "")
			shown, asked := len(b.shown), len(w.asked())
			last := map[string]*site.Page{}
			for _, p := range m.pages {
				last[p.URL] = p
			}
			again := &memory{}
			for _, p := range last {
				if c.lost == "" || !strings.HasSuffix(p.URL, c.lost) {
					again.pages = append(again.pages, p)
				}
			}
			if len(again.pages) < len(last) {
				asked++
			}
			g, err := New(slog.New(slog.DiscardHandler), w.settings())
			if err != nil {
				t.Fatal(err)
			}
			defer g.Close()
			g.UseBrowser(b, "")
			n := 0
			var mu sync.Mutex
			second, err := g.Crawl(t.Context(), first.Target, again, func(*site.Page, *extract.Facts) { mu.Lock(); n++; mu.Unlock() })
			if err != nil {
				t.Fatal(err)
			}
			if len(b.shown) != shown || len(w.asked()) != asked {
				t.Errorf("shown %d pages more, asked %d times more", len(b.shown)-shown, len(w.asked())-asked)
			}
			if first.Complete != c.whole || n != len(facts) || second.Complete != first.Complete || second.Stopped != first.Stopped || second.Pages != first.Pages {
				t.Errorf("handed on %d of %d pages; %+v after %+v", n, len(facts), second, first)
			}
		})
	}
}

// What a style sheet makes of XML only a browser shows: a site with such pages is not
// whole where none does.
func TestXMLThatAStyleSheetShows(t *testing.T) {
	const rows = `<catalog><item no="1"><title>关于第1号事项的通知</title></item><item no="2"><title>关于第2号事项的通知</title></item></catalog>`
	for _, c := range []struct {
		name, body string
		view       BrowserView
		whole      bool
	}{
		{"a style sheet that leads on", `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="list.xsl"?>` + rows, whole("<catalog>" + rows + "</catalog>"), false},
		{"a style sheet, shown", `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="list.xsl"?>` + rows, whole("<html><body>" + page("法规文件", "/index.html 关于第1号事项的通知") + "</body></html>"), true},
		{"colours only", `<?xml version="1.0"?><?xml-stylesheet type="text/css" href="list.css"?>` + rows, BrowserView{}, true},
		{"none", `<?xml version="1.0"?>` + rows, BrowserView{}, true},
	} {
		w := newWeb(t)
		w.name("www.a.gov.cn")
		w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/":
				rw.Header().Set("Content-Type", "text/html; charset=utf-8")
				fmt.Fprint(rw, page("甲市人民政府", "/fg.xml 法规文件", "/index.html 首页"))
			case "/fg.xml":
				rw.Header().Set("Content-Type", "text/xml; charset=utf-8")
				fmt.Fprint(rw, c.body)
			default:
				http.NotFound(rw, r)
			}
		}
		if snap, _, _ := shownCrawl(t, w, w.settings(), &pretender{views: map[string]BrowserView{"/fg.xml": c.view}}, ""); snap.Complete != c.whole {
			t.Errorf("%s: complete %v: %s", c.name, snap.Complete, snap.Stopped)
		}
	}
}

// Plain pages lead to views of another document, which its script shows: those are
// shown, unless the document has a place of that name.
func TestViewsOfADocumentThatPlainPagesLeadTo(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"a script shows them", `<div id="feed"></div><script>load(location.hash.substr(1))</script>`, []string{"/feed.html#5518", "/feed.html#5555"}},
		{"they are places of the document", `<h2 id="5518">机构职能</h2><p>负责某某工作。</p><h2 id="5555">通知公告</h2><p>暂停办理某某业务。</p>`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			w.pages("www.a.gov.cn", map[string]string{
				"/":          page("甲市人民政府", "/feed.html#5518 机构职能", "/feed.html#5555 通知公告"),
				"/feed.html": "<html><body>" + c.body + "</body></html>",
				"/1.html":    page("第一条通知"), "/2.html": page("第二条通知"),
			})
			b := &pretender{views: map[string]BrowserView{
				"/feed.html#5518": whole(page("机构职能", "/1.html 关于第一件事的通知公告")),
				"/feed.html#5555": whole(page("通知公告", "/2.html 关于第二件事的通知公告")),
			}}
			_, m, _ := shownCrawl(t, w, w.settings(), b, "")
			var got []string
			for _, at := range b.shown {
				if strings.Contains(at, "#") {
					got = append(got, at)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, c.want) || m.page("/feed.html") == nil {
				t.Errorf("shown %q, want %q", got, c.want)
			}
			if c.want != nil && (m.page("/1.html") == nil || m.page("/2.html") == nil) {
				t.Error("what the views lead to was not found")
			}
		})
	}
}
