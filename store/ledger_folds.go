package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/ledger"
)

// Ledger returns all items of a site and the last run that was folded into them.
func (s *Store) Ledger(ctx context.Context, siteID string) ([]ledger.Item, ledger.Head, error) {
	// The head is read first: a run that is folded between the two makes recording
	// fail, and is not missed.
	head, err := s.ledgerHead(ctx, siteID)
	var items []ledger.Item
	if err == nil {
		items, err = s.Items(ctx, ItemFilter{Site: siteID})
	}
	if err != nil {
		return nil, ledger.Head{}, fmt.Errorf("read the ledger of %s: %w", siteID, err)
	}
	return items, head, nil
}

func (s *Store) ledgerHead(ctx context.Context, siteID string) (h ledger.Head, err error) {
	var doc []byte
	err = s.read.QueryRowContext(ctx, "SELECT head FROM ledger_folds WHERE site = $1 ORDER BY n DESC LIMIT 1", clean(siteID)).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		return h, nil
	}
	if err == nil {
		err = json.Unmarshal(doc, &h)
	}
	return h, err
}

// RecordFold records what follows from a run for the items of a site: the changes, the
// record and the head after it, all of it or nothing. It gives [ErrFolded] if the run
// was recorded before, and [ErrChanged] if anything has changed since it was read.
func (s *Store) RecordFold(ctx context.Context, r ledger.Record, head ledger.Head, changes []ledger.Change) error {
	doc, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("record fold of run %s into the ledger of %s: %w", r.Run, r.Site, err)
	}
	last, err := json.Marshal(head)
	if err == nil {
		err = s.inTx(ctx, func(tx *sql.Tx) error {
			var folded bool
			if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM ledger_folds WHERE site = $1 AND run = $2)", clean(r.Site), clean(r.Run)).Scan(&folded); err != nil {
				return err
			}
			if folded {
				return ErrFolded
			}
			done, err := tx.ExecContext(ctx, "INSERT INTO ledger_folds (site, n, run, head, doc) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
				clean(r.Site), head.N, clean(r.Run), string(last), clean(string(doc)))
			if err != nil {
				return err
			}
			if n, err := done.RowsAffected(); err != nil || n != 1 {
				return errors.Join(ErrChanged, err)
			}
			for _, c := range changes {
				if err := putChange(ctx, tx, c); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return fmt.Errorf("record fold of run %s into the ledger of %s: %w", r.Run, r.Site, err)
	}
	return nil
}

// FoldOf returns the record of a run that was folded into the items of a site, and
// whether it was.
func (s *Store) FoldOf(ctx context.Context, siteID, runID string) (ledger.Record, bool, error) {
	list, err := collect(ctx, s.read, scanFold, "SELECT doc FROM ledger_folds WHERE site = $1 AND run = $2", clean(siteID), clean(runID))
	if err != nil {
		return ledger.Record{}, false, fmt.Errorf("look for the fold of run %s: %w", runID, err)
	}
	if len(list) == 0 {
		return ledger.Record{}, false, nil
	}
	return list[0], true, nil
}

func scanFold(rows *sql.Rows) (r ledger.Record, err error) {
	var doc []byte
	if err := rows.Scan(&doc); err != nil {
		return r, err
	}
	return r, json.Unmarshal(doc, &r)
}

// Unfolded lists the sites whose results in a run were not folded into their ledgers.
func (s *Store) Unfolded(ctx context.Context, runID string) ([]string, error) {
	list, err := collect(ctx, s.read, func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) },
		`SELECT r.site FROM results r WHERE r.run = $1 AND NOT EXISTS (SELECT 1 FROM ledger_folds f WHERE f.site = r.site AND f.run = r.run) ORDER BY r.site`, clean(runID))
	if err != nil {
		return nil, fmt.Errorf("look for what of run %s is not in the ledger: %w", runID, err)
	}
	return list, nil
}

// UnfoldedRuns returns the finished runs that hold results not folded into the ledgers
// and that are newer than the newest that was, oldest first; where none was, the
// newest finished run alone.
func (s *Store) UnfoldedRuns(ctx context.Context) ([]audit.Run, error) {
	runs, err := s.Runs(ctx)
	if err != nil {
		return nil, err
	}
	var out []audit.Run
	for _, r := range runs { // newest first
		if r.Finished.IsZero() {
			continue
		}
		sites, err := s.Unfolded(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		if len(sites) > 0 {
			out = append([]audit.Run{r}, out...)
		}
		var some bool
		err = s.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM ledger_folds WHERE run = $1)", r.ID).Scan(&some)
		if err != nil {
			return nil, fmt.Errorf("look for what is not in the ledger: %w", err)
		}
		if some {
			return out, nil
		}
	}
	return out[max(0, len(out)-1):], nil
}
