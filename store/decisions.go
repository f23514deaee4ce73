package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/govaudit/govaudit/review"
)

const decisionColumns = "site, rule, code, subject, answer, reason, person, made, until, fingerprint, run"

// AddDecisions records what people decided, all of it or nothing. What was decided
// before stays as it is.
func (s *Store) AddDecisions(ctx context.Context, list []review.Decision) error {
	err := s.inTx(ctx, func(tx *sql.Tx) error { return addDecisions(ctx, tx, list) })
	if err != nil {
		return fmt.Errorf("record %d decisions: %w", len(list), err)
	}
	return nil
}

// addDecisions writes them in a transaction of the caller's.
func addDecisions(ctx context.Context, tx *sql.Tx, list []review.Decision) error {
	insert, err := tx.PrepareContext(ctx, "INSERT INTO decisions ("+decisionColumns+") VALUES "+placeholders(1, 11))
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, d := range list {
		if _, err := insert.ExecContext(ctx, clean(d.Site), clean(d.Rule), clean(d.Code), clean(d.Subject), string(d.Answer),
			clean(d.Reason), clean(d.By), micros(d.At), d.Until.String(), d.Fingerprint, clean(d.Run)); err != nil {
			return fmt.Errorf("%s %s: %w", d.Site, d.Rule, err)
		}
	}
	return nil
}

// Decisions returns everything people ever decided about a site, in the order in
// which it was recorded.
func (s *Store) Decisions(ctx context.Context, siteID string) ([]review.Decision, error) {
	list, err := collect(ctx, s.read, scanDecision, "SELECT "+decisionColumns+" FROM decisions WHERE site = $1 ORDER BY id", siteID)
	if err != nil {
		return nil, fmt.Errorf("read decisions about %s: %w", siteID, err)
	}
	return list, nil
}

func scanDecision(rows *sql.Rows) (d review.Decision, err error) {
	var made *int64
	var until string
	if err := rows.Scan(&d.Site, &d.Rule, &d.Code, &d.Subject, &d.Answer, &d.Reason, &d.By, &made, &until, &d.Fingerprint, &d.Run); err != nil {
		return d, err
	}
	d.At = instant(made)
	return d, d.Until.UnmarshalText([]byte(until))
}
