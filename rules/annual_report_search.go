package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// report is one address under which an annual report, or what may be one,
// stands.
type report struct {
	url   string
	title string // as written
	reportTitle
	kin  kinship
	page *portal.Page // nil: never asked for
	rows []reportRow
}

// reportRow is a list row that leads to a report.
type reportRow struct {
	on    *portal.Page
	item  extract.Item
	shelf bool // the list is a column of annual reports
}

// search is what one site shows of annual reports.
type search struct {
	check   *annualReport
	c       *Case
	owner   owner
	shelves []portal.Match
	onShelf map[*portal.Page]bool
	reports []*report // by address
	byKey   map[string]*report
}

func (a *annualReport) search(c *Case) *search {
	s := &search{check: a, c: c, owner: newOwner(c.Target), onShelf: map[*portal.Page]bool{}, byKey: map[string]*report{}}
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
	for _, it := range pg.Facts.Items {
		if t, ok := s.read(it.Title, shelf); ok {
			s.addRow(t, it.Title, reportRow{pg, it, shelf})
		}
	}
	if _, itself := s.read(pg.Facts.Title, false); itself && pg.Facts.Kind != extract.List {
		return // its files are its own download
	}
	for _, f := range pg.Facts.Attachments {
		if t, ok := s.read(f.Text, shelf); ok {
			s.addRow(t, f.Text, reportRow{pg, extract.Item{URL: f.URL, Title: f.Text}, shelf})
		}
	}
}

// read reads a title, after a cheap look at whether it can be one.
func (s *search) read(title string, shelf bool) (reportTitle, bool) {
	if !shelf && !strings.ContainsAny(title, "报報") {
		return reportTitle{}, false
	}
	return s.check.readTitle(extract.Fold(title), shelf)
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
	r := s.at(row.item.URL)
	r.rows = append(r.rows, row)
	r.learn(t, title)
}

// learn takes over what a title says where no better one was read before: a
// title with a year before one without, one with a body before one without.
func (r *report) learn(t reportTitle, title string) {
	better := r.title == "" || r.year == 0 && t.year != 0 || r.about && !t.about || r.year == t.year && r.body == "" && t.body != ""
	if better && (r.year == 0 || t.year == r.year || r.about) {
		if t.body == "" {
			t.body = r.body
		}
		r.reportTitle, r.title = t, title
	}
}

// pageItself adds a page that is titled like a report, whatever leads to it. The
// page's own title outweighs the rows'.
func (s *search) pageItself(pg *portal.Page) {
	if !pg.OK() || pg.Facts.Kind == extract.Home || pg.Facts.Kind == extract.List || pg.Facts.Kind == extract.Frame {
		return
	}
	f, have := pg.Facts, s.byKey[pg.URL]
	shelf := have != nil && slices.ContainsFunc(have.rows, func(r reportRow) bool { return r.shelf })
	titles := []string{f.Meta.ArticleTitle, f.Title, f.Heading, firstSegment(f.HTMLTitle)}
	if f.Kind == extract.Report || f.Kind == extract.File && have == nil {
		for _, a := range s.c.Portal.Anchors(pg.URL) {
			titles = append(titles, a.Text)
		}
	}
	first := true
	for _, title := range titles {
		t, ok := s.read(title, shelf)
		if !ok {
			continue
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
		name = extract.Fold(name)
		if strings.Contains(name, "部门") || strings.Contains(name, "下级") || bodyLike(name) && s.owner.kin(name) == foreign {
			r.kin = unsure
			return
		}
	}
}

func (r *report) surroundings() []string {
	var names []string
	if r.page.OK() {
		f := r.page.Facts
		names = append(names, f.Meta.ContentSource)
		for _, c := range f.Crumbs {
			names = append(names, c.Name)
		}
		for _, fd := range f.Fields {
			if fd.Name == extract.Issuer {
				names = append(names, fd.Value)
			}
		}
	}
	for _, row := range r.rows {
		for _, c := range row.on.Facts.Crumbs {
			names = append(names, c.Name)
		}
	}
	return names
}

// bodyLike reports whether a folded name is that of a public body.
func bodyLike(name string) bool {
	for _, tail := range [...]string{"局", "委", "委员会", "厅", "办公室", "街道", "镇", "乡", "人民政府", "街道办事处", "学校", "大学", "医院", "集团", "公司", "管委会", "支队"} {
		if strings.HasSuffix(name, tail) {
			return true
		}
	}
	return false
}

// readYears reads the year in the text of reports that no title gives one.
func (s *search) readYears() {
	left := 20
	for _, r := range s.reports {
		if r.year != 0 || r.kin == foreign || r.about || !r.html() || left == 0 {
			continue
		}
		left--
		if text, err := s.c.Portal.Text(r.page); err == nil {
			r.year = yearCovered(text)
		}
	}
}

// yearCovered returns the year a report's first lines say it covers: 统计期限自
// 2025年1月1日起至12月31日止.
func yearCovered(text string) int {
	text = extract.Fold(text)
	text = text[:min(len(text), 4000)]
	if i := strings.Index(text, "年1月1日"); i >= 0 && strings.Contains(text[i:min(len(text), i+80)], "12月31日") {
		if year, n := yearBefore(text[:i]); n > 0 {
			return year
		}
	}
	return 0
}

// html reports that the report's page was obtained and is no mere file.
func (r *report) html() bool { return r.page.OK() && r.page.Facts.Kind != extract.File }

// best returns the report of a year that is surely the site's own, nil if none.
// Of several the one that shows most comes first.
func (s *search) best(year int) *report {
	var found []*report
	nameless := 0
	for _, r := range s.reports {
		if r.year != year || r.about || r.kin > unnamed || r.page != nil && r.page.Failure.Definite() {
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
		return cmp.Or(cmp.Compare(x.kin, y.kin), cmp.Compare(y.shows(), x.shows()))
	})
	if found[0].kin == unnamed && nameless > 1 && s.owner.government {
		return nil // whose of them is the government's own, no title tells
	}
	return found[0]
}

func (r *report) shows() int {
	switch {
	case r.html() && len(r.page.Facts.Tables) > 0:
		return 3
	case r.html():
		return 2
	case r.page.OK():
		return 1
	}
	return 0
}

// maybe returns what may be the report of a year although that is not sure.
func (s *search) maybe(year int) *report {
	for _, r := range s.reports {
		if r.kin == foreign {
			continue
		}
		if r.year == year || r.year == 0 && !r.about && r.couldBeOf(year) {
			return r
		}
	}
	return nil
}

// couldBeOf reports whether no date of the report speaks against the year.
func (r *report) couldBeOf(year int) bool {
	dated := false
	check := func(d calendar.Day) bool {
		dated = dated || d != 0
		return d.Year() == year+1
	}
	if r.page.OK() {
		for _, d := range r.page.Facts.Dates {
			if check(d.Day) {
				return true
			}
		}
	}
	for _, row := range r.rows {
		if check(row.item.Day) {
			return true
		}
	}
	return !dated
}

// evidence quotes the report's page, or the row that names it where the page was
// not obtained.
func (r *report) evidence(quote string) Evidence {
	if !r.page.OK() && len(r.rows) > 0 {
		return Quote(r.rows[0].on, quote)
	}
	return Quote(r.page, quote)
}
