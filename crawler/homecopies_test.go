package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// TestHomePageInThePlaceOfOthers crawls portals that show their home page at further
// addresses.
func TestHomePageInThePlaceOfOthers(t *testing.T) {
	const articles = 30
	var links []string
	for i := range articles {
		links = append(links, fmt.Sprintf("/zwgk/a%d.html 第%d号通知", i, i), fmt.Sprintf("/index.html?from=%d 首页", i), fmt.Sprintf("/c%d/index.html 栏目%d", i, i))
	}
	home := func(n int64) string {
		return page("甲市人民政府门户网站", links...) + strings.Repeat("<p>甲市人民政府今日要闻，市政府召开会议研究部署有关工作</p>", 20) + fmt.Sprintf("<p>访问量 %d</p>", 100000+n)
	}
	article := func(path string) string {
		return page("关于" + path + "号事项的通知-甲市人民政府门户网站")
	}
	number := func(path string) (n int) {
		fmt.Sscanf(strings.TrimLeft(path, "/zwgkac"), "%d", &n)
		return n
	}
	for _, tt := range []struct {
		name   string
		copied func(path string, n int64) bool // whether the n-th answer is the home page
		copies bool
		errors func(n int64) bool // whether it stands for error pages, too; nil: never
	}{
		{"an honest portal", func(string, int64) bool { return false }, false, nil},
		{"the home page under all its own names", func(path string, _ int64) bool { return strings.HasPrefix(path, "/index") }, false, nil},
		{"a few addresses of its own besides", func(path string, _ int64) bool { return number(path) < 3 && path != "/" }, false, nil},
		{"the home page at every third address", func(path string, _ int64) bool { return number(path)%3 == 0 }, true, nil},
		{"the home page for everything after twenty answers", func(_ string, n int64) bool { return n > 20 }, true, nil},
		{"the home page for all that is not there", func(path string, _ int64) bool { return number(path) > 20 }, false, func(int64) bool { return true }},
		{"the home page for everything and all that is not there after twenty answers", func(_ string, n int64) bool { return n > 20 }, true, func(n int64) bool { return n > 20 }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			var n atomic.Int64
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				rw.Header().Set("Content-Type", "text/html; charset=utf-8")
				switch path := r.URL.Path; {
				case path == "/":
					fmt.Fprint(rw, home(0))
				case path != "/index.html" && !strings.HasPrefix(path, "/zwgk/a") && !strings.HasPrefix(path, "/c"), len(path) > 20:
					if tt.errors != nil && tt.errors(n.Load()) && path != "/robots.txt" {
						fmt.Fprint(rw, home(n.Load()))
						return
					}
					http.NotFound(rw, r)
				case tt.copied(path, n.Add(1)):
					fmt.Fprint(rw, home(n.Load()))
				default:
					fmt.Fprint(rw, article(path))
				}
			}
			snap, _ := crawlOf(t, w, w.settings())
			if got := strings.Contains(snap.Suspect, "以首页代替"); got != tt.copies {
				t.Errorf("copies of the home page: %v, want %v (%q)", got, tt.copies, snap.Suspect)
			}
		})
	}
}

// An application answers with one shell at all its addresses, which its scripts fill.
func TestOneShellForAllPagesIsNoCopy(t *testing.T) {
	const one = `<html><head><title>甲市自然资源局</title></head><body><gov-header></gov-header><div id="main"></div><script src="/main.js"></script></body></html>`
	w := newWeb(t)
	pages := map[string]string{"/": one, "/main.js": "0"}
	var links []string
	for i := range 12 {
		path := fmt.Sprintf("/list/%d", i)
		pages[path] = one
		links = append(links, fmt.Sprintf("%s 栏目第%d号", path, i))
	}
	w.pages("www.a.gov.cn", pages)
	b := &pretender{views: map[string]BrowserView{"/": whole(page("甲市自然资源局", links...))}}
	snap, m, _ := shownCrawl(t, w, w.settings(), b, "")
	if snap.Suspect != "" || m.page("/list/11") == nil {
		t.Errorf("suspect: %q", snap.Suspect)
	}
}

// Pages of one frame, of which each is filled with what it says it waits for, are not the
// home page in the place of others.
func TestFramesOfPagesThatWait(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	var menu strings.Builder
	for i := range 20 {
		fmt.Fprintf(&menu, `<a href="/col/%d">第%d栏</a> `, i, i)
	}
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" && !strings.HasPrefix(r.URL.Path, "/col/") {
			http.NotFound(rw, r)
			return
		}
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(rw, `<html><head><title>甲市人民政府</title><script src="/h.js"></script></head><body><div class="nav">%s</div>%s<div data-url="/part%s">正在加载…</div></body></html>`,
			menu.String(), strings.Repeat("<p>甲市人民政府网站由市政府办公室主办</p>", 8), r.URL.Path)
	}
	snap, _, _ := shownCrawl(t, w, w.settings(), nil, "装一个")
	if strings.Contains(snap.Stopped, "首页") || !strings.Contains(snap.Stopped, "装一个") {
		t.Errorf("stopped %q", snap.Stopped)
	}
}
