package web

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// Decisions is where it is recorded what people decided.
type Decisions interface {
	// Decisions returns everything decided about a site, in the order it was recorded.
	Decisions(ctx context.Context, siteID string) ([]review.Decision, error)
	// DecisionState counts the decisions about each site: with the same count nothing
	// was added.
	DecisionState(ctx context.Context) (map[string]int, error)
	AddDecisions(ctx context.Context, list []review.Decision) error
	// Propose records what waits for a second person; review.ErrProposed where somebody
	// else proposed about the same thing.
	Propose(ctx context.Context, list []review.Proposal) error
	Proposals(ctx context.Context) ([]review.Proposal, error)
	// Settle takes a proposal away and records what it became, nil: nothing;
	// review.ErrProposed where it is not there as it was read.
	Settle(ctx context.Context, p review.Proposal, became *review.Decision) error
}

// question is one thing that only a person can say, in short.
type question struct {
	review.Key
	ID, Fingerprint      string
	Run                  audit.Run // that asks
	SiteName, Department string
	Level                site.Level
	Pack, Title          string // of the rule
	Veto                 bool
	Stake                float64 // points it can cost yet, were it so
	Asked                bool    // false: it could not be observed, and a later run may need no person
	Outcome, Proposed    rules.Outcome
	Confidence           float64
	Message              string

	State questionState
	Last  *review.Decision // the newest about it; nil: none
	Wait  *review.Proposal // what waits for a second person
}

// questionState is what has become of a question.
type questionState string

const (
	stateOpen    questionState = "open"
	stateWaiting questionState = "second" // for a second person
	stateHeld    questionState = "hold"
	stateDecided questionState = "decided"
)

// questionStates names them in the order they are offered.
var questionStates = []choice{{string(stateOpen), "待核实"}, {string(stateWaiting), "待第二人复核"}, {string(stateHeld), "暂缓"}, {string(stateDecided), "已决定"}}

// Leaning is what the program would decide.
func (q *question) Leaning() string {
	switch q.Proposed {
	case rules.Fail:
		return "不合格"
	case rules.Pass:
		return "合格"
	}
	return "无"
}

func (s questionState) Word() string {
	for _, c := range questionStates {
		if c.Value == string(s) {
			return c.Word
		}
	}
	return string(s)
}

// questions remembers what the newest results ask, and what was decided of it: a
// result does not change, and of decisions it is known how many there are.
type questions struct {
	mu      sync.Mutex
	results map[[2]string][]question // by site and run
	decided map[string]decidedSite
	// deciding is held from looking whether something was decided meanwhile until the
	// decision is recorded.
	deciding sync.Mutex
}

type decidedSite struct {
	count  int
	latest map[review.Key]review.Decision
}

// questions returns what the newest results of the sites that the user may see leave
// to people, what weighs most first.
func (s *Server) questions(c *call) ([]*question, error) {
	ctx := c.Context()
	recorded, err := s.Records.Recent(ctx, 1)
	if err != nil {
		return nil, err
	}
	latest, err := s.latestDecisions(ctx)
	if err != nil {
		return nil, err
	}
	proposals, err := s.Decisions.Proposals(ctx)
	if err != nil {
		return nil, err
	}
	waiting := make(map[string]*review.Proposal, len(proposals))
	for i := range proposals {
		waiting[proposals[i].ID()] = &proposals[i]
	}
	list, err := s.asked(ctx, recorded)
	if err != nil {
		return nil, err
	}
	today := calendar.DayOf(s.Now(), s.Zone)
	var out []*question
	for _, q := range list {
		if !c.can(access.SeeSite, access.Of(q.Department)) {
			continue
		}
		q.Wait = waiting[q.ID]
		if d, ok := latest[q.Site][q.Key]; ok {
			q.Last = &d
		}
		q.State = q.state(today)
		out = append(out, &q)
	}
	slices.SortFunc(out, func(a, b *question) int {
		return cmp.Or(first(a.Veto, b.Veto), first(a.Asked, b.Asked), cmp.Compare(b.Stake, a.Stake), cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Site, b.Site), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Subject, b.Subject))
	})
	return out, nil
}

// first puts what is so before what is not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func (q *question) state(today calendar.Day) questionState {
	switch {
	case q.Wait != nil:
		return stateWaiting
	case q.Last == nil || q.Last.Until < today || q.Last.Fingerprint != q.Fingerprint:
		return stateOpen
	case q.Last.Answer == review.Hold:
		return stateHeld
	}
	return stateDecided
}

// asked returns what the results ask, of each site each question once: as its newest
// result asks it.
func (s *Server) asked(ctx context.Context, recorded []audit.Recorded) ([]question, error) {
	sets, err := s.Rules()
	if err != nil {
		return nil, err
	}
	runs, err := s.Archive.Runs(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]audit.Run, len(runs))
	for _, r := range runs {
		byID[r.ID] = r
	}
	s.asks.mu.Lock()
	defer s.asks.mu.Unlock()
	kept := make(map[[2]string][]question, len(recorded))
	seen := map[string]bool{}
	var out []question
	for _, rec := range recorded {
		key := [2]string{rec.Site, rec.Run}
		list, ok := s.asks.results[key]
		if !ok {
			r, err := s.Archive.Site(ctx, rec.Run, rec.Site)
			if errors.Is(err, ErrMissing) {
				continue // pruned since
			}
			if err != nil {
				return nil, err
			}
			list = questionsOf(byID[rec.Run], r, sets)
		}
		kept[key] = list
		for _, q := range list {
			if !seen[q.ID] {
				seen[q.ID] = true
				out = append(out, q)
			}
		}
	}
	s.asks.results = kept
	return out, nil
}

// questionsOf shortens the questions of a result.
func questionsOf(run audit.Run, r *audit.Site, sets []*rules.Set) []question {
	var out []question
	for _, x := range review.Questions(r.ID, r.Findings) {
		q := question{Key: x.Key, ID: x.ID(), Fingerprint: x.Fingerprint, Run: run, SiteName: r.Name, Department: r.Department, Level: r.Level,
			Title: x.Rule, Asked: x.Asked(), Outcome: x.Finding.Outcome, Proposed: x.Finding.Proposed, Confidence: x.Finding.Confidence, Message: x.Finding.Reason}
		q.Pack, _, _ = strings.Cut(x.Rule, "/")
		if x.Defect != nil {
			q.Message = x.Defect.Message
		}
		q.Message = clipRunes(reports.Clean(q.Message), 200)
		left := max(x.Finding.Max-x.Finding.Lost, 0)
		q.Stake = left
		if rule := ruleOf(sets, x.Rule); rule != nil {
			q.Title, q.Veto, q.Stake = cmp.Or(rule.Title, x.Rule), rule.Veto, min(left, costOf(rule, x.Code))
		}
		out = append(out, q)
	}
	return out
}

// costOf is what a defect of this code costs by its rule.
func costOf(r *rules.Rule, code string) float64 {
	if n, ok := r.Deduct[code]; ok {
		return n
	}
	if n, ok := r.Deduct["default"]; ok {
		return n
	}
	return r.Points
}

// ruleOf returns a rule by its full id, nil if no set has it.
func ruleOf(sets []*rules.Set, id string) *rules.Rule {
	for _, set := range sets {
		if r := set.Rule(id); r != nil {
			return r
		}
	}
	return nil
}

// latestDecisions returns of each site the newest decision about each thing.
func (s *Server) latestDecisions(ctx context.Context) (map[string]map[review.Key]review.Decision, error) {
	state, err := s.Decisions.DecisionState(ctx)
	if err != nil {
		return nil, err
	}
	s.asks.mu.Lock()
	defer s.asks.mu.Unlock()
	kept := make(map[string]decidedSite, len(state))
	out := make(map[string]map[review.Key]review.Decision, len(state))
	for id, n := range state {
		d, ok := s.asks.decided[id]
		if !ok || d.count != n {
			list, err := s.Decisions.Decisions(ctx, id)
			if err != nil {
				return nil, err
			}
			d = decidedSite{len(list), review.Latest(list)}
		}
		kept[id], out[id] = d, d.latest
	}
	s.asks.decided = kept
	return out, nil
}

// question returns one question, and all beside it.
func (s *Server) question(c *call, id string) (*question, []*question, error) {
	if !review.ValidID(id) {
		return nil, nil, errMissing
	}
	all, err := s.questions(c)
	if err != nil {
		return nil, nil, err
	}
	for _, q := range all {
		if q.ID == id {
			return q, all, nil
		}
	}
	return nil, nil, errMissing
}

// whole returns a question with its finding, and the result that asks it.
func (s *Server) whole(c *call, q *question) (review.Question, *audit.Site, error) {
	_, r, err := s.result(c, q.Run.ID, q.Site)
	if err != nil {
		return review.Question{}, nil, err
	}
	for _, x := range review.Questions(r.ID, r.Findings) {
		if x.Key == q.Key {
			return x, r, nil
		}
	}
	return review.Question{}, nil, errMissing
}

// madeAfter counts what was decided after the results it is about were judged.
func madeAfter(list []*question, at func(*question) time.Time) (n int) {
	for _, q := range list {
		if q.Last != nil && q.Last.At.After(at(q)) {
			n++
		}
	}
	return n
}
