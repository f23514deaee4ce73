package crawler

import (
	"slices"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// parts counts pages of which only a part is known to have been seen.
type parts struct {
	broken int // that break off
	full   int // with more links than are kept
	kept   int // whose entries all lead to one address
	posted int // lists whose further pages are only had by POST
	lost   int // lists that were not seen to their end in a browser
	hiding int // pages that hide something from who has no browser
	hidden string
}

// notePart counts a page if more of it may exist than came or was kept.
func (cr *crawl) notePart(f *extract.Facts) {
	broken := f.Signals.Unended
	full := f.Signals.Full
	posted := f.Signals.PartByScript == extract.PostedPages
	kept := f.Signals.PartByScript == extract.KeptChoice
	if !broken && !full && !posted && !kept && !f.PersonalByDay {
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
	if kept {
		cr.parts.kept++
	}
	if posted {
		cr.parts.posted++
	}
}

// goesOn reports a list that could go on when it was last seen in the browser: its
// further rows were not reached, or are asked for by POST, or it is not known where
// its rows lead.
func goesOn(v *BrowserView, f *extract.Facts) bool {
	posts := f.Kind == extract.List && slices.ContainsFunc(v.Posts, func(address string) bool { return !aside(address) })
	return (v.Rest != "" || v.Lost != "" || posts || f.Short()) && f.Signals.PartByScript != extract.PostedPages // of the last, the page itself tells
}

// rest is what was left open of a page that was shown. What is not followed of one that
// did not come to rest is open too, and so are rows that its server did not send this time.
func (s *screen) rest(v *BrowserView, f *extract.Facts) site.Rest {
	s.mu.Lock()
	unsent := s.open && f.Kind == extract.List
	s.mu.Unlock()
	return site.Rest{Partly: goesOn(v, f) || unsent || !v.Whole && len(f.Links) > maxRestless, Restless: !v.Whole, Leads: v.Leads, Frames: v.Frames}
}

// noteShown counts a page of which the browser did not show all.
func (cr *crawl) noteShown(p *site.Page) {
	if !p.Rendered.Rest.Partly {
		return
	}
	cr.mu.Lock()
	defer cr.mu.Unlock()
	cr.parts.lost++
}
