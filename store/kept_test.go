package store

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// testKept keeps pieces beside snapshots of two sites.
func testKept(t *testing.T, address string) {
	s := open(t, address)
	beginIn := func(run, siteID string) *Snapshot {
		sn, err := s.BeginSnapshot(t.Context(), run, site.Target{ID: siteID, URL: "http://" + siteID + "/"}, day)
		must(t, err)
		return sn
	}
	for _, run := range []string{"r1", "r2"} {
		must(t, s.CreateRun(t.Context(), audit.Run{ID: run, Started: day}))
	}
	keep := func(sn *Snapshot, name string, pieces ...string) error {
		return sn.Keep(t.Context(), name, func(put func([]byte) error) error {
			for _, p := range pieces {
				if p == "fail" {
					return errors.New("on purpose")
				}
				must(t, put([]byte(p)))
			}
			return nil
		})
	}
	kept := func(sn *Snapshot, id, name string) string {
		var got []string
		for piece, err := range sn.Kept(t.Context(), id, name) {
			must(t, err)
			got = append(got, string(piece))
		}
		return strings.Join(got, " ")
	}
	large := strings.Repeat("公开", 50_000)
	a1, a2, b1 := beginIn("r1", "a"), beginIn("r2", "a"), beginIn("r1", "b")
	must(t, keep(a1, "portal", "one", large, "three"))
	must(t, keep(a1, "trail", "way"))
	must(t, keep(b1, "portal", "of b"))
	if got := kept(a2, "r1/a", "portal"); got != "one "+large+" three" {
		t.Errorf("of the first: %d bytes", len(got))
	}
	if got := kept(a2, "r1/b", "portal"); got != "one "+large+" three" {
		t.Errorf("another site's is never given, whatever ID is asked for: %d bytes", len(got))
	}
	if err := keep(a2, "portal", "new", "fail"); err == nil || kept(a2, "r1/a", "portal") != "one "+large+" three" || kept(a2, "r2/a", "portal") != "" {
		t.Errorf("what could not be written took the place of what was: %v", err)
	}
	must(t, keep(a2, "portal", "new"))
	for _, tt := range []struct{ id, name, want string }{
		{"r1/a", "portal", ""}, // only the newest is kept
		{"r2/a", "portal", "new"},
		{"r1/a", "trail", "way"},
		{"r2/a", "trail", ""},
		{"r3/a", "trail", ""},
		{"", "trail", ""},
	} {
		if got := kept(a2, tt.id, tt.name); got != tt.want {
			t.Errorf("%s beside %q: %q, want %q", tt.name, tt.id, got, tt.want)
		}
	}
	if got := kept(b1, "r1/b", "portal"); got != "of b" {
		t.Errorf("of the other site: %q", got)
	}
}

// testTrail reads the pages of the crawl before, and when those of this one were
// fetched.
func testTrail(t *testing.T, address string) {
	s := open(t, address)
	put := func(run string, alive bool, pages ...*site.Page) *Snapshot {
		must(t, s.CreateRun(t.Context(), audit.Run{ID: run, Started: day}))
		sn, err := s.BeginSnapshot(t.Context(), run, site.Target{ID: "a", URL: "http://a/"}, day)
		must(t, err)
		for _, p := range pages {
			must(t, sn.Put(t.Context(), p))
		}
		return sn
	}
	tagged := func(url string, change func(*site.Page)) *site.Page {
		p := page(url, "of "+url)
		p.ETag, p.LastModified, p.From, p.Depth = `"x"`, day, "http://a/", 2
		change(p)
		return p
	}
	first := put("r1", true,
		tagged("http://a/whole", func(*site.Page) {}),
		tagged("http://a/held", func(*site.Page) {}),
		tagged("http://a/gone", func(p *site.Page) {
			p.Body, p.SHA256, p.Status, p.Failure, p.Err = nil, "", 404, site.FailGone, "没有"
		}),
		tagged("http://a/moved", func(p *site.Page) {
			p.Final, p.Chain = "http://a/whole", []site.Hop{{URL: "http://a/moved", Status: 302}}
		}),
		tagged("http://a/"+strings.Repeat("long", 600), func(*site.Page) {}),
		tagged("http://a/unkept", func(p *site.Page) { p.Body = nil }),
		tagged("http://a/file", func(p *site.Page) { p.Body, p.SHA256, p.Size = nil, "", 77 }))
	must(t, first.Finish(t.Context(), site.Snapshot{Alive: true, Complete: true, Plain: true, Finished: day}))
	must(t, s.PutSite(t.Context(), "r1", &audit.Site{ID: "a", Findings: []rules.Finding{{Outcome: rules.Fail, Defects: []rules.Defect{{Outcome: rules.Fail, Subject: "http://a/held"}}}}}))
	later := page("http://a/now", "now")
	later.Fetched = day.Add(time.Hour)
	second := put("r2", true, later)
	meta, ok, err := second.Before(t.Context())
	if err != nil || !ok || meta.ID != "r1/a" || !meta.Plain {
		t.Errorf("before: %+v, %v, %v", meta, ok, err)
	}
	if _, ok, err := first.Before(t.Context()); ok || err != nil {
		t.Errorf("before the first: %v, %v", ok, err)
	}
	got := map[string]string{}
	for p, err := range second.Trail(t.Context()) {
		must(t, err)
		can := p.ETag != "" || !p.LastModified.IsZero()
		got[p.URL[:min(len(p.URL), 16)]] = fmt.Sprint(p.Status, " ", p.Failure, " ", p.Size, " ", len(p.SHA256), " ", len(p.Chain), " ", p.Final == p.URL, " ", can, " ", p.From, " ", p.Depth, len(p.Body))
	}
	want := map[string]string{
		"http://a/whole":   "200  17 64 0 true true http://a/ 2 0",
		"http://a/held":    "200  16 64 0 true false http://a/ 2 0",
		"http://a/gone":    "404 gone 16 0 0 true false http://a/ 2 0",
		"http://a/moved":   "200  17 64 1 false false http://a/ 2 0",
		"http://a/longlon": "200  2412 64 0 true false http://a/ 2 0",
		"http://a/unkept":  "200  18 0 0 true false http://a/ 2 0", // of no use to know what it was
		"http://a/file":    "200  77 0 0 true false http://a/ 2 0",
	}
	for url, w := range want {
		if got[url] != w {
			t.Errorf("%s: %q, want %q", url, got[url], w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d pages, want %d", len(got), len(want))
	}
	same := page("http://a/whole", "of http://a/whole")
	second.Met(same.SHA256)
	if _, stored := second.knows(seenSum(sumOf(t, same.SHA256))); !stored {
		t.Error("a body that was met is looked for")
	}
	second.Met(same.SHA256)
	must(t, second.Put(t.Context(), same))
	if p, err := second.Page(t.Context(), same.URL); err != nil || string(p.Body) != "of http://a/whole" {
		t.Errorf("page with a body that was met: %v", err)
	}
	if _, stored := second.knows(seenSum(sumOf(t, same.SHA256))); stored {
		t.Error("what was met counts for more than the page put next")
	}
	second.Met("no hash")
	var times []string
	for p, err := range second.Times(t.Context()) {
		must(t, err)
		times = append(times, p.URL+" "+p.Fetched.Sub(day).String())
	}
	if strings.Join(times, " ") != "http://a/now 1h0m0s http://a/whole 0s" {
		t.Errorf("fetched: %v", times)
	}
}

func sumOf(t *testing.T, text string) []byte {
	b, err := hex.DecodeString(text)
	must(t, err)
	return b[:seenBytes]
}
