package crawler

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// The values of Limits.Render.
const (
	RenderNever  = "never"
	RenderAuto   = "auto"
	RenderAlways = "always"
)

// maxRendered is the most bytes of a page that is shown: what is empty without scripts is small.
const maxRendered = 4 << 20

// held is a page that is not handed on before it was shown in a browser, or is
// known not to be.
type held struct {
	page    *site.Page     // without its body, which the archive has
	facts   *extract.Facts // without a browser; nil for a route
	why     string
	class   int // the lowest first
	fed     bool
	calls   []string       // what it is shown for, where that is all
	forward string         // shown only if this did not come
	spare   bool           // it needs no browser, and is handed on by others if it shows no more in one
	shown   *extract.Facts // of a sample that an earlier part of this crawl showed
}

func (h *held) before(k *held) bool {
	return cmp.Or(cmp.Compare(h.class, k.class), cmp.Compare(h.page.Depth, k.page.Depth), strings.Compare(h.page.URL, k.page.URL)) < 0
}

// renders is what one crawl shows, or would show, in a browser.
type renders struct {
	mu      sync.Mutex
	waiting []*held
	fed     map[string]bool // pages whose data came without a browser
	pressed map[string]bool // calls behind links of pages that were shown, or cannot be
	routes  int             // addresses met within script applications
	got     map[string]*resource
	kept    int64 // bytes of what got holds
	begun   int   // shown, or tried to be
	shown   int
	unseen  int // that need a browser and were not shown
	fault   string
	lacks   string // what a page shown in vain did not get
	big     int    // pages that took more memory than a browser may
	vain    int    // pages in a row that were shown in vain, or not at all
	refused int    // times in a row that something was asked for again and did not come
	samples samples
	menu    menu
	frames  framed
	orders  map[string]string // addresses of data by what they ask for, where that is not the same
}

// vainShows is after how many pages in a row that showed nothing in the browser the
// others of a site are not tried: each may take a quarter of a minute.
const vainShows = 12

// hopeless reports that the browser is not to be asked any more for this site.
func (r *renders) hopeless() bool { return r.fault != "" || r.vain >= vainShows }

// hold keeps a page back that is to be shown in a browser, and reports whether it
// did. The page is stored already.
func (cr *crawl) hold(p *site.Page, f *extract.Facts) bool {
	r := &cr.renders
	if by := cmp.Or(p.Within, p.From); f != nil && by != "" && leadOn(f.Items) && (p.Within != "" || !isHTML(p.ContentType)) {
		r.mu.Lock()
		r.fed[by] = true
		r.mu.Unlock()
	}
	if p.Rendered != nil {
		cr.tookRendered(p, f)
		return false
	}
	why, forward := cr.needsBrowser(p, f), ""
	if why == "" {
		if forward = cr.forward(p, f); forward != "" {
			why = forwardWords
		}
	}
	var calls []string
	if why == "" && pressable(p, f) {
		calls, why = callsOf(p.URL, f), "链接的地址只有脚本知道："+f.Presses[0]
	}
	if why == "" {
		return false
	}
	q := *p
	q.Body = nil
	h := &held{page: &q, facts: f, why: why, class: 2, calls: calls, forward: forward}
	switch {
	case p.Depth == 0:
		h.class = 0
	case named(f.Title) || themeOf(f, p.Depth, p.ContentType).duty:
		h.class = 1
	}
	return cr.queueHeld(h)
}

// tookRendered notes a page that an earlier part of this crawl showed.
func (cr *crawl) tookRendered(p *site.Page, f *extract.Facts) {
	r := &cr.renders
	r.mu.Lock()
	r.begun++
	r.waiting = slices.DeleteFunc(r.waiting, func(h *held) bool { return h.page.URL == p.URL })
	if !extract.IsRoute(p.URL) {
		r.samples.back = append(r.samples.back, p.URL)
	}
	r.mu.Unlock()
	r.frames.tookBack(p)
	cr.noteShown(p)
	cr.countShown(p, f)
}

// countShown counts a page that was shown. One that lacked something and is as
// empty as before was shown in vain.
func (cr *crawl) countShown(p *site.Page, f *extract.Facts) {
	r := &cr.renders
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(p.Rendered.Rest.Leads) > 0 && f != nil && thin(f) {
		r.shown++ // it is there to lead its readers on, and hid nothing
		return
	}
	if lacks := p.Rendered.Lacks; lacks != "" && f != nil && (bare(p, f) || p.Depth == 0 && menuByScript(p, f) || unstyled(p)) {
		r.unseen++
		r.vain++
		if r.lacks == "" || lacks < r.lacks {
			r.lacks = lacks
		}
		return
	}
	r.shown++
	r.vain = 0
}

// mayShow reports whether pages can be shown at all.
func (cr *crawl) mayShow() bool { return cr.c.browser != nil && cr.limits.Render != RenderNever }

// needsBrowser says why p is to be shown in a browser, "" if it is not.
func (cr *crawl) needsBrowser(p *site.Page, f *extract.Facts) string {
	if f == nil || !p.OK() || p.Within != "" || len(p.Body) > maxRendered {
		return ""
	}
	if onlyStyled(p, f) {
		return "页面由样式表（XSL）生成"
	}
	if !isHTML(p.ContentType) {
		return ""
	}
	switch {
	case f.Signals.Unended: // no browser has the rest of it
		return ""
	case f.Signals.NeedsBrowser != "":
		return f.Signals.NeedsBrowser
	case f.Signals.ListByScript != "" && len(f.Items) == 0:
		return f.Signals.ListByScript
	case bare(p, f):
		return "页面除脚本外几乎没有内容"
	case p.Depth == 0 && ((menuByScript(p, f) || !cr.mayShow() && cr.menuLacks(f)) && p.From == "" || cr.mayShow() && (menuByScript(p, f) || f.Signals.NavByScript != "")):
		return "首页的导航由脚本生成" // or that of a page the home page sends its readers to
	case f.Kind == extract.List && f.Signals.Turns() && f.Signals.PartByScript != extract.PostedPages && cr.mayShow():
		return f.Signals.PartByScript
	case cr.limits.Render == RenderAlways && cr.mayShow():
		return "crawl.render: always"
	}
	return ""
}

// bareRunes is the text, in characters, below which a page with scripts may show
// nothing without them.
const bareRunes = 120

// thin reports a page that has neither rows nor a text of its own.
func thin(f *extract.Facts) bool {
	return len(f.Items) == 0 && utf8.RuneCountInString(f.Text) < bareRunes
}

// bare reports a page with scripts that without them shows next to nothing and
// leads nowhere.
func bare(p *site.Page, f *extract.Facts) bool {
	if f.Kind == extract.Frame || f.Kind == extract.File || f.Signals.Redirect != "" || f.Signals.Embedded || f.Signals.TextRunes >= bareRunes || len(f.Items) > 0 || f.Signals.Error != "" {
		return false
	}
	w := waysOf(f)
	return !w.frames && w.plain+w.script < 3 && hasScript(p)
}

// menuByScript reports a home page that leads almost nowhere but by what its
// scripts hold: of what they write, only a part can be read in them.
func menuByScript(p *site.Page, f *extract.Facts) bool {
	if f.Kind == extract.Frame || f.Signals.Redirect != "" {
		return false
	}
	w := waysOf(f)
	return !w.frames && (w.script > w.plain || w.plain < 3 && hasScript(p))
}

// fewColumns is below how many names of columns a home page shows no menu.
const fewColumns = 4

// maxColumnRunes is the longest name of a column, in characters: titles are longer.
const maxColumnRunes = 12

// menuLacks reports a home page that leads to hardly anything named like a column,
// however many articles it shows, and has scripts that could put a menu into it.
func (cr *crawl) menuLacks(f *extract.Facts) bool {
	if f.Kind == extract.Frame || f.Signals.Redirect != "" || f.Signals.Acts == 0 && f.Signals.Files == 0 {
		return false
	}
	n := 0
	for i := range f.Links {
		l := &f.Links[i]
		if l.Region == extract.Footer {
			continue
		}
		switch l.Via {
		case extract.FrameSrc:
			return false
		case extract.Include, extract.Picture, extract.Called, extract.Refresh:
			continue
		}
		if runes := utf8.RuneCountInString(l.Text); runes < 2 || runes > maxColumnRunes {
			continue
		}
		if u, err := url.Parse(l.URL); err == nil && cr.scope.Contains(u) && l.URL != cr.home.String() {
			n++
		}
	}
	return n < fewColumns
}

func hasScript(p *site.Page) bool { return bytes.Contains(bytes.ToLower(p.Body), []byte("<script")) }

// ways counts where a page leads: by what stands in it, and by what only its
// scripts hold.
type ways struct {
	plain, script int
	frames        bool
}

func waysOf(f *extract.Facts) (w ways) {
	for i := range f.Links {
		switch f.Links[i].Via {
		case extract.FrameSrc:
			w.frames = true
		case extract.Script:
			w.script++
		case extract.Include, extract.Picture, extract.Called:
		default:
			w.plain++
		}
	}
	return w
}

// queueHeld lets h wait for the browser. What cannot all be shown is handed on as
// it is, the least first.
func (cr *crawl) queueHeld(h *held) bool {
	r := &cr.renders
	r.mu.Lock()
	defer r.mu.Unlock()
	most := cr.limits.MaxRenders - r.begun
	if !cr.mayShow() || most <= 0 || r.hopeless() {
		most = 0
	}
	if h.spare && (most <= 0 || len(r.waiting) >= most) {
		return false
	}
	if len(r.waiting) < max(most, maxHeld) {
		r.waiting = append(r.waiting, h)
		return true
	}
	worst := slices.MaxFunc(r.waiting, func(a, b *held) int { return order(a.before(b)) })
	if !h.before(worst) {
		r.unseen++
		return false
	}
	r.waiting[slices.Index(r.waiting, worst)] = h
	if worst.spare {
		return true
	}
	r.unseen++
	if worst.facts != nil {
		defer cr.each(worst.page, worst.facts)
	}
	return true
}

// maxHeld bounds the pages kept back where no browser will show them: whether the
// data they ask for came without one is only known in the end.
const maxHeld = 200

func order(before bool) int {
	if before {
		return -1
	}
	return 1
}

// showAll shows what waits for the browser, and fetches what is found that way,
// until nothing is left.
func (cr *crawl) showAll(ctx context.Context) error {
	for {
		batch := cr.nextRenders(ctx)
		if len(batch) == 0 {
			return ctx.Err()
		}
		var g errgroup.Group
		g.SetLimit(max(cr.c.browser.Most(), 1))
		for i, h := range batch {
			if i == 1 && batch[0].class == 0 {
				g.Wait() // the menu of the home page stands on the others
			}
			g.Go(func() error {
				cr.doing(fmt.Sprintf("用浏览器查看由脚本生成的页面（%d/%d）", i+1, len(batch)))
				if cr.nothingNew(h) || !time.Now().Before(cr.deadline) || ctx.Err() != nil || cr.broken() != nil || cr.inVain() {
					cr.release(h)
					return nil
				}
				if err := cr.show(ctx, h); err != nil && ctx.Err() == nil {
					cr.fail(err)
				}
				return nil
			})
		}
		g.Wait()
		if err := cr.drain(ctx); err != nil {
			return err
		}
	}
}

func (cr *crawl) inVain() bool {
	cr.renders.mu.Lock()
	defer cr.renders.mu.Unlock()
	return cr.renders.hopeless()
}

// nextRenders takes the pages that are shown now, best first. Those whose data came
// otherwise, and those beyond the bound, are handed on as they are.
func (cr *crawl) nextRenders(ctx context.Context) []*held {
	r := &cr.renders
	r.mu.Lock()
	list := r.waiting
	r.waiting = nil
	r.mu.Unlock()
	list = slices.DeleteFunc(list, func(h *held) bool { return cr.idleRoute(ctx, h) })
	came := map[*held]bool{}
	for _, h := range list {
		came[h] = h.forward != "" && !cr.misled(ctx, h)
	}
	r.mu.Lock()
	slices.SortFunc(list, func(a, b *held) int { return order(a.before(b)) })
	var batch, rest []*held
	for _, h := range list {
		h.fed = (r.fed[h.page.URL] || came[h]) && cr.limits.Render != RenderAlways
		if !h.fed && cr.mayShow() && !r.hopeless() && r.begun < cr.limits.MaxRenders {
			r.begun++
			batch = append(batch, h)
		} else {
			rest = append(rest, h)
		}
	}
	r.mu.Unlock()
	for _, h := range rest {
		cr.release(h)
	}
	return batch
}

// release hands h on as it is without a browser.
func (cr *crawl) release(h *held) {
	if h.spare {
		return
	}
	if !h.fed {
		cr.renders.mu.Lock()
		if !cr.renders.knows(h.calls) {
			cr.renders.unseen++
			cr.renders.press(h.calls)
		}
		cr.renders.mu.Unlock()
	}
	// What was asked for in its place may be the first of several lists, and a page whose
	// calls are known may have rows that a script binds clicks to.
	if h.fed && h.forward == "" && cr.setAside(h.page, h.facts) {
		return
	}
	if h.facts != nil {
		cr.each(h.page, h.facts)
	}
}

// show shows one page, stores what came of it and hands it on.
func (cr *crawl) show(ctx context.Context, h *held) error {
	address, _, _ := strings.Cut(h.page.URL, "#")
	p, err := cr.archive.Page(ctx, address)
	if err != nil {
		return fmt.Errorf("read %s again: %w", address, err)
	}
	s := &screen{cr: cr, page: p}
	shown := *p
	shown.Final, _, _ = strings.Cut(p.Final, "#")
	if h.facts == nil { // a route: another view of the same document
		shown.URL, shown.From, shown.Depth, shown.Chain = h.page.URL, h.page.From, h.page.Depth, nil
		_, route, _ := strings.Cut(h.page.URL, "#")
		shown.Final += "#" + route
	}
	within, cancel := context.WithDeadline(ctx, cr.deadline)
	defer cancel()
	view, err := cr.c.show(within, BrowserPage{URL: shown.Final, Fetch: s.fetch, Max: maxRendered, Known: cr.renders.menu.known(p.Final), Enough: func(html string) bool { return showsSomething(&shown, html) }})
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if within.Err() != nil { // the site's time is over: no fault of the browser's
			cr.release(h)
			return nil
		}
		cr.log.Info("page not shown in the browser", "url", h.page.URL, "err", err)
		if !h.spare {
			cr.browserFailed(err)
		}
		cr.release(h)
		return nil
	}
	cr.renders.took(view, h.page.URL)
	cr.spare(h, view)
	s.broke = view.Broke
	shown.Rendered = rendering(view, s.lacks(view))
	f := extract.Read(&shown)
	if aimless(h.facts, f) {
		view.Lost = clip(f.Title, 40)
		shown.Rendered.Lacks = s.lacks(view)
		f = extract.Read(&shown)
	}
	lacks := s.blank(ctx, h, f)
	if unstyled(&shown) {
		lacks = "浏览器没有用样式表（XSL）显示出页面"
	}
	if lacks != "" && shown.Rendered.Lacks == "" {
		shown.Rendered.Lacks = lacks
		f = extract.Read(&shown)
	}
	if h.spare {
		if !fuller(f) {
			return nil
		}
		cr.hollows.found()
		h.page.Rendered = shown.Rendered
	}
	shown.Rendered.Rest = s.rest(view, f)
	if err := cr.archive.Put(ctx, &shown); err != nil {
		return fmt.Errorf("store %s: %w", shown.URL, err)
	}
	cr.noteShown(&shown)
	cr.countShown(&shown, f)
	if h.facts != nil {
		cr.pressed(callsOf(h.page.URL, h.facts))
	} else {
		cr.tally(&shown)
	}
	cr.offer(&shown, f)
	cr.handOn(&shown, f)
	return nil
}

// rendering is what is kept of a page that was shown.
func rendering(view *BrowserView, lacks string) *site.Rendering {
	body := []byte(strings.ToValidUTF8(view.HTML, "\uFFFD"))
	sum := sha256.Sum256(body)
	return &site.Rendering{At: now(), SHA256: hex.EncodeToString(sum[:]), Body: body, Lacks: lacks}
}
