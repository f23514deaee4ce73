package extract

import (
	"net/url"
	"strings"
)

// sentOn adds where the head of an answer sends the reader of its page, as browsers
// follow it: Refresh: 0; url=/zwgk/list.html.
func (f *Facts) sentOn(head string) {
	ref := refreshOf(head)
	base, err := url.Parse(f.URL)
	if ref == "" || err != nil {
		return
	}
	to, ok := Normalize(base, ref)
	if !ok || to == f.URL {
		return
	}
	f.Links = append(f.Links, Link{URL: to, Region: Body, Via: Refresh})
	if f.Signals.Redirect == "" {
		f.Signals.Redirect = to
	}
}

// refreshOf returns the address that a Refresh header names as it stands there; ""
// where there is none.
func refreshOf(head string) string {
	const name = "refresh:"
	for line := range strings.Lines(head) {
		if len(line) > len(name) && strings.EqualFold(line[:len(name)], name) {
			return refreshTarget(line[len(name):])
		}
	}
	return ""
}

// refreshTarget returns the address in the value of a refresh: 0; URL='./list/'.
func refreshTarget(value string) string {
	at := indexFold([]byte(value), "url")
	if at < 0 {
		return ""
	}
	return strings.Trim(strings.TrimLeft(value[at+len("url"):], " ="), " '\"\r\n")
}
