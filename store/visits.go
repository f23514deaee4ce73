package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/govaudit/govaudit/site"
)

// PutVisit records one visit to the home page of t outside of a crawl. A second
// one of the same instant counts instead of the first.
func (s *Store) PutVisit(ctx context.Context, t site.Target, v site.Visit) error {
	return putVisit(ctx, s.write, t, v)
}

func putVisit(ctx context.Context, db executor, t site.Target, v site.Visit) error {
	v.Err = clean(v.Err)
	v.At = time.UnixMicro(v.At.UnixMicro()).UTC()
	doc, err := json.Marshal(v)
	if err == nil {
		_, err = db.ExecContext(ctx, `INSERT INTO visits (site, at, url, doc) VALUES ($1, $2, $3, $4)
			ON CONFLICT (site, at) DO UPDATE SET url = excluded.url, doc = excluded.doc`,
			t.ID, v.At.UnixMicro(), clean(t.URL), string(doc))
	}
	if err != nil {
		return fmt.Errorf("record visit to %s: %w", t.ID, err)
	}
	return nil
}

// Visits returns the recorded visits to the home page of t from since on and
// before the given instant, by time. Visits to an address the site had before do
// not count.
func (s *Store) Visits(ctx context.Context, t site.Target, since, before time.Time) ([]site.Visit, error) {
	list, err := collect(ctx, s.read, scanVisit, "SELECT doc FROM visits WHERE site = $1 AND url = $2 AND at >= $3 AND at < $4 ORDER BY at",
		t.ID, clean(t.URL), since.UnixMicro(), before.UnixMicro())
	if err != nil {
		return nil, fmt.Errorf("read visits to %s: %w", t.ID, err)
	}
	return list, nil
}

func scanVisit(rows *sql.Rows) (v site.Visit, err error) {
	var doc []byte
	if err := rows.Scan(&doc); err != nil {
		return v, err
	}
	return v, json.Unmarshal(doc, &v)
}

// maxEarlier bounds the snapshots of one site that are looked back at.
const maxEarlier = 100

// EarlierSnapshots opens the finished snapshots of t that began at since or later
// and ended before the given instant, oldest first, at most the newest 100.
func (s *Store) EarlierSnapshots(ctx context.Context, t site.Target, since, before time.Time) ([]*Snapshot, error) {
	metas, err := collect(ctx, s.read, scanRunMeta, "SELECT run, doc FROM snapshots WHERE site = $1 AND done = $2 AND run NOT IN (SELECT id FROM runs WHERE kind <> '') ORDER BY id DESC LIMIT $3", t.ID, true, maxEarlier)
	if err != nil {
		return nil, fmt.Errorf("look for earlier snapshots of %s: %w", t.ID, err)
	}
	var out []*Snapshot
	for i := len(metas) - 1; i >= 0; i-- {
		m := metas[i]
		if m.meta.Started.Before(since) || !m.meta.Finished.Before(before) || m.meta.Target.URL != t.URL {
			continue
		}
		sn, err := s.Snapshot(ctx, m.run, t.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, sn)
	}
	return out, nil
}

type runMeta struct {
	run  string
	meta site.Snapshot
}

func scanRunMeta(rows *sql.Rows) (m runMeta, err error) {
	var doc []byte
	if err := rows.Scan(&m.run, &doc); err != nil {
		return m, err
	}
	return m, json.Unmarshal(doc, &m.meta)
}
