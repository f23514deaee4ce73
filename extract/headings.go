package extract

import "github.com/govaudit/govaudit/internal/htmltree"

// heading reads names of blocks that are no links: headings, tabs, panel titles.
func (p *page) heading(n int32) {
	if p.zones[n] != inFooter && p.mayHead(n) {
		p.addLabel(p.tree.Text(n), p.region(n), Heading)
	}
}

// mayHead reports whether n is built like the name of a block.
func (p *page) mayHead(n int32) bool {
	t := p.tree
	nd := &t.Nodes[n]
	if nd.First == 0 || p.m.of(p.m.links, t, n) > 0 || p.m.of(p.m.plain, t, n) > maxNameRunes {
		return false
	}
	return nd.Tag.Heading() != 0 || entryTag(nd.Tag) || p.namedHeading(n)
}

// entryTag reports an element that is one entry of a list or a row of tabs:
// without a link it may still be the name of a column that a script opens.
func entryTag(t htmltree.Tag) bool {
	return t == htmltree.Li || t == htmltree.Dt || t == htmltree.Th || t == htmltree.Button
}

var headingNames = []string{"tab", "tit", "hd", "column", "lanmu", "channel", "head", "caption", "menu", "nav", "biaoti", "lm", "name"}

func (p *page) namedHeading(n int32) bool {
	switch p.tree.Nodes[n].Tag {
	case htmltree.Div, htmltree.Span, htmltree.Li, htmltree.Dt, htmltree.P, htmltree.Strong, htmltree.Legend, htmltree.Caption, htmltree.Td, htmltree.Label, htmltree.Em, htmltree.B, htmltree.I:
	default:
		return false
	}
	return p.namesOf(n)&saysHeading != 0
}

func headingName(value []byte) names {
	if len(value) >= 60 {
		return 0
	}
	for _, w := range headingNames {
		if indexFold(value, w) >= 0 {
			return saysHeading
		}
	}
	return 0
}
