package crawler

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// A portal that has enough of its visitor may answer, from some request on, with its
// home page, a login, a notice or empty lists, each with status 200 and for good: asking
// once more shows the same. What tells is a list that was seen with rows before.

// Bounds on lists that are asked for a second time.
const (
	maxTouchstones = 3
	touchstoneRows = 2 // one has at least
	touchstoneKept = 8 // rows of one that are remembered
	manyGone       = 3 // pages said not to be there, after which they are
	goneOf         = 6 // if they are one in so many
	plentyGone     = 9 // or so many, among however many
)

// touchstones are lists that had rows when they were first asked for.
type touchstones struct {
	mu     sync.Mutex
	lists  []touchstone // at most maxTouchstones
	logins int          // pages that came as a login
	tried  bool         // they were asked for again
	strain bool         // one did not show what it had
}

type touchstone struct {
	url, final, name string
	rank             uint64
	rows             []string // what its first rows are called
}

// sameList reports that one of the rows of before is among those of now.
func (x *touchstone) sameList(f *extract.Facts) bool {
	return slices.ContainsFunc(f.Items, func(it extract.Item) bool { return slices.Contains(x.rows, it.Title) })
}

// noteTouchstone keeps a list with rows as a touchstone, and counts logins. The first lists
// are kept, as they were seen before the portal can have had enough, and of all others
// one that its address picks.
func (cr *crawl) noteTouchstone(p *site.Page, f *extract.Facts) {
	if f == nil || p.Depth == 0 || p.Within != "" || p.Rendered != nil || cr.only {
		return
	}
	c := &cr.stones
	c.mu.Lock()
	defer c.mu.Unlock()
	if asksToLogIn(f) {
		c.logins++
		return
	}
	if f.Kind != extract.List || len(f.Items) < touchstoneRows {
		return
	}
	x := touchstone{url: p.URL, final: p.Final, name: f.Title, rank: rankOf(p.URL)}
	if slices.ContainsFunc(c.lists, func(o touchstone) bool { return x.url == o.url }) {
		return
	}
	if len(c.lists) == maxTouchstones && x.rank >= c.lists[maxTouchstones-1].rank {
		return
	}
	for _, it := range f.Items[:min(len(f.Items), touchstoneKept)] {
		x.rows = append(x.rows, strings.Clone(it.Title))
	}
	c.lists = append(c.lists[:min(len(c.lists), maxTouchstones-1)], x)
}

// rankOf orders addresses in the same way on every machine, and not by their folders.
func rankOf(address string) (h uint64) {
	for _, b := range []byte(address) {
		h = mix(h ^ uint64(b))
	}
	return h
}

// loginWords stand in the titles of pages that let only those in who are known. They
// are folded.
var loginWords = []string{"登录", "登陆", "身份认证", "身份验证", "login", "signin"}

// asksToLogIn reports a page that came as a login.
func asksToLogIn(f *extract.Facts) bool {
	return len(f.Items) == 0 && len(f.Attachments) == 0 && anyOf(extract.Fold(f.HTMLTitle), loginWords) != ""
}

// turnedAway looks at the touchstones where pages of the site were said not to be there, or
// asked to log in: see tryTouchstones.
func (cr *crawl) turnedAway(ctx context.Context) {
	cr.mu.Lock()
	gone := cr.kinds[site.FailGone] + cr.kinds[site.FailSoft404]
	cr.mu.Unlock()
	pages := int(cr.counts.pages.Load())
	c := &cr.stones
	c.mu.Lock()
	hint := gone >= manyGone && gone*goneOf >= pages+gone || gone >= plentyGone || c.logins > 0
	c.mu.Unlock()
	if hint && !cr.only {
		cr.tryTouchstones(ctx)
	}
}

// tryTouchstones asks for the touchstones again, once in a crawl. It reports whether one
// does not show what it had; where half of them are not there any more, or stand for
// something else now, nothing is concluded from the site.
func (cr *crawl) tryTouchstones(ctx context.Context) bool {
	c := &cr.stones
	c.mu.Lock()
	tried, strain, lists := c.tried, c.strain, c.lists
	c.tried = true
	c.mu.Unlock()
	if tried || cr.snap.Suspect != "" {
		return strain
	}
	asked := 0
	var turned []string
	for _, x := range lists {
		p, f := cr.second(ctx, x.url, "", 1)
		if p == nil {
			continue
		}
		asked++
		switch {
		case temporary(p.Failure), p.OK() && f != nil && len(f.Items) == 0 && !asksToLogIn(f) && p.Final == x.final:
			strain = true
		case p.Failure == site.FailRobots:
		case p.Failure != "", f == nil, len(f.Items) == 0, p.Final != x.final, !x.sameList(f):
			strain = true
			turned = append(turned, "“"+clip(x.name, 60)+"”")
		}
	}
	c.mu.Lock()
	c.strain = strain
	c.mu.Unlock()
	if len(turned) >= 2 && 2*len(turned) >= asked && ctx.Err() == nil {
		why := fmt.Sprintf("抓取途中网站改变了应答：先前看过的栏目%s后来打不开、转到别处、要求登录或换了内容，可能限制了访问，请换时段重试", strings.Join(turned, ""))
		cr.mu.Lock()
		cr.snap.Suspect = why
		cr.mu.Unlock()
		cr.log.Warn("the portal turned us away while it was crawled", "why", why)
		cr.frontier.stop(skipSuspect)
	}
	return strain
}
