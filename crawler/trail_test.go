package crawler

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// following is an archive that knows the way of the crawl before and keeps what it is
// handed for the next.
type following struct {
	*remembering
	meta site.Snapshot // of the crawl before
	kept map[string][]byte

	mu    sync.Mutex
	met   map[string]bool
	unmet []string // pages that came whole and had to be looked for
}

func (m *following) Before(context.Context) (site.Snapshot, bool, error) {
	return m.meta, m.meta.ID != "", nil
}

func (m *following) Trail(context.Context) iter.Seq2[*site.Page, error] {
	return func(yield func(*site.Page, error) bool) {
		for _, p := range m.before.pages {
			q := *p
			q.Body = nil
			if !yield(&q, nil) {
				return
			}
		}
	}
}

func (m *following) Met(sha256 string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.met == nil {
		m.met = map[string]bool{}
	}
	m.met[sha256] = true
}

func (m *following) Keep(_ context.Context, name string, write func(put func([]byte) error) error) error {
	return write(func(piece []byte) error {
		m.kept[name] = piece
		return nil
	})
}

func (m *following) Kept(_ context.Context, id, name string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		if piece := m.kept[name]; piece != nil && id == "first" {
			yield(piece, nil)
		}
	}
}

// Put keeps the body that a page stands for, as a store does.
func (m *following) Put(ctx context.Context, p *site.Page) error {
	q := *p
	m.mu.Lock()
	if len(p.Body) > 0 && !m.met[p.SHA256] {
		m.unmet = append(m.unmet, p.URL)
	}
	m.mu.Unlock()
	if !q.Same.IsZero() {
		q.Body, _ = m.Body(ctx, q.SHA256)
	}
	return m.remembering.Put(ctx, &q)
}

// TestTheWayOfTheCrawlBefore crawls a portal twice; the table says what happens between
// the two, and what the second crawl sees.
func TestTheWayOfTheCrawlBefore(t *testing.T) {
	all := []string{"/ ok", "/a/ ok", "/a/1.html ok", "/a/2.html ok", "/b/ ok", "/b/3.html ok"}
	for _, tt := range []struct {
		name      string
		change    func(*portalWithDates, *following, *Settings)
		unchanged bool
		want      []string // every page it stores
	}{
		{"nothing: the site is what it was", func(*portalWithDates, *following, *Settings) {}, true, all},
		{"the server forgets its tags: pages that are the same to the byte are unchanged", func(p *portalWithDates, _ *following, _ *Settings) {
			for path := range p.pages {
				p.etag[path] = `"2"`
			}
		}, true, all},
		{"the last page changed", func(p *portalWithDates, _ *following, _ *Settings) {
			p.pages["/b/3.html"], p.etag["/b/3.html"] = long("新的公告"), `"2"`
		}, false, all},
		{"the home page changed", func(p *portalWithDates, _ *following, _ *Settings) {
			p.pages["/"], p.etag["/"] = long("甲市", "/a/ 公告", "/b/ 政策", "/c.html 新栏目"), `"2"`
			p.pages["/c.html"] = long("新栏目")
		}, false, append(slices.Clone(all), "/c.html ok")},
		{"a page that came early leads to a new one", func(p *portalWithDates, _ *following, _ *Settings) {
			p.pages["/a/"], p.etag["/a/"] = long("公告", "/a/1.html 一", "/a/2.html 二", "/a/9.html 九"), `"2"`
			p.pages["/a/9.html"] = long("公告九")
		}, false, append(slices.Clone(all), "/a/9.html ok")},
		{"a page is gone that others still lead to", func(p *portalWithDates, _ *following, _ *Settings) { delete(p.pages, "/a/2.html") }, false,
			[]string{"/ ok", "/a/ ok", "/a/1.html ok", "/a/2.html gone", "/b/ ok", "/b/3.html ok"}},
		{"nothing leads to a page any more: it is not asked for", func(p *portalWithDates, _ *following, _ *Settings) {
			p.pages["/b/"], p.etag["/b/"] = long("政策", "/a/1.html 一"), `"2"`
			delete(p.pages, "/b/3.html")
		}, false, []string{"/ ok", "/a/ ok", "/a/1.html ok", "/a/2.html ok", "/b/ ok"}},
		{"the page it was found on leads there no more, another does", func(p *portalWithDates, _ *following, _ *Settings) {
			p.pages["/a/"], p.etag["/a/"] = long("公告", "/a/2.html 二"), `"2"` // /b/ leads to /a/1.html too
		}, false, all},
		{"a page moved", func(p *portalWithDates, _ *following, _ *Settings) {
			p.moved["/b/3.html"], p.pages["/b/4.html"] = "/b/4.html", long("政策三")
		}, false, all},
		{"the program is another", func(_ *portalWithDates, _ *following, s *Settings) { s.Program = "another" }, false, all},
		{"the settings are others", func(_ *portalWithDates, _ *following, s *Settings) { s.Crawl.MaxDepth = 17 }, false, all},
		{"the operator wants every page sent", func(_ *portalWithDates, _ *following, s *Settings) { s.Crawl.Revalidate = RevalidateNever }, false, all},
		{"the crawl before did not see everything", func(_ *portalWithDates, m *following, _ *Settings) { m.meta.Complete = false }, false, all},
		{"what was kept is damaged", func(_ *portalWithDates, m *following, _ *Settings) { m.kept[trailName] = []byte("{") }, false, all},
		{"this crawl was interrupted", func(_ *portalWithDates, m *following, _ *Settings) {
			for _, p := range m.before.pages[:2] {
				q := *p
				m.pages = append(m.pages, &q)
			}
		}, false, all},
		{"the crawl before found the same as one before it", func(_ *portalWithDates, m *following, _ *Settings) {
			m.meta.ID, m.meta.Unchanged = "second", "first"
		}, true, all},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			base := w.url("www.a.gov.cn")
			portal := &portalWithDates{etag: map[string]string{}, moved: map[string]string{}, pages: map[string]string{
				"/":         long("甲市", "/a/ 公告", "/b/ 政策"),
				"/a/":       long("公告", "/a/1.html 一", "/a/2.html 二"),
				"/b/":       long("政策", "/a/1.html 一", "/b/3.html 三"),
				"/a/1.html": long("公告一"),
				"/a/2.html": long("公告二"),
				"/b/3.html": long("政策三"),
			}}
			w.sites["www.a.gov.cn"] = portal.ServeHTTP
			s := w.settings()
			s.Program = "this"
			m := &following{remembering: &remembering{memory: &memory{}, before: &memory{}}, kept: map[string][]byte{}}
			first, _ := followed(t, s, base, m)
			if !first.Plain || first.Unchanged != "" || m.kept[trailName] == nil {
				t.Fatalf("first crawl: plain %v, unchanged %q", first.Plain, first.Unchanged)
			}
			m = &following{remembering: &remembering{memory: &memory{}, before: m.memory}, meta: *first, kept: m.kept}
			m.meta.ID = "first"
			tt.change(portal, m, &s)
			portal.asked = nil
			snap, facts := followed(t, s, base, m)
			if (snap.Unchanged == "first") != tt.unchanged || !tt.unchanged && snap.Unchanged != "" {
				t.Errorf("unchanged: %q, want that: %v", snap.Unchanged, tt.unchanged)
			}
			var got []string
			for _, line := range m.outcomes() {
				got = append(got, strings.TrimPrefix(line, base))
			}
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("stored %v, want %v", got, tt.want)
			}
			if !snap.Complete || snap.Pages+snap.Failed != len(tt.want) {
				t.Errorf("complete %v (%s), %d pages and %d failures", snap.Complete, snap.Stopped, snap.Pages, snap.Failed)
			}
			asked := map[string]int{}
			for _, r := range portal.asked {
				path, _, _ := strings.Cut(r, " ")
				asked[path]++
			}
			for path, n := range asked {
				if _, there := portal.pages[path]; n > 1 && there && len(portal.moved) == 0 {
					t.Errorf("%s was asked for %d times", path, n)
				}
			}
			if tt.unchanged {
				if home := []string{base + "/"}; !slices.Equal(m.unmet, home) {
					t.Errorf("the store had to look for the bodies of %v, want only %v", m.unmet, home)
				}
				return
			}
			for _, line := range tt.want {
				path, ok := strings.CutSuffix(line, " ok")
				if !ok {
					continue
				}
				body := portal.pages[path]
				if to := portal.moved[path]; to != "" {
					body = portal.pages[to]
				}
				if want := extract.Read(&site.Page{URL: base + path, Final: base + path, ContentType: "text/html; charset=utf-8", Body: []byte(body)}); facts[path] != fmt.Sprint(want.Title, len(want.Links)) {
					t.Errorf("%s says %q, want %q", path, facts[path], fmt.Sprint(want.Title, len(want.Links)))
				}
			}
		})
	}
}

// followed crawls, and returns the snapshot and what was handed on of each page.
func followed(t *testing.T, s Settings, base string, m Archive) (*site.Snapshot, map[string]string) {
	t.Helper()
	c, err := New(slog.New(slog.DiscardHandler), s)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var mu sync.Mutex
	said := map[string]string{}
	snap, err := c.Crawl(t.Context(), site.Target{ID: "a", URL: base + "/"}, m, func(p *site.Page, f *extract.Facts) {
		mu.Lock()
		defer mu.Unlock()
		path := strings.TrimPrefix(p.URL, base)
		if said[path] != "" {
			t.Errorf("%s was handed on twice", path)
		}
		if f != nil {
			said[path] = fmt.Sprint(f.Title, len(f.Links))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return snap, said
}
