package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// way is what an <a> or <area> says by itself. The menu of a site stands on each of
// its pages: what its links say, and where they lead as seen from the same host, is
// read once.
type way struct {
	text, title string
	ref         string // href, decoded
	has         bool   // there is an href
	drawn       bool   // it is that of a drawing, xlink:href
	fixed       bool   // abs and foreign hold wherever on the host the link stands
	abs         string // where it leads; "" nowhere
	place       uint64 // of abs and text in a linkSet, where abs is fixed and leads somewhere
	foreign     bool   // to a host that is somebody else's
	day         bool   // it says nothing but a date
	unheeded    bool   // a click does something else than to follow href, and does not say what
}

// Bounds of links that are kept.
const (
	maxWayNodes = 12
	maxWayBytes = 600
)

var ways = newMemo[*way](15, 12<<20)

// wayOf reads the link n, or remembers it.
func (p *page) wayOf(n int32) *way {
	if p.ways[n] == nil {
		p.ways[n] = p.findWay(n)
	}
	return p.ways[n]
}

func (p *page) findWay(n int32) *way {
	raw, ok := p.wholeSource(n)
	if !ok {
		return p.readWay(n)
	}
	w, hash, ok := ways.find(p.origin(), raw)
	if ok {
		return w
	}
	w = p.readWay(n)
	if ways.again(hash) {
		ways.keep(hash, p.origin(), raw, w, len(w.text)+len(w.title)+len(w.ref)+len(w.abs))
	}
	return w
}

func (p *page) readWay(n int32) *way {
	w := &way{text: p.linkText(n), day: dayLink(p.tree, n)}
	if title, ok := p.tree.Attr(n, "title"); ok {
		w.title = clean(title)
	}
	w.ref, w.has = p.tree.Attr(n, "href")
	if !w.has {
		w.ref, w.has = p.tree.Attr(n, "xlink:href")
		w.drawn = w.has
	}
	if w.has && p.namesOf(n)&hasClick != 0 {
		p.insteadOf(n, w)
	}
	w.fixed = (strings.HasPrefix(w.ref, "/") || strings.HasPrefix(w.ref, "http://") || strings.HasPrefix(w.ref, "https://")) && strings.IndexByte(w.ref, '#') < 0
	if w.fixed {
		w.abs, _ = p.resolve(w.ref)
		w.foreign = w.abs != "" && p.foreign(w.abs)
		w.place = placeOf(w.abs, cutRunes(w.text, maxLinkRunes))
	}
	return w
}

// insteadOf heeds a click that does not let the browser follow the link:
// <a href="/old.html" onclick="location.href='/new.html'; return false">.
func (p *page) insteadOf(n int32, w *way) {
	code, ok := p.tree.Attr(n, "onclick")
	code = strings.TrimRight(code, " ;\t\r\n")
	if !ok || scripted(w.ref) || !strings.HasSuffix(code, "return false") && !strings.Contains(code, "preventDefault") || strings.Contains(code, "href)") || wordIn(code, "if") >= 0 || strings.Contains(code, "confirm") {
		return
	}
	for _, l := range literals(code, nil) {
		if !setsLocation(&l) && !strings.HasSuffix(l.name, "open") || !looksLikePath(l.value) {
			continue
		}
		if to, ok := spelledOut(code, l.at); ok {
			w.ref = to
			return
		}
	}
	w.unheeded = !strings.Contains(code, "href")
}

// spelledOut returns the address that begins with the literal at a place of code, where all
// of it stands in the code: '/viewer.html?file=' + encodeURIComponent('/a/1.pdf').
func spelledOut(code string, at int) (string, bool) {
	r := jsReader{src: code, at: at, look: func(name string, args []jsValue) (jsValue, bool) {
		switch name {
		case "encodeURIComponent", "encodeURI", "escape":
			if len(args) == 1 && args[0].plain() {
				return args[0], true
			}
		}
		return jsValue{}, false
	}}
	v := r.value()
	return v.text, v.kind == jsText && v.plain() && looksLikePath(v.text)
}

// scriptOf returns the script that a link runs instead of leading to an address.
func scriptOf(ref string) (code string, ok bool) {
	const scheme = "javascript:"
	ref = strings.TrimSpace(ref)
	if len(ref) < len(scheme) || !strings.EqualFold(ref[:len(scheme)], scheme) {
		return "", false
	}
	return ref[len(scheme):], true
}

// href returns where link n leads as it says, decoded, and whether it says so.
func (p *page) href(n int32) (string, bool) {
	w := p.wayOf(n)
	if !w.has || w.drawn {
		return "", false
	}
	return w.ref, true
}

// origin is all of a page's address on which a fixed way depends.
func (p *page) origin() string {
	if p.scope == "" {
		p.scope = p.base.Scheme + " " + p.base.Host + " " + p.url.Host
		if p.gb {
			p.scope += " gb"
		}
	}
	return p.scope
}

// wholeSource returns the source of n up to the end of its last descendant, where
// it alone decides what stands in it: not so beyond the bounds of the tree, in data
// blocks and where an element's end may be anywhere.
func (p *page) wholeSource(n int32) ([]byte, bool) {
	t := p.tree
	nd := &t.Nodes[n]
	if !t.Regular || nd.Stop-n > maxWayNodes {
		return nil, false
	}
	to := nd.To
	for i := n + 1; i < nd.Stop; i++ {
		k := &t.Nodes[i]
		if k.Kind != htmltree.Text && !ordinary(k.Tag) || k.RawText {
			return nil, false
		}
		to = k.To
	}
	from := nd.Name - 1
	if to-from > maxWayBytes {
		return nil, false
	}
	return t.Source()[from:to], true
}

// ordinary reports an element that holds markup like that around it, or nothing.
func ordinary(tag htmltree.Tag) bool {
	switch tag {
	case htmltree.I, htmltree.B, htmltree.Em, htmltree.Strong, htmltree.Font, htmltree.Span, htmltree.U, htmltree.Img, htmltree.Br, htmltree.P, htmltree.Div,
		htmltree.H1, htmltree.H2, htmltree.H3, htmltree.H4, htmltree.H5, htmltree.H6:
		return true
	}
	return false
}
