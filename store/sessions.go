package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Session returns what is kept of a session that has not expired at the given time,
// nil if there is none.
func (s *Store) Session(ctx context.Context, token string, now time.Time) ([]byte, error) {
	var data []byte
	err := s.read.QueryRowContext(ctx, "SELECT data FROM sessions WHERE token = $1 AND expires > $2", token, micros(now)).Scan(&data)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("read session: %w", err)
	}
	return data, nil
}

// PutSession keeps a session until it expires, and drops those that have by now.
func (s *Store) PutSession(ctx context.Context, token string, data []byte, expires, now time.Time) error {
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM sessions WHERE expires <= $1", micros(now)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO sessions (token, data, expires) VALUES ($1, $2, $3) ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires = excluded.expires",
			token, data, micros(expires))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep session: %w", err)
	}
	return nil
}

// DropSession ends a session.
func (s *Store) DropSession(ctx context.Context, token string) error {
	if _, err := s.write.ExecContext(ctx, "DELETE FROM sessions WHERE token = $1", token); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}
