package crawler

import (
	"context"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// maxReordered bounds the addresses of data that are remembered by what they ask for.
const maxReordered = maxResources

// noteOrder remembers under which address data stands that a script may ask for with its
// parameters in another order: it is not fetched again, and has to be found.
func (r *renders) noteOrder(p *site.Page, f *extract.Facts) {
	if p.Within == "" && (f == nil || f.HTMLTitle != "") || strings.IndexByte(p.URL, '&') < 0 {
		return
	}
	id := extract.Identity(p.URL)
	if id == p.URL {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.orders == nil {
		r.orders = map[string]string{}
	}
	if len(r.orders) < maxReordered {
		r.orders[id] = p.URL
	}
}

// atHand returns what was fetched for address, whatever the order of its parameters was.
func (cr *crawl) atHand(ctx context.Context, address string) (*site.Page, error) {
	p, err := cr.archive.Page(ctx, address)
	if err == nil || strings.IndexByte(address, '&') < 0 {
		return p, err
	}
	id := extract.Identity(address)
	cr.renders.mu.Lock()
	other := cr.renders.orders[id]
	cr.renders.mu.Unlock()
	if other == "" {
		other = id
	}
	if other == address {
		return nil, err
	}
	return cr.archive.Page(ctx, other)
}
