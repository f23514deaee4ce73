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
	read  bool
	pages map[string]passed  // by address without the values of its marks, or without them
	marks map[string]markUse // by the names of the marks
}

// passed is what pages show whose addresses differ in their marks only.
type passed struct {
	title string
	n     int
	apart bool // they show different things: the mark says which
}

// markUse counts pages by what a mark does at their addresses.
type markUse struct{ same, apart int }

const (
	passLeast  = 8 // length from which a value may be a pass; numbers of pages and columns are shorter
	passProven = 3 // pages obtained with several passes, from which on the mark is known everywhere
)

// hold reports that what stands at address was obtained at least twice with other marks,
// as the same page, or that its marks are passes wherever they stand on the site.
func (p *passes) hold(address string) bool {
	if !p.read {
		p.read = true
		p.learn()
	}
	plain, marks := withoutPass(address)
	if x := p.pages[plain]; x.n >= 2 {
		return !x.apart
	}
	m := p.marks[strings.Join(marks, "&")]
	return len(marks) > 0 && m.same >= passProven && m.apart == 0
}

// learn looks at all pages that were obtained.
func (p *passes) learn() {
	p.pages, p.marks = map[string]passed{}, map[string]markUse{}
	of := map[string]string{}
	for _, pg := range p.c.Portal.Pages {
		plain, marks := withoutPass(pg.Asked())
		if len(marks) == 0 || !pg.OK() {
			continue
		}
		title := extract.Fold(pg.Facts().HTMLTitle)
		bare, query, _ := strings.Cut(plain, "?")
		p.note(plain, title)
		of[plain] = strings.Join(marks, "&")
		if len(marks) == strings.Count(query, "&")+1 {
			p.note(bare, title) // as a crawler asks that knows the mark to be none of the page's
		}
	}
	for plain, mark := range of {
		x, m := p.pages[plain], p.marks[mark]
		switch {
		case x.apart:
			m.apart++
		case x.n >= 2:
			m.same++
		}
		p.marks[mark] = m
	}
}

func (p *passes) note(plain, title string) {
	was := p.pages[plain]
	p.pages[plain] = passed{title, was.n + 1, was.apart || title == "" || was.n > 0 && was.title != title}
}

// withoutPass returns an address without the values of its parameters that may be a
// pass, and the names of these.
func withoutPass(address string) (plain string, marks []string) {
	base, query, asks := strings.Cut(address, "?")
	if !asks {
		return address, nil
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		if v, err := url.QueryUnescape(value); err == nil && isPass(v) {
			pairs[i] = name
			marks = append(marks, name)
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
