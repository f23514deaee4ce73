package portal

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/site"
)

// What a builder was given can be written down and taken up again by the same build of
// the program: the pages of a site that is what it was need not be added once more. Only
// when they were fetched differs.

// pieceBytes is how much one piece holds, roughly: a site of any size is written and
// read in bounded memory.
const pieceBytes = 64 << 10

// The kinds of pieces, by their first byte. Pages come last: they refer to the others.
const (
	pieceForms = iota
	pieceWords
	piecePacked
	pieceFormsAt
	pieceWordsAt
	pieceAddresses
	pieceAnchors
	pieceModels
	pieceRows
	pieceLabels
	pieceErrors
	piecePages
)

// Write hands over in pieces what was added, for [Restore], and reports whether it could
// be written. It comes before Build, with nothing added meanwhile.
func (b *Builder) Write(put func(piece []byte) error) (ok bool, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s, t := b.shelf, b.shelf.table
	if slices.ContainsFunc(s.zones, func(z *time.Location) bool { return z != time.UTC }) ||
		slices.ContainsFunc(b.pages, func(pg *Page) bool { return pg.parts&partSeen != 0 }) {
		return false, nil
	}
	for _, a := range []struct {
		kind  byte
		arena *arena
	}{{pieceForms, &t.forms.arena}, {pieceWords, &t.words.arena}, {piecePacked, &s.packed}} {
		for n := range a.arena.blocks {
			if err := put(append([]byte{a.kind}, a.arena.block(n)...)); err != nil {
				return false, err
			}
		}
	}
	w := &pieces{put: put}
	each(w, pieceFormsAt, t.forms.at, func(at uint32) { w.u(uint64(at)) })
	each(w, pieceWordsAt, t.words.at, func(at uint32) { w.u(uint64(at)) })
	each(w, pieceAddresses, t.of, func(id addr) { w.u(uint64(id)) })
	each(w, pieceAnchors, t.anchors, func(a anchor) {
		w.us(uint64(a.to), uint64(a.text), uint64(a.from), uint64(a.pages), uint64(a.depth), uint64(a.region), uint64(a.via))
	})
	each(w, pieceModels, s.squeezer.models, func(m *model) { w.text(m.text) })
	each(w, pieceRows, s.rows, func(r row) {
		w.us(uint64(r.form), uint64(r.title), uint64(r.label), uint64(r.flags))
		w.day(r.day)
	})
	labels := slices.SortedFunc(maps.Keys(b.label), func(x, y labelKey) int {
		return cmp.Or(cmp.Compare(x.text, y.text), cmp.Compare(x.region, y.region), cmp.Compare(x.via, y.via))
	})
	each(w, pieceLabels, labels, func(k labelKey) {
		c := b.label[k]
		w.us(uint64(k.text), uint64(k.region), uint64(k.via), uint64(c.pages), uint64(c.depth), uint64(c.from))
	})
	each(w, pieceErrors, slices.Sorted(maps.Keys(s.errs)), func(num uint32) {
		w.u(uint64(num))
		w.text(s.errs[num])
	})
	each(w, piecePages, b.pages, func(pg *Page) { w.page(t, pg) })
	return true, w.end()
}

// pieces writes records one after the other into pieces.
type pieces struct {
	put  func([]byte) error
	kind byte
	b    []byte
	err  error
}

func each[T any](w *pieces, kind byte, list []T, write func(T)) {
	w.begin(kind)
	for _, x := range list {
		write(x)
		w.cut()
	}
}

func (w *pieces) begin(kind byte) {
	w.end()
	w.kind, w.b = kind, append(w.b[:0], kind)
}

// cut ends a record, and the piece where it is full.
func (w *pieces) cut() {
	if len(w.b) >= pieceBytes {
		w.begin(w.kind)
	}
}

func (w *pieces) end() error {
	if len(w.b) > 1 && w.err == nil {
		w.err = w.put(slices.Clone(w.b))
	}
	w.b = w.b[:0]
	return w.err
}

func (w *pieces) u(n uint64)         { w.b = binary.AppendUvarint(w.b, n) }
func (w *pieces) day(d calendar.Day) { w.b = binary.AppendVarint(w.b, int64(d)) }

func (w *pieces) us(list ...uint64) {
	for _, n := range list {
		w.u(n)
	}
}

func (w *pieces) text(s string) {
	w.u(uint64(len(s)))
	w.b = append(w.b, s...)
}

func (w *pieces) page(t *table, pg *Page) {
	url, _ := t.forms.find(pg.URL)
	w.us(uint64(url), uint64(pg.asked), uint64(pg.from), uint64(pg.within), uint64(pg.title), uint64(pg.packed), uint64(pg.parts), uint64(pg.refs),
		uint64(pg.kind), uint64(pg.marks), uint64(pg.Depth), uint64(pg.Status), uint64(pg.Runes), uint64(pg.Residue), uint64(pg.unlinked),
		uint64(pg.texts), uint64(pg.again))
	w.day(pg.Published)
	w.text(string(pg.Failure))
	more := pg.more
	if more == nil {
		w.u(0)
		return
	}
	w.us(1, uint64(more.rows), uint64(more.end), uint64(len(more.menu)))
	w.us(wide(more.menu)...)
	w.u(uint64(len(more.frames)))
	for _, f := range more.frames {
		n, _ := t.forms.find(f)
		w.u(uint64(n))
	}
	w.u(uint64(len(more.all)))
	w.us(wide(more.all)...)
	w.u(uint64(len(more.pager)))
	w.us(wide(more.pager)...)
}

func wide[T ~uint32](list []T) []uint64 {
	out := make([]uint64, len(list))
	for i, n := range list {
		out[i] = uint64(n)
	}
	return out
}

// errStand marks pieces that are not what was written.
var errStand = errors.New("what was kept of a portal cannot be read back")

// Restore returns a builder that was given what the one was that wrote pieces. Only
// Build may be called on it. Times gives, by the address asked for, when each page was
// fetched; one that it does not give is an error.
func Restore(t site.Target, load Loader, written iter.Seq2[[]byte, error], times iter.Seq2[*site.Page, error]) (b *Builder, err error) {
	defer func() {
		if p := recover(); p != nil { // damaged numbers lead anywhere
			b, err = nil, fmt.Errorf("%w: %v", errStand, p)
		}
	}()
	b = NewBuilder(t, load)
	s := b.shelf
	s.zones = []*time.Location{time.UTC}
	s.table.forms, s.table.words = newPool(), newPool()
	for piece, err := range written {
		if err != nil {
			return nil, err
		}
		if len(piece) < 2 {
			return nil, errStand
		}
		b.take(piece[0], string(piece[1:]))
	}
	if len(b.pages) == 0 {
		return nil, errStand
	}
	s.table.rebuild()
	if err := s.setTimes(b.pages, times); err != nil {
		return nil, err
	}
	return b, nil
}

// take takes up one piece.
func (b *Builder) take(kind byte, text string) {
	s, t := b.shelf, b.shelf.table
	switch kind {
	case pieceForms:
		t.forms.arena.take(text)
		return
	case pieceWords:
		t.words.arena.take(text)
		return
	case piecePacked:
		s.packed.take(text)
		return
	}
	for r := (&unpacker{b: text}); len(r.b) > 0; {
		switch kind {
		case pieceFormsAt:
			t.forms.at = append(t.forms.at, uint32(r.u()))
		case pieceWordsAt:
			t.words.at = append(t.words.at, uint32(r.u()))
		case pieceAddresses:
			t.of = append(t.of, addr(r.u()))
		case pieceAnchors:
			t.anchors = append(t.anchors, anchor{addr(r.u()), uint32(r.u()), addr(r.u()), int32(r.u()), uint16(r.u()), uint8(r.u()), uint8(r.u())})
		case pieceModels:
			s.squeezer.models = append(s.squeezer.models, newModel(strings.Clone(r.str())))
		case pieceRows:
			s.rows = append(s.rows, row{form: uint32(r.u()), title: uint32(r.u()), label: uint32(r.u()), flags: uint8(r.u()), day: r.day()})
		case pieceLabels:
			k := labelKey{uint32(r.u()), uint8(r.u()), uint8(r.u())}
			b.label[k] = &labelCount{int32(r.u()), int32(r.u()), addr(r.u())}
		case pieceErrors:
			num := uint32(r.u())
			s.errs[num] = strings.Clone(r.str())
		case piecePages:
			b.takePage(r)
		default:
			panic("unknown piece")
		}
	}
}

func (b *Builder) takePage(r *unpacker) {
	t, pg := b.shelf.table, b.page()
	url := uint32(r.u())
	pg.URL, pg.id = t.forms.text(url), t.of[url]
	pg.asked, pg.from, pg.within, pg.title = uint32(r.u()), uint32(r.u()), uint32(r.u()), uint32(r.u())
	pg.packed, pg.parts, pg.refs = uint32(r.u()), uint32(r.u()), uint32(r.u())
	pg.kind, pg.marks = uint8(r.u()), uint16(r.u())
	for _, n := range []*int32{&pg.Depth, &pg.Status, &pg.Runes, &pg.Residue, &pg.unlinked, &pg.texts, &pg.again} {
		*n = int32(r.u())
	}
	pg.Published, pg.Failure = r.day(), site.Failure(strings.Clone(r.str()))
	if r.u() == 0 {
		return
	}
	pg.more = &outline{rows: uint32(r.u()), end: uint32(r.u())}
	pg.more.menu = narrow[uint32](r)
	for _, n := range narrow[uint32](r) {
		pg.more.frames = append(pg.more.frames, t.forms.text(n))
	}
	pg.more.all, pg.more.pager = narrow[addr](r), narrow[addr](r)
}

func narrow[T ~uint32](r *unpacker) []T {
	n := r.n()
	if n == 0 {
		return nil
	}
	out := make([]T, n)
	for i := range out {
		out[i] = T(r.u())
	}
	return out
}

// rebuild works out what follows from the addresses and words.
func (t *table) rebuild() {
	t.forms.index()
	t.words.index()
	for form, id := range t.of {
		switch {
		case int(id) == len(t.best):
			t.best = append(t.best, uint32(form))
		case lesser(t.forms.text(uint32(form)), t.url(id)):
			t.best[id] = uint32(form)
		}
	}
	t.slots = make([]uint32, 32)
	for 4*len(t.best) >= 3*len(t.slots) {
		t.slots = make([]uint32, 2*len(t.slots))
	}
	t.rehash()
}

// index works out where the strings of a pool are found.
func (p *pool) index() {
	n := 64
	for 4*len(p.at) >= 3*n {
		n *= 2
	}
	p.slots = make([]uint64, n)
	for i := range p.at {
		s := p.text(uint32(i))
		h := maphash.String(p.seed, s)
		slot := int(h>>32) & (n - 1)
		for p.slots[slot] != 0 {
			slot = (slot + 1) & (n - 1)
		}
		p.slots[slot] = h&^(1<<32-1) | uint64(i+1)
	}
}

// setTimes notes when pages were fetched, in place of what is packed with them.
func (s *shelf) setTimes(pages []*Page, times iter.Seq2[*site.Page, error]) error {
	by := make([]uint32, len(s.table.of)) // pages by the form asked for, plus one
	for _, pg := range pages {
		if by[pg.asked] != 0 {
			return errStand
		}
		by[pg.asked] = pg.num + 1
	}
	s.fetched = make([]int64, len(pages))
	given := 0
	for p, err := range times {
		if err != nil {
			return err
		}
		form, ok := s.table.forms.find(p.URL)
		if !ok || by[form] == 0 {
			return fmt.Errorf("%w: it lacks %s", errStand, p.URL)
		}
		s.fetched[by[form]-1] = p.Fetched.UnixMicro()
		given++
	}
	if given != len(pages) {
		return fmt.Errorf("%w: of %d pages there are %d", errStand, len(pages), given)
	}
	return nil
}
