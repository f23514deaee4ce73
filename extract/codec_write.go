package extract

import (
	varint "encoding/binary"
	"reflect"
	"sync"
)

// factsWriter writes the facts of one page.
type factsWriter struct {
	out   []byte
	codes map[string]uint64 // of strings written before
	next  uint64            // strings that were given a code
}

var factsWriters = sync.Pool{New: func() any { return &factsWriter{codes: map[string]uint64{}} }}

// keepBuffer bounds the buffers that are kept for the next page.
const keepBuffer = 256 << 10

func (w *factsWriter) release() {
	if cap(w.out) > keepBuffer || len(w.codes) > 4096 {
		return
	}
	w.out, w.next = w.out[:0], 0
	clear(w.codes)
	factsWriters.Put(w)
}

// Codes of a string: 0 is followed by its length and bytes, the others are one of
// commonWords, or one written before on this page.
const firstWord = 1

// text writes a string: in full once, then by its place.
func (w *factsWriter) text(s string) {
	if code, ok := commonCodes()[s]; ok {
		w.out = varint.AppendUvarint(w.out, firstWord+code)
		return
	}
	if code, ok := w.codes[s]; ok {
		w.out = varint.AppendUvarint(w.out, code)
		return
	}
	w.out = append(w.out, 0)
	w.out = varint.AppendUvarint(w.out, uint64(len(s)))
	w.out = append(w.out, s...)
	w.know(s)
}

// know gives s the next code; a string that has one keeps it.
func (w *factsWriter) know(s string) {
	if _, ok := w.codes[s]; !ok {
		w.codes[s] = firstWord + uint64(len(commonWords)) + w.next
	}
	w.next++
}

// value writes what v points to.
func (w *factsWriter) value(p *plan, v any) { w.one(p, reflect.ValueOf(v).Elem()) }

func (w *factsWriter) one(p *plan, v reflect.Value) {
	switch p.kind {
	case reflect.String:
		w.text(v.String())
	case reflect.Bool: // that it is written says that it is true
	case reflect.Int, reflect.Int32, reflect.Int64:
		w.out = varint.AppendVarint(w.out, v.Int())
	case reflect.Uint8:
		w.out = append(w.out, byte(v.Uint()))
	case reflect.Pointer:
		w.one(p.elem, v.Elem())
	case reflect.Slice:
		n := v.Len()
		w.out = varint.AppendUvarint(w.out, uint64(n))
		for i := range n {
			w.element(p.elem, v.Index(i))
		}
	case reflect.Struct:
		w.record(p, v)
	}
}

// element writes one of a slice, where also what is zero has to be written.
func (w *factsWriter) element(p *plan, v reflect.Value) {
	switch p.kind {
	case reflect.Bool, reflect.Pointer, reflect.Slice:
		there := !v.IsZero()
		w.out = append(w.out, 0)
		if there {
			w.out[len(w.out)-1] = 1
			w.one(p, v)
		}
	default:
		w.one(p, v)
	}
}

// record writes which fields of a struct are not zero, and those.
func (w *factsWriter) record(p *plan, v reflect.Value) {
	at := len(w.out)
	w.out = append(w.out, make([]byte, (len(p.fields)+7)/8)...)
	for i, f := range p.fields {
		if fv := v.Field(f.index); !isZero(f.plan, fv) {
			w.out[at+i/8] |= 1 << (i % 8)
			w.one(f.plan, fv)
		}
	}
}

func isZero(p *plan, v reflect.Value) bool {
	switch p.kind {
	case reflect.String:
		return v.Len() == 0
	case reflect.Slice, reflect.Pointer:
		return v.IsNil()
	case reflect.Bool:
		return !v.Bool()
	}
	return v.IsZero()
}
