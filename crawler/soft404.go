package crawler

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

const (
	// shellRunes is the text below which a page answered for everything is the
	// empty shell of a script application rather than an error page.
	shellRunes = 60
	// steady is how alike two answers to impossible addresses must be before
	// their likeness to a page says anything.
	steady = 0.85
)

// face is what is compared of an answer: the words of its title and its text
// that do not depend on the address asked for.
type face struct {
	title, text string
	sketch      []uint64
	runes       int
	final       string // "" unless the answer came by redirect
	worded      bool   // it says that there is no such page
}

func faceOf(p *site.Page) face {
	utf8, _ := extract.Decode(p.Body, p.ContentType)
	echo := p.URL
	if u, err := url.Parse(p.URL); err == nil {
		echo = u.Path
	}
	text := visible(utf8)
	f := face{title: constant(titleOf(utf8), echo), text: constant(text, echo)}
	f.runes = len([]rune(strings.Join(strings.Fields(text), "")))
	f.sketch = sketch(f.text)
	if p.Final != p.URL {
		f.final = p.Final
	}
	return f
}

// titleOf returns the content of the first <title>, verbatim, if it starts in
// the first 64 KiB.
func titleOf(html []byte) string {
	html = html[:min(len(html), 64<<10)]
	for {
		i := bytes.IndexByte(html, '<')
		if i < 0 {
			return ""
		}
		html = html[i:]
		if opens(html, "title") {
			break
		}
		html = html[1:]
	}
	_, rest, _ := bytes.Cut(html, []byte(">"))
	title, _, _ := bytes.Cut(rest, []byte("<"))
	return string(title[:min(len(title), 1024)])
}

// prober learns how one host answers for addresses that cannot exist, once.
type prober struct {
	mu    sync.Mutex
	done  bool
	faces []face                  // of the answers that pretended to be pages; none: the host is honest
	lost  atomic.Pointer[face]    // of an answer that did not; nil: there is none
	level float64                 // how alike its two answers were
	shell bool                    // it answers with the home page's empty shell, for real pages too
	base  map[string]bool         // folders and suffixes asked in the first place
	deep  map[string]*calibration // what it answers below single folders, by folder and suffix
}

// learn asks h for two addresses that cannot exist, below dir, in the turns of
// the place its caller holds there. Only its first call asks. A host that says it
// has no robots.txt, and no page either, is honest: the second would tell nothing.
func (s *prober) learn(ctx context.Context, h *host, f *fetcher, dir string, scope site.Scope, home *face) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done {
		return
	}
	var faces, proof []face
	for _, form := range []string{"%sgovaudit-%016x.html", "%sgovaudit-%016x/"} {
		address := fmt.Sprintf(form, dir, rand.Uint64())
		u, err := url.Parse(address)
		if err != nil || !scope.Contains(u) || h.pace(ctx) != nil {
			continue
		}
		if key, _ := neighbour(u); s.base == nil {
			s.base = map[string]bool{key: true}
		} else {
			s.base[key] = true
		}
		p := f.plain(ctx, address, f.limits.MaxBody)
		if p.Failure == site.FailGone && len(p.Body) > 0 {
			s.lost.CompareAndSwap(nil, new(faceOf(p)))
		}
		if p.Failure == site.FailGone && h.noRobots() {
			break
		}
		if p.OK() && len(p.Body) > 0 {
			fc := faceOf(p)
			faces = append(faces, fc)
			if proves(p, &fc) {
				proof = append(proof, fc)
			}
		}
	}
	if ctx.Err() != nil {
		return // not learnt: asked again when the crawl goes on
	}
	s.done, s.faces, s.level = true, proof, 1
	if len(faces) == 2 {
		s.level = alike(faces[0].sketch, faces[1].sketch)
	}
	for i := range s.faces {
		// The home page for everything says by that what it says of nothing else.
		s.faces[i].worded = s.faces[i].worded || home != nil && same(s.faces[i], *home, min(s.level, 0.95))
	}
	for _, fc := range faces {
		if home != nil && same(fc, *home, min(s.level, 0.95)) && fc.runes < shellRunes {
			s.shell = true
		}
	}
}

// pretends returns the answer its host gives for addresses that cannot exist, if p,
// obtained with status 200, is the same. It compares whole texts, not their
// frames: an empty column in the frame of the site is not an error page.
func (s *prober) pretends(p *site.Page) (like *face) {
	if len(s.faces) == 0 || s.shell || frontName(p.URL) {
		return nil
	}
	return resembled(faceOf(p), s.faces, s.level)
}

// isLost reports that p, answered as not there, shows what its host showed at an address
// that cannot exist when it showed pages, too.
func (s *prober) isLost(p *site.Page) bool {
	lost := s.lost.Load()
	return lost != nil && same(faceOf(p), *lost, 0.95)
}

// resembled returns the one of the answers, which are alike to level and were given for
// addresses that cannot exist, that got is; nil if none.
func resembled(got face, faces []face, level float64) *face {
	for i := range faces {
		fc := &faces[i]
		if fc.final != "" && fc.final == got.final {
			return fc // both were sent to the same address
		}
		if level < steady {
			continue // it answers with something else each time
		}
		if same(got, *fc, max(steady, level-noise(level))) {
			return fc
		}
	}
	return nil
}

// noise is how much less alike than a host's two answers a third may be.
func noise(level float64) float64 {
	if level >= 1 {
		return 0
	}
	return 0.05
}

// frontName reports whether address is another name of a home page, which a
// host that answers everything with its home page rightly answers so.
func frontName(address string) bool {
	u, err := url.Parse(address)
	if err != nil || strings.Count(u.Path, "/") > 1 {
		return false
	}
	name, _, _ := strings.Cut(strings.ToLower(strings.TrimPrefix(u.Path, "/")), ".")
	return name == "" || name == "index" || name == "default" || name == "home" || name == "main"
}

// same reports whether two answers show the same: equal words where the host is
// steady, otherwise words as alike as its own two answers were.
func same(a, b face, level float64) bool {
	if a.title != b.title {
		return false
	}
	if level >= 1 {
		return a.text == b.text
	}
	la, lb := len(a.text), len(b.text)
	return alike(a.sketch, b.sketch) >= level && 10*la >= 9*lb && 10*lb >= 9*la
}
