package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/govaudit/govaudit/site"
)

// Keep puts the pieces that write hands over, in their order, in place of what was kept
// under a name beside this snapshot. Beside older snapshots of the site nothing of that
// name stays. It all goes with the snapshot: see [Store.LetGo].
func (sn *Snapshot) Keep(ctx context.Context, name string, write func(put func(piece []byte) error) error) error {
	err := sn.s.inTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM kept WHERE name = $1 AND snapshot IN (SELECT id FROM snapshots WHERE site = $2)", name, sn.siteID())
		if err != nil {
			return err
		}
		into, err := tx.PrepareContext(ctx, "INSERT INTO kept (snapshot, name, part, data) VALUES ($1, $2, $3, $4)")
		if err != nil {
			return err
		}
		part := 0
		err = write(func(piece []byte) error {
			part++
			_, err := into.ExecContext(ctx, sn.id, name, part, sn.s.codec.pack(piece, nil))
			return err
		})
		return errors.Join(err, into.Close())
	})
	if err != nil {
		return fmt.Errorf("keep %s beside snapshot %s: %w", name, sn.name, err)
	}
	return nil
}

func (sn *Snapshot) siteID() string { return sn.name[strings.LastIndexByte(sn.name, '/')+1:] }

// Kept yields the pieces that were kept under a name beside the snapshot of this site
// with that ID; none where there are none. A piece belongs to the caller.
func (sn *Snapshot) Kept(ctx context.Context, id, name string) iter.Seq2[[]byte, error] {
	run, _, _ := strings.Cut(id, "/")
	return func(yield func([]byte, error) bool) {
		for part := 1; ; part++ {
			var data []byte
			err := sn.s.read.QueryRowContext(ctx, "SELECT data FROM kept WHERE snapshot = (SELECT id FROM snapshots WHERE run = $1 AND site = $2) AND name = $3 AND part = $4",
				run, sn.siteID(), name, part).Scan(&data)
			if errors.Is(err, sql.ErrNoRows) {
				return
			}
			var piece []byte
			if err == nil {
				piece, err = sn.s.codec.unpack(data, nil)
			}
			if err != nil {
				yield(nil, fmt.Errorf("read %s kept beside snapshot %s: %w", name, id, err))
				return
			}
			if !yield(piece, nil) {
				return
			}
		}
	}
}

// Before returns the last finished crawl of the same address that saw the site; false
// where there is none.
func (sn *Snapshot) Before(ctx context.Context) (meta site.Snapshot, ok bool, err error) {
	id, _, err := sn.before(ctx)
	if err == nil && id != 0 {
		var doc []byte
		if err = sn.s.read.QueryRowContext(ctx, "SELECT doc FROM snapshots WHERE id = $1", id).Scan(&doc); err == nil {
			meta, err = metaOf(doc)
		}
	}
	if err != nil {
		return meta, false, fmt.Errorf("look for the crawl before snapshot %s: %w", sn.name, err)
	}
	return meta, id != 0, nil
}

const selectTrail = `SELECT url, long_url, final, found_on, depth, chain, status, failure, err, fetched, content_type, last_modified, etag, sha256, stored, size, truncated, same, rendered, within
	FROM pages WHERE snapshot = $1 AND url > $2 ORDER BY url LIMIT $3`

// Trail yields every page of the crawl that [Snapshot.Before] names, without bodies and
// what went over the wire; the hash of a body that is not stored is left out. Those of which a server cannot be asked whether they changed
// have neither ETag nor LastModified: see [Snapshot.Earlier].
func (sn *Snapshot) Trail(ctx context.Context) iter.Seq2[*site.Page, error] {
	return func(yield func(*site.Page, error) bool) {
		id, run, err := sn.before(ctx)
		var held map[string]bool
		if err == nil && id != 0 {
			held, err = sn.s.heldAgainst(ctx, run, sn.siteID())
		}
		if err == nil && id != 0 {
			err = sn.byAddress(ctx, scanTrail, selectTrail, id, func(p *site.Page) bool {
				if held[p.URL] {
					p.ETag, p.LastModified = "", instant(nil)
				}
				return yield(p, nil)
			})
		}
		if err != nil {
			yield(nil, fmt.Errorf("read the crawl before snapshot %s: %w", sn.name, err))
		}
	}
}

func scanTrail(rows *sql.Rows) (*site.Page, error) {
	p := new(site.Page)
	var long, chain string
	var fetched, modified, same *int64
	var sum, rendered []byte
	var stored bool
	err := rows.Scan(&p.URL, &long, &p.Final, &p.From, &p.Depth, &chain, &p.Status, &p.Failure, &p.Err, &fetched, &p.ContentType, &modified, &p.ETag,
		&sum, &stored, &p.Size, &p.Truncated, &same, &rendered, &p.Within)
	if err != nil {
		return nil, err
	}
	if err := setAddresses(p, long, chain); err != nil {
		return nil, err
	}
	if rendered != nil {
		p.Rendered = &site.Rendering{SHA256: hex.EncodeToString(rendered)}
	}
	p.Fetched, p.Same = instant(fetched), instant(same)
	if stored {
		p.SHA256 = hex.EncodeToString(sum)
	}
	plain := stored && p.Status == 200 && p.Failure == "" && chain == "" && long == "" && p.Final == p.URL && !p.Truncated && rendered == nil && p.Within == ""
	if plain {
		p.LastModified = instant(modified)
	} else {
		p.ETag = ""
	}
	return p, nil
}

// byAddress hands over what a query gives of the pages of the snapshot with an id, some at
// a time, until each says no.
func (sn *Snapshot) byAddress(ctx context.Context, scan func(*sql.Rows) (*site.Page, error), query string, id int64, each func(*site.Page) bool) error {
	for after := ""; ; {
		list, err := collect(ctx, sn.s.read, scan, query, id, after, indexPages)
		if err != nil {
			return err
		}
		for _, p := range list {
			if !each(p) {
				return nil
			}
			after = pageKey(p.URL)
		}
		if len(list) < indexPages {
			return nil
		}
	}
}

func scanTime(rows *sql.Rows) (*site.Page, error) {
	p := new(site.Page)
	var long string
	var fetched *int64
	err := rows.Scan(&p.URL, &long, &fetched)
	if long != "" {
		p.URL = long
	}
	p.Fetched = instant(fetched)
	return p, err
}

// Times yields the addresses of the stored pages and when each was fetched.
func (sn *Snapshot) Times(ctx context.Context) iter.Seq2[*site.Page, error] {
	return func(yield func(*site.Page, error) bool) {
		err := sn.settle(ctx)
		if err == nil {
			err = sn.byAddress(ctx, scanTime, "SELECT url, long_url, fetched FROM pages WHERE snapshot = $1 AND url > $2 ORDER BY url LIMIT $3", sn.id,
				func(p *site.Page) bool { return yield(p, nil) })
		}
		if err != nil {
			yield(nil, fmt.Errorf("read when pages of snapshot %s were fetched: %w", sn.name, err))
		}
	}
}
