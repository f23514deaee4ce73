package crawler

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Whatever forms of menus, lists and pagers are known, a site may have another one:
// its pages do not look empty, and all the same only a script leads on from them. When
// nothing is left to fetch, a few pages are therefore shown in the browser, one for
// each way in which the site's own scripts act. Where one leads to pages of the site
// that the crawl did not know, those like it are shown as well, until that brings
// nothing more. A page that brings nothing stays as it was without the browser.

// Bounds on what is kept back for samples, and shown.
const (
	maxTemplates   = 64
	maxOfLists     = 60 // pages kept of one template
	maxOfArticles  = 4
	firstSamples   = 6  // shown where none brings anything; as many again after each that does
	vainLists      = 4  // in a row that bring nothing, after which no more of a template are shown
	vainNews       = 20 // the same where other pages have entries of their own to press
	vainArticles   = 2
	maxOwnFiles    = 20 // script files looked into
	maxLookups     = 300
	manyOfTemplate = 4 // lists of a template from which several are shown
)

// template is the pages of a site that are used alike and whose scripts act alike.
type template struct {
	key   templateKey
	pages []*held         // waiting, best first
	seen  map[string]bool // the addresses of those shown
	words map[string]bool // what the entries of those shown say that lead nowhere as they stand
	more  int             // that were not kept
	shown int
	vain  int  // shown in a row that brought nothing
	led   bool // one of them brought something
}

type templateKey struct {
	class, acts, files int
	hides              bool // something in its pages waits to be pressed: they are not like those around them
	blank              int  // of articles: what in them may be filled
}

// samples is what one crawl may show once more although it looks complete;
// renders.mu guards it.
type samples struct {
	of     map[templateKey]*template
	back   []string        // pages that an earlier part of this crawl showed
	files  map[string]bool // script files looked into: whether they act
	came   int             // pages that came since the last sample
	shown  int
	broken int // samples the browser could not show

	unshown int    // pages that hide something and were not shown, beside those that wait
	hidden  string // what the first of them hides
}

// lack counts a page that is not shown if it hides something.
func (s *samples) lack(h *held) {
	if hides := h.facts.Signals.Hides; hides != "" {
		s.unshown++
		s.hidden = cmp.Or(s.hidden, hides)
	}
}

// sampleClass orders pages by what they may lead to: the home page, columns and
// lists, others, articles.
func sampleClass(p *site.Page, f *extract.Facts) int {
	switch {
	case p.Depth == 0:
		return 0
	case (f.Kind == extract.Article || f.Kind == extract.Report) && published(f):
		return 3
	case f.Kind == extract.List || named(f.Title):
		return 1
	}
	return 2
}

// published reports a page that says when it was made public, as texts do: the rows of a
// list, without links, look like one that does not.
func published(f *extract.Facts) bool {
	return f.Meta.ArticleTitle != "" || slices.ContainsFunc(f.Dates, func(d extract.Date) bool { return d.Published })
}

// setAside keeps back a page that may be shown once more, and reports whether it
// did. What it takes the place of is handed on.
func (cr *crawl) setAside(p *site.Page, f *extract.Facts) bool {
	if f == nil || !cr.maySample() && (cr.mayShow() || cr.only || f.Signals.Hides == "") {
		return false
	}
	s := &f.Signals
	if p.Rendered != nil || !p.OK() || p.Within != "" || !isHTML(p.ContentType) || p.Size > maxRendered || s.Acts == 0 && s.Files == 0 || s.Unended || s.Redirect != "" || s.Error != "" {
		return false
	}
	switch f.Kind {
	case extract.File, extract.Data:
		return false
	case extract.Frame:
		if s.Acts == 0 { // nothing in it but frames
			return false
		}
	}
	q := *p
	q.Body = nil
	out := cr.aside(&held{page: &q, facts: f, class: sampleClass(p, f)})
	if out != nil && out.facts == f {
		return false
	}
	if out != nil {
		cr.handAside(out)
	}
	return true
}

// handAside hands on what was set aside as it was without the browser. If it would be
// taken for an empty column, that is looked into first.
func (cr *crawl) handAside(h *held) { cr.handOn(h.page, h.facts) }

func (cr *crawl) maySample() bool {
	return cr.mayShow() && cr.limits.Render == RenderAuto && !cr.only
}

// aside adds h to its template and returns what there is no room for.
func (cr *crawl) aside(h *held) *held {
	r := &cr.renders
	r.mu.Lock()
	defer r.mu.Unlock()
	s := &h.facts.Signals
	key := templateKey{class: h.class, acts: s.Acts, files: s.Files, hides: s.Hides != ""}
	if h.class == 3 {
		key.blank = s.Blank
	}
	t := r.samples.of[key]
	if t == nil {
		if len(r.samples.of) >= maxTemplates {
			r.samples.lack(h)
			return h
		}
		if r.samples.of == nil {
			r.samples.of = map[templateKey]*template{}
		}
		t = &template{key: key}
		r.samples.of[key] = t
	}
	at, _ := slices.BinarySearchFunc(t.pages, h, func(a, b *held) int { return order(a.before(b)) })
	t.pages = slices.Insert(t.pages, at, h)
	most := maxOfLists
	if h.class == 3 && key.blank == 0 && !t.led { // what is filled in an article may be in all of them
		most = maxOfArticles
	}
	if len(t.pages) <= most {
		return nil
	}
	out := t.pages[most]
	t.pages = t.pages[:most]
	t.more++
	return out
}

// showSamples shows what was set aside, and fetches what is found that way.
func (cr *crawl) showSamples(ctx context.Context) error {
	if !cr.mayShow() {
		cr.countHiding(ctx)
		return ctx.Err()
	}
	if !cr.maySample() {
		return nil
	}
	if err := cr.takeBack(ctx); err != nil {
		return err
	}
	cr.doing("用浏览器抽看页面，核对有无只有脚本知道的去处")
	for left := firstSamples; left > 0 && !cr.overForSamples(ctx); left-- {
		t, h := cr.nextSample(ctx)
		if h == nil {
			break
		}
		news, err := cr.showSample(ctx, h)
		if err != nil {
			return err
		}
		t.shown++
		if t.vain++; news {
			t.led, t.vain, left = true, 0, firstSamples+1
		} else if h.facts.Signals.Hides != "" && t.shown == 1 {
			left++ // there was a reason
		}
	}
	cr.countUnsampled()
	cr.countUnasked(ctx)
	return ctx.Err()
}

func (cr *crawl) overForSamples(ctx context.Context) bool {
	r := &cr.renders
	r.mu.Lock()
	defer r.mu.Unlock()
	return ctx.Err() != nil || !time.Now().Before(cr.deadline) || r.hopeless() || r.begun >= cr.limits.MaxRenders || r.samples.broken > 1
}

// templates returns what there is to sample, in the order in which it is.
func (cr *crawl) templates() []*template {
	r := &cr.renders
	r.mu.Lock()
	defer r.mu.Unlock()
	var list []*template
	for _, t := range r.samples.of {
		if len(t.pages) > 0 {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b *template) int {
		if x, y := a.hides() != "", b.hides() != ""; x != y {
			return order(x)
		}
		if c := cmp.Compare(a.key.class, b.key.class); c != 0 {
			return c
		}
		return order(a.pages[0].before(b.pages[0]))
	})
	return list
}

// acts reports whether the scripts of a template could add ways to its pages. Where
// those in the page do not, the site's own script files are looked into, which the
// browser would ask for.
func (cr *crawl) acts(ctx context.Context, t *template) bool {
	if t.key.acts != 0 {
		return true
	}
	s := &cr.renders.samples
	p, err := cr.archive.Page(ctx, t.pages[0].page.URL)
	if err != nil {
		return false
	}
	for _, address := range extract.OwnScripts(p) {
		does, known := s.files[address]
		if !known {
			u, err := url.Parse(address)
			if err != nil || !cr.scope.SameHost(u) && !sameOwner(u, cr.home) {
				continue
			}
			if len(s.files) >= maxOwnFiles {
				return true // for all that is known
			}
			if file, _ := cr.resource(ctx, p, u, BrowserRequest{URL: u.String(), Kind: BrowserScript}); file != nil && file.OK() {
				text, _ := extract.Decode(file.Body, file.ContentType)
				does = extract.ActingFile(string(text))
			}
			if s.files == nil {
				s.files = map[string]bool{}
			}
			s.files[address] = does
		}
		if does {
			return true
		}
	}
	return false
}

// showSample shows one page, and reports whether it led to pages of the site that
// the crawl did not know. A page that did not is handed on as it was.
func (cr *crawl) showSample(ctx context.Context, h *held) (news bool, err error) {
	if h.shown != nil { // by an earlier part of this crawl
		return cr.ledOn(ctx, h), nil
	}
	hand := func() (bool, error) {
		cr.handAside(h)
		return false, ctx.Err()
	}
	p, err := cr.archive.Page(ctx, h.page.URL)
	if err != nil {
		return false, fmt.Errorf("read %s again: %w", h.page.URL, err)
	}
	s := &screen{cr: cr, page: p}
	shown := *p
	within, cancel := context.WithDeadline(ctx, cr.deadline)
	defer cancel()
	cr.renders.mu.Lock()
	cr.renders.begun++
	cr.renders.samples.came = 0
	cr.renders.mu.Unlock()
	view, err := cr.c.show(within, BrowserPage{URL: p.Final, Fetch: s.fetch, Max: maxRendered, Known: cr.renders.menu.known(p.Final), Enough: func(html string) bool { return showsSomething(&shown, html) }})
	if err != nil {
		cr.log.Info("sample not shown in the browser", "url", p.URL, "err", err)
		cr.renders.samples.broken++
		cr.renders.samples.lack(h)
		return hand()
	}
	cr.renders.took(view, p.URL)
	cr.spare(h, view)
	s.broke = view.Broke
	shown.Rendered = rendering(view, s.lacks(view))
	f := extract.Read(&shown)
	cr.renders.samples.shown++
	leads := cr.leadsOn(f, view) || cr.frontier.count() > 0 || cr.someCame()
	cr.log.Info("sample shown in the browser", "url", p.URL, "leads on", leads, "rest", view.Rest, "lost", view.Lost)
	if !leads && view.Rest == "" && view.Lost == "" {
		return hand()
	}
	shown.Rendered.Rest = s.rest(view, f)
	if err := cr.archive.Put(ctx, &shown); err != nil {
		return false, fmt.Errorf("store %s: %w", shown.URL, err)
	}
	cr.noteShown(&shown)
	cr.countShown(&shown, f)
	cr.pressed(callsOf(h.page.URL, h.facts))
	cr.offer(&shown, f)
	cr.handOn(&shown, f)
	if err := cr.drain(ctx); err != nil {
		return false, err
	}
	if err := cr.showAll(ctx); err != nil {
		return false, err
	}
	return cr.renders.samples.came > 0, nil
}

// leadsOn reports whether a page shown leads to something of the site that the crawl
// has not asked for.
func (cr *crawl) leadsOn(f *extract.Facts, view *BrowserView) bool {
	return len(view.Leads) > 0 || slices.ContainsFunc(f.Links, cr.strange) || slices.ContainsFunc(f.Attachments, cr.strange)
}

// strange reports a link to a page or file of the site that was never asked for.
func (cr *crawl) strange(l extract.Link) bool {
	switch l.Via {
	case extract.Picture, extract.Include, extract.Called:
		return false
	}
	if k := kindOfPath(l.URL); k == pathPicture || k == pathScript || idle(l.URL) {
		return false
	}
	u, err := url.Parse(l.URL)
	return err == nil && u.Host != "" && cr.scope.Contains(u) && !cr.frontier.heardOf(l.URL)
}

// arrived counts a page that came of a sample.
func (cr *crawl) arrived(p *site.Page) {
	if !p.OK() || p.Within != "" || kindOfPath(p.URL) == pathScript || idle(p.URL) {
		return
	}
	cr.renders.mu.Lock()
	cr.renders.samples.came++
	cr.renders.mu.Unlock()
}

// someCame reports that pages came with the sample itself: its scripts asked for them.
func (cr *crawl) someCame() bool {
	cr.renders.mu.Lock()
	defer cr.renders.mu.Unlock()
	return cr.renders.samples.came > 0
}

// takeBack puts the pages that an earlier part of this crawl showed as samples where
// they were among the others.
func (cr *crawl) takeBack(ctx context.Context) error {
	for _, address := range cr.renders.samples.back {
		p, err := cr.archive.Page(ctx, address)
		if err != nil {
			return fmt.Errorf("read %s again: %w", address, err)
		}
		plain := *p
		plain.Rendered = nil
		f := extract.Read(&plain)
		if s := &f.Signals; s.Acts == 0 && s.Files == 0 || cr.needsBrowser(&plain, f) != "" && !cr.wasFed(address) || pressable(&plain, f) {
			continue
		}
		q := *p
		q.Body = nil
		cr.aside(&held{page: &q, facts: f, class: sampleClass(p, f), shown: extract.Read(p)})
	}
	return nil
}

// ledOn reports whether a page shown earlier led to pages that came.
func (cr *crawl) ledOn(ctx context.Context, h *held) bool {
	plain := map[uint64]bool{}
	for i := range h.facts.Links {
		plain[cr.frontier.hash(h.facts.Links[i].URL)] = true
	}
	for i := range h.shown.Links[:min(len(h.shown.Links), maxLookups)] {
		l := &h.shown.Links[i]
		if plain[cr.frontier.hash(l.URL)] || idle(l.URL) {
			continue
		}
		p, err := cr.archive.Page(ctx, l.URL)
		if err != nil || !p.OK() {
			continue
		}
		if p.From == h.page.URL {
			return true
		}
		if by, err := cr.archive.Page(ctx, p.From); err == nil && by.Within == h.page.URL {
			return true
		}
	}
	return false
}

// releaseAside hands on what was set aside and not shown.
func (cr *crawl) releaseAside(hand func(*held)) {
	for _, t := range cr.templates() {
		for _, h := range t.pages {
			if h.shown == nil {
				hand(h)
			}
		}
		t.pages = nil
	}
}
