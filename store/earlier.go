package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"

	"github.com/govaudit/govaudit/site"
)

// lookBack is how many earlier snapshots of a site are looked at for one that saw
// it.
const lookBack = 10

// Earlier yields the index, without bodies and what went over the wire, of the
// pages that the last finished crawl of the same address obtained whole, by plain
// requests of its own: those of which a server can be asked whether they changed.
// Nothing comes where there is no such crawl. While this snapshot is unfinished,
// their bodies stay: see [Store.Prune].
func (sn *Snapshot) Earlier(ctx context.Context) iter.Seq2[*site.Page, error] {
	return func(yield func(*site.Page, error) bool) {
		id, err := sn.before(ctx)
		if err != nil {
			yield(nil, fmt.Errorf("look for the crawl before snapshot %s: %w", sn.name, err))
			return
		}
		for after := ""; id != 0; {
			list, last, err := sn.index(ctx, id, after)
			if err != nil {
				yield(nil, fmt.Errorf("read the crawl before snapshot %s: %w", sn.name, err))
				return
			}
			for _, p := range list {
				if !yield(p, nil) {
					return
				}
			}
			if last == "" {
				return
			}
			after = last
		}
	}
}

// before returns the newest finished snapshot of the same address that saw the
// site; 0 without one.
func (sn *Snapshot) before(ctx context.Context) (int64, error) {
	type earlier struct {
		id   int64
		meta site.Snapshot
	}
	list, err := collect(ctx, sn.s.read, func(rows *sql.Rows) (e earlier, err error) {
		var id int64
		var doc []byte
		if err := rows.Scan(&id, &doc); err != nil {
			return e, err
		}
		e.id = id
		e.meta, err = metaOf(doc)
		return e, err
	}, "SELECT id, doc FROM snapshots WHERE site = $1 AND done = $2 AND id < $3 ORDER BY id DESC LIMIT $4", sn.meta.Target.ID, true, sn.id, lookBack)
	if err != nil {
		return 0, err
	}
	for _, e := range list {
		if e.meta.Alive && e.meta.Target.URL == sn.meta.Target.URL {
			return e.id, nil
		}
	}
	return 0, nil
}

// indexPages are read at once.
const indexPages = 512

const selectIndex = `SELECT url, found_on, depth, status, fetched, content_type, last_modified, etag, sha256, size, same FROM pages
	WHERE snapshot = $1 AND url > $2 AND stored AND status = 200 AND failure = '' AND chain = '' AND final = '=' AND long_url = ''
	AND NOT truncated AND rendered IS NULL AND within = '' ORDER BY url LIMIT $3`

// index reads the next pages after an address; last is "" after the end.
func (sn *Snapshot) index(ctx context.Context, id int64, after string) (list []*site.Page, last string, err error) {
	rows, err := sn.s.read.QueryContext(ctx, selectIndex, id, after, indexPages)
	if err != nil {
		return nil, "", err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		p := new(site.Page)
		var fetched, modified, same *int64
		var sum []byte
		if err := rows.Scan(&p.URL, &p.From, &p.Depth, &p.Status, &fetched, &p.ContentType, &modified, &p.ETag, &sum, &p.Size, &same); err != nil {
			return nil, "", err
		}
		p.Final, p.SHA256 = p.URL, hex.EncodeToString(sum)
		p.Fetched, p.LastModified, p.Same = instant(fetched), instant(modified), instant(same)
		list = append(list, p)
	}
	if len(list) == indexPages {
		last = list[len(list)-1].URL
	}
	return list, last, rows.Err()
}
