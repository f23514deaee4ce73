package portal

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

// setFed finds the columns that the main part of a column without rows leads
// to: tiles, tabs and tables of links in place of a list.
func (p *Portal) setFed(c *Column) {
	for _, pg := range c.lists() {
		if len(pg.Facts.Items) > 0 {
			continue
		}
		for _, r := range pg.refs {
			to := p.columns[r.to]
			if to != nil && to != c && to != c.Parent && !to.OnHome && !p.furniture(r.to) && !p.beside(pg, r.to) && !slices.Contains(c.fed, to) {
				c.fed = append(c.fed, to)
			}
		}
	}
}

// beside reports that a page's link to id is one of a menu of columns side by
// side that was not told from the main part: both stand under one column and link
// to each other, and each to itself too or both to a third of them.
func (p *Portal) beside(pg *Page, id addr) bool {
	c, to := p.columns[pg.id], p.columns[id]
	if c == nil || to == nil || c == to || c.Parent == nil || c.Parent != to.Parent || !to.Page.OK() {
		return false
	}
	back, third := false, pg.self && to.Page.self
	for _, r := range to.Page.refs {
		x := p.columns[r.to]
		back = back || x == c
		third = third || x != nil && x != c && x != to && x.Parent == c.Parent &&
			slices.ContainsFunc(pg.refs, func(own ref) bool { return p.columns[own.to] == x })
	}
	return back && third
}

// bare returns the links of a page's main part as rows without dates, where it
// has no rows: short lists of links are not told from text by their form.
func (p *Portal) bare(pg *Page) []extract.Item {
	var out []extract.Item
	for _, r := range pg.refs {
		title := p.table.words[r.text]
		if regions[r.region] != extract.Body || p.columns[r.to] != nil || utf8.RuneCountInString(title) < minTitle || p.furniture(r.to) {
			continue
		}
		out = append(out, extract.Item{URL: p.table.urls[r.to], Title: title})
	}
	return out
}

// minTitle is the length in runes from which on a link's text can be a title.
const minTitle = maxShort + 1

// row is an item with the day it goes by.
type row struct {
	item extract.Item
	day  calendar.Day
	key  string
}

// setItems merges the rows of the column and its sub-columns.
func (p *Portal) setItems(c *Column) {
	var rows []row
	seen := map[string]int{}
	for _, pg := range c.Pages() {
		if !pg.OK() || isArticle(pg) || pg == p.Home {
			continue
		}
		items := pg.Facts.Items
		if p.Borrowed(c, pg) {
			items = nil
		}
		if len(items) == 0 {
			items = p.bare(pg)
		}
		for _, it := range items {
			k := key(it.URL)
			day := p.RowDay(it)
			if i, ok := seen[k]; ok {
				if rows[i].day == 0 && day != 0 {
					rows[i].item, rows[i].day = it, day
				}
				continue
			}
			seen[k] = len(rows)
			rows = append(rows, row{it, day, k})
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(b.day, a.day), strings.Compare(a.key, b.key))
	})
	c.Items = make([]extract.Item, len(rows))
	for i, r := range rows {
		c.Items[i] = r.item
	}
	if len(rows) > 0 {
		c.Newest = rows[0].day
	}
}

// Borrowed reports that all rows of a page of c are those of a block that stands
// on many pages of the site (热点推荐, 最新发布), and that their breadcrumbs put
// every one of them under another column: the page shows no rows of its own.
func (p *Portal) Borrowed(c *Column, pg *Page) bool {
	if len(pg.Facts.Items) == 0 || len(pg.Facts.Items) > maxBorrowed {
		return false
	}
	for _, it := range pg.Facts.Items {
		id, ok := p.table.find(it.URL)
		if !ok || !p.furniture(id) || !p.elsewhere(c, p.at[id]) {
			return false
		}
	}
	return true
}

// maxBorrowed is how many rows a block beside the content has at most.
const maxBorrowed = 15

// elsewhere reports that a page's breadcrumb leads through columns of which none
// is c, above it or below it.
func (p *Portal) elsewhere(c *Column, pg *Page) bool {
	if !pg.OK() {
		return false
	}
	other := false
	for _, crumb := range pg.Facts.Crumbs {
		id, ok := p.table.find(crumb.URL)
		if crumb.URL == "" || !ok {
			continue
		}
		to := p.columns[id]
		switch {
		case to == nil:
		case to == c || under(c, to) || under(to, c):
			return false
		default:
			other = true
		}
	}
	return other
}

// under reports that c stands somewhere below up.
func under(c, up *Column) bool {
	for n := 0; c != nil && n < 20; n++ {
		if c = c.Parent; c == up {
			return c != nil
		}
	}
	return false
}

// RowDay returns the day of a list row: its own, else that of the page it leads
// to, else a completed day without a year of its own; 0 if there is none.
func (p *Portal) RowDay(it extract.Item) calendar.Day {
	if it.Day != 0 && !it.Guessed {
		return it.Day
	}
	if pg := p.Page(it.URL); isArticle(pg) {
		if d := Published(pg.Facts); d != 0 {
			return d
		}
	}
	return it.Day
}
