package trial

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/document"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
)

const released = `id: base
title: 基础
version: "1"
documents:
  条例: {title: 条例}
rules:
  - id: seen
    title: 有没有
    check: manual
    points: 5
    basis: [{document: 条例, status: 读}]
    remedy: 补上
    with: {question: 有没有}
`

func draft(t *testing.T, text string) *rules.Set {
	t.Helper()
	l, err := rules.NewLibrary(fstest.MapFS{"base.yaml": {Data: []byte(released)}})
	if err != nil {
		t.Fatal(err)
	}
	set, err := l.Draft("draft", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// findings reads "rule outcome defect…" per line.
func findings(lines ...string) (out []rules.Finding) {
	for _, line := range lines {
		w := strings.Fields(line)
		f := rules.Finding{Rule: w[0], Outcome: rules.Outcome(w[1])}
		for _, d := range w[2:] {
			f.Defects = append(f.Defects, rules.Defect{Outcome: rules.Fail, Code: "c", Subject: d})
		}
		out = append(out, f)
	}
	return out
}

func TestCompare(t *testing.T) {
	patched := draft(t, "id: draft\ntitle: 试\nversion: \"1\"\nextends: [base]\npatch:\n  - {id: base/seen, points: 3}\n")
	extended := draft(t, "id: draft\ntitle: 试\nversion: \"1\"\nextends: [base]\n")
	tests := []struct {
		name          string
		set           *rules.Set
		before, after []string
		want          []string // rule was now new gone
	}{
		{"nothing changed and nothing is wrong", extended, []string{"base/seen pass"}, []string{"base/seen pass"}, nil},
		{"what fails is told though nothing changed", extended, []string{"base/seen fail a"}, []string{"base/seen fail a"}, []string{"base/seen fail fail 0 0"}},
		{"a new defect", extended, []string{"base/seen pass"}, []string{"base/seen fail a"}, []string{"base/seen pass fail 1 0"}},
		{"one that is not found any more", extended, []string{"base/seen fail a b"}, []string{"base/seen fail b"}, []string{"base/seen fail fail 0 1"}},
		{"a rule that is new", extended, nil, []string{"draft/own fail a"}, []string{"draft/own  fail 1 0"}},
		{"a changed rule is compared with what it replaces", patched, []string{"base/seen fail a"}, []string{"draft/seen fail a b"}, []string{"draft/seen fail fail 1 0"}},
		{"a rule beside another of that name is new", extended, []string{"base/seen fail a"}, []string{"draft/seen fail a"}, []string{"draft/seen  fail 1 0"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := compare(tt.set, &audit.Site{Findings: findings(tt.before...)}, &audit.Site{Findings: findings(tt.after...)})
			var got []string
			for _, x := range r.Rules {
				got = append(got, fmt.Sprintf("%s %s %s %d %d", x.Rule, x.Was, x.Outcome, x.New, x.Gone))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// stored is a store with one snapshot. Its other methods are those of no store.
type stored struct {
	snap   *snapshot
	result *audit.Site
}

func (s *stored) Snapshot(_ context.Context, run, id string) (audit.Snapshot, error) {
	if run != "crawled" || id != "a" {
		return nil, errors.New("no such snapshot")
	}
	return s.snap, nil
}

func (s *stored) Site(context.Context, string, string) (*audit.Site, error) { return s.result, nil }

func (s *stored) Decisions(context.Context, string) ([]review.Decision, error) { return nil, nil }

// snapshot holds a home page and fails the test that writes to it.
type snapshot struct {
	audit.Snapshot
	done bool
}

func (s *snapshot) Done() bool { return s.done }

func (s *snapshot) Meta() site.Snapshot {
	return site.Snapshot{Target: site.Target{ID: "a", Name: "甲市", URL: "http://a.example/", Level: site.City}, Finished: time.Unix(2, 0), Complete: true, Alive: true, Pages: 1}
}

func (s *snapshot) Readings(context.Context, func(*site.Page) bool) iter.Seq2[*site.Page, error] {
	return func(yield func(*site.Page, error) bool) {
		yield(&site.Page{URL: "http://a.example/", Final: "http://a.example/", Status: 200, ContentType: "text/html", Fetched: time.Unix(1, 0), Body: []byte("<title>甲市人民政府</title><p>欢迎")}, nil)
	}
}

func bench(s *stored) *Bench {
	return &Bench{Log: slog.New(slog.DiscardHandler), Store: s, Calendar: &calendar.Calendar{}, Documents: document.NewReader(document.Limits{}), Zone: time.UTC, Now: func() time.Time { return time.Unix(9, 0) }}
}

func TestJudge(t *testing.T) {
	s := &stored{snap: &snapshot{done: true}, result: &audit.Site{ID: "a", Findings: findings("base/seen pass"), Scores: []scoring.Score{{Pack: "draft", Points: 80}}}}
	set := draft(t, strings.Replace(released, "base", "draft", 1))
	for _, run := range []audit.Run{{ID: "crawled"}, {ID: "judged", Of: "crawled"}} {
		run.AsOf = time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC)
		r, err := bench(s).Judge(t.Context(), set, Subject{Run: run, Site: "a"})
		if err != nil {
			t.Fatal(err)
		}
		if r.Site.Name != "甲市" || len(r.Site.Findings) != 1 || r.Site.Findings[0].Rule != "draft/seen" || r.Score.Pack != "draft" || r.Was == nil || r.Was.Points != 80 {
			t.Errorf("run %s: %+v", run.ID, r)
		}
	}
}

func TestJudgeVisitsNobody(t *testing.T) {
	s := &stored{snap: &snapshot{done: false}, result: &audit.Site{ID: "a"}}
	if _, err := bench(s).Judge(t.Context(), draft(t, released), Subject{Run: audit.Run{ID: "crawled"}, Site: "a"}); err == nil {
		t.Error("a site without finished snapshot was judged")
	}
	if _, err := bench(s).Judge(t.Context(), draft(t, released), Subject{Run: audit.Run{ID: "other"}, Site: "a"}); err == nil {
		t.Error("a site without snapshot was judged")
	}
}
