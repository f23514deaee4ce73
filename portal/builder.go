package portal

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Builder gathers pages into a [Portal]. Of each page it keeps only what judging
// needs, about a kilobyte. Make one with [NewBuilder]; its methods are safe for
// concurrent use.
type Builder struct {
	target site.Target
	load   Loader

	mu    sync.Mutex
	table *table
	words map[string]string // strings that repeat from page to page
	pages []*Page
	label map[labelKey]*anchorCount
}

type labelKey struct {
	text   uint32
	region uint8
	via    uint8
}

// NewBuilder returns a builder for the site t. Load reads a stored page again
// when its full text is needed; it may be nil, and then [Portal.Text] fails.
func NewBuilder(t site.Target, load Loader) *Builder {
	return &Builder{target: t, load: load, table: newTable(), words: map[string]string{}, label: map[labelKey]*anchorCount{}}
}

// maxRefs bounds the links kept of one page's main part.
const maxRefs = 200

// Add takes one fetched page and its facts; f is nil for a page that was not
// obtained. The order of calls is irrelevant, and neither p nor f is kept.
func (b *Builder) Add(p *site.Page, f *extract.Facts) {
	b.mu.Lock()
	defer b.mu.Unlock()
	url := p.Final
	if url == "" {
		url = p.URL
	}
	pg := &Page{Depth: p.Depth, Failure: p.Failure, Err: p.Err, Status: p.Status, Fetched: p.Fetched, SHA256: strings.Clone(p.SHA256)}
	pg.id = b.table.id(url)
	pg.URL = b.address(pg.id, url)
	pg.Asked = pg.URL
	if p.URL != url {
		pg.Asked = b.address(b.table.id(p.URL), p.URL)
	}
	if p.From != "" {
		pg.From = b.table.urls[b.table.id(p.From)]
	}
	if p.Within != "" {
		pg.within = b.table.urls[b.table.id(p.Within)]
	}
	b.pages = append(b.pages, pg)
	if f == nil {
		if pg.Failure == "" {
			pg.Failure, pg.Err = site.FailOther, "the page was not read"
		}
		return
	}
	b.keep(pg, f)
	b.links(pg, f)
}

// address returns the one copy of an address, where the table has this form.
func (b *Builder) address(id addr, url string) string {
	if own := b.table.urls[id]; own == url {
		return own
	}
	return strings.Clone(url)
}

func (b *Builder) links(pg *Page, f *extract.Facts) {
	article := f.Kind == extract.Article || f.Kind == extract.Report
	for i := range f.Links {
		l := &f.Links[i]
		if l.Via == extract.Picture || l.Via == extract.Include {
			continue
		}
		to, text := b.table.id(l.URL), b.table.text(l.Text)
		if to == pg.id && l.Region != extract.Nav {
			pg.self = pg.self || l.Region == extract.Body
			continue
		}
		b.table.add(pg.id, pg.Depth, to, text, l)
		if !article || len(f.Items) > 0 {
			b.outline(pg, to, text, l)
		}
		if len(f.Items) == 0 && pg.Runes < maxResidue && to != pg.id && len(pg.all) < maxRefs && utf8.RuneCountInString(l.Text) >= minTitle {
			pg.all = append(pg.all, to)
		}
		main := l.Region == extract.Body || article && l.Region == extract.Related
		if main && len(pg.refs) < maxRefs {
			pg.refs = append(pg.refs, ref{to, text, regionCode(l.Region), viaCode(l.Via)})
		}
	}
	pg.refs, pg.Menu = slices.Clip(pg.refs), slices.Clip(pg.Menu)
	for _, l := range f.Labels {
		b.addLabel(pg, l.Text, l.Region, l.Via)
	}
	for _, c := range f.Crumbs {
		if c.URL == "" {
			b.addLabel(pg, c.Name, extract.Breadcrumb, extract.Heading)
			continue
		}
		if slices.ContainsFunc(f.Links, func(l extract.Link) bool { return l.Region == extract.Breadcrumb && l.URL == c.URL }) {
			continue // counted with the links
		}
		l := extract.Link{URL: c.URL, Region: extract.Breadcrumb, Via: extract.Anchor}
		b.table.add(pg.id, pg.Depth, b.table.id(c.URL), b.table.text(c.Name), &l)
	}
	if article && f.Meta.ColumnName != "" {
		b.addLabel(pg, f.Meta.ColumnName, extract.Breadcrumb, extract.Heading)
	}
}

// maxMenu bounds the names kept of one page's menu.
const maxMenu = 60

// outline keeps what shows the structure of a page that is no article.
func (b *Builder) outline(pg *Page, to addr, text uint32, l *extract.Link) {
	if turnsPage(pg.URL, l) {
		pg.pager = append(pg.pager, to)
	}
	if l.Via == extract.FrameSrc || l.Via == extract.Called {
		pg.Frames = appendNew(pg.Frames, b.table.urls[to])
	}
	if l.Region == extract.Nav && len(pg.Menu) < maxMenu && nameKey(l.Text) != "" {
		pg.Menu = appendNew(pg.Menu, b.table.words[text])
	}
}

func (b *Builder) addLabel(pg *Page, text string, r extract.Region, v extract.Via) {
	if text == "" {
		return
	}
	k := labelKey{b.table.text(text), regionCode(r), viaCode(v)}
	c := b.label[k]
	if c == nil {
		b.label[k] = &anchorCount{1, int32(pg.Depth), pg.id}
		return
	}
	c.pages++
	if d := int32(pg.Depth); d < c.depth || d == c.depth && pg.URL < b.table.urls[c.from] {
		c.depth, c.from = d, pg.id
	}
}

// Build folds what was added into the portal of one snapshot. The builder must
// not be used afterwards.
func (b *Builder) Build(s *site.Snapshot) *Portal {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := &Portal{Target: b.target, Snapshot: s, scope: site.NewScope(b.target), table: b.table, loadText: b.load}
	b.table.freeze()
	for _, pg := range b.pages {
		pg.part = p.isPart(pg)
	}
	p.setVain(b.pages)
	p.setPages(b.pages)
	p.many = max(2, min(widespread, len(p.Pages)/2))
	p.setLabels(b.label)
	p.labelHome()
	p.setLists()
	p.setColumns()
	p.setDocuments()
	p.setRelated()
	p.setNames()
	return p
}

// setPages orders the pages and makes every asked and final address lead to one
// of them: of two records of one address the one that was obtained, then the one
// asked for directly, then the nearest to the home page.
func (p *Portal) setPages(pages []*Page) {
	slices.SortFunc(pages, func(a, b *Page) int {
		return cmp.Or(strings.Compare(a.URL, b.URL), order(!a.OK(), !b.OK()), order(a.Asked != a.URL, b.Asked != b.URL),
			cmp.Compare(a.Depth, b.Depth), strings.Compare(a.Asked, b.Asked))
	})
	p.at = make([]*Page, len(p.table.urls))
	var parts []*Page
	for _, pg := range pages {
		if pg.part {
			if len(parts) == 0 || parts[len(parts)-1].URL != pg.URL {
				parts = append(parts, pg)
			}
			p.stand(pg.URL, parts[len(parts)-1])
			p.stand(pg.Asked, parts[len(parts)-1])
			continue
		}
		n := len(p.Pages)
		if n == 0 || p.Pages[n-1].URL != pg.URL {
			p.Pages = append(p.Pages, pg)
			n++
		}
		p.stand(pg.URL, p.Pages[n-1])
		p.stand(pg.Asked, p.Pages[n-1])
	}
	p.byURL = map[string]*Page{}
	for _, pg := range p.Pages {
		if p.at[pg.id] != pg {
			p.byURL[pg.URL] = pg
		}
	}
	p.setParts(parts)
	p.setHome()
	p.setTypical()
}

// stand makes pg stand for an address, unless a better page does.
func (p *Portal) stand(url string, pg *Page) {
	if id, ok := p.table.find(url); ok && better(pg, p.at[id]) {
		p.at[id] = pg
	}
}

func (p *Portal) setTypical() {
	var runes, again []int
	shows := 0
	for _, pg := range p.Pages {
		if pg.OK() && pg.Facts.Kind != extract.File {
			runes = append(runes, pg.Facts.Signals.TextRunes)
			if pg.Facts.Signals.Embedded {
				shows++
			}
			if !isArticle(pg) {
				again = append(again, pg.Facts.Signals.Again)
			}
		}
	}
	p.embeds = len(runes) > 2 && 2*shows > len(runes)
	if slices.Sort(again); len(again) > 0 {
		p.repeats = again[len(again)/2]
	}
	if slices.Sort(runes); len(runes) > 0 {
		p.typical = runes[len(runes)/2]
	}
}

func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// better reports whether a should stand for an address rather than b.
func better(a, b *Page) bool {
	if b == nil || a.OK() != b.OK() {
		return b == nil || a.OK()
	}
	return lesser(a.URL, b.URL)
}

func (p *Portal) setHome() {
	if pg := p.Page(p.Target.URL); pg.OK() {
		p.Home = pg
		return
	}
	for _, pg := range p.Pages {
		if pg.OK() && pg.Facts.Kind == extract.Home && (p.Home == nil || pg.Depth < p.Home.Depth) {
			p.Home = pg
		}
	}
}
