package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/review"
)

// Errors about the ledger that a caller branches on.
var (
	ErrNoItem  = errors.New("no such item")
	ErrChanged = ledger.ErrChanged
	ErrFolded  = ledger.ErrFolded
)

// AppendEvents records changes of items, all of them or none. Each item must be as it
// was read, by its version: otherwise nothing is recorded and the error is
// [ErrChanged].
func (s *Store) AppendEvents(ctx context.Context, changes ...ledger.Change) error {
	return s.AppendWith(ctx, nil, changes...)
}

// AppendWith records changes as AppendEvents does, together with the decisions that
// have them count in the scores: see [ledger.DecisionOf].
func (s *Store) AppendWith(ctx context.Context, decisions []review.Decision, changes ...ledger.Change) error {
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		if err := addDecisions(ctx, tx, decisions); err != nil {
			return err
		}
		for _, c := range changes {
			if err := putChange(ctx, tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("record changes of %d items: %w", len(changes), err)
	}
	return nil
}

// putChange writes an item as it is after a change, and the events.
func putChange(ctx context.Context, tx *sql.Tx, c ledger.Change) error {
	it, err := c.After()
	if err != nil {
		return err
	}
	doc, err := json.Marshal(it)
	if err != nil {
		return err
	}
	args := []any{it.ID, clean(it.Site), clean(it.Rule), clean(it.Department), string(it.State), string(it.Severity),
		int64(it.Due), it.Recurred, it.Version, clean(string(doc))}
	query := `INSERT INTO ledger_items (id, site, rule, department, state, severity, due, recurred, version, doc)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING`
	if c.Item.Version > 0 {
		query = `UPDATE ledger_items SET site = $2, rule = $3, department = $4, state = $5, severity = $6, due = $7, recurred = $8,
			version = $9, doc = $10 WHERE id = $1 AND version = $11`
		args = append(args, c.Item.Version)
	}
	done, err := tx.ExecContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", it.ID, err)
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return errors.Join(fmt.Errorf("%s: %w", it.ID, ErrChanged), err)
	}
	for _, e := range c.Events {
		doc, err := json.Marshal(e)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO ledger_events (item, n, at, kind, doc) VALUES ($1, $2, $3, $4, $5)",
			e.Item, e.N, e.At.UnixMicro(), string(e.Kind), clean(string(doc))); err != nil {
			return fmt.Errorf("event %d of %s: %w", e.N, e.Item, err)
		}
	}
	return nil
}

// Item returns an item by its name as [ledger.NewID] writes it, or gives [ErrNoItem].
func (s *Store) Item(ctx context.Context, id string) (ledger.Item, error) {
	list, err := collect(ctx, s.read, scanItem, "SELECT doc FROM ledger_items WHERE id = $1", clean(id))
	if err == nil && len(list) == 0 {
		err = ErrNoItem
	}
	if err != nil {
		return ledger.Item{}, fmt.Errorf("read item %s: %w", id, err)
	}
	return list[0], nil
}

// Events returns all events of an item, in their order.
func (s *Store) Events(ctx context.Context, id string) ([]ledger.Event, error) {
	list, err := collect(ctx, s.read, scanEvent, "SELECT doc FROM ledger_events WHERE item = $1 ORDER BY n", clean(id))
	if err != nil {
		return nil, fmt.Errorf("read events of item %s: %w", id, err)
	}
	return list, nil
}

// EventsBetween returns the events from since on and before the given instant, by
// time, at most so many.
func (s *Store) EventsBetween(ctx context.Context, since, before time.Time, most int) ([]ledger.Event, error) {
	list, err := collect(ctx, s.read, scanEvent, "SELECT doc FROM ledger_events WHERE at >= $1 AND at < $2 ORDER BY at, item, n LIMIT $3",
		since.UnixMicro(), before.UnixMicro(), most)
	if err != nil {
		return nil, fmt.Errorf("read events since %s: %w", since.Format(time.RFC3339), err)
	}
	return list, nil
}

// ItemFilter says which items are listed.
type ItemFilter struct {
	Site       string  // "": of all
	Department *string // nil: of all; a pointer to "" means those of nobody
	// Departments is the same of several; nil: of all; none of them: no item.
	Departments []string
	Severity    ledger.Severity // "": all
	States      []ledger.State  // empty: in all
	Rule        string          // "": of all
	Due         calendar.Day    // only what is due before this day; 0: all
	Most        int             // at most so many; 0: all there are
	Skip        int             // so many are left out, for the next page
}

// Items lists items by the day they are due, then by name.
func (s *Store) Items(ctx context.Context, f ItemFilter) ([]ledger.Item, error) {
	where, args := f.where()
	query := "SELECT doc FROM ledger_items" + where + " ORDER BY due, id"
	if f.Most > 0 {
		args = append(args, f.Most, f.Skip)
		query += fmt.Sprintf(" LIMIT $%d OFFSET $%d", len(args)-1, len(args))
	}
	list, err := collect(ctx, s.read, scanItem, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list items: %w", err)
	}
	return list, nil
}

// CountItems counts the items that [Store.Items] would list without a bound.
func (s *Store) CountItems(ctx context.Context, f ItemFilter) (n int, err error) {
	where, args := f.where()
	if err := s.read.QueryRowContext(ctx, "SELECT COUNT(*) FROM ledger_items"+where, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count items: %w", err)
	}
	return n, nil
}

func (f ItemFilter) where() (string, []any) {
	var args []any
	out := ""
	and := func(condition string, v ...any) {
		out += map[bool]string{true: " WHERE ", false: " AND "}[out == ""] + condition
		args = append(args, v...)
	}
	at := func() string { return fmt.Sprintf("$%d", len(args)+1) }
	if f.Site != "" {
		and("site = "+at(), clean(f.Site))
	}
	if f.Department != nil {
		and("department = "+at(), clean(*f.Department))
	}
	if f.Departments != nil {
		list := ""
		var names []any
		for i, d := range f.Departments {
			list += fmt.Sprintf(", $%d", len(args)+1+i)
			names = append(names, clean(d))
		}
		if list == "" {
			and("1 = 0")
		} else {
			and("department IN ("+list[2:]+")", names...)
		}
	}
	if f.Severity != "" {
		and("severity = "+at(), string(f.Severity))
	}
	if f.Rule != "" {
		and("rule = "+at(), clean(f.Rule))
	}
	if f.Due != 0 {
		and("due > 0 AND due < "+at(), int64(f.Due))
	}
	if len(f.States) > 0 {
		list := ""
		var states []any
		for i, s := range f.States {
			list += fmt.Sprintf(", $%d", len(args)+1+i)
			states = append(states, string(s))
		}
		and("state IN ("+list[2:]+")", states...)
	}
	return out, args
}

// ItemTally counts items that are alike.
type ItemTally struct {
	Site, Department, Rule string
	State                  ledger.State
	Severity               ledger.Severity
	Items                  int
	Overdue                int // of these, due before the day asked for, and the department was told
	Recurred               int // of these, there again after they were verified
}

// ItemTallies counts all items by site, department, rule, state and severity.
func (s *Store) ItemTallies(ctx context.Context, today calendar.Day) ([]ItemTally, error) {
	list, err := collect(ctx, s.read, func(rows *sql.Rows) (t ItemTally, err error) {
		err = rows.Scan(&t.Site, &t.Department, &t.Rule, &t.State, &t.Severity, &t.Items, &t.Overdue, &t.Recurred)
		if t.State != ledger.Notified && t.State != ledger.Reopened {
			t.Overdue = 0
		}
		return t, err
	}, `SELECT site, department, rule, state, severity, COUNT(*), SUM(CASE WHEN due > 0 AND due < $1 THEN 1 ELSE 0 END),
		SUM(CASE WHEN recurred > 0 THEN 1 ELSE 0 END)
		FROM ledger_items GROUP BY site, department, rule, state, severity ORDER BY site, department, rule, state, severity`, int64(today))
	if err != nil {
		return nil, fmt.Errorf("count items: %w", err)
	}
	return list, nil
}

func scanItem(rows *sql.Rows) (it ledger.Item, err error) {
	var doc sql.RawBytes
	if err := rows.Scan(&doc); err != nil {
		return it, err
	}
	return it, json.Unmarshal(doc, &it)
}

func scanEvent(rows *sql.Rows) (e ledger.Event, err error) {
	var doc sql.RawBytes
	if err := rows.Scan(&doc); err != nil {
		return e, err
	}
	return e, json.Unmarshal(doc, &e)
}
