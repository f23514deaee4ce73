package crawler

import (
	"sync"

	"github.com/govaudit/govaudit/site"
)

// framed are pages that stand in frames of others and tell those where to go. What was
// pressed in them as in a part of the other page is not lost for being pressed by itself,
// when there is nobody to tell.
type framed struct {
	mu sync.Mutex
	by map[string]bool
}

// maxFramed bounds the pages that are remembered of one site.
const maxFramed = 500

// took takes note of the frames of a page that was shown at an address.
func (f *framed) took(v *BrowserView, address string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.by[address] {
		v.Lost, v.Posted = "", ""
	}
	f.know(v.Frames)
}

// know takes note of frames. f.mu is held.
func (f *framed) know(frames []string) {
	for _, a := range frames {
		if len(f.by) >= maxFramed {
			return
		}
		if f.by == nil {
			f.by = map[string]bool{}
		}
		f.by[a] = true
	}
}

// tookBack takes note of the frames of a page that an earlier part of this crawl showed.
func (f *framed) tookBack(p *site.Page) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.know(p.Rendered.Rest.Frames)
}

// took takes note of what a page that was shown at an address tells of others.
func (r *renders) took(v *BrowserView, address string) {
	r.menu.met(address, v.Met)
	r.frames.took(v, address)
}
