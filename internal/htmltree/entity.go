package htmltree

import (
	"bytes"
	"html"
	"unicode/utf8"
)

// maxEntity bounds the length of a name: the longest known one has 31 letters.
const maxEntity = 32

// appendDecoded appends b with its entities decoded. In attributes a name
// without ";" counts only where no letter, digit or "=" follows, so that
// "?a=1&copy=2" stays an address.
func appendDecoded(dst, b []byte, attr bool) []byte {
	for {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			return append(dst, b...)
		}
		dst = append(dst, b[:i]...)
		var n int
		dst, n = appendEntity(dst, b[i:], attr)
		b = b[i+n:]
	}
}

// appendEntity appends what the entity at the start of b stands for, or "&" if
// it is none, and returns how many bytes of b that takes.
func appendEntity(dst, b []byte, attr bool) ([]byte, int) {
	if len(b) > 2 && b[1] == '#' {
		return appendNumeric(dst, b)
	}
	i := 1
	for i < len(b) && i <= maxEntity && (isAlpha(b[i]) || b[i] >= '0' && b[i] <= '9') {
		i++
	}
	if i == 1 {
		return append(dst, '&'), 1
	}
	semi := i < len(b) && b[i] == ';'
	if s, ok := frequent(b[1:i]); ok && semi {
		return append(dst, s...), i + 1
	}
	if attr && !semi && i < len(b) && b[i] == '=' {
		return append(dst, '&'), 1
	}
	if semi {
		i++
	}
	s := html.UnescapeString(string(b[:i]))
	if len(s) > 0 && s[0] == '&' && (len(s) == 1 || len(s) == i) {
		if string(b[1:i]) != "amp" && string(b[1:i]) != "AMP" {
			return append(dst, '&'), 1
		}
	}
	if attr && !semi && len(s) > 0 && isTail(s) {
		return append(dst, '&'), 1
	}
	return append(dst, s...), i
}

// isTail reports whether a decoded name left letters over, so that only its
// beginning was an entity.
func isTail(s string) bool {
	c := s[len(s)-1]
	return isAlpha(c) || c >= '0' && c <= '9'
}

func frequent(name []byte) (string, bool) {
	switch string(name) {
	case "nbsp":
		return "\u00a0", true
	case "amp":
		return "&", true
	case "lt":
		return "<", true
	case "gt":
		return ">", true
	case "quot":
		return `"`, true
	case "ensp":
		return "\u2002", true
	case "emsp":
		return "\u2003", true
	case "middot":
		return "·", true
	case "ldquo":
		return "“", true
	case "rdquo":
		return "”", true
	case "raquo":
		return "»", true
	case "mdash":
		return "—", true
	case "hellip":
		return "…", true
	case "copy":
		return "©", true
	}
	return "", false
}

// appendNumeric decodes &#20013; and &#x4e2d;. Windows-1252 numbers and what is
// no character are left to the standard library's table.
func appendNumeric(dst, b []byte) ([]byte, int) {
	i, base := 2, rune(10)
	if b[i]|0x20 == 'x' {
		i, base = 3, 16
	}
	from := i
	var r rune
	for ; i < len(b) && i-from < 8; i++ {
		d := digit(b[i], base)
		if d < 0 {
			break
		}
		r = r*base + d
	}
	if i == from {
		return append(dst, '&'), 1
	}
	end := i
	if end < len(b) && b[end] == ';' {
		end++
	}
	if r >= 0xA0 && r <= utf8.MaxRune && utf8.ValidRune(r) || r >= 0x20 && r < 0x7F {
		return utf8.AppendRune(dst, r), end
	}
	return append(dst, html.UnescapeString(string(b[:i])+";")...), end
}

func digit(c byte, base rune) rune {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0')
	case base == 16 && c|0x20 >= 'a' && c|0x20 <= 'f':
		return rune(c|0x20-'a') + 10
	}
	return -1
}
