package portal

import (
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

// setDocuments lists the articles. Columns must be set before.
func (p *Portal) setDocuments() {
	listed := map[addr][]*Column{}
	labels := map[addr]string{}
	for _, c := range p.Columns {
		for _, pg := range c.lists() {
			for i := range pg.Facts.Items {
				it := &pg.Facts.Items[i]
				id, ok := p.table.find(it.URL)
				if !ok {
					continue
				}
				if list := listed[id]; len(list) == 0 || list[len(list)-1] != c {
					listed[id] = append(list, c)
				}
				if it.Label != "" && labels[id] == "" {
					labels[id] = it.Label
				}
			}
		}
	}
	for _, pg := range p.Pages {
		if !isArticle(pg) {
			continue
		}
		d := document(pg)
		for _, id := range p.addresses(pg) {
			d.Columns = append(d.Columns, listed[id]...)
			if d.Validity == "" {
				d.Validity = labels[id]
			}
		}
		d.Columns = p.withCrumb(d.Columns, pg)
		pg.doc = d
		p.Documents = append(p.Documents, d)
	}
}

// addresses returns the numbers of a page's final and asked address.
func (p *Portal) addresses(pg *Page) []addr {
	out := []addr{pg.id}
	if id, ok := p.table.find(pg.Asked); ok && id != pg.id {
		out = append(out, id)
	}
	return out
}

// withCrumb adds the column of the last breadcrumb step that is a link.
func (p *Portal) withCrumb(list []*Column, pg *Page) []*Column {
	for i := len(pg.Facts.Crumbs) - 1; i >= 0; i-- {
		if pg.Facts.Crumbs[i].URL == "" {
			continue
		}
		c := p.Column(pg.Facts.Crumbs[i].URL)
		if c == nil || c.Page == pg {
			return list
		}
		for _, have := range list {
			if have == c {
				return list
			}
		}
		return append(list, c)
	}
	return list
}

func document(pg *Page) *Document {
	f := pg.Facts
	d := &Document{Page: pg, Title: f.Title, Published: Published(f)}
	for _, fl := range f.Fields {
		v := strings.TrimSpace(fl.Value)
		if v == "" {
			continue
		}
		switch fl.Name {
		case extract.DocNumber:
			if n, ok := extract.DocNo(v); ok && d.Number == "" {
				d.Number = n
			}
		case extract.Validity:
			if d.Validity == "" {
				d.Validity = v
			}
		case extract.Written:
			if day, ok := extract.ParseDay(v); ok && d.Written == 0 {
				d.Written = day
			}
		}
	}
	return d
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
