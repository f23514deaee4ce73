package crawler

import "bytes"

// Portals that do not want to be copied write what readers see and what stands in the
// page apart: characters that are not shown between those that are, words that a style
// sheet takes from attributes, lines that stand backwards.

const (
	scrambledLeast = 40 // places of one kind from which a page is written so
	writtenLeast   = 12 // the same of words that a style sheet writes, where hardly any others are
	tagRest        = 64 // bytes within which a tag ends behind the style that hides it
	sliverMost     = 6  // bytes of one character or two, in whatever encoding
)

// scrambledWords say why such a page is not read.
const scrambledWords = "夹有看不见的字，或者文字由样式写出，读不出内容"

var (
	hidesIt  = [...][]byte{[]byte("display:none"), []byte("display: none"), []byte("font-size:0")}
	fromAttr = [...][]byte{[]byte("content:attr("), []byte("content: attr(")}
	backward = []byte(`<bdo dir="rtl">`)
)

// scrambled reports a page whose text is not what its readers see. text is what was read
// of it.
func scrambled(body []byte, text string) bool {
	slivers, written, backwards := oddities(body)
	if backwards >= scrambledLeast {
		return true
	}
	return slivers >= scrambledLeast && sliversHidden(body) || written >= writtenLeast && writtenByStyle(body, text, written)
}

// oddities counts, in one pass, the elements that hold a character or two that are no
// ASCII, those that hold nothing and end their tag with an attribute that is no ASCII, and
// those whose text stands backwards. Almost no page has many of them.
func oddities(body []byte) (slivers, written, backwards int) {
	for at := 0; ; {
		i := bytes.IndexByte(body[at:], '>')
		if i < 0 {
			return slivers, written, backwards
		}
		at += i + 1
		switch rest := body[at:]; {
		case len(rest) > 0 && rest[0] >= 0x80:
			if isSliver(rest) {
				slivers++
			}
		case at > 2 && body[at-2] == '"' && body[at-3] >= 0x80 && bytes.HasPrefix(rest, []byte("</")):
			written++
		}
		if at > 2 && body[at-2] == '"' && body[at-3] == 'l' && bytes.HasSuffix(body[:at], backward) {
			backwards++
		}
	}
}

// isSliver reports that the text ends with its first character or two.
func isSliver(rest []byte) bool {
	inner, _, ok := bytes.Cut(rest[:min(len(rest), sliverMost+2)], []byte("</"))
	return ok && len(inner) >= 2 && inner[0] >= 0x80
}

// sliversHidden reports that a style hides many of such elements.
func sliversHidden(body []byte) bool {
	hidden := 0
	for _, style := range hidesIt {
		for rest := body; hidden < scrambledLeast; {
			i := bytes.Index(rest, style)
			if i < 0 {
				break
			}
			rest = rest[i+len(style):]
			if end := bytes.IndexByte(rest[:min(len(rest), tagRest)], '>'); end >= 0 && isSliver(rest[end+1:]) {
				hidden++
			}
		}
	}
	return hidden >= scrambledLeast
}

// writtenByStyle reports that a style sheet takes words from attributes, of which there
// are more than characters in the text.
func writtenByStyle(body []byte, text string, written int) bool {
	for _, style := range fromAttr {
		if bytes.Contains(body, style) {
			_, sound := spoils(text)
			return written > sound
		}
	}
	return false
}
