package crawler

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// A server that is asked much may answer its lists with status 200 and 暂无数据: the
// program is there, its data base is not. So pages that show nothing are not handed on
// before the end, when some are asked for once more, and lists that had rows as well:
// see touchstones.

// Bounds on what is asked again of one site.
const (
	maxHollow    = 400 // pages that are held back
	hollowProbes = 12  // of them, those that are asked for again
	hollowShows  = 6   // and shown in a browser
	hollowRounds = 3   // times that rows which came then are followed
	hollowRunes  = 30  // characters up to which a page says nothing
)

// emptiedWords say why a page that shows nothing proves nothing.
const emptiedWords = "页面没有内容，但网站当时把有内容的列表也显示为没有内容，不能认定本页为空"

// hollows are pages that show nothing, and what that is worth.
type hollows struct {
	mu     sync.Mutex
	held   []*held
	over   int  // pages that show nothing and for which there was no room
	strain bool // the site was found to show nothing where there is something
}

// found notes that the site shows nothing where there is something.
func (h *hollows) found() {
	h.mu.Lock()
	h.strain = true
	h.mu.Unlock()
}

// isHollow reports a page that would be taken for an empty column.
func isHollow(p *site.Page, f *extract.Facts) bool {
	if f == nil || !p.OK() || p.Depth == 0 || p.Within != "" || p.Rendered != nil || !p.Same.IsZero() || !isHTML(p.ContentType) {
		return false
	}
	s := &f.Signals
	if len(f.Items)+len(f.Attachments)+len(f.Tables)+f.Media.Images > 0 || f.Kind == extract.Frame || f.Meta.ArticleTitle != "" && utf8.RuneCountInString(f.Text) > hollowRunes ||
		s.ListByScript != "" || s.NeedsBrowser != "" || s.Redirect != "" || s.Challenge != "" || s.Error != "" {
		return false
	}
	return s.Placeholder != "" || utf8.RuneCountInString(f.Text) <= hollowRunes
}

// holdHollow keeps a page back that shows nothing, and reports whether it did.
func (cr *crawl) holdHollow(p *site.Page, f *extract.Facts) bool {
	h := &cr.hollows
	h.mu.Lock()
	defer h.mu.Unlock()
	if cr.only || !isHollow(p, f) {
		return false
	}
	if len(h.held) >= maxHollow {
		h.over++
		return false
	}
	q := *p
	q.Body = nil
	h.held = append(h.held, &held{page: &q, facts: f})
	return true
}

// settleHollow asks again for pages that show nothing, and hands them on: as they
// are, with the rows that came now, or as not obtained where the site shows nothing of
// what it has.
func (cr *crawl) settleHollow(ctx context.Context) error {
	h := &cr.hollows
	for round := range hollowRounds + 1 {
		h.mu.Lock()
		list := h.held
		h.held = nil
		h.mu.Unlock()
		if len(list) == 0 {
			return nil
		}
		cr.doing("复查没有内容的栏目")
		slices.SortFunc(list, func(a, b *held) int {
			return cmp.Or(cmp.Compare(a.page.Depth, b.page.Depth), strings.Compare(a.page.URL, b.page.URL))
		})
		h.strain = h.strain || cr.tryTouchstones(ctx)
		var still []*held
		for i, x := range list {
			if i < hollowProbes && round < hollowRounds {
				p, f := cr.second(ctx, x.page.URL, x.page.From, x.page.Depth)
				if p != nil && p.OK() && f != nil && len(f.Items) > 0 {
					h.strain = true
					if err := cr.archive.Put(ctx, p); err != nil {
						return fmt.Errorf("store %s: %w", p.URL, err)
					}
					cr.offer(p, f)
					cr.each(p, f)
					continue
				}
			}
			still = append(still, x)
		}
		if round == 0 && !h.strain {
			var err error
			if still, err = cr.showHollow(ctx, still); err != nil {
				return err
			}
		}
		cr.tellOverfull()
		for _, x := range still {
			if err := cr.releaseHollow(ctx, x, h.strain); err != nil {
				return err
			}
		}
		if err := cr.drain(ctx); err != nil {
			return err
		}
		if err := cr.showAll(ctx); err != nil {
			return err
		}
	}
	return nil
}

// showHollow has the first of the pages that show nothing, and do not say so, shown in a
// browser, if there is one, and returns the others, and those that show no more in it: some
// servers send programs less than they send people.
func (cr *crawl) showHollow(ctx context.Context, list []*held) ([]*held, error) {
	if !cr.mayShow() || len(list) == 0 {
		return list, nil
	}
	n := 0
	for _, x := range list {
		if n < hollowShows && x.facts.Signals.Placeholder == "" {
			x.why, x.class, x.spare = "页面没有内容", 1, true
			cr.queueHeld(x)
			n++
		}
	}
	if err := cr.showAll(ctx); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(x *held) bool { return x.page.Rendered != nil }), nil
}

// fuller reports that a page shows rows or a text in the browser, and did not without it.
func fuller(f *extract.Facts) bool {
	return len(f.Items)+len(f.Attachments)+len(f.Tables)+f.Media.Images > 0 || f.Signals.Placeholder == "" && utf8.RuneCountInString(f.Text) > hollowRunes
}

// tellOverfull says that nothing is concluded from a site that shows nothing where there
// is something, and on more pages than could be held back.
func (cr *crawl) tellOverfull() {
	h := &cr.hollows
	h.mu.Lock()
	over := h.over
	h.mu.Unlock()
	if !h.strain || over == 0 || cr.snap.Suspect != "" {
		return
	}
	why := fmt.Sprintf("网站把有内容的列表也显示为没有内容，这样的网页超过 %d 个，不能据此判断，请换时段重试", maxHollow)
	cr.mu.Lock()
	cr.snap.Suspect = why
	cr.mu.Unlock()
	cr.log.Warn("the site shows nothing where there is something", "held", maxHollow, "more", over)
	cr.frontier.stop(skipSuspect)
}

// releaseHollow hands on a page that showed nothing.
func (cr *crawl) releaseHollow(ctx context.Context, x *held, strain bool) error {
	if strain {
		return cr.releaseFailed(ctx, x, emptiedWords)
	}
	if !cr.holdEcho(x.page, x.facts) {
		cr.each(x.page, x.facts)
	}
	return nil
}

// second asks for an address that was answered before; nil where there is no time
// for it.
func (cr *crawl) second(ctx context.Context, address, from string, depth int) (*site.Page, *extract.Facts) {
	u, err := url.Parse(address)
	if err != nil || ctx.Err() != nil || !time.Now().Before(cr.deadline) || cr.broken() != nil || cr.stalled() {
		return nil, nil
	}
	q := cr.frontier.queue(u)
	if cr.c.slots.Acquire(ctx, 1) != nil {
		return nil, nil
	}
	defer cr.c.slots.Release(1)
	if cr.takePlace(ctx, q) != nil {
		return nil, nil
	}
	page := cmp.Or(from, originOf(address)+"/") // a reader comes from somewhere
	p, _ := cr.fetcher.get(ctx, ask{method: http.MethodGet, url: address, from: page, limit: cr.limits.MaxBody})
	defer q.host.give()
	if len(p.Body) > heavyBody {
		if !cr.lift(ctx, p) {
			return nil, nil
		}
		defer cr.drop()
	}
	if ctx.Err() != nil || cr.c.bench.enter(ctx) != nil {
		return nil, nil
	}
	defer cr.c.bench.leave()
	p.From, p.Depth = from, depth
	if final, ok := extract.Normalize(u, p.Final); ok {
		p.Final = final
	}
	return p, cr.judge(ctx, q, p)
}
