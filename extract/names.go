package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// names is what the attributes of an element say of it by themselves, in bits.
// The same attributes come on many elements of a page and on every page of a
// site: they are read once.
type names uint32

const (
	zoneBits names = 7 // the zone an id or class names

	saysSide    names = 1 << (iota + 2) // an id or class says that it stands at a side
	saysCrumbs                          // … that it is the breadcrumb
	saysHeading                         // … that it heads a block
	saysTitle                           // … that it is the title
	saysTit                             // … that it is, in fewer letters
	saysLarge                           // a style sets large type
	saysText                            // an id or class is that of a main text
	saysLoose                           // … is often that of a main text
	hasClick                            // there is an onclick or the like
	hasDataLink                         // there is an address in a data attribute
	hasRowKey                           // a data attribute holds the key of a row
	namesRead                           // the attributes were read
)

var attributes = newMemo[names](13, 4<<20)

// maxKeptAttributes is the length of the longest attributes that are kept.
const maxKeptAttributes = 600

// namesOf returns what the attributes of element n say.
func (p *page) namesOf(n int32) names {
	if v := p.names[n]; v != 0 {
		return v
	}
	nd := &p.tree.Nodes[n]
	v := namesRead
	if nd.Kind == htmltree.Element && nd.From < nd.To {
		v = p.readNames(n, p.tree.Source()[nd.From:nd.To])
	}
	p.names[n] = v
	return v
}

// nearNames keeps what the attributes of elements met last on the page say, each in
// the slot of its bytes: rows and paragraphs have those of their neighbours.
type nearNames [64]struct {
	from, to int32 // in the source; to is 0 in a free slot
	says     names
}

func (s *nearNames) slot(raw []byte) int {
	return (len(raw) + 7*int(raw[len(raw)/2]) + 31*int(raw[max(len(raw)-2, 0)])) % len(s)
}

func (p *page) readNames(n int32, raw []byte) names {
	if len(raw) > maxKeptAttributes {
		return namesIn(p.tree, n)
	}
	near := &p.near[p.near.slot(raw)]
	if near.to > 0 && string(p.tree.Source()[near.from:near.to]) == string(raw) {
		return near.says
	}
	nd := &p.tree.Nodes[n]
	near.from, near.to, near.says = nd.From, nd.To, p.findNames(n, raw)
	return near.says
}

// findNames reads the attributes raw of n, or remembers them from other pages.
func (p *page) findNames(n int32, raw []byte) names {
	v, hash, ok := attributes.find("", raw)
	if ok {
		return v
	}
	v = namesIn(p.tree, n)
	if attributes.again(hash) {
		attributes.keep(hash, "", raw, v, 0)
	}
	return v
}

func namesIn(t *htmltree.Tree, n int32) names {
	v, z := namesRead, inBody
	t.Attrs(n, func(key, value []byte) bool {
		switch {
		case isIDOrClass(key):
			if len(value) <= 200 {
				found, side := wordZone(value)
				z = max(z, found)
				if side {
					v |= saysSide
				}
			}
			v |= crumbName(value) | headingName(value) | titleName(value) | textName(value)
		case len(key) == 5 && strings.EqualFold(string(key), "style"):
			if bigStyle(string(value)) {
				v |= saysLarge
			}
		case isPress(key):
			v |= hasClick
		case len(key) >= len("data-url") && isDataLink(key):
			v |= hasDataLink
		case len(key) >= len("data-id") && len(value) > 0 && isRowKey(key):
			v |= hasRowKey
		}
		return true
	})
	return v | names(z)
}
