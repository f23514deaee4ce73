package standing

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/change"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

// records holds runs, newest first, with their results.
type records struct {
	runs  []audit.Run
	sites map[string][]*audit.Site
}

func (r *records) Runs(context.Context) ([]audit.Run, error) { return slices.Clone(r.runs), nil }

func (r *records) Recent(_ context.Context, most int) ([]audit.Recorded, error) {
	count := map[string]int{}
	var out []audit.Recorded
	for _, run := range r.runs {
		for _, s := range r.sites[run.ID] {
			c := audit.Recorded{Site: s.ID, Run: run.ID}
			for _, sc := range s.Scores {
				c.Packs = append(c.Packs, sc.Pack)
			}
			key := s.ID + strings.Join(c.Packs, ",")
			if count[key]++; count[key] <= most && !run.Finished.IsZero() {
				out = append(out, c)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b audit.Recorded) int { return strings.Compare(a.Site, b.Site) })
	return out, nil
}

func (r *records) Summaries(_ context.Context, run string) (out []audit.Summary, err error) {
	for _, s := range r.sites[run] {
		sum, _ := audit.Summarize(s)
		out = append(out, sum)
	}
	return out, nil
}

func (r *records) SiteRules(_ context.Context, run string) iter.Seq2[audit.SiteRules, error] {
	return func(yield func(audit.SiteRules, error) bool) {
		if run == "broken" {
			yield(audit.SiteRules{}, errors.New("disk"))
			return
		}
		for _, s := range r.sites[run] {
			_, list := audit.Summarize(s)
			if !yield(audit.SiteRules{Site: s.ID, Rules: list}, nil) {
				return
			}
		}
	}
}

// result reads "site state pack=points… rule=outcome:defect,defect…".
func result(text string) *audit.Site {
	words := strings.Fields(text)
	r := &audit.Site{ID: words[0], State: audit.State(words[1]), Crawl: audit.Crawl{Complete: words[1] == "audited"}}
	for _, w := range words[2:] {
		name, value, _ := strings.Cut(w, "=")
		if !strings.Contains(name, "/") {
			sc := scoring.Score{Pack: name, Start: 100}
			fmt.Sscan(value, &sc.Points)
			r.Scores = append(r.Scores, sc)
			continue
		}
		outcome, defects, _ := strings.Cut(value, ":")
		f := rules.Finding{Rule: name, Outcome: rules.Outcome(outcome)}
		for _, d := range strings.Split(defects, ",") {
			if d != "" {
				f.Defects = append(f.Defects, rules.Defect{Outcome: rules.Fail, Subject: d})
			}
		}
		r.Findings = append(r.Findings, f)
	}
	return r
}

// history reads runs, newest first: each its id with the packs' version, then results.
func history(runs ...[]string) *records {
	r := &records{sites: map[string][]*audit.Site{}}
	start := time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC)
	for i, run := range runs {
		id, ver, _ := strings.Cut(run[0], " ")
		at := start.Add(-time.Duration(i) * 24 * time.Hour)
		r.runs = append(r.runs, audit.Run{ID: id, Started: at, Finished: at.Add(time.Hour), Packs: []audit.PackRef{{ID: "p", Version: ver}, {ID: "q", Version: ver}}})
		for _, s := range run[1:] {
			r.sites[id] = append(r.sites[id], result(s))
		}
	}
	return r
}

func sets() []*rules.Set {
	rule := func(pack, id string) *rules.Rule { return &rules.Rule{Pack: pack, ID: id} }
	shared := rule("p", "links")
	return []*rules.Set{{ID: "p", Rules: []*rules.Rule{shared, rule("p", "guide")}}, {ID: "q", Rules: []*rules.Rule{shared, rule("q", "own")}}}
}

// words writes the rows of a pack: site, run, points, the change since when and by what.
func words(b *Board, pack string) (out []string) {
	for _, r := range b.Rows(pack) {
		line := fmt.Sprintf("%s %s %g", r.ID, r.Run.ID, r.Score.Points)
		if r.Before != nil {
			line += " after " + r.Before.Run.ID
			if d, ok := r.Delta(); ok {
				line += fmt.Sprintf(" %+g", d)
			}
			if r.Change != (change.Count{}) {
				line += fmt.Sprintf(" new %d gone %d unsettled %d", r.Change.New, r.Change.Gone, r.Change.Unsettled)
			}
		}
		out = append(out, line)
	}
	return out
}

func TestRead(t *testing.T) {
	tests := []struct {
		name string
		from *records
		p, q []string
	}{
		{"nothing was audited yet", history(), nil, nil},
		{"one run", history([]string{"r1 v1", "a audited p=90 p/links=pass", "b audited p=80"}), []string{"a r1 90", "b r1 80"}, nil},
		{"two runs are compared", history([]string{"r2 v1", "a audited p=90 p/links=fail:y,z"}, []string{"r1 v1", "a audited p=95 p/links=fail:x,y"}),
			[]string{"a r2 90 after r1 -5 new 1 gone 1 unsettled 0"}, nil},
		{"a site that was left out of the newest run keeps its result", history([]string{"r2 v1", "a audited p=90"}, []string{"r1 v1", "a audited p=90", "b audited p=80"}),
			[]string{"a r2 90 after r1 +0", "b r1 80"}, nil},
		{"each pack has its own newest run", history([]string{"r3 v1", "a audited p=90"}, []string{"r2 v1", "a audited p=80 q=70"}, []string{"r1 v1", "a audited q=60"}),
			[]string{"a r3 90 after r2 +10"}, []string{"a r2 70 after r1 +10"}},
		{"points of two versions are not compared", history([]string{"r2 v2", "a audited p=90"}, []string{"r1 v1", "a audited p=95"}), []string{"a r2 90 after r1"}, nil},
		{"defects of another pack are not counted", history([]string{"r2 v1", "a audited p=90 q=90 p/guide=fail:x"}, []string{"r1 v1", "a audited p=90 q=90 p/guide=pass"}),
			[]string{"a r2 90 after r1 +0 new 1 gone 0 unsettled 0"}, []string{"a r2 90 after r1 +0"}},
		{"what was not observed has not gone", history([]string{"r2 v1", "a unreachable p=100 p/links=unknown"}, []string{"r1 v1", "a audited p=90 p/links=fail:x"}),
			[]string{"a r2 100 after r1 +10 new 0 gone 0 unsettled 1"}, nil},
		{"sites that came and went between two runs", history([]string{"r2 v1", "a audited p=1", "c audited p=3", "e audited p=5"}, []string{"r1 v1", "b audited p=2", "c audited p=2", "d audited p=4"}),
			[]string{"a r2 1", "b r1 2", "c r2 3 after r1 +1", "d r1 4", "e r2 5"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := Read(t.Context(), tt.from, sets())
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(tt.p, words(b, "p")); diff != "" {
				t.Errorf("p (-want +got)\n%s", diff)
			}
			if diff := gocmp.Diff(tt.q, words(b, "q")); diff != "" {
				t.Errorf("q (-want +got)\n%s", diff)
			}
		})
	}
}

func TestCellsAreOfTheNewestRun(t *testing.T) {
	b, err := Read(t.Context(), history(
		[]string{"r3 v1", "a audited p=90 p/links=fail:x"}, []string{"r2 v1", "a audited q=80 p/links=pass", "b audited q=80 p/links=review"}), sets())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range b.Cells("p/links") {
		got = append(got, fmt.Sprint(c.Site.ID, " ", c.Run.ID, " ", c.Outcome, " ", c.Certain))
	}
	if diff := gocmp.Diff([]string{"a r3 fail 1", "b r2 review 0"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if tally := b.Tally("p/links", nil); tally != (Tally{0, 1, 1, 0, 0}) {
		t.Errorf("tally = %v", tally)
	}
	if tally := b.Tally("p/links", func(s *audit.Summary) bool { return s.ID == "a" }); tally != (Tally{0, 1, 0, 0, 0}) {
		t.Errorf("tally of one = %v", tally)
	}
	var newest []string
	for _, n := range b.Newest() {
		newest = append(newest, n.Site.ID+" "+n.Run.ID)
	}
	if diff := gocmp.Diff([]string{"a r3", "b r2"}, newest); diff != "" {
		t.Errorf("newest (-want +got)\n%s", diff)
	}
	if b.Rows("q")[0].Outcomes.N("pass") != 1 || b.Rows("p")[0].Certain != 1 {
		t.Errorf("rows = %+v", b.Rows("q")[0])
	}
}

func TestReadTellsWhatCannotBeRead(t *testing.T) {
	for _, runs := range [][][]string{
		{{"broken v1", "a audited p=1"}},
		{{"r2 v1", "a audited p=1"}, {"broken v1", "a audited p=1"}},
	} {
		if _, err := Read(t.Context(), history(runs...), sets()); err == nil {
			t.Errorf("%v was read", runs)
		}
	}
}

func TestKeyChangesWithRunsAndRules(t *testing.T) {
	done := audit.Run{ID: "a", Finished: time.Unix(1, 0)}
	base := Key([]audit.Run{done}, sets())
	if Key([]audit.Run{done, {ID: "b"}}, sets()) != base {
		t.Error("a run that goes on changes the key")
	}
	if Key([]audit.Run{done, {ID: "b", Finished: time.Unix(2, 0)}}, sets()) == base {
		t.Error("a finished run does not change the key")
	}
	if Key([]audit.Run{done}, []*rules.Set{{ID: "p", SHA256: "x"}}) == base {
		t.Error("other rules do not change the key")
	}
}
