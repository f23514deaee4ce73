package extract

import (
	"bytes"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// A page may show several lists, each below a heading of its own: none of these is the
// heading of the page, and what the others hold is none of the first.

// Bounds of a section.
const (
	sectionLinks  = 2 // it has at least
	sectionLevels = 5 // its box is at most so far above its heading
)

// isSection reports that the heading n has others of its kind beside it, each above
// links of its own.
func (c *content) isSection(n int32) bool {
	t := c.t
	for up, level := n, 0; level < sectionLevels; up, level = t.Nodes[up].Parent, level+1 {
		in := t.Nodes[up].Parent
		if in <= 0 || t.Nodes[up].Tag == htmltree.Body {
			return false
		}
		own, others := false, false
		for k := t.Nodes[in].First; k > 0; k = t.Nodes[k].Next {
			if !c.sameKind(k, up) || !c.headed(k, n) {
				continue
			}
			switch end := c.sectionEnd(k, up); {
			case !c.mostlyLinked(k, end):
			case k == up:
				own = true
			default:
				others = true
			}
		}
		if own && others {
			return true
		}
	}
	return false
}

// sameKind reports elements of one name and class.
func (c *content) sameKind(a, b int32) bool {
	if a == b {
		return true
	}
	x, y := &c.t.Nodes[a], &c.t.Nodes[b]
	if x.Kind != htmltree.Element || x.Tag != y.Tag {
		return false
	}
	p, _ := c.t.AttrBytes(a, "class")
	q, _ := c.t.AttrBytes(b, "class")
	return bytes.Equal(p, q)
}

// headed reports that an element is, or begins with, a heading of the kind of n.
func (c *content) headed(k, n int32) bool {
	for i := k; i < c.t.Nodes[k].Stop; i++ {
		if c.sameKind(i, n) {
			return true
		}
		if c.t.Nodes[i].Tag == htmltree.A {
			return false
		}
	}
	return false
}

// sectionEnd returns the node behind the section that begins with k: the box k itself,
// or what stands up to the next of the kind of up.
func (c *content) sectionEnd(k, up int32) int32 {
	t := c.t
	if c.linkCount(k) >= sectionLinks {
		return t.Nodes[k].Stop
	}
	for next := t.Nodes[k].Next; next > 0; next = t.Nodes[next].Next {
		if c.sameKind(next, up) {
			return next
		}
	}
	return t.Nodes[t.Nodes[k].Parent].Stop
}

// mostlyLinked reports that what stands between two nodes is a list of links: beside them
// stand days, the heads of columns and what the list is turned by.
func (c *content) mostlyLinked(from, to int32) bool {
	if c.links[to]-c.links[from] < sectionLinks {
		return false
	}
	var runes, linked int32
	for i := c.firstLine(from); i < c.lastLine(to); i++ {
		runes += c.rows[i].runes
		linked += c.rows[i].linked
	}
	return linked*3 > runes
}
