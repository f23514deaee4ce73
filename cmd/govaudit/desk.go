package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// desk is what serve and worker do audits with: the workbench, one crawler for all of
// them, and the sites that people added.
type desk struct {
	*workbench
	told    *slog.Logger // of what goes on, where the workbench's tells of trouble only
	crawler *crawler.Crawler

	mu       sync.Mutex
	auditors []runAuditor // the newest last
}

type runAuditor struct {
	run     string
	auditor *audit.Auditor
}

// maxAuditors is how many runs are remembered that sites are audited for: more than
// can be under way.
const maxAuditors = 64

// openDesk opens a crawler beside the workbench. Its caller calls close.
func openDesk(w *workbench, told *slog.Logger) (d *desk, close func(), err error) {
	w.config.Crawler.Program = build()
	c, err := crawler.New(w.log, w.config.Crawler)
	if err != nil {
		return nil, nil, err
	}
	_, closeBrowser := w.useBrowser(c)
	return &desk{workbench: w, told: told, crawler: c}, func() {
		closeBrowser()
		c.Close()
	}, nil
}

// PacksOf returns the rule packs of a site.
func (d *desk) PacksOf(t site.Target) []string { return d.packsOf(t) }

// Check reports why a task cannot be carried out as it stands.
func (d *desk) Check(t schedule.Task) error { return d.checkPacks(t.Packs) }

// checkPacks reports a pack that is neither built in nor named in the config: what
// people type is never the path of a file to read.
func (d *desk) checkPacks(names []string) error {
	known := d.knownPacks()
	for _, n := range names {
		if !slices.Contains(known, n) {
			return fmt.Errorf("没有规则包 %q：可用内置的，或配置里写了的", n)
		}
	}
	return nil
}

// bench is the workbench for one task: its sites, its packs.
func (d *desk) bench(t schedule.Task) *workbench {
	c, w := *d.config, *d.workbench
	w.whole = d.config
	c.Sites = t.Sites
	if len(t.Packs) > 0 {
		w.only, c.Packs, c.Sites = t.Packs, t.Packs, slices.Clone(t.Sites)
		for i := range c.Sites {
			c.Sites[i].Packs = nil
		}
	}
	w.config = &c
	return &w
}

// NewRun describes the audit that carries out a task. Its key is that of this task
// alone, so that nobody else goes on with it.
func (d *desk) NewRun(t schedule.Task, now time.Time) (audit.Run, error) {
	w := d.bench(t)
	w.env.Now = func() time.Time { return now }
	run, err := w.newRun(t.Of)
	if err != nil {
		return run, err
	}
	if w.config.AsOf.IsZero() && !t.AsOf.IsZero() {
		run.AsOf = t.AsOf.In(w.config.Zone)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "task %d %s", t.ID, run.Key))
	run.Key = hex.EncodeToString(sum[:])
	run.ID = now.In(w.config.Zone).Format("20060102-150405.000") + "-" + run.Key[:6]
	return run, nil
}

// ahead is for how many days serve tells what will be wrong if nothing changes.
const ahead = 30

// audit audits one site of a run and records the result.
func (d *desk) audit(ctx context.Context, t schedule.Task, run audit.Run, s site.Target) error {
	r, err := d.auditorOf(t, run).Audit(ctx, run, s)
	if err != nil {
		return err
	}
	d.told.Info("site audited", "run", run.ID, "site", s.ID, "state", string(r.State), "pages", r.Crawl.Pages)
	return nil
}

// auditorOf returns the one auditor of a run: it bounds how many portals are judged at once.
func (d *desk) auditorOf(t schedule.Task, run audit.Run) *audit.Auditor {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, a := range d.auditors {
		if a.run == run.ID {
			return a.auditor
		}
	}
	w := d.bench(t)
	crawl := w.crawl(run, d.crawler)
	if run.Of != "" {
		crawl = noCrawl
	}
	a := w.auditor(crawl, nil)
	a.Ahead = ahead
	if len(d.auditors) == maxAuditors {
		d.auditors = d.auditors[1:]
	}
	d.auditors = append(d.auditors, runAuditor{run.ID, a})
	return a
}

// Report folds a run into the ledger, and writes its reports into a folder of its own.
func (d *desk) Report(ctx context.Context, t schedule.Task, run audit.Run) error {
	sites, err := d.store.Sites(ctx, run.ID)
	if err != nil {
		return err
	}
	w := d.bench(t)
	if err := w.fold(ctx, run, sites); err != nil {
		return err
	}
	d.told.Info("ledger", "run", run.ID, "sites", w.folded.Sites, "counts", w.folded.Counts.String())
	_, err = w.writeReports(filepath.Join(beside(d.config, d.config.Serve.Out), run.ID), run, sites)
	return err
}

var errAllSilent = errors.New("没有一个网站有应答：多半是本机的网络不通，这次访问不作记录")

// Visit opens the home page of each site once.
func (d *desk) Visit(ctx context.Context, sites []site.Target) ([]site.Visit, error) {
	visits, err := visitAll(ctx, d.crawler, sites, d.config.Crawler.Crawl.Concurrency)
	if err == nil && len(visits) > 1 && allSilent(visits) {
		err = errAllSilent
	}
	return visits, err
}
