package crawler

import (
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// guesses notices menus that pages hold as data: {"title":"通知公告","path":"tzgg/"}
// stands on every page of a site and means the same folder on all, but what the
// script that shows it puts before is not known. Taken relative to the page, it is
// right on the first page and invents an address on each other one. When several of
// these are said not to be there and none is, the others are left alone.
//
// frontier.mu guards it; the zero value is ready.
type guesses struct {
	first map[uint64]uint64 // by what was written: the address made of it first
	again map[uint64]uint64 // by an address made of the same words later: the first one
	there map[uint64]bool   // first addresses that were answered
	good  int               // later ones that were answered
	bad   int               // and those that were said not to be there
}

const (
	guessMost = 4096 // addresses that are kept in mind
	guessVain = 4    // later addresses that are not there, after which none is tried
)

// guessed notes the links of a page that only data in its scripts hold.
func (f *frontier) guessed(p *site.Page, links []extract.Link) {
	if p.Within != "" || !isHTML(p.ContentType) {
		return
	}
	end := strings.LastIndexByte(p.Final, '/') + 1
	if q := strings.IndexByte(p.Final, '?'); q >= 0 {
		end = strings.LastIndexByte(p.Final[:q], '/') + 1
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	g := &f.guesses
	for i := range links {
		l := &links[i]
		if l.Via != extract.Script {
			continue
		}
		written, ok := strings.CutPrefix(l.URL, p.Final[:end])
		if !ok || written == "" || isSelf(p.Final, l.URL) {
			continue
		}
		if g.first == nil {
			g.first, g.again, g.there = map[uint64]uint64{}, map[uint64]uint64{}, map[uint64]bool{}
		}
		h, w := f.hash(l.URL), f.hash(written)
		first, known := g.first[w]
		switch {
		case !known && len(g.first) < guessMost:
			g.first[w] = h
		case known && first != h && len(g.again) < guessMost:
			g.again[h] = first
		}
	}
}

// isSelf reports an address that is the page's own with another query: what a script
// makes of where it stands is no guess.
func isSelf(page, address string) bool {
	own, _, _ := strings.Cut(page, "?")
	rest, ok := strings.CutPrefix(address, own)
	return ok && strings.HasPrefix(rest, "?")
}

// told notes what came of an address that may be a guess.
func (f *frontier) told(p *site.Page) {
	f.mu.Lock()
	defer f.mu.Unlock()
	g := &f.guesses
	if len(g.first) == 0 {
		return
	}
	h := f.hash(p.URL)
	if _, later := g.again[h]; !later {
		if p.OK() && len(g.there) < guessMost {
			g.there[h] = true
		}
		return
	}
	switch {
	case p.OK():
		g.good++
	case p.Failure.Definite():
		g.bad++
	}
}

// vain reports whether the address with hash h is a guess like others that came to
// nothing, of words whose first reading was right.
func (g *guesses) vain(h uint64) bool {
	if g.bad < guessVain || g.good > 0 {
		return false
	}
	first, later := g.again[h]
	return later && g.there[first]
}

// isGuess reports whether an address was made of words that stand for another one
// already.
func (f *frontier) isGuess(address string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	first, later := f.guesses.again[f.hash(address)]
	return later && f.guesses.there[first]
}
