package web

import (
	"slices"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
)

// results returns a run, the newest finished one without an id, and its results of
// the sites that the user may see.
func (s *Server) results(c *call, runID string) (audit.Run, []*audit.Site, error) {
	run, err := s.Archive.Run(c.Context(), runID)
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

// result returns a run and its result of one site, or errMissing where there is none
// that the user may see.
func (s *Server) result(c *call, runID, siteID string) (audit.Run, *audit.Site, error) {
	run, err := s.Archive.Run(c.Context(), runID)
	if err != nil {
		return run, nil, err
	}
	r, err := s.Archive.Site(c.Context(), run.ID, siteID)
	if err != nil {
		return run, nil, err
	}
	if !c.can(access.SeeSite, access.Of(r.Department)) {
		return run, nil, errMissing
	}
	return run, r, nil
}
