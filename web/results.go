package web

import (
	"errors"
	"slices"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/standing"
)

// latest asks for what is newest: of a site, the newest finished run that judged it; of
// all sites, see [Server.leading].
const latest = "latest"

// findRun returns a run. Of "" and latest it is the leading one.
func (s *Server) findRun(c *call, id string) (audit.Run, error) {
	if id != "" && id != latest {
		return s.Archive.Run(c.Context(), id)
	}
	newest, err := s.newest(c)
	if err != nil {
		return audit.Run{}, err
	}
	if run := leading(newest); run != nil {
		return *run, nil
	}
	return s.Archive.Run(c.Context(), "")
}

// newest returns of each site that the user may see the newest result.
func (s *Server) newest(c *call) ([]standing.Newest, error) {
	board, _, err := s.board(c.Context())
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(board.Newest(), func(n standing.Newest) bool { return !c.can(access.SeeSite, access.Of(n.Site.Department)) }), nil
}

// leading is the run that holds the newest results of the most sites, of several the
// newest: a run over a few sites, or a judgement of some again, does not stand for all.
func leading(newest []standing.Newest) (run *audit.Run) {
	sites := map[string]int{}
	for _, n := range newest {
		sites[n.Run.ID]++
	}
	for _, n := range newest {
		if run == nil || sites[n.Run.ID] > sites[run.ID] || sites[n.Run.ID] == sites[run.ID] && n.Run.Started.After(run.Started) {
			run = n.Run
		}
	}
	return run
}

// newer returns the sites of which there is a newer result than that of a run they are in.
func newer(newest []standing.Newest, run audit.Run, sites []*audit.Site) (out []standing.Newest) {
	for _, n := range newest {
		if n.Run.Started.After(run.Started) && slices.ContainsFunc(sites, func(r *audit.Site) bool { return r.ID == n.Site.ID }) {
			out = append(out, n)
		}
	}
	return out
}

// results returns a run, the leading one without an id, and in short its results of the
// sites that the user may see.
func (s *Server) results(c *call, runID string) (audit.Run, []*audit.Site, error) {
	run, err := s.findRun(c, runID)
	if err != nil {
		return run, nil, err
	}
	list, err := s.Records.Summaries(c.Context(), run.ID)
	if err != nil {
		return run, nil, err
	}
	sites := make([]*audit.Site, 0, len(list))
	for _, r := range list {
		if c.can(access.SeeSite, access.Of(r.Department)) {
			sites = append(sites, reports.Short(r))
		}
	}
	return run, sites, nil
}

// result returns a run and its result of one site with what people have decided up to
// now, or errMissing where there is none that the user may see.
func (s *Server) result(c *call, runID, siteID string) (audit.Run, *audit.Site, error) {
	run, err := s.runOf(c, runID, siteID)
	if err != nil {
		return run, nil, err
	}
	r, err := s.Archive.Site(c.Context(), run.ID, siteID)
	if err != nil {
		return run, nil, err
	}
	if !c.can(access.SeeSite, access.Of(r.Department)) {
		return run, nil, s.hide(c, "网站 "+siteID)
	}
	r, err = s.asDecided(c.Context(), run, r)
	return run, r, err
}

// runOf returns the run in which a site is asked for: of "" and latest the newest
// finished one that judged it.
func (s *Server) runOf(c *call, runID, siteID string) (audit.Run, error) {
	if runID != "" && runID != latest {
		return s.Archive.Run(c.Context(), runID)
	}
	past, err := s.Records.History(c.Context(), siteID, 1)
	if err != nil {
		return audit.Run{}, err
	}
	if len(past) == 0 {
		return audit.Run{}, errMissing
	}
	return past[0].Run, nil
}

// departments returns who is responsible for a site that was ever judged and that the
// user may see, by name.
func (s *Server) departments(c *call) ([]string, error) {
	newest, err := s.newest(c)
	if errors.Is(err, ErrMissing) {
		return nil, nil
	}
	var list []string
	for _, n := range newest {
		if n.Site.Department != "" {
			list = append(list, n.Site.Department)
		}
	}
	slices.Sort(list)
	return slices.Compact(list), err
}
