package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

// mendView is what a score becomes once chosen defects are mended.
type mendView struct {
	Site    *audit.Site
	Run     audit.Run
	Back    string
	Pack    string
	Packs   []packChoice
	Title   string
	Now     scoring.Score // as people decided
	Given   bool
	Then    scoring.Score
	Better  bool
	Gained  float64
	Chosen  int
	Rules   []mendRule
	Drawing *reports.Chart
	Changed string
}

// mendRule is a failed or doubtful rule with its defects, to be ticked.
type mendRule struct {
	findingRow
	Value   string // of the tick for all of it
	Ticked  bool
	Gain    string // what it would give by itself
	Defects []mendDefect
	More    int // defects that can be ticked together only
}

// One reports that the rule has a single certain defect: ticking the rule is ticking it.
func (r mendRule) One() bool { return len(r.Defects) == 1 && r.Defects[0].Certain }

type mendDefect struct {
	Value   string
	Words   string
	Certain bool
	Ticked  bool
}

// Defects that can be ticked one by one, of one rule.
const mostTicks = 30

// ticks are the defects that somebody ticked: whole rules, and defects by their place.
type ticks struct {
	rules   map[string]bool
	defects map[string]bool
}

func readTicks(values []string) ticks {
	t := ticks{map[string]bool{}, map[string]bool{}}
	for _, v := range values[:min(len(values), 2000)] {
		if strings.Contains(v, "#") {
			t.defects[v] = true
		} else {
			t.rules[v] = true
		}
	}
	return t
}

// gone says whether a defect is ticked. Ticking a rule mends its certain defects; what a
// person has yet to decide is only mended by its own tick.
func (t ticks) gone(f *rules.Finding, i int) bool {
	if i == scoring.Whole {
		return t.rules[f.Rule]
	}
	return t.rules[f.Rule] && certain(f.Defects[i]) || t.defects[tickOf(f.Rule, i)]
}

func tickOf(rule string, i int) string { return rule + "#" + strconv.Itoa(i) }

// certain reports a defect that counts: found for certain, or decided to be so.
func certain(d rules.Defect) bool {
	if d.Decided.Final() {
		return d.Decided.Outcome == rules.Fail
	}
	return d.Outcome == rules.Fail
}

func (s *Server) mend(c *call) (answer, error) {
	v, err := s.mendOf(c)
	if err != nil {
		return nil, err
	}
	return page{Name: "mend", Title: "试算：" + siteName(v.Site), Body: v}, nil
}

// mendOf tries what is ticked on the site asked for.
func (s *Server) mendOf(c *call) (v mendView, err error) {
	_, run, r, err := s.history(c, c.PathValue("site"), c.FormValue("run"))
	if err != nil {
		return v, err
	}
	sets, err := s.Rules()
	if err != nil {
		return v, err
	}
	at := findingsAt{run: run, site: r, sets: sets, zone: s.Zone}
	v = mendView{Site: r, Run: run, Back: "/sites/" + r.ID + "?run=" + run.ID, Pack: c.FormValue("pack"), Changed: changedRules(run, sets)}
	for _, sc := range r.Scores {
		if set := setOf(sets, sc.Pack); set != nil {
			v.Packs = append(v.Packs, packChoice{ID: set.ID, Title: cmp.Or(set.Title, set.ID)})
		}
	}
	if !slices.ContainsFunc(v.Packs, func(p packChoice) bool { return p.ID == v.Pack }) && len(v.Packs) > 0 {
		v.Pack = v.Packs[0].ID
	}
	if set := setOf(sets, v.Pack); set != nil {
		v.fill(at, set, readTicks(c.Form["d"]))
	}
	return v, nil
}

func (v *mendView) fill(at findingsAt, set *rules.Set, t ticks) {
	v.Title = cmp.Or(set.Title, set.ID)
	none := scoring.Mended(at.site.Findings, func(*rules.Finding, int) bool { return false })
	v.Now = scoring.Compute(set, none)
	then := scoring.Mended(at.site.Findings, t.gone)
	v.Then = scoring.Compute(set, then)
	v.Given = v.Then.Grade != scoring.Undetermined
	v.Gained, v.Better = v.Then.Points-v.Now.Points, v.Then.Points > v.Now.Points
	v.Drawing = reports.Waterfall("then", v.Then)
	for i := range at.site.Findings {
		f := &at.site.Findings[i]
		as := f.AsDecided()
		if set.Rule(f.Rule) == nil || as.Outcome != rules.Fail && as.Outcome != rules.Review {
			continue
		}
		row := mendRule{findingRow: at.row(f), Value: f.Rule, Ticked: t.rules[f.Rule]}
		if row.Ticked {
			v.Chosen++
		}
		if gain := scoring.Compute(set, scoring.Mended(at.site.Findings, func(g *rules.Finding, i int) bool {
			return g.Rule == f.Rule && (i == scoring.Whole || certain(g.Defects[i]))
		})).Points - v.Now.Points; gain > 0.005 {
			row.Gain = signed(gain)
		}
		for i, d := range f.Defects {
			if d.Decided.Final() && d.Decided.Outcome != rules.Fail {
				continue // decided not to be so: there is nothing to mend
			}
			if len(row.Defects) == mostTicks {
				row.More++
				continue
			}
			m := mendDefect{Value: tickOf(f.Rule, i), Words: cmp.Or(reports.Clean(d.Message), rules.CodeMeaning(f.Check, d.Code), d.Code), Certain: certain(d), Ticked: t.defects[tickOf(f.Rule, i)]}
			if m.Ticked {
				v.Chosen++
			}
			row.Defects = append(row.Defects, m)
		}
		v.Rules = append(v.Rules, row)
	}
	slices.SortStableFunc(v.Rules, func(a, b mendRule) int {
		failed := func(r mendRule) bool { return r.Outcome == rules.Fail }
		return cmp.Or(-compareBool(failed(a) && a.Veto, failed(b) && b.Veto), -compareBool(failed(a), failed(b)), cmp.Compare(b.Lost, a.Lost))
	})
}
