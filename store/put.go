package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/govaudit/govaudit/site"
)

// maxKey bounds the address in the key of a page: PostgreSQL indexes no value
// over 2,704 bytes.
const maxKey = 2000

// Put queues p to be written, with its body and facts, in one transaction soon. A
// page that is the same as before (Page.Same) and comes without a body is one whose
// body is stored. Put keeps nothing of p. It blocks while too much is queued, and returns the error of an
// earlier page of this snapshot that could not be written. A page put twice
// counts as it was the second time.
func (sn *Snapshot) Put(ctx context.Context, p *site.Page) error {
	it := &item{sn: sn, key: pageKey(clean(p.URL))}
	var err error
	switch {
	case len(p.Body) > 0:
		if it.body, err = sn.pack(ctx, p.Body, p.SHA256); err != nil {
			return fmt.Errorf("put page %s: %w", p.URL, err)
		}
	case !p.Same.IsZero():
		if it.body, err = stored(p.SHA256); err != nil {
			return fmt.Errorf("put page %s: %w", p.URL, err)
		}
	}
	if p.Rendered != nil {
		if it.rendered, err = sn.pack(ctx, p.Rendered.Body, p.Rendered.SHA256); err != nil {
			return fmt.Errorf("put page %s as rendered: %w", p.URL, err)
		}
	}
	if err := sn.addFacts(ctx, it, p.Facts); err != nil {
		return fmt.Errorf("put page %s: %w", p.URL, err)
	}
	if it.row, err = pageRow(sn.id, it, p); err != nil {
		return fmt.Errorf("put page %s: %w", p.URL, err)
	}
	return sn.enqueue(ctx, it)
}

// Record queues the raw record of a network observation to be written like a
// page's body, and returns its hash, under which [Snapshot.Body] finds it.
func (sn *Snapshot) Record(ctx context.Context, body []byte) (string, error) {
	b, err := sn.pack(ctx, body, "")
	if err != nil {
		return "", fmt.Errorf("put record: %w", err)
	}
	it := &item{sn: sn, body: b, row: []any{sn.id, b.sum[:]}}
	return hex.EncodeToString(b.sum[:]), sn.enqueue(ctx, it)
}

// enqueue hands it to the writer. Only then does its body count as seen: a page
// with the same body that relies on it must stand behind it in the queue.
func (sn *Snapshot) enqueue(ctx context.Context, it *item) error {
	sn.mu.Lock()
	err, done := sn.err, sn.done
	sn.mu.Unlock()
	if err != nil {
		return err
	}
	if done {
		return fmt.Errorf("write to snapshot %s: %w", sn.name, ErrDone)
	}
	if err := sn.s.queue.add(ctx, it); err != nil {
		return fmt.Errorf("write to snapshot %s: %w", sn.name, err)
	}
	sn.mu.Lock()
	defer sn.mu.Unlock()
	for _, b := range it.bodies() {
		if b != nil && b.data != nil && !sn.done {
			sn.seen[seenSum(b.sum[:seenBytes])] = struct{}{}
		}
	}
	return nil
}

// flush waits until everything queued is written, and returns what went wrong
// with this snapshot so far.
func (sn *Snapshot) flush(ctx context.Context) error {
	if err := sn.s.queue.flush(ctx); err != nil {
		return fmt.Errorf("write to snapshot %s: %w", sn.name, err)
	}
	return sn.failed()
}

// seenSum is as much of the SHA-256 of a body as tells those of one crawl apart, even
// where somebody is out to make two alike.
type seenSum [seenBytes]byte

const seenBytes = 16

// packed is a body on its way to the store.
type packed struct {
	sum   [sha256.Size]byte
	data  []byte // nil: the store has it, or the queue
	facts []byte // of the page read from it, packed; nil: none, or none that are new
	again bool   // the queue has it: so it has what there is to know of it
}

// stored is a body that the store has.
func stored(sum string) (*packed, error) {
	b := new(packed)
	return b, parseSum(&b.sum, sum)
}

// pack compresses a body in the caller's goroutine, unless it is stored. sum is
// its hash in hex if the caller knows it.
func (sn *Snapshot) pack(ctx context.Context, body []byte, sum string) (*packed, error) {
	if len(body) > maxBody {
		return nil, fmt.Errorf("body of %d bytes is over the bound of %d", len(body), maxBody)
	}
	b := new(packed)
	if sum == "" {
		b.sum = sha256.Sum256(body)
	} else if err := parseSum(&b.sum, sum); err != nil {
		return nil, err
	}
	var stored bool
	b.again, stored = sn.knows(seenSum(b.sum[:seenBytes]))
	if !stored && sn.again {
		var err error
		if stored, err = sn.s.hasBody(ctx, b.sum[:]); err != nil {
			return nil, err
		}
	}
	if !stored {
		data, err := sn.packBody(ctx, body)
		if err != nil {
			return nil, err
		}
		b.data = data
	}
	return b, nil
}

// knows reports whether the queue has a body, and whether that or the store has.
func (sn *Snapshot) knows(sum seenSum) (queued, stored bool) {
	sn.mu.Lock()
	defer sn.mu.Unlock()
	_, queued = sn.seen[sum]
	_, stored = sn.asked[sum]
	delete(sn.asked, sum)
	return queued, queued || stored
}

// Met tells that the body with this SHA-256, in hex, is that of a page of
// [Snapshot.Trail], and so is stored. It spares the page that is put next with it a look
// for it.
func (sn *Snapshot) Met(sha256 string) {
	var sum seenSum
	if n, err := hex.Decode(sum[:], []byte(sha256[:min(len(sha256), 2*seenBytes)])); err == nil && n == seenBytes {
		sn.met(sum)
	}
}

// met notes that a body is stored, for the page that is put next and has it.
func (sn *Snapshot) met(sum seenSum) {
	sn.mu.Lock()
	defer sn.mu.Unlock()
	if sn.done || len(sn.asked) >= askedMost {
		return
	}
	if sn.asked == nil {
		sn.asked = map[seenSum]struct{}{}
	}
	sn.asked[sum] = struct{}{}
}

// askedMost bounds the bodies that were asked for and not put.
const askedMost = 4096

// hasBody reports whether a body is stored. It stays so while an unfinished
// snapshot exists: see [Store.LetGo].
func (s *Store) hasBody(ctx context.Context, sum []byte) (has bool, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM bodies WHERE sha256 = $1)", sum).Scan(&has)
	return has, err
}

func parseSum(dst *[sha256.Size]byte, s string) error {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != sha256.Size {
		return fmt.Errorf("%q is not a SHA-256 in hex", s)
	}
	copy(dst[:], b)
	return nil
}

// pageKey is the address under which a page is filed: itself, or for a monster
// its beginning and hash. A normalised address holds no #, so the two cannot
// meet.
func pageKey(url string) string {
	if len(url) <= maxKey {
		return url
	}
	sum := sha256.Sum256([]byte(url))
	return clean(url[:maxKey-2*sha256.Size-1]) + "#" + hex.EncodeToString(sum[:])
}

const pageColumns = "url, long_url, final, found_on, depth, chain, status, failure, err, fetched, millis, content_type, last_modified, etag, sha256, stored, size, truncated, wire, same, rendered, rendered_at, rendered_lacks, rendered_rest, within"

// pageRow is p as a row of pages: the snapshot's key and pageColumns.
func pageRow(snapshot int64, it *item, p *site.Page) ([]any, error) {
	url, long, final := clean(p.URL), "", clean(p.Final)
	if it.key != url {
		long = url
	}
	if final == url {
		final = sameAsURL
	}
	chain, err := chainText(p.Chain)
	if err != nil {
		return nil, err
	}
	sum, err := rowSum(it.body, p.SHA256)
	if err != nil {
		return nil, err
	}
	var rendered, renderedAt any
	lacks, rest := "", ""
	if it.rendered != nil {
		rendered, renderedAt, lacks = it.rendered.sum[:], micros(p.Rendered.At), clean(p.Rendered.Lacks)
		if rest, err = restText(p.Rendered.Rest); err != nil {
			return nil, err
		}
	}
	var wire any
	if b := packWire(p); b != nil {
		wire = b
		it.weight += int64(len(b))
	}
	it.weight += int64(len(p.URL) + len(p.Final) + len(p.From) + len(chain) + len(p.Err) + len(p.ContentType) + len(p.ETag) + len(p.Within))
	return []any{snapshot, it.key, long, final, clean(p.From), p.Depth, chain, p.Status, clean(string(p.Failure)), clean(p.Err),
		micros(p.Fetched), p.Millis, clean(p.ContentType), micros(p.LastModified), clean(p.ETag),
		sum, it.body != nil, p.Size, p.Truncated, wire, micros(p.Same), rendered, renderedAt, lacks, rest, clean(p.Within)}, nil
}

// restText is what a browser left open as stored: "" where it was nothing.
func restText(r site.Rest) (string, error) {
	if r.IsZero() {
		return "", nil
	}
	b, err := json.Marshal(r)
	return string(b), err
}

// chainText is the redirects as stored: what went over the wire stands elsewhere.
func chainText(chain []site.Hop) (string, error) {
	if len(chain) == 0 {
		return "", nil
	}
	bare := make([]site.Hop, len(chain))
	for i, h := range chain {
		bare[i] = site.Hop{URL: h.URL, Status: h.Status}
	}
	b, err := json.Marshal(bare)
	return string(b), err
}

// sameAsURL stands for a final address equal to the one asked for, which most
// are; no address is just "=".
const sameAsURL = "="

// rowSum is the hash in a page's row: that of its body, or one the page names
// though its body was not kept.
func rowSum(body *packed, sum string) (any, error) {
	if body != nil {
		return body.sum[:], nil
	}
	if sum == "" {
		return nil, nil
	}
	var b [sha256.Size]byte
	err := parseSum(&b, sum)
	return b[:], err
}
