package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
)

// Errors about copies of a store that a caller branches on.
var (
	ErrNotSQLite = errors.New("not an SQLite store: it is copied by the tools of its server")
	ErrExists    = errors.New("there is a file of this name")
	ErrInUse     = errors.New("the store is in use")
	ErrNoBackup  = errors.New("not a store of govaudit, or damaged")
)

// Content is what a copy of a store holds, in numbers.
type Content struct {
	Schema                           int64 // version
	Runs, Results, Decisions, Events int64
	Bytes                            int64
}

// Backup copies the SQLite store at address into a new file while it may be in use:
// the copy is the store as it was at one instant. It is read back and checked before
// it has its name. The store is opened as it is, its schema not brought up to date.
func Backup(ctx context.Context, address, file string) (Content, error) {
	c, err := backup(ctx, address, file)
	if err != nil {
		return c, fmt.Errorf("back up into %s: %w", file, err)
	}
	return c, nil
}

func backup(ctx context.Context, address, file string) (c Content, err error) {
	from, err := sqliteFile(address)
	if err != nil {
		return c, err
	}
	if _, err := os.Stat(from); err != nil {
		return c, err
	}
	if err := vacant(file); err != nil {
		return c, err
	}
	part, err := create(file)
	if err != nil {
		return c, err
	}
	defer os.Remove(part)
	db, err := openPool(ctx, "file:"+(&url.URL{Path: from}).EscapedPath()+"?_pragma=busy_timeout(10000)", 1)
	if err != nil {
		return c, err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO $1", part)
	if err = errors.Join(err, db.Close()); err != nil {
		return c, err
	}
	if c, err = Inspect(ctx, part); err != nil {
		return c, err
	}
	return c, install(part, file)
}

// Inspect checks a copy of a store as it lies there, and counts what it holds. It gives
// [ErrNoBackup] for a file that is none, or is damaged.
func Inspect(ctx context.Context, file string) (c Content, err error) {
	info, err := os.Stat(file)
	if err != nil {
		return c, err
	}
	c.Bytes = info.Size()
	abs, err := filepath.Abs(file)
	if err != nil {
		return c, err
	}
	// immutable: nothing is written beside it, though it may lie where nobody may write.
	db, err := openPool(ctx, "file:"+(&url.URL{Path: abs}).EscapedPath()+"?mode=ro&immutable=1", 1)
	if err != nil {
		return c, fmt.Errorf("%s: %w: %w", file, ErrNoBackup, err)
	}
	err = errors.Join(c.count(ctx, db), db.Close())
	var newer *newerError
	if err != nil && !errors.As(err, &newer) && ctx.Err() == nil {
		err = fmt.Errorf("%w: %w", ErrNoBackup, err)
	}
	if err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	return c, nil
}

func (c *Content) count(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return errors.New(verdict)
	}
	if err := db.QueryRowContext(ctx, "SELECT MAX(version_id) FROM goose_db_version WHERE is_applied").Scan(&c.Schema); err != nil {
		return err
	}
	p, err := provider(&dialect{goose: goose.DialectSQLite3}, db)
	if err != nil {
		return err
	}
	known := p.ListSources()
	if newest := known[len(known)-1].Version; c.Schema > newest {
		return &newerError{c.Schema, newest}
	}
	for _, t := range []struct {
		table string
		n     *int64
	}{{"runs", &c.Runs}, {"results", &c.Results}, {"decisions", &c.Decisions}, {"ledger_events", &c.Events}} {
		var there bool
		if err := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1)", t.table).Scan(&there); err != nil {
			return err
		}
		if !there { // an earlier schema had none
			continue
		}
		if err := db.QueryRowContext(ctx, "SELECT COUNT(*) FROM "+t.table).Scan(t.n); err != nil {
			return err
		}
	}
	return nil
}

// sqliteFile returns the file of the store at address.
func sqliteFile(address string) (string, error) {
	path, ok := strings.CutPrefix(address, "sqlite:")
	if !ok {
		return "", ErrNotSQLite
	}
	if _, err := sqliteAt(path); err != nil {
		return "", err
	}
	return filepath.Abs(path)
}

// vacant gives [ErrExists] for a name that is taken.
func vacant(file string) error {
	switch _, err := os.Lstat(file); {
	case err == nil:
		return fmt.Errorf("%w: %s", ErrExists, file)
	case errors.Is(err, os.ErrNotExist):
		return nil
	default:
		return err
	}
}

// create makes an empty file beside the given one that only its owner may read: it will
// hold hashes of passwords.
func create(file string) (part string, err error) {
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".part-*")
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// install gives a file that is whole its name, so that it is there after a power cut too.
func install(part, file string) error {
	if err := syncFile(part); err != nil {
		return err
	}
	if err := os.Rename(part, file); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(file))
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncFolder makes names in a folder last. Not every system can: what was written is
// safe all the same.
func syncFolder(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	_ = f.Sync()
	return f.Close()
}
