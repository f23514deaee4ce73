package crawler

import (
	"context"

	"github.com/govaudit/govaudit/extract"
)

// entranceWays bounds how many of the pages that a home page leads to are looked at.
const entranceWays = 2 * minMenu

// isEntrance reports a home page that shows a picture and the way in: one of the few
// pages it leads to came and has the menu that it has not.
func (cr *crawl) isEntrance(ctx context.Context, f *extract.Facts) bool {
	looked := 0
	for i := range f.Links {
		l := &f.Links[i]
		if l.Via == extract.Include || l.Via == extract.Picture || l.Via == extract.Called {
			continue
		}
		if looked++; looked > entranceWays {
			break
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
