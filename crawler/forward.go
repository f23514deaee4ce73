package crawler

import (
	"context"
	"net/url"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// The page at the entrance of a site may send its readers on to an address that a
// script makes up. What is read of it in the script may be wrong: where nothing is
// there, the browser is asked, and without one the site was not seen.

const forwardWords = "首页由脚本转到别处，从脚本里读出的地址没有网页"

// forward returns where a script at the entrance of the site sends readers on to an
// address of the site; "" for all other pages.
func (cr *crawl) forward(p *site.Page, f *extract.Facts) string {
	if f == nil || p.Depth > 0 || !p.OK() || p.Within != "" || p.Rendered != nil || !isHTML(p.ContentType) || f.Signals.Redirect == "" || !hasScript(p) {
		return ""
	}
	if w := waysOf(f); w.frames || w.plain > minMenu {
		return ""
	}
	u, err := url.Parse(f.Signals.Redirect)
	if err != nil || !cr.scope.Contains(u) {
		return ""
	}
	return f.Signals.Redirect
}

// misled reports whether nothing was found where h sends its readers on to.
func (cr *crawl) misled(ctx context.Context, h *held) bool {
	p, err := cr.archive.Page(ctx, h.forward)
	return err == nil && !p.OK()
}
