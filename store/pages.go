package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/govaudit/govaudit/site"
)

// Bounds of what is read ahead: packed bodies, about an eighth of their size.
const (
	aheadPages = 64
	aheadBytes = 4 << 20
)

// Pages yields the stored pages with their bodies, in byte order of their
// addresses, with those queued before the call. A page belongs to the caller.
// An error ends the sequence. No connection is held while a page is looked at,
// so the caller may use the store meanwhile, and pages put meanwhile may appear.
func (sn *Snapshot) Pages(ctx context.Context) iter.Seq2[*site.Page, error] {
	return sn.each(ctx, selectPages+nextPages+joinBodies+" ORDER BY url", func(sp *storedPage) (*site.Page, error) { return sn.page(ctx, sp) })
}

// each yields what a query finds page by page, as open gives it.
func (sn *Snapshot) each(ctx context.Context, query string, open func(*storedPage) (*site.Page, error)) iter.Seq2[*site.Page, error] {
	return func(yield func(*site.Page, error) bool) {
		if err := sn.settle(ctx); err != nil {
			yield(nil, err)
			return
		}
		for after := ""; ; {
			list, err := scanPages(sn.s.read.QueryContext(ctx, query, sn.id, after, aheadPages))
			if err != nil {
				yield(nil, fmt.Errorf("read pages of snapshot %s: %w", sn.name, err))
				return
			}
			if len(list) == 0 {
				if err := sn.stands(ctx); err != nil {
					yield(nil, err)
				}
				return
			}
			for _, sp := range list {
				p, err := open(sp)
				if !yield(p, err) || err != nil {
					return
				}
			}
			after = list[len(list)-1].key
		}
	}
}

// stands reports [ErrNoSnapshot] where the snapshot has been let go meanwhile: what was
// read of it is not all there was.
func (sn *Snapshot) stands(ctx context.Context) error {
	var there bool
	err := sn.s.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM snapshots WHERE id = $1)", sn.id).Scan(&there)
	if err == nil && !there {
		err = ErrNoSnapshot
	}
	if err != nil {
		return fmt.Errorf("read snapshot %s: its pages may have been let go meanwhile: %w", sn.name, err)
	}
	return nil
}

// Page returns the stored page that was asked for at this address, with its
// body, or gives [ErrNoPage].
func (sn *Snapshot) Page(ctx context.Context, url string) (*site.Page, error) {
	if err := sn.settle(ctx); err != nil {
		return nil, err
	}
	sp, err := sn.one(ctx, url, sn.s.onePage)
	if err != nil {
		return nil, err
	}
	return sn.page(ctx, sp)
}

func (sn *Snapshot) one(ctx context.Context, url string, query *sql.Stmt) (*storedPage, error) {
	list, err := scanPages(query.QueryContext(ctx, sn.id, pageKey(clean(url))))
	if err == nil && len(list) == 0 {
		if err = sn.stands(ctx); err == nil {
			err = ErrNoPage
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read page %s of snapshot %s: %w", url, sn.name, err)
	}
	return list[0], nil
}

// settle flushes where something can be queued.
func (sn *Snapshot) settle(ctx context.Context) error {
	if sn.Done() {
		return nil
	}
	return sn.flush(ctx)
}

// storedPage is a page with its body still packed.
type storedPage struct {
	site.Page
	key      string
	packed   []byte
	rendered []byte // the page as a browser showed it
	facts    []byte // packed; only where facts were asked for
	stored   bool
}

// The queries for pages with their bodies, and for pages with their facts, have a
// condition between the two parts.
const (
	selectPages = "SELECT " + pageColumns + ", b.data, r.data, NULL FROM (SELECT " + pageColumns + " FROM pages WHERE snapshot = $1 AND "
	joinBodies  = "LEFT JOIN (SELECT sha256 AS sum, data FROM bodies) AS b ON stored AND b.sum = sha256 " +
		"LEFT JOIN (SELECT sha256 AS sum, data FROM bodies) AS r ON r.sum = rendered"
	selectFacts = "SELECT " + pageColumns + ", NULL, NULL, facts FROM (SELECT " + pageColumns + " FROM pages WHERE snapshot = $1 AND "
	joinFacts   = "LEFT JOIN (SELECT sha256 AS sum, facts FROM bodies) AS b ON (stored OR rendered IS NOT NULL) AND b.sum = COALESCE(rendered, sha256)"
	nextPages   = "url > $2 ORDER BY url LIMIT $3) AS p "
)

// scanPages reads the pages a query found, as many as the bounds allow.
func scanPages(rows *sql.Rows, found error) (list []*storedPage, err error) {
	if found != nil {
		return nil, found
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for bytes := 0; bytes < aheadBytes && rows.Next(); {
		sp, err := scanPage(rows)
		if err != nil {
			return nil, err
		}
		list, bytes = append(list, sp), bytes+len(sp.packed)+len(sp.rendered)+len(sp.facts)
	}
	return list, rows.Err()
}

// setAddresses gives p the addresses that a row of pages holds in a shorter form.
func setAddresses(p *site.Page, long, chain string) error {
	if long != "" {
		p.URL = long
	}
	if p.Final == sameAsURL {
		p.Final = p.URL
	}
	if chain != "" {
		if err := json.Unmarshal([]byte(chain), &p.Chain); err != nil {
			return fmt.Errorf("redirects of %s: %w", p.URL, err)
		}
	}
	return nil
}

func scanPage(rows *sql.Rows) (*storedPage, error) {
	sp := new(storedPage)
	p := &sp.Page
	var long, chain, lacks, rest string
	var fetched, modified, same, renderedAt *int64
	var sum, wire, rendered []byte
	err := rows.Scan(&sp.key, &long, &p.Final, &p.From, &p.Depth, &chain, &p.Status, &p.Failure, &p.Err, &fetched, &p.Millis,
		&p.ContentType, &modified, &p.ETag, &sum, &sp.stored, &p.Size, &p.Truncated,
		&wire, &same, &rendered, &renderedAt, &lacks, &rest, &p.Within, &sp.packed, &sp.rendered, &sp.facts)
	if err != nil {
		return nil, err
	}
	p.URL = sp.key
	if err := setAddresses(p, long, chain); err != nil {
		return nil, err
	}
	if err := unpackWire(wire, p); err != nil {
		return nil, fmt.Errorf("what went over the wire for %s: %w", p.URL, err)
	}
	p.Fetched, p.LastModified, p.SHA256, p.Same = instant(fetched), instant(modified), hex.EncodeToString(sum), instant(same)
	if rendered != nil {
		p.Rendered = &site.Rendering{At: instant(renderedAt), SHA256: hex.EncodeToString(rendered), Lacks: lacks}
		if rest != "" {
			if err := json.Unmarshal([]byte(rest), &p.Rendered.Rest); err != nil {
				return nil, fmt.Errorf("what was left open of %s: %w", p.URL, err)
			}
		}
	}
	return sp, nil
}

// page unpacks the bodies of a stored page.
func (sn *Snapshot) page(ctx context.Context, sp *storedPage) (*site.Page, error) {
	p := sp.Page // without the packed bytes
	if sp.stored {
		body, err := sn.unpack(ctx, &p, sp.packed, p.SHA256)
		if err != nil {
			return nil, err
		}
		p.Body = body
	}
	if p.Rendered != nil {
		body, err := sn.unpack(ctx, &p, sp.rendered, p.Rendered.SHA256)
		if err != nil {
			return nil, err
		}
		p.Rendered.Body = body
	}
	return &p, nil
}

func (sn *Snapshot) unpack(ctx context.Context, p *site.Page, data []byte, sum string) ([]byte, error) {
	if data == nil {
		return nil, fmt.Errorf("read page %s: %w: %s", p.URL, ErrNoBody, sum)
	}
	body, err := sn.s.unpack(ctx, data)
	if err != nil {
		return nil, fmt.Errorf("read page %s: %w", p.URL, err)
	}
	return body, nil
}

// Body returns the body or record with this SHA-256, in hex, or gives
// [ErrNoBody].
func (sn *Snapshot) Body(ctx context.Context, sha256 string) ([]byte, error) {
	body, err := sn.body(ctx, sha256)
	if errors.Is(err, ErrNoBody) && !sn.Done() { // it may be queued
		if err := sn.flush(ctx); err != nil {
			return nil, err
		}
		return sn.body(ctx, sha256)
	}
	return body, err
}

func (sn *Snapshot) body(ctx context.Context, sha256 string) ([]byte, error) {
	sum, err := hex.DecodeString(sha256)
	if err != nil {
		return nil, fmt.Errorf("read body %q: %w", sha256, ErrNoBody)
	}
	var data []byte
	err = sn.s.read.QueryRowContext(ctx, "SELECT data FROM bodies WHERE sha256 = $1", sum).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoBody
	}
	if err != nil {
		return nil, fmt.Errorf("read body %s: %w", sha256, err)
	}
	body, err := sn.s.unpack(ctx, data)
	if err != nil {
		return nil, fmt.Errorf("read body %s: %w", sha256, err)
	}
	return body, nil
}
