package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/govaudit/govaudit/schedule"
)

// Errors about schedules.
var (
	ErrPaused    = errors.New("the schedule is paused already")
	ErrNotPaused = errors.New("the schedule is not paused")
)

// Schedules returns what has become of each schedule that was ever looked at, by name.
func (s *Store) Schedules(ctx context.Context) ([]schedule.Status, error) {
	list, err := collect(ctx, s.read, scanStatus, "SELECT name, spec, since, paused_by, paused_at FROM schedules ORDER BY name")
	if err != nil {
		return nil, fmt.Errorf("read schedules: %w", err)
	}
	return list, nil
}

func scanStatus(rows *sql.Rows) (st schedule.Status, err error) {
	var since, paused *int64
	err = rows.Scan(&st.Name, &st.Spec, &since, &st.PausedBy, &paused)
	st.Since, st.PausedAt = instant(since), instant(paused)
	return st, err
}

// PauseSchedule records who paused a schedule and when. It gives [ErrPaused] where
// somebody did before.
func (s *Store) PauseSchedule(ctx context.Context, name, by string, at time.Time) error {
	if by == "" {
		return errors.New("pause schedule: nobody is named who does")
	}
	res, err := s.write.ExecContext(ctx, `INSERT INTO schedules (name, spec, since, paused_by, paused_at) VALUES ($1, '', NULL, $2, $3)
		ON CONFLICT (name) DO UPDATE SET paused_by = excluded.paused_by, paused_at = excluded.paused_at WHERE schedules.paused_by = ''`, clean(name), clean(by), micros(at))
	return changed(res, err, "pause schedule "+name, ErrPaused)
}

// ResumeSchedule undoes a pause. What fell due meanwhile is not made up for. It gives
// [ErrNotPaused] where there is none.
func (s *Store) ResumeSchedule(ctx context.Context, name string, at time.Time) error {
	res, err := s.write.ExecContext(ctx, "UPDATE schedules SET paused_by = '', paused_at = NULL, since = $1 WHERE name = $2 AND paused_by <> ''", micros(at), clean(name))
	return changed(res, err, "resume schedule "+name, ErrNotPaused)
}

// ForgetSchedules has those that are not among the names begin anew should they come
// back: what fell due while they were not wanted was not missed. Who paused one stays.
func (s *Store) ForgetSchedules(ctx context.Context, names []string) error {
	known, err := s.Schedules(ctx)
	if err != nil {
		return err
	}
	wanted := make(map[string]bool, len(names))
	for _, n := range names {
		wanted[clean(n)] = true
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		for _, st := range known {
			if wanted[st.Name] || st.Since.IsZero() {
				continue
			}
			if _, err := tx.ExecContext(ctx, "UPDATE schedules SET since = NULL WHERE name = $1", st.Name); err != nil {
				return fmt.Errorf("forget schedule %s: %w", st.Name, err)
			}
		}
		return nil
	})
}

// changed tells what a statement that should have met one row came to.
func changed(res sql.Result, err error, what string, none error) error {
	if err == nil {
		var n int64
		if n, err = res.RowsAffected(); err == nil && n == 0 {
			err = none
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
