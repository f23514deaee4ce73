package crawler

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// browserFailed notes that a page could not be shown. A browser that shows none of
// the first pages is not asked again for this site, unless the pages are at fault.
func (cr *crawl) browserFailed(err error) {
	r := &cr.renders
	r.mu.Lock()
	defer r.mu.Unlock()
	r.vain++
	if errors.Is(err, ErrPageTooBig) {
		r.big++
	}
	if r.shown == 0 && r.begun >= 3 && !errors.Is(err, ErrPageAtFault) {
		r.fault = clip(err.Error(), 300)
	}
}

// neverShown says why there is no browser where there could be one.
const neverShown = "配置 crawl.render: never 不使用浏览器"

// browserUse sums up for the snapshot what was shown in a browser; nil where no
// page needed one.
func (cr *crawl) browserUse() *site.BrowserUse {
	r := &cr.renders
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shown == 0 && r.unseen == 0 {
		return nil
	}
	u := &site.BrowserUse{Shown: r.shown, Unseen: r.unseen}
	switch {
	case r.unseen == 0:
	case cr.limits.Render == RenderNever:
		u.Why = neverShown
	case cr.c.browser == nil:
		u.Why = cr.c.noBrowser
	case r.fault != "":
		u.Why = "浏览器未能工作（" + r.fault + "）"
	case r.vain >= vainShows:
		u.Why = fmt.Sprintf("连续 %d 个页面在浏览器中没有显示出内容，其余没有再试", r.vain)
		if r.lacks != "" {
			u.Why += "；" + r.lacks
		}
	case r.begun >= cr.limits.MaxRenders:
		u.Why = fmt.Sprintf("达到 crawl.max_renders 的上限 %d", cr.limits.MaxRenders)
	case r.lacks != "":
		u.Why = r.lacks
	default:
		u.Why = "浏览器未能显示这些页面"
	}
	if r.big > 0 && r.unseen > 0 {
		u.Why += fmt.Sprintf("；有 %d 个页面占用的内存超过一个浏览器的上限（可调高 crawl.browser_memory）", r.big)
	}
	return u
}

// showsSomething reports whether a document holds rows, or text beyond what frames
// every page of the site.
func showsSomething(p *site.Page, html string) bool {
	q := *p
	q.Rendered = &site.Rendering{Body: []byte(strings.ToValidUTF8(html, "\uFFFD"))}
	f := extract.Read(&q)
	return len(f.Items) > 0 || utf8.RuneCountInString(f.Text) > bareRunes || p.Depth == 0 && waysOf(f).plain >= minMenu
}

// minMenu is how many links a home page has at least.
const minMenu = 5
