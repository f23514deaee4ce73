package portal

import (
	"sync"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

// shelf holds what is kept of the pages of a site, packed.
type shelf struct {
	table    *table
	packed   arena // facts, and the links of main parts
	squeezer squeezer
	rows     []row             // of list pages, each page's in one piece
	errs     map[uint32]string // why a page was not obtained, by its number
	zones    []*time.Location
	fetched  []int64              // by number of a page: when it was fetched, in microseconds; nil: as its head says
	common   func() map[spot]bool // links that stand on most articles; after Build

	mu   sync.Mutex
	near recents // facts that were read last
}

// row is one row of a list, as it is kept.
type row struct {
	form, title, label uint32
	day                calendar.Day
	flags              uint8 // rowHeaded, rowGuessed
}

const (
	rowHeaded = 1 << iota
	rowGuessed
)

func newShelf() *shelf {
	return &shelf{table: newTable(), packed: arena{spill: &spill{}}, errs: map[uint32]string{}}
}

func (s *shelf) addRow(it *extract.Item) {
	r := row{form: s.table.form(it.URL), title: s.table.word(it.Title), label: s.table.word(it.Label), day: it.Day}
	if it.Headed {
		r.flags |= rowHeaded
	}
	if it.Guessed {
		r.flags |= rowGuessed
	}
	s.rows = append(s.rows, r)
}

func (s *shelf) item(n uint32) extract.Item {
	r := &s.rows[n]
	return extract.Item{URL: s.table.forms.text(r.form), Title: s.table.words.text(r.title), Label: s.table.words.text(r.label),
		Day: r.day, Headed: r.flags&rowHeaded != 0, Guessed: r.flags&rowGuessed != 0}
}

func (s *shelf) items(ns []uint32) []extract.Item {
	if len(ns) == 0 {
		return nil
	}
	out := make([]extract.Item, len(ns))
	for i, n := range ns {
		out[i] = s.item(n)
	}
	return out
}

// pageItems returns the rows of a page that has some, without the rest of what it
// says.
func (s *shelf) pageItems(pg *Page) []extract.Item {
	if !pg.is(markRead) {
		return nil
	}
	if f := s.recent(pg); f != nil {
		return f.Items
	}
	return s.unpackRows(pg)
}

func (s *shelf) unpackRows(pg *Page) []extract.Item {
	out := make([]extract.Item, 0, pg.Rows())
	for n := pg.more.rows; n < pg.more.end; n++ {
		out = append(out, s.item(n))
	}
	return out
}

// rowsOf returns those of one page.
func (s *shelf) rowsOf(pg *Page) []row {
	if pg.more == nil {
		return nil
	}
	return s.rows[pg.more.rows:pg.more.end]
}

// setRows gives a page other rows.
func (s *shelf) setRows(pg *Page, rows []row) {
	more := pg.outlined()
	more.rows = uint32(len(s.rows))
	s.rows = append(s.rows, rows...)
	more.end = uint32(len(s.rows))
	s.near.forget(pg.num)
}

// repack replaces the facts of a page by f.
func (s *shelf) repack(pg *Page, f *extract.Facts) {
	h, _ := s.head(pg)
	w := packer{s: s}
	w.facts(h, f, f.HTMLTitle)
	w.putFacts(pg, h)
	s.near.forget(pg.num)
}

// zone returns the number of a time zone.
func (s *shelf) zone(l *time.Location) uint8 {
	for i, have := range s.zones {
		if have == l {
			return uint8(i)
		}
	}
	if len(s.zones) == 255 {
		return 0
	}
	s.zones = append(s.zones, l)
	return uint8(len(s.zones) - 1)
}

// recent returns the facts of a page that were read lately, nil if they were not.
func (s *shelf) recent(pg *Page) *extract.Facts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.near.find(pg.num)
}

// facts returns those of a page, unpacked.
func (s *shelf) facts(pg *Page) *extract.Facts {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.near.find(pg.num); f != nil {
		return f
	}
	f, size := s.unpack(pg)
	s.near.keep(pg.num, f, size)
	return f
}
