package web

import (
	"cmp"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// setBody is a pack in a list.
type setBody struct {
	ID      string            `json:"id"`
	Title   string            `json:"title"`
	Version string            `json:"version"`
	SHA256  string            `json:"sha256"`
	Used    bool              `json:"used"` // sites are judged by it
	Sites   int               `json:"sites"`
	Rules   int               `json:"rules"`
	Vetoes  int               `json:"vetoes"`
	Ways    map[rules.Way]int `json:"ways"`
}

func (s *Server) packsJSON(c *call) (answer, error) {
	v, err := s.packsOf(c)
	if err != nil {
		return nil, err
	}
	out := []setBody{}
	for _, p := range v.Packs {
		out = append(out, setBody{p.ID, cmp.Or(p.Title, p.ID), p.Version, p.SHA256, p.Used, p.Sites, len(p.Rules), p.Vetos, waysOf(p.Ways)})
	}
	return jsonBody{Value: map[string]any{"packs": out}}, nil
}

func waysOf(counts []wayCount) map[rules.Way]int {
	out := map[rules.Way]int{}
	for _, w := range counts {
		out[w.Way] = w.Count
	}
	return out
}

// wholeSetBody is a pack with its rules.
type wholeSetBody struct {
	ID        string         `json:"id"`
	Title     string         `json:"title"`
	Version   string         `json:"version"`
	SHA256    string         `json:"sha256"`
	Note      string         `json:"note"`
	Sites     int            `json:"sites"`
	Documents []documentBody `json:"documents"`
	Groups    []groupBody    `json:"groups"`
	Tree      []branchBody   `json:"tree"`
	Matching  int            `json:"matching"`
	Page      int            `json:"page"`
	Pages     int            `json:"pages"`
	Rules     []ruleInPack   `json:"rules"`
}

type documentBody struct {
	Key    string       `json:"key"`
	Title  string       `json:"title"`
	Number string       `json:"number"`
	Issuer string       `json:"issuer"`
	From   calendar.Day `json:"from"`
	URL    string       `json:"url"`
	Note   string       `json:"note"`
}

type groupBody struct {
	Key     string  `json:"key"`
	Title   string  `json:"title"`
	Cap     float64 `json:"cap"`
	Rescale bool    `json:"rescale"`
}

type branchBody struct {
	Depth  int     `json:"depth"`
	Title  string  `json:"title"`
	Weight float64 `json:"weight"`
}

// ruleInPack is a rule in a list, and how many sites stand how on it.
type ruleInPack struct {
	ruleBrief
	Check    string                `json:"check"`
	Way      rules.Way             `json:"way"`
	Points   float64               `json:"points"`
	Veto     bool                  `json:"veto"`
	Bonus    bool                  `json:"bonus"`
	Group    string                `json:"group"`
	Clauses  []string              `json:"clauses"`
	Outcomes map[rules.Outcome]int `json:"outcomes"`
}

func (r ruleRow) body() ruleInPack {
	return ruleInPack{ruleBrief{r.FullID(), cmp.Or(r.Title, r.FullID())}, r.Check, r.Way(), r.Points, r.Veto, r.Bonus, r.Group, list(r.Clauses), tallied(r.Tally)}
}

func (s *Server) packJSON(c *call) (answer, error) {
	v, err := s.packOf(c)
	if err != nil {
		return nil, err
	}
	var all []ruleRow
	for _, ch := range v.Checks {
		all = append(all, ch.Rules...)
	}
	p := paged(number(c.FormValue("page")), len(all), func(int) string { return "" })
	out := wholeSetBody{ID: v.Set.ID, Title: cmp.Or(v.Set.Title, v.Set.ID), Version: v.Set.Version, SHA256: v.Set.SHA256, Note: v.Set.Note, Sites: v.Sites,
		Documents: []documentBody{}, Groups: []groupBody{}, Tree: []branchBody{}, Matching: p.Total, Page: p.Page, Pages: p.Pages, Rules: []ruleInPack{}}
	for _, d := range v.Docs {
		out.Documents = append(out.Documents, documentBody{d.Key, d.Title, d.Number, d.Issuer, d.From, d.URL, d.Note})
	}
	for _, g := range v.Groups {
		out.Groups = append(out.Groups, groupBody{g.Key, g.Title, g.Cap, g.Rescale})
	}
	for _, b := range v.Tree {
		out.Tree = append(out.Tree, branchBody{b.Depth, b.Title, b.Weight})
	}
	for _, r := range all[p.From:p.To] {
		out.Rules = append(out.Rules, r.body())
	}
	return jsonBody{Value: out}, nil
}

// ruleBody is one rule, and how every site stands on it.
type ruleBody struct {
	ruleBrief
	Check    string                `json:"check"`
	Way      rules.Way             `json:"way"`
	Packs    []string              `json:"packs"` // that hold it
	Method   string                `json:"method"`
	Points   float64               `json:"points"`
	Veto     bool                  `json:"veto"`
	Bonus    bool                  `json:"bonus"`
	Levels   []site.Level          `json:"levels"`
	From     calendar.Day          `json:"from"`
	Until    calendar.Day          `json:"until"`
	Note     string                `json:"note"`
	Remedy   string                `json:"remedy"`
	Due      int                   `json:"due"`
	Basis    []basisBody           `json:"basis"`
	Clauses  []clauseBody          `json:"clauses"`
	Costs    []costBody            `json:"costs"`
	Doubtful []string              `json:"doubtful"`
	Outcomes map[rules.Outcome]int `json:"outcomes"`
	Matching int                   `json:"matching"`
	Page     int                   `json:"page"`
	Pages    int                   `json:"pages"`
	Sites    []cellBody            `json:"sites"`
}

type costBody struct {
	Code   string  `json:"code"`
	Means  string  `json:"means"`
	Points float64 `json:"points"`
}

// cellBody is how one site stands on a rule.
type cellBody struct {
	siteBrief
	Level      site.Level    `json:"level"`
	Department string        `json:"department"`
	Run        string        `json:"run"`
	Outcome    rules.Outcome `json:"outcome"`
	Decided    rules.Outcome `json:"decided"`
	Certain    int           `json:"certain"`
	Doubtful   int           `json:"doubtful"`
	Lost       float64       `json:"lost"`
}

func (s *Server) ruleJSON(c *call) (answer, error) {
	v, err := s.ruleOf(c)
	if err != nil {
		return nil, err
	}
	r := v.Rule
	out := ruleBody{ruleBrief: ruleBrief{r.FullID(), cmp.Or(r.Title, r.FullID())}, Check: r.Check, Way: r.Way(), Packs: []string{}, Method: v.Method, Points: r.Points,
		Veto: r.Veto, Bonus: r.Bonus, Levels: list(r.Levels), From: r.From, Until: r.Until, Note: r.Note, Remedy: r.Remedy, Due: r.Due, Basis: []basisBody{},
		Clauses: clauseBodies(v.Clauses), Costs: []costBody{}, Doubtful: list(v.Doubtful), Outcomes: tallied(v.Tally), Matching: v.Pager.Total, Page: v.Pager.Page,
		Pages: v.Pager.Pages, Sites: []cellBody{}}
	for _, p := range v.Sets {
		out.Packs = append(out.Packs, p.ID)
	}
	for _, b := range v.Basis {
		out.Basis = append(out.Basis, basisBody{cmp.Or(b.Document.Title, b.Key), b.Item, b.Quote, string(b.Status)})
	}
	for _, x := range v.Costs {
		out.Costs = append(out.Costs, costBody{x.Code, x.Means, x.Points})
	}
	for _, x := range v.Cells {
		out.Sites = append(out.Sites, cellBody{siteBrief{x.Site.ID, x.Site.Name}, x.Site.Level, x.Site.Department, x.Run.ID, x.Outcome, x.Decided, x.Certain, x.Doubtful, x.Lost})
	}
	return jsonBody{Value: out}, nil
}

type coverageBody struct {
	Slug  string            `json:"slug"`
	Title string            `json:"title"`
	Count int               `json:"count"` // clauses
	Ways  map[rules.Way]int `json:"ways"`
}

func (s *Server) documentsJSON(*call) (answer, error) {
	v, err := s.documentsOf()
	if err != nil {
		return nil, err
	}
	bodies := func(rows []documentCoverage) []coverageBody {
		out := []coverageBody{}
		for _, d := range rows {
			out = append(out, coverageBody{d.Slug, d.Title, d.Duties, waysOf(d.Ways)})
		}
		return out
	}
	return jsonBody{Value: map[string]any{"documents": bodies(v.Lists), "others": bodies(v.Others)}}, nil
}

// lawBody is one document: its clauses, and the rules that cover them.
type lawBody struct {
	Slug    string            `json:"slug"`
	Title   string            `json:"title"`
	Listed  bool              `json:"listed"` // there is a catalogue of its duties
	Ways    map[rules.Way]int `json:"ways"`
	Total   int               `json:"total"`
	Page    int               `json:"page"`
	Pages   int               `json:"pages"`
	Clauses []dutyBody        `json:"clauses"`
}

type dutyBody struct {
	Clause  string       `json:"clause"`
	Item    string       `json:"item"`
	Duty    string       `json:"duty"`
	Binding string       `json:"binding"`
	Way     rules.Way    `json:"way"`
	Rules   []ruleInPack `json:"rules"`
}

func (s *Server) documentJSON(c *call) (answer, error) {
	v, err := s.documentOf(c)
	if err != nil {
		return nil, err
	}
	p := paged(number(c.FormValue("page")), len(v.Rows), func(int) string { return "" })
	out := lawBody{v.Slug, v.Title, v.Listed, waysOf(v.Ways), p.Total, p.Page, p.Pages, []dutyBody{}}
	for _, r := range v.Rows[p.From:p.To] {
		row := dutyBody{r.Clause, r.Item, r.Duty.Duty, r.Binding, r.Way, []ruleInPack{}}
		for _, x := range r.Rules {
			row.Rules = append(row.Rules, x.body())
		}
		out.Clauses = append(out.Clauses, row)
	}
	return jsonBody{Value: out}, nil
}
