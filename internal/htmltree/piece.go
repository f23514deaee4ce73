package htmltree

// A site repeats itself: the menu and the foot of a page are, byte for byte, those of
// the next. A Piece is what the parser made of such a part. It is an element with its
// own end tag of which nothing depended on what stood around it, so that the same bytes
// make the same nodes wherever they stand. It does not change and is safe for concurrent use.
type Piece struct {
	src    string
	nodes  []Node // indices count from the first node, offsets from the first byte
	height int    // elements open at once, at most

	// Said is for who keeps the piece: what it found out about it.
	Said any
}

// Source returns the source of the piece, from its start tag to its end tag.
func (p *Piece) Source() string { return p.src }

// Len returns how many nodes the piece has.
func (p *Piece) Len() int32 { return int32(len(p.nodes)) }

// Finder knows pieces.
type Finder interface {
	// Find returns a piece whose source src begins with, nil if none is known.
	Find(src []byte) *Piece
}

// Graft is a piece in its place in a tree: the nodes from At to Stop-1.
type Graft struct {
	At, Stop int32
	*Piece
}

// ParseKnown is Parse with the pieces that known finds, which need not be parsed again
// and are noted in t.Grafts; the tree is the same. If learn is set, t.Piece gives
// pieces of this page.
func (t *Tree) ParseKnown(src []byte, known Finder, learn bool) {
	t.parse(src, known, learn)
}

// keeps reports an element that may be the first of a piece: a block that is often
// repeated as a whole, and that its own end tag ends.
func keeps(tag Tag) bool {
	switch tag {
	case Div, Ul, Ol, Dl, Table, Nav, Header, Footer, Section, Aside, Center:
		return true
	}
	return false
}

// graft adds the piece that begins at lt to the open element and returns where its
// source ends; 0 where none is known, or it may not stand here as it is.
func (p *parser) graft(lt int, tag Tag) (end int) {
	if !p.body || p.data != 0 || p.paras > 0 || !keeps(tag) {
		return 0
	}
	piece := p.known.Find(p.src[lt:])
	if piece == nil || len(p.Nodes)+len(piece.nodes) >= MaxNodes || p.depth+piece.height > MaxDepth {
		return 0
	}
	n, off := int32(len(p.Nodes)), int32(lt)
	p.add(Node{Kind: Element, Tag: tag})
	root := p.Nodes[n]
	p.Nodes = append(p.Nodes[:n], piece.nodes...)
	for i := range p.Nodes[n:] {
		p.Nodes[n:][i].move(n, off)
	}
	first := &p.Nodes[n]
	first.Parent, first.Prev = root.Parent, root.Prev
	p.Grafts = append(p.Grafts, Graft{At: n, Stop: first.Stop, Piece: piece})
	p.push(n)
	p.pop()
	return lt + len(piece.src)
}

// move adds n to the indices and off to the offsets of a node.
func (nd *Node) move(n, off int32) {
	nd.Parent += n
	nd.Stop += n
	if nd.First != 0 {
		nd.First += n
		nd.Last += n
	}
	if nd.Prev != 0 {
		nd.Prev += n
	}
	if nd.Next != 0 {
		nd.Next += n
	}
	if nd.Kind == Element {
		nd.Name += off
	}
	nd.From += off
	nd.To += off
}

// lessons is what a parser notes to tell later which elements are pieces.
type lessons struct {
	on   bool
	lost bool // something was looked for up to the end of the page and not found

	// reach is, for each element, the least node that was looked at to decide about
	// something in it; end is where its own end tag ends, 0 if none was met, -1 if it
	// is no piece in any case.
	reach, end []int32
}

func (l *lessons) reset(on bool) {
	l.on, l.lost, l.reach, l.end = on, false, l.reach[:0], l.end[:0]
}

// begin notes the element n.
func (p *parser) begin(n int32) {
	if !p.learned.on {
		return
	}
	p.upTo(n)
	if !p.body || p.data != 0 || p.paras > 0 {
		p.learned.end[n] = -1
	}
}

// upTo makes room for what is noted of node n.
func (p *parser) upTo(n int32) {
	l := &p.learned
	for i := int32(len(l.reach)); i <= n; i++ {
		l.reach, l.end = append(l.reach, i), append(l.end, 0)
	}
}

// looked notes that node i was looked at to decide what the next tag does.
func (p *parser) looked(i int32) {
	if p.learned.on {
		p.upTo(p.cur)
		p.learned.reach[p.cur] = min(p.learned.reach[p.cur], i)
	}
}

// closed notes that the end tag of element n ends at end.
func (p *parser) closed(n int32, end int) {
	l := &p.learned
	if !l.on {
		return
	}
	p.upTo(n)
	if l.end[n] == 0 && !l.lost && p.src[end-1] == '>' {
		l.end[n] = int32(end)
	}
}

// left notes that element n, in which up is the open one, was closed.
func (p *parser) left(n, up int32) {
	if l := &p.learned; l.on {
		p.upTo(n)
		l.reach[up] = min(l.reach[up], l.reach[n])
	}
}

// Span returns the source of the element n where it can be kept as a piece: only
// after ParseKnown with learn set.
func (t *Tree) Span(n int32) (src []byte, ok bool) {
	l, nd := &t.learned, &t.Nodes[n]
	if !l.on || !t.Regular || t.Cut || nd.Kind != Element || !keeps(nd.Tag) || int(n) >= len(l.end) || l.end[n] <= 0 || l.reach[n] < n {
		return nil, false
	}
	return t.src[nd.Name-1 : l.end[n]], true
}

// Piece returns a copy of the element n to be kept, nil where Span says that it
// cannot be.
func (t *Tree) Piece(n int32) *Piece {
	src, ok := t.Span(n)
	if !ok {
		return nil
	}
	nd := &t.Nodes[n]
	p := &Piece{src: string(src), nodes: append(make([]Node, 0, nd.Stop-n), t.Nodes[n:nd.Stop]...)}
	depth := make([]int, len(p.nodes))
	off := nd.Name - 1
	for i := range p.nodes {
		k := &p.nodes[i]
		k.move(-n, -off)
		if i > 0 {
			depth[i] = depth[k.Parent] + 1
		}
		p.height = max(p.height, depth[i]+1)
	}
	p.nodes[0].Parent, p.nodes[0].Prev, p.nodes[0].Next = 0, 0, 0
	return p
}
