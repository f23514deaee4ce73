package fleet

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/govaudit/govaudit/runner"
	"github.com/govaudit/govaudit/site"
)

const (
	lockedPause = 5 * time.Second // before a site is asked for again that another run has in work
	tellEvery   = 5 * time.Second // how often it is told how far the sites in work are
)

// Work audits sites until ctx ends. What is in work then is given back, and gone on
// with by whoever takes it.
func (f *Fleet) Work(ctx context.Context) error {
	if err := f.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start to take sites: %w", err)
	}
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			f.tell(ctx)
		case <-ctx.Done():
			end, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
			defer cancel()
			return f.client.StopAndCancel(end)
		}
	}
}

// tell records how far the sites in work here are.
func (f *Fleet) tell(ctx context.Context) {
	f.mu.Lock()
	jobs := make(map[int64]string, len(f.inWork))
	for id, s := range f.inWork {
		jobs[id] = s
	}
	f.mu.Unlock()
	crawls := f.Progress().Sites
	for id, s := range jobs {
		p := runner.SiteProgress{Site: s, Doing: "判定"}
		for _, c := range crawls {
			if c.ID == s {
				p = runner.ProgressOf(c)
			}
		}
		if _, err := f.client.JobUpdate(ctx, id, &river.JobUpdateParams{Output: p}); err != nil && ctx.Err() == nil {
			f.Log.Warn("progress not told", "site", s, "err", err)
		}
	}
}

// worker takes one site at a time from River.
type worker struct {
	river.WorkerDefaults[siteJob]
	fleet *Fleet
}

// Work audits the site of a job, if that is still wanted.
func (w *worker) Work(ctx context.Context, job *river.Job[siteJob]) error {
	f, args := w.fleet, job.Args
	t, err := f.Store.Task(ctx, args.Task)
	if err != nil {
		return err
	}
	if t.State.Ended() || t.Run != args.Run {
		return nil // cancelled, or begun anew
	}
	run, err := f.Store.Run(ctx, args.Run)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(t.Sites, func(s site.Target) bool { return s.ID == args.Site })
	if i < 0 {
		return river.JobCancel(fmt.Errorf("site %s is no part of task %d", args.Site, args.Task))
	}
	if err := f.Fit(t, run); err != nil {
		f.Log.Warn("left to another process", "run", run.ID, "site", args.Site, "why", err)
		return river.JobSnooze(f.unfit)
	}
	locked, release, err := f.locks.take(ctx, lockName(run, args.Site))
	if errors.Is(err, errLocked) {
		return river.JobSnooze(lockedPause)
	}
	if err != nil {
		return err
	}
	defer release()
	done, err := f.hasResult(ctx, args)
	if err != nil || done {
		return err
	}
	f.note(job.ID, args.Site, true)
	defer f.note(job.ID, args.Site, false)
	err = f.AuditSite(locked, t, run, t.Sites[i])
	switch {
	case err == nil, locked.Err() == nil:
		return err
	case errors.Is(context.Cause(ctx), rivertype.ErrJobCancelledRemotely), errors.Is(ctx.Err(), context.DeadlineExceeded):
		return err
	default: // this process ends, or has lost the lock: no attempt is lost with it
		return river.JobSnooze(0)
	}
}

func (f *Fleet) hasResult(ctx context.Context, args siteJob) (bool, error) {
	done, err := f.Store.ResultSites(ctx, args.Run)
	_, has := slices.BinarySearch(done, args.Site)
	return has, err
}

func (f *Fleet) note(job int64, site string, in bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if in {
		f.inWork[job] = site
	} else {
		delete(f.inWork, job)
	}
}
