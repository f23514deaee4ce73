package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/standing"
)

// Roster is the list of sites that are audited.
type Roster interface {
	// Roster returns all sites, by id: those of the configuration, and those that people
	// added, also where they were taken out again.
	Roster(ctx context.Context) ([]schedule.Entry, error)
	// ParseSites reads a table of sites, by the ending of its name: .csv or .xlsx. What
	// is wrong with it is a Refusal that names each row.
	ParseSites(name string, data []byte) ([]site.Target, error)
	// ParseSite reads a site from the fields of a form; problems holds by field what is
	// wrong.
	ParseSite(fields map[string]string) (t site.Target, problems map[string]string)
	// AddSites records sites, all of them or none; a Refusal where one cannot be added.
	AddSites(ctx context.Context, list []site.Target, by string) error
	// ChangeSite writes an added site anew, under its id.
	ChangeSite(ctx context.Context, t site.Target, by string) error
	RetireSite(ctx context.Context, id, by string) error
	RestoreSite(ctx context.Context, id string) error
	// PacksOf returns the rule packs by which a site is judged.
	PacksOf(t site.Target) []string
}

// Refusal is what somebody asked for and cannot have, in Chinese, with what to do.
type Refusal []string

func (r Refusal) Error() string { return strings.Join(r, "\n") }

const mostSitesFile = 8 << 20

func (s *Server) rosterRoutes() []route {
	return []route{
		{pattern: "GET /sites", action: access.Browse, nav: "网站", handle: s.roster},
		{pattern: "GET /sites/template.csv", action: access.EditSites, handle: s.sitesTemplate},
		{pattern: "POST /sites", action: access.EditSites, handle: s.addSite},
		{pattern: "POST /sites/import", action: access.EditSites, handle: s.importSites, body: mostSitesFile},
		{pattern: "GET /sites/{site}/edit", action: access.EditSites, handle: s.editSite, example: "/sites/added/edit"},
		{pattern: "POST /sites/{site}/edit", action: access.EditSites, handle: s.changeSite, example: "/sites/added/edit"},
		{pattern: "POST /sites/{site}/retire", action: access.EditSites, handle: s.retireSite, example: "/sites/added/retire"},
		{pattern: "POST /sites/{site}/restore", action: access.EditSites, handle: s.restoreSite, example: "/sites/added/restore"},
		{pattern: "GET /api/v1/roster", action: access.Browse, handle: s.rosterJSON, doc: &operation{Summary: "登记的网站", Response: "roster"}},
		{pattern: "POST /api/v1/roster", action: access.EditSites, handle: s.addSite, doc: &operation{Summary: "增加一个网站", Response: "target", Form: siteParams()}},
	}
}

// rosterQuery is which sites are asked for.
type rosterQuery struct {
	Level, Search, From string
	Page                int
}

// Origins of sites in the menu of the list.
var origins = []choice{{"", "在检查的"}, {"config", "写在配置里的"}, {"added", "在这里增加的"}, {"retired", "已停止检查的"}}

// Froms is the menu of where a site stands.
func (rosterQuery) Froms() []choice { return origins }

func readRosterQuery(v url.Values) rosterQuery {
	q := rosterQuery{Level: v.Get("level"), From: v.Get("from"), Search: clipRunes(strings.TrimSpace(v.Get("q")), 100)}
	q.Page, _ = strconv.Atoi(v.Get("page"))
	return q
}

// Encode writes the query as it is read.
func (q rosterQuery) Encode() string {
	v := url.Values{}
	for _, f := range []choice{{"level", q.Level}, {"from", q.From}, {"q", q.Search}} {
		if f.Word != "" {
			v.Set(f.Value, f.Word)
		}
	}
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	return v.Encode()
}

func (q rosterQuery) matches(e schedule.Entry) bool {
	t := e.Target
	switch {
	case q.Level != "" && string(t.Level) != q.Level,
		q.From == "config" && !e.Configured,
		q.From == "added" && (e.Configured || !e.Audited()),
		q.From == "retired" && e.Audited(),
		q.From == "" && !e.Audited():
		return false
	}
	return q.Search == "" || strings.Contains(extract.Fold(t.ID+" "+t.Name+" "+t.URL+" "+t.Department+" "+t.Code), extract.Fold(q.Search))
}

type rosterView struct {
	Query    rosterQuery
	Levels   []site.Level
	Rows     []rosterRow
	Pager    pager
	Form     siteForm
	Problems faults
}

// rosterRow is a site and where it stands.
type rosterRow struct {
	schedule.Entry
	Scores  []rosterScore
	Row     *standing.Row // its newest result by the first of its packs; nil: none
	Packs   []string
	Results string // the page about it
}

type rosterScore struct {
	Pack  string
	Score scoring.Score
	Given bool
}

func (s *Server) roster(c *call) (answer, error) {
	return s.rosterPage(c, readRosterQuery(c.URL.Query()), siteForm{}, nil)
}

// rosterPage lists sites; typed is what could not be added, and wrong why.
func (s *Server) rosterPage(c *call, q rosterQuery, typed siteForm, wrong []string) (answer, error) {
	list, err := s.seenRoster(c)
	if err != nil {
		return nil, err
	}
	v := rosterView{Query: q, Levels: site.Levels, Form: typed, Problems: siteFaults(wrong)}
	list = slices.DeleteFunc(list, func(e schedule.Entry) bool { return !q.matches(e) })
	v.Pager = paged(q.Page, len(list), func(n int) string {
		q.Page = n
		return "/sites?" + q.Encode()
	})
	board, sets, err := s.board(c.Context())
	if err != nil {
		return nil, err
	}
	stands := map[string][]*standing.Row{}
	for _, pack := range board.Packs {
		for _, r := range board.Rows(pack) {
			stands[r.ID] = append(stands[r.ID], r)
		}
	}
	for _, e := range list[v.Pager.From:v.Pager.To] {
		row := rosterRow{Entry: e, Packs: s.Roster.PacksOf(e.Target)}
		for _, r := range stands[e.Target.ID] {
			if row.Row == nil {
				row.Row, row.Results = r, "/sites/"+url.PathEscape(e.Target.ID)
			}
			score := r.Score.AsDecided()
			name := score.Pack
			if set := setOf(sets, score.Pack); set != nil {
				name = set.Title
			}
			row.Scores = append(row.Scores, rosterScore{name, score, score.Grade != scoring.Undetermined})
		}
		v.Rows = append(v.Rows, row)
	}
	out := page{Name: "roster", Title: "网站", Body: v}
	if len(wrong) > 0 {
		out.Status = http.StatusUnprocessableEntity
	}
	return out, nil
}

// seenRoster returns the sites that the visitor may see.
func (s *Server) seenRoster(c *call) ([]schedule.Entry, error) {
	list, err := s.Roster.Roster(c.Context())
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(list), func(e schedule.Entry) bool { return !c.can(access.SeeSite, access.Of(e.Target.Department)) }), nil
}

// rosterEntry is a site of the roster as programs read it.
type rosterEntry struct {
	site.Target
	Configured bool   `json:"configured"` // it stands in the configuration
	Audited    bool   `json:"audited"`
	By         string `json:"by,omitempty"` // who added it
	At         string `json:"at,omitempty"` // of the text of a site that was added: goes back with a change
}

func (s *Server) rosterJSON(c *call) (answer, error) {
	list, err := s.seenRoster(c)
	if err != nil {
		return nil, err
	}
	out := make([]rosterEntry, 0, len(list))
	for _, e := range list {
		row := rosterEntry{Target: e.Target, Configured: e.Configured, Audited: e.Audited(), By: e.By}
		if !e.Configured {
			row.At = strconv.FormatInt(e.At.UnixMicro(), 10)
		}
		out = append(out, row)
	}
	return jsonBody{Value: map[string]any{"sites": out}}, nil
}

// siteColumns are the columns of a table of sites, and the fields of the form.
var siteColumns = []choice{{"id", "编号"}, {"name", "网站名称"}, {"url", "网址"}, {"level", "层级"}, {"of", "所属层级"}, {"department", "责任单位"},
	{"code", "网站标识码"}, {"scope", "范围"}, {"exclude", "排除"}, {"hosts", "其他主机"}, {"packs", "规则包"}}

func siteParams() []param {
	var out []param
	for _, c := range siteColumns {
		out = append(out, param{c.Value, c.Word})
	}
	return out
}

// sitesTemplate is an empty table to be filled in.
func (s *Server) sitesTemplate(*call) (answer, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff") // spreadsheet programs take it for UTF-8
	w := csv.NewWriter(&out)
	var head []string
	for _, c := range siteColumns {
		head = append(head, c.Word)
	}
	err := errors.Join(w.Write(head), w.Write([]string{"jiangzhou", "江州市人民政府", "http://www.jiangzhou.gov.cn/", "市", "", "江州市人民政府办公室", "5401000001", "", "", "", ""}))
	w.Flush()
	return file{Name: "网站.csv", Type: "text/csv; charset=utf-8", Data: out.Bytes()}, errors.Join(err, w.Error())
}

// importSites reads a table of sites and adds all of them or none.
func (s *Server) importSites(c *call) (answer, error) {
	in, head, err := c.FormFile("file")
	if err != nil {
		return s.rosterPage(c, rosterQuery{}, siteForm{}, []string{"没有选择文件：请选择 .csv 或 .xlsx 表格。"})
	}
	defer in.Close()
	data, err := io.ReadAll(in) // the request is bounded
	if err != nil {
		return nil, err
	}
	done, err := s.books.enter(c.Context())
	if err != nil {
		return nil, err
	}
	defer done()
	list, err := s.Roster.ParseSites(tableName(head.Filename), data)
	if err == nil && len(list) == 0 {
		err = Refusal{"表格里没有网站：第一行写列名，以下每行一个网站。"}
	}
	if err == nil {
		names := make([]string, len(list))
		for i, t := range list {
			names[i] = t.ID
		}
		err = s.Roster.AddSites(s.record(c, "导入网站", strconv.Itoa(len(list))+" 个："+strings.Join(names, "、"), "", ""), list, person(c.User))
	}
	var r Refusal
	if errors.As(err, &r) {
		c.line = nil
		return s.rosterPage(c, rosterQuery{}, siteForm{}, append([]string{"表格有问题，一个都没有增加："}, byRow(r)...))
	}
	if err != nil {
		return nil, err
	}
	return redirect{To: "/sites?from=added", Flash: "已增加 " + strconv.Itoa(len(list)) + " 个网站。"}, nil
}

var atRow = regexp.MustCompile(`^表格\.(?:xlsx|csv):(\d+)[:：]\s*`)

// byRow tells of the rows of a table as people count them: each problem with its row, of
// which only the first of several has the place before it, and by the names of the
// columns, which problems begin with, not by the keys of the configuration.
func byRow(problems []string) []string {
	var out []string
	row := ""
	for _, p := range strings.Split(strings.Join(problems, "\n"), "\n") {
		if m := atRow.FindStringSubmatch(p); m != nil {
			row, p = "第 "+m[1]+" 行：", p[len(m[0]):]
		}
		for _, c := range siteColumns {
			p = strings.TrimPrefix(p, c.Value+"：")
		}
		out = append(out, row+p)
	}
	return out
}

// tableName is a short name with the ending that tells how a table is to be read.
func tableName(sent string) string {
	if strings.HasSuffix(strings.ToLower(sent), ".xlsx") {
		return "表格.xlsx"
	}
	return "表格.csv"
}
