package extract

import (
	"bytes"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// maxURL bounds the length of an address, in bytes.
const maxURL = 4096

// Normalize returns the canonical absolute form of ref as written on a page at
// base, and whether it is an http or https address at all. Host names are lower
// case and ASCII, default ports, fragments, dot segments and session ids are
// gone, characters that need it are percent-encoded, and the query keeps its
// order. Addresses as people write them are understood the way browsers do:
// backslashes, blanks around, line breaks inside, one slash too many.
func Normalize(base *url.URL, ref string) (string, bool) { return normalize(base, ref, false) }

// normalize does the work of Normalize. On a page in GB18030 the query is
// encoded in it, as browsers do; everything else is UTF-8.
func normalize(base *url.URL, ref string, gb bool) (string, bool) {
	if !isPlain(ref) {
		ref = tidyRef(ref)
		if isTemplate(ref) {
			return "", false
		}
	}
	if ref == "" || ref[0] == '#' || ref[0] == '<' || len(ref) > maxURL { // '<': a piece of markup that a script puts together
		return "", false
	}
	ref, query, hasQuery := strings.Cut(ref, "?")
	ref = strings.ReplaceAll(ref, `\`, "/")
	scheme, rest := cutScheme(ref)
	if base != nil && scheme == base.Scheme && !strings.HasPrefix(rest, "//") {
		scheme = "" // http:list.htm names no host
	}
	var host, path string
	switch {
	case scheme != "" && scheme != "http" && scheme != "https":
		return "", false
	case scheme != "":
		host, path = cutHost(strings.TrimLeft(rest, "/"))
	case base == nil:
		return "", false
	case strings.HasPrefix(rest, "//"):
		scheme = base.Scheme
		host, path = cutHost(strings.TrimLeft(rest, "/"))
	default:
		scheme, host = base.Scheme, base.Host
		path = join(base.EscapedPath(), rest)
		if rest == "" && !hasQuery {
			query, hasQuery = base.RawQuery, base.RawQuery != ""
		}
	}
	host, ok := cleanHost(scheme, host)
	if !ok {
		return "", false
	}
	dst := make([]byte, 0, len(scheme)+3+len(host)+len(path)+len(query)+16)
	dst = append(dst, scheme...)
	dst = append(dst, "://"...)
	dst = append(dst, host...)
	dst = appendPath(dst, path)
	if hasQuery {
		dst = appendQuery(dst, query, gb)
	}
	if len(dst) > maxURL {
		return "", false
	}
	return string(dst), true
}

// tidyRef removes what browsers ignore: white space around, line breaks and tabs
// inside, the fragment.
func tidyRef(ref string) string {
	if i := strings.IndexByte(ref, '#'); i > 0 {
		ref = ref[:i]
	}
	ref = strings.TrimFunc(ref, func(r rune) bool { return r <= ' ' || r == 0xA0 || r == 0x3000 || r == 0xFEFF || r == 0x200B })
	if strings.ContainsAny(ref, "\t\r\n") {
		ref = strings.NewReplacer("\t", "", "\r", "", "\n", "").Replace(ref)
	}
	return ref
}

// isTemplate reports whether ref still holds the placeholders of a script
// template or of a page generator.
func isTemplate(ref string) bool {
	return strings.Contains(ref, "{{") || strings.Contains(ref, "${") || strings.Contains(ref, "<%") ||
		strings.Contains(ref, "'+") || strings.Contains(ref, `"+`)
}

// cutScheme splits a scheme off ref; it is "" where ref has none.
func cutScheme(ref string) (scheme, rest string) {
	for i := range len(ref) {
		c := ref[i]
		switch {
		case c == ':' && i > 0:
			return strings.ToLower(ref[:i]), ref[i+1:]
		case isAlnum(c) && (i > 0 || c > '9'), i > 0 && (c == '+' || c == '-' || c == '.'):
		default:
			return "", ref
		}
	}
	return "", ref
}

func cutHost(s string) (host, path string) {
	if i := strings.IndexByte(s, '/'); i >= 0 {
		return s[:i], s[i:]
	}
	return s, "/"
}

// cleanHost returns the canonical form of a host with its port, and whether
// there can be such a host.
func cleanHost(scheme, host string) (string, bool) {
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host = host[i+1:]
	}
	name, port := host, ""
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		name, port = host[:i], host[i+1:]
	}
	for _, c := range []byte(port) {
		if c < '0' || c > '9' {
			return "", false
		}
	}
	port = strings.TrimLeft(port, "0")
	if len(port) > 5 {
		return "", false
	}
	name, ok := cleanName(name)
	if !ok {
		return "", false
	}
	if port == "" || scheme == "http" && port == "80" || scheme == "https" && port == "443" {
		return name, true
	}
	return name + ":" + port, true
}

func cleanName(name string) (string, bool) {
	if strings.HasPrefix(name, "[") {
		addr, err := netip.ParseAddr(strings.Trim(name, "[]"))
		if err != nil || addr.Zone() != "" {
			return "", false
		}
		return "[" + addr.String() + "]", true
	}
	if !isHostName(name) {
		if s, err := url.PathUnescape(name); err == nil {
			name = s
		}
		s, err := idna.New(idna.MapForLookup(), idna.StrictDomainName(false)).ToASCII(strings.ToLower(name))
		if err != nil {
			return "", false
		}
		name = s
	}
	name = strings.TrimSuffix(name, ".")
	if name == "" || name[0] == '.' || strings.HasSuffix(name, ".") || len(name) > 253 || strings.Contains(name, "..") || !isHostName(name) {
		return "", false
	}
	if last := name[strings.LastIndexByte(name, '.')+1:]; last[0] >= '0' && last[0] <= '9' {
		return numericName(name)
	}
	return name, true
}

// isHostName reports whether name is made of what lower-case host names are.
func isHostName(name string) bool {
	for i := range len(name) {
		if c := name[i]; !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_') {
			return false
		}
	}
	return true
}

// numericName reads the many ways to write an IPv4 address: what ends in a
// number is one, or nothing.
func numericName(name string) (string, bool) {
	if isDottedQuad(name) {
		return name, true
	}
	if addr, err := netip.ParseAddr(name); err == nil {
		return addr.String(), true
	}
	u, err := whatwg.Parse("http://" + name + "/")
	if err != nil {
		return "", false
	}
	return u.Hostname(), true
}

// isDottedQuad reports an IPv4 address written in the one canonical way.
func isDottedQuad(name string) bool {
	parts, digits, value := 1, 0, 0
	for i := range len(name) {
		switch c := name[i]; {
		case c == '.' && digits > 0:
			parts, digits, value = parts+1, 0, 0
		case isDigit(c) && (digits == 0 || value > 0):
			digits, value = digits+1, 10*value+int(c-'0')
			if value > 255 {
				return false
			}
		default:
			return false
		}
	}
	return parts == 4 && digits > 0
}

// join returns the path of ref on a page with the path base.
func join(base, ref string) string {
	if base == "" {
		base = "/"
	}
	switch {
	case ref == "":
		return base
	case ref[0] == '/':
		return ref
	}
	return base[:strings.LastIndexByte(base, '/')+1] + ref
}

// appendPath appends path without dot segments and session ids.
func appendPath(dst []byte, path string) []byte {
	if staysAsIs(path) {
		return append(dst, path...)
	}
	root := len(dst)
	if path == "" || path[0] != '/' {
		dst = append(dst, '/')
	}
	for path != "" {
		if path[0] == '/' {
			dst = append(dst, '/')
			path = path[1:]
		}
		seg := path
		if i := strings.IndexByte(path, '/'); i >= 0 {
			seg = path[:i]
		}
		path = path[len(seg):]
		switch {
		case isDot(seg):
			path = strings.TrimPrefix(path, "/")
		case isDotDot(seg):
			dst = dst[:root+max(0, bytes.LastIndexByte(dst[root:max(root, len(dst)-1)], '/'))]
			dst = append(dst, '/')
			path = strings.TrimPrefix(path, "/")
		case isSessionSegment(seg):
			path = strings.TrimPrefix(path, "/")
		default:
			dst = appendEscaped(dst, withoutSession(seg), inPath)
		}
	}
	return dst
}

// staysAsIs reports a path of letters, digits and -_. without dot segments: most are.
func staysAsIs(path string) bool {
	for i := range len(path) {
		switch c := path[i]; {
		case c == '.' && path[max(i, 1)-1] == '/':
			return false
		case c != '/' && c != '.' && c != '-' && c != '_' && !isAlnum(c):
			return false
		}
	}
	return path != "" && path[0] == '/'
}

func isDot(s string) bool { return s == "." || strings.EqualFold(s, "%2e") }

func isDotDot(s string) bool {
	return s == ".." || strings.EqualFold(s, ".%2e") || strings.EqualFold(s, "%2e.") || strings.EqualFold(s, "%2e%2e")
}

// isSessionSegment knows the session segment of ASP.NET: /(S(x3f…))/.
func isSessionSegment(s string) bool {
	return len(s) > 5 && (strings.HasPrefix(s, "(S(") || strings.HasPrefix(s, "(s(")) && strings.HasSuffix(s, "))")
}

// withoutSession drops ;jsessionid=… from a path segment.
func withoutSession(s string) string {
	i := strings.IndexByte(s, ';')
	if i < 0 || len(s)-i < 11 || !strings.EqualFold(s[i+1:i+11], "jsessionid") {
		return s
	}
	return s[:i]
}

// appendQuery appends the query with its "?", without the pairs that only name
// the visitor.
func appendQuery(dst []byte, query string, gb bool) []byte {
	mark := byte('?')
	for {
		pair, rest, more := strings.Cut(query, "&")
		key, value, _ := strings.Cut(pair, "=")
		if pair != "" && !isSessionKey(key) && !isBuster(key, value) {
			dst = append(dst, mark)
			mark = '&'
			if gb && !isASCII(pair) {
				dst = appendEscaped(dst, string(toGB18030(pair)), inQuery)
			} else {
				dst = appendEscaped(dst, pair, inQuery)
			}
		}
		if !more {
			return dst
		}
		query = rest
	}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func isSessionKey(key string) bool {
	switch len(key) {
	case 9, 10:
		return strings.EqualFold(key, "jsessionid") || strings.EqualFold(key, "phpsessid") || strings.EqualFold(key, "sessionid") ||
			strings.EqualFold(key, "session_id")
	case 20:
		return strings.EqualFold(key[:12], "aspsessionid")
	}
	return false
}

// class tells what to do with a byte of an address.
type class uint8

const (
	inPath  class = 1 << iota // may stand in a path as it is
	inQuery                   // may stand in a query as it is
	plain                     // needs no care anywhere
)

// classes is the class of every byte.
var classes = func() (t [256]class) {
	for c := byte('!'); c < 0x7F; c++ {
		if strings.IndexByte("\"<>`{}^?#%", c) < 0 {
			t[c] |= inPath
		}
		if strings.IndexByte("\"<>'#%", c) < 0 {
			t[c] |= inQuery
		}
		if isAlnum(c) || strings.IndexByte("./-_?=&:%", c) >= 0 {
			t[c] |= plain
		}
	}
	return t
}()

func isPlain(ref string) bool {
	for i := range len(ref) {
		if classes[ref[i]]&plain == 0 {
			return false
		}
	}
	return true
}

// appendEscaped appends s with the bytes that are not of the class
// percent-encoded, and with the digits of what is already encoded in upper case.
func appendEscaped(dst []byte, s string, ok class) []byte {
	const hex = "0123456789ABCDEF"
	for i := 0; i < len(s); i++ {
		from := i
		for i < len(s) && classes[s[i]]&ok != 0 {
			i++
		}
		dst = append(dst, s[from:i]...)
		if i == len(s) {
			return dst
		}
		switch c := s[i]; {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			dst = append(dst, '%', upper(s[i+1]), upper(s[i+2]))
			i += 2
		default: // also a "%" by itself: what came out would not be an address
			dst = append(dst, '%', hex[c>>4], hex[c&15])
		}
	}
	return dst
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

func upper(c byte) byte {
	if c >= 'a' && c <= 'f' {
		return c - 0x20
	}
	return c
}
