package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/govaudit/govaudit/audit"
)

// PutSite records the result of one site in a run, replacing an earlier one.
func (s *Store) PutSite(ctx context.Context, runID string, r *audit.Site) error {
	doc, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("record result of %s in run %s: %w", r.ID, runID, err)
	}
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx,
			"INSERT INTO results (run, site, doc) VALUES ($1, $2, $3) ON CONFLICT (run, site) DO UPDATE SET doc = excluded.doc",
			runID, r.ID, string(doc))
		if err != nil {
			return err
		}
		if err := putSummary(ctx, tx, runID, r); err != nil {
			return err
		}
		return putQuestions(ctx, tx, runID, r)
	})
	if err != nil {
		return fmt.Errorf("record result of %s in run %s: %w", r.ID, runID, err)
	}
	return nil
}

// Site returns the result of one site in a run, or gives [ErrNoResult].
func (s *Store) Site(ctx context.Context, runID, siteID string) (*audit.Site, error) {
	var doc []byte
	err := s.read.QueryRowContext(ctx, "SELECT doc FROM results WHERE run = $1 AND site = $2", clean(runID), clean(siteID)).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("read result of %s in run %s: %w", siteID, runID, ErrNoResult)
	}
	r := new(audit.Site)
	if err == nil {
		err = json.Unmarshal(doc, r)
	}
	if err != nil {
		return nil, fmt.Errorf("read result of %s in run %s: %w", siteID, runID, err)
	}
	return r, nil
}

// Sites returns the results of a run, by site.
func (s *Store) Sites(ctx context.Context, runID string) ([]*audit.Site, error) {
	sites, err := collect(ctx, s.read, scanSite, "SELECT doc FROM results WHERE run = $1 ORDER BY site", runID)
	if err != nil {
		return nil, fmt.Errorf("read results of run %s: %w", runID, err)
	}
	return sites, nil
}

func scanSite(rows *sql.Rows) (*audit.Site, error) {
	var doc []byte
	if err := rows.Scan(&doc); err != nil {
		return nil, err
	}
	r := new(audit.Site)
	return r, json.Unmarshal(doc, r)
}
