// Package metrics tells Prometheus what the store holds: scores, findings, defects,
// rectification, days left. It computes at scrape time and keeps nothing that the store
// does not say.
package metrics

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
)

// Source is what was recorded.
type Source interface {
	// Results names what Recent, Summaries and EachRules would say: it changes when
	// they do.
	Results(ctx context.Context) (string, error)
	// Recent returns of each site and set of packs the newest finished runs, at most so many.
	Recent(ctx context.Context, most int) ([]audit.Recorded, error)
	Run(ctx context.Context, id string) (audit.Run, error)
	Summaries(ctx context.Context, runID string) ([]audit.Summary, error)
	EachRules(ctx context.Context, runID string, each func(siteID string, list []audit.RuleSummary) error) error
	// Rectification counts the items of each site and state on a day.
	Rectification(ctx context.Context, today calendar.Day) ([]Items, error)
	// Jobs counts the tasks in each state.
	Jobs(ctx context.Context) (map[string]int, error)
}

// Items counts the rectification items of one site in one state.
type Items struct {
	Site, State string
	Count       int
	Overdue     int // of these, past their day
}

// Rule is what has to be known of a rule to count its findings.
type Rule struct {
	Check string
	Packs []string // that hold it
}

// Settings are what a collector needs. All fields but MaxSeries must be set.
type Settings struct {
	Log    *slog.Logger
	Source Source
	// Rules returns what is known of the rules of all packs, by full id.
	Rules func() (map[string]Rule, error)
	Now   func() time.Time
	Zone  *time.Location
	// Timeout bounds what one scrape may ask of the store; 0: 10 s.
	Timeout time.Duration
	// MaxSeries bounds the series of one scrape; 0: 50,000. Families of one series for
	// each site are left out from the least important on, each as a whole, and named in
	// govaudit_families_left_out: half a family would be a wrong sum.
	MaxSeries int
}

// Collector answers scrapes. It is safe for concurrent use.
type Collector struct {
	s Settings

	mu   sync.Mutex // held while results are read, so that scrapes at once read them once
	last *results
}

// New returns a collector.
func New(s Settings) *Collector {
	if s.Timeout == 0 {
		s.Timeout = 10 * time.Second
	}
	if s.MaxSeries == 0 {
		s.MaxSeries = 50_000
	}
	return &Collector{s: s}
}

// Describe sends nothing: which families come depends on what was recorded.
func (c *Collector) Describe(chan<- *prometheus.Desc) {}

// Collect reads what was recorded and sends it. What could not be read is left out and
// counted in govaudit_scrape_error, so that an alert can tell it from good news.
func (c *Collector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), c.s.Timeout)
	defer cancel()
	b := batch{}
	failed := 0.0
	for _, part := range []func(context.Context, *batch) error{c.scores, c.rectification, c.jobs} {
		if err := part(ctx, &b); err != nil {
			c.s.Log.Error("metrics could not be read", "err", err)
			failed++
		}
	}
	b.add(scrapeError, failed)
	b.send(out, c.s.MaxSeries)
}
