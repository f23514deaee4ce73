package web

import (
	"slices"
	"strconv"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/rules"
)

func (s *Server) apiRoutes() []route {
	return []route{
		{pattern: "GET /api/v1/me", action: access.Browse, handle: s.meJSON, doc: &operation{Summary: "自己是谁", Response: "me"}},
		{pattern: "GET /api/v1/runs", action: access.Browse, handle: s.runsJSON, doc: &operation{Summary: "最近的检查，新的在前，最多 200 次", Response: "runs"}},
		{pattern: "GET /api/v1/runs/{run}", action: access.Browse, handle: s.runJSON, example: "/api/v1/runs/latest", doc: &operation{Summary: "一次检查", Response: "run"}},
		{pattern: "GET /api/v1/runs/{run}/sites", action: access.Browse, handle: s.runSitesJSON, example: "/api/v1/runs/latest/sites", doc: &operation{Summary: "一次检查中各网站的得分；得分怎样来的，见各网站的结果", Response: "run-sites"}},
		{pattern: "GET /api/v1/runs/{run}/sites/{site}", action: access.SeeSite, handle: s.runSiteJSON, example: "/api/v1/runs/latest/sites/jiangzhou", doc: &operation{Summary: "一个网站的全部结果，与 results.json 相同", Response: "site"}},
		{pattern: "GET /api/v1/runs/{run}/sites/{site}/findings", action: access.SeeSite, handle: s.findingsJSON, example: "/api/v1/runs/latest/sites/jiangzhou/findings",
			doc: &operation{Summary: "一个网站的判定", Response: "findings", Query: []param{{"outcome", "只要这种结果：pass fail review unknown exempt"}, {"rule", "只要这条规则"}}}},
		{pattern: "GET /api/v1/runs/{run}/files", action: access.Browse, handle: s.filesJSON, example: "/api/v1/runs/latest/files", doc: &operation{Summary: "可以下载的报告", Response: "run-files"}},
		{pattern: "GET /api/v1/tokens", action: access.Oversee, handle: s.tokensJSON, doc: &operation{Summary: "令牌", Response: "tokens"}},
		{pattern: "GET /api/v1/operations", action: access.Oversee, handle: s.operationsJSON,
			doc: &operation{Summary: "操作日志，新的在前，每次 100 条", Response: "operations", Query: []param{{"who", "只要这个用户的"}, {"before", "只要编号比它小的"}}}},
	}
}

// list makes an absent list an empty one: programs need not tell them apart.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

func (s *Server) meJSON(c *call) (answer, error) {
	return jsonBody{Value: map[string]any{"name": c.User.Name, "display": c.User.Shown(), "role": c.User.Role, "departments": list(c.User.Departments), "program": c.User.Token != ""}}, nil
}

const mostListed = 200

func (s *Server) runsJSON(c *call) (answer, error) {
	runs, err := s.Archive.Runs(c.Context())
	if err != nil {
		return nil, err
	}
	runs = runs[:min(len(runs), mostListed)]
	for i := range runs {
		runs[i].Packs = list(runs[i].Packs)
	}
	return jsonBody{Value: map[string]any{"runs": list(runs)}}, nil
}

func (s *Server) runJSON(c *call) (answer, error) {
	run, err := s.findRun(c, c.PathValue("run"))
	run.Packs = list(run.Packs)
	return jsonBody{Value: run}, err
}

func (s *Server) runSiteJSON(c *call) (answer, error) {
	_, r, err := s.result(c, c.PathValue("run"), c.PathValue("site"))
	if err != nil {
		return nil, err
	}
	return jsonBody{Value: reports.Complete(r)}, nil
}

func (s *Server) findingsJSON(c *call) (answer, error) {
	run, r, err := s.result(c, c.PathValue("run"), c.PathValue("site"))
	if err != nil {
		return nil, err
	}
	outcome, rule := rules.Outcome(c.FormValue("outcome")), c.FormValue("rule")
	findings := slices.DeleteFunc(reports.Complete(r).Findings, func(f rules.Finding) bool {
		return outcome != "" && f.Outcome != outcome || rule != "" && f.Rule != rule
	})
	return jsonBody{Value: map[string]any{"run": run.ID, "site": r.ID, "findings": list(findings)}}, nil
}

func (s *Server) filesJSON(c *call) (answer, error) {
	r, err := s.report(c, false)
	if err != nil {
		return nil, err
	}
	type row struct {
		Name string `json:"name"`
		Path string `json:"path"`
	}
	out := []row{}
	for _, f := range filesOf(c, r) {
		out = append(out, row{f.Name, filePath(r.Results.Run.ID, f.Name)})
	}
	newest, err := s.newest(c)
	later := []string{}
	for _, n := range newer(newest, r.Results.Run, r.Results.Sites) {
		later = append(later, n.Site.ID)
	}
	return jsonBody{Value: map[string]any{"run": r.Results.Run.ID, "files": out, "newer": later}}, err
}

// tokenJSON is a token without anything secret.
type tokenJSON struct {
	ID          string      `json:"id"`
	Purpose     string      `json:"purpose"`
	Role        access.Role `json:"role"`
	Departments []string    `json:"departments"`
	By          string      `json:"by"`
	Created     time.Time   `json:"created"`
	Until       time.Time   `json:"until"`
	Revoked     time.Time   `json:"revoked,omitzero"`
	Used        time.Time   `json:"used,omitzero"`
}

func (s *Server) tokensJSON(c *call) (answer, error) {
	tokens, err := s.Accounts.Keeper.Tokens(c.Context())
	if err != nil {
		return nil, err
	}
	out := []tokenJSON{}
	for _, t := range tokens {
		out = append(out, tokenJSON{t.ID, t.Purpose, t.Role, list(t.Departments), t.By, t.Created, t.Until, t.Revoked, t.Used})
	}
	return jsonBody{Value: map[string]any{"tokens": out}}, nil
}

type operationJSON struct {
	ID     int64     `json:"id"`
	At     time.Time `json:"at"`
	Who    string    `json:"who"`
	From   string    `json:"from"`
	What   string    `json:"what"`
	Object string    `json:"object"`
	Before string    `json:"before"`
	After  string    `json:"after"`
}

func (s *Server) operationsJSON(c *call) (answer, error) {
	before, _ := strconv.ParseInt(c.FormValue("before"), 10, 64) // of what is no number: from the newest on
	v, err := s.entries(c, max(before, 0))
	if err != nil {
		return nil, err
	}
	out := []operationJSON{}
	for _, e := range v.Entries {
		out = append(out, operationJSON(e))
	}
	return jsonBody{Value: map[string]any{"operations": out, "next": v.Next}}, nil
}
