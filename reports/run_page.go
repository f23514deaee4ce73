package reports

import (
	"slices"

	"github.com/govaudit/govaudit/audit"
)

// runPage is the page about the whole run.
type runPage struct {
	Sites    int
	States   []stateCount
	Counts   tally
	Rankings []ranking
	Checks   *chart
	Rules    []ruleRow
	Defects  *chart
	List     []siteRow
	Folded   string // what the run did to the ledger
}

type stateCount struct {
	State audit.State
	Count int
	Note  string
}

// siteRow is one site in the list of what was looked at.
type siteRow struct {
	Site   *audit.Site
	Page   string
	Counts tally
}

// pageOf holds the address of each site's page from report.html, by site ID.
type pageOf map[string]string

func (r *Report) runPage(b book, pages pageOf) runPage {
	v := runPage{Sites: len(r.Results.Sites), Counts: tally{}, Folded: r.Folded}
	notes := map[audit.State]string{
		audit.Audited: "能到达的页面都已看过", audit.Partial: "只看了一部分，没看到的不作缺失认定", audit.Unreachable: "首页没有打开，没看到的不扣分",
	}
	for _, state := range []audit.State{audit.Audited, audit.Partial, audit.Unreachable} {
		n := 0
		for _, s := range r.Results.Sites {
			if s.State == state {
				n++
			}
		}
		v.States = append(v.States, stateCount{state, n, notes[state]})
	}
	for _, s := range r.Results.Sites {
		row := siteRow{Site: s, Page: pages[s.ID], Counts: tally{}}
		for _, f := range s.Findings {
			row.Counts[f.Outcome]++
			v.Counts[f.Outcome]++
		}
		v.List = append(v.List, row)
	}
	for i, id := range packsOf(r.Results) {
		v.Rankings = append(v.Rankings, r.ranking(b, pages, id, i))
	}
	v.Rules = r.byRule(b, pages)
	v.Checks = byCheck(v.Rules)
	v.Defects = r.byDefect()
	return v
}

// packsOf lists the packs that gave scores, in the order of the run.
func packsOf(r audit.Results) []string {
	var out []string
	for _, p := range r.Run.Packs {
		out = append(out, p.ID)
	}
	for _, s := range r.Sites {
		for _, c := range s.Scores {
			if !slices.Contains(out, c.Pack) {
				out = append(out, c.Pack)
			}
		}
	}
	return out
}
