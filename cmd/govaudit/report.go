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
	run, err := w.store.Run(ctx, r.RunID)
	if err != nil {
		return usageError{err}
	}
	run.AsOf = run.AsOf.In(c.Zone)
	sites, err := w.store.Sites(ctx, run.ID)
	if err != nil {
		return err
	}
	if len(r.Site) > 0 {
		sites = slices.DeleteFunc(sites, func(s *audit.Site) bool {
			return !slices.ContainsFunc(c.Sites, func(t site.Target) bool { return t.ID == s.ID })
		})
	}
	return w.finish(run, sites)
}
