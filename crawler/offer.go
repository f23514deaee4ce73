package crawler

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

const maxScripts = 10 // scripts a site's navigation is looked for in

// offer gives the links of a page to the frontier. Only addresses never seen
// before are looked at closely: most links of most pages are not new.
func (cr *crawl) offer(p *site.Page, f *extract.Facts) {
	f = restrained(p, f)
	more := leadsOf(p)
	if f.Signals.Redirect != "" {
		more = append(more, extract.Link{URL: f.Signals.Redirect, Region: extract.Body, Via: extract.Refresh})
	}
	more = append(more, f.Attachments...)
	link := func(i int) *extract.Link {
		if i < len(f.Links) {
			return &f.Links[i]
		}
		return &more[i-len(f.Links)]
	}
	room := hashRooms.Get().(*[]uint64)
	hashes := slices.Grow((*room)[:0], len(f.Links)+len(more))
	for i := range len(f.Links) + len(more) {
		hashes = append(hashes, cr.frontier.hash(link(i).URL))
	}
	defer func() {
		*room = hashes
		hashRooms.Put(room)
	}()
	cr.frontier.guessed(p, f.Links)
	t := themeOf(f, p.Depth, p.ContentType)
	fresh := cr.frontier.fresh(hashes, p.Depth <= 1, func(i int) bool { return t.slight(f, *link(i)) })
	var found []*job // in page order
	var at map[uint64]int
	pagers := 0
	for i := range hashes {
		l := *link(i)
		if l.Via == extract.Pager || l.Via == extract.Called {
			pagers++
		}
		k, again := at[hashes[i]]
		if !fresh[i] && !again {
			continue
		}
		c := t.classify(l, pagers)
		if again {
			found[k].class = min(found[k].class, c)
			continue
		}
		if at == nil {
			at = map[uint64]int{}
		}
		at[hashes[i]] = len(found)
		found = append(found, cr.newJob(p, l, c, t, pagers))
	}
	queued := found[:0]
	for _, j := range found {
		if cr.proposed(j) || cr.propose(j) {
			queued = append(queued, j)
		}
	}
	cr.frontier.followed(p, f, append(queued, cr.trail.found(cr, p)...))
}

// hashRooms is space for the hashes of a page's links.
var hashRooms = sync.Pool{New: func() any { return new([]uint64) }}

func (cr *crawl) newJob(p *site.Page, l extract.Link, c class, t theme, pagers int) *job {
	depth := p.Depth + 1
	switch l.Via {
	case extract.FrameSrc, extract.Refresh, extract.Include, extract.Called:
		depth = p.Depth // not a click
	}
	if t.script {
		depth = p.Depth + 1
	}
	j := &job{url: l.URL, from: p.URL, class: c, depth: uint16(min(depth, 1<<15)), day: t.dated[l.URL].Day}
	if c == classFile {
		j.order = t.fileOrder(l)
	} else {
		j.name = nameHash(l.Text)
	}
	switch l.Via {
	case extract.Called:
		j.data = true
		j.order = uint16(min(pagers, 1<<15))
	case extract.Pager:
		j.order = uint16(min(pagers, 1<<15))
	case extract.FrameSrc:
		j.data = cr.lent(l.URL)
	}
	if j.data && p.Within != "" {
		j.from = p.Within // further rows of the same page
	}
	return j
}

// proposed reports that an address like j's went through [crawl.propose] and waits with
// as good a class, so that j would change nothing: most links of the pages next to the
// home page are so.
func (cr *crawl) proposed(j *job) bool {
	if cr.only || j.data || strings.IndexByte(j.url, '#') >= 0 || !cr.mirrors.none() {
		return false
	}
	c, known := cr.frontier.classOf(j.url)
	return known && c > classFrame && c <= j.class && c < classNone
}

// propose queues j if it belongs to the site and is something to fetch; false if it
// does not or is not, or if it was left out before for leading nowhere and is again.
func (cr *crawl) propose(j *job) bool {
	u, err := url.Parse(j.url)
	if err != nil || u.Host == "" || cr.only && !j.data {
		return false
	}
	if !cr.scope.Contains(u) && !(j.data && cr.scope.Lends(u)) {
		cr.frontier.skip(skipScope, 1)
		return false
	}
	cr.sawHost(u)
	if extract.IsRoute(j.url) {
		cr.proposeRoute(j)
		return false
	}
	if j.class == classNone {
		return false // a picture and the like: not a page that was left out
	}
	if kindOfPath(j.url) == pathScript && !j.data && !cr.wantScript(u) {
		cr.frontier.skip(skipScripts, 1)
		return false
	}
	if cr.mirrored(j, u) {
		return true
	}
	return cr.frontier.put(j, u)
}

// lent reports an address outside the site's part of its host that a page of the
// site may still show as part of itself.
func (cr *crawl) lent(address string) bool {
	u, err := url.Parse(address)
	return err == nil && !cr.scope.Contains(u) && cr.scope.Lends(u)
}

// wantScript reports whether the script at u is read for its links: the first
// few that are not known libraries.
func (cr *crawl) wantScript(u *url.URL) bool {
	if !extract.OwnScript(u.Path) {
		return false
	}
	cr.mu.Lock()
	defer cr.mu.Unlock()
	address := u.String()
	if len(cr.scripts) < maxScripts {
		cr.scripts[address] = true
	}
	return cr.scripts[address]
}

// sawHost notes the host of u as one of the site's.
func (cr *crawl) sawHost(u *url.URL) {
	name := strings.ToLower(u.Hostname())
	base := u.Scheme + "://" + u.Host
	cr.mu.Lock()
	defer cr.mu.Unlock()
	if old, ok := cr.names[name]; !ok || base < old {
		cr.names[name] = base
	}
}
