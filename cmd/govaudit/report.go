package main

import (
	"context"
	"slices"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/site"
)

type reportCmd struct {
	common
	Config string `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	RunID  string `name:"run" help:"哪一次审计；默认最近一次。" placeholder:"编号"`
}

// Run writes the reports of a stored run again.
func (r *reportCmd) Run(ctx context.Context, e env) error {
	c, err := configs.Load(r.Config)
	if err != nil {
		return usageError{err}
	}
	w, err := openWorkbench(ctx, e, c, r.common)
	if err != nil {
		return err
	}
	defer w.close()
	run, sites, err := w.stored(ctx, r.RunID)
	if err != nil {
		return err
	}
	if err := w.loadItems(ctx, sites); err != nil {
		return err
	}
	return w.finish(run, sites)
}

// stored returns a run of the store with its results, those of the sites chosen by
// --site.
func (w *workbench) stored(ctx context.Context, id string) (audit.Run, []*audit.Site, error) {
	run, err := w.store.Run(ctx, id)
	if err != nil {
		return run, nil, usageError{err}
	}
	run.AsOf = run.AsOf.In(w.config.Zone)
	sites, err := w.store.Sites(ctx, run.ID)
	if len(w.flags.Site) > 0 {
		sites = slices.DeleteFunc(sites, func(s *audit.Site) bool {
			return !slices.ContainsFunc(w.config.Sites, func(t site.Target) bool { return t.ID == s.ID })
		})
	}
	return run, sites, err
}
