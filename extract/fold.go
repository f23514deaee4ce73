package extract

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:generate go run ./internal/genvariants DICT variants.txt
//go:embed variants.txt
var variantText string

const firstHan, lastHan = 0x3400, 0x9FFF

// variants maps traditional and variant characters to the simplified ones, 0
// where a character stays. It is filled once.
var variants = func() *[lastHan - firstHan + 1]uint16 {
	table := new([lastHan - firstHan + 1]uint16)
	for line := range strings.Lines(variantText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var from rune
		for _, r := range strings.TrimSpace(line) {
			if from == 0 {
				from = r
				continue
			}
			if from >= firstHan && from <= lastHan {
				table[from-firstHan] = uint16(r)
			}
			from = 0
		}
	}
	return table
}()

// Fold returns the form of s in which texts are compared: full and half width
// are one (NFKC, and what looks the same, as ⁄ and /), traditional characters
// are simplified, letters are lower case, and neither white space nor invisible
// characters remain. Names in rules and texts of pages go through the same
// function.
func Fold(s string) string {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c > ' ' && c < 0x7F && (c < 'A' || c > 'Z'):
			i++
		case c >= 0xE4 && c <= 0xE9 && i+2 < len(s) && s[i+1]&0xC0 == 0x80 && s[i+2]&0xC0 == 0x80:
			if variants[(rune(c&0x0F)<<12|rune(s[i+1]&0x3F)<<6|rune(s[i+2]&0x3F))-firstHan] != 0 {
				return foldFrom(s, i)
			}
			i += 3
		default:
			r, w := utf8.DecodeRuneInString(s[i:])
			if foldRune(r) != r {
				return foldFrom(s, i)
			}
			i += w
		}
	}
	return s
}

// simplified returns s with traditional characters simplified and all else as it
// is. A character keeps its length, so that offsets hold in both.
func simplified(s string) string {
	var dst []byte
	for i, r := range s {
		if r < firstHan || r > lastHan {
			continue
		}
		if v := variants[r-firstHan]; v >= 0x800 {
			if dst == nil {
				dst = []byte(s)
			}
			utf8.EncodeRune(dst[i:i+3], rune(v))
		}
	}
	if dst == nil {
		return s
	}
	return string(dst)
}

// traditional reports whether a text has characters that one of some length in
// traditional characters has.
func traditional(s string) bool {
	for i := 0; i+2 < len(s); {
		if s[i] < 0xE4 {
			i++
			continue
		}
		if traditionalMark>>(s[i+2]&63)&1 != 0 {
			switch s[i : i+3] {
			case "關", "規", "為", "廢", "繼":
				return true
			}
		}
		i += 3
	}
	return false
}

// traditionalMark marks the characters that traditional looks for.
var traditionalMark = markOf("關規為廢繼")

func foldFrom(s string, i int) string {
	dst := make([]byte, i, len(s)+8)
	copy(dst, s)
	for _, r := range s[i:] {
		switch f := foldRune(r); f {
		case gone:
		case rare:
			dst = appendRare(dst, r)
		default:
			dst = utf8.AppendRune(dst, f)
		}
	}
	return string(dst)
}

// What foldRune answers for characters without a single-character form.
const (
	gone rune = -1
	rare rune = -2 // needs NFKC
)

// foldRune returns the form of r, or gone or rare.
func foldRune(r rune) rune {
	switch {
	case r <= ' ' || r == 0x7F:
		return gone
	case r < 0x80:
		if r >= 'A' && r <= 'Z' {
			return r | 0x20
		}
		return r
	case r >= firstHan && r <= lastHan:
		if v := variants[r-firstHan]; v != 0 {
			return rune(v)
		}
		return r
	}
	if same, ok := alike(r); ok {
		return same
	}
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return foldRune(r - 0xFEE0)
	case invisible(r):
		return gone
	case r == '“' || r == '”' || r == '‘' || r == '’' || r == '、' || r == '。' || r == '《' || r == '》' ||
		r == '〔' || r == '〕' || r == '【' || r == '】' || r == '「' || r == '」' || r == '『' || r == '』':
		return r
	case r == utf8.RuneError:
		return r
	case norm.NFKC.PropertiesString(string(r)).Decomposition() == nil && unicode.ToLower(r) == r:
		return r
	}
	return rare
}

// alike returns the one form of marks that are written in several ways and that
// NFKC keeps apart.
func alike(r rune) (rune, bool) {
	switch r {
	case '⁄', '∕', '╱', '⧸':
		return '/', true
	case '∶', '︰', '﹕', '։':
		return ':', true
	case '‐', '‑', '‒', '–', '—', '―', '−', '─', '﹣', '－', '━', '﹘':
		return '-', true
	case '・', '•', '‧', '･', '∙', '⋅', '●', '▪':
		return '·', true
	case '〜', '∼', '～', '˜':
		return '~', true
	case '﹝', '❲', '［', '﹇':
		return bracket(r), true
	case '﹞', '❳', '］', '﹈':
		return bracket(r), true
	}
	return 0, false
}

func bracket(r rune) rune {
	switch r {
	case '﹝', '❲':
		return '〔'
	case '﹞', '❳':
		return '〕'
	case '［', '﹇':
		return '['
	}
	return ']'
}

func invisible(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == 0xAD || r >= 0x200B && r <= 0x200F || r >= 0x2028 && r <= 0x202E ||
		r >= 0x2060 && r <= 0x2064 || r == 0xFEFF || r >= 0xFE00 && r <= 0xFE0F || r == 0x3164
}

func appendRare(dst []byte, r rune) []byte {
	for _, c := range norm.NFKC.String(string(r)) {
		c = unicode.ToLower(c)
		switch f := foldRune(c); f {
		case gone:
		case rare:
			dst = utf8.AppendRune(dst, c)
		default:
			dst = utf8.AppendRune(dst, f)
		}
	}
	return dst
}
