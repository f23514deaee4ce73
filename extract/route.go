package extract

import (
	"net/url"
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
	return len(fragment) > 1 && len(fragment) <= maxRoute && (fragment[0] == '/' || strings.HasPrefix(fragment, "!/"))
}

// withRoute adds to the address abs of ref the route it names within a script
// application: "#/list?id=3" and "#!/list" are pages of their own there, other
// fragments only places. A ref that is nothing but a route belongs to the page at u.
func withRoute(abs string, u *url.URL, ref string) string {
	before, route, ok := strings.Cut(strings.TrimSpace(ref), "#")
	if !ok || !isRoute(route) || strings.ContainsAny(route, "{}<>\"\\ ") {
		return abs
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
