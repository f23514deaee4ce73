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
// needs, a few hundred bytes. Make one with [NewBuilder]; its methods are safe for
// concurrent use.
type Builder struct {
	target site.Target
	load   Loader

	mu     sync.Mutex
	shelf  *shelf
	packer packer
	links  packer // of the main part
	pages  []*Page
	free   []Page // pages that are made in pieces, for fewer and fuller blocks
	label  map[labelKey]*labelCount
	same   hints
	words  map[string]bool // scratch
}

type labelKey struct {
	text   uint32
	region uint8
	via    uint8
}

// labelCount says on how many pages a label stands, and on which one nearest to
// the home page.
type labelCount struct {
	pages, depth int32
	from         addr
}

// NewBuilder returns a builder for the site t. Load reads a stored page again
// when its full text is needed; it may be nil, and then [Portal.Text] fails.
func NewBuilder(t site.Target, load Loader) *Builder {
	s := newShelf()
	return &Builder{target: t, load: load, shelf: s, packer: packer{s: s}, links: packer{s: s}, label: map[labelKey]*labelCount{}, words: map[string]bool{}}
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
	t := b.shelf.table
	pg := b.page()
	pg.Depth, pg.Failure, pg.Status = int32(p.Depth), p.Failure, int32(p.Status)
	form := t.form(url)
	pg.id, pg.URL = t.of[form], t.forms.text(form)
	pg.asked = t.form(p.URL)
	if p.From != "" {
		pg.from = uint32(t.id(p.From)) + 1
	}
	if p.Within != "" {
		pg.within = uint32(t.id(p.Within)) + 1
	}
	h := head{p.Fetched, p.SHA256}
	if p.Rendered != nil { // what is quoted of it stands in what was shown
		h.sha = p.Rendered.SHA256
	}
	why := p.Err
	if f == nil && pg.Failure == "" {
		pg.Failure, why = site.FailOther, "the page was not read"
	}
	if why != "" {
		b.shelf.errs[pg.num] = strings.Clone(why)
	}
	if f == nil {
		b.packer.putHead(pg, h, "")
		return
	}
	b.keep(pg, h, f)
	b.addLinks(pg, f)
}

// pagesAtOnce is how many pages are made in one piece, once a site has that many:
// as many as fill a block of the allocator.
const pagesAtOnce = 240

func (b *Builder) page() *Page {
	if len(b.free) == 0 {
		b.free = make([]Page, min(pagesAtOnce, max(8, len(b.pages))))
	}
	pg := &b.free[0]
	b.free = b.free[1:]
	pg.num, pg.shelf = uint32(len(b.pages)), b.shelf
	b.pages = append(b.pages, pg)
	return pg
}

func (b *Builder) addLinks(pg *Page, f *extract.Facts) {
	article := f.Kind == extract.Article || f.Kind == extract.Report
	structure := !article || len(f.Items) > 0
	if structure && pg.more == nil {
		pg.more = &outline{}
	}
	t, refs := b.shelf.table, 0
	b.links.b, b.links.mask = b.links.b[:0], 0
	var long []addr
	for i := range f.Links {
		l := &f.Links[i]
		if l.Via == extract.Picture || l.Via == extract.Include {
			continue
		}
		h := b.same.of(t, l, i, len(f.Links))
		to, text, region, via := h.to, h.name, h.region, h.via
		if to == pg.id && l.Region != extract.Nav {
			pg.set(markSelf, l.Region == extract.Body)
			continue
		}
		h.anchor = t.addAt(h.anchor, pg.id, pg.Depth, to, text, region, via)
		if structure {
			b.outline(pg, to, text, l)
		}
		if len(f.Items) == 0 && pg.Runes < maxResidue && to != pg.id && len(long) < maxRefs && utf8.RuneCountInString(l.Text) >= minTitle {
			long = append(long, to)
		}
		main := l.Region == extract.Body || article && l.Region == extract.Related
		switch {
		case main && refs < maxRefs:
			refs++
			b.links.ref(ref{to, text, region, via})
		case main:
			pg.set(markMany, true)
		}
	}
	if refs > 0 {
		b.links.mask = uint64(refs)
		pg.refs = b.links.put()
		pg.set(markRefs, true)
	}
	if len(long) > 0 && !article { // Where it is an article after all, nobody asks.
		pg.more.all = long
	}
	if pg.more != nil {
		pg.more.menu = slices.Clip(pg.more.menu)
	}
	b.addLabels(pg, f, article)
}

func (b *Builder) addLabels(pg *Page, f *extract.Facts, article bool) {
	t := b.shelf.table
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
		t.add(pg.id, pg.Depth, t.id(c.URL), t.text(c.Name), regionCode(extract.Breadcrumb), viaCode(extract.Anchor))
	}
	if article && f.Meta.ColumnName != "" {
		b.addLabel(pg, f.Meta.ColumnName, extract.Breadcrumb, extract.Heading)
	}
}

// maxMenu bounds the names kept of one page's menu.
const maxMenu = 60

// outline keeps what shows the structure of a page that is no article.
func (b *Builder) outline(pg *Page, to addr, text uint32, l *extract.Link) {
	t, more := b.shelf.table, pg.more
	if turnsPage(pg.URL, l) {
		more.pager = append(more.pager, to)
	}
	if l.Via == extract.FrameSrc || l.Via == extract.Called {
		more.frames = appendNew(more.frames, t.url(to))
	}
	if l.Region == extract.Nav && len(more.menu) < maxMenu && t.nameKey(text) != "" {
		more.menu = appendNew(more.menu, text)
	}
}

func (b *Builder) addLabel(pg *Page, text string, r extract.Region, v extract.Via) {
	if text == "" {
		return
	}
	t := b.shelf.table
	k := labelKey{t.text(text), regionCode(r), viaCode(v)}
	c := b.label[k]
	if c == nil {
		b.label[k] = &labelCount{1, pg.Depth, pg.id}
		return
	}
	c.pages++
	if pg.Depth < c.depth || pg.Depth == c.depth && pg.URL < t.url(c.from) {
		c.depth, c.from = pg.Depth, pg.id
	}
}

// Build folds what was added into the portal of one snapshot. The builder must
// not be used afterwards.
func (b *Builder) Build(s *site.Snapshot) *Portal {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := &Portal{Target: b.target, Snapshot: s, scope: site.NewScope(b.target), table: b.shelf.table, shelf: b.shelf, loadText: b.load}
	p.origin = originOf(p.Target, p.scope)
	p.numbered = b.pages
	b.shelf.near = recentsOf(len(b.pages))
	p.table.freeze()
	for _, pg := range b.pages {
		pg.set(markPart, p.isPart(pg))
	}
	p.setVain(b.pages)
	p.setPages(slices.Clone(b.pages))
	p.many = max(2, min(widespread, len(p.Pages)/2))
	for _, pg := range b.pages {
		if pg.OK() && pg.Kind() != extract.File && pg.Kind() != extract.Data {
			p.shown++
		}
	}
	p.setLabels(b.label)
	p.labelHome()
	p.setLists()
	p.setColumns()
	p.countBodyLinks()
	p.tellUnseen()
	p.shelf.common = sync.OnceValue(p.commonSpots)
	p.documents = sync.OnceValue(p.foldDocuments)
	p.leading = sync.OnceValue(p.foldBacklinks)
	p.names = sync.OnceValue(p.foldNames)
	return p
}

// setPages orders the pages and makes every asked and final address lead to one
// of them: of two records of one address the one that was obtained, then the one
// asked for directly, then the nearest to the home page.
func (p *Portal) setPages(pages []*Page) {
	slices.SortFunc(pages, func(a, b *Page) int {
		return cmp.Or(strings.Compare(a.URL, b.URL), order(!a.OK(), !b.OK()), order(a.Asked() != a.URL, b.Asked() != b.URL),
			cmp.Compare(a.Depth, b.Depth), strings.Compare(a.Asked(), b.Asked()))
	})
	p.at = make([]*Page, len(p.table.best))
	var parts []*Page
	for _, pg := range pages {
		if pg.is(markPart) {
			if len(parts) == 0 || parts[len(parts)-1].URL != pg.URL {
				parts = append(parts, pg)
			}
			p.stand(pg.id, parts[len(parts)-1])
			p.stand(p.table.of[pg.asked], parts[len(parts)-1])
			continue
		}
		n := len(p.Pages)
		if n == 0 || p.Pages[n-1].URL != pg.URL {
			p.Pages = append(p.Pages, pg)
			n++
		}
		p.stand(pg.id, p.Pages[n-1])
		p.stand(p.table.of[pg.asked], p.Pages[n-1])
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
func (p *Portal) stand(id addr, pg *Page) {
	if better(pg, p.at[id]) {
		p.at[id] = pg
	}
}

func (p *Portal) setTypical() {
	var runes, again []int32
	shows := 0
	for _, pg := range p.Pages {
		if pg.OK() && pg.Kind() != extract.File {
			runes = append(runes, pg.texts)
			if pg.is(markEmbedded) {
				shows++
			}
			if !isArticle(pg) {
				again = append(again, pg.again)
			}
		}
	}
	p.embeds = len(runes) > 2 && 2*shows > len(runes)
	if slices.Sort(again); len(again) > 0 {
		p.repeats = int(again[len(again)/2])
	}
	if slices.Sort(runes); len(runes) > 0 {
		p.typical = int(runes[len(runes)/2])
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
		if pg.OK() && pg.Kind() == extract.Home && (p.Home == nil || pg.Depth < p.Home.Depth) {
			p.Home = pg
		}
	}
}
