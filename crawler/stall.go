package crawler

import (
	"time"

	"github.com/govaudit/govaudit/site"
)

// news notes that an address got an answer which says something of the site: it is
// there, or it is not.
func (cr *crawl) news(p *site.Page) {
	if !temporary(p.Failure) && !refusal(p.Failure) {
		cr.heardAt.Store(time.Now().UnixNano())
	}
}

// stalled reports a site that only lets us wait: its time is better spent on another
// day. A slow one answers now and then.
func (cr *crawl) stalled() bool {
	at := cr.heardAt.Load()
	return at != 0 && time.Since(time.Unix(0, at)) >= cr.limits.MaxWait
}

// until is when the crawl has to look whether it is over.
func (cr *crawl) until() time.Time {
	if at := cr.heardAt.Load(); at != 0 {
		if t := time.Unix(0, at).Add(cr.limits.MaxWait); t.Before(cr.deadline) {
			return t
		}
	}
	return cr.deadline
}
