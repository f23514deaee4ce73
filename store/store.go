// Package store records runs, snapshots with their pages, results and decisions in
// SQLite or PostgreSQL. It never fetches and never judges, and what a finished
// snapshot holds never changes.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"

	"github.com/govaudit/govaudit/access"
)

// Errors a caller branches on.
var (
	ErrNoRun      = errors.New("no such run")
	ErrNoSnapshot = errors.New("no such snapshot")
	ErrNoBody     = errors.New("no such body")
	ErrNoPage     = errors.New("no such page")
	ErrNoResult   = errors.New("no such result")
	ErrClosed     = errors.New("store is closed")
	ErrDone       = errors.New("snapshot is finished and cannot change")
)

// Store is an open database. It is safe for concurrent use; several processes
// may share one database.
type Store struct {
	log   *slog.Logger
	db    *dialect
	write *sql.DB // on SQLite: one connection, because one writer is all it allows
	read  *sql.DB // on PostgreSQL: the same pool as write
	codec *codec
	queue *writer

	primers primers

	onePage, oneReading *sql.Stmt // by snapshot and address

	facts   together
	factsBy [len(askedAtOnce)]*sql.Stmt
}

// Open opens the store at url, "sqlite:PATH" or "postgres://…", creating it if
// need be, and brings its schema up to date. The caller closes it.
func Open(ctx context.Context, url string, log *slog.Logger) (*Store, error) {
	d, err := dialectOf(url)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	c, err := newCodec()
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", d.where, err)
	}
	s := &Store{log: log, db: d, codec: c}
	if s.write, s.read, err = d.open(ctx); err != nil {
		c.close()
		return nil, fmt.Errorf("open store %s: %w", d.where, err)
	}
	if err = migrate(ctx, d, s.write); err == nil {
		err = s.prepareReads(ctx)
	}
	if err == nil {
		s.queue, err = newWriter(ctx, s)
	}
	if err != nil {
		c.close()
		return nil, fmt.Errorf("open store %s: %w", d.where, errors.Join(err, s.closePools()))
	}
	return s, nil
}

// Close writes what is queued and closes the database. No other method may be
// running or called after it.
func (s *Store) Close() error {
	s.queue.close()
	s.codec.close()
	return s.closePools()
}

func (s *Store) closePools() error {
	err := s.write.Close()
	if s.read != s.write {
		err = errors.Join(err, s.read.Close())
	}
	return err
}

// inTx runs f in one transaction of the writing pool. A line of the log that the
// context carries is written in it too.
func (s *Store) inTx(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	err = f(tx)
	line := access.PendingOf(ctx)
	if err == nil && line != nil {
		err = appendEntry(ctx, tx, line.Entry)
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	if line != nil {
		line.Wrote()
	}
	return nil
}
