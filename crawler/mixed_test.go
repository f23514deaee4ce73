package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// TestMixedUpAnswers crawls portals of which some pages are found at two addresses.
func TestMixedUpAnswers(t *testing.T) {
	const articles = 24
	article := func(path string) string {
		return page("关于" + path + "号事项的通知-甲市人民政府")
	}
	home := func() string {
		var links []string
		for i := range articles {
			links = append(links, fmt.Sprintf("/a%d.html 第%d号通知", i, i))
		}
		return page("甲市人民政府", links...)
	}()
	for _, tt := range []struct {
		name   string
		answer func(path string, n int64) string // for the n-th request
		mixed  bool
	}{
		{"an honest portal", func(path string, _ int64) string { return article(path) }, false},
		{"a portal that has every page twice", func(path string, _ int64) string { return article(path[:len(path)/2]) }, false},
		{"a portal with one page for every address", func(string, int64) string { return article("一") }, false},
		{"a cache that gives every third answer from another address", func(path string, n int64) string {
			if n%3 == 0 {
				return article(fmt.Sprintf("/a%d.html", n%5))
			}
			return article(path)
		}, true},
		{"a store of pages that hands out a company's for a while", func(path string, n int64) string {
			if n%4 == 0 && n <= articles {
				return page(fmt.Sprintf("澜城矿业第%d期新闻", n))
			}
			return article(path)
		}, true},
		{"a portal of which a quarter of the pages bear no name", func(path string, n int64) string {
			if strings.HasSuffix(path, "1.html") {
				return page(fmt.Sprintf("第%s期简报", path))
			}
			return article(path)
		}, false},
		{"a page that changed its title between two requests", func(path string, n int64) string {
			return article(fmt.Sprint(path, " ", n))
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			var n atomic.Int64
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				switch {
				case r.URL.Path == "/":
					rw.Header().Set("Content-Type", "text/html; charset=utf-8")
					fmt.Fprint(rw, home)
				case strings.HasPrefix(r.URL.Path, "/a"):
					rw.Header().Set("Content-Type", "text/html; charset=utf-8")
					fmt.Fprint(rw, tt.answer(r.URL.Path, n.Add(1)))
				default:
					http.NotFound(rw, r)
				}
			}
			snap, _ := crawlOf(t, w, w.settings())
			if got := strings.Contains(snap.Suspect, "先后返回不同的网页") || strings.Contains(snap.Suspect, "错发到这里"); got != tt.mixed {
				t.Errorf("mixed up: %v, want %v (%s)", got, tt.mixed, snap.Suspect)
			}
		})
	}
}
