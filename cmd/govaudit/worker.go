package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/fleet"
	"github.com/govaudit/govaudit/runner"
	"github.com/govaudit/govaudit/schedule"
)

type workerCmd struct {
	Config string `help:"配置文件；规则包要与 serve 的相同，存储是同一个 PostgreSQL。" required:"" type:"path" placeholder:"文件"`
	Quiet  bool   `help:"只记录出错的情况。"`
}

// Run audits the sites that a serve hands out, until a signal comes.
func (c *workerCmd) Run(ctx context.Context, e env) error {
	conf, err := configs.Load(c.Config)
	if err != nil {
		return usageError{err}
	}
	if !shared(conf) {
		return usageError{fmt.Errorf("worker 要与 serve 共用一个 PostgreSQL：store 应写成 postgres://…；用 SQLite 时 serve 自己审计，不需要 worker")}
	}
	w, err := openWorkbench(ctx, e, conf, common{Quiet: c.Quiet})
	if err != nil {
		return err
	}
	defer w.close()
	d, closeDesk, err := openDesk(w, e.serveLogger(c.Quiet))
	if err != nil {
		return err
	}
	defer closeDesk()
	_, work, leave, err := d.crew(ctx, true)
	if err != nil {
		return err
	}
	defer leave()
	d.told.Info("taking sites", "at once", conf.Crawler.Crawl.Concurrency, "version", version())
	return work(ctx)
}

// shared reports that the store is one that many processes work on.
func shared(c *configs.Config) bool { return !strings.HasPrefix(c.Store, "sqlite:") }

// judgingTime is how long judging a site may take beyond its crawl.
const judgingTime = 30 * time.Minute

// crew returns those who audit the sites of runs: this process alone on SQLite, a fleet
// on PostgreSQL. work takes sites of the fleet until its context ends, unless others are
// to do that; leave is called at the end.
func (d *desk) crew(ctx context.Context, takes bool) (crew runner.Crew, work func(context.Context) error, leave func(), err error) {
	most := d.config.Crawler.Crawl.Concurrency
	idle := func(ctx context.Context) error {
		<-ctx.Done()
		return nil
	}
	if !shared(d.config) {
		return runner.NewHands(most, d.audit, d.crawler.Progress), idle, func() {}, nil
	}
	f, err := fleet.Open(ctx, d.config.Store, fleet.Settings{Log: d.log, Store: d.store, AuditSite: d.audit, Fit: d.fit, Progress: d.crawler.Progress,
		Most: most, Longest: 2*d.config.Crawler.Crawl.MaxTime + judgingTime, // the crawl, and the visit beside it
		Name: processName()})
	if err != nil {
		return nil, nil, nil, err
	}
	if takes {
		idle = f.Work
	}
	return f, idle, f.Close, nil
}

// processName tells processes apart, for people.
func processName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%.60s-%d", host, os.Getpid())
}

// fit reports that this process judges by other rules than the run's.
func (d *desk) fit(t schedule.Task, run audit.Run) error {
	mine, err := d.NewRun(t, run.Started)
	if err != nil {
		return err
	}
	if !slices.Equal(mine.Packs, run.Packs) {
		return fmt.Errorf("the rule packs of this process are not those of run %s", run.ID)
	}
	return nil
}
