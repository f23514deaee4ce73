package portal

import "github.com/govaudit/govaudit/extract"

// hints are the links of the last pages, by how far from the first and from the last
// link of their page they stood: menus and footers are the same on the next page, and
// need not be looked up again.
type hints struct{ front, back []hint }

// maxHints bounds the links that are remembered on either side.
const maxHints = 512

// hint is what is known of a link that stood at a place.
type hint struct {
	url, text   string // as they are written; "" for one that is not to be gone by
	to          addr
	name        uint32 // word
	region, via uint8
	anchor      uint32 // number plus one; 0: not known
}

func (h *hint) is(l *extract.Link, region, via uint8) bool {
	return h.url != "" && h.region == region && h.via == via && h.url == l.URL && h.text == l.Text
}

// of returns what is known of the link l, the i-th of n of its page. What is noted in
// it is there for the next one.
func (x *hints) of(t *table, l *extract.Link, i, n int) *hint {
	region, via := regionCode(l.Region), viaCode(l.Via)
	front, back := hintAt(&x.front, i), hintAt(&x.back, n-1-i)
	for _, h := range [...]*hint{front, back} {
		if h.is(l, region, via) {
			return h
		}
	}
	form, name := t.form(l.URL), t.text(l.Text)
	h := hint{url: t.forms.text(form), text: t.words.text(name), to: t.of[form], name: name, region: region, via: via}
	if h.text != l.Text { // it was cut: the next one is not known by it
		h.url = ""
	}
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
