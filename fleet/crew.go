package fleet

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/runner"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

const (
	pollEvery = 2 * time.Second
	// lostAfter is how many looks in a row must find a site in work that nobody has
	// locked: between taking a job and locking its site there is a moment.
	lostAfter = 3
	// mostLost is how many processes may die over one site before it is given up.
	mostLost = 5
)

// Audit hands the sites to the fleet and waits until each has a result, or was tried
// in vain. When ctx ends, what was handed out stays so, unless the task has ended.
func (f *Fleet) Audit(ctx context.Context, t schedule.Task, run audit.Run, sites []site.Target) []runner.Fault {
	c := call{Fleet: f, task: t, run: run, open: map[string]*handed{}}
	for _, s := range sites {
		c.open[s.ID] = &handed{}
	}
	err := c.handOut(ctx)
	for err == nil && len(c.open) > 0 {
		if err = wait(ctx, pollEvery); err == nil {
			if err = c.look(ctx); err != nil && ctx.Err() == nil {
				f.Log.Warn("cannot tell how far the fleet is; asking again", "run", run.ID, "err", err)
				err = nil
			}
		}
	}
	if ctx.Err() != nil {
		if err := f.recall(context.WithoutCancel(ctx), t); err != nil {
			f.Log.Warn("sites of a cancelled audit not called back", "run", run.ID, "err", err)
		}
	}
	for id := range c.open {
		c.faults = append(c.faults, runner.Fault{Site: id, Err: cmp.Or(err, ctx.Err(), errors.New("not audited"))})
	}
	return c.faults
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// call is one Audit under way.
type call struct {
	*Fleet
	task   schedule.Task
	run    audit.Run
	open   map[string]*handed // by site: without a result yet
	faults []runner.Fault
	old    int64 // jobs up to this one failed in an earlier call
}

// handed is a site that was handed out.
type handed struct {
	again    int // of the newest job
	unlocked int // looks in a row that found it in work and locked by nobody
	gone     int // looks in a row that found no job of it
}

// handOut inserts a job for each site, where there is none.
func (c *call) handOut(ctx context.Context) error {
	jobs, err := c.jobs(ctx, c.run.ID, rivertype.JobStateDiscarded, rivertype.JobStateCancelled)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		c.old = max(c.old, j.row.ID)
	}
	open, err := c.jobs(ctx, c.run.ID, openStates...)
	if err != nil {
		return err
	}
	has := map[string]bool{}
	for _, j := range open {
		has[j.args.Site] = true
		if h := c.open[j.args.Site]; h != nil {
			h.again = max(h.again, j.args.Again)
		}
	}
	var params []river.InsertManyParams
	for id, h := range c.open {
		if !has[id] {
			params = append(params, c.job(id, h.again))
		}
	}
	if len(params) == 0 {
		return nil
	}
	slices.SortFunc(params, func(a, b river.InsertManyParams) int {
		return cmp.Compare(a.Args.(siteJob).Site, b.Args.(siteJob).Site)
	})
	if _, err := c.client.InsertMany(ctx, params); err != nil {
		return fmt.Errorf("hand out %d sites: %w", len(params), err)
	}
	return nil
}

func (c *call) job(id string, again int) river.InsertManyParams {
	return river.InsertManyParams{Args: siteJob{c.task.ID, c.run.ID, id, again},
		InsertOpts: &river.InsertOpts{Queue: queue, MaxAttempts: attempts, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: openStates}}}
}

// look strikes off what has a result and hands out again what was lost.
func (c *call) look(ctx context.Context) error {
	done, err := c.Store.ResultSites(ctx, c.run.ID)
	if err != nil {
		return err
	}
	for _, id := range done {
		delete(c.open, id)
	}
	if len(c.open) == 0 {
		return nil
	}
	jobs, err := c.jobs(ctx, c.run.ID, append([]rivertype.JobState{rivertype.JobStateDiscarded, rivertype.JobStateCancelled}, openStates...)...)
	if err != nil {
		return err
	}
	running, waiting := map[string]bool{}, map[string]bool{}
	failed := map[string]error{}
	for _, j := range jobs {
		h := c.open[j.args.Site]
		switch {
		case h == nil:
		case j.row.State == rivertype.JobStateRunning:
			running[j.args.Site] = true
			h.again = max(h.again, j.args.Again)
		case slices.Contains(openStates, j.row.State):
			waiting[j.args.Site] = true
		case j.row.ID > c.old:
			failed[j.args.Site] = lastError(j.row)
		}
	}
	var names []string
	for id := range running {
		names = append(names, lockName(c.run, id))
	}
	free, err := c.unlocked(ctx, names)
	if err != nil {
		return err
	}
	for id, h := range c.open {
		isFree := slices.Contains(free, lockName(c.run, id))
		h.gone++
		if running[id] || waiting[id] {
			h.gone = 0
		}
		h.unlocked++
		if waiting[id] || !isFree {
			h.unlocked = 0
		}
		switch {
		case running[id] || waiting[id]:
			if h.unlocked < lostAfter {
				continue
			}
			c.Log.Warn("the process that had a site in work has died; handing it out again", "run", c.run.ID, "site", id)
		case failed[id] != nil:
			c.fail(id, failed[id])
			continue
		case h.gone < lostAfter: // its result may be a moment away
			continue
		}
		if err := c.handOutAgain(ctx, id, h); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) handOutAgain(ctx context.Context, id string, h *handed) error {
	if h.again == mostLost {
		c.fail(id, fmt.Errorf("%d processes died over it", mostLost))
		return nil
	}
	h.again, h.unlocked, h.gone = h.again+1, 0, 0
	if _, err := c.client.InsertMany(ctx, []river.InsertManyParams{c.job(id, h.again)}); err != nil {
		return fmt.Errorf("hand out %s again: %w", id, err)
	}
	return nil
}

func (c *call) fail(id string, err error) {
	c.faults = append(c.faults, runner.Fault{Site: id, Err: err})
	delete(c.open, id)
}

func lastError(row *rivertype.JobRow) error {
	if len(row.Errors) == 0 {
		return errors.New(string(row.State))
	}
	return errors.New(row.Errors[len(row.Errors)-1].Error)
}

// decoded is a job with its arguments.
type decoded struct {
	row  *rivertype.JobRow
	args siteJob
}

// jobsAtOnce is how many jobs River gives at a time.
const jobsAtOnce = 5000

// jobs returns the jobs of a run, or of all runs with "", in the given states.
func (f *Fleet) jobs(ctx context.Context, runID string, states ...rivertype.JobState) ([]decoded, error) {
	params := river.NewJobListParams().Kinds(siteJob{}.Kind()).States(states...).First(jobsAtOnce).OrderBy(river.JobListOrderByID, river.SortOrderAsc)
	if runID != "" {
		params = params.Where("args->>'run' = @run", river.NamedArgs{"run": runID})
	}
	var out []decoded
	for {
		res, err := f.client.JobList(ctx, params)
		if err != nil {
			return nil, fmt.Errorf("list jobs: %w", err)
		}
		for _, row := range res.Jobs {
			d := decoded{row: row}
			if err := json.Unmarshal(row.EncodedArgs, &d.args); err != nil {
				return nil, fmt.Errorf("read job %d: %w", row.ID, err)
			}
			out = append(out, d)
		}
		if len(res.Jobs) < jobsAtOnce {
			return out, nil
		}
		params = params.After(res.LastCursor)
	}
}

// recall takes back the sites of a task that has ended, also those in work.
func (f *Fleet) recall(ctx context.Context, t schedule.Task) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	now, err := f.Store.Task(ctx, t.ID)
	if err != nil || !now.State.Ended() {
		return err
	}
	jobs, err := f.jobs(ctx, t.Run, openStates...)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		if _, err := f.client.JobCancel(ctx, j.row.ID); err != nil && !errors.Is(err, rivertype.ErrNotFound) {
			return fmt.Errorf("take back %s: %w", j.args.Site, err)
		}
	}
	return nil
}

// InWork returns how far the sites of a run are that are in work, as their processes
// last told.
func (f *Fleet) InWork(ctx context.Context, runID string) ([]runner.SiteProgress, error) {
	jobs, err := f.jobs(ctx, runID, rivertype.JobStateRunning)
	if err != nil {
		return nil, err
	}
	out := make([]runner.SiteProgress, 0, len(jobs))
	for _, j := range jobs {
		p := runner.SiteProgress{Doing: "准备"}
		if told := j.row.Output(); told != nil {
			if err := json.Unmarshal(told, &p); err != nil {
				return nil, fmt.Errorf("read progress of %s: %w", j.args.Site, err)
			}
		}
		p.Site = j.args.Site
		if n := len(j.row.AttemptedBy); n > 0 {
			p.By = j.row.AttemptedBy[n-1]
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b runner.SiteProgress) int { return cmp.Compare(a.Site, b.Site) })
	return out, nil
}

// Queue counts what is in work and waits, over all runs.
func (f *Fleet) Queue(ctx context.Context) (q runner.Queue, err error) {
	jobs, err := f.jobs(ctx, "", openStates...)
	for _, j := range jobs {
		switch {
		case j.row.State == rivertype.JobStateRunning:
			q.Running++
		case j.row.State == rivertype.JobStateRetryable:
			q.Retry++
		default:
			q.Waiting++
		}
	}
	return q, err
}
