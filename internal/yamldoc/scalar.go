package yamldoc

import (
	"encoding"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// what names the kind of a value for a message.
func (v *value) what() string {
	switch v.kind {
	case sequence:
		return "列表"
	case mapping:
		return "映射"
	case scalar:
		return "“" + abridged(v) + "”"
	}
	return "空值"
}

func abridged(v *value) string {
	if v.kind != scalar {
		return "…"
	}
	text := []rune(strings.Join(strings.Fields(v.text), " "))
	if len(text) > 40 {
		text = append(text[:40], '…')
	}
	return string(text)
}

// special decodes the one type of the standard library that has a text form but
// no method to read it.
func (d *decoder) special(v *value, rv reflect.Value) bool {
	p, ok := rv.Addr().Interface().(*time.Duration)
	if ok && d.single(v) {
		d.duration(v, p)
	}
	return ok
}

func (d *decoder) duration(v *value, p *time.Duration) {
	n, err := time.ParseDuration(v.text)
	if err != nil {
		d.complain(v, "时长 %s 无效：要带单位，如 500ms、15s、2m、1h", v.what())
		return
	}
	*p = n
}

func (d *decoder) text(v *value, u encoding.TextUnmarshaler) {
	if !d.single(v) {
		return
	}
	if err := u.UnmarshalText([]byte(v.text)); err != nil {
		d.complain(v, "%v", err)
	}
}

// single reports that v is one scalar, and complains otherwise.
func (d *decoder) single(v *value) bool {
	if v.kind == null {
		d.complain(v, "值为空：写上值，或删去这个键")
		return false
	}
	if v.kind != scalar {
		d.complain(v, "这里要一个值，不是%s", v.what())
		return false
	}
	return true
}

func (d *decoder) scalar(v *value, rv reflect.Value) {
	if !d.single(v) {
		return
	}
	switch rv.Kind() {
	case reflect.String:
		// A number is taken verbatim: an unquoted 网站标识码 loses nothing.
		rv.SetString(v.text)
	case reflect.Bool:
		if v.form != boolean {
			d.complain(v, "这里要 true 或 false，不是 %s", v.what())
			return
		}
		rv.SetBool(v.text == "true")
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, err := strconv.ParseInt(v.text, 10, 64)
		if v.form != integer || err != nil || rv.OverflowInt(n) {
			d.complain(v, "这里要一个整数，不是 %s", v.what())
			return
		}
		rv.SetInt(n)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		n, err := strconv.ParseUint(v.text, 10, 64)
		if v.form != integer || err != nil || rv.OverflowUint(n) {
			d.complain(v, "这里要一个不小于 0 的整数，不是 %s", v.what())
			return
		}
		rv.SetUint(n)
	case reflect.Float32, reflect.Float64:
		f, err := strconv.ParseFloat(v.text, 64)
		if v.form != integer && v.form != float || err != nil || isOdd(f) {
			d.complain(v, "这里要一个数，不是 %s", v.what())
			return
		}
		rv.SetFloat(f)
	default:
		panic(fmt.Sprintf("yamldoc: decode into %s: unsupported kind", rv.Type())) // a bug of the caller
	}
}

// isOdd reports that f is no number one can count with.
func isOdd(f float64) bool { return math.IsNaN(f) || math.IsInf(f, 0) }
