package rules

import (
	"iter"
	"net/url"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/condition"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// subjects gives everything that a condition may be asked of, in the portal's
// order.
func (c *Case) subjects(about condition.About) iter.Seq[subject] {
	base := condition.Facts{AsOf: c.day().String(), Site: c.siteFacts()}
	return func(yield func(subject) bool) {
		switch about {
		case condition.Columns:
			for _, col := range c.Portal.Columns {
				f := base
				f.Column = c.columnFacts(col)
				if !yield(subject{name: col.URL, page: col.Page, quote: f.Column.Name, facts: f}) {
					return
				}
			}
		case condition.Documents:
			for _, d := range c.Portal.Documents() {
				f := base
				f.Document = c.documentFacts(d)
				if !yield(subject{name: d.Page.URL, page: d.Page, quote: d.Title, facts: f}) {
					return
				}
			}
		case condition.Pages:
			for _, pg := range c.Portal.Pages {
				if !pg.OK() || pg.Facts() == nil {
					continue
				}
				f := base
				f.Page = pageFacts(pg)
				if !yield(subject{name: pg.URL, page: pg, quote: pg.Title(), facts: f}) {
					return
				}
			}
		default:
			home := c.Portal.Home
			quote := ""
			if home.OK() {
				quote = home.Facts().HTMLTitle
			}
			yield(subject{name: c.Target.URL, page: home, quote: quote, facts: base})
		}
	}
}

func (c *Case) siteFacts() *condition.Site {
	p := c.Portal
	s := &condition.Site{ID: c.Target.ID, Name: c.Target.Name, URL: c.Target.URL, Level: string(c.Target.Level), Of: string(c.Target.Of),
		Complete: p.Snapshot.Complete, Pages: p.Snapshot.Pages, Documents: len(p.Documents())}
	for _, col := range p.Columns {
		s.Columns = append(s.Columns, firstName(col))
	}
	if u, err := url.Parse(c.Target.URL); err == nil {
		for _, h := range c.hosts() {
			if h.Name == u.Hostname() {
				s.IPv6 = len(h.AAAA) > 0
			}
		}
	}
	return s
}

func (c *Case) columnFacts(col *portal.Column) *condition.Column {
	const shown = 100
	out := &condition.Column{Name: firstName(col), Names: col.Names, URL: col.URL, Level: col.Level, InNav: col.InNav, OnHome: col.OnHome,
		Rows: col.Rows(), Newest: dayText(col.Newest), AgeDays: c.ageDays(col.Newest)}
	if col.Parent != nil {
		out.Parent = firstName(col.Parent)
	}
	for _, it := range col.Items()[:min(shown, col.Rows())] {
		out.Titles = append(out.Titles, it.Title)
	}
	return out
}

func (c *Case) documentFacts(d *portal.Document) *condition.Document {
	f := d.Page.Facts()
	out := &condition.Document{Title: d.Title, URL: d.Page.URL, Number: d.Number, Validity: d.Validity, Published: dayText(d.Published),
		Written: dayText(d.Written), AgeDays: c.ageDays(d.Published), Fields: map[string]string{}, Attachments: linkTexts(f.Attachments),
		Images: f.Media.Images, Videos: f.Media.Videos, Runes: int(d.Page.Runes)}
	for _, name := range fieldNames {
		out.Fields[string(name)] = ""
	}
	for _, field := range f.Fields {
		if out.Fields[string(field.Name)] == "" {
			out.Fields[string(field.Name)] = field.Value
		}
	}
	for _, col := range d.Columns {
		out.Columns = append(out.Columns, firstName(col))
	}
	return out
}

// fieldNames are those of an index box: a condition may ask for each without
// looking first whether it is there.
var fieldNames = []extract.FieldName{extract.IndexNo, extract.DocNumber, extract.Issuer, extract.Written, extract.Published, extract.Effective,
	extract.Expires, extract.Validity, extract.Topic, extract.Source, extract.UnifiedNo, extract.DocTitle, extract.Subject}

func pageFacts(pg *portal.Page) *condition.Page {
	f, m := pg.Facts(), pg.Facts().Declared()
	out := &condition.Page{URL: pg.URL, Title: f.Title, Kind: string(f.Kind), Depth: int(pg.Depth), Charset: f.Charset, Runes: int(pg.Runes), Rows: len(f.Items),
		Attachments: linkTexts(f.Attachments)}
	out.Meta = map[string]string{"SiteName": m.SiteName, "SiteDomain": m.SiteDomain, "SiteIDCode": m.SiteIDCode, "ColumnName": m.ColumnName,
		"ColumnDescription": m.ColumnDescription, "ColumnKeywords": m.ColumnKeywords, "ColumnType": m.ColumnType, "ArticleTitle": m.ArticleTitle,
		"PubDate": m.PubDate, "ContentSource": m.ContentSource, "Author": m.Author}
	for _, cr := range f.Crumbs {
		out.Crumbs = append(out.Crumbs, cr.Name)
	}
	return out
}

func linkTexts(links []extract.Link) []string {
	var out []string
	for _, l := range links {
		out = append(out, l.Text)
	}
	return out
}

func firstName(col *portal.Column) string {
	if len(col.Names) == 0 {
		return ""
	}
	return col.Names[0]
}

func dayText(d calendar.Day) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func (c *Case) ageDays(d calendar.Day) int {
	if d == 0 {
		return -1
	}
	return int(c.day() - d)
}
