package runner

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/govaudit/govaudit/schedule"
)

// recordDue records a task for each schedule that has fallen due.
func (r *Runner) recordDue(ctx context.Context) error {
	statuses, err := r.statuses(ctx)
	if err != nil {
		return err
	}
	now := r.Now().In(r.Zone)
	for _, s := range r.Config.Schedules {
		st := statuses[s.Key()]
		due, ok, next := schedule.Due(s, st, now)
		if !ok && next == st {
			continue
		}
		var task *schedule.Task
		if ok {
			task = &schedule.Task{Schedule: s.Key(), Due: due, Asked: now, Probe: s.Probe, Groups: s.Sites, Packs: s.Packs}
			r.Log.Info("due", "schedule", s.Key(), "at", due)
		}
		if err := r.Store.FellDue(ctx, next, task); err != nil {
			return err
		}
	}
	return nil
}

func (r *Runner) statuses(ctx context.Context) (map[string]schedule.Status, error) {
	list, err := r.Store.Schedules(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[string]schedule.Status, len(list))
	for _, st := range list {
		out[st.Name] = st
	}
	return out, nil
}

// Upcoming is a schedule and when it falls due next.
type Upcoming struct {
	Schedule schedule.Schedule
	Status   schedule.Status
	Next     time.Time // zero: it is paused
}

// Next returns all schedules in the order of the configuration, and when each falls
// due next.
func (r *Runner) Next(ctx context.Context) ([]Upcoming, error) {
	statuses, err := r.statuses(ctx)
	if err != nil {
		return nil, err
	}
	now := r.Now().In(r.Zone)
	out := make([]Upcoming, 0, len(r.Config.Schedules))
	for _, s := range r.Config.Schedules {
		u := Upcoming{Schedule: s, Status: statuses[s.Key()]}
		u.Next, _ = schedule.Next(s, u.Status, now)
		out = append(out, u)
	}
	return out, nil
}

// untilNext is how long it is until something falls due.
func (r *Runner) untilNext(ctx context.Context) time.Duration {
	list, err := r.Next(ctx)
	if err != nil {
		return longestSleep
	}
	now, wait := r.Now(), longestSleep
	for _, u := range list {
		if !u.Next.IsZero() {
			wait = min(wait, u.Next.Sub(now))
		}
	}
	return max(wait, 0)
}

// Pause has a schedule fall due no more until it is resumed, whatever the process.
// What is in work goes on.
func (r *Runner) Pause(ctx context.Context, name, by string) error {
	if _, err := r.scheduled(name); err != nil {
		return err
	}
	return r.Store.PauseSchedule(ctx, name, by, r.Now())
}

// Resume undoes Pause. What fell due meanwhile is not made up for.
func (r *Runner) Resume(ctx context.Context, name string) error {
	s, err := r.scheduled(name)
	if err != nil {
		return err
	}
	if s.Paused {
		return ErrPaused
	}
	defer r.poke()
	return r.Store.ResumeSchedule(ctx, name, r.Now())
}

func (r *Runner) scheduled(name string) (schedule.Schedule, error) {
	i := slices.IndexFunc(r.Config.Schedules, func(s schedule.Schedule) bool { return s.Key() == name })
	if i < 0 {
		return schedule.Schedule{}, fmt.Errorf("%w：%s", ErrNoSchedule, name)
	}
	return r.Config.Schedules[i], nil
}
