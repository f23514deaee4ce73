package crawler

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"sync"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Portals show each article again for phones, for printing, in larger or traditional
// characters: /mobile/a/1.html, print.php?id=1 and /a/1.html?font=16 beside /a/1.html.
// Programs that keep or recommend the article stand beside it, too.
// Addresses of that form wait until all else is fetched; then a few of each kind are
// looked at, and where they show what their originals do, the others are left out.

const (
	mirrorSamples = 3    // of each kind, looked at
	fewMirrors    = 6    // of one kind are fetched like other pages
	mostMirrors   = 5000 // of one kind are kept in mind
	mirrorKinds   = 16
	sameMirror    = 0.7 // likeness of a mirror and its original: a mirror may lack boxes
)

// mirrors are the addresses of one site that may show other pages again.
type mirrors struct {
	mu    sync.Mutex
	kinds map[string]*mirrorKind
}

type mirrorStage int

const (
	gathering mirrorStage = iota // all else is fetched first
	sampling
	settled
)

type mirrorKind struct {
	stage  mirrorStage
	jobs   []*job
	held   map[string]bool // their addresses
	stored []mirror        // fetched before, or by an earlier part of this crawl
	picks  []mirror
	proven bool
}

// mirror is an address and that of the page it may show again.
type mirror struct{ address, original string }

// mirrored takes j if it may be a mirror, and reports whether it did.
func (cr *crawl) mirrored(j *job, u *url.URL) bool {
	if j.data || cr.only || j.class == classFrame || j.class >= classSitemap || kindOfPath(j.url) != pathPage {
		return false
	}
	name, original, ok := mirrorOf(u, j.from)
	if !ok || cr.isHomeOf(name) {
		return false
	}
	m := &cr.mirrors
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.kind(name)
	switch {
	case k == nil:
		return false
	case k.stage == settled && k.proven && cr.frontier.has(original):
		cr.frontier.skip(skipMirror, 1)
		return true
	case k.stage == settled && len(k.picks) > 0 || len(k.jobs) >= mostMirrors:
		return false
	}
	if !k.held[j.url] {
		if k.held == nil {
			k.held = map[string]bool{}
		}
		k.held[j.url] = true
		k.jobs = append(k.jobs, j)
	}
	return true
}

// isHomeOf reports a kind of mirrors that the site itself is one of.
func (cr *crawl) isHomeOf(kind string) bool {
	name, _, ok := mirrorOf(cr.home, "")
	return ok && name == kind
}

// waiting reports that mirrors wait for the next stage.
func (m *mirrors) waiting(stage mirrorStage) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range m.kinds {
		if k.stage == stage && len(k.jobs)+len(k.picks) > 0 {
			return true
		}
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

// had notes a page that an earlier part of this crawl fetched: the same are looked
// at however often a crawl is taken up.
func (m *mirrors) had(p *site.Page) {
	u, err := url.Parse(p.URL)
	if err != nil || p.Within != "" {
		return
	}
	if name, original, ok := mirrorOf(u, p.From); ok {
		m.mu.Lock()
		defer m.mu.Unlock()
		if k := m.kind(name); k != nil && len(k.stored) < mostMirrors {
			k.stored = append(k.stored, mirror{p.URL, original})
		}
	}
}

// sampleMirrors queues a few mirrors of each kind, and all that are none by what is
// known now.
func (cr *crawl) sampleMirrors() {
	m := &cr.mirrors
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range m.sorted() {
		if k.stage != gathering || len(k.jobs) == 0 {
			continue
		}
		var waiting []*job
		all := slices.DeleteFunc(slices.Clone(k.stored), func(s mirror) bool { return !cr.frontier.has(s.original) })
		for _, j := range k.jobs {
			original := originalOf(j)
			switch {
			case cr.frontier.has(j.url): // it is stored
			case cr.frontier.has(original):
				waiting = append(waiting, j)
				all = append(all, mirror{j.url, original})
			default:
				cr.fetchMirror(j)
			}
		}
		k.jobs = waiting
		if len(all) < fewMirrors { // none is proven: all are fetched
			for _, j := range waiting {
				cr.fetchMirror(j)
				k.stored = append(k.stored, mirror{j.url, originalOf(j)})
			}
			k.jobs = nil
			continue
		}
		slices.SortFunc(all, func(a, b mirror) int {
			return cmp.Or(cmp.Compare(steadyHash(a.address), steadyHash(b.address)), cmp.Compare(a.address, b.address))
		})
		k.stage, k.picks = sampling, all[:mirrorSamples]
		k.jobs = slices.DeleteFunc(waiting, func(j *job) bool {
			if !slices.ContainsFunc(k.picks, func(p mirror) bool { return p.address == j.url }) {
				return false
			}
			cr.fetchMirror(j)
			return true
		})
	}
}

// settleMirrors compares those that were looked at with their originals, and with each
// other: all may be the same notice. The others of their kind are left out then, or
// fetched.
func (cr *crawl) settleMirrors(ctx context.Context) {
	m := &cr.mirrors
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range m.sorted() {
		if k.stage != sampling {
			continue
		}
		k.stage, k.proven = settled, true
		for _, pick := range k.picks {
			k.proven = k.proven && cr.showsAgain(ctx, pick)
		}
		k.proven = k.proven || isErrand(k.picks[0].address) && cr.sameNotice(ctx, k.picks)
		for _, j := range k.jobs {
			if !k.proven {
				cr.fetchMirror(j)
			}
		}
		if k.proven {
			cr.frontier.skip(skipMirror, len(k.jobs))
		}
		k.jobs, k.held, k.stored = nil, nil, nil
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

// showsAgain reports whether a mirror says what its original does.
func (cr *crawl) showsAgain(ctx context.Context, m mirror) bool {
	a, b := cr.wordsOf(ctx, m.address), cr.wordsOf(ctx, m.original)
	return a != "" && b != "" && alike(sketch(a), sketch(b)) >= sameMirror
}

// sameNotice reports whether all that was looked at of a kind says the same, to the word.
func (cr *crawl) sameNotice(ctx context.Context, picks []mirror) bool {
	words := cr.wordsOf(ctx, picks[0].address)
	return words != "" && !slices.ContainsFunc(picks[1:], func(m mirror) bool { return cr.wordsOf(ctx, m.address) != words })
}

// wordsOf is what the page at an address says; "" where it did not come.
func (cr *crawl) wordsOf(ctx context.Context, address string) string {
	p, err := cr.archive.Page(ctx, address)
	if err != nil || !p.OK() {
		return ""
	}
	f := extract.Read(p)
	words := extract.Fold(f.Title + "\n" + f.Text)
	for _, it := range f.Items {
		words += extract.Fold(it.Title)
	}
	return words
}

// steadyHash is the same for an address in every crawl.
func steadyHash(address string) (h uint64) {
	for _, c := range []byte(address) {
		h = mix(h ^ uint64(c))
	}
	return h
}
