package browser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// lore is what the rows that were pressed teach about those that were not: how
// addresses are made of the data that rows are shown from, so that two rows pressed tell
// where the others lead. /detail/864 is where the row leads whose title is that of
// {"id":864, …}. It only holds for rows of a kind with those that were pressed: the
// entries of one menu may be lists, texts and links to other sites.
type lore struct {
	pieces  int // of data that were read
	records []*record
	few     map[string]bool // keys that tell kinds of rows: true such as say yes or no, or have parts, else those of few values
	rules   []*rule
}

type rule struct {
	made  pattern
	kinds map[string]bool // of the rows it was met with
	named map[string]bool // the keys under which those have their titles: rows of articles and names of columns have others
}

// read reads what data the page got by now, and reports whether that is more than before.
func (l *lore) read(data [][]byte) (more bool) {
	if len(data) == l.pieces {
		return false
	}
	l.pieces = len(data)
	l.records = recordsOf(data)
	l.few = fewValued(l.records)
	return true
}

// learn takes note of the last of the rows that were pressed, and reports whether more
// is known by it.
func (l *lore) learn(met []arrival, data [][]byte) (more bool) {
	more = l.read(data) && len(l.rules) > 0
	if len(met) == 0 || len(l.records) == 0 {
		return false
	}
	last := met[len(met)-1]
	own, known := find(l.records, last.Words), false
	l.rules = slices.DeleteFunc(l.rules, func(x *rule) bool {
		wrong := false
		for _, r := range own {
			switch to := x.made.fill(r); {
			case to == last.To:
				known = true
				more = l.widen(x, r, last.Words) || more
			case to != "" && l.covers(x, r, last.Words):
				wrong = true
			}
		}
		return wrong
	})
	if known || len(met) < 2 {
		return more
	}
	x := l.agreed(met[len(met)-2:])
	if x == nil {
		return more
	}
	l.rules = append(l.rules, x)
	return true
}

// agreed finds the one way in which the addresses of all of met are made; nil where
// there is none.
func (l *lore) agreed(met []arrival) *rule {
	for _, first := range find(l.records, met[0].Words) {
		for _, made := range patterns(first, met[0].To) {
			x := &rule{made: made, kinds: map[string]bool{}, named: map[string]bool{}}
			agree := true
			for i, m := range met {
				at := ""
				for _, r := range find(l.records, m.Words) {
					if to := made.fill(r); to == m.To {
						at = to
						l.widen(x, r, m.Words)
					} else if to != "" {
						agree = false // two records of one title
					}
				}
				agree = agree && at != "" && (i == 0 || m.To != met[0].To)
			}
			if agree {
				return x
			}
		}
	}
	return nil
}

// where tells where the row leads that says words; "" where that is not known.
func (l *lore) where(words string) string {
	to := ""
	for _, r := range find(l.records, words) {
		for _, x := range l.rules {
			at := x.made.fill(r)
			if at == "" || !l.covers(x, r, words) {
				continue
			}
			if to != "" && to != at {
				return ""
			}
			to = at
		}
	}
	return to
}

// widen adds the kind of r, which is the row of these words, to those a rule holds for, and
// reports whether it is new.
func (l *lore) widen(x *rule, r *record, words string) (more bool) {
	name := r.titleKey(words)
	more = !x.named[name]
	x.named[name] = true
	for _, k := range l.kindOf(r) {
		more = more || !x.kinds[k]
		x.kinds[k] = true
	}
	return more
}

func (l *lore) covers(x *rule, r *record, words string) bool {
	if !x.named[r.titleKey(words)] {
		return false
	}
	whole := x.made.whole(r)
	return !slices.ContainsFunc(l.kindOf(r), func(k string) bool {
		key, _, _ := strings.Cut(k, "=")
		return !x.kinds[k] && (!whole || l.few[key])
	})
}

// kindOf returns what a record says in the keys that tell kinds.
func (l *lore) kindOf(r *record) []string {
	out := make([]string, 0, len(l.few))
	for k := range l.few {
		v := r.marks[k]
		if v == "" {
			v = r.values[k]
			if isAddress(v) {
				v = anAddress
			} else if v == "" && r.none[k] && l.few[k] {
				v = "null" // said to have no parts: an entry of another level than those that say nothing
			}
		}
		out = append(out, k+"="+v)
	}
	return out
}

const (
	mostKinds = 8 // values of a key that tells kinds
	anAddress = "//"
	letters   = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// fewValued returns the keys that tell rows of different kinds apart: yes or no, parts
// within or none, an address or none, and such as have few values in all.
func fewValued(records []*record) map[string]bool {
	type tally struct {
		values map[string]bool
		count  int
		words  bool // all of them: "list", "single"
	}
	seen, few := map[string]*tally{}, map[string]bool{}
	byValue := func(k string) {
		if _, had := few[k]; !had {
			few[k] = false
		}
	}
	for _, r := range records {
		for k := range r.marks {
			few[k] = true
		}
		for k, v := range r.values {
			if isAddress(v) {
				byValue(k)
				continue
			}
			n := seen[k]
			if n == nil {
				n = &tally{values: map[string]bool{}, words: true}
				seen[k] = n
			}
			n.count++
			n.words = n.words && strings.Trim(v, letters) == ""
			if len(n.values) <= mostKinds {
				n.values[v] = true
			}
		}
	}
	for k, n := range seen {
		if len(n.values) <= mostKinds && (n.count >= 2*len(n.values) || n.count > len(n.values) && n.words) {
			byValue(k)
		}
	}
	return few
}

func isAddress(s string) bool {
	return strings.HasPrefix(s, "/") || strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// record is what the data say of one row.
type record struct {
	titles []string // the texts in it that may be its title, without blanks
	keys   []string // of the titles
	values map[string]string
	marks  map[string]string // yes or no, and that there are parts within, by key
	none   map[string]bool   // keys under which nothing stands
}

// Bounds on what is read of the data of one page.
const (
	maxRecords   = 4000
	maxDataDepth = 12
	maxValue     = 200
)

func recordsOf(data [][]byte) []*record {
	var out []*record
	had := map[string]bool{} // what came twice counts once: a view asks again when its reader comes back
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
			r := &record{values: map[string]string{}, marks: map[string]string{}, none: map[string]bool{}}
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
						r.titles, r.keys = append(r.titles, squeeze(x)), append(r.keys, k)
					} else if x != "" && len(x) <= maxValue {
						r.values[k] = x
					}
				case json.Number:
					r.values[k] = x.String()
				case nil:
					r.none[k] = true
				case bool:
					r.marks[k] = strconv.FormatBool(x)
				case []any:
					if len(x) > 0 {
						r.marks[k] = "[]"
					}
					walk(x, depth+1)
				case map[string]any:
					if len(x) > 0 {
						r.marks[k] = "{}"
					}
					walk(x, depth+1)
				}
			}
			if len(r.titles) > 0 && len(r.values) > 0 && len(out) < maxRecords {
				if text := fmt.Sprint(r.titles, r.values, r.marks); !had[text] {
					had[text] = true
					out = append(out, r)
				}
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

// titleKey is the key of the longest title that is in the words of a row.
func (r *record) titleKey(words string) (key string) {
	words = squeeze(words)
	longest := 0
	for i, t := range r.titles {
		if len(t) > longest && strings.Contains(words, t) {
			key, longest = r.keys[i], len(t)
		}
	}
	return key
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
			b.WriteString(inAddress(v))
		}
	}
	return b.String()
}

// whole reports an address that stands in the record as it is: of what kind that is does
// not matter then, but whether it has entries below it does.
func (p pattern) whole(r *record) bool {
	return len(p.names) == 1 && p.texts[1] == "" && strings.HasPrefix(r.values[p.names[0]], "/") && len(r.values[p.names[0]]) > 1
}

// inAddress is a value as it stands in an address.
func inAddress(v string) string {
	if isAddress(v) {
		return v
	}
	return url.PathEscape(v)
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
	slices.SortFunc(names, func(a, b string) int { // a whole address comes first, then what is called an id
		if x, y := isAddress(r.values[a]), isAddress(r.values[b]); x != y {
			if x {
				return -1
			}
			return 1
		}
		if x, y := strings.HasSuffix(strings.ToLower(a), "id"), strings.HasSuffix(strings.ToLower(b), "id"); x != y {
			if x {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		v := inAddress(r.values[name])
		for from := start; ; {
			i := strings.Index(address[from:], v)
			if i < 0 {
				break
			}
			i += from
			from = i + len(v)
			if (!wordy(address[i-1]) || v[0] == '/') && (from == len(address) || !wordy(address[from])) {
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
