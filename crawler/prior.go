package crawler

import (
	"context"
	"encoding/hex"
	"fmt"
	"iter"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Memory is an Archive that also knows what earlier crawls stored. An archive that
// is none makes every crawl the first.
type Memory interface {
	Archive
	// Readings yields what Pages does, with the facts kept in place of the body where
	// usable says that they will do.
	Readings(ctx context.Context, usable func(*site.Page) bool) iter.Seq2[*site.Page, error]
	// Earlier yields, without bodies, the pages the crawl before obtained whole, each
	// by a plain request of its own. Their bodies stay while this crawl lasts.
	Earlier(ctx context.Context) iter.Seq2[*site.Page, error]
	// Facts returns the facts kept with a stored body, nil where none are.
	Facts(ctx context.Context, sha256 string) ([]byte, error)
	// Body returns a stored body.
	Body(ctx context.Context, sha256 string) ([]byte, error)
}

// prior is what the crawl before knows of the site's pages, by the hash of their
// address: what has not changed since is neither sent nor read again.
type prior struct {
	memory Memory // nil: there is none
	at     map[uint64]uint32
	pages  []knownPage
	misled atomic.Int32 // times the server answered worse because it was asked only what changed
}

// page returns what is known of the address with this hash, nil where nothing is.
func (p *prior) page(hash uint64) *knownPage {
	n, ok := p.at[hash]
	if !ok {
		return nil
	}
	return &p.pages[n]
}

// knownPage is one page of the crawl before. All of a site's are in memory.
type knownPage struct {
	sum                [32]byte
	size               int64
	modified, received int64 // as time.UnixMicro has it; never: not known
	contentType        string
	etag               string
}

// never is the zero time in microseconds.
const never = -62135596800000000

func ofMicros(n int64) time.Time { return time.UnixMicro(n).UTC() }

// recallPrior reads the index of the crawl before.
func (cr *crawl) recallPrior(ctx context.Context) error {
	m, ok := cr.archive.(Memory)
	if !ok {
		return nil
	}
	cr.prior.memory, cr.prior.at, cr.prior.pages = m, map[uint64]uint32{}, nil
	if ok, err := cr.recallTrail(ctx); ok || err != nil {
		return err
	}
	clear(cr.prior.at)
	cr.prior.pages = nil
	types := map[string]string{} // few and repeated
	for p, err := range m.Earlier(ctx) {
		if err != nil {
			return fmt.Errorf("read the crawl before: %w", err)
		}
		cr.prior.know(cr.frontier.hash(p.URL), p, types)
	}
	return nil
}

// know takes up a page that came whole by a plain request of its own. types holds one
// copy of each content type.
func (pr *prior) know(hash uint64, p *site.Page, types map[string]string) {
	if !p.OK() || p.Truncated || len(p.Chain) > 0 || p.Rendered != nil || p.Within != "" || p.Status != http.StatusOK {
		return
	}
	k := knownPage{size: p.Size, etag: p.ETag, modified: p.LastModified.UnixMicro(), received: p.Fetched.UnixMicro(), contentType: text(types, p.ContentType)}
	if !p.Same.IsZero() {
		k.received = p.Same.UnixMicro()
	}
	if n, err := hex.Decode(k.sum[:], []byte(p.SHA256)); err != nil || n != len(k.sum) {
		return
	}
	pr.at[hash] = uint32(len(pr.pages))
	pr.pages = append(pr.pages, k)
}

// condition returns what is known of j's page, to ask only whether it changed; nil
// where the page itself is wanted. The home page and what it leads to are always
// sent for: that something is missing or out of date is seen there, and a server
// that says "unchanged" by mistake must not make an old page stand for the new one. So
// are pages of which a list says something else than it did.
func (cr *crawl) condition(j *job) *knownPage {
	if cr.limits.Revalidate == RevalidateNever || cr.prior.misled.Load() >= misledMost || j.depth <= 1 || j.tries > 0 || j.class == classFrame {
		return nil // a frame may be wanted by the browser
	}
	h := cr.frontier.hash(j.url)
	k := cr.prior.page(h)
	if k == nil || k.etag == "" && k.modified == never || cr.changed.has(h) {
		return nil
	}
	return k
}

// misledMost is how often a server may answer worse for a condition until none is set.
const misledMost = 3

// unbelieved reports an answer to a request with a condition that is looked into by asking
// plainly: "not modified" for a page that is not kept, a condition that is said not to hold,
// no page at all, or much less of one than there was. Servers and what stands before them
// handle conditions wrongly more often than pages shrink.
func (cr *crawl) unbelieved(ctx context.Context, p *site.Page, k *knownPage) bool {
	switch p.Status {
	case http.StatusNotModified:
		return !cr.unchanged(ctx, p, k)
	case http.StatusPreconditionFailed:
		return true
	case http.StatusOK:
		return p.Failure == "" && !p.Truncated && int64(len(p.Body)) < k.size*3/4
	}
	return p.Status/100 == 2
}

// heard counts a page that came whole once it was asked for plainly.
func (pr *prior) heard(p *site.Page, k *knownPage) {
	if p.OK() && int64(len(p.Body)) >= k.size*3/4 {
		pr.misled.Add(1)
	}
}

// conditional adds to a request's header that only another page than k is wanted.
func (k *knownPage) conditional(h http.Header) {
	if k.etag != "" {
		h.Set("If-None-Match", k.etag)
	}
	if k.modified != never {
		h.Set("If-Modified-Since", ofMicros(k.modified).Format(http.TimeFormat))
	}
}

// unchanged makes of the answer "not modified" the page it stands for, with the
// facts kept of it or else its body; false if that is not to be had.
func (cr *crawl) unchanged(ctx context.Context, p *site.Page, k *knownPage) bool {
	if len(p.Chain) > 0 {
		return false // it was said of another address
	}
	sum := hex.EncodeToString(k.sum[:])
	var facts []byte
	if !cr.unsent(p) {
		var err error
		if facts, err = cr.prior.memory.Facts(ctx, sum); err != nil {
			return false
		}
	}
	p.Status, p.Failure, p.Err = http.StatusOK, "", ""
	p.SHA256, p.Size, p.Same, p.Facts = sum, k.size, ofMicros(k.received), facts
	p.ContentType = k.contentType
	if p.ETag == "" {
		p.ETag = k.etag
	}
	if p.LastModified.IsZero() {
		p.LastModified = ofMicros(k.modified)
	}
	return true
}

// read returns the facts of a page, those kept of it where it is one that was
// stored before. What was read anew is packed into p.Facts, to be stored.
func (cr *crawl) read(ctx context.Context, p *site.Page) (*extract.Facts, error) {
	if p.Same.IsZero() && len(p.Body) > 0 {
		p.Facts = cr.recall(ctx, p)
	}
	kept := p.Facts
	if f := cr.codec.Unpack(p, kept); f != nil && (len(p.Body) > 0 || !needsBody(p, f)) {
		p.Facts = nil // they are stored
		return f, nil
	}
	p.Facts = nil
	if !p.Same.IsZero() && len(p.Body) == 0 {
		body, err := cr.prior.memory.Body(ctx, p.SHA256)
		if err != nil {
			return nil, fmt.Errorf("read %s as it was stored: %w", p.URL, err)
		}
		p.Body = body
	}
	f := cr.codec.Read(p)
	if !extract.Current(kept) {
		p.Facts = cr.pack(p, f)
	}
	return f, nil
}

// recall returns the facts kept of the body that came, where the crawl before got
// the same from this address.
func (cr *crawl) recall(ctx context.Context, p *site.Page) []byte {
	k := cr.prior.page(cr.frontier.hash(p.URL))
	if k == nil || p.Final != p.URL || p.SHA256 != hex.EncodeToString(k.sum[:]) {
		return nil
	}
	facts, err := cr.prior.memory.Facts(ctx, p.SHA256)
	if err != nil {
		return nil
	}
	return facts
}

// needsBody reports a page whose facts do not say all that a crawl asks of it: what
// shows next to nothing is looked at more closely.
func needsBody(p *site.Page, f *extract.Facts) bool {
	return f.Signals.TextRunes < bareRunes || p.Size > maxRendered
}

// stored yields what an earlier part of this crawl stored, with the facts of each
// page that may hold any.
func (cr *crawl) stored(ctx context.Context) iter.Seq2[*site.Page, *extract.Facts] {
	return func(yield func(*site.Page, *extract.Facts) bool) {
		var kept *extract.Facts
		pages := cr.archive.Pages(ctx)
		if m := cr.prior.memory; m != nil {
			pages = m.Readings(ctx, func(p *site.Page) bool {
				kept = nil
				if p.URL == cr.home.String() {
					return false
				}
				kept = cr.codec.Unpack(p, p.Facts)
				if kept != nil && needsBody(p, kept) {
					kept = nil
				}
				return kept != nil
			})
		}
		for p, err := range pages {
			if err != nil {
				cr.fail(fmt.Errorf("read stored pages: %w", err))
				return
			}
			f := kept
			kept = nil
			if f == nil && readable(p) {
				f = cr.codec.Read(p)
			}
			if !yield(p, f) {
				return
			}
		}
	}
}
