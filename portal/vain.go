package portal

import (
	"cmp"
	"slices"
	"strings"
)

// setVain gathers the addresses that gave no page, or an error page.
func (p *Portal) setVain(pages []*Page) {
	for _, pg := range pages {
		if !pg.is(markPart) && (!pg.OK() || pg.is(markError)) {
			p.Vain = append(p.Vain, pg)
		}
	}
	slices.SortFunc(p.Vain, func(a, b *Page) int {
		return cmp.Or(strings.Compare(a.Asked(), b.Asked()), strings.Compare(a.URL, b.URL))
	})
}
