package crawler

import (
	"fmt"
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
	example string
}

// noteHomeCopy remembers the home page, and counts p where it is the same.
func (cr *crawl) noteHomeCopy(p *site.Page, f *extract.Facts) {
	if f == nil || cr.only || !p.OK() || p.Within != "" || f.HTMLTitle == "" || len(p.Body) == 0 || !isHTML(p.ContentType) {
		return
	}
	h := &cr.copies
	h.mu.Lock()
	defer h.mu.Unlock()
	if p.URL == cr.home.String() {
		h.title, h.size, h.sha, h.name = strings.Clone(f.HTMLTitle), len(p.Body), p.SHA256, lastName(p.Final)
		h.sketch = nil
		if p.Rendered == nil && f.Signals.NeedsBrowser == "" { // one shell for all pages is filled by its scripts
			h.sketch = faceOf(p).sketch
		}
		return
	}
	h.pages++
	if len(h.sketch) == 0 || p.Rendered != nil || f.HTMLTitle != h.title || ownName(p.Final) == "" || lastName(p.Final) == h.name {
		return
	}
	if d := len(p.Body) - h.size; p.SHA256 != h.sha && (d*50 > h.size || -d*50 > h.size || alike(faceOf(p).sketch, h.sketch) < copyAlike) {
		return
	}
	if h.copies++; h.copies == 1 {
		h.example = p.URL
	}
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
// of many others.
func (cr *crawl) tellCopies() {
	h := &cr.copies
	h.mu.Lock()
	defer h.mu.Unlock()
	if cr.snap.Suspect != "" || h.copies < copiesLeast || h.copies*copiesShare < h.pages {
		return
	}
	why := fmt.Sprintf("有 %d 个网址显示的都是首页（如 %s），可能是以首页代替了原来的网页，不能据此判断", h.copies, clip(h.example, 200))
	cr.mu.Lock()
	cr.snap.Suspect = why
	cr.mu.Unlock()
	cr.log.Warn("the home page comes in the place of others", "copies", h.copies, "pages", h.pages, "example", h.example)
	cr.frontier.stop(skipSuspect)
}
