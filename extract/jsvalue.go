package extract

import (
	"strconv"
	"strings"
)

// jsKind is what a value in a script is.
type jsKind uint8

const (
	jsUnknown jsKind = iota // worked out at run time
	jsRandom                // a time or random number, there to defeat caches
	jsText
	jsNumber
	jsWord // true, false, null
	jsArray
	jsObject
	jsPattern // a regular expression
)

// jsValue is a value written in a script or in an answer of data. The text of one
// that is not wholly known has a hole with a name for each part that is not.
type jsValue struct {
	kind jsKind
	text string
	keys []string // of an object: the names of list
	list []jsValue
}

// get returns the property of an object.
func (v *jsValue) get(key string) *jsValue {
	for i, k := range v.keys {
		if k == key {
			return &v.list[i]
		}
	}
	return nil
}

// at returns the entry of an object or array that a known key or number names.
func (v *jsValue) at(key *jsValue) *jsValue {
	switch {
	case !key.plain():
		return nil
	case v.kind == jsObject:
		return v.get(key.text)
	case v.kind == jsArray && key.kind == jsNumber:
		if i, err := strconv.Atoi(key.text); err == nil && i >= 0 && i < len(v.list) {
			return &v.list[i]
		}
	}
	return nil
}

// plain reports a text or number that is wholly known.
func (v *jsValue) plain() bool {
	return (v.kind == jsText || v.kind == jsNumber) && !strings.Contains(v.text, holeMark)
}

// holeMark encloses the name of what a script puts into a text at run time.
const holeMark = "\x00"

func holed(name string) string { return holeMark + name + holeMark }

// Bounds of the reader.
const (
	maxJSDepth = 40
	maxJSNodes = 120_000
	maxJSWord  = 120
)

// jsReader reads values: JSON, and what people write for it in scripts. It
// understands literals, sums of texts and names it can look up; everything else
// is unknown and passed over. It is a reader of notation and runs nothing.
type jsReader struct {
	src   string
	at    int
	depth int
	nodes int
	// look returns the value of a name, or of a call where args is not nil.
	look func(name string, args []jsValue) (jsValue, bool)
}

// value reads one expression up to the comma, semicolon or bracket that ends it.
func (r *jsReader) value() jsValue {
	r.depth++
	defer func() { r.depth-- }()
	if r.nodes++; r.nodes > maxJSNodes || r.depth > maxJSDepth {
		r.skip()
		return jsValue{}
	}
	v := r.term()
	for {
		r.blank()
		rest := r.src[r.at:]
		switch {
		case rest == "" || strings.IndexByte(",;)]}:", rest[0]) >= 0:
			return v
		case rest[0] == '+' && !strings.HasPrefix(rest, "++") && !strings.HasPrefix(rest, "+="):
			r.at++
			v = joinValues(v, r.term())
		case strings.HasPrefix(rest, "||"):
			r.at += 2
			if other := r.term(); !v.plain() || v.text == "" {
				v = other
			}
		case r.at > 0 && r.lineBroken() && isWordByte(rest[0]):
			return v // the next statement, without a semicolon
		default:
			r.skip()
			return jsValue{}
		}
	}
}

// lineBroken reports that a line ended just before the present position.
func (r *jsReader) lineBroken() bool {
	for i := r.at - 1; i >= 0 && r.src[i] <= ' '; i-- {
		if r.src[i] == '\n' {
			return true
		}
	}
	return false
}

// joinValues is the sum of two values as texts.
func joinValues(a, b jsValue) jsValue {
	if a.kind == jsNumber && b.kind == jsNumber {
		return jsValue{} // nothing is reckoned here
	}
	if a.kind == jsUnknown && a.text != "" && b.kind == jsNumber { // most likely numbers
		return jsValue{text: a.text + "+" + b.text}
	}
	if a.kind == jsRandom || b.kind == jsRandom {
		a, b = textOf(a, "random"), textOf(b, "random")
	}
	return jsValue{kind: jsText, text: textOf(a, "").text + textOf(b, "").text}
}

func textOf(v jsValue, name string) jsValue {
	switch v.kind {
	case jsText, jsNumber, jsWord:
		return v
	case jsUnknown:
		if v.text != "" {
			name = v.text
		}
	case jsRandom:
		name = "random"
	}
	return jsValue{kind: jsText, text: holed(name)}
}

// term reads one operand.
func (r *jsReader) term() jsValue {
	r.blank()
	if r.at == len(r.src) {
		return jsValue{}
	}
	switch c := r.src[r.at]; {
	case c == '"' || c == '\'':
		s, end, ok := quoted(r.src, r.at)
		r.at = end
		if !ok {
			return jsValue{}
		}
		return r.after(jsValue{kind: jsText, text: s})
	case c == '`':
		return r.template()
	case c == '{':
		return r.object()
	case c == '[':
		return r.array()
	case c == '(':
		if v, ok := r.choice(); ok {
			return r.after(v)
		}
		r.at++
		v := r.value()
		r.until(')')
		if r.blank(); strings.HasPrefix(r.src[r.at:], "=>") {
			r.skip()
			return jsValue{}
		}
		return r.after(v)
	case c >= '0' && c <= '9' || (c == '-' || c == '.') && r.at+1 < len(r.src) && isDigit(r.src[r.at+1]):
		from := r.at
		for r.at++; r.at < len(r.src) && (isDigit(r.src[r.at]) || strings.IndexByte(".eE+-", r.src[r.at]) >= 0 && (r.src[r.at-1]|0x20 == 'e' || r.src[r.at] != '+' && r.src[r.at] != '-')); r.at++ {
		}
		return jsValue{kind: jsNumber, text: r.src[from:r.at]}
	case isWordByte(c):
		return r.name()
	case c == '+' && strings.HasPrefix(strings.TrimLeft(r.src[r.at+1:min(len(r.src), r.at+12)], " "), "new Date"):
		r.at++
		r.term()
		return jsValue{kind: jsRandom}
	case c == ',' || c == ')' || c == ']' || c == '}' || c == ';':
		return jsValue{}
	case c == '/':
		if v, ok := r.pattern(); ok {
			return v
		}
	}
	r.skip()
	return jsValue{}
}

// maxChoice bounds a choice in brackets, in bytes.
const maxChoice = 200

// choice reads (n == 1 ? "" : "_" + n): of the two the one that changes with what is
// not known here, because the other is that of one case.
func (r *jsReader) choice() (jsValue, bool) {
	ask, colon, depth := -1, -1, 0
	end := -1
	for i := r.at + 1; i < len(r.src) && i < r.at+maxChoice && end < 0; {
		switch c := r.src[i]; {
		case c == '"' || c == '\'' || c == '`':
			_, i, _ = quoted(r.src, i)
			continue
		case c == '(' || c == '[' || c == '{':
			depth++
		case (c == ')' || c == ']' || c == '}') && depth > 0:
			depth--
		case c == ')':
			end = i
		case c == '?' && depth == 0 && ask < 0:
			ask = i
		case c == ':' && depth == 0 && ask >= 0 && colon < 0:
			colon = i
		}
		i++
	}
	if end < 0 || colon < 0 {
		return jsValue{}, false
	}
	read := func(from, to int) jsValue {
		one := &jsReader{src: r.src[from:to], depth: r.depth, nodes: r.nodes, look: r.look}
		v := textOf(one.value(), "")
		r.nodes = one.nodes
		return v
	}
	yes, no := read(ask+1, colon), read(colon+1, end)
	r.at = end + 1
	switch a, b := strings.Contains(yes.text, holeMark), strings.Contains(no.text, holeMark); {
	case a && !b && no.kind == jsText:
		return yes, true
	case b && !a && yes.kind == jsText:
		return no, true
	}
	return jsValue{}, true
}

// after passes over the calls made on a literal: "…".replace(…), [..].join("").
func (r *jsReader) after(v jsValue) jsValue {
	for {
		from := r.at
		r.blank()
		if !strings.HasPrefix(r.src[r.at:], ".") {
			r.at = from
			return v
		}
		r.at++
		r.word()
		if r.blank(); r.at < len(r.src) && r.src[r.at] == '(' {
			r.args()
			v = jsValue{}
		}
	}
}

// template reads a text in backquotes with its ${…}.
func (r *jsReader) template() jsValue {
	var b strings.Builder
	from := r.at + 1
	for i := from; i < len(r.src); i++ {
		switch {
		case r.src[i] == '\\':
			i++
		case r.src[i] == '`':
			b.WriteString(unescape(r.src[from:i]))
			r.at = i + 1
			return jsValue{kind: jsText, text: b.String()}
		case r.src[i] == '$' && i+1 < len(r.src) && r.src[i+1] == '{':
			b.WriteString(unescape(r.src[from:i]))
			r.at = i + 2
			b.WriteString(textOf(r.value(), "").text)
			r.until('}')
			from, i = r.at, r.at-1
		}
	}
	r.at = len(r.src)
	return jsValue{}
}

func (r *jsReader) object() jsValue {
	v := jsValue{kind: jsObject}
	for r.at++; ; {
		r.blank()
		if r.at == len(r.src) || r.src[r.at] == '}' {
			r.at = min(r.at+1, len(r.src))
			return v
		}
		key, from := "", r.at
		switch c := r.src[r.at]; {
		case c == '"' || c == '\'':
			key, r.at, _ = quoted(r.src, r.at)
		case isWordByte(c) || isDigit(c):
			key = r.word()
		}
		r.blank()
		switch {
		case r.at < len(r.src) && r.src[r.at] == ':':
			r.at++
			v.keys, v.list = append(v.keys, key), append(v.list, r.value())
		case key != "" && r.at < len(r.src) && (r.src[r.at] == ',' || r.src[r.at] == '}'): // {page, size}
			v.keys, v.list = append(v.keys, key), append(v.list, r.lookUp(key, nil))
		}
		r.skip()
		if r.at < len(r.src) && r.src[r.at] == ',' {
			r.at++
		} else if r.at == from || r.at < len(r.src) && r.src[r.at] != '}' {
			r.at = min(r.at+1, len(r.src))
		}
		if r.nodes > maxJSNodes {
			r.at = len(r.src)
			return v
		}
	}
}

func (r *jsReader) array() jsValue {
	v := jsValue{kind: jsArray}
	for r.at++; ; {
		r.blank()
		if r.at == len(r.src) || r.src[r.at] == ']' {
			r.at = min(r.at+1, len(r.src))
			return r.after(v)
		}
		if r.src[r.at] == ',' {
			r.at++
			continue
		}
		from := r.at
		v.list = append(v.list, r.value())
		r.skip()
		if r.at == from || r.at < len(r.src) && r.src[r.at] != ',' && r.src[r.at] != ']' {
			r.at = min(r.at+1, len(r.src))
		}
		if r.nodes > maxJSNodes {
			r.at = len(r.src)
			return v
		}
	}
}

// args reads what stands between the brackets of a call.
func (r *jsReader) args() []jsValue {
	out := []jsValue{}
	for r.at++; ; {
		r.blank()
		if r.at == len(r.src) || r.src[r.at] == ')' {
			r.at = min(r.at+1, len(r.src))
			return out
		}
		from := r.at
		out = append(out, r.value())
		r.skip()
		if r.at < len(r.src) && (r.src[r.at] == ',' || r.at == from || r.src[r.at] != ')') {
			r.at++
		}
		if r.nodes > maxJSNodes {
			r.at = len(r.src)
			return out
		}
	}
}

// name reads a variable, a property or a call with all that hangs on it.
func (r *jsReader) name() jsValue {
	w := r.word()
	switch w {
	case "true", "false", "null", "undefined":
		return jsValue{kind: jsWord, text: w}
	case "function", "async", "class":
		r.skip()
		return jsValue{}
	case "new":
		r.blank()
		w = "new " + r.word()
	}
	v, known := r.lookUp(w, nil), false
	for {
		from := r.at
		r.blank()
		rest := r.src[r.at:]
		switch {
		case strings.HasPrefix(rest, "=>"):
			r.skip()
			return jsValue{}
		case strings.HasPrefix(rest, "("):
			v, known = r.lookUp(w, r.args()), true
			if v.kind == jsUnknown {
				v.text = w
			}
		case strings.HasPrefix(rest, "["):
			r.at++
			key := r.value()
			r.until(']')
			if in := v.at(&key); in != nil {
				v, known = *in, true
				continue
			}
			v = jsValue{text: w}
		case strings.HasPrefix(rest, ".") && len(rest) > 1 && isWordByte(rest[1]):
			r.at++
			part := r.word()
			if known && (v.kind == jsText || v.kind == jsNumber || v.kind == jsRandom) {
				r.blank()
				if r.at < len(r.src) && r.src[r.at] == '(' {
					r.args() // .toString(), .getTime()
				}
				continue
			}
			if len(w) > maxJSWord {
				w = w[:maxJSWord]
			}
			w, known = w+"."+part, false
			v = r.lookUp(w, nil)
		default:
			r.at = from
			return v
		}
	}
}

func (r *jsReader) lookUp(name string, args []jsValue) jsValue {
	if r.look != nil {
		if v, ok := r.look(name, args); ok {
			return v
		}
	}
	return jsValue{text: name[strings.LastIndexByte(name, '.')+1:]}
}
