package crawler

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// A portal can be replaced while it is crawled: moved, taken over, or put in the
// place of another by mistake. What is not there then, and what is, says nothing of the
// one that was registered. Its home page is looked at again when answers hint at that.
const (
	goneShare = 9  // pages not there among the last twelve answers that hint at it
	homeTrust = 60 // answers for which a home page found the same is not looked at again
	homeLooks = 5  // times it is looked at in one crawl

	bearers       = 8  // pages that bear the portal's name, after which such as do not are noticed
	namelessShare = 11 // of the last twelve pages without that name that hint at another portal
	namelessAtEnd = 8  // the same, when nothing is left to fetch
)

// footing is what hints at a portal that is another one by now. crawl.mu guards it.
type footing struct {
	last     uint16 // the last twelve answers, a bit set for each page that is not there
	gone     int    // columns found twice not to be there since the home page was looked at
	trust    int    // answers for which it is not looked at again
	looks    int    // times it was
	bore     int    // pages that bear the portal's name
	nameless uint16 // the last twelve pages, a bit set for each that does not
}

// hints notes one answer and reports whether the home page is to be looked at. gone: a
// page is not there, column: a column is not there, asked for once more.
func (t *footing) hints(gone, column, foreign bool) bool {
	t.last = t.last << 1 & (1<<12 - 1)
	t.trust = max(0, t.trust-1)
	if gone {
		t.last |= 1
	}
	if column {
		t.gone++
	}
	return t.look(foreign || bits.OnesCount16(t.last) >= goneShare)
}

// bears notes whether a page bears the portal's name, and reports whether it does not
// any more, as the pages before did.
func (t *footing) bears(name bool) bool {
	t.nameless = t.nameless << 1 & (1<<12 - 1)
	if name {
		t.bore++
		return false
	}
	t.nameless |= 1
	return t.lost(namelessShare)
}

// lost reports that share of the last twelve pages lack the name that others bore.
func (t *footing) lost(share int) bool {
	return t.bore >= bearers && bits.OnesCount16(t.nameless) >= share
}

// look reports whether the home page is looked at now, if it is wanted.
func (t *footing) look(wanted bool) bool {
	if !wanted || t.trust > 0 || t.looks >= homeLooks {
		return false
	}
	t.looks++
	t.trust, t.gone = homeTrust, 0
	return true
}

// hintsAtAnother reports that p, with what came before it, hints at another portal in
// the place of the one that is crawled: its home page is to be looked at again.
func (cr *crawl) hintsAtAnother(q *queue, j *job, p *site.Page, f *extract.Facts) bool {
	if cr.only || j.class >= classFile || p.Status == 0 || q.host.name != cr.home.Scheme+"://"+cr.home.Host {
		return false
	}
	gone := (p.Failure == site.FailGone || p.Failure == site.FailSoft404) && !cr.frontier.isGuess(p.URL)
	shown := p.OK() && f != nil && f.Kind != extract.File && f.Kind != extract.Frame
	foreign := shown && foreignTo(cr.target, f)
	bears := shown && bearsName(cr.target, f)
	cr.mu.Lock()
	defer cr.mu.Unlock()
	foreign = shown && cr.footing.bears(bears) || foreign
	again := j.tries > 0 // those that were not there are all asked for once more in the end
	return cr.front != nil && cr.footing.hints(gone && !again, gone && again && j.class <= classMenu, foreign)
}

// sameAtLast looks at the home page again where columns were found not to be there
// since it was seen, or the last pages lack its name.
func (cr *crawl) sameAtLast(ctx context.Context) {
	cr.mu.Lock()
	cr.footing.trust = 0
	look := !cr.only && cr.front != nil && cr.snap.Suspect == "" && cr.footing.look(cr.footing.gone >= 2 || cr.footing.lost(namelessAtEnd))
	cr.mu.Unlock()
	if !look {
		return
	}
	q := cr.frontier.queue(cr.home)
	if cr.c.slots.Acquire(ctx, 1) != nil {
		return
	}
	defer cr.c.slots.Release(1)
	if cr.takePlace(ctx, q) != nil {
		return
	}
	defer q.host.give()
	cr.lookAgain(ctx, q)
}

// lookAgain ends the crawl if the home page is another site's now. The caller holds a
// place at q's host.
func (cr *crawl) lookAgain(ctx context.Context, q *queue) {
	if q.host.pace(ctx) != nil {
		return
	}
	p := cr.fetcher.plain(ctx, cr.home.String(), cr.limits.MaxBody)
	why := cr.replacedBy(p)
	if why == "" || ctx.Err() != nil {
		return
	}
	cr.mu.Lock()
	cr.snap.Suspect = why
	cr.mu.Unlock()
	cr.log.Warn("the portal was replaced while it was crawled", "why", why)
	cr.frontier.stop(skipSuspect)
}

// replacedBy says in Chinese what stands in the place of the portal by the home page
// that came just now, "" if it is the one of before or may be.
func (cr *crawl) replacedBy(p *site.Page) string {
	if p.Failure == site.FailGone {
		return "抓取途中首页不存在了（" + words[site.FailGone] + "），网站可能已经迁移或更换"
	}
	if !p.OK() || !isHTML(p.ContentType) {
		return ""
	}
	q := *p
	q.From, q.Depth = "", 0
	f := extract.Read(&q)
	if why := suspicion(cr.target, cr.scope, &q, f); why != "" {
		return "抓取途中网站被更换：" + why
	}
	cr.mu.Lock()
	was := *cr.front
	cr.mu.Unlock()
	if is := faceOf(p); is.title != was.title && (alike(is.sketch, was.sketch) < anotherFace && !alikeNames(is.title, cr.target.Name) || sharesName(was.title, cr.target.Name) && !bearsName(cr.target, f)) {
		return "抓取途中首页换成了另一个网页（" + cmp.Or(clip(strings.TrimSpace(is.title), 100), "没有标题") + "），网站可能已被更换"
	}
	return ""
}

// anotherFace is the likeness below which two home pages have nothing in common.
const anotherFace = 0.2

// bearsName reports a page that says whose it is: in its title, its labels or its
// footer.
func bearsName(t site.Target, f *extract.Facts) bool {
	return slices.ContainsFunc([]string{f.Meta.SiteName, f.HTMLTitle, f.Footer}, func(s string) bool { return sharesName(s, t.Name) })
}

// foreignTo reports a page whose labels name a unit of another place. One alone says
// little: many portals carry pages of others.
func foreignTo(t site.Target, f *extract.Facts) bool {
	name := f.Meta.SiteName
	if name == "" || alikeNames(name, t.Name) {
		return false
	}
	const place = 4 // digits of a site's code that tell its city
	code := strings.TrimSpace(f.Meta.SiteIDCode)
	if len(t.Code) > place && len(code) == len(t.Code) {
		return code[:place] != t.Code[:place]
	}
	domain := hostName(f.Meta.SiteDomain)
	return governmental(domain) && governmental(hostName(t.URL)) && unit(domain) != unit(hostName(t.URL))
}
