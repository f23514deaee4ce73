package audit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// Shelf is a Snapshot beside which something can be kept that saves work when the site
// is found unchanged. It can always be made again.
type Shelf interface {
	Snapshot
	// Keep keeps pieces under a name in place of what was kept of the site, Kept gives
	// those kept beside the snapshot with an ID; none where there are none.
	Keep(ctx context.Context, name string, write func(put func(piece []byte) error) error) error
	Kept(ctx context.Context, id, name string) iter.Seq2[[]byte, error]
	// Times yields the addresses of the stored pages and when each was fetched.
	Times(ctx context.Context) iter.Seq2[*site.Page, error]
}

// keptPortal is the name under which what was folded of a site is kept.
const keptPortal = "portal"

// fold is what is folded of a site while it is crawled.
type fold struct {
	*portal.Builder
	files *attachments
	byDay atomic.Bool // what a file says depends on the day
}

func (o *fold) add(ctx context.Context, p *site.Page, f *extract.Facts) {
	f = o.files.complete(ctx, p, f)
	if f != nil && f.PersonalByDay {
		o.byDay.Store(true)
	}
	o.Add(p, f)
}

// mark tells what is kept by this build of the program for t from all else; nil where
// nothing may be kept.
func (a *Auditor) mark(t site.Target) []byte {
	if a.Build == "" {
		return nil
	}
	doc, err := json.Marshal([]any{a.Build, extract.Version, t, a.Documents != nil})
	if err != nil {
		return nil
	}
	sum := sha256.Sum256(doc)
	return sum[:]
}

// keep keeps what was folded of a site whose crawl a later one can follow.
func (a *Auditor) keep(ctx context.Context, t site.Target, snap Snapshot, o *fold) error {
	s, ok := snap.(Shelf)
	meta, mark := snap.Meta(), a.mark(t)
	if !ok || !meta.Plain || meta.Unchanged != "" || mark == nil || o.byDay.Load() {
		return nil
	}
	err := s.Keep(ctx, keptPortal, func(put func([]byte) error) error {
		if err := put(mark); err != nil {
			return err
		}
		ok, err := o.Write(put)
		if !ok && err == nil {
			err = errUnkept
		}
		return err
	})
	if errors.Is(err, errUnkept) {
		return nil
	}
	return err
}

// errUnkept takes back what was kept of a portal that cannot be.
var errUnkept = errors.New("portal cannot be kept")

// errUnfit says that what is kept is not of this program, or not there.
var errUnfit = errors.New("nothing that fits is kept")

// restore takes up what was folded of the crawl that snap repeats.
func (a *Auditor) restore(ctx context.Context, t site.Target, snap Snapshot, load portal.Loader) (*portal.Builder, error) {
	s, ok := snap.(Shelf)
	mark := a.mark(t)
	if !ok || mark == nil {
		return nil, errUnfit
	}
	next, stop := iter.Pull2(s.Kept(ctx, snap.Meta().Unchanged, keptPortal))
	defer stop()
	first, err, ok := next()
	if err != nil || !ok || !bytes.Equal(first, mark) {
		return nil, errors.Join(errUnfit, err)
	}
	rest := func(yield func([]byte, error) bool) {
		for piece, err, ok := next(); ok && yield(piece, err); piece, err, ok = next() {
		}
	}
	b, err := portal.Restore(t, load, rest, s.Times(ctx))
	if err != nil {
		return nil, fmt.Errorf("take up what was kept of %s: %w", t.ID, err)
	}
	return b, nil
}

// unchanged builds the portal of a site that is what it was, from what was folded of it
// then or else from its pages.
func (a *Auditor) unchanged(ctx context.Context, t site.Target, snap Snapshot) (*portal.Portal, error) {
	b, err := a.restore(ctx, t, snap, newAttachments(a.Documents).loader(snap))
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !errors.Is(err, errUnfit) {
			a.Log.Warn("portal is folded again", "site", t.ID, "err", err)
		}
		return Replay(ctx, t, snap, a.Documents)
	}
	meta := snap.Meta()
	return b.Build(&meta), nil
}

// keptJudged is the name under which what checks said of a site is kept.
const keptJudged = "judged"

// judgedMark is mark with what the snapshot says of the crawl: checks ask that too.
func (a *Auditor) judgedMark(t site.Target, s *site.Snapshot) []byte {
	mark := a.mark(t)
	if mark == nil {
		return nil
	}
	doc, err := json.Marshal([]any{mark, rules.HostNames(s), s.Complete, s.Stopped, s.Cut, s.Alive, s.Suspect, s.Pages, s.Failed, s.Pictures, s.Skipped, s.Failures, a.Zone.String()})
	if err != nil {
		return nil
	}
	sum := sha256.Sum256(doc)
	return sum[:]
}

// keepJudged keeps what checks said of a site whose crawl a later one can follow.
func (a *Auditor) keepJudged(ctx context.Context, t site.Target, snap Snapshot, kept []rules.Kept) {
	s, ok := snap.(Shelf)
	meta := snap.Meta()
	mark := a.judgedMark(t, &meta)
	if !ok || !meta.Plain || meta.Unchanged != "" || mark == nil {
		return
	}
	err := s.Keep(ctx, keptJudged, func(put func([]byte) error) error {
		err := put(mark)
		for i := 0; i < len(kept) && err == nil; i++ {
			var doc []byte
			if doc, err = json.Marshal(kept[i]); err == nil {
				err = put(doc)
			}
		}
		return err
	})
	if err != nil && ctx.Err() == nil {
		a.Log.Warn("what was said of a site is not kept", "site", t.ID, "err", err)
	}
}

// known returns what checks said of the crawl that snap repeats; nil where it repeats
// none, or nothing that fits is kept.
func (a *Auditor) known(ctx context.Context, t site.Target, snap Snapshot) map[string]rules.Kept {
	s, ok := snap.(Shelf)
	meta := snap.Meta()
	mark := a.judgedMark(t, &meta)
	if !ok || meta.Unchanged == "" || mark == nil {
		return nil
	}
	out := map[string]rules.Kept{}
	first := true
	for piece, err := range s.Kept(ctx, meta.Unchanged, keptJudged) {
		var k rules.Kept
		switch {
		case err != nil:
			return nil
		case first:
			if !bytes.Equal(piece, mark) {
				return nil
			}
			first = false
		case json.Unmarshal(piece, &k) != nil:
			return nil
		default:
			out[k.Key] = k
		}
	}
	return out
}
