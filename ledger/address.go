package ledger

import (
	"net/url"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/site"
)

// IsPage reports that a subject is the address of a page.
func IsPage(subject string) bool {
	return strings.HasPrefix(subject, "http://") || strings.HasPrefix(subject, "https://")
}

// twin is the same address by the other scheme: a portal that goes over to https shows
// the same pages there.
func twin(address string) string {
	if rest, ok := strings.CutPrefix(address, "http://"); ok {
		return "https://" + rest
	}
	if rest, ok := strings.CutPrefix(address, "https://"); ok {
		return "http://" + rest
	}
	return address
}

// rehosted is an address on the host that the site is registered by now, where that of
// the address does not belong to it any more.
func (s *Sight) rehosted(address string) string {
	was, err := url.Parse(address)
	if err != nil || was.Host == "" {
		return address
	}
	now, err := url.Parse(s.Result.URL)
	if err != nil || now.Host == "" || now.Host == was.Host || slices.Contains(s.Meta.Target.Hosts, was.Hostname()) {
		return address
	}
	was.Scheme, was.Host = now.Scheme, now.Host
	return was.String()
}

// Wanted lists the addresses of which a fold must know what the snapshot holds: those
// of the items of the site, and of the pages their evidence stands on.
func Wanted(items []Item) []string {
	var out []string
	for i := range items {
		it := &items[i]
		for _, a := range it.Addresses() {
			if IsPage(a) {
				out = append(out, a)
			}
		}
		for _, e := range it.Last.Evidence {
			if IsPage(e.URL) {
				out = append(out, e.URL)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Twins lists the same addresses by the other scheme, of which a fold must know too.
func Twins(list []string) []string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = twin(a)
	}
	return out
}

// at is what the run saw of an address, by the other scheme where it did not get it by
// the one that is asked for.
func (s *Sight) at(address string) *site.Page {
	p := s.Pages[address]
	if p != nil && p.OK() {
		return p
	}
	if other := s.Pages[twin(address)]; other != nil && (p == nil || other.OK()) {
		return other
	}
	return p
}
