package portal

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

// setColumns works out the columns. Pages and the frozen table must be set.
func (p *Portal) setColumns() {
	p.columns = map[addr]*Column{}
	lead := p.joinPagers()
	for id := range p.table.urls {
		id := addr(id)
		if to, ok := lead[id]; ok && to != id {
			continue
		}
		if c := p.column(id); c != nil {
			p.columns[id] = c
			p.Columns = append(p.Columns, c)
		}
	}
	for id, to := range lead {
		if c := p.columns[to]; c != nil && id != to {
			p.columns[id] = c
			if pg := p.at[id]; pg != nil && pg != c.Page {
				c.Parts = append(c.Parts, pg)
			}
		}
	}
	slices.SortFunc(p.Columns, func(a, b *Column) int { return strings.Compare(a.URL, b.URL) })
	for _, c := range p.Columns {
		p.addFrames(c)
	}
	p.setParents()
	for _, c := range p.Columns {
		slices.SortFunc(c.Parts, func(a, b *Page) int {
			return cmp.Or(cmp.Compare(len(a.URL), len(b.URL)), strings.Compare(a.URL, b.URL))
		})
		c.Parts = slices.Compact(c.Parts)
	}
	for _, c := range p.Columns {
		p.setFed(c)
	}
	for _, c := range p.Columns {
		p.setItems(c)
	}
}

// setLists marks the short lists that were read as articles: what a menu or a
// breadcrumb calls by the name of a column, and has rows or little but links, is
// a list.
func (p *Portal) setLists() {
	for _, pg := range p.Pages {
		pg.list = isArticle(pg) && pg.Facts.Kind == extract.Article && p.named(pg.id) && (len(pg.Facts.Items) > 0 || p.mostlyLinks(pg))
	}
}

// mostlyLinks reports that the main text is little more than links.
func (p *Portal) mostlyLinks(pg *Page) bool {
	n, runes := 0, 0
	for _, r := range pg.refs {
		if title := p.table.words[r.text]; regions[r.region] == extract.Body && !p.furniture(r.to) {
			n++
			runes += utf8.RuneCountInString(title)
		}
	}
	return n >= 2 && 3*runes >= 2*pg.Runes
}

// column returns the column at an address, nil where the address is none.
func (p *Portal) column(id addr) *Column {
	pg := p.follow(p.at[id])
	if pg != nil && pg == p.Home || pg.OK() && (pg.Facts.Kind == extract.File || pg.Facts.Kind == extract.Home) {
		return nil
	}
	c := &Column{URL: p.table.urls[id], Page: pg}
	if pg != nil && key(pg.URL) == key(c.URL) {
		c.URL = pg.URL
	}
	crumb, short := false, false
	for _, a := range p.table.anchors(id) {
		if nameKey(a.Text) == "" {
			continue
		}
		c.InNav = c.InNav || a.Region == extract.Nav
		crumb = crumb || a.Region == extract.Breadcrumb
		short = short || utf8.RuneCountInString(a.Text) <= maxShort
		c.Names = appendNew(c.Names, a.Text)
	}
	if pg.OK() && !isArticle(pg) {
		for _, n := range []string{pg.Facts.Meta.ColumnName, pg.Facts.Heading, pg.Facts.Title} {
			if nameKey(n) != "" {
				c.Names = appendNew(c.Names, n)
			}
		}
	}
	list := pg.OK() && (pg.list || pg.Facts.Kind == extract.List || pg.Facts.Kind == extract.Frame || pg.Facts.Kind == extract.Other && (short || pg.Runes < 60 || len(pg.Frames) > 0))
	if len(c.Names) == 0 || !c.InNav && !crumb && !list {
		return nil
	}
	return c
}

// maxShort is the length in runes up to which a link's text is the name of a
// column rather than the title of an article.
const maxShort = 6

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// addFrames makes the pages shown in a column's frames part of it.
func (p *Portal) addFrames(c *Column) {
	if !c.Page.OK() {
		return
	}
	for _, frame := range c.Page.Frames {
		id, ok := p.table.find(frame)
		if !ok || p.furniture(id) { // a menu or footer
			continue
		}
		if pg := p.Page(frame); pg != nil && pg != c.Page && place(p.scope, frame) == Inside {
			c.Parts = append(c.Parts, pg)
		}
	}
}

// follow returns the page a page sends its reader to by itself.
func (p *Portal) follow(pg *Page) *Page {
	for range 5 {
		if !pg.OK() || pg.Facts.Signals.Redirect == "" {
			return pg
		}
		next := p.Page(pg.Facts.Signals.Redirect)
		if next == nil || next == pg {
			return pg
		}
		pg = next
	}
	return pg
}

// joinPagers finds the list pages that belong to one list and gives each the
// address that leads them: one that menus or breadcrumbs link to, then the one
// nearest the home page.
func (p *Portal) joinPagers() map[addr]addr {
	up := map[addr]addr{}
	find := func(a addr) addr {
		for up[a] != a {
			up[a] = up[up[a]]
			a = up[a]
		}
		return a
	}
	for _, pg := range p.Pages {
		for _, to := range pg.pager {
			for _, x := range [2]addr{pg.id, to} {
				if _, ok := up[x]; !ok {
					up[x] = x
				}
			}
			if a, b := find(pg.id), find(to); a != b {
				if p.leads(a, b) {
					up[b] = a
				} else {
					up[a] = b
				}
			}
		}
	}
	out := make(map[addr]addr, len(up))
	for a := range up {
		out[a] = find(a)
	}
	return out
}

// leads reports whether a rather than b stands for a list.
func (p *Portal) leads(a, b addr) bool {
	if x, y := p.named(a), p.named(b); x != y {
		return x
	}
	x, y := p.at[a], p.at[b]
	if (x == nil) != (y == nil) {
		return x != nil
	}
	if x != nil && x.Depth != y.Depth {
		return x.Depth < y.Depth
	}
	return lesser(p.table.urls[a], p.table.urls[b])
}

// maxColumnName bounds what menus call a column, in runes; longer texts in them
// are titles of articles.
const maxColumnName = 16

// named reports whether menus or breadcrumbs call an address by the name of a
// column.
func (p *Portal) named(id addr) bool {
	for i := p.table.first[id]; i < p.table.first[id+1]; i++ {
		k := p.table.keys[i]
		r := regions[k.region]
		if r != extract.Nav && r != extract.Breadcrumb {
			continue
		}
		if name := nameKey(p.table.words[k.text]); name != "" && utf8.RuneCountInString(name) <= maxColumnName {
			return true
		}
	}
	return false
}

// lists returns the obtained pages of the column itself that are no articles.
func (c *Column) lists() []*Page {
	var out []*Page
	for i := -1; i < len(c.Parts); i++ {
		pg := c.Page
		if i >= 0 {
			pg = c.Parts[i]
		}
		if pg.OK() && !isArticle(pg) {
			out = append(out, pg)
		}
	}
	return out
}

// Pages returns every page the column's rows come from: its own and those of
// its sub-columns, obtained or not.
func (c *Column) Pages() []*Page {
	var out []*Page
	seen := map[*Column]bool{}
	var walk func(c *Column, depth int)
	walk = func(c *Column, depth int) {
		if seen[c] || depth > 6 {
			return
		}
		seen[c] = true
		for _, pg := range append([]*Page{c.Page}, c.Parts...) {
			if pg != nil && !slices.Contains(out, pg) {
				out = append(out, pg)
			}
		}
		for _, sub := range c.Subs {
			walk(sub, depth+1)
		}
		for _, sub := range c.fed {
			walk(sub, depth+1)
		}
	}
	walk(c, 0)
	return out
}

// setFed finds the columns that the main part of a column without rows leads
// to: tiles, tabs and tables of links in place of a list.
func (p *Portal) setFed(c *Column) {
	for _, pg := range c.lists() {
		if len(pg.Facts.Items) > 0 {
			continue
		}
		for _, r := range pg.refs {
			to := p.columns[r.to]
			if to != nil && to != c && to != c.Parent && !to.OnHome && !p.furniture(r.to) && !slices.Contains(c.fed, to) {
				c.fed = append(c.fed, to)
			}
		}
	}
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
