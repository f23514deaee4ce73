package crawler

import (
	"context"
	"fmt"

	"github.com/govaudit/govaudit/site"
)

// Visit opens the home page of t once, with the manners of a crawl, and returns how
// that went. A portal that does not answer is a result, not an error.
func (c *Crawler) Visit(ctx context.Context, t site.Target) (site.Visit, error) {
	cr, err := c.newCrawl(t, nil, nil)
	if err != nil {
		return site.Visit{}, fmt.Errorf("visit %s: %w", t.ID, err)
	}
	defer cr.frontier.close()
	q := cr.frontier.queue(cr.home)
	p, _, _, err := cr.attemptHome(ctx, q, &job{url: cr.home.String(), class: classHome})
	if err != nil {
		return site.Visit{}, fmt.Errorf("visit %s: %w", t.ID, err)
	}
	return visitOf(p), nil
}
