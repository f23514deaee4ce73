package rules

import (
	"fmt"
	"slices"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// Bounds of the pages that an index is compared with.
const (
	fewBeside  = 2 // at least
	mostBeside = 4 // read again at most
)

// shelfOwn judges an index whose links lead to columns that many pages lead to. Its own are
// those outside its menu that the pages beside it have not, to which it leads and which lead
// to it. It reports whether the page is such a one.
func (k *column) shelfOwn(c *Case, s *columnState) bool {
	pg := s.match.Page
	all, own := ledTo(c, pg)
	shown, beside := map[*portal.Page]int{}, 0
	for _, to := range all {
		if beside == mostBeside {
			break
		}
		if to == c.Portal.Home {
			continue
		}
		theirs, body := ledTo(c, to)
		if !slices.Contains(theirs, pg) {
			continue
		}
		beside++
		for _, also := range body {
			shown[also]++
		}
	}
	if beside < fewBeside {
		return false
	}
	listed := 0
	for _, to := range own {
		if 2*shown[to] < beside && to != c.Portal.Home && (to.Rows() > 0 || holds(to)) {
			listed++
		}
	}
	if listed < landingColumns {
		return false
	}
	s.reason = fmt.Sprintf("栏目“%s”可以打开，列有 %d 个下设栏目的链接", s.match.Text, listed)
	s.seen = k.evidence(c, s.match)
	return true
}

// ledTo returns the pages that the links of a page lead to, each once, and those among
// them to which links in its main part do.
func ledTo(c *Case, pg *portal.Page) (all, body []*portal.Page) {
	full, err := c.Portal.Full(pg)
	if err != nil {
		return nil, nil
	}
	for _, l := range full.Links {
		to := c.Portal.Page(l.URL)
		if l.Via != extract.Anchor || !to.OK() || to == pg {
			continue
		}
		if !slices.Contains(all, to) {
			all = append(all, to)
		}
		if l.Region == extract.Body && !slices.Contains(body, to) {
			body = append(body, to)
		}
	}
	return all, body
}
