package web

import (
	"context"
	"slices"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/scoring"
)

// asDecided returns a result with what people have decided up to now beside what was
// found, as if it were judged again: a decision is seen at once. The result itself
// does not change, nor does what the program found. Where the rules are not those of
// the run any more, the decided score stays as it was judged.
func (s *Server) asDecided(ctx context.Context, run audit.Run, r *audit.Site) (*audit.Site, error) {
	decisions, err := s.Decisions.Decisions(ctx, r.ID)
	if err != nil || len(decisions) == 0 {
		return r, err
	}
	sets, err := s.Rules()
	if err != nil {
		return nil, err
	}
	out := *r
	out.Findings = slices.Clone(r.Findings)
	for i := range out.Findings {
		out.Findings[i].Defects = slices.Clone(r.Findings[i].Defects)
	}
	review.Apply(r.ID, out.Findings, decisions, calendar.DayOf(run.AsOf, s.Zone), s.Zone)
	out.Scores = slices.Clone(r.Scores)
	for i := range out.Scores {
		set := setOf(sets, out.Scores[i].Pack)
		if set == nil || !slices.ContainsFunc(run.Packs, func(p audit.PackRef) bool { return p.ID == set.ID && p.SHA256 == set.SHA256 }) {
			continue
		}
		out.Scores[i].Decided = scoring.Compute(set, out.Findings).Decided
	}
	return &out, nil
}
