package crawler

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/miekg/dns"
	"go.uber.org/goleak"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

func TestMain(m *testing.M) {
	// an environment that would turn colly's own switches must change nothing
	os.Setenv("COLLY_MAX_DEPTH", "1")
	os.Setenv("COLLY_IGNORE_ROBOTSTXT", "n")
	os.Setenv("COLLY_DISALLOWED_DOMAINS", "www.a.gov.cn")
	goleak.VerifyTestMain(m)
}

// web is a small internet on loopback: portals by host name, and their DNS.
type web struct {
	t     *testing.T
	port  string
	sites map[string]http.HandlerFunc // by host name without port

	mu       sync.Mutex
	sent     atomic.Int64        // bytes written to clients, headers and all
	requests []string            // "METHOD host/path?query", in order
	records  map[string][]string // "name. TYPE" to records; a single "SERVFAIL", "NXDOMAIN", "SILENT" or "REFUSED" answers so
	resolver string
}

func newWeb(t *testing.T) *web {
	t.Helper()
	w := &web{t: t, sites: map[string]http.HandlerFunc{}, records: map[string][]string{}}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.serve(l)
	_, w.port, _ = net.SplitHostPort(l.Addr().String())
	pc, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &dns.Server{PacketConn: pc, Handler: dns.HandlerFunc(w.answer)}
	started := make(chan struct{})
	srv.NotifyStartedFunc = func() { close(started) }
	go srv.ActivateAndServe()
	<-started
	t.Cleanup(func() { srv.Shutdown() })
	w.resolver = pc.LocalAddr().String()
	return w
}

func (w *web) serve(l net.Listener) {
	s := &httptest.Server{Listener: metered{l, &w.sent}, Config: &http.Server{Handler: http.HandlerFunc(w.handle), ErrorLog: log.New(io.Discard, "", 0)}}
	s.Start()
	w.t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
}

// metered counts what is written to the connections of a listener.
type metered struct {
	net.Listener
	sent *atomic.Int64
}

func (m metered) Accept() (net.Conn, error) {
	c, err := m.Listener.Accept()
	return meteredConn{c, m.sent}, err
}

type meteredConn struct {
	net.Conn
	sent *atomic.Int64
}

func (m meteredConn) Write(b []byte) (int, error) {
	n, err := m.Conn.Write(b)
	m.sent.Add(int64(n))
	return n, err
}

// six makes the same portals answer on ::1 too, or skips the test without it.
func (w *web) six(handler http.HandlerFunc) {
	l, err := net.Listen("tcp6", "[::1]:"+w.port)
	if err != nil {
		w.t.Skip("this machine has no ::1")
	}
	if handler == nil {
		w.serve(l)
		return
	}
	s := &httptest.Server{Listener: l, Config: &http.Server{Handler: handler}}
	s.Start()
	w.t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
}

func (w *web) handle(rw http.ResponseWriter, r *http.Request) {
	name, _, _ := net.SplitHostPort(r.Host)
	w.mu.Lock()
	w.requests = append(w.requests, r.Method+" "+name+r.URL.RequestURI())
	h := w.sites[name]
	w.mu.Unlock()
	if h == nil {
		http.NotFound(rw, r)
		return
	}
	h(rw, r)
}

func (w *web) answer(rw dns.ResponseWriter, q *dns.Msg) {
	m := new(dns.Msg)
	m.SetReply(q)
	key := strings.ToLower(q.Question[0].Name) + " " + dns.TypeToString[q.Question[0].Qtype]
	w.mu.Lock()
	rrs, ok := w.records[key]
	known := ok
	for k := range w.records {
		known = known || strings.HasPrefix(k, strings.ToLower(q.Question[0].Name)+" ")
	}
	w.mu.Unlock()
	switch {
	case !known:
		m.Rcode = dns.RcodeNameError
	case len(rrs) == 1 && rrs[0] == "SERVFAIL":
		m.Rcode = dns.RcodeServerFailure
	case len(rrs) == 1 && rrs[0] == "NXDOMAIN":
		m.Rcode = dns.RcodeNameError
	case len(rrs) == 1 && rrs[0] == "REFUSED":
		m.Rcode = dns.RcodeRefused
	case len(rrs) == 1 && rrs[0] == "SILENT":
		return
	default:
		for _, s := range rrs {
			rr, err := dns.NewRR(s)
			if err != nil {
				panic(err)
			}
			m.Answer = append(m.Answer, rr)
		}
	}
	rw.WriteMsg(m)
}

// name gives host an A record on loopback and, per record, more.
func (w *web) name(host string, more ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.records[host+". A"] = []string{host + ". 60 IN A 127.0.0.1"}
	for _, r := range more {
		f := strings.Fields(r)
		w.records[f[0]+" "+f[3]] = append(w.records[f[0]+" "+f[3]], r)
	}
}

// record sets the records of "name. TYPE".
func (w *web) record(key string, rrs ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.records[key] = rrs
}

// pages serves host from a table of path (with query) to page; a page that
// starts with "→" redirects, one that is a number is that status.
func (w *web) pages(host string, pages map[string]string) {
	if w.records[host+". A"] == nil {
		w.name(host)
	}
	w.sites[host] = func(rw http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.RequestURI()]
		if !ok {
			http.NotFound(rw, r)
			return
		}
		if to, ok := strings.CutPrefix(body, "→"); ok {
			http.Redirect(rw, r, to, http.StatusFound)
			return
		}
		if len(body) == 3 {
			var status int
			fmt.Sscan(body, &status)
			rw.WriteHeader(status)
			return
		}
		kind := "text/html; charset=utf-8"
		if strings.HasSuffix(r.URL.Path, ".pdf") {
			kind = "application/pdf"
		}
		rw.Header().Set("Content-Type", kind)
		fmt.Fprint(rw, body)
	}
}

func (w *web) url(host string) string { return "http://" + host + ":" + w.port }

// settings are quick ones for this web.
func (w *web) settings() Settings {
	s := Defaults()
	s.Network.Resolver = w.resolver
	s.Network.Allow = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	s.Network.IPv6Canary = []string{}
	s.Crawl.Backoff = time.Millisecond
	s.Crawl.Timeout = 2 * time.Second
	return s
}

// asked returns the requests made so far, those for robots.txt, sitemaps and
// impossible addresses aside.
func (w *web) asked() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	for _, r := range w.requests {
		if !strings.HasSuffix(r, "/robots.txt") && !strings.HasSuffix(r, "/sitemap.xml") && !strings.Contains(r, "/govaudit-") {
			out = append(out, r)
		}
	}
	return out
}

// memory is an Archive that forgets with the test.
type memory struct {
	mu      sync.Mutex
	pages   []*site.Page
	records [][]byte
	putErr  error
}

func (m *memory) Pages(context.Context) iter.Seq2[*site.Page, error] {
	m.mu.Lock()
	pages := slices.Clone(m.pages)
	m.mu.Unlock()
	return func(yield func(*site.Page, error) bool) {
		for _, p := range pages {
			if !yield(p, nil) {
				return
			}
		}
	}
}

func (m *memory) Put(ctx context.Context, p *site.Page) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := *p
	kept.Body = slices.Clone(p.Body)
	m.pages = append(m.pages, &kept)
	return m.putErr
}

func (m *memory) Page(_ context.Context, url string) (*site.Page, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range slices.Backward(m.pages) {
		if p.URL == url {
			q := *p
			return &q, nil
		}
	}
	return nil, fmt.Errorf("no page %s", url)
}

func (m *memory) Record(_ context.Context, b []byte) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.records = append(m.records, slices.Clone(b))
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// outcomes returns "path failure" of every stored page, sorted; "ok" for none.
func (m *memory) outcomes() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for _, p := range m.pages {
		f := string(p.Failure)
		if f == "" {
			f = "ok"
		}
		_, rest, _ := strings.Cut(p.URL, "://")
		host, path, _ := strings.Cut(rest, "/")
		if host, _, _ = strings.Cut(host, ":"); host == "www.a.gov.cn" {
			host = ""
		}
		out = append(out, host+"/"+path+" "+f)
	}
	slices.Sort(out)
	return out
}

func (m *memory) page(path string) *site.Page {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range m.pages {
		if strings.HasSuffix(p.URL, path) {
			return p
		}
	}
	return nil
}

// crawlOf crawls http://www.a.gov.cn of w with s and returns what came of it.
func crawlOf(t *testing.T, w *web, s Settings, change ...func(*site.Target)) (*site.Snapshot, *memory) {
	t.Helper()
	m := &memory{}
	snap, err := crawlInto(t, context.Background(), w, s, m, nil, change...)
	if err != nil {
		t.Fatal(err)
	}
	if snap.Skipped[skipEnd] != 0 {
		t.Errorf("%d addresses were lost", snap.Skipped[skipEnd])
	}
	return snap, m
}

func crawlInto(t *testing.T, ctx context.Context, w *web, s Settings, m *memory, each func(*site.Page, *extract.Facts), change ...func(*site.Target)) (*site.Snapshot, error) {
	t.Helper()
	c, err := New(slog.New(slog.DiscardHandler), s)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	target := site.Target{ID: "a", Name: "甲市人民政府", URL: w.url("www.a.gov.cn") + "/", Level: site.City}
	for _, f := range change {
		f(&target)
	}
	return c.Crawl(ctx, target, m, each)
}

// page builds a page of that title with links "path text".
func page(title string, links ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<html><head><title>%s</title></head><body><h1>%s</h1>", title, title)
	for _, l := range links {
		href, text, _ := strings.Cut(l, " ")
		fmt.Fprintf(&b, "<p><a href=\"%s\">%s</a></p>", href, text)
	}
	b.WriteString("<p>" + strings.Repeat("本站内容由"+title+"发布，欢迎监督。", 5) + "</p></body></html>")
	return b.String()
}
