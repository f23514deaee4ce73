package extract

import "github.com/govaudit/govaudit/internal/htmltree"

// tagSet is a set of elements by their names.
type tagSet [4]uint64

func tagsOf(tags ...htmltree.Tag) *tagSet {
	s := new(tagSet)
	for _, t := range tags {
		s.add(t)
	}
	return s
}

func (s *tagSet) add(t htmltree.Tag) { s[t>>6] |= 1 << (t & 63) }

func (s *tagSet) has(t htmltree.Tag) bool { return s[t>>6]>>(t&63)&1 != 0 }

func (s *tagSet) meets(o *tagSet) bool {
	return s[0]&o[0]|s[1]&o[1]|s[2]&o[2]|s[3]&o[3] != 0
}

// What readers of the whole page look for.
var (
	baseTags   = tagsOf(htmltree.Base)
	metaTags   = tagsOf(htmltree.Meta)
	scriptTags = tagsOf(htmltree.Script)
	tableTags  = tagsOf(htmltree.Table)
	inertTags  = tagsOf(htmltree.Template)
	entryTags  = tagsOf(htmltree.Input, htmltree.Select, htmltree.Textarea)
	linkTags   = tagsOf(htmltree.A)
	fileTags   = tagsOf(htmltree.A, htmltree.Iframe, htmltree.Embed, htmltree.Object)
	stampTags  = tagsOf(htmltree.Img, htmltree.Div, htmltree.Span, htmltree.I, htmltree.Em, htmltree.B, htmltree.P)

	rareTags = tagsOf(htmltree.Base, htmltree.Input, htmltree.Meta, htmltree.Script, htmltree.Select, htmltree.Table, htmltree.Template, htmltree.Textarea)
)

// findRare notes the elements that are looked for again and again though a page has
// few of them.
func (p *page) findRare() {
	p.rare = p.rare[:0]
	nodes := p.tree.Nodes
	n := int32(0)
	until := func(stop int32) {
		for i := range nodes[n:stop] {
			if rareTags.has(nodes[n:stop][i].Tag) {
				p.rare = append(p.rare, n+int32(i))
			}
		}
		n = stop
	}
	for _, g := range p.grafts {
		until(g.at)
		for _, k := range g.rare {
			p.rare = append(p.rare, g.at+k)
		}
		n = g.stop
	}
	until(int32(len(nodes)))
}

// each yields the elements of a set of rareTags in page order.
func (p *page) each(set *tagSet) func(yield func(n int32) bool) {
	return func(yield func(n int32) bool) {
		for _, n := range p.rare {
			if set.has(p.tree.Nodes[n].Tag) && !yield(n) {
				return
			}
		}
	}
}

// shown yields the elements of a set from node n on, without known parts that are
// nothing but menu, breadcrumb or footer: once the zones are settled.
func (p *page) shown(n int32, set *tagSet) func(yield func(n int32) bool) {
	return func(yield func(n int32) bool) {
		nodes := p.tree.Nodes
		grafts, at := graftAt(p.grafts, n)
		for end := int32(len(nodes)); n < end; {
			for stop := min(at, end); n < stop; n++ {
				if set.has(nodes[n].Tag) && !yield(n) {
					return
				}
			}
			if n == at {
				g := &grafts[0]
				grafts, at = graftAt(grafts[1:], n)
				if g.beside || !g.tags.meets(set) {
					n = g.stop
				}
			}
		}
	}
}

// settleGrafts notes which known parts stand beside what the page is about.
func (p *page) settleGrafts() {
	for k := range p.grafts {
		g := &p.grafts[k]
		g.beside = true
		for _, z := range p.zones[g.at:g.stop] {
			if z == inBody || z == inRelated {
				g.beside = false
				break
			}
		}
	}
}
