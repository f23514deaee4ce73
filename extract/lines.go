package extract

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// line is what a reader sees as one line: the text of one block element up to
// the next block inside or after it.
type line struct {
	block    int32 // the block element it stands in
	node     int32 // the first text node
	from, to int32 // in content.text
	runes    int32 // visible characters
	linked   int32 // of which inside links
	marked   bool  // there is a mark in it
}

// mark stands in content.text where an inline element begins or ends: a label
// and its value may be parted by nothing else. It is not visible.
const mark = '\x01'

// cut makes the lines. One pass in document order.
func (c *content) cut() {
	n := int32(len(c.t.Nodes))
	k := c.newCutter(1)
	k.nodes(1, n)
	k.flush()
	c.text, c.buf = string(k.buf), k.buf
}

// cutter makes lines of nodes.
type cutter struct {
	*content
	buf  []byte
	cur  line
	open bool // cur is

	linkStop, skipStop int32
	inline             int32 // the parent of the last text
}

// newCutter returns a cutter that begins at node from.
func (c *content) newCutter(from int32) *cutter {
	n := len(c.t.Nodes)
	c.sum, c.links = counts(c.sum, n+1), counts(c.links, n+1)
	for i := range from + 1 {
		c.sum[i], c.links[i] = 0, 0
	}
	c.rows, c.hits = c.rows[:0], c.hits[:0]
	return &cutter{content: c, buf: c.buf[:0]}
}

// start opens a line at node n.
func (k *cutter) start(block, n int32) {
	k.cur, k.open = line{block: block, node: n, from: int32(len(k.buf))}, true
}

// flush ends the open line.
func (k *cutter) flush() {
	if !k.open {
		return
	}
	from := int(k.cur.from)
	for len(k.buf) > from && (k.buf[len(k.buf)-1] == ' ' || k.buf[len(k.buf)-1] == mark) {
		k.buf = k.buf[:len(k.buf)-1]
	}
	k.cur.to = int32(len(k.buf))
	if len(k.buf) > from && len(k.rows) < maxLines {
		k.rows = append(k.rows, k.cur)
	} else {
		k.buf = k.buf[:from]
	}
	k.open = false
}

// nodes cuts the nodes from one up to another.
func (k *cutter) nodes(from, to int32) {
	t := k.t
	sum, links := k.sum[:to+1], k.links[:to+1]
	grafts, next := graftAt(k.p.grafts, from)
	for i := from; i < to; i++ {
		if i == next {
			g := &grafts[0]
			grafts, next = graftAt(grafts[1:], i)
			if k.graft(g) {
				i = g.stop - 1
				continue
			}
		}
		sum[i+1], links[i+1] = sum[i], links[i]
		if i < k.skipStop {
			continue
		}
		switch nd := &t.Nodes[i]; nd.Kind {
		case htmltree.Element:
			k.element(i, nd)
		case htmltree.Text:
			if !nd.RawText && len(k.buf) <= maxTextSize {
				k.chars(i, nd)
			}
		}
	}
}

// element ends the line at a block, and notes what of it is no text.
func (k *cutter) element(i int32, nd *htmltree.Node) {
	if nd.Tag.Block() {
		k.flush()
	}
	switch nd.Tag {
	case htmltree.Script:
		if k.open && nd.Stop > i+1 {
			k.buf = appendWritten(k.buf, k.t.RawBytes(i))
			k.cur.marked = true
		}
		k.skipStop = nd.Stop
	case htmltree.Style, htmltree.Select, htmltree.Textarea, htmltree.Title,
		htmltree.Noscript, htmltree.Template, htmltree.SVG, htmltree.Iframe, htmltree.Noframes, htmltree.Noembed, htmltree.Xmp:
		k.skipStop = nd.Stop
	case htmltree.A:
		if w := k.p.wayOf(i); w.has {
			k.linkStop = max(k.linkStop, nd.Stop)
			if !w.day {
				k.links[i+1]++
			}
		}
	case htmltree.Img:
		if k.p.zones[i] == inBody {
			if word := k.imageLabel(i); word != "" {
				if !k.open {
					k.start(k.blockOf(i), i)
				}
				k.cur.marked = true
				k.buf = append(append(append(k.buf, mark), word...), "："...)
			}
		}
	}
}

// chars adds the text node i to its line.
func (k *cutter) chars(i int32, nd *htmltree.Node) {
	if !k.open {
		k.start(k.blockOf(i), i)
	} else if b := k.blockOf(i); b != k.cur.block && !k.t.Contains(k.cur.block, b) {
		k.flush()
		k.start(b, i)
	} else if nd.Parent != k.inline && len(k.buf) > int(k.cur.from) && k.buf[len(k.buf)-1] != mark {
		k.buf = append(k.buf, mark)
		k.cur.marked = true
	}
	k.inline = nd.Parent
	raw := k.t.RawBytes(i)
	if blankEdge(raw, false) && len(k.buf) > int(k.cur.from) && lastVisible(k.buf[k.cur.from:]) != ' ' {
		k.buf = append(k.buf, ' ')
	}
	if blank(raw) {
		return
	}
	at := len(k.buf)
	k.buf = k.t.AppendText(k.buf, i)
	m := &k.p.m
	runes := m.plain[i+1] - m.plain[i] + m.linked[i+1] - m.linked[i]
	k.cur.runes += runes
	if i < k.linkStop {
		k.cur.linked += runes
	}
	if k.p.zones[i] == inBody && (i >= k.linkStop || runes >= titleRunes) && !bytes.HasPrefix(k.buf[at:], []byte("http")) {
		k.sum[i+1] += runes
	}
	if blankEdge(raw, true) && len(k.buf) > int(k.cur.from) && lastVisible(k.buf[k.cur.from:]) != ' ' {
		k.buf = append(k.buf, ' ')
	}
}

// linesOf cuts a part of a page that is read by itself.
func linesOf(q *page) knownLines {
	c := &content{scratch: new(scratch), p: q, t: q.tree, f: q.f}
	k := c.newCutter(before)
	k.nodes(before, int32(len(c.t.Nodes)))
	out := knownLines{text: string(k.buf), sum: c.sum[before:], links: c.links[before:], open: k.open, rows: make([]line, len(c.rows))}
	for i := range c.rows {
		out.rows[i] = c.rows[i].moved(-before, 0)
	}
	if out.open {
		out.last = k.cur.moved(-before, 0)
	}
	if k.inline != 0 {
		out.inline = k.inline - before
		out.spoken = true
	}
	for i := range c.t.Nodes {
		out.pictorial = out.pictorial || c.t.Nodes[i].Tag == htmltree.Img && c.imageLabel(int32(i)) != ""
	}
	return out
}

// moved returns l with its nodes and its place in the text moved.
func (l line) moved(nodes, text int32) line {
	l.block += nodes
	l.node += nodes
	l.from += text
	l.to += text
	return l
}

// graft adds the lines of a known part, unless it stands where they are others.
func (k *cutter) graft(g *graft) bool {
	known := &g.lines
	zones := k.p.zones[g.at:g.stop]
	for _, z := range zones {
		if z != zones[0] {
			return false
		}
	}
	body := zones[0] == inBody
	if known.pictorial && !body || g.at < max(k.skipStop, k.linkStop) || len(k.buf)+len(known.text) > maxTextSize || len(k.rows)+len(known.rows) >= maxLines {
		return false
	}
	k.flush()
	at := int32(len(k.buf))
	k.buf = append(k.buf, known.text...)
	for _, l := range known.rows {
		k.rows = append(k.rows, l.moved(g.at, at))
	}
	if k.open = known.open; k.open {
		k.cur = known.last.moved(g.at, at)
	}
	if known.spoken {
		k.inline = known.inline + g.at
	}
	sum, links := k.sum[g.at:g.stop+1], k.links[g.at:g.stop+1]
	for i, n := range known.links[:len(links)] {
		links[i] = links[0] + n
	}
	if !body {
		for i := range sum {
			sum[i] = sum[0]
		}
		return true
	}
	for i, n := range known.sum[:len(sum)] {
		sum[i] = sum[0] + n
	}
	return true
}

// imageLabel returns the label a small picture stands for (a clock titled
// 发布时间), "" if none.
func (c *content) imageLabel(n int32) string {
	for _, name := range [...]string{"title", "alt"} {
		if v, ok := c.t.Attr(n, name); ok && len(v) > 0 && len(v) <= 18 {
			if e, ok := labels[Fold(v)]; ok && e.date != notDate {
				return v
			}
		}
	}
	return ""
}

// appendWritten adds the date a short script writes where it stands: a literal
// in the call, or that of the variable the call names.
func appendWritten(buf, script []byte) []byte {
	i := bytes.Index(script, []byte("write"))
	if i < 0 || len(script) > 600 {
		return buf
	}
	s := string(script)
	if m, ok := nextDay(s, i); ok {
		return append(buf, s[m.start:m.end]...)
	}
	_, call, _ := strings.Cut(s[i:], "(")
	call = strings.TrimSpace(call)
	name := call[:len(call)-len(strings.TrimLeftFunc(call, isNameRune))]
	if name == "" {
		return buf
	}
	for from := 0; ; {
		k := strings.Index(s[from:i], name)
		if k < 0 {
			return buf
		}
		from += k + len(name)
		if at := from - len(name); at > 0 && isNameRune(rune(s[at-1])) {
			continue
		}
		value, ok := strings.CutPrefix(strings.TrimLeft(s[from:i], " \t"), "=")
		value = strings.TrimLeft(value, " \t")
		if !ok || value == "" || value[0] != '"' && value[0] != '\'' {
			continue
		}
		literal, _, _ := strings.Cut(value[1:], value[:1])
		if m, ok := nextDay(literal, 0); ok && m.start == 0 {
			return append(buf, literal[:m.end]...)
		}
	}
}

// isNameRune reports whether r can stand in the name of a script's variable.
func isNameRune(r rune) bool {
	return r == '_' || r == '$' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// blankEdge reports whether the source text b begins (or ends) with white space,
// written out or as an entity.
func blankEdge(b []byte, end bool) bool {
	if len(b) == 0 {
		return false
	}
	if end {
		switch c := b[len(b)-1]; c {
		case ';':
			return bytes.HasSuffix(b, []byte("sp;"))
		case 0x80, 0xA0:
			return bytes.HasSuffix(b, []byte("\u3000")) || bytes.HasSuffix(b, []byte("\u00a0"))
		default:
			return c <= ' '
		}
	}
	switch c := b[0]; c {
	case '&':
		return bytes.Contains(b[:min(len(b), 6)], []byte("sp"))
	case 0xE3, 0xC2:
		return bytes.HasPrefix(b, []byte("\u3000")) || bytes.HasPrefix(b, []byte("\u00a0"))
	default:
		return c <= ' '
	}
}

func lastVisible(b []byte) byte {
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] != mark {
			return b[i]
		}
	}
	return ' '
}
