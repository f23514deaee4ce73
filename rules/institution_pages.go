package rules

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// leaflet is what a few pages about one thing say together: a column, the pages
// it lists and those below it.
type leaflet struct {
	c     *Case
	pages []*portal.Page
	text  strings.Builder // of all pages, as written
	why   string          // the first thing that could not be read; "": everything was
	links []extract.Link  // of all pages, attachments included
	rows  []extract.Item
	most  int
}

// maxLeaflet bounds the pages that are read for one leaflet.
const maxLeaflet = 24

func newLeaflet(c *Case) *leaflet { return &leaflet{c: c, most: maxLeaflet} }

// lacks remembers why something could not be read.
func (l *leaflet) lacks(why string) { l.why = cmp.Or(l.why, why) }

// own returns what the pages say without the lines that stand on every page of the site.
func (l *leaflet) own(pg *portal.Page) string {
	common := furniture(l.c, pg)
	var b strings.Builder
	for line := range strings.Lines(l.text.String()) {
		if !common[strings.TrimSpace(line)] {
			b.WriteString(line)
		}
	}
	return b.String()
}

// add reads what a match leads to: its page, the rows of its column and the pages
// of its sub-columns. Attachments with one of forms in their names need not be
// readable.
func (l *leaflet) add(m portal.Match, forms []string) {
	if m.Place != portal.Inside {
		if m.URL != "" {
			l.lacks("内容设在本站以外：" + m.URL)
		}
		return
	}
	if !m.Page.OK() {
		l.lacks("页面没有打开：" + m.URL)
		return
	}
	l.page(m.Page, forms)
	items := m.Page.Items()
	if m.Column != nil {
		items = m.Column.Items()
		for _, part := range m.Column.Pages() {
			l.page(part, forms)
		}
	}
	if m.Page.Kind() == extract.Article && m.Column == nil {
		return
	}
	l.rows = append(l.rows, items...)
	for _, it := range items {
		pg := l.c.Portal.Page(it.URL)
		switch {
		case pg.OK() && pg.Kind() != extract.File:
			l.page(pg, forms)
		case pg.OK(), foldedWord(it.Title, forms) != "", isDocument(it.URL):
		default:
			l.lacks("“" + it.Title + "”没有打开")
		}
	}
}

// page reads one page, once.
func (l *leaflet) page(pg *portal.Page, forms []string) {
	if slices.Contains(l.pages, pg) {
		return
	}
	if !pg.OK() {
		if !pg.Failure.Definite() {
			l.lacks("页面没有打开：" + pg.URL)
		}
		return
	}
	if len(l.pages) >= l.most {
		l.lacks("页面过多，没有逐一读取")
		return
	}
	l.pages = append(l.pages, pg)
	x := l.c.leaf(pg)
	l.links = append(l.links, x.links...)
	l.text.WriteString(x.text)
	l.text.WriteByte('\n')
	if why := withoutForms(x.why, forms); why != "" {
		l.lacks(why)
	}
}

// leaf is what one page about the body says.
type leaf struct {
	text   string // of its main part and its attachments, then what stands beside; without its footer
	footer string
	why    string // what could not be read
	links  []extract.Link
}

// leaf reads a page, once for all rules.
func (c *Case) leaf(pg *portal.Page) leaf {
	if x, ok := c.leaves[pg]; ok {
		return x
	}
	var x leaf
	x.text, x.why = c.textOf(pg)
	if x.text = footless(x.text); extract.Fold(x.text) == extract.Fold(pg.Facts().Heading) {
		x.text = ""
	}
	if f, err := c.Portal.Full(pg); err == nil {
		x.footer = footer(f)
		if pg.Kind() != extract.File {
			x.text += "\n" + besides(f)
		}
		for _, l := range slices.Concat(f.Links, f.Attachments) {
			if l.Text != "" || isDocument(l.URL) {
				x.links = append(x.links, l)
			}
		}
	}
	if c.leaves == nil {
		c.leaves = map[*portal.Page]leaf{}
	}
	c.leaves[pg] = x
	return x
}

// besides returns the lines beside a text without the page's own name: the heading
// 机构职能 says nothing of the duties.
func besides(f *extract.Facts) string {
	var out []string
	for line := range strings.Lines(f.Beside) {
		k := extract.Fold(line)
		if k == "" || k == extract.Fold(f.Title) || k == extract.Fold(f.Heading) || k == extract.Fold(f.Meta.ColumnName) || strings.HasPrefix(k, "当前位置") {
			continue
		}
		out = append(out, line)
	}
	return footless(strings.Join(out, "\n"))
}

// footMarks stand in the lines of a footer that its layout does not mark as one. Hosts are
// named in guides and invitations, too: only footSigns tell of a footer by themselves.
var (
	footMarks = []string{"版权所有", "主办单位", "承办单位", "icp备", "网站标识码", "公网安备", "技术支持", "主办:", "承办:"}
	footSigns = []string{"版权所有", "icp备", "网站标识码", "公网安备", "技术支持"}
)

// hostsFromEnd is how many characters may stand behind the line of a footer that names
// the hosts.
const hostsFromEnd = 80

// maxFootLine is the length, in characters, up to which a line can be one of a
// footer.
const maxFootLine = 160

func inFoot(line string) bool {
	return utf8.RuneCountInString(line) <= maxFootLine && wordIn(extract.Fold(line), footMarks) != ""
}

// footless returns a text without the lines of a footer.
func footless(text string) string {
	if wordIn(extract.Fold(text), footMarks) == "" {
		return text
	}
	var out []string
	after := 0 // characters behind the line that are of no footer
	for _, line := range slices.Backward(strings.Split(text, "\n")) {
		if inFoot(line) && (after <= hostsFromEnd || wordIn(extract.Fold(line), footSigns) != "") {
			continue
		}
		after += utf8.RuneCountInString(line)
		out = append(out, line)
	}
	slices.Reverse(out)
	return strings.Join(out, "\n")
}

// footer returns the lines of a page's footer, marked as one or not.
func footer(f *extract.Facts) string {
	out := []string{f.Footer}
	for line := range strings.SplitSeq(f.Beside+"\n"+f.Text, "\n") {
		if inFoot(line) {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// runes counts the characters of all pages.
func (l *leaflet) runes() int { return utf8.RuneCountInString(extract.Fold(l.text.String())) }

// pictures counts the pictures in the main parts of the pages.
func (l *leaflet) pictures() int {
	n := 0
	for _, pg := range l.pages {
		n += pg.Facts().Media.Images
	}
	return n
}

// seen quotes the first pages.
func (l *leaflet) seen() []Evidence {
	var out []Evidence
	for _, pg := range l.pages[:min(3, len(l.pages))] {
		text, _ := l.c.textOf(pg)
		out = append(out, Quote(pg, strings.TrimSpace(guideTitle(pg)+" "+text)))
	}
	return out
}

// inside keeps the matches that lead to pages of the site that were obtained.
func inside(matches []portal.Match) []portal.Match {
	var out []portal.Match
	for _, m := range matches {
		if m.Place == portal.Inside && m.Page.OK() {
			out = append(out, m)
		}
	}
	return out
}
