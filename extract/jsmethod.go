package extract

import (
	"regexp"
	"strings"
)

// What scripts make of a text that is known: an address out of the page's own, a folder
// out of a letter.

// maxPattern bounds a regular expression that is applied, in bytes.
const maxPattern = 200

// method returns what a method of the text called of gives: code.toLowerCase(),
// location.pathname.replace(/index.*$/, "").
func (s *jsScope) method(of, name string, args []jsValue) (jsValue, bool) {
	switch name {
	case "tolowercase", "touppercase", "trim", "replace":
	default:
		return jsValue{}, false
	}
	v, ok := s.look(of, nil)
	if !ok || v.kind != jsText || !v.plain() {
		return jsValue{}, false
	}
	switch name {
	case "tolowercase":
		v.text = strings.ToLower(v.text)
	case "touppercase":
		v.text = strings.ToUpper(v.text)
	case "trim":
		v.text = strings.TrimSpace(v.text)
	case "replace":
		if len(args) != 2 || args[1].kind != jsText || !args[1].plain() {
			return jsValue{}, true // not known, and not what it was before
		}
		v.text, ok = replaced(v.text, args[0], args[1].text)
	}
	if !ok {
		return jsValue{}, true
	}
	return v, true
}

// replaced is text with what is found in it replaced, as scripts do it: once, or
// everywhere where the pattern says so.
func replaced(text string, find jsValue, by string) (string, bool) {
	if find.kind == jsText && find.plain() {
		return strings.Replace(text, find.text, strings.ReplaceAll(by, "$$", "$"), 1), true
	}
	if find.kind != jsPattern {
		return "", false
	}
	flags, pattern, _ := strings.Cut(find.text, "/")
	if strings.Contains(flags, "i") {
		pattern = "(?i)" + pattern
	}
	re, err := regexp.Compile(pattern)
	if err != nil { // it asks for more than is understood here
		return "", false
	}
	by = placesInPattern.Replace(by)
	var out []byte
	from := 0
	for _, at := range re.FindAllStringSubmatchIndex(text, -1) {
		out = append(out, text[from:at[0]]...)
		out = re.ExpandString(out, by, text, at)
		if from = at[1]; !strings.Contains(flags, "g") {
			break
		}
	}
	return string(append(out, text[from:]...)), true
}

// placesInPattern writes the places of a replacement as package regexp knows them.
var placesInPattern = strings.NewReplacer("$&", "${0}", "$1", "${1}", "$2", "${2}", "$3", "${3}")

// pattern reads a regular expression: /index(_\d+)?/g. Its text is that of its flags,
// and behind a slash its own.
func (r *jsReader) pattern() (jsValue, bool) {
	within := false // [ and ]
	for i := r.at + 1; i < len(r.src) && i < r.at+maxPattern; i++ {
		switch c := r.src[i]; {
		case c == '\n':
			return jsValue{}, false
		case c == '\\':
			i++
		case c == '[':
			within = true
		case c == ']':
			within = false
		case c == '/' && !within:
			if i == r.at+1 { // a comment
				return jsValue{}, false
			}
			text, end := r.src[r.at+1:i], i+1
			for end < len(r.src) && isLetter(r.src[end]) {
				end++
			}
			r.at = end
			return jsValue{kind: jsPattern, text: r.src[i+1:end] + "/" + text}, true
		}
	}
	return jsValue{}, false
}
