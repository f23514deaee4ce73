package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
)

// ruleRow is one rule over all sites.
type ruleRow struct {
	Rule, Title string
	Check       string
	Counts      tally
	Defects     int // certain ones
	Failing     []siteLink
	Cut         int
}

type siteLink struct{ Name, Page string }

// mostNamed bounds the sites named beside a rule.
const mostNamed = 12

// ruleTally adds up every rule over the sites.
type ruleTally struct {
	b    book
	rows []ruleRow
	at   map[string]int // of rules among them
}

func (t *ruleTally) add(s *audit.Site, page string) {
	for i := range s.Findings {
		f := &s.Findings[i]
		k, ok := t.at[f.Rule]
		if !ok {
			k = len(t.rows)
			t.at[f.Rule] = k
			t.rows = append(t.rows, ruleRow{Rule: f.Rule, Title: t.b.title(f.Rule), Check: checkWord(f.Check), Counts: tally{}})
		}
		row := &t.rows[k]
		row.Counts[f.Outcome]++
		if f.Outcome != rules.Fail {
			continue
		}
		for _, d := range f.Defects {
			if d.Outcome == rules.Fail {
				row.Defects++
			}
		}
		if len(row.Failing) < mostNamed {
			row.Failing = append(row.Failing, siteLink{s.Name, page})
		} else {
			row.Cut++
		}
	}
}

// list returns the rules with failures first, then by the order in which they were met.
func (t *ruleTally) list() []ruleRow {
	out := t.rows
	slices.SortStableFunc(out, func(a, b ruleRow) int {
		return cmp.Or(cmp.Compare(b.Counts[rules.Fail], a.Counts[rules.Fail]), cmp.Compare(b.Counts[rules.Review], a.Counts[rules.Review]))
	})
	return out
}

// byCheck adds the rules up by kind of check.
func byCheck(list []ruleRow) *chart {
	var order []string
	counts := map[string]tally{}
	for _, row := range list {
		if counts[row.Check] == nil {
			counts[row.Check] = tally{}
			order = append(order, row.Check)
		}
		for _, o := range outcomes {
			counts[row.Check][o] += row.Counts[o]
		}
	}
	c := newChart("checks", "各类检查的结果（✓ 通过 ✕ 不合格 ？ 待核实 ○ 未能观察 – 不适用）", 1)
	c.Text = "每一横条是一类检查在全部网站上的结果，从左到右为通过、不合格、待核实、未能观察、不适用。"
	for _, name := range order {
		c.addTally(name, counts[name])
	}
	return c
}

// mostKinds bounds the chart of defects.
const mostKinds = 12

// defectTally counts certain defects by kind.
type defectTally struct {
	kinds []defectKind
	at    map[[2]string]int // by check and code
}

type defectKind struct {
	name           string
	defects, sites int
}

func (t *defectTally) add(s *audit.Site) {
	here := map[int]bool{}
	for i := range s.Findings {
		f := &s.Findings[i]
		for _, d := range f.Defects {
			if d.Outcome != rules.Fail {
				continue
			}
			key := [2]string{f.Check, d.Code}
			k, ok := t.at[key]
			if !ok {
				k = len(t.kinds)
				t.at[key] = k
				t.kinds = append(t.kinds, defectKind{name: checkWord(f.Check) + "：" + cmp.Or(rules.CodeMeaning(f.Check, d.Code), d.Code)})
			}
			t.kinds[k].defects++
			if !here[k] {
				here[k] = true
				t.kinds[k].sites++
			}
		}
	}
}

// chart shows the kinds, those on the most sites first; nil where there is none.
func (t *defectTally) chart() *chart {
	list := t.kinds
	if len(list) == 0 {
		return nil
	}
	slices.SortFunc(list, func(a, b defectKind) int {
		return cmp.Or(cmp.Compare(b.sites, a.sites), cmp.Compare(b.defects, a.defects), strings.Compare(a.name, b.name))
	})
	c := newChart("defects", "最常见的确定问题（涉及的网站数）", float64(list[0].sites))
	for _, k := range list[:min(len(list), mostKinds)] {
		c.add(k.name, fmt.Sprintf("%d 个网站 %d 处", k.sites, k.defects), span{0, float64(k.sites), "fail"})
	}
	return c
}
