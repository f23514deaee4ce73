package crawler

import "github.com/govaudit/govaudit/site"

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
	h := &held{page: &site.Page{URL: j.url, From: j.from, Depth: int(j.depth)}, why: "脚本应用中的页面", class: 2}
	if j.class <= classDutyDoc {
		h.class = 1
	}
	cr.queueHeld(h)
}

// maxRoutes bounds the addresses kept of script applications.
const maxRoutes = 5000
