// Package crawler fetches portals and observes their names and addresses; it is
// the only package that opens sockets to them. It never judges: a fetch that
// failed is a page with its failure, and what was not seen is said to be so.
package crawler

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Archive keeps what one crawl of one site sees. Its methods are safe for
// concurrent use.
type Archive interface {
	// Pages yields, with their bodies, the pages an earlier part of this crawl
	// stored before it was killed.
	Pages(ctx context.Context) iter.Seq2[*site.Page, error]
	// Page returns the page last put for an address, with its body; an error if there
	// is none.
	Page(ctx context.Context, url string) (*site.Page, error)
	// Put stores one page and keeps nothing of it: its body's memory is used again. One
	// put twice counts as it was the second time.
	Put(ctx context.Context, p *site.Page) error
	// Record stores what is not a page (network observations) and returns the
	// SHA-256 of body.
	Record(ctx context.Context, body []byte) (sha256 string, err error)
}

// Crawler crawls sites within one set of bounds. There is one per process: all
// sites share its connections, its name cache and its manners towards hosts.
type Crawler struct {
	log       *slog.Logger
	settings  Settings
	guard     guard
	names     *resolver
	transport *transport
	families  map[family]*transport
	slots     *semaphore.Weighted
	bench     *workbench
	metrics   *metrics
	vantage   *vantage
	browser   Browser // nil: none
	noBrowser string  // why there is none, in Chinese

	mu     sync.Mutex
	hosts  map[string]*host
	crawls map[*crawl]struct{}
}

// New returns a crawler for s. It opens no connection.
func New(log *slog.Logger, s Settings) (*Crawler, error) {
	if err := s.Validate(); err != nil {
		return nil, fmt.Errorf("crawler settings: %w", err)
	}
	s = s.filled()
	sweepDisk()
	c := &Crawler{
		log: log, settings: s, guard: guard{s.Network.Allow}, names: newResolver(s.Network.Resolver),
		slots: semaphore.NewWeighted(int64(s.Crawl.Concurrency)), bench: newWorkbench(), metrics: newMetrics(),
		hosts: map[string]*host{}, crawls: map[*crawl]struct{}{}, families: map[family]*transport{},
	}
	c.transport = newTransport(dialer{c.names, c.guard, anyFamily}, s.Crawl, true)
	for _, only := range []family{onlyV4, onlyV6} {
		c.families[only] = newTransport(dialer{c.names, c.guard, only}, s.Crawl, false)
	}
	c.vantage = newVantage(c)
	return c, nil
}

// Close closes the connections kept open between crawls.
func (c *Crawler) Close() { c.transport.base.CloseIdleConnections() }

// host returns what is known of the host of that name (scheme://host[:port]).
func (c *Crawler) host(name string) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[name]
	if h == nil {
		h = newHost(name, c.settings.Crawl)
		c.hosts[name] = h
	}
	return h
}

// share is how many requests one site may have under way: an equal part of them
// all, so that a slow portal holds no others up.
func (c *Crawler) share() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return int64(max(1, c.settings.Crawl.Concurrency/max(1, len(c.crawls))))
}

// Crawl fetches the site t best first and returns what it saw of it. Every page,
// obtained or not, is put into a and then given to each, with its facts if it was
// obtained; each may be called from several goroutines at once, keeps nothing of the
// page's body, may take away the links of its facts, and also gets the pages a holds from an earlier part of the same crawl,
// which are not fetched again.
//
// A portal that does not answer is a result, not an error. An error means that we
// could not go on: ctx ended or a failed; the snapshot then says how far it came.
func (c *Crawler) Crawl(ctx context.Context, t site.Target, a Archive, each func(*site.Page, *extract.Facts)) (*site.Snapshot, error) {
	return c.crawl(ctx, t, a, each, func(*crawl) {})
}

func (c *Crawler) crawl(ctx context.Context, t site.Target, a Archive, each func(*site.Page, *extract.Facts), set func(*crawl)) (*site.Snapshot, error) {
	if err := c.bench.door.enter(ctx); err != nil {
		return nil, fmt.Errorf("crawl %s: %w", t.ID, err)
	}
	defer c.bench.door.leave()
	cr, err := c.newCrawl(t, a, each)
	if err != nil {
		return nil, fmt.Errorf("crawl %s: %w", t.ID, err)
	}
	set(cr)
	c.mu.Lock()
	c.crawls[cr] = struct{}{}
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		delete(c.crawls, cr)
		c.mu.Unlock()
		cr.frontier.close()
	}()
	if err := cr.run(ctx); err != nil {
		return cr.finish(err), fmt.Errorf("crawl %s: %w", t.ID, err)
	}
	s := cr.finish(nil)
	if err := cr.noteTrail(ctx); err != nil {
		return s, fmt.Errorf("crawl %s: %w", t.ID, err)
	}
	return s, nil
}
