package crawler

import (
	"context"
	"sync"
	"time"

	"github.com/govaudit/govaudit/site"
)

const (
	maxGap        = 5 * time.Second        // the slowest a host is asked because it seems strained
	firstGap      = 100 * time.Millisecond // between two requests, once a host seems strained
	maxCrawlDelay = 10 * time.Second       // the most a Crawl-delay can ask for
	maxRetryAfter = 30 * time.Second       // the most a Retry-After can ask for
	calmAnswers   = 20                     // good answers in a row before a slowed host is asked faster again
)

// host is one scheme, name and port: how many requests it takes at once and how
// far apart. It is shared by all sites on it. All methods are safe for concurrent use.
type host struct {
	name   string // scheme://host[:port]
	robots robots

	mu      sync.Mutex
	most    int           // connections at once, at best
	allowed int           // connections at once, now
	busy    int           // requests under way
	least   time.Duration // between two requests, at best
	gap     time.Duration // between two requests, now
	longest time.Duration // between two requests, at worst
	next    time.Time     // not before
	calm    int           // good answers in a row
	strain  int           // strained answers in a row
	bells   map[chan struct{}]struct{}
}

func newHost(name string, l Limits) *host {
	return &host{
		name: name, most: l.PerHost, allowed: l.PerHost, least: l.Delay, gap: l.Delay, longest: min(maxGap, l.Timeout),
		bells: map[chan struct{}]struct{}{},
	}
}

// take asks to make one request now. If it may not, wait says when to ask
// again; 0: when a bell hung up by listen rings.
func (h *host) take(now time.Time) (ok bool, wait time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.busy >= h.allowed {
		return false, 0
	}
	if wait := h.next.Sub(now); wait > 0 {
		return false, wait
	}
	h.busy++
	if h.gap > 0 {
		h.next = now.Add(h.gap)
	}
	return true, 0
}

// pace waits for the next turn of a request made within a place already taken.
func (h *host) pace(ctx context.Context) error {
	h.mu.Lock()
	now := time.Now()
	at := h.next
	if at.Before(now) {
		at = now
	}
	if h.gap > 0 {
		h.next = at.Add(h.gap)
	}
	h.mu.Unlock()
	return sleep(ctx, at.Sub(now))
}

// sleep waits for d or the end of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// give returns the place of a request that is over and rings the bells.
func (h *host) give() {
	h.mu.Lock()
	h.busy--
	h.ring()
	h.mu.Unlock()
}

func (h *host) ring() {
	for b := range h.bells {
		select {
		case b <- struct{}{}:
		default:
		}
	}
}

// listen hangs up a bell that rings when a place may have become free.
func (h *host) listen(bell chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.bells[bell] = struct{}{}
}

// forget takes the bell down.
func (h *host) forget(bell chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.bells, bell)
}

// learn adapts the host's pace to how it answered: strained hosts are asked
// half as much at once and half as often, calm ones slowly more again.
func (h *host) learn(f site.Failure, retryAfter time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch f {
	case site.FailThrottled, site.FailTimeout, site.FailServer:
		h.calm = 0
		if f == site.FailServer && retryAfter == 0 {
			return // a broken page, not a strained host
		}
		h.allowed = max(1, h.allowed/2)
		// A single strained answer among good ones is a broken page rather than a
		// strained host: how slow it gets depends on how many come in a row.
		h.strain++
		worst := min(firstGap<<min(h.strain, 10), max(h.longest, h.least))
		h.gap = max(h.gap, min(max(2*h.gap, firstGap), worst))
		if until := time.Now().Add(min(retryAfter, maxRetryAfter)); until.After(h.next) {
			h.next = until
		}
	default:
		h.calm++
		h.strain = 0
		if h.calm < calmAnswers || h.allowed == h.most && h.gap == h.least {
			return
		}
		h.calm = 0
		h.allowed = min(h.most, h.allowed+1)
		if h.gap = h.gap / 2; h.gap < max(h.least, 50*time.Millisecond) {
			h.gap = h.least
		}
		h.ring()
	}
}

// slower makes d the least distance between two requests, as robots.txt asks.
func (h *host) slower(d time.Duration) {
	d = min(d, maxCrawlDelay)
	h.mu.Lock()
	defer h.mu.Unlock()
	if d > h.least {
		h.least = d
		h.gap = max(h.gap, d)
		h.next = time.Now().Add(h.gap)
	}
}

// slow reports whether the host is asked less than it could be.
func (h *host) slow() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.allowed < h.most || h.gap > h.least
}
