package crawler

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/govaudit/govaudit/site"
)

const (
	maxGap        = 5 * time.Second        // the slowest a host is asked because it seems strained
	firstGap      = 100 * time.Millisecond // between two requests, once a host seems strained
	maxCrawlDelay = 10 * time.Second       // the most a Crawl-delay can ask for
	maxRetryAfter = time.Minute            // the most a Retry-After can ask for
	calmAnswers   = 5                      // good answers in a row before a slowed host is asked faster again
	calmLong      = 25                     // the same, where it was too fast for it before
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
	asked   time.Duration // of least, what robots.txt asks for; 0: nothing
	gap     time.Duration // between two requests, now
	longest time.Duration // between two requests, at worst
	next    time.Time     // not before
	calm    int           // good answers in a row
	tooFast time.Duration // between two requests, when the host was last found strained
	slowed  time.Time     // when that was
	mild    bool          // gap is longer than least for a doubt only
	health  health
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

// learn adapts the host's pace to how it answered, and reports whether it is in
// question and should be tried: strained hosts are asked half as much at once and
// half as often, calm ones slowly more again.
func (h *host) learn(p *site.Page, retryAfter time.Duration) (question bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := signOf(p, retryAfter)
	if sent := p.Fetched.Add(-time.Duration(p.Millis) * time.Millisecond); s != calm && !sent.After(h.slowed.Add(time.Millisecond)) {
		h.pause(retryAfter)
		return false // asked before the host was slowed: it says nothing of the pace now
	}
	question = h.health.note(s, p)
	switch s {
	case strained:
		h.slowDown(retryAfter)
		return false
	case doubt:
		h.calm = 0
		if h.health.trust == 0 && h.gap < firstGap {
			h.gap, h.mild = max(h.gap, min(firstGap, h.longest)), true
		}
		return question
	}
	h.calm++
	if h.allowed == h.most && h.gap == h.least {
		return false
	}
	next := h.gap / 2
	if next < max(h.least, firstGap) {
		next = h.least
	}
	if h.calm < calmAnswers || next <= h.tooFast && h.calm < calmLong {
		return false
	}
	h.calm, h.gap, h.mild = 0, next, false
	h.allowed = min(h.most, h.allowed+1)
	h.ring()
	return false
}

// slowDown asks less of the host, and nothing for as long as it wants.
func (h *host) slowDown(retryAfter time.Duration) {
	if h.mild {
		h.gap, h.mild = h.least, false
	}
	h.calm = 0
	h.allowed = max(1, h.allowed/2)
	h.tooFast, h.slowed = h.gap, time.Now()
	h.gap = max(h.gap, min(max(2*h.gap, firstGap), max(h.longest, h.least)))
	h.pause(max(retryAfter, h.gap))
}

// pause asks nothing of the host for d.
func (h *host) pause(d time.Duration) {
	if until := time.Now().Add(min(d, maxRetryAfter)); until.After(h.next) {
		h.next = until
	}
}

// slower makes d the least distance between two requests, as robots.txt asks.
func (h *host) slower(d time.Duration) {
	d = min(d, maxCrawlDelay)
	h.mu.Lock()
	defer h.mu.Unlock()
	if d > h.least {
		h.least, h.asked = d, d
		h.gap = max(h.gap, d)
		h.next = time.Now().Add(h.gap)
	}
}

// slowWhy says in Chinese why the host is asked less than settings allow; "" where
// it is not.
func (h *host) slowWhy(now time.Time) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch rest := h.next.Sub(now); {
	case rest > 2*h.gap && rest > time.Second:
		return fmt.Sprintf("应对方要求或因其无应答，暂停 %.0f 秒", rest.Seconds())
	case h.gap > h.least:
		return fmt.Sprintf("对方繁忙或报错，放慢到每 %.1f 秒一次", h.gap.Seconds())
	case h.asked > 0:
		return fmt.Sprintf("robots.txt 要求间隔 %.0f 秒", h.asked.Seconds())
	case h.allowed < h.most:
		return fmt.Sprintf("对方繁忙或报错，连接数降到 %d", h.allowed)
	}
	return ""
}
