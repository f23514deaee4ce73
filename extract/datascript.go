package extract

import (
	"strings"
)

// Data comes as a script, too: callback({…}), put into the page by an element that
// the script makes, or asked for with dataType: 'jsonp'.

// maxScriptCall is how far behind the making of an element its address stands.
const maxScriptCall = 500

// loadsData reports whether the call that makes an element, whose bracket opens at
// src[at], makes a script that comes from a program rather than from a file.
func loadsData(src string, at int) bool {
	rest := src[at+1 : min(len(src), at+maxScriptCall)]
	if !strings.HasPrefix(rest, `"script"`) && !strings.HasPrefix(rest, `'script'`) {
		return false
	}
	from := elementSource(rest)
	file := strings.Index(rest, ".js")
	return from >= 0 && (file < 0 || strings.HasPrefix(rest[file:], ".jsp") || strings.HasPrefix(rest[file:], ".json"))
}

// elementSource finds where the address of an element is written; -1 without one.
func elementSource(src string) int {
	for i := 0; ; {
		n := strings.Index(src[i:], "src")
		if n < 1 {
			return -1
		}
		i += n + len("src")
		switch before := src[i-len("src")-1]; {
		case before == '.':
			if j := skipSpace(src, i); j < len(src) && src[j] == '=' && !strings.HasPrefix(src[j:], "==") {
				return j + 1
			}
		case (before == '"' || before == '\'') && i < len(src) && src[i] == before: // setAttribute("src", …)
			if j := skipSpace(src, i+1); j < len(src) && src[j] == ',' {
				return j + 1
			}
		}
	}
}

// scriptSource returns the address of the script element that was made before r.
func (s *jsScope) scriptSource(r *jsReader) *jsValue {
	rest := r.src[min(r.at, len(r.src)):]
	rest = rest[:min(len(rest), maxScriptCall)]
	from := elementSource(rest)
	if from < 0 {
		return nil
	}
	v := s.reader(rest, from).value()
	return &v
}

// asksWrapped reports whether the settings o of a call ask for data in a function.
func asksWrapped(o *jsValue) bool {
	v := o.get("dataType")
	return v != nil && v.kind == jsText && strings.EqualFold(v.text, "jsonp")
}

// wrapped adds to the address of such a call what names the function.
func wrapped(address string, o *jsValue) string {
	key, value := "callback", placeholderName
	if v := o.get("jsonp"); v != nil && v.kind == jsText && v.text != "" {
		key = v.text
	}
	if v := o.get("jsonpCallback"); v != nil && v.kind == jsText && v.text != "" && !strings.Contains(v.text, holeMark) {
		value = v.text
	}
	if _, query, _ := strings.Cut(address, "?"); strings.HasPrefix(query, key+"=") || strings.Contains(query, "&"+key+"=") || strings.Contains(query, "="+placeholderName) {
		return address
	}
	mark := "?"
	if strings.Contains(address, "?") {
		mark = "&"
	}
	return address + mark + escapeValue(key) + "=" + escapeValue(value)
}

// placeholderName is the function that is named where the page leaves it to its
// library which.
const placeholderName = "callback"
