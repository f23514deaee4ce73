package web

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/scoring"
)

// trend is how the points of a pack went from run to run.
type trend struct {
	Drawing *line
	Points  []trendPoint // newest first
}

// trendPoint is one run.
type trendPoint struct {
	Run            string
	AsOf           string
	Sites, Graded  int
	Mean, Low, Top float64
	Vetoed         int
	Version        string
	Break          bool // the pack is another version than in the run before
	start          float64
}

// mostTrend is how many runs a trend looks back.
const mostTrend = 12

// trend reads how the newest runs scored by a pack.
func (s *Server) trend(ctx context.Context, pack string) (*trend, error) {
	runs, err := s.Records.Runs(ctx)
	if err != nil {
		return nil, err
	}
	t := &trend{}
	again := map[string]bool{} // runs whose snapshots a newer run judged
	for _, r := range runs {
		if len(t.Points) == mostTrend {
			break
		}
		if r.Finished.IsZero() || again[r.ID] || again[r.Of] {
			continue
		}
		i := slices.IndexFunc(r.Packs, func(p audit.PackRef) bool { return p.ID == pack })
		if i < 0 {
			continue
		}
		p, err := s.trendPoint(ctx, r, pack)
		if err != nil {
			return nil, err
		}
		if p.Sites == 0 {
			continue
		}
		if r.Of != "" {
			whole, err := s.trendPoint(ctx, audit.Run{ID: r.Of}, pack)
			if err != nil {
				return nil, err
			}
			if p.Sites < whole.Sites {
				continue // some of its sites were judged again, which says nothing of the others
			}
			again[r.Of] = true
		}
		p.AsOf, p.Version = s.day(r.AsOf), r.Packs[i].Version
		if n := len(t.Points); n > 0 {
			t.Points[n-1].Break = t.Points[n-1].Version != p.Version
		}
		t.Points = append(t.Points, p)
	}
	t.draw()
	return t, nil
}

// trendPoint sums up a finished run, once.
func (s *Server) trendPoint(ctx context.Context, r audit.Run, pack string) (trendPoint, error) {
	key := [2]string{r.ID, pack}
	s.boards.mu.Lock()
	p, ok := s.boards.trends[key]
	s.boards.mu.Unlock()
	if ok {
		return p, nil
	}
	list, err := s.Records.Summaries(ctx, r.ID)
	if err != nil {
		return p, err
	}
	p = sumTrend(r.ID, pack, list)
	s.boards.mu.Lock()
	defer s.boards.mu.Unlock()
	if s.boards.trends == nil || len(s.boards.trends) > 1000 {
		s.boards.trends = map[[2]string]trendPoint{}
	}
	s.boards.trends[key] = p
	return p, nil
}

func sumTrend(run, pack string, list []audit.Summary) trendPoint {
	p := trendPoint{Run: run, Low: math.Inf(1), Top: math.Inf(-1)}
	total := 0.0
	for i := range list {
		at := slices.IndexFunc(list[i].Scores, func(c scoring.Score) bool { return c.Pack == pack })
		if at < 0 {
			continue
		}
		sc := &list[i].Scores[at]
		p.Sites++
		p.start = max(p.start, sc.Max)
		if len(sc.Vetoes) > 0 {
			p.Vetoed++
		}
		if sc.Grade == scoring.Undetermined {
			continue
		}
		p.Graded++
		total += sc.Points
		p.Low, p.Top = min(p.Low, sc.Points), max(p.Top, sc.Points)
	}
	if p.Graded == 0 {
		p.Low, p.Top = 0, 0
		return p
	}
	p.Mean = math.Round(total/float64(p.Graded)*100) / 100
	return p
}

// draw makes the drawing, oldest first.
func (t *trend) draw() {
	var points []linePoint
	most := 0.0
	for _, p := range slices.Backward(t.Points) {
		most = max(most, p.start)
		points = append(points, linePoint{Label: p.AsOf, Value: p.Mean, Low: p.Low, High: p.Top, Break: p.Break, Missing: p.Graded == 0,
			ValueWithWords: fmt.Sprintf("平均 %s 分（%d 个网站）", strconv.FormatFloat(p.Mean, 'f', -1, 64), p.Graded)})
	}
	t.Drawing = newLine("trend", "平均得分的变化", most, points)
}
