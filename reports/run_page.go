package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
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
}

type stateCount struct {
	State audit.State
	Count int
	Note  string
}

// ranking is one pack's.
type ranking struct {
	Pack, Title string
	Max         float64
	Rows        []rankRow
	Unranked    int
	Grades      *chart
	Spread      *chart
}

// rankRow is one site in a ranking.
type rankRow struct {
	Place  string
	Tied   bool
	Name   string
	Page   string
	Level  string
	Score  scoring.Score
	Open   bool
	Given  bool
	Counts tally
	State  audit.State
	Low, W float64 // the interval, in hundredths of the scale
	At     float64 // the points
}

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

// siteRow is one site in the list of what was looked at.
type siteRow struct {
	Site   *audit.Site
	Page   string
	Counts tally
}

// mostNamed bounds the sites named beside a rule.
const mostNamed = 12

// pageOf holds the address of each site's page from report.html, by site ID.
type pageOf map[string]string

func (r *Report) runPage(b book, pages pageOf) runPage {
	v := runPage{Sites: len(r.Results.Sites), Counts: tally{}}
	notes := map[audit.State]string{
		audit.Audited: "能到达的页面都已看过", audit.Partial: "只看了一部分，没看到的不作缺失认定", audit.Unreachable: "首页没有打开，不扣分、不排名",
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

func (r *Report) ranking(b book, pages pageOf, pack string, n int) ranking {
	out := ranking{Pack: pack, Title: b.packTitle(pack)}
	var entries []scoring.Entry
	rows := map[string]rankRow{}
	for _, s := range r.Results.Sites {
		at := slices.IndexFunc(s.Scores, func(c scoring.Score) bool { return c.Pack == pack })
		if at < 0 {
			continue
		}
		c := s.Scores[at]
		entries = append(entries, scoring.Entry{ID: s.ID, Score: c})
		out.Max = max(out.Max, c.Max, c.Start)
		rows[s.ID] = rankRow{Name: s.Name, Page: pages[s.ID], Level: levelWord(s.Level), Score: c, Open: c.Low != c.High, Given: given(c),
			Counts: b.count(s, pack), State: s.State}
	}
	for _, p := range scoring.Rank(entries) {
		row := rows[p.ID]
		row.Place, row.Tied = placeWords(p), p.Tied()
		if !p.Ranked() {
			out.Unranked++
		}
		scale := 100 / max(out.Max, 1e-6)
		row.Low, row.W, row.At = tenth(row.Score.Low*scale), max(tenth((row.Score.High-row.Score.Low)*scale), 0.5), tenth(row.Score.Points*scale)
		out.Rows = append(out.Rows, row)
	}
	out.Grades = grades(b, out.Rows, pack, n)
	out.Spread = spread(out.Rows, n)
	return out
}

func placeWords(p scoring.Place) string {
	switch {
	case !p.Ranked():
		return "不排名"
	case p.Tied():
		return fmt.Sprintf("%d–%d", p.Best, p.Worst)
	}
	return fmt.Sprint(p.Best)
}

// grades counts the sites by grade, best first, those without one last.
func grades(b book, rows []rankRow, pack string, n int) *chart {
	var order []string
	if s := b.sets[pack]; s != nil {
		for _, g := range s.Scoring.Grades {
			order = append(order, g.Name)
		}
		order = append(order, s.Scoring.Failed)
	}
	counts := map[string]int{}
	most := 1
	for _, row := range rows {
		name := cmp.Or(row.Score.Grade, "无等级")
		counts[name]++
		most = max(most, counts[name])
		if !slices.Contains(order, name) {
			order = append(order, name)
		}
	}
	c := newChart(fmt.Sprint("grades-", n), "各等级的网站数", float64(most))
	var words []string
	for _, name := range order {
		c.add(name, fmt.Sprint(counts[name], " 个"), span{0, float64(counts[name]), "total"})
		words = append(words, fmt.Sprint(clip(clean(name), 20), " ", counts[name], " 个"))
	}
	c.Text = strings.Join(words, "，")
	return c
}

// spread counts the ranked sites by tenths of full marks.
func spread(rows []rankRow, n int) *chart {
	names := []string{"60% 以下", "60%–70%", "70%–80%", "80%–90%", "90% 以上"}
	var counts [5]int
	most := 1
	for _, row := range rows {
		if row.Place == "不排名" || row.Score.Start <= 0 {
			continue
		}
		i := min(max(int(row.Score.Points/row.Score.Start*10)-5, 0), 4)
		counts[i]++
		most = max(most, counts[i])
	}
	c := newChart(fmt.Sprint("spread-", n), "得分占满分的比例（参加排名的网站数）", float64(most))
	for i := len(names) - 1; i >= 0; i-- {
		c.add(names[i], fmt.Sprint(counts[i], " 个"), span{0, float64(counts[i]), "total"})
	}
	return c
}

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
