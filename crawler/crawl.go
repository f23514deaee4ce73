package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// crawl is the crawl of one site.
type crawl struct {
	c        *Crawler
	log      *slog.Logger
	limits   Limits
	target   site.Target
	scope    site.Scope
	home     *url.URL
	archive  Archive
	each     func(*site.Page, *extract.Facts)
	fetcher  *fetcher
	twins    twins
	frontier *frontier
	prior    prior
	trail    trail
	changed  changedRows
	codec    *extract.Codec
	snap     *site.Snapshot
	counts   counts
	deadline time.Time
	heardAt  atomic.Int64 // when an address last got a definite answer, in nanoseconds

	mu       sync.Mutex
	front    *face                // of the home page
	failures map[site.Failure]int // of addresses without a definite answer
	open     []openEnd            // of them, those still to be counted
	kinds    map[site.Failure]int // of all addresses that gave no page
	samples  [2]sample            // pages one and two clicks from home, for IPv6
	names    map[string]string    // hosts of the site seen, with the scheme://host they were seen under
	scripts  map[string]bool      // scripts fetched for their links
	pictures []trailPicture       // that are there
	byDay    bool                 // what a page says depends on the day
	calls    calls                // pages whose rows a script file asks for
	downs    []string             // hosts given up
	parts    parts                // pages seen in part
	footing  footing              // hints at another portal in the place of this one
	failed   error                // why the crawl cannot go on

	renders  renders
	hollows  hollows
	echoes   echoes
	stones   touchstones
	doubles  doubles
	copies   homeCopies
	vanished vanished
	stranger strangers
	mirrors  mirrors
	mapped   bool     // the sitemaps were read
	only     bool     // nothing is followed: see [Crawler.Fetch]
	seeds    []string // addresses that are fetched whatever leads to them
}

func (c *Crawler) newCrawl(t site.Target, a Archive, each func(*site.Page, *extract.Facts)) (*crawl, error) {
	base, err := url.Parse(t.URL)
	if err != nil {
		return nil, fmt.Errorf("read address %q: %w", t.URL, err)
	}
	address, ok := extract.Normalize(base, t.URL)
	if !ok {
		return nil, fmt.Errorf("read address %q: not a web address", t.URL)
	}
	home, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("read address %q: %w", t.URL, err)
	}
	if each == nil {
		each = func(*site.Page, *extract.Facts) {}
	}
	cr := &crawl{
		c: c, log: c.log.With("site", t.ID), limits: c.settings.Crawl, target: t, scope: site.NewScope(t), home: home,
		archive: a, each: each, failures: map[site.Failure]int{}, kinds: map[site.Failure]int{}, names: map[string]string{}, scripts: map[string]bool{},
		snap: &site.Snapshot{Target: t, Started: now()}, renders: renders{fed: map[string]bool{}, pressed: map[string]bool{}, got: map[string]*resource{}},
	}
	cr.deadline = time.Now().Add(cr.limits.MaxTime)
	cr.codec = new(extract.Codec)
	cr.frontier = newFrontier(cr.limits, c.host)
	cr.fetcher, err = newFetcher(c.transport, cr.limits, c.metrics)
	if err != nil {
		return nil, err
	}
	cr.fetcher.mayFollow = cr.mayFollow
	return cr, nil
}

// now is the present in the form everything stored has.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// run does the whole crawl; its error means that we could not go on.
func (cr *crawl) run(ctx context.Context) error {
	defer cr.releaseAside(func(h *held) { cr.each(h.page, h.facts) })
	cr.doing("读取已有页面")
	if err := cr.recallPrior(ctx); err != nil {
		return err
	}
	if err := cr.replay(ctx); err != nil {
		return err
	}
	if err := cr.seed(); err != nil {
		return err
	}
	cr.doing("访问首页")
	if err := cr.openHome(ctx); err != nil {
		return err
	}
	if cr.snap.Suspect != "" {
		cr.frontier.stop(skipSuspect)
	} else if cr.snap.Alive {
		cr.doing("抓取")
		cr.takeTrail()
		if err := cr.drain(ctx); err != nil {
			return err
		}
		if left, err := cr.endTrail(ctx); err != nil {
			return err
		} else if left {
			if err := cr.drain(ctx); err != nil {
				return err
			}
		}
		if err := cr.showAll(ctx); err != nil {
			return err
		}
		if err := cr.showSamples(ctx); err != nil {
			return err
		}
		cr.releaseAside(cr.handAside)
		cr.letPass(ctx)
		cr.turnedAway(ctx)
		cr.tryDoubles(ctx)
		cr.tryStrangers(ctx)
		cr.tellCopies(ctx)
		cr.tellSame(ctx)
		cr.tryVanished(ctx)
		if err := cr.settleHollow(ctx); err != nil {
			return err
		}
		if err := cr.settleEchoes(ctx); err != nil {
			return err
		}
		if err := cr.settleStrangers(ctx); err != nil {
			return err
		}
		cr.sameAtLast(ctx)
	}
	cr.doing("观测域名与 IPv6")
	return cr.observe(ctx)
}

func (cr *crawl) doing(what string) { cr.counts.doing.Store(what) }

// replay takes up what an earlier part of this crawl stored: what the crawl still
// has to do is a function of these pages.
func (cr *crawl) replay(ctx context.Context) error {
	for p, f := range cr.stored(ctx) {
		cr.trail = trail{} // part of the way was gone otherwise
		cr.frontier.resume(p.URL)
		cr.mirrors.had(p)
		if p.URL == cr.home.String() {
			cr.tookHome(p)
			cr.snap.Visits = append(cr.snap.Visits, visitOf(p))
		}
		cr.compareRows(ctx, p, f)
		cr.hand(p, f)
	}
	return errors.Join(ctx.Err(), cr.broken())
}

// drain fetches until nothing is left or a limit stops it.
func (cr *crawl) drain(ctx context.Context) error {
	cr.heardAt.Store(time.Now().UnixNano())
	c := newCrew()
	err := cr.visitAll(ctx, c)
	c.dismiss()
	if err != nil {
		return err
	}
	return errors.Join(ctx.Err(), cr.broken())
}

// visitAll hands what is to be visited to a crew.
func (cr *crawl) visitAll(ctx context.Context, c *crew) error {
	var flying atomic.Int64
	for ctx.Err() == nil && cr.broken() == nil {
		if err := cr.frontier.fault(); err != nil {
			cr.fail(err)
			continue
		}
		if !time.Now().Before(cr.deadline) {
			cr.frontier.stop(skipTime)
		}
		if cr.stalled() {
			cr.frontier.stop(skipWaiting)
		}
		if max(cr.fetcher.received.Load(), cr.counts.bytes.Load()) >= cr.limits.MaxBytes {
			cr.frontier.stop(skipBytes)
		}
		before := flying.Load() // read first: a page in flight may add to the frontier
		if before >= cr.c.share() {
			cr.frontier.wait(ctx, 0, cr.until())
			continue
		}
		q, j, wait, more := cr.frontier.next(time.Now())
		switch {
		case j != nil:
			if err := cr.c.slots.Acquire(ctx, 1); err != nil {
				q.host.give()
				return err
			}
			flying.Add(1)
			c.do(func() {
				cr.visit(ctx, q, j)
				cr.c.slots.Release(1)
				flying.Add(-1)
				cr.frontier.ring()
			})
		case more || before > 0:
			cr.frontier.wait(ctx, wait, cr.until())
		case cr.mirrors.waiting(gathering):
			cr.sampleMirrors()
		case cr.mirrors.waiting(sampling):
			cr.settleMirrors(ctx)
		case !cr.mapped && !cr.only:
			cr.mapped = true
			cr.readSitemaps(ctx)
		default:
			return nil
		}
	}
	return nil
}

// fail stops the crawl for a fault of ours.
func (cr *crawl) fail(err error) {
	cr.mu.Lock()
	defer cr.mu.Unlock()
	if cr.failed == nil {
		cr.failed = err
	}
}

func (cr *crawl) broken() error {
	cr.mu.Lock()
	defer cr.mu.Unlock()
	return cr.failed
}
