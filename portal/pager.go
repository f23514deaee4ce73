package portal

import (
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
)

// joinPagers finds the list pages that belong to one list and gives each the
// address that leads them: one that menus or breadcrumbs link to, then the one
// nearest the home page.
func (p *Portal) joinPagers() map[addr]addr {
	up := map[addr]addr{}
	find := func(a addr) addr {
		for up[a] != a {
			up[a] = up[up[a]]
			a = up[a]
		}
		return a
	}
	for _, pg := range p.Pages {
		if pg.more == nil {
			continue
		}
		for _, to := range pg.more.pager {
			for _, x := range [2]addr{pg.id, to} {
				if _, ok := up[x]; !ok {
					up[x] = x
				}
			}
			if a, b := find(pg.id), find(to); a != b {
				if p.leads(a, b) {
					up[b] = a
				} else {
					up[a] = b
				}
			}
		}
	}
	out := make(map[addr]addr, len(up))
	for a := range up {
		out[a] = find(a)
	}
	return out
}

// leads reports whether a rather than b stands for a list.
func (p *Portal) leads(a, b addr) bool {
	if x, y := p.named(a), p.named(b); x != y {
		return x
	}
	x, y := p.at[a], p.at[b]
	if (x == nil) != (y == nil) {
		return x != nil
	}
	if x != nil && x.Depth != y.Depth {
		return x.Depth < y.Depth
	}
	return lesser(p.table.url(a), p.table.url(b))
}

// maxColumnName bounds what menus call a column, in runes; longer texts in them
// are titles of articles.
const maxColumnName = 16

// named reports whether menus or breadcrumbs call an address by the name of a
// column.
func (p *Portal) named(id addr) bool {
	for _, a := range p.table.linked(id) {
		r := regions[a.region]
		if r != extract.Nav && r != extract.Breadcrumb {
			continue
		}
		if name := p.table.nameKey(a.text); name != "" && utf8.RuneCountInString(name) <= maxColumnName {
			return true
		}
	}
	return false
}
