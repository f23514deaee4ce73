package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/klauspost/compress/s2"
)

const (
	primerSum = sha256.Size
	maxPrimer = 48 << 10 // bytes of a page that serve as primer: menus and the frame of the text
	minPrimer = 4 << 10  // a shorter page primes nothing
)

// primer is the beginning of an earlier page of a site, in whose words later ones
// are packed: most of a page is what all pages of its site have. Primers are kept
// for ever, a few for each site.
type primer struct {
	sum  [primerSum]byte // of the bytes
	dict *s2.Dict
}

func newPrimer(b []byte) *primer {
	return &primer{sha256.Sum256(b), s2.MakeDict(b, nil)}
}

// primed is the primer one snapshot packs with: bodies with one, facts with another.
type primed struct {
	site   string // under which its primers are filed
	mu     sync.Mutex
	looked bool // whether the site has one from before
	now    *primer
	made   int // by this snapshot
	poor   int // bodies in a row that it was no good for
}

// A snapshot takes another primer where the one it has is of little use for this
// many bodies in a row, up to a bound.
const (
	poorMost    = 16
	poorShare   = 6 // a body packed to more than a sixth of its size
	primersMost = 6
)

// factsPrimers is what the name of a site is followed by where the primers of its
// facts are filed. No site's name holds a slash.
const factsPrimers = "/facts"

// packBody packs a body of the snapshot's site.
func (sn *Snapshot) packBody(ctx context.Context, body []byte) ([]byte, error) {
	if !markup(body) {
		return sn.s.codec.pack(body, nil), nil
	}
	pr, err := sn.s.primerFor(ctx, &sn.primed, body)
	if err != nil {
		return nil, err
	}
	data := sn.s.codec.pack(body, pr)
	sn.primed.served(pr, len(body), len(data))
	return data, nil
}

// served notes of how much use pr was.
func (p *primed) served(pr *primer, size, packed int) {
	if size < minPrimer {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.now != pr:
	case packed > size/poorShare:
		p.poor++
	default:
		p.poor = 0
	}
}

// markup reports whether body looks like a page: files are not packed in the words
// of pages.
func markup(body []byte) bool {
	head := body[:min(len(body), 1024)]
	return bytes.IndexByte(head, '<') >= 0 && bytes.IndexByte(head, 0) < 0
}

// primerFor returns the primer of p to pack body with, making one of body where there
// is none yet or the one there is has proven poor; nil for none.
func (s *Store) primerFor(ctx context.Context, p *primed, body []byte) (*primer, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := s.lookForPrimer(ctx, p); err != nil {
		return nil, err
	}
	wanted := p.now == nil || p.poor >= poorMost
	if !wanted || p.made >= primersMost || len(body) < minPrimer {
		return p.now, nil
	}
	b := append([]byte(nil), body[:min(len(body), maxPrimer)]...)
	fresh := newPrimer(b)
	if fresh.dict == nil {
		return p.now, nil
	}
	// It must be there before anything that was packed with it.
	_, err := s.write.ExecContext(ctx, "INSERT INTO primers (site, sha256, data) VALUES ($1, $2, $3) ON CONFLICT (sha256) DO NOTHING",
		p.site, fresh.sum[:], s.codec.pack(b, nil))
	if err != nil {
		return nil, fmt.Errorf("keep primer of %s: %w", p.site, err)
	}
	p.now, p.poor = fresh, 0
	p.made++
	return fresh, nil
}

// lookForPrimer has p begin with the newest primer from before. p.mu is held.
func (s *Store) lookForPrimer(ctx context.Context, p *primed) error {
	if p.looked {
		return nil
	}
	last, err := s.lastPrimer(ctx, p.site)
	if err != nil {
		return fmt.Errorf("read primer of %s: %w", p.site, err)
	}
	p.looked, p.now = true, last
	return nil
}

// primerAmong returns the primer with this hash, which most often is that of p.
func (s *Store) primerAmong(ctx context.Context, p *primed, sum [primerSum]byte) (*primer, error) {
	p.mu.Lock()
	err := s.lookForPrimer(ctx, p)
	now := p.now
	p.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if now != nil && now.sum == sum {
		return now, nil
	}
	return s.primerNamed(ctx, sum)
}

// lastPrimer returns the newest primer of a site, nil if it has none.
func (s *Store) lastPrimer(ctx context.Context, siteID string) (*primer, error) {
	var data []byte
	err := s.read.QueryRowContext(ctx, "SELECT data FROM primers WHERE site = $1 ORDER BY id DESC LIMIT 1", siteID).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	b, err := s.codec.unpack(data, nil)
	if err != nil {
		return nil, err
	}
	return newPrimer(b), nil
}

// primersKept bounds the primers that are at hand for reading.
const primersKept = 32

// primers keeps those that were read last at hand. The zero primers is empty.
type primers struct {
	mu    sync.Mutex
	bySum map[[primerSum]byte]*primer
	order [][primerSum]byte // oldest first
}

func (ps *primers) get(sum [primerSum]byte) *primer {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	return ps.bySum[sum]
}

func (ps *primers) put(p *primer) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if ps.bySum == nil {
		ps.bySum = map[[primerSum]byte]*primer{}
	}
	if ps.bySum[p.sum] != nil {
		return
	}
	if len(ps.order) == primersKept {
		delete(ps.bySum, ps.order[0])
		ps.order = ps.order[1:]
	}
	ps.bySum[p.sum] = p
	ps.order = append(ps.order, p.sum)
}

// unpack undoes the packing of a body.
func (s *Store) unpack(ctx context.Context, data []byte) ([]byte, error) {
	sum, ok := primerOf(data)
	if !ok {
		return s.codec.unpack(data, nil)
	}
	p, err := s.primerNamed(ctx, sum)
	if err != nil {
		return nil, err
	}
	return s.codec.unpack(data, p)
}

// primerNamed returns the primer with this hash.
func (s *Store) primerNamed(ctx context.Context, sum [primerSum]byte) (*primer, error) {
	if p := s.primers.get(sum); p != nil {
		return p, nil
	}
	var packed []byte
	if err := s.read.QueryRowContext(ctx, "SELECT data FROM primers WHERE sha256 = $1", sum[:]).Scan(&packed); err != nil {
		return nil, fmt.Errorf("read primer %x: %w", sum, err)
	}
	b, err := s.codec.unpack(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("read primer %x: %w", sum, err)
	}
	p := newPrimer(b)
	if p.sum != sum {
		return nil, fmt.Errorf("read primer %x: %w", sum, errPacked)
	}
	s.primers.put(p)
	return p, nil
}
