package yamldoc

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Node is one value of a document, kept for later decoding. The zero Node is
// "not given". Nodes are immutable and safe for concurrent use.
type Node struct{ v *value }

type kind uint8

const (
	null kind = iota
	scalar
	sequence
	mapping
	broken // already complained of; decodes to nothing, silently
)

// value is a node of the document's own tree: aliases point to the value they
// name, so a value may have several parents.
type value struct {
	file      string
	line, col int
	kind      kind
	text      string // of a scalar
	form      form
	items     []*value // of a sequence
	entries   []entry  // of a mapping, in order
}

type form uint8

const (
	plainString form = iota
	quotedString
	integer
	float
	boolean
)

type entry struct {
	key *value
	val *value
}

// IsZero reports that the node was not given.
func (n Node) IsZero() bool { return n.v == nil }

// IsScalar reports that the node is a single value.
func (n Node) IsScalar() bool { return n.v != nil && n.v.kind == scalar }

// IsList reports that the node is a list.
func (n Node) IsList() bool { return n.v != nil && n.v.kind == sequence }

// IsMap reports that the node is a mapping.
func (n Node) IsMap() bool { return n.v != nil && n.v.kind == mapping }

// Text returns the text of a single value, "" of anything else.
func (n Node) Text() string {
	if !n.IsScalar() {
		return ""
	}
	return n.v.text
}

// Problem returns a problem at the node's place.
func (n Node) Problem(format string, args ...any) Problem {
	if n.v == nil {
		return Problem{Message: fmt.Sprintf(format, args...)}
	}
	return n.v.problem(format, args...)
}

func (v *value) problem(format string, args ...any) Problem {
	return Problem{File: v.file, Line: v.line, Column: v.col, Message: fmt.Sprintf(format, args...)}
}

// Key returns the node of a mapping's key itself, for pointing at it; the
// mapping where it has no such key.
func (n Node) Key(key string) Node {
	if n.v != nil {
		for _, e := range n.v.entries {
			if e.key.text == key {
				return Node{e.key}
			}
		}
	}
	return n
}

// Child returns the value of a mapping's key; the zero Node where there is none.
func (n Node) Child(key string) Node {
	if n.v != nil {
		for _, e := range n.v.entries {
			if e.key.text == key {
				return Node{e.val}
			}
		}
	}
	return Node{}
}

// Keys returns the keys of a mapping in the document's order.
func (n Node) Keys() []string {
	if n.v == nil {
		return nil
	}
	var out []string
	for _, e := range n.v.entries {
		out = append(out, e.key.text)
	}
	return out
}

// Items returns the entries of a list.
func (n Node) Items() []Node {
	if n.v == nil {
		return nil
	}
	var out []Node
	for _, v := range n.v.items {
		out = append(out, Node{v})
	}
	return out
}

// Merge returns the mapping n with the keys of over put in their place or added
// behind; values are replaced whole. Every value keeps its own place. Where one
// of the two is not given, the other is returned.
func (n Node) Merge(over Node) Node {
	if !over.IsMap() || !n.IsMap() {
		if over.IsZero() {
			return n
		}
		return over
	}
	out := *n.v
	out.entries = append([]entry(nil), n.v.entries...)
	for _, e := range over.v.entries {
		out.put(e)
	}
	return Node{&out}
}

// Without returns the mapping n without a key.
func (n Node) Without(key string) Node {
	if !n.IsMap() {
		return n
	}
	out := *n.v
	out.entries = nil
	for _, e := range n.v.entries {
		if e.key.text != key {
			out.entries = append(out.entries, e)
		}
	}
	return Node{&out}
}

// Put returns the mapping n with another value for a key it has.
func (n Node) Put(key string, v Node) Node {
	if !n.IsMap() {
		return n
	}
	out := *n.v
	out.entries = append([]entry(nil), n.v.entries...)
	for i := range out.entries {
		if out.entries[i].key.text == key {
			out.entries[i].val = v.v
		}
	}
	return Node{&out}
}

func (v *value) put(e entry) {
	for i := range v.entries {
		if v.entries[i].key.text == e.key.text {
			v.entries[i] = e
			return
		}
	}
	v.entries = append(v.entries, e)
}

// String returns the node in YAML's flow form, on one line. Of a document that
// multiplies aliases only the first part is written.
func (n Node) String() string {
	var b strings.Builder
	if n.v != nil {
		n.v.write(&b, &budget{left: maxValues})
	}
	return b.String()
}

func (v *value) write(b *strings.Builder, left *budget) {
	if !left.spend() {
		b.WriteString("…")
		return
	}
	switch v.kind {
	case null, broken:
		b.WriteString("null")
	case scalar:
		b.WriteString(v.literal())
	case sequence:
		b.WriteByte('[')
		for i, x := range v.items {
			if i > 0 {
				b.WriteString(", ")
			}
			x.write(b, left)
		}
		b.WriteByte(']')
	case mapping:
		b.WriteByte('{')
		for i, e := range v.entries {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(e.key.literal() + ": ")
			e.val.write(b, left)
		}
		b.WriteByte('}')
	}
}

func (v *value) literal() string {
	if v.form != quotedString && v.text != "" && !strings.ContainsAny(v.text, "\n,[]{}#:\"'&*!|>%@`") {
		return v.text
	}
	return strconv.Quote(v.text)
}

// JSON returns the node as JSON: keys sorted, white space none. Two nodes with
// the same JSON decode alike, wherever and however they were written.
func (n Node) JSON() []byte {
	if n.v == nil {
		return []byte("null")
	}
	out, err := json.Marshal(n.v.plain(&budget{left: maxValues}))
	if err != nil {
		panic("yamldoc: marshal of plain values: " + err.Error()) // only maps, slices, strings, numbers and bools
	}
	return out
}

func (v *value) plain(left *budget) any {
	if !left.spend() {
		return nil
	}
	switch v.kind {
	case scalar:
		return v.plainScalar()
	case sequence:
		out := make([]any, 0, len(v.items))
		for _, x := range v.items {
			out = append(out, x.plain(left))
		}
		return out
	case mapping:
		out := make(map[string]any, len(v.entries))
		for _, e := range v.entries {
			out[e.key.text] = e.val.plain(left)
		}
		return out
	}
	return nil
}

func (v *value) plainScalar() any {
	switch v.form {
	case integer:
		if i, err := strconv.ParseInt(v.text, 0, 64); err == nil {
			return i
		}
	case float:
		if f, err := strconv.ParseFloat(v.text, 64); err == nil && !isOdd(f) {
			return f
		}
	case boolean:
		return v.text == "true"
	}
	return v.text
}

// MarshalJSON writes the node as JSON does.
func (n Node) MarshalJSON() ([]byte, error) { return n.JSON(), nil }
