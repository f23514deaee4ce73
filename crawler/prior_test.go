package crawler

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// remembering is an archive with a crawl before it.
type remembering struct {
	*memory
	before *memory
	pruned map[string]bool // hashes of bodies that are not stored any more
	spoilt bool            // the facts that are kept make no sense
}

func (m *remembering) Earlier(context.Context) iter.Seq2[*site.Page, error] {
	return func(yield func(*site.Page, error) bool) {
		for _, p := range m.before.pages {
			if p.OK() && len(p.Chain) == 0 && len(p.Body) > 0 {
				q := *p
				q.Body = nil
				if !yield(&q, nil) {
					return
				}
			}
		}
	}
}

var errPruned = errors.New("not stored any more")

func (m *remembering) stored(sum string) *site.Page {
	for _, p := range m.before.pages {
		if p.SHA256 == sum && !m.pruned[sum] {
			return p
		}
	}
	return nil
}

func (m *remembering) Body(_ context.Context, sum string) ([]byte, error) {
	if p := m.stored(sum); p != nil {
		return p.Body, nil
	}
	return nil, errPruned
}

func (m *remembering) Facts(_ context.Context, sum string) ([]byte, error) {
	p := m.stored(sum)
	switch {
	case p == nil:
		return nil, errPruned
	case m.spoilt:
		return []byte("spoilt"), nil
	}
	q := *p
	q.Facts = nil
	return new(extract.Codec).Pack(&q, extract.Read(&q)), nil
}

func (m *remembering) Readings(ctx context.Context, usable func(*site.Page) bool) iter.Seq2[*site.Page, error] {
	return func(yield func(*site.Page, error) bool) {
		for p := range m.Pages(ctx) {
			q := *p
			q.Facts = new(extract.Codec).Pack(p, extract.Read(p))
			if p.OK() && usable(&q) {
				q.Body = nil
			} else {
				q.Facts = nil
			}
			if !yield(&q, nil) {
				return
			}
		}
	}
}

// portalWithDates serves pages that have validators and counts how they are asked
// for.
type portalWithDates struct {
	mu    sync.Mutex
	pages map[string]string
	etag  map[string]string // "" on a page: it has none
	moved map[string]string
	asked []string
	stuck bool                         // says "not modified" to whoever asks, whatever it has
	worse func(rw http.ResponseWriter) // answers whoever asks only for what changed; nil: as it should be
}

func (p *portalWithDates) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	path := r.URL.Path
	if strings.Contains(path, "govaudit-") || strings.HasSuffix(path, ".txt") || strings.HasSuffix(path, ".xml") {
		http.NotFound(rw, r)
		return
	}
	how := "plain"
	if r.Header.Get("If-None-Match") != "" || r.Header.Get("If-Modified-Since") != "" {
		how = "if changed"
	}
	p.asked = append(p.asked, path+" "+how)
	if to := p.moved[path]; to != "" {
		http.Redirect(rw, r, to, http.StatusFound)
		return
	}
	body, ok := p.pages[path]
	if !ok {
		http.NotFound(rw, r)
		return
	}
	tag := cmp.Or(p.etag[path], `"1"`)
	rw.Header().Set("ETag", tag)
	rw.Header().Set("Last-Modified", "Wed, 01 Apr 2026 08:00:00 GMT")
	if how == "if changed" && p.worse != nil {
		p.worse(rw)
		return
	}
	if how == "if changed" && (p.stuck || r.Header.Get("If-None-Match") == tag) {
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	io.WriteString(rw, body)
}

func long(title string, links ...string) string {
	return strings.Replace(page(title, links...), "</body>", "<p>"+strings.Repeat("为进一步做好政务公开工作，现将有关事项通知如下。", 20)+"</p></body>", 1)
}

// TestWhatHasNotChangedIsNotSentAgain crawls a portal twice; the table says what
// happens between the two.
func TestWhatHasNotChangedIsNotSentAgain(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*portalWithDates, *remembering, *Limits)
		asked  map[string]string // path to how it was asked for the second time
		same   map[string]bool   // stands for the page of the first crawl
	}{
		{"nothing: what is deep is asked for only if it changed", func(*portalWithDates, *remembering, *Limits) {},
			map[string]string{"/": "plain", "/zwgk/": "plain", "/deep.html": "if changed", "/thin.html": "if changed", "/deeper.html": "if changed"},
			map[string]bool{"/deep.html": true, "/thin.html": true, "/deeper.html": true}},
		{"a page changed: it comes anew", func(p *portalWithDates, _ *remembering, _ *Limits) {
			p.pages["/deep.html"], p.etag["/deep.html"] = long("新的通知", "/deeper.html 附件说明"), `"2"`
		}, map[string]string{"/deep.html": "if changed", "/deeper.html": "if changed"}, map[string]bool{"/thin.html": true, "/deeper.html": true}},
		{"the facts kept are damaged: the page is read again from its body", func(_ *portalWithDates, m *remembering, _ *Limits) { m.spoilt = true },
			map[string]string{"/deep.html": "if changed", "/deeper.html": "if changed"}, map[string]bool{"/deep.html": true, "/thin.html": true, "/deeper.html": true}},
		{"bodies were removed: the pages are asked for without a condition", func(_ *portalWithDates, m *remembering, _ *Limits) {
			for _, p := range m.before.pages {
				m.pruned[p.SHA256] = true
			}
		}, map[string]string{"/deep.html": "if changed, plain", "/deeper.html": "if changed, plain"}, nil},
		{"a page moved: what is said of another address does not count", func(p *portalWithDates, _ *remembering, _ *Limits) {
			p.moved["/deep.html"], p.pages["/new.html"] = "/new.html", long("通知", "/deeper.html 附件说明")
			p.etag["/new.html"] = `"1"`
		}, map[string]string{"/deep.html": "if changed, plain", "/deeper.html": "if changed"}, map[string]bool{"/thin.html": true, "/deeper.html": true}},
		{"a server that says the condition does not hold is asked plainly", func(p *portalWithDates, _ *remembering, _ *Limits) {
			p.worse = func(rw http.ResponseWriter) { rw.WriteHeader(http.StatusPreconditionFailed) }
		}, map[string]string{"/deep.html": "if changed, plain", "/deeper.html": "if changed, plain"}, nil},
		{"a server that sends nothing where the page may be as it was is asked plainly", func(p *portalWithDates, _ *remembering, _ *Limits) {
			p.worse = func(rw http.ResponseWriter) { rw.Header().Set("Content-Type", "text/html") }
		}, map[string]string{"/deep.html": "if changed, plain", "/deeper.html": "if changed, plain"}, nil},
		{"a server that sends much less of the page is asked plainly", func(p *portalWithDates, _ *remembering, _ *Limits) {
			p.worse = func(rw http.ResponseWriter) {
				rw.Header().Set("Content-Type", "text/html; charset=utf-8")
				io.WriteString(rw, "<html></html>")
			}
		}, map[string]string{"/deep.html": "if changed, plain", "/deeper.html": "if changed, plain"}, nil},
		{"the operator wants every page sent", func(_ *portalWithDates, _ *remembering, l *Limits) { l.Revalidate = RevalidateNever },
			map[string]string{"/": "plain", "/deep.html": "plain", "/deeper.html": "plain"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			portal := &portalWithDates{etag: map[string]string{}, moved: map[string]string{}, pages: map[string]string{
				"/":            long("甲市", "/zwgk/ 政务公开"),
				"/zwgk/":       long("政务公开", "/deep.html 通知", "/thin.html 空页"),
				"/deep.html":   long("通知", "/deeper.html 附件说明"),
				"/thin.html":   "<html><body>暂无</body></html>",
				"/deeper.html": long("附件说明"),
			}}
			w.sites["www.a.gov.cn"] = portal.ServeHTTP
			s := w.settings()
			_, first := crawlOf(t, w, s)
			facts := map[string]*extract.Facts{}
			m := &remembering{memory: &memory{}, before: first, pruned: map[string]bool{}}
			tt.change(portal, m, &s.Crawl)
			portal.asked = nil
			c, err := New(slog.New(slog.DiscardHandler), s)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			var mu sync.Mutex
			snap, err := c.Crawl(t.Context(), site.Target{ID: "a", URL: w.url("www.a.gov.cn") + "/"}, m, func(p *site.Page, f *extract.Facts) {
				mu.Lock()
				defer mu.Unlock()
				facts[strings.TrimPrefix(p.URL, w.url("www.a.gov.cn"))] = f
			})
			if err != nil || !snap.Complete || snap.Pages != 5 {
				t.Fatalf("%v, %d pages, complete %v %s", err, snap.Pages, snap.Complete, snap.Stopped)
			}
			how := map[string]string{}
			for _, r := range portal.asked {
				path, way, _ := strings.Cut(r, " ")
				if how[path] != "" {
					way = how[path] + ", " + way
				}
				how[path] = way
			}
			for path, want := range tt.asked {
				if how[path] != want {
					t.Errorf("%s was asked for: %s, want %s", path, how[path], want)
				}
			}
			for _, p := range m.pages {
				path := strings.TrimPrefix(p.URL, w.url("www.a.gov.cn"))
				if p.Status != 200 || p.SHA256 == "" || p.Size == 0 || !strings.HasPrefix(p.ContentType, "text/html") || p.ETag == "" || p.LastModified.IsZero() {
					t.Errorf("%s: %+v", path, p)
				}
				if p.Same.IsZero() == tt.same[path] {
					t.Errorf("%s: stands for the page of %s, want that: %v", path, p.Same, tt.same[path])
				}
				if tt.same[path] && (!p.Same.Equal(first.page(path).Fetched) || !strings.HasPrefix(p.Exchange.Answer, "HTTP/1.1 304 ")) {
					t.Errorf("%s: received at %s, answered %q", path, p.Same, p.Exchange.Answer)
				}
				want := extract.Read(&site.Page{URL: p.URL, Final: p.Final, From: p.From, Depth: p.Depth, ContentType: p.ContentType, Body: []byte(portal.pages[strings.TrimPrefix(p.Final, w.url("www.a.gov.cn"))])})
				if f := facts[path]; f == nil || f.Title != want.Title || len(f.Links) != len(want.Links) || f.Text != want.Text || !f.Seen.Equal(p.Fetched) {
					t.Errorf("%s: facts %+v, want %+v", path, f, want)
				}
			}
		})
	}
}

// TestAKilledCrawlIsTakenUpFromItsFacts: pages that an earlier part of a crawl
// stored are neither asked for nor parsed again.
func TestAKilledCrawlIsTakenUpFromItsFacts(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{"/": long("甲市", "/a.html 公告一", "/b.html 公告二"), "/a.html": long("公告一", "/c.html 附件说明"), "/b.html": long("公告二"), "/c.html": long("附件说明")})
	whole, all := crawlOf(t, w, w.settings())
	m := &remembering{memory: &memory{}, before: &memory{}}
	for _, p := range all.pages {
		if !strings.HasSuffix(p.URL, "/c.html") {
			m.pages = append(m.pages, p)
		}
	}
	w.requests = nil
	c, err := New(slog.New(slog.DiscardHandler), w.settings())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var mu sync.Mutex
	bodies := map[string]int{}
	snap, err := c.Crawl(t.Context(), site.Target{ID: "a", URL: w.url("www.a.gov.cn") + "/"}, m, func(p *site.Page, f *extract.Facts) {
		mu.Lock()
		defer mu.Unlock()
		if f == nil || f.Title == "" {
			t.Errorf("%s came without what it says", p.URL)
		}
		bodies[strings.TrimPrefix(p.URL, w.url("www.a.gov.cn"))] = len(p.Body)
	})
	if err != nil || snap.Pages != whole.Pages || snap.Bytes != whole.Bytes || !snap.Complete {
		t.Errorf("%v: %d pages of %d bytes, want %d of %d", err, snap.Pages, snap.Bytes, whole.Pages, whole.Bytes)
	}
	if got := fmt.Sprint(w.asked()); got != "[GET www.a.gov.cn/c.html]" {
		t.Errorf("asked for %s", got)
	}
	if bodies["/a.html"] != 0 || bodies["/b.html"] != 0 || bodies["/"] == 0 {
		t.Errorf("bytes that were unpacked: %v", bodies)
	}
}

// A page the crawl before knows by its date alone is asked about by its date.
func TestConditionsAreWhatTheServerSaid(t *testing.T) {
	at := time.Date(2026, 4, 1, 8, 0, 0, 0, time.FixedZone("Beijing", 8*3600))
	for _, tt := range []struct {
		name  string
		known knownPage
		want  http.Header
	}{
		{"a date", knownPage{modified: at.UnixMicro()}, http.Header{"If-Modified-Since": {"Wed, 01 Apr 2026 00:00:00 GMT"}}},
		{"a tag", knownPage{etag: `W/"a"`, modified: never}, http.Header{"If-None-Match": {`W/"a"`}}},
		{"both", knownPage{etag: `"a"`, modified: at.UnixMicro()}, http.Header{"If-None-Match": {`"a"`}, "If-Modified-Since": {"Wed, 01 Apr 2026 00:00:00 GMT"}}},
	} {
		h := http.Header{}
		tt.known.conditional(h)
		if fmt.Sprint(h) != fmt.Sprint(tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, h, tt.want)
		}
	}
}
