package crawler

import (
	"sync"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// rooms holds the memory of bodies that are done with. A third of what a crawl would
// leave to the collector are the bodies of pages.
var rooms sync.Pool // of *[]byte

const (
	roomStep = 16 << 10  // sizes of rooms differ by this, so that they fit the next page
	roomMost = 256 << 10 // a larger one is not kept
)

// roomFor returns an empty slice with room for n bytes.
func roomFor(n int) []byte {
	if n == 0 {
		return nil
	}
	if old, _ := rooms.Get().(*[]byte); old != nil && cap(*old) >= n {
		return (*old)[:0]
	}
	return make([]byte, 0, (n+roomStep-1)/roomStep*roomStep)
}

// packed holds the memory of packed facts that are stored.
var packed sync.Pool // of *[]byte

// pack packs the facts of a page that was read, to be stored and then given up.
func (cr *crawl) pack(p *site.Page, f *extract.Facts) []byte {
	var room []byte
	if old, _ := packed.Get().(*[]byte); old != nil {
		room = *old
	}
	return cr.codec.PackInto(room, p, f)
}

// unpacked gives up the facts that pack made.
func unpacked(facts []byte) {
	if cap(facts) > 0 && cap(facts) <= roomMost {
		packed.Put(&facts)
	}
}

// reuse gives up the body of a page that was stored and handed on, where nothing of
// the crawl can still want it: see [calls]. What a browser asked for is still to be
// given to it.
func reuse(p *site.Page, f *extract.Facts) {
	body, kind := p.Body, kindOfPath(p.URL)
	if f == nil || f.Signals.NeedsBrowser != "" || f.OffersByScript() || cap(body) == 0 || cap(body) > roomMost || kind != pathPage && (kind != pathFile || f.Kind != extract.File) {
		return
	}
	p.Body = nil
	rooms.Put(&body)
}
