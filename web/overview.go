package web

import (
	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
)

func (s *Server) overviewRoutes() []route {
	return []route{{pattern: "GET /{$}", action: access.Browse, nav: "总览", handle: s.overview}}
}

type overviewView struct {
	Run   audit.Run
	Sites []*audit.Site
}

func (s *Server) overview(c *call) (answer, error) {
	run, sites, err := s.results(c, c.FormValue("run"))
	if err != nil {
		return nil, err
	}
	return page{Name: "overview", Title: "总览", Body: overviewView{run, sites}}, nil
}
