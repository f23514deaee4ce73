package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

var stateNames = map[audit.State]string{
	audit.Audited: "已审计", audit.Partial: "部分观察", audit.Unreachable: "无法访问",
}

// printScoreboard writes one line per site and pack: score, the interval that
// what is undecided leaves open, and how many findings ended how; and, where people
// decided something, the score with it.
func printScoreboard(w io.Writer, sites []*audit.Site) {
	rows := [][]string{{"网站", "状态", "规则包", "得分", "区间", "等次", "不合格", "待核实", "未能观察", "页面"}}
	decided := slices.ContainsFunc(sites, func(s *audit.Site) bool {
		return slices.ContainsFunc(s.Scores, func(sc scoring.Score) bool { return sc.Decided != nil })
	})
	if decided {
		rows[0] = append(rows[0], "决定后")
	}
	for _, s := range sites {
		n := map[rules.Outcome]int{}
		for _, f := range s.Findings {
			n[f.Outcome]++
		}
		for _, sc := range s.Scores {
			points, grade := fmt.Sprintf("%.1f", sc.Points), sc.Grade
			if grade == scoring.Undetermined {
				points = "–" // nothing lost because too little was seen is no full marks
			}
			row := []string{printable(s.Name), stateNames[s.State], sc.Pack, points,
				fmt.Sprintf("%.1f–%.1f", sc.Low, sc.High), grade, fmt.Sprint(n[rules.Fail]), fmt.Sprint(n[rules.Review]),
				fmt.Sprint(n[rules.Unknown]), fmt.Sprint(s.Crawl.Pages)}
			if decided {
				row = append(row, decidedWords(sc.Decided))
			}
			rows = append(rows, row)
		}
	}
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r {
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	for _, r := range rows {
		var b strings.Builder
		for i, cell := range r {
			b.WriteString(cell)
			if i < len(r)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-uniseg.StringWidth(cell)+2))
			}
		}
		fmt.Fprintln(w, b.String())
	}
}

// decidedWords is a score with what people decided.
func decidedWords(d *scoring.Decided) string {
	switch {
	case d == nil:
		return "–"
	case d.Grade == scoring.Undetermined:
		return d.Grade
	}
	return fmt.Sprintf("%.1f %s", d.Points, d.Grade)
}

// printable keeps a name from a config or a page from steering the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || (r >= 0x80 && r < 0xa0) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return -1
		}
		return r
	}, s)
}

func printFiles(w io.Writer, dir string, files []string) {
	fmt.Fprintf(w, "\n报告写在 %s（共 %d 个文件）：\n", dir, len(files))
	for _, name := range []string{"report.html", "crawl.html", "rectification.xlsx", "summary.csv", "results.json"} {
		fmt.Fprintf(w, "  %s\n", filepath.Join(dir, name))
	}
}
