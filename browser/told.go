package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
)

// Keys under which data say how many pages a list has, and how many rows in all.
var (
	pagesKey = regexp.MustCompile(`(?i)^(pages|total_?pages?|pages?_?(count|total))$`)
	totalKey = regexp.MustCompile(`(?i)^(total|total_?(count|num|size|rows?|records?|elements|items|hits)|records?_?(total|count)|rows?_?count)$`)
)

// toldWhole reports that the data which came last say that there is no further page:
// a button that does nothing then has nothing to do.
func (t *tab) toldWhole(ctx context.Context) bool {
	data, err := t.got(ctx)
	if err != nil {
		return false
	}
	for i := len(data) - 1; i >= 0; i-- {
		d := json.NewDecoder(bytes.NewReader(data[i]))
		d.UseNumber()
		var v any
		if d.Decode(&v) != nil {
			continue
		}
		if whole, told := listWhole(v, nil, 0); told {
			return whole
		}
	}
	return false
}

// listWhole looks for a list in data, and for what they say of its length beside it or
// around it. told is false where there is no list, or nothing is said.
func listWhole(v any, around []map[string]any, depth int) (whole, told bool) {
	o, ok := v.(map[string]any)
	if !ok || depth > maxDataDepth {
		return false, false
	}
	around = append(around, o)
	keys := slices.Sorted(maps.Keys(o))
	for _, k := range keys {
		if rows, ok := o[k].([]any); ok && (len(rows) == 0 || isObject(rows[0])) {
			return enough(around, len(rows))
		}
	}
	for _, k := range keys {
		if whole, told = listWhole(o[k], around, depth+1); told {
			return whole, told
		}
	}
	return false, false
}

func isObject(v any) bool {
	_, ok := v.(map[string]any)
	return ok
}

// enough tells whether n rows are all there are, by the numbers beside them.
func enough(around []map[string]any, n int) (whole, told bool) {
	for _, o := range around {
		whole, told = number(o, n, whole, told)
		for _, x := range o {
			if within, ok := x.(map[string]any); ok {
				whole, told = number(within, n, whole, told)
			}
		}
	}
	return whole, told
}

// number adds what an object says to what is known: the list is whole if all that is
// said says so.
func number(o map[string]any, n int, whole, told bool) (bool, bool) {
	for k, x := range o {
		number, ok := x.(json.Number)
		if !ok {
			continue
		}
		is, err := number.Int64()
		most := int64(n)
		switch {
		case err != nil:
			continue
		case pagesKey.MatchString(k):
			most = 1
		case !totalKey.MatchString(k):
			continue
		}
		whole, told = is <= most && (whole || !told), true
	}
	return whole, told
}
