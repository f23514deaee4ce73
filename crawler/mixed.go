package crawler

import (
	"context"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// A cache or a balancer out of order hands out the page of one address under another.
// Each page by itself is a good one; what tells is the same body at two addresses, of
// which one shows something else when it is asked for again.

// Bounds on what is remembered of a site's pages to find that out, and on what is asked.
const (
	maxBodies = 4096
	maxDouble = 4   // pairs of addresses that are asked for again
	fewSame   = 2   // of them that show what they had, after which the others are left
	manySame  = 6   // addresses that show one and the same list or article, from which on nothing is concluded
	sameText  = 200 // bytes of the text of such an article, at least
	sameShare = 12  // if they are one in so many of the pages
)

// doubles are addresses whose page was that of another address, byte for byte.
type doubles struct {
	mu     sync.Mutex
	bodies map[[8]byte]string          // by hash: the address it was obtained at first
	lists  map[[8]byte]map[string]bool // by hash: the names in the addresses of a list or article that came at several
	found  []double                    // at most maxDouble
}

type double struct {
	one, other, title string
	rank              uint64
}

// noteDouble remembers the body of a page, and its address where another one had it.
func (cr *crawl) noteDouble(p *site.Page, f *extract.Facts) {
	if f == nil || cr.only || !p.OK() || p.Depth == 0 || p.Within != "" || p.Rendered != nil || !p.Same.IsZero() || f.HTMLTitle == "" || len(p.SHA256) < 16 {
		return
	}
	var key [8]byte
	if _, err := hex.Decode(key[:], []byte(p.SHA256[:16])); err != nil {
		return
	}
	d := &cr.doubles
	d.mu.Lock()
	defer d.mu.Unlock()
	other, ok := d.bodies[key]
	switch {
	case !ok && len(d.bodies) < maxBodies:
		if d.bodies == nil {
			d.bodies = map[[8]byte]string{}
		}
		d.bodies[key] = p.Final
	case ok && lastName(other) != lastName(p.Final):
		d.noteList(key, other, p, f)
		x := double{other, p.Final, strings.Clone(f.HTMLTitle), rankOf(other) ^ rankOf(p.Final)}
		at := len(d.found)
		for at > 0 && d.found[at-1].rank > x.rank {
			at--
		}
		d.found = append(d.found[:at], append([]double{x}, d.found[at:]...)...)
		d.found = d.found[:min(len(d.found), maxDouble)]
	}
}

// noteList counts the addresses that show one and the same list or article. The caller
// holds d.mu.
func (d *doubles) noteList(key [8]byte, other string, p *site.Page, f *extract.Facts) {
	says := len(f.Items) >= touchstoneRows || f.Kind == extract.Article && len(f.Text) >= sameText
	if !says || f.Signals.NeedsBrowser != "" || bare(p, f) {
		return
	}
	if d.lists == nil {
		d.lists = map[[8]byte]map[string]bool{}
	}
	if d.lists[key] == nil {
		d.lists[key] = map[string]bool{lastName(other): true}
	}
	d.lists[key][lastName(p.Final)] = true
}

// tellSame ends the crawl without a conclusion where one page came in the place of many: a
// portal at a loss hands out the page above, or the first it has.
func (cr *crawl) tellSame(ctx context.Context) {
	d := &cr.doubles
	d.mu.Lock()
	most, example := 0, ""
	for key, names := range d.lists {
		if at := d.bodies[key]; len(names) > most || len(names) == most && at < example {
			most, example = len(names), at
		}
	}
	d.mu.Unlock()
	if most < manySame || most*sameShare < int(cr.counts.pages.Load()) || cr.snap.Suspect != "" || ctx.Err() != nil {
		return
	}
	why := fmt.Sprintf("有 %d 个名称不同的网址显示的是同一个网页（与 %s 相同），可能是以它代替了原来的网页，不能据此判断", most, clip(example, 200))
	cr.mu.Lock()
	cr.snap.Suspect = why
	cr.mu.Unlock()
	cr.log.Warn("one page comes in the place of others", "addresses", most, "example", example)
	cr.frontier.stop(skipSuspect)
}

// lastName is the last name in the path of an address: pages that a site has twice, in a
// mirror or with another query, share it. The name of a folder's page does not count.
func lastName(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	if end := strings.IndexAny(address, "?#;"); end >= 0 {
		address = address[:end]
	}
	folder, name := path.Split(address)
	if stem, _, _ := strings.Cut(strings.ToLower(name), "."); stem == "index" || stem == "default" || stem == "" {
		return path.Base(folder)
	}
	return name
}

// tryDoubles asks again for pages that were those of other addresses. Where half of them
// are something else now, nothing is concluded from the site.
func (cr *crawl) tryDoubles(ctx context.Context) {
	if cr.snap.Suspect != "" {
		return
	}
	d := &cr.doubles
	d.mu.Lock()
	found := d.found
	d.mu.Unlock()
	asked, differ, example := 0, 0, ""
	for _, x := range found {
		if asked == fewSame && differ == 0 {
			return // an honest site that has pages twice
		}
		asked++
		for _, address := range [...]string{x.one, x.other} {
			p, f := cr.second(ctx, address, "", 1)
			if p != nil && p.OK() && f != nil && f.HTMLTitle != "" && f.HTMLTitle != x.title {
				differ++
				example = fmt.Sprintf("%s 先后是《%s》和《%s》", address, clip(x.title, 60), clip(f.HTMLTitle, 60))
				break
			}
		}
	}
	if differ == 0 || 2*differ < asked || ctx.Err() != nil {
		return
	}
	why := "同一个网址先后返回不同的网页，可能是缓存或负载均衡出错，不能据此判断：" + example
	cr.mu.Lock()
	cr.snap.Suspect = why
	cr.mu.Unlock()
	cr.log.Warn("the portal mixes up its pages", "why", why)
	cr.frontier.stop(skipSuspect)
}
