package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/schedule"
)

// Prune removes all but the newest keep finished runs, with unfinished ones
// older than those that no task is carried out by, and then the bodies that nothing refers to any more. A run
// whose snapshots a kept run judges stays too. It returns how many runs it
// removed.
//
// Bodies stay while any snapshot is unfinished: its crawl, perhaps in another
// process, may be about to refer to one it knows to be here. On SQLite the file
// keeps its size; the room is used again.
func (s *Store) Prune(ctx context.Context, keep int) (removed int, err error) {
	if keep < 1 {
		return 0, errors.New("prune: at least one run must stay")
	}
	runs, err := s.Runs(ctx)
	if err != nil {
		return 0, fmt.Errorf("prune: %w", err)
	}
	gone := outdated(runs, keep)
	if oldest := kept(runs, gone); !oldest.IsZero() {
		visits, err := s.runs(ctx, "WHERE kind <> '' AND started < $1", micros(oldest))
		if err != nil {
			return 0, fmt.Errorf("prune: %w", err)
		}
		for _, r := range visits {
			gone = append(gone, r.ID)
		}
	}
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		if s.db.lockBegins != "" {
			if _, err := tx.ExecContext(ctx, s.db.lockBegins); err != nil {
				return err
			}
		}
		for _, id := range gone {
			res, err := tx.ExecContext(ctx, "DELETE FROM runs WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM tasks WHERE run = $1 AND state = $2)", id, string(schedule.Running))
			if err != nil {
				return err
			}
			n, err := res.RowsAffected()
			if err != nil {
				return err
			}
			removed += int(n)
		}
		return sweep(ctx, tx)
	})
	if err != nil {
		return 0, fmt.Errorf("prune: %w", err)
	}
	return removed, nil
}

// outdated lists the runs to remove, of all runs with the newest first.
func outdated(runs []audit.Run, keep int) (ids []string) {
	judged := map[string]bool{}
	for _, r := range runs {
		switch {
		case keep > 0:
			judged[r.Of] = true
			if !r.Finished.IsZero() {
				keep--
			}
		case !judged[r.ID]:
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// kept is when the oldest run that stays has started; zero: none stays. Rechecks from
// before it go, as what they laid their pages over does.
func kept(runs []audit.Run, gone []string) (oldest time.Time) {
	for _, r := range runs { // newest first
		if !slices.Contains(gone, r.ID) {
			oldest = r.Started
		}
	}
	return oldest
}

func sweep(ctx context.Context, tx *sql.Tx) error {
	var crawling bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM snapshots WHERE done = $1)", false).Scan(&crawling)
	if err != nil || crawling {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM bodies WHERE sha256 IN (
		SELECT sha256 FROM bodies EXCEPT SELECT sha256 FROM pages WHERE stored
		EXCEPT SELECT rendered FROM pages WHERE rendered IS NOT NULL EXCEPT SELECT sha256 FROM records EXCEPT SELECT sha256 FROM photos)`)
	return err
}
