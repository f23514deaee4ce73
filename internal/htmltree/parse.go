package htmltree

import "bytes"

// Parse replaces the content of t with the tree of src, which is UTF-8 (stray
// bytes do no harm) and must not change while t is in use. It never fails.
func (t *Tree) Parse(src []byte) { t.parse(src, nil, false) }

func (t *Tree) parse(src []byte, known Finder, learn bool) {
	t.src, t.Cut, t.Deep, t.Regular = src, false, false, true
	t.Nodes = append(t.Nodes[:0], Node{})
	clear(t.Grafts)
	t.Grafts = t.Grafts[:0]
	t.learned.reset(learn)
	p := parser{Tree: t, known: known}
	p.run()
	for p.cur != 0 {
		p.pop()
	}
	t.Nodes[0].Stop = int32(len(t.Nodes))
}

// parser is the state of one Parse.
type parser struct {
	*Tree
	known Finder // nil: none
	cur   int32  // the open element that takes what comes next
	depth int
	paras int  // open paragraphs
	body  bool // body or frameset was opened: html, head and body tags count no more

	// What was looked for up to the end and not found is not looked for again.
	noEnd     [tagCount]bool
	noQuote   [2]bool // ", '
	noComment [len(commentEnds)]bool
	noCDATA   bool

	// data is the open script element whose content is XML records that hold
	// markup (<script type="text/xml"> of jcms lists); 0: none. Its CDATA is read as
	// the markup it is, and the element counts as a div. The markup closes nothing
	// outside of it: a record may be a row of a table that the script puts around.
	data int32
}

func (p *parser) run() {
	src := p.src
	done := 0 // the source before it has become nodes
	for i := 0; ; {
		lt := i
		if i == len(src) || src[i] != '<' { // one tag often follows another
			n := bytes.IndexByte(src[i:], '<')
			if n < 0 {
				break
			}
			lt += n
		}
		if !opensMarkup(src[lt:]) {
			i = lt + 1
			continue
		}
		if len(p.Nodes) >= MaxNodes {
			p.Cut = true
			return
		}
		p.text(done, lt)
		done = p.markup(lt)
		i = done
	}
	p.text(done, len(src))
}

// opensMarkup reports whether b, which begins with "<", is a tag, comment or
// declaration and not a lone character of the text.
func opensMarkup(b []byte) bool {
	if len(b) < 2 {
		return false
	}
	switch c := b[1]; c {
	case '/':
		return len(b) > 2
	case '!', '?':
		return true
	default:
		return isAlpha(c)
	}
}

// markup reads the tag, comment or declaration at lt and returns where it ends.
func (p *parser) markup(lt int) int {
	switch c := p.src[lt+1]; {
	case c == '!':
		return p.declaration(lt)
	case c == '?':
		return p.skipTo(lt, '>')
	case c != '/':
		return p.startTag(lt)
	case isAlpha(p.src[lt+2]):
		return p.endTag(lt)
	default:
		return p.skipTo(lt, '>')
	}
}

// commentEnds close a comment: the right way, and one that browsers repair.
var commentEnds = [2]string{"-->", "--!>"}

// declaration reads comments, also those a browser repairs, doctypes and CDATA.
func (p *parser) declaration(lt int) int {
	src := p.src
	rest := src[lt+2:]
	switch {
	case bytes.HasPrefix(rest, []byte("--")):
		from := lt + 4
		if from < len(src) && src[from] == '>' { // <!-->
			return from + 1
		}
		if bytes.HasPrefix(src[from:], []byte("->")) { // <!--->
			return from + 2
		}
		for k, end := range commentEnds {
			if !p.noComment[k] {
				if n := bytes.Index(src[from:], []byte(end)); n >= 0 {
					p.add(Node{Kind: Comment, From: int32(from), To: int32(from + n)})
					return from + n + len(end)
				}
				p.noComment[k] = true
			}
			p.learned.lost = true
		}
		// Never closed: a browser drops the rest of the page. The reader of a saved
		// page is better served by what follows the next ">".
		return p.skipTo(from, '>')
	case bytes.HasPrefix(rest, []byte("[CDATA[")):
		from := lt + 9
		if p.data != 0 {
			return from
		}
		n := -1
		if !p.noCDATA {
			n = bytes.Index(src[from:], []byte("]]>"))
		}
		if n < 0 {
			p.noCDATA, p.learned.lost = true, true
			return p.skipTo(lt, '>')
		}
		p.add(Node{Kind: Comment, From: int32(from), To: int32(from + n)})
		return from + n + 3
	}
	return p.skipTo(lt, '>')
}

func (p *parser) skipTo(i int, c byte) int {
	n := bytes.IndexByte(p.src[i:], c)
	if n < 0 {
		p.learned.lost = true
		return len(p.src)
	}
	return i + n + 1
}

// startTag reads the tag at lt, gives it its place and, where its content is
// raw text, reads that too.
func (p *parser) startTag(lt int) int {
	src := p.src
	name := lt + 1
	tag, i := readName(src, name)
	from := i
	gt, closed := p.tagEnd(i)
	to := gt
	end := min(gt+1, len(src))
	if closed && tag.unlisted() {
		to--
	}
	if !p.place(tag) {
		return end
	}
	if p.known != nil {
		if end := p.graft(lt, tag); end > 0 {
			return end
		}
	}
	n := p.add(Node{Kind: Element, Tag: tag, Name: int32(name), From: int32(from), To: int32(to)})
	p.begin(n)
	switch {
	case tag.is(void), closed && tag.unlisted():
		return end
	case tag == Script && p.isData(n) && p.depth < MaxDepth:
		p.Nodes[n].Tag = Div
		p.push(n)
		p.data = n
		p.Regular = false
		return end
	case tag.is(raw):
		return p.rawText(n, tag, end)
	}
	p.push(n)
	return end
}

// tagEnd returns the index of the ">" that ends the tag whose attributes begin
// at i, and whether "/" stands before it. A quote opens a value only after "=".
func (p *parser) tagEnd(i int) (gt int, closed bool) {
	src := p.src
	for i < len(src) {
		switch c := src[i]; {
		case bytesOf[c]&noAttr == 0:
			i++
		case c == '>':
			return i, src[i-1] == '/'
		default:
			i++
			for i < len(src) && isSpace(src[i]) {
				i++
			}
			if i == len(src) {
				return i, false
			}
			switch c := src[i]; c {
			case '"', '\'':
				end := p.quoteEnd(i+1, c)
				if end < 0 { // never closed: the value ends where the tag seems to
					return p.skipTo(i, '>') - 1, false
				}
				i = end + 1
			default:
				for i < len(src) && src[i] != '>' && !isSpace(src[i]) {
					i++
				}
				if i < len(src) && src[i] == '>' {
					return i, false
				}
			}
		}
	}
	return i, false
}

func (p *parser) quoteEnd(i int, q byte) int {
	k := 0
	if q == '\'' {
		k = 1
	}
	if p.noQuote[k] {
		p.learned.lost = true
		return -1
	}
	n := bytes.IndexByte(p.src[i:], q)
	if n < 0 {
		p.noQuote[k], p.learned.lost = true, true
		return -1
	}
	return i + n
}

// rawText adds what stands between the start tag that ended at from and its end
// tag as one text node and returns where the end tag ends.
func (p *parser) rawText(n int32, tag Tag, from int) int {
	src := p.src
	to, end := -1, 0
	if !p.noEnd[tag] {
		to, end = findEndTag(src, from, tagNames[tag])
	}
	if to < 0 {
		p.noEnd[tag], p.learned.lost = true, true
		if tag != Script && tag != Style {
			return from // as if it were empty: what follows is the page
		}
		to, end = len(src), len(src)
	}
	if to > from {
		p.cur = n
		p.add(Node{Kind: Text, RawText: tag != Title && tag != Textarea, From: int32(from), To: int32(to)})
		p.Nodes[n].Stop = int32(len(p.Nodes))
		p.cur = p.Nodes[n].Parent
	}
	return end
}

// findEndTag looks for "</name" from i on and returns where it begins and ends;
// -1 where there is none.
func findEndTag(src []byte, i int, name string) (from, end int) {
	for {
		n := bytes.Index(src[i:], []byte("</"))
		if n < 0 {
			return -1, 0
		}
		i += n
		j := i + 2 + len(name)
		if j <= len(src) && equalFold(src[i+2:j], name) && (j == len(src) || !isNameByte(src[j])) {
			gt := bytes.IndexByte(src[j:], '>')
			if gt < 0 {
				return i, len(src)
			}
			return i, j + gt + 1
		}
		i += 2
	}
}

// isData reports whether script n holds XML.
func (p *parser) isData(n int32) bool {
	kind, ok := p.AttrBytes(n, "type")
	return ok && p.data == 0 && (equalFold(kind, "text/xml") || equalFold(kind, "application/xml"))
}

func (p *parser) text(from, to int) {
	if p.data != 0 {
		if n := bytes.Index(p.src[from:to], []byte("]]>")); n >= 0 {
			p.chars(from, from+n)
			from += n + 3
		}
	}
	p.chars(from, to)
}

func (p *parser) chars(from, to int) {
	if to > from {
		p.add(Node{Kind: Text, From: int32(from), To: int32(to)})
	}
}

// add appends nd as the last child of the open element.
func (p *parser) add(nd Node) int32 {
	n := int32(len(p.Nodes))
	up := &p.Nodes[p.cur]
	nd.Parent, nd.Prev, nd.Stop = p.cur, up.Last, n+1
	if up.Last != 0 {
		p.Nodes[up.Last].Next = n
	} else {
		up.First = n
	}
	up.Last = n
	p.Nodes = append(p.Nodes, nd)
	return n
}

func (p *parser) push(n int32) {
	if p.depth >= MaxDepth {
		p.Deep, p.Regular = true, false
		return
	}
	p.depth++
	if p.Nodes[n].Tag == P {
		p.paras++
	}
	p.cur = n
}

// pop closes the open element, and those around it whose end tag was seen.
func (p *parser) pop() {
	for {
		nd := &p.Nodes[p.cur]
		nd.Stop = int32(len(p.Nodes))
		if p.cur == p.data {
			p.data = 0
		}
		if nd.Tag == P {
			p.paras--
		}
		p.left(p.cur, nd.Parent)
		p.cur = nd.Parent
		p.depth--
		if p.cur == 0 || !p.Nodes[p.cur].ended {
			return
		}
	}
}

// popTo closes everything up to and including the open element n.
func (p *parser) popTo(n int32) {
	for p.cur > n {
		p.pop()
	}
	if p.cur == n {
		p.pop()
	}
}

func isAlpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isSpace(c byte) bool { return bytesOf[c]&spaceByte != 0 }

func isNameByte(c byte) bool { return bytesOf[c]&noName == 0 }

// What a byte is in a tag. A page has some thousands of tags: each byte of them is
// looked up once.
const (
	spaceByte = 1 << iota // white space
	noName                // ends a name of an element
	noKey                 // ends a name of an attribute
	noAttr                // ends the search for "=" or ">"
)

var bytesOf = func() (t [256]uint8) {
	for _, c := range []byte(" \n\t\r\f") {
		t[c] = spaceByte | noName | noKey
	}
	t['/'], t['>'], t['<'], t['='] = noName|noKey, noName|noAttr, noName, noKey|noAttr
	return t
}()
