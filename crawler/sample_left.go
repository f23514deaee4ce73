package crawler

import (
	"cmp"
	"context"
)

// What is left of the samples when they are over: pages nobody saw in a browser, whose
// scripts may lead where nobody looked.

// countUnsampled counts the pages that would have been shown, had the bounds not
// been reached: they may lead where nobody looked.
func (cr *crawl) countUnsampled() {
	r := &cr.renders
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, t := range r.samples.of {
		if !t.leads() {
			continue
		}
		r.unseen += t.more
		for _, h := range t.pages {
			if h.shown == nil {
				r.unseen++
			}
		}
	}
}

// countHiding counts the pages of which, without a browser, it is not known what their
// scripts lead to, though something in them waits to be pressed.
func (cr *crawl) countHiding(ctx context.Context) {
	n, words := 0, ""
	for _, t := range cr.templates() {
		if !cr.acts(ctx, t) {
			continue
		}
		n += len(t.pages) + t.more
		words = cmp.Or(words, t.hides())
	}
	cr.mu.Lock()
	defer cr.mu.Unlock()
	cr.parts.hiding, cr.parts.hidden = n, words
}

// countUnasked counts the pages that hide something and of whose like none was shown: the
// time was over, or the browser broke.
func (cr *crawl) countUnasked(ctx context.Context) {
	r := &cr.renders
	n, words := r.samples.unshown, r.samples.hidden
	for _, t := range cr.templates() {
		if t.shown == 0 && t.hides() != "" && cr.acts(ctx, t) {
			n += len(t.pages) + t.more
			words = cmp.Or(words, t.hides())
		}
	}
	cr.mu.Lock()
	defer cr.mu.Unlock()
	cr.parts.hiding, cr.parts.hidden = n, words
}
