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
	maxSitemaps     = 40     // files
	maxIndexes      = 2      // indexes within each other: the protocol has but one
	maxSitemapLinks = 50_000 // addresses taken from them: what one file may hold
	sitemapDepth    = 8      // clicks assumed to what no page links to
)

// readSitemaps offers the addresses only the site's sitemaps name. They come
// last: what no page leads to, no visitor finds.
func (cr *crawl) readSitemaps(ctx context.Context) {
	q := cr.frontier.queue(cr.home)
	if q.down != "" {
		return
	}
	type sitemap struct {
		ref    string
		within int // indexes that lead to it
	}
	var waiting []sitemap
	if cr.limits.Robots != RobotsIgnore {
		for _, ref := range q.host.listedSitemaps() {
			waiting = append(waiting, sitemap{ref, 0})
		}
	}
	waiting = append(waiting, sitemap{cr.home.Scheme + "://" + cr.home.Host + "/sitemap.xml", 0})
	asked := map[string]bool{}
	links := 0
	for len(waiting) > 0 && len(asked) < maxSitemaps && links < maxSitemapLinks && ctx.Err() == nil {
		next := waiting[0]
		waiting = waiting[1:]
		address, ok := extract.Normalize(cr.home, next.ref)
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
		more := readSitemap(unzipped(p.Body, cr.limits.MaxBody), maxSitemapLinks-links, func(ref string) {
			links++
			cr.offerFromSitemap(address, ref)
		})
		for _, ref := range more {
			if next.within < maxIndexes {
				waiting = append(waiting, sitemap{ref, next.within + 1})
			}
		}
	}
}

func (cr *crawl) offerFromSitemap(from, ref string) {
	address, ok := extract.Normalize(cr.home, ref)
	address = cr.asHome(address)
	if !ok || !cr.frontier.fresh([]uint64{cr.frontier.hash(address)}, false, nil)[0] {
		return
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

// readSitemap yields the first max page addresses of a sitemap and returns the further
// sitemaps of an index. What is no sitemap gives nothing.
func readSitemap(b []byte, max int, page func(string)) (more []string) {
	b = bytes.TrimLeft(b, "\xEF\xBB\xBF \t\r\n")
	if !bytes.HasPrefix(b, []byte("<")) {
		if isPlainSitemap(b) {
			readPlainSitemap(b, max, page)
		}
		return nil
	}
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // addresses are ASCII
	in, pages := "", 0
	for {
		t, err := d.Token()
		if err != nil {
			return more
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "url", "sitemap":
			in = start.Name.Local
		case "html":
			return nil
		case "loc":
			var loc string
			if d.DecodeElement(&loc, &start) != nil {
				return more
			}
			loc = strings.TrimSpace(loc)
			if in == "sitemap" && len(more) < maxSitemaps {
				more = append(more, loc)
			} else if in == "url" && pages < max {
				pages++
				page(loc)
			}
		}
	}
}

// isPlainSitemap reports a sitemap that has one address on each line and nothing else.
func isPlainSitemap(b []byte) bool {
	for line := range bytes.Lines(b) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && (!bytes.HasPrefix(line, []byte("http")) || len(line) > maxAddress || bytes.ContainsAny(line, " <>")) {
			return false
		}
	}
	return true
}

func readPlainSitemap(b []byte, max int, page func(string)) {
	pages := 0
	for line := range bytes.Lines(b) {
		if line = bytes.TrimSpace(line); len(line) > 0 && pages < max {
			pages++
			page(string(line))
		}
	}
}
