package crawler

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/publicsuffix"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// screen is one page being shown: it answers what the page asks for.
type screen struct {
	cr   *crawl
	page *site.Page

	mu      sync.Mutex
	missing []string        // what it did not get, in words
	asked   map[string]bool // the scripts and data it asked for
	frames  int             // it asked for
	data    int             // addresses of data it asked for
	broke   bool            // one of its scripts failed
}

// Bounds on what one page shown may ask of its site.
const (
	maxFramesShown = 12
	maxDataShown   = 120
)

// tooMuch counts what the page asks for, and reports what is beyond its bounds.
func (s *screen) tooMuch(k BrowserKind) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch k {
	case BrowserFrame:
		s.frames++
		return s.frames > maxFramesShown
	case BrowserData:
		return s.data > maxDataShown
	}
	return false
}

// asideWords stand in the addresses of what scripts ask for beside the content of
// a page: counters, logins, sharing. Whether they are answered shows in nothing.
var asideWords = []string{
	"visit", "count", "click", "hits", "login", "user", "weather", "tianqi", "tongji", "stat", "jiucuo", "track",
	"captcha", "token", "session", "like", "zan", "comment", "share", "wx", "weixin", "jssdk", "analytics", "beacon",
	"hm.baidu", "cnzz", "log", "pv", "probe", "conac", "wza",
}

func aside(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	return hasAny(strings.ToLower(u.Host+u.Path), asideWords...)
}

// lack notes what the page did not get although its content may hang on it.
func (s *screen) lack(address, why string) {
	if aside(address) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.missing = append(s.missing, fmt.Sprintf("%s（%s）", clip(address, 200), why))
}

// lacks says in Chinese what a page shown did not get; "" if it shows all.
func (s *screen) lacks(v *BrowserView) string {
	for _, address := range v.Posts {
		s.lack(address, "以 POST 方式请求，只读的抓取不发送")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case !v.Whole:
		return "页面在限定的时间和大小内没有显示完"
	case len(s.missing) > 0:
		slices.Sort(s.missing)
		return "页面脚本请求的内容未能取得：" + s.missing[0]
	case v.Rest != "":
		return "列表还没有看完：在浏览器里按“" + v.Rest + "”之后仍可继续"
	}
	return ""
}

// blank says in Chinese why a page that was shown and holds nothing proves nothing:
// an honest empty page still says something, and data its scripts name are asked for
// by scripts that work.
func (s *screen) blank(h *held, f *extract.Facts) string {
	if len(f.Items) > 0 || f.Kind == extract.Frame {
		return ""
	}
	if w := f.Signals.ListByScript; w != "" {
		return "页面在浏览器中仍显示“" + clip(w, 60) + "”"
	}
	if s.broke && thin(f) {
		return "页面的脚本在浏览器中出错，内容可能没有显示出来"
	}
	if w := waysOf(f); f.Signals.TextRunes == 0 && f.Media.Images == 0 && w.plain+w.script == 0 {
		return "页面在浏览器中没有显示任何内容"
	} else if h.page.Depth == 0 && h.page.From == "" && w.plain+w.script < minMenu {
		return "首页在浏览器中也没有显示导航"
	}
	if h.facts == nil {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range h.facts.Links {
		if l := &h.facts.Links[i]; l.Via == extract.Called && !s.asked[l.URL] {
			return "页面脚本没有请求它所写的数据：" + clip(l.URL, 200)
		}
	}
	return ""
}

// fetch answers one request of the page.
func (s *screen) fetch(ctx context.Context, r BrowserRequest) BrowserAnswer {
	if r.Kind == BrowserDocument {
		return answerOf(s.page)
	}
	base, err := url.Parse(s.page.Final)
	if err != nil {
		return BrowserAnswer{}
	}
	address, ok := extract.Normalize(base, r.URL)
	if !ok {
		return BrowserAnswer{}
	}
	if r.Kind == BrowserData || r.Kind == BrowserScript {
		s.mu.Lock()
		if s.asked == nil {
			s.asked = map[string]bool{}
		}
		if r.Kind == BrowserData && !s.asked[address] {
			s.data++
		}
		s.asked[address] = true
		s.mu.Unlock()
	}
	if s.tooMuch(r.Kind) {
		s.lack(address, "页面请求的内容过多")
		return BrowserAnswer{}
	}
	u, err := url.Parse(address)
	if err != nil || !s.allowed(u, r.Kind) {
		if r.Kind != BrowserFrame {
			s.lack(address, "不在本站")
		}
		return BrowserAnswer{}
	}
	p := s.cr.resource(ctx, s.page, u, r.Kind)
	if p == nil {
		return BrowserAnswer{}
	}
	if !p.OK() && (r.Kind == BrowserData || !p.Failure.Definite()) && r.Kind != BrowserFrame {
		s.lack(address, words[p.Failure])
	}
	return answerOf(p)
}

func answerOf(p *site.Page) BrowserAnswer {
	if p.Status == 0 || p.Failure == site.FailRedirect || p.Failure == site.FailTooLarge {
		return BrowserAnswer{}
	}
	return BrowserAnswer{Status: p.Status, Type: p.ContentType, Body: p.Body}
}

// allowed reports whether a page of the site may have u for its showing. Scripts
// and data come from the site's hosts, its paths left aside, and from others of the
// same owner's domain; frames are pages, and have to be the site's.
func (s *screen) allowed(u *url.URL, k BrowserKind) bool {
	if k == BrowserFrame {
		return s.cr.scope.Contains(u)
	}
	return s.cr.scope.SameHost(u) || sameOwner(u, s.cr.home)
}

// sameOwner reports whether two hosts lie below one registered domain.
func sameOwner(a, b *url.URL) bool {
	x, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(a.Hostname()))
	if err != nil {
		return false
	}
	y, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(b.Hostname()))
	return err == nil && x == y
}

// resource is something asked for in a browser: fetched once for the site.
type resource struct {
	done chan struct{}
	page *site.Page // nil: it could not be had
}

const (
	maxResources = 2000     // of one site, asked for in the browser
	maxKept      = 16 << 20 // bytes of them that are kept at hand
)

// resource gets what a page shown asks for: from what was fetched before, or from
// the site with the manners of the crawl.
func (cr *crawl) resource(ctx context.Context, by *site.Page, u *url.URL, k BrowserKind) *site.Page {
	address := u.String()
	r := &cr.renders
	r.mu.Lock()
	x, known := r.got[address]
	if !known && len(r.got) < maxResources {
		x = &resource{done: make(chan struct{})}
		r.got[address] = x
	}
	r.mu.Unlock()
	if x == nil {
		return nil
	}
	if known {
		select {
		case <-x.done:
		case <-ctx.Done():
			return nil
		}
		if x.page != nil && x.page.Body == nil && x.page.OK() {
			if p, err := cr.archive.Page(ctx, address); err == nil {
				return p
			}
		}
		return x.page
	}
	defer close(x.done)
	p := cr.obtain(ctx, by, u, k)
	if p == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	slim := *p
	if r.kept += int64(len(p.Body)); r.kept > maxKept {
		r.kept -= int64(len(p.Body))
		slim.Body = nil
	}
	x.page = &slim
	return p
}

func (cr *crawl) obtain(ctx context.Context, by *site.Page, u *url.URL, k BrowserKind) *site.Page {
	address := u.String()
	if !cr.frontier.claim(address) {
		p, err := cr.archive.Page(ctx, address)
		if err != nil {
			cr.log.Debug("resource of a page not at hand", "url", address, "err", err)
			return nil
		}
		return p
	}
	q := cr.frontier.queue(u)
	if err := cr.c.slots.Acquire(ctx, 1); err != nil {
		return nil
	}
	defer cr.c.slots.Release(1)
	if err := cr.takePlace(ctx, q); err != nil {
		return nil
	}
	j := &job{url: address, from: by.URL, depth: uint16(min(by.Depth, 1<<15)), class: classFrame}
	p, header := cr.ask(ctx, q, j)
	if ctx.Err() != nil {
		q.host.give()
		return nil
	}
	if q.host.learn(p, retryAfter(header)) {
		q.host.try(ctx, cr.fetcher)
	}
	var f *extract.Facts
	switch {
	case k == BrowserFrame:
		f = cr.judge(ctx, q, p)
	case p.OK():
		p.Within = by.URL
		f = extract.Read(p)
	}
	q.host.give()
	cr.heard(q, p)
	if k != BrowserFrame && !p.OK() {
		return p // the page that lacks it says so
	}
	if err := cr.keep(ctx, p, f); err != nil && ctx.Err() == nil {
		cr.fail(err)
	}
	return p
}
