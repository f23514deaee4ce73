package web

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/site"
)

// The memory gives its results in short as well.

func (m *memory) Recent(_ context.Context, most int) ([]audit.Recorded, error) {
	count := map[string]int{}
	var out []audit.Recorded
	for _, run := range m.runs {
		if run.Finished.IsZero() {
			continue
		}
		for _, s := range m.sites[run.ID] {
			c := audit.Recorded{Site: s.ID, Run: run.ID}
			for _, sc := range s.Scores {
				c.Packs = append(c.Packs, sc.Pack)
			}
			key := s.ID + " " + strings.Join(c.Packs, ",")
			if count[key]++; count[key] <= most {
				out = append(out, c)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b audit.Recorded) int { return strings.Compare(a.Site, b.Site) })
	return out, nil
}

func (m *memory) Summaries(_ context.Context, run string) (out []audit.Summary, err error) {
	for _, s := range m.sites[run] {
		sum, _ := audit.Summarize(s)
		out = append(out, sum)
	}
	return out, nil
}

func (m *memory) Questions(_ context.Context, run string, wanted func(string) bool) (out []audit.Asking, err error) {
	for _, s := range m.sites[run] {
		if wanted(s.ID) {
			out = append(out, audit.Ask(s))
		}
	}
	return out, nil
}

func (m *memory) SiteRules(_ context.Context, run string) iter.Seq2[audit.SiteRules, error] {
	return func(yield func(audit.SiteRules, error) bool) {
		for _, s := range m.sites[run] {
			_, list := audit.Summarize(s)
			if !yield(audit.SiteRules{Site: s.ID, Rules: list}, nil) {
				return
			}
		}
	}
}

func (m *memory) History(_ context.Context, id string, most int) (out []audit.Past, err error) {
	for _, run := range m.runs {
		for _, s := range m.sites[run.ID] {
			if s.ID == id && !run.Finished.IsZero() && len(out) < most {
				sum, list := audit.Summarize(s)
				out = append(out, audit.Past{Run: run, Summary: sum, Rules: list})
			}
		}
	}
	return out, nil
}

// Reading is a page with its body where no facts are kept.
func (p *pages) Reading(ctx context.Context, address string, _ func(*site.Page) bool) (*site.Page, error) {
	return p.Page(ctx, address)
}

// Decisions returns one decision about each site: somebody put the late report off.
func (m *memory) Decisions(_ context.Context, id string) ([]review.Decision, error) {
	return []review.Decision{
		{Key: review.Key{Site: id, Rule: "national/annual-report"}, Answer: review.Hold, Reason: "先问一问", By: "王五", At: now, Until: calendar.MustDay(2026, 12, 31)},
		{Key: review.Key{Site: id, Rule: "national/other"}, Answer: review.True, Reason: "与此无关", By: "赵六", At: now},
	}, nil
}
