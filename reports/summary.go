package reports

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/scoring"
)

// writeSummary writes summary.csv: one row per site and pack, for spreadsheets.
// The byte order mark makes them read it as UTF-8.
func (r *Report) writeSummary(out io.Writer, b book) error {
	if _, err := io.WriteString(out, "\uFEFF"); err != nil {
		return err
	}
	w := csv.NewWriter(out)
	w.UseCRLF = true
	w.Write([]string{"网站编号", "网站名称", "首页", "层级", "责任单位", "状态", "规则包", "得分", "最低可能", "最高可能", "满分", "等级", "单项否决",
		"通过", "不合格", "待核实", "未能观察", "不适用", "页面数", "失败数", "抓取完整", "未完整的原因",
		"决定后得分", "决定后最低可能", "决定后最高可能", "决定后等级", "决定后单项否决"})
	sites := make(map[string]*audit.Site, len(r.Results.Sites))
	for _, s := range r.Results.Sites {
		sites[s.ID] = s
	}
	for of, err := range r.outcomes() {
		if err != nil {
			return err
		}
		s := sites[of.Site]
		if s == nil {
			continue // not for this reader
		}
		for _, row := range summaryRows(b, s, of.Rules) {
			for i := range row {
				row[i] = cell(row[i])
			}
			w.Write(row)
		}
	}
	w.Flush()
	return w.Error() // also reports what failed before it
}

func summaryRows(b book, s *audit.Site, list []audit.RuleSummary) [][]string {
	site := []string{s.ID, s.Name, s.URL, levelWord(s.Level), s.Department, stateWord(s.State)}
	complete := "是"
	if !s.Crawl.Complete {
		complete = "否"
	}
	crawl := []string{strconv.Itoa(s.Crawl.Pages), strconv.Itoa(s.Crawl.Failed), complete, s.Crawl.Stopped}
	if len(s.Scores) == 0 {
		row := append(site, make([]string, 12)...)
		row = append(row, crawl...)
		return [][]string{append(row, decidedCells(nil)...)}
	}
	var rows [][]string
	for _, c := range s.Scores {
		counts, held := tally{}, b.holds[c.Pack]
		for i := range list {
			if f := &list[i]; held == nil || held[f.Rule] {
				counts[f.Outcome]++
			}
		}
		row := append([]string{}, site...)
		row = append(row, c.Pack, points(c.Points), points(c.Low), points(c.High), points(c.Max), c.Grade, strings.Join(c.Vetoes, "；"))
		for _, o := range outcomes {
			row = append(row, strconv.Itoa(counts[o]))
		}
		row = append(row, crawl...)
		rows = append(rows, append(row, decidedCells(c.Decided)...))
	}
	return rows
}

// decidedCells is a score with what people decided; empty where nobody did.
func decidedCells(d *scoring.Decided) []string {
	if d == nil {
		return make([]string, 5)
	}
	return []string{points(d.Points), points(d.Low), points(d.High), d.Grade, strings.Join(d.Vetoes, "；")}
}

// cell makes text harmless in a spreadsheet: what begins like a formula, or like
// something a spreadsheet skips before one, is given an apostrophe, and what
// would begin another line is a space.
func cell(s string) string {
	s = clean(s)
	if s == "" {
		return ""
	}
	if strings.ContainsRune("=+-@\t\r＝＋－＠", firstRune(s)) {
		return "'" + s
	}
	return s
}
