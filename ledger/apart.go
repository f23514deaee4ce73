package ledger

import (
	"cmp"
	"hash/fnv"
	"slices"

	"github.com/govaudit/govaudit/site"
)

// Unmet returns the items that are not closed, are about a page, and whose page a run
// did not come by under any of its addresses: pages is what the run saw of those that
// [Wanted] and [Twins] name. A page may have scrolled out of the lists, or lie beyond
// what the run could fetch. Those that wait for an answer to be checked come first, the
// rest in an order of each run's own, so that over the runs all have their turn.
func Unmet(items []Item, pages map[string]*site.Page, runID string) []Item {
	s := Sight{Pages: pages}
	var out []Item
	for _, it := range items {
		met := slices.ContainsFunc(it.Addresses(), func(a string) bool { return s.at(a) != nil })
		if !it.State.Closed() && IsPage(it.Subject) && it.Check != "links" && !met {
			out = append(out, it)
		}
	}
	slices.SortFunc(out, func(a, b Item) int {
		return cmp.Or(cmp.Compare(waits(a), waits(b)), cmp.Compare(turn(runID, a.ID), turn(runID, b.ID)), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func waits(it Item) int {
	if it.State == Answered {
		return 0
	}
	return 1
}

func turn(runID, item string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(runID + " " + item))
	return h.Sum64()
}

// stray reports that nothing leads to the page of an item any more. Rules that find
// what they judge by following the site may then say nothing of it at all.
func (s *Sight) stray(it *Item) bool {
	return slices.ContainsFunc(it.Addresses(), func(a string) bool { return s.Stray[a] || s.Stray[twin(a)] })
}
