package crawler

import (
	"context"
	"net/http"
	"time"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// homeWaits are the pauses before further attempts at the home page, in units of
// Limits.Backoff: a portal is called unreachable only after several attempts
// spread over some time (19号 counts repeated visits, not one).
var homeWaits = []int{1, 3, 6}

// openHome gets the home page, unless an earlier part of this crawl has. Each
// attempt is a visit of the snapshot; the page stored is that of the last one.
func (cr *crawl) openHome(ctx context.Context) error {
	address := cr.home.String()
	q := cr.frontier.queue(cr.home)
	cr.sawHost(cr.home)
	if len(cr.snap.Visits) > 0 {
		return nil // replayed
	}
	cr.frontier.resume(address)
	j := &job{url: address, class: classHome}
	for try := 0; ; try++ {
		p, f, header, err := cr.attemptHome(ctx, q, j)
		if err != nil {
			return err
		}
		last := try == len(homeWaits) || !worthAnother(p.Failure, try)
		cr.snap.Visits = append(cr.snap.Visits, visitOf(p))
		if !last {
			wait := max(cr.limits.Backoff*time.Duration(homeWaits[try]), retryAfter(header))
			if err := sleep(ctx, wait); err != nil {
				return err
			}
			continue
		}
		cr.tookHome(p)
		if err := cr.c.bench.enter(ctx); err != nil {
			return err
		}
		defer cr.c.bench.leave()
		return cr.keep(ctx, p, f)
	}
}

func (cr *crawl) attemptHome(ctx context.Context, q *queue, j *job) (*site.Page, *extract.Facts, http.Header, error) {
	if err := cr.c.slots.Acquire(ctx, 1); err != nil {
		return nil, nil, nil, err
	}
	defer cr.c.slots.Release(1)
	if err := cr.takePlace(ctx, q); err != nil {
		return nil, nil, nil, err
	}
	defer q.host.give()
	p, header := cr.ask(ctx, q, j)
	if err := ctx.Err(); err != nil {
		return nil, nil, nil, err
	}
	if q.host.learn(p, retryAfter(header)) {
		q.host.try(ctx, cr.fetcher)
	}
	return p, cr.judge(ctx, q, p), header, nil
}

// takePlace waits for a place at q's host.
func (cr *crawl) takePlace(ctx context.Context, q *queue) error {
	for {
		ok, wait := q.host.take(time.Now())
		if ok {
			return nil
		}
		cr.frontier.wait(ctx, wait, cr.deadline)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// worthAnother reports whether the home page should be tried again after the
// given number of tries: what may pass by itself as often as settings allow, a
// refusal once more, a decision of ours never.
func worthAnother(f site.Failure, tried int) bool {
	switch f {
	case "", site.FailRobots, site.FailGuard, site.FailTooLarge:
		return false
	}
	return temporary(f) || tried < 1
}

func visitOf(p *site.Page) site.Visit {
	return site.Visit{At: p.Fetched, Status: p.Status, Failure: p.Failure, Err: p.Err, Millis: p.Millis}
}

// tookHome notes the home page, obtained or not. Where it redirects to is the home
// page too and not asked for again. (Other targets of redirects are, if something
// links to them: which pages are stored must not depend on what came first.)
func (cr *crawl) tookHome(p *site.Page) {
	cr.snap.Alive = cr.snap.Alive || p.OK()
	if s := cr.trail.step(cr.frontier.hash(p.URL)); s != nil {
		cr.trail.same = p.OK() && s.shows(p)
	}
	if !p.OK() {
		return
	}
	cr.frontier.claim(p.Final)
	cr.twins.setBase(p.Final, cr.scope)
	fc := faceOf(p)
	cr.mu.Lock()
	defer cr.mu.Unlock()
	cr.front = &fc
}
