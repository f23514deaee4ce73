package extract

import (
	"net/url"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// known is what a part of a page says by itself, whatever page of the site it stands
// on. Nodes and places in the text count from the beginning of the part.
type known struct {
	scope                       string // where ways hold; see page.origin
	plain, linked, links, dates []int32
	writable, pictures          bool
	names                       []names
	named                       bool   // one of them is that of a main text
	tags                        tagSet // of its elements
	heads, foots                bool   // a text may head related links, or is one of a footer
	ways                        []knownWay
	rare                        []int32 // elements of rareTags
	crumbs                      []int32 // nodes that may belong to a breadcrumb
	ends                        []int32 // nodes that may lead somewhere or name a column
	lines                       knownLines
}

// knownWay is what the link n says.
type knownWay struct {
	n   int32
	way *way
}

// knownLines are the lines of a part; see content.cut.
type knownLines struct {
	text      string
	rows      []line
	sum       []int32 // weight, where the part stands in the body
	links     []int32
	last      line // the line that is still open behind the part
	open      bool
	spoken    bool  // there is a text
	inline    int32 // the parent of the last one
	pictorial bool  // pictures stand for labels, where the part stands in the body
}

// before is the number of nodes before a part that is read by itself: the root and the body.
const before = 2

// knowPiece reads a part of p by itself; nil where it would not be the same.
func knowPiece(p *page, scope string, piece *htmltree.Piece) *known {
	t := new(htmltree.Tree)
	t.Parse([]byte("<body>" + piece.Source()))
	n := before + int(piece.Len())
	if len(t.Nodes) != n {
		return nil
	}
	f := &Facts{}
	q := &page{url: p.url, base: p.url, gb: p.gb, tree: t, f: f, resolved: map[string]string{}, seen: &linkSet{f: f},
		names: make([]names, n), ways: make([]*way, n), zones: make([]zone, n)}
	q.m.take(q.tree, nil)
	k := &known{scope: scope, writable: q.m.writable, pictures: q.m.pictures, names: make([]names, n-before),
		plain: q.m.plain[before:], linked: q.m.linked[before:], links: q.m.links[before:], dates: q.m.dates[before:]}
	for i := int32(before); i < int32(n); i++ {
		at := i - before
		k.names[at] = q.namesOf(i)
		if t.Nodes[i].Tag == htmltree.A || t.Nodes[i].Tag == htmltree.Area {
			k.ways = append(k.ways, knownWay{at, q.wayOf(i)})
		}
		if q.mayBeCrumb(i) {
			k.crumbs = append(k.crumbs, at)
		}
		if q.mayLead(i) {
			k.ends = append(k.ends, at)
		}
		k.named = k.named || k.names[at]&(saysText|saysLoose) != 0
		if nd := &t.Nodes[i]; nd.Kind == htmltree.Element {
			k.tags.add(nd.Tag)
			if rareTags.has(nd.Tag) {
				k.rare = append(k.rare, at)
			}
		}
		k.heads, k.foots = k.heads || q.relatedHead(i) != "", k.foots || q.speaksOfFooter(i)
	}
	k.lines = linesOf(q)
	return k
}

// findGrafts notes the known parts of the page of which what is known holds here.
func (p *page) findGrafts() {
	p.grafts = p.grafts[:0]
	for _, g := range p.tree.Grafts {
		if !p.within(g.At) {
			p.grafts = append(p.grafts, graft{at: g.At, stop: g.Stop, known: g.Said.(*known)})
		}
	}
}

// useGrafts puts what the attributes and links of known parts say in its place.
func (p *page) useGrafts() {
	for _, g := range p.grafts {
		copy(p.names[g.at:g.stop], g.names)
		if g.scope != p.origin() {
			continue
		}
		for _, w := range g.ways {
			p.ways[g.at+w.n] = w.way
		}
	}
}

// graft is a known part of the page: its nodes from at to stop-1.
type graft struct {
	at, stop int32
	beside   bool // see settleGrafts
	*known
}

// graftAt returns the first of grafts that begins at node n or behind it, and where
// it begins; beyond the tree if there is none.
func graftAt(grafts []graft, n int32) (rest []graft, at int32) {
	for len(grafts) > 0 && grafts[0].at < n {
		grafts = grafts[1:]
	}
	if len(grafts) == 0 {
		return nil, 1<<31 - 1
	}
	return grafts, grafts[0].at
}

// within reports whether n stands in a link or in something that is not read as text,
// so that what is known of it does not hold.
func (p *page) within(n int32) bool {
	t := p.tree
	for up := t.Nodes[n].Parent; up != 0; up = t.Nodes[up].Parent {
		switch t.Nodes[up].Tag {
		case htmltree.A, htmltree.Script, htmltree.Style, htmltree.Select, htmltree.Textarea, htmltree.Title, htmltree.Head, htmltree.Noscript, htmltree.Template,
			htmltree.SVG, htmltree.Iframe, htmltree.Noframes, htmltree.Noembed, htmltree.Xmp:
			return true
		}
	}
	return false
}

// add fills the measures of a known part that begins at node g.at; before it stand
// plain, linked, links and dates.
func (m *measure) add(g *graft, plain, linked, links, dates int32) {
	fill := func(to, from []int32, by int32) {
		to = to[g.at : g.stop+1]
		for i, v := range from[:len(to)] {
			to[i] = v + by
		}
	}
	fill(m.plain, g.plain, plain)
	fill(m.linked, g.linked, linked)
	fill(m.links, g.known.links, links)
	fill(m.dates, g.dates, dates)
	m.writable, m.pictures = m.writable || g.writable, m.pictures || g.pictures
}

// scopeOf is the origin of a page at u without a base of its own.
func scopeOf(u *url.URL, gb bool) string {
	s := u.Scheme + " " + u.Host + " " + u.Host
	if gb {
		s += " gb"
	}
	return s
}
