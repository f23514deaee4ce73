package extract

import (
	"slices"
	"strings"
)

// Bounds on the body of a function that is read and on what it is given.
const (
	maxFunction = 1200
	maxArgument = 60
	maxCall     = 240
)

// goesByFunction returns where a function of the page goes when it is called with
// words or numbers: open("gknb") with function open(k){ location.href = "/x/" +
// pages[k]; }. Only a function that goes to one place, wholly known, counts.
func (p *page) goesByFunction(code string) (string, bool) {
	name, rest, ok := callOf(code)
	if !ok {
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
		r.blank()
		if i > 0 && r.at < len(rest) && rest[r.at] == ')' {
			scope.bound[param] = jsValue{} // left out
			continue
		}
		v := r.value()
		if !v.plain() || v.text == "" && (i == 0 || v.kind != jsText) || len(v.text) > maxArgument && !looksLikePath(v.text) {
			return "", false
		}
		scope.bound[param] = v
		if r.blank(); r.at < len(rest) && rest[r.at] == ',' {
			r.at++
		}
	}
	body = p.withFolder(body)
	if !scope.givenAnew(body, params) {
		return "", false
	}
	to := scope.goes(body)
	if len(to) != 1 || !looksLikePath(to[0]) {
		return "", false
	}
	if keeps(body, params) && !slices.ContainsFunc(params, func(name string) bool { return strings.Contains(to[0], scope.bound[name].text) }) {
		p.noteKept(rest)
	}
	return p.resolve(to[0])
}

// givenAnew binds parameters to what the body of their function makes of them:
// url = url + "&k=1". False where that is not known, or only done under a condition.
func (s *jsScope) givenAnew(body string, params []string) bool {
	for _, name := range params {
		for from := 0; ; {
			at, ok := assignment(body, name, from, false)
			if !ok {
				break
			}
			from = at
			if strings.Count(body[:at], "{") != strings.Count(body[:at], "}") {
				return false
			}
			v := s.reader(body, at).value()
			if !v.plain() || v.kind != jsText {
				return false
			}
			s.bound[name] = v
		}
	}
	return true
}

// callOf splits a call of a function by its name that is given a literal.
func callOf(code string) (name, rest string, ok bool) {
	code = strings.TrimSpace(code)
	if i := strings.Index(code, ";"); i >= 0 && strings.Trim(code[:i], " ") == "void(0)" {
		code = code[i+1:]
	}
	name, rest, ok = strings.Cut(strings.TrimPrefix(strings.TrimSpace(code), "return "), "(")
	return name, rest, ok && isIdentifier(name) && len(rest) < maxCall && strings.ContainsAny(rest, "'\"0123456789")
}

// goes returns where the body of a function goes: each place once, "" for one that
// is not known. Its own variables come before those of the page.
func (s *jsScope) goes(body string) []string {
	s.scripts = append([]string{body}, s.scripts...)
	pieced, clicks := strings.Contains(body, "+="), strings.Contains(body, ".click()")
	var to []string
	add := func(at int) {
		known := ""
		if v := s.reader(body, at).value(); v.kind == jsText && v.plain() && !pieced {
			known = v.text
		}
		if !slices.Contains(to, known) {
			to = append(to, known)
		}
	}
	for i := 0; i < len(body); i++ {
		switch {
		case i > 0 && (isWordByte(body[i-1]) || isDigit(body[i-1])):
		case strings.HasPrefix(body[i:], "location"):
			if at, ok := locationValue(body, i+len("location")); ok && at <= len(body) {
				add(at)
			}
		case strings.HasPrefix(body[i:], "open(") && ofWindow(body[:i]):
			add(i + len("open("))
		case strings.HasPrefix(body[i:], "href") && i > 0 && body[i-1] == '.' && clicks && !strings.HasSuffix(body[:i-1], "location"):
			if at, ok := locationValue(body, i-1); ok && at <= len(body) {
				add(at) // of a link that the function makes and clicks
			}
		}
	}
	return to
}

// ofWindow reports whether what stands before a name leaves it the window's own.
func ofWindow(before string) bool {
	before, of := strings.CutSuffix(before, ".")
	return !of || strings.HasSuffix(before, "window") || strings.HasSuffix(before, "self") || strings.HasSuffix(before, "top") || strings.HasSuffix(before, "parent")
}

// functionOf returns the body of a function that a script of the page declares, and
// its parameters.
func (p *page) functionOf(name string) (body string, params []string) {
	for _, s := range p.scripts {
		if open := bodyOfFunction(s.src, name); open >= 0 {
			_, params = functionHead(s.src[max(0, open-maxCall):open])
			body = uncommented(s.src[open+1 : min(len(s.src), open+maxFunction)])
			return body[:bodyEnd(body)], slices.Clone(params)
		}
	}
	return "", nil
}

// bodyOfFunction returns where the body of a function opens: function f(a){, f = function(a){,
// f: function(a){, f = (a) => {. -1 where src declares none.
func bodyOfFunction(src, name string) int {
	for from := 0; ; {
		i := strings.Index(src[from:], name)
		if i < 0 {
			return -1
		}
		i += from
		from = i + len(name)
		if i > 0 && (isWordByte(src[i-1]) || isDigit(src[i-1])) {
			continue
		}
		at := skipSpace(src, from)
		rest := src[at:min(len(src), at+maxCall)]
		after, given := strings.CutPrefix(rest, "=")
		if !given {
			after, given = strings.CutPrefix(rest, ":")
		}
		switch {
		case strings.HasSuffix(strings.TrimRight(src[:i], " \t"), "function") && strings.HasPrefix(rest, "("):
		case given && (strings.HasPrefix(strings.TrimLeft(after, " "), "function") || strings.HasPrefix(strings.TrimLeft(after, " "), "(")):
		default:
			continue
		}
		end := strings.IndexByte(rest, ')')
		if end < 0 {
			continue
		}
		open := strings.IndexByte(rest[end:], '{')
		if between := rest[end+1 : end+max(open, 1)]; open < 0 || strings.Trim(between, " \t\r\n=>") != "" {
			continue
		}
		return at + end + open
	}
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
