package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/store"
)

type pruneCmd struct {
	Config string `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	DryRun bool   `name:"dry-run" help:"只列出会清除什么，不清除。"`
}

// Run lets go of the pages that the config does not want kept.
func (p *pruneCmd) Run(ctx context.Context, e env) error {
	c, err := configs.Load(p.Config)
	if err != nil {
		return usageError{err}
	}
	before := c.Retention.Before(e.Now())
	if before.IsZero() {
		fmt.Fprintln(e.Stdout, "配置里没有写 retention.pages：存档的网页一直保留，没有可清除的。")
		return nil
	}
	st, err := store.Open(ctx, storeURL(c), e.logger(false))
	if err != nil {
		return err
	}
	defer st.Close()
	list, err := st.Stale(ctx, before)
	if err != nil {
		return err
	}
	pages := 0
	for _, s := range list {
		pages += s.Pages
		fmt.Fprintf(e.Stdout, "%s  %s  %d 个网页\n", s.Run, s.Site, s.Pages)
	}
	if p.DryRun {
		fmt.Fprintf(e.Stdout, "可以清除 %d 次抓取的 %d 个网页；结果、得分、人工决定和整改台账都保留。\n", len(list), pages)
		return nil
	}
	gone, err := st.LetGo(ctx, list)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.Stdout, "已清除 %d 次抓取的网页；结果、得分、人工决定和整改台账都保留。\n", gone)
	return nil
}

// pruneHour is when serve lets go of old pages: at night.
const pruneHour = 3

// keepPruned lets go once a night of the pages that the config does not want kept.
func (w *workbench) keepPruned(ctx context.Context, log *slog.Logger) error {
	if w.config.Retention.Pages == 0 {
		return nil
	}
	tick := time.NewTicker(10 * time.Minute)
	defer tick.Stop()
	night := w.night(log)
	for {
		night(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// night returns what lets go of old pages when it is called first in the hour for it,
// once a day.
func (w *workbench) night(log *slog.Logger) func(context.Context) {
	last := calendar.Day(0)
	return func(ctx context.Context) {
		now := w.env.Now().In(w.config.Zone)
		day := calendar.DayOf(now, w.config.Zone)
		if day == last || now.Hour() != pruneHour {
			return
		}
		last = day
		list, err := w.store.Stale(ctx, w.config.Retention.Before(now))
		gone := 0
		if err == nil {
			gone, err = w.store.LetGo(ctx, list)
		}
		if err != nil && ctx.Err() == nil {
			log.Error("old pages could not be let go", "err", err)
		} else if gone > 0 {
			log.Info("old pages let go", "crawls", gone)
		}
	}
}
