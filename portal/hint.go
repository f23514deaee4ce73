package portal

import "github.com/govaudit/govaudit/extract"

// hints are the links of the last pages, by how far from the first and from the last
// link of their page they stood: menus and footers are the same on the next page, and
// need not be looked up again.
type hints struct{ front, back []hint }

// maxHints bounds the links that are remembered on either side.
const maxHints = 512

// hint is what is known of a link that stood at a place. Hundreds of sites may be
// crawled at once, so it holds numbers.
type hint struct {
	form, name  uint32 // form plus one, 0: no link stood there; word
	to          addr
	anchor      uint32 // number plus one; 0: not known
	region, via uint8
}

func (h *hint) is(t *table, l *extract.Link, region, via uint8) bool {
	return h.form != 0 && h.region == region && h.via == via && t.forms.text(h.form-1) == l.URL && t.words.text(h.name) == l.Text
}

// of returns what is known of the link l, the i-th of n of its page. What is noted in
// it is there for the next one.
func (x *hints) of(t *table, l *extract.Link, i, n int) *hint {
	region, via := regionCode(l.Region), viaCode(l.Via)
	front, back := hintAt(&x.front, i), hintAt(&x.back, n-1-i)
	for _, h := range [...]*hint{front, back} {
		if h.is(t, l, region, via) {
			return h
		}
	}
	form, name := t.form(l.URL), t.text(l.Text)
	h := hint{form: form + 1, name: name, to: t.of[form], region: region, via: via}
	*front, *back = h, h
	return front
}

func hintAt(list *[]hint, i int) *hint {
	if i >= maxHints {
		return new(hint)
	}
	for i >= len(*list) {
		*list = append(*list, make([]hint, 64)...)
	}
	return &(*list)[i]
}
