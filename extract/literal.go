package extract

import (
	"encoding/base64"
	"strconv"
	"strings"
	"unicode/utf8"
)

// literals lists the string literals of JavaScript source, in order, with the
// names they are given to. It is a scanner, not a parser: what it does not
// understand it passes over, and a line break ends a quoted string that is not
// closed. Keys of objects are names, not literals.
func literals(src string, dst []literal) []literal {
	name := ""        // the last word before the present position
	assigned := false // "=" or ":" stands between name and here
	before := byte(0) // last character that is no blank
	for i := 0; i < len(src) && len(dst) < maxLiterals; {
		c := src[i]
		switch {
		case c <= ' ':
			i++
			continue
		case c == '/' && i+1 < len(src) && src[i+1] == '/':
			i = lineEnd(src, i)
			continue
		case c == '/' && i+1 < len(src) && src[i+1] == '*':
			n := strings.Index(src[i+2:], "*/")
			if n < 0 {
				return dst
			}
			i += n + 4
			continue
		case c == '/' && opensRegexp(before):
			i = regexpEnd(src, i)
		case c == '"' || c == '\'' || c == '`':
			value, end, ok := quoted(src, i)
			if !ok {
				i = end
				name, assigned = "", false
				break
			}
			if next := skipSpace(src, end); next < len(src) && src[next] == ':' && (before == '{' || before == ',') {
				name, assigned = value, true
				i = next + 1
				before = ':'
				continue
			}
			dst = append(dst, literal{name: name, assigned: assigned, value: decoded(name, value), at: i, end: end})
			name, assigned = "", false
			i = end
		case isWordByte(c):
			from := i
			for i < len(src) && (isWordByte(src[i]) || src[i] == '.' || src[i] >= '0' && src[i] <= '9') {
				i++
			}
			if w := src[from:i]; w != "var" && w != "let" && w != "const" && w != "return" {
				name, assigned = w, false
			} else {
				name, assigned = "", false
			}
			before = src[i-1]
			continue
		case c == '=' || c == ':':
			assigned = true
			i++
		case c == '(' || c == '[' || c == ' ':
			i++
		case c == '+':
			i++ // "a" + "b": the second has no name
		default:
			name, assigned = "", false
			i++
		}
		before = c
	}
	return dst
}

func isWordByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c == '$' || c == '#' || c >= 0x80
}

func skipSpace(s string, i int) int {
	for i < len(s) && s[i] <= ' ' {
		i++
	}
	return i
}

func lineEnd(s string, i int) int {
	if n := strings.IndexByte(s[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(s)
}

// opensRegexp reports whether a slash after the character before begins a
// regular expression rather than a division.
func opensRegexp(before byte) bool {
	return before == 0 || strings.IndexByte("(,=:[!&|?{};+", before) >= 0
}

func regexpEnd(s string, i int) int {
	class := false
	for j := i + 1; j < len(s); j++ {
		switch s[j] {
		case '\n':
			return i + 1
		case '\\':
			j++
		case '[':
			class = true
		case ']':
			class = false
		case '/':
			if !class {
				return j + 1
			}
		}
	}
	return i + 1
}

// quoted reads the literal that opens at s[i] and returns its value and where
// it ends; without a closing quote it reports false and where to go on.
func quoted(s string, i int) (value string, end int, ok bool) {
	q := s[i]
	for j := i + 1; j < len(s); j++ {
		switch c := s[j]; {
		case c == q:
			return unescape(s[i+1 : j]), j + 1, true
		case c == '\\':
			j++
		case c == '\n' && q != '`':
			return "", j, false
		}
	}
	return "", len(s), false
}

// unescape undoes the escapes of a JavaScript string.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	dst := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			dst = append(dst, s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case 'n', 'r', 't', 'v', 'f', 'b':
			dst = append(dst, ' ')
		case '\n', '\r':
		case 'u':
			i, dst = appendCode(dst, s, i, 4)
		case 'x':
			i, dst = appendCode(dst, s, i, 2)
		default:
			dst = append(dst, c)
		}
	}
	return string(dst)
}

// decoded is a literal as the function makes it that it is given to: menus are kept
// as unescape("%u653F%u52A1").
func decoded(function, value string) string {
	switch function {
	case "unescape", "decodeURIComponent", "decodeURI", "window.unescape":
	case "atob", "window.atob":
		if b, err := base64.StdEncoding.DecodeString(value); err == nil && utf8.Valid(b) {
			return string(b)
		}
		return value
	default:
		return value
	}
	if strings.IndexByte(value, '%') < 0 {
		return value
	}
	dst := make([]byte, 0, len(value))
	for i := 0; i < len(value); i++ {
		if value[i] != '%' || i+1 == len(value) {
			dst = append(dst, value[i])
			continue
		}
		digits := 2
		if value[i+1] == 'u' || value[i+1] == 'U' {
			i, digits = i+1, 4
		}
		if i+digits >= len(value) {
			return value
		}
		n, err := strconv.ParseUint(value[i+1:i+1+digits], 16, 32)
		switch {
		case err != nil:
			return value
		case digits == 2:
			dst = append(dst, byte(n))
		default:
			dst = utf8.AppendRune(dst, rune(n))
		}
		i += digits
	}
	if !utf8.Valid(dst) { // unescape: a byte is a character
		runes := make([]rune, 0, len(dst))
		for rest := dst; len(rest) > 0; {
			r, n := utf8.DecodeRune(rest)
			if r == utf8.RuneError && n == 1 {
				r = rune(rest[0])
			}
			runes, rest = append(runes, r), rest[n:]
		}
		return string(runes)
	}
	return string(dst)
}

// appendCode appends the character of \uXXXX or \xXX at s[i] and returns the
// index of its last digit.
func appendCode(dst []byte, s string, i, digits int) (int, []byte) {
	if i+digits >= len(s)+0 && i+digits > len(s)-1 {
		return i, append(dst, s[i])
	}
	var r rune
	for _, c := range []byte(s[i+1 : i+1+digits]) {
		if !isHex(c) {
			return i, append(dst, s[i])
		}
		d := rune(c | 0x20)
		if c <= '9' {
			d = rune(c - '0')
		} else {
			d -= 'a' - 10
		}
		r = r<<4 | d
	}
	return i + digits, utf8.AppendRune(dst, r)
}
