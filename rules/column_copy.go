package rules

import (
	"fmt"
	"slices"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// copyRows is how many rows two pages have in common, all of theirs, for one to be the
// other's copy.
const copyRows = 3

// shownInstead returns the page of another column that stands in the place of pg, nil if none
// does: the same title and rows stand at another address, whose links call it by that title,
// as those to pg do not. A server that does not know an address may answer with the page
// above it.
func shownInstead(p *portal.Portal, pg *portal.Page) *portal.Page {
	rows := pg.Items()
	if len(rows) < copyRows || calledByTitle(p, pg) {
		return nil
	}
	for _, col := range p.Columns {
		o := col.Page
		if o != pg && o.OK() && o.Title() == pg.Title() && calledByTitle(p, o) &&
			slices.EqualFunc(rows, o.Items(), func(a, b extract.Item) bool { return a.URL == b.URL }) {
			return o
		}
	}
	return nil
}

// platformCopied says that the 政府信息公开 column shows another column's page, so that its
// menu was not seen; "" where it does not.
func platformCopied(c *Case) string {
	for _, pg := range c.platforms() {
		if !called(c.Portal, pg, platformNames) { // 法定主动公开内容 may well show the platform's own page
			continue
		}
		if o := shownInstead(c.Portal, pg); o != nil {
			return fmt.Sprintf("政府信息公开专栏 %s 显示的是“%s”（%s）的网页，没有看到其中的栏目", pg.URL, pg.Title(), o.URL)
		}
	}
	return ""
}

// calledByTitle reports that a link calls a page by its title.
func calledByTitle(p *portal.Portal, pg *portal.Page) bool {
	return called(p, pg, []string{pg.Title()})
}

// called reports that a link calls a page by one of the names.
func called(p *portal.Portal, pg *portal.Page, names []string) bool {
	return slices.ContainsFunc(append(p.Anchors(pg.URL), p.Anchors(pg.Asked())...), func(a portal.Anchor) bool {
		text := extract.Fold(a.Text)
		return slices.ContainsFunc(names, func(n string) bool { return extract.Fold(n) == text })
	})
}
