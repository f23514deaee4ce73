package extract

import (
	varint "encoding/binary"
	"reflect"
	"sync"
)

// maxUnpacked bounds the memory of one page's facts: damaged bytes may promise
// anything.
const maxUnpacked = 64 << 20

// factsReader reads what factsWriter wrote. It never panics: bad says that what it was given
// makes no sense, and the rest is not read.
type factsReader struct {
	rest []byte
	room int      // bytes of memory that may still be used
	said []string // strings read before
	bad  bool
}

var factsReaders = sync.Pool{New: func() any { return new(factsReader) }}

func (r *factsReader) release() {
	if cap(r.said) > 4096 {
		return
	}
	clear(r.said)
	*r = factsReader{said: r.said[:0]}
	factsReaders.Put(r)
}

func (r *factsReader) fail() {
	r.bad, r.rest = true, nil
}

func (r *factsReader) number() uint64 {
	n, size := varint.Uvarint(r.rest)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

func (r *factsReader) byte() byte {
	if len(r.rest) == 0 {
		r.fail()
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *factsReader) bytes(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.fail()
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// take asks for memory.
func (r *factsReader) take(n int) bool {
	if r.room -= n; r.room < 0 {
		r.fail()
	}
	return !r.bad
}

// count reads how many things of a size follow; each takes a byte at least.
func (r *factsReader) count(size int) int {
	n := r.number()
	if n > uint64(len(r.rest)) || !r.take(int(n)*size) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *factsReader) text() string {
	code := r.number()
	if code == 0 {
		b := r.bytes(r.number())
		if !r.take(len(b)) {
			return ""
		}
		s := string(b)
		r.know(s)
		return s
	}
	code -= firstWord
	if code < uint64(len(commonWords)) {
		return commonWords[code]
	}
	if code -= uint64(len(commonWords)); code < uint64(len(r.said)) {
		return r.said[code]
	}
	r.fail()
	return ""
}

// know gives s the next code, as factsWriter.know does.
func (r *factsReader) know(s string) { r.said = append(r.said, s) }

// value reads into what v points to.
func (r *factsReader) value(p *plan, v any) { r.one(p, reflect.ValueOf(v).Elem()) }

func (r *factsReader) one(p *plan, v reflect.Value) {
	switch p.kind {
	case reflect.String:
		v.SetString(r.text())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		n, size := varint.Varint(r.rest)
		if size <= 0 || v.OverflowInt(n) {
			r.fail()
			return
		}
		r.rest = r.rest[size:]
		v.SetInt(n)
	case reflect.Uint8:
		v.SetUint(uint64(r.byte()))
	case reflect.Pointer:
		if r.take(p.elem.size) {
			v.Set(reflect.New(v.Type().Elem()))
			r.one(p.elem, v.Elem())
		}
	case reflect.Slice:
		n := r.count(p.elem.size)
		if r.bad {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := 0; i < n && !r.bad; i++ {
			r.element(p.elem, v.Index(i))
		}
	case reflect.Struct:
		r.record(p, v)
	}
}

func (r *factsReader) element(p *plan, v reflect.Value) {
	switch p.kind {
	case reflect.Bool, reflect.Pointer, reflect.Slice:
		if r.byte() == 0 {
			return
		}
	}
	if !r.bad {
		r.one(p, v)
	}
}

func (r *factsReader) record(p *plan, v reflect.Value) {
	there := r.bytes(uint64(len(p.fields)+7) / 8)
	for i, f := range p.fields {
		if r.bad {
			return
		}
		if there[i/8]&(1<<(i%8)) != 0 {
			r.one(f.plan, v.Field(f.index))
		}
	}
}
