package extract

import (
	"cmp"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// oneLetter reads the page as that of one letter, or of a list with one row.
func (c *content) oneLetter(hits []letterHit) {
	l := Letter{Own: true}
	row := int32(0)
	for i := range hits {
		l.take(c, &hits[i], c.nextLine(hits, i))
		if hits[i].role == askedRole {
			row = c.rowAround(hits[i].node)
		}
	}
	if row != 0 {
		if url, title := c.letterLink(row, c.t.Nodes[row].Stop); url != "" && runeCount(title) >= minTitleRunes {
			l.Own, l.URL, l.Title = false, url, title
		}
	}
	if l.Title == "" {
		l.Title = cmp.Or(c.f.Heading, c.f.Title)
	}
	c.addLetter(l)
}

func (c *content) nextLine(hits []letterHit, i int) int {
	for _, h := range hits[i+1:] {
		if h.line > hits[i].line {
			return h.line
		}
	}
	return len(c.rows)
}

// rowAround returns the row of a list that a node stands in, 0 if none.
func (c *content) rowAround(n int32) int32 {
	for _, tag := range [...]htmltree.Tag{htmltree.Li, htmltree.Tr, htmltree.Dl} {
		if up := c.t.Up(n, tag); up != 0 && c.textBytes(up) <= maxLetterRow && !c.p.whole(up) && !(tag == htmltree.Tr && c.p.holdsOther(up)) {
			return up
		}
	}
	return 0
}

// severalLetters reads cards or lines that follow one another. Each letter is
// what stands in the largest element that holds no second one; where all are
// lines of one block, it is what follows its first label.
func (c *content) severalLetters(hits []letterHit) {
	boxes, ok := c.letterBoxes(hits)
	if !ok {
		c.lettersInOrder(hits)
		return
	}
	above := c.titlesAbove(boxes)
	for k, box := range boxes {
		l := Letter{}
		for i := range hits {
			if c.t.Contains(box, hits[i].node) {
				l.take(c, &hits[i], min(c.nextLine(hits, i), c.firstLine(c.t.Nodes[box].Stop)))
			}
		}
		from := box
		if above != nil {
			from = above[k]
		}
		url, title := c.letterLink(from, c.t.Nodes[from].Stop)
		l.URL = url
		if l.Title == "" {
			l.Title = title
		}
		c.addLetter(l)
	}
}

// titlesAbove returns for every box the element before it beside it, where all
// boxes hold no link and each has one there: a term and its definition, a heading
// and the line below it. Nil if it is not so for all of them.
func (c *content) titlesAbove(boxes []int32) []int32 {
	out := make([]int32, len(boxes))
	for k, box := range boxes {
		if url, _ := c.letterLink(box, c.t.Nodes[box].Stop); url != "" {
			return nil
		}
		for n := c.t.Nodes[c.t.Nodes[box].Parent].First; n != 0 && n < box; n = c.t.Nodes[n].Next {
			if nd := &c.t.Nodes[n]; nd.Kind == htmltree.Element && nd.Tag != htmltree.Br {
				out[k] = n
			}
		}
		if out[k] == 0 || k > 0 && out[k] <= boxes[k-1] {
			return nil
		}
		if url, _ := c.letterLink(out[k], c.t.Nodes[out[k]].Stop); url == "" {
			return nil
		}
	}
	return out
}

// letterBoxes returns for every letter the largest element that holds its first
// label and no other letter's, and false where labels of answers stand outside.
func (c *content) letterBoxes(hits []letterHit) ([]int32, bool) {
	var asked, out []int32
	for _, h := range hits {
		if h.role == askedRole {
			asked = append(asked, h.node)
		}
	}
	alone := func(n int32, k int) bool {
		return (k == 0 || !c.t.Contains(n, asked[k-1])) && (k+1 == len(asked) || !c.t.Contains(n, asked[k+1]))
	}
	for k, node := range asked {
		box := c.blockOf(node)
		if box == 0 || !alone(box, k) {
			return nil, false
		}
		for up := c.t.Nodes[box].Parent; up != 0 && c.t.Nodes[up].Tag != htmltree.Body && !c.p.whole(up) && alone(up, k); up = c.t.Nodes[up].Parent {
			box = up
		}
		out = append(out, box)
	}
	for _, h := range hits {
		inside := false
		for k := 0; h.role == answeredRole && k < len(out) && !inside; k++ {
			inside = c.t.Contains(out[k], h.node)
		}
		if h.role == answeredRole && !inside {
			return nil, false
		}
	}
	return out, true
}

// lettersInOrder reads letters whose labels follow one another, each beginning
// with the day it was written. Where an answer comes first the order says nothing.
func (c *content) lettersInOrder(hits []letterHit) {
	var l Letter
	open, from := false, int32(1)
	end := func(to int32) {
		if !open {
			return
		}
		url, title := c.letterLink(from, to)
		l.URL = url
		if l.Title == "" {
			l.Title = title
		}
		c.addLetter(l)
		l, from = Letter{}, to
	}
	last := int32(1)
	for i := range hits {
		h := &hits[i]
		switch {
		case h.role == askedRole:
			end(last)
			open = true
		case h.role == answeredRole && !open:
			c.f.Letters = nil
			return
		}
		if open {
			l.take(c, h, c.nextLine(hits, i))
		}
		last = h.node + 1
	}
	end(last)
}
