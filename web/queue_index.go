package web

import (
	"context"
	"sync"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
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

// question is what is asked, and what has become of it.
type question struct {
	*asked
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
func (q *asked) Leaning() string {
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

// questions remembers what the newest results ask, and what was decided of it: results
// change only when a run finishes, and of decisions it is known how many there are.
type questions struct {
	mu      sync.Mutex
	key     string   // of the results that list is from
	list    []*asked // what weighs most first
	decided map[string]decidedSite
	// deciding is held from looking whether something was decided meanwhile until the
	// decision is recorded.
	deciding sync.Mutex
}

type decidedSite struct {
	count  int
	latest map[review.Key]*review.Decision
}

// questions returns what the newest results of the sites that the user may see leave
// to people, what weighs most first.
func (s *Server) questions(c *call) ([]*question, error) {
	ctx := c.Context()
	list, err := s.asked(ctx)
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
	today := calendar.DayOf(s.Now(), s.Zone)
	all := make([]question, 0, len(list)) // one allocation for what may be a hundred thousand
	out := make([]*question, 0, len(list))
	for _, a := range list {
		if !c.can(access.SeeSite, access.Of(a.Department)) {
			continue
		}
		q := question{asked: a, Wait: waiting[a.ID]}
		if of := latest[a.Site]; of != nil {
			q.Last = of[a.Key]
		}
		q.State = q.state(today)
		all = append(all, q)
		out = append(out, &all[len(all)-1])
	}
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

// latestDecisions returns of each site the newest decision about each thing.
func (s *Server) latestDecisions(ctx context.Context) (map[string]map[review.Key]*review.Decision, error) {
	state, err := s.Decisions.DecisionState(ctx)
	if err != nil {
		return nil, err
	}
	s.asks.mu.Lock()
	defer s.asks.mu.Unlock()
	kept := make(map[string]decidedSite, len(state))
	out := make(map[string]map[review.Key]*review.Decision, len(state))
	for id, n := range state {
		d, ok := s.asks.decided[id]
		if !ok || d.count != n {
			list, err := s.Decisions.Decisions(ctx, id)
			if err != nil {
				return nil, err
			}
			d = decidedSite{len(list), make(map[review.Key]*review.Decision, len(list))}
			for i := range list {
				d.latest[list[i].Key] = &list[i]
			}
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
