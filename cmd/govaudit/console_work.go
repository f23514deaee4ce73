package main

import (
	"context"
	"errors"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/runner"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
	"github.com/govaudit/govaudit/web"
)

// consoleLedger gives the ledger the shape that package web asks for.
type consoleLedger struct{ *store.Store }

// Item returns an item by its name.
func (s consoleLedger) Item(ctx context.Context, id string) (ledger.Item, error) {
	it, err := s.Store.Item(ctx, id)
	if errors.Is(err, store.ErrNoItem) {
		err = errors.Join(web.ErrMissing, err)
	}
	return it, err
}

// Items lists items by the day they are due.
func (s consoleLedger) Items(ctx context.Context, q web.ItemQuery) ([]ledger.Item, error) {
	return s.Store.Items(ctx, filterOf(q))
}

// CountItems counts them.
func (s consoleLedger) CountItems(ctx context.Context, q web.ItemQuery) (int, error) {
	return s.Store.CountItems(ctx, filterOf(q))
}

func filterOf(q web.ItemQuery) store.ItemFilter {
	return store.ItemFilter{Departments: q.Departments, Site: q.Site, Rule: q.Rule, States: q.States, Severity: q.Severity, Due: q.Due, Most: q.Most, Skip: q.Skip}
}

// ItemTallies counts items that are alike.
func (s consoleLedger) ItemTallies(ctx context.Context, today calendar.Day) ([]web.ItemTally, error) {
	list, err := s.Store.ItemTallies(ctx, today)
	out := make([]web.ItemTally, len(list))
	for i, t := range list {
		out[i] = web.ItemTally(t)
	}
	return out, err
}

// consoleRoster gives the roster the shape that package web asks for.
type consoleRoster struct{ *desk }

// ParseSites reads a table of sites.
func (r consoleRoster) ParseSites(name string, data []byte) ([]site.Target, error) {
	list, err := r.desk.ParseSites(name, data)
	return list, refusal(err)
}

// AddSites records sites that people add, all of them or none.
func (r consoleRoster) AddSites(ctx context.Context, list []site.Target, by string) error {
	return misused(r.desk.AddSites(ctx, list, by))
}

// ChangeSite writes an added site anew.
func (r consoleRoster) ChangeSite(ctx context.Context, t site.Target, by string) error {
	return misused(r.desk.ChangeSite(ctx, t, by))
}

// RetireSite has an added site audited no more.
func (r consoleRoster) RetireSite(ctx context.Context, id, by string) error {
	return misused(r.desk.RetireSite(ctx, id, by))
}

// RestoreSite undoes that.
func (r consoleRoster) RestoreSite(ctx context.Context, id string) error {
	return misused(r.desk.RestoreSite(ctx, id))
}

// misused makes a refusal of what is wrong with what a person typed.
func misused(err error) error {
	var u usageError
	if errors.As(err, &u) {
		return refusal(u)
	}
	return err
}

// consoleRunner gives the runner the shape that package web asks for.
type consoleRunner struct{ *runner.Runner }

// Start records what a person asks for.
func (r consoleRunner) Start(ctx context.Context, q runner.Request) (schedule.Task, error) {
	t, err := r.Runner.Start(ctx, q)
	return t, wished(err)
}

// Cancel ends a task.
func (r consoleRunner) Cancel(ctx context.Context, id int64, by string) error {
	err := r.Runner.Cancel(ctx, id, by)
	if errors.Is(err, store.ErrEnded) {
		return web.Refusal{"任务已经结束。"}
	}
	return wished(err)
}

// Progress tells how far a task is.
func (r consoleRunner) Progress(ctx context.Context, id int64) (runner.Progress, error) {
	p, err := r.Runner.Progress(ctx, id)
	if errors.Is(err, store.ErrNoTask) {
		err = errors.Join(web.ErrMissing, err)
	}
	return p, err
}

// Pause has a schedule fall due no more.
func (r consoleRunner) Pause(ctx context.Context, name, by string) error {
	err := r.Runner.Pause(ctx, name, by)
	if errors.Is(err, store.ErrPaused) {
		return web.Refusal{"这个定时任务已经暂停。"}
	}
	return wished(err)
}

// Resume undoes Pause.
func (r consoleRunner) Resume(ctx context.Context, name string) error {
	err := r.Runner.Resume(ctx, name)
	if errors.Is(err, store.ErrNotPaused) {
		return web.Refusal{"这个定时任务没有暂停。"}
	}
	return wished(err)
}

// wished makes a refusal of what a person asked for and cannot have.
func wished(err error) error {
	for _, e := range []error{runner.ErrNoSchedule, runner.ErrPaused, runner.ErrNoSites, runner.ErrAsked, runner.ErrEnded, runner.ErrRefused} {
		if errors.Is(err, e) {
			return refusal(err)
		}
	}
	return err
}

// refusal tells each line of an error on its own.
func refusal(err error) error {
	if err == nil {
		return nil
	}
	return web.Refusal(strings.Split(err.Error(), "\n"))
}
