package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/site"
)

type probeCmd struct {
	Config string   `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	Site   []string `help:"只访问这个编号的网站（可重复）。" placeholder:"编号"`
	Quiet  bool     `help:"不逐个列出结果。"`
}

// Run visits the home page of every site once and records the visits, for what is
// counted over days (国办秘函〔2019〕19号: 监测 1 周，每天间隔性访问 20 次以上). It is made for
// cron, once an hour. Where no site of several answers, the fault is more likely
// ours, and nothing is recorded.
func (p *probeCmd) Run(ctx context.Context, e env) error {
	c, err := configs.Load(p.Config)
	if err != nil {
		return usageError{err}
	}
	w, err := openWorkbench(ctx, e, c, common{Site: p.Site, Quiet: p.Quiet})
	if err != nil {
		return err
	}
	defer w.close()
	if len(w.config.Sites) == 0 {
		return usageError{errNoSites}
	}
	cr, err := crawler.New(w.log, w.config.Crawler)
	if err != nil {
		return err
	}
	defer cr.Close()
	visits, err := visitAll(ctx, cr, w.config.Sites, w.config.Crawler.Crawl.Concurrency)
	if err != nil {
		return err
	}
	if len(visits) > 1 && allSilent(visits) {
		return errAllSilent
	}
	for i, t := range w.config.Sites {
		if err := w.store.PutVisit(ctx, t, visits[i]); err != nil {
			return err
		}
		if !p.Quiet {
			fmt.Fprintf(e.Stdout, "%s  %s  %s\n", visits[i].At.In(w.config.Zone).Format("2006-01-02 15:04:05"), t.ID, visitResult(visits[i]))
		}
	}
	return nil
}

func visitAll(ctx context.Context, c *crawler.Crawler, sites []site.Target, parallel int) ([]site.Visit, error) {
	out := make([]site.Visit, len(sites))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(parallel, 1))
	for i, t := range sites {
		g.Go(func() (err error) {
			out[i], err = c.Visit(ctx, t)
			return err
		})
	}
	return out, g.Wait()
}

// allSilent reports that nobody answered at all: not even with an error of HTTP.
func allSilent(visits []site.Visit) bool {
	for _, v := range visits {
		if v.Failure == "" || v.Status != 0 || v.Failure == site.FailRobots || v.Failure == site.FailGuard {
			return false
		}
	}
	return true
}

func visitResult(v site.Visit) string {
	if v.Failure == "" {
		return fmt.Sprintf("打开，用时 %.1f 秒", (time.Duration(v.Millis) * time.Millisecond).Seconds())
	}
	if v.Err != "" {
		return "没有打开：" + v.Err
	}
	return "没有打开：" + string(v.Failure)
}
