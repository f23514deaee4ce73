package crawler

import (
	"slices"
	"strings"
	"sync"
)

// menu is what stands in the same place of several pages of a site, only listens for
// being pressed, and led to the same place wherever it was. It is not pressed on every
// page again: an application of a hundred views has its menu on each. What a script makes
// of where it stands, the second page of this list, leads elsewhere on pages elsewhere.
type menu struct {
	mu sync.Mutex
	by map[string]*menuEntry
}

type menuEntry struct {
	to    string
	pages int
	scope string // the page, or the folder, that holds where it led and all it was pressed on; "" if none does
	// pairs are what the query of where it led has in common with those of all it was
	// pressed on: the last page of a column of col=3 is that of no other column.
	pairs []string
	split bool // it led to different places
}

// Bounds on what is remembered of one site.
const (
	maxMenu   = 2000
	menuPages = 2 // that have to agree
)

// met takes note of what was pressed on the page at address.
func (m *menu) met(address string, ways map[string]string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, to := range ways {
		scope := sharedScope(withoutQuery(address), withoutQuery(to))
		e := m.by[key]
		switch {
		case e != nil:
			e.pages++
			e.split = e.split || e.to != to
			e.pairs = shared(e.pairs, pairsOf(address))
			if strings.HasPrefix(e.scope, scope) {
				e.scope = scope
			} else if !strings.HasPrefix(scope, e.scope) {
				e.scope = ""
			}
		case len(m.by) < maxMenu:
			if m.by == nil {
				m.by = map[string]*menuEntry{}
			}
			m.by[key] = &menuEntry{to: to, pages: 1, scope: scope, pairs: shared(pairsOf(to), pairsOf(address))}
		}
	}
}

// known returns what need not be pressed on the page at address any more.
func (m *menu) known(address string) map[string]string {
	page, pairs := withoutQuery(address), pairsOf(address)
	m.mu.Lock()
	defer m.mu.Unlock()
	out := map[string]string{}
	for key, e := range m.by {
		if e.pages >= menuPages && !e.split && (e.scope == "" || e.scope == page || e.scope == folderOf(page)) && len(shared(e.pairs, pairs)) == len(e.pairs) {
			out[key] = e.to
		}
	}
	return out
}

// sharedScope is the page both addresses are of, or the folder in which both are; "" if
// they are in different ones.
func sharedScope(a, b string) string {
	switch {
	case a == b:
		return a
	case folderOf(a) == folderOf(b):
		return folderOf(a)
	}
	return ""
}

// withoutQuery is an address up to its query.
func withoutQuery(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return address
}

// pairsOf are the pairs of an address's query.
func pairsOf(address string) []string {
	_, query, ok := strings.Cut(address, "?")
	if !ok || query == "" {
		return nil
	}
	return strings.Split(query, "&")
}

// shared are those of a that are in b, too.
func shared(a, b []string) []string {
	var both []string
	for _, pair := range a {
		if slices.Contains(b, pair) {
			both = append(both, pair)
		}
	}
	return both
}

// folderOf is an address up to its last slash.
func folderOf(address string) string { return address[:strings.LastIndexByte(address, '/')+1] }
