package htmltree

import "bytes"

// Attr returns the value of the attribute of element n, entities decoded, and
// whether n has it. The name is lower case; the page may write it in any case.
// The first of several of the same name counts.
func (t *Tree) Attr(n int32, name string) (string, bool) {
	v, ok := t.AttrBytes(n, name)
	if !ok {
		return "", false
	}
	if bytes.IndexByte(v, '&') < 0 {
		return string(v), true
	}
	return string(appendDecoded(nil, v, true)), true
}

// AttrBytes is Attr without decoding or copying: a part of the source, not to
// be changed.
func (t *Tree) AttrBytes(n int32, name string) ([]byte, bool) {
	nd := &t.Nodes[n]
	if nd.Kind != Element {
		return nil, false
	}
	b := t.src[nd.From:nd.To]
	for {
		key, value, rest := cutAttr(b)
		if key == nil {
			return nil, false
		}
		if equalFold(key, name) {
			return value, true
		}
		b = rest
	}
}

// Attrs calls f for every attribute of n in order, undecoded, until f returns
// false.
func (t *Tree) Attrs(n int32, f func(key, value []byte) bool) {
	nd := &t.Nodes[n]
	if nd.Kind != Element {
		return
	}
	for b := t.src[nd.From:nd.To]; ; {
		key, value, rest := cutAttr(b)
		if key == nil || !f(key, value) {
			return
		}
		b = rest
	}
}

// Decode returns text with its entities decoded as in running text.
func Decode(b []byte) string {
	if bytes.IndexByte(b, '&') < 0 {
		return string(b)
	}
	return string(appendDecoded(nil, b, false))
}

// AppendDecode appends to dst what Decode returns.
func AppendDecode(dst, b []byte) []byte { return appendDecoded(dst, b, false) }

// cutAttr splits the first attribute off b; key is nil at the end.
func cutAttr(b []byte) (key, value, rest []byte) {
	i := 0
	for i < len(b) {
		if isSpace(b[i]) || b[i] == '/' {
			i++
		} else if w := wideBlank(b[i:]); w > 0 {
			i += w
		} else {
			break
		}
	}
	if i == len(b) {
		return nil, nil, nil
	}
	from := i
	i++ // a leading "=" belongs to the name
	for i < len(b) && bytesOf[b[i]]&noKey == 0 {
		i++
	}
	key = b[from:i]
	j := i
	for j < len(b) && isSpace(b[j]) {
		j++
	}
	if j == len(b) || b[j] != '=' {
		return key, nil, b[i:]
	}
	j++
	for j < len(b) && isSpace(b[j]) {
		j++
	}
	if j == len(b) {
		return key, nil, nil
	}
	if q := b[j]; q == '"' || q == '\'' {
		n := bytes.IndexByte(b[j+1:], q)
		if n < 0 {
			return key, b[j+1:], nil
		}
		return key, b[j+1 : j+1+n], b[j+2+n:]
	}
	from = j
	for j < len(b) && !isSpace(b[j]) {
		j++
	}
	return key, b[from:j], b[j:]
}

// wideBlank returns the size of the no-break or ideographic space b begins with,
// 0 if it begins with none. Templates typed in a word processor part attributes
// with them; a browser takes them for letters, a reader of the source does not.
func wideBlank(b []byte) int {
	switch {
	case b[0] == 0xC2 && len(b) > 1 && b[1] == 0xA0:
		return 2
	case b[0] == 0xE3 && len(b) > 2 && b[1] == 0x80 && b[2] == 0x80:
		return 3
	}
	return 0
}
