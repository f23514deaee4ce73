package web

import (
	"strconv"

	"github.com/govaudit/govaudit/access"
)

func (s *Server) operationRoutes() []route {
	return []route{{pattern: "GET /operations", action: access.Oversee, nav: "操作日志", handle: s.operations}}
}

const operationsShown = 100

type operationsView struct {
	Entries []access.Entry
	Who     string
	Next    int64 // the line before which the next page begins; 0: there is none
}

func (s *Server) operations(c *call) (answer, error) {
	before, _ := strconv.ParseInt(c.FormValue("before"), 10, 64) // of what is no number: from the newest on
	v, err := s.entries(c, max(before, 0))
	return page{Name: "operations", Title: "操作日志", Body: v}, err
}

// entries reads a page of the log, before the line with this id.
func (s *Server) entries(c *call, before int64) (v operationsView, err error) {
	v.Who = c.FormValue("who")
	if v.Entries, err = s.Diary.Entries(c.Context(), v.Who, before, operationsShown+1); err != nil {
		return v, err
	}
	if len(v.Entries) > operationsShown {
		v.Entries = v.Entries[:operationsShown]
		v.Next = v.Entries[operationsShown-1].ID
	}
	return v, nil
}
