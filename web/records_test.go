package web

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/audit"
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
