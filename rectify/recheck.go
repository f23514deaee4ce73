package rectify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/site"
)

// Rechecker visits the pages of items again.
type Rechecker struct {
	Folder
	History audit.History
	// Begin opens the snapshot of t in the run.
	Begin func(ctx context.Context, runID string, t site.Target, at time.Time) (Snapshot, error)
	// Fetch asks for the home page and for the given addresses, and follows no link.
	Fetch func(ctx context.Context, t site.Target, s audit.Snapshot, addresses []string) (*site.Snapshot, error)
	// Judge judges a finished snapshot and records nothing.
	Judge func(ctx context.Context, run audit.Run, t site.Target, s audit.Snapshot) (*audit.Site, error)
	Now   func() time.Time
}

// ErrNoBase reports a site that no finished audit has seen: there is nothing to lay
// single pages over.
var ErrNoBase = errors.New("没有可供对照的检查：请先完成一次检查")

// mostAddresses bounds the pages of a site that one recheck visits.
const mostAddresses = 2000

// Site visits the pages that items of one site are about and folds what they show now
// into the ledger. Only items whose pages were fetched in this visit may change.
func (r *Rechecker) Site(ctx context.Context, run audit.Run, t site.Target, items []ledger.Item) (ledger.Record, error) {
	rec, err := r.visit(ctx, run, t, items)
	if err != nil {
		return rec, fmt.Errorf("recheck %s: %w", t.ID, err)
	}
	return rec, nil
}

func (r *Rechecker) visit(ctx context.Context, run audit.Run, t site.Target, items []ledger.Item) (ledger.Record, error) {
	base, err := r.base(ctx, t)
	if err != nil {
		return ledger.Record{}, err
	}
	addresses := Addresses(items)
	if len(addresses) > mostAddresses {
		return ledger.Record{}, fmt.Errorf("有 %d 个网页要访问，一次最多 %d 个：请用 --item 或 --department 分批复查", len(addresses), mostAddresses)
	}
	later, err := r.Begin(ctx, run.ID, t, r.Now())
	if err != nil {
		return ledger.Record{}, err
	}
	if !later.Done() {
		seen, err := r.Fetch(ctx, t, later, addresses)
		if err != nil {
			return ledger.Record{}, err
		}
		if err := later.Finish(ctx, *seen); err != nil {
			return ledger.Record{}, err
		}
	}
	over, err := audit.NewOverlay(ctx, base, later)
	if err != nil {
		return ledger.Record{}, err
	}
	result, err := r.Judge(ctx, run, t, over)
	if err != nil {
		return ledger.Record{}, err
	}
	return r.record(ctx, run, later, result, items)
}

// record folds what the visit showed, again where people changed the items meanwhile.
func (r *Rechecker) record(ctx context.Context, run audit.Run, later Snapshot, result *audit.Site, chosen []ledger.Item) (ledger.Record, error) {
	var only []string
	for _, it := range chosen {
		only = append(only, it.ID)
	}
	for try := 1; ; try++ {
		items, head, err := r.Store.Ledger(ctx, result.ID)
		if err != nil {
			return ledger.Record{}, err
		}
		s := ledger.Sight{Run: run, Result: result, Meta: later.Meta(), AsOf: calendar.DayOf(run.AsOf, r.Zone), Today: calendar.DayOf(run.Started, r.Zone), Terms: r.Terms(), Visit: true, Only: only}
		links := links(chosen)
		wanted := ledger.Wanted(items)
		if s.Pages, err = later.Addresses(ctx, slices.Concat(wanted, ledger.Twins(wanted), ledger.Accused(result), links)); err != nil {
			return ledger.Record{}, err
		}
		if s.Elsewhere, err = documents(ctx, later, s.Pages, links); err != nil {
			return ledger.Record{}, err
		}
		out := ledger.Fold(items, s)
		rec := ledger.Record{Site: result.ID, Run: run.ID, At: s.At(), Counts: out.Counts}
		err = r.Store.RecordFold(ctx, rec, head.After(s), out.Changes)
		if !errors.Is(err, ledger.ErrChanged) || try == attempts {
			return rec, err
		}
	}
}

// base is the last finished audit that saw the site.
func (r *Rechecker) base(ctx context.Context, t site.Target) (audit.Snapshot, error) {
	now := r.Now()
	list, err := r.History.EarlierSnapshots(ctx, t, now.AddDate(-1, 0, 0), now)
	if err != nil {
		return nil, err
	}
	for _, s := range slices.Backward(list) {
		if s.Meta().Alive {
			return s, nil
		}
	}
	return nil, ErrNoBase
}

// Addresses lists the pages that items are about: where the defect is, where its
// evidence stands, and where it is said to be mended.
func Addresses(items []ledger.Item) []string {
	out := append(ledger.Wanted(items), links(items)...)
	slices.SortFunc(out, cmp.Compare[string])
	return slices.Compact(out)
}

// links lists the pages on which items are said to be mended.
func links(items []ledger.Item) []string {
	var out []string
	for _, it := range items {
		if it.Reply != nil && ledger.IsPage(it.Reply.Link) {
			out = append(out, it.Reply.Link)
		}
	}
	return out
}
