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

// inRef says that lead n of a page leads here.
type inRef struct {
	from *Page
	n    int
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

// setRelated turns the kept links of articles into Related, leaving out what
// stands on more than half of them.
func (p *Portal) setRelated() {
	articles, common := 0, map[spot]int{}
	for _, pg := range p.Pages {
		if !isArticle(pg) {
			continue
		}
		articles++
		for i, r := range pg.refs {
			if !slices.ContainsFunc(pg.refs[:min(i, 32)], func(x ref) bool { return x.to == r.to && x.region == r.region }) {
				common[spot{r.to, r.region}]++
			}
		}
	}
	p.countBodyLinks()
	for _, pg := range p.Pages {
		if !isArticle(pg) {
			continue
		}
		for _, r := range pg.refs {
			if n := common[spot{r.to, r.region}]; n >= minFurniture && 2*n > articles {
				continue
			}
			pg.Related = append(pg.Related, Lead{p.table.urls[r.to], p.table.words[r.text], regions[r.region]})
			if to := p.at[r.to]; to != nil && to != pg {
				to.in = append(to.in, inRef{pg, len(pg.Related) - 1})
			}
		}
		pg.Related = slices.Clip(pg.Related)
		pg.refs, pg.all = nil, nil
	}
}

// widespread is the number of pages from which on a link in the main part of a
// list is taken for furniture of the page; on a small site half of its pages do.
const widespread = 5

// furniture reports whether a link to id stands on many pages.
func (p *Portal) furniture(id addr) bool { return p.pagesLinking(id) >= p.many }

// maxParts bounds the pages below a page that are kept with it.
const maxParts = 60

func (p *Portal) countBodyLinks() {
	for _, pg := range p.Pages {
		if !pg.OK() || isArticle(pg) {
			continue
		}
		for _, r := range pg.refs {
			below := p.leadsBelow(pg, r.to)
			if below || !p.furniture(r.to) && !p.beside(pg, r.to) {
				pg.BodyLinks++
			}
			if to := p.at[r.to]; below && to.OK() && len(pg.Parts) < maxParts && !slices.Contains(pg.Parts, to) {
				pg.Parts = append(pg.Parts, to)
			}
		}
		for _, to := range pg.all {
			if !p.furniture(to) && !p.beside(pg, to) {
				pg.OwnLinks++
			}
		}
		if pg.BodyLinks == 0 && len(pg.Facts.Items) == 0 && !slices.ContainsFunc(pg.refs, func(r ref) bool { return p.deeper(pg, r.to) }) {
			pg.Residue = pg.unlinked // the links are a menu that nothing marks
		}
	}
	for _, pg := range p.Pages {
		if pg.OK() && !isArticle(pg) {
			pg.refs, pg.all = nil, nil
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
	return to.OK() && to != pg && slices.ContainsFunc(to.Facts.Crumbs, func(x extract.Crumb) bool { return x.URL == pg.URL })
}

// deeper reports that a link may lead to a part of pg that does not say so: a page
// that is further from the home page than pg, or one that was not seen. What
// stands in a menu beside pg is no further.
func (p *Portal) deeper(pg *Page, id addr) bool {
	to := p.at[id]
	return to.OK() && to.Depth > pg.Depth || !to.OK() && p.InScope(p.table.urls[id])
}

func (p *Portal) pagesLinking(id addr) int {
	n := int32(0)
	for i := p.table.first[id]; i < p.table.first[id+1]; i++ {
		n += p.table.all[i].pages
	}
	return int(n)
}

// LinksFrom returns the pages of the site that an article's main part or its
// related blocks link to, in page order.
func (p *Portal) LinksFrom(pg *Page) []Ref {
	var out []Ref
	for _, l := range pg.Related {
		if to := p.Page(l.URL); to != nil && to != pg {
			out = append(out, Ref{to, l.Text, l.Region})
		}
	}
	return out
}

// LinksTo returns the articles whose main part or related blocks link to pg, by
// URL.
func (p *Portal) LinksTo(pg *Page) []Ref {
	out := make([]Ref, 0, len(pg.in))
	for _, r := range pg.in {
		l := r.from.Related[r.n]
		out = append(out, Ref{r.from, l.Text, l.Region})
	}
	return out
}

func isArticle(pg *Page) bool {
	return pg.OK() && !pg.list && (pg.Facts.Kind == extract.Article || pg.Facts.Kind == extract.Report)
}
