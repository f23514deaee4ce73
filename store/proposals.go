package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/govaudit/govaudit/review"
)

// Propose records decisions that wait for a second person, all of them or none.
// Whoever made one may replace it; where it is somebody else's, the error is
// [review.ErrProposed].
func (s *Store) Propose(ctx context.Context, list []review.Proposal) error {
	if err := s.inTx(ctx, func(tx *sql.Tx) error { return propose(ctx, tx, list) }); err != nil {
		return fmt.Errorf("record %d proposals: %w", len(list), err)
	}
	return nil
}

func propose(ctx context.Context, tx *sql.Tx, list []review.Proposal) error {
	for _, p := range list {
		done, err := tx.ExecContext(ctx, "INSERT INTO proposals (id, "+decisionColumns+", account) VALUES "+placeholders(1, 13)+
			` ON CONFLICT (id) DO UPDATE SET answer = excluded.answer, reason = excluded.reason, person = excluded.person, made = excluded.made,
			until = excluded.until, fingerprint = excluded.fingerprint, run = excluded.run WHERE proposals.account = excluded.account`,
			p.ID(), clean(p.Site), clean(p.Rule), clean(p.Code), clean(p.Subject), string(p.Answer), clean(p.Reason), clean(p.By), micros(p.At),
			p.Until.String(), p.Fingerprint, clean(p.Run), clean(p.Account))
		if err := one(done, err, review.ErrProposed); err != nil {
			return err
		}
	}
	return nil
}

// Proposals returns everything that waits for a second person, by id.
func (s *Store) Proposals(ctx context.Context) ([]review.Proposal, error) {
	list, err := collect(ctx, s.read, func(rows *sql.Rows) (p review.Proposal, err error) {
		var made *int64
		var until string
		if err := rows.Scan(&p.Site, &p.Rule, &p.Code, &p.Subject, &p.Answer, &p.Reason, &p.By, &made, &until, &p.Fingerprint, &p.Run, &p.Account); err != nil {
			return p, err
		}
		p.At = instant(made)
		return p, p.Until.UnmarshalText([]byte(until))
	}, "SELECT "+decisionColumns+", account FROM proposals ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("read proposals: %w", err)
	}
	return list, nil
}

// Settle takes a proposal away, as it was read, and records the decision it became;
// nil: it was refused. Where it is not as it was read, nothing is recorded and the
// error is [review.ErrProposed].
func (s *Store) Settle(ctx context.Context, p review.Proposal, became *review.Decision) error {
	if err := s.inTx(ctx, func(tx *sql.Tx) error { return settle(ctx, tx, p, became) }); err != nil {
		return fmt.Errorf("settle the proposal %s: %w", p.ID(), err)
	}
	return nil
}

func settle(ctx context.Context, tx *sql.Tx, p review.Proposal, became *review.Decision) error {
	done, err := tx.ExecContext(ctx, "DELETE FROM proposals WHERE id = $1 AND account = $2 AND made = $3", p.ID(), clean(p.Account), micros(p.At))
	if err := one(done, err, review.ErrProposed); err != nil || became == nil {
		return err
	}
	return addDecisions(ctx, tx, []review.Decision{*became})
}

// RecordReview records what people decided in a workbook, all of it or nothing:
// decisions, proposals, and what a second person has agreed to. Where a proposal is not
// as it was read, the error is [review.ErrProposed].
func (s *Store) RecordReview(ctx context.Context, r review.Split) error {
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		if err := addDecisions(ctx, tx, r.Decided); err != nil {
			return err
		}
		for _, p := range r.Stale {
			if err := settle(ctx, tx, p, nil); err != nil {
				return err
			}
		}
		for _, x := range r.Agreed {
			if err := settle(ctx, tx, x.Proposal, &x.Became); err != nil {
				return err
			}
		}
		return propose(ctx, tx, r.Proposed)
	})
	if err != nil {
		return fmt.Errorf("record what a workbook decides: %w", err)
	}
	return nil
}

// DecisionState tells of each site of which people decided something how many times
// they did: with the same state nothing was added.
func (s *Store) DecisionState(ctx context.Context) (map[string]int, error) {
	out := map[string]int{}
	_, err := collect(ctx, s.read, func(rows *sql.Rows) (struct{}, error) {
		var id string
		var n int
		err := rows.Scan(&id, &n)
		out[id] = n
		return struct{}{}, err
	}, "SELECT site, COUNT(*) FROM decisions GROUP BY site")
	if err != nil {
		return nil, fmt.Errorf("count decisions: %w", err)
	}
	return out, nil
}
