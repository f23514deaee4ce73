package crawler

import (
	"context"
	"math/bits"
	"net/http"
	"time"

	"github.com/govaudit/govaudit/site"
)

const (
	strainRow    = 3               // failures in a row that put a host in question
	strainShare  = 4               // failures among the last ten answers that do
	strainLong   = 10              // failures in a row that do so again, though it was found well
	trustAnswers = 30              // answers for which a host that was found well is not in question
	controls     = 3               // requests by which a host in question is tried
	controlMost  = 3 * time.Second // what a host that is well answers within
)

// sign is what an answer tells of the load of its host.
type sign int

const (
	calm     sign = iota // nothing
	doubt                // either the page is broken or the host is strained
	strained             // the host says itself that it is asked too much
)

// signOf reads the sign in p.
func signOf(p *site.Page, retryAfter time.Duration) sign {
	switch {
	case p.Failure == site.FailThrottled, p.Failure == site.FailBlocked, p.Failure == site.FailServer && retryAfter > 0:
		return strained
	case p.Failure == site.FailTimeout, p.Status == http.StatusServiceUnavailable:
		return doubt
	}
	return calm
}

// health is how a host answered of late. host.mu guards it.
type health struct {
	good  string // an address that gave a page; "": none did so far
	last  uint16 // the last ten answers, a bit set for each that was in doubt
	row   int    // answers in doubt in a row
	trust int    // answers that need not be looked at
	tried bool   // it is being found out how the host is
}

// note takes in one answer and reports whether the host is in question now.
func (h *health) note(s sign, p *site.Page) bool {
	h.last = h.last << 1 & (1<<10 - 1)
	h.trust = max(0, h.trust-1)
	if s == calm {
		h.row = 0
		if p.OK() && p.Final == p.URL {
			h.good = p.URL
		}
		return false
	}
	h.last |= 1
	h.row++
	question := h.row%strainLong == 0 || h.trust == 0 && (h.row >= strainRow || bits.OnesCount16(h.last) >= strainShare)
	if h.tried || !question {
		return false
	}
	h.tried = true
	return true
}

// try finds out, for a host in question, whether it is strained or some of its
// pages are broken: a page that came before is asked for again, as fast as the host
// is asked at best. The caller holds a place at h, and calls it whenever learn says
// that the host is in question.
func (h *host) try(ctx context.Context, f *fetcher) {
	h.mu.Lock()
	address, begun := h.health.good, h.slowed
	h.mu.Unlock()
	for i := 0; address != "" && i < controls; i++ {
		if sleep(ctx, h.least) != nil {
			break
		}
		p := f.plain(ctx, address, maxFile)
		if p.Status != http.StatusOK || time.Duration(p.Millis)*time.Millisecond > controlMost {
			address = ""
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.health.tried = false
	if ctx.Err() != nil || h.slowed.After(begun) {
		return
	}
	if address == "" {
		h.health.trust = 0
		h.slowDown(0)
		return
	}
	h.health.trust = trustAnswers
	h.allowed, h.gap = h.most, h.least
	h.ring()
}
