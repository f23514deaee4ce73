package crawler

import "sync"

// menu is what stands in the same place of several pages of a site, only listens for
// being pressed, and led to the same place wherever it was. It is not pressed on every
// page again: an application of a hundred views has its menu on each.
type menu struct {
	mu sync.Mutex
	by map[string]*menuEntry
}

type menuEntry struct {
	to    string
	pages int
	split bool // it led to different places
}

// Bounds on what is remembered of one site.
const (
	maxMenu   = 2000
	menuPages = 2 // that have to agree
)

// met takes note of what was pressed on a page.
func (m *menu) met(ways map[string]string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, to := range ways {
		e := m.by[key]
		switch {
		case e != nil:
			e.pages++
			e.split = e.split || e.to != to
		case len(m.by) < maxMenu:
			if m.by == nil {
				m.by = map[string]*menuEntry{}
			}
			m.by[key] = &menuEntry{to: to, pages: 1}
		}
	}
}

// known returns what need not be pressed any more.
func (m *menu) known() map[string]string {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := map[string]string{}
	for key, e := range m.by {
		if e.pages >= menuPages && !e.split {
			out[key] = e.to
		}
	}
	return out
}
