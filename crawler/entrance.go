package crawler

import (
	"context"

	"github.com/govaudit/govaudit/extract"
)

// isEntrance reports a home page that shows a picture and the way in: one of the few
// pages it leads to came and has the menu that it has not.
func (cr *crawl) isEntrance(ctx context.Context, f *extract.Facts) bool {
	for i := range f.Links {
		l := &f.Links[i]
		if l.Via == extract.Include || l.Via == extract.Picture || l.Via == extract.Called {
			continue
		}
		p, err := cr.archive.Page(ctx, l.URL)
		if err != nil || !p.OK() || p.Depth != 1 || !isHTML(p.ContentType) {
			continue
		}
		if w := waysOf(extract.Read(p)); w.frames || w.plain+w.script >= minMenu {
			return true
		}
	}
	return false
}
