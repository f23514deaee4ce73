package crawler

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

func TestCrawlFetchesEachAddressOfTheSiteOnce(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{
		"/":            page("甲市", "/zwgk/ 政务公开", "/news/ 新闻", "/zwgk/ 公开", "http://www.b.gov.cn/ 外站", "/gone.html 没有了", "javascript:; 无"),
		"/zwgk/":       page("政务公开", "/", "1.html 公告一", "../news/ 新闻", "pic.jpg 图"),
		"/news/":       page("新闻", "/zwgk/1.html 公告一", "/old 旧地址"),
		"/old":         "→/zwgk/1.html",
		"/zwgk/1.html": page("公告一", "/"),
	})
	snap, m := crawlOf(t, w, w.settings())
	want := []string{"/ ok", "/gone.html gone", "/news/ ok", "/old ok", "/zwgk/ ok", "/zwgk/1.html ok", "/zwgk/pic.jpg gone"}
	if d := cmp.Diff(want, m.outcomes()); d != "" {
		t.Errorf("pages (-want +got):\n%s", d)
	}
	if !snap.Complete || snap.Stopped != "" || !snap.Alive || snap.Pages != 5 || snap.Failed != 2 {
		t.Errorf("snapshot: complete %v (%q), alive %v, pages %d, failed %d", snap.Complete, snap.Stopped, snap.Alive, snap.Pages, snap.Failed)
	}
	times := map[string]int{}
	for _, r := range w.asked() {
		times[r]++
		if !strings.HasPrefix(r, "GET www.a.gov.cn/") && r != "HEAD www.a.gov.cn/zwgk/pic.jpg" {
			t.Errorf("unexpected request %s", r)
		}
	}
	for r, n := range times {
		gone := strings.HasSuffix(r, "/gone.html") || strings.HasSuffix(r, "/pic.jpg")                     // asked for again before that is believed
		if n > 1 && r != "GET www.a.gov.cn/zwgk/1.html" && r != "GET www.a.gov.cn/" && !(gone && n == 2) { // also the redirect's target
			t.Errorf("%s: %d times", r, n)
		}
	}
	if p := m.page("/old"); p == nil || p.Final != w.url("www.a.gov.cn")+"/zwgk/1.html" || len(p.Chain) != 1 || p.Chain[0].Status != 302 {
		t.Errorf("redirected page: final %s, chain %v", p.Final, p.Chain)
	}
	if p := m.page("/zwgk/1.html"); p == nil || p.Depth != 2 || p.From == "" || p.SHA256 == "" || p.Size != int64(len(p.Body)) {
		t.Errorf("page: depth %d, from %q, hash %q, size %d", p.Depth, p.From, p.SHA256, p.Size)
	}
}

func TestCrawlOrder(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{
		"/":      page("甲市", "/x/very-long-title-of-some-news-item-that-is-no-column-1.html 今天上午我市召开全市经济工作座谈会议部署下一步工作", "/f.pdf 附件", "/zwgk/ 政府信息公开指南"),
		"/zwgk/": page("指南"),
		"/f.pdf": "404",
		"/x/very-long-title-of-some-news-item-that-is-no-column-1.html": page("会议"),
	})
	s := w.settings()
	s.Crawl.Concurrency, s.Crawl.PerHost = 1, 1
	crawlOf(t, w, s)
	got := w.asked()
	want := []string{"GET www.a.gov.cn/", "GET www.a.gov.cn/zwgk/", "GET www.a.gov.cn/x/very-long-title-of-some-news-item-that-is-no-column-1.html", "GET www.a.gov.cn/f.pdf",
		"GET www.a.gov.cn/f.pdf", "GET www.a.gov.cn/f.pdf"} // the last was said to be gone: a part of it, and all of it
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("requests (-want +got):\n%s", d)
	}
}

// Whatever a portal does, a crawl ends, says what it saw and accuses nobody.
func TestBadPortals(t *testing.T) {
	drip := func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		for r.Context().Err() == nil {
			io.WriteString(rw, "<p>x")
			rw.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	}
	flood := func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		b := []byte(strings.Repeat("<p>x", 1024))
		for r.Context().Err() == nil {
			if _, err := rw.Write(b); err != nil {
				return
			}
		}
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	for range 1 << 7 { // 8 MiB
		z.Write(make([]byte, 1<<16))
	}
	z.Close()
	bomb := func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		rw.Header().Set("Content-Encoding", "gzip")
		rw.Write(zipped.Bytes())
	}
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	status := func(n int) http.HandlerFunc {
		return func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(n) }
	}
	var turns atomic.Int64
	flaky := func(rw http.ResponseWriter, _ *http.Request) {
		if turns.Add(1) < 3 {
			rw.WriteHeader(http.StatusBadGateway)
			return
		}
		fmt.Fprint(rw, page("又好了"))
	}
	for _, tt := range []struct {
		name     string
		handler  http.HandlerFunc
		want     site.Failure
		complete bool
	}{
		{"a page that drips without end times out", drip, site.FailTimeout, false},
		{"a page without end is cut", flood, site.FailTooLarge, false},
		{"a gzip bomb is cut", bomb, site.FailTooLarge, false},
		{"a page that hangs times out", hang, site.FailTimeout, false},
		{"a redirect to itself ends", func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, r.URL.Path, http.StatusFound) }, site.FailRedirect, false},
		{"an endless redirect ends", func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, r.URL.Path+"x", http.StatusFound) }, site.FailRedirect, false},
		{"headers without end are refused", func(rw http.ResponseWriter, _ *http.Request) {
			for i := range 5000 {
				rw.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("x", 100))
			}
		}, site.FailOther, false},
		{"an aborted answer is a failed connection", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, site.FailConnect, false},
		{"404 is the site's own word", status(404), site.FailGone, true},
		{"410 is the site's own word", status(410), site.FailGone, true},
		{"403 proves nothing", status(403), site.FailForbidden, false},
		{"412 is a protection layer", status(412), site.FailBlocked, false},
		{"521 is a protection layer", status(521), site.FailBlocked, false},
		{"429 is a limit", status(429), site.FailThrottled, false},
		{"500 is a broken server", status(500), site.FailServer, false},
		{"202 with nothing but a script is a protection layer", func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "text/html")
			rw.WriteHeader(202)
			io.WriteString(rw, "<html><script>eval(1)</script></html>")
		}, site.FailBlocked, false},
		{"an empty page is a page", func(rw http.ResponseWriter, _ *http.Request) { rw.Header().Set("Content-Type", "text/html") }, "", true},
		{"an answer that is said to have no content shows no page", status(204), site.FailOther, false},
		{"an unasked encoding is not guessed", func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Encoding", "br")
			io.WriteString(rw, "xxxx")
		}, site.FailOther, false},
		{"what fails only twice is had at the third attempt", flaky, "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			turns.Store(0)
			w := newWeb(t)
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				switch {
				case r.URL.Path == "/":
					fmt.Fprint(rw, page("甲市", "/bad 公开指南"))
				case strings.HasPrefix(r.URL.Path, "/bad"):
					tt.handler(rw, r)
				default:
					http.NotFound(rw, r)
				}
			}
			s := w.settings()
			s.Crawl.Timeout, s.Crawl.MaxBody = 300*time.Millisecond, 1<<20
			s.Crawl.Retries = 2
			snap, m := crawlOf(t, w, s)
			p := m.page("/bad")
			if p == nil {
				t.Fatal("the page was not stored")
			}
			if p.Failure != tt.want {
				t.Errorf("failure %q (%s), want %q", p.Failure, p.Err, tt.want)
			}
			if snap.Complete != tt.complete || snap.Complete != (snap.Stopped == "") {
				t.Errorf("complete %v (%s), want %v", snap.Complete, snap.Stopped, tt.complete)
			}
			if len(p.Body) > 1<<20 {
				t.Errorf("body of %d bytes kept", len(p.Body))
			}
			if tt.want == site.FailTooLarge && (!p.Truncated || len(p.Body) == 0) {
				t.Errorf("truncated %v, %d bytes kept", p.Truncated, len(p.Body))
			}
		})
	}
}

func TestDeadPortals(t *testing.T) {
	for _, tt := range []struct {
		name   string
		set    func(w *web)
		want   site.Failure
		visits int
	}{
		{"a name that does not exist", func(*web) {}, site.FailDNS, 4},
		{"a resolver that fails", func(w *web) { w.record("www.a.gov.cn. A", "SERVFAIL") }, site.FailDNS, 4},
		{"a home page that is not there", func(w *web) { w.pages("www.a.gov.cn", nil) }, site.FailGone, 2},
		{"a server that is broken", func(w *web) { w.pages("www.a.gov.cn", map[string]string{"/": "503"}) }, site.FailServer, 4},
		{"a challenge with status 200", func(w *web) {
			w.pages("www.a.gov.cn", map[string]string{"/": `<html><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=1;$_ts.cd="q"</script><body></body></html>`})
		}, site.FailBlocked, 2},
		{"a challenge", func(w *web) { w.pages("www.a.gov.cn", map[string]string{"/": "412"}) }, site.FailBlocked, 2},
		{"a move to another site", func(w *web) { w.pages("www.a.gov.cn", map[string]string{"/": "→http://www.b.gov.cn/"}) }, site.FailRedirect, 2},
		{"a hanging server", func(w *web) {
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
		}, site.FailTimeout, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			tt.set(w)
			s := w.settings()
			if tt.want == site.FailTimeout {
				s.Crawl.Timeout = 100 * time.Millisecond
			}
			snap, m := crawlOf(t, w, s)
			if snap.Alive || snap.Complete || !strings.HasPrefix(snap.Stopped, "首页访问") {
				t.Errorf("alive %v, complete %v, stopped %q", snap.Alive, snap.Complete, snap.Stopped)
			}
			if len(snap.Visits) != tt.visits {
				t.Errorf("%d visits, want %d", len(snap.Visits), tt.visits)
			}
			if len(m.pages) != 1 || m.pages[0].Failure != tt.want {
				t.Errorf("stored %v, want %s", m.outcomes(), tt.want)
			}
			if v := snap.Visits[len(snap.Visits)-1]; v.Failure != tt.want || v.Err == "" || !strings.Contains(snap.Stopped, words[tt.want]) {
				t.Errorf("last visit %+v, stopped %q", v, snap.Stopped)
			}
			if len(snap.Hosts) != 1 || snap.Hosts[0].Record == "" {
				t.Errorf("the host was not observed: %v", snap.Hosts)
			}
		})
	}
}

func TestHomePageComesAtTheThirdAttempt(t *testing.T) {
	w := newWeb(t)
	var n atomic.Int64
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(rw, r)
		} else if n.Add(1) < 3 {
			rw.WriteHeader(502)
		} else {
			fmt.Fprint(rw, page("甲市"))
		}
	}
	snap, _ := crawlOf(t, w, w.settings())
	if !snap.Alive || !snap.Complete || len(snap.Visits) != 3 || snap.Visits[0].Failure != site.FailServer || snap.Visits[2].Failure != "" {
		t.Errorf("alive %v, complete %v, visits %+v", snap.Alive, snap.Complete, snap.Visits)
	}
}

// Much is concluded from a missing column, so that one 404 is not enough.
func TestAColumnMissingForAMomentIsFound(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	var n atomic.Int64
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(rw, page("甲市", "/zwgk/ 政务公开"))
		case r.URL.Path == "/zwgk/" && n.Add(1) > 1:
			fmt.Fprint(rw, page("政务公开"))
		default:
			http.NotFound(rw, r)
		}
	}
	snap, m := crawlOf(t, w, w.settings())
	if p := m.page("/zwgk/"); !p.OK() || !snap.Complete {
		t.Errorf("failure %q, complete %v", p.Failure, snap.Complete)
	}
}

func TestPageLimitIsNotCompletion(t *testing.T) {
	w := newWeb(t)
	pages := map[string]string{}
	var links []string
	for i := range 20 {
		p := fmt.Sprintf("/%02d.html", i)
		pages[p] = page(p)
		links = append(links, p+" 公告")
	}
	pages["/"] = page("甲市", links...)
	w.pages("www.a.gov.cn", pages)
	s := w.settings()
	s.Crawl.MaxPages = 8
	snap, m := crawlOf(t, w, s)
	if len(m.pages) != 8 || snap.Complete || snap.Skipped[skipLimit] != 13 || !strings.Contains(snap.Stopped, "页数上限 8") {
		t.Errorf("%d pages, complete %v, skipped %v, stopped %q", len(m.pages), snap.Complete, snap.Skipped, snap.Stopped)
	}
	for i := range 7 {
		if m.page(fmt.Sprintf("/%02d.html", i)) == nil {
			t.Errorf("page %d is not among those of a limited crawl", i)
		}
	}
}

func TestEndlessAddressesEnd(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		n := 0
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(rw, page("甲市", "/list?p=1 列表", "/deep/1 深", "/rili?day=1 日历", "a/ 循环"))
		case r.URL.Path == "/list":
			fmt.Sscanf(r.URL.RawQuery, "p=%d", &n)
			fmt.Fprint(rw, page(r.URL.RawQuery, fmt.Sprintf("/list?p=%d 下一页", n+1), fmt.Sprintf("/list?p=%d 下两页", n+2)))
		case r.URL.Path == "/rili":
			fmt.Sscanf(r.URL.RawQuery, "day=%d", &n)
			fmt.Fprint(rw, page(r.URL.RawQuery, fmt.Sprintf("/rili?day=%d 明天", n+1)))
		case strings.HasPrefix(r.URL.Path, "/deep/"):
			fmt.Fprint(rw, page(r.URL.Path, r.URL.Path+"1 更深")+"<p>"+strings.Repeat("这一页有自己的内容，不是错误页。", 20)+"</p>") // a thin page would be probed
		case strings.HasPrefix(r.URL.Path, "/a/"):
			fmt.Fprint(rw, page(r.URL.Path, "a/ 循环"))
		default:
			http.NotFound(rw, r)
		}
	}
	s := w.settings()
	s.Crawl.MaxDepth, s.Crawl.MaxVariants = 12, 9
	snap, m := crawlOf(t, w, s)
	if len(m.pages) > 60 {
		t.Errorf("%d pages", len(m.pages))
	}
	if snap.Complete || snap.Skipped[skipVariants] == 0 || snap.Skipped[skipDepth] == 0 || snap.Skipped[skipTrap] == 0 {
		t.Errorf("complete %v, skipped %v", snap.Complete, snap.Skipped)
	}
}

func TestAChainOfArticlesIsNotTooDeepWhereAListLeadsToThem(t *testing.T) {
	const articles = 40
	w := newWeb(t)
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		n := 0
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(rw, page("甲市", "/art/2026/1/1/art_1.html 关于第一批惠企政策兑现有关事项的通知", "/more 本年以来各类零散事情汇集而成的一张长长的单子"))
		case r.URL.Path == "/more":
			var links []string
			for i := range articles {
				links = append(links, fmt.Sprintf("/art/2026/1/1/art_%d.html 文件%d", i+1, i+1))
			}
			fmt.Fprint(rw, page("其他", links...))
		default:
			if _, err := fmt.Sscanf(r.URL.Path, "/art/2026/1/1/art_%d.html", &n); err != nil || n > articles {
				http.NotFound(rw, r)
				return
			}
			if n == articles {
				n-- // the last has none behind it
			}
			fmt.Fprint(rw, page(r.URL.Path, fmt.Sprintf("/art/2026/1/1/art_%d.html 下一篇：关于又一批惠企政策兑现有关事项的通知", n+1)))
		}
	}
	s := w.settings()
	s.Crawl.MaxDepth, s.Crawl.Concurrency, s.Crawl.PerHost = 12, 1, 1
	snap, m := crawlOf(t, w, s)
	if len(m.pages) != articles+2 || !snap.Complete || snap.Skipped[skipDepth] != 0 {
		t.Errorf("%d pages, complete %v, skipped %v: want every article, once its list was seen", len(m.pages), snap.Complete, snap.Skipped)
	}
}

func TestACrawlIsCutByManyFailuresNotByOne(t *testing.T) {
	for _, tt := range []struct {
		name   string
		broken int // of forty linked pages, those that answer 500
		cut    bool
	}{
		{"one page in forty fails", 1, false},
		{"two fail, one in twenty of what came", 2, true},
		{"half of them fail", 20, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				var n int
				if r.URL.Path == "/" {
					var links []string
					for i := range 40 {
						links = append(links, fmt.Sprintf("/p/%d.html 页面%d", i, i))
					}
					fmt.Fprint(rw, page("甲市", links...))
				} else if _, err := fmt.Sscanf(r.URL.Path, "/p/%d.html", &n); err != nil {
					http.NotFound(rw, r)
				} else if n < tt.broken {
					http.Error(rw, "error", http.StatusInternalServerError)
				} else {
					fmt.Fprint(rw, page(r.URL.Path))
				}
			}
			snap, _ := crawlOf(t, w, w.settings())
			if snap.Complete || snap.Cut != tt.cut {
				t.Errorf("complete %v, cut %v with %d pages (%s): want incomplete, cut %v", snap.Complete, snap.Cut, snap.Pages, snap.Stopped, tt.cut)
			}
			if snap.Failures[site.FailServer] != tt.broken || snap.Requests < snap.Pages+snap.Failed {
				t.Errorf("failures %v after %d requests: want %d of the server and a request for each of %d addresses", snap.Failures, snap.Requests, tt.broken, snap.Pages+snap.Failed)
			}
		})
	}
}

func TestOnlyACalendarHidesNothing(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		n := 0
		fmt.Sscanf(r.URL.RawQuery, "day=%d", &n)
		if r.URL.Path == "/" || r.URL.Path == "/rili" {
			fmt.Fprint(rw, page(r.URL.RequestURI(), fmt.Sprintf("/rili?day=%d 明天", n+1)))
			return
		}
		http.NotFound(rw, r)
	}
	s := w.settings()
	s.Crawl.MaxVariants = 5
	snap, _ := crawlOf(t, w, s)
	if !snap.Complete || snap.Skipped[skipVariants] != 1 {
		t.Errorf("complete %v (%s), skipped %v", snap.Complete, snap.Stopped, snap.Skipped)
	}
}

func TestTimeLimit(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	var n atomic.Int64
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		time.Sleep(20 * time.Millisecond)
		if r.URL.Path != "/" && !strings.HasPrefix(r.URL.Path, "/x") {
			http.NotFound(rw, r)
			return
		}
		fmt.Fprint(rw, page(r.URL.Path, fmt.Sprintf("/x%d 更多", n.Add(1))))
	}
	s := w.settings()
	s.Crawl.MaxTime = 300 * time.Millisecond
	start := time.Now()
	snap, m := crawlOf(t, w, s)
	if time.Since(start) > time.Minute || snap.Complete || !strings.Contains(snap.Stopped, "时间上限") || len(m.pages) < 2 {
		t.Errorf("after %s: complete %v, stopped %q, %d pages", time.Since(start), snap.Complete, snap.Stopped, len(m.pages))
	}
}

func TestSilentHostIsGivenUp(t *testing.T) {
	w := newWeb(t)
	var links []string
	for i := range 40 {
		links = append(links, fmt.Sprintf("/hang%d 公开", i))
	}
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			fmt.Fprint(rw, page("甲市", links...))
			return
		}
		if strings.HasPrefix(r.URL.Path, "/hang") {
			<-r.Context().Done()
			return
		}
		http.NotFound(rw, r)
	}
	s := w.settings()
	s.Crawl.Timeout, s.Crawl.Retries = 50*time.Millisecond, 0
	snap, m := crawlOf(t, w, s)
	if snap.Complete || snap.Skipped[skipDown] == 0 || !strings.Contains(snap.Stopped, "没有应答") || len(m.pages) > 20 {
		t.Errorf("complete %v, skipped %v, stopped %q, %d pages", snap.Complete, snap.Skipped, snap.Stopped, len(m.pages))
	}
}

func TestArchiveFailureStopsTheCrawl(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{"/": page("甲市", "/1 公开")})
	m := &memory{putErr: errors.New("disk full")}
	snap, err := crawlInto(t, context.Background(), w, w.settings(), m, nil)
	if err == nil || snap == nil || snap.Complete || !strings.Contains(snap.Stopped, "disk full") {
		t.Errorf("err %v, snapshot %+v", err, snap)
	}
}

func TestCancelReturnsSoonAndKeepsWhatWasStored(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	ctx, cancel := context.WithCancel(context.Background())
	var n atomic.Int64
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hang" {
			cancel()
			<-r.Context().Done()
			return
		}
		fmt.Fprint(rw, page(r.URL.Path, fmt.Sprintf("/x%d 公开", n.Add(1)), "/hang 更多"))
	}
	m := &memory{}
	s := w.settings()
	s.Crawl.Timeout = time.Minute
	start := time.Now()
	snap, err := crawlInto(t, ctx, w, s, m, nil)
	if !errors.Is(err, context.Canceled) || time.Since(start) > 30*time.Second {
		t.Errorf("err %v after %s", err, time.Since(start))
	}
	if snap.Complete || len(m.pages) == 0 {
		t.Errorf("complete %v, %d pages", snap.Complete, len(m.pages))
	}
	if m.page("/hang") != nil {
		t.Error("a fetch we cut short was stored as the site's failure")
	}
}

func TestResumeFetchesNothingTwiceAndEndsTheSame(t *testing.T) {
	w := newWeb(t)
	pages := map[string]string{}
	for i := range 30 {
		pages[fmt.Sprintf("/%d.html", i)] = page(fmt.Sprint("第", i), fmt.Sprintf("/%d.html 下", (i*7+1)%30), fmt.Sprintf("/%d.html 下", (i*3+2)%30), "/404.html 无")
	}
	pages["/"] = page("甲市", "/0.html 公开", "/5.html 公开")
	w.pages("www.a.gov.cn", pages)
	_, whole := crawlOf(t, w, w.settings())
	for _, part := range []int{1, 7, 20} {
		w.mu.Lock()
		w.requests = nil
		w.mu.Unlock()
		m := &memory{pages: whole.pages[:part:part]}
		var handed atomic.Int64
		snap, err := crawlInto(t, context.Background(), w, w.settings(), m, func(*site.Page, *extract.Facts) { handed.Add(1) })
		if err != nil || !snap.Complete || !snap.Alive {
			t.Fatalf("after %d pages: %v, complete %v (%s)", part, err, snap.Complete, snap.Stopped)
		}
		if d := cmp.Diff(whole.outcomes(), m.outcomes()); d != "" {
			t.Errorf("after %d pages (-whole +resumed):\n%s", part, d)
		}
		if int(handed.Load()) != len(m.pages) {
			t.Errorf("after %d pages: %d handed on, %d stored", part, handed.Load(), len(m.pages))
		}
		again := map[string]bool{}
		for _, p := range whole.pages[:part] {
			again["GET www.a.gov.cn"+strings.TrimPrefix(p.URL, w.url("www.a.gov.cn"))] = true
		}
		for _, r := range w.asked() {
			if again[r] {
				t.Errorf("after %d pages: %s fetched again", part, r)
			}
		}
	}
}
