package crawler

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/govaudit/govaudit/extract"
)

// Portals show each article again for phones, for printing, in traditional
// characters: /mobile/a/1.html beside /a/1.html. Addresses of that form wait until all
// else is fetched; then a few of each kind are looked at, and where they show what
// their originals do, the others are left out.

const (
	mirrorSamples = 3    // of each kind, looked at
	fewMirrors    = 6    // of one kind are fetched like other pages
	mostMirrors   = 5000 // of one kind are kept in mind
	mirrorKinds   = 16
	sameMirror    = 0.7 // likeness of a mirror and its original: a mirror may lack boxes
)

// mirrorNames are the folders that hold a site once more.
var mirrorNames = map[string]bool{
	"mobile": true, "m": true, "wap": true, "3g": true, "h5": true, "phone": true, "touch": true, "print": true, "printpage": true,
	"big5": true, "gb2big5": true, "ft": true, "fanti": true, "zh-hant": true, "zh_hant": true, "zh-tw": true, "zh_tw": true, "tw": true, "hk": true, "wza": true,
}

// mirrors are the addresses of one site that may show other pages again.
type mirrors struct {
	mu    sync.Mutex
	kinds map[string]*mirrorKind // by host and folder
	stage mirrorStage
}

type mirrorStage int

const (
	gathering mirrorStage = iota // all else is fetched first
	sampling
	settled
)

type mirrorKind struct {
	jobs   []*job
	stored []string // addresses an earlier part of this crawl fetched
	picks  []string
	proven bool
}

// mirrorOf returns the kind of a mirror and the address it is one of, by its form.
func mirrorOf(u *url.URL) (kind, original string, ok bool) {
	first, rest, found := strings.Cut(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
	if !found || rest == "" || !mirrorNames[strings.ToLower(first)] {
		return "", "", false
	}
	host := u.Scheme + "://" + u.Host + "/"
	original = host + rest
	if u.RawQuery != "" {
		original += "?" + u.RawQuery
	}
	return host + first, original, true
}

// mirrored takes j if it may be a mirror, and reports whether it did.
func (cr *crawl) mirrored(j *job, u *url.URL) bool {
	if j.data || cr.only || j.class == classFrame || j.class >= classSitemap || kindOfPath(j.url) != pathPage {
		return false
	}
	kind, original, ok := mirrorOf(u)
	if !ok || strings.HasPrefix(cr.home.String(), kind+"/") {
		return false
	}
	m := &cr.mirrors
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.stage == gathering {
		k := m.kind(kind)
		if k == nil || len(k.jobs) >= mostMirrors {
			return false
		}
		k.jobs = append(k.jobs, j)
		return true
	}
	if k := m.kinds[kind]; m.stage == settled && k != nil && k.proven && cr.frontier.has(original) {
		cr.frontier.skip(skipMirror, 1)
		return true
	}
	return false
}

// none reports that no address has the form of a mirror so far.
func (m *mirrors) none() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.kinds) == 0
}

// kind returns what is known of a kind of mirror; nil if there are too many.
func (m *mirrors) kind(name string) *mirrorKind {
	k := m.kinds[name]
	if k != nil || len(m.kinds) >= mirrorKinds {
		return k
	}
	if m.kinds == nil {
		m.kinds = map[string]*mirrorKind{}
	}
	k = &mirrorKind{}
	m.kinds[name] = k
	return k
}

// had notes an address that an earlier part of this crawl fetched: the same are looked
// at however often a crawl is taken up.
func (m *mirrors) had(address string) {
	u, err := url.Parse(address)
	if err != nil {
		return
	}
	if name, _, ok := mirrorOf(u); ok {
		m.mu.Lock()
		defer m.mu.Unlock()
		if k := m.kind(name); k != nil && len(k.stored) < mostMirrors {
			k.stored = append(k.stored, address)
		}
	}
}

// sampleMirrors queues a few mirrors of each kind, and all that are none by what is
// known now.
func (cr *crawl) sampleMirrors() {
	m := &cr.mirrors
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stage = sampling
	for _, k := range m.sorted() {
		var waiting []*job
		for _, j := range k.jobs {
			switch {
			case cr.frontier.has(j.url): // it is stored
			case cr.isMirror(j.url):
				waiting = append(waiting, j)
			default:
				cr.fetchMirror(j)
			}
		}
		all := slices.DeleteFunc(k.stored, func(s string) bool { return !cr.isMirror(s) })
		for _, j := range waiting {
			all = append(all, j.url)
		}
		k.jobs = waiting
		if len(all) < fewMirrors {
			continue // none is proven: all are fetched
		}
		slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(steadyHash(a), steadyHash(b)), cmp.Compare(a, b)) })
		k.picks = all[:mirrorSamples]
		k.jobs = slices.DeleteFunc(waiting, func(j *job) bool {
			if !slices.Contains(k.picks, j.url) {
				return false
			}
			cr.fetchMirror(j)
			return true
		})
	}
}

// settleMirrors compares those that were looked at with their originals and leaves the
// others of their kind out, or has them fetched.
func (cr *crawl) settleMirrors(ctx context.Context) {
	m := &cr.mirrors
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stage = settled
	for _, k := range m.sorted() {
		k.proven = len(k.picks) > 0
		for _, address := range k.picks {
			k.proven = k.proven && cr.showsAgain(ctx, address)
		}
		for _, j := range k.jobs {
			if !k.proven {
				cr.fetchMirror(j)
			}
		}
		if k.proven {
			cr.frontier.skip(skipMirror, len(k.jobs))
		}
		k.jobs = nil
	}
}

func (m *mirrors) sorted() []*mirrorKind {
	var names []string
	for name := range m.kinds {
		names = append(names, name)
	}
	slices.Sort(names)
	out := make([]*mirrorKind, len(names))
	for i, name := range names {
		out[i] = m.kinds[name]
	}
	return out
}

func (cr *crawl) fetchMirror(j *job) {
	if u, err := url.Parse(j.url); err == nil {
		cr.frontier.put(j, u)
	}
}

// isMirror reports whether the page that an address may show again was fetched.
func (cr *crawl) isMirror(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	_, original, ok := mirrorOf(u)
	return ok && cr.frontier.has(original)
}

// showsAgain reports whether the page at an address says what its original does.
func (cr *crawl) showsAgain(ctx context.Context, address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	_, original, _ := mirrorOf(u)
	var said [2]string
	for i, at := range [...]string{address, original} {
		p, err := cr.archive.Page(ctx, at)
		if err != nil || !p.OK() {
			return false
		}
		f := extract.Read(p)
		said[i] = extract.Fold(f.Title + "\n" + f.Text)
		for _, it := range f.Items {
			said[i] += extract.Fold(it.Title)
		}
	}
	return said[0] != "" && alike(sketch(said[0]), sketch(said[1])) >= sameMirror
}

// steadyHash is the same for an address in every crawl.
func steadyHash(address string) (h uint64) {
	for _, c := range []byte(address) {
		h = mix(h ^ uint64(c))
	}
	return h
}
