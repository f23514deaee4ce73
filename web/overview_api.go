package web

import (
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/change"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/standing"
)

// overviewBody is the overview as programs read it.
type overviewBody struct {
	Packs    []packBody            `json:"packs"`
	Pack     string                `json:"pack"`
	Total    int                   `json:"total"` // sites that the caller sees
	Matching int                   `json:"matching"`
	Page     int                   `json:"page"`
	Pages    int                   `json:"pages"`
	States   map[audit.State]int   `json:"states"`
	Outcomes map[rules.Outcome]int `json:"outcomes"`
	Vetoed   int                   `json:"vetoed"`
	Grades   []gradeCount          `json:"grades"`
	Spread   []spreadBody          `json:"spread"`
	Mixed    bool                  `json:"mixed"`
	Changes  changesBody           `json:"changes"`
	Alerts   []alertBody           `json:"alerts"`
	Ranking  []standingBody        `json:"ranking"`
	Trend    []trendBody           `json:"trend"`
}

type packBody struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Sites int     `json:"sites"`
	Max   float64 `json:"max"`
}

// spreadBody is how many sites have points in a range.
type spreadBody struct {
	Points string `json:"points"`
	Sites  int    `json:"sites"`
}

// changesBody is what changed since the results before.
type changesBody struct {
	Compared int          `json:"compared"`
	Up       int          `json:"up"`
	Down     int          `json:"down"`
	Same     int          `json:"same"`
	Other    int          `json:"other"`
	Defects  change.Count `json:"defects"`
	Risen    []moveBody   `json:"risen"`
	Fallen   []moveBody   `json:"fallen"`
	Appeared []siteBrief  `json:"appeared"`
	Failed   []siteBrief  `json:"failed"`
}

type siteBrief struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type moveBody struct {
	siteBrief
	Delta float64 `json:"delta"`
}

type alertBody struct {
	siteBrief
	Words string `json:"words"`
}

// standingBody is one site in the ranking.
type standingBody struct {
	siteBrief
	URL        string                `json:"url"`
	Level      site.Level            `json:"level"`
	Department string                `json:"department"`
	State      audit.State           `json:"state"`
	Run        string                `json:"run"`
	Version    string                `json:"version"` // of the pack
	Place      *placeBody            `json:"place"`   // null: not ranked, or the caller does not see all sites
	Score      scoring.Score         `json:"score"`
	Delta      *float64              `json:"delta"` // null: there is nothing to compare with
	Changes    change.Count          `json:"changes"`
	Outcomes   map[rules.Outcome]int `json:"outcomes"`
	Defects    int                   `json:"defects"`
}

// placeBody is between which ranks a site stands.
type placeBody struct {
	Best  int `json:"best"`
	Worst int `json:"worst"`
}

type trendBody struct {
	Run     string  `json:"run"`
	AsOf    string  `json:"as_of"`
	Sites   int     `json:"sites"`
	Graded  int     `json:"graded"`
	Mean    float64 `json:"mean"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	Vetoed  int     `json:"vetoed"`
	Version string  `json:"version"`
	Break   bool    `json:"break"` // the pack is another version than in the run before
}

func (s *Server) overviewJSON(c *call) (answer, error) {
	v, err := s.overviewOf(c)
	if err != nil {
		return nil, err
	}
	out := overviewBody{Packs: []packBody{}, Pack: v.Pack.ID, Total: v.Sites, Matching: v.Pager.Total, Page: v.Pager.Page, Pages: v.Pager.Pages,
		States: map[audit.State]int{}, Outcomes: tallied(v.Outcomes), Vetoed: v.Vetoed, Grades: list(v.OfGrade), Spread: []spreadBody{}, Mixed: v.Mixed,
		Changes: v.Moves.body(), Alerts: []alertBody{}, Ranking: []standingBody{}, Trend: []trendBody{}}
	for _, p := range v.Packs {
		out.Packs = append(out.Packs, packBody(p))
	}
	for _, st := range v.States {
		out.States[st.State] = st.Count
	}
	if v.Scores != nil {
		for _, b := range v.Scores.Bars {
			out.Spread = append(out.Spread, spreadBody{b.Label, b.Count})
		}
	}
	for _, r := range v.Alerts {
		out.Alerts = append(out.Alerts, alertBody{briefOf(r), r.Alert})
	}
	for _, r := range v.Rows {
		out.Ranking = append(out.Ranking, r.body(v.All))
	}
	if v.Trend != nil {
		for _, p := range v.Trend.Points {
			out.Trend = append(out.Trend, trendBody{p.Run, p.AsOf, p.Sites, p.Graded, p.Mean, p.Low, p.Top, p.Vetoed, p.Version, p.Break})
		}
	}
	return jsonBody{Value: out}, nil
}

func briefOf(r *standing.Row) siteBrief { return siteBrief{r.ID, r.Name} }

func (r overviewRow) body(ranked bool) standingBody {
	out := standingBody{siteBrief: briefOf(r.Row), URL: r.URL, Level: r.Level, Department: r.Department, State: r.State, Run: r.Run.ID, Version: r.Version,
		Score: completeScores(r.Score)[0], Changes: r.Change, Outcomes: tallied(r.Outcomes), Defects: r.Certain}
	if ranked && r.Rank.Ranked() {
		out.Place = &placeBody{r.Rank.Best, r.Rank.Worst}
	}
	if d, ok := r.Row.Delta(); ok {
		out.Delta = &d
	}
	return out
}

func (m moves) body() changesBody {
	out := changesBody{Compared: m.Compared, Up: m.Up, Down: m.Down, Same: m.Same, Other: m.Other, Defects: m.Defects,
		Risen: []moveBody{}, Fallen: []moveBody{}, Appeared: []siteBrief{}, Failed: []siteBrief{}}
	for _, r := range m.Risen {
		d, _ := r.Row.Delta()
		out.Risen = append(out.Risen, moveBody{briefOf(r.Row), d})
	}
	for _, r := range m.Fallen {
		d, _ := r.Row.Delta()
		out.Fallen = append(out.Fallen, moveBody{briefOf(r.Row), d})
	}
	for _, r := range m.Appeared {
		out.Appeared = append(out.Appeared, briefOf(r))
	}
	for _, r := range m.Failed {
		out.Failed = append(out.Failed, briefOf(r))
	}
	return out
}

// tallied writes a tally with every outcome named.
func tallied(t standing.Tally) map[rules.Outcome]int {
	out := map[rules.Outcome]int{}
	for i, o := range standing.Outcomes() {
		out[o] = t[i]
	}
	return out
}

// completeScores writes scores with empty lists in place of absent ones.
func completeScores(scores ...scoring.Score) []scoring.Score {
	return reports.Complete(&audit.Site{Scores: scores}).Scores
}
