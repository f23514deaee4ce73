package portal

import (
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// A server that hands out one page at the address of another has its relative links lead
// elsewhere, too: a breadcrumb of one page then calls a column by the name of another.

// steadyPages is on how many pages a menu or a breadcrumb gives a column its name for
// that to be its name whatever a single page says.
const steadyPages = 3

// steady are the names that menus and breadcrumbs of several pages give, by nameKey:
// the address most of them mean.
type steady map[string]anchor

func (p *Portal) steadyNames() steady {
	out := steady{}
	for _, a := range p.table.anchors {
		if a.pages < steadyPages || regions[a.region] != extract.Nav && regions[a.region] != extract.Breadcrumb {
			continue
		}
		k := p.table.nameKey(a.text)
		if k == "" {
			continue
		}
		if have, ok := out[k]; !ok || a.pages > have.pages || a.pages == have.pages && lesser(p.table.url(a.to), p.table.url(have.to)) {
			out[k] = a
		}
	}
	return out
}

// stray reports that a name which a single page gives an address is another column's,
// and that this one goes by a name that has nothing of it.
func (s steady) stray(p *Portal, id addr, name string) bool {
	k := nameKey(name)
	of, ok := s[k]
	if !ok || of.to == id {
		return false
	}
	for _, a := range p.table.linked(id) {
		if a.pages < steadyPages {
			break // the most frequent come first
		}
		own := p.table.nameKey(a.text)
		if s[own].to != id {
			continue
		}
		return !strings.Contains(own, k) && !strings.Contains(k, own)
	}
	return false
}
