package runner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// Resumable is how old an interrupted audit may be to be gone on with: pages seen
// weeks apart are not one observation.
const Resumable = 72 * time.Hour

// carryOut does a task until it is done, has failed, or ctx ends. In the last case it
// stays as it is, to be gone on with.
func (r *Runner) carryOut(ctx context.Context, t schedule.Task) error {
	log := r.Log.With("task", t.ID, "schedule", t.Schedule)
	do := r.audit
	switch {
	case t.Probe:
		do = r.probe
	case len(t.Items) > 0:
		do = r.recheck
	}
	err := do(ctx, t)
	switch {
	case ctx.Err() != nil:
		log.Info("task interrupted")
	case err != nil:
		log.Error("task not carried out", "err", err)
	default:
		log.Info("task ended")
	}
	return err
}

// end records how a task ended, trying for long: it is all that keeps it from being done
// again.
func (r *Runner) end(ctx context.Context, t schedule.Task, state schedule.TaskState, note string, visited []site.Target, visits []site.Visit) error {
	t.State, t.Note = state, note
	if t.Ended.IsZero() {
		t.Ended = r.Now()
	}
	return r.insist(ctx, func() error { return r.Store.EndTask(ctx, t, visited, visits) })
}

// insist tries f again after each error, as often as Retry says.
func (r *Runner) insist(ctx context.Context, f func() error) error {
	for try := 0; ; try++ {
		err := f()
		if err == nil || try == len(r.Retry) || !pause(ctx, r.Retry[try]) {
			return err
		}
		r.Log.Warn("trying again", "err", err)
	}
}

// rest waits before a task that could not be carried out is looked at again.
func (r *Runner) rest(ctx context.Context) {
	wait := longestSleep
	if len(r.Retry) > 0 {
		wait = r.Retry[0]
	}
	pause(ctx, wait)
}

// pause waits; false: ctx has ended.
func pause(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// probe visits the home pages that the task names. The visits are recorded with its
// end, so that none counts twice.
func (r *Runner) probe(ctx context.Context, t schedule.Task) error {
	all, err := r.Work.Sites(ctx)
	if err != nil {
		return err
	}
	chosen, missing := schedule.Select(all, t.Groups, r.Work.PacksOf)
	t.Total = len(chosen)
	if len(chosen) == 0 {
		return r.end(ctx, t, schedule.Failed, noSites(missing), nil, nil)
	}
	if t.State == schedule.Waiting {
		t.Began = r.Now()
		if err := r.Store.BeginTask(ctx, t, nil); err != nil {
			return err
		}
	}
	visits, err := r.Work.Visit(ctx, chosen)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return r.end(ctx, t, schedule.Failed, err.Error(), nil, nil)
	}
	return r.end(ctx, t, schedule.Done, missingNote(missing), chosen, visits)
}

// recheck visits the pages of items. Done again after a stop it sees them once more,
// and nothing counts twice.
func (r *Runner) recheck(ctx context.Context, t schedule.Task) error {
	if t.State == schedule.Waiting {
		t.Began = r.Now()
		if err := r.Store.BeginTask(ctx, t, nil); err != nil {
			return err
		}
	}
	note, err := r.Work.Recheck(ctx, t)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return r.end(ctx, t, schedule.Failed, err.Error(), nil, nil)
	}
	return r.end(ctx, t, schedule.Done, note, nil, nil)
}

// audit has every site of the task audited, writes the reports and ends the task.
func (r *Runner) audit(ctx context.Context, t schedule.Task) error {
	t, run, err := r.begin(ctx, t)
	if err != nil || t.State.Ended() {
		return err
	}
	faults, err := r.auditAll(ctx, t, run)
	if err != nil {
		return err
	}
	if len(faults) == len(t.Sites) {
		return r.end(ctx, t, schedule.Failed, "没有一个网站审计成功："+faultWords(faults), nil, nil)
	}
	run.Finished = r.Now()
	t.Ended = run.Finished
	if err := r.insist(ctx, func() error { return r.Work.Report(ctx, t, run) }); err != nil {
		if ctx.Err() != nil {
			return err
		}
		return errors.Join(err, r.end(ctx, t, schedule.Failed, "结果都已保存，但报告没有写出："+err.Error(), nil, nil))
	}
	note := t.Note
	if len(faults) > 0 {
		note = join(note, "本程序出错，未能审计："+faultWords(faults))
	}
	return r.end(ctx, t, schedule.Done, note, nil, nil)
}

// auditAll has the crew audit the sites that have no result yet, those that failed by
// a fault of ours again.
func (r *Runner) auditAll(ctx context.Context, t schedule.Task, run audit.Run) ([]Fault, error) {
	for try := 0; ; try++ {
		done, err := r.Store.ResultSites(ctx, run.ID)
		if err != nil {
			return nil, err
		}
		left := slices.DeleteFunc(slices.Clone(t.Sites), func(s site.Target) bool {
			_, has := slices.BinarySearch(done, s.ID)
			return has
		})
		if len(left) == 0 {
			return nil, nil
		}
		faults := r.Crew.Audit(ctx, t, run, left)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if len(faults) == 0 || try == len(r.Retry) {
			slices.SortFunc(faults, func(a, b Fault) int { return strings.Compare(a.Site, b.Site) })
			return faults, nil
		}
		r.Log.Warn("sites not audited by a fault of ours; trying again", "run", run.ID, "sites", len(faults), "first", faults[0].Err)
		if !pause(ctx, r.Retry[try]) {
			return nil, ctx.Err()
		}
	}
}

// begin finds the run that was interrupted, or describes and records a new one. A task
// that cannot be begun is ended.
func (r *Runner) begin(ctx context.Context, t schedule.Task) (schedule.Task, audit.Run, error) {
	now := r.Now()
	fail := func(why string) (schedule.Task, audit.Run, error) {
		err := r.end(ctx, t, schedule.Failed, why, nil, nil)
		t.State = schedule.Failed
		return t, audit.Run{}, err
	}
	if err := r.Work.Check(t); err != nil {
		return fail(err.Error())
	}
	if t.Run != "" {
		old, err := r.Store.Run(ctx, t.Run)
		if err != nil {
			return t, old, err
		}
		again, err := r.Work.NewRun(t, now)
		if err == nil && again.Key == old.Key && now.Sub(old.Started) < Resumable {
			r.Log.Info("going on with an interrupted audit", "run", old.ID, "began", old.Started)
			old.AsOf = old.AsOf.In(r.Zone)
			return t, old, nil
		}
		t.Note = join(t.Note, fmt.Sprintf("审计 %s 中断后规则或设置变了，或已超过 %d 小时，从头做起", old.ID, int(Resumable.Hours())))
	}
	all, err := r.Work.Sites(ctx)
	if err != nil {
		return t, audit.Run{}, err
	}
	var missing []string
	t.Sites, missing = schedule.Select(all, t.Groups, r.Work.PacksOf)
	if len(t.Sites) == 0 {
		return fail(noSites(missing))
	}
	t.Total, t.Began = len(t.Sites), now
	t.Note = join(t.Note, missingNote(missing))
	run, err := r.Work.NewRun(t, now)
	if err != nil {
		return fail(err.Error())
	}
	t.Run, t.State = run.ID, schedule.Running
	return t, run, r.Store.BeginTask(ctx, t, &run)
}

func noSites(missing []string) string {
	return join(ErrNoSites.Error(), missingNote(missing))
}

func missingNote(missing []string) string {
	if len(missing) == 0 {
		return ""
	}
	return "没有这样的网站或分组：" + strings.Join(missing[:min(len(missing), 10)], "、")
}

// join puts two notes together, the same one once.
func join(a, b string) string {
	if a == "" || b == "" || strings.Contains(a, b) {
		return a + strings.TrimPrefix(b, a)
	}
	return a + "；" + b
}

// faultWords names the sites that failed and why, the first few of them.
func faultWords(faults []Fault) string {
	const most = 5
	var parts []string
	for _, f := range faults[:min(len(faults), most)] {
		parts = append(parts, fmt.Sprintf("%s（%v）", f.Site, f.Err))
	}
	words := strings.Join(parts, "、")
	if more := len(faults) - most; more > 0 {
		words += fmt.Sprintf("等 %d 个", len(faults))
	}
	return words
}
