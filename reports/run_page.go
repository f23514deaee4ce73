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

func (r *Report) runPage(b book, pages pageOf) (runPage, error) {
	v := runPage{Sites: len(r.Results.Sites), Counts: tally{}, Folded: r.Folded}
	notes := map[audit.State]string{
		audit.Audited: "没有中途停下；个别没看到的，各站写明原因，不作缺失认定", audit.Partial: "只看了一部分，没看到的不作缺失认定", audit.Unreachable: "首页没有打开，没看到的不扣分",
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
	var ranked []*ranker
	for i, id := range packsOf(r.Results) {
		ranked = append(ranked, newRanker(b, id, i))
	}
	byRule, byDefect := ruleTally{b: b, at: map[string]int{}}, defectTally{at: map[[2]string]int{}}
	err := r.each(r.Results.Sites, func(s *audit.Site) error {
		row := siteRow{Site: light(s), Page: pages[s.ID], Counts: tally{}}
		for _, f := range s.Findings {
			row.Counts[f.Outcome]++
			v.Counts[f.Outcome]++
		}
		v.List = append(v.List, row)
		for _, k := range ranked {
			k.add(s, row.Page)
		}
		byRule.add(s, row.Page)
		byDefect.add(s)
		return nil
	})
	if err != nil {
		return v, err
	}
	for _, k := range ranked {
		v.Rankings = append(v.Rankings, k.ranking())
	}
	v.Rules = byRule.list()
	v.Checks = byCheck(v.Rules)
	v.Defects = byDefect.chart()
	return v, nil
}

// light is a result without what is large: a list of all sites is held at once.
func light(s *audit.Site) *audit.Site {
	out := &audit.Site{ID: s.ID, Name: s.Name, URL: s.URL, Level: s.Level, Department: s.Department, Code: s.Code, State: s.State, Crawl: s.Crawl}
	if s.Coverage != nil {
		out.Coverage = &audit.Coverage{Alert: s.Coverage.Alert}
	}
	return out
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
