package extract

import (
	"bytes"
	varint "encoding/binary"
	"hash/maphash"
	"strings"
)

// Links are written in runs of one region. A run stands for itself, so that the
// same menu is the same bytes on every page: it is taken apart once for a site.

// linkSize is what a link takes in memory, its words and address included.
const linkSize = 160

// regions and vias are written by their place; order is part of the form.
var (
	regions = [...]Region{Nav, Breadcrumb, Body, Related, Footer, ""}
	vias    = [...]Via{Anchor, FrameSrc, Refresh, OnClick, Script, Include, Picture, Pager, Heading, "data", ""}
)

// links writes the number of links and the runs, each with its length in bytes.
func (w *factsWriter) links(list []Link) {
	w.out = varint.AppendUvarint(w.out, uint64(len(list)))
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Region == list[0].Region {
			n++
		}
		start := len(w.out)
		w.run(list[:n])
		size := len(w.out) - start
		var head [varint.MaxVarintLen64]byte
		k := varint.PutUvarint(head[:], uint64(size))
		w.out = append(w.out, head[:k]...)
		copy(w.out[start+k:], w.out[start:start+size])
		copy(w.out[start:], head[:k])
		if list[0].Region == Body {
			for i := range list[:n] {
				w.know(list[i].URL)
				w.know(list[i].Text)
			}
		}
		list = list[n:]
	}
}

// run writes links of one region. An address is written as what differs from the
// one before.
func (w *factsWriter) run(list []Link) {
	w.out = appendPlace(w.out, regions[:], list[0].Region)
	w.out = varint.AppendUvarint(w.out, uint64(len(list)))
	before := ""
	for i := range list {
		l := &list[i]
		w.out = appendPlace(w.out, vias[:], l.Via)
		same := sharedPrefix(before, l.URL)
		w.out = varint.AppendUvarint(w.out, uint64(same))
		w.out = appendString(w.out, l.URL[same:])
		w.out = appendString(w.out, l.Text)
		w.out = appendString(w.out, l.Title)
		before = l.URL
	}
}

// appendPlace writes where s stands in list, or behind its end and s itself.
func appendPlace[T ~string](out []byte, list []T, s T) []byte {
	for i := range list {
		if list[i] == s {
			return append(out, byte(i))
		}
	}
	return appendString(append(out, byte(len(list))), string(s))
}

func appendString(out []byte, s string) []byte {
	return append(varint.AppendUvarint(out, uint64(len(s))), s...)
}

func sharedPrefix(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// links reads what factsWriter.links wrote. c may be nil.
func (r *factsReader) links(c *Codec) []Link {
	n := r.count(linkSize)
	if n == 0 {
		return nil
	}
	out := roomForLinks(n)
	for len(out) < n && !r.bad {
		raw := r.bytes(r.number())
		at := len(out)
		if out = c.run(r, raw, out); r.bad || len(out) == at || len(out) > n {
			r.fail()
			return nil
		}
		if out[at].Region == Body {
			for i := at; i < len(out); i++ {
				r.know(out[i].URL)
				r.know(out[i].Text)
			}
		}
	}
	return out
}

// run appends the links of a run, from those known where it is a menu.
func (c *Codec) run(r *factsReader, raw []byte, out []Link) []Link {
	if c == nil || len(raw) < menuBytes || !shared(raw[0]) {
		return readRun(r, raw, out)
	}
	c.mu.Lock()
	known := c.menu.find(raw)
	c.mu.Unlock()
	if known != nil {
		if !r.take(len(known) * linkSize) {
			return nil
		}
		return append(out, known...)
	}
	at := len(out)
	out = readRun(r, raw, out)
	if !r.bad {
		c.mu.Lock()
		c.menu.add(raw, out[at:])
		c.mu.Unlock()
	}
	return out
}

// shared reports whether runs of a region, given by its place, are likely to stand
// on other pages too.
func shared(place byte) bool {
	return int(place) < len(regions) && (regions[place] == Nav || regions[place] == Footer)
}

// readRun takes a run apart.
func readRun(r *factsReader, raw []byte, out []Link) []Link {
	rest := r.rest
	r.rest = raw
	region := readPlace(r, regions[:])
	n := r.count(0)
	var before string
	for i := 0; i < n && !r.bad; i++ {
		l := Link{Region: region, Via: readPlace(r, vias[:])}
		same := r.number()
		tail := r.bytes(r.number())
		if same > uint64(len(before)) || !r.take(linkSize+int(same)+len(tail)) {
			r.fail()
			break
		}
		l.URL = joinAddress(before[:same], tail)
		l.Text, l.Title = r.string(), r.string()
		before = l.URL
		out = append(out, l)
	}
	if len(r.rest) > 0 {
		r.fail()
	}
	if !r.bad {
		r.rest = rest
	}
	return out
}

func joinAddress(head string, tail []byte) string {
	var b strings.Builder
	b.Grow(len(head) + len(tail))
	b.WriteString(head)
	b.Write(tail)
	return b.String()
}

func (r *factsReader) string() string {
	b := r.bytes(r.number())
	if !r.take(len(b)) {
		return ""
	}
	return string(b)
}

func readPlace[T ~string](r *factsReader, list []T) T {
	i := int(r.byte())
	if i < len(list) {
		return list[i]
	}
	return T(r.string())
}

// menus are runs of links that were met before.
type menus struct {
	seed  maphash.Seed
	known map[uint64]*menuRun
	size  int
}

type menuRun struct {
	raw   []byte
	links []Link
}

const (
	menuBytes = 256       // a run is a menu from this size
	maxMenus  = 256 << 10 // bytes of menus, as written, that are remembered
)

// find returns the links of a run, nil if they are not known.
func (m *menus) find(raw []byte) []Link {
	if m.known == nil {
		return nil
	}
	if k := m.known[maphash.Bytes(m.seed, raw)]; k != nil && bytes.Equal(k.raw, raw) {
		return k.links
	}
	return nil
}

// add remembers a run. When there are too many, all are forgotten: what every page
// shows is soon known again.
func (m *menus) add(raw []byte, links []Link) {
	if m.known == nil || m.size > maxMenus {
		*m = menus{seed: maphash.MakeSeed(), known: map[uint64]*menuRun{}}
	}
	m.size += len(raw)
	m.known[maphash.Bytes(m.seed, raw)] = &menuRun{bytes.Clone(raw), append([]Link(nil), links...)}
}
