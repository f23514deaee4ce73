package extract

import (
	"bytes"
	endian "encoding/binary"
	"mime"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding/htmlindex"
)

// declaredWithin is how far into a page a charset declaration is looked for.
// Browsers read 1024 bytes; saved pages and pages with long comments need more.
const declaredWithin = 8192

// enoughToGuess is the number of non-ASCII bytes from which statistics tell
// encodings apart.
const enoughToGuess = 30

// Decode returns body as UTF-8 and the encoding it was read in, by its name in
// lower case. What the bytes are counts more than what anybody says of them: a
// byte order mark, then well-formed UTF-8, then the page's own declaration, the
// header, the statistics of the bytes, and last GB18030, which also stands for
// GB2312 and GBK. UTF-8 is returned without copying.
func Decode(body []byte, contentType string) (text []byte, charset string) {
	return decode(body, contentType, nil)
}

// decode is Decode into the space of buf, where the encoding is one of those that
// nearly all pages have.
func decode(body []byte, contentType string, buf []byte) (text []byte, charset string) {
	switch {
	case bytes.HasPrefix(body, []byte("\xEF\xBB\xBF")):
		return validUTF8(body[3:]), "utf-8"
	case bytes.HasPrefix(body, []byte("\xFF\xFE")):
		return fromUTF16(body[2:], 1), "utf-16le"
	case bytes.HasPrefix(body, []byte("\xFE\xFF")):
		return fromUTF16(body[2:], 0), "utf-16be"
	}
	whole := withoutCutRune(body)
	kind := sniff(whole)
	if kind == ascii || kind == broken {
		if text, charset = decodeRare(body); charset != "" {
			return text, charset
		}
	}
	if kind == ascii || kind == wide {
		return whole, "utf-8"
	}
	meta := canonical(declaredInPage(body))
	header := canonical(declaredInHeader(contentType))
	if kind == narrow {
		// Letters of two bytes only: also what a few characters of GBK may look like.
		if name := firstOf(meta, header); isChinese(name) {
			return decodeAs(body, name, buf), name
		}
		return whole, "utf-8"
	}
	if mostlyUTF8(body) {
		return validUTF8(body), "utf-8"
	}
	for _, name := range [2]string{meta, header} {
		// The bytes are not UTF-8, and ISO-8859-1 is what servers say that know nothing.
		if name != "" && name != "utf-8" && name != "windows-1252" {
			return decodeAs(body, name, buf), name
		}
	}
	if name := guess(body); name != "" {
		return decodeAs(body, name, buf), name
	}
	return decodeAs(body, "gb18030", buf), "gb18030"
}

type shape uint8

const (
	ascii  shape = iota // nothing else
	narrow              // UTF-8 with no character of more than two bytes
	wide                // UTF-8 with characters of three bytes or more
	broken              // not UTF-8
)

// sniff tells the shape of b in one pass that takes ASCII eight bytes at a time and
// Chinese by the character: every page is asked.
func sniff(b []byte) shape {
	kind := ascii
	for i := 0; i < len(b); {
		if b[i] < 0x80 {
			i += asciiRun(b[i:])
			continue
		}
		if n := wideRun(b[i:]); n > 0 {
			kind = wide
			i += n
			continue
		}
		switch _, n := utf8.DecodeRune(b[i:]); n {
		case 1:
			return broken
		case 2:
			kind = max(kind, narrow)
			i += n
		default:
			kind = wide
			i += n
		}
	}
	return kind
}

// wideRun returns how many bytes of b, from its first on, are well-formed characters
// of three bytes, the first and last of the rarer kinds left out: Chinese, and its
// punctuation.
func wideRun(b []byte) int {
	i := 0
	for ; i+4 <= len(b); i += 3 {
		w := endian.LittleEndian.Uint32(b[i:])
		if w&0xC0C0F0 != 0x8080E0 || w&0xFF == 0xE0 || w&0xFF == 0xED {
			break
		}
	}
	return i
}

// withoutCutRune drops the beginning of a UTF-8 character at the end of a body
// that was cut at a byte bound.
func withoutCutRune(b []byte) []byte {
	for i := 1; i <= 3 && i <= len(b); i++ {
		c := b[len(b)-i]
		if c < 0x80 {
			return b
		}
		if c >= 0xC0 {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			return b
		}
	}
	return b
}

// mostlyUTF8 reports whether b is UTF-8 with a few bytes damaged, as where a
// program cut a text at a byte count.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	most := highBytes(b) / 3 // of characters of three bytes and more
	for i := 0; i < len(b); {
		if b[i] < 0x80 {
			i += asciiRun(b[i:])
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			if bad++; 20*bad > most {
				return false
			}
		case n >= 3:
			good++
		}
		i += n
	}
	return good >= 20*bad
}

func validUTF8(b []byte) []byte {
	if utf8.Valid(b) {
		return b
	}
	return bytes.ToValidUTF8(b, []byte("\uFFFD"))
}

func fromUTF16(b []byte, low int) []byte {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i+low])<<8 | uint16(b[2*i+1-low])
	}
	return []byte(string(utf16.Decode(units)))
}

// declaredInPage returns the charset of the first meta tag, or of the XML
// declaration, that names one.
func declaredInPage(b []byte) string {
	b = b[:min(len(b), declaredWithin)]
	if bytes.HasPrefix(bytes.TrimLeft(b, " \r\n\t"), []byte("<?xml")) {
		if end := bytes.Index(b, []byte("?>")); end > 0 {
			if name := valueAfter(b[:end], "encoding"); name != "" {
				return name
			}
		}
	}
	for {
		i := indexFold(b, "<meta")
		if i < 0 {
			return ""
		}
		b = b[i+5:]
		end := bytes.IndexByte(b, '>')
		if end < 0 {
			end = len(b)
		}
		if name := valueAfter(b[:end], "charset"); name != "" {
			return name
		}
	}
}

// valueAfter returns the word that follows key and "=" in b.
func valueAfter(b []byte, key string) string {
	i := indexFold(b, key)
	if i < 0 {
		return ""
	}
	b = bytes.TrimLeft(b[i+len(key):], " \t\r\n")
	if len(b) == 0 || b[0] != '=' {
		return ""
	}
	b = bytes.TrimLeft(b[1:], " \t\r\n\"'")
	n := 0
	for n < len(b) && (b[n] == '-' || b[n] == '_' || b[n] == ':' || isAlnum(b[n])) {
		n++
	}
	return string(b[:n])
}

func isAlnum(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' }

// indexFold is bytes.Index without regard to case; s is lower-case ASCII.
func indexFold(b []byte, s string) int {
next:
	for i := 0; i+len(s) <= len(b); i++ {
		if s[0] < 'a' || s[0] > 'z' { // it has one form
			k := bytes.IndexByte(b[i:], s[0])
			if k < 0 || i+k+len(s) > len(b) {
				return -1
			}
			i += k
		}
		for j := range len(s) {
			c := b[i+j]
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			if c != s[j] {
				continue next
			}
		}
		return i
	}
	return -1
}

func declaredInHeader(contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return params["charset"]
	}
	return valueAfter([]byte(contentType), "charset")
}

// canonical returns the name under which an encoding is known here, "" for
// names no browser knows.
func canonical(label string) string {
	if label == "" {
		return ""
	}
	label = strings.ToLower(strings.TrimSpace(label))
	switch label {
	case "utf8", "utf-8", "utf_8", "utf-16", "utf-16le", "utf-16be", "unicode":
		return "utf-8" // a declaration that could be read cannot be UTF-16
	case "gb_2312-80", "gb2312-80", "gb2312", "gbk", "gb18030", "cp936", "ms936", "gb-2312", "euc-cn", "gb_2312", "gb-18030":
		return "gb18030"
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		return ""
	}
	name, err := htmlindex.Name(enc)
	if err != nil || name == "replacement" || name == "x-user-defined" {
		return ""
	}
	if name == "gbk" {
		return "gb18030"
	}
	return name
}

func isChinese(name string) bool { return name == "gb18030" || name == "big5" }

func firstOf(names ...string) string {
	for _, n := range names {
		if n != "" {
			return n
		}
	}
	return ""
}

// guess asks the statistics of the bytes, and believes them only where they
// name an encoding of Chinese: the pages are.
func guess(b []byte) string {
	var sample []byte
	for _, c := range b {
		if c >= 0x80 {
			sample = append(sample, c)
			if len(sample) == enoughToGuess {
				break
			}
		}
	}
	if len(sample) < enoughToGuess {
		return ""
	}
	r := chardet.Detect(b[:min(len(b), 64<<10)])
	name := canonical(firstOf(r.Charset, r.Encoding))
	if !isChinese(name) {
		return ""
	}
	return name
}

func decodeAs(b []byte, name string, buf []byte) []byte {
	if name == "gb18030" {
		return fromGB18030(buf[:0], b)
	}
	if name == "utf-8" {
		return validUTF8(b)
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return validUTF8(b)
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return validUTF8(b)
	}
	return out
}
