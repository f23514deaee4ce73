package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/rectify"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

type rectifyRecheckCmd struct {
	Config     string   `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	Item       []string `help:"只复查这个整改编号（可重复）。" placeholder:"编号"`
	Department []string `help:"只复查这个责任单位的事项（可重复）。" placeholder:"单位"`
	Site       []string `help:"只复查这个编号的网站（可重复）。" placeholder:"编号"`
	AsOf       string   `help:"监测时间点，如 2026-04-10；默认同配置。" placeholder:"日期"`
	All        bool     `help:"连还没有答复的事项一并复查；默认只复查已答复的。"`
	Quiet      bool     `help:"不显示进度。"`
}

// Run visits the pages of what was answered, or of what is asked for by number.
func (r *rectifyRecheckCmd) Run(ctx context.Context, e env) error {
	chosen, err := ids(r.Item)
	if err != nil {
		return err
	}
	w, err := openWith(ctx, e, r.Config, common{Site: r.Site, AsOf: r.AsOf, Quiet: r.Quiet})
	if err != nil {
		return err
	}
	defer w.close()
	if err := w.folder().Missing(ctx); err != nil {
		return err
	}
	items, err := w.toRecheck(ctx, chosen, r.Department, r.All)
	if err != nil {
		return err
	}
	if len(items) == 0 {
		fmt.Fprintln(e.Stdout, "没有要复查的事项：还没有答复；加 --all 连未答复的一并复查。")
		return nil
	}
	return w.recheck(ctx, items)
}

// toRecheck lists the items to visit: those named, or those that wait for it.
func (w *workbench) toRecheck(ctx context.Context, chosen, departments []string, all bool) ([]ledger.Item, error) {
	states := []ledger.State{ledger.Answered}
	if all || len(chosen) > 0 {
		states = []ledger.State{ledger.Open, ledger.Notified, ledger.Reopened, ledger.Answered}
	}
	items, err := w.store.Items(ctx, store.ItemFilter{States: states})
	if err != nil {
		return nil, err
	}
	for _, id := range chosen {
		if !slices.ContainsFunc(items, func(it ledger.Item) bool { return it.ID == id }) {
			it, err := w.store.Item(ctx, id)
			if err != nil {
				return nil, usageError{fmt.Errorf("台账里没有 %s", id)}
			}
			return nil, usageError{fmt.Errorf("%s 已是“%s”，不用复查", id, it.State.Word())}
		}
	}
	return slices.DeleteFunc(items, func(it ledger.Item) bool {
		return len(chosen) > 0 && !slices.Contains(chosen, it.ID) || len(departments) > 0 && !slices.Contains(departments, it.Department) ||
			!slices.ContainsFunc(w.config.Sites, func(t site.Target) bool { return t.ID == it.Site })
	}), nil
}

// recheck visits the pages of items, site by site, as a run of its own.
func (w *workbench) recheck(ctx context.Context, items []ledger.Item) error {
	run, err := w.newRun("")
	if err != nil {
		return err
	}
	run.Kind = audit.Recheck
	run.ID += "-recheck"
	if err := w.store.CreateRun(ctx, run); err != nil {
		return err
	}
	c, err := crawler.New(w.log, w.config.Crawler)
	if err != nil {
		return err
	}
	defer c.Close()
	_, closeBrowser := w.useBrowser(c)
	defer closeBrowser()
	r := w.rechecker(c)
	var problems []error
	for _, t := range w.config.Sites {
		mine := slices.DeleteFunc(slices.Clone(items), func(it ledger.Item) bool { return it.Site != t.ID })
		if len(mine) == 0 {
			continue
		}
		w.tell("复查 %s：%d 项，%d 个网页…\n", t.ID, len(mine), len(rectify.Addresses(mine)))
		rec, err := r.Site(ctx, run, t, mine)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		fmt.Fprintf(w.env.Stdout, "%s（复查 %d 项）：销号 %d，重新打开 %d，仍在 %d，未能认定 %d\n", t.ID, len(mine), rec.Counts.Verified, rec.Counts.Reopened, rec.Counts.Unchanged, rec.Counts.Unseen)
		if err := w.tellItems(ctx, mine); err != nil {
			return err
		}
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	return w.store.FinishRun(ctx, run.ID, w.env.Now())
}

func (w *workbench) rechecker(c *crawler.Crawler) *rectify.Rechecker {
	return &rectify.Rechecker{Folder: *w.folder(), History: auditStore{w.store}, Visit: w.recordVisit, Now: w.env.Now,
		Begin: func(ctx context.Context, runID string, t site.Target, at time.Time) (rectify.Snapshot, error) {
			return w.store.BeginSnapshot(ctx, runID, t, at)
		},
		Fetch: func(ctx context.Context, t site.Target, s audit.Snapshot, addresses []string) (*site.Snapshot, error) {
			return c.Fetch(ctx, t, s, addresses, func(*site.Page, *extract.Facts) {})
		}}
}

// mostItems bounds the items that are told one by one.
const mostItems = 50

// tellItems tells how items stand now.
func (w *workbench) tellItems(ctx context.Context, items []ledger.Item) error {
	for i, it := range items {
		if i == mostItems {
			fmt.Fprintf(w.env.Stdout, "  另有 %d 项\n", len(items)-i)
			break
		}
		now, err := w.store.Item(ctx, it.ID)
		if err != nil {
			return err
		}
		line := now.ID + " " + now.State.Word()
		if now.Doubt != "" {
			line += "：" + now.Doubt
		}
		fmt.Fprintln(w.env.Stdout, "  "+printable(line)+" "+printable(now.Subject))
	}
	return nil
}
