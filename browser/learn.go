package browser

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// learn finds how the addresses of rows are made of the data they are shown from, so
// that two rows pressed tell where all the others lead: /detail/864 is where the row
// leads whose title is that of {"id":864, …}. It returns nil where the rows met do
// not agree on one way.
func learn(met []arrival, data [][]byte) func(words string) string {
	records := recordsOf(data)
	if len(met) < 2 || len(records) == 0 {
		return nil
	}
	rule := func(made pattern, words string) string {
		to := ""
		for _, r := range find(records, words) {
			switch at := made.fill(r); {
			case at == "":
			case to == "":
				to = at
			case to != at:
				return "" // two records of one title
			}
		}
		return to
	}
	for _, first := range find(records, met[0].Words) {
		for _, made := range patterns(first, met[0].To) {
			agree := true
			for i, m := range met {
				agree = agree && rule(made, m.Words) == m.To && (i == 0 || m.To != met[0].To)
			}
			if agree {
				return func(words string) string { return rule(made, words) }
			}
		}
	}
	return nil
}

// record is what the data say of one row.
type record struct {
	titles []string // the texts in it that may be its title, without blanks
	values map[string]string
}

// Bounds on what is read of the data of one page.
const (
	maxRecords   = 4000
	maxDataDepth = 12
	maxValue     = 200
)

func recordsOf(data [][]byte) []*record {
	var out []*record
	var walk func(v any, depth int)
	walk = func(v any, depth int) {
		if depth > maxDataDepth || len(out) >= maxRecords {
			return
		}
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x, depth+1)
			}
		case map[string]any:
			r := &record{values: map[string]string{}}
			keys := make([]string, 0, len(v))
			for k := range v {
				keys = append(keys, k)
			}
			slices.Sort(keys)
			for _, k := range keys {
				switch x := v[k].(type) {
				case string:
					if len(x) > maxValue*4 {
						break
					}
					if hasHan(x) {
						r.titles = append(r.titles, squeeze(x))
					} else if x != "" && len(x) <= maxValue {
						r.values[k] = x
					}
				case json.Number:
					r.values[k] = x.String()
				case []any, map[string]any:
					walk(x, depth+1)
				}
			}
			if len(r.titles) > 0 && len(r.values) > 0 && len(out) < maxRecords {
				out = append(out, r)
			}
		}
	}
	for _, b := range data {
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		var v any
		if d.Decode(&v) == nil {
			walk(v, 0)
		}
	}
	return out
}

// find returns the records whose title is in the words of a row: the longest one.
func find(records []*record, words string) []*record {
	words = squeeze(words)
	var best []*record
	longest := 5
	for _, r := range records {
		for _, t := range r.titles {
			if len(t) < longest || !strings.Contains(words, t) {
				continue
			}
			if len(t) > longest {
				best, longest = best[:0], len(t)
			}
			if len(best) == 0 || best[len(best)-1] != r {
				best = append(best, r)
			}
		}
	}
	if longest*2 < len(words) {
		return nil // what else the row says is more than its title
	}
	return best
}

// pattern is an address in parts: texts and, between them, the names of values.
type pattern struct {
	texts, names []string // one text more than names
}

func (p pattern) fill(r *record) string {
	var b strings.Builder
	for i, t := range p.texts {
		b.WriteString(t)
		if i < len(p.names) {
			v, ok := r.values[p.names[i]]
			if !ok {
				return ""
			}
			b.WriteString(url.PathEscape(v))
		}
	}
	return b.String()
}

// patterns are the ways an address may be made of the values of a record: of each
// value that stands in it, and of all of them.
func patterns(r *record, address string) []pattern {
	start := strings.Index(address, "://")
	if start < 0 {
		return nil
	}
	start += 3
	if i := strings.IndexByte(address[start:], '/'); i >= 0 {
		start += i
	}
	type place struct {
		from, to int
		name     string
	}
	var places []place
	names := make([]string, 0, len(r.values))
	for k := range r.values {
		names = append(names, k)
	}
	slices.SortFunc(names, func(a, b string) int { // what is called an id comes first
		if x, y := strings.HasSuffix(strings.ToLower(a), "id"), strings.HasSuffix(strings.ToLower(b), "id"); x != y {
			if x {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		v := url.PathEscape(r.values[name])
		for from := start; ; {
			i := strings.Index(address[from:], v)
			if i < 0 {
				break
			}
			i += from
			from = i + len(v)
			if !wordy(address[i-1]) && (from == len(address) || !wordy(address[from])) {
				places = append(places, place{i, from, name})
			}
		}
	}
	cut := func(list []place) pattern {
		slices.SortStableFunc(list, func(a, b place) int { return a.from - b.from })
		var p pattern
		at := 0
		for _, x := range list {
			if x.from < at {
				continue
			}
			p.texts, p.names = append(p.texts, address[at:x.from]), append(p.names, x.name)
			at = x.to
		}
		p.texts = append(p.texts, address[at:])
		return p
	}
	var out []pattern
	for _, x := range places {
		out = append(out, cut([]place{x}))
	}
	if len(places) > 1 {
		out = append(out, cut(places))
	}
	return out
}

func wordy(c byte) bool {
	return c == '%' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
