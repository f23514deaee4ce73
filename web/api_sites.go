package web

import (
	"context"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/standing"
)

// runSite is a site in a list of many.
type runSite struct {
	ID         string                `json:"id"`
	Run        string                `json:"run"` // that judged it
	Name       string                `json:"name"`
	URL        string                `json:"url"`
	Level      string                `json:"level"`
	Department string                `json:"department"`
	State      audit.State           `json:"state"`
	Crawl      audit.Crawl           `json:"crawl"`
	Scores     []runScore            `json:"scores"`
	Outcomes   map[rules.Outcome]int `json:"outcomes"`
}

// runScore is a score without how it came about.
type runScore struct {
	scoring.Score
	Lines []scoring.Line `json:"lines,omitempty"`
}

func newRunSite(run string, r *audit.Summary) runSite {
	v := runSite{ID: r.ID, Run: run, Name: r.Name, URL: r.URL, Level: string(r.Level), Department: r.Department, State: r.State, Crawl: r.Crawl,
		Scores: []runScore{}, Outcomes: map[rules.Outcome]int{}}
	for _, sc := range reports.Complete(reports.Short(*r)).Scores {
		v.Scores = append(v.Scores, runScore{Score: sc})
	}
	for _, o := range standing.Outcomes() {
		v.Outcomes[o] = 0
	}
	return v
}

func (s *Server) runSitesJSON(c *call) (answer, error) {
	run, err := s.findRun(c, c.PathValue("run"))
	if err != nil {
		return nil, err
	}
	var out []runSite
	if c.PathValue("run") == latest {
		newest, err := s.newest(c)
		if err != nil {
			return nil, err
		}
		for _, n := range newest {
			out = append(out, newRunSite(n.Run.ID, n.Site))
		}
	} else {
		list, err := s.Records.Summaries(c.Context(), run.ID)
		if err != nil {
			return nil, err
		}
		for i := range list {
			if c.can(access.SeeSite, access.Of(list[i].Department)) {
				out = append(out, newRunSite(run.ID, &list[i]))
			}
		}
	}
	if err := s.countOutcomes(c.Context(), out); err != nil {
		return nil, err
	}
	run.Packs = list(run.Packs)
	return jsonBody{Value: map[string]any{"run": run, "sites": list(out)}}, nil
}

// countOutcomes counts what became of the rules on sites in the runs that judged them.
func (s *Server) countOutcomes(ctx context.Context, sites []runSite) error {
	var runs []string
	of := map[string]map[string]*runSite{} // by run and site
	for i := range sites {
		r := &sites[i]
		if of[r.Run] == nil {
			of[r.Run] = map[string]*runSite{}
			runs = append(runs, r.Run)
		}
		of[r.Run][r.ID] = r
	}
	for _, run := range runs {
		for judged, err := range s.Records.SiteRules(ctx, run) {
			if err != nil {
				return err
			}
			if r := of[run][judged.Site]; r != nil {
				for _, f := range judged.Rules {
					r.Outcomes[f.Outcome]++
				}
			}
		}
	}
	return nil
}
