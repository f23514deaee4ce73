package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
)

// answerChoice is one answer and the key that chooses it.
type answerChoice struct{ Value, Word, Key string }

func answerChoices() []answerChoice {
	var out []answerChoice
	for i, a := range review.Answers() {
		out = append(out, answerChoice{string(a), a.Word(), strconv.Itoa(i + 1)})
	}
	return out
}

// decisionForm is a decision as it is typed.
type decisionForm struct {
	Answer, Reason, Until string
	// Seen is what was shown when it was typed: the evidence, and the newest decision
	// and proposal.
	Seen string
	List string // the list that it was reached from, as a query
}

func readDecisionForm(c *call) decisionForm {
	return decisionForm{Answer: c.PostFormValue("answer"), Reason: c.PostFormValue("reason"), Until: c.PostFormValue("until"),
		Seen: c.PostFormValue("seen"), List: c.PostFormValue("list")}
}

// askedRule is what a rule asks and on what authority.
type askedRule struct {
	ID, Title, Note, Remedy string
	Points                  float64
	Veto                    bool
	Basis                   []basisView
}

type basisView struct{ Document, Number, Item, Quote string }

func newAskedRule(sets []*rules.Set, id string) askedRule {
	v := askedRule{ID: id, Title: id}
	r := ruleOf(sets, id)
	if r == nil {
		return v
	}
	v = askedRule{id, r.Title, r.Note, r.Remedy, r.Points, r.Veto, nil}
	for _, b := range r.Basis {
		bv := basisView{Document: b.Document, Item: b.Item, Quote: b.Quote}
		for _, set := range sets {
			if d, ok := set.Documents[b.Document]; ok && set.Rule(id) != nil {
				bv.Document, bv.Number = d.Title, d.Number
				break
			}
		}
		v.Basis = append(v.Basis, bv)
	}
	return v
}

// evidenceView is a piece of evidence and where its page is kept.
type evidenceView struct {
	rules.Evidence
	Archived string
}

func archivedEvidence(runID, siteID string, list []rules.Evidence) []evidenceView {
	out := make([]evidenceView, 0, len(list))
	for _, e := range list {
		out = append(out, evidenceView{e, storedOf(runID, siteID, e)})
	}
	return out
}

// mostProof bounds the evidence shown of one thing.
const mostProof = 30

type questionView struct {
	*question
	Rule             askedRule
	Reason           string // why the program did not decide
	Evidence         []evidenceView
	More             int // pieces of evidence left out
	Answers          []answerChoice
	Form             decisionForm
	History          []review.Decision // newest first
	Problems         faults
	At, Of           int // its place in the list; 0: it is not in it
	Previous, Next   string
	Back             string
	MayDecide        bool
	MayAgree         bool // is another person than the one who proposed
	Mine             bool // the user proposed it
	Changed          bool // the evidence is not what was proposed on
	Again            bool // the newest decision does not apply any more
	FindingPath      string
	Department, Page string
}

func (s *Server) queueItem(c *call) (answer, error) {
	return s.questionPage(c, readQueueQuery(c.URL.Query()), decisionForm{}, 0, nil)
}

// questionPage shows one question; typed is what could not be taken, and wrong why.
func (s *Server) questionPage(c *call, list queueQuery, typed decisionForm, status int, wrong faults) (answer, error) {
	q, all, err := s.question(c, c.PathValue("id"))
	if err != nil {
		return nil, err
	}
	full, r, err := s.whole(c, q)
	if err != nil {
		return nil, err
	}
	sets, err := s.Rules()
	if err != nil {
		return nil, err
	}
	decisions, err := s.Decisions.Decisions(c.Context(), q.Site)
	if err != nil {
		return nil, err
	}
	v := questionView{question: q, Rule: newAskedRule(sets, q.Rule), Reason: full.Finding.Reason, Answers: answerChoices(), Form: typed, Problems: wrong,
		MayDecide: s.mayDecide(c, q), Department: r.Department, Page: "/sites/" + r.ID, FindingPath: findingPath(q.Site, q.Rule, q.Run.ID),
		Back: "/queue?" + list.Encode(), Again: q.State == stateOpen && q.Last != nil}
	v.Form.Seen, v.Form.List = q.seen(), list.Encode()
	if v.Form.Until == "" {
		v.Form.Until = s.usualUntil()
	}
	evidence := full.Finding.Seen
	if full.Defect != nil {
		evidence = full.Defect.Evidence
	}
	v.Evidence = archivedEvidence(q.Run.ID, q.Site, evidence[:min(len(evidence), mostProof)])
	v.More = len(evidence) - len(v.Evidence)
	for _, d := range slices.Backward(decisions) {
		if d.Key == q.Key {
			v.History = append(v.History, d)
		}
	}
	if w := q.Wait; w != nil {
		v.Mine, v.Changed = w.Account == c.User.Name, w.Fingerprint != q.Fingerprint
		if v.Mine && len(wrong) == 0 {
			v.Form.Answer, v.Form.Reason, v.Form.Until = string(w.Answer), w.Reason, w.Until.String()
		}
		v.MayAgree = !v.Mine && c.User.Token == "" && c.can(access.Confirm, access.Of(q.Department))
	}
	rows := list.choose(all)
	if i := slices.IndexFunc(rows, func(x *question) bool { return x.ID == q.ID }); i >= 0 {
		v.At, v.Of = i+1, len(rows)
		if i > 0 {
			v.Previous = list.path(rows[i-1].ID)
		}
		if i+1 < len(rows) {
			v.Next = list.path(rows[i+1].ID)
		}
	} else if len(rows) > 0 {
		v.Next = list.path(rows[0].ID)
	}
	return page{Name: "question", Title: v.Rule.Title, Status: status, Body: v}, nil
}

// mayDecide reports whether the visitor may answer. A program does not answer what
// two people have to: nobody would know who stands behind it.
func (s *Server) mayDecide(c *call, q *question) bool {
	return c.can(access.Decide, access.Of(q.Department)) && (!q.Veto || c.User.Token == "")
}

// seen names what whoever decides has before them.
func (q *question) seen() string {
	var last, wait int64
	if q.Last != nil {
		last = q.Last.At.UnixMicro()
	}
	if q.Wait != nil {
		wait = q.Wait.At.UnixMicro()
	}
	return fmt.Sprintf("%s.%d.%d", q.Fingerprint, last, wait)
}

func (s *Server) today() calendar.Day { return calendar.DayOf(s.Now(), s.Zone) }

// usualUntil is how long a decision applies if nobody says otherwise.
func (s *Server) usualUntil() string { return s.today().AddDate(1, 0, 0).String() }

// person names who did something, so that it is known years later who that was.
func person(u access.User) string {
	if u.Display == "" || u.Display == u.Name {
		return u.Name
	}
	return u.Display + "（" + u.Name + "）"
}

// conflict is the answer to who acts on what has changed meanwhile.
func conflict(words string) error { return problem(http.StatusConflict, words) }
