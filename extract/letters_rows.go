package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// letterHead is a row of nothing but labels above rows of letters.
type letterHead struct {
	node  int32
	roles []letterRole
	words []string // as Fold writes them
}

// letterTables reads lists of letters whose columns have a heading: tables, and
// lists whose first row or a block above them holds the labels.
func (c *content) letterTables() {
	heads := c.letterHeads()
	for i := range heads {
		end := int32(len(c.t.Nodes))
		if i+1 < len(heads) {
			end = heads[i+1].node
		}
		c.letterRows(&heads[i], end)
	}
}

const (
	maxHeads  = 40 // labels that are tried as the beginning of a heading
	maxClimbs = 5
)

func (c *content) letterHeads() []letterHead {
	var out []letterHead
	tried := 0
	for i := 0; i < len(c.rows) && tried < maxHeads; i++ {
		l := &c.rows[i]
		if z := c.p.zones[l.node]; l.to-l.from > 240 || z == inNav || z == inFooter || z == inCrumbs {
			continue
		}
		if len(out) > 0 && c.t.Contains(out[len(out)-1].node, l.node) {
			continue
		}
		first := firstPiece(c.line(i))
		if end := foldedEnd(first); end != '号' && end != '别' && end != '型' && !mayEndRole(first) || hanIn(first) > roleRunes {
			continue
		}
		switch piece := Fold(first); letterLabel(piece) {
		case noRole:
			if piece != "序号" && piece != "编号" && piece != "信件编号" && piece != "类别" && piece != "类型" && piece != "信件类型" {
				continue
			}
		}
		tried++
		n := l.block
		for k := 0; n != 0 && k < maxClimbs; k++ {
			if h, ok := c.letterHead(n); ok {
				out = append(out, h)
				break
			}
			n = c.t.Nodes[n].Parent
		}
	}
	return out
}

func firstPiece(line string) string {
	line = strings.TrimLeft(line, "\x01 ")
	if i := strings.IndexByte(line, mark); i >= 0 {
		return line[:i]
	}
	return line
}

// letterHead reads n as the heading of a list of letters.
func (c *content) letterHead(n int32) (letterHead, bool) {
	cells := c.letterCells(n)
	h := letterHead{node: n}
	if len(cells) < 2 || len(cells) > maxLetterCols {
		return h, false
	}
	found := map[letterRole]int{}
	for _, cell := range cells {
		if cell == 0 { // covered by the one before
			h.roles, h.words = append(h.roles, noRole), append(h.words, "")
			continue
		}
		s := Fold(c.cellText(cell))
		if runeCount(s) > roleRunes || strings.ContainsAny(s, "0123456789") || strings.HasSuffix(s, ":") {
			return h, false
		}
		r := letterLabel(s)
		found[r]++
		h.roles, h.words = append(h.roles, r), append(h.words, strings.Trim(s, ":[]()【】"))
	}
	times := found[askedRole] + found[answeredRole]
	if times == 0 && (found[statusRole] == 0 || found[whenRole] == 0) || found[askedRole] > 1 {
		return h, false
	}
	return h, times+found[statusRole]+found[titleRole]+found[whenRole]+found[unitRole] >= 2
}

// letterCells returns the elements side by side in a row: its children, those of the
// one element it wraps, with 0 for what a cell of a table covers besides.
func (c *content) letterCells(n int32) []int32 {
	t := c.t
	for range 4 {
		only, many, words := int32(0), false, false
		for k := t.Nodes[n].First; k != 0; k = t.Nodes[k].Next {
			switch nd := &t.Nodes[k]; {
			case nd.Kind == htmltree.Element && nd.Tag != htmltree.Br && nd.Tag != htmltree.Script && nd.Tag != htmltree.Style:
				many = many || only != 0
				only = k
			case nd.Kind == htmltree.Text && !t.Blank(k):
				words = true
			}
		}
		if many || only == 0 || words {
			break
		}
		n = only
	}
	var out []int32
	for k := t.Nodes[n].First; k != 0 && len(out) <= maxLetterCols; k = t.Nodes[k].Next {
		nd := &t.Nodes[k]
		switch {
		case nd.Kind == htmltree.Text && !t.Blank(k):
			return nil // words beside the elements: no row of cells
		case nd.Kind != htmltree.Element || nd.Tag == htmltree.Br || nd.Tag == htmltree.Script || nd.Tag == htmltree.Style:
		case nd.Tag == htmltree.Td || nd.Tag == htmltree.Th:
			out = append(out, k)
			for x := 1; x < span(t, k, "colspan") && len(out) <= maxLetterCols; x++ {
				out = append(out, 0)
			}
		default:
			out = append(out, k)
		}
	}
	return out
}

// cellText returns what a cell says; of a picture alone, its description.
func (c *content) cellText(n int32) string {
	if s := clean(c.t.Text(n)); s != "" {
		return s
	}
	for k := n; k < c.t.Nodes[n].Stop; k++ {
		if c.t.Nodes[k].Tag != htmltree.Img {
			continue
		}
		for _, name := range [...]string{"alt", "title"} {
			if v, ok := c.t.Attr(k, name); ok && clean(v) != "" {
				return clean(v)
			}
		}
	}
	return ""
}

// letterRows reads the rows below a heading, up to the node end.
func (c *content) letterRows(h *letterHead, end int32) {
	t := c.t
	for n := t.Nodes[h.node].Stop; n < end && len(c.f.Letters) < maxLetters; {
		nd := &t.Nodes[n]
		switch nd.Tag {
		case htmltree.Tr, htmltree.Li, htmltree.Div, htmltree.Dl, htmltree.A, htmltree.P, htmltree.Ul, htmltree.Section, htmltree.Article:
			if l, ok := c.letterRow(h, n); ok {
				c.addLetter(l)
				n = nd.Stop
				continue
			}
		}
		n++
	}
}

const maxLetterRow = 1500 // bytes of text

func (c *content) letterRow(h *letterHead, n int32) (Letter, bool) {
	if c.textBytes(n) > maxLetterRow || c.textBytes(n) == 0 {
		return Letter{}, false
	}
	cells := c.letterCells(n)
	if len(cells) != len(h.roles) {
		return Letter{}, false
	}
	l := Letter{Quote: c.t.Text(n)}
	dated := false
	for i, cell := range cells {
		if cell == 0 {
			continue
		}
		switch s := c.cellText(cell); h.roles[i] {
		case askedRole:
			day, ok := letterDay(s)
			if !ok && !emptyCell(s) {
				return l, false
			}
			l.Asked, l.By, dated = day, h.words[i], dated || ok
		case answeredRole:
			day, ok := letterDay(s)
			if !ok && !emptyCell(s) && !hasAnyOf(Fold(s), noAnswer) {
				return l, false
			}
			if ok && (l.Answered == 0 || day < l.Answered) {
				l.Answered = day
			}
			l.Blank, dated = l.Answered == 0, dated || ok
		case whenRole:
			day, ok := letterDay(s)
			l.Dated, dated = day, dated || ok
		case statusRole, answerRole:
			switch folded := Fold(strings.Trim(s, "[]【】()（） ")); {
			case h.roles[i] == statusRole && runeCount(folded) <= 10:
				l.Status = strings.Trim(s, "[]【】()（） ")
			case hasAnyOf(folded, noAnswer), emptyCell(s) && h.roles[i] == answerRole:
				l.Blank = l.Answered == 0
			default:
				l.Replied = l.Replied || runeCount(folded) >= replyRunes
			}
		case titleRole:
			l.Title = s
		}
	}
	if !dated {
		return l, false
	}
	url, title := c.letterLink(n, c.t.Nodes[n].Stop)
	l.URL = url
	if l.Title == "" || len(title) > len(l.Title) {
		l.Title = title
	}
	return l, true
}

// emptyCell reports a cell that holds the place of a value.
func emptyCell(s string) bool { return strings.Trim(s, "-—–/\\ \u00a0\u3000.无") == "" }

// letterLink returns the address and words of the longest link between two nodes.
func (c *content) letterLink(from, to int32) (string, string) {
	t := c.t
	url, words, runes := "", "", 0
	from = max(from, 1)
	if from >= to || int(from) >= len(t.Nodes) {
		return "", ""
	}
	if up := t.Up(from, htmltree.A); up != 0 && t.Nodes[up].Stop >= to {
		from = up // the whole row is a link
	}
	for k := from; k < to; k++ {
		if t.Nodes[k].Tag != htmltree.A {
			continue
		}
		href, ok := t.Attr(k, "href")
		s := c.linkTitle(k)
		if v, has := t.Attr(k, "title"); has && strings.HasSuffix(strings.TrimRight(s, "."), "…") || has && strings.HasSuffix(s, "...") {
			s = clean(v)
		}
		n := runeCount(s)
		if n <= runes || controls[Fold(s)] && url != "" {
			continue
		}
		words, runes = s, n
		url = ""
		if ok && len(href) <= 2048 && !strings.HasPrefix(strings.TrimSpace(href), "#") {
			if abs, ok := c.p.resolve(href); ok && abs != c.p.f.URL {
				url = abs
			}
		}
	}
	return url, words
}
