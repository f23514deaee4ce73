package crawler

import (
	"context"
	"hash/maphash"
	"net/url"
	"time"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// resource is something asked for in a browser: fetched once for the site.
type resource struct {
	done chan struct{}
	page *site.Page // nil: it could not be had
	rows []uint64   // what it leads to, where it is data
}

const (
	maxResources = 2000     // of one site, asked for in the browser
	maxKept      = 16 << 20 // bytes of them that are kept at hand
)

// resource gets what a page shown asks for: from what was fetched before, or from
// the site with the manners of the crawl. Of data it tells what that leads to. What is
// asked for differs from the address u it is known by where that leaves out the time.
func (cr *crawl) resource(ctx context.Context, by *site.Page, u *url.URL, ask BrowserRequest) (*site.Page, []uint64) {
	address := u.String()
	r := &cr.renders
	r.mu.Lock()
	x, known := r.got[address]
	if !known && len(r.got) < maxResources {
		x = &resource{done: make(chan struct{})}
		r.got[address] = x
	}
	r.mu.Unlock()
	if x == nil {
		return nil, nil
	}
	if known {
		select {
		case <-x.done:
		case <-ctx.Done():
			return nil, nil
		}
		if x.page != nil && x.page.Body == nil && x.page.OK() {
			if p, err := cr.atHand(ctx, address); err == nil {
				return p, x.rows
			}
		}
		return x.page, x.rows
	}
	defer close(x.done)
	p := cr.obtain(ctx, by, u, ask)
	if p == nil {
		return nil, nil
	}
	if ask.Kind == BrowserData {
		x.rows = cr.rowsOf(p)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	slim := *p
	if r.kept += int64(len(p.Body)); r.kept > maxKept {
		r.kept -= int64(len(p.Body))
		slim.Body = nil
	}
	x.page = &slim
	return p, x.rows
}

// rowsOf returns the hashes of what data leads to; where that cannot be read, one of
// the whole.
func (cr *crawl) rowsOf(p *site.Page) (rows []uint64) {
	if !p.OK() {
		return nil
	}
	for _, it := range extract.Read(p).Items {
		rows = append(rows, cr.frontier.hash(it.URL))
	}
	if len(rows) == 0 && len(p.Body) >= minRows {
		rows = append(rows, maphash.Bytes(cr.frontier.seed, p.Body))
	}
	return rows
}

// minRows is the least that data in a form we cannot read takes if it is a list.
const minRows = 200

// wholePage reports a page of the site that a script asked for, to show it in the place
// of the one its reader is on: it says of itself what it is, as no part of a page does.
func wholePage(p *site.Page, f *extract.Facts) bool {
	return f != nil && isHTML(p.ContentType) && f.HTMLTitle != "" && (f.Meta.SiteName != "" || f.Meta.ArticleTitle != "")
}

// answersLater reports that what a page shown asks for, tried again already that many
// times less one, may come at the next try: its host said so at once, and has not been
// asked again in vain too often. Who waits for an answer in the end does so no longer.
func (cr *crawl) answersLater(p *site.Page, again int) bool {
	r := &cr.renders
	r.mu.Lock()
	defer r.mu.Unlock()
	return temporary(p.Failure) && !silent(p.Failure) && again <= cr.limits.Retries && r.refused < maxInsisted
}

const (
	maxInsisted  = 6               // times in a row that what pages shown ask for is asked for again in vain
	maxAskedWait = 5 * time.Second // that a host may want to be left alone for before that
)

// insisted notes what came of asking again.
func (r *renders) insisted(came bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.refused++; came {
		r.refused = 0
	}
}

func (cr *crawl) obtain(ctx context.Context, by *site.Page, u *url.URL, r BrowserRequest) *site.Page {
	address, k := u.String(), r.Kind
	if !cr.frontier.claim(address) {
		p, err := cr.atHand(ctx, address)
		if err != nil {
			cr.log.Debug("resource of a page not at hand", "url", address, "err", err)
			return nil
		}
		return p
	}
	q := cr.frontier.queue(u)
	if err := cr.c.slots.Acquire(ctx, 1); err != nil {
		return nil
	}
	defer cr.c.slots.Release(1)
	if err := cr.takePlace(ctx, q); err != nil {
		return nil
	}
	j := &job{url: r.URL, from: by.URL, depth: uint16(min(by.Depth, 1<<15)), class: classFrame}
	p, header := cr.askSaying(ctx, q, j, r.Header)
	for again := 1; k != BrowserFrame && cr.answersLater(p, again) && retryAfter(header) <= maxAskedWait && ctx.Err() == nil; again++ {
		q.host.learn(p, retryAfter(header))
		q.host.give()
		if sleep(ctx, max(cr.limits.Backoff<<(again-1), retryAfter(header))) != nil {
			return nil
		}
		if err := cr.takePlace(ctx, q); err != nil {
			return nil
		}
		p, header = cr.askSaying(ctx, q, j, r.Header)
		cr.renders.insisted(p.OK())
	}
	if p.Final == p.URL {
		p.Final = address
	}
	p.URL = address
	if ctx.Err() != nil {
		q.host.give()
		return nil
	}
	if q.host.learn(p, retryAfter(header)) {
		q.host.try(ctx, cr.fetcher)
	}
	var f *extract.Facts
	if p.OK() && k == BrowserData {
		if f = extract.Read(p); !wholePage(p, f) {
			p.Within = by.URL
		}
	}
	switch {
	case k == BrowserFrame, f != nil && p.Within == "":
		f = cr.judge(ctx, q, p)
	case p.OK() && f == nil:
		p.Within = by.URL
		f = extract.Read(p)
	}
	q.host.give()
	cr.heard(q, p)
	if k != BrowserFrame && !p.OK() {
		return p // the page that lacks it says so
	}
	if err := cr.keep(ctx, p, f); err != nil && ctx.Err() == nil {
		cr.fail(err)
	}
	return p
}
