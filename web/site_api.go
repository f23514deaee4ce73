package web

import (
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
)

// siteBody is all about one site in one run, its findings in short.
type siteBody struct {
	Site     siteHead              `json:"site"`
	Run      audit.Run             `json:"run"`
	Newest   bool                  `json:"newest"`
	Changed  string                `json:"changed"`
	Reach    string                `json:"reach"`
	Outcomes map[rules.Outcome]int `json:"outcomes"`
	Scores   []packScoreBody       `json:"scores"`
	Matching int                   `json:"matching"`
	Page     int                   `json:"page"`
	Pages    int                   `json:"pages"`
	Findings []findingBrief        `json:"findings"`
	Ahead    []aheadBody           `json:"ahead"`
	History  []historyBody         `json:"history"`
	Columns  []columnBody          `json:"columns"`
	Failed   []audit.Count         `json:"failed"`
	Skipped  []audit.Count         `json:"skipped"`
}

type siteHead struct {
	siteBrief
	URL        string      `json:"url"`
	Level      site.Level  `json:"level"`
	Department string      `json:"department"`
	Code       string      `json:"code"`
	State      audit.State `json:"state"`
	Crawl      audit.Crawl `json:"crawl"`
}

func headOf(r *audit.Site) siteHead {
	return siteHead{siteBrief{r.ID, r.Name}, r.URL, r.Level, r.Department, r.Code, r.State, r.Crawl}
}

// packScoreBody is a score with its lines, and what is best mended first.
type packScoreBody struct {
	Title string        `json:"title"`
	Score scoring.Score `json:"score"`
	Steps []stepBody    `json:"steps"`
}

type stepBody struct {
	ruleBrief
	Defects int     `json:"defects"`
	Gain    float64 `json:"gain"`
	Points  float64 `json:"points"`
	Grade   string  `json:"grade"`
	Lifts   bool    `json:"lifts"`
}

type ruleBrief struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// findingBrief is a finding in a list.
type findingBrief struct {
	Rule     string        `json:"rule"`
	Title    string        `json:"title"`
	Check    string        `json:"check"`
	Outcome  rules.Outcome `json:"outcome"`
	Decided  string        `json:"decided"` // the outcome as people decided; "": nobody did
	Veto     bool          `json:"veto"`
	Lost     float64       `json:"lost"`
	Max      float64       `json:"max"`
	Certain  int           `json:"certain"`
	Doubtful int           `json:"doubtful"`
	Reason   string        `json:"reason"`
}

type aheadBody struct {
	audit.Breach
	Title string `json:"title"`
	Days  int    `json:"days"` // from the day of the run
}

type historyBody struct {
	Pack   string             `json:"pack"`
	Title  string             `json:"title"`
	Points []historyPointBody `json:"points"`
}

type historyPointBody struct {
	Run     string        `json:"run"`
	AsOf    string        `json:"as_of"`
	State   audit.State   `json:"state"`
	Score   scoring.Score `json:"score"`
	Version string        `json:"version"`
	Break   bool          `json:"break"`
	Again   bool          `json:"again"` // it judged the pages of another run again
}

type columnBody struct {
	audit.Branch
	Held []ruleBrief `json:"held"`
}

func (s *Server) siteJSON(c *call) (answer, error) {
	v, err := s.siteOf(c)
	if err != nil {
		return nil, err
	}
	v.Run.Packs = list(v.Run.Packs)
	p := paged(number(c.FormValue("page")), len(v.Findings), func(int) string { return "" })
	out := siteBody{Site: headOf(v.Site), Run: v.Run, Newest: v.Newest, Changed: v.Changed, Reach: v.Reach, Outcomes: tallied(v.Counts), Scores: []packScoreBody{},
		Matching: v.Matching, Page: p.Page, Pages: p.Pages, Findings: []findingBrief{}, Ahead: []aheadBody{}, History: []historyBody{}, Columns: []columnBody{},
		Failed: list(v.Failed), Skipped: list(v.Skipped)}
	for _, sc := range v.Scores {
		row := packScoreBody{sc.Title, completeScores(sc.Score)[0], []stepBody{}}
		for _, st := range sc.Steps {
			row.Steps = append(row.Steps, stepBody{ruleBrief{st.Rule, st.Title}, st.Defects, st.Gain, st.Points, st.Grade, st.Lifts})
		}
		out.Scores = append(out.Scores, row)
	}
	for _, f := range v.Findings[p.From:p.To] {
		out.Findings = append(out.Findings, f.brief())
	}
	for _, a := range v.Ahead {
		out.Ahead = append(out.Ahead, aheadBody(a))
	}
	for _, h := range v.History {
		out.History = append(out.History, h.body())
	}
	for _, col := range v.Columns {
		row := columnBody{col.Branch, []ruleBrief{}}
		for _, r := range col.Held {
			row.Held = append(row.Held, ruleBrief{r.ID, r.Title})
		}
		out.Columns = append(out.Columns, row)
	}
	return jsonBody{Value: out}, nil
}

func (f findingRow) brief() findingBrief {
	return findingBrief{Rule: f.Rule, Title: f.Title, Check: f.Check, Outcome: f.Outcome, Decided: f.Decided, Veto: f.Veto, Lost: f.Lost, Max: f.Max,
		Certain: f.Certain, Doubtful: f.Doubtful, Reason: f.Reason}
}

func (h packHistory) body() historyBody {
	out := historyBody{h.Pack, h.Title, []historyPointBody{}}
	for _, p := range h.Points {
		out.Points = append(out.Points, historyPointBody{p.Run, p.AsOf, p.State, completeScores(p.Score)[0], p.Version, p.Break, p.Of})
	}
	return out
}

// mendBody is what a score becomes once chosen defects are mended.
type mendBody struct {
	Site   string         `json:"site"`
	Run    string         `json:"run"`
	Pack   string         `json:"pack"`
	Packs  []ruleBrief    `json:"packs"`
	Now    scoring.Score  `json:"now"`
	Then   scoring.Score  `json:"then"`
	Chosen int            `json:"chosen"`
	Rules  []mendRuleBody `json:"rules"`
}

// mendRuleBody is a rule that can be ticked, by its value.
type mendRuleBody struct {
	Value   string           `json:"value"`
	Title   string           `json:"title"`
	Ticked  bool             `json:"ticked"`
	Gain    string           `json:"gain"`
	Defects []mendDefectBody `json:"defects"`
	More    int              `json:"more"`
}

type mendDefectBody struct {
	Value   string `json:"value"`
	Words   string `json:"words"`
	Certain bool   `json:"certain"`
	Ticked  bool   `json:"ticked"`
}

func (s *Server) mendJSON(c *call) (answer, error) {
	v, err := s.mendOf(c)
	if err != nil {
		return nil, err
	}
	if v.Title == "" {
		return nil, errMissing // no pack of today scored it: there is nothing to try
	}
	both := completeScores(v.Now, v.Then)
	out := mendBody{Site: v.Site.ID, Run: v.Run.ID, Pack: v.Pack, Packs: []ruleBrief{}, Now: both[0], Then: both[1], Chosen: v.Chosen, Rules: []mendRuleBody{}}
	for _, p := range v.Packs {
		out.Packs = append(out.Packs, ruleBrief{p.ID, p.Title})
	}
	for _, r := range v.Rules {
		row := mendRuleBody{r.Value, r.Title, r.Ticked, r.Gain, []mendDefectBody{}, r.More}
		for _, d := range r.Defects {
			row.Defects = append(row.Defects, mendDefectBody(d))
		}
		out.Rules = append(out.Rules, row)
	}
	return jsonBody{Value: out}, nil
}
