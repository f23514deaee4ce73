package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

// judgedBy is a result with one failed rule and one defect per name.
func judgedBy(id string, points float64, packs []string, defects ...string) *audit.Site {
	r := &audit.Site{ID: id, Name: "网站" + id, State: audit.Audited}
	for _, p := range packs {
		r.Scores = append(r.Scores, scoring.Score{Pack: p, Points: points, Vetoes: []string{}})
	}
	f := rules.Finding{Rule: "p/links", Outcome: rules.Fail, Lost: 100 - points, Max: 100}
	for _, d := range defects {
		f.Defects = append(f.Defects, rules.Defect{Outcome: rules.Fail, Code: "broken", Subject: d})
	}
	r.Findings = []rules.Finding{f}
	return r
}

// recorded stores runs an hour apart, each with the results of these sites; one whose
// id begins with "open" stays unfinished.
func recorded(t *testing.T, s *Store, runs map[string][]*audit.Site, order ...string) {
	t.Helper()
	for i, id := range order {
		at := day.Add(time.Duration(i) * time.Hour)
		kind := audit.Kind("")
		if strings.HasPrefix(id, "recheck") {
			kind = audit.Recheck
		}
		must(t, s.CreateRun(t.Context(), audit.Run{ID: id, Kind: kind, Started: at, Packs: []audit.PackRef{{ID: "p", Version: id}}}))
		for _, r := range runs[id] {
			must(t, s.PutSite(t.Context(), id, r))
		}
		if id[0] != 'o' {
			must(t, s.FinishRun(t.Context(), id, at.Add(time.Minute)))
		}
	}
}

func testSummaries(t *testing.T, address string) {
	s := open(t, address)
	recorded(t, s, map[string][]*audit.Site{"r1": {judgedBy("b", 90, []string{"p"}, "1", "2"), judgedBy("a", 80, []string{"p", "q"})}}, "r1")
	list, err := s.Summaries(t.Context(), "r1")
	must(t, err)
	if len(list) != 2 || list[0].ID != "a" || len(list[0].Scores) != 2 || list[1].Scores[0].Points != 90 || list[1].Name != "网站b" {
		t.Errorf("summaries = %+v", list)
	}
	var got []string
	for r, err := range s.SiteRules(t.Context(), "r1") {
		must(t, err)
		got = append(got, fmt.Sprintf("%s %s %s %g %d", r.Site, r.Rules[0].Rule, r.Rules[0].Outcome, r.Rules[0].Lost, r.Rules[0].Certain))
	}
	for range s.SiteRules(t.Context(), "r1") {
		break // who has seen enough leaves nothing open
	}
	if diff := cmp.Diff([]string{"a p/links fail 20 0", "b p/links fail 10 2"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	must(t, s.PutSite(t.Context(), "r1", judgedBy("b", 100, []string{"p"})))
	list, err = s.Summaries(t.Context(), "r1")
	must(t, err)
	if list[1].Scores[0].Points != 100 {
		t.Errorf("a result put again left the summary of the first: %+v", list[1])
	}
	r, err := s.Site(t.Context(), "r1", "a")
	must(t, err)
	if r.ID != "a" || len(r.Findings) != 1 {
		t.Errorf("result = %+v", r)
	}
	for _, at := range [][2]string{{"r1", "c"}, {"r9", "a"}, {"\x00", "\xff"}} {
		if _, err := s.Site(t.Context(), at[0], at[1]); !errors.Is(err, ErrNoResult) {
			t.Errorf("result of %q: %v", at, err)
		}
	}
}

func testRecent(t *testing.T, address string) {
	s := open(t, address)
	p, q := []string{"p"}, []string{"p", "q"}
	recorded(t, s, map[string][]*audit.Site{
		"r1": {judgedBy("a", 1, p), judgedBy("b", 1, p)}, "r2": {judgedBy("a", 2, p)}, "r3": {judgedBy("a", 3, q)}, "r4": {judgedBy("a", 4, p)}, "open": {judgedBy("b", 5, p)}, "recheck1": {judgedBy("a", 6, p)}, "recheck2": {judgedBy("a", 7, p)},
	}, "r1", "r2", "r3", "r4", "open", "recheck1", "recheck2")
	list, err := s.Recent(t.Context(), 2)
	must(t, err)
	want := []audit.Recorded{{Site: "a", Run: "r4", Packs: p}, {Site: "a", Run: "r2", Packs: p}, {Site: "a", Run: "r3", Packs: q}, {Site: "b", Run: "r1", Packs: p}}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	past, err := s.History(t.Context(), "a", 3)
	must(t, err)
	var got []string
	for _, h := range past {
		got = append(got, fmt.Sprint(h.Run.ID, " ", h.Run.Packs[0].Version, " ", h.Scores[0].Points, " ", h.Rules[0].Outcome))
	}
	if diff := cmp.Diff([]string{"r4 r4 4 fail", "r3 r3 3 fail", "r2 r2 2 fail"}, got); diff != "" {
		t.Errorf("history (-want +got)\n%s", diff)
	}
}

// testOldResults: results of a program that knew no summaries have them all the same.
func testOldResults(t *testing.T, address string) {
	s := open(t, address)
	recorded(t, s, map[string][]*audit.Site{"r1": {judgedBy("a", 90, []string{"p"}, "1")}}, "r1")
	_, err := s.write.ExecContext(t.Context(), "UPDATE summaries SET packs = '', doc = '', rules = ''") // as the migration leaves them
	must(t, err)
	list, err := s.Recent(t.Context(), 1)
	must(t, err)
	if diff := cmp.Diff([]audit.Recorded{{Site: "a", Run: "r1", Packs: []string{"p"}}}, list); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if n := count(t, s, "SELECT count(*) FROM summaries WHERE doc = ''"); n != 0 {
		t.Errorf("%d are still to be made", n)
	}
}
