package web

import (
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
)

// findingBody is one finding with all that it is defended by.
type findingBody struct {
	Site       siteBrief      `json:"site"`
	Run        string         `json:"run"`
	Rule       string         `json:"rule"`
	Title      string         `json:"title"`
	Check      string         `json:"check"`
	Changed    string         `json:"changed"`
	Outcome    rules.Outcome  `json:"outcome"`
	Proposed   rules.Outcome  `json:"proposed"`
	Decided    *rules.Verdict `json:"decided"` // null: nobody decided
	Confidence float64        `json:"confidence"`
	Reason     string         `json:"reason"`
	Cost       string         `json:"cost"`
	Lost       float64        `json:"lost"`
	Max        float64        `json:"max"`
	Examined   int            `json:"examined"`
	Open       bool           `json:"open"`
	Method     string         `json:"method"`
	Remedy     string         `json:"remedy"`
	Due        string         `json:"due"`
	Basis      []basisBody    `json:"basis"`
	Clauses    []clauseBody   `json:"clauses"`
	Total      int            `json:"total"` // defects
	Page       int            `json:"page"`
	Pages      int            `json:"pages"`
	Defects    []defectBody   `json:"defects"`
	Seen       []proofBody    `json:"seen"`
	Decisions  []decisionBody `json:"decisions"`
	History    []pastBody     `json:"history"`
}

type clauseBody struct {
	Clause string `json:"clause"`
	Title  string `json:"title"`
	Item   string `json:"item"`
	Words  string `json:"words"`
}

type basisBody struct {
	Document string `json:"document"`
	Item     string `json:"item"`
	Quote    string `json:"quote"`
	Status   string `json:"status"`
}

type defectBody struct {
	Code     string         `json:"code"`
	Means    string         `json:"means"`
	Outcome  rules.Outcome  `json:"outcome"`
	Subject  string         `json:"subject"`
	Message  string         `json:"message"`
	Decided  *rules.Verdict `json:"decided"`
	Item     *itemBrief     `json:"item"` // null: there is none
	Dates    []dateBody     `json:"dates"`
	Evidence []proofBody    `json:"evidence"`
	Cut      int            `json:"cut"` // pieces of evidence left out
}

type itemBrief struct {
	ID    string       `json:"id"`
	State ledger.State `json:"state"`
}

type dateBody struct {
	Name  string `json:"name"`
	Day   string `json:"day"`
	From  string `json:"from"`
	Quote string `json:"quote"`
}

type proofBody struct {
	rules.Evidence
	Stored string `json:"stored"` // where the stored page is shown; "": there is none
}

type decisionBody struct {
	Answer  review.Answer `json:"answer"`
	Code    string        `json:"code"`
	Subject string        `json:"subject"`
	Reason  string        `json:"reason"`
	By      string        `json:"by"`
	At      time.Time     `json:"at"`
	Until   calendar.Day  `json:"until"`
	Run     string        `json:"run"`
}

type pastBody struct {
	Run      string        `json:"run"`
	AsOf     time.Time     `json:"as_of"`
	Outcome  rules.Outcome `json:"outcome"`
	Decided  rules.Outcome `json:"decided"`
	Certain  int           `json:"certain"`
	Doubtful int           `json:"doubtful"`
	Lost     float64       `json:"lost"`
}

func (s *Server) findingJSON(c *call) (answer, error) {
	v, err := s.findingOf(c)
	if err != nil {
		return nil, err
	}
	f := v.Finding
	out := findingBody{Site: siteBrief{v.Site.ID, v.Site.Name}, Run: v.Run.ID, Rule: f.Rule, Title: v.Words.Title, Check: f.Check, Changed: v.Changed, Outcome: f.Outcome,
		Proposed: f.Proposed, Decided: f.Decided, Confidence: f.Confidence, Reason: f.Reason, Cost: v.Words.Cost, Lost: f.Lost, Max: f.Max, Examined: f.Examined,
		Open: f.Open, Method: v.Words.Method, Remedy: v.Words.Remedy, Due: v.Words.Due, Basis: []basisBody{}, Clauses: clauseBodies(v.Clauses),
		Total: v.Pager.Total, Page: v.Pager.Page, Pages: v.Pager.Pages, Defects: []defectBody{}, Seen: proofs(v.Seen), Decisions: []decisionBody{}, History: []pastBody{}}
	for _, b := range v.Words.Basis {
		out.Basis = append(out.Basis, basisBody(b))
	}
	for _, d := range v.Defects {
		out.Defects = append(out.Defects, d.body())
	}
	for _, d := range v.Decisions {
		out.Decisions = append(out.Decisions, decisionBody{d.Answer, d.Code, d.Subject, d.Reason, d.By, d.At, d.Until, d.Run})
	}
	for _, p := range v.Past {
		out.History = append(out.History, pastBody{p.Run.ID, p.Run.AsOf, p.Outcome, p.Decided, p.Certain, p.Doubtful, p.Lost})
	}
	return jsonBody{Value: out}, nil
}

func clauseBodies(clauses []clauseWords) []clauseBody {
	out := []clauseBody{}
	for _, w := range clauses {
		out = append(out, clauseBody{w.Clause, w.Title, w.Item, w.Words})
	}
	return out
}

func (d defectRow) body() defectBody {
	out := defectBody{Code: d.Code, Means: d.Means, Outcome: d.Outcome, Subject: d.Subject, Message: d.Message, Decided: d.Defect.Decided,
		Dates: []dateBody{}, Evidence: proofs(d.Evidence), Cut: d.Cut}
	if d.Item != nil {
		out.Item = &itemBrief{d.Item.ID, d.Item.State}
	}
	for _, x := range d.Dates {
		out.Dates = append(out.Dates, dateBody(x))
	}
	return out
}

func proofs(rows []evidenceRow) []proofBody {
	out := []proofBody{}
	for _, e := range rows {
		out = append(out, proofBody(e))
	}
	return out
}
