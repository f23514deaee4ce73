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
		if pg.Rows() > 0 && !p.Borrowed(c, pg) {
			continue
		}
		for _, r := range p.shelf.refs(pg, nil) {
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
	back, third := false, pg.is(markSelf) && to.Page.is(markSelf)
	own := p.shelf.refs(pg, nil)
	for _, r := range p.shelf.refs(to.Page, nil) {
		x := p.columns[r.to]
		back = back || x == c
		third = third || x != nil && x != c && x != to && x.Parent == c.Parent &&
			slices.ContainsFunc(own, func(r ref) bool { return p.columns[r.to] == x })
	}
	return back && third
}

// bare puts the links of a page's main part on the shelf as rows without dates,
// where it has no rows: short lists of links are not told from text by their form.
func (p *Portal) bare(pg *Page) (from, to uint32) {
	if at, ok := p.bared[pg]; ok {
		return at[0], at[1]
	}
	from = uint32(len(p.shelf.rows))
	for _, r := range p.shelf.refs(pg, nil) {
		title := p.table.words.text(r.text)
		if regions[r.region] != extract.Body || p.columns[r.to] != nil || utf8.RuneCountInString(title) < minTitle || p.furniture(r.to) {
			continue
		}
		p.shelf.rows = append(p.shelf.rows, row{form: p.table.best[r.to], title: r.text})
	}
	to = uint32(len(p.shelf.rows))
	p.bared[pg] = [2]uint32{from, to}
	return from, to
}

// minTitle is the length in runes from which on a link's text can be a title.
const minTitle = maxShort + 1

// setItems merges the rows of the column and its sub-columns. seen has a place for
// each address.
func (p *Portal) setItems(c *Column, seen []uint32) {
	var rows []uint32
	var ids []addr
	for _, pg := range c.Pages() {
		if !pg.OK() || isArticle(pg) || pg == p.Home {
			continue
		}
		var from, to uint32
		if pg.Rows() > 0 && !p.Borrowed(c, pg) {
			from, to = pg.more.rows, pg.more.end
		} else {
			from, to = p.bare(pg)
		}
		for n := from; n < to; n++ {
			id := p.table.of[p.shelf.rows[n].form]
			if seen[id] == 0 {
				rows, ids = append(rows, n), append(ids, id)
				seen[id] = uint32(len(rows))
				continue
			}
			if have := &rows[seen[id]-1]; p.day(*have) == 0 && p.day(n) != 0 {
				*have = n
			}
		}
	}
	for _, id := range ids {
		seen[id] = 0
	}
	slices.SortFunc(rows, func(a, b uint32) int {
		if x := cmp.Compare(p.day(b), p.day(a)); x != 0 {
			return x
		}
		return strings.Compare(p.rowKey(a), p.rowKey(b))
	})
	c.rows, c.shelf = slices.Clip(rows), p.shelf
	if len(rows) > 0 {
		c.Newest = p.day(rows[0])
	}
}

func (p *Portal) rowKey(n uint32) string { return key(p.table.forms.text(p.shelf.rows[n].form)) }

// Items returns the rows of all pages of a column and of its sub-columns, newest
// first, once per address.
func (c *Column) Items() []extract.Item {
	if c.shelf == nil {
		return nil
	}
	return c.shelf.items(c.rows)
}

// Rows counts the rows that Items returns.
func (c *Column) Rows() int { return len(c.rows) }

// Borrowed reports that all rows of a page of c are those of a block that stands
// on many pages of the site (热点推荐, 最新发布), and that every one of them is put under
// another column by its breadcrumb, or stands without a date on nearly all pages, as
// what is linked in the head of the site does: the page shows no rows of its own.
func (p *Portal) Borrowed(c *Column, pg *Page) bool {
	if pg.Rows() == 0 || pg.Rows() > extract.FewRows {
		return false
	}
	for _, r := range p.shelf.rowsOf(pg) {
		if id := p.table.of[r.form]; !p.furniture(id) || !(r.day == 0 && p.everywhere(id)) && !p.elsewhere(c, p.at[id]) {
			return false
		}
	}
	return true
}

// Shared reports that a page has rows, few, and all of them stand on many pages of the
// site, as in a block of hot news.
func (p *Portal) Shared(pg *Page) bool {
	return pg.Rows() > 0 && pg.Rows() <= extract.FewRows &&
		!slices.ContainsFunc(p.shelf.rowsOf(pg), func(r row) bool { return !p.furniture(p.table.of[r.form]) })
}

// tellUnseen says of pages whose few rows all stand on many pages of the site that their
// own are filled by a script, where they have an empty block that one names.
func (p *Portal) tellUnseen() {
	for _, pg := range p.Pages {
		if !pg.OK() || isArticle(pg) || pg.parts&partWords == 0 || !p.Shared(pg) {
			continue
		}
		f := *pg.Facts()
		if block := cmp.Or(f.Signals.PartByScript, f.Signals.AsideByScript); block != "" && f.Signals.ListByScript == "" {
			f.Signals.ListByScript = block
			p.shelf.repack(pg, &f)
		}
	}
}

// everywhere reports that a link to id stands on nine of ten pages of the site, of
// which there are enough to tell.
func (p *Portal) everywhere(id addr) bool {
	const enough = 10
	return p.shown >= enough && 10*p.pagesLinking(id) >= 9*p.shown
}

// elsewhere reports that a page's breadcrumb leads through columns of which none
// is c, above it or below it.
func (p *Portal) elsewhere(c *Column, pg *Page) bool {
	if !pg.OK() {
		return false
	}
	other, own := false, false
	p.shelf.crumbs(pg, func(form uint32) {
		to := p.columns[p.table.of[form]]
		switch {
		case to == nil:
		case to == c || under(c, to) || under(to, c):
			own = true
		default:
			other = true
		}
	})
	return other && !own
}

// Elsewhere reports that a row leads to a page that is put under another column than c,
// above it or below it, by its breadcrumb.
func (p *Portal) Elsewhere(c *Column, it extract.Item) bool { return p.elsewhere(c, p.Page(it.URL)) }

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
	return dayOf(it.Day, p.Page(it.URL))
}

// day is the RowDay of a row on the shelf.
func (p *Portal) day(n uint32) calendar.Day {
	r := &p.shelf.rows[n]
	if r.day != 0 && r.flags&rowGuessed == 0 {
		return r.day
	}
	return dayOf(r.day, p.pageAt(r.form))
}

func dayOf(own calendar.Day, pg *Page) calendar.Day {
	if isArticle(pg) && pg.Published != 0 {
		return pg.Published
	}
	return own
}
