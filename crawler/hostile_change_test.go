package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/govaudit/govaudit/site"
)

// TestHostileChanges crawls portals that are another one, or none, from some request
// on: what is not there then was not looked for in the right place.
func TestHostileChanges(t *testing.T) {
	const mine = `<meta name="SiteName" content="甲市人民政府"><meta name="SiteDomain" content="www.a.gov.cn">`
	const theirs = `<meta name="SiteName" content="乙县公安局"><meta name="SiteDomain" content="www.yixian.gov.cn">`
	var links strings.Builder
	for i := range 80 {
		fmt.Fprintf(&links, `<li><a href="/x%d.html">关于第%d号事项的通知</a></li>`, i, i)
	}
	write := func(rw http.ResponseWriter, title, head, body string) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(rw, "<html><head><title>%s</title>%s</head><body>%s</body></html>", title, head, body)
	}
	honest := func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			write(rw, "甲市人民政府", mine, "<ul>"+links.String()+"</ul>")
		case strings.HasPrefix(r.URL.Path, "/x"):
			write(rw, "通知-甲市人民政府", mine, "<p>"+randomHan(200)+"</p>")
		default:
			http.NotFound(rw, r)
		}
	}
	// later serves the honest portal for some requests and then another one.
	later := func(name, stopped string, then http.HandlerFunc) hostile {
		h := hostile{name: name, portal: func(w *web) {
			var n atomic.Int64
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				if n.Add(1) <= 30 {
					honest(rw, r)
					return
				}
				then(rw, r)
			}
		}, stopped: stopped, complete: stopped == "", requests: 146}
		h.also = func(t *testing.T, h *hostiled) {
			if got := h.snap.Suspect != ""; got != (stopped != "") {
				t.Errorf("suspect %q", h.snap.Suspect)
			}
		}
		return h
	}
	runHostile(t, []hostile{
		later("another unit's portal in its place, without the pages", "抓取途中网站被更换：首页自称“乙县公安局”", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/" {
				http.NotFound(rw, r)
				return
			}
			write(rw, "乙县公安局", theirs, strings.Repeat(`<a href="/a">警务公开</a>`, 10))
		}),
		later("another unit's portal in its place, with pages under the same addresses", "抓取途中网站被更换：首页自称“乙县公安局”", func(rw http.ResponseWriter, r *http.Request) {
			write(rw, "乙县公安局", theirs, "<p>"+randomHan(200)+"</p>")
		}),
		later("a portal without any name in its place, with pages under the same addresses", "抓取途中首页换成了另一个网页", func(rw http.ResponseWriter, r *http.Request) {
			write(rw, "首页", "", strings.Repeat(`<a href="/a">新闻中心</a>`, 10)+"<p>"+randomHan(200)+"</p>")
		}),
		later("pages without its name, while the home page has it", "", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" || !strings.HasPrefix(r.URL.Path, "/x") {
				honest(rw, r)
				return
			}
			write(rw, "通知", "", "<p>"+randomHan(200)+"</p>")
		}),
		later("a notice of a move in its place", "迁移", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/" {
				http.NotFound(rw, r)
				return
			}
			write(rw, "提示", "", "<p>本网站已迁移至 http://www.new.gov.cn/</p>")
		}),
		later("nothing in its place", "首页不存在了", http.NotFound),
		later("half of its pages gone", "", func(rw http.ResponseWriter, r *http.Request) {
			if len(r.URL.Path)%2 == 0 && r.URL.Path != "/" {
				http.NotFound(rw, r)
				return
			}
			honest(rw, r)
		}),
		later("three pages of a unit of another place among its own", "", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/x7.html" && r.URL.Path != "/x70.html" && r.URL.Path != "/x79.html" {
				honest(rw, r)
				return
			}
			write(rw, "公告-乙县公安局", theirs, "<p>"+randomHan(200)+"</p>")
		}),
		{name: "many pages of a unit of another place in the place of its own", portal: func(w *web) {
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				if len(r.URL.Path) != len("/x1.html") { // the first ten are not its own
					honest(rw, r)
					return
				}
				write(rw, "公告-乙县公安局", theirs, "<p>"+randomHan(200)+"</p>")
			}
		}, want: map[string]site.Failure{"/x10.html": ""}, stopped: "10 个地址没有得到确定的结果", requests: 146},
		later("the same in their labels only", "", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" || !strings.HasPrefix(r.URL.Path, "/x") {
				honest(rw, r)
				return
			}
			write(rw, "公告-甲市人民政府", theirs, "<p>"+randomHan(200)+"</p>")
		}),
		later("a home page that shows other news under the same title", "", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" {
				write(rw, "甲市人民政府", mine, "<p>"+randomHan(400)+"</p>")
				return
			}
			http.NotFound(rw, r)
		}),
		{name: "a portal that answers no more and says to wait", portal: func(w *web) {
			var n atomic.Int64
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				if n.Add(1) > 30 {
					rw.Header().Set("Retry-After", "60")
					rw.WriteHeader(http.StatusTooManyRequests)
					return
				}
				honest(rw, r)
			}
		}, tune: func(s *Settings) { s.Crawl.MaxWait = 300 * time.Millisecond }, stopped: "没有取得任何网页", skipped: skipWaiting, requests: 60},
	})
}

// TestWallSaysWhenToComeBack holds that a host which asks to be left alone for longer
// than a crawl lasts is not waited for.
func TestWallSaysWhenToComeBack(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name    string
		failure site.Failure
		after   time.Duration
		at      int // the refusal that is the last one
	}{
		{"too many requests, come back in a day", site.FailThrottled, day, awayMost},
		{"out of service, come back in a day", site.FailServer, day, awayMost},
		{"too many requests, come back in a minute", site.FailThrottled, time.Minute, refusedMost},
		{"too many requests and no more", site.FailThrottled, 0, refusedMost},
		{"out of service, come back in a minute", site.FailServer, time.Minute, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var w wall
			got := 0
			for n := 1; n <= 2*refusedMost && got == 0; n++ {
				if _, over := w.met(c.failure, c.after); over {
					got = n
				}
			}
			if got != c.at {
				t.Errorf("given up after %d refusals, want %d", got, c.at)
			}
		})
	}
	t.Run("a page in between begins the count anew", func(t *testing.T) {
		var w wall
		for n := range 3 * awayMost {
			f := site.FailThrottled
			if n%awayMost == awayMost-1 {
				f = ""
			}
			if _, over := w.met(f, day); over {
				t.Fatalf("given up at answer %d", n+1)
			}
		}
	})
}
