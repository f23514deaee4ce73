package portal

import (
	"strings"

	"github.com/govaudit/govaudit/site"
)

// InScope reports whether an address belongs to the site itself.
func (p *Portal) InScope(url string) bool {
	return p.origin != "" && strings.HasPrefix(url, p.origin) && isPlain(url[len(p.origin):]) || place(p.scope, url) == Inside
}

// originOf is the beginning of the address of a site that has all of its host, "/"
// included: what begins so belongs to it, most links do, and need not be parsed. ""
// for other sites.
func originOf(t site.Target, s site.Scope) string {
	_, rest, ok := strings.Cut(t.URL, "://")
	host, _, slash := strings.Cut(rest, "/")
	if !ok || !slash || len(t.Scope)+len(t.Exclude) > 0 {
		return ""
	}
	origin := t.URL[:len(t.URL)-len(rest)+len(host)+1]
	if place(s, origin) != Inside {
		return ""
	}
	return origin
}

// isPlain reports the rest of an address in which nothing can be wrong.
func isPlain(rest string) bool {
	for i := range len(rest) {
		switch c := rest[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '/', c == '.', c == '_', c == '-', c == '?', c == '=', c == '&':
		default:
			return false
		}
	}
	return true
}
