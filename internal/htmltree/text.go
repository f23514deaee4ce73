package htmltree

import (
	"bytes"
	"unicode/utf8"
)

// Text returns the text below n that a reader sees: entities decoded, white
// space (also NBSP, EMSP and U+3000) collapsed to one space, blocks separated by
// one space. Scripts, styles, comments and noscript have none. The text of a
// title or textarea is returned when n is that element.
func (t *Tree) Text(n int32) string {
	b := t.AppendText(t.room[:0], n)
	if cap(b) <= keepRoom {
		t.room = b
	}
	return string(b)
}

// keepRoom bounds the room that is kept for the next text.
const keepRoom = 16 << 10

// AppendText appends Text(n) to dst.
func (t *Tree) AppendText(dst []byte, n int32) []byte { return t.appendText(dst, n, ' ') }

// AppendLines appends the same text with blocks, and lines broken by br, set
// apart by "\n" instead of a space. Cells of a table row stay on one line.
func (t *Tree) AppendLines(dst []byte, n int32) []byte { return t.appendText(dst, n, '\n') }

func (t *Tree) appendText(dst []byte, n int32, sep byte) []byte {
	w := writer{dst: dst, from: len(dst)}
	if nd := &t.Nodes[n]; nd.Kind == Text {
		w.write(t.src[nd.From:nd.To])
		return w.dst
	}
	nodes := t.Nodes
	for i := n; ; {
		nd := &nodes[i]
		descend := true
		switch nd.Kind {
		case Text:
			if !nd.RawText || i == n {
				w.write(t.src[nd.From:nd.To])
			}
		case Comment:
			descend = i == n
		case Element:
			if nd.Tag.Block() {
				w.gap(lineSep(nd.Tag, sep))
			}
			descend = i == n || !silent(nd.Tag)
		}
		if descend && nd.First != 0 {
			i = nd.First
			continue
		}
		for {
			if i == n {
				return w.dst
			}
			if nodes[i].Tag.Block() {
				w.gap(lineSep(nodes[i].Tag, sep))
			}
			if next := nodes[i].Next; next != 0 {
				i = next
				break
			}
			i = nodes[i].Parent
		}
	}
}

func lineSep(tag Tag, sep byte) byte {
	if tag == Td || tag == Th || tag == Button || tag == Option {
		return ' '
	}
	return sep
}

// silent reports whether a reader sees nothing of what stands in the element.
func silent(tag Tag) bool {
	switch tag {
	case Script, Style, Noscript, Title, Textarea, Template, Iframe, Noembed, Noframes, Head:
		return true
	}
	return false
}

// writer collapses white space while it decodes.
type writer struct {
	dst     []byte
	from    int
	pending byte // separator owed before the next character; 0: none
}

func (w *writer) gap(sep byte) {
	if w.pending != '\n' {
		w.pending = sep
	}
}

func (w *writer) write(b []byte) {
	for i := 0; i < len(b); {
		c := b[i]
		switch {
		case c <= ' ':
			from := i
			for i++; i < len(b) && b[i] <= ' '; i++ {
			}
			if !w.wrapped(b[from:i], b[i:]) {
				w.gap0()
			}
		case c == '&':
			var buf [16]byte
			s, n := appendEntity(buf[:0], b[i:], false)
			w.decoded(s)
			i += n
		default:
			j := plainRun(b, i)
			if j == i {
				i += w.odd(b[i:])
				continue
			}
			w.put(b[i:j])
			i = j
		}
	}
}

// wrapped reports white space that only breaks the line of the source between two Chinese
// characters: it is no space in the text (CSS Text 3 §4.1.3).
func (w *writer) wrapped(space, rest []byte) bool {
	n := len(w.dst)
	return n >= w.from+3 && w.pending == 0 && ideograph(w.dst[n-3:]) && ideograph(rest) && bytes.IndexByte(space, '\n') >= 0
}

// ideograph reports that b begins with a Chinese character.
func ideograph(b []byte) bool {
	return len(b) >= 3 && (b[0] >= 0xE4 && b[0] <= 0xE9 && follows(b[1]) && follows(b[2]) || string(b[:3]) == "〇")
}

// decoded writes what an entity stands for, which may itself be a space.
func (w *writer) decoded(s []byte) {
	for i := 0; i < len(s); {
		switch j := plainRun(s, i); {
		case j > i:
			w.put(s[i:j])
			i = j
		case s[i] <= ' ':
			w.gap0()
			i++
		case s[i] == '&':
			w.put(s[i : i+1])
			i++
		default:
			i += w.odd(s[i:])
		}
	}
}

func (w *writer) gap0() {
	if w.pending == 0 {
		w.pending = ' '
	}
}

func (w *writer) put(b []byte) {
	if w.pending != 0 {
		if len(w.dst) > w.from {
			w.dst = append(w.dst, w.pending)
		}
		w.pending = 0
	}
	w.dst = append(w.dst, b...)
}

// plainRun returns the end of the run of bytes from i on that are neither white
// space nor entities nor the beginning of a character that may be one.
func plainRun(b []byte, i int) int {
	for i < len(b) {
		c := b[i]
		if !unclear[c] {
			if c >= 0xE4 && i+2 < len(b) && follows(b[i+1]) && follows(b[i+2]) { // a Chinese character
				i += 2
			}
			i++
			continue
		}
		switch {
		case i+2 >= len(b):
			if c != 0xE3 {
				return i
			}
			i++
		case c == 0xE3: // 。《》 and their kin
			if b[i+1] == 0x80 && b[i+2] == 0x80 {
				return i
			}
			i++
		case c == 0xEF && b[i+1] != 0xBB && follows(b[i+1]) && follows(b[i+2]): // ，：； and their kin
			i += 3
		case c == 0xE2 && b[i+1] == 0x80 && b[i+2] >= 0x90 && b[i+2] <= 0xA7: // quotation marks, dashes, dots
			i += 3
		default:
			return i
		}
	}
	return i
}

// unclear are the bytes that may begin a space, an entity or what is not seen.
var unclear = func() (t [256]bool) {
	for c := range 0x21 {
		t[c] = true
	}
	for _, c := range [...]byte{'&', 0xC2, 0xE2, 0xE3, 0xEF} {
		t[c] = true
	}
	return t
}()

// follows reports a byte that can stand in a character after its first.
func follows(c byte) bool { return c&0xC0 == 0x80 }

// odd writes one character that may be a space and returns its length.
func (w *writer) odd(b []byte) int {
	r, n := utf8.DecodeRune(b)
	switch {
	case isWide(r):
		w.gap0()
	case invisible(r):
	case r == utf8.RuneError && n == 1:
		w.put([]byte("\uFFFD"))
	default:
		w.put(b[:n])
	}
	return n
}

func isWide(r rune) bool {
	return r == 0xA0 || r >= 0x2000 && r <= 0x200A || r == 0x2028 || r == 0x2029 || r == 0x202F || r == 0x205F || r == 0x3000
}

func invisible(r rune) bool {
	return r == 0xAD || r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x2069 || r == 0xFEFF
}

// Blank reports whether nothing but white space stands in the text node n.
func (t *Tree) Blank(n int32) bool {
	for _, c := range t.RawBytes(n) {
		switch {
		case c <= ' ':
		case c < 0x80 && c != '&', c >= 0xE4 && c <= 0xE9: // a letter or sign, a Chinese character
			return false
		default:
			return len(bytes.TrimSpace(t.RawBytes(n))) == 0 || len(t.AppendText(nil, n)) == 0
		}
	}
	return true
}
