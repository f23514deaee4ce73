package portal

import (
	"net/url"
	"slices"
	"strings"
)

// Away is an address that the site links to on a host that is not its own.
type Away struct {
	URL     string
	Host    string   // in lower case, without port
	Anchors []Anchor // most frequent first
}

// Away returns every address on foreign hosts that the site links to, by URL.
func (p *Portal) Away() []Away {
	own := map[string]bool{} // by host as written
	var out []Away
	for n := range p.table.best {
		id := addr(n)
		address := p.table.url(id)
		_, rest, ok := strings.Cut(address, "://")
		if !ok {
			continue
		}
		host, _, _ := strings.Cut(rest, "/")
		is, known := own[host]
		if !known {
			u, err := url.Parse(address)
			is = err != nil || p.scope.SameHost(u)
			own[host] = is
		}
		if is {
			continue
		}
		if anchors := p.table.anchorsOf(id); len(anchors) > 0 {
			out = append(out, Away{URL: address, Host: bareHost(host), Anchors: anchors})
		}
	}
	slices.SortFunc(out, func(a, b Away) int { return strings.Compare(a.URL, b.URL) })
	return out
}

// bareHost returns a host without user and port.
func bareHost(host string) string {
	host, _, _ = strings.Cut(strings.ToLower(host), "?")
	host = host[strings.LastIndexByte(host, '@')+1:]
	if i := strings.LastIndexByte(host, ':'); i > 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	return strings.TrimSuffix(host, ".")
}
