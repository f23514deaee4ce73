package web

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

// aheadRow is what will be wrong if nothing changes.
type aheadRow struct {
	audit.Breach
	Title string
	Days  int // from the day of the run
}

const mostAhead = 30

func (at findingsAt) ahead() []aheadRow {
	var out []aheadRow
	today := calendar.DayOf(at.run.AsOf, at.zone)
	for _, b := range at.site.Ahead[:min(len(at.site.Ahead), mostAhead)] {
		out = append(out, aheadRow{b, at.title(b.Rule), int(b.Day - today)})
	}
	return out
}

// columnRow is one column of the site with what is held against it.
type columnRow struct {
	audit.Branch
	Stored string // its stored page; "": it was not obtained
	Held   []ruleLink
}

// columns writes the column tree. What is held against a column names it, or its page.
func (at findingsAt) columns(cov *audit.Coverage) []columnRow {
	held := map[string][]ruleLink{}
	for i := range at.site.Findings {
		f := &at.site.Findings[i]
		for _, d := range f.Defects {
			if d.Outcome != rules.Fail || d.Subject == "" {
				continue
			}
			link := at.link(f.Rule)
			if !slices.Contains(held[d.Subject], link) {
				held[d.Subject] = append(held[d.Subject], link)
			}
		}
	}
	var out []columnRow
	for _, b := range cov.Columns {
		row := columnRow{Branch: b, Held: slices.Concat(held[b.URL], held[b.Name])}
		if b.Failure == "" && b.Lists > 0 {
			row.Stored = storedPath(at.run.ID, at.site.ID, b.URL, "", "")
		}
		out = append(out, row)
	}
	return out
}

// packHistory is how the score of a site by one pack went.
type packHistory struct {
	Pack, Title string
	Drawing     *line
	Points      []historyPoint // newest first
}

type historyPoint struct {
	Run     string
	AsOf    string
	State   audit.State
	Score   scoring.Score
	Given   bool
	Version string
	Break   bool // the pack is another version than before
	Of      bool // it judged the pages of another run again
}

// packHistories writes the history of a site by the packs of its newest result.
func packHistories(past []audit.Past, sets []*rules.Set, day func(time.Time) string) []packHistory {
	if len(past) == 0 {
		return nil
	}
	var out []packHistory
	for i, sc := range past[0].Scores {
		h := packHistory{Pack: sc.Pack, Title: sc.Pack}
		if set := setOf(sets, sc.Pack); set != nil {
			h.Title = cmp.Or(set.Title, sc.Pack)
		}
		shas := []string{}
		for _, p := range past {
			at := slices.IndexFunc(p.Scores, func(c scoring.Score) bool { return c.Pack == sc.Pack })
			if at < 0 {
				continue
			}
			point := historyPoint{Run: p.Run.ID, AsOf: day(p.Run.AsOf), State: p.State, Score: p.Scores[at], Given: p.Scores[at].Grade != scoring.Undetermined, Of: p.Run.Of != ""}
			sha := ""
			for _, ref := range p.Run.Packs {
				if ref.ID == sc.Pack {
					point.Version, sha = ref.Version, ref.SHA256
				}
			}
			if n := len(h.Points); n > 0 {
				h.Points[n-1].Break = shas[n-1] != sha
			}
			h.Points, shas = append(h.Points, point), append(shas, sha)
		}
		h.draw(fmt.Sprint("history-", i))
		out = append(out, h)
	}
	return out
}

func (h *packHistory) draw(id string) {
	var points []linePoint
	most := 0.0
	for _, p := range slices.Backward(h.Points) {
		most = max(most, p.Score.Max, p.Score.Start)
		words := strconv.FormatFloat(p.Score.Points, 'f', -1, 64) + " 分"
		if !p.Given {
			words = scoring.Undetermined
		}
		points = append(points, linePoint{Label: p.AsOf, Value: p.Score.Points, Low: p.Score.Low, High: p.Score.High, Break: p.Break, Missing: !p.Given, ValueWithWords: words})
	}
	h.Drawing = newLine(id, "历次得分："+h.Title, most, points)
}
