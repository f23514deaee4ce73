package crawler

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/site"
)

// hostile is one way in which a portal misbehaves, and what must hold all the same:
// the crawl comes to its own end, within so many requests and bytes, says what was
// not seen, and connects to nothing it must not.
type hostile struct {
	name     string
	bad      http.HandlerFunc            // answers below /bad, which the home page names 公开指南
	portal   func(w *web)                // in place of bad: sets up the whole portal
	home     func(w *web) string         // the portal's address; nil: http://www.a.gov.cn on the web's port
	tune     func(*Settings)             // changes to quick settings
	want     map[string]site.Failure     // what became of addresses, by path; "": a page; noPage: never stored
	complete bool                        // nothing was left open
	either   bool                        // or something was: both are right
	stopped  string                      // words of why it is not complete
	skipped  string                      // a reason for which addresses were left out
	requests int                         // at most so many, robots.txt and probes and all; 0: quiet
	bytes    int64                       // at most so many sent by the portal; 0: 16 MiB
	also     func(*testing.T, *hostiled) // anything else
}

// noPage says that an address must not be among the stored pages.
const noPage site.Failure = "not stored"

// quiet is what a portal of two pages may be asked for: the pages with the further
// attempts settings allow, robots.txt, two impossible addresses and as many beside
// a suspicious page, the sitemap, and its home page for each kind of IP address.
const quiet = 20

// hostiled is what came of a crawl of a hostile portal.
type hostiled struct {
	w     *web
	snap  *site.Snapshot
	store *memory
}

// run crawls the portals of rows, side by side, since most of them are slow.
func runHostile(t *testing.T, rows []hostile) {
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(t)
		})
	}
}

func (tt hostile) run(t *testing.T) {
	w := newWeb(t)
	forbidden := forbid(t, w)
	if tt.portal != nil {
		tt.portal(w)
	} else {
		w.bad(tt.bad)
	}
	s := w.settings()
	s.Network.Allow = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	s.Crawl.Timeout, s.Crawl.MaxBody, s.Crawl.Retries, s.Crawl.MaxTime = 800*time.Millisecond, 1<<20, 1, time.Minute
	if tt.tune != nil {
		tt.tune(&s)
	}
	snap, m := crawlOf(t, w, s, func(target *site.Target) {
		if tt.home != nil {
			target.URL = tt.home(w)
		}
		target.Hosts = append(target.Hosts, "in.a.gov.cn:"+w.port, "six.a.gov.cn:"+w.port, "meta.a.gov.cn")
	})
	for path, want := range tt.want {
		p := m.page(path)
		switch {
		case want == noPage:
			if p != nil {
				t.Errorf("%s is stored (%s)", path, p.Failure)
			}
		case p == nil:
			t.Errorf("%s is not stored: %v", path, m.outcomes())
		case p.Failure != want:
			t.Errorf("%s: failure %q (%s), want %q", path, p.Failure, p.Err, want)
		}
	}
	if !tt.either && snap.Complete != tt.complete || snap.Complete != (snap.Stopped == "") || !strings.Contains(snap.Stopped, tt.stopped) {
		t.Errorf("complete %v (%s), want %v (%s)", snap.Complete, snap.Stopped, tt.complete, tt.stopped)
	}
	if tt.skipped != "" && snap.Skipped[tt.skipped] == 0 {
		t.Errorf("nothing left out as %s: %v", tt.skipped, snap.Skipped)
	}
	if snap.Skipped[skipTime] > 0 {
		t.Error("only the time limit ended the crawl")
	}
	w.mu.Lock()
	requests := len(w.requests)
	w.mu.Unlock()
	if most := max(tt.requests, 0); requests > most && most > 0 || most == 0 && requests > quiet {
		t.Errorf("%d requests", requests)
	}
	if most := max(tt.bytes, 16<<20); w.sent.Load() > most {
		t.Errorf("%d bytes were sent", w.sent.Load())
	}
	if n := forbidden.Load(); n > 0 {
		t.Errorf("%d connections to forbidden addresses", n)
	}
	for _, p := range m.pages {
		wellWritten(t, p, s.Crawl.MaxBody)
	}
	if tt.also != nil {
		tt.also(t, &hostiled{w, snap, m})
	}
}

// wellWritten checks that what a portal sent is within bounds and harmless to show.
func wellWritten(t *testing.T, p *site.Page, most int64) {
	t.Helper()
	if int64(len(p.Body)) > most {
		t.Errorf("%s: a body of %d bytes kept", p.URL, len(p.Body))
	}
	for what, s := range map[string]string{"URL": p.URL, "final": p.Final, "error": p.Err, "type": p.ContentType, "etag": p.ETag} {
		if len(s) > 2*maxAddress+100 || !utf8.ValidString(s) || strings.IndexFunc(s, unicode.IsControl) >= 0 {
			t.Errorf("%s of %.100q is %d bytes or holds what must not be shown: %.100q", what, p.URL, len(s), s)
		}
	}
	for _, h := range p.Chain {
		if len(h.URL) > maxAddress {
			t.Errorf("%.100s: a hop of %d bytes", p.URL, len(h.URL))
		}
	}
}

// bad serves a home page that names /bad, and leaves that to answer.
func (w *web) bad(answer http.HandlerFunc) {
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(rw, page("甲市", "/bad 公开指南"))
		case strings.HasPrefix(r.URL.Path, "/bad"):
			answer(rw, r)
		default:
			http.NotFound(rw, r)
		}
	}
}

// forbid listens on addresses of this machine that the crawler is not allowed to
// enter, and counts who comes. Names of the portal lead there too.
func forbid(t *testing.T, w *web) *atomic.Int64 {
	t.Helper()
	var n atomic.Int64
	for _, at := range []string{"127.0.0.2:" + w.port, "127.0.0.3:" + w.port, "[::1]:" + w.port} {
		l, err := net.Listen("tcp", at)
		if err != nil {
			continue // this machine has no such address
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				n.Add(1)
				c.Close()
			}
		}()
		t.Cleanup(func() { l.Close(); <-done })
	}
	w.record("in.a.gov.cn. A", "in.a.gov.cn. 60 IN A 127.0.0.2")
	w.record("six.a.gov.cn. AAAA", "six.a.gov.cn. 60 IN AAAA ::1")
	w.record("six.a.gov.cn. A")
	w.record("meta.a.gov.cn. A", "meta.a.gov.cn. 60 IN A 169.254.169.254")
	return &n
}

// wire answers with bytes of its own making.
func wire(f func(c net.Conn)) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		c, _, err := rw.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer c.Close()
		f(c)
	}
}

// says answers with these bytes and closes the connection.
func says(s string) http.HandlerFunc {
	return wire(func(c net.Conn) { c.Write([]byte(s)) })
}

// pours answers with head, then with piece again and again until nobody listens.
func pours(head, piece string, pause time.Duration) http.HandlerFunc {
	return wire(func(c net.Conn) {
		c.Write([]byte(head))
		for {
			if _, err := c.Write([]byte(piece)); err != nil {
				return
			}
			time.Sleep(pause)
		}
	})
}
