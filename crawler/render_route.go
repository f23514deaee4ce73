package crawler

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// proposeRoute lets an address within a script application wait for the browser:
// no server knows it.
func (cr *crawl) proposeRoute(j *job) {
	r := &cr.renders
	r.mu.Lock()
	over := r.routes >= maxRoutes
	if over {
		r.unseen++
	}
	r.routes++
	r.mu.Unlock()
	if over || !cr.frontier.claim(j.url) {
		return
	}
	cr.proposeDocument(j)
	h := &held{page: &site.Page{URL: j.url, From: j.from, Depth: int(j.depth)}, why: "脚本应用中的页面", class: 2}
	if j.class <= classDutyDoc {
		h.class = 1
	}
	cr.queueHeld(h)
}

// proposeDocument queues the document that a route is a view of.
func (cr *crawl) proposeDocument(j *job) {
	document := *j
	document.url, _, _ = strings.Cut(j.url, "#")
	if u, err := url.Parse(document.url); err == nil && !cr.frontier.heardOf(document.url) {
		cr.frontier.put(&document, u)
	}
}

// maxRoutes bounds the addresses kept of script applications.
const maxRoutes = 5000

// idleRoute reports an address within a document that was not obtained, or has an
// element of that name: browsers go to that place, and show what was seen.
func (cr *crawl) idleRoute(ctx context.Context, h *held) bool {
	if h.facts != nil || !extract.IsRoute(h.page.URL) {
		return false
	}
	address, route, _ := strings.Cut(h.page.URL, "#")
	p, err := cr.archive.Page(ctx, address)
	if err != nil || !p.OK() || !isHTML(p.ContentType) {
		return true
	}
	for _, name := range [...]string{`id="%s"`, `name="%s"`, `id='%s'`, `name='%s'`, `id=%s>`, `name=%s>`} {
		if bytes.Contains(p.Body, fmt.Appendf(nil, name, route)) {
			return true
		}
	}
	return false
}
