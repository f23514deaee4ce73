package extract

import "strings"

// word reads letters, digits, _ and $, with the points between them.
func (r *jsReader) word() string {
	from := r.at
	for r.at < len(r.src) && (isWordByte(r.src[r.at]) || isDigit(r.src[r.at]) || r.src[r.at] == '.' && r.at > from && r.at+1 < len(r.src) && isWordByte(r.src[r.at+1])) {
		r.at++
	}
	return r.src[from:r.at]
}

// blank passes over white space and comments.
func (r *jsReader) blank() {
	for r.at < len(r.src) {
		switch c := r.src[r.at]; {
		case c <= ' ' || strings.HasPrefix(r.src[r.at:], "\uFEFF") || strings.HasPrefix(r.src[r.at:], "\u00A0"):
			r.at++
			for r.at < len(r.src) && r.src[r.at]&0xC0 == 0x80 {
				r.at++
			}
		case strings.HasPrefix(r.src[r.at:], "//"):
			r.at = lineEnd(r.src, r.at)
		case strings.HasPrefix(r.src[r.at:], "/*"):
			n := strings.Index(r.src[r.at+2:], "*/")
			if n < 0 {
				r.at = len(r.src)
				return
			}
			r.at += n + 4
		default:
			return
		}
	}
}

// until passes over everything up to the closing bracket and the bracket itself.
func (r *jsReader) until(c byte) {
	r.skip()
	for r.at < len(r.src) && r.src[r.at] != c && (r.src[r.at] == ',' || r.src[r.at] == ';') {
		r.at++
		r.skip()
	}
	if r.at < len(r.src) && r.src[r.at] == c {
		r.at++
	}
}

// skip passes over the rest of an expression: up to a comma, semicolon or closing
// bracket that belongs to what is around it.
func (r *jsReader) skip() {
	depth := 0
	for r.at < len(r.src) {
		switch c := r.src[r.at]; c {
		case '"', '\'', '`':
			_, r.at, _ = quoted(r.src, r.at)
			continue
		case '/':
			if from := r.at; true {
				if r.blank(); r.at > from {
					continue
				}
			}
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth == 0 {
				return
			}
			depth--
		case ',', ';':
			if depth == 0 {
				return
			}
		}
		r.at++
	}
}
