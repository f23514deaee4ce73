package crawler

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"net/url"
	"strings"

	"github.com/govaudit/govaudit/extract"
)

const (
	maxSitemaps     = 5    // files
	maxSitemapLinks = 5000 // addresses taken from them
	sitemapDepth    = 8    // clicks assumed to what no page links to
)

// readSitemaps offers the addresses only the site's sitemaps name. They come
// last: what no page leads to, no visitor finds.
func (cr *crawl) readSitemaps(ctx context.Context) {
	q := cr.frontier.queue(cr.home)
	if q.down != "" {
		return
	}
	waiting := []string{cr.home.Scheme + "://" + cr.home.Host + "/sitemap.xml"}
	if cr.limits.Robots != RobotsIgnore {
		waiting = append(q.host.listedSitemaps(), waiting...)
	}
	asked := map[string]bool{}
	links := 0
	for len(waiting) > 0 && len(asked) < maxSitemaps && links < maxSitemapLinks && ctx.Err() == nil {
		address, ok := extract.Normalize(cr.home, waiting[0])
		waiting = waiting[1:]
		u, err := url.Parse(address)
		if !ok || err != nil || asked[address] || !cr.scope.Contains(u) || strings.HasSuffix(u.Path, ".gz") {
			continue
		}
		asked[address] = true
		if f, _ := cr.robots(ctx, q.host, u); f != "" || q.host.pace(ctx) != nil {
			continue
		}
		p := cr.fetcher.plain(ctx, address, cr.limits.MaxBody)
		if p.Status != 200 {
			continue
		}
		pages, more := readSitemap(p.Body, maxSitemapLinks-links)
		waiting = append(waiting, more...)
		links += len(pages)
		cr.offerSitemap(address, pages)
	}
}

func (cr *crawl) offerSitemap(from string, pages []string) {
	for _, ref := range pages {
		address, ok := extract.Normalize(cr.home, ref)
		if !ok || !cr.frontier.fresh([]uint64{cr.frontier.hash(address)}, false)[0] {
			continue
		}
		c := classSitemap
		switch kindOfPath(address) {
		case pathPicture, pathScript:
			c = classNone
		case pathFile:
			c = classFile
		}
		cr.propose(&job{url: address, from: from, depth: sitemapDepth, class: c})
	}
}

// readSitemap returns the first max page addresses of a sitemap and the further
// sitemaps of an index. What is no sitemap gives nothing.
func readSitemap(b []byte, max int) (pages, more []string) {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // addresses are ASCII
	in := ""
	for {
		t, err := d.Token()
		if err != nil {
			return pages, more
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "url", "sitemap":
			in = start.Name.Local
		case "html":
			return nil, nil
		case "loc":
			var loc string
			if d.DecodeElement(&loc, &start) != nil {
				return pages, more
			}
			loc = strings.TrimSpace(loc)
			if in == "sitemap" && len(more) < maxSitemaps {
				more = append(more, loc)
			} else if in == "url" && len(pages) < max {
				pages = append(pages, loc)
			}
		}
	}
}
