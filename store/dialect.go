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
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite" // also registers the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect is all in which the two engines differ.
type dialect struct {
	where      string        // for messages: without a password
	goose      goose.Dialect // also the folder of its migrations
	rows       int           // rows per INSERT: round trips cost on a network, parameters in SQLite
	locked     bool          // a transaction has all locks from its beginning: none of its statements waits
	lockBegins string        // statement that keeps other processes from beginning a snapshot
	lockRuns   string        // and from beginning a run
	open       func(context.Context) (write, read *sql.DB, err error)
	// hold takes a lock that the system lets go of when this process ends, or gives [ErrHeld].
	hold func(ctx context.Context, s *Store, name string) (release func() error, err error)
	// holdRun is hold for a run: there are many.
	holdRun func(ctx context.Context, s *Store, id string) (release func() error, err error)
}

// dialectOf reads the address of a store.
func dialectOf(address string) (*dialect, error) {
	scheme, rest, ok := strings.Cut(address, ":")
	switch {
	case ok && scheme == "sqlite":
		return sqliteAt(rest)
	case ok && (scheme == "postgres" || scheme == "postgresql"):
		return postgresAt(address)
	}
	// The address may hold a password, so only its scheme is repeated.
	return nil, fmt.Errorf("unknown kind of store %q: write sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE", scheme)
}

func sqliteAt(path string) (*dialect, error) {
	if path == "" || strings.HasPrefix(path, ":memory:") {
		return nil, errors.New("sqlite needs a file: write sqlite:PATH, for example sqlite:govaudit.db")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", path, err)
	}
	// The pragmas stand in the DSN because they belong to a connection, not to a pool. The
	// size of a page stays SQLite's own 4 KB: larger ones save no time, and the driver's
	// allocator gives a cached page of 8 KB 21 KB of memory, one of 4 KB 8 KB. A checkpoint
	// comes after 16 MB, not 4: in between, the pages of indexes are written over and over.
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(10000)" +
		"&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=foreign_keys(1)&_pragma=journal_size_limit(67108864)&_pragma=wal_autocheckpoint(4000)"
	return &dialect{
		where: "sqlite:" + path, goose: goose.DialectSQLite3, rows: 1, locked: true,
		hold: func(ctx context.Context, _ *Store, name string) (func() error, error) {
			return holdFile(ctx, path+"-"+name)
		},
		holdRun: func(ctx context.Context, _ *Store, id string) (func() error, error) {
			return holdFileOnce(ctx, path+"-run-"+id)
		},
		open: func(ctx context.Context) (*sql.DB, *sql.DB, error) {
			if err := checkFolder(path); err != nil {
				return nil, nil, err
			}
			write, err := openPool(ctx, dsn+"&_pragma=cache_size(-2048)&_txlock=immediate", 1)
			if err != nil {
				return nil, nil, fmt.Errorf("%w (is it a govaudit store, and may this user write there?)", err)
			}
			read, err := openPool(ctx, dsn+"&_pragma=cache_size(-512)&_pragma=query_only(1)", 8)
			if err != nil {
				return nil, nil, errors.Join(err, write.Close())
			}
			return write, read, nil
		},
	}, nil
}

func checkFolder(path string) error {
	dir := filepath.Dir(path)
	switch info, err := os.Stat(dir); {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("folder %s does not exist: make it, or name another file", dir)
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is not a folder: name another file", dir)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return errors.New("this is a folder: name a file in it")
	}
	return nil
}

func openPool(ctx context.Context, dsn string, conns int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	for try := 0; ; try++ {
		err := db.PingContext(ctx)
		if err == nil {
			return db, nil
		}
		if !busy(err) || try == 40 || ctx.Err() != nil {
			return nil, errors.Join(err, db.Close())
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// busy reports that another process was in the way: SQLite does not wait its timeout
// for a file that two of them make into a write-ahead log at once.
func busy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

func postgresAt(address string) (*dialect, error) {
	cfg, err := pgx.ParseConfig(address) // its error hides the password
	if err != nil {
		return nil, fmt.Errorf("%w: write postgres://USER:PASSWORD@HOST:PORT/DATABASE", err)
	}
	return &dialect{
		where: fmt.Sprintf("postgres://%s:%d/%s", cfg.Host, cfg.Port, cfg.Database),
		goose: goose.DialectPostgres, rows: 32,
		lockBegins: "LOCK TABLE snapshots IN SHARE ROW EXCLUSIVE MODE",
		lockRuns:   "LOCK TABLE runs IN SHARE ROW EXCLUSIVE MODE",
		hold:       holdAdvisory,
		holdRun: func(ctx context.Context, s *Store, id string) (func() error, error) {
			return holdAdvisory(ctx, s, "run "+id)
		},
		open: func(ctx context.Context) (*sql.DB, *sql.DB, error) {
			db := stdlib.OpenDB(*cfg)
			db.SetMaxOpenConns(8)
			db.SetMaxIdleConns(8)
			if err := checkEncoding(ctx, db); err != nil {
				return nil, nil, errors.Join(err, db.Close())
			}
			return db, db, nil
		},
	}, nil
}

func checkEncoding(ctx context.Context, db *sql.DB) error {
	var encoding string
	if err := db.QueryRowContext(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return fmt.Errorf("%w (is the server running, and do user, password and database exist?)", err)
	}
	if encoding != "UTF8" {
		return fmt.Errorf("the database is encoded in %s: make one with ENCODING 'UTF8'", encoding)
	}
	return nil
}
