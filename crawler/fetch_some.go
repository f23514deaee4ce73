package crawler

import (
	"context"
	"fmt"
	"net/url"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// fetchOnly hides what an archive remembers of earlier crawls: every page is sent for.
type fetchOnly struct{ Archive }

// Fetch asks for the home page of t and for the given addresses, and follows no link:
// only what scripts of these pages ask for as a part of them is fetched too. Addresses
// outside the site are left out. Otherwise it is as [Crawler.Crawl]; its snapshot is
// never complete.
func (c *Crawler) Fetch(ctx context.Context, t site.Target, a Archive, addresses []string, each func(*site.Page, *extract.Facts)) (*site.Snapshot, error) {
	seeds := make([]string, 0, len(addresses))
	for _, s := range addresses {
		if s, ok := inside(t, s); ok {
			seeds = append(seeds, s)
		}
	}
	snap, err := c.crawl(ctx, t, fetchOnly{a}, each, func(cr *crawl) { cr.only, cr.seeds = true, seeds })
	if snap != nil {
		snap.Complete, snap.Stopped = false, "只访问了指定的网页"
	}
	return snap, err
}

// inside returns an address of the site in the form in which pages are asked for.
func inside(t site.Target, address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || !u.IsAbs() {
		return "", false
	}
	s, ok := extract.Normalize(u, address)
	if !ok {
		return "", false
	}
	if u, err = url.Parse(s); err != nil || u.Host == "" || u.User != nil {
		return "", false
	}
	return s, site.NewScope(t).Contains(u)
}

// seed queues the addresses that are to be fetched besides the home page.
func (cr *crawl) seed() error {
	for _, s := range cr.seeds {
		u, err := url.Parse(s)
		if err != nil {
			return fmt.Errorf("read address %q: %w", s, err)
		}
		if s == cr.home.String() {
			continue
		}
		cr.sawHost(u)
		j := &job{url: s, class: classMenu, depth: 1}
		if documentName(s) {
			j.class = classFile
		}
		cr.frontier.put(j, u)
	}
	return nil
}
