package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

type judgeCmd struct {
	common
	Config string `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	RunID  string `name:"run" help:"哪一次审计的快照；默认最近一次。" placeholder:"编号"`
}

// Run judges the stored snapshots of a run again, as a run of its own.
func (j *judgeCmd) Run(ctx context.Context, e env) error {
	c, err := configs.Load(j.Config)
	if err != nil {
		return usageError{err}
	}
	w, err := openWorkbench(ctx, e, c, j.common)
	if err != nil {
		return err
	}
	defer w.close()
	seen, err := w.store.Run(ctx, j.RunID)
	if err != nil {
		return usageError{err}
	}
	run, err := w.newRun(cmp.Or(seen.Of, seen.ID))
	if err != nil {
		return err
	}
	if w.config.AsOf.IsZero() {
		run.AsOf = seen.AsOf.In(w.config.Zone)
	}
	if err := w.keepStored(ctx, run.Of); err != nil {
		return err
	}
	if err := w.folder().Missing(ctx); err != nil {
		return err
	}
	if err := w.store.CreateRun(ctx, run); err != nil {
		return err
	}
	sites, err := w.auditor(noCrawl, nil).Run(ctx, run, w.config.Sites)
	if err != nil {
		return err
	}
	run.Finished = e.Now()
	if err := w.fold(ctx, run, sites); err != nil {
		return err
	}
	if err := w.store.FinishRun(ctx, run.ID, run.Finished); err != nil {
		return err
	}
	return w.finish(run, sites)
}

// keepStored drops the sites that the run has no finished snapshot of, and says
// so: they cannot be judged without the network.
func (w *workbench) keepStored(ctx context.Context, runID string) error {
	list, err := w.store.Snapshots(ctx, runID)
	if err != nil {
		return err
	}
	stored := map[string]bool{}
	for _, s := range list {
		stored[s.Target.ID] = !s.Finished.IsZero()
	}
	var keep []site.Target
	for _, t := range w.config.Sites {
		if stored[t.ID] {
			keep = append(keep, t)
			continue
		}
		fmt.Fprintf(w.env.Stderr, "%s：审计 %s 里没有它的完整快照，跳过。\n", t.ID, runID)
	}
	if len(keep) == 0 {
		return usageError{fmt.Errorf("审计 %s 里没有配置所列网站的快照", runID)}
	}
	w.config.Sites = keep
	return nil
}

var errOffline = errors.New("judge works on finished snapshots only")

func noCrawl(context.Context, site.Target, audit.Snapshot, func(*site.Page, *extract.Facts)) (*site.Snapshot, error) {
	return nil, errOffline
}
