package crawler

import (
	"slices"

	"github.com/govaudit/govaudit/extract"
)

// parts counts pages of which only a part is known to have been seen.
type parts struct {
	broken int // that break off
	full   int // with more links than are kept
	posted int // lists whose further pages are only had by POST
	lost   int // lists that were not seen to their end in a browser
	hiding int // pages that hide something from who has no browser
	hidden string
}

// notePart counts a page if more of it may exist than came or was kept.
func (cr *crawl) notePart(f *extract.Facts) {
	broken := f.Signals.Unended
	full := len(f.Links) >= extract.MaxLinks
	posted := f.Signals.PartByScript == extract.PostedPages
	if !broken && !full && !posted && !f.PersonalByDay {
		return
	}
	cr.mu.Lock()
	defer cr.mu.Unlock()
	cr.byDay = cr.byDay || f.PersonalByDay
	if broken {
		cr.parts.broken++
	}
	if full {
		cr.parts.full++
	}
	if posted {
		cr.parts.posted++
	}
}

// noteRest counts a list that could go on when it was last seen in the browser: its
// further rows were not reached, or are asked for by POST, or it is not known where
// its rows lead.
func (cr *crawl) noteRest(v *BrowserView, f *extract.Facts) {
	posts := f.Kind == extract.List && slices.ContainsFunc(v.Posts, func(address string) bool { return !aside(address) })
	if v.Rest == "" && v.Lost == "" && !posts && !f.Short() || f.Signals.PartByScript == extract.PostedPages {
		return // of the last, the page itself tells
	}
	cr.mu.Lock()
	defer cr.mu.Unlock()
	cr.parts.lost++
}
