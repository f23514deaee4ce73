package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// found is what one site shows of a subject.
type found struct {
	columns []portal.Match  // columns of its name that can be followed, best first
	labels  []portal.Match  // its name where it leads nowhere
	items   []disclosedItem // newest first, once per address
	titled  int             // of the items, those found by their title
	foreign []disclosedItem // what leads to other sites
	dead    []disclosedItem // what leads to addresses that are gone

	seen        map[string]int // number of the item at an address; -1: none that counts
	not, unlike patterns
	own         bool
	subject     string
}

// disclosedItem is one document, row or file of the subject.
type disclosedItem struct {
	title  string
	folded string
	url    string
	day    calendar.Day
	page   *portal.Page // what was seen at url; nil: never asked for
	on     *portal.Page // where it is listed, else the page itself
	titled bool         // found by its title
}

// evidence quotes the item where it stands.
func (it disclosedItem) evidence() Evidence {
	words := it.title
	if it.day != 0 {
		words += " " + it.day.String()
	}
	return Quote(it.on, words)
}

// search looks for the subject's columns and items.
func (k *disclosure) search(c *Case) *found {
	x := c.words()
	f := &found{seen: map[string]int{}, not: newPatterns(k.NotTitles), unlike: newPatterns(k.Unlike), own: k.Own, subject: k.Subject}
	col := k.column()
	if len(k.Columns) > 0 {
		for _, m := range x.find(k.Columns) {
			switch {
			case f.unlike.in(extract.Fold(m.Text)), m.Place == portal.Outside && col.hosts(c, m):
			case m.URL == "":
				f.labels = append(f.labels, m)
			case m.Grade == portal.Titled && f.not.in(extract.Fold(m.Text)):
			case m.Grade == portal.Titled:
				f.add(c, disclosedItem{title: m.Text, url: m.URL, on: c.Portal.Page(m.Anchor.From)})
			default:
				f.columns = append(f.columns, m)
			}
		}
	}
	for _, w := range k.Titles {
		for _, n := range x.with(w) {
			t := x.at(n)
			if f.not.in(t.folded) {
				continue
			}
			for _, u := range t.uses {
				f.addUse(c, t.folded, u)
			}
		}
	}
	for _, m := range f.columns {
		for _, it := range x.listed(m) {
			if !f.not.in(it.folded) {
				f.add(c, it)
			}
		}
	}
	slices.SortStableFunc(f.items, func(a, b disclosedItem) int {
		return cmp.Or(cmp.Compare(b.day, a.day), strings.Compare(a.url, b.url), strings.Compare(a.title, b.title))
	})
	for _, it := range f.items {
		if it.titled {
			f.titled++
		}
	}
	return f
}

// listed returns the rows of a column, worked out once for all rules.
func (x *wordIndex) listed(m portal.Match) []disclosedItem {
	if m.Column == nil && !m.Page.OK() {
		return nil
	}
	if m.Column != nil {
		if rows, ok := x.rows[m.Column]; ok {
			return rows
		}
	}
	on := map[string]*portal.Page{}
	for _, pg := range columnPages(m) {
		if !pg.OK() {
			continue
		}
		for _, it := range pg.Items() {
			if on[it.URL] == nil {
				on[it.URL] = pg
			}
		}
	}
	var rows []disclosedItem
	for _, it := range (&column{}).rows(m) {
		rows = append(rows, disclosedItem{title: it.Title, folded: extract.Fold(it.Title), url: it.URL, day: x.c.Portal.RowDay(it), on: cmp.Or(on[it.URL], m.Page)})
	}
	if m.Column != nil {
		x.rows[m.Column] = rows
	}
	return rows
}

// addUse takes in what bears a title of the subject.
func (f *found) addUse(c *Case, folded string, u textUse) {
	pg := c.Portal.Page(u.url)
	switch {
	case u.kind == labelUse:
		if utf8.RuneCountInString(u.text) <= maxMention && !f.unlike.in(folded) {
			f.labels = append(f.labels, portal.Match{Grade: portal.OnPage, Name: f.subject, Text: u.text, Page: u.on})
		}
		return
	case u.kind == nameUse && pg == c.Portal.Home && pg != nil:
		return
	case u.kind == nameUse && pg.OK() && pg.Kind() != extract.File && c.Portal.Document(pg) == nil:
		f.addColumn(c, folded, u, pg)
		return
	}
	f.add(c, disclosedItem{title: u.text, folded: folded, url: u.url, day: u.day, on: u.on, titled: true})
}

// addColumn takes in the rows of a page whose name has a title's words: 应急预案 as
// the name of a column.
func (f *found) addColumn(c *Case, folded string, u textUse, pg *portal.Page) {
	if f.unlike.in(folded) {
		return
	}
	rows := c.words().listed(portal.Match{Column: c.Portal.Column(u.url), Page: pg})
	for _, it := range rows {
		if !f.not.in(it.folded) {
			it.titled = true
			f.add(c, it)
		}
	}
	if len(rows) == 0 && holds(pg) {
		f.add(c, disclosedItem{title: u.text, folded: folded, url: pg.URL, on: pg, titled: true})
	}
}

// add takes in one item, once per address.
func (f *found) add(c *Case, it disclosedItem) {
	it.page = c.Portal.Page(it.url)
	key := it.url
	if it.page != nil {
		key = it.page.URL
	}
	if key == "" {
		key = "#" + it.title
	}
	if it.on == nil {
		it.on = it.page
	}
	if it.folded == "" {
		it.folded = extract.Fold(it.title)
	}
	if it.page.OK() && c.Portal.Document(it.page) != nil {
		if d := it.page.Published; d != 0 && it.day == 0 {
			it.day = d
		}
	}
	if i, ok := f.seen[key]; ok {
		if i >= 0 {
			have := &f.items[i]
			if have.day == 0 {
				have.day = it.day
			}
			have.titled = have.titled || it.titled
		}
		return
	}
	switch {
	case it.page == c.Portal.Home && it.page != nil:
	case it.page != nil && it.page.Failure.Definite():
		f.dead = append(f.dead, it)
	case hollowColumn(c, it.page):
	case f.opened(c, it):
	case it.url != "" && f.own && !c.Portal.InScope(it.url):
		f.foreign = append(f.foreign, it)
	default:
		f.seen[key] = len(f.items)
		f.items = append(f.items, it)
		return
	}
	f.seen[key] = -1
}

// opened takes in the rows of a column that stands in a list by its name, as 财政预决算
// among the columns of 法定主动公开内容 does: the column is no document without a
// date. It reports whether the item is such a column, seen whole.
func (f *found) opened(c *Case, it disclosedItem) bool {
	if !it.page.OK() || it.page.Kind() == extract.File || c.Portal.Document(it.page) != nil {
		return false
	}
	col := c.Portal.Column(it.page.URL)
	if col == nil || col.Rows() == 0 || !slices.ContainsFunc(col.Names, func(n string) bool { return extract.Fold(n) == it.folded }) {
		return false
	}
	m := portal.Match{Column: col, Page: it.page}
	if (&column{}).partly(c, m) != "" {
		return false
	}
	f.seen[it.page.URL] = -1
	for _, row := range c.words().listed(m) {
		if !f.not.in(row.folded) {
			f.add(c, row)
		}
	}
	return true
}

// hollowColumn reports that a page is a column that shows nothing: a row that
// leads there discloses nothing.
func hollowColumn(c *Case, pg *portal.Page) bool {
	if !pg.OK() || pg.Kind() == extract.File || c.Portal.Document(pg) != nil {
		return false
	}
	col := c.Portal.Column(pg.URL)
	return col != nil && col.Rows() == 0 && !holds(pg) && unfilled(c.Portal, pg) == ""
}

// summary says in Chinese what was found where.
func (f *found) summary(k *disclosure) string {
	var parts []string
	for i, m := range f.columns {
		if i == 3 {
			break
		}
		parts = append(parts, fmt.Sprintf("栏目“%s”（%s）", m.Text, m.URL))
	}
	if len(f.items) > 0 {
		said := fmt.Sprintf("“%s”的内容 %d 项", k.Subject, len(f.items))
		if f.titled > 0 && f.titled < len(f.items) {
			said += fmt.Sprintf("（其中标题相符的 %d 项）", f.titled)
		}
		if d := f.items[0].day; d != 0 {
			said += "，最新 " + d.String()
		}
		var titles []string
		for i := 0; i < len(f.items) && i < 3; i++ {
			titles = append(titles, "《"+abridgeTitle(f.items[i].title)+"》")
		}
		parts = append(parts, said+"："+strings.Join(titles, ""))
	}
	return strings.Join(parts, "；")
}

// abridgeTitle is a title for a message that names several between 《 》.
func abridgeTitle(s string) string { return betweenMarks(s, 40) }

// quotes are up to five quotations that let a person confirm what was found.
func (f *found) quotes(c *Case, k *disclosure) []Evidence {
	const most = 5
	var out []Evidence
	for _, m := range f.columns {
		if len(out) < 2 {
			out = append(out, k.column().evidence(c, m)...)
		}
	}
	for _, it := range f.items {
		if len(out) >= most {
			break
		}
		if it.on.OK() {
			out = append(out, it.evidence())
		}
	}
	return out[:min(len(out), most)]
}
