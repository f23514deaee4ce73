// Package yamldoc decodes YAML strictly: every unknown key, wrong type,
// duplicate key, missing or invalid value of a document is reported at once,
// each with file:line:column and what to do about it. It reads no files.
//
// A struct field is decoded from the key named in its yaml tag, or from its
// name in lower case:
//
//	type Rule struct {
//		ID    string        `yaml:"id,required"`
//		Every time.Duration `yaml:"every"`
//		With  yamldoc.Node  `yaml:"with"` // kept, to be decoded when its type is known
//		Base  `yaml:",inline"`
//	}
//
// Types may read themselves: UnmarshalText from a scalar, UnmarshalNode from
// anything. After decoding, Validate is called on every value that has it.
package yamldoc

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
)

// Unmarshaler is a type that reads itself from a node. An error that is an
// Errors keeps its places; any other is placed at the node.
type Unmarshaler interface {
	UnmarshalNode(n Node) error
}

type validator interface{ Validate() error }

// Decode reads the document in data into the value into points to; file only
// names the document in problems. Keys that are absent leave what is there: fill
// in the defaults first. The error is an Errors with every problem found.
func Decode(file string, data []byte, into any) error {
	_, err := Read(file, data, into)
	return err
}

// Read is [Decode] for those who want the document itself, too, to point at its
// places later.
func Read(file string, data []byte, into any) (Node, error) {
	n, err := Parse(file, data)
	if err == nil {
		return n, n.decode(file, into)
	}
	// Duplicate keys and the like do not keep the rest from being read.
	problems := err.(Errors) // Parse returns nothing else
	if n.IsZero() {
		return n, problems.Err()
	}
	if err := n.decode(file, into); err != nil {
		problems = append(problems, err.(Errors)...)
	}
	return n, problems.Err()
}

// Decode reads the node into the value into points to, as [Decode] does. The
// zero Node decodes like an empty mapping: it leaves everything, and required
// keys are missing.
func (n Node) Decode(into any) error { return n.decode("", into) }

func (n Node) decode(file string, into any) error {
	rv := reflect.ValueOf(into)
	if rv.Kind() != reflect.Pointer || rv.IsNil() {
		panic(fmt.Sprintf("yamldoc: decode into %T: want a non-nil pointer", into)) // a bug of the caller
	}
	v := n.v
	if v == nil {
		v = &value{file: file, line: 1, col: 1, kind: mapping}
		if file == "" {
			v.line, v.col = 0, 0
		}
	}
	d := &decoder{left: budget{left: maxValues}, sound: map[*value]map[string]bool{}}
	d.value(v, rv.Elem())
	return d.problems.Err()
}

type decoder struct {
	problems Errors
	sound    map[*value]map[string]bool // keys of a mapping with problems that were decoded all the same
	left     budget
	full     bool // the budget ran out and was reported
}

func (d *decoder) complain(v *value, format string, args ...any) {
	d.problems = append(d.problems, v.problem(format, args...))
}

// value decodes v into rv, then lets the decoded value check itself. What could
// not be decoded is not checked: one mistake, one message.
func (d *decoder) value(v *value, rv reflect.Value) {
	if !d.left.spend() {
		if !d.full {
			d.complain(v, "文档展开后超过 %d 个值：减少锚点引用", maxValues)
		}
		d.full = true
		return
	}
	if v.kind == broken {
		return
	}
	before := len(d.problems)
	d.plain(v, rv)
	c, ok := rv.Addr().Interface().(validator)
	if !ok || v.kind == null {
		return
	}
	if len(d.problems) == before {
		d.fault(v, c.Validate())
	} else if v.kind == mapping {
		d.faultOfSound(v, c.Validate())
	}
}

// faultOfSound adds what a value says against those of its keys that were given
// and decoded; about the others something was said already.
func (d *decoder) faultOfSound(v *value, err error) {
	var at *KeyError
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			d.faultOfSound(v, e)
		}
		return
	}
	if errors.As(err, &at) && d.sound[v][at.Key] {
		d.fault(v, err)
	}
}

func (d *decoder) plain(v *value, rv reflect.Value) {
	if n, ok := rv.Addr().Interface().(*Node); ok {
		*n = Node{v}
		return
	}
	if u, ok := rv.Addr().Interface().(Unmarshaler); ok {
		d.fault(v, u.UnmarshalNode(Node{v}))
		return
	}
	if rv.Kind() == reflect.Pointer {
		d.pointer(v, rv)
		return
	}
	if d.special(v, rv) {
		return
	}
	if u, ok := rv.Addr().Interface().(encoding.TextUnmarshaler); ok {
		d.text(v, u)
		return
	}
	switch rv.Kind() {
	case reflect.Struct:
		d.structure(v, rv)
	case reflect.Map:
		d.table(v, rv)
	case reflect.Slice:
		d.list(v, rv)
	default:
		d.scalar(v, rv)
	}
}

// fault adds what a value says against itself, each complaint at its own key.
func (d *decoder) fault(v *value, err error) {
	if err == nil {
		return
	}
	var list Errors
	var at *KeyError
	switch joined, ok := err.(interface{ Unwrap() []error }); {
	case ok:
		for _, e := range joined.Unwrap() {
			d.fault(v, e)
		}
	case errors.As(err, &list):
		d.problems = append(d.problems, list...)
	case errors.As(err, &at):
		d.problems = append(d.problems, Node{v}.Key(at.Key).Problem("%s", at.Error()))
	default:
		d.complain(v, "%s", err.Error())
	}
}

func (d *decoder) pointer(v *value, rv reflect.Value) {
	if v.kind == null {
		rv.SetZero()
		return
	}
	target := reflect.New(rv.Type().Elem())
	if !rv.IsNil() {
		target.Elem().Set(rv.Elem()) // keep what is absent, without writing to what others may hold
	}
	d.value(v, target.Elem())
	rv.Set(target)
}

func (d *decoder) list(v *value, rv reflect.Value) {
	if v.kind == null {
		rv.SetZero()
		return
	}
	if v.kind != sequence {
		d.complain(v, "这里要一个列表，如 [%s]", abridged(v))
		return
	}
	out := reflect.MakeSlice(rv.Type(), len(v.items), len(v.items))
	for i, x := range v.items {
		if d.full {
			break
		}
		d.value(x, out.Index(i))
	}
	rv.Set(out)
}

// table decodes into a map. Keys already there stay unless the document has
// them; the map itself is copied, never written to.
func (d *decoder) table(v *value, rv reflect.Value) {
	if v.kind == null {
		rv.SetZero()
		return
	}
	if v.kind != mapping {
		d.complain(v, "这里要一个映射（键: 值），不是 %s", v.what())
		return
	}
	out := reflect.MakeMapWithSize(rv.Type(), len(v.entries))
	for it := rv.MapRange(); it.Next(); {
		out.SetMapIndex(it.Key(), it.Value())
	}
	for _, e := range v.entries {
		if d.full {
			break
		}
		key := reflect.New(rv.Type().Key()).Elem()
		val := reflect.New(rv.Type().Elem()).Elem()
		d.value(e.key, key)
		if old := out.MapIndex(key); old.IsValid() {
			val.Set(old)
		}
		d.value(e.val, val)
		out.SetMapIndex(key, val)
	}
	rv.Set(out)
}

// Complain places what a value decoded from n says against itself: each
// [KeyError] at its key, anything else at n. The result is an Errors.
func (n Node) Complain(err error) error {
	v := n.v
	if v == nil {
		v = &value{}
	}
	d := &decoder{}
	d.fault(v, err)
	return d.problems.Err()
}
