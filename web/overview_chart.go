package web

import (
	"fmt"
	"strings"

	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/standing"
)

// histogram counts sites by ranges of points, as upright bars.
type histogram struct {
	Bars []histogramBar
	Text string // what it says, in words
}

// histogramBar is one range. The whole drawing is 400 wide and 170 high; its bars
// stand on 140.
type histogramBar struct {
	Label             string // 80–
	Count             int
	X, Y, Width, High float64
	Middle            float64
}

const (
	histogramBars   = 10
	histogramWidth  = 400.0
	histogramGround = 140.0
	histogramRoom   = 120.0
)

// scoresOf counts the rows of which enough was decided, by tenths of full marks. Points
// above full marks (bonus) are counted with the last tenth; nil where there are none.
func scoresOf(rows []overviewRow) *histogram {
	var counts [histogramBars]int
	all, most := 0, 1
	full := 0.0
	for _, r := range rows {
		if !r.Given || r.Score.Start <= 0 {
			continue
		}
		full = max(full, r.Score.Start)
		i := min(max(int(r.Score.Points/r.Score.Start*histogramBars), 0), histogramBars-1)
		counts[i]++
		all++
		most = max(most, counts[i])
	}
	if all == 0 {
		return nil
	}
	h := &histogram{}
	var words []string
	step := histogramWidth / histogramBars
	for i, n := range counts {
		high := tenth(float64(n) / float64(most) * histogramRoom)
		from, to := full*float64(i)/histogramBars, full*float64(i+1)/histogramBars
		label, long := fmt.Sprintf("%g–%g", from, to), fmt.Sprintf("%g–%g 分", from, to)
		if i == histogramBars-1 {
			label, long = fmt.Sprintf("≥%g", from), fmt.Sprintf("%g 分以上", from)
		}
		h.Bars = append(h.Bars, histogramBar{Label: label, Count: n, X: float64(i)*step + 3, Y: histogramGround - high, Width: step - 6, High: high, Middle: (float64(i) + 0.5) * step})
		if n > 0 {
			words = append(words, fmt.Sprintf("%s %d 个", long, n))
		}
	}
	h.Text = fmt.Sprintf("%d 个已评定的网站按得分分布：%s。", all, strings.Join(words, "，"))
	return h
}

// gradeCount is how many sites have a grade.
type gradeCount struct {
	Grade string `json:"grade"`
	Sites int    `json:"sites"`
}

// gradeCounts counts sites by grade; nil where there are none.
func gradeCounts(grades []string, rows []*standing.Row) []gradeCount {
	if len(rows) == 0 {
		return nil
	}
	var out []gradeCount
	for _, g := range grades {
		n := 0
		for _, r := range rows {
			if r.Score.Grade == g {
				n++
			}
		}
		out = append(out, gradeCount{g, n})
	}
	return out
}

// gradeChart draws the counts; nil where there are none.
func gradeChart(counts []gradeCount) *reports.Chart {
	if len(counts) == 0 {
		return nil
	}
	most := 1
	for _, g := range counts {
		most = max(most, g.Sites)
	}
	c := reports.NewChart("grades", "各等级的网站数", float64(most))
	var words []string
	for _, g := range counts {
		c.Bar(g.Grade, fmt.Sprint(g.Sites, " 个"), 0, float64(g.Sites), "total")
		words = append(words, fmt.Sprintf("%s %d 个", reports.Clean(g.Grade), g.Sites))
	}
	c.Text = strings.Join(words, "，")
	return c
}
