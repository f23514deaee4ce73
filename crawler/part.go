package crawler

import (
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// parts counts pages of which only a part is known to have been seen.
type parts struct {
	broken int // that break off where the server did not say how long they are
	full   int // with more links than are kept
}

// notePart counts p if more of it may exist than came or was kept.
func (cr *crawl) notePart(p *site.Page, f *extract.Facts) {
	broken := f.Signals.Unended && unmeasured(p.Exchange.Answer)
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

// unmeasured reports that the head of an answer does not say where its body ends: it
// ends with the connection, and one that was cut looks like a whole one.
func unmeasured(head string) bool {
	if head == "" {
		return false
	}
	for line := range strings.Lines(head) {
		name, value, _ := strings.Cut(line, ":")
		switch strings.ToLower(name) {
		case "content-length":
			return false
		case "transfer-encoding":
			if strings.Contains(strings.ToLower(value), "chunked") {
				return false
			}
		}
	}
	return true
}
