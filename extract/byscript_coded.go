package extract

import (
	"slices"
	"strings"

	"github.com/govaudit/govaudit/internal/errand"
	"github.com/govaudit/govaudit/internal/htmltree"
)

// Bounds of entries whose addresses are in a cipher.
const (
	leastCoded     = 3 // with a code of their own each: two may be a button to like and one to share
	leastCodeRunes = 8
	mostCodeRunes  = 600
	leastTurns     = 5 // between small letters, capitals and digits
)

// codedEntries are the links of a page that lead nowhere as they stand and carry what only
// a script can read: <a href="#" data-k="=8yZnpHdvQHZ3h3L">公示公告</a>.
type codedEntries struct {
	codes []string
	first string // the words of the first of them
}

// noteCoded looks at a link of which no address was found.
func (p *page) noteCoded(n int32, text string) {
	if z := p.zones[n]; z != inBody && z != inNav || len(p.coded.codes) >= leastCoded || !hasHan(text) || runeCount(text) < minTabRunes || errand.Is(text) {
		return
	}
	code := ""
	p.tree.Attrs(n, func(key, value []byte) bool {
		switch {
		case len(key) > len("data-") && strings.EqualFold(string(key[:len("data-")]), "data-"):
			if isCode(string(value)) {
				code = string(value)
			}
		case isPress(key) || strings.EqualFold(string(key), "href"):
			for _, l := range literals(htmltree.Decode(value), nil) {
				if isCode(l.value) {
					code = l.value
					break
				}
			}
		}
		return code == ""
	})
	if code == "" || slices.Contains(p.coded.codes, code) {
		return
	}
	if len(p.coded.codes) == 0 {
		p.coded.first = cutRunes(text, maxTabRunes)
	}
	p.coded.codes = append(p.coded.codes, code)
}

// codedEntry returns the words of the first of several entries whose addresses are in a
// cipher, "" where there are none.
func (p *page) codedEntry() string {
	if len(p.coded.codes) < leastCoded {
		return ""
	}
	return strings.Clone(p.coded.first)
}

// isCode reports a value that reads as no word, name, number or address: letters and
// digits that change too often.
func isCode(value string) bool {
	if len(value) < leastCodeRunes || len(value) > mostCodeRunes {
		return false
	}
	turns, last := 0, byte(0)
	for i := range len(value) {
		kind := byte(0)
		switch c := value[i]; {
		case c >= 'a' && c <= 'z':
			kind = 'a'
		case c >= 'A' && c <= 'Z':
			kind = 'A'
		case isDigit(c):
			kind = '0'
		case c == '+' || c == '/' || c == '=' || c == '-' || c == '_':
			continue
		default:
			return false
		}
		if last != 0 && kind != last {
			turns++
		}
		last = kind
	}
	return turns >= leastTurns
}
