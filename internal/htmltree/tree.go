// Package htmltree parses HTML as it is found in the wild into a flat array of
// nodes that is reused from page to page. It is tolerant like a browser, bounded
// in depth and size, and keeps offsets into the source instead of copies.
package htmltree

// Limits of one tree. What lies beyond them is left out or flattened, never an
// error: the input is whatever a server sent.
const (
	MaxDepth = 512     // deeper elements become siblings
	MaxNodes = 400_000 // the rest of the source is not read
)

// Kind tells the kinds of node apart.
type Kind uint8

// The kinds of node. The root is a Document.
const (
	Document Kind = iota
	Element
	Text
	Comment
)

// Node is one element, text or comment. Links between nodes are indices into
// Tree.Nodes; 0 means none, because the root is nobody's child or sibling.
//
// Nodes stand in document order: the descendants of n are exactly the nodes
// n+1 … Stop-1.
type Node struct {
	Kind Kind
	Tag  Tag // of an element; None otherwise

	// RawText reports that a text node is the content of a script, style or other
	// element in which neither tags nor entities count (title and textarea decode
	// entities and are not RawText).
	RawText bool
	// ended reports that the end tag came while blocks inside were still open.
	ended bool

	Parent, First, Last, Prev, Next int32

	// Stop is the index after the last descendant.
	Stop int32

	// From and To bound what the node is made of in the source: the characters of a
	// text or comment; the attributes of an element. Name is where the element's
	// name begins.
	Name, From, To int32
}

// Tree is one parsed page. The zero Tree is ready for Parse. It may be parsed
// into again and again, and is not safe for concurrent use while it is.
type Tree struct {
	// Nodes holds the page in document order; Nodes[0] is the root. It always has
	// at least the root after Parse.
	Nodes []Node
	// Cut reports that the source had more nodes than MaxNodes.
	Cut bool
	// Deep reports that elements deeper than MaxDepth stand beside what they stood in.
	Deep bool
	// Regular reports that no element was deeper than MaxDepth and no script element
	// held markup: the same piece of source makes the same nodes wherever it stands.
	Regular bool
	// Grafts are the pieces that were known, in document order.
	Grafts []Graft

	src     []byte
	room    []byte // Text makes what it returns here
	learned lessons
}

// Source returns the bytes the tree was parsed from.
func (t *Tree) Source() []byte { return t.src }

// Raw returns a copy of the verbatim source of a text or comment node, or of
// the content of a script, style, title or textarea element.
func (t *Tree) Raw(n int32) string { return string(t.RawBytes(n)) }

// RawBytes is Raw without the copy: a part of the source, not to be changed.
func (t *Tree) RawBytes(n int32) []byte {
	nd := &t.Nodes[n]
	if nd.Kind == Element {
		if nd.First == 0 {
			return nil
		}
		nd = &t.Nodes[nd.First]
	}
	if nd.Kind != Text && nd.Kind != Comment {
		return nil
	}
	return t.src[nd.From:nd.To]
}

// Name returns the name of an element in lower case, "" for other nodes.
func (t *Tree) Name(n int32) string {
	nd := &t.Nodes[n]
	if nd.Kind != Element {
		return ""
	}
	if !nd.Tag.unlisted() {
		return nd.Tag.String()
	}
	end := nd.Name
	for int(end) < len(t.src) && isNameByte(t.src[end]) {
		end++
	}
	return lower(t.src[nd.Name:end])
}

// Walk calls f for n and its descendants in document order, and leaves out the
// descendants of nodes for which f returns false.
func (t *Tree) Walk(n int32, f func(n int32) (descend bool)) {
	for i, stop := n, t.Nodes[n].Stop; i < stop; {
		if f(i) {
			i++
		} else {
			i = t.Nodes[i].Stop
		}
	}
}

// Find returns the first descendant of n with the tag, 0 if there is none.
func (t *Tree) Find(n int32, tag Tag) int32 {
	for i, stop := n+1, t.Nodes[n].Stop; i < stop; i++ {
		if t.Nodes[i].Tag == tag {
			return i
		}
	}
	return 0
}

// Up returns the nearest ancestor of n with the tag, 0 if there is none.
func (t *Tree) Up(n int32, tag Tag) int32 {
	for i := t.Nodes[n].Parent; i != 0; i = t.Nodes[i].Parent {
		if t.Nodes[i].Tag == tag {
			return i
		}
	}
	return 0
}

// Contains reports whether n is a or lies below it.
func (t *Tree) Contains(a, n int32) bool { return a <= n && n < t.Nodes[a].Stop }
