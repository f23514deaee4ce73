package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/govaudit/govaudit/audit"
)

const runColumns = "SELECT id, work, judges, as_of, started, finished, program, packs, kind FROM runs "

// CreateRun records that r has started. Its times are kept in UTC to the
// microsecond.
func (s *Store) CreateRun(ctx context.Context, r audit.Run) error {
	return createRun(ctx, s.write, r)
}

// executor is a pool, or a transaction in it.
type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func createRun(ctx context.Context, db executor, r audit.Run) error {
	packs, err := json.Marshal(r.Packs)
	if err != nil {
		return fmt.Errorf("create run %s: %w", r.ID, err)
	}
	_, err = db.ExecContext(ctx,
		"INSERT INTO runs (id, work, judges, as_of, started, finished, program, packs, kind) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		r.ID, clean(r.Key), r.Of, micros(r.AsOf), micros(r.Started), micros(r.Finished), clean(r.Program), string(packs), string(r.Kind))
	if err != nil {
		return fmt.Errorf("create run %s: %w", r.ID, err)
	}
	return nil
}

// UnfinishedRun returns the newest unfinished run with this key, and whether
// there is one.
func (s *Store) UnfinishedRun(ctx context.Context, key string) (audit.Run, bool, error) {
	runs, err := s.runs(ctx, "WHERE work = $1 AND finished IS NULL ORDER BY started DESC, id DESC LIMIT 1", clean(key))
	if err != nil {
		return audit.Run{}, false, fmt.Errorf("look for an unfinished run: %w", err)
	}
	if len(runs) == 0 {
		return audit.Run{}, false, nil
	}
	return runs[0], true, nil
}

// FinishRun marks the run as finished at the given time, or gives [ErrNoRun].
func (s *Store) FinishRun(ctx context.Context, id string, at time.Time) error {
	res, err := s.write.ExecContext(ctx, "UPDATE runs SET finished = $1 WHERE id = $2", micros(at), id)
	if err != nil {
		return fmt.Errorf("finish run %s: %w", id, err)
	}
	if n, err := res.RowsAffected(); err == nil && n == 0 {
		return fmt.Errorf("finish run %s: %w", id, ErrNoRun)
	}
	return nil
}

// Run returns the run with this id, or the only one whose id begins so. Without
// an id it returns the newest finished run, or the newest at all if none is
// finished. It gives [ErrNoRun] if there is none, or more than one.
func (s *Store) Run(ctx context.Context, id string) (audit.Run, error) {
	if id == "" {
		return s.newestRun(ctx)
	}
	runs, err := s.runs(ctx, "WHERE substr(id, 1, $1) = $2 ORDER BY id LIMIT 2", len([]rune(id)), clean(id))
	switch {
	case err != nil:
		return audit.Run{}, fmt.Errorf("read run %s: %w", id, err)
	case len(runs) == 0:
		return audit.Run{}, fmt.Errorf("read run %s: %w", id, ErrNoRun)
	case len(runs) == 2 && runs[0].ID != id: // in byte order the exact one comes first
		return audit.Run{}, fmt.Errorf("read run %s: %w: %s and %s begin so, write more of it", id, ErrNoRun, runs[0].ID, runs[1].ID)
	}
	return runs[0], nil
}

func (s *Store) newestRun(ctx context.Context) (audit.Run, error) {
	runs, err := s.runs(ctx, "WHERE kind = '' ORDER BY CASE WHEN finished IS NULL THEN 1 ELSE 0 END, started DESC, id DESC LIMIT 1")
	if err != nil {
		return audit.Run{}, fmt.Errorf("read newest run: %w", err)
	}
	if len(runs) == 0 {
		return audit.Run{}, fmt.Errorf("%w: nothing has been audited into this store yet", ErrNoRun)
	}
	return runs[0], nil
}

// Runs returns all audits and judgements, newest first. Rechecks, which visit single
// pages, are not among them: see [Store.Rechecks].
func (s *Store) Runs(ctx context.Context) ([]audit.Run, error) {
	runs, err := s.runs(ctx, "WHERE kind = '' ORDER BY started DESC, id DESC")
	if err != nil {
		return nil, fmt.Errorf("read runs: %w", err)
	}
	return runs, nil
}

// Rechecks returns the rechecks, newest first, at most so many.
func (s *Store) Rechecks(ctx context.Context, most int) ([]audit.Run, error) {
	runs, err := s.runs(ctx, "WHERE kind = $1 ORDER BY started DESC, id DESC LIMIT $2", string(audit.Recheck), most)
	if err != nil {
		return nil, fmt.Errorf("read rechecks: %w", err)
	}
	return runs, nil
}

func (s *Store) runs(ctx context.Context, where string, args ...any) ([]audit.Run, error) {
	return collect(ctx, s.read, scanRun, runColumns+where, args...)
}

func scanRun(rows *sql.Rows) (r audit.Run, err error) {
	var asOf, started, finished *int64
	var packs []byte
	if err := rows.Scan(&r.ID, &r.Key, &r.Of, &asOf, &started, &finished, &r.Program, &packs, &r.Kind); err != nil {
		return r, err
	}
	r.AsOf, r.Started, r.Finished = instant(asOf), instant(started), instant(finished)
	return r, json.Unmarshal(packs, &r.Packs)
}

// collect reads every row of a query.
func collect[T any](ctx context.Context, db *sql.DB, scan func(*sql.Rows) (T, error), query string, args ...any) (list []T, err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}
