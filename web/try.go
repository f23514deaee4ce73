package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/standing"
	"github.com/govaudit/govaudit/trial"
)

// Trials judges a stored site by rules that are not released.
type Trials interface {
	Judge(ctx context.Context, draft *rules.Set, s trial.Subject) (*trial.Result, error)
}

// Bounds on what is tried: at once, how long, of how many sites, and how many results
// are kept. They are kept in memory only: nothing is released by them.
const (
	mostTrialSites = 200
	mostTrials     = 20
	trialTime      = 20 * time.Minute
)

// attempt is one trial, under way or done.
type attempt struct {
	ID      string
	By      string
	At      time.Time
	Text    string
	Draft   *rules.Set
	Sites   []trial.Subject
	cancel  context.CancelFunc
	mu      sync.Mutex
	state   string
	done    int
	results []attemptSite
	totals  map[string]*attemptRule
}

// attemptSite is what is kept of one site: words, not its whole result.
type attemptSite struct {
	ID, Name   string
	Run        audit.Run
	Score      scoring.Score
	Given      bool
	Was        *scoring.Score
	Outcomes   standing.Tally
	Rules      []attemptHit
	Department string
	Err        string
}

// attemptHit is a rule that hits a site, or that says something else than before.
type attemptHit struct {
	Rule, Title       string
	Was, Now          rules.Outcome
	Certain, New, Old int
	Reason            string
	Examples          []rules.Defect
	Changed           bool
}

// attemptRule adds a rule up over all sites.
type attemptRule struct {
	Rule, Title string
	Outcomes    standing.Tally
	Before      standing.Tally // by the rule of the same id as it is
	Had         int            // sites on which there was one
	New, Gone   int
}

// The states of an attempt.
const (
	trying    = "running"
	tried     = "done"
	cancelled = "cancelled"
)

// attempts are the trials of this process, the newest first.
type attempts struct {
	mu   sync.Mutex
	list []*attempt
}

var errBusy = errors.New("a trial is under way")

// start begins a trial in the background, unless one is under way.
func (a *attempts) start(s *Server, t *attempt) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, o := range a.list {
		if state, _ := o.progress(); state == trying {
			return errBusy
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), trialTime)
	t.ID, t.state, t.cancel, t.totals = rand.Text(), trying, cancel, map[string]*attemptRule{}
	a.list = append([]*attempt{t}, a.list...)
	a.list = a.list[:min(len(a.list), mostTrials)]
	go func() {
		defer cancel()
		t.run(ctx, s)
	}()
	return nil
}

func (a *attempts) find(id string) *attempt {
	a.mu.Lock()
	defer a.mu.Unlock()
	if i := slices.IndexFunc(a.list, func(t *attempt) bool { return t.ID == id }); i >= 0 {
		return a.list[i]
	}
	return nil
}

func (a *attempts) all() []*attempt {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.list)
}

func (t *attempt) progress() (state string, done int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state, t.done
}

// stop ends a trial; what was judged so far remains.
func (t *attempt) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.state == trying {
		t.state = cancelled
		t.cancel()
	}
}

func (t *attempt) run(ctx context.Context, s *Server) {
	for _, subject := range t.Sites {
		if ctx.Err() != nil {
			break
		}
		r, err := t.judge(ctx, s, subject)
		if err != nil && ctx.Err() != nil {
			break
		}
		t.take(subject, r, err)
		if err != nil {
			s.Log.Warn("trial", "site", subject.Site, "run", subject.Run.ID, "err", err)
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.state = tried; t.done < len(t.Sites) {
		t.state = cancelled
	}
}

// judge keeps a fault on one site from ending more than its own trial.
func (t *attempt) judge(ctx context.Context, s *Server, subject trial.Subject) (r *trial.Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("fault in this program: %v", p)
		}
	}()
	return s.Trials.Judge(ctx, t.Draft, subject)
}

// take keeps what is shown of a result.
func (t *attempt) take(subject trial.Subject, r *trial.Result, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.done++
	if err != nil {
		t.results = append(t.results, attemptSite{ID: subject.Site, Name: subject.Site, Run: subject.Run, Err: "没有能判定：这个网站的网页没有存好，或已被清理。"})
		return
	}
	row := attemptSite{ID: r.Site.ID, Name: r.Site.Name, Run: subject.Run, Score: r.Score, Given: r.Score.Grade != scoring.Undetermined, Was: r.Was, Department: r.Site.Department}
	for i := range r.Site.Findings {
		f := &r.Site.Findings[i]
		row.Outcomes.Count(f.Outcome)
		t.total(f.Rule).Outcomes.Count(f.Outcome)
	}
	for _, h := range r.Rules {
		total := t.total(h.Rule)
		total.New += h.New
		total.Gone += h.Gone
		hit := attemptHit{Rule: h.Rule, Title: total.Title, Was: h.Was, Now: h.Outcome, New: h.New, Old: h.Gone, Reason: h.Reason, Examples: h.Examples, Changed: h.Changed()}
		for _, d := range h.Defects {
			if d.Outcome == rules.Fail {
				hit.Certain++
			}
		}
		row.Rules = append(row.Rules, hit)
	}
	for _, h := range r.Before {
		total := t.total(h.Rule)
		total.Before.Count(h.Outcome)
		total.Had++
	}
	t.results = append(t.results, row)
}

func (t *attempt) total(id string) *attemptRule {
	if t.totals[id] == nil {
		t.totals[id] = &attemptRule{Rule: id, Title: id}
		if r := t.Draft.Rule(id); r != nil && r.Title != "" {
			t.totals[id].Title = r.Title
		}
	}
	return t.totals[id]
}

// subjects are the sites whose newest results the board knows and that are asked for.
func (c *call) subjects(b *standing.Board, match func(*audit.Summary) bool) []trial.Subject {
	var out []trial.Subject
	for _, u := range b.Newest() {
		if len(out) < mostTrialSites && c.can(access.SeeSite, access.Of(u.Site.Department)) && u.Site.State != audit.Unreachable && match(u.Site) {
			out = append(out, trial.Subject{Run: *u.Run, Site: u.Site.ID})
		}
	}
	return out
}
