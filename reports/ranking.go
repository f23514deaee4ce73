package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/scoring"
)

// ranking is one pack's.
type ranking struct {
	Pack, Title string
	Max         float64
	Rows        []rankRow
	Unranked    int
	Decided     bool // people decided something about some site
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

// ranker gathers the scores of one pack.
type ranker struct {
	b       book
	n       int // of the pack, on the page
	out     ranking
	entries []scoring.Entry
	rows    map[string]rankRow
}

func newRanker(b book, pack string, n int) *ranker {
	return &ranker{b: b, n: n, out: ranking{Pack: pack, Title: b.packTitle(pack)}, rows: map[string]rankRow{}}
}

func (k *ranker) add(s *audit.Site, page string) {
	at := slices.IndexFunc(s.Scores, func(c scoring.Score) bool { return c.Pack == k.out.Pack })
	if at < 0 {
		return
	}
	c := s.Scores[at]
	c.Lines = nil // for the page of the site
	k.entries = append(k.entries, scoring.Entry{ID: s.ID, Score: c})
	k.out.Max = max(k.out.Max, c.Max, c.Start)
	k.rows[s.ID] = rankRow{Name: s.Name, Page: page, Level: levelWord(s.Level), Score: c, Open: c.Low != c.High, Given: given(c),
		Counts: k.b.count(s, k.out.Pack), State: s.State}
}

// ranking ranks what was gathered.
func (k *ranker) ranking() ranking {
	b, out, n := k.b, k.out, k.n
	for _, p := range scoring.Rank(k.entries) {
		row := k.rows[p.ID]
		row.Place, row.Tied = placeWords(p), p.Tied()
		out.Decided = out.Decided || row.Score.Decided != nil
		if !p.Ranked() {
			out.Unranked++
		}
		scale := 100 / max(out.Max, 1e-6)
		row.Low, row.W, row.At = tenth(row.Score.Low*scale), max(tenth((row.Score.High-row.Score.Low)*scale), 0.5), tenth(row.Score.Points*scale)
		out.Rows = append(out.Rows, row)
	}
	out.Grades = grades(b, out.Rows, out.Pack, n)
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
