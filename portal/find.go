package portal

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Place says whose an address is.
type Place int

// The places.
const (
	Inside  Place = iota + 1 // the site's own
	Foreign                  // on another host: a sister site or a common platform
	Outside                  // on the site's host, but outside its path prefixes
)

func place(s site.Scope, address string) Place {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return Foreign
	case s.Contains(u):
		return Inside
	case s.SameHost(u):
		return Outside
	}
	return Foreign
}

// Match is one way in which a column that was looked for is there.
type Match struct {
	Grade  Grade
	Name   string  // the name asked for that it answers
	Text   string  // the words on the site
	URL    string  // where it leads; "" for grades OnPage, DeadEntry, InScript
	Place  Place   // of URL; 0 without URL
	Column *Column // nil where URL is no column or ""
	Page   *Page   // what was seen at URL, redirects followed; nil: never asked for
	Anchor Anchor  // where the words stand; From "" for words of the page itself
	Linked bool    // some page other than a site map links to it
}

// name is one name of an address, kept for searching.
type name struct {
	key     uint32 // word
	id      addr
	anchor  int32  // number of the anchor; -1: the page's own words
	own     uint32 // those words
	article bool   // the address is an article, and menus do not link to it
	part    bool   // key is one of several names joined in one
}

// names are all by which columns can be found.
type names struct {
	of    []name // every name of an address that may be a column
	index nameIndex
	typed []name // what ColumnType labels say of pages that are no articles
}

func (p *Portal) foldNames() names {
	var n names
	for id := range p.table.best {
		n.add(p, addr(id))
	}
	for _, pg := range p.Pages {
		if !pg.OK() || pg.Kind() == extract.File || pg == p.Home {
			continue
		}
		article := isArticle(pg) && !p.named(pg.id)
		n.addOwn(p, pg, pg.Title(), article)
		if !isArticle(pg) {
			f := pg.Facts()
			n.addOwn(p, pg, f.Meta.ColumnName, article)
			n.addOwn(p, pg, f.Heading, article)
		}
	}
	n.of = slices.Clip(n.of)
	n.addTyped(p)
	n.index = newNameIndex(p.table.words, n.of)
	p.table.keys = nil
	return n
}

// addTyped lists the pages whose ColumnType label (47号) says what column they are.
func (n *names) addTyped(p *Portal) {
	for _, pg := range p.Pages {
		if !pg.OK() || !pg.is(markTyped) || isArticle(pg) {
			continue
		}
		said := pg.Facts().Meta.ColumnType
		if k := nameKey(said); k != "" {
			n.typed = append(n.typed, name{key: p.table.word(k), id: pg.id, anchor: -1, own: p.table.word(said)})
		}
	}
}

// addOwn adds what a page calls itself.
func (n *names) addOwn(p *Portal, pg *Page, s string, article bool) {
	if k := nameKey(s); k != "" && (!article || mayBeName(k)) {
		n.of = append(n.of, name{key: p.table.word(k), id: pg.id, anchor: -1, own: p.table.word(s), article: article})
	}
	if article {
		return
	}
	for _, k := range partKeys(s) {
		n.of = append(n.of, name{key: p.table.word(k), id: pg.id, anchor: -1, own: p.table.word(s), part: true})
	}
}

// mayBeName reports whether the title of an article could be the name of a
// column: those of notices and opinions on something are none.
func mayBeName(k string) bool { return !strings.Contains(k, "关于") }

// text returns the words of a name.
func (p *Portal) text(n name) string {
	if n.anchor < 0 {
		return p.table.words.text(n.own)
	}
	return p.table.words.text(p.table.anchors[n.anchor].text)
}

// nameIndex finds the names that can answer to another by how they end and
// begin: a look at every name of a large site for every name asked for is slow.
type nameIndex struct{ ends, begins map[[2]rune][]int32 }

func newNameIndex(words *pool, names []name) nameIndex {
	x := nameIndex{map[[2]rune][]int32{}, map[[2]rune][]int32{}}
	for i, n := range names {
		first, last, ok := edges(words.text(n.key))
		if !ok {
			continue
		}
		x.ends[last] = append(x.ends[last], int32(i))
		if !n.article {
			x.begins[first] = append(x.begins[first], int32(i))
		}
	}
	return x
}

// candidates returns the numbers of the names that end or begin as want does; a
// name may be among them twice.
func (x nameIndex) candidates(want string) []int32 {
	first, last, ok := edges(want)
	if !ok {
		return nil
	}
	return slices.Concat(x.ends[last], x.begins[first])
}

// edges returns the first and the last two characters of a key.
func edges(k string) (first, last [2]rune, ok bool) {
	a, n := utf8.DecodeRuneInString(k)
	b, m := utf8.DecodeRuneInString(k[n:])
	z, o := utf8.DecodeLastRuneInString(k)
	y, q := utf8.DecodeLastRuneInString(k[:len(k)-o])
	return [2]rune{a, b}, [2]rune{y, z}, m > 0 && q > 0
}

func (n *names) add(p *Portal, id addr) {
	pg := p.at[id]
	file := pg.OK() && pg.Kind() == extract.File
	article := file || isArticle(pg) && !p.named(id)
	for i := p.table.first[id]; i < p.table.first[id+1]; i++ {
		a := &p.table.anchors[i]
		text := p.table.words.text(a.text)
		k := nameKey(text)
		if k == "" {
			continue
		}
		unseen := pg == nil && regions[a.region] != extract.Nav && utf8.RuneCountInString(k) > 14
		if article = article || unseen; !article || mayBeName(k) {
			n.of = append(n.of, name{key: p.table.word(k), id: id, anchor: int32(i), article: article})
		}
		if article {
			continue
		}
		for _, k := range partKeys(text) {
			n.of = append(n.of, name{key: p.table.word(k), id: id, anchor: int32(i), part: true})
		}
	}
}

// FindColumn looks for a column under any of names, the first being the one it
// is spoken of by, and returns every way in which it is there, best first: menu
// texts, picture descriptions, breadcrumb steps, labels, headings, titles, tabs,
// dead menu entries, words in scripts. With within, only what stands below one
// of those columns counts.
func (p *Portal) FindColumn(names []string, within ...*Column) []Match {
	asked := make([]string, 0, len(names))
	for _, n := range names {
		asked = append(asked, nameKey(n))
	}
	own := ownName(p.Target.Name)
	known := p.names()
	best := map[addr]Match{}
	for i, want := range asked {
		for _, j := range known.index.candidates(want) {
			n := known.of[j]
			found := p.table.words.text(n.key)
			g := gradeOne(found, want, own)
			if g == 0 {
				continue
			}
			switch {
			case n.article && found != want:
				g = Titled
			case n.part && g == Exact:
				g = Contained
			}
			if have, ok := best[n.id]; ok && have.Grade < g {
				continue
			}
			m := p.match(n, g, names[i])
			if have, ok := best[n.id]; !ok || preferred(m, have) {
				best[n.id] = m
			}
		}
	}
	p.declared(asked, names, best)
	out := make([]Match, 0, len(best))
	for _, m := range best {
		if len(within) == 0 || below(m, within) {
			out = append(out, m)
		}
	}
	out = append(out, p.findLabels(asked, names, own, within)...)
	slices.SortFunc(out, byPreference)
	return withoutCopies(out)
}

func (p *Portal) match(n name, g Grade, asked string) Match {
	at := p.table.url(n.id)
	m := Match{Grade: g, Name: asked, Text: p.text(n), URL: at, Place: place(p.scope, at), Column: p.columns[n.id]}
	m.Page = p.follow(p.at[n.id])
	if m.Page != nil && key(m.Page.URL) == key(at) {
		m.URL = m.Page.URL
	}
	if m.Column == nil && m.Page != nil {
		m.Column = p.columns[m.Page.id]
	}
	if n.anchor >= 0 {
		m.Anchor = p.table.anchor(&p.table.anchors[n.anchor])
	}
	m.Linked = p.linked(n.id)
	return m
}

// linked reports whether a page that is no site map links to an address.
func (p *Portal) linked(id addr) bool {
	return slices.ContainsFunc(p.table.linked(id), func(a anchor) bool {
		return a.pages > 1 || !p.IsSiteMap(p.pageAt(p.table.best[a.from]))
	})
}

// IsSiteMap reports whether a page is the site's map (网站地图, 网站导航).
func (p *Portal) IsSiteMap(pg *Page) bool {
	if !pg.OK() || pg == p.Home {
		return false
	}
	f := pg.Facts()
	for _, s := range [...]string{f.Title, f.Heading, f.HTMLTitle, f.Meta.ColumnName} {
		if k := extract.Fold(s); strings.Contains(k, "网站地图") || strings.Contains(k, "站点地图") || strings.HasPrefix(k, "sitemap") {
			return true
		}
	}
	return false
}

// declared adds pages whose ColumnType label (47号) says what they are.
func (p *Portal) declared(asked, names []string, best map[addr]Match) {
	for _, n := range p.names().typed {
		i := slices.Index(asked, p.table.words.text(n.key))
		if _, ok := best[n.id]; i >= 0 && !ok {
			best[n.id] = p.match(n, Declared, names[i])
		}
	}
}

func (p *Portal) findLabels(asked, names []string, own string, within []*Column) []Match {
	var out []Match
	for _, l := range p.labels {
		g, which := grade(l.key, asked, own)
		if g != Exact {
			continue
		}
		switch {
		case l.Via == extract.Script:
			g = InScript
		case l.Via == extract.Anchor:
			g = DeadEntry
		default:
			g = OnPage
		}
		on := p.Page(l.From)
		m := Match{Grade: g, Name: names[which], Text: l.Text, Anchor: l.Anchor, Page: on}
		if on != nil {
			m.Column = p.columns[on.id]
		}
		if len(within) == 0 || below(m, within) {
			m.Column = nil
			out = append(out, m)
		}
	}
	return out
}

func below(m Match, within []*Column) bool {
	for c, n := m.Column, 0; c != nil && n < 20; c, n = c.Parent, n+1 {
		if slices.Contains(within, c) {
			return true
		}
	}
	return slices.ContainsFunc(within, func(c *Column) bool {
		return m.Anchor.From != "" && key(m.Anchor.From) == key(c.URL)
	})
}

func preferred(a, b Match) bool { return byPreference(a, b) < 0 }

func byPreference(a, b Match) int {
	return cmp.Or(cmp.Compare(a.Grade, b.Grade), cmp.Compare(a.Place, b.Place), order(!a.Page.OK(), !b.Page.OK()),
		order(a.Anchor.Region != extract.Nav, b.Anchor.Region != extract.Nav), cmp.Compare(b.Anchor.Count, a.Anchor.Count),
		strings.Compare(a.URL, b.URL), strings.Compare(a.Text, b.Text))
}

// Near is a name on the site that resembles one that was looked for.
type Near struct {
	Anchor Anchor
	URL    string // "" where it leads nowhere
	Score  float64
}

// Nearest returns the name of a column that comes nearest to any of names, going
// by [Resemblance], and false where none has anything in common with them. Names
// for which skip is true do not count; url is "" for one that leads nowhere.
func (p *Portal) Nearest(names []string, skip func(text, url string) bool) (Near, bool) {
	var best Near
	wanted := make([][]uint64, len(names))
	for i, want := range names {
		wanted[i] = Pairs(want)
	}
	consider := func(n Near) {
		has := Pairs(n.Anchor.Text)
		for _, want := range wanted {
			n.Score = max(n.Score, inCommon(has, want))
		}
		if n.Score > best.Score || n.Score == best.Score && n.Score > 0 && n.Anchor.Text < best.Anchor.Text {
			best = n
		}
	}
	for _, n := range p.names().of {
		url := p.table.url(n.id)
		if n.article || skip(p.text(n), url) {
			continue
		}
		a := Anchor{Text: p.text(n), From: url}
		if n.anchor >= 0 {
			a = p.table.anchor(&p.table.anchors[n.anchor])
		}
		consider(Near{Anchor: a, URL: url})
	}
	for _, l := range p.labels {
		if !skip(l.Text, "") {
			consider(Near{Anchor: l.Anchor})
		}
	}
	return best, best.Score > 0
}
