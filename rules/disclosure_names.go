package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/portal"
)

// nameIndex finds the names on a site that resemble another: [portal.Resemblance]
// of every two of thousands of names is slow.
type nameIndex struct {
	names []likeName
	pairs map[uint64][]int32 // numbers of names, by pair of characters
}

// likeName is one name.
type likeName struct {
	pairs int   // how many it has
	text  int32 // number in the index
}

// maxLikeName bounds a name, in bytes: what is longer is a title.
const maxLikeName = 48

func newNameIndex(all *wordIndex) *nameIndex {
	x := &nameIndex{pairs: map[uint64][]int32{}}
	for i := range all.texts {
		n := int32(i)
		folded := all.folded(n)
		if len(folded) > maxLikeName || !all.isName(n) {
			continue
		}
		pairs := portal.Pairs(folded)
		for _, g := range pairs {
			x.pairs[g] = append(x.pairs[g], int32(len(x.names)))
		}
		x.names = append(x.names, likeName{len(pairs), n})
	}
	return x
}

// isName reports that a text is not only a title.
func (x *wordIndex) isName(n int32) bool {
	return slices.ContainsFunc(x.uses[x.first[n]:x.first[n+1]], func(u keptUse) bool { return u.kind() != itemUse })
}

// nearest returns the name on the site that resembles one of names most, and how
// much, from [likeness] on; nil if none does. Names for which skip is true do not
// count.
func (x *wordIndex) nearest(names []string, skip func(u textUse) bool) (*textUse, float64) {
	if x.names == nil {
		x.names = newNameIndex(x)
	}
	var best *textUse
	score := 0.0
	for _, want := range names {
		pairs := portal.Pairs(want)
		common := map[int32]int{}
		for _, g := range pairs {
			for _, n := range x.names.pairs[g] {
				common[n]++
			}
		}
		for n, k := range common {
			name := &x.names.names[n]
			s := 2 * float64(k) / float64(len(pairs)+name.pairs)
			if s < likeness || s < score {
				continue
			}
			u := firstUse(x.at(name.text).uses, skip)
			if u != nil && (s > score || byUse(*u, *best) < 0) {
				best, score = u, s
			}
		}
	}
	return best, score
}

// firstUse returns the first of uses as a name that counts, nil if none does; the order of
// the site's names is not fixed.
func firstUse(uses []textUse, skip func(u textUse) bool) *textUse {
	var best *textUse
	for i := range uses {
		if u := &uses[i]; u.kind != itemUse && !skip(*u) && (best == nil || byUse(*u, *best) < 0) {
			best = u
		}
	}
	return best
}

func byUse(a, b textUse) int {
	from := func(u textUse) string {
		if u.on == nil {
			return ""
		}
		return u.on.URL
	}
	return cmp.Or(cmp.Compare(a.kind, b.kind), strings.Compare(a.text, b.text), strings.Compare(a.url, b.url), strings.Compare(from(a), from(b)))
}
