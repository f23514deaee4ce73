package crawler

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

var discard = slog.New(slog.DiscardHandler)

func TestHostTakesNoMoreThanItsPlaces(t *testing.T) {
	h := newHost("h", Limits{PerHost: 2, Timeout: time.Second})
	now := time.Now()
	for i, want := range []bool{true, true, false} {
		if ok, wait := h.take(now); ok != want || wait != 0 {
			t.Errorf("take %d: %v, wait %s", i, ok, wait)
		}
	}
	bell := make(chan struct{}, 1)
	h.listen(bell)
	h.give()
	select {
	case <-bell:
	default:
		t.Error("no bell rang")
	}
	if ok, _ := h.take(now); !ok {
		t.Error("a place given back was not had again")
	}
}

func TestHostKeepsItsDelay(t *testing.T) {
	h := newHost("h", Limits{PerHost: 2, Delay: time.Second, Timeout: time.Second})
	now := time.Now()
	h.take(now)
	if ok, wait := h.take(now.Add(time.Second - time.Millisecond)); ok || wait != time.Millisecond {
		t.Errorf("a millisecond early: %v, wait %s", ok, wait)
	}
	if ok, _ := h.take(now.Add(time.Second)); !ok {
		t.Error("refused on time")
	}
}

func TestHostLearnsFromItsAnswers(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		fail   site.Failure
		after  time.Duration
		slower bool
	}{
		{"429 slows", 429, site.FailThrottled, 0, true},
		{"a timeout slows", 0, site.FailTimeout, 0, true},
		{"503 slows", 503, site.FailServer, 0, true},
		{"503 with Retry-After slows", 503, site.FailServer, time.Second, true},
		{"a protection layer's page slows", 412, site.FailBlocked, 0, true},
		{"a broken page does not", 500, site.FailServer, 0, false},
		{"a missing page does not", 404, site.FailGone, 0, false},
	} {
		h := newHost("h", Limits{PerHost: 4, Timeout: 10 * time.Second})
		h.learn(&site.Page{Status: tt.status, Failure: tt.fail, Fetched: time.Now()}, tt.after)
		if why := h.slowWhy(time.Now()); (why != "") != tt.slower {
			t.Errorf("%s: slow because %q", tt.name, why)
		}
		for range 100 {
			h.learn(&site.Page{Status: 200}, 0)
		}
		if why := h.slowWhy(time.Now()); why != "" {
			t.Errorf("%s: still slow after 100 good answers: %s", tt.name, why)
		}
	}
}

func TestAHostInQuestion(t *testing.T) {
	good := &site.Page{URL: "http://h/a", Final: "http://h/a", Status: 200}
	broken := &site.Page{URL: "http://h/b", Final: "http://h/b", Status: 503, Failure: site.FailServer, Fetched: time.Now()}
	for _, tt := range []struct {
		name     string
		answers  string // g: good, b: 503
		question bool   // by the last of them
	}{
		{"is none that failed once", "ggggb", false},
		{"is one that failed three times in a row", "ggbbb", true},
		{"is one that failed four times in ten", "gbgbgbgb", true},
		{"is none that failed now and then", "bggggbggggbggggb", false},
	} {
		h := newHost("h", Limits{PerHost: 4, Timeout: 10 * time.Second})
		var got bool
		for _, a := range tt.answers {
			p := good
			if a == 'b' {
				p = broken
			}
			got = h.learn(p, 0)
		}
		if got != tt.question {
			t.Errorf("a host in question %s: %v", tt.name, got)
		}
	}
}

// Half of the addresses answer 503 for good: the crawl tries them as often as
// settings say and is not slowed. A server that says so to whoever asks too fast is
// asked more slowly until it answers.
func TestBrokenPagesDoNotSlowAHostThatIsWell(t *testing.T) {
	w := newWeb(t)
	pages := map[string]string{}
	var links []string
	for i := range 34 {
		links = append(links, fmt.Sprintf("/%d.html 第%d篇", i, i))
		pages[fmt.Sprintf("/%d.html", i)] = page(fmt.Sprint(i))
		if i%2 == 1 || i > 25 {
			pages[fmt.Sprintf("/%d.html", i)] = "503"
		}
	}
	pages["/"] = page("甲市", links...)
	w.pages("www.a.gov.cn", pages)
	s := w.settings()
	c, err := New(discard, s)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Crawl(t.Context(), site.Target{ID: "a", URL: w.url("www.a.gov.cn") + "/"}, &memory{}, nil); err != nil {
		t.Fatal(err)
	}
	if h := c.host(w.url("www.a.gov.cn")); h.gap > firstGap {
		t.Errorf("%s between two requests in the end", h.gap)
	}
	asked := map[string]int{}
	for _, r := range w.asked() {
		asked[r]++
	}
	for i := range 34 {
		r := fmt.Sprintf("GET www.a.gov.cn/%d.html", i)
		want := 1
		if pages[fmt.Sprintf("/%d.html", i)] == "503" {
			want = 1 + s.Crawl.Retries
		} else if asked[r] > want {
			want = asked[r] // asked again to try the host
		}
		if asked[r] != want {
			t.Errorf("%s: %d times, want %d", r, asked[r], want)
		}
	}
	if n := len(w.asked()); n > 34+2*21+1+8*controls {
		t.Errorf("%d requests", n)
	}
}

func TestAHostThatIsAskedTooFastIsSlowedUntilItAnswers(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	var mu sync.Mutex
	var last time.Time
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		var links []string
		for i := range 25 {
			links = append(links, fmt.Sprintf("/%d.html 第%d篇", i, i))
		}
		if r.URL.Path != "/" {
			mu.Lock()
			tooFast := time.Since(last) < 40*time.Millisecond
			last = time.Now()
			mu.Unlock()
			switch {
			case tooFast:
				rw.WriteHeader(503)
				return
			case !slices.ContainsFunc(links, func(l string) bool { return strings.HasPrefix(l, r.URL.Path+" ") }):
				http.NotFound(rw, r)
				return
			}
			links = nil
		}
		fmt.Fprint(rw, page("甲市"+r.URL.Path, links...))
	}
	s := w.settings()
	s.Crawl.Backoff = 50 * time.Millisecond
	snap, m := crawlOf(t, w, s)
	if !snap.Complete || len(m.pages) != 26 {
		t.Errorf("%d pages, complete %v: %s", len(m.pages), snap.Complete, snap.Stopped)
	}
}

func TestPerHostHoldsAcrossSites(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	var now, most atomic.Int64
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		n := now.Add(1)
		for {
			m := most.Load()
			if n <= m || most.CompareAndSwap(m, n) {
				break
			}
		}
		time.Sleep(2 * time.Millisecond)
		now.Add(-1)
		if strings.HasSuffix(r.URL.Path, "/") && !strings.Contains(r.URL.Path, "govaudit") {
			var links []string
			for i := range 20 {
				links = append(links, fmt.Sprintf("%d.html 公开", i))
			}
			fmt.Fprint(rw, page(r.URL.Path, links...))
			return
		}
		http.NotFound(rw, r)
	}
	s := w.settings()
	s.Crawl.PerHost = 3
	c, err := New(discard, s)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var wg sync.WaitGroup
	for _, id := range []string{"a", "b", "c"} {
		wg.Go(func() {
			target := site.Target{ID: id, URL: w.url("www.a.gov.cn") + "/" + id + "/", Scope: []string{"/" + id + "/"}}
			m := &memory{}
			if snap, err := c.Crawl(context.Background(), target, m, nil); err != nil || len(m.pages) != 21 || !snap.Complete {
				t.Errorf("%s: %v, %d pages, %s", id, err, len(m.pages), snap.Stopped)
			}
		})
	}
	wg.Wait()
	if most.Load() > 3 {
		t.Errorf("%d requests at once", most.Load())
	}
}

func TestASlowHostDoesNotHoldOthers(t *testing.T) {
	w := newWeb(t)
	slow := make([]string, 30)
	for i := range slow {
		slow[i] = fmt.Sprintf("%s/s%d.html 公开", w.url("slow.a.gov.cn"), i)
	}
	pages := map[string]string{"/": page("甲市", append(slow, "/0.html 公开")...)}
	for i := range 25 {
		pages[fmt.Sprintf("/%d.html", i)] = page(fmt.Sprint(i), fmt.Sprintf("/%d.html 下", i+1))
	}
	pages["/25.html"] = page("末")
	w.pages("www.a.gov.cn", pages)
	w.name("slow.a.gov.cn")
	done := make(chan struct{}) // the quick host is
	var tired atomic.Int32      // requests to the slow host that were given up before that
	w.sites["slow.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		select {
		case <-done:
		case <-r.Context().Done():
			tired.Add(1)
		}
		http.NotFound(rw, r)
	}
	s := w.settings()
	s.Crawl.Concurrency, s.Crawl.PerHost, s.Crawl.Timeout = 8, 4, 20*time.Second
	var once sync.Once
	_, err := crawlInto(t, context.Background(), w, s, &memory{}, func(p *site.Page, _ *extract.Facts) {
		if strings.HasSuffix(p.URL, "/25.html") {
			once.Do(func() { close(done) })
		}
	}, func(t *site.Target) { t.Hosts = []string{"slow.a.gov.cn:" + w.port} })
	if err != nil || tired.Load() > 0 {
		t.Errorf("%v: the slow host was waited for %d times before the quick one was done", err, tired.Load())
	}
}

func TestSettings(t *testing.T) {
	s := Defaults()
	err := yaml.UnmarshalWithOptions([]byte("network:\n  ipv6: on\n  allow: [10.0.0.0/8, '::1/128']\ncrawl:\n  delay: 250ms\n  max_pages: 7\n"), &s, yaml.Strict())
	if err != nil || s.Network.IPv6 != IPv6On || len(s.Network.Allow) != 2 || s.Crawl.Delay != 250*time.Millisecond || s.Crawl.MaxPages != 7 || s.Crawl.PerHost != 4 {
		t.Errorf("%v: %+v", err, s)
	}
	bad := Defaults()
	bad.Network.Resolver, bad.Network.IPv6, bad.Crawl.Robots, bad.Crawl.MaxPages, bad.Crawl.Render = "1.2.3.4", "maybe", "yes", -1, "now"
	err = bad.Validate()
	for _, key := range []string{"network.resolver", "network.ipv6", "crawl.robots", "crawl.max_pages", "crawl.render"} {
		if err == nil || !strings.Contains(err.Error(), key) {
			t.Errorf("%s is not among %v", key, err)
		}
	}
	if _, err := New(discard, bad); err == nil {
		t.Error("a crawler was made of bad settings")
	}
	if _, err := New(discard, Settings{}); err != nil {
		t.Errorf("zero settings: %v", err)
	}
}

func TestMetricsAndProgress(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{"/": page("甲市", "/1 公开", "/no 公开"), "/1": page("一")})
	c, err := New(discard, w.settings())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	r := prometheus.NewRegistry()
	if err := c.Register(r); err != nil {
		t.Fatal(err)
	}
	var last atomic.Pointer[Progress] // pages are handed on beside one another
	target := site.Target{ID: "a", URL: w.url("www.a.gov.cn")}
	if _, err := c.Crawl(context.Background(), target, &memory{}, func(*site.Page, *extract.Facts) { last.Store(new(c.Progress())) }); err != nil {
		t.Fatal(err)
	}
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if c := m.GetCounter(); c != nil {
				got[f.GetName()+" "+m.GetLabel()[0].GetValue()] = c.GetValue()
			} else {
				got[f.GetName()] = float64(m.GetHistogram().GetSampleCount())
			}
		}
	}
	want := map[string]float64{
		"govaudit_crawl_pages_total ok": 2, "govaudit_crawl_pages_total gone": 1,
		"govaudit_crawl_fetch_seconds": 8, // also robots.txt, the sitemap, an impossible address and one beside a thin page, the missing column again
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("metrics (-want +got):\n%s", d)
	}
	if during := last.Load(); len(during.Sites) != 1 || during.Sites[0].ID != "a" || during.Sites[0].Pages == 0 {
		t.Errorf("progress during the crawl: %+v", during)
	}
	if len(c.Progress().Sites) != 0 {
		t.Error("progress of a crawl that is over")
	}
}

func TestSketch(t *testing.T) {
	text := strings.Repeat("关于印发甲市人民政府信息公开工作年度报告的通知", 3) + "二〇二六年"
	if alike(sketch(text), sketch(" "+strings.ReplaceAll(text, "公开", "公 开\n"))) != 1 {
		t.Error("white space changes a sketch")
	}
	if v := alike(sketch(text), sketch("完全不同的一段文字，没有任何相同的四字片段存在于其中")); v != 0 {
		t.Errorf("unlike texts: %v", v)
	}
	if alike(nil, nil) != 1 || alike(sketch("甲"), nil) != 0 || len(sketch("甲")) != 1 {
		t.Error("short and empty texts")
	}
}

func TestVisible(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"<p>公开</p><script>var a='<b>x</b>';</script>指南", "公开指南"},
		{"<STYLE type=a>p{}</STYLE >甲<!-- <p>乙 -->丙", "甲丙"},
		{"1 < 2 <b>甲</b", "1 < 2 甲"},
		{"<script>never closed", ""},
		{"<!-- never closed", ""},
		{"甲<scripting>乙</scripting>", "甲乙"},
	} {
		if got := visible([]byte(tt.in)); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzVisible(f *testing.F) {
	f.Add([]byte("<p>公开</p><script>x</script><!-- -->"))
	f.Add([]byte("<script</script<!--<style><"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if n := len(visible(b)); n > len(b) {
			t.Errorf("%d bytes of text in %d", n, len(b))
		}
		titleOf(b)
	})
}

func TestConnectionsAreReused(t *testing.T) {
	w := newWeb(t)
	pages := map[string]string{}
	var links []string
	for i := range 60 {
		pages[fmt.Sprintf("/%d.html", i)] = page(fmt.Sprint(i))
		links = append(links, fmt.Sprintf("/%d.html 公开", i))
	}
	pages["/"] = page("甲市", links...)
	w.pages("www.a.gov.cn", pages)
	inner := w.sites["www.a.gov.cn"]
	var mu sync.Mutex
	from := map[string]bool{}
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		mu.Lock()
		from[r.RemoteAddr] = true
		mu.Unlock()
		inner(rw, r)
	}
	s := w.settings()
	s.Crawl.PerHost = 4
	crawlOf(t, w, s)
	if len(from) > 6 {
		t.Errorf("%d connections for 61 pages", len(from))
	}
}

func TestClassify(t *testing.T) {
	front := theme{isFront: true}
	deep := theme{depth: 2}
	duty := theme{depth: 2, duty: true, dated: map[string]extract.Item{"http://x/1.html": {URL: "http://x/1.html", Day: 20000}}}
	news := theme{depth: 2, dated: duty.dated}
	for _, tt := range []struct {
		name string
		t    theme
		l    extract.Link
		want class
	}{
		{"a picture is not fetched", front, extract.Link{URL: "http://x/a.JPG?v=1", Text: "公开"}, classNone},
		{"a style sheet is not fetched", front, extract.Link{URL: "http://x/a.css"}, classNone},
		{"an attachment comes last", duty, extract.Link{URL: "http://x/年报.docx", Text: "年度报告"}, classFile},
		{"a frame comes first", deep, extract.Link{URL: "http://x/top.htm", Via: extract.FrameSrc}, classFrame},
		{"a column of disclosure in the menu", front, extract.Link{URL: "http://x/zwgk/", Text: "政府信息公开指南", Region: extract.Nav}, classDisclosure},
		{"in traditional characters too", front, extract.Link{URL: "http://x/zwgk/", Text: "政務公開", Region: extract.Nav}, classDisclosure},
		{"another menu entry", front, extract.Link{URL: "http://x/zjjx/", Text: "走进甲县", Region: extract.Nav}, classMenu},
		{"a menu entry of a deep page", deep, extract.Link{URL: "http://x/tour/", Text: "旅游", Region: extract.Nav}, classMenuDeep},
		{"a document of a disclosure list", duty, extract.Link{URL: "http://x/1.html", Text: "某项目公示", Region: extract.Body}, classDutyDoc},
		{"a news item", news, extract.Link{URL: "http://x/1.html", Text: "春耕", Region: extract.Body}, classDoc},
		{"a page of a disclosure list", duty, extract.Link{URL: "http://x/index_1.html", Via: extract.Pager}, classDutyList},
		{"something else", deep, extract.Link{URL: "http://x/2.html", Text: "阅读全文", Region: extract.Body}, classRest},
	} {
		if got := tt.t.classify(tt.l, 1); got != tt.want {
			t.Errorf("%s: class %d, want %d", tt.name, got, tt.want)
		}
	}
	if d := cmp.Diff([]class{classList, classRest}, []class{news.pager(1), news.pager(9)}); d != "" {
		t.Errorf("pagers of other lists:\n%s", d)
	}
}

func TestKindOfPath(t *testing.T) {
	for _, tt := range []struct {
		url  string
		want pathKind
	}{
		{"http://www.a.gov.cn", pathPage},
		{"http://www.a.gov.cn/", pathPage},
		{"http://www.a.gov.cn/x.shtml?f=a.pdf", pathPage},
		{"http://www.a.gov.cn/x.PDF", pathFile},
		{"http://www.a.gov.cn/2026.04/list", pathPage},
		{"http://www.a.gov.cn/a.js", pathScript},
		{"http://www.a.gov.cn/a.PNG", pathPicture},
	} {
		if got := kindOfPath(tt.url); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.url, got, tt.want)
		}
	}
}

func TestCutButWhole(t *testing.T) {
	whole := bytes.Repeat([]byte("x"), 100)
	if cutButWhole(context.Canceled, append(whole, "</html>"...)) {
		t.Error("an error that is no early end counts as one")
	}
}

func TestEndless(t *testing.T) {
	for _, tt := range []struct {
		path string
		want bool
	}{
		{"/zwgk/zwgk/zwgk/1.html", false},
		{"/a/a/a/a/", true},
		{"/art/2011/11/11/11/11/art_11_11.html", false},
		{"/" + strings.Repeat("x/y/", 4), true},
		{"/1/2/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w", true},
	} {
		if got := endless(tt.path); got != tt.want {
			t.Errorf("%s: %v", tt.path, got)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	for _, tt := range []struct {
		header string
		want   time.Duration
	}{
		{"", 0}, {"2", 2 * time.Second}, {" 7 ", 7 * time.Second}, {"-1", 0}, {"soon", 0},
		{"86400", maxRetryAfter}, {"99999999999999999999", 0},
	} {
		if got := retryAfter(http.Header{"Retry-After": {tt.header}}); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.header, got, tt.want)
		}
	}
	at := time.Now().Add(20 * time.Second).UTC().Format(http.TimeFormat)
	if got := retryAfter(http.Header{"Retry-After": {at}}); got <= 15*time.Second || got > 20*time.Second {
		t.Errorf("an instant 20 seconds from now: %s", got)
	}
	if got := retryAfter(http.Header{"Retry-After": {"Fri, 31 Dec 1999 23:59:59 GMT"}}); got != 0 {
		t.Errorf("an instant long gone: %s", got)
	}
}

func TestASlowHostSaysWhy(t *testing.T) {
	at := time.Now()
	for _, tt := range []struct {
		name string
		host *host
		want string
	}{
		{"as settings allow", &host{most: 4, allowed: 4}, ""},
		{"a delay of the operator's is no slowness", &host{most: 4, allowed: 4, least: time.Second, gap: time.Second}, ""},
		{"robots.txt asks for it", &host{most: 4, allowed: 4, least: 5 * time.Second, gap: 5 * time.Second, asked: 5 * time.Second}, "robots.txt 要求间隔 5 秒"},
		{"strained", &host{most: 4, allowed: 2, gap: 400 * time.Millisecond}, "对方繁忙或报错，放慢到每 0.4 秒一次"},
		{"fewer connections", &host{most: 4, allowed: 2}, "对方繁忙或报错，连接数降到 2"},
		{"a pause", &host{most: 4, allowed: 1, gap: time.Second, next: at.Add(30 * time.Second)}, "应对方要求或因其无应答，暂停 30 秒"},
	} {
		if got := tt.host.slowWhy(at); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
