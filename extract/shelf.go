package extract

import (
	"hash/maphash"
	"sync"
	"sync/atomic"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// shelf keeps the parts that the pages of one site share, its menu, its side bars,
// its foot, and what each of them says by itself: they are parsed and worked through
// once. A part is kept once it was met several times. Everything kept is a function of
// its source alone, so that a page says the same whether or not anything was kept. It is
// safe for concurrent use and bounded in bytes.
type shelf struct {
	scope string // see page.origin
	index atomic.Pointer[map[uint64][]*htmltree.Piece]
	read  atomic.Uint32 // pages read
	used  uint64        // when it was asked for last; see shelves

	mu   sync.Mutex
	met  map[uint64]uint8 // of parts met: how often
	size atomic.Int64     // bytes kept, about
}

// Bounds of a shelf.
const (
	minPiece   = 256      // bytes of source; what is shorter costs as much to find as to read
	maxPiece   = 48 << 10 // bytes of source
	maxShelf   = 768 << 10
	maxMet     = 2048
	maxAlike   = 8  // parts that begin alike
	startBytes = 64 // of its source, by which a part is found

	pieceMet   = 3  // a part is kept when it is met so often
	learnFirst = 32 // pages at the beginning of which parts are kept, …
	learnEvery = 16 // … and later every so many
)

var pieceSeed = maphash.MakeSeed()

// Find returns a kept part that src begins with.
func (s *shelf) Find(src []byte) *htmltree.Piece {
	index := s.index.Load()
	if index == nil || len(src) < minPiece {
		return nil
	}
	for _, p := range (*index)[maphash.Bytes(pieceSeed, src[:startBytes])] {
		if n := len(p.Source()); n <= len(src) && string(src[:n]) == p.Source() {
			return p
		}
	}
	return nil
}

// learns reports whether parts of the page that is read now may be kept.
func (s *shelf) learns() bool {
	n := s.read.Add(1)
	return n <= learnFirst || n%learnEvery == 0
}

// learn notes the parts of p, the largest first, and keeps those met often enough.
func (s *shelf) learn(p *page) {
	t := p.tree
	grafts := t.Grafts
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := int32(1); i < int32(len(t.Nodes)); i++ {
		if len(grafts) > 0 && grafts[0].At == i {
			i, grafts = grafts[0].Stop-1, grafts[1:]
			continue
		}
		src, ok := t.Span(i)
		if !ok || len(src) > maxPiece {
			continue
		}
		if len(src) < minPiece {
			i = t.Nodes[i].Stop - 1
			continue
		}
		hash := maphash.Bytes(pieceSeed, src)
		if len(s.met) >= maxMet {
			s.met = nil
		}
		if s.met == nil {
			s.met = map[uint64]uint8{}
		}
		if s.met[hash]++; s.met[hash] >= pieceMet && s.keep(p, i) {
			delete(s.met, hash)
			for len(grafts) > 0 && grafts[0].At < t.Nodes[i].Stop {
				grafts = grafts[1:]
			}
			i = t.Nodes[i].Stop - 1
		}
	}
}

// keep keeps the part of p that is its element n.
func (s *shelf) keep(p *page, n int32) bool {
	piece := p.tree.Piece(n)
	if piece == nil {
		return false
	}
	if s.size.Load()+pieceSize(piece) > maxShelf { // what is still in use comes again
		s.index.Store(nil)
		s.size.Store(0)
	}
	key := maphash.String(pieceSeed, piece.Source()[:startBytes])
	old := s.index.Load()
	if old != nil && len((*old)[key]) >= maxAlike {
		return false
	}
	said := knowPiece(p, s.scope, piece)
	if said == nil {
		return false
	}
	piece.Said = said
	s.size.Add(pieceSize(piece))
	index := map[uint64][]*htmltree.Piece{}
	if old != nil {
		for k, list := range *old {
			index[k] = list
		}
	}
	index[key] = append(index[key][:len(index[key]):len(index[key])], piece)
	s.index.Store(&index)
	shelves.trim(s)
	return true
}

// pieceSize is about what a part takes: a node, and what is known of it.
func pieceSize(p *htmltree.Piece) int64 { return int64(3*len(p.Source())) + 90*int64(p.Len()) }

// shelfRoom holds the shelves of the sites read last.
type shelfRoom struct {
	mu    sync.Mutex
	sites map[string]*shelf
	clock uint64
}

// maxShelves bounds the shelves that are kept, and maxShelved the bytes on them.
const (
	maxShelves = 64
	maxShelved = 12 << 20
)

var shelves = shelfRoom{sites: map[string]*shelf{}}

// of returns the shelf of a site.
func (r *shelfRoom) of(scope string) *shelf {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clock++
	s := r.sites[scope]
	if s == nil {
		s = &shelf{scope: scope}
		r.sites[scope] = s
		r.sweep(s)
	}
	s.used = r.clock
	return s
}

// trim keeps within the bounds after something was put on the shelf s.
func (r *shelfRoom) trim(s *shelf) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sweep(s)
}

// sweep lets the shelves go that were not asked for longest, other than that of one.
func (r *shelfRoom) sweep(except *shelf) {
	for {
		var size int64
		var oldest *shelf
		for _, s := range r.sites {
			size += s.size.Load()
			if s != except && (oldest == nil || s.used < oldest.used) {
				oldest = s
			}
		}
		if oldest == nil || len(r.sites) <= maxShelves && size <= maxShelved {
			return
		}
		delete(r.sites, oldest.scope)
	}
}
