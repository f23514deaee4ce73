package crawler

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// A portal, or what stands before it, can hand out its home page in the place of others:
// at some addresses, to visitors it is tired of, or when its store of pages is lost. Each
// answer is a good page of the site, and says nothing of the one that was asked for.
const (
	copiesLeast = 8  // addresses that show the home page, from which on nothing is concluded
	copiesShare = 10 // if they are one in so many of the pages
	copiesHint  = 4  // after which pages that were good ones are asked for once more
	goodKept    = 3  // such pages
	copyAlike   = 0.95
)

// homeCopies counts the addresses that show the home page, besides its own.
type homeCopies struct {
	mu      sync.Mutex
	title   string
	size    int
	sha     string
	sketch  []uint64
	name    string // the last name in the home page's address
	pages   int    // pages seen
	copies  int
	errors  int // copies in the place of an error page
	example string
	good    []string // addresses that did not show it
}

// noteHomeCopy remembers the home page, and counts p where it is the same.
func (cr *crawl) noteHomeCopy(p *site.Page, f *extract.Facts) {
	if cr.only || p.Within != "" || len(p.Body) == 0 || !isHTML(p.ContentType) || p.Failure != site.FailSoft404 && (f == nil || !p.OK() || f.HTMLTitle == "") {
		return
	}
	h := &cr.copies
	h.mu.Lock()
	defer h.mu.Unlock()
	if p.URL == cr.home.String() {
		h.sketch = nil
		if p.OK() && p.Rendered == nil && f.Signals.NeedsBrowser == "" && !bare(p, f) { // one shell for all pages is filled by its scripts
			h.title, h.size, h.sha, h.name = strings.Clone(f.HTMLTitle), len(p.Body), p.SHA256, lastName(p.Final)
			h.sketch = faceOf(p).sketch
		}
		return
	}
	if p.Failure == site.FailSoft404 {
		if h.copied(p) {
			h.errors++
		}
		return
	}
	h.pages++
	switch {
	case len(h.sketch) == 0 || p.Rendered != nil || ownName(p.Final) == "" || lastName(p.Final) == h.name:
	case f.Signals.ListByScript != "": // what it waits for may differ by address
	case f.HTMLTitle != h.title:
		if len(h.good) < goodKept && p.Depth > 0 {
			h.good = append(h.good, strings.Clone(p.URL))
		}
	case h.copied(p):
		if h.copies++; h.copies == 1 {
			h.example = strings.Clone(p.URL)
		}
	}
}

// copied reports that p looks like the home page.
func (h *homeCopies) copied(p *site.Page) bool {
	d := len(p.Body) - h.size
	return len(h.sketch) > 0 && (p.SHA256 == h.sha || d*50 <= h.size && -d*50 <= h.size && alike(faceOf(p).sketch, h.sketch) >= copyAlike)
}

// ownName is what the path of an address has beyond its host and the names that home
// pages go by; "" if nothing.
func ownName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	folder, name := path.Split(u.Path)
	switch stem, _, _ := strings.Cut(strings.ToLower(name), "."); stem {
	case "", "index", "default", "home", "main", "sy", "shouye":
		return strings.Trim(folder, "/")
	}
	return name
}

// tellCopies ends the crawl without a conclusion where the home page came in the place
// of many others. A server that answers so for what is not there does no harm, unless
// pages that were good ones are answered so by now.
func (cr *crawl) tellCopies(ctx context.Context) {
	h := &cr.copies
	h.mu.Lock()
	copies, errors, pages, example, good := h.copies, h.errors, h.pages, h.example, h.good
	h.mu.Unlock()
	if cr.snap.Suspect != "" {
		return
	}
	why := ""
	switch {
	case copies >= copiesLeast && copies*copiesShare >= pages:
		why = fmt.Sprintf("有 %d 个网址显示的都是首页（如 %s）", copies, clip(example, 200))
	case copies+errors >= copiesHint:
		for _, address := range good {
			if p, _ := cr.second(ctx, address, "", 1); p != nil && p.Status == http.StatusOK && h.copied(p) {
				why = fmt.Sprintf("先前取得的网页（如 %s）后来显示的是首页", clip(address, 200))
				break
			}
		}
	}
	if why == "" || ctx.Err() != nil {
		return
	}
	why += "，可能是以首页代替了原来的网页，不能据此判断"
	cr.mu.Lock()
	cr.snap.Suspect = why
	cr.mu.Unlock()
	cr.log.Warn("the home page comes in the place of others", "copies", copies, "errors", errors, "pages", pages, "example", example)
	cr.frontier.stop(skipSuspect)
}
