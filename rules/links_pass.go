package rules

import (
	"net/url"
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// passes knows pages whose addresses hold a pass: a mark that is another one in every
// link and lets in for a while. Who comes later is told that there is no such page.
type passes struct {
	c     *Case
	pages map[string]passed // by address without the values of its marks, or without them; nil: not read yet
}

// passed is what pages show whose addresses differ in their marks only.
type passed struct {
	title string
	n     int
	apart bool // they show different things: the mark says which
}

// passLeast is the length from which the value of a parameter may be a pass. Numbers of
// pages and columns are shorter.
const passLeast = 8

// hold reports that the page of address was obtained at least twice with other marks, as
// the same page.
func (p *passes) hold(address string) bool {
	plain, _ := withoutPass(address)
	if p.pages == nil {
		p.pages = map[string]passed{}
		for _, pg := range p.c.Portal.Pages {
			plain, marks := withoutPass(pg.Asked())
			if marks == 0 || !pg.OK() {
				continue
			}
			title := extract.Fold(pg.Facts().HTMLTitle)
			bare, query, _ := strings.Cut(plain, "?")
			p.note(plain, title)
			if marks == strings.Count(query, "&")+1 {
				p.note(bare, title) // as a crawler asks that knows the mark to be none of the page's
			}
		}
	}
	x := p.pages[plain]
	return x.n >= 2 && !x.apart
}

func (p *passes) note(plain, title string) {
	was := p.pages[plain]
	p.pages[plain] = passed{title, was.n + 1, was.apart || title == "" || was.n > 0 && was.title != title}
}

// withoutPass returns an address without the values of its parameters that may be a
// pass, and how many there are.
func withoutPass(address string) (plain string, marks int) {
	base, query, asks := strings.Cut(address, "?")
	if !asks {
		return address, 0
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		if v, err := url.QueryUnescape(value); err == nil && isPass(v) {
			pairs[i] = name
			marks++
		}
	}
	return base + "?" + strings.Join(pairs, "&"), marks
}

func isPass(value string) bool {
	digit := false
	for _, r := range value {
		switch {
		case r >= '0' && r <= '9':
			digit = true
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', strings.ContainsRune("-_.+/=", r):
		default:
			return false
		}
	}
	return digit && len(value) >= passLeast
}
