package web

import (
	"cmp"
	"slices"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/change"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/standing"
)

func (s *Server) overviewRoutes() []route {
	return []route{{pattern: "GET /{$}", action: access.Browse, nav: "总览", handle: s.overview}}
}

// overviewView is where all sites stand by one pack.
type overviewView struct {
	Query    overviewQuery
	Packs    []packChoice
	Pack     packChoice
	Levels   []site.Level
	Grades   []string
	All      bool // the visitor sees all sites: ranks and averages mean something
	Sites    int
	States   []stateCard
	Outcomes standing.Tally
	Vetoed   int
	Moves    moves
	Alerts   []*standing.Row
	Mixed    bool    // the scores are of several versions of the pack
	Most     float64 // the end of the scale of points
	Decided  bool    // people decided something about a site shown
	Rows     []overviewRow
	Pager    pager
	Scores   *histogram
	ByGrade  *reports.Chart
	OfGrade  []gradeCount
	Trend    *trend
}

type packChoice struct {
	ID, Title string
	Sites     int
	Max       float64
}

type stateCard struct {
	State audit.State
	Count int
	Note  string
}

// overviewRow is one site in the ranking.
type overviewRow struct {
	*standing.Row
	Rank  scoring.Place
	Place string // in words
	Tied  bool
	Given bool // enough was decided to name points
	Open  bool
	// The interval and the points, in hundredths of the scale.
	Low, Width, At float64
	Delta          string // by how much the points changed; "": cannot be said
	Better         bool
}

// moves is what changed since the result before.
type moves struct {
	Compared         int // sites with a result before
	Up, Down, Same   int
	Other            int // sites of which points cannot be compared
	Defects          change.Count
	Risen, Fallen    []overviewRow
	Appeared, Failed []*standing.Row // sites that answered again, and that do not any more
}

// Most sites named in a list of what changed.
const mostMoves = 10

func (s *Server) overview(c *call) (answer, error) {
	v, err := s.overviewOf(c)
	return page{Name: "overview", Title: "总览", Body: v}, err
}

// overviewOf is where the sites stand that the visitor may see.
func (s *Server) overviewOf(c *call) (v overviewView, err error) {
	board, sets, err := s.board(c.Context())
	if err != nil {
		return v, err
	}
	v = overviewView{All: c.can(access.SeeAll, access.Object{}), Levels: site.Levels}
	for _, id := range board.Packs {
		p := packChoice{ID: id, Title: id, Sites: len(c.seen(board.Rows(id)))}
		if set := setOf(sets, id); set != nil {
			p.Title, p.Max = cmp.Or(set.Title, id), set.Scoring.Max+set.Scoring.BonusMax
		}
		if p.Sites > 0 {
			v.Packs = append(v.Packs, p)
		}
	}
	v.Query = readOverviewQuery(c.URL.Query(), v.Packs)
	if i := slices.IndexFunc(v.Packs, func(p packChoice) bool { return p.ID == v.Query.Pack }); i >= 0 {
		v.Pack = v.Packs[i]
	}
	seen := c.seen(board.Rows(v.Pack.ID))
	v.Grades = gradesOf(setOf(sets, v.Pack.ID), seen)
	v.fill(seen)
	if v.All && len(seen) > 0 {
		v.Trend, err = s.trend(c.Context(), v.Pack.ID)
	}
	return v, err
}

// fill shows the rows that the visitor sees, those that the query leaves.
func (v *overviewView) fill(seen []*standing.Row) {
	v.Sites = len(seen)
	chosen := v.Query.choose(seen)
	v.count(chosen)
	ranked := v.rank(chosen)
	v.Moves = movesOf(ranked)
	v.Scores = scoresOf(ranked)
	v.OfGrade = gradeCounts(v.Grades, chosen)
	v.ByGrade = gradeChart(v.OfGrade)
	v.Query.sort(ranked)
	v.Pager = v.Query.pager(len(ranked))
	v.Rows = ranked[v.Pager.From:v.Pager.To]
}

func (v *overviewView) count(rows []*standing.Row) {
	v.States = []stateCard{{State: audit.Audited, Note: "没有中途停下；个别没看到的，各站写明原因，不作缺失认定"}, {State: audit.Partial, Note: "没看到的不作缺失认定"}, {State: audit.Unreachable, Note: "首页没有打开，没看到的不扣分"}}
	versions := map[string]bool{}
	for _, r := range rows {
		for i := range v.States {
			if v.States[i].State == r.State {
				v.States[i].Count++
			}
		}
		for i, n := range r.Outcomes {
			v.Outcomes[i] += n
		}
		if len(r.Score.AsDecided().Vetoes) > 0 {
			v.Vetoed++
		}
		if r.Alert != "" && r.State != audit.Unreachable && len(v.Alerts) < mostMoves { // of one that does not open nothing is seen
			v.Alerts = append(v.Alerts, r)
		}
		versions[r.Version] = true
		v.Decided = v.Decided || r.Score.Decided != nil
	}
	v.Mixed = len(versions) > 1
}

// rank places the rows among each other, best first.
func (v *overviewView) rank(rows []*standing.Row) []overviewRow {
	entries := make([]scoring.Entry, len(rows))
	of := make(map[string]*standing.Row, len(rows))
	most := 0.0
	for i, r := range rows {
		entries[i] = scoring.Entry{ID: r.ID, Score: r.Score}
		of[r.ID] = r
		most = max(most, r.Score.High, r.Score.Start)
	}
	v.Most = most
	scale := 100 / max(most, 1e-6)
	var out []overviewRow
	for _, p := range scoring.Rank(entries) {
		r := of[p.ID]
		sc := r.Score
		row := overviewRow{Row: r, Rank: p, Place: placeWords(p), Tied: p.Tied(), Given: sc.Grade != scoring.Undetermined, Open: sc.Low != sc.High,
			Low: tenth(sc.Low * scale), Width: max(tenth((sc.High-sc.Low)*scale), 0.5), At: tenth(sc.Points * scale)}
		if d, ok := r.Delta(); ok {
			row.Delta, row.Better = signed(d), d > 0
		}
		out = append(out, row)
	}
	return out
}

// movesOf says what changed since the results before, best risers and worst fallers.
func movesOf(rows []overviewRow) moves {
	var m moves
	for _, r := range rows {
		if r.Before == nil {
			continue
		}
		m.Compared++
		m.Defects.Add(r.Change)
		d, ok := r.Row.Delta()
		switch {
		case !ok:
			m.Other++
		case d > 0:
			m.Up++
			m.Risen = append(m.Risen, r)
		case d < 0:
			m.Down++
			m.Fallen = append(m.Fallen, r)
		default:
			m.Same++
		}
		if before, now := r.Before.State, r.State; before == audit.Unreachable && now != before && len(m.Appeared) < mostMoves {
			m.Appeared = append(m.Appeared, r.Row)
		} else if now == audit.Unreachable && now != before && len(m.Failed) < mostMoves {
			m.Failed = append(m.Failed, r.Row)
		}
	}
	byDelta := func(sign float64) func(a, b overviewRow) int {
		return func(a, b overviewRow) int {
			da, _ := a.Row.Delta()
			db, _ := b.Row.Delta()
			return cmp.Or(cmp.Compare(db*sign, da*sign), cmp.Compare(a.ID, b.ID))
		}
	}
	slices.SortFunc(m.Risen, byDelta(1))
	slices.SortFunc(m.Fallen, byDelta(-1))
	m.Risen, m.Fallen = m.Risen[:min(len(m.Risen), mostMoves)], m.Fallen[:min(len(m.Fallen), mostMoves)]
	return m
}

// gradesOf lists the grades of a pack, best first, and others that occur.
func gradesOf(set *rules.Set, rows []*standing.Row) []string {
	var out []string
	if set != nil {
		for _, g := range set.Scoring.Grades {
			out = append(out, g.Name)
		}
		if set.Scoring.Failed != "" {
			out = append(out, set.Scoring.Failed)
		}
	}
	var others []string
	for _, r := range rows {
		if g := r.Score.Grade; g != "" && !slices.Contains(out, g) && !slices.Contains(others, g) {
			others = append(others, g)
		}
	}
	slices.Sort(others)
	return append(out, others...)
}
