package crawler

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/govaudit/govaudit/site"
)

// lift waits for the turn of a heavy page, not longer than the site's time: other
// sites' heavy pages must not hold this one beyond it. While it waits its body lies in a
// file: dozens may wait at once. When the turn of one that fills the memory comes no page
// is being shown, and the browsers that wait for one are ended.
func (cr *crawl) lift(ctx context.Context, p *site.Page) bool {
	full := fills(p.Body)
	had := cr.c.bench.heavy.try(full)
	if !had {
		ctx, cancel := context.WithDeadline(ctx, cr.deadline)
		defer cancel()
		had = cr.waitLift(ctx, p, full)
	}
	if had && full && cr.c.browser != nil {
		cr.c.browser.Rest()
	}
	return had
}

func (cr *crawl) waitLift(ctx context.Context, p *site.Page, full bool) bool {
	bodies, err := setDown(p)
	if err != nil {
		return cr.c.bench.heavy.take(ctx, full) == nil // it waits in memory
	}
	defer bodies.close()
	if cr.c.bench.heavy.take(ctx, full) != nil {
		return false
	}
	if err := takeUp(p, bodies); err != nil {
		cr.c.bench.heavy.give()
		cr.fail(err)
		return false
	}
	return true
}

// drop ends the turn of a heavy page. What it took is given back first where a browser
// may want it: nothing else would move the collector to look at it for a while.
func (cr *crawl) drop() {
	if cr.c.browser != nil {
		debug.FreeOSMemory()
	}
	cr.c.bench.heavy.give()
}

// setDown moves the body of p into a file.
func setDown(p *site.Page) (*disk, error) {
	d, err := openDisk()
	if err != nil {
		return nil, err
	}
	if _, err := d.file.Write(p.Body); err != nil {
		d.close()
		return nil, fmt.Errorf("set down the body of %s: %w", p.URL, err)
	}
	d.size = int64(len(p.Body))
	p.Body = nil
	return d, nil
}

// takeUp brings the body of p back.
func takeUp(p *site.Page, d *disk) error {
	body := make([]byte, d.size)
	if _, err := io.ReadFull(io.NewSectionReader(d.file, 0, d.size), body); err != nil {
		return fmt.Errorf("take up the body of %s: %w", p.URL, err)
	}
	p.Body = body
	return nil
}
