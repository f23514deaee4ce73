package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/govaudit/govaudit/site"
)

// Snapshot is the record of one site's crawl in one run. It is safe for
// concurrent use; while it is unfinished, only one process may write it.
type Snapshot struct {
	s     *Store
	id    int64
	name  string // for messages
	again bool   // something of this site was stored before, so its bodies may be there already

	primed      primed // with which bodies are packed
	primedFacts primed // with which facts are

	mu    sync.Mutex
	meta  site.Snapshot
	done  bool
	err   error                // the first page that could not be written
	seen  map[seenSum]struct{} // bodies queued since this value was made; nil once the snapshot is done
	asked map[seenSum]struct{} // stored bodies whose facts were asked for and that were not put since
}

// BeginSnapshot starts the snapshot of t in a run, or opens the one there is: a
// crawl that was cut off goes on with it.
func (s *Store) BeginSnapshot(ctx context.Context, runID string, t site.Target, at time.Time) (*Snapshot, error) {
	meta := site.Snapshot{ID: runID + "/" + t.ID, Target: t, Started: time.UnixMicro(at.UnixMicro()).UTC()}
	doc, err := json.Marshal(meta)
	if err != nil {
		return nil, fmt.Errorf("begin snapshot of %s: %w", t.ID, err)
	}
	_, err = s.write.ExecContext(ctx,
		"INSERT INTO snapshots (run, site, done, doc) VALUES ($1, $2, $3, $4) ON CONFLICT (run, site) DO NOTHING",
		runID, t.ID, false, string(doc))
	if err != nil {
		return nil, fmt.Errorf("begin snapshot of %s in run %s: %w", t.ID, runID, err)
	}
	sn, err := s.Snapshot(ctx, runID, t.ID)
	if err != nil {
		return nil, err
	}
	err = s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM snapshots WHERE site = $1 AND id <> $2)
		OR EXISTS (SELECT 1 FROM pages WHERE snapshot = $2)`, t.ID, sn.id).Scan(&sn.again)
	if err != nil {
		return nil, fmt.Errorf("begin snapshot of %s in run %s: %w", t.ID, runID, err)
	}
	return sn, nil
}

// Snapshot opens the snapshot of a site in a run, finished or not, or gives
// [ErrNoSnapshot].
func (s *Store) Snapshot(ctx context.Context, runID, siteID string) (*Snapshot, error) {
	sn := &Snapshot{s: s, name: runID + "/" + siteID, seen: map[seenSum]struct{}{}, primed: primed{site: siteID}, primedFacts: primed{site: siteID + factsPrimers}}
	var doc []byte
	err := s.read.QueryRowContext(ctx, "SELECT id, done, doc FROM snapshots WHERE run = $1 AND site = $2", runID, siteID).
		Scan(&sn.id, &sn.done, &doc)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoSnapshot
	}
	if err == nil {
		err = json.Unmarshal(doc, &sn.meta)
	}
	if err != nil {
		return nil, fmt.Errorf("open snapshot of %s in run %s: %w", siteID, runID, err)
	}
	return sn, nil
}

// Snapshots returns what is known of each snapshot of a run, by site. One that
// is not finished has a zero Finished.
func (s *Store) Snapshots(ctx context.Context, runID string) ([]site.Snapshot, error) {
	list, err := collect(ctx, s.read, scanMeta, "SELECT doc FROM snapshots WHERE run = $1 ORDER BY site", runID)
	if err != nil {
		return nil, fmt.Errorf("read snapshots of run %s: %w", runID, err)
	}
	return list, nil
}

func scanMeta(rows *sql.Rows) (meta site.Snapshot, err error) {
	var doc []byte
	if err := rows.Scan(&doc); err != nil {
		return meta, err
	}
	return metaOf(doc)
}

func metaOf(doc []byte) (meta site.Snapshot, err error) {
	return meta, json.Unmarshal(doc, &meta)
}

// Done reports whether the snapshot is finished.
func (sn *Snapshot) Done() bool {
	sn.mu.Lock()
	defer sn.mu.Unlock()
	return sn.done
}

// Meta returns what is known of the snapshot: all of it once it is finished,
// before only ID, Target and Started. It is what a later process reads, to the
// byte.
func (sn *Snapshot) Meta() site.Snapshot {
	sn.mu.Lock()
	defer sn.mu.Unlock()
	return sn.meta
}

// Finish writes every queued page, then meta, and last the mark that the
// snapshot is done: a crash before that leaves a crawl to be continued. ID and
// Target stay as they were at the beginning, and so does a zero Started.
func (sn *Snapshot) Finish(ctx context.Context, meta site.Snapshot) error {
	if err := sn.flush(ctx); err != nil {
		return err
	}
	sn.mu.Lock()
	defer sn.mu.Unlock()
	if sn.done {
		return fmt.Errorf("finish snapshot %s: %w", sn.meta.ID, ErrDone)
	}
	meta.ID, meta.Target = sn.meta.ID, sn.meta.Target
	if meta.Started.IsZero() {
		meta.Started = sn.meta.Started
	}
	doc, err := json.Marshal(meta)
	if err != nil {
		return fmt.Errorf("finish snapshot %s: %w", meta.ID, err)
	}
	_, err = sn.s.write.ExecContext(ctx, "UPDATE snapshots SET doc = $1, done = $2 WHERE id = $3", string(doc), true, sn.id)
	if err != nil {
		return fmt.Errorf("finish snapshot %s: %w", meta.ID, err)
	}
	sn.meta, sn.done, sn.seen, sn.asked = site.Snapshot{}, true, nil, nil
	return json.Unmarshal(doc, &sn.meta)
}

// failed returns the first error of a queued write.
func (sn *Snapshot) failed() error {
	sn.mu.Lock()
	defer sn.mu.Unlock()
	return sn.err
}

func (sn *Snapshot) fail(err error) {
	sn.mu.Lock()
	defer sn.mu.Unlock()
	if sn.err == nil {
		sn.err = fmt.Errorf("write pages of snapshot %s: %w", sn.name, err)
	}
}
