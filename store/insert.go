package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// inserts writes groups of items with prepared statements, several rows at a
// time where round trips cost.
type inserts struct {
	rows                   int // of the statements that take several
	bodies, pages, records *insert
	facts                  *sql.Stmt
}

// insert is one table's statements: for one row, and for several.
type insert struct{ one, many *sql.Stmt }

func newInserts(ctx context.Context, s *Store) (*inserts, error) {
	in := &inserts{rows: s.db.rows}
	var errs [4]error
	in.bodies, errs[0] = prepare(ctx, s, intoBodies)
	in.pages, errs[1] = prepare(ctx, s, intoPages)
	in.records, errs[2] = prepare(ctx, s, intoRecords)
	in.facts, errs[3] = s.write.PrepareContext(ctx, "UPDATE bodies SET facts = $1 WHERE sha256 = $2")
	return in, errors.Join(errs[:]...)
}

func prepare(ctx context.Context, s *Store, t table) (*insert, error) {
	one, err := s.write.PrepareContext(ctx, t.into+placeholders(1, t.columns)+t.conflict)
	if err != nil {
		return nil, err
	}
	many, err := s.write.PrepareContext(ctx, t.into+placeholders(s.db.rows, t.columns)+t.conflict)
	if err != nil {
		return nil, err
	}
	return &insert{one, many}, nil
}

// table is an INSERT without its values.
type table struct {
	into     string
	columns  int
	conflict string
}

var (
	intoBodies = table{"INSERT INTO bodies (sha256, data, facts) VALUES ", 3, " ON CONFLICT (sha256) DO NOTHING"}
	intoPages  = table{"INSERT INTO pages (snapshot, " + pageColumns + ") VALUES ", 26,
		" ON CONFLICT (snapshot, url) DO UPDATE SET " + assignments(pageColumns)}
	intoRecords = table{"INSERT INTO records (snapshot, sha256) VALUES ", 2, " ON CONFLICT (snapshot, sha256) DO NOTHING"}
)

func assignments(columns string) string {
	var set []string
	for _, c := range strings.Split(columns, ", ") {
		if c != "url" {
			set = append(set, c+" = excluded."+c)
		}
	}
	return strings.Join(set, ", ")
}

func orNull(b []byte) any {
	if b == nil {
		return nil
	}
	return b
}

// write writes the bodies of a group, then its pages and records. Each in the
// order of its key, so that two processes on one database never wait for each
// other in a circle.
func (in *inserts) write(ctx context.Context, tx *sql.Tx, group []*item) error {
	var bodies, facts, pages, records [][]any
	for _, it := range group {
		for _, b := range it.bodies() {
			switch {
			case b == nil:
			case b.data != nil:
				bodies = append(bodies, []any{b.sum[:], b.data, orNull(b.facts)})
			case b.facts != nil:
				facts = append(facts, []any{b.sum[:], b.facts})
			}
		}
		if it.key == "" {
			records = append(records, it.row)
		} else {
			pages = append(pages, it.row)
		}
	}
	if err := in.put(ctx, tx, in.bodies, latest(bodies, bySum)); err != nil {
		return fmt.Errorf("insert bodies: %w", err)
	}
	for _, row := range latest(facts, bySum) {
		if _, err := tx.StmtContext(ctx, in.facts).ExecContext(ctx, row[1], row[0]); err != nil {
			return fmt.Errorf("update facts: %w", err)
		}
	}
	if err := in.put(ctx, tx, in.pages, latest(pages, byAddress)); err != nil {
		return fmt.Errorf("insert pages: %w", err)
	}
	if err := in.put(ctx, tx, in.records, latest(records, bySnapshotAndSum)); err != nil {
		return fmt.Errorf("insert records: %w", err)
	}
	return nil
}

func bySum(a, b []any) int { return bytes.Compare(a[0].([]byte), b[0].([]byte)) }

func byAddress(a, b []any) int {
	return cmp.Or(cmp.Compare(a[0].(int64), b[0].(int64)), cmp.Compare(a[1].(string), b[1].(string)))
}

func bySnapshotAndSum(a, b []any) int {
	return cmp.Or(cmp.Compare(a[0].(int64), b[0].(int64)), bytes.Compare(a[1].([]byte), b[1].([]byte)))
}

// latest sorts rows by key and keeps the last of those with equal keys: one
// statement may not touch a row twice.
func latest(rows [][]any, compare func(a, b []any) int) [][]any {
	slices.SortStableFunc(rows, compare)
	out := rows[:0]
	for i, r := range rows {
		if i+1 == len(rows) || compare(r, rows[i+1]) != 0 {
			out = append(out, r)
		}
	}
	return out
}

func (in *inserts) put(ctx context.Context, tx *sql.Tx, into *insert, rows [][]any) error {
	many := tx.StmtContext(ctx, into.many)
	for ; len(rows) >= in.rows; rows = rows[in.rows:] {
		if _, err := many.ExecContext(ctx, slices.Concat(rows[:in.rows]...)...); err != nil {
			return err
		}
	}
	for _, r := range rows {
		if _, err := tx.StmtContext(ctx, into.one).ExecContext(ctx, r...); err != nil {
			return err
		}
	}
	return nil
}

// placeholders is ($1, $2), ($3, $4) for two rows of two columns.
func placeholders(rows, columns int) string {
	b := make([]byte, 0, rows*columns*6)
	for i := range rows * columns {
		switch {
		case i == 0:
			b = append(b, '(')
		case i%columns == 0:
			b = append(b, "), ("...)
		default:
			b = append(b, ", "...)
		}
		b = strconv.AppendInt(append(b, '$'), int64(i+1), 10)
	}
	return string(append(b, ')'))
}
