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

const userColumns = "name, display, role, departments, disabled, must_change, epoch, created, signed_in"

// Account returns a user with the hash of the password, or gives [access.ErrNoUser].
func (s *Store) Account(ctx context.Context, name string) (access.User, string, error) {
	var hash string
	u, err := scanUser(s.read.QueryRowContext(ctx, "SELECT "+userColumns+", hash FROM users WHERE name = $1", clean(name)), &hash)
	if errors.Is(err, sql.ErrNoRows) {
		err = access.ErrNoUser
	}
	if err != nil {
		return access.User{}, "", fmt.Errorf("read user %s: %w", name, err)
	}
	return u, hash, nil
}

// Users returns all users, by name.
func (s *Store) Users(ctx context.Context) ([]access.User, error) {
	list, err := collect(ctx, s.read, func(rows *sql.Rows) (access.User, error) { return scanUser(rows) }, "SELECT "+userColumns+" FROM users ORDER BY name")
	if err != nil {
		return nil, fmt.Errorf("read users: %w", err)
	}
	return list, nil
}

// AddUser adds a user with the hash of the password, or gives [access.ErrTaken].
func (s *Store) AddUser(ctx context.Context, u access.User, hash string) error {
	departments, err := json.Marshal(u.Departments)
	if err == nil {
		err = s.inTx(ctx, func(tx *sql.Tx) error {
			res, err := tx.ExecContext(ctx, "INSERT INTO users ("+userColumns+", hash) VALUES "+placeholders(1, 10)+" ON CONFLICT (name) DO NOTHING",
				clean(u.Name), clean(u.Display), string(u.Role), clean(string(departments)), bit(u.Disabled), bit(u.MustChange), u.Epoch,
				micros(u.Created), micros(u.SignedIn), hash)
			return one(res, err, access.ErrTaken)
		})
	}
	if err != nil {
		return fmt.Errorf("add user %s: %w", u.Name, err)
	}
	return nil
}

// PutUser changes the user whose epoch is still u.Epoch and makes it one more, or
// gives [access.ErrChanged], or [access.ErrLast] where nobody could administer any
// more. An empty hash leaves the password as it is.
func (s *Store) PutUser(ctx context.Context, u access.User, hash string) error {
	departments, err := json.Marshal(u.Departments)
	if err == nil {
		err = s.inTx(ctx, func(tx *sql.Tx) error {
			guard, err := guardAdministrators(ctx, tx, u)
			if err != nil {
				return err
			}
			res, err := tx.ExecContext(ctx, `UPDATE users SET display = $1, role = $2, departments = $3, disabled = $4, must_change = $5, epoch = epoch + 1,
				hash = CASE WHEN $6 = '' THEN hash ELSE $6 END WHERE name = $7 AND epoch = $8`,
				clean(u.Display), string(u.Role), clean(string(departments)), bit(u.Disabled), bit(u.MustChange), hash, clean(u.Name), u.Epoch)
			if err := one(res, err, access.ErrChanged); err != nil {
				return err
			}
			return guard()
		})
	}
	if err != nil {
		return fmt.Errorf("change user %s: %w", u.Name, err)
	}
	return nil
}

// guardAdministrators holds all who can administer until the transaction ends, and
// returns what makes sure afterwards that one is left: two who demote each other at the
// same instant do it one after the other.
func guardAdministrators(ctx context.Context, tx *sql.Tx, u access.User) (func() error, error) {
	if u.Role == access.Administrator && !u.Disabled {
		return func() error { return nil }, nil
	}
	const such = " WHERE role = $1 AND disabled = 0"
	res, err := tx.ExecContext(ctx, "UPDATE users SET epoch = epoch"+such, string(access.Administrator))
	if err != nil {
		return nil, err
	}
	before, err := res.RowsAffected()
	if err != nil {
		return nil, err
	}
	return func() error {
		var left int64
		err := tx.QueryRowContext(ctx, "SELECT count(*) FROM users"+such, string(access.Administrator)).Scan(&left)
		if err == nil && left == 0 && before > 0 {
			err = access.ErrLast
		}
		return err
	}, nil
}

// SignedIn notes when a user last signed in; with hash also the same password hashed
// anew.
func (s *Store) SignedIn(ctx context.Context, name, hash string, at time.Time) error {
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, "UPDATE users SET signed_in = $1, hash = CASE WHEN $2 = '' THEN hash ELSE $2 END WHERE name = $3",
			micros(at), hash, clean(name))
		return one(res, err, access.ErrNoUser)
	})
	if err != nil {
		return fmt.Errorf("note that %s signed in: %w", name, err)
	}
	return nil
}

// row is one row of a result.
type row interface{ Scan(into ...any) error }

func scanUser(r row, more ...any) (u access.User, err error) {
	var departments []byte
	var disabled, mustChange int64
	var created, signedIn *int64
	into := append([]any{&u.Name, &u.Display, &u.Role, &departments, &disabled, &mustChange, &u.Epoch, &created, &signedIn}, more...)
	if err := r.Scan(into...); err != nil {
		return u, err
	}
	u.Disabled, u.MustChange, u.Created, u.SignedIn = disabled != 0, mustChange != 0, instant(created), instant(signedIn)
	return u, json.Unmarshal(departments, &u.Departments)
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// one makes it none where a statement should have changed a row and did not.
func one(res sql.Result, err, none error) error {
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, none)
	}
	return nil
}
