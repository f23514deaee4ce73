package web

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

// counted counts what is read of an archive.
type counted struct {
	*memory
	whole, short int
}

func (a *counted) Site(ctx context.Context, run, id string) (*audit.Site, error) {
	a.whole++
	return a.memory.Site(ctx, run, id)
}

func (a *counted) Questions(ctx context.Context, run string, wanted func(string) bool) ([]audit.Asking, error) {
	list, err := a.memory.Questions(ctx, run, wanted)
	a.short += len(list)
	return list, err
}

func TestTheQueueReadsNoResultAndEachQuestionOnce(t *testing.T) {
	a := &counted{memory: fixture()}
	s := newTestServer(t, func(c *Config) { c.Archive = a })
	if err := s.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := a.short
	for _, address := range []string{"/queue", "/queue?q=x", "/api/v1/queue"} {
		s.get(t, evaluator, address)
	}
	if a.whole != 0 || first == 0 || a.short != first {
		t.Errorf("%d results and %d lists of questions were read, %d ahead: want none, and all ahead", a.whole, a.short, first)
	}
	s.get(t, evaluator, "/queue/"+askGuide.ID())
	if a.whole != 1 {
		t.Errorf("a question reads %d results, want its own", a.whole)
	}
}

// TestOnlyTheNewestResultAsks has a site judged twice, by other packs.
func TestOnlyTheNewestResultAsks(t *testing.T) {
	finding := func(rule string, o rules.Outcome) rules.Finding { return rules.Finding{Rule: rule, Outcome: o, Max: 5} }
	result := func(packs []string, list ...rules.Finding) []*audit.Site {
		r := &audit.Site{ID: "a", Name: "甲市", Findings: list}
		for _, p := range packs {
			r.Scores = append(r.Scores, scoring.Score{Pack: p, Max: 100})
		}
		return []*audit.Site{r}
	}
	for _, tt := range []struct {
		name       string
		old, newer []*audit.Site
		want       []string
	}{
		{"what the newer result answers is not asked any more", result([]string{"national"}, finding("national/guide", rules.Review)),
			result([]string{"national", "more"}, finding("national/guide", rules.Pass)), nil},
		{"what the newer result asks is asked once", result([]string{"national"}, finding("national/guide", rules.Review)),
			result([]string{"national", "more"}, finding("national/guide", rules.Review)), []string{"new national/guide"}},
		{"what the newer result was not judged by is asked still", result([]string{"national"}, finding("national/guide", rules.Review)),
			result([]string{"more"}, finding("more/x", rules.Review)), []string{"new more/x", "old national/guide"}},
		{"what could not be judged again is asked still", result([]string{"national"}, finding("national/guide", rules.Review)),
			result(nil), []string{"old national/guide"}},
	} {
		m := &memory{runs: []audit.Run{{ID: "new", Started: now, Finished: now}, {ID: "old", Started: now.Add(-time.Hour), Finished: now}},
			sites: map[string][]*audit.Site{"old": tt.old, "new": tt.newer}}
		s := newTestServer(t, func(c *Config) { c.Archive = m })
		all, err := s.questions(&call{Request: mustRequest(t), visitor: visitor{User: administrator}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, q := range all {
			got = append(got, q.Run.ID+" "+q.Rule)
		}
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
