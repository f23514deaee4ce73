package extract

import (
	"hash/fnv"
	"reflect"
	"sync"
)

// plan is how values of one type are written. It follows the types by itself, so
// that a field that is added to Facts is kept too.
type plan struct {
	kind   reflect.Kind
	fields []field // of a struct
	elem   *plan   // of a slice or pointer
	size   int     // bytes of a value in memory
}

type field struct {
	index int
	plan  *plan
}

// byHand are the fields of Facts that are not written as values: the page tells
// them, or they have a form of their own.
var byHand = map[string]bool{"URL": true, "Asked": true, "Seen": true, "SHA256": true, "Links": true}

var factsPlan = sync.OnceValue(func() *plan {
	t := reflect.TypeFor[Facts]()
	p := &plan{kind: reflect.Struct}
	for i := range t.NumField() {
		if f := t.Field(i); !byHand[f.Name] {
			p.fields = append(p.fields, field{i, planOf(f.Type)})
		}
	}
	return p
})

func planOf(t reflect.Type) *plan {
	p := &plan{kind: t.Kind(), size: int(t.Size())}
	switch t.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint8:
	case reflect.Slice, reflect.Pointer:
		p.elem = planOf(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			p.fields = append(p.fields, field{i, planOf(t.Field(i).Type)})
		}
	default:
		panic("extract: facts cannot be kept: " + t.String())
	}
	return p
}

// factsShape is a hash of the types of Facts: what was written in another shape is not
// read.
var factsShape = sync.OnceValue(func() uint64 {
	h := fnv.New64a()
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		h.Write([]byte(t.Kind().String()))
		switch t.Kind() {
		case reflect.Slice, reflect.Pointer:
			walk(t.Elem())
		case reflect.Struct:
			for i := range t.NumField() {
				if f := t.Field(i); f.IsExported() {
					h.Write([]byte(f.Name + " "))
					walk(f.Type)
				}
			}
		}
	}
	walk(reflect.TypeFor[Facts]())
	return h.Sum64()
})

// commonWords are short strings that facts are full of. Order is part of the form:
// a change asks for another Version.
var commonWords = [...]string{
	"", string(Home), string(List), string(Article), string(Report), string(Frame), string(File), string(Other),
	string(Nav), string(Breadcrumb), string(Body), string(Related), string(Footer),
	string(Anchor), string(FrameSrc), string(Refresh), string(OnClick), string(Script), string(Include), string(Picture), string(Pager), string(Heading),
	string(IndexNo), string(DocNumber), string(Issuer), string(Written), string(Published), string(Effective), string(Expires),
	string(Validity), string(Topic), string(Source), string(UnifiedNo), string(DocTitle), string(Subject),
	string(FromMeta), string(FromLabel), string(FromURL), string(FromText), string(FromField), string(FromSignature),
	"table", "dl", "text", "stamp", "utf-8", "gb18030", "首页", "PubDate", "发布时间", "发布日期", "成文日期",
}

var commonCodes = sync.OnceValue(func() map[string]uint64 {
	m := make(map[string]uint64, len(commonWords))
	for i, w := range commonWords {
		if _, ok := m[w]; !ok {
			m[w] = uint64(i)
		}
	}
	return m
})
