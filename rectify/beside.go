package rectify

import (
	"context"
	"fmt"
	"slices"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/site"
)

// BesideID names the visit that belongs to a run. It does not begin like the run, so
// that the beginning of a run's name still names one.
func BesideID(runID string) string { return "items-" + runID }

// mostBeside bounds the pages of a site that are visited beside a crawl.
const mostBeside = 500

// Beside visits, once the crawl of a site has come to its end, the pages of open items
// that the crawl did not come by: nothing leads to them any more, or they lie beyond
// its bounds. They are kept as a visit of their own, so that they are no part of what
// the rules judge the site by, and [Folder.Run] folds them after the run. crawled is
// the snapshot of the crawl, and seen what it says of the site. It returns how many
// addresses were asked for.
func (r *Rechecker) Beside(ctx context.Context, run audit.Run, t site.Target, crawled Snapshot, seen *site.Snapshot) (int, error) {
	if !seen.Alive || seen.Suspect != "" {
		return 0, nil
	}
	addresses, err := r.unmet(ctx, run, t, crawled)
	if err != nil || len(addresses) == 0 {
		return 0, err
	}
	run.ID, run.Key, run.Kind, run.Started = BesideID(run.ID), "", audit.Recheck, r.Now()
	if err := r.Visit(ctx, run); err != nil {
		return 0, err
	}
	later, err := r.Begin(ctx, run.ID, t, r.Now())
	if err != nil || later.Done() {
		return len(addresses), err
	}
	visited, err := r.Fetch(ctx, t, later, addresses)
	if err != nil {
		return 0, fmt.Errorf("visit pages of items of %s: %w", t.ID, err)
	}
	return len(addresses), later.Finish(ctx, *visited)
}

// unmet lists the addresses of the pages of open items that a crawl did not come by.
func (r *Rechecker) unmet(ctx context.Context, run audit.Run, t site.Target, crawled Snapshot) ([]string, error) {
	items, _, err := r.Store.Ledger(ctx, t.ID)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	wanted := ledger.Wanted(items)
	pages, err := crawled.Addresses(ctx, slices.Concat(wanted, ledger.Twins(wanted)))
	if err != nil {
		return nil, err
	}
	var out []string
	for _, it := range ledger.Unmet(items, pages, run.ID) {
		for _, a := range Addresses([]ledger.Item{it}) {
			if pages[a] == nil && len(out) < mostBeside && !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	}
	return out, nil
}

// visited names those of the items whose page was asked for by the visit beside a run.
func (f *Folder) visited(ctx context.Context, run audit.Run, siteID string, items []ledger.Item) ([]string, error) {
	if len(items) == 0 || run.Of != "" {
		return nil, nil
	}
	_, later, ok, err := f.Store.Beside(ctx, run.ID, siteID)
	if err != nil || !ok {
		return nil, err
	}
	pages, err := later.Addresses(ctx, ledger.Wanted(items))
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, it := range items {
		if pages[it.Subject] != nil {
			ids = append(ids, it.ID)
		}
	}
	return ids, nil
}

// apart folds the visit beside a run, once the run is folded; false where there was none.
func (f *Folder) apart(ctx context.Context, run audit.Run, siteID string) (rec ledger.Record, visited bool, err error) {
	if run.Of != "" {
		return rec, false, nil
	}
	visit, later, ok, err := f.Store.Beside(ctx, run.ID, siteID)
	if err != nil || !ok {
		return rec, false, err
	}
	if rec, done, err := f.Store.FoldOf(ctx, siteID, visit.ID); err != nil || done {
		return rec, done, err
	}
	crawled, err := f.Store.OpenSnapshot(ctx, run.ID, siteID)
	if err != nil {
		return rec, false, err
	}
	items, _, err := f.Store.Ledger(ctx, siteID)
	if err != nil {
		return rec, false, err
	}
	wanted := ledger.Wanted(items)
	pages, err := crawled.Addresses(ctx, slices.Concat(wanted, ledger.Twins(wanted)))
	if err != nil {
		return rec, false, err
	}
	unmet := ledger.Unmet(items, pages, run.ID)
	ids, err := f.visited(ctx, run, siteID, unmet)
	if err != nil {
		return rec, false, err
	}
	unmet = slices.DeleteFunc(unmet, func(it ledger.Item) bool { return !slices.Contains(ids, it.ID) })
	if len(unmet) == 0 {
		return rec, false, nil
	}
	rec, err = f.over(ctx, visit, later.Meta().Target, crawled, later, unmet)
	return rec, err == nil, err
}
