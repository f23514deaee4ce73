package web

import (
	"cmp"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/standing"
)

// overviewQuery is what the visitor asks to see: nothing in it can fail, for what is
// not understood is left out.
type overviewQuery struct {
	Pack, Level, State, Grade, Move, Search, Sort string
	Page                                          int
}

// sortings names the orders that can be asked for.
var sortings = []choice{{"", "名次"}, {"points", "得分从低到高"}, {"open", "未定分值最多"}, {"change", "变化最大"}, {"new", "新问题最多"}, {"fail", "不合格项最多"}, {"name", "名称"}}

// moveChoices names what can be asked about changes.
var moveChoices = []choice{{"", "不限"}, {"up", "得分上升"}, {"down", "得分下降"}, {"new", "有新问题"}, {"gone", "有问题消失"}, {"alert", "看到的明显减少"}, {"veto", "单项否决"}}

// choice is one entry of a menu.
type choice struct{ Value, Word string }

// Sortings and Moves are the menus of the form.
func (overviewQuery) Sortings() []choice { return sortings }

// Moves is the menu of what can be asked about changes.
func (overviewQuery) Moves() []choice { return moveChoices }

func readOverviewQuery(v url.Values, packs []packChoice) overviewQuery {
	q := overviewQuery{Pack: v.Get("pack"), Level: v.Get("level"), State: v.Get("state"), Grade: v.Get("grade"), Move: v.Get("move"), Sort: v.Get("sort"),
		Search: clipRunes(strings.TrimSpace(v.Get("q")), 100)}
	q.Page, _ = strconv.Atoi(v.Get("page"))
	if !slices.ContainsFunc(packs, func(p packChoice) bool { return p.ID == q.Pack }) {
		q.Pack = ""
		if len(packs) > 0 {
			q.Pack = packs[0].ID
		}
	}
	return q
}

// Filtered reports that not all sites are asked for.
func (q overviewQuery) Filtered() bool {
	return q.Level != "" || q.State != "" || q.Grade != "" || q.Move != "" || q.Search != ""
}

func (q overviewQuery) choose(rows []*standing.Row) []*standing.Row {
	search := extract.Fold(q.Search)
	var out []*standing.Row
	for _, r := range rows {
		if (q.Level == "" || string(r.Level) == q.Level) && (q.State == "" || string(r.State) == q.State) && (q.Grade == "" || r.Score.Grade == q.Grade) &&
			q.moved(r) && (search == "" || found(search, r.Summary)) {
			out = append(out, r)
		}
	}
	return out
}

// found searches what people know a site by. A code is known by its beginning, the
// place that the site belongs to.
func found(search string, s *audit.Summary) bool {
	return strings.HasPrefix(s.Code, search) || strings.Contains(extract.Fold(s.Name), search) || strings.Contains(extract.Fold(s.Department), search) ||
		strings.Contains(extract.Fold(s.ID), search) || strings.Contains(extract.Fold(s.URL), search)
}

func (q overviewQuery) moved(r *standing.Row) bool {
	d, ok := r.Delta()
	switch q.Move {
	case "up":
		return ok && d > 0
	case "down":
		return ok && d < 0
	case "new":
		return r.Change.New > 0
	case "gone":
		return r.Change.Gone > 0
	case "alert":
		return r.Alert != ""
	case "veto":
		return len(r.Score.AsDecided().Vetoes) > 0
	}
	return true
}

// sort brings rows, which come by rank, into the order asked for.
func (q overviewQuery) sort(rows []overviewRow) {
	by := func(key func(r overviewRow) float64) {
		slices.SortStableFunc(rows, func(a, b overviewRow) int { return cmp.Compare(key(a), key(b)) })
	}
	switch q.Sort {
	case "points":
		by(func(r overviewRow) float64 {
			if !r.Given {
				return math.Inf(1)
			}
			return r.Score.Points
		})
	case "open":
		by(func(r overviewRow) float64 { return r.Score.Low - r.Score.High })
	case "change":
		by(func(r overviewRow) float64 {
			d, _ := r.Row.Delta()
			return -math.Abs(d)
		})
	case "new":
		by(func(r overviewRow) float64 { return -float64(r.Change.New) })
	case "fail":
		by(func(r overviewRow) float64 { return -float64(r.Outcomes.N("fail")) })
	case "name":
		slices.SortStableFunc(rows, func(a, b overviewRow) int { return strings.Compare(a.Name, b.Name) })
	}
}

// perPage is how many sites a page shows.
const perPage = 50

// pager says which part of a list is shown, and leads to the others.
type pager struct {
	Page, Pages, Total int
	From, To           int // of the list, the end not included
	Back, Next         string
}

func (q overviewQuery) pager(total int) pager {
	return paged(q.Page, total, func(n int) string {
		q.Page = n
		return "/?" + q.encode()
	})
}

// paged cuts a list of so many into pages; link is the address of one.
func paged(at, total int, link func(int) string) pager {
	p := pager{Total: total, Pages: max((total+perPage-1)/perPage, 1)}
	p.Page = min(max(at, 1), p.Pages)
	p.From, p.To = (p.Page-1)*perPage, min(p.Page*perPage, total)
	if p.Page > 1 {
		p.Back = link(p.Page - 1)
	}
	if p.Page < p.Pages {
		p.Next = link(p.Page + 1)
	}
	return p
}

func (q overviewQuery) encode() string {
	v := url.Values{}
	for _, f := range []choice{{"pack", q.Pack}, {"level", q.Level}, {"state", q.State}, {"grade", q.Grade}, {"move", q.Move}, {"q", q.Search}, {"sort", q.Sort}} {
		if f.Word != "" {
			v.Set(f.Value, f.Word)
		}
	}
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	return v.Encode()
}

func placeWords(p scoring.Place) string {
	switch {
	case !p.Ranked():
		return "不排名"
	case p.Tied():
		return fmt.Sprintf("%d–%d", p.Best, p.Worst)
	}
	return strconv.Itoa(p.Best)
}

// signed writes a change of points.
func signed(d float64) string {
	d = math.Round(d*100) / 100
	switch {
	case d > 0:
		return "+" + strconv.FormatFloat(d, 'f', -1, 64)
	case d < 0:
		return "−" + strconv.FormatFloat(-d, 'f', -1, 64)
	}
	return "0"
}

func tenth(f float64) float64 { return math.Round(f*10) / 10 }

func clipRunes(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// First is the number of the first entry shown.
func (p pager) First() int { return p.From + 1 }
