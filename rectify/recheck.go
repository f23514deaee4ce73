package rectify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
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
	// Visit records a run that only visits pages, if it is not recorded yet.
	Visit func(ctx context.Context, run audit.Run) error
	// Begin opens the snapshot of t in the run.
	Begin func(ctx context.Context, runID string, t site.Target, at time.Time) (Snapshot, error)
	// Fetch asks for the home page and for the given addresses, and follows no link.
	Fetch func(ctx context.Context, t site.Target, s audit.Snapshot, addresses []string) (*site.Snapshot, error)
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
	return r.over(ctx, run, t, base, later, items)
}

// over lays what a visit fetched over a snapshot, judges that, and folds what follows
// for the items the visit was about.
func (f *Folder) over(ctx context.Context, run audit.Run, t site.Target, base, later Snapshot, items []ledger.Item) (ledger.Record, error) {
	over, err := audit.NewOverlay(ctx, base, later)
	if err != nil {
		return ledger.Record{}, err
	}
	result, err := f.Judge(ctx, run, t, over)
	if err != nil {
		return ledger.Record{}, err
	}
	stray, err := strayed(ctx, base, items)
	if err != nil {
		return ledger.Record{}, err
	}
	return f.record(ctx, run, later, result, items, stray)
}

// strayed tells the pages of items to which what the visit is laid over does not lead.
func strayed(ctx context.Context, base Snapshot, items []ledger.Item) (map[string]bool, error) {
	wanted := ledger.Wanted(items)
	pages, err := base.Addresses(ctx, slices.Concat(wanted, ledger.Twins(wanted)))
	if err != nil {
		return nil, err
	}
	stray := map[string]bool{}
	for _, it := range ledger.Unmet(items, pages, "") {
		stray[it.Subject] = true
	}
	return stray, nil
}

// record folds what the visit showed, again where people changed the items meanwhile.
func (f *Folder) record(ctx context.Context, run audit.Run, later Snapshot, result *audit.Site, chosen []ledger.Item, stray map[string]bool) (ledger.Record, error) {
	var only []string
	for _, it := range chosen {
		only = append(only, it.ID)
	}
	for try := 1; ; try++ {
		items, head, err := f.Store.Ledger(ctx, result.ID)
		if err != nil {
			return ledger.Record{}, err
		}
		s := ledger.Sight{Run: run, Result: result, Meta: later.Meta(), AsOf: calendar.DayOf(run.AsOf, f.Zone), Today: calendar.DayOf(run.Started, f.Zone), Terms: f.Terms(), Visit: true, Only: only, Stray: stray, Duties: f.Duties(later.Meta().Target)}
		links := links(chosen)
		wanted := ledger.Wanted(items)
		if s.Pages, err = later.Addresses(ctx, slices.Concat(wanted, ledger.Twins(wanted), ledger.Accused(result), links)); err != nil {
			return ledger.Record{}, err
		}
		if err := shown(ctx, later, &s, slices.Concat(ledger.Accused(result), ledger.Settling(items, s.Pages, s.AsOf))); err != nil {
			return ledger.Record{}, err
		}
		if s.Elsewhere, err = documents(ctx, later, s.Pages, links); err != nil {
			return ledger.Record{}, err
		}
		out := ledger.Fold(items, s)
		rec := ledger.Record{Site: result.ID, Run: run.ID, At: s.At(), Counts: out.Counts}
		err = f.Store.RecordFold(ctx, rec, head.After(s), out.Changes)
		if !errors.Is(err, ledger.ErrChanged) || try == attempts {
			return rec, err
		}
	}
}

// base is the last finished audit that saw the site.
func (r *Rechecker) base(ctx context.Context, t site.Target) (Snapshot, error) {
	now := r.Now()
	list, err := r.History.EarlierSnapshots(ctx, t, now.AddDate(-1, 0, 0), now)
	if err != nil {
		return nil, err
	}
	for _, s := range slices.Backward(list) {
		if run, _, ok := strings.Cut(s.Meta().ID, "/"); ok && s.Meta().Alive {
			return r.Store.OpenSnapshot(ctx, run, t.ID)
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
