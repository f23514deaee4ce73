package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// migrations only go forward: a deployment out of reach must be able to start
// any later program on its old database.
//
//go:embed migrations
var migrations embed.FS

// migrate brings the schema up to date. Several processes may start at once:
// PostgreSQL has them wait for each other, and on SQLite the one that came
// second finds the work done when it looks again.
func migrate(ctx context.Context, d *dialect, db *sql.DB) error {
	p, err := provider(d, db)
	if err != nil {
		return err
	}
	for try := 0; ; try++ {
		err := migrateOnce(ctx, p)
		if err == nil || ctx.Err() != nil || try == 4 || d.goose == goose.DialectPostgres {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func migrateOnce(ctx context.Context, p *goose.Provider) error {
	have, known, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if have > known {
		return &newerError{have, known}
	}
	if have == known {
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate schema from version %d to %d: %w", have, known, err)
	}
	return nil
}

// newerError says that a later program has written the store.
type newerError struct{ have, known int64 }

func (e *newerError) Error() string {
	return fmt.Sprintf("its schema is version %d and this program knows %d: a newer govaudit has used it; start that one, or name another store", e.have, e.known)
}

func provider(d *dialect, db *sql.DB) (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations/"+folder(d.goose))
	if err != nil {
		return nil, err
	}
	opts := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if d.goose == goose.DialectPostgres {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
		if err != nil {
			return nil, err
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(d.goose, db, dir, opts...)
}

func folder(d goose.Dialect) string {
	if d == goose.DialectPostgres {
		return "postgres"
	}
	return "sqlite"
}
