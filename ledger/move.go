package ledger

import "slices"

// follow finds the items whose document has another address now: the old one is gone
// or leads elsewhere, and of the defects of the same rule and code exactly one is
// about the same document, which no other item is about.
func (f *folding) follow() {
	if f.Visit {
		return
	}
	to := map[*track][]int{}
	from := map[int]int{}
	for _, t := range f.tracks {
		if t.mark != nil || !IsPage(t.was.Subject) || !f.away(t) {
			continue
		}
		for i, m := range f.left {
			if m.key.Rule == t.was.Rule && m.key.Code == t.was.Code && IsPage(m.key.Subject) && t.was.Last.Document.same(m.sighting.Document) {
				to[t] = append(to[t], i)
				from[i]++
			}
		}
	}
	var taken []int
	for _, t := range f.tracks {
		if list := to[t]; len(list) == 1 && from[list[0]] == 1 {
			m := f.left[list[0]]
			t.mark, t.moved = &m, true
			taken = append(taken, list[0])
		}
	}
	left := f.left[:0:0]
	for i, m := range f.left {
		if !slices.Contains(taken, i) {
			left = append(left, m)
		}
	}
	f.left = left
}

// away reports that the item's present address does not show its document any more.
// One that nothing leads to any more was not asked for.
func (f *folding) away(t *track) bool {
	p := f.Pages[t.was.Subject]
	return p == nil || p.Failure.Definite() || p.OK() && !t.was.Has(p.Final)
}
