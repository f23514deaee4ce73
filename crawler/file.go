package crawler

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/site"
)

// file looks whether an attachment is there: HEAD first, and where that is
// refused or answered with a page, GET. Its Size is the file's own where the
// server says it; of the body at most maxFile bytes are kept. Without head, GET is
// used at once: some servers never answer HEAD. That a file is gone is believed of
// no HEAD: the caller asks again in a while, without it.
func (f *fetcher) file(ctx context.Context, h *host, address, from string, head bool) (*site.Page, http.Header) {
	a := ask{method: http.MethodGet, url: address, from: from, limit: f.limits.MaxBody, ranged: "bytes=0-" + strconv.Itoa(maxFile-1)}
	if head {
		p, header := f.get(ctx, ask{method: http.MethodHead, url: address, from: from, limit: maxFile})
		if p.OK() && !isHTML(p.ContentType) || p.Status == 0 || p.Failure == site.FailGone || p.Failure == site.FailRedirect || h.pace(ctx) != nil {
			return p, header
		}
		if p.OK() {
			a.ranged = "" // a page in place of a file: all of it
		}
	}
	p, header := f.get(ctx, a)
	// An empty file; or one that is not there for who asks for a part of it, which no
	// browser does.
	if p.Status == http.StatusRequestedRangeNotSatisfiable || a.ranged != "" && p.Failure == site.FailGone {
		a.ranged = ""
		if h.pace(ctx) == nil {
			p, header = f.get(ctx, a)
		}
	}
	if _, total, ok := strings.Cut(header.Get("Content-Range"), "/"); ok && p.Status == http.StatusPartialContent {
		if n, err := strconv.ParseInt(total, 10, 64); err == nil && n >= p.Size {
			p.Truncated = p.Truncated || n > p.Size
			p.Size = n
		}
	}
	return p, header
}
