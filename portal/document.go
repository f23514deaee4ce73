package portal

import (
	"cmp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

// foldDocuments lists the articles. Columns must be set before.
func (p *Portal) foldDocuments() []*Document {
	on := p.listings()
	n := 0
	for _, pg := range p.Pages {
		if isArticle(pg) {
			n++
		}
	}
	docs := make([]Document, n)
	out := make([]*Document, 0, n)
	shared := columnLists{}
	var columns []*Column
	var rows listings
	var odd []*Document
	for _, pg := range p.Pages {
		if !isArticle(pg) {
			continue
		}
		d := &docs[len(out)]
		d.Index = len(out)
		p.document(d, pg)
		columns, rows = columns[:0], rows[:0]
		for _, id := range p.addresses(pg) {
			list := on.of(id)
			rows = append(rows, list...)
			for i, l := range list {
				if i == 0 || list[i-1].column != l.column {
					columns = append(columns, p.Columns[l.column])
				}
				if d.Validity == "" {
					d.Validity = p.table.words.text(l.label)
				}
			}
		}
		d.Columns = shared.one(p.withCrumb(columns, pg))
		if p.otherwise(rows, pg) {
			odd = append(odd, d)
		}
		pg.doc = d
		out = append(out, d)
	}
	p.setSwapped(odd, on)
	return out
}

// otherwise reports that all rows which lead to a page have another title than it has.
func (p *Portal) otherwise(rows listings, pg *Page) bool {
	if len(rows) == 0 || pg.title == 0 || slices.ContainsFunc(rows, func(l listing) bool { return l.title == pg.title || l.title == 0 }) {
		return false
	}
	own := extract.Fold(pg.Title())
	return !slices.ContainsFunc(rows, func(l listing) bool {
		row := strings.Trim(extract.Fold(p.table.words.text(l.title)), ".…")
		return strings.Contains(own, row) || strings.Contains(row, own)
	})
}

// setSwapped marks those of odd whose title is that of rows which lead elsewhere.
func (p *Portal) setSwapped(odd []*Document, on listings) {
	if len(odd) == 0 {
		return
	}
	leads := map[uint32]addr{}
	for _, d := range odd {
		leads[d.Page.title] = d.Page.id
	}
	elsewhere := map[uint32]bool{}
	for _, l := range on {
		if id, asked := leads[l.title]; asked && l.id != id {
			elsewhere[l.title] = true
		}
	}
	for _, d := range odd {
		d.Swapped = elsewhere[d.Page.title]
	}
}

// listing says that a column lists an address, with which label and under which title.
type listing struct {
	id     addr
	column int32 // index in Columns
	label  uint32
	title  uint32
}

// listings are sorted by address, and for one address by column.
type listings []listing

// listings returns what the lists of all columns list.
func (p *Portal) listings() listings {
	var out listings
	for i, c := range p.Columns {
		for _, pg := range c.lists() {
			for _, r := range p.shelf.rowsOf(pg) {
				out = append(out, listing{p.table.of[r.form], int32(i), r.label, r.title})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b listing) int { return cmp.Compare(a.id, b.id) })
	return out
}

// of returns those of one address.
func (l listings) of(id addr) listings {
	from, _ := slices.BinarySearchFunc(l, id, func(x listing, id addr) int { return cmp.Compare(x.id, id) })
	to := from
	for to < len(l) && l[to].id == id {
		to++
	}
	return l[from:to]
}

// columnLists keeps equal lists of columns once: most documents of a column stand
// in that column only.
type columnLists map[string][]*Column

func (s columnLists) one(list []*Column) []*Column {
	if len(list) == 0 {
		return nil
	}
	var k strings.Builder
	for _, c := range list {
		k.WriteString(c.URL)
		k.WriteByte('\n')
	}
	if have, ok := s[k.String()]; ok {
		return have
	}
	own := slices.Clone(list)
	s[k.String()] = own
	return own
}

// addresses returns the numbers of a page's final and asked address.
func (p *Portal) addresses(pg *Page) []addr {
	out := []addr{pg.id}
	if id := p.table.of[pg.asked]; id != pg.id {
		out = append(out, id)
	}
	return out
}

// withCrumb adds the column of the last breadcrumb step that is a link.
func (p *Portal) withCrumb(list []*Column, pg *Page) []*Column {
	var c *Column
	p.shelf.crumbs(pg, func(form uint32) { c = p.columns[p.table.of[form]] })
	if c == nil || c.Page == pg || slices.Contains(list, c) {
		return list
	}
	return append(list, c)
}

func (p *Portal) document(d *Document, pg *Page) {
	d.Page, d.Title, d.Published = pg, pg.Title(), pg.Published
	for _, fl := range p.shelf.fields(pg) {
		v := strings.TrimSpace(fl.Value)
		if v == "" {
			continue
		}
		switch fl.Name {
		case extract.DocNumber:
			if n, ok := extract.DocNo(v); ok && d.Number == "" {
				d.Number = p.table.own(n)
			}
		case extract.Validity:
			if d.Validity == "" {
				d.Validity = p.table.own(v)
			}
		case extract.Written:
			if day, ok := extract.ParseDay(v); ok && d.Written == 0 {
				d.Written = day
			}
		}
	}
}

// dateOrder is the order of belief in the sources of a publication date.
var dateOrder = []extract.DateSource{extract.FromMeta, extract.FromLabel, extract.FromURL, extract.FromText, extract.FromField}

// Published returns the day a page says it was published: the best source that
// claims it, else the date in its address, else a date beside the title; 0 if it
// offers none.
func Published(f *extract.Facts) calendar.Day {
	for _, claimed := range [2]bool{true, false} {
		for _, src := range dateOrder {
			if !claimed && src == extract.FromField {
				continue
			}
			for i := range f.Dates {
				if d := &f.Dates[i]; d.Source == src && d.Published == claimed {
					return d.Day
				}
			}
		}
	}
	return 0
}

// Latest returns the latest day on which a page could have been published, going
// by every date it offers that may be that day; 0 if it offers none.
func Latest(f *extract.Facts) calendar.Day {
	var out calendar.Day
	for i := range f.Dates {
		d := &f.Dates[i]
		if d.Published || d.Source == extract.FromURL || d.Source == extract.FromText || d.Source == extract.FromLabel {
			out = max(out, d.Day)
		}
	}
	return out
}
