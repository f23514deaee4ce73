package web

import (
	"cmp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/standing"
)

// packsView is every pack there is.
type packsView struct {
	Packs []packSummary
	Try   bool // the visitor may try rules
}

type packSummary struct {
	*rules.Set
	Used  bool // sites are judged by it
	Sites int
	Vetos int
	Ways  []wayCount
}

type wayCount struct {
	Way   rules.Way
	Count int
}

func (s *Server) packs(c *call) (answer, error) {
	v, err := s.packsOf(c)
	if err != nil {
		return nil, err
	}
	return page{Name: "packs", Title: "规则", Body: v}, nil
}

// packsOf is every pack there is.
func (s *Server) packsOf(c *call) (v packsView, err error) {
	sets, err := s.allSets()
	if err != nil {
		return v, err
	}
	board, used, err := s.board(c.Context())
	if err != nil {
		return v, err
	}
	v = packsView{Try: s.mayTry() && c.can(access.TryRules, access.Object{})}
	for _, set := range sets {
		p := packSummary{Set: set, Used: setOf(used, set.ID) != nil, Sites: len(c.seen(board.Rows(set.ID)))}
		counts := map[rules.Way]int{}
		for _, r := range set.Rules {
			counts[r.Way()]++
			if r.Veto {
				p.Vetos++
			}
		}
		for _, w := range []rules.Way{rules.Decided, rules.Proposed, rules.ByHand} {
			if counts[w] > 0 {
				p.Ways = append(p.Ways, wayCount{w, counts[w]})
			}
		}
		v.Packs = append(v.Packs, p)
	}
	return v, nil
}

// packView is the rules of one pack, by kind of check.
type packView struct {
	Set    *rules.Set
	Query  ruleQuery
	Checks []checkRules
	Shown  int
	Groups []groupRow
	Tree   []branchRow
	Docs   []documentRow
	Sites  int
}

type ruleQuery struct{ Search, Way string }

// Ways is the menu of how rules decide.
func (ruleQuery) Ways() []rules.Way { return []rules.Way{rules.Decided, rules.Proposed, rules.ByHand} }

type checkRules struct {
	Check string
	Rules []ruleRow
}

type ruleRow struct {
	*rules.Rule
	Path  string
	Tally standing.Tally
	Any   bool   // some site was judged by it
	Pack  string // the title of its pack, where rules of many stand together
}

type groupRow struct {
	Key string
	rules.Group
}

// branchRow is one node of a weighted tree, with its depth.
type branchRow struct {
	Depth  int
	Title  string
	Path   string
	Weight float64
}

type documentRow struct {
	Key string
	rules.Document
}

func (s *Server) pack(c *call) (answer, error) {
	v, err := s.packOf(c)
	if err != nil {
		return nil, err
	}
	return page{Name: "pack", Title: cmp.Or(v.Set.Title, v.Set.ID), Body: v}, nil
}

// packOf is the pack asked for.
func (s *Server) packOf(c *call) (v packView, err error) {
	sets, err := s.allSets()
	if err != nil {
		return v, err
	}
	set := setOf(sets, c.PathValue("pack"))
	if set == nil {
		return v, errMissing
	}
	board, _, err := s.board(c.Context())
	if err != nil {
		return v, err
	}
	v = packView{Set: set, Query: ruleQuery{clipRunes(strings.TrimSpace(c.FormValue("q")), 100), c.FormValue("way")}, Sites: len(c.seen(board.Rows(set.ID)))}
	search, at := extract.Fold(v.Query.Search), map[string]int{}
	visible := c.visible()
	for _, r := range set.Rules {
		if v.Query.Way != "" && string(r.Way()) != v.Query.Way || search != "" && !matches(r, search) {
			continue
		}
		i, ok := at[r.Check]
		if !ok {
			i = len(v.Checks)
			at[r.Check] = i
			v.Checks = append(v.Checks, checkRules{Check: r.Check})
		}
		row := ruleRow{Rule: r, Path: rulePath(r.FullID()), Tally: board.Tally(r.FullID(), visible)}
		row.Any = row.Tally != standing.Tally{}
		v.Checks[i].Rules = append(v.Checks[i].Rules, row)
		v.Shown++
	}
	v.Groups, v.Tree, v.Docs = groupsOf(set), treeOf(nil, set, set.Scoring.Tree, 1), documentsOf(set)
	return v, nil
}

// matches searches a rule by its name, number and clauses.
func matches(r *rules.Rule, search string) bool {
	return strings.Contains(extract.Fold(r.Title), search) || strings.Contains(extract.Fold(r.FullID()), search) ||
		slices.ContainsFunc(r.Clauses, func(s string) bool { return strings.Contains(extract.Fold(s), search) })
}

func groupsOf(set *rules.Set) (out []groupRow) {
	for _, r := range set.Rules {
		g, ok := set.Scoring.Groups[r.Group]
		if ok && !slices.ContainsFunc(out, func(o groupRow) bool { return o.Key == r.Group }) {
			out = append(out, groupRow{r.Group, g})
		}
	}
	return out
}

func treeOf(out []branchRow, set *rules.Set, list []rules.Branch, depth int) []branchRow {
	for _, b := range list {
		row := branchRow{Depth: depth, Title: b.Title, Weight: b.Weight}
		if b.Rule != "" {
			row.Path = rulePath(b.Rule)
			if r := set.Rule(b.Rule); r != nil {
				row.Title = cmp.Or(b.Title, r.Title, b.Rule)
			}
		}
		out = treeOf(append(out, row), set, b.Items, depth+1)
	}
	return out
}

func documentsOf(set *rules.Set) (out []documentRow) {
	for key, d := range set.Documents {
		out = append(out, documentRow{key, d})
	}
	slices.SortFunc(out, func(a, b documentRow) int { return strings.Compare(a.Key, b.Key) })
	return out
}
