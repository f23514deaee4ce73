package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/access"
)

// AppendEntry writes a line of the log of what was done. A change that is recorded
// with a context of [access.WithEntry] has its line written by itself, in the same
// transaction.
func (s *Store) AppendEntry(ctx context.Context, e access.Entry) error {
	if err := appendEntry(ctx, s.write, e); err != nil {
		return fmt.Errorf("write to the log: %w", err)
	}
	return nil
}

// Entries returns lines of the log, the newest first: those before the line with this
// id (0: from the newest on), of one who (""; of all), at most so many.
func (s *Store) Entries(ctx context.Context, who string, before int64, most int) ([]access.Entry, error) {
	list, err := collect(ctx, s.read, scanEntry, `SELECT id, at, who, origin, what, object, was, became FROM operations
		WHERE ($1 = 0 OR id < $1) AND ($2 = '' OR who = $2) ORDER BY id DESC LIMIT $3`, before, clean(who), most)
	if err != nil {
		return nil, fmt.Errorf("read the log: %w", err)
	}
	return list, nil
}

func scanEntry(rows *sql.Rows) (e access.Entry, err error) {
	var at *int64
	if err := rows.Scan(&e.ID, &at, &e.Who, &e.From, &e.What, &e.Object, &e.Before, &e.After); err != nil {
		return e, err
	}
	e.At = instant(at)
	return e, nil
}

func appendEntry(ctx context.Context, to executor, e access.Entry) error {
	_, err := to.ExecContext(ctx, "INSERT INTO operations (at, who, origin, what, object, was, became) VALUES "+placeholders(1, 7),
		micros(e.At), logged(e.Who), logged(e.From), logged(e.What), logged(e.Object), logged(e.Before), logged(e.After))
	return err
}

// mostLogged bounds one field of the log, in bytes.
const mostLogged = 2000

// logged makes text fit for the log.
func logged(text string) string {
	text = clean(text)
	if len(text) <= mostLogged {
		return text
	}
	cut := mostLogged
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return strings.Clone(text[:cut]) + "…"
}
