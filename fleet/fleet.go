// Package fleet hands the sites of runs to processes that share a PostgreSQL, through
// River: one audits a site at a time, and the site of one that died is taken over by
// another.
package fleet

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// Store is what a fleet reads of what is to be done.
type Store interface {
	Task(ctx context.Context, id int64) (schedule.Task, error)
	Run(ctx context.Context, id string) (audit.Run, error)
	ResultSites(ctx context.Context, runID string) ([]string, error)
}

// Settings is what a member of a fleet is made of. All fields must be set.
type Settings struct {
	Log   *slog.Logger
	Store Store
	// AuditSite audits one site and records the result.
	AuditSite func(ctx context.Context, t schedule.Task, run audit.Run, s site.Target) error
	// Fit reports why this process cannot audit for a run: its rules are others.
	Fit      func(t schedule.Task, run audit.Run) error
	Progress func() crawler.Progress
	Most     int           // sites in work at once
	Longest  time.Duration // that one site may take
	Name     string        // of this process, for people
}

// Fleet is a member of a fleet.
type Fleet struct {
	Settings
	pool   *pgxpool.Pool
	locks  *locks
	client *river.Client[pgx.Tx]

	unfit time.Duration // before a process is looked for again whose rules fit

	mu     sync.Mutex
	inWork map[int64]string // the sites in work here, by job
}

// unfitPause is how long a site is left to those whose rules fit.
const unfitPause = 15 * time.Second

const (
	queue    = "sites"
	attempts = 1 // the run is told of a fault of ours, and tries again in its own time
)

// siteJob is one site of a run, to be audited.
type siteJob struct {
	Task  int64  `json:"task"`
	Run   string `json:"run"`
	Site  string `json:"site"`
	Again int    `json:"again"` // how many processes died over it
}

// Kind names the job for River.
func (siteJob) Kind() string { return "audit_site" }

// Open joins the fleet that shares the PostgreSQL at address. Its caller closes it.
func Open(ctx context.Context, address string, s Settings) (*Fleet, error) {
	cfg, err := pgxpool.ParseConfig(address) // its error hides the password
	if err != nil {
		return nil, fmt.Errorf("join the fleet: %w", err)
	}
	f := &Fleet{Settings: s, unfit: unfitPause, inWork: map[int64]string{}}
	if f.pool, err = pgxpool.NewWithConfig(ctx, cfg); err != nil {
		return nil, fmt.Errorf("join the fleet: %w", err)
	}
	f.locks = newLocks(cfg.ConnConfig)
	if err := f.open(ctx); err != nil {
		f.pool.Close()
		return nil, fmt.Errorf("join the fleet: %w", err)
	}
	return f, nil
}

func (f *Fleet) open(ctx context.Context) error {
	driver := riverpgxv5.New(f.pool)
	if err := f.migrate(ctx, driver); err != nil {
		return err
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker{fleet: f})
	// A job is rescued by time only, so that is but the last resort (see lost).
	longest := f.Longest + time.Minute
	client, err := river.NewClient(driver, &river.Config{ID: f.Name, Logger: f.Log, Workers: workers, MaxAttempts: attempts,
		Queues: map[string]river.QueueConfig{queue: {MaxWorkers: max(f.Most, 1)}}, JobTimeout: longest, RescueStuckJobsAfter: longest + time.Minute})
	f.client = client
	return err
}

// migrate brings River's tables up to date, one process at a time.
func (f *Fleet) migrate(ctx context.Context, driver *riverpgxv5.Driver) error {
	conn, err := f.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	const key = "hashtextextended('govaudit river ' || current_schema(), 0)"
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock("+key+")"); err != nil {
		return err
	}
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: f.Log})
	if err == nil {
		_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	}
	_, unlock := conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock("+key+")")
	return errors.Join(err, unlock)
}

// Close leaves the fleet.
func (f *Fleet) Close() {
	f.locks.close()
	f.pool.Close()
}

// Queue states as River names them.
var (
	waitingStates = []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateScheduled}
	openStates    = append([]rivertype.JobState{rivertype.JobStateRunning, rivertype.JobStateRetryable}, waitingStates...)
)
