package extract

import (
	"slices"
	"strings"
)

// maxFunction bounds the body of a function that is read, maxArgument what it is given.
const (
	maxFunction = 600
	maxArgument = 60
)

// goesByFunction returns where a function of the page goes when it is called with
// words: open("gknb") with function open(k){ location.href = "/x/" + pages[k]; }.
// Only a function that goes to one place, wholly known, counts.
func (p *page) goesByFunction(code string) (string, bool) {
	name, rest, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(code), "return "), "(")
	if ok = ok && isIdentifier(name) && len(rest) < maxArgument+40 && strings.ContainsAny(rest, "'\""); !ok {
		return "", false
	}
	body, params := p.functionOf(name)
	if body == "" || len(params) == 0 {
		return "", false
	}
	r := jsReader{src: rest}
	scope := newScope(p)
	scope.bound = map[string]jsValue{}
	for i, param := range params {
		v := r.value()
		if v.kind != jsText || v.text == "" || len(v.text) > maxArgument {
			return "", false
		}
		scope.bound[param] = v
		if r.blank(); i+1 < len(params) {
			if r.at == len(rest) || rest[r.at] != ',' {
				return "", false
			}
			r.at++
		}
	}
	var to []string
	for from := 0; ; {
		i := strings.Index(body[from:], "location")
		if i < 0 {
			break
		}
		from += i + len("location")
		if at, ok := locationValue(body, from); ok && at <= len(body) {
			if v := scope.reader(body, at).value(); v.kind == jsText && v.plain() {
				to = append(to, v.text)
			} else {
				to = append(to, "")
			}
		}
	}
	if len(to) != 1 || !looksLikePath(to[0]) {
		return "", false
	}
	return p.resolve(to[0])
}

// functionOf returns the body of a function that a script of the page declares, and
// its parameters.
func (p *page) functionOf(name string) (body string, params []string) {
	for _, s := range p.scripts {
		i := strings.Index(s.src, "function "+name+"(")
		if i < 0 {
			continue
		}
		open := strings.IndexByte(s.src[i:], '{')
		if open < 0 {
			continue
		}
		_, params = functionHead(s.src[i : i+open])
		body = s.src[i+open+1 : min(len(s.src), i+open+maxFunction)]
		return body[:bodyEnd(body)], slices.Clone(params)
	}
	return "", nil
}

// bodyEnd returns where the brackets of the body of a function close.
func bodyEnd(body string) int {
	depth := 0
	for i := 0; i < len(body); {
		switch c := body[i]; c {
		case '"', '\'', '`':
			_, i, _ = quoted(body, i)
			continue
		case '{':
			depth++
		case '}':
			if depth--; depth < 0 {
				return i
			}
		}
		i++
	}
	return len(body)
}

// isIdentifier reports whether s is the name of a function.
func isIdentifier(s string) bool {
	if s = strings.TrimSpace(s); s == "" {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 || !isWordByte(s[i]) && !isDigit(s[i]) {
			return false
		}
	}
	return true
}
