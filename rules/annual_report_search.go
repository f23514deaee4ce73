package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// search is what one site shows of annual reports.
type search struct {
	check   *annualReport
	c       *Case
	owner   owner
	shelves []portal.Match
	onShelf map[*portal.Page]bool
	reports []*report // by address
	byKey   map[string]*report
	beside  map[string]bool // files offered on the pages of reports
}

func (a *annualReport) newSearch(c *Case) *search {
	s := &search{check: a, c: c, owner: newOwner(c.Target), onShelf: map[*portal.Page]bool{}, byKey: map[string]*report{}, beside: map[string]bool{}}
	for _, m := range c.Portal.FindColumn(a.Columns) {
		if wordIn(extract.Fold(m.Text), a.Not) != "" {
			continue
		}
		s.shelves = append(s.shelves, m)
		if m.Grade > portal.Declared {
			continue
		}
		s.shelve(m)
	}
	for _, pg := range c.Portal.Pages {
		s.rowsOf(pg)
	}
	for _, pg := range c.Portal.Pages {
		s.pageItself(pg)
	}
	for _, r := range s.byKey {
		s.place(r)
		s.reports = append(s.reports, r)
	}
	slices.SortFunc(s.reports, func(x, y *report) int { return strings.Compare(x.url, y.url) })
	s.readYears()
	return s
}

func (s *search) shelve(m portal.Match) {
	pages := []*portal.Page{m.Page}
	if m.Column != nil {
		pages = append(pages, m.Column.Page)
		pages = append(pages, m.Column.Parts...)
	}
	for _, pg := range pages {
		if pg.OK() {
			s.onShelf[pg] = true
		}
	}
}

// rowsOf gathers the list rows and files of a page that are titled like reports.
func (s *search) rowsOf(pg *portal.Page) {
	if !pg.OK() {
		return
	}
	shelf := s.onShelf[pg]
	_, itself := s.read(pg.Title(), false)
	itself = itself && pg.Kind() != extract.List // its files are its own download
	for _, it := range pg.Items() {
		if itself && isDocument(it.URL) {
			s.beside[s.address(it.URL)] = true
			continue
		}
		if t, ok := s.read(it.Title, shelf); ok {
			s.addRow(t, it.Title, reportRow{pg, it, shelf})
		}
	}
	if itself {
		for _, f := range pg.Attachments() {
			s.beside[s.address(f.URL)] = true
		}
		return
	}
	for _, f := range pg.Attachments() {
		if t, ok := s.read(f.Text, shelf); ok {
			s.addRow(t, f.Text, reportRow{pg, extract.Item{URL: f.URL, Title: f.Text}, shelf})
		}
	}
}

// read reads a title, after a cheap look at whether it can be one.
func (s *search) read(title string, shelf bool) (reportTitle, bool) {
	if !shelf && !likeReport(title) {
		return reportTitle{}, false
	}
	return s.check.readTitle(extract.Fold(title), shelf)
}

// likeReport is the cheap look.
func likeReport(title string) bool {
	return strings.Contains(title, "公") && strings.ContainsAny(title, "报報")
}

func (s *search) at(url string) *report {
	pg := s.c.Portal.Page(url)
	if pg != nil {
		url = pg.URL
	}
	r := s.byKey[url]
	if r == nil {
		r = &report{url: url, page: pg}
		s.byKey[url] = r
	}
	return r
}

func (s *search) addRow(t reportTitle, title string, row reportRow) {
	url := row.item.URL
	if url == "" {
		url = row.on.URL + "#" + title // a row that leads nowhere
	}
	r := s.at(url)
	r.dead = row.item.URL == ""
	r.rows = append(r.rows, row)
	r.learn(t, title)
}

// pageItself adds a page that is titled like a report, whatever leads to it. The
// page's own title outweighs the rows'.
func (s *search) pageItself(pg *portal.Page) {
	if !pg.OK() || pg.Kind() == extract.Home || pg.Kind() == extract.List || pg.Kind() == extract.Frame {
		return
	}
	have := s.byKey[pg.URL]
	if pg.Kind() == extract.File && have == nil && s.beside[pg.URL] {
		return
	}
	shelf := have != nil && slices.ContainsFunc(have.rows, func(r reportRow) bool { return r.shelf })
	if !shelf && pg.Kind() != extract.Report && pg.Kind() != extract.File && pg.OneTitle() && !likeReport(pg.Title()) {
		return
	}
	f := pg.Facts()
	titles := []string{f.Meta.ArticleTitle, f.Title, f.Heading, firstSegment(f.HTMLTitle)}
	if f.Kind == extract.Report || f.Kind == extract.File && have == nil {
		for _, a := range s.c.Portal.Anchors(pg.URL) {
			titles = append(titles, a.Text)
		}
	}
	first := true
	for _, title := range titles {
		t, ok := s.read(title, shelf)
		if !ok || t.year == 0 && s.onShelf[pg] {
			continue // the column's own name
		}
		r := s.at(pg.URL)
		if first && t.year != 0 && r.year != t.year {
			r.reportTitle, r.title = reportTitle{}, ""
		}
		first = first && t.year == 0
		r.learn(t, title)
	}
}

// firstSegment returns a page title without the names of column and site that
// follow it.
func firstSegment(title string) string {
	if i := strings.IndexAny(title, "_|-—–"); i > 0 {
		return title[:i]
	}
	return title
}

// place decides whose report r is. A title that names nobody is taken for the
// site's own unless something around it names another body.
func (s *search) place(r *report) {
	r.kin = s.owner.kin(r.body)
	if r.kin != unnamed {
		return
	}
	for _, name := range r.surroundings() {
		if s.others(name) {
			r.kin = unsure
			return
		}
	}
}

// others reports whether the name of a column or a source is that of another
// body, or of a group of them.
func (s *search) others(name string) bool {
	name = extract.Fold(name)
	if s.owner.government && wordIn(name, []string{"部门", "下级", "乡镇", "街道", "镇街", "县区", "区县", "市县"}) != "" {
		return true
	}
	return bodyLike(name) && s.owner.kin(name) == foreign
}

// readYears reads the year of reports that no title gives one: from the folder they
// stand in, else from their text.
func (s *search) readYears() {
	left := 20
	for _, r := range s.reports {
		if r.year != 0 || r.kin == foreign || r.about {
			continue
		}
		if r.year = r.folderYear(); r.year != 0 {
			continue
		}
		if !r.html() || left == 0 {
			continue
		}
		left--
		if text, err := s.c.Portal.Text(r.page); err == nil {
			r.year = yearCovered(text)
		}
	}
}

// best returns the report of a year that is surely the site's own, nil if none.
// Of several the one that shows most comes first, then a corrected version.
func (s *search) best(year int) *report {
	if found := s.ownOf(year); len(found) > 0 {
		return found[0]
	}
	return nil
}

// ownOf returns the reports of a year that are surely the site's own, the best
// first.
func (s *search) ownOf(year int) []*report {
	var found []*report
	nameless := 0
	for _, r := range s.reports {
		if r.year != year || r.about || r.kin > unnamed || r.dead || r.page != nil && r.page.Failure.Definite() {
			continue
		}
		if r.kin == unnamed {
			nameless++
		}
		found = append(found, r)
	}
	if len(found) == 0 {
		return nil
	}
	slices.SortStableFunc(found, func(x, y *report) int {
		return cmp.Or(cmp.Compare(x.kin, y.kin), cmp.Compare(y.shows(), x.shows()), cmp.Compare(y.corrected(), x.corrected()))
	})
	if found[0].kin == unnamed && nameless > 1 && s.owner.government {
		return nil // whose of them is the government's own, no title tells
	}
	return found
}

// maybe returns what may be the report of a year although that is not sure.
func (s *search) maybe(year int) *report {
	for _, r := range s.reports {
		if r.kin == foreign || r.year == 0 && s.onShelf[r.page] {
			continue // another body's, or the column itself, named in a list
		}
		if r.year == year || r.year == 0 && !r.about && r.couldBeOf(year) {
			return r
		}
	}
	return nil
}
