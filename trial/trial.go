// Package trial judges stored snapshots by rules that nobody has released, and says
// whom they would hit. It records nothing and visits no portal.
package trial

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
)

// Store is what was recorded. Nothing is written to it.
type Store interface {
	Snapshot(ctx context.Context, runID, siteID string) (audit.Snapshot, error)
	Site(ctx context.Context, runID, siteID string) (*audit.Site, error)
	Decisions(ctx context.Context, siteID string) ([]review.Decision, error)
}

// Bench is what trials are made with. All fields must be set but History.
type Bench struct {
	Log       *slog.Logger
	Store     Store
	Calendar  *calendar.Calendar
	Documents audit.Documents
	Zone      *time.Location
	Now       func() time.Time
	History   audit.History
}

// Subject is a site as a run saw it.
type Subject struct {
	Run  audit.Run
	Site string
}

// Result is what became of one site.
type Result struct {
	Site  *audit.Site // as judged by the draft
	Rules []Rule      // the rules of the draft that fail or are doubtful, or that changed
	// Before is what the run found by the rules that the draft has as well or changes,
	// under the names that the draft gives them.
	Before []rules.Finding
	Score  scoring.Score
	Was    *scoring.Score // by the pack of the same id as it is; nil: it was not judged by one
}

// Rule is what became of one rule of the draft.
type Rule struct {
	*rules.Finding
	Was      rules.Outcome // what the run found; "": it had no such rule
	New      int           // certain defects that the run did not find
	Gone     int           // certain defects of the run that the draft does not find
	Examples []rules.Defect
}

// Changed reports that the draft says something else than the run.
func (r Rule) Changed() bool { return r.Was != r.Outcome || r.New > 0 || r.Gone > 0 }

// mostExamples is how many new defects are kept to be shown.
const mostExamples = 5

// Judge judges one site as it was stored, as of the day of its run.
func (b *Bench) Judge(ctx context.Context, draft *rules.Set, s Subject) (*Result, error) {
	snapshotOf := s.Run.Of
	if snapshotOf == "" {
		snapshotOf = s.Run.ID
	}
	snap, err := b.Store.Snapshot(ctx, snapshotOf, s.Site)
	if err != nil {
		return nil, err
	}
	if !snap.Done() {
		return nil, fmt.Errorf("snapshot of %s in run %s is not finished", s.Site, snapshotOf)
	}
	before, err := b.Store.Site(ctx, s.Run.ID, s.Site)
	if err != nil {
		return nil, err
	}
	a := audit.Auditor{Log: b.Log, Store: &shelf{b.Store, snap}, Crawl: noCrawl, Sets: func(site.Target) ([]*rules.Set, error) { return []*rules.Set{draft}, nil },
		Calendar: b.Calendar, Documents: b.Documents, Zone: b.Zone, Now: b.Now, History: b.History}
	run := audit.Run{ID: "trial", Of: snapshotOf, AsOf: s.Run.AsOf.In(b.Zone)}
	list, err := a.Run(ctx, run, []site.Target{snap.Meta().Target})
	if err != nil {
		return nil, err
	}
	if len(list) != 1 {
		return nil, fmt.Errorf("trial of %s gave %d results", s.Site, len(list))
	}
	return compare(draft, before, list[0]), nil
}

// compare says in what the draft's result differs from that of the run.
func compare(draft *rules.Set, before, after *audit.Site) *Result {
	out := &Result{Site: after}
	if len(after.Scores) > 0 {
		out.Score = after.Scores[0]
	}
	if i := slices.IndexFunc(before.Scores, func(c scoring.Score) bool { return c.Pack == draft.ID }); i >= 0 {
		out.Was = &before.Scores[i]
	}
	for i := range after.Findings {
		f := &after.Findings[i]
		r := Rule{Finding: f}
		var was []rules.Defect
		if k := replaced(draft, before.Findings, f.Rule); k >= 0 {
			r.Was, was = before.Findings[k].Outcome, before.Findings[k].Defects
			out.Before = append(out.Before, before.Findings[k])
			out.Before[len(out.Before)-1].Rule = f.Rule
		}
		fresh := missing(f.Defects, was)
		r.New, r.Gone = len(fresh), len(missing(was, f.Defects))
		r.Examples = fresh[:min(len(fresh), mostExamples)]
		if r.Changed() || f.Outcome == rules.Fail || f.Outcome == rules.Review {
			out.Rules = append(out.Rules, r)
		}
	}
	return out
}

// replaced finds what the run found by the rule of this id, or by the one that the draft
// changes and so gives a name of its own; -1 if there is none.
func replaced(draft *rules.Set, before []rules.Finding, id string) int {
	if i := slices.IndexFunc(before, func(o rules.Finding) bool { return o.Rule == id }); i >= 0 {
		return i
	}
	_, short, _ := strings.Cut(id, "/")
	return slices.IndexFunc(before, func(o rules.Finding) bool {
		_, s, _ := strings.Cut(o.Rule, "/")
		return s == short && draft.Rule(o.Rule) == nil
	})
}

// missing returns the certain defects of a that are not among those of b.
func missing(a, b []rules.Defect) []rules.Defect {
	type key struct{ code, subject string }
	have := map[key]bool{}
	for _, d := range b {
		if d.Outcome == rules.Fail {
			have[key{d.Code, d.Subject}] = true
		}
	}
	var out []rules.Defect
	for _, d := range a {
		if d.Outcome == rules.Fail && !have[key{d.Code, d.Subject}] {
			out = append(out, d)
		}
	}
	return out
}

var errOffline = errors.New("a trial works on finished snapshots only")

func noCrawl(context.Context, site.Target, audit.Snapshot, func(*site.Page, *extract.Facts)) (*site.Snapshot, error) {
	return nil, errOffline
}

// shelf is the store of an auditor that records nothing.
type shelf struct {
	from Store
	snap audit.Snapshot
}

func (s *shelf) BeginSnapshot(context.Context, string, site.Target, time.Time) (audit.Snapshot, error) {
	return s.snap, nil
}

func (s *shelf) PutSite(context.Context, string, *audit.Site) error { return nil }

func (s *shelf) Sites(context.Context, string) ([]*audit.Site, error) { return nil, nil }

func (s *shelf) Decisions(ctx context.Context, siteID string) ([]review.Decision, error) {
	return s.from.Decisions(ctx, siteID)
}
