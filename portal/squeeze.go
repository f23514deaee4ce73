package portal

import "encoding/binary"

// model is the packed facts of one page, in whose terms those of pages like it are
// written: the pages of a site differ in a title, a number and some dates.
type model struct {
	text string
	at   [1 << 9]uint16 // by hash of four bytes: a place where they stand, plus one
}

const (
	maxModels   = 3       // of one kind of page of a site
	maxModel    = 4 << 10 // bytes of a model
	minModel    = 64
	shortMatch  = 4 // bytes from which on a copy is shorter than the bytes
	maxSqueezed = 16 << 10
)

func newModel(text string) *model {
	m := &model{text: text}
	for i := 0; i+shortMatch <= len(text); i++ {
		m.at[hash4(text, i, 9)] = uint16(i + 1)
	}
	return m
}

func hash4[T string | []byte](s T, i, bits int) uint32 {
	x := uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
	return x * 2654435761 >> (32 - bits)
}

// squeeze appends src to dst as pieces of the model and of what came before, and
// bytes between them: the length of each, twice, and one more for a copy; of a copy
// how far it is from where the last one would go on.
func (m *model) squeeze(dst []byte, src string) []byte {
	var seen [1 << 8]uint16
	expected, literal := 0, 0 // where the last copy goes on; where the bytes after it begin
	i := 0
	flush := func() {
		if literal < i {
			dst = binary.AppendUvarint(dst, uint64(i-literal)<<1)
			dst = append(dst, src[literal:i]...)
		}
	}
	for i+shortMatch <= len(src) {
		h := hash4(src, i, 8)
		from, n := expected+i-literal, 0
		n = m.match(src, from, i)
		if x := int(m.at[hash4(src, i, 9)]) - 1; n < shortMatch && x >= 0 {
			from, n = x, m.match(src, x, i)
		}
		if x := int(seen[h]) - 1; n < shortMatch && x >= 0 {
			from = len(m.text) + x
			n = m.match(src, from, i)
		}
		seen[h] = uint16(i + 1)
		if n < shortMatch {
			i++
			continue
		}
		flush()
		gone := i - literal
		dst = binary.AppendUvarint(dst, uint64(n)<<1|1)
		dst = binary.AppendVarint(dst, int64(from-expected-gone))
		i += n
		expected, literal = from+n, i
	}
	i = len(src)
	flush()
	return dst
}

// match counts the bytes of src from i on that stand at from, a place in the model
// or behind it in src itself.
func (m *model) match(src string, from, i int) int {
	n := 0
	switch k := len(m.text); {
	case from < 0:
	case from < k:
		for i+n < len(src) && from+n < k && src[i+n] == m.text[from+n] {
			n++
		}
	case from-k < i:
		for i+n < len(src) && src[i+n] == src[from-k+n] {
			n++
		}
	}
	return n
}

// stretch appends to dst what was squeezed into s.
func (m *model) stretch(dst []byte, s string) []byte {
	start, expected, gone := len(dst), 0, 0
	for len(s) > 0 {
		x, k := uvarint(s)
		s = s[k:]
		n := int(x >> 1)
		if x&1 == 0 {
			dst = append(dst, s[:n]...)
			s, gone = s[n:], n
			continue
		}
		x, k = uvarint(s)
		s = s[k:]
		from := expected + gone + int(int64(x>>1)^-int64(x&1))
		if from < len(m.text) {
			dst = append(dst, m.text[from:from+n]...)
		} else {
			for j := from - len(m.text); n > 0; j, n = j+1, n-1 { // may reach into what it writes
				dst = append(dst, dst[start+j])
				from++
			}
			expected, gone = from, 0
			continue
		}
		expected, gone = from+n, 0
	}
	return dst
}

// squeezer keeps the models of a site.
type squeezer struct {
	models []*model
	by     [len(kinds)]uint8 // by kind of page: the number of the model used last, plus one
	many   [len(kinds)]uint8 // by kind of page: how many models there are
	buf    []byte
}

// put squeezes what was packed of a page of a kind, and says by which model; 0: none.
func (z *squeezer) put(kind uint8, raw string) string {
	z.buf = append(z.buf[:0], 0)
	if len(raw) > maxSqueezed {
		z.buf = append(z.buf, raw...)
		return string(z.buf)
	}
	if n := z.by[kind]; n > 0 {
		z.buf[0] = n
		z.buf = z.models[n-1].squeeze(z.buf, raw)
		if 2*len(z.buf) < len(raw) || z.many[kind] == maxModels && len(z.buf) < len(raw) {
			return string(z.buf)
		}
	}
	if z.many[kind] < maxModels && len(raw) >= minModel && len(raw) <= maxModel {
		z.models = append(z.models, newModel(raw))
		z.many[kind]++
		z.by[kind] = uint8(len(z.models))
	}
	z.buf = append(append(z.buf[:0], 0), raw...)
	return string(z.buf)
}

// get returns what was packed.
func (z *squeezer) get(s string) string {
	if s[0] == 0 {
		return s[1:]
	}
	var few [512]byte
	return string(z.models[s[0]-1].stretch(few[:0], s[1:]))
}
