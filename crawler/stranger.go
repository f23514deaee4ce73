package crawler

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// A store of pages before several portals may hand out those of another one. What such
// a page says, and what its links lead to below this portal's addresses, is not this
// portal's.

// Bounds on pages without the portal's name.
const (
	maxStrangers = 6   // that are asked for again
	fewForeign   = 4   // that name another unit, from which on none of them is the portal's
	maxForeign   = 400 // of these, those that are held back
)

// strangers are pages that do not bear the portal's name, as others of it do.
type strangers struct {
	mu    sync.Mutex
	bore  int    // pages that bear it
	pages []lost // that do not, at most maxStrangers, spread over the site
	held  []*held
}

// holdStranger keeps a page back that came as another unit's, by its labels and by every
// name on it, and reports whether it did.
func (cr *crawl) holdStranger(p *site.Page, f *extract.Facts) bool {
	if f == nil || cr.only || !p.OK() || p.Depth == 0 || p.Within != "" || !p.Same.IsZero() || !isHTML(p.ContentType) || !foreignTo(cr.target, f) || bearsName(cr.target, f) {
		return false
	}
	s := &cr.stranger
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.held) >= maxForeign {
		return false
	}
	q := *p
	q.Body = nil
	s.held = append(s.held, &held{page: &q, facts: f, why: f.Meta.SiteName})
	return true
}

// settleStrangers hands on the pages that came as other units': as not obtained where
// there are several. Portals carry one or two.
func (cr *crawl) settleStrangers(ctx context.Context) error {
	s := &cr.stranger
	s.mu.Lock()
	list := s.held
	s.held = nil
	s.mu.Unlock()
	for _, x := range list {
		if len(list) < fewForeign || !cr.bearsUsually() {
			cr.each(x.page, x.facts)
			continue
		}
		why := fmt.Sprintf("返回的是另一网站的网页（自称“%s”），这样的网页有 %d 个", clip(x.why, 60), len(list))
		if err := cr.releaseFailed(ctx, x, why); err != nil {
			return err
		}
	}
	return nil
}

// bearsUsually reports that pages of the site bear its name.
func (cr *crawl) bearsUsually() bool {
	cr.stranger.mu.Lock()
	defer cr.stranger.mu.Unlock()
	return cr.stranger.bore >= bearers
}

// noteStranger counts the pages that bear the portal's name, and keeps the address of a page without the portal's name. Which ones are kept
// depends on their addresses, not on the order they came in.
func (cr *crawl) noteStranger(p *site.Page, f *extract.Facts) {
	if f == nil || cr.only || !p.OK() || p.Depth == 0 || p.Within != "" || !p.Same.IsZero() || f.HTMLTitle == "" ||
		f.Kind == extract.File || f.Kind == extract.Frame || f.Kind == extract.Data {
		return
	}
	bears := bearsName(cr.target, f)
	s := &cr.stranger
	s.mu.Lock()
	defer s.mu.Unlock()
	if bears {
		s.bore++
		return
	}
	x := lost{p.URL, p.From, p.Depth, rankOf(p.URL)}
	at, known := slices.BinarySearchFunc(s.pages, x, func(a, b lost) int { return cmp.Compare(a.rank, b.rank) })
	if !known {
		s.pages = slices.Insert(s.pages, at, x)
		s.pages = s.pages[:min(len(s.pages), maxStrangers)]
	}
}

// tryStrangers asks again for pages without the portal's name, where it is usual. Where
// half of them bear it now, nothing is concluded from the site.
func (cr *crawl) tryStrangers(ctx context.Context) {
	s := &cr.stranger
	s.mu.Lock()
	pages := s.pages
	s.mu.Unlock()
	if !cr.bearsUsually() || cr.snap.Suspect != "" {
		return
	}
	asked, differ, example := 0, 0, ""
	for _, x := range pages {
		p, f := cr.second(onNewConnections(ctx), x.url, x.from, x.depth)
		if p == nil {
			break
		}
		asked++
		if p.OK() && f != nil && bearsName(cr.target, f) {
			differ++
			example = fmt.Sprintf("%s 现在是《%s》", clip(x.url, 200), clip(strings.TrimSpace(f.HTMLTitle), 60))
		}
	}
	if differ == 0 || 2*differ < asked || ctx.Err() != nil {
		return
	}
	why := "先前返回的是没有本网站名称的网页，再访问又是本网站的，可能是缓存或负载均衡把别的网页错发到这里，不能据此判断：" + example
	cr.mu.Lock()
	cr.snap.Suspect = why
	cr.mu.Unlock()
	cr.log.Warn("the portal handed out pages that are not its own", "asked", asked, "differ", differ)
	cr.frontier.stop(skipSuspect)
}
