package store

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

func withFacts(p *site.Page, facts string) *site.Page {
	p.Facts = []byte(facts)
	return p
}

func testFacts(t *testing.T, address string) {
	s := open(t, address)
	sn := begin(t, s, "a")
	said := strings.Repeat("链接 http://a/zwgk/ 政务公开 ", 100)
	must(t, sn.Put(t.Context(), withFacts(page("http://a/1", "one"), said)))
	must(t, sn.Put(t.Context(), withFacts(page("http://a/2", "one"), "of the second page with this body")))
	must(t, sn.Put(t.Context(), page("http://a/3", "without")))
	rendered := withFacts(page("http://a/4", "shell"), "as rendered")
	rendered.Rendered = &site.Rendering{At: day, SHA256: sum("shown"), Body: []byte("shown"), Lacks: "缺一个脚本"}
	must(t, sn.Put(t.Context(), rendered))
	var asked []string
	usable := func(p *site.Page) bool {
		asked = append(asked, p.URL)
		return p.URL != "http://a/2"
	}
	var got []string
	for p, err := range sn.Readings(t.Context(), usable) {
		must(t, err)
		body := string(p.Body)
		if p.Rendered != nil {
			body += "+" + string(p.Rendered.Body) + p.Rendered.Lacks
		}
		got = append(got, fmt.Sprintf("%s %s %d", p.URL, body, len(p.Facts)))
	}
	want := []string{fmt.Sprintf("http://a/1  %d", len(said)), "http://a/2 one 0", "http://a/3 without 0", "http://a/4 +缺一个脚本 11"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("readings:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if p, err := sn.Reading(t.Context(), "http://a/1", usable); err != nil || string(p.Facts) != said || p.Body != nil {
		t.Errorf("alone: %v, %d bytes of facts, body %q", err, len(p.Facts), p.Body)
	}
	for _, p := range pagesOf(t, sn) {
		if p.Facts != nil || len(p.Body) == 0 || p.Rendered != nil && string(p.Rendered.Body) != "shown" {
			t.Errorf("%s: a page with its body holds facts, or lacks its body", p.URL)
		}
	}
	if f, err := sn.Facts(t.Context(), sum("without")); err != nil || f != nil {
		t.Errorf("no facts: %q, %v", f, err)
	}
	if _, err := sn.Facts(t.Context(), sum("never stored")); !errors.Is(err, ErrNoBody) {
		t.Errorf("no body: %v", err)
	}
}

// testFactsTogether asks for many at once: each caller gets its own.
func testFactsTogether(t *testing.T, address string) {
	sn := begin(t, open(t, address), "a")
	const n = 200
	for i := range n {
		body := fmt.Sprint("body", i)
		must(t, sn.Put(t.Context(), withFacts(page("http://a/"+body, body), "facts of "+body)))
	}
	must(t, sn.flush(t.Context()))
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			body := fmt.Sprint("body", i)
			if f, err := sn.Facts(t.Context(), sum(body)); err != nil || string(f) != "facts of "+body {
				t.Errorf("%s: %q, %v", body, f, err)
			}
		})
	}
	wg.Wait()
}

// testRevalidated puts pages that are the same as in an earlier run: without a
// body, and with facts of a newer form.
func testRevalidated(t *testing.T, address string) {
	s := open(t, address)
	first := begin(t, s, "a")
	must(t, first.Put(t.Context(), withFacts(page("http://a/", "home"), "old form")))
	must(t, first.Finish(t.Context(), site.Snapshot{Alive: true, Finished: day.Add(time.Hour)}))
	must(t, s.FinishRun(t.Context(), "r1", day.Add(time.Hour)))
	must(t, s.CreateRun(t.Context(), audit.Run{ID: "r2", Started: day.Add(2 * time.Hour)}))
	second, err := s.BeginSnapshot(t.Context(), "r2", site.Target{ID: "a"}, day.Add(2*time.Hour))
	must(t, err)
	again := page("http://a/", "home")
	again.Body, again.Same = nil, day
	must(t, second.Put(t.Context(), withFacts(again, "new form")))
	must(t, second.Finish(t.Context(), site.Snapshot{Alive: true, Finished: day.Add(3 * time.Hour)}))
	must(t, s.FinishRun(t.Context(), "r2", day.Add(3*time.Hour)))
	letGo(t, s, "r1", "a")
	got := pagesOf(t, second)
	if len(got) != 1 || string(got[0].Body) != "home" || !got[0].Same.Equal(day) {
		t.Errorf("%d pages, body %q, received %s", len(got), got[0].Body, got[0].Same)
	}
	if f, err := second.Facts(t.Context(), sum("home")); err != nil || string(f) != "new form" {
		t.Errorf("facts %q, %v", f, err)
	}
	if body, err := second.Body(t.Context(), got[0].SHA256); err != nil || string(body) != "home" {
		t.Errorf("the evidence of the page: %q, %v", body, err)
	}
}

// testEarlierPages lists what a later crawl can ask about.
func testEarlierPages(t *testing.T, address string) {
	s := open(t, address)
	put := func(run string, at time.Time, alive bool, pages ...*site.Page) *Snapshot {
		must(t, s.CreateRun(t.Context(), audit.Run{ID: run, Started: at}))
		sn, err := s.BeginSnapshot(t.Context(), run, site.Target{ID: "a", URL: "http://a/"}, at)
		must(t, err)
		for _, p := range pages {
			must(t, sn.Put(t.Context(), p))
		}
		if len(pages) > 0 {
			must(t, sn.Finish(t.Context(), site.Snapshot{Alive: alive, Finished: at}))
		}
		return sn
	}
	change := func(p *site.Page, f func(*site.Page)) *site.Page {
		f(p)
		return p
	}
	whole := page("http://a/whole", "whole")
	whole.From, whole.Depth, whole.ContentType, whole.ETag, whole.LastModified = "http://a/", 1, "text/html", `"x"`, day.Add(-time.Hour)
	put("r0", day.Add(-time.Hour), true, page("http://a/older", "older"))
	put("r1", day, true, whole,
		change(page("http://a/failed", "soft"), func(p *site.Page) { p.Failure = site.FailSoft404 }),
		change(page("http://a/cut", "cut"), func(p *site.Page) { p.Truncated = true }),
		change(page("http://a/moved", "moved"), func(p *site.Page) {
			p.Final = "http://a/whole"
			p.Chain = []site.Hop{{URL: "http://a/moved", Status: 302}}
		}),
		change(page("http://a/shown", "shell"), func(p *site.Page) { p.Rendered = &site.Rendering{SHA256: sum("x"), Body: []byte("x")} }),
		change(page("http://a/asked-by-script", "data"), func(p *site.Page) { p.Within = "http://a/shown" }),
		change(page("http://a/only-looked-at", ""), func(p *site.Page) { p.Size = 10 }),
		page("http://a/late-report", "late"),
		change(page("http://a/same", ""), func(p *site.Page) { p.SHA256, p.Same = sum("whole"), day.Add(-48*time.Hour) }))
	must(t, s.PutSite(t.Context(), "r1", &audit.Site{ID: "a", Findings: []rules.Finding{{Outcome: rules.Fail, Defects: []rules.Defect{
		{Outcome: rules.Fail, Subject: "年报", Evidence: []rules.Evidence{{URL: "http://a/late-report"}}},
		{Outcome: rules.Review, Subject: "http://a/whole"}}}}}))
	put("r2", day.Add(time.Hour), false, page("http://a/", "down"))
	other := begin(t, s, "b")
	must(t, other.Put(t.Context(), page("http://a/of-another-site", "x")))
	must(t, other.Finish(t.Context(), site.Snapshot{Alive: true, Finished: day}))

	var got []string
	for p, err := range put("r3", day.Add(2*time.Hour), true).Earlier(t.Context()) {
		must(t, err)
		got = append(got, p.URL)
		if p.URL == whole.URL && (p.SHA256 != whole.SHA256 || p.ETag != whole.ETag || !p.LastModified.Equal(whole.LastModified) || p.ContentType != whole.ContentType ||
			p.From != whole.From || p.Depth != 1 || p.Final != p.URL || p.Size != whole.Size || !p.Fetched.Equal(day)) {
			t.Errorf("%+v", p)
		}
	}
	if want := "http://a/same http://a/whole"; strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
}

// testFactsPrimer writes the facts of alike pages of one site in two runs, and reads
// them with a store opened anew.
func testFactsPrimer(t *testing.T, address string) {
	ctx := t.Context()
	said := func(i int) string { return string(menuPage("a", i)) }
	first := open(t, address)
	for run := range 2 {
		id := fmt.Sprint("run", run)
		must(t, first.CreateRun(ctx, audit.Run{ID: id, Key: id, Started: day}))
		sn, err := first.BeginSnapshot(ctx, id, site.Target{ID: "a"}, day)
		must(t, err)
		for i := 100 * run; i < 100*run+40; i++ {
			must(t, sn.Put(ctx, withFacts(page(fmt.Sprint("http://a/", i), fmt.Sprint("<p>", i)), said(i))))
		}
		must(t, sn.flush(ctx))
	}
	s := open(t, address)
	sn, err := s.Snapshot(ctx, "run1", "a")
	must(t, err)
	n := 0
	for p, err := range sn.Readings(ctx, func(*site.Page) bool { return true }) {
		must(t, err)
		var i int
		if _, err := fmt.Sscanf(p.URL, "http://a/%d", &i); err != nil || string(p.Facts) != said(i) {
			t.Errorf("%s came back with %d bytes (%v)", p.URL, len(p.Facts), err)
		}
		n++
	}
	other := begin(t, s, "b") // of a site without a primer
	if f, err := other.Facts(ctx, sum("<p>7")); err != nil || string(f) != said(7) {
		t.Errorf("asked for by another site: %d bytes, %v", len(f), err)
	}
	primers, size := count(t, s, "SELECT COUNT(*) FROM primers"), count(t, s, "SELECT MAX(LENGTH(facts)) FROM bodies")
	if n != 40 || primers != 1 || size > len(said(1))/3 {
		t.Errorf("%d pages, %d primers, facts of up to %d bytes: want 40, one for both runs, and packed in its words", n, primers, size)
	}
}

// testFactsAskedFor puts pages whose facts were asked for: their bodies are there, and
// facts that were read anew stand in place of the old ones.
func testFactsAskedFor(t *testing.T, address string) {
	ctx := t.Context()
	s := open(t, address)
	begun := func(id string) *Snapshot {
		must(t, s.CreateRun(ctx, audit.Run{ID: id, Key: id, Started: day}))
		sn, err := s.BeginSnapshot(ctx, id, site.Target{ID: "a"}, day)
		must(t, err)
		return sn
	}
	first := begun("first")
	must(t, first.Put(ctx, withFacts(page("http://a/1", "one"), "old facts of one")))
	must(t, first.Put(ctx, withFacts(page("http://a/2", "two"), "facts of two")))
	must(t, first.Finish(ctx, site.Snapshot{}))

	second := begun("second")
	for _, body := range []string{"one", "two"} {
		_, err := second.Facts(ctx, sum(body))
		must(t, err)
	}
	must(t, second.Put(ctx, withFacts(page("http://a/1", "one"), "new facts of one")))
	must(t, second.Put(ctx, page("http://a/2", "two")))
	must(t, second.Put(ctx, page("http://a/3", "two")))
	must(t, second.Put(ctx, withFacts(page("http://a/4", "three"), "facts of three")))
	var got []string
	for p, err := range second.Readings(ctx, func(*site.Page) bool { return true }) {
		must(t, err)
		got = append(got, p.URL+" "+string(p.Facts))
	}
	if want := "http://a/1 new facts of one; http://a/2 facts of two; http://a/3 facts of two; http://a/4 facts of three"; strings.Join(got, "; ") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, "; "), want)
	}
	for i, p := range pagesOf(t, second) {
		if want := []string{"one", "two", "two", "three"}[i]; string(p.Body) != want {
			t.Errorf("%s has body %q, want %q", p.URL, p.Body, want)
		}
	}
}

func TestDamagedFactsAreNone(t *testing.T) {
	sn := begin(t, open(t, "sqlite:"+filepath.Join(t.TempDir(), "store.db")), "a")
	facts := bytes.Repeat([]byte("facts "), 1000)
	for name, whole := range map[string][]byte{"plain": packFacts(facts, nil), "primed": packFacts(facts, newPrimer(facts))} {
		for damage, b := range map[string][]byte{
			"nothing": nil, "no content": whole[:1], "another form": append([]byte{99}, whole[1:]...),
			"cut": whole[:len(whole)-3], "promises too much": {factsPlain, 0xff, 0xff, 0xff, 0xff, 0x0f, 0},
			"a primer that is not there": append(append([]byte{factsPrimed}, make([]byte, primerSum)...), 1, 0, 'a'),
		} {
			if got := sn.unpackFacts(t.Context(), b); got != nil {
				t.Errorf("%s, %s: %q", name, damage, got)
			}
		}
	}
}
