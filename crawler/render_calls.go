package crawler

import (
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Links of many pages call functions that stand in a script file of the whole site.
// A browser tells where they lead.

// pressable reports a page that leads somewhere by functions which are not in it.
func pressable(p *site.Page, f *extract.Facts) bool {
	return f != nil && len(f.Presses) > 0 && p.OK() && p.Within == "" && isHTML(p.ContentType) && len(p.Body) <= maxRendered && !f.Signals.Unended
}

// callsOf are the calls of a page by which it is told from others: where they lead may
// depend on the page.
func callsOf(address string, f *extract.Facts) []string {
	if !f.Signals.OwnCalls {
		return f.Presses
	}
	out := make([]string, len(f.Presses))
	for i, code := range f.Presses {
		out[i] = address + " " + code
	}
	return out
}

// nothingNew reports a page that would only be shown for calls which pages shown
// before made: a menu stands on every page.
func (cr *crawl) nothingNew(h *held) bool {
	r := &cr.renders
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.knows(h.calls) {
		return false
	}
	h.fed = true
	r.begun--
	return true
}

// knows reports whether all of calls, of which there are some, were made.
func (r *renders) knows(calls []string) bool {
	for _, code := range calls {
		if !r.pressed[code] {
			return false
		}
	}
	return len(calls) > 0
}

// pressed notes calls that a page shown made.
func (cr *crawl) pressed(calls []string) {
	cr.renders.mu.Lock()
	defer cr.renders.mu.Unlock()
	cr.renders.press(calls)
}

func (r *renders) press(calls []string) {
	for _, code := range calls {
		if len(r.pressed) < maxPressed {
			r.pressed[code] = true
		}
	}
}

// maxPressed bounds the calls that are remembered of one site.
const maxPressed = 20_000
