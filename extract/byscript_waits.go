package extract

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// waitRunes is the longest that says nothing but that something is being fetched.
const waitRunes = 16

// waitsInPlace returns the words of a block that is being fetched and says from where, as
// scripts read it out of an attribute: <div hx-get="/part/7" hx-trigger="load">正在加载…</div>.
// A menu of however many words may stand above it, but no text.
func (p *page) waitsInPlace() string {
	src := p.tree.Source()
	if !bytes.Contains(src, []byte("加载")) && !bytes.Contains(src, []byte("载入")) && !bytes.Contains(src, []byte("oading")) {
		return ""
	}
	if strings.Contains(p.f.Text, "。") || !p.hasScript() {
		return ""
	}
	t := p.tree
	for i := range t.Nodes {
		nd := &t.Nodes[i]
		if nd.Kind != htmltree.Text || nd.RawText || p.zones[i] != inBody || nd.Parent == 0 || !p.fetches(nd.Parent) {
			continue
		}
		said := Fold(t.Text(nd.Parent))
		if utf8.RuneCountInString(said) <= waitRunes && firstPhrase(said, loading) != "" {
			return said
		}
	}
	return ""
}

// fetches reports an element that names an address which no browser follows by itself.
func (p *page) fetches(n int32) bool {
	found := false
	p.tree.Attrs(n, func(key, value []byte) bool {
		switch string(key) {
		case "href", "src", "action", "poster", "background", "style", "class", "id", "title":
			return true
		}
		found = len(value) > 2 && (value[0] == '/' || bytes.HasPrefix(value, []byte("./")) || bytes.HasPrefix(value, []byte("http")))
		return !found
	})
	return found
}

// leastWritten is the length, in bytes, from which what a script holds as markup is a text
// and no label: some thirty characters.
const leastWritten = 90

// writtenText returns the beginning of a text that a script of the page holds as markup
// and can put into it. Menus have no sentences.
func (p *page) writtenText() string {
	for _, s := range p.scripts {
		if s.shape == 0 {
			continue
		}
		for i := range s.literals {
			if v := s.literals[i].value; len(v) >= leastWritten && strings.Contains(v, "</") && strings.Contains(v, "。") {
				return quoteLine(strings.TrimSpace(v))
			}
		}
	}
	return ""
}
