// Package runner carries out what falls due and what people ask for, a task at a
// time and no site twice at once. What is to be done stands in the store before it
// is begun, and what was begun is gone on with after a stop.
package runner

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// Tasks is where tasks are recorded.
type Tasks interface {
	AddTask(ctx context.Context, t schedule.Task) (schedule.Task, error)
	// BeginTask records that t is carried out, by run if that is not nil.
	BeginTask(ctx context.Context, t schedule.Task, run *audit.Run) error
	// EndTask records how t ended. One that has ended already is an error.
	EndTask(ctx context.Context, t schedule.Task, visited []site.Target, visits []site.Visit) error
	Task(ctx context.Context, id int64) (schedule.Task, error)
	Tasks(ctx context.Context, most int) ([]schedule.Task, error)
	OpenTasks(ctx context.Context) ([]schedule.Task, error)
}

// Schedules is where it is recorded what has become of schedules.
type Schedules interface {
	Schedules(ctx context.Context) ([]schedule.Status, error)
	FellDue(ctx context.Context, st schedule.Status, t *schedule.Task) error
	PauseSchedule(ctx context.Context, name, by string, at time.Time) error
	ResumeSchedule(ctx context.Context, name string, at time.Time) error
	ForgetSchedules(ctx context.Context, keep []string) error
}

// Store is all that the runner records and reads.
type Store interface {
	Tasks
	Schedules
	Run(ctx context.Context, id string) (audit.Run, error)
	ResultSites(ctx context.Context, runID string) ([]string, error)
}

// Work is what carrying out a task comes to.
type Work interface {
	// Sites returns the sites that are audited now, by id.
	Sites(ctx context.Context) ([]site.Target, error)
	// PacksOf returns the rule packs of a site.
	PacksOf(t site.Target) []string
	// Check reports, in Chinese, why a task cannot be carried out as it stands.
	Check(t schedule.Task) error
	// NewRun describes the audit that carries out t, with its sites, from now on.
	NewRun(t schedule.Task, now time.Time) (audit.Run, error)
	// Report does what is to be done once all sites of a run are through.
	Report(ctx context.Context, t schedule.Task, run audit.Run) error
	// Visit opens the home page of each site once. An error means that nothing may be
	// concluded from it.
	Visit(ctx context.Context, sites []site.Target) ([]site.Visit, error)
	// Recheck visits the pages of the items of t again, and says in Chinese what came of it.
	Recheck(ctx context.Context, t schedule.Task) (string, error)
}

// Crew audits the sites of runs.
type Crew interface {
	// Audit has each of the sites, which have no result in the run yet, audited, and
	// returns once all of them are through: with a result, or with a fault of ours. It
	// stops early when ctx ends.
	Audit(ctx context.Context, t schedule.Task, run audit.Run, sites []site.Target) []Fault
	// InWork returns the sites of a run that are in work or wait for another audit, by id.
	InWork(ctx context.Context, runID string) ([]SiteProgress, error)
	// Queue counts what is in work and waits, over all runs.
	Queue(ctx context.Context) (Queue, error)
}

// Fault is why a site has no result though everything was tried: a fault of ours.
type Fault struct {
	Site string
	Err  error
}

// Queue counts sites by what they wait for.
type Queue struct {
	Waiting int // for their turn
	Running int // in work
	Retry   int // to be tried again after a fault of ours
}

// Errors a caller branches on.
var (
	ErrNoSchedule = errors.New("没有这个名称的定时任务")
	ErrPaused     = errors.New("定时任务在配置里写了 paused: true，改配置才能恢复")
	ErrNoSites    = errors.New("没有可审计的网站")
	ErrRefused    = errors.New("不能这样检查")
	ErrAsked      = errors.New("同样的任务已经在等待或进行中")
	ErrEnded      = errors.New("任务已经结束")
)

// Config is what a Runner is made of. All fields must be set.
type Config struct {
	Log       *slog.Logger
	Store     Store
	Work      Work
	Crew      Crew
	Schedules []schedule.Schedule
	Zone      *time.Location // in which schedules fall due
	Now       func() time.Time
	Audits    int             // at once of those that are scheduled, and of those that are asked for
	Retry     []time.Duration // how long is waited before each further attempt after a fault of ours
}

// Retries is how long is waited, by default, before each further attempt after a
// fault of ours: a full disk or a database that is away may be mended meanwhile.
var Retries = []time.Duration{time.Minute, 5 * time.Minute, 20 * time.Minute}

// Runner is the one that carries out tasks. Its methods are safe for concurrent use.
type Runner struct {
	Config
	wake chan struct{}

	mu     sync.Mutex
	active map[int64]*active
	asking sync.Mutex // held while a person's task is compared with those there are
}

// active is a task that is being carried out.
type active struct {
	task   schedule.Task
	cancel context.CancelFunc
}

// New returns a runner; Run makes it work.
func New(c Config) *Runner {
	return &Runner{Config: c, wake: make(chan struct{}, 1), active: map[int64]*active{}}
}

// longestSleep bounds the time between two looks at the schedules, so that a clock
// that was set, or another process that recorded a task, is noticed.
const longestSleep = 15 * time.Second

// Run carries out tasks until ctx ends: what fell due, what was asked for, and what
// an earlier process left unfinished. It returns once nothing is in work any more.
func (r *Runner) Run(ctx context.Context) error {
	var names []string
	for _, s := range r.Config.Schedules {
		names = append(names, s.Key())
	}
	if err := r.Store.ForgetSchedules(ctx, names); err != nil {
		return err
	}
	var tasks sync.WaitGroup
	defer tasks.Wait()
	for ctx.Err() == nil {
		sleep := longestSleep
		if err := r.look(ctx, &tasks); err != nil && ctx.Err() == nil {
			r.Log.Error("cannot tell what is due; trying again", "err", err)
		} else {
			sleep = min(sleep, r.untilNext(ctx))
		}
		timer := time.NewTimer(sleep)
		select {
		case <-ctx.Done():
		case <-r.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
	return nil
}

// look records what has fallen due and begins what can be begun.
func (r *Runner) look(ctx context.Context, tasks *sync.WaitGroup) error {
	if err := r.recordDue(ctx); err != nil {
		return err
	}
	under := r.inWork() // before the store is read: what ends meanwhile is open there still
	open, err := r.Store.OpenTasks(ctx)
	if err != nil {
		return err
	}
	for _, t := range r.startable(under, open) {
		ctx, cancel := context.WithCancel(ctx)
		r.mu.Lock()
		r.active[t.ID] = &active{t, cancel}
		r.mu.Unlock()
		tasks.Go(func() {
			defer r.poke()
			defer r.leave(t.ID)
			defer cancel()
			if err := r.carryOut(ctx, t); err != nil {
				r.rest(ctx) // or it would fail again at once, for ever
			}
		})
	}
	return nil
}

// inWork returns the tasks that are being carried out, by id.
func (r *Runner) inWork() map[int64]schedule.Task {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make(map[int64]schedule.Task, len(r.active))
	for id, a := range r.active {
		out[id] = a.task
	}
	return out
}

// startable returns those of the open tasks, the oldest first, that may be begun while
// others are in work: of one schedule one at a time, and of each kind no more at once
// than is good. What was begun before comes before what waits.
func (r *Runner) startable(inWork map[int64]schedule.Task, open []schedule.Task) []schedule.Task {
	under := map[kind]int{}
	busy := map[string]bool{}
	count := func(t schedule.Task) {
		under[kindOf(t)]++
		busy[t.Schedule] = t.Schedule != ""
	}
	for _, t := range inWork {
		count(t)
	}
	var out []schedule.Task
	for _, state := range []schedule.TaskState{schedule.Running, schedule.Waiting} {
		for _, t := range open {
			if _, begun := inWork[t.ID]; begun || t.State != state || busy[t.Schedule] || under[kindOf(t)] >= r.most(kindOf(t)) {
				continue
			}
			count(t)
			out = append(out, t)
		}
	}
	return out
}

// kind is a sort of task that waits for its like only: nobody who asks for a visit to
// three pages waits for the audits of a night.
type kind int

const (
	scheduledAudit kind = iota
	askedAudit
	judgement
	recheck
	probe
)

func kindOf(t schedule.Task) kind {
	switch {
	case t.Probe:
		return probe
	case len(t.Items) > 0:
		return recheck
	case t.Of != "":
		return judgement
	case t.Schedule == "":
		return askedAudit
	}
	return scheduledAudit
}

// most is how many tasks of a kind are carried out at once. Of audits these are many,
// because what bounds the work is how many sites are in work over all of them.
func (r *Runner) most(k kind) int {
	if k == scheduledAudit || k == askedAudit {
		return max(r.Audits, 1)
	}
	return 1
}

func (r *Runner) leave(id int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.active, id)
}

// poke has Run look again at once.
func (r *Runner) poke() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}
