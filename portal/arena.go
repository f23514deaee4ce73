package portal

import (
	"encoding/binary"
	"hash/maphash"
	"strings"
)

// arena keeps strings one after the other in large blocks: neither the allocator
// nor the collector sees them one by one. What was put stays.
type arena struct {
	blocks []*strings.Builder
	last   int    // the block that is being filled
	size   int    // bytes put
	spill  *spill // nil: everything stays in memory
}

const (
	firstBlock = 1 << 10
	lastBlock  = 1 << 16
	ownBlock   = 1 << 13 // strings from this length on have a block of their own
	maxBlocks  = 1 << 16
)

// put keeps a string and returns where: the number of its block and the place in it.
func (a *arena) put(s string) uint32 {
	var head [binary.MaxVarintLen64]byte
	n := binary.PutUvarint(head[:], uint64(len(s)))
	at := a.room(n + len(s))
	b := a.blocks[at>>16]
	b.Write(head[:n])
	b.WriteString(s)
	a.size += n + len(s)
	if n+len(s) >= ownBlock {
		a.full(int(at >> 16))
	}
	return at
}

// room finds place for n bytes.
func (a *arena) room(n int) uint32 {
	if len(a.blocks) >= maxBlocks {
		panic("portal: more is kept of a site than can be numbered")
	}
	if n >= ownBlock {
		b := new(strings.Builder)
		b.Grow(n)
		a.blocks = append(a.blocks, b)
		return uint32(len(a.blocks)-1) << 16
	}
	if len(a.blocks) > 0 {
		if b := a.blocks[a.last]; b.Len()+n <= min(b.Cap(), lastBlock) && b.Cap() <= lastBlock {
			return uint32(a.last)<<16 | uint32(b.Len())
		}
	}
	if len(a.blocks) > 0 {
		a.full(a.last)
	}
	b := new(strings.Builder)
	b.Grow(max(n, min(lastBlock, firstBlock<<min(len(a.blocks), 10))))
	a.blocks = append(a.blocks, b)
	a.last = len(a.blocks) - 1
	return uint32(a.last) << 16
}

// get returns the string that was put at a place.
func (a *arena) get(at uint32) string {
	b := a.blocks[at>>16]
	if b == nil {
		return a.fetch(at)
	}
	s := b.String()[at&(lastBlock-1):]
	n, k := uint64(s[0]), 1
	if n >= 0x80 {
		n, k = uvarint(s)
	}
	return s[k : k+int(n)]
}

// uvarint reads a number at the beginning of s, and how many bytes it takes.
func uvarint(s string) (uint64, int) {
	var x uint64
	for i, shift := 0, 0; i < len(s) && shift < 64; i, shift = i+1, shift+7 {
		c := s[i]
		x |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return x, i + 1
		}
	}
	return 0, len(s)
}

// pool is an arena that keeps each string once and numbers them in the order they
// came.
type pool struct {
	arena
	seed  maphash.Seed
	at    []uint32 // by number
	slots []uint64 // half of the hash, and the number plus one; 0: free
}

func newPool() *pool { return &pool{seed: maphash.MakeSeed()} }

// text returns the string of a number.
func (p *pool) text(n uint32) string { return p.get(p.at[n]) }

// find returns the number of a string, false where it was never added.
func (p *pool) find(s string) (uint32, bool) {
	if len(p.slots) == 0 {
		return 0, false
	}
	n, _ := p.search(s, maphash.String(p.seed, s))
	return n - 1, n != 0
}

// number returns the number of a string, and whether it is new.
func (p *pool) number(s string) (uint32, bool) {
	if 4*len(p.at) >= 3*len(p.slots) {
		p.grow()
	}
	h := maphash.String(p.seed, s)
	n, slot := p.search(s, h)
	if n != 0 {
		return n - 1, false
	}
	p.at = append(p.at, p.put(s))
	p.slots[slot] = h&^(1<<32-1) | uint64(len(p.at))
	return uint32(len(p.at) - 1), true
}

// search returns the number plus one of a string, or 0 and the free slot for it.
func (p *pool) search(s string, h uint64) (uint32, int) {
	mask := len(p.slots) - 1
	for i := int(h>>32) & mask; ; i = (i + 1) & mask {
		x := p.slots[i]
		if x == 0 {
			return 0, i
		}
		if x>>32 == h>>32 && p.text(uint32(x)-1) == s {
			return uint32(x), i
		}
	}
}

func (p *pool) grow() {
	old := p.slots
	p.slots = make([]uint64, max(64, 2*len(old)))
	mask := len(p.slots) - 1
	for _, x := range old {
		if x == 0 {
			continue
		}
		i := int(x>>32) & mask
		for p.slots[i] != 0 {
			i = (i + 1) & mask
		}
		p.slots[i] = x
	}
}
