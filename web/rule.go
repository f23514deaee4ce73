package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/standing"
)

func (s *Server) ruleRoutes() []route {
	return []route{
		{pattern: "GET /rules", action: access.Browse, nav: "规则", more: "/clauses /try", handle: s.packs},
		{pattern: "GET /rules/{pack}", action: access.Browse, handle: s.pack, example: "/rules/national"},
		{pattern: "GET /rules/{pack}/{rule}", action: access.Browse, handle: s.rule, example: "/rules/national/annual-report"},
		{pattern: "GET /clauses", action: access.Browse, handle: s.documents},
		{pattern: "GET /clauses/{slug}", action: access.Browse, handle: s.document, example: "/clauses/%E6%9D%A1%E4%BE%8B"},
	}
}

// ruleView is one rule, and how every site stands on it.
type ruleView struct {
	Rule     *rules.Rule
	Set      *rules.Set // that it was found in
	Sets     []packLink // that hold it
	Basis    []basisRow
	Clauses  []clauseWords
	Method   string
	Costs    []costRow
	Doubtful []string // what only a person may decide
	Tally    standing.Tally
	Query    cellQuery
	Cells    []cellRow
	Pager    pager
}

type packLink struct{ ID, Title string }

type basisRow struct {
	rules.Basis
	Document rules.Document
	Key      string
}

// costRow is what one kind of defect costs.
type costRow struct {
	Code, Means string
	Points      float64
	Default     bool
}

// cellRow is how one site stands on the rule.
type cellRow struct {
	standing.Cell
	Path string
}

// cellQuery is which sites are asked for.
type cellQuery struct{ Outcome, Level string }

// Outcomes is the menu of outcomes.
func (cellQuery) Outcomes() []rules.Outcome { return findingQuery{}.Outcomes() }

// Levels is the menu of levels.
func (cellQuery) Levels() []site.Level { return site.Levels }

// allSets returns the packs that sites are judged by, and the other built-in ones.
func (s *Server) allSets() ([]*rules.Set, error) {
	sets, err := s.Rules()
	if err != nil || s.Library == nil {
		return sets, err
	}
	more, err := s.Library.Sets(s.Library.Builtin()...)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(sets)
	for _, m := range more {
		if setOf(out, m.ID) == nil {
			out = append(out, m)
		}
	}
	return out, nil
}

func rulePath(id string) string {
	pack, short, _ := strings.Cut(id, "/")
	return "/rules/" + url.PathEscape(pack) + "/" + url.PathEscape(short)
}

func (s *Server) rule(c *call) (answer, error) {
	v, err := s.ruleOf(c)
	if err != nil {
		return nil, err
	}
	return page{Name: "rule", Title: cmp.Or(v.Rule.Title, v.Rule.FullID()), Body: v}, nil
}

// ruleOf is the rule asked for.
func (s *Server) ruleOf(c *call) (v ruleView, err error) {
	id := c.PathValue("pack") + "/" + c.PathValue("rule")
	sets, err := s.allSets()
	if err != nil {
		return v, err
	}
	for _, set := range sets {
		if r := set.Rule(id); r != nil {
			if v.Rule == nil {
				v.Rule, v.Set = r, set
			}
			v.Sets = append(v.Sets, packLink{set.ID, cmp.Or(set.Title, set.ID)})
		}
	}
	if v.Rule == nil {
		return v, errMissing
	}
	board, _, err := s.board(c.Context())
	if err != nil {
		return v, err
	}
	v.explain(s, sets)
	v.Query = cellQuery{c.FormValue("outcome"), c.FormValue("level")}
	cells := slices.DeleteFunc(board.Cells(id), func(x standing.Cell) bool { return !c.can(access.SeeSite, access.Of(x.Site.Department)) })
	v.show(cells, number(c.FormValue("page")))
	return v, nil
}

// explain says what the rule asks, on what authority, and what it costs to miss it.
func (v *ruleView) explain(s *Server, sets []*rules.Set) {
	r := v.Rule
	v.Method, v.Clauses = r.Describe(), s.clauses(r.Clauses, sets)
	for _, b := range r.Basis {
		v.Basis = append(v.Basis, basisRow{Basis: b, Document: v.Set.Documents[b.Document], Key: b.Document})
	}
	for _, code := range rules.Codes(r.Check) {
		if p, ok := r.Deduct[code]; ok {
			v.Costs = append(v.Costs, costRow{Code: code, Means: cmp.Or(rules.CodeMeaning(r.Check, code), code), Points: p})
		}
	}
	if p, ok := r.Deduct["default"]; ok {
		v.Costs = append(v.Costs, costRow{Code: "default", Means: "其他情形", Points: p, Default: true})
	}
	for _, code := range r.Review {
		v.Doubtful = append(v.Doubtful, cmp.Or(rules.CodeMeaning(r.Check, code), code))
	}
}

// show lists the sites that the query leaves, failed ones first.
func (v *ruleView) show(cells []standing.Cell, at int) {
	for _, c := range cells {
		v.Tally.Count(c.Outcome)
	}
	cells = slices.DeleteFunc(cells, func(c standing.Cell) bool {
		return v.Query.Outcome != "" && string(c.Outcome) != v.Query.Outcome || v.Query.Level != "" && string(c.Site.Level) != v.Query.Level
	})
	order := v.Query.Outcomes()
	slices.SortStableFunc(cells, func(a, b standing.Cell) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Outcome), slices.Index(order, b.Outcome)), cmp.Compare(b.Lost, a.Lost), cmp.Compare(b.Certain, a.Certain))
	})
	id := v.Rule.FullID()
	v.Pager = paged(at, len(cells), func(n int) string {
		return rulePath(id) + "?" + url.Values{"outcome": {v.Query.Outcome}, "level": {v.Query.Level}, "page": {itoa(n)}}.Encode() + "#sites"
	})
	for _, c := range cells[v.Pager.From:v.Pager.To] {
		v.Cells = append(v.Cells, cellRow{c, findingPath(c.Site.ID, id, c.Run.ID)})
	}
}

// visible says which sites the visitor may see, for tallies; nil: all.
func (c *call) visible() func(*audit.Summary) bool {
	if c.can(access.SeeAll, access.Object{}) {
		return nil
	}
	return func(s *audit.Summary) bool { return c.can(access.SeeSite, access.Of(s.Department)) }
}
