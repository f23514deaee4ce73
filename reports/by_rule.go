package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

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

// byRule adds up every rule over the sites: those with failures first, then by
// the order in which the packs hold them.
func (r *Report) byRule(b book, pages pageOf) []ruleRow {
	var out []ruleRow
	at := map[string]int{}
	for _, s := range r.Results.Sites {
		for _, f := range s.Findings {
			i, ok := at[f.Rule]
			if !ok {
				i = len(out)
				at[f.Rule] = i
				out = append(out, ruleRow{Rule: f.Rule, Title: b.title(f.Rule), Check: checkWord(f.Check), Counts: tally{}})
			}
			row := &out[i]
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
				row.Failing = append(row.Failing, siteLink{s.Name, pages[s.ID]})
			} else {
				row.Cut++
			}
		}
	}
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

// byDefect counts certain defects by kind, most frequent first.
func (r *Report) byDefect() *chart {
	type kind struct {
		name           string
		defects, sites int
	}
	var list []kind
	at := map[[2]string]int{}
	for _, s := range r.Results.Sites {
		here := map[int]bool{}
		for _, f := range s.Findings {
			for _, d := range f.Defects {
				if d.Outcome != rules.Fail {
					continue
				}
				key := [2]string{f.Check, d.Code}
				i, ok := at[key]
				if !ok {
					i = len(list)
					at[key] = i
					list = append(list, kind{name: checkWord(f.Check) + "：" + cmp.Or(rules.CodeMeaning(f.Check, d.Code), d.Code)})
				}
				list[i].defects++
				if !here[i] {
					here[i] = true
					list[i].sites++
				}
			}
		}
	}
	if len(list) == 0 {
		return nil
	}
	slices.SortFunc(list, func(a, b kind) int {
		return cmp.Or(cmp.Compare(b.sites, a.sites), cmp.Compare(b.defects, a.defects), strings.Compare(a.name, b.name))
	})
	c := newChart("defects", "最常见的确定问题（涉及的网站数）", float64(list[0].sites))
	for _, k := range list[:min(len(list), mostKinds)] {
		c.add(k.name, fmt.Sprintf("%d 个网站 %d 处", k.sites, k.defects), span{0, float64(k.sites), "fail"})
	}
	return c
}
