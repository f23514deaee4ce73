package crawler

import (
	"context"
	"encoding/hex"
	"sync"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// changedRows are the addresses whose rows in a list say something else than they did
// in the crawl before: another title, another day. Their pages are sent for, whatever
// the server says of their having changed.
type changedRows struct {
	mu   sync.Mutex
	rows map[uint64]struct{} // by the hash of the address
}

// maxChangedRows bounds the rows that are kept in mind.
const maxChangedRows = 1 << 14

func (c *changedRows) has(hash uint64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ok := c.rows[hash]
	return ok
}

func (c *changedRows) add(hash uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rows == nil {
		c.rows = map[uint64]struct{}{}
	}
	if len(c.rows) < maxChangedRows {
		c.rows[hash] = struct{}{}
	}
}

// compareRows notes the rows of a list that changed since the crawl before. It comes
// before the links of the list are followed.
func (cr *crawl) compareRows(ctx context.Context, p *site.Page, f *extract.Facts) {
	if f == nil || len(f.Items) == 0 || cr.prior.memory == nil || !p.Same.IsZero() || cr.limits.Revalidate == RevalidateNever {
		return
	}
	k := cr.prior.page(cr.frontier.hash(p.URL))
	if k == nil {
		return
	}
	sum := hex.EncodeToString(k.sum[:])
	if sum == p.SHA256 {
		return
	}
	kept, err := cr.prior.memory.Facts(ctx, sum)
	if err != nil {
		return // it is not stored any more: what it said is not known
	}
	before := cr.codec.Unpack(p, kept)
	if before == nil {
		return
	}
	rows := make(map[string]extract.Item, len(before.Items))
	for _, it := range before.Items {
		rows[it.URL] = it
	}
	for _, it := range f.Items {
		if old, ok := rows[it.URL]; ok && it.URL != "" && (old.Title != it.Title || old.Day != it.Day) {
			cr.changed.add(cr.frontier.hash(it.URL))
		}
	}
}
