package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"

	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// lookBack is how many earlier snapshots of a site are looked at for one that saw
// it.
const lookBack = 10

// Earlier yields the index, without bodies and what went over the wire, of the
// pages that the last finished crawl of the same address obtained whole, by plain
// requests of its own: those of which a server can be asked whether they changed.
// Pages that a finding was certain about are left out: that they were mended must
// show, whatever a server says of them. Nothing comes where there is no such crawl.
// While this snapshot is unfinished, the bodies stay: see [Store.LetGo].
func (sn *Snapshot) Earlier(ctx context.Context) iter.Seq2[*site.Page, error] {
	return func(yield func(*site.Page, error) bool) {
		id, run, err := sn.before(ctx)
		var held map[string]bool
		if err == nil && id != 0 {
			held, err = sn.s.heldAgainst(ctx, run, sn.meta.Target.ID)
		}
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
				if !held[p.URL] && !yield(p, nil) {
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
// site, and its run; 0 without one.
func (sn *Snapshot) before(ctx context.Context) (id int64, run string, err error) {
	type earlier struct {
		id   int64
		run  string
		meta site.Snapshot
	}
	list, err := collect(ctx, sn.s.read, func(rows *sql.Rows) (e earlier, err error) {
		var doc []byte
		if err := rows.Scan(&e.id, &e.run, &doc); err != nil {
			return e, err
		}
		e.meta, err = metaOf(doc)
		return e, err
	}, "SELECT id, run, doc FROM snapshots WHERE site = $1 AND done = $2 AND id < $3 AND run NOT IN (SELECT id FROM runs WHERE kind <> '') ORDER BY id DESC LIMIT $4", sn.meta.Target.ID, true, sn.id, lookBack)
	if err != nil {
		return 0, "", err
	}
	for _, e := range list {
		if e.meta.Alive && e.meta.Target.URL == sn.meta.Target.URL {
			return e.id, e.run, nil
		}
	}
	return 0, "", nil
}

// heldAgainst returns the addresses of the pages that certain findings on a site
// rest on.
func (s *Store) heldAgainst(ctx context.Context, run, siteID string) (map[string]bool, error) {
	list, err := collect(ctx, s.read, scanSite, "SELECT doc FROM results WHERE run = $1 AND site = $2", run, siteID)
	if err != nil {
		return nil, err
	}
	held := map[string]bool{}
	for _, r := range list {
		for _, f := range r.Findings {
			for _, d := range f.Defects {
				if d.Outcome != rules.Fail {
					continue
				}
				held[d.Subject] = true
				for _, e := range d.Evidence {
					held[e.URL] = true
				}
			}
		}
	}
	return held, nil
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
