package crawler

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

const (
	sampleSize = 30  // links of each depth visited over IPv6
	sampleLow  = 5   // as many on a site however small
	samplePart = 16  // one in so many pages in between: a small site is not asked for half of its pages again
	likeEnough = 0.9 // likeness of two answers at which no second look is needed
)

// sample keeps those addresses whose hashes are smallest: any crawl of the same
// pages keeps the same ones, in whatever order it met them.
type sample struct {
	picks []pick
}

type pick struct {
	hash uint64
	url  string
}

func (s *sample) add(address string) {
	var h uint64
	for _, c := range []byte(address) {
		h = mix(h ^ uint64(c))
	}
	p := pick{h, address}
	i, found := slices.BinarySearchFunc(s.picks, p, func(a, b pick) int {
		if a.hash < b.hash || a.hash == b.hash && a.url < b.url {
			return -1
		}
		if a == b {
			return 0
		}
		return 1
	})
	if found || i >= sampleSize {
		return
	}
	s.picks = slices.Insert(s.picks, i, p)
	s.picks = s.picks[:min(len(s.picks), sampleSize)]
}

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
	h.V6Second = cr.reachAll(ctx, second)
	h.V6Third = cr.reachAll(ctx, third)
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
	if err != nil || len(h.AAAA) == 0 || !cr.scope.Contains(u) {
		return
	}
	if ok, _ := cr.c.vantage.reaches(ctx, h.AAAA); ok {
		cr.compare(ctx, h, u.String())
	}
}

// compare gets address over both families, and both once more where the answers
// differ: pages that change from one visit to the next must not be taken for
// two different ones. The pair that is more alike counts.
func (cr *crawl) compare(ctx context.Context, h *site.Host, address string) {
	best := -1.0
	for range 2 {
		v4 := cr.reachTwice(ctx, address, onlyV4)
		if !v4.OK() && address != cr.home.String() {
			h.V4 = v4
			return // there is nothing to compare with
		}
		v6 := cr.reachTwice(ctx, address, onlyV6)
		like := -1.0
		if v4.OK() && v6.OK() {
			like = alike(v4.Sketch, v6.Sketch)
			if v4.Status != v6.Status || v4.Title != v6.Title {
				like /= 2
			}
		}
		if h.V6 == nil || like > best {
			best, h.V4, h.V6 = like, v4, v6
		}
		if like < 0 || like >= likeEnough {
			return
		}
	}
}

// reachTwice gets address over one family, with a second try.
func (cr *crawl) reachTwice(ctx context.Context, address string, only family) *site.Reach {
	r := cr.reachOne(ctx, address, only, true)
	if !r.OK() && ctx.Err() == nil && sleep(ctx, cr.limits.Backoff) == nil {
		r = cr.reachOne(ctx, address, only, true)
	}
	return r
}

// reachAll gets each pick over IPv6, a few at once. A failure is tried again as often
// as while crawling. A link that then does not open over IPv4 either says nothing of
// IPv6 and is left out.
func (cr *crawl) reachAll(ctx context.Context, picks []pick) []site.Reach {
	out := make([]site.Reach, len(picks))
	void := make([]bool, len(picks))
	var wg sync.WaitGroup
	places := make(chan struct{}, max(1, min(2, cr.limits.PerHost))) // gentle: these pages were had once already
	for i, p := range picks {
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			r := cr.reachOne(ctx, p.url, onlyV6, false)
			for tries := max(1, cr.limits.Retries); tries > 0 && !r.OK() && sleep(ctx, cr.limits.Backoff) == nil; tries-- {
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
	out = kept
	slices.SortFunc(out, func(a, b site.Reach) int { return strings.Compare(a.URL, b.URL) })
	return out
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
	if len(p.Body) > 0 {
		sum := sha256.Sum256(p.Body)
		r.SHA256 = hex.EncodeToString(sum[:])
	}
	if content {
		text, _ := extract.Decode(p.Body, p.ContentType)
		r.Title = strings.Join(strings.Fields(titleOf(text)), " ")
		r.Sketch = sketch(visible(text))
	}
	return r
}
