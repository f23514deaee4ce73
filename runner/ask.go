package runner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/schedule"
)

// Request is what a person asks for.
type Request struct {
	Groups []string // ids of sites or groups; none: all
	Packs  []string // only these rule packs; none: those of the run and of each site
	Probe  bool     // a visit to home pages instead of an audit
	By     string   // who asks
	// Of has the snapshots of a run judged again, by the day AsOf, instead of an audit.
	Of   string
	AsOf time.Time
	// Items of the ledger have their pages visited again, instead of an audit.
	Items []string
}

// maxGroups bounds what one request may name.
const maxGroups = 1000

// Start records a task that a person asks for, and has it begun as soon as its turn
// has come. It is recorded when Start returns. Asked for twice while the first is still
// to be done, it gives [ErrAsked].
func (r *Runner) Start(ctx context.Context, q Request) (schedule.Task, error) {
	t := schedule.Task{By: q.By, Asked: r.Now(), Groups: q.Groups, Packs: q.Packs, Probe: q.Probe, Of: q.Of, AsOf: q.AsOf, Items: q.Items}
	if len(q.Groups) > maxGroups {
		return t, fmt.Errorf("%w：一次最多指明 %d 个网站或分组；全部审计时不用逐个指明", ErrRefused, maxGroups)
	}
	if err := errors.Join(schedule.CheckGroups(q.Groups), r.Work.Check(t)); err != nil {
		return t, fmt.Errorf("%w：%w", ErrRefused, err)
	}
	all, err := r.Work.Sites(ctx)
	if err != nil {
		return t, err
	}
	chosen, missing := schedule.Select(all, q.Groups, r.Work.PacksOf)
	switch {
	case len(missing) > 0:
		return t, fmt.Errorf("%w：没有这样的网站或分组：%s", ErrRefused, strings.Join(missing, "、"))
	case len(chosen) == 0:
		return t, ErrNoSites
	}
	t.Total = len(chosen)
	r.asking.Lock()
	defer r.asking.Unlock()
	open, err := r.Store.OpenTasks(ctx)
	if err != nil {
		return t, err
	}
	for _, o := range open {
		if same(o, t) {
			return o, fmt.Errorf("%w（第 %d 号）", ErrAsked, o.ID)
		}
	}
	t, err = r.Store.AddTask(ctx, t)
	if err == nil {
		r.poke()
	}
	return t, err
}

// same reports that a task that is still to be done does what another would. One that
// judges and has begun may have read what people decided before the other was asked for.
func same(open, t schedule.Task) bool {
	return open.Schedule == "" && open.Probe == t.Probe && open.Of == t.Of && (t.Of == "" || open.State == schedule.Waiting) &&
		slices.Equal(open.Groups, t.Groups) && slices.Equal(open.Packs, t.Packs) && slices.Equal(open.Items, t.Items)
}

// Cancel ends a task. What was stored of it is kept; it gets no reports, and nothing is
// concluded from it. That it is cancelled is recorded when Cancel returns.
func (r *Runner) Cancel(ctx context.Context, id int64, by string) error {
	t, err := r.Store.Task(ctx, id)
	if err != nil {
		return err
	}
	if t.State.Ended() {
		return fmt.Errorf("%w：%s", ErrEnded, t.State.Chinese())
	}
	t.State, t.EndedBy, t.Ended = schedule.Cancelled, by, r.Now()
	if err := r.Store.EndTask(ctx, t, nil, nil); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if a := r.active[id]; a != nil {
		a.cancel()
	}
	return nil
}

// Runs returns the newest tasks, the newest first, at most so many.
func (r *Runner) Runs(ctx context.Context, most int) ([]schedule.Task, error) {
	return r.Store.Tasks(ctx, most)
}
