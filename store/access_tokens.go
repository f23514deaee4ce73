package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/govaudit/govaudit/access"
)

const tokenColumns = "id, purpose, role, departments, made_by, created, until, revoked, used"

// Token returns the token with this id and the hash of its secret, or gives
// [access.ErrNoToken].
func (s *Store) Token(ctx context.Context, id string) (access.Token, string, error) {
	var hash string
	t, err := scanToken(s.read.QueryRowContext(ctx, "SELECT "+tokenColumns+", hash FROM tokens WHERE id = $1", clean(id)), &hash)
	if errors.Is(err, sql.ErrNoRows) {
		err = access.ErrNoToken
	}
	if err != nil {
		return access.Token{}, "", fmt.Errorf("read token: %w", err)
	}
	return t, hash, nil
}

// Tokens returns all tokens, the newest first.
func (s *Store) Tokens(ctx context.Context) ([]access.Token, error) {
	list, err := collect(ctx, s.read, func(rows *sql.Rows) (access.Token, error) { return scanToken(rows) }, "SELECT "+tokenColumns+" FROM tokens ORDER BY created DESC, id")
	if err != nil {
		return nil, fmt.Errorf("read tokens: %w", err)
	}
	return list, nil
}

// AddToken adds a token with the hash of its secret.
func (s *Store) AddToken(ctx context.Context, t access.Token, hash string) error {
	departments, err := json.Marshal(t.Departments)
	if err == nil {
		err = s.inTx(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO tokens ("+tokenColumns+", hash) VALUES "+placeholders(1, 10),
				t.ID, clean(t.Purpose), string(t.Role), clean(string(departments)), clean(t.By), micros(t.Created), micros(t.Until), micros(t.Revoked), micros(t.Used), hash)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("add token %s: %w", t.ID, err)
	}
	return nil
}

// RevokeToken ends a token, or gives [access.ErrNoToken] where there is none that
// could be ended.
func (s *Store) RevokeToken(ctx context.Context, id string, at time.Time) error {
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, "UPDATE tokens SET revoked = $1 WHERE id = $2 AND revoked IS NULL", micros(at), clean(id))
		return one(res, err, access.ErrNoToken)
	})
	if err != nil {
		return fmt.Errorf("revoke token: %w", err)
	}
	return nil
}

// UsedToken notes when a token was last used.
func (s *Store) UsedToken(ctx context.Context, id string, at time.Time) error {
	if _, err := s.write.ExecContext(ctx, "UPDATE tokens SET used = $1 WHERE id = $2", micros(at), clean(id)); err != nil {
		return fmt.Errorf("note use of token %s: %w", id, err)
	}
	return nil
}

func scanToken(r row, more ...any) (t access.Token, err error) {
	var departments []byte
	var created, until, revoked, used *int64
	into := append([]any{&t.ID, &t.Purpose, &t.Role, &departments, &t.By, &created, &until, &revoked, &used}, more...)
	if err := r.Scan(into...); err != nil {
		return t, err
	}
	t.Created, t.Until, t.Revoked, t.Used = instant(created), instant(until), instant(revoked), instant(used)
	return t, json.Unmarshal(departments, &t.Departments)
}
