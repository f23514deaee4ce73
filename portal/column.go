package portal

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
)

// setColumns works out the columns. Pages and the frozen table must be set.
func (p *Portal) setColumns() {
	p.columns = map[addr]*Column{}
	lead := p.joinPagers()
	names := p.steadyNames()
	for n := range p.table.best {
		id := addr(n)
		if to, ok := lead[id]; ok && to != id {
			continue
		}
		if c := p.column(id, names); c != nil {
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
		p.addParts(c)
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
	p.bared = map[*Page][2]uint32{}
	seen := make([]uint32, len(p.table.best))
	for _, c := range p.Columns {
		p.setItems(c, seen)
	}
	p.bared = nil
}

// setLists marks the short lists that were read as articles: what a menu or a
// breadcrumb calls by the name of a column, and has rows or little but links, is
// a list.
func (p *Portal) setLists() {
	for _, pg := range p.Pages {
		pg.set(markList, isArticle(pg) && pg.Kind() == extract.Article && p.named(pg.id) && (pg.Rows() > 0 || p.mostlyLinks(pg)))
	}
}

// mostlyLinks reports that the main text is little more than links.
func (p *Portal) mostlyLinks(pg *Page) bool {
	n, runes := 0, 0
	for _, r := range p.shelf.refs(pg, nil) {
		if title := p.table.words.text(r.text); regions[r.region] == extract.Body && !p.furniture(r.to) {
			n++
			runes += utf8.RuneCountInString(title)
		}
	}
	return n >= 2 && 3*runes >= 2*int(pg.Runes)
}

// column returns the column at an address, nil where the address is none.
func (p *Portal) column(id addr, names steady) *Column {
	pg := p.follow(p.at[id])
	if pg != nil && pg.is(markPart) {
		pg = nil
	}
	if pg != nil && pg == p.Home || pg.OK() && (pg.Kind() == extract.File || pg.Kind() == extract.Home) {
		return nil
	}
	if !p.mayBeColumn(id, pg) {
		return nil
	}
	c := &Column{URL: p.table.url(id), Page: pg}
	if pg != nil && key(pg.URL) == key(c.URL) {
		c.URL = pg.URL
	}
	crumb, short := false, false
	for _, a := range p.table.linked(id) {
		if p.table.nameKey(a.text) == "" {
			continue
		}
		text := p.table.words.text(a.text)
		if regions[a.region] == extract.Breadcrumb && a.pages == 1 && names.stray(p, id, text) {
			continue
		}
		c.InNav = c.InNav || regions[a.region] == extract.Nav
		crumb = crumb || regions[a.region] == extract.Breadcrumb
		short = short || utf8.RuneCountInString(text) <= maxShort
		c.Names = appendNew(c.Names, text)
	}
	if pg.OK() && !isArticle(pg) {
		f := pg.Facts()
		for _, n := range []string{f.Meta.ColumnName, f.Heading, f.Title} {
			if nameKey(n) != "" && !names.stray(p, id, n) {
				c.Names = appendNew(c.Names, n)
			}
		}
	}
	list := pg.OK() && (pg.is(markList) || pg.Kind() == extract.List || pg.Kind() == extract.Frame || pg.Kind() == extract.Other && (short || pg.Runes < 60 || len(pg.Frames()) > 0))
	if len(c.Names) == 0 || !c.InNav && !crumb && !list {
		return nil
	}
	return c
}

// mayBeColumn reports that an address can be a column at all: most are articles,
// which no menu leads to.
func (p *Portal) mayBeColumn(id addr, pg *Page) bool {
	if pg.OK() && !isArticle(pg) {
		return true
	}
	return slices.ContainsFunc(p.table.linked(id), func(a anchor) bool {
		return regions[a.region] == extract.Nav || regions[a.region] == extract.Breadcrumb
	})
}

// maxShort is the length in runes up to which a link's text is the name of a
// column rather than the title of an article.
const maxShort = 6

func appendNew[T comparable](list []T, s T) []T {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// follow returns the page a page sends its reader to by itself.
func (p *Portal) follow(pg *Page) *Page {
	for range 5 {
		if !pg.OK() || !pg.is(markRedirect) {
			return pg
		}
		next := p.Page(pg.Facts().Signals.Redirect)
		if next == nil || next == pg {
			return pg
		}
		pg = next
	}
	return pg
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
