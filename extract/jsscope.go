package extract

import (
	"net/url"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// Bounds on what is looked up in the scripts of one page.
const (
	maxLookups = 200
	maxCallers = 240
	maxNesting = 6
	// maxCallLine bounds the line before a call that is looked at.
	maxCallLine = 20_000
)

// jsScope looks up the names that the scripts of one page use: the variables they
// assign, the values of fields of the page, and the page's own query.
type jsScope struct {
	p       *page
	scripts []string // without their comments
	known   map[string]jsValue
	bound   map[string]jsValue // the arguments of the function that is read
	lookups int
	nesting int
}

func newScope(p *page) *jsScope {
	s := &jsScope{p: p, known: map[string]jsValue{}}
	for _, in := range p.scripts {
		s.scripts = append(s.scripts, uncommented(in.src))
	}
	return s
}

// uncommented returns a script with blanks in place of its comments.
func uncommented(src string) string {
	if !strings.Contains(src, "//") && !strings.Contains(src, "/*") {
		return src
	}
	out := []byte(src)
	blank := func(from, to int) {
		for i := from; i < to; i++ {
			if out[i] != '\n' {
				out[i] = ' '
			}
		}
	}
	for i := 0; i < len(src); {
		switch c := src[i]; {
		case c == '"' || c == '\'' || c == '`':
			_, i, _ = quoted(src, i)
		case strings.HasPrefix(src[i:], "//"):
			end := lineEnd(src, i)
			blank(i, end)
			i = end
		case strings.HasPrefix(src[i:], "/*"):
			end := len(src)
			if n := strings.Index(src[i+2:], "*/"); n >= 0 {
				end = i + n + 4
			}
			blank(i, end)
			i = end
		default:
			i++
		}
	}
	return string(out)
}

// reader reads src from at on with the names of the scope.
func (s *jsScope) reader(src string, at int) *jsReader {
	return &jsReader{src: src, at: at, look: s.look}
}

func (s *jsScope) look(name string, args []jsValue) (jsValue, bool) {
	if args != nil {
		return s.call(name, args)
	}
	if v, ok := s.bound[name]; ok {
		return v, true
	}
	switch strings.TrimPrefix(name, "window.") {
	case "location.search":
		return jsValue{kind: jsText, text: "?" + s.p.url.RawQuery}, s.p.url.RawQuery != ""
	case "location.origin":
		return jsValue{kind: jsText, text: s.p.url.Scheme + "://" + s.p.url.Host}, true
	case "location.protocol":
		return jsValue{kind: jsText, text: s.p.url.Scheme + ":"}, true
	case "location.host", "location.hostname":
		return jsValue{kind: jsText, text: s.p.url.Host}, true
	case "location.pathname":
		return jsValue{kind: jsText, text: s.p.url.EscapedPath()}, true
	}
	if v, ok := s.known[name]; ok {
		return v, v.kind != jsUnknown
	}
	if s.lookups >= maxLookups || s.nesting >= maxNesting {
		return jsValue{}, false
	}
	s.lookups++
	s.known[name] = jsValue{} // one that refers to itself stays unknown
	s.nesting++
	v := s.assigned(name)
	s.nesting--
	s.known[name] = v
	return v, v.kind != jsUnknown
}

// assigned returns the first plain value that a script gives to a variable or
// property.
func (s *jsScope) assigned(name string) jsValue {
	short := name[strings.LastIndexByte(name, '.')+1:]
	for _, src := range s.scripts {
		for from, tries := 0, 0; tries < 8; tries++ {
			at, ok := assignment(src, short, from, short != name)
			if !ok {
				break
			}
			from = at
			r := s.reader(src[:min(len(src), at+2000)], at)
			v := r.value()
			switch {
			case v.plain() && short == name:
				return s.grown(src, name, r.at, v)
			case v.plain() || v.kind == jsObject || v.kind == jsArray:
				return v
			}
		}
	}
	return jsValue{}
}

// grown returns v, the value of a variable, with what the script puts behind it in
// statements of the same block: var u = "/a"; u += "/b.htm". What it puts there under
// a condition is left out.
func (s *jsScope) grown(src, name string, from int, v jsValue) jsValue {
	if v.kind != jsText {
		return v
	}
	depth, end := 0, min(len(src), from+4000)
	for i, added := from, 0; i < end && depth >= 0 && added < maxNesting; i++ {
		switch src[i] {
		case '"', '\'', '`':
			_, i, _ = quoted(src, i)
			i--
			continue
		case '{', '(', '[':
			depth++
			continue
		case ')', ']':
			depth--
			continue
		case '}':
			depth--
		case ';', ',', '\n':
		default:
			continue
		}
		at := skipSpace(src, i+1)
		if depth != 0 || !strings.HasPrefix(src[at:], name) {
			continue
		}
		if at = skipSpace(src, at+len(name)); !strings.HasPrefix(src[at:], "+=") {
			continue
		}
		r := s.reader(src[:min(len(src), at+2000)], at+2)
		v, added, i = joinValues(v, r.value()), added+1, r.at-1
	}
	return v
}

// assignment finds where a value is given to name: behind "=", or behind ":" for
// a property. It returns where the value begins.
func assignment(src, name string, from int, property bool) (int, bool) {
	for name != "" {
		i := strings.Index(src[from:], name)
		if i < 0 {
			break
		}
		i += from
		from = i + len(name)
		if i > 0 && (isWordByte(src[i-1]) || isDigit(src[i-1]) || strings.IndexByte("?&-/", src[i-1]) >= 0) || from < len(src) && (isWordByte(src[from]) || isDigit(src[from])) {
			continue
		}
		j := from
		if i > 0 && (src[i-1] == '"' || src[i-1] == '\'') {
			if !property || j == len(src) || src[j] != src[i-1] {
				continue // a word in a text
			}
			j++
		}
		if j = skipSpace(src, j); j == len(src) {
			break
		}
		if src[j] == '=' && !strings.HasPrefix(src[j:], "==") && !strings.HasPrefix(src[j:], "=>") || property && src[j] == ':' {
			return j + 1, true
		}
	}
	return 0, false
}

// call knows the functions that give back what they are given, that make a value
// different each time, and that read the page's query or one of its fields.
func (s *jsScope) call(name string, args []jsValue) (jsValue, bool) {
	dot := strings.LastIndexByte(name, '.')
	short := strings.ToLower(name[dot+1:])
	if dot > 0 {
		if v, ok := s.method(name[:dot], short, args); ok {
			return v, true
		}
	}
	switch short {
	case "encodeuricomponent", "encodeuri", "escape", "string", "number", "parseint", "parsefloat", "trim", "unescape", "decodeuricomponent":
		if len(args) > 0 {
			return args[0], true
		}
	case "random", "now", "gettime", "date", "new date", "uuid", "guid":
		return jsValue{kind: jsRandom}, true
	case "floor", "round", "ceil":
		if len(args) == 1 && args[0].kind != jsUnknown {
			return args[0], true
		}
	}
	if len(args) == 1 && args[0].plain() && (hasWord(short, "query") || hasWord(short, "param") || hasWord(short, "request") || short == "get" || hasWord(short, "url")) {
		if v, ok := queryValue(s.p.url, args[0].text); ok {
			return jsValue{kind: jsText, text: v}, true
		}
		return jsValue{text: args[0].text}, true
	}
	if len(args) == 1 && args[0].plain() && (name == "$" || name == "jQuery" || short == "getelementbyid") {
		if v, ok := s.field(strings.TrimPrefix(args[0].text, "#")); ok {
			return jsValue{kind: jsText, text: v}, true
		}
		return jsValue{text: strings.Trim(args[0].text, "#.")}, true
	}
	return jsValue{}, false
}

func hasWord(s, w string) bool { return strings.Contains(s, w) }

func queryValue(u *url.URL, key string) (string, bool) {
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		if k, v, ok := strings.Cut(pair, "="); ok && k == key {
			if plain, err := url.QueryUnescape(v); err == nil {
				return plain, true
			}
		}
	}
	return "", false
}

// field returns the value of an input or the id an element carries as data.
func (s *jsScope) field(id string) (string, bool) {
	t := s.p.tree
	if id == "" || s.lookups >= maxLookups {
		return "", false
	}
	s.lookups++
	for i := range t.Nodes {
		if t.Nodes[i].Kind != htmltree.Element {
			continue
		}
		n := int32(i)
		have, ok := t.AttrBytes(n, "id")
		if !ok || string(have) != id {
			continue
		}
		for _, name := range [...]string{"value", "data-id", "data-value", "content"} {
			if v, ok := t.Attr(n, name); ok {
				return v, true
			}
		}
		return "", false
	}
	return "", false
}

// function returns the name and parameters of the function that src[at] stands
// in; "" where it stands in none that has a name and parameters.
func function(src string, at int) (name string, params []string) {
	depth := 0
	for i := at - 1; i >= 0 && at-i < 20_000; i-- {
		switch src[i] {
		case '}':
			depth++
		case '{':
			if depth > 0 {
				depth--
				continue
			}
			if name, params = functionHead(src[max(0, i-200):i]); name != "" {
				return name, params
			}
		}
	}
	return "", nil
}

// functionHead reads the end of s as the head of a function: function f(a, b),
// f = function(a), f: function(a), f(a), f = (a) =>.
func functionHead(s string) (name string, params []string) {
	s = strings.TrimRight(s, " \t\r\n")
	s = strings.TrimRight(strings.TrimSuffix(s, "=>"), " \t\r\n")
	if !strings.HasSuffix(s, ")") {
		return "", nil
	}
	open := strings.LastIndexByte(s, '(')
	if open < 0 || strings.IndexByte(s[open:len(s)-1], ')') >= 0 {
		return "", nil // if (f(x))
	}
	for a := range strings.SplitSeq(s[open+1:len(s)-1], ",") {
		a, _, _ = strings.Cut(a, "=")
		if a = strings.TrimSpace(a); a != "" {
			params = append(params, a)
		}
	}
	head := strings.TrimRight(s[:open], " \t\r\n")
	if rest, ok := strings.CutSuffix(head, "function"); ok {
		head = strings.TrimRight(rest, " \t\r\n=:")
	}
	head = strings.TrimRight(head, " \t\r\n=:")
	from := len(head)
	for from > 0 && (isWordByte(head[from-1]) || isDigit(head[from-1])) {
		from--
	}
	switch name = head[from:]; name {
	case "if", "for", "while", "switch", "catch", "function", "ready", "each", "then", "success", "done", "error", "complete", "forEach", "map", "":
		return "", nil
	}
	return name, params
}

// brokenText reports that the call whose bracket opens at src[open] stands in a text
// that ends within the call: "<a href='javascript:show(" + i + ")'>".
func brokenText(src string, name, open int) bool {
	for i := strings.LastIndexByte(src[max(0, name-maxCallLine):name], '\n') + 1 + max(0, name-maxCallLine); i < name; {
		if c := src[i]; c != '"' && c != '\'' && c != '`' {
			i++
			continue
		}
		_, end, ok := quoted(src, i)
		if ok && end > open {
			closing := strings.IndexByte(src[open:], ')')
			return closing < 0 || open+closing > end-1
		}
		i = max(end, i+1)
	}
	return false
}

// callers returns the arguments of the places on the page that call the function
// name with values that are known.
func (s *jsScope) callers(name string) [][]jsValue {
	var out [][]jsValue
	own := slices.ContainsFunc(s.scripts, func(src string) bool { return strings.Contains(src, "function "+name+"(") })
	read := func(src string) {
		for from := 0; len(out) < maxCallers; {
			i := strings.Index(src[from:], name)
			if i < 0 {
				return
			}
			i += from
			from = i + len(name)
			if i > 0 && (isWordByte(src[i-1]) || isDigit(src[i-1])) || strings.HasSuffix(strings.TrimRight(src[max(0, i-12):i], " "), "function") || own && !ofWindow(src[:i]) {
				continue // or it is another's: params.get("type"), where the page has a get of its own
			}
			open := skipSpace(src, from)
			if open == len(src) || src[open] != '(' || brokenText(src, i, open) {
				continue
			}
			r := s.reader(src[:min(len(src), open+600)], open)
			args := r.args()
			ok := len(args) > 0
			for k := range args {
				ok = ok && (args[k].plain() || args[k].kind == jsWord)
			}
			if r.blank(); ok && (r.at == len(r.src) || r.src[r.at] != '{') {
				out = append(out, args)
			}
		}
	}
	for _, src := range s.scripts {
		read(src)
	}
	t := s.p.tree
	for i := range t.Nodes {
		if len(out) >= maxCallers {
			s.p.f.Signals.Full = true
			break
		}
		if t.Nodes[i].Kind != htmltree.Element {
			continue
		}
		for _, attr := range [...]string{"onclick", "href", "onload"} {
			if v, ok := t.AttrBytes(int32(i), attr); ok && len(v) > len(name) && strings.Contains(string(v), name) {
				read(htmltree.Decode(v))
			}
		}
	}
	return out
}
