package web

import (
	"context"
	"iter"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/standing"
)

func (s *Server) fileRoutes() []route {
	return []route{
		{pattern: "GET /runs/{run}/files", action: access.Browse, handle: s.files, example: "/runs/latest/files"},
		{pattern: "GET /runs/{run}/files/{name...}", action: access.Browse, handle: s.runFile, example: "/runs/latest/files/report.html"},
	}
}

// report is what the files of a run are made of: only of the sites that the user may
// see, so that no file can tell more. Only workbooks need the items of the ledger.
func (s *Server) report(c *call, items bool) (reports.Report, error) {
	run, sites, err := s.results(c, c.PathValue("run"))
	if err != nil {
		return reports.Report{}, err
	}
	sets, err := s.Rules()
	if err != nil {
		return reports.Report{}, err
	}
	run.AsOf = run.AsOf.In(s.Zone)
	r := reports.Report{Results: audit.Results{Schema: audit.ResultsSchema, Run: run, Sites: sites}, Source: runSource{c.Context(), s, run.ID},
		Sets: sets, Calendar: s.Calendar, Zone: s.Zone}
	if !items {
		return r, nil
	}
	var q ItemQuery // all of them
	if !c.can(access.SeeAll, access.Object{}) {
		q.Departments = list(c.User.Departments)
	}
	r.Items, err = s.Ledger.Items(c.Context(), q)
	return r, err
}

// runSource reads the results of a run for one answer.
type runSource struct {
	ctx context.Context
	s   *Server
	run string
}

func (r runSource) Site(id string) (*audit.Site, error) { return r.s.Archive.Site(r.ctx, r.run, id) }

func (r runSource) Outcomes() iter.Seq2[audit.SiteRules, error] {
	return r.s.Records.SiteRules(r.ctx, r.run)
}

// filesOf lists the files of a report that the user may have: who does not see all
// gets the pages of own sites and the workbook of the own department.
func filesOf(c *call, r reports.Report) []reports.File {
	files := reports.Files(r)
	if c.can(access.SeeAll, access.Object{}) {
		return files
	}
	return slices.DeleteFunc(files, func(f reports.File) bool {
		return f.Site == "" && (f.Department == "" || !c.can(access.SeeSite, access.Of(f.Department)))
	})
}

// runFile makes one file of a run and hands it out. The name is looked up among those
// there are: it never becomes a path.
func (s *Server) runFile(c *call) (answer, error) {
	name := c.PathValue("name")
	r, err := s.report(c, path.Ext(name) == ".xlsx")
	if err != nil {
		return nil, err
	}
	files := filesOf(c, r)
	i := slices.IndexFunc(files, func(f reports.File) bool { return f.Name == name })
	if i < 0 && c.can(access.SeeAll, access.Object{}) {
		return nil, errMissing
	}
	if i < 0 {
		return nil, s.hide(c, "文件 "+name)
	}
	leave, err := s.sending.enter(c.Context())
	if err != nil {
		return nil, err
	}
	out, err := s.spool(c, files[i])
	if err != nil {
		leave()
		return nil, err
	}
	out.leave = leave
	return out, nil
}

// spool makes a file on disk, as one of few that are made at once.
func (s *Server) spool(c *call, f reports.File) (*spooled, error) {
	done, err := s.heavy.enter(c.Context())
	if err != nil {
		return nil, err
	}
	defer done()
	return spool(s.Scratch, f.Name, f.Write)
}

func fileType(name string) string {
	switch path.Ext(name) {
	case ".json":
		return "application/json"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return ""
}

type filesView struct {
	Run    audit.Run
	Groups []fileGroup
	Newer  []standing.Newest // sites of which there is a newer result
}

// fileGroup is some files and what they are.
type fileGroup struct {
	Title string
	Files []fileRow
}

type fileRow struct {
	Name, Words, Href string
}

func (s *Server) files(c *call) (answer, error) {
	r, err := s.report(c, false)
	if err != nil {
		return nil, err
	}
	newest, err := s.newest(c)
	if err != nil {
		return nil, err
	}
	v := filesView{Run: r.Results.Run, Newer: newer(newest, r.Results.Run, r.Results.Sites)}
	names := map[string]string{}
	for _, site := range r.Results.Sites {
		names[site.ID] = site.Name
	}
	groups := []fileGroup{{Title: "整次检查"}, {Title: "各网站"}, {Title: "各单位的整改清单"}}
	for _, f := range filesOf(c, r) {
		row := fileRow{Name: f.Name, Words: fileWords(f.Name), Href: filePath(v.Run.ID, f.Name)}
		switch {
		case f.Site != "":
			row.Words = names[f.Site]
			groups[1].Files = append(groups[1].Files, row)
		case f.Department != "":
			row.Words = f.Department
			groups[2].Files = append(groups[2].Files, row)
		default:
			groups[0].Files = append(groups[0].Files, row)
		}
	}
	v.Groups = slices.DeleteFunc(groups, func(g fileGroup) bool { return len(g.Files) == 0 })
	return page{Name: "files", Title: "报告下载", Body: v}, nil
}

// filePath is where a file of a run is handed out.
func filePath(run, name string) string {
	return (&url.URL{Path: "/runs/" + run + "/files/" + name}).EscapedPath()
}

func fileWords(name string) string {
	switch strings.TrimSuffix(name, path.Ext(name)) {
	case "results":
		return "全部结果（程序用）"
	case "summary":
		return "得分汇总表"
	case "report":
		return "总报告"
	case "crawl":
		return "抓取情况"
	case "rectification":
		return "整改清单（全部）"
	}
	return name
}
