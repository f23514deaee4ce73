// Package rectify brings the ledger up to date: it folds runs into it, and has single
// pages visited again to see whether something was mended. It is handed the store and
// the network.
package rectify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// Store is where the ledger and the snapshots are.
type Store interface {
	// Ledger returns all items of a site, and the last run that was folded into them.
	Ledger(ctx context.Context, siteID string) ([]ledger.Item, ledger.Head, error)
	// RecordFold records a fold whole or not at all: ledger.ErrFolded where it was
	// before, ledger.ErrChanged where something has changed since it was read.
	RecordFold(ctx context.Context, r ledger.Record, head ledger.Head, changes []ledger.Change) error
	FoldOf(ctx context.Context, siteID, runID string) (ledger.Record, bool, error)
	Sites(ctx context.Context, runID string) ([]*audit.Site, error)
	// OpenSnapshot opens the finished snapshot of a site in a run.
	OpenSnapshot(ctx context.Context, runID, siteID string) (Snapshot, error)
	// Beside returns the visit that a run had made to pages it did not come by
	// ([Rechecker.Beside]), and its finished snapshot of a site; false where there is none.
	Beside(ctx context.Context, runID, siteID string) (audit.Run, Snapshot, bool, error)
	// UnfoldedRuns returns the finished runs that the ledger lacks, oldest first.
	UnfoldedRuns(ctx context.Context) ([]audit.Run, error)
}

// Snapshot is a stored crawl.
type Snapshot interface {
	audit.Snapshot
	// Addresses returns of the given addresses what the snapshot holds, without bodies.
	Addresses(ctx context.Context, list []string) (map[string]*site.Page, error)
}

// Folder folds runs into the ledger.
type Folder struct {
	Log   *slog.Logger
	Store Store
	Terms func() ledger.Terms // asked for where there is something to fold
	Zone  *time.Location      // where the day of a run is read
	// Duties returns the rules that a site is judged by as a rule; nil: not known.
	Duties func(t site.Target) map[string]bool
	// Judge judges a finished snapshot and records nothing.
	Judge func(ctx context.Context, run audit.Run, t site.Target, s audit.Snapshot) (*audit.Site, error)
}

// Told is what became of the items of the sites of a run.
type Told struct {
	ledger.Counts
	Sites int
	Left  []string // Chinese: why sites were left out
}

// Run folds what a run says of its sites into their ledgers, each whole or not at all.
// A site that was folded before only adds its counts.
func (f *Folder) Run(ctx context.Context, run audit.Run, sites []*audit.Site) (Told, error) {
	var out Told
	var problems []error
	for _, r := range sites {
		rec, err := f.site(ctx, run, r)
		if err != nil {
			problems = append(problems, fmt.Errorf("fold run %s into the ledger of %s: %w", run.ID, r.ID, err))
			continue
		}
		out.add(r.ID, rec)
		apart, visited, err := f.apart(ctx, run, r.ID)
		if err != nil {
			problems = append(problems, fmt.Errorf("fold the visit beside run %s into the ledger of %s: %w", run.ID, r.ID, err))
		}
		if visited {
			out.Counts.Add(apart.Counts)
		}
	}
	return out, errors.Join(problems...)
}

// String is what became of the items as people read it; "" where no run was folded.
func (t Told) String() string {
	if t.Sites == 0 {
		return ""
	}
	return t.Counts.String()
}

func (t *Told) add(siteID string, rec ledger.Record) {
	t.Sites++
	t.Counts.Add(rec.Counts)
	if rec.Left != "" {
		t.Left = append(t.Left, siteID+"："+rec.Left)
	}
}

// Missing folds the finished runs that the ledger lacks: a process may have ended
// between recording a result and folding it.
func (f *Folder) Missing(ctx context.Context) error {
	runs, err := f.Store.UnfoldedRuns(ctx)
	if err != nil {
		return fmt.Errorf("look for runs the ledger lacks: %w", err)
	}
	for _, run := range runs {
		sites, err := f.Store.Sites(ctx, run.ID)
		if err != nil {
			return err
		}
		if _, err := f.Run(ctx, run, sites); err != nil {
			return err
		}
	}
	return nil
}

// attempts is how often a fold is tried while people change the same items.
const attempts = 5

func (f *Folder) site(ctx context.Context, run audit.Run, r *audit.Site) (ledger.Record, error) {
	for try := 1; ; try++ {
		rec, done, err := f.Store.FoldOf(ctx, r.ID, run.ID)
		if err != nil || done {
			return rec, err
		}
		rec, err = f.once(ctx, run, r)
		if !errors.Is(err, ledger.ErrChanged) && !errors.Is(err, ledger.ErrFolded) || try == attempts {
			return rec, err
		}
	}
}

func (f *Folder) once(ctx context.Context, run audit.Run, r *audit.Site) (ledger.Record, error) {
	items, head, err := f.Store.Ledger(ctx, r.ID)
	if err != nil {
		return ledger.Record{}, err
	}
	s, err := f.sight(ctx, run, r, items)
	if err != nil {
		return ledger.Record{}, err
	}
	rec := ledger.Record{Site: r.ID, Run: run.ID, At: s.At(), Left: head.Late(s)}
	var out ledger.Folded
	if rec.Left == "" {
		out = ledger.Fold(items, s)
		rec.Counts = out.Counts
	}
	return rec, f.Store.RecordFold(ctx, rec, head.After(s), out.Changes)
}

// sight gathers what the run saw of the addresses that matter.
func (f *Folder) sight(ctx context.Context, run audit.Run, r *audit.Site, items []ledger.Item) (ledger.Sight, error) {
	s := ledger.Sight{Run: run, Result: r, AsOf: calendar.DayOf(run.AsOf, f.Zone), Today: calendar.DayOf(run.Started, f.Zone), Terms: f.Terms()}
	from := run.ID
	if run.Of != "" {
		from = run.Of
	}
	snap, err := f.Store.OpenSnapshot(ctx, from, r.ID)
	if err != nil {
		return s, err
	}
	s.Meta = snap.Meta()
	s.Duties = f.Duties(s.Meta.Target)
	accused := ledger.Certain(r)
	wanted := ledger.Wanted(items)
	if s.Pages, err = snap.Addresses(ctx, slices.Concat(wanted, ledger.Twins(wanted), accused)); err != nil {
		return s, err
	}
	if s.Apart, err = f.visited(ctx, run, r.ID, ledger.Unmet(items, s.Pages, run.ID)); err != nil {
		return s, err
	}
	if err := shown(ctx, snap, &s, slices.Concat(accused, ledger.Settling(items, s.Pages, s.AsOf))); err != nil {
		return s, err
	}
	return s, elsewhere(ctx, snap, &s, s.Lost(items))
}

// elsewhere looks through a snapshot for documents that left the addresses of their
// items.
func elsewhere(ctx context.Context, snap Snapshot, s *ledger.Sight, lost []ledger.Document) error {
	if len(lost) == 0 || s.Result.State != audit.Audited {
		return nil
	}
	titles := map[string]bool{}
	for _, d := range lost {
		titles[d.Title] = true
	}
	s.Elsewhere = map[string]ledger.Document{}
	var codec extract.Codec
	for p, err := range snap.Readings(ctx, func(p *site.Page) bool { return extract.Kept(p, p.Facts) }) {
		if err != nil {
			return fmt.Errorf("look for documents that moved: %w", err)
		}
		facts := codec.Unpack(p, p.Facts)
		if facts == nil || !p.OK() {
			continue
		}
		if d := documentOf(facts); titles[d.Title] {
			bare := *p
			bare.Body, bare.Facts = nil, nil
			s.Elsewhere[p.URL], s.Pages[p.URL] = d, &bare
		}
	}
	return nil
}

func documentOf(f *extract.Facts) ledger.Document {
	d := ledger.Document{Title: extract.Fold(f.Title)}
	if len(d.Title) > mostTitle {
		d.Title = ""
	}
	for _, x := range f.Fields {
		switch x.Name {
		case extract.DocNumber:
			if n, ok := extract.DocNo(x.Value); ok && d.Number == "" {
				d.Number = extract.Fold(n)
			}
		case extract.Written:
			if day, ok := extract.ParseDay(x.Value); ok && d.Written == 0 {
				d.Written = day
			}
		}
	}
	switch f.Kind {
	case extract.Home, extract.List, extract.Frame, extract.Data:
		return ledger.Document{Title: d.Title, Number: d.Number} // its days are those of what it lists
	}
	if d.Written == 0 {
		d.Written = portal.Published(f)
	}
	return d
}

// mostTitle bounds, in bytes, what is taken for the title of a document.
const mostTitle = 1000
