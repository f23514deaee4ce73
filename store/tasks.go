package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// Errors about tasks.
var (
	ErrNoTask = errors.New("no such task")
	ErrEnded  = errors.New("the task has ended")
)

// AddTask records what a person asked for, and returns it with its number.
func (s *Store) AddTask(ctx context.Context, t schedule.Task) (schedule.Task, error) {
	t.State = schedule.Waiting
	err := s.inTx(ctx, func(tx *sql.Tx) (err error) {
		t, _, err = addTask(ctx, tx, t)
		return err
	})
	if err != nil {
		return t, fmt.Errorf("add task: %w", err)
	}
	return t, nil
}

// FellDue records what has become of a schedule, and with it the task that fell due, if
// t is not nil. One that is recorded already, by schedule and due instant, is not
// recorded again. Where an earlier task of the schedule still waits, the new one is
// recorded as skipped.
func (s *Store) FellDue(ctx context.Context, st schedule.Status, t *schedule.Task) error {
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		// Whether it is paused is not this method's to say: somebody may have paused it meanwhile.
		_, err := tx.ExecContext(ctx, `INSERT INTO schedules (name, spec, since, paused_by, paused_at) VALUES ($1, $2, $3, '', NULL)
			ON CONFLICT (name) DO UPDATE SET spec = excluded.spec, since = excluded.since`, clean(st.Name), st.Spec, micros(st.Since))
		if err != nil || t == nil {
			return err
		}
		var waiting bool
		err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM tasks WHERE schedule = $1 AND state = $2)", clean(t.Schedule), string(schedule.Waiting)).Scan(&waiting)
		if err != nil {
			return err
		}
		due := *t
		due.State = schedule.Waiting
		if waiting {
			due.State, due.Ended, due.Note = schedule.Skipped, due.Asked, "上一次还在等待执行"
		}
		_, _, err = addTask(ctx, tx, due)
		return err
	})
	if err != nil {
		return fmt.Errorf("record what %s came to: %w", st.Name, err)
	}
	return nil
}

// addTask inserts a task; false where there is one of this schedule and instant.
func addTask(ctx context.Context, tx *sql.Tx, t schedule.Task) (schedule.Task, bool, error) {
	t = tidy(t)
	doc, err := json.Marshal(t)
	if err != nil {
		return t, false, err
	}
	err = tx.QueryRowContext(ctx, "INSERT INTO tasks (schedule, due, run, state, doc) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (schedule, due) DO NOTHING RETURNING id",
		t.Schedule, micros(t.Due), t.Run, string(t.State), string(doc)).Scan(&t.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return t, false, nil
	}
	return t, err == nil, err
}

// tidy makes a task storable: its texts clean, its times in UTC to the microsecond.
func tidy(t schedule.Task) schedule.Task {
	t.Schedule, t.By, t.EndedBy, t.Note = clean(t.Schedule), clean(t.By), clean(t.EndedBy), clean(t.Note)
	for _, at := range []*time.Time{&t.Due, &t.Asked, &t.Began, &t.Ended} {
		if !at.IsZero() {
			*at = time.UnixMicro(at.UnixMicro()).UTC()
		}
	}
	return t
}

// BeginTask records that a task is carried out as t says, by run if that is not nil. Both are
// recorded or neither is. It gives [ErrEnded] for a task that has ended.
func (s *Store) BeginTask(ctx context.Context, t schedule.Task, run *audit.Run) error {
	t.State = schedule.Running
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		if run != nil {
			if err := createRun(ctx, tx, *run); err != nil {
				return err
			}
			t.Run = run.ID
		}
		return changeTask(ctx, tx, t)
	})
	if err != nil {
		return fmt.Errorf("begin task %d: %w", t.ID, err)
	}
	return nil
}

// EndTask records how a task ended, and with it that its run is finished where it is
// done, and the visits that were made for it. It gives [ErrEnded] for one that has
// ended already: the first word counts.
func (s *Store) EndTask(ctx context.Context, t schedule.Task, visited []site.Target, visits []site.Visit) error {
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		t.Sites = nil
		if err := changeTask(ctx, tx, t); err != nil {
			return err
		}
		if t.State != schedule.Done {
			return nil
		}
		for i, v := range visits {
			if err := putVisit(ctx, tx, visited[i], v); err != nil {
				return err
			}
		}
		if t.Run == "" {
			return nil
		}
		_, err := tx.ExecContext(ctx, "UPDATE runs SET finished = $1 WHERE id = $2", micros(t.Ended), t.Run)
		return err
	})
	if err != nil {
		return fmt.Errorf("end task %d: %w", t.ID, err)
	}
	return nil
}

// changeTask overwrites a task that has not ended.
func changeTask(ctx context.Context, tx *sql.Tx, t schedule.Task) error {
	t = tidy(t)
	doc, err := json.Marshal(t)
	if err != nil {
		return err
	}
	res, err := tx.ExecContext(ctx, "UPDATE tasks SET run = $1, state = $2, doc = $3 WHERE id = $4 AND state IN ($5, $6)",
		t.Run, string(t.State), string(doc), t.ID, string(schedule.Waiting), string(schedule.Running))
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return ErrEnded
}

const taskColumns = "SELECT id, run, state, doc FROM tasks "

// Task returns the task with this number, or gives [ErrNoTask].
func (s *Store) Task(ctx context.Context, id int64) (schedule.Task, error) {
	return s.oneTask(ctx, fmt.Sprint("read task ", id), "WHERE id = $1", id)
}

// TaskOfRun returns the task that a run carries out, or gives [ErrNoTask].
func (s *Store) TaskOfRun(ctx context.Context, runID string) (schedule.Task, error) {
	return s.oneTask(ctx, "read the task of run "+runID, "WHERE run = $1 ORDER BY id DESC LIMIT 1", clean(runID))
}

func (s *Store) oneTask(ctx context.Context, what, where string, args ...any) (schedule.Task, error) {
	list, err := collect(ctx, s.read, scanTask, taskColumns+where, args...)
	if err == nil && len(list) == 0 {
		err = ErrNoTask
	}
	if err != nil {
		return schedule.Task{}, fmt.Errorf("%s: %w", what, err)
	}
	return list[0], nil
}

// Tasks returns the newest tasks, the newest first, at most so many.
func (s *Store) Tasks(ctx context.Context, most int) ([]schedule.Task, error) {
	list, err := collect(ctx, s.read, scanTask, taskColumns+"ORDER BY id DESC LIMIT $1", most)
	if err != nil {
		return nil, fmt.Errorf("read tasks: %w", err)
	}
	return list, nil
}

// OpenTasks returns the tasks that have not ended, the oldest first.
func (s *Store) OpenTasks(ctx context.Context) ([]schedule.Task, error) {
	list, err := collect(ctx, s.read, scanTask, taskColumns+"WHERE state IN ($1, $2) ORDER BY id", string(schedule.Waiting), string(schedule.Running))
	if err != nil {
		return nil, fmt.Errorf("read open tasks: %w", err)
	}
	return list, nil
}

func scanTask(rows *sql.Rows) (t schedule.Task, err error) {
	var id int64
	var run, state string
	var doc []byte
	if err := rows.Scan(&id, &run, &state, &doc); err != nil {
		return t, err
	}
	err = json.Unmarshal(doc, &t)
	t.ID, t.Run, t.State = id, run, schedule.TaskState(state)
	return t, err
}

// ResultCount returns how many sites have a result in a run.
func (s *Store) ResultCount(ctx context.Context, runID string) (n int, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT count(*) FROM results WHERE run = $1", runID).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count results of run %s: %w", runID, err)
	}
	return n, nil
}

// ResultSites returns the ids of the sites that have a result in a run, in order.
func (s *Store) ResultSites(ctx context.Context, runID string) ([]string, error) {
	list, err := collect(ctx, s.read, scanText, "SELECT site FROM results WHERE run = $1 ORDER BY site", runID)
	if err != nil {
		return nil, fmt.Errorf("read sites of run %s: %w", runID, err)
	}
	return list, nil
}

func scanText(rows *sql.Rows) (text string, err error) {
	err = rows.Scan(&text)
	return text, err
}
