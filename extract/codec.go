package extract

import (
	varint "encoding/binary"
	"hash/fnv"
	"strings"
	"sync"

	"github.com/govaudit/govaudit/site"
)

// Codec writes facts in the form they are kept in, and reads them again, which
// costs a small part of reading the page: the same portal seen again, judged again
// or gone on with need not be parsed again. One codec serves one site: it remembers
// the menus that all pages of a site share. Safe for concurrent use; the zero Codec
// is ready.
//
// What is written begins with [Version] and the shape of Facts, and belongs to one
// address, content type and part of the page. What belongs to another is not read.
type Codec struct {
	mu   sync.Mutex
	menu menus
}

// Read gives the facts of p as [Read] does, from p.Facts where they are those of p.
func (c *Codec) Read(p *site.Page) *Facts {
	if f := c.Unpack(p, p.Facts); f != nil {
		return f
	}
	if len(p.Facts) > 0 && len(p.Body) == 0 && p.Rendered == nil {
		return unreadable(p, "没有取得该页的内容") // an empty page would be another thing
	}
	return parse(p)
}

// Pack returns the facts of p in the form they are kept in; nil where keeping them
// is of no use: what a file says is read from it, and a number that is nobody's
// today only because of its date of birth may be somebody's tomorrow.
func (c *Codec) Pack(p *site.Page, f *Facts) []byte { return c.PackInto(nil, p, f) }

// PackInto is Pack into the memory of room where that suffices.
func (c *Codec) PackInto(room []byte, p *site.Page, f *Facts) []byte {
	if f == nil || f.Kind == File || f.PersonalByDay {
		return nil
	}
	w := factsWriters.Get().(*factsWriter)
	defer w.release()
	w.out = varint.LittleEndian.AppendUint64(varint.AppendUvarint(w.out, Version), factsShape())
	w.out = varint.LittleEndian.AppendUint64(w.out, belongs(p))
	w.links(f.Links)
	w.value(factsPlan(), f)
	if cap(room) < len(w.out) {
		room = make([]byte, 0, len(w.out))
	}
	return append(room[:0], w.out...)
}

// Unpack undoes Pack for p; nil where data holds the facts of another page or of
// another version of this package, or is damaged.
func (c *Codec) Unpack(p *site.Page, data []byte) *Facts {
	rest, ok := mine(p, data)
	if !ok {
		return nil
	}
	f := &Facts{URL: p.Final, Asked: p.URL, Seen: p.Fetched, SHA256: p.SHA256}
	if f.URL == "" {
		f.URL = p.URL
	}
	if p.Rendered != nil {
		f.SHA256 = p.Rendered.SHA256
	}
	r := factsReaders.Get().(*factsReader)
	defer r.release()
	r.rest, r.room = rest, maxUnpacked
	f.Links = r.links(c)
	r.value(factsPlan(), f)
	if r.bad || len(r.rest) > 0 {
		return nil
	}
	return f
}

// Kept reports whether data holds the facts of p, as this version writes them.
func Kept(p *site.Page, data []byte) bool {
	_, ok := mine(p, data)
	return ok
}

// Current reports whether data was written by this version, whatever page it is of.
func Current(data []byte) bool {
	v, n := varint.Uvarint(data)
	return n > 0 && v == Version && len(data) >= n+16 && varint.LittleEndian.Uint64(data[n:]) == factsShape()
}

// mine returns what follows the head, where that names p.
func mine(p *site.Page, data []byte) (rest []byte, ok bool) {
	if !Current(data) {
		return nil, false
	}
	_, n := varint.Uvarint(data)
	rest = data[n+8:]
	return rest[8:], varint.LittleEndian.Uint64(rest) == belongs(p)
}

// belongs is a hash of all that the facts of a page depend on beside its bytes.
func belongs(p *site.Page) uint64 {
	h := fnv.New64a()
	part := func(s string) {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	final := p.Final
	if final == "" {
		final = p.URL
	}
	part(final)
	part(p.ContentType)
	if to := refreshOf(p.Exchange.Answer); to != "" {
		part(to)
	}
	switch {
	case p.From == "" && p.Depth == 0:
		part("home")
	case speaksForAnother(p):
		part(p.From)
	}
	if p.Within != "" {
		part("within")
		part(p.Within)
	}
	if p.Rendered != nil {
		part("rendered")
		part(p.Rendered.Lacks)
	}
	return h.Sum64()
}

// speaksForAnother reports whether p is a script, read as part of the page it was
// found on.
func speaksForAnother(p *site.Page) bool {
	return p.From != "" && strings.Contains(strings.ToLower(p.ContentType), "javascript")
}
