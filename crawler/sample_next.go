package crawler

import (
	"context"
	"slices"

	"github.com/govaudit/govaudit/extract"
)

// nextSample takes the page that is shown next: of templates that lead on first, then
// of those of which none was shown, then further lists.
func (cr *crawl) nextSample(ctx context.Context) (*template, *held) {
	list := cr.templates()
	for _, wanted := range [...]func(t *template) bool{
		(*template).leads,
		func(t *template) bool { return t.shown == 0 },
		func(t *template) bool { return !t.led && t.key.class != 3 && t.hasNews() },
		func(t *template) bool { return !t.led && t.key.class == 1 && len(t.pages)+t.shown >= manyOfTemplate },
	} {
		for _, t := range list {
			if !wanted(t) || !cr.acts(ctx, t) {
				continue
			}
			cr.renders.mu.Lock()
			defer cr.renders.mu.Unlock()
			return t, t.take()
		}
	}
	return nil, nil
}

// take takes the page that is shown next: where entries lead nowhere as they stand, the one
// with the most that no page shown had. Else what is a full page of a list may go on,
// and one without rows may hold them back. Of pages as full as each other, what a page
// that was shown led to comes last: it is the same list further on.
func (t *template) take() *held {
	at := 0
	for i, h := range t.pages {
		best := t.pages[at]
		n := len(h.facts.Items) - len(best.facts.Items)
		if t.shown == 1 && !t.led {
			n = -n
		}
		if news := t.news(h) - t.news(best); news != 0 {
			n = news
		}
		if n > 0 || n == 0 && t.seen[best.page.From] && !t.seen[h.page.From] {
			at = i
		}
	}
	h := t.pages[at]
	t.pages = slices.Delete(t.pages, at, at+1)
	if t.seen == nil {
		t.seen = map[string]bool{}
	}
	t.seen[h.page.URL] = true
	if t.key.hides {
		if t.words == nil {
			t.words = map[string]bool{}
		}
		for _, l := range h.facts.Labels {
			if l.Via == extract.Anchor {
				t.words[l.Text] = true
			}
		}
	}
	return h
}

// hasNews reports that a page waits that has such entries.
func (t *template) hasNews() bool {
	return slices.ContainsFunc(t.pages, func(h *held) bool { return t.news(h) > 0 })
}

// news counts the entries of a page that lead nowhere as they stand and that no page shown
// had, where something in the pages waits to be pressed.
func (t *template) news(h *held) int {
	n := 0
	if t.key.hides {
		for _, l := range h.facts.Labels {
			if l.Via == extract.Anchor && !t.words[l.Text] {
				n++
			}
		}
	}
	return n
}

// hides names what only scripts know on the first of the pages, "" if that is nothing.
func (t *template) hides() string { return t.pages[0].facts.Signals.Hides }

// leads reports a template whose further pages are shown, too. Pages in vain are no reason
// to stop while others have entries to press that none of them had.
func (t *template) leads() bool {
	if t.key.class == 3 {
		return t.led && t.vain < vainArticles
	}
	return t.led && (t.vain < vainLists || t.vain < vainNews && t.hasNews())
}
