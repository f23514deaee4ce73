package crawler

import (
	"context"
	"net/url"
	"strings"
	"sync"

	"github.com/govaudit/govaudit/site"
)

// twins tells which hosts are the home page's own under another name: with and
// without www., over the other scheme. Pages of a proven twin are asked for at the
// home page's host, so that a site that mixes its names is fetched once. (Whoever
// reads a portal meets both names of a page as one: see package portal.)
type twins struct {
	mu     sync.Mutex
	base   *url.URL // the home page where it answered; nil until it has
	name   string   // its scheme and host
	proofs map[string]*proof
}

// proof is whether one host shows the same site; it is found out once.
type proof struct {
	once sync.Once
	same bool
}

// setBase notes where the home page answered.
func (t *twins) setBase(final string, scope site.Scope) {
	u, err := url.Parse(final)
	if err != nil || !scope.Contains(u) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.base, t.name = u, u.Scheme+"://"+u.Host
}

// alone reports that the host called name has no twin: the home page is there, or
// nowhere so far.
func (t *twins) alone(name string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.base == nil || name == t.name
}

// of returns the proof about u's host, and the home page; nil where u's host has
// another name than a twin can have.
func (t *twins) of(u *url.URL) (*proof, *url.URL) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.base == nil || u.Scheme == t.base.Scheme && u.Host == t.base.Host || plainHost(u) != plainHost(t.base) {
		return nil, nil
	}
	name := u.Scheme + "://" + u.Host
	if t.proofs == nil {
		t.proofs = map[string]*proof{}
	}
	if t.proofs[name] == nil {
		t.proofs[name] = new(proof)
	}
	return t.proofs[name], t.base
}

// plainHost is u's host without what twins differ in: www. and a default port.
func plainHost(u *url.URL) string {
	host, port := strings.ToLower(u.Hostname()), u.Port()
	if u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		port = ""
	}
	return strings.TrimPrefix(host, "www.") + ":" + port
}

// twin returns the address of j at the home page's own host, if j is at another
// name of it. The caller holds a place at q's host.
func (cr *crawl) twin(ctx context.Context, q *queue, j *job) (address string, ok bool) {
	if cr.twins.alone(q.host.name) {
		return "", false
	}
	u, err := url.Parse(j.url)
	if err != nil {
		return "", false
	}
	p, base := cr.twins.of(u)
	if p == nil {
		return "", false
	}
	p.once.Do(func() { p.same = cr.sameSite(ctx, q, u, base) })
	if !p.same {
		return "", false
	}
	at := *u
	at.Scheme, at.Host = base.Scheme, base.Host
	return at.String(), cr.scope.Contains(&at)
}

// sameSite asks whether u's host shows the site at base: its home page is the same,
// or it sends whoever asks for a page to that page there.
func (cr *crawl) sameSite(ctx context.Context, q *queue, u, base *url.URL) bool {
	cr.mu.Lock()
	front := cr.front
	cr.mu.Unlock()
	home := *base
	home.Scheme, home.Host = u.Scheme, u.Host
	inner := u
	if u.RequestURI() == home.RequestURI() { // that says nothing of other pages
		inner = home.JoinPath("govaudit-twin")
	}
	for _, at := range []*url.URL{&home, inner} {
		if failure, _ := cr.robots(ctx, q.host, at); failure != "" || q.host.pace(ctx) != nil {
			return false
		}
		p := cr.fetcher.plain(ctx, at.String(), cr.limits.MaxBody)
		final, err := url.Parse(p.Final)
		switch {
		case err != nil:
			return false
		case p.OK() && at == &home && front != nil:
			return same(faceOf(p), *front, sameFront)
		case p.Failure != site.FailRedirect || final.Scheme != base.Scheme || final.Host != base.Host || final.RequestURI() != at.RequestURI():
			return false
		}
	}
	return true
}

// sameFront is how alike two home pages are that show the same site: counters and
// the day's weather aside.
const sameFront = 0.9
