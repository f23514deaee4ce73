package crawler

import "math/bits"

const (
	ledgerParts = 64 // grow one at a time, so that growing needs little room
	leastPart   = 8  // words of a part that holds anything
)

// ledger maps hashes of addresses to small numbers in 8 bytes each and some room:
// between 10 and 18 bytes an entry. Entries are never taken out. Of a hash only
// the bits that the number leaves free are kept.
type ledger struct {
	low   uint // bits of a number
	parts [ledgerParts][]uint64
	used  [ledgerParts]int
	n     int
}

// len returns how many hashes are known.
func (l *ledger) len() int { return l.n }

// get returns the number of h, and whether h is known.
func (l *ledger) get(h uint64) (n uint64, known bool) {
	part := l.parts[h>>(64-6)]
	if part == nil {
		return 0, false
	}
	w := part[l.find(part, l.word(h, 0))]
	return w & (1<<l.low - 1), w != 0
}

// set gives h the number n.
func (l *ledger) set(h, n uint64) {
	i := h >> (64 - 6)
	part := l.parts[i]
	if l.used[i] >= len(part)-len(part)/5 {
		part = l.grow(part)
		l.parts[i] = part
	}
	w := l.word(h, n)
	at := l.find(part, w)
	if part[at] == 0 {
		l.used[i]++
		l.n++
	}
	part[at] = w
}

// word is how h with the number n is kept; never 0, which is an empty place.
func (l *ledger) word(h, n uint64) uint64 {
	h &^= 1<<l.low - 1
	if h == 0 {
		h = 1 << l.low
	}
	return h | n
}

// find returns the place of w in part: where its hash is, or where it may be put.
func (l *ledger) find(part []uint64, w uint64) int {
	at, _ := bits.Mul64(w<<6, uint64(len(part)))
	for i := int(at); ; i++ {
		if i == len(part) {
			i = 0
		}
		if part[i] == 0 || part[i]>>l.low == w>>l.low {
			return i
		}
	}
}

func (l *ledger) grow(part []uint64) []uint64 {
	grown := make([]uint64, max(leastPart, len(part)+len(part)/2))
	for _, w := range part {
		if w != 0 {
			grown[l.find(grown, w)] = w
		}
	}
	return grown
}
