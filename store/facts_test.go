package store

import (
	"bytes"
	"errors"
	"fmt"
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

func TestDamagedFactsAreNone(t *testing.T) {
	whole := packFacts(bytes.Repeat([]byte("facts "), 100))
	for name, b := range map[string][]byte{
		"nothing": nil, "no content": {factsForm}, "another form": append([]byte{99}, whole[1:]...),
		"cut": whole[:len(whole)-3], "promises too much": {factsForm, 0xff, 0xff, 0xff, 0xff, 0x0f, 0},
	} {
		if got := unpackFacts(b); got != nil {
			t.Errorf("%s: %q", name, got)
		}
	}
}
