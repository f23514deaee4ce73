package portal

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
)

// addr numbers an address. The numbers depend on the order of adding: nothing
// that leaves the package may be sorted by them.
type addr uint32

// maxAnchor bounds the kept text of one link, in runes.
const maxAnchor = 80

// table holds every address the site links to and the names it is linked by,
// each string once.
type table struct {
	forms *pool    // addresses as they are written
	of    []addr   // by form: the address
	best  []uint32 // by address: the shortest, then least, form met
	slots []uint32 // addresses by their key, plus one; 0: free
	words *pool    // the texts of links, and what else repeats from page to page; 0 is ""

	anchors []anchor
	known   []uint32 // anchors by what tells them apart, plus one; 0: free; nil after freeze
	first   []uint32 // after freeze: index in anchors where an address begins; one more than addresses
	keys    []uint32 // by word: its nameKey as a word plus one; 0: not worked out yet
}

// anchor is one name under which an address is linked.
type anchor struct {
	to     addr
	text   uint32
	from   addr // one page it stands on: the one nearest the home page
	pages  int32
	depth  uint16
	region uint8
	via    uint8
}

func newTable() *table {
	t := &table{forms: newPool(), words: newPool()}
	t.words.number("")
	return t
}

// key is an address without what does not tell pages apart: scheme, www. and
// the name of the default file.
func key(url string) string {
	k := extract.Identity(url)
	if rest, ok := strings.CutPrefix(k, "http://"); ok {
		k = rest
	} else if rest, ok := strings.CutPrefix(k, "https://"); ok {
		k = rest
	}
	k = strings.TrimPrefix(k, "www.")
	slash := strings.LastIndexByte(k, '/')
	if slash < 0 {
		return k + "/"
	}
	if len(k)-slash-1 > len("default.html") {
		return k
	}
	switch strings.ToLower(k[slash+1:]) {
	case "index.html", "index.htm", "index.shtml", "index.jsp", "index.asp", "index.aspx", "index.php", "default.html", "default.htm":
		return k[:slash+1]
	}
	return k
}

// form returns the number of an address as it is written.
func (t *table) form(url string) uint32 {
	n, fresh := t.forms.number(url)
	if !fresh {
		return n
	}
	id := t.byKey(url)
	if id == addr(len(t.best)) {
		t.best = append(t.best, n)
	} else if lesser(url, t.url(id)) {
		t.best[id] = n
	}
	t.of = append(t.of, id)
	return n
}

// byKey returns the address of which url is a form; one more than there are where
// it is new, and then it is noted as the next.
func (t *table) byKey(url string) addr {
	if 4*len(t.best) >= 3*len(t.slots) {
		t.rehash()
	}
	id, slot := t.probe(key(url))
	if slot >= 0 {
		t.slots[slot] = uint32(len(t.best)) + 1
		return addr(len(t.best))
	}
	return id
}

// probe looks for a key: slot is where it would stand, -1 where it was found.
func (t *table) probe(k string) (id addr, slot int) {
	mask := uint64(len(t.slots) - 1)
	for i := maphash.String(t.forms.seed, k) & mask; ; i = (i + 1) & mask {
		n := t.slots[i]
		if n == 0 {
			return 0, int(i)
		}
		if key(t.url(addr(n-1))) == k {
			return addr(n - 1), -1
		}
	}
}

func (t *table) rehash() {
	t.slots = make([]uint32, max(64, 2*len(t.slots)))
	mask := uint64(len(t.slots) - 1)
	for id := range t.best {
		i := maphash.String(t.forms.seed, key(t.url(addr(id)))) & mask
		for t.slots[i] != 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = uint32(id) + 1
	}
}

func (t *table) id(url string) addr { return t.of[t.form(url)] }

// url returns the shortest, then least, form of an address.
func (t *table) url(id addr) string { return t.forms.text(t.best[id]) }

// lesser picks one form of an address whatever the order they come in.
func lesser(a, b string) bool { return len(a) < len(b) || len(a) == len(b) && a < b }

func (t *table) find(url string) (addr, bool) {
	if n, ok := t.forms.find(url); ok {
		return t.of[n], true
	}
	if len(t.slots) == 0 {
		return 0, false
	}
	id, slot := t.probe(key(url))
	return id, slot < 0
}

// word returns the number of a text.
func (t *table) word(s string) uint32 {
	if s == "" {
		return 0
	}
	n, _ := t.words.number(s)
	return n
}

// own returns the table's copy of a string, which pins nothing else.
func (t *table) own(s string) string { return t.words.text(t.word(s)) }

// text returns the number of the text of a link.
func (t *table) text(s string) uint32 {
	if len(s) > maxAnchor && utf8.RuneCountInString(s) > maxAnchor {
		s = string([]rune(s)[:maxAnchor])
	}
	return t.word(s)
}

// nameKey is that of a text, worked out once.
func (t *table) nameKey(text uint32) string {
	if n := len(t.words.at); len(t.keys) < n {
		t.keys = append(t.keys, make([]uint32, n-len(t.keys))...)
	}
	if t.keys[text] == 0 {
		k := t.word(nameKey(t.words.text(text)))
		t.keys[text] = k + 1
	}
	return t.words.text(t.keys[text] - 1)
}

func (t *table) add(from addr, depth int32, to addr, text uint32, region, via uint8) {
	t.addAt(0, from, depth, to, text, region, via)
}

// addAt is add where the anchor may be at hand: at is its number plus one, 0 where it is
// not. It returns it.
func (t *table) addAt(at uint32, from addr, depth int32, to addr, text uint32, region, via uint8) uint32 {
	near := uint16(min(max(depth, 0), 1<<16-1))
	if at == 0 {
		var fresh bool
		if at, fresh = t.anchorOf(anchor{to, text, from, 1, near, region, via}); fresh {
			return at
		}
	}
	a := &t.anchors[at-1]
	a.pages++
	if near < a.depth || near == a.depth && from != a.from && t.url(from) < t.url(a.from) {
		a.depth, a.from = near, from
	}
	return at
}

// anchorOf returns the number plus one of the anchor that is like a, or makes a it.
func (t *table) anchorOf(a anchor) (n uint32, fresh bool) {
	if 4*len(t.anchors) >= 3*len(t.known) {
		t.regrow()
	}
	mask := uint64(len(t.known) - 1)
	for i := spread(a.to, a.text, a.region, a.via) & mask; ; i = (i + 1) & mask {
		n := t.known[i]
		if n == 0 {
			t.anchors = append(t.anchors, a)
			t.known[i] = uint32(len(t.anchors))
			return t.known[i], true
		}
		if b := &t.anchors[n-1]; b.to == a.to && b.text == a.text && b.region == a.region && b.via == a.via {
			return n, false
		}
	}
}

func (t *table) regrow() {
	t.known = make([]uint32, max(64, 2*len(t.known)))
	mask := uint64(len(t.known) - 1)
	for n := range t.anchors {
		a := &t.anchors[n]
		i := spread(a.to, a.text, a.region, a.via) & mask
		for t.known[i] != 0 {
			i = (i + 1) & mask
		}
		t.known[i] = uint32(n) + 1
	}
}

// spread is the hash of what tells anchors apart.
func spread(to addr, text uint32, region, via uint8) uint64 {
	h := (uint64(to)<<32 | uint64(text)) * 0x9e3779b97f4a7c15
	h = (h ^ h>>29 ^ uint64(region)<<8 ^ uint64(via)) * 0xbf58476d1ce4e5b9
	return h ^ h>>32
}

// freeze sorts the anchors; nothing may be added afterwards.
func (t *table) freeze() {
	t.known = nil
	slices.SortFunc(t.anchors, func(a, b anchor) int {
		if a.to != b.to {
			return cmp.Compare(a.to, b.to)
		}
		return cmp.Or(cmp.Compare(b.pages, a.pages), cmp.Compare(a.region, b.region),
			strings.Compare(t.words.text(a.text), t.words.text(b.text)), cmp.Compare(a.via, b.via))
	})
	t.first = make([]uint32, len(t.best)+1)
	for i := range t.anchors {
		t.first[t.anchors[i].to+1]++
	}
	for i := 1; i < len(t.first); i++ {
		t.first[i] += t.first[i-1]
	}
}

// linked returns the anchors of an address, most frequent first.
func (t *table) linked(id addr) []anchor {
	if int(id)+1 >= len(t.first) {
		return nil
	}
	return t.anchors[t.first[id]:t.first[id+1]]
}

func (t *table) anchorsOf(id addr) []Anchor {
	list := t.linked(id)
	out := make([]Anchor, len(list))
	for i := range list {
		out[i] = t.anchor(&list[i])
	}
	return out
}

func (t *table) anchor(a *anchor) Anchor {
	return Anchor{Text: t.words.text(a.text), From: t.url(a.from), Count: int(a.pages), Region: regions[a.region], Via: vias[a.via]}
}

// The order is the order of preference between anchors of one frequency.
var (
	regions = [...]extract.Region{extract.Nav, extract.Body, extract.Breadcrumb, extract.Related, extract.Footer, ""}
	vias    = [...]extract.Via{extract.Anchor, extract.OnClick, extract.FrameSrc, extract.Refresh, extract.Script, extract.Pager, extract.Called, extract.Include, extract.Picture, extract.Heading, ""}
)

func regionCode(r extract.Region) uint8 { return code(regions[:], r) }
func viaCode(v extract.Via) uint8       { return code(vias[:], v) }

func code[T comparable](list []T, v T) uint8 {
	for i, x := range list {
		if x == v {
			return uint8(i)
		}
	}
	return uint8(len(list) - 1)
}
