package crawler

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"sync/atomic"

	"golang.org/x/net/publicsuffix"
)

const (
	maxCookies     = 50      // taken from one site in all
	maxCookieBytes = 4 << 10 // of one cookie: what browsers keep
	maxCookieLine  = 8 << 10 // sent with one request: what servers take
)

// jar keeps a site's cookies for one crawl, and no more of them than an honest
// site sets: they are sent back with every request.
type jar struct {
	inner *cookiejar.Jar
	taken atomic.Int64
}

func newJar() (*jar, error) {
	inner, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		return nil, err
	}
	return &jar{inner: inner}, nil
}

// SetCookies takes the cookies of an answer. Those known already may change for
// ever, new ones are taken until there are enough.
func (j *jar) SetCookies(u *url.URL, cookies []*http.Cookie) {
	known := map[string]bool{}
	for _, c := range j.inner.Cookies(u) {
		known[c.Name] = true
	}
	var take []*http.Cookie
	for _, c := range cookies {
		if len(c.Name)+len(c.Value) > maxCookieBytes || !known[c.Name] && j.taken.Add(1) > maxCookies {
			continue
		}
		known[c.Name] = true
		take = append(take, c)
	}
	j.inner.SetCookies(u, take)
}

// Cookies returns what is sent to u.
func (j *jar) Cookies(u *url.URL) []*http.Cookie {
	all := j.inner.Cookies(u)
	size := 0
	for i, c := range all {
		if size += len(c.Name) + len(c.Value) + 3; size > maxCookieLine {
			return all[:i]
		}
	}
	return all
}
