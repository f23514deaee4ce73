package crawler

import (
	"github.com/govaudit/govaudit/extract"
)

// parts counts pages of which only a part is known to have been seen.
type parts struct {
	broken int // that break off
	full   int // with more links than are kept
}

// notePart counts a page if more of it may exist than came or was kept.
func (cr *crawl) notePart(f *extract.Facts) {
	broken := f.Signals.Unended
	full := len(f.Links) >= extract.MaxLinks
	if !broken && !full {
		return
	}
	cr.mu.Lock()
	defer cr.mu.Unlock()
	if broken {
		cr.parts.broken++
	}
	if full {
		cr.parts.full++
	}
}
