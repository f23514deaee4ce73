package crawler

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gocolly/colly/v2"

	"github.com/govaudit/govaudit/site"
)

const (
	maxRedirects = 10
	maxAddress   = 2048 // bytes of an address that is asked for
)

// fetcher gets single addresses for one site, with that site's cookies.
type fetcher struct {
	idle    *sync.Pool // of *collector
	limits  Limits
	metrics *metrics
	// requests counts the requests sent, redirects included.
	requests *atomic.Int64
	// received counts the bytes of bodies, decompressed, kept or not.
	received *atomic.Int64
	// mayFollow judges the target of a redirect; "" lets it be followed.
	mayFollow func(ctx context.Context, u *url.URL) (site.Failure, string)
}

// newFetcher sets up colly as a synchronous fetch-and-callback layer. Its own
// visited set, limits, robots.txt, charset guessing and body bound stay off, and
// NewCollector is not used because COLLY_* environment variables would override
// what stands here.
func newFetcher(t http.RoundTripper, l Limits, m *metrics) (*fetcher, error) {
	jar, err := newJar()
	if err != nil {
		return nil, fmt.Errorf("make cookie jar: %w", err)
	}
	f := &fetcher{limits: l, metrics: m, requests: new(atomic.Int64), received: new(atomic.Int64)}
	c := new(colly.Collector)
	c.Init()
	c.UserAgent = l.UserAgent
	c.Async = false
	c.AllowURLRevisit = true
	c.IgnoreRobotsTxt = true
	c.ParseHTTPErrorResponse = true
	c.DetectCharset = false
	c.MaxBodySize = 0
	c.CacheDir = ""
	c.SetRequestTimeout(0) // the context of each fetch bounds it
	c.SetCookieJar(jar)
	c.WithTransport(t)
	c.SetRedirectHandler(func(req *http.Request, via []*http.Request) error {
		if x := exchangeOf(req.Context()); x.redirect != nil {
			return x.redirect(req, via)
		}
		return http.ErrUseLastResponse
	})
	f.idle = &sync.Pool{New: func() any { return newCollector(c) }}
	return f, nil
}

// ask is one request to make.
type ask struct {
	method string // GET or HEAD
	url    string
	from   string            // the page on which it was found; "": none
	limit  int64             // bytes of body
	ranged string            // Range header; "": none
	keep   int64             // bytes of a document, should the answer be one; 0: as of any file
	known  *knownPage        // only another page than this one is wanted; nil: the page
	header map[string]string // in place of what is said otherwise, or beside it
}

// get performs a and returns what came as a page: its Failure says what did not.
// The answer's header is returned too, nil if none came. It is never an error.
func (f *fetcher) get(ctx context.Context, a ask) (*site.Page, http.Header) {
	p := &site.Page{URL: a.url, Final: a.url}
	x := &exchange{limit: a.limit, keep: a.keep, length: -1}
	x.redirect = func(req *http.Request, via []*http.Request) error { return f.follow(p, x, req, via) }
	ctx, cancel := context.WithTimeout(x.watched(withExchange(ctx, x)), f.limits.Timeout)
	defer cancel()

	f.requests.Add(1)
	start := time.Now()
	err := f.do(ctx, p, a)
	f.received.Add(int64(len(x.body)))
	p.Body, p.Exchange = x.body, x.wire
	p.Fetched = time.Now().UTC().Truncate(time.Microsecond)
	p.Millis = int(time.Since(start).Milliseconds())
	f.metrics.seconds.Observe(time.Since(start).Seconds())
	f.describe(p, x, a)
	switch {
	case x.refused != nil:
		// p says it already
	case err != nil:
		p.Status, p.Body = 0, nil
		p.Failure = failureOf(err)
		p.Err = explain(p.Failure, err)
	case x.readErr != nil && !cutButWhole(x.readErr, p.Body):
		p.Body = nil
		p.Failure = failureOf(x.readErr)
		p.Err = explain(p.Failure, x.readErr)
	default:
		p.Failure, p.Err = judgeStatus(p.Status)
		if p.Truncated && p.Failure == "" && !x.file {
			p.Failure, p.Err = site.FailTooLarge, fmt.Sprintf("%s（超过 %d 字节）", words[site.FailTooLarge], a.limit)
		}
	}
	if len(p.Body) > 0 {
		sum := sha256.Sum256(p.Body)
		p.SHA256 = hex.EncodeToString(sum[:])
	}
	return p, x.header
}

// do runs the request through colly and fills in the answer.
func (f *fetcher) do(ctx context.Context, p *site.Page, a ask) error {
	c := f.idle.Get().(*collector)
	c.Context, c.page = ctx, p
	defer func() {
		c.Context, c.page = nil, nil
		f.idle.Put(c)
	}()
	h := http.Header{
		"Accept":          {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
		"Accept-Language": {"zh-CN,zh;q=0.9"},
		"Accept-Encoding": {"gzip"},
	}
	if from := referer(a.from, a.url); from != "" {
		h["Referer"] = []string{from}
	}
	for name, value := range a.header {
		h.Set(name, value)
	}
	if a.ranged != "" {
		h.Set("Range", a.ranged)
		h.Set("Accept-Encoding", "identity") // a range of the file, not of its compressed form
	}
	if a.known != nil {
		a.known.conditional(h)
	}
	return c.Request(a.method, a.url, nil, nil, h)
}

// collector is a colly collector with the page it fetches now: it holds the
// context of one request only, so that each request under way has its own.
type collector struct {
	*colly.Collector
	page *site.Page
}

func newCollector(base *colly.Collector) *collector {
	c := &collector{Collector: base.Clone()}
	c.OnResponse(func(r *colly.Response) {
		c.page.Status = r.StatusCode
		if len(c.page.Chain) > 0 {
			c.page.Final = r.Request.URL.String()
		}
	})
	return c
}

// follow is asked before each redirect; it notes the hop and may refuse.
func (f *fetcher) follow(p *site.Page, x *exchange, req *http.Request, via []*http.Request) error {
	status := 0
	if req.Response != nil {
		status = req.Response.StatusCode
	}
	p.Chain = append(p.Chain, site.Hop{URL: via[len(via)-1].URL.String(), Status: status, Exchange: x.wire})
	x.wire = site.Exchange{} // it is the redirect's
	refuse := func(failure site.Failure, words string) error {
		p.Status, p.Final, p.Failure, p.Err = status, clip(req.URL.String(), maxAddress), failure, clip(words, 2*maxAddress)
		x.refused = errors.New(words)
		return x.refused
	}
	if target := req.URL; target.Scheme != "http" && target.Scheme != "https" || len(req.URL.String()) > maxAddress {
		return refuse(site.FailRedirect, "跳转的目标不是可以访问的网址")
	}
	req.URL.User = nil // a name and a password in an address would be sent along
	if len(via) > maxRedirects {
		return refuse(site.FailRedirect, fmt.Sprintf("跳转超过 %d 次", maxRedirects))
	}
	if f.mayFollow != nil {
		if failure, words := f.mayFollow(req.Context(), req.URL); failure != "" {
			return refuse(failure, words)
		}
	}
	p.Final = clip(req.URL.String(), maxAddress) // who does not answer now is this one
	f.requests.Add(1)
	return nil
}

// describe copies what the last answer's headers say.
func (f *fetcher) describe(p *site.Page, x *exchange, a ask) {
	p.Truncated = x.truncated
	p.Size = int64(len(p.Body))
	if x.header == nil {
		return
	}
	p.ContentType = clip(x.header.Get("Content-Type"), 200)
	p.ETag = clip(x.header.Get("ETag"), 200)
	if at := x.header.Get("Last-Modified"); at != "" {
		if t, err := http.ParseTime(at); err == nil {
			p.LastModified = t.UTC()
		}
	}
	if x.length > 0 && (a.method == http.MethodHead || a.keep > 0 && x.file && p.Truncated && x.length > p.Size) {
		p.Size = x.length
	}
}

// clip cuts a header value that is longer than any honest one.
func clip(s string, n int) string {
	if len(s) > n {
		return strings.ToValidUTF8(s[:n], "")
	}
	return s
}

// cutButWhole reports that a body ended before its announced length but after
// its own end tag: servers miscount, and browsers show such pages.
func cutButWhole(err error, b []byte) bool {
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		return false
	}
	tail := b[max(0, len(b)-64):]
	return bytes.Contains(bytes.ToLower(tail), []byte("</html>"))
}
