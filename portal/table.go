package portal

import (
	"cmp"
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
	ids   map[string]addr // by key
	urls  []string        // the shortest, then least, form met
	texts map[string]uint32
	words []string // the texts, by number
	seen  map[anchorKey]*anchorCount
	// after freeze:
	keys  []anchorKey // by address, then most frequent first
	first []uint32    // index in keys where an address begins; one more than addresses
	all   []anchorCount
}

type anchorKey struct {
	to     addr
	text   uint32
	region uint8
	via    uint8
}

type anchorCount struct {
	pages int32
	depth int32
	from  addr
}

func newTable() *table {
	return &table{ids: map[string]addr{}, texts: map[string]uint32{}, seen: map[anchorKey]*anchorCount{}}
}

// key is an address without what does not tell pages apart: scheme, www. and
// the name of the default file.
func key(url string) string {
	k := url
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
	switch strings.ToLower(k[slash+1:]) {
	case "index.html", "index.htm", "index.shtml", "index.jsp", "index.asp", "index.aspx", "index.php", "default.html", "default.htm":
		return k[:slash+1]
	}
	return k
}

func (t *table) id(url string) addr {
	k := key(url)
	if id, ok := t.ids[k]; ok {
		if t.urls[id] != url && lesser(url, t.urls[id]) {
			t.urls[id] = strings.Clone(url)
		}
		return id
	}
	id := addr(len(t.urls))
	own := strings.Clone(url)
	t.urls = append(t.urls, own)
	t.ids[key(own)] = id
	return id
}

// lesser picks one form of an address whatever the order they come in.
func lesser(a, b string) bool { return len(a) < len(b) || len(a) == len(b) && a < b }

func (t *table) find(url string) (addr, bool) {
	id, ok := t.ids[key(url)]
	return id, ok
}

func (t *table) text(s string) uint32 {
	if utf8.RuneCountInString(s) > maxAnchor {
		s = string([]rune(s)[:maxAnchor])
	}
	if n, ok := t.texts[s]; ok {
		return n
	}
	n := uint32(len(t.words))
	own := strings.Clone(s)
	t.words = append(t.words, own)
	t.texts[own] = n
	return n
}

func (t *table) add(from addr, depth int, to addr, text uint32, l *extract.Link) {
	k := anchorKey{to, text, regionCode(l.Region), viaCode(l.Via)}
	c := t.seen[k]
	if c == nil {
		t.seen[k] = &anchorCount{1, int32(depth), from}
		return
	}
	c.pages++
	if d := int32(depth); d < c.depth || d == c.depth && t.urls[from] < t.urls[c.from] {
		c.depth, c.from = d, from
	}
}

// freeze sorts the anchors; nothing may be added afterwards.
func (t *table) freeze() {
	t.keys = make([]anchorKey, 0, len(t.seen))
	for k := range t.seen {
		t.keys = append(t.keys, k)
	}
	slices.SortFunc(t.keys, func(a, b anchorKey) int {
		return cmp.Or(cmp.Compare(a.to, b.to), cmp.Compare(t.seen[b].pages, t.seen[a].pages),
			cmp.Compare(a.region, b.region), strings.Compare(t.words[a.text], t.words[b.text]), cmp.Compare(a.via, b.via))
	})
	t.all = make([]anchorCount, len(t.keys))
	t.first = make([]uint32, len(t.urls)+1)
	for i, k := range t.keys {
		t.all[i] = *t.seen[k]
		t.first[k.to+1]++
	}
	for i := 1; i < len(t.first); i++ {
		t.first[i] += t.first[i-1]
	}
	t.seen, t.texts = nil, nil
}

func (t *table) anchors(id addr) []Anchor {
	from, to := t.first[id], t.first[id+1]
	out := make([]Anchor, 0, to-from)
	for i := from; i < to; i++ {
		out = append(out, t.anchor(i))
	}
	return out
}

func (t *table) anchor(i uint32) Anchor {
	k, c := t.keys[i], t.all[i]
	return Anchor{Text: t.words[k.text], From: t.urls[c.from], Count: int(c.pages), Region: regions[k.region], Via: vias[k.via]}
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
