package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
)

// ErrHeld says that another process does what only one may do at a time.
var ErrHeld = errors.New("another process holds it")

// Hold makes this process the only one that does what name says with the store, until
// release is called or the process ends, however it ends. It gives [ErrHeld] while
// another is.
func (s *Store) Hold(ctx context.Context, name string) (release func() error, err error) {
	release, err = s.db.hold(ctx, s, name)
	if err != nil {
		return nil, fmt.Errorf("hold %s of %s: %w", name, s.db.where, err)
	}
	return release, nil
}

// HoldRun makes this process the only one that carries out a run, as [Store.Hold] does.
func (s *Store) HoldRun(ctx context.Context, id string) (release func() error, err error) {
	release, err = s.db.holdRun(ctx, s, id)
	if err != nil {
		return nil, fmt.Errorf("hold run %s of %s: %w", id, s.db.where, err)
	}
	return release, nil
}

// holdFileOnce is holdFile for what is held once: no file is left. The file goes while
// it is locked, so whoever has it open already is told that it is held.
func holdFileOnce(ctx context.Context, path string) (release func() error, err error) {
	let, err := holdFile(ctx, path)
	if err != nil {
		return nil, err
	}
	return func() error {
		err := os.Remove(path)
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return errors.Join(err, let())
	}, nil
}

// holdFile locks a database of its own beside the store: SQLite knows how to lock a
// file on every system, and the system lets go of it with the process.
func holdFile(ctx context.Context, path string) (release func() error, err error) {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	db.SetConnMaxLifetime(0)
	conn, err := db.Conn(ctx)
	if err == nil {
		_, err = conn.ExecContext(ctx, "BEGIN EXCLUSIVE")
	}
	if err != nil {
		if busy(err) {
			err = ErrHeld
		}
		return nil, errors.Join(err, db.Close())
	}
	return func() error { return errors.Join(conn.Close(), db.Close()) }, nil
}

// holdAdvisory takes an advisory lock on a connection of its own: the server lets go of
// it with the connection.
func holdAdvisory(ctx context.Context, s *Store, name string) (release func() error, err error) {
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var got bool
	err = conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock(hashtextextended('govaudit ' || $1 || ' ' || current_schema(), 0))", name).Scan(&got)
	if err == nil && !got {
		err = ErrHeld
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return func() error {
		_, err := conn.ExecContext(context.Background(), "SELECT pg_advisory_unlock_all()")
		return errors.Join(err, conn.Close())
	}, nil
}

// Ping reports whether the store can be read.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.read.PingContext(ctx); err != nil {
		return fmt.Errorf("reach store %s: %w", s.db.where, err)
	}
	return nil
}
