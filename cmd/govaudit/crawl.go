package main

import (
	"context"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/rectify"
	"github.com/govaudit/govaudit/site"
)

// crawl crawls the sites of a run, and then visits the pages of their open items that
// the crawl did not come by.
func (w *workbench) crawl(run audit.Run, c *crawler.Crawler) audit.CrawlFunc {
	r := w.rechecker(c)
	return func(ctx context.Context, t site.Target, s audit.Snapshot, each func(*site.Page, *extract.Facts)) (*site.Snapshot, error) {
		seen, err := c.Crawl(ctx, t, s, each)
		if err != nil || ctx.Err() != nil {
			return seen, err
		}
		crawled, ok := s.(rectify.Snapshot)
		if !ok {
			return seen, nil
		}
		seen.Items, err = r.Beside(ctx, run, t, crawled, seen)
		if err != nil && ctx.Err() == nil {
			w.log.Error("pages of open items were not visited", "site", t.ID, "err", err)
		}
		return seen, nil
	}
}

// recordVisit records a run that only visits pages, unless it is recorded already:
// several processes may begin it.
func (w *workbench) recordVisit(ctx context.Context, run audit.Run) error {
	recorded := func() bool {
		r, err := w.store.Run(ctx, run.ID)
		return err == nil && r.ID == run.ID
	}
	if recorded() {
		return nil
	}
	if err := w.store.CreateRun(ctx, run); err != nil && !recorded() {
		return err
	}
	return nil
}
