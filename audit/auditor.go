package audit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
)

// Snapshot is where one crawl is kept: written while it goes on, read ever after.
type Snapshot interface {
	Put(ctx context.Context, p *site.Page) error
	Pages(ctx context.Context) iter.Seq2[*site.Page, error]
	Page(ctx context.Context, url string) (*site.Page, error) // one stored page with its body, by the address asked for
	// Readings and Reading give pages with the facts that are kept of them in place of
	// the body, where usable says that these will do.
	Readings(ctx context.Context, usable func(*site.Page) bool) iter.Seq2[*site.Page, error]
	Reading(ctx context.Context, url string, usable func(*site.Page) bool) (*site.Page, error)
	Record(ctx context.Context, body []byte) (sha256 string, err error)
	Finish(ctx context.Context, s site.Snapshot) error
	Done() bool          // the crawl has ended and Meta is what it saw
	Meta() site.Snapshot // zero until Done
}

// Store is where audits are recorded.
type Store interface {
	// BeginSnapshot opens the snapshot of t in the run, a new one or the one that
	// an interrupted audit began.
	BeginSnapshot(ctx context.Context, runID string, t site.Target, at time.Time) (Snapshot, error)
	PutSite(ctx context.Context, runID string, r *Site) error
	Sites(ctx context.Context, runID string) ([]*Site, error)
	// Decisions returns what people decided about a site, in the order it was recorded.
	Decisions(ctx context.Context, siteID string) ([]review.Decision, error)
}

// CrawlFunc visits a site, keeps what it sees in the snapshot and hands every page
// with its facts to each.
type CrawlFunc func(ctx context.Context, t site.Target, s Snapshot, each func(*site.Page, *extract.Facts)) (*site.Snapshot, error)

// Auditor audits sites. All fields but Done, History and Build must be set.
type Auditor struct {
	Log       *slog.Logger
	Store     Store
	Crawl     CrawlFunc
	Sets      func(t site.Target) ([]*rules.Set, error) // the rules for a site
	Calendar  *calendar.Calendar
	Documents Documents      // reads attachments; nil: they stay unread
	Zone      *time.Location // where deadlines are read
	Now       func() time.Time
	Parallel  int         // sites at once; less than 1 means 1
	Done      func(*Site) // told of each result, one call at a time; may be nil
	History   History     // what was recorded of sites before; nil: nothing
	Build     string      // tells builds of the program apart, of which one does not use what another kept; "": nothing is kept
	Ahead     int         // for how many days is told what will be wrong if nothing changes; 0: not at all

	places  sync.Once
	judging chan struct{} // a place for each processor: portals that are judged take memory
}

// Run audits every target that the run holds no result for yet, and returns the
// results of all of them in the order of targets. An error of ours on one site
// does not stop the others; what was done is recorded, and running again goes on
// from there.
func (a *Auditor) Run(ctx context.Context, run Run, targets []site.Target) ([]*Site, error) {
	have, err := a.recorded(ctx, run.ID)
	if err != nil {
		return nil, err
	}
	a.places.Do(a.makePlaces)
	results := make([]*Site, len(targets))
	failures := make([]error, len(targets))
	done := make(chan *Site)
	told := make(chan struct{})
	go func() {
		defer close(told)
		for r := range done {
			if a.Done != nil {
				a.Done(r)
			}
		}
	}()
	var g errgroup.Group
	g.SetLimit(max(a.Parallel, 1))
	for i, t := range targets {
		if r := have[t.ID]; r != nil {
			results[i] = r
			done <- r
			continue
		}
		g.Go(func() error {
			r, err := a.guarded(ctx, run, t)
			if err != nil {
				failures[i] = fmt.Errorf("audit %s: %w", t.ID, err)
				return nil
			}
			results[i] = r
			done <- r
			return nil
		})
	}
	g.Wait()
	close(done)
	<-told
	return compact(results), errors.Join(failures...)
}

// Audit audits one target of the run, whether it has a result or not, and records
// the result. It is for those who hand out the targets of a run themselves; Done is not
// told.
func (a *Auditor) Audit(ctx context.Context, run Run, t site.Target) (*Site, error) {
	a.places.Do(a.makePlaces)
	r, err := a.guarded(ctx, run, t)
	if err != nil {
		return nil, fmt.Errorf("audit %s: %w", t.ID, err)
	}
	return r, nil
}

func (a *Auditor) makePlaces() { a.judging = make(chan struct{}, runtime.GOMAXPROCS(0)) }

// guarded keeps a fault of this program on one site from ending the others.
func (a *Auditor) guarded(ctx context.Context, run Run, t site.Target) (r *Site, err error) {
	defer func() {
		if p := recover(); p != nil {
			a.Log.Error("audit panicked", "site", t.ID, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("fault in this program: %v", p)
		}
	}()
	return a.site(ctx, run, t)
}

func (a *Auditor) recorded(ctx context.Context, runID string) (map[string]*Site, error) {
	list, err := a.Store.Sites(ctx, runID)
	if err != nil {
		return nil, fmt.Errorf("read results of run %s: %w", runID, err)
	}
	have := make(map[string]*Site, len(list))
	for _, r := range list {
		have[r.ID] = r
	}
	return have, nil
}

func compact(list []*Site) []*Site {
	out := list[:0]
	for _, r := range list {
		if r != nil {
			out = append(out, r)
		}
	}
	return out
}

func (a *Auditor) site(ctx context.Context, run Run, t site.Target) (*Site, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	// A run that judges again reads the snapshots of the run it is of.
	snap, err := a.Store.BeginSnapshot(ctx, cmp.Or(run.Of, run.ID), t, a.Now())
	if err != nil {
		return nil, err
	}
	r, err := a.result(ctx, run, t, snap)
	if err != nil {
		return nil, err
	}
	// The result is recorded last: its presence means that the site is done.
	return r, a.Store.PutSite(ctx, run.ID, r)
}

// result crawls the site where its snapshot is not finished, and judges it.
func (a *Auditor) result(ctx context.Context, run Run, t site.Target, snap Snapshot) (*Site, error) {
	var build func() (*portal.Portal, error)
	var files *attachments // of the crawl
	if snap.Done() {
		build = func() (*portal.Portal, error) { return Replay(ctx, t, snap, a.Documents) }
	} else {
		o, err := a.observe(ctx, t, snap)
		if err != nil {
			return nil, err
		}
		// What is judged is what a later process will read, to the byte.
		meta := snap.Meta()
		files = o.files
		build = func() (*portal.Portal, error) { return o.Build(&meta), nil }
		if meta.Unchanged != "" {
			build = func() (*portal.Portal, error) { return a.unchanged(ctx, t, snap) }
		}
	}
	a.judging <- struct{}{}
	defer func() { <-a.judging }()
	p, err := build()
	if err != nil {
		return nil, err
	}
	var known map[string]rules.Kept
	if files != nil {
		known = a.known(ctx, t, snap)
	}
	r, kept, err := a.judge(ctx, run, t, p, known)
	if err == nil && files != nil && !files.failed.Load() {
		a.keepJudged(ctx, t, snap, kept)
	}
	return r, err
}

// observe crawls the site into its snapshot and returns what was folded of it.
func (a *Auditor) observe(ctx context.Context, t site.Target, snap Snapshot) (*fold, error) {
	files := newAttachments(a.Documents)
	o := &fold{Builder: portal.NewBuilder(t, files.loader(snap)), files: files}
	seen, err := a.Crawl(ctx, t, snap, func(p *site.Page, f *extract.Facts) {
		o.add(ctx, p, f)
		f.GiveUpLinks()
	})
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err // interrupted: the snapshot stays open, to be gone on with
	}
	if err := snap.Finish(ctx, *seen); err != nil {
		return nil, fmt.Errorf("finish snapshot: %w", err)
	}
	if err := a.keep(ctx, t, snap, o); err != nil && ctx.Err() == nil {
		a.Log.Warn("what was folded of a site is not kept", "site", t.ID, "err", err)
	}
	return o, ctx.Err()
}

// Replay builds the portal of t from a finished snapshot, without the network. d
// reads its attachments; nil leaves them unread.
func Replay(ctx context.Context, t site.Target, snap Snapshot, d Documents) (*portal.Portal, error) {
	meta := snap.Meta()
	files := newAttachments(d)
	b := portal.NewBuilder(t, files.loader(snap))
	var kept *extract.Facts
	pages := snap.Readings(ctx, func(p *site.Page) bool {
		kept = files.codec.Unpack(p, p.Facts)
		return kept != nil
	})
	for p, err := range pages {
		if err != nil {
			return nil, fmt.Errorf("read snapshot of %s: %w", t.ID, err)
		}
		if p.Facts == nil || !p.OK() {
			kept = files.facts(ctx, p)
		}
		b.Add(p, kept)
		kept.GiveUpLinks()
	}
	return b.Build(&meta), nil
}

// loader reads one stored page again, for the few checks that need its full text.
func (a *attachments) loader(snap Snapshot) func(context.Context, *portal.Page) (*extract.Facts, error) {
	return func(ctx context.Context, pg *portal.Page) (*extract.Facts, error) {
		p, err := snap.Reading(ctx, pg.Asked(), func(p *site.Page) bool { return extract.Kept(p, p.Facts) })
		if err != nil {
			a.failed.Store(true)
			return nil, fmt.Errorf("read %s again: %w", pg.Asked(), err)
		}
		return a.facts(ctx, p), nil
	}
}

// judge judges p by the rules of t. known is what is known of checks, and what may be
// kept of them is returned.
func (a *Auditor) judge(ctx context.Context, run Run, t site.Target, p *portal.Portal, known map[string]rules.Kept) (*Site, []rules.Kept, error) {
	sets, err := a.Sets(t)
	if err != nil {
		return nil, nil, err
	}
	decisions, err := a.Store.Decisions(ctx, t.ID)
	if err != nil {
		return nil, nil, err
	}
	asOf := calendar.DayOf(run.AsOf, a.Zone)
	past, err := recall(ctx, a.History, t, p.Snapshot)
	if err != nil {
		return nil, nil, err
	}
	c := &rules.Case{Log: a.Log, Portal: p, Target: t, AsOf: asOf, Calendar: a.Calendar, Past: past, Known: known,
		Keeps: p.Snapshot.Plain && p.Snapshot.Unchanged == ""}
	r := summary(t, p.Snapshot)
	r.Coverage = coverageOf(p)
	if before, ok, err := previous(ctx, a.History, t, p.Snapshot); err != nil {
		return nil, nil, err
	} else if ok {
		r.Coverage.compareTo(before)
	}
	r.Findings = rules.Judge(c, sets...)
	r.Ahead = ahead(r.Findings, asOf, a.Ahead, func(on calendar.Day, names []string) []rules.Finding {
		return rules.Judge(&rules.Case{Log: a.Log, Portal: p, Target: t, AsOf: on, Calendar: a.Calendar, Past: past}, only(sets, names)...)
	})
	owner{}.result(r)
	review.Apply(t.ID, r.Findings, decisions, asOf, a.Zone)
	for _, set := range sets {
		r.Scores = append(r.Scores, scoring.Compute(set, r.Findings))
	}
	return r, c.Keepable(), nil
}

func summary(t site.Target, s *site.Snapshot) *Site {
	r := &Site{ID: t.ID, Name: t.Name, URL: t.URL, Level: t.Level, Department: t.Department, Code: t.Code, State: Audited}
	r.Crawl = Crawl{Pages: s.Pages, Failed: s.Failed, Bytes: s.Bytes, Complete: s.Complete, Stopped: s.Stopped,
		Seconds: s.Finished.Sub(s.Started).Seconds()}
	switch {
	case !s.Alive:
		r.State = Unreachable
	case s.Cut:
		r.State = Partial
	}
	return r
}
