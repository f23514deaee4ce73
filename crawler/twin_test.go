package crawler

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// TestASiteUnderTwoNamesIsFetchedOnce mixes www.a.gov.cn and a.gov.cn in the links
// of one portal.
func TestASiteUnderTwoNamesIsFetchedOnce(t *testing.T) {
	pages := func(w *web, home string) map[string]string {
		bare := w.url("a.gov.cn")
		return map[string]string{
			"/":          page(home, "/gk/ 政府信息公开", bare+"/ 首页", bare+"/gk/ 公开", bare+"/nb/ 年报"),
			"/gk/":       page("政府信息公开", bare+"/gk/1.html 一号文件", "/gk/1.html 一号文件"),
			"/gk/1.html": page("一号文件"), "/nb/": page("年报"),
		}
	}
	for _, tt := range []struct {
		name string
		bare func(w *web) // what a.gov.cn answers
		want []string     // pages stored, by host and path
	}{
		{"the same pages under both", func(w *web) { w.pages("a.gov.cn", pages(w, "甲市人民政府")) },
			[]string{"www.a.gov.cn/", "www.a.gov.cn/gk/", "www.a.gov.cn/gk/1.html", "www.a.gov.cn/nb/"}},
		{"one sends to the other, page by page", func(w *web) {
			w.name("a.gov.cn")
			w.sites["a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				http.Redirect(rw, r, w.url("www.a.gov.cn")+r.URL.RequestURI(), http.StatusMovedPermanently)
			}
		}, []string{"www.a.gov.cn/", "www.a.gov.cn/gk/", "www.a.gov.cn/gk/1.html", "www.a.gov.cn/nb/"}},
		{"another site lives there", func(w *web) {
			w.pages("a.gov.cn", map[string]string{"/": page("乙局"), "/nb/": page("乙局年报")})
		},
			[]string{"a.gov.cn/", "a.gov.cn/gk/", "a.gov.cn/gk/1.html", "a.gov.cn/nb/", "www.a.gov.cn/", "www.a.gov.cn/gk/", "www.a.gov.cn/gk/1.html"}},
		{"one sends every page to the other's home", func(w *web) {
			w.name("a.gov.cn")
			w.sites["a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				http.Redirect(rw, r, w.url("www.a.gov.cn")+"/", http.StatusFound)
			}
		}, []string{"a.gov.cn/", "a.gov.cn/gk/", "a.gov.cn/gk/1.html", "a.gov.cn/nb/", "www.a.gov.cn/", "www.a.gov.cn/gk/", "www.a.gov.cn/gk/1.html"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.pages("www.a.gov.cn", pages(w, "甲市人民政府"))
			tt.bare(w)
			snap, m := crawlOf(t, w, w.settings())
			var got []string
			for _, p := range m.pages {
				u, err := url.Parse(p.URL)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, u.Hostname()+u.Path)
			}
			slices.Sort(got)
			if !slices.Equal(got, tt.want) {
				t.Errorf("stored %v\nwant   %v", got, tt.want)
			}
			one := len(tt.want) == 4 // the names are one site's
			for i, r := range w.asked() {
				if one && strings.Contains(r, "www.") && slices.Contains(w.asked()[:i], r) {
					t.Errorf("%s was asked for again", r)
				}
			}
			if one && !snap.Complete {
				t.Errorf("not complete: %s", snap.Stopped)
			}
		})
	}
}

func TestTwinsByName(t *testing.T) {
	for _, tt := range []struct {
		home, other string
		want        bool
	}{
		{"http://www.a.gov.cn/", "http://a.gov.cn/x", true},
		{"http://a.gov.cn/", "http://www.a.gov.cn/x", true},
		{"http://www.a.gov.cn/", "https://www.a.gov.cn/x", true},
		{"https://www.a.gov.cn/", "http://a.gov.cn:80/x", true},
		{"http://www.a.gov.cn/", "http://www.a.gov.cn/x", false},
		{"http://www.a.gov.cn/", "http://www.a.gov.cn:8080/x", false},
		{"http://www.a.gov.cn/", "http://gk.a.gov.cn/x", false},
	} {
		var tw twins
		tw.setBase(tt.home, site.NewScope(site.Target{URL: tt.home}))
		u, err := url.Parse(tt.other)
		if err != nil {
			t.Fatal(err)
		}
		if p, _ := tw.of(u); (p != nil) != tt.want {
			t.Errorf("%s may be a twin of %s: %v, want %v", tt.other, tt.home, p != nil, tt.want)
		}
	}
}
