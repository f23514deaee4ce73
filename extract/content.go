package extract

import (
	"bytes"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// content reads what a page says, as against where it leads: title, fields,
// dates, rows, attachments, text. It lives as long as its page.
//
// Use: newContent once the zones are known (it finds the main part and sets
// page.main), then read, which fills the content facts of page.f.
type content struct {
	*scratch
	p    *page
	t    *htmltree.Tree
	f    *Facts
	text string // visible text of the page, one line after the other; see mark

	heading int32 // the element of the page's heading; 0: none
	certain bool  // the page's declared title or <title> names the heading
	body    int32 // the element that holds the main text proper; p.main or below it
	list    bool  // the main part is a list of documents, not a text
}

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

// bounds on what is read of one page
const (
	maxLines    = 20_000
	maxTextSize = 1 << 20

	// titleRunes is how long a link is at least that is a title, not a menu entry.
	titleRunes = 9
)

// newContent cuts the page into lines and finds its main part.
func newContent(p *page) *content {
	c := &content{scratch: scratches.Get().(*scratch), p: p, t: p.tree, f: p.f}
	c.f.Meta = readMeta(p.tree)
	c.rescue()
	c.cut()
	c.findMain()
	return c
}

// read fills the content facts.
func (c *content) read() {
	c.findLabels()
	c.readTitle()
	c.readText()
	c.readItems()
	c.readAttachments()
	c.readFields()
	c.titleFromField()
	c.readDates()
	c.readMedia()
	c.readMentions()
	c.readTables()
	c.readPersonal()
	c.readLetters()
	c.detach()
	if len(c.t.Nodes) <= maxScratch && len(c.text) <= maxScratch {
		scratches.Put(c.scratch)
	}
}

// scratch is what is reused from page to page.
type scratch struct {
	buf   []byte  // becomes content.text
	rows  []line  // the lines, in page order
	sum   []int32 // weight of the visible text before each node: links count only where they are long enough to be titles
	links []int32 // links with an address, before each node
	hits  []hit   // labels found
	found []row   // links that may be rows
	texts [3][]byte
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// maxScratch bounds the pages whose scratch is kept for the next one.
const maxScratch = 100_000

// counts returns a slice of n zeroes or leftovers, reused where it is large enough.
func counts[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}

// detach copies what was cut out of the page's text, so that facts do not keep
// all of it in memory.
func (c *content) detach() {
	f := c.f
	f.Title, f.Heading = strings.Clone(f.Title), strings.Clone(f.Heading)
	for i := range f.Items {
		x := &f.Items[i]
		x.Title, x.Label = strings.Clone(x.Title), strings.Clone(x.Label)
	}
	for i := range f.Fields {
		x := &f.Fields[i]
		x.Label, x.Value = strings.Clone(x.Label), strings.Clone(x.Value)
	}
	for i := range f.Dates {
		x := &f.Dates[i]
		x.Label, x.Quote = strings.Clone(x.Label), strings.Clone(x.Quote)
	}
	for i := range f.Tables {
		f.Tables[i].Lead = strings.Clone(f.Tables[i].Lead)
	}
	last, kept := "", ""
	for i := range f.Mentions {
		x := &f.Mentions[i]
		x.Title = strings.Clone(x.Title)
		if x.Quote != last { // documents of one sentence share its words
			last, kept = x.Quote, strings.Clone(x.Quote)
		}
		x.Quote = kept
	}
}

// line returns the text of line i, with marks.
func (c *content) line(i int) string { return c.text[c.rows[i].from:c.rows[i].to] }

// words returns the text of line i as a person reads it.
func (c *content) words(i int) string {
	if l := &c.rows[i]; !l.marked {
		return c.text[l.from:l.to]
	}
	return clean(c.line(i))
}

// cut makes the lines. One pass in document order.
func (c *content) cut() {
	t := c.t
	n := int32(len(t.Nodes))
	c.sum, c.links = counts(c.sum, int(n)+1), counts(c.links, int(n)+1)
	c.sum[0], c.links[0], c.sum[1], c.links[1] = 0, 0, 0, 0
	c.rows, c.hits = c.rows[:0], c.hits[:0]
	buf := c.buf[:0]
	var cur line
	open := false
	flush := func() {
		if !open {
			return
		}
		for len(buf) > int(cur.from) && (buf[len(buf)-1] == ' ' || buf[len(buf)-1] == mark) {
			buf = buf[:len(buf)-1]
		}
		cur.to = int32(len(buf))
		if cur.to > cur.from && len(c.rows) < maxLines {
			c.rows = append(c.rows, cur)
		} else {
			buf = buf[:cur.from]
		}
		open = false
	}
	var linkStop, skipStop int32
	prevInline := int32(0)
	for i := int32(1); i < n; i++ {
		c.sum[i+1], c.links[i+1] = c.sum[i], c.links[i]
		nd := &t.Nodes[i]
		if i < skipStop {
			continue
		}
		switch nd.Kind {
		case htmltree.Element:
			if nd.Tag.Block() {
				flush()
			}
			switch nd.Tag {
			case htmltree.Script:
				if open && nd.Stop > i+1 {
					buf = appendWritten(buf, t.RawBytes(i))
					cur.marked = true
				}
				skipStop = nd.Stop
			case htmltree.Style, htmltree.Select, htmltree.Textarea, htmltree.Title, htmltree.Head,
				htmltree.Noscript, htmltree.Template, htmltree.SVG, htmltree.Iframe, htmltree.Noframes, htmltree.Noembed, htmltree.Xmp:
				if nd.Tag != htmltree.Head {
					skipStop = nd.Stop
				}
			case htmltree.A:
				if w := c.p.wayOf(i); w.has {
					linkStop = max(linkStop, nd.Stop)
					if !w.day {
						c.links[i+1]++
					}
				}
			case htmltree.Img:
				if c.p.zones[i] == inBody {
					if word := c.imageLabel(i); word != "" {
						if !open {
							cur, open = line{block: c.blockOf(i), node: i, from: int32(len(buf))}, true
						}
						cur.marked = true
						buf = append(append(append(buf, mark), word...), "："...)
					}
				}
			}
		case htmltree.Text:
			if nd.RawText || len(buf) > maxTextSize {
				continue
			}
			if !open {
				b := c.blockOf(i)
				cur, open = line{block: b, node: i, from: int32(len(buf))}, true
			} else if b := c.blockOf(i); b != cur.block && !c.t.Contains(cur.block, b) {
				flush()
				cur, open = line{block: b, node: i, from: int32(len(buf))}, true
			} else if nd.Parent != prevInline && len(buf) > int(cur.from) && buf[len(buf)-1] != mark {
				buf = append(buf, mark)
				cur.marked = true
			}
			prevInline = nd.Parent
			raw := t.RawBytes(i)
			if blankEdge(raw, false) && len(buf) > int(cur.from) && lastVisible(buf[cur.from:]) != ' ' {
				buf = append(buf, ' ')
			}
			if blank(raw) {
				continue
			}
			at := len(buf)
			buf = t.AppendText(buf, i)
			runes := c.p.m.plain[i+1] - c.p.m.plain[i] + c.p.m.linked[i+1] - c.p.m.linked[i]
			cur.runes += runes
			if i < linkStop {
				cur.linked += runes
			}
			if c.p.zones[i] == inBody && (i >= linkStop || runes >= titleRunes) && !bytes.HasPrefix(buf[at:], []byte("http")) {
				c.sum[i+1] += runes
			}
			if blankEdge(raw, true) && len(buf) > int(cur.from) && lastVisible(buf[cur.from:]) != ' ' {
				buf = append(buf, ' ')
			}
		}
	}
	flush()
	c.text, c.buf = string(buf), buf
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

// blockOf returns the nearest block element at or above n.
func (c *content) blockOf(n int32) int32 {
	for n != 0 {
		nd := &c.t.Nodes[n]
		if nd.Kind == htmltree.Element && nd.Tag.Block() && nd.Tag != htmltree.Br {
			return n
		}
		n = nd.Parent
	}
	return 0
}

// weight counts the visible characters below n that stand in the body of the
// page, without short links.
func (c *content) weight(n int32) int32 { return c.sum[c.t.Nodes[n].Stop] - c.sum[n] }

// linkCount counts the links below n.
func (c *content) linkCount(n int32) int32 { return c.links[c.t.Nodes[n].Stop] - c.links[n] }

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

// clean returns s as a person reads it: without marks, blanks collapsed.
func clean(s string) string {
	if strings.IndexByte(s, mark) >= 0 {
		s = strings.ReplaceAll(s, string(mark), "")
	}
	dirty := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c > ' ' && c != 0xC2 && c != 0xE3 {
			continue
		}
		if c < ' ' || c == 0xC2 || c == ' ' && i+1 < len(s) && s[i+1] == ' ' || c == 0xE3 && strings.HasPrefix(s[i:], "\u3000") {
			dirty = true
			break
		}
	}
	if dirty {
		return strings.Join(strings.Fields(s), " ")
	}
	if len(s) >= 3 && hanAt(s, 0) > 0 && hanAt(s, len(s)-3) > 0 {
		return s // nothing to trim, and no need to decode it
	}
	return strings.TrimSpace(s)
}

// cutRunes returns at most n runes of s.
func cutRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	k := 0
	for i := range s {
		if k == n {
			return s[:i]
		}
		k++
	}
	return s
}

// lastRune returns the last rune of s, 0 for "".
func lastRune(s string) rune {
	r, w := utf8.DecodeLastRuneInString(s)
	if w == 0 {
		return 0
	}
	return r
}
