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
	hidden := 0
	for _, style := range hidesIt {
		for rest := body; hidden < scrambledLeast; {
			i := bytes.Index(rest, style)
			if i < 0 {
				break
			}
			rest = rest[i+len(style):]
			if sliver(rest) {
				hidden++
			}
		}
	}
	if hidden >= scrambledLeast || bytes.Count(body, backward) >= scrambledLeast {
		return true
	}
	for _, style := range fromAttr {
		if bytes.Contains(body, style) {
			_, sound := spoils(text)
			n := valuesOnly(body)
			return n >= writtenLeast && n > sound
		}
	}
	return false
}

// sliver reports that the tag that ends next holds nothing but a character or two that
// are no ASCII.
func sliver(rest []byte) bool {
	end := bytes.IndexByte(rest[:min(len(rest), tagRest)], '>')
	if end < 0 {
		return false
	}
	inner, _, ok := bytes.Cut(rest[end+1:min(len(rest), end+1+sliverMost+2)], []byte("</"))
	return ok && len(inner) >= 2 && inner[0] >= 0x80
}

// valuesOnly counts the elements that hold nothing and end their tag with an attribute
// that is no ASCII.
func valuesOnly(body []byte) (n int) {
	empty := []byte(`"></`)
	for at := 0; ; {
		i := bytes.Index(body[at:], empty)
		if i < 0 {
			return n
		}
		if at += i; at > 0 && body[at-1] >= 0x80 {
			n++
		}
		at += len(empty)
	}
}
