package site

import (
	"net/url"
	"strings"
)

// Scope decides which addresses belong to one site. It is safe for concurrent
// use. The zero Scope contains nothing.
type Scope struct {
	home    string // host[:port] of the home page
	hosts   map[string]bool
	include []prefix
	exclude []prefix
}

type prefix struct {
	path  string
	query url.Values
}

// NewScope reads the scope of t: the host of its URL (with and without www.),
// its further hosts, its path prefixes and its exclusions. An unparsable URL
// gives a scope that contains nothing.
func NewScope(t Target) Scope {
	u, err := url.Parse(t.URL)
	if err != nil || u.Host == "" {
		return Scope{}
	}
	s := Scope{home: strings.ToLower(u.Host), hosts: map[string]bool{}}
	s.addHost(s.home)
	for _, h := range t.Hosts {
		h = strings.ToLower(h)
		s.addHost(h)
		if port := u.Port(); port != "" && !strings.Contains(h, ":") {
			s.addHost(h + ":" + port) // a name alone is also meant at the port of the home page
		}
	}
	s.include, s.exclude = prefixes(t.Scope), prefixes(t.Exclude)
	return s
}

func (s Scope) addHost(h string) {
	h = strings.TrimSuffix(strings.TrimSuffix(h, ":80"), ":443")
	s.hosts[h] = true
	if rest, ok := strings.CutPrefix(h, "www."); ok {
		s.hosts[rest] = true
	} else {
		s.hosts["www."+h] = true
	}
}

func prefixes(list []string) []prefix {
	var out []prefix
	for _, p := range list {
		path, query, _ := strings.Cut(p, "?")
		if path == "/" && query == "" {
			continue
		}
		q, _ := url.ParseQuery(query)
		out = append(out, prefix{path, q})
	}
	return out
}

// Contains reports whether u belongs to the site. Path prefixes bind only on
// the home page's own host: a further host belongs whole.
func (s Scope) Contains(u *url.URL) bool {
	host := strings.ToLower(u.Host)
	host = strings.TrimSuffix(strings.TrimSuffix(host, ":80"), ":443")
	if !s.hosts[host] {
		return false
	}
	if matchAny(s.exclude, u) {
		return false
	}
	if len(s.include) == 0 || !s.sameHost(host) {
		return true
	}
	return matchAny(s.include, u)
}

// Lends reports whether u, though it may be outside the paths of the site, is on one
// of its hosts and not another's: what a page of the site shows from there, in a
// frame or as data its scripts ask for, is part of that page.
func (s Scope) Lends(u *url.URL) bool { return s.SameHost(u) && !matchAny(s.exclude, u) }

// SameHost reports whether u is on one of the site's hosts, inside its path
// prefixes or not.
func (s Scope) SameHost(u *url.URL) bool {
	host := strings.ToLower(u.Host)
	return s.hosts[strings.TrimSuffix(strings.TrimSuffix(host, ":80"), ":443")]
}

func (s Scope) sameHost(host string) bool {
	home := strings.TrimSuffix(strings.TrimSuffix(s.home, ":80"), ":443")
	return strings.TrimPrefix(host, "www.") == strings.TrimPrefix(home, "www.")
}

func matchAny(list []prefix, u *url.URL) bool {
	for _, p := range list {
		if p.match(u) {
			return true
		}
	}
	return false
}

func (p prefix) match(u *url.URL) bool {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if !strings.HasPrefix(path, p.path) && path+"/" != p.path {
		return false
	}
	if len(p.query) == 0 {
		return true
	}
	have := u.Query()
	for k, want := range p.query {
		for _, v := range want {
			if !contains(have[k], v) {
				return false
			}
		}
	}
	return true
}

func contains(list []string, v string) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}
