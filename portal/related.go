package portal

import (
	"slices"

	"github.com/govaudit/govaudit/extract"
)

// ref is one link of a page's main part.
type ref struct {
	to     addr
	text   uint32
	region uint8
	via    uint8
}

// Ref is one link between two pages of the site, seen from either end.
type Ref struct {
	Page   *Page // the other page
	Text   string
	Region extract.Region
}

// Lead is one way on from a document: a link of its main part or of the related
// blocks beside it.
type Lead struct {
	URL, Text string
	Region    extract.Region
}

// minFurniture is the number of articles from which on a link common to most of
// them is taken for furniture of the page rather than a relation.
const minFurniture = 6

// spot is where links of a kind stand: a ranking on every page that leads to a
// document does not make furniture of the related block that does so too.
type spot struct {
	to     addr
	region uint8
}

// commonSpots finds the links that stand on more than half of the articles, which are
// left out of what is related to them, among those that enough pages link to at all.
func (p *Portal) commonSpots() map[spot]bool {
	articles := 0
	for _, pg := range p.Pages {
		if isArticle(pg) {
			articles++
		}
	}
	count := map[spot]int{}
	var refs []ref
	for _, pg := range p.Pages {
		if !isArticle(pg) {
			continue
		}
		refs = p.shelf.refs(pg, refs[:0])
		for i, r := range refs {
			if p.mayBeCommon(r.to, articles) && !slices.ContainsFunc(refs[:min(i, 32)], func(x ref) bool { return x.to == r.to && x.region == r.region }) {
				count[spot{r.to, r.region}]++
			}
		}
	}
	common := map[spot]bool{}
	for s, n := range count {
		if n >= minFurniture && 2*n > articles {
			common[s] = true
		}
	}
	return common
}

func (p *Portal) mayBeCommon(id addr, articles int) bool {
	n := p.pagesLinking(id)
	return n >= minFurniture && 2*n > articles
}

// backlinks are, for each page, the articles that link to it.
type backlinks struct {
	first []uint32 // by number of a page: index in from where its articles begin
	from  []uint32 // numbers of pages
}

// to returns the numbers of the articles that link to a page.
func (b backlinks) to(pg *Page) []uint32 { return b.from[b.first[pg.num]:b.first[pg.num+1]] }

func (p *Portal) foldBacklinks() backlinks {
	b := backlinks{first: make([]uint32, len(p.numbered)+1)}
	last := make([]uint32, len(p.numbered)) // the page that was noted last, plus one
	p.eachLead(last, func(_, to *Page) { b.first[to.num+1]++ })
	for i := 1; i < len(b.first); i++ {
		b.first[i] += b.first[i-1]
	}
	b.from = make([]uint32, b.first[len(p.numbered)])
	next := slices.Clone(b.first)
	clear(last)
	p.eachLead(last, func(from, to *Page) {
		b.from[next[to.num]] = from.num
		next[to.num]++
	})
	return b
}

// eachLead calls yield once for each pair of an article and a page it links to,
// the articles in the order of their addresses.
func (p *Portal) eachLead(last []uint32, yield func(from, to *Page)) {
	var refs []ref
	for _, pg := range p.Pages {
		if !isArticle(pg) {
			continue
		}
		refs = p.shelf.related(pg, refs[:0])
		for _, r := range refs {
			if to := p.at[r.to]; to != nil && to != pg && last[to.num] != pg.num+1 {
				last[to.num] = pg.num + 1
				yield(pg, to)
			}
		}
	}
}

// ref writes one link of a main part.
func (w *packer) ref(r ref) {
	w.n(int(r.to))
	w.n(int(r.text))
	w.b = append(w.b, r.region<<4|r.via)
}

// refs appends the links of a page's main part to list.
func (s *shelf) refs(pg *Page, list []ref) []ref {
	if !pg.is(markRefs) {
		return list
	}
	r := unpacker{s: s, b: s.packed.get(pg.refs)}
	for range r.n() {
		to, text, code := addr(r.u()), uint32(r.u()), r.b[0]
		r.b = r.b[1:]
		list = append(list, ref{to, text, code >> 4, code & 15})
	}
	return list
}

// related appends those links of an article that do not stand on most articles.
func (s *shelf) related(pg *Page, list []ref) []ref {
	from := len(list)
	list = s.refs(pg, list)
	common := s.common()
	if len(common) == 0 {
		return list
	}
	return list[:from+len(slices.DeleteFunc(list[from:], func(r ref) bool { return common[spot{r.to, r.region}] }))]
}

// Related returns the links of an article's main part and of the related blocks
// beside it (regions Body and Related, without pictures), in page order, at most
// 200, without those that stand on a large share of the site's articles (lists of
// hot news, banners); nil for lists and other kinds of page. Whether two documents
// point at each other is read from here.
func (pg *Page) Related() []Lead {
	if !isArticle(pg) || !pg.is(markRefs) {
		return nil
	}
	var few [16]ref
	refs := pg.shelf.related(pg, few[:0])
	if len(refs) == 0 {
		return nil
	}
	t := pg.shelf.table
	out := make([]Lead, len(refs))
	for i, r := range refs {
		out[i] = Lead{t.url(r.to), t.words.text(r.text), regions[r.region]}
	}
	return out
}

// ManyLinks reports that the main part of pg has more links than [Page.Related] knows:
// what it does not name may be there all the same.
func (pg *Page) ManyLinks() bool { return pg.is(markMany) }

// widespread is the number of pages from which on a link in the main part of a
// list is taken for furniture of the page; on a small site half of its pages do.
const widespread = 5

// furniture reports whether a link to id stands on many pages.
func (p *Portal) furniture(id addr) bool { return p.pagesLinking(id) >= p.many }

// maxParts bounds the pages below a page that are kept with it.
const maxParts = 60

func (p *Portal) countBodyLinks() {
	var refs []ref
	for _, pg := range p.Pages {
		if !pg.OK() || isArticle(pg) {
			continue
		}
		more := pg.outlined()
		refs = p.shelf.refs(pg, refs[:0])
		for _, r := range refs {
			below := p.leadsBelow(pg, r.to)
			if below || !p.furniture(r.to) && !p.beside(pg, r.to) {
				pg.BodyLinks++
			}
			if to := p.at[r.to]; below && to.OK() && len(more.parts) < maxParts && !slices.Contains(more.parts, to) {
				more.parts = append(more.parts, to)
			}
		}
		for _, to := range more.all {
			if !p.furniture(to) && !p.beside(pg, to) {
				pg.OwnLinks++
			}
		}
		if pg.BodyLinks == 0 && pg.Rows() == 0 && !slices.ContainsFunc(refs, func(r ref) bool { return p.deeper(pg, r.to) }) {
			pg.Residue = pg.unlinked // the links are a menu that nothing marks
		}
	}
	for _, pg := range p.Pages {
		if pg.more != nil {
			pg.more.all = nil
		}
	}
}

// leadsBelow reports that a page's link to id leads to a part of it: the leaders
// of 领导信息 may all list each other, and their list is still its content.
func (p *Portal) leadsBelow(pg *Page, id addr) bool {
	if c, to := p.columns[pg.id], p.columns[id]; c != nil && to != nil && under(to, c) {
		return true
	}
	to := p.at[id]
	if !to.OK() || to == pg {
		return false
	}
	named := false
	p.shelf.crumbs(to, func(form uint32) { named = named || p.table.of[form] == pg.id && p.table.forms.text(form) == pg.URL })
	return named
}

// deeper reports that a link may lead to a part of pg that does not say so: a page
// that is further from the home page than pg, or one that was not seen. What
// stands in a menu beside pg is no further.
func (p *Portal) deeper(pg *Page, id addr) bool {
	to := p.at[id]
	return to.OK() && to.Depth > pg.Depth || !to.OK() && p.InScope(p.table.url(id))
}

func (p *Portal) pagesLinking(id addr) int {
	n := int32(0)
	for _, a := range p.table.linked(id) {
		n += a.pages
	}
	return int(n)
}

// LinksFrom returns the pages of the site that an article's main part or its
// related blocks link to, in page order.
func (p *Portal) LinksFrom(pg *Page) []Ref {
	var out []Ref
	for _, l := range pg.Related() {
		if to := p.Page(l.URL); to != nil && to != pg {
			out = append(out, Ref{to, l.Text, l.Region})
		}
	}
	return out
}

// LinksTo returns the articles whose main part or related blocks link to pg, by
// URL.
func (p *Portal) LinksTo(pg *Page) []Ref {
	var out []Ref
	var refs []ref
	for _, n := range p.leading().to(pg) {
		from := p.numbered[n]
		refs = p.shelf.related(from, refs[:0])
		for _, r := range refs {
			if p.at[r.to] == pg {
				out = append(out, Ref{from, p.table.words.text(r.text), regions[r.region]})
			}
		}
	}
	return out
}

func isArticle(pg *Page) bool {
	return pg.OK() && !pg.is(markList) && (pg.Kind() == extract.Article || pg.Kind() == extract.Report)
}
