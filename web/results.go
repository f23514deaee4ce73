package web

import (
	"errors"
	"slices"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
)

// findRun returns a run; "" and latest are the newest finished one.
func (s *Server) findRun(c *call, id string) (audit.Run, error) {
	if id == "latest" {
		id = ""
	}
	return s.Archive.Run(c.Context(), id)
}

// results returns a run, the newest finished one without an id, and its results of
// the sites that the user may see.
func (s *Server) results(c *call, runID string) (audit.Run, []*audit.Site, error) {
	run, err := s.findRun(c, runID)
	if err != nil {
		return run, nil, err
	}
	sites, err := s.Archive.Sites(c.Context(), run.ID)
	if err != nil {
		return run, nil, err
	}
	sites = slices.DeleteFunc(sites, func(r *audit.Site) bool { return !c.can(access.SeeSite, access.Of(r.Department)) })
	return run, sites, nil
}

// result returns a run and its result of one site with what people have decided up to
// now, or errMissing where there is none that the user may see.
func (s *Server) result(c *call, runID, siteID string) (audit.Run, *audit.Site, error) {
	run, err := s.findRun(c, runID)
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

// departments returns who is responsible for a site of the newest run that the user
// may see, by name.
func (s *Server) departments(c *call) ([]string, error) {
	run, err := s.findRun(c, "")
	if errors.Is(err, ErrMissing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	sites, err := s.Records.Summaries(c.Context(), run.ID)
	var list []string
	for _, r := range sites {
		if r.Department != "" && c.can(access.SeeSite, access.Of(r.Department)) {
			list = append(list, r.Department)
		}
	}
	slices.Sort(list)
	return slices.Compact(list), err
}
