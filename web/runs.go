package web

import (
	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
)

func (s *Server) runRoutes() []route {
	return []route{{pattern: "GET /runs", action: access.SeeAll, nav: "检查", handle: s.runs}}
}

type runsView struct{ Runs []audit.Run }

func (s *Server) runs(c *call) (answer, error) {
	list, err := s.Archive.Runs(c.Context())
	if err != nil {
		return nil, err
	}
	return page{Name: "runs", Title: "检查", Body: runsView{list}}, nil
}
