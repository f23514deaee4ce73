package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/document"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/rectify"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// workbench is what audit, judge, report and demo have in common: the config
// with the flags applied, the rules it names, and the store.
type workbench struct {
	env      env
	flags    common
	log      *slog.Logger
	config   *configs.Config
	library  *rules.Library
	calendar *calendar.Calendar
	store    *store.Store
	pools    *pools
	whole    *configs.Config // where config was narrowed to one task: what it was before
	only     []string        // the packs that all sites are judged by in place of their own; nil: their own

	folded rectify.Told  // of the run, once it is in the ledger
	items  []ledger.Item // of its sites
}

// openWorkbench reads everything that can be wrong before anything is started.
// Its caller closes it.
func openWorkbench(ctx context.Context, e env, c *configs.Config, flags common) (*workbench, error) {
	w := &workbench{env: e, flags: flags, log: e.logger(flags.Quiet), config: c, pools: new(pools)}
	if err := w.applyFlags(); err != nil {
		return nil, usageError{err}
	}
	var err error
	boundMemory(ctx, c.Memory, min(len(c.Sites), c.Crawler.Crawl.Concurrency), w.pools.running)
	if w.library, err = loadLibrary(c); err != nil {
		return nil, usageError{err}
	}
	if w.calendar, err = calendar.Load(configs.Calendar()); err != nil {
		return nil, fmt.Errorf("read holiday calendar: %w", err)
	}
	if w.store, err = store.Open(ctx, storeURL(c), w.log); err != nil {
		return nil, err
	}
	return w, nil
}

func (w *workbench) close() error { return w.store.Close() }

func (w *workbench) applyFlags() error {
	if w.flags.AsOf != "" {
		t, err := configs.ParseAsOf(w.flags.AsOf, w.config.Zone)
		if err != nil {
			return fmt.Errorf("--as-of：%w", err)
		}
		w.config.AsOf = t
	}
	if len(w.flags.Site) == 0 {
		return nil
	}
	var chosen []site.Target
	for _, id := range w.flags.Site {
		i := slices.IndexFunc(w.config.Sites, func(t site.Target) bool { return t.ID == id })
		if i < 0 {
			return fmt.Errorf("--site %s：配置里没有这个编号的网站；有 %s", id, siteIDs(w.config.Sites))
		}
		chosen = append(chosen, w.config.Sites[i])
	}
	w.config.Sites = chosen
	return nil
}

func siteIDs(list []site.Target) string {
	var ids []string
	for _, t := range list {
		if len(ids) == 10 {
			ids = append(ids, "…")
			break
		}
		ids = append(ids, t.ID)
	}
	return strings.Join(ids, "、")
}

// storeURL makes a relative SQLite path relative to the config, so that the
// same config means the same store from every folder.
func storeURL(c *configs.Config) string {
	path, ok := strings.CutPrefix(c.Store, "sqlite:")
	if !ok || filepath.IsAbs(path) {
		return c.Store
	}
	return "sqlite:" + filepath.Join(c.Dir, path)
}

// packsOf returns the packs for a site: the run's, then its own.
func (w *workbench) packsOf(t site.Target) []string {
	if len(w.only) > 0 {
		return w.only
	}
	names := slices.Clone(w.config.Packs)
	for _, p := range t.Packs {
		if !slices.Contains(names, p) {
			names = append(names, p)
		}
	}
	return names
}

func (w *workbench) sets(t site.Target) ([]*rules.Set, error) {
	return w.library.Sets(w.packsOf(t)...)
}

// allSets returns the sets of every pack that some site is judged by.
func (w *workbench) allSets() ([]*rules.Set, error) {
	var names []string
	for _, t := range w.config.Sites {
		for _, p := range w.packsOf(t) {
			if !slices.Contains(names, p) {
				names = append(names, p)
			}
		}
	}
	return w.library.Sets(names...)
}

// knownPacks names every pack that a site can be judged by, those of the config first:
// what people add and ask for can name the others.
func (w *workbench) knownPacks() []string {
	names := slices.Clone(w.config.Packs)
	for _, t := range w.config.Sites {
		names = append(names, t.Packs...)
	}
	for _, s := range w.config.Schedule {
		names = append(names, s.Packs...)
	}
	names = append(names, w.library.Builtin()...)
	var out []string
	for _, n := range names {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// knownSets returns the sets of all of them.
func (w *workbench) knownSets() ([]*rules.Set, error) { return w.library.Sets(w.knownPacks()...) }

func (w *workbench) auditor(crawl audit.CrawlFunc, tell func(*audit.Site)) *audit.Auditor {
	return &audit.Auditor{Log: w.log, Store: auditStore{w.store}, History: auditStore{w.store}, Crawl: crawl, Sets: w.sets, Calendar: w.calendar,
		Documents: document.NewReader(document.Limits{}),
		Zone:      w.config.Zone, Build: w.config.Crawler.Program, Now: w.env.Now, Parallel: w.config.Crawler.Crawl.Concurrency, Done: tell}
}

// newRun describes a run that starts now. of is the run whose snapshots it
// judges, "" for one that crawls.
func (w *workbench) newRun(of string) (audit.Run, error) {
	now := w.env.Now()
	run := audit.Run{Of: of, AsOf: w.config.AsOf, Started: now, Program: version()}
	if run.AsOf.IsZero() {
		run.AsOf = now
	}
	run.AsOf = run.AsOf.In(w.config.Zone)
	sets, err := w.allSets()
	if err != nil {
		return run, usageError{err}
	}
	for _, s := range sets {
		run.Packs = append(run.Packs, audit.PackRef{ID: s.ID, Version: s.Version, SHA256: s.SHA256})
	}
	run.Key = w.key(run)
	run.ID = now.In(w.config.Zone).Format("20060102-150405.000") + "-" + run.Key[:6]
	return run, nil
}

// key identifies the work: the same sites, rules, day and limits. A run with
// this key that was interrupted is gone on with.
func (w *workbench) key(run audit.Run) string {
	doc, err := json.Marshal(struct {
		Of      string `json:",omitempty"` // a judgement is never gone on with as an audit
		Sites   []site.Target
		Packs   []audit.PackRef
		AsOf    time.Time
		Crawler crawler.Settings
		Extract int
	}{run.Of, w.config.Sites, run.Packs, w.config.AsOf, w.config.Crawler, extract.Version})
	if err != nil {
		panic(err) // plain data
	}
	sum := sha256.Sum256(doc)
	return hex.EncodeToString(sum[:])
}

// writeReports writes the reports of a run into dir and returns their paths.
func (w *workbench) writeReports(dir string, run audit.Run, sites []*audit.Site) ([]string, error) {
	sets, err := w.allSets()
	if err != nil {
		return nil, err
	}
	slices.SortFunc(sites, func(a, b *audit.Site) int { return strings.Compare(a.ID, b.ID) })
	return reports.Write(dir, reports.Report{
		Results: audit.Results{Schema: audit.ResultsSchema, Run: run, Sites: sites},
		Sets:    sets, Calendar: w.calendar, Zone: w.config.Zone, Items: w.items, Folded: w.folded.String(),
	})
}

// finish writes the reports and decides about --fail-below.
func (w *workbench) finish(run audit.Run, sites []*audit.Site) error {
	files, err := w.writeReports(w.flags.Out, run, sites)
	if err != nil {
		return err
	}
	printScoreboard(w.env.Stdout, sites)
	printFolded(w.env.Stdout, w.folded)
	printFiles(w.env.Stdout, w.flags.Out, files)
	if w.flags.FailBelow > 0 && below(sites, w.flags.FailBelow) {
		return errBelow
	}
	return nil
}

func below(sites []*audit.Site, bar float64) bool {
	for _, s := range sites {
		for _, sc := range s.Scores {
			if s.State != audit.Unreachable && sc.Points < bar {
				return true
			}
		}
	}
	return false
}

// loadLibrary reads the built-in packs and the files that the config names.
func loadLibrary(c *configs.Config) (*rules.Library, error) {
	names := slices.Clone(c.Packs)
	for _, t := range c.Sites {
		names = append(names, t.Packs...)
	}
	for _, s := range c.Schedule {
		names = append(names, s.Packs...)
	}
	lib, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		return nil, err
	}
	var problems []error
	for _, n := range names {
		if !isPath(n) {
			continue
		}
		path := n
		if !filepath.IsAbs(path) {
			path = filepath.Join(c.Dir, path)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			problems = append(problems, fmt.Errorf("读取规则包：%w", err))
			continue
		}
		problems = append(problems, lib.Add(n, path, data))
	}
	return lib, errors.Join(problems...)
}

func isPath(pack string) bool {
	return strings.ContainsAny(pack, `/\`) || strings.HasSuffix(pack, ".yaml") || strings.HasSuffix(pack, ".yml")
}
