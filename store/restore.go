package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
)

// Restore puts a copy that Backup made in the place of the SQLite store at address. It
// gives [ErrExists] where there is a store already; with aside, that is what the store
// there is renamed to, unless somebody uses it.
func Restore(ctx context.Context, file, address, aside string) (Content, error) {
	c, err := restore(ctx, file, address, aside)
	if err != nil {
		return c, fmt.Errorf("restore %s: %w", file, err)
	}
	return c, nil
}

func restore(ctx context.Context, file, address, aside string) (c Content, err error) {
	to, err := sqliteFile(address)
	if err != nil {
		return c, err
	}
	if err := checkFolder(to); err != nil {
		return c, err
	}
	if _, err = Inspect(ctx, file); err != nil {
		return c, err
	}
	part, err := create(to)
	if err != nil {
		return c, err
	}
	defer os.Remove(part)
	if err := copyFile(file, part); err != nil {
		return c, err
	}
	if c, err = Inspect(ctx, part); err != nil { // the copy of the copy
		return c, err
	}
	if vacant(to) != nil {
		if aside == "" {
			return c, fmt.Errorf("%w: %s", ErrExists, to)
		}
		if err := moveAside(ctx, to, aside); err != nil {
			return c, err
		}
	}
	return c, install(part, to)
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// moveAside renames a store with all that belongs to it. A damaged one is moved as it
// is: that is what copies are for.
func moveAside(ctx context.Context, file, aside string) error {
	if err := vacant(aside); err != nil {
		return err
	}
	// A store that is served is held by a file beside it.
	release, err := holdFile(ctx, file+"-serve")
	if errors.Is(err, ErrHeld) {
		return ErrInUse
	}
	if err == nil {
		defer release()
	}
	// Leaving the write-ahead log is possible only to who is alone.
	db, err := openPool(ctx, "file:"+(&url.URL{Path: file}).EscapedPath()+"?_pragma=busy_timeout(1000)", 1)
	if err == nil {
		_, err = db.ExecContext(ctx, "PRAGMA journal_mode=DELETE")
		err = errors.Join(err, db.Close())
	}
	if err != nil && busy(err) {
		return ErrInUse
	}
	for _, part := range []string{"-wal", "-shm"} {
		if err := os.Rename(file+part, aside+part); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	// With a second name for the old store there is one under the first at any instant.
	if err := os.Link(file, aside); err == nil {
		return nil
	}
	return os.Rename(file, aside)
}
