package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/rectify"
	"github.com/govaudit/govaudit/schedule"
)

// Recheck visits the pages of items again, site by site, as a run of its own.
func (d *desk) Recheck(ctx context.Context, t schedule.Task) (string, error) {
	var items []ledger.Item
	for _, id := range t.Items {
		it, err := d.store.Item(ctx, id)
		if err != nil {
			return "", err
		}
		items = append(items, it)
	}
	sites, err := d.Sites(ctx)
	if err != nil {
		return "", err
	}
	run, err := d.newRun("")
	if err != nil {
		return "", err
	}
	run.Kind, run.ID = audit.Recheck, run.ID+"-recheck"
	if err := errors.Join(d.folder().Missing(ctx), d.store.CreateRun(ctx, run)); err != nil {
		return "", err
	}
	r := d.rechecker(d.crawler)
	var counts ledger.Counts
	var problems []error
	left := len(items)
	for _, s := range sites {
		mine := slices.DeleteFunc(slices.Clone(items), func(it ledger.Item) bool { return it.Site != s.ID })
		if len(mine) == 0 {
			continue
		}
		left -= len(mine)
		rec, err := r.Site(ctx, run, s, mine)
		if errors.Is(err, rectify.ErrNoBase) {
			err = fmt.Errorf("%s：%w", s.ID, rectify.ErrNoBase)
		}
		if err != nil {
			problems = append(problems, err)
			continue
		}
		counts.Add(rec.Counts)
	}
	if err := errors.Join(problems...); err != nil {
		return "", err
	}
	note := fmt.Sprintf("复查 %d 项：%s", len(items)-left, counts)
	if left > 0 {
		note += fmt.Sprintf("；%d 项所在的网站已不在检查之列，没有访问", left)
	}
	return note, d.store.FinishRun(ctx, run.ID, d.env.Now())
}
