package crawler

import (
	"slices"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// publishedBefore reports a page that says beside its title on which day it was published,
// and that this was before it was asked for. What a server says in the place of a page
// bears the time of the request, if any: such a page is an article, however short, even
// one about systems that are busy or sites that are closed.
func publishedBefore(p *site.Page, f *extract.Facts) bool {
	asked := calendar.DayOf(p.Fetched, china)
	return slices.ContainsFunc(f.Dates, func(d extract.Date) bool {
		return d.Source == extract.FromLabel && d.Published && d.Day != 0 && d.Day < asked
	})
}

// china is where the days of portals begin and end.
var china = time.FixedZone("CST", 8*60*60)
