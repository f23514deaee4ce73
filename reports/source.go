package reports

import (
	"fmt"
	"iter"

	"github.com/govaudit/govaudit/audit"
)

// Source is where results are read from one at a time: those of thousands of sites
// together are more than memory should hold.
type Source interface {
	// Site returns the result of one site.
	Site(siteID string) (*audit.Site, error)
	// Outcomes yields what became of every rule on each site, by site. The list may be
	// used again for the next site.
	Outcomes() iter.Seq2[audit.SiteRules, error]
}

// whole returns a result of the report with all that was found.
func (r *Report) whole(s *audit.Site) (*audit.Site, error) {
	if r.Source == nil {
		return s, nil
	}
	full, err := r.Source.Site(s.ID)
	if err != nil {
		return nil, fmt.Errorf("read the result of %s again: %w", s.ID, err)
	}
	return full, nil
}

// each hands over some of the results whole, one after the other.
func (r *Report) each(sites []*audit.Site, take func(*audit.Site) error) error {
	for _, s := range sites {
		full, err := r.whole(s)
		if err == nil {
			err = take(full)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// outcomes yields the results with what became of every rule, in their order.
func (r *Report) outcomes() iter.Seq2[audit.SiteRules, error] {
	if r.Source != nil {
		return r.Source.Outcomes()
	}
	return func(yield func(audit.SiteRules, error) bool) {
		for _, s := range r.Results.Sites {
			list := make([]audit.RuleSummary, len(s.Findings))
			for i, f := range s.Findings {
				list[i] = audit.RuleSummary{Rule: f.Rule, Outcome: f.Outcome}
			}
			if !yield(audit.SiteRules{Site: s.ID, Rules: list}, nil) {
				return
			}
		}
	}
}

// Short is a result as it stands in a [Report] that has a [Source]: all but what was
// found and how the scores came about.
func Short(s audit.Summary) *audit.Site {
	return &audit.Site{ID: s.ID, Name: s.Name, URL: s.URL, Level: s.Level, Department: s.Department, Code: s.Code,
		State: s.State, Crawl: s.Crawl, Scores: s.Scores}
}
