package crawler

import (
	"bytes"
	"compress/gzip"
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
		if !ok || err != nil || asked[address] || !cr.scope.Contains(u) {
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
		pages, more := readSitemap(unzipped(p.Body, cr.limits.MaxBody), maxSitemapLinks-links)
		waiting = append(waiting, more...)
		links += len(pages)
		cr.offerSitemap(address, pages)
	}
}

func (cr *crawl) offerSitemap(from string, pages []string) {
	for _, ref := range pages {
		address, ok := extract.Normalize(cr.home, ref)
		address = cr.asHome(address)
		if !ok || !cr.frontier.fresh([]uint64{cr.frontier.hash(address)}, false, nil)[0] {
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

// asHome gives an address on the home page's host the home page's scheme: a sitemap
// made for the other one names the same pages.
func (cr *crawl) asHome(address string) string {
	scheme, rest, _ := strings.Cut(address, "://")
	if host, _, _ := strings.Cut(rest, "/"); scheme != cr.home.Scheme && host == cr.home.Host {
		return cr.home.Scheme + "://" + rest
	}
	return address
}

// unzipped returns what a compressed sitemap holds, at most max bytes of it, and
// any other as it is.
func unzipped(b []byte, max int64) []byte {
	if !bytes.HasPrefix(b, []byte{0x1F, 0x8B}) {
		return b
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	out, err := io.ReadAll(io.LimitReader(z, max))
	if err != nil && len(out) == 0 {
		return nil
	}
	return out
}

// readSitemap returns the first max page addresses of a sitemap and the further
// sitemaps of an index. What is no sitemap gives nothing.
func readSitemap(b []byte, max int) (pages, more []string) {
	b = bytes.TrimLeft(b, "\xEF\xBB\xBF \t\r\n")
	if !bytes.HasPrefix(b, []byte("<")) {
		return plainSitemap(b, max), nil
	}
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

// plainSitemap reads a sitemap that has one address on each line and nothing else.
func plainSitemap(b []byte, max int) (pages []string) {
	for line := range bytes.Lines(b) {
		line = bytes.TrimSpace(line)
		switch {
		case len(line) == 0:
		case !bytes.HasPrefix(line, []byte("http")) || len(line) > 2048 || bytes.ContainsAny(line, " <>"):
			return nil
		case len(pages) < max:
			pages = append(pages, string(line))
		}
	}
	return pages
}
