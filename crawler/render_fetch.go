package crawler

import (
	"bytes"
	"context"
	"fmt"
	"mime"
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
	rows    map[uint64]bool // what the data it got leads to
	vain    int             // data got in a row that leads to nothing more
	broke   bool            // one of its scripts failed
	open    bool            // data it asked for may come another time
	hollow  string          // the first of its scripts and data, by address, that came without a word or a row they promise
}

// Bounds on what one page shown may ask of its site.
const (
	maxFramesShown = 12
	maxDataShown   = 120
	maxVainShown   = 8 // lists in a row that name only what is known
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
		return s.data > maxDataShown || s.vain >= maxVainShown
	}
	return false
}

// got notes what data leads to: a list may be answered for ever with the same rows.
func (s *screen) got(rows []uint64) {
	if len(rows) == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vain++
	for _, h := range rows {
		if s.rows[h] {
			continue
		}
		if s.rows == nil {
			s.rows = map[uint64]bool{}
		}
		s.rows[h] = true
		s.vain = 0
	}
}

// asideWords stand in the addresses of what scripts ask for beside the content of
// a page: counters, logins, sharing. Whether they are answered shows in nothing. Those
// that are parts of other words (log in catalog, stat in static, wx in zwxx) count where
// they stand alone: see [extract.Aside].
var asideWords = []string{
	"visit", "click", "counter", "hits", "login", "weather", "tianqi", "tongji", "jiucuo", "captcha", "comment", "weixin", "jssdk",
	"analytics", "beacon", "hm.baidu", "cnzz", "conac",
}

func aside(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	return hasAny(strings.ToLower(u.Host+u.Path), asideWords...) || extract.Aside(address)
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
	case v.Lost != "":
		return "列表中有点开才知道去处的条目，“" + v.Lost + "”等没有得到地址"
	}
	return ""
}

// blank says in Chinese why a page that was shown and holds nothing proves nothing:
// an honest empty page still says something, and data its scripts name are asked for
// by scripts that work.
func (s *screen) blank(ctx context.Context, h *held, f *extract.Facts) string {
	if len(f.Items) > 0 || f.Kind == extract.Frame {
		return ""
	}
	if w := f.Signals.ListByScript; w != "" {
		return "页面在浏览器中仍显示“" + clip(w, 60) + "”"
	}
	if s.broke && thin(f) {
		return "页面的脚本在浏览器中出错，内容可能没有显示出来"
	}
	s.mu.Lock()
	hollow := s.hollow
	s.mu.Unlock()
	if hollow != "" && thin(f) {
		return "页面的脚本或数据是空的，内容可能没有显示出来：" + clip(hollow, 200)
	}
	if w := waysOf(f); f.Signals.TextRunes == 0 && f.Media.Images == 0 && w.plain+w.script == 0 {
		return "页面在浏览器中没有显示任何内容"
	} else if h.page.Depth == 0 && h.page.From == "" && w.plain+w.script < minMenu && !s.cr.isEntrance(ctx, f) {
		return "首页在浏览器中也没有显示导航"
	}
	if h.facts == nil {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range h.facts.Links {
		if l := &h.facts.Links[i]; l.Via == extract.Called && !s.asked[extract.Identity(l.URL)] {
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
	sent := address
	if r.Kind == BrowserData && extract.Timed(r.URL) {
		sent, _, _ = strings.Cut(r.URL, "#")
		address = extract.WithoutSeal(address)
	}
	again := false
	if r.Kind == BrowserData || r.Kind == BrowserScript {
		s.mu.Lock()
		if s.asked == nil {
			s.asked = map[string]bool{}
		}
		id := extract.Identity(address)
		if again = s.asked[id]; r.Kind == BrowserData && !again {
			s.data++
		}
		s.asked[id] = true
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
	r.URL = sent
	p, rows := s.cr.resource(ctx, s.page, u, r)
	if p == nil {
		return BrowserAnswer{}
	}
	if !again { // turning back brings what was there before
		s.got(rows)
	}
	if (r.Kind == BrowserScript || r.Kind == BrowserData && !aside(address)) && p.OK() && (len(bytes.TrimSpace(p.Body)) == 0 || promises(p)) {
		s.mu.Lock()
		if s.hollow == "" || address < s.hollow {
			s.hollow = address
		}
		s.mu.Unlock()
	}
	if !p.OK() && (r.Kind == BrowserData || !p.Failure.Definite()) && r.Kind != BrowserFrame {
		s.lack(address, words[p.Failure])
	}
	if r.Kind == BrowserData && temporary(p.Failure) && !aside(address) {
		s.mu.Lock()
		s.open = true
		s.mu.Unlock()
	}
	if why := refused(p); why != "" && r.Kind == BrowserData {
		s.lack(address, why)
	}
	return answerOf(p)
}

func answerOf(p *site.Page) BrowserAnswer {
	if p.Status == 0 || p.Failure == site.FailRedirect || p.Failure == site.FailTooLarge {
		return BrowserAnswer{}
	}
	kind, _, _ := mime.ParseMediaType(p.ContentType)
	if !strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "javascript") && !strings.Contains(kind, "json") && !strings.Contains(kind, "xml") && kind != "" {
		return BrowserAnswer{Status: p.Status, Type: p.ContentType, Body: p.Body}
	}
	// A browser believes what a page declares, which is often wrong.
	text, charset := extract.Decode(p.Body, p.ContentType)
	if charset == "" {
		return BrowserAnswer{Status: p.Status, Type: p.ContentType, Body: p.Body}
	}
	if charset == "gb18030" && (kind == "" || strings.Contains(kind, "html")) {
		return BrowserAnswer{Status: p.Status, Type: "text/html; charset=gb18030", Body: p.Body} // queries are written in it, too
	}
	if kind != "" {
		kind += "; "
	} else {
		kind = "text/html; "
	}
	return BrowserAnswer{Status: p.Status, Type: kind + "charset=utf-8", Body: text}
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
