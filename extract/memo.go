package extract

import (
	"hash/maphash"
	"sync/atomic"
)

// memo keeps what was read of pieces of source that come again: the menu, the
// scripts and the attributes of one page of a site are mostly those of the next.
// What is kept is a function of its key alone, so that a page says the same
// whether or not anything was kept. A piece is kept once it was met several times:
// a link to one article stands on two or three pages, one of the menu on all. It is safe for concurrent use and bounded in bytes.
type memo[T any] struct {
	seed  maphash.Seed
	slots []atomic.Pointer[kept[T]]
	met   []atomic.Uint32 // of pieces met, by slot: bits of the hash, and how often
	size  atomic.Int64    // bytes, about
	most  int64
}

// metBits are those of a number in met that count; keptFrom is the time from which
// on a piece is kept.
const (
	metBits  = 2
	keptFrom = 1 << metBits
)

type kept[T any] struct {
	hash       uint64
	scope, key string
	value      T
	size       int64
}

// newMemo returns a memo of at most 1<<bits pieces and about most bytes.
func newMemo[T any](bits int, most int64) *memo[T] {
	return &memo[T]{seed: maphash.MakeSeed(), slots: make([]atomic.Pointer[kept[T]], 1<<bits), met: make([]atomic.Uint32, 1<<bits), most: most}
}

// find returns what was kept of key in scope, and the hash to keep it under.
func (m *memo[T]) find(scope string, key []byte) (value T, hash uint64, ok bool) {
	hash = maphash.Bytes(m.seed, key) ^ maphash.String(m.seed, scope) // the menus of many sites are alike
	k := m.slots[hash&uint64(len(m.slots)-1)].Load()
	if k != nil && k.hash == hash && k.key == string(key) && k.scope == scope {
		return k.value, hash, true
	}
	return value, hash, false
}

// again notes that a piece was met, and reports whether it was so often enough to be
// worth keeping.
func (m *memo[T]) again(hash uint64) bool {
	at := &m.met[hash>>32&uint64(len(m.met)-1)]
	mark, have := uint32(hash)&^(keptFrom-1), at.Load()
	switch {
	case have&^(keptFrom-1) != mark:
		at.Store(mark + 1)
	case have == mark+keptFrom-1:
		return true
	default:
		at.Store(have + 1)
	}
	return false
}

// perKept is what a piece takes beside its bytes.
const perKept = 200

// keep keeps a value that takes about size bytes beside its key.
func (m *memo[T]) keep(hash uint64, scope string, key []byte, value T, size int) {
	k := &kept[T]{hash: hash, scope: scope, key: string(key), value: value, size: int64(size + len(key) + perKept)}
	if m.size.Add(k.size) > m.most {
		for i := range m.slots {
			if old := m.slots[i].Swap(nil); old != nil {
				m.size.Add(-old.size)
			}
		}
	}
	if old := m.slots[hash&uint64(len(m.slots)-1)].Swap(k); old != nil {
		m.size.Add(-old.size)
	}
}
