package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/store"
)

// resumable is how old an interrupted run may be to be gone on with: pages
// seen weeks apart are not one observation.
const resumable = 72 * time.Hour

type auditCmd struct {
	common
	Config string `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	Fresh  bool   `help:"不接着做中断的那一次，重新开始。"`
}

var errNoSites = errors.New("配置里没有网站（sites）：控制台里增加的网站由 govaudit serve 检查")

// Run crawls, judges, scores and reports.
func (a *auditCmd) Run(ctx context.Context, e env) error {
	c, err := configs.Load(a.Config)
	if err != nil {
		return usageError{err}
	}
	w, err := openWorkbench(ctx, e, c, a.common)
	if err != nil {
		return err
	}
	defer w.close()
	if len(w.config.Sites) == 0 {
		return usageError{errNoSites}
	}
	return w.audit(ctx, a.Fresh)
}

// audit executes one run over the config's sites, or goes on with the one that
// was interrupted.
func (w *workbench) audit(ctx context.Context, fresh bool) error {
	if err := w.folder().Missing(ctx); err != nil {
		return err
	}
	run, err := w.beginRun(ctx, fresh)
	if err != nil {
		return err
	}
	release, err := w.store.HoldRun(ctx, run.ID)
	if errors.Is(err, store.ErrHeld) {
		return usageError{fmt.Errorf("另一个 govaudit 正在做这次审计（%s）：等它做完再看结果；要另做一次，加 --fresh", run.ID)}
	}
	if err != nil {
		return err
	}
	defer release()
	w.config.Crawler.Program = build()
	c, err := crawler.New(w.log, w.config.Crawler)
	if err != nil {
		return err
	}
	defer c.Close()
	_, closeBrowser := w.useBrowser(c)
	defer closeBrowser()
	progress := startProgress(w.env, w.flags.Quiet, len(w.config.Sites), c.Progress)
	sites, err := w.auditor(w.crawl(run, c), progress.site).Run(ctx, run, w.config.Sites)
	progress.stop()
	if err != nil {
		return err
	}
	run.Finished = w.env.Now()
	if err := w.fold(ctx, run, sites); err != nil {
		return err
	}
	// The run is done only when its reports are written: killed before, it is
	// gone on with, and they are.
	verdict := w.finish(run, sites)
	if verdict != nil && !errors.Is(verdict, errBelow) {
		return verdict
	}
	if err := w.store.FinishRun(ctx, run.ID, run.Finished); err != nil {
		return err
	}
	return verdict
}

// tell writes a line to the person who waits, unless quiet was asked for.
func (w *workbench) tell(format string, args ...any) {
	if !w.flags.Quiet {
		fmt.Fprintf(w.env.Stderr, format, args...)
	}
}

func (w *workbench) beginRun(ctx context.Context, fresh bool) (audit.Run, error) {
	run, err := w.newRun("")
	if err != nil {
		return run, err
	}
	if !fresh {
		old, ok, err := w.store.UnfinishedRun(ctx, run.Key)
		if err != nil {
			return run, err
		}
		if ok && run.Started.Sub(old.Started) < resumable {
			w.tell("接着做 %s 开始的审计 %s。\n", old.Started.In(w.config.Zone).Format("2006-01-02 15:04"), old.ID)
			old.AsOf = old.AsOf.In(w.config.Zone)
			return old, nil
		}
	}
	return run, w.store.CreateRun(ctx, run)
}
