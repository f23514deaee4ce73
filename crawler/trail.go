package crawler

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// A portal that has not changed need not be read again to know where its pages lead.
// Where the crawl before was a plain one that saw everything, its pages are asked for
// in the order in which they led to each other: one once the page it was found on has
// come and is what it was, since then its link is still there. When all have come so,
// the site is what it was. With the first that differs the trail is left: the pages
// that came are read as those of an interrupted crawl are, and the crawl goes on as any
// other does.

// Tracker is a Memory that knows which way the crawl before took. An archive that is
// none has every page read.
type Tracker interface {
	Memory
	// Before returns the crawl before; false where there is none.
	Before(ctx context.Context) (site.Snapshot, bool, error)
	// Trail yields every page of it, without bodies. Those of which the server cannot be
	// asked whether they changed have neither ETag nor LastModified. A SHA-256 is that of
	// a stored body.
	Trail(ctx context.Context) iter.Seq2[*site.Page, error]
	// Met tells that the page put next has a body with this SHA-256 of a page of the trail.
	Met(sha256 string)
	// Keep keeps pieces under a name beside this snapshot, Kept gives those kept beside
	// the snapshot with an ID.
	Keep(ctx context.Context, name string, write func(put func(piece []byte) error) error) error
	Kept(ctx context.Context, id, name string) iter.Seq2[[]byte, error]
}

// trail is the way the crawl before took. Its steps are fixed once it is taken, but for
// which were passed.
type trail struct {
	mu     sync.RWMutex // held for reading while a page is passed, for writing to leave
	going  bool
	same   bool          // the home page is what it was
	origin string        // the snapshot that was read
	before site.Snapshot // the one before this, which found what that had
	notes  trailNotes
	at     map[uint64]uint32 // steps by the hash of their address
	steps  []step
}

// step is one page of the crawl before.
type step struct {
	url, final, err, contentType string
	failure                      site.Failure
	sum                          [sha256.Size]byte
	body                         bool // there is a sum
	truncated, passed            bool
	depth                        uint16
	status                       int
	size                         int64
	first, next                  uint32 // the first found on it, and the next that was found where it was, plus one
}

// trailNotes is what the pages of a crawl do not tell of it.
type trailNotes struct {
	Key      string            // of the program and its settings
	Names    map[string]string // see crawl.names
	Pictures []trailPicture
}

// trailPicture is a picture that was there: those are not stored.
type trailPicture struct {
	URL, From string
	Depth     uint16
}

const trailName = "trail"

// trailKey tells what the way of a crawl depends on beside the portal; "" where that
// cannot be told.
func (cr *crawl) trailKey() string {
	program := cr.c.settings.Program
	if program == "" {
		return ""
	}
	doc, err := json.Marshal([]any{program, extract.Version, cr.c.settings, cr.target})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(doc)
	return hex.EncodeToString(sum[:])
}

// recallTrail reads the way the crawl before took and what it knew of pages; false
// where there is none that can be followed.
func (cr *crawl) recallTrail(ctx context.Context) (bool, error) {
	m, ok := cr.archive.(Tracker)
	key := cr.trailKey()
	if !ok || key == "" || cr.only || len(cr.seeds) > 0 || cr.limits.Revalidate == RevalidateNever {
		return false, nil
	}
	before, ok, err := m.Before(ctx)
	if err != nil || !ok || !before.Complete || !before.Alive || before.Suspect != "" || before.Browser != nil {
		return false, err
	}
	t := &cr.trail
	t.before, t.origin = before, before.Unchanged
	if t.origin == "" {
		t.origin = before.ID
	}
	for piece, err := range m.Kept(ctx, t.origin, trailName) {
		if err != nil || json.Unmarshal(piece, &t.notes) != nil {
			return false, nil // it can be done without
		}
	}
	if t.notes.Key != key {
		return false, nil
	}
	found := map[uint64][]uint32{} // steps by the hash of the address they were found on
	texts := map[string]string{}   // few and repeated
	t.at = map[uint64]uint32{}
	for p, err := range m.Trail(ctx) {
		if err != nil {
			return false, err
		}
		if !cr.followable(p) {
			*t = trail{}
			return false, nil
		}
		s := step{url: p.URL, final: p.Final, err: text(texts, p.Err), contentType: text(texts, p.ContentType), failure: p.Failure,
			truncated: p.Truncated, depth: uint16(min(p.Depth, 1<<15)), status: p.Status, size: p.Size}
		if p.SHA256 != "" {
			s.body = true
			hex.Decode(s.sum[:], []byte(p.SHA256))
		}
		h := cr.frontier.hash(p.URL)
		t.at[h] = uint32(len(t.steps))
		if p.From != "" {
			from := cr.frontier.hash(p.From)
			found[from] = append(found[from], uint32(len(t.steps)))
		}
		t.steps = append(t.steps, s)
		cr.prior.know(h, p, texts)
	}
	for from, list := range found {
		n, ok := t.at[from]
		if !ok {
			continue // a step that is never taken: the trail ends before it
		}
		for _, k := range slices.Backward(list) {
			t.steps[k].next, t.steps[n].first = t.steps[n].first, k+1
		}
	}
	return true, nil
}

// text returns the one copy that is kept of a string.
func text(known map[string]string, s string) string {
	if _, ok := known[s]; !ok {
		known[s] = s
	}
	return known[s]
}

// followable reports a page that leaves nothing open and is a page of its own.
func (cr *crawl) followable(p *site.Page) bool {
	return (p.Failure == "" || p.Failure == site.FailGone) && p.Within == "" && p.Rendered == nil && kindOfPath(p.URL) != pathScript
}

// step returns that of an address, nil where there is none.
func (t *trail) step(hash uint64) *step {
	n, ok := t.at[hash]
	if !ok {
		return nil
	}
	return &t.steps[n]
}

// shows reports that p is what it was.
func (s *step) shows(p *site.Page) bool {
	if p.Failure != s.failure || p.Err != s.err || p.Status != s.status || p.Final != s.final || p.ContentType != s.contentType ||
		p.Truncated != s.truncated || p.Size != s.size || p.Rendered != nil || p.Within != "" || (p.SHA256 != "") != s.body {
		return false
	}
	var sum [sha256.Size]byte
	n, err := hex.Decode(sum[:], []byte(p.SHA256))
	return err == nil && (n == 0 || bytes.Equal(sum[:], s.sum[:]))
}

// class is the class its page is asked for as: pages on which others were found first, as
// in any crawl.
func (s *step) class() class {
	switch {
	case s.failure == "" && (!s.body || documentName(s.url) || kindOfPath(s.url) == pathFile):
		return classFile
	case s.first != 0:
		return classMenu
	}
	return classDoc
}

// headed reports that the page at an address was only looked for, and is again.
func (t *trail) headed(hash uint64) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	s := t.step(hash)
	return t.going && s != nil && !s.body
}

// takeTrail begins to follow the trail once the home page has come.
func (cr *crawl) takeTrail() {
	t := &cr.trail
	if !t.same || cr.snap.Suspect != "" {
		cr.trail = trail{}
		return
	}
	for _, base := range t.notes.Names {
		if u, err := url.Parse(base); err == nil {
			cr.sawHost(u)
		}
	}
	for _, p := range t.notes.Pictures {
		cr.send(&job{url: p.URL, from: p.From, depth: p.Depth, class: classPicture})
	}
	s := t.step(cr.frontier.hash(cr.home.String()))
	s.passed, t.going = true, true
	cr.sendFound(s)
}

// send queues j.
func (cr *crawl) send(j *job) {
	if u, err := url.Parse(j.url); err == nil {
		cr.frontier.put(j, u)
	}
}

// sendFound queues what was found on the page of s.
func (cr *crawl) sendFound(s *step) {
	for _, j := range cr.trail.jobs(s) {
		cr.send(j)
	}
}

// jobs are those for what was found on the page of s.
func (t *trail) jobs(s *step) (out []*job) {
	for n := s.first; n != 0; n = t.steps[n-1].next {
		c := &t.steps[n-1]
		out = append(out, &job{url: c.url, from: s.url, depth: c.depth, class: c.class()})
	}
	return out
}

// found are the jobs that the page p led to while the trail was followed.
func (t *trail) found(cr *crawl, p *site.Page) []*job {
	if len(t.steps) == 0 {
		return nil
	}
	s := t.step(cr.frontier.hash(p.URL))
	if s == nil || !s.passed {
		return nil
	}
	return t.jobs(s)
}

// pass stores p and goes on from it if it is the next page of the trail and what it
// was; else it reports false.
func (cr *crawl) pass(ctx context.Context, p *site.Page) (bool, error) {
	t := &cr.trail
	t.mu.RLock()
	defer t.mu.RUnlock()
	if !t.going {
		return false, nil
	}
	s := t.step(cr.frontier.hash(p.URL))
	if s == nil || s.passed || !s.shows(p) {
		return false, nil
	}
	p.Facts = nil
	if m, ok := cr.prior.memory.(Tracker); ok && len(p.Body) > 0 {
		m.Met(p.SHA256)
	}
	if err := cr.stow(ctx, p); err != nil {
		return false, err
	}
	s.passed = true
	cr.tally(p)
	cr.sendFound(s)
	return true, nil
}

// leaveTrail has the pages that came so far read, where a trail is followed.
func (cr *crawl) leaveTrail(ctx context.Context) error {
	t := &cr.trail
	t.mu.Lock()
	going := t.going
	t.going = false
	t.mu.Unlock()
	if !going {
		return nil
	}
	for p, f := range cr.stored(ctx) {
		if s := t.step(cr.frontier.hash(p.URL)); s != nil && s.passed && p.URL != cr.home.String() {
			cr.follow(p, f)
		}
	}
	return cr.broken()
}

// endTrail says that the site is what it was, where all pages have come and were that.
// It reports whether the trail was left instead.
func (cr *crawl) endTrail(ctx context.Context) (left bool, err error) {
	t := &cr.trail
	if !t.going {
		return false, nil
	}
	unpassed := slices.ContainsFunc(t.steps, func(s step) bool { return !s.passed })
	if unpassed || int(cr.counts.pictures.Load()) != t.before.Pictures || cr.snap.Suspect != "" {
		return true, cr.leaveTrail(ctx)
	}
	cr.snap.Unchanged = t.origin
	f := cr.frontier
	f.mu.Lock()
	defer f.mu.Unlock()
	f.skipped = map[string]int{}
	maps.Copy(f.skipped, t.before.Skipped)
	return false, nil
}

// noteTrail keeps what a later crawl needs to follow this one, where it was plain.
func (cr *crawl) noteTrail(ctx context.Context) error {
	m, ok := cr.archive.(Tracker)
	key := cr.trailKey()
	if !ok || key == "" || cr.only || len(cr.seeds) > 0 || cr.snap.Unchanged != "" || !cr.plain() {
		return nil
	}
	cr.snap.Plain = true
	doc, err := json.Marshal(trailNotes{Key: key, Names: cr.names, Pictures: cr.pictures})
	if err != nil {
		return err
	}
	return m.Keep(ctx, trailName, func(put func([]byte) error) error { return put(doc) })
}

// plain reports that the crawl saw all of its site, and that what it did follows from
// its pages one by one.
func (cr *crawl) plain() bool {
	s := cr.snap
	if !s.Complete || !s.Alive || s.Suspect != "" || s.Browser != nil {
		return false
	}
	r := &cr.renders
	r.mu.Lock()
	shown := len(r.waiting)+len(r.fed)+len(r.pressed)+len(r.got)+r.begun+r.routes+len(r.samples.of)+len(r.samples.back) > 0
	r.mu.Unlock()
	cr.hollows.mu.Lock()
	hollow := len(cr.hollows.held) > 0 || cr.hollows.strain
	cr.hollows.mu.Unlock()
	cr.mirrors.mu.Lock()
	mirrored := len(cr.mirrors.kinds) > 0
	cr.mirrors.mu.Unlock()
	cr.frontier.mu.Lock()
	guessed := len(cr.frontier.guesses.first) > 0
	cr.frontier.mu.Unlock()
	cr.mu.Lock()
	defer cr.mu.Unlock()
	return !shown && !hollow && !mirrored && !guessed && !cr.byDay && cr.parts == parts{} && len(cr.calls.pages) == 0 && len(cr.scripts) == 0 && len(cr.downs) == 0
}

// unsent reports the answer of a server that says that a page of the trail has not
// changed: nothing is read of it.
func (cr *crawl) unsent(p *site.Page) bool {
	cr.trail.mu.RLock()
	defer cr.trail.mu.RUnlock()
	return cr.trail.going && p.Status == http.StatusNotModified
}
