package extract

import (
	"net/url"
	"regexp"
	"strings"
)

// maxRoute bounds the route of an address, in bytes.
const maxRoute = 512

// IsRoute reports whether address names a page within a script application, which
// no server knows: only a browser shows it.
func IsRoute(address string) bool {
	_, route, ok := strings.Cut(address, "#")
	return ok && isRoute(route)
}

func isRoute(fragment string) bool {
	return len(fragment) > 1 && len(fragment) <= maxRoute && (fragment[0] == '/' || strings.HasPrefix(fragment, "!/")) || isEntry(fragment) || isShown(fragment)
}

// shownBeside are names that say where a reader comes from, or how a viewer is to show a
// document: what is shown does not hang on them.
var shownBeside = regexp.MustCompile(`(?i)^(from|src|source|ref|referr?er|utm_\w+|spm|rd|share\w*|page|zoom|view|toolbar|navpanes|scrollbar|nameddest|search|t|ts|time|v|ver|version|_+\w*)$`)

// isShown reports a fragment that says what is to be shown: #ch=3, #colId=12&page=2.
func isShown(fragment string) bool {
	name, value, ok := strings.Cut(fragment, "=")
	if !ok || value == "" || name == "" || len(fragment) > maxRoute || strings.ContainsAny(fragment, ":/~") {
		return false
	}
	for i := range len(name) {
		if !isWordByte(name[i]) && !isDigit(name[i]) && name[i] != '-' {
			return false
		}
	}
	return !shownBeside.MatchString(name)
}

// isEntry reports the number of an entry, as catalogues name their columns by:
// /gkmlpt/index#3101.
func isEntry(fragment string) bool {
	return len(fragment) >= 3 && len(fragment) <= 12 && strings.Trim(fragment, "0123456789") == ""
}

// withRoute adds to the address abs of ref the route it names within a script
// application: "#/list?id=3" and "#!/list" are pages of their own there, other
// fragments only places. A ref that is nothing but a route belongs to the page at u.
func (p *page) withRoute(abs, ref string) string {
	u := p.url
	before, route, ok := strings.Cut(strings.TrimSpace(ref), "#")
	if ok && isEntry(route) && p.isPlace(route) {
		return abs
	}
	if !ok || !isRoute(route) || strings.ContainsAny(route, "{}<>\"\\ ") {
		return abs
	}
	if !p.ran && (before == "" || abs == "" || sameDocument(abs, u)) {
		return abs // a page that shows itself without scripts is no application
	}
	if before == "" {
		own := *u
		own.Fragment, own.RawFragment = "", ""
		abs, _ = normalize(nil, own.String(), false)
	}
	if abs == "" {
		return ""
	}
	return abs + "#" + string(appendEscaped(nil, route, inQuery))
}

// sameDocument reports that abs is the address u.
func sameDocument(abs string, u *url.URL) bool {
	own, ok := normalize(nil, u.String(), false)
	return ok && own == abs
}

// isPlace reports whether a fragment names an element of the page.
func (p *page) isPlace(fragment string) bool {
	if p.places == nil {
		p.places = map[string]bool{}
		for i := range p.tree.Nodes {
			for _, name := range [...]string{"id", "name"} {
				if v, ok := p.tree.AttrBytes(int32(i), name); ok && isEntry(string(v)) {
					p.places[string(v)] = true
				}
			}
		}
	}
	return p.places[fragment]
}
