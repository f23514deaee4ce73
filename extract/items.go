package extract

import (
	"bytes"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// Bounds and thresholds of list rows.
const (
	MaxItems       = 1000 // list rows kept of one page
	maxRowText     = 2000 // bytes of text: more is a page, not a row
	minTitleRunes  = 4
	articleRunes   = 150 // running text of an article, at least
	paragraphRunes = 25
	besideRunes    = 40 // a text beside a link that may hold its date, at most
)

// row is one row of a list while it is put together.
type row struct {
	node, box int32 // the element of the row and the one that holds all rows
	line      int   // where rows are lines of one block: the line; else -1
	link      int32
	text      string // of the link
	item      Item
}

// group is a set of rows of one shape.
type group struct {
	rows  []row
	box   int32
	tag   htmltree.Tag
	dated int
	runes int
}

// readItems fills Items: the rows of the page's list. Rows belong together by
// their shape and place, not by names. Menus, tabs, pagination and neighbours of
// an article are not rows.
func (c *content) readItems() {
	article := c.isArticle()
	if article && !c.hasDatedRow(c.body) {
		return // rows beside an article are not its own
	}
	groups := c.groups()
	if len(groups) == 0 {
		return
	}
	head := c.articleHead() || c.certain && c.f.Meta.ArticleTitle != "" && sameText(c.f.Meta.ArticleTitle, c.f.Heading)
	best, bestRows := -1, 0
	anyDated := false
	for i := range groups {
		g := &groups[i]
		if g.dated*2 >= len(g.rows) {
			anyDated = true
			if n := len(g.rows); n > bestRows {
				best, bestRows = i, n
			}
		}
	}
	if !anyDated {
		most := 0
		for i := range groups {
			g := &groups[i]
			if len(g.rows) >= 3 && g.runes >= len(g.rows)*titleRunes && g.runes > most || len(g.rows) == 1 && most == 0 && g.runes >= 12 && c.t.Contains(c.p.main, g.box) {
				best, most = i, g.runes
			}
		}
		if best < 0 {
			return
		}
	}
	main := &groups[best]
	if head && len(main.rows) < listRepeats {
		return
	}
	// A short notice beside a ranking of others: titles without dates, apart from
	// the text under its heading.
	if head && c.certain && !anyDated && !c.t.Contains(c.body, main.box) {
		return
	}
	for i := range groups {
		g := &groups[i]
		if article && !c.t.Contains(c.body, g.box) {
			continue
		}
		if article && g.dated*2 < len(g.rows) {
			continue
		}
		if i != best {
			same := g.tag == main.tag && c.sameNames(g.box, main.box) && c.t.Nodes[g.box].Tag == c.t.Nodes[main.box].Tag
			if anyDated {
				if g.dated*2 < len(g.rows) && !(same && len(g.rows) > 1 && g.runes >= len(g.rows)*titleRunes) || !same && len(g.rows)*2 < bestRows && !c.t.Contains(c.body, g.box) {
					continue
				}
			} else if !same || g.runes < len(g.rows)*titleRunes {
				continue
			}
		}
		c.list = c.list || !article
		for _, r := range g.rows {
			if len(c.f.Items) < MaxItems {
				c.f.Items = append(c.f.Items, r.item)
			}
		}
	}
}

// isArticle reports whether the main text is running text.
func (c *content) isArticle() bool {
	runes := int32(0)
	end := c.t.Nodes[c.body].Stop
	for i := c.firstLine(c.body); i < len(c.rows) && c.rows[i].node < end; i++ {
		l := &c.rows[i]
		if l.runes >= paragraphRunes && l.linked*4 < l.runes && c.p.zones[l.node] == inBody && c.t.Up(l.block, htmltree.Li) == 0 {
			if runes += l.runes; runes >= articleRunes {
				return true
			}
		}
	}
	return false
}

// hasDatedRow reports whether a link below n is a row there that shows a date.
func (c *content) hasDatedRow(n int32) bool {
	t := c.t
	for i := max(n, 1); i < t.Nodes[n].Stop; i++ {
		if t.Nodes[i].Tag != htmltree.A || c.p.zones[i] != inBody {
			continue
		}
		if r, ok := c.rowOf(i); ok && t.Contains(n, r.box) && c.fill(&r) && r.dated() {
			return true
		}
	}
	return false
}

// dated reports whether the row shows a date, whole or without its year.
func (r *row) dated() bool { return r.item.Day != 0 || r.item.Guessed }

// groups collects the rows of the body by shape and place.
func (c *content) groups() []group {
	rows := c.found[:0]
	t := c.t
	for i := range c.p.shown(1, linkTags) {
		if len(rows) >= 4*MaxItems {
			break
		}
		if c.p.zones[i] != inBody {
			continue
		}
		r, ok := c.rowOf(i)
		if !ok {
			continue
		}
		if k := len(rows) - 1; k >= 0 && rows[k].node == r.node && rows[k].line == r.line {
			// Several links in a row: the longest is the title.
			if runeCount(r.text) > runeCount(rows[k].text) {
				rows[k] = r
			}
			continue
		}
		rows = append(rows, r)
	}
	c.found = rows
	defer clear(rows)
	var out []group
	index := map[[2]int32]int{}
	for _, r := range rows {
		if !c.fill(&r) {
			continue
		}
		key := [2]int32{r.box, int32(t.Nodes[r.node].Tag)}
		k, ok := index[key]
		if !ok {
			k = len(out)
			index[key] = k
			out = append(out, group{box: r.box, tag: t.Nodes[r.node].Tag})
		}
		g := &out[k]
		g.rows = append(g.rows, r)
		g.runes += runeCount(r.item.Title)
		if r.dated() {
			g.dated++
		}
	}
	return out
}

// controls are links of a list that are no rows: a few characters each, see fewHan.
var controls = map[string]bool{
	"更多": true, "more": true, "更多>>": true, "首页": true, "上一页": true, "最后一页": true, "第一页": true, "末尾页": true, "最末页": true, "前一页": true, "后一页": true, "下10页": true, "下一页": true, "尾页": true, "末页": true, "上页": true, "下页": true,
	"上一篇": true, "下一篇": true, "返回": true, "返回列表": true, "关闭": true, "打印": true, "查看": true, "查看更多": true, "下载": true, "详情": true,
	"查看详情": true, "more>>": true, "+more": true, "[更多]": true, "more+": true, "跳转": true, "go": true, "返回顶部": true, "关闭窗口": true, "打印本页": true,
}

// postLinks bounds the links of a post in a list: title, date, author, columns, more.
const postLinks = 6

// post returns the <article> in a list of such that a link stands in, 0 if none,
// and whether the link is its title: the one in its heading.
func (c *content) post(a int32) (node int32, title bool) {
	t := c.t
	node = t.Up(a, htmltree.Article)
	if node == 0 || c.linkCount(node) > postLinks || c.linkCount(node) < 2 || c.linkCount(t.Nodes[node].Parent) == c.linkCount(node) {
		return 0, false
	}
	head := int32(0)
	for i := node + 1; i < t.Nodes[node].Stop; i++ {
		if tag := t.Nodes[i].Tag; tag >= htmltree.H1 && tag <= htmltree.H6 {
			if head != 0 {
				return 0, false
			}
			head = i
		}
	}
	if head == 0 || c.linkCount(head) != 1 {
		return 0, false
	}
	return node, t.Contains(head, a)
}

// rowOf finds the row a link belongs to.
func (c *content) rowOf(a int32) (row, bool) {
	t := c.t
	href, ok := t.AttrBytes(a, "href")
	if !ok || len(href) > 2048 {
		return row{}, false
	}
	text := c.linkTitle(a)
	if n := runeCount(text); n < minTitleRunes && c.linkCount(t.Nodes[a].Parent) > 1 || n == 0 || fewHan(text) && controls[Fold(text)] {
		return row{}, false
	}
	if k := t.Nodes[a].Prev; k != 0 && bytes.Contains(t.RawBytes(k), []byte("一")) {
		if p := precedingText(t, a); strings.HasSuffix(p, "上一篇：") || strings.HasSuffix(p, "下一篇：") || strings.HasSuffix(p, "上一条：") || strings.HasSuffix(p, "下一条：") {
			return row{}, false
		}
	}
	if strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://") {
		return row{}, false
	}
	if strings.HasPrefix(text, "上一篇") || strings.HasPrefix(text, "下一篇") || strings.HasPrefix(text, "上一条") || strings.HasPrefix(text, "下一条") {
		return row{}, false
	}
	if m, ok := edgeDay(text); ok && m.start == 0 && m.end == len(text) {
		return row{}, false // the date of a row, linked to its month
	}
	r := row{link: a, text: text, line: -1}
	if post, title := c.post(a); post != 0 {
		r.node, r.box = post, t.Nodes[post].Parent
		return r, title
	}
	for n, k := t.Nodes[a].Parent, 0; n != 0 && k < 8; n, k = t.Nodes[n].Parent, k+1 {
		if tag := t.Nodes[n].Tag; tag == htmltree.Li || tag == htmltree.Tr || tag == htmltree.Dd || tag == htmltree.Dt {
			r.node = n
			break
		}
	}
	if r.node != 0 && (c.linkCount(r.node) > 6 && c.weight(r.node) > 120 || c.severalLines(a) || c.severalHeads(r.node)) {
		r.node = 0
	}
	if r.node == 0 {
		r.node = c.blockOf(t.Nodes[a].Parent)
		if t.Nodes[a].Tag == htmltree.A && c.hasBlock(a) {
			r.node = a
		}
		if r.node == 0 {
			return row{}, false
		}
		if (c.linkCount(r.node) > 2 || c.severalLines(a)) && r.node != a {
			r.line = c.lineOf(a) // rows parted by <br>
		}
	}
	if r.line < 0 {
		for k := 0; k < 4; k++ { // the wrapper of one row
			up := t.Nodes[r.node].Parent
			if up == 0 || t.Nodes[up].Tag == htmltree.Body || c.linkCount(up) != max(c.linkCount(r.node), 1) || t.Nodes[r.node].Tag == htmltree.Li && t.Nodes[up].Tag == htmltree.Ul && c.linkCount(t.Nodes[up].Parent) == c.linkCount(up) {
				break
			}
			r.node = up
		}
		r.box = t.Nodes[r.node].Parent
		if t.Nodes[r.box].Tag == htmltree.Tbody || t.Nodes[r.box].Tag == htmltree.Thead {
			r.box = t.Nodes[r.box].Parent
		}
	} else {
		r.box = r.node
	}
	return r, true
}

// linkTitle returns what a link says; of one that wraps a whole row (title,
// summary, date) the title alone: its heading, else its first line.
func (c *content) linkTitle(a int32) string {
	t := c.t
	if c.hasBlock(a) {
		for k := a + 1; k < t.Nodes[a].Stop; k++ {
			if t.Nodes[k].Tag.Heading() > 0 {
				if s := clean(t.Text(k)); s != "" {
					return s
				}
			}
		}
		end := t.Nodes[a].Stop
		for i := c.firstLine(a); i < len(c.rows) && c.rows[i].node < end; i++ {
			if s := c.words(i); runeCount(s) >= minTitleRunes && strings.Trim(s, "0123456789-./:年月日[]() ") != "" {
				return s
			}
		}
	}
	s := clean(t.Text(a))
	if s == "" {
		if v, ok := t.Attr(a, "title"); ok {
			s = clean(v)
		}
	}
	if s == "" {
		for k := a + 1; k < t.Nodes[a].Stop; k++ {
			if v, ok := t.Attr(k, "alt"); ok && t.Nodes[k].Tag == htmltree.Img {
				return clean(v)
			}
		}
	}
	return s
}

// severalLines reports whether the block a link stands in has several lines with
// links that are titles: rows parted by <br>.
func (c *content) severalLines(a int32) bool {
	block := c.blockOf(c.t.Nodes[a].Parent)
	if c.linkCount(block) < 2 {
		return false
	}
	n, first := 0, c.firstLine(block)
	for i := first; i < min(len(c.rows), first+400) && c.rows[i].node < c.t.Nodes[block].Stop; i++ {
		if l := &c.rows[i]; l.block == block && l.linked >= minTitleRunes+2 {
			if n++; n > 1 {
				return true
			}
		}
	}
	return false
}

// headSpan bounds the nodes of an entry that are looked at for headings.
const headSpan = 400

// severalHeads reports whether the entry of a list has several headings with links:
// it is a part of the page, and each heading a row.
func (c *content) severalHeads(entry int32) bool {
	t := c.t
	heads := 0
	for i := entry + 1; i < min(t.Nodes[entry].Stop, entry+headSpan); i++ {
		if t.Nodes[i].Tag.Heading() > 0 && c.linkCount(i) > 0 {
			if heads++; heads > 1 {
				return true
			}
		}
	}
	return false
}

// hasBlock reports whether a link has a block inside: it is a whole row itself.
func (c *content) hasBlock(a int32) bool {
	for k := a + 1; k < c.t.Nodes[a].Stop; k++ {
		if nd := &c.t.Nodes[k]; nd.Kind == htmltree.Element && nd.Tag.Block() && nd.Tag != htmltree.Br {
			return true
		}
	}
	return false
}

// lineOf returns the line that holds node n.
func (c *content) lineOf(n int32) int { return max(0, c.firstLine(n+2)-1) }

func precedingText(t *htmltree.Tree, n int32) string {
	if k := t.Nodes[n].Prev; k != 0 && t.Nodes[k].Kind == htmltree.Text {
		return clean(t.Text(k))
	}
	return ""
}
