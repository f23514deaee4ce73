package extract

import (
	"bytes"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// measure holds, for every node, what stands before it in the page, so that the
// content of any element is a difference of two entries.
type measure struct {
	plain  []int32 // visible characters outside links
	linked []int32 // visible characters inside links
	links  []int32 // links
	dates  []int32 // texts that look like the date of a row

	writable bool // there is a field to write several lines in
	pictures bool // there is a picture
}

func (m *measure) of(counts []int32, t *htmltree.Tree, n int32) int32 {
	return counts[t.Nodes[n].Stop] - counts[n]
}

// take fills m for the tree, in which grafts are known, in one pass.
func (m *measure) take(t *htmltree.Tree, grafts []graft) {
	n := len(t.Nodes) + 1
	m.plain, m.linked, m.links, m.dates = counts(m.plain, n), counts(m.linked, n), counts(m.links, n), counts(m.dates, n)
	m.writable, m.pictures = false, false
	mp, ml, mk, md := m.plain[:n], m.linked[:n], m.links[:n], m.dates[:n]
	var plain, linked, links, dates int32
	linkStop, skipStop := int32(0), int32(0)
	grafts, next := graftAt(grafts, 0)
	for i := 0; i < len(t.Nodes); i++ {
		if int32(i) == next {
			g := &grafts[0]
			m.add(g, plain, linked, links, dates)
			i = int(g.stop)
			plain, linked, links, dates = mp[i], ml[i], mk[i], md[i]
			grafts, next = graftAt(grafts[1:], g.stop)
			i--
			continue
		}
		mp[i], ml[i], mk[i], md[i] = plain, linked, links, dates
		nd := &t.Nodes[i]
		if nd.Tag == htmltree.Img {
			m.pictures = true
		}
		if int32(i) < skipStop {
			continue
		}
		switch nd.Kind {
		case htmltree.Element:
			switch nd.Tag {
			case htmltree.A:
				links++
				linkStop = nd.Stop
			case htmltree.Textarea:
				m.writable = true
				skipStop = nd.Stop
			case htmltree.Script, htmltree.Style, htmltree.Noscript, htmltree.Title, htmltree.Select,
				htmltree.Template, htmltree.Iframe, htmltree.Noframes:
				skipStop = nd.Stop
			}
		case htmltree.Text:
			raw := t.RawBytes(int32(i))
			if blank(raw) {
				continue
			}
			runes := visibleRunes(raw)
			if runes == 0 {
				continue
			}
			if int32(i) < linkStop {
				linked += runes
			} else {
				plain += runes
			}
			if looksDated(raw) {
				dates++
			}
		}
	}
	last := len(t.Nodes)
	m.plain[last], m.linked[last], m.links[last], m.dates[last] = plain, linked, links, dates
}

// visibleRunes counts the characters of source text, blanks left out and an
// entity for one (those for blanks for none).
func visibleRunes(b []byte) int32 {
	var n int32
	for i := 0; i < len(b); i++ {
		c := b[i]
		if hanAt(b, i) > 0 {
			n++
			i += 2
			continue
		}
		if k := runeStarts[c]; k != unsure {
			n += int32(k)
			continue
		}
		switch {
		case c == '&':
			end := bytes.IndexByte(b[i:min(len(b), i+10)], ';')
			if end > 0 {
				if !bytes.HasSuffix(b[i:i+end], []byte("sp")) {
					n++
				}
				i += end
				continue
			}
			n++
		case c == 0xC2 && i+1 < len(b) && b[i+1] == 0xA0:
		case c == 0xE3 && i+2 < len(b) && b[i+1] == 0x80 && b[i+2] == 0x80:
		default:
			n++
		}
	}
	return n
}

// runeStarts tells of a byte how many visible characters it begins, or that it may
// begin a blank or an entity.
var runeStarts = func() (t [256]uint8) {
	for c := range t {
		switch {
		case c <= ' ', c&0xC0 == 0x80:
		case c == '&', c == 0xC2, c == 0xE3:
			t[c] = unsure
		default:
			t[c] = 1
		}
	}
	return t
}()

const unsure = 2

// looksDated reports whether short text is or ends in the date of a list row:
// 2024-01-05, [01-05], 2024年1月5日, April 3, 2026.
func looksDated(b []byte) bool {
	if len(b) > 120 {
		return false
	}
	digits := false
	for i := 0; i+4 < len(b); i++ {
		if !isDigit(b[i]) {
			if hanAt(b, i) > 0 {
				i += 2
			}
			continue
		}
		digits = true
		if i > 0 && isDigit(b[i-1]) {
			continue
		}
		n := i
		for n < len(b) && isDigit(b[n]) {
			n++
		}
		rest := b[n:]
		if n-i != 4 && n-i != 2 || len(rest) < 2 {
			continue
		}
		if (rest[0] == '-' || rest[0] == '.' || rest[0] == '/') && isDigit(rest[1]) || bytes.HasPrefix(rest, []byte("年")) || bytes.HasPrefix(rest, []byte("月")) {
			return true
		}
	}
	if digits && len(b) <= 40 && len(b) >= 10 { // no year stands in the last four bytes alone
		for i, c := range b {
			if c >= 'A' && c <= 'S' {
				if _, _, end := englishDay(string(b), i); end > 0 {
					return true
				}
			}
		}
	}
	return false
}
