package crawler

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// likeEnough is the likeness of two answers at which no second look is needed.
const likeEnough = 0.9

// reach visits the home page over both families and, where it answers over
// IPv6, links one and two clicks away (二级、三级链接).
func (cr *crawl) reach(ctx context.Context, h *site.Host) {
	if len(h.AAAA) == 0 {
		cr.snap.Vantage.IPv6Why = "首页域名没有取得 IPv6 地址，未作 IPv6 访问"
		return
	}
	cr.snap.Vantage.IPv6, cr.snap.Vantage.IPv6Why = cr.c.vantage.reaches(ctx, h.AAAA)
	if !cr.snap.Vantage.IPv6 {
		return
	}
	cr.compare(ctx, h, cr.home.String())
	if !h.V6.OK() {
		return
	}
	cr.mu.Lock()
	second, third := cr.samples[0].picks, cr.samples[1].picks
	cr.mu.Unlock()
	size := max(sampleLow, int(cr.counts.pages.Load())/samplePart)
	second, third = second[:min(len(second), size)], third[:min(len(third), size)]
	few2, few3 := first(size, len(second), len(third))
	h.V6Second, h.V6Third = cr.reachAll(ctx, second[:few2]), cr.reachAll(ctx, third[:few3])
	if allOpen(h.V6Second, few2) && allOpen(h.V6Third, few3) {
		return
	}
	h.V6Second = byURL(append(h.V6Second, cr.reachAll(ctx, second[few2:])...))
	h.V6Third = byURL(append(h.V6Third, cr.reachAll(ctx, third[few3:])...))
}

// hostsAtOnce bounds the further hosts of a site that are visited at once: each that
// answers slowly must not hold up those behind it.
const hostsAtOnce = 8

// reachHosts visits the front pages of further hosts.
func (cr *crawl) reachHosts(ctx context.Context, hosts []site.Host) {
	var wg sync.WaitGroup
	places := make(chan struct{}, hostsAtOnce)
	for i := range hosts {
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			cr.reachHost(ctx, &hosts[i])
		})
	}
	wg.Wait()
}

// reachHost visits the front page of a further host of the site over both
// families, where that page is the site's.
func (cr *crawl) reachHost(ctx context.Context, h *site.Host) {
	cr.mu.Lock()
	base := cr.names[h.Name]
	cr.mu.Unlock()
	u, err := url.Parse(base + "/")
	if err != nil || len(h.AAAA) == 0 || !cr.scope.Contains(u) || time.Now().After(cr.lateUntil()) {
		return
	}
	if ok, _ := cr.c.vantage.reaches(ctx, h.AAAA); ok {
		cr.compare(ctx, h, u.String())
	}
}

// compare gets address over both families, and both once more where the answers
// differ: pages that change from one visit to the next must not be taken for
// two different ones. The pair that is more alike counts. What the crawl had over IPv4
// is not asked for again where IPv6 brings the same.
func (cr *crawl) compare(ctx context.Context, h *site.Host, address string) {
	var six *site.Reach
	if had := cr.had(ctx, address); had != nil {
		six = cr.reachTwice(ctx, address, onlyV6)
		if likeness(had, six) >= likeEnough {
			h.V4, h.V6 = had, six
			return
		}
	}
	best := -1.0
	for range 2 {
		v4, v6 := cr.reachTwice(ctx, address, onlyV4), six
		if !v4.OK() && address != cr.home.String() {
			h.V4 = v4
			return // there is nothing to compare with
		}
		if six = nil; v6 == nil {
			v6 = cr.reachTwice(ctx, address, onlyV6)
		}
		like := likeness(v4, v6)
		if h.V6 == nil || like > best {
			best, h.V4, h.V6 = like, v4, v6
		}
		if like < 0 || like >= likeEnough {
			return
		}
	}
}

// likeness tells how alike two answers are; -1 where one of them did not come.
func likeness(a, b *site.Reach) float64 {
	if !a.OK() || !b.OK() {
		return -1
	}
	like := alike(a.Sketch, b.Sketch)
	if a.Status != b.Status || a.Title != b.Title {
		like /= 2
	}
	return like
}

// had returns the answer that the crawl got from address over IPv4; nil if it did not,
// or not in this crawl.
func (cr *crawl) had(ctx context.Context, address string) *site.Reach {
	p, err := cr.archive.Page(ctx, address)
	if err != nil || !p.OK() || !p.Same.IsZero() || len(p.Body) == 0 || !p.Exchange.Remote.Addr().Unmap().Is4() {
		return nil
	}
	r := &site.Reach{URL: address, At: p.Fetched, Millis: p.Millis, Status: p.Status, Bytes: len(p.Body), SHA256: p.SHA256}
	describe(r, p)
	return r
}

// reachTwice gets address over one family, with a second try.
func (cr *crawl) reachTwice(ctx context.Context, address string, only family) *site.Reach {
	r := cr.reachOne(ctx, address, only, true)
	if !r.OK() && ctx.Err() == nil && sleep(ctx, cr.limits.Backoff) == nil {
		r = cr.reachOne(ctx, address, only, true)
	}
	return r
}

// reachAll gets each pick over IPv6, a few at once. A failure that may pass is tried
// again as often as while crawling, any other once. A link that then does not open over IPv4 either says nothing of
// IPv6 and is left out, and so are links whose turn comes when the site's time has been
// over for long.
func (cr *crawl) reachAll(ctx context.Context, picks []pick) []site.Reach {
	out := make([]site.Reach, len(picks))
	void := make([]bool, len(picks))
	var wg sync.WaitGroup
	places := make(chan struct{}, max(1, min(2, cr.limits.PerHost))) // gentle: these pages were had once already
	for i, p := range picks {
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			if time.Now().After(cr.lateUntil()) {
				void[i] = true
				return
			}
			r := cr.reachOne(ctx, p.url, onlyV6, false)
			tries := 1
			if temporary(r.Failure) {
				tries = max(tries, cr.limits.Retries)
			}
			for ; tries > 0 && !r.OK() && sleep(ctx, cr.limits.Backoff) == nil; tries-- {
				r = cr.reachOne(ctx, p.url, onlyV6, false)
			}
			void[i] = !r.OK() && !cr.reachOne(ctx, p.url, onlyV4, false).OK()
			out[i] = *r
		})
	}
	wg.Wait()
	kept := out[:0]
	for i := range out {
		if !void[i] {
			kept = append(kept, out[i])
		}
	}
	return byURL(kept)
}

// reachOne gets address over one family. With content, its title and sketch are
// kept for comparing.
func (cr *crawl) reachOne(ctx context.Context, address string, only family, content bool) *site.Reach {
	r := &site.Reach{URL: address, At: now()}
	u, err := url.Parse(address)
	if err != nil {
		r.Failure, r.Err = site.FailOther, err.Error()
		return r
	}
	host := cr.c.host(u.Scheme + "://" + u.Host)
	if r.Failure, r.Err = cr.robots(ctx, host, u); r.Failure != "" {
		return r
	}
	if err := host.pace(ctx); err != nil {
		r.Failure, r.Err = site.FailOther, err.Error()
		return r
	}
	f, err := newFetcher(cr.c.families[only], cr.limits, cr.c.metrics)
	if err != nil {
		r.Failure, r.Err = site.FailOther, err.Error()
		return r
	}
	f.mayFollow = cr.mayFollow
	start := time.Now()
	p, _ := f.get(ctx, ask{method: http.MethodGet, url: address, limit: cr.limits.MaxBody})
	r.Millis = int(time.Since(start).Milliseconds())
	r.Status, r.Bytes = p.Status, len(p.Body)
	if p.Failure != "" {
		r.Failure, r.Err = p.Failure, p.Err
		return r
	}
	host.learn(p, 0) // good answers speed up a host that was slowed while it was crawled
	r.SHA256 = p.SHA256
	if content {
		describe(r, p)
	}
	return r
}

// describe notes in r what p shows, for comparing.
func describe(r *site.Reach, p *site.Page) {
	text, _ := extract.Decode(p.Body, p.ContentType)
	r.Title = strings.Join(strings.Fields(titleOf(text)), " ")
	r.Sketch = sketch(visible(text))
}
