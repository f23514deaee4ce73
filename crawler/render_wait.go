package crawler

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// patience is how long a page that shows nothing is waited for.
type patience struct {
	page  *site.Page
	hurry bool
	blank bool // it showed nothing at first
}

// blankWaits is after how many pages in a row that stayed blank the next ones are waited
// for less: a portal of a hundred columns without a row would take ten minutes.
const blankWaits = 4

func (cr *crawl) waitFor(p *site.Page) *patience {
	cr.renders.mu.Lock()
	defer cr.renders.mu.Unlock()
	return &patience{page: p, hurry: cr.renders.blank >= blankWaits}
}

func (w *patience) enough(html string) bool {
	w.blank = !showsSomething(w.page, html)
	return !w.blank
}

// waited notes whether waiting for a page was worth it.
func (cr *crawl) waited(w *patience, v *BrowserView) {
	if !w.blank {
		return
	}
	came := showsSomething(w.page, v.HTML)
	cr.renders.mu.Lock()
	defer cr.renders.mu.Unlock()
	if cr.renders.blank++; came {
		cr.renders.blank = 0
	}
}

// showsSomething reports whether a document holds rows, or text beyond what frames
// every page of the site.
func showsSomething(p *site.Page, html string) bool {
	q := *p
	q.Rendered = &site.Rendering{Body: []byte(strings.ToValidUTF8(html, "\uFFFD"))}
	f := extract.Read(&q)
	return len(f.Items) > 0 || utf8.RuneCountInString(f.Text) > bareRunes || p.Depth == 0 && waysOf(f).plain >= minMenu
}
