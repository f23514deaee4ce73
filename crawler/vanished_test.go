package crawler

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Pages that are missing now and there a moment later were only missing from here.
func TestPagesThatAreThereAgain(t *testing.T) {
	links := []string{"/zn/ 公开指南"}
	for i := range 20 {
		links = append(links, fmt.Sprintf("/a%d.html 第%d号通知", i, i))
	}
	for name, tt := range map[string]struct {
		gone    func(path string, nth int) bool // for the nth request of that address
		suspect bool
	}{
		"nothing is missing":                              {func(string, int) bool { return false }, false},
		"some pages are missing for good":                 {func(path string, _ int) bool { return strings.HasPrefix(path, "/a1") }, false},
		"two are missing at first":                        {func(path string, n int) bool { return n <= 2 && (path == "/a1.html" || path == "/a2.html") }, false},
		"many are missing until the crawl is nearly over": {func(path string, n int) bool { return n <= 2 && strings.HasPrefix(path, "/a1") }, true},
		"one of many came in the meantime": {func(path string, n int) bool {
			return strings.HasPrefix(path, "/a1") && (n <= 2 || path != "/a11.html")
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			var mu sync.Mutex
			asked := map[string]int{}
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				mu.Lock()
				asked[r.URL.Path]++
				n := asked[r.URL.Path]
				mu.Unlock()
				switch {
				case r.URL.Path == "/":
					fmt.Fprint(rw, page("甲市人民政府", links...))
				case strings.HasPrefix(r.URL.Path, "/a") && !tt.gone(r.URL.Path, n), r.URL.Path == "/zn/":
					fmt.Fprint(rw, page("关于"+r.URL.Path+"号事项的通知"))
				default:
					http.NotFound(rw, r)
				}
			}
			snap, _ := crawlOf(t, w, w.settings())
			if got := strings.Contains(snap.Suspect, "后来又有了"); got != tt.suspect {
				t.Errorf("nothing is concluded: %v, want %v (%s)", got, tt.suspect, snap.Suspect)
			}
		})
	}
}

// One list in the place of many columns is the list of none of them.
func TestOneListInThePlaceOfMany(t *testing.T) {
	const columns = 14
	list := func(title string) string {
		h := fnv.New32a()
		h.Write([]byte(title))
		rows := ""
		for i := range 4 {
			rows += fmt.Sprintf(`<li><a href="/xx/%d_%d.html">关于印发%s第%d号办法的通知</a><span>2026-03-0%d</span></li>`, h.Sum32(), i, title, i, i+1)
		}
		return `<html><head><title>` + title + `</title></head><body><div class="nav"><a href="/">首页</a><a href="/c0/">一</a></div><ul>` + rows + `</ul></body></html>`
	}
	for name, tt := range map[string]struct {
		of      func(column int) string // the title of the list that stands there
		suspect bool
	}{
		"each its own":        {func(i int) string { return fmt.Sprintf("第%d栏目", i) }, false},
		"two show the same":   {func(i int) string { return fmt.Sprintf("第%d栏目", max(i, 1)) }, false},
		"eight show the same": {func(i int) string { return fmt.Sprintf("第%d栏目", max(i, 7)) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWeb(t)
			var links []string
			pages := map[string]string{}
			for i := range columns {
				links = append(links, fmt.Sprintf("/c%d/ 栏目%d", i, i))
				pages[fmt.Sprintf("/c%d/", i)] = list(tt.of(i))
				for k := range 4 {
					h := fnv.New32a()
					h.Write([]byte(tt.of(i)))
					pages[fmt.Sprintf("/xx/%d_%d.html", h.Sum32(), k)] = page(fmt.Sprintf("%s第%d号", tt.of(i), k))
				}
			}
			pages["/"] = page("甲市人民政府", links...)
			w.pages("www.a.gov.cn", pages)
			snap, _ := crawlOf(t, w, w.settings())
			if got := strings.Contains(snap.Suspect, "显示的是同一个网页"); got != tt.suspect {
				t.Errorf("nothing is concluded: %v, want %v (%s)", got, tt.suspect, snap.Suspect)
			}
		})
	}
}

// One article under the addresses of many is at home under one of them at most.
func TestOneArticleInThePlaceOfMany(t *testing.T) {
	for name, tt := range map[string]struct {
		of      func(i int) int // the article that stands at the address of another
		suspect bool
	}{
		"each its own":         {func(i int) int { return i }, false},
		"five show the same":   {func(i int) int { return max(i, 4) }, false},
		"twelve show the same": {func(i int) int { return max(i, 11) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWeb(t)
			var links []string
			pages := map[string]string{}
			for i := range 20 {
				links = append(links, fmt.Sprintf("/a%d.html 关于第%d批事项的通知", i, i))
				pages[fmt.Sprintf("/a%d.html", i)] = story(fmt.Sprintf("关于第%d批事项的通知", tt.of(i)))
			}
			pages["/"] = page("甲市人民政府", links...)
			w.pages("www.a.gov.cn", pages)
			snap, _ := crawlOf(t, w, w.settings())
			if got := strings.Contains(snap.Suspect, "显示的是同一个网页"); got != tt.suspect {
				t.Errorf("nothing is concluded: %v, want %v (%s)", got, tt.suspect, snap.Suspect)
			}
		})
	}
}

// A balancer that keeps a connection at one machine shows the others to new connections only.
func TestPagesAreAskedForAgainOverNewConnections(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	links := []string{"/zn/ 公开指南"}
	for i := range 5 {
		links = append(links, fmt.Sprintf("/a%d.html 第%d号通知", i, i))
	}
	var mu sync.Mutex
	used := map[string]bool{} // connections
	asked := map[string]int{} // twice, by the page's turn and by the look again right after it
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		mu.Lock()
		fresh, late := !used[r.RemoteAddr], asked[r.URL.Path] >= 2
		used[r.RemoteAddr] = true
		asked[r.URL.Path]++
		mu.Unlock()
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(rw, page("甲市人民政府", links...))
		case r.URL.Path == "/zn/", strings.HasPrefix(r.URL.Path, "/a") && fresh && late:
			fmt.Fprint(rw, page("关于"+r.URL.Path+"号事项的通知"))
		default:
			http.NotFound(rw, r)
		}
	}
	snap, _ := crawlOf(t, w, w.settings())
	if !strings.Contains(snap.Suspect, "后来又有了") {
		t.Errorf("suspect %q, although new connections were shown the pages", snap.Suspect)
	}
}

// Columns that are empty for a moment, in a crawl that is over before the moment is, were
// only empty then.
func TestTheCrawlWaitsBeforeItAsksForWhatWasNotThere(t *testing.T) {
	const moment = 300 * time.Millisecond
	for name, tt := range map[string]struct {
		gone    int // of twenty pages
		backoff time.Duration
		suspect bool
	}{
		"much is missing, and it is waited for longer": {10, moment / 5, true},
		"much is missing, and it is not waited for":    {10, time.Millisecond, false},
		"two are missing": {2, moment / 5, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			var links []string
			for i := range 20 {
				links = append(links, fmt.Sprintf("/a%d.html 第%d号通知", i, i))
			}
			var lacked atomic.Int64 // when a page was last not there
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				var n int
				_, err := fmt.Sscanf(r.URL.Path, "/a%d.html", &n)
				switch {
				case r.URL.Path == "/":
					fmt.Fprint(rw, page("甲市人民政府", links...))
				case err == nil && (n >= tt.gone || lacked.Load() != 0 && time.Since(time.Unix(0, lacked.Load())) > moment):
					fmt.Fprint(rw, page("关于"+r.URL.Path+"号事项的通知"))
				default:
					if err == nil {
						lacked.Store(time.Now().UnixNano())
					}
					http.NotFound(rw, r)
				}
			}
			s := w.settings()
			s.Crawl.Backoff, s.Crawl.Retries = tt.backoff, 0
			snap, _ := crawlOf(t, w, s)
			if got := strings.Contains(snap.Suspect, "后来又有了"); got != tt.suspect {
				t.Errorf("nothing is concluded: %v, want %v (%s)", got, tt.suspect, snap.Suspect)
			}
		})
	}
}
