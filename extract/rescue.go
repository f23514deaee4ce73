package extract

import (
	"bytes"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// rescue takes back into the body what names or words marked as something else
// although the page can have no other main part: the block with the declared
// title (a header bar named …top), and the list of a column that is called like
// a block of related links (政策解读).
func (c *content) rescue() {
	c.rescueInfo()
	c.rescueTitle()
	c.rescueRows()
}

// rescueInfo frees blocks without links, and short ones with a date: a menu has
// links. Dates float to the right and source lines stand on top, and are named
// so. The day of reading is no such date.
func (c *content) rescueInfo() {
	t, m := c.t, &c.p.m
	for i := 1; i < len(t.Nodes); i++ {
		n := int32(i)
		if t.Nodes[i].Kind != htmltree.Element || c.p.zones[i] != inNav || c.p.zones[t.Nodes[i].Parent] == inNav {
			continue
		}
		links := m.of(m.links, t, n)
		if (links == 0 && m.of(m.plain, t, n) > 0 || links <= 6 && m.of(m.dates, t, n) > 0) && !c.p.tellsToday(n) {
			c.p.fill(n, inBody)
		}
		i = int(t.Nodes[i].Stop) - 1
	}
}

// tellsToday reports a block that tells the day of reading, as the heads of sites do.
func (p *page) tellsToday(n int32) bool {
	t := p.tree
	for i := n; i < t.Nodes[n].Stop; i++ {
		if nd := &t.Nodes[i]; nd.Kind == htmltree.Text && !nd.RawText && containsAny(t.RawBytes(i), todayWords) {
			return true
		}
	}
	return false
}

// todayWords stand beside the day of reading.
var todayWords = lexiconOf("今天是", "今日是", "今天：", "今日：", "星期", "禮拜", "农历", "農曆")

// rescueTitle frees the block that holds the declared title, where none in the
// body comes before it.
func (c *content) rescueTitle() {
	declared := Fold(c.f.Meta.ArticleTitle)
	if len(declared) < 12 {
		return
	}
	t, lost := c.t, int32(0)
	han := 0 // Chinese characters of the title
	for i := range len(declared) {
		if declared[i] >= 0xE3 && declared[i] <= 0xE9 { // a simplified one may be of the extension
			han++
		}
	}
	first, _ := utf8.DecodeRuneInString(declared)
	for i := range t.Nodes {
		n, nd := int32(i), &t.Nodes[i]
		if nd.Kind != htmltree.Element || nd.Tag.Heading() == 0 && nd.Tag != htmltree.Div && nd.Tag != htmltree.P && nd.Tag != htmltree.Td && nd.Tag != htmltree.Span {
			continue
		}
		if c.p.zones[i] == inCrumbs || nd.Stop-n > 12 || !c.mayRead(n, han, first) || Fold(t.Text(n)) != declared {
			continue
		}
		if c.p.zones[i] == inBody { // the first that says it is the heading
			break
		}
		if lost == 0 && t.Up(n, htmltree.A) == 0 {
			lost = n
		}
	}
	if lost == 0 {
		return
	}
	z := c.p.zones[lost]
	for up := t.Nodes[lost].Parent; up != 0 && c.p.zones[up] == z; up = t.Nodes[up].Parent {
		lost = up
	}
	if m := &c.p.m; m.of(m.links, t, lost) <= 12 {
		c.p.fill(lost, inBody)
	}
}

// mayRead reports whether the text of n may be one that, folded, begins with first
// and has no more Chinese characters than han. It does so without making the text.
func (c *content) mayRead(n int32, han int, first rune) bool {
	t, m := c.t, &c.p.m
	begun := false // a character of the text was seen
	empty := m.of(m.plain, t, n)+m.of(m.linked, t, n) == 0
	for i := n; i < t.Nodes[n].Stop; i++ {
		switch nd := &t.Nodes[i]; {
		case nd.Tag == htmltree.Select || nd.Tag == htmltree.Noscript || nd.Tag == htmltree.Textarea || nd.Tag == htmltree.Title || nd.Tag == htmltree.Template || nd.Tag == htmltree.Iframe || nd.Tag == htmltree.Noframes || nd.Tag == htmltree.Noembed || nd.Tag == htmltree.Head:
			return true // measured or read in a way of its own
		case nd.Kind == htmltree.Text && !nd.RawText:
			raw := t.RawBytes(i)
			if blank(raw) {
				continue
			}
			if !begun {
				begun = true
				r, _ := utf8.DecodeRune(bytes.TrimLeft(raw, " \t\r\n"))
				if r >= firstHan && r <= lastHan && foldRune(r) != first {
					return false
				}
			}
			for _, b := range raw {
				if startsHan(b) {
					if han--; han < 0 {
						return false
					}
				}
			}
		}
	}
	return !empty
}

// startsHan reports the first byte of a Chinese character.
func startsHan(b byte) bool { return b >= 0xE4 && b <= 0xE9 }

// rescueRows frees the dated rows of blocks marked as related or as menus, where
// the body has neither rows nor text.
func (c *content) rescueRows() {
	t, m := c.t, &c.p.m
	var dates, plain [inFooter + 1]int32
	enough := articleRunes + 10*m.dates[len(t.Nodes)] // however many of the dates are in the body
	for i := range t.Nodes {
		if t.Nodes[i].Kind == htmltree.Text {
			z := c.p.zones[i]
			dates[z] += m.dates[i+1] - m.dates[i]
			plain[z] += m.plain[i+1] - m.plain[i]
			if z == inBody && plain[z] >= enough {
				return
			}
		}
	}
	if plain[inBody] >= articleRunes+10*dates[inBody] {
		return
	}
	for _, z := range [...]zone{inRelated, inNav} {
		if dates[z] < 2 || dates[z] <= 2*dates[inBody] {
			continue
		}
		for i := 0; i < len(t.Nodes); i++ {
			n := int32(i)
			if c.p.zones[i] == z && m.of(m.dates, t, n) >= 2 {
				c.p.fill(n, inBody)
				i = int(t.Nodes[i].Stop) - 1
			}
		}
		return
	}
}
