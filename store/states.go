package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/govaudit/govaudit/schedule"
)

// ResultsState names the state of the results of finished runs: another name means that
// some were added or removed.
func (s *Store) ResultsState(ctx context.Context) (string, error) {
	var runs int64
	var last *int64
	var id *string
	err := s.read.QueryRowContext(ctx, "SELECT COUNT(*), MAX(finished), MAX(id) FROM runs WHERE finished IS NOT NULL").Scan(&runs, &last, &id)
	if err != nil {
		return "", fmt.Errorf("look at the state of the results: %w", err)
	}
	if last == nil || id == nil {
		return "none", nil
	}
	return fmt.Sprintf("%d %d %s", runs, *last, *id), nil
}

// TaskCounts counts the tasks in each state.
func (s *Store) TaskCounts(ctx context.Context) (map[schedule.TaskState]int, error) {
	type count struct {
		state string
		n     int
	}
	list, err := collect(ctx, s.read, func(rows *sql.Rows) (c count, err error) { return c, rows.Scan(&c.state, &c.n) },
		"SELECT state, COUNT(*) FROM tasks GROUP BY state")
	if err != nil {
		return nil, fmt.Errorf("count tasks: %w", err)
	}
	out := make(map[schedule.TaskState]int, len(list))
	for _, c := range list {
		out[schedule.TaskState(c.state)] = c.n
	}
	return out, nil
}
