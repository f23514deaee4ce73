package yamldoc

import (
	"reflect"
	"strings"
)

type field struct {
	name     string
	index    []int
	required bool
}

// fieldsOf lists the keys of a struct type in the order of its fields.
func fieldsOf(t reflect.Type) []field {
	var out []field
	for i := range t.NumField() {
		f := t.Field(i)
		tag, ok := f.Tag.Lookup("yaml")
		name, options, _ := strings.Cut(tag, ",")
		if name == "-" || !f.IsExported() && !f.Anonymous {
			continue
		}
		inline := options == "inline" || f.Anonymous && !ok
		if inline && f.Type.Kind() == reflect.Struct {
			for _, sub := range fieldsOf(f.Type) {
				sub.index = append([]int{i}, sub.index...)
				out = append(out, sub)
			}
			continue
		}
		if !f.IsExported() {
			continue
		}
		if name == "" {
			name = strings.ToLower(f.Name)
		}
		out = append(out, field{name, []int{i}, options == "required"})
	}
	return out
}

func (d *decoder) structure(v *value, rv reflect.Value) {
	if v.kind == null {
		v = &value{file: v.file, line: v.line, col: v.col, kind: mapping}
	}
	if v.kind != mapping {
		d.complain(v, "这里要一个映射（键: 值），不是 %s", v.what())
		return
	}
	fields := fieldsOf(rv.Type())
	byName := make(map[string]field, len(fields))
	for _, f := range fields {
		byName[f.name] = f
	}
	given := make(map[string]bool, len(v.entries))
	sound := make(map[string]bool, len(v.entries))
	start := len(d.problems)
	for _, e := range v.entries {
		f, ok := byName[e.key.text]
		if !ok {
			d.complain(e.key, "未知的键 %s%s", e.key.text, suggestion(e.key.text, fields))
			continue
		}
		given[f.name] = true
		before := len(d.problems)
		into := rv.FieldByIndex(f.index)
		d.value(e.val, into)
		if f.required && into.Kind() == reflect.String && into.IsZero() && len(d.problems) == before {
			d.complain(e.key, "%s 不能为空", f.name)
		}
		sound[f.name] = len(d.problems) == before
	}
	for _, f := range fields {
		if f.required && !given[f.name] && rv.FieldByIndex(f.index).IsZero() {
			d.complain(v, "缺少必需的键 %s", f.name)
		}
	}
	if len(d.problems) > start {
		d.sound[v] = sound
	}
}

// suggestion names the key that was probably meant, or all there are.
func suggestion(key string, fields []field) string {
	best, distance := "", 3
	var names []string
	for _, f := range fields {
		names = append(names, f.name)
		if n := editDistance(strings.ToLower(key), f.name); n < distance && n < len(f.name) {
			best, distance = f.name, n
		}
	}
	switch {
	case best != "":
		return "：是否想写 " + best + "？"
	case len(names) == 0:
		return "：这里不需要任何键"
	}
	return "：可用的键有 " + strings.Join(names, "、")
}

// editDistance returns the Levenshtein distance of a and b in bytes, or a large
// number where they are too long to be slips of one another.
func editDistance(a, b string) int {
	if len(a) > 40 || len(b) > 40 {
		return 1000
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
