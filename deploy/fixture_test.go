package deploy_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/metrics"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
)

// written is a store with one run in which everything was found that a family tells of.
type written struct {
	prefix string // of the ids of its sites
	at     time.Time
}

func (w written) Results(context.Context) (string, error) { return "1", nil }

func (w written) Run(context.Context, string) (audit.Run, error) {
	return audit.Run{ID: "1", Finished: w.at}, nil
}

func (w written) Recent(ctx context.Context, _ int) (out []audit.Recorded, err error) {
	list, err := w.Summaries(ctx, "1")
	for _, s := range list {
		out = append(out, audit.Recorded{Site: s.ID, Run: "1", Packs: []string{"national"}})
	}
	return out, err
}

func (w written) Summaries(context.Context, string) ([]audit.Summary, error) {
	score := func(pack string, points, open float64) scoring.Score {
		return scoring.Score{Pack: pack, Points: points, Low: points - open, High: points, Max: 100, Start: 100}
	}
	veto := func(s scoring.Score) scoring.Score {
		s.Vetoes = []string{"national/news"}
		return s
	}
	soon := []audit.Breach{{Rule: "national/news", Day: calendar.DayOf(w.at, time.UTC).AddDate(0, 0, 3)}}
	return []audit.Summary{
		{ID: w.prefix + "a", Name: "甲市", Level: site.City, Code: "3201000001", Department: "甲市政府办", State: audit.Audited, Scores: []scoring.Score{score("national", 92, 1), veto(score("inspection-2019", 80, 3))}, Ahead: soon},
		{ID: w.prefix + "b", Name: "乙县", Level: site.County, Code: "3201110002", State: audit.Audited, Scores: []scoring.Score{veto(score("national", 41, 2))}},
		{ID: w.prefix + "c", Name: "丙局", Level: site.Department, State: audit.Unreachable, Scores: []scoring.Score{{Pack: "national", High: 100, Max: 100, Start: 100, Points: 100}}},
	}, nil
}

func (w written) EachRules(_ context.Context, _ string, each func(string, []audit.RuleSummary) error) error {
	lists := map[string][]audit.RuleSummary{
		"a": {{Rule: "national/news", Decided: rules.Pass}, {Rule: "national/annual-report", Decided: rules.Pass}, {Rule: "national/validity-mark", Decided: rules.Fail, Certain: 4},
			{Rule: "national/interpretation", Decided: rules.Pass}, {Rule: "national/ipv6", Decided: rules.Pass}},
		"b": {{Rule: "national/news", Decided: rules.Fail, Certain: 1}, {Rule: "national/annual-report", Decided: rules.Fail, Certain: 1}, {Rule: "national/validity-mark", Decided: rules.Pass}, {Rule: "national/ipv6", Decided: rules.Fail, Certain: 1}},
		"c": {{Rule: "national/news", Decided: rules.Unknown}},
	}
	for _, id := range []string{"a", "b", "c"} {
		if err := each(w.prefix+id, lists[id]); err != nil {
			return err
		}
	}
	return nil
}

func (w written) Rectification(context.Context, calendar.Day) ([]metrics.Items, error) {
	return []metrics.Items{{Site: w.prefix + "a", State: "verified", Count: 3}, {Site: w.prefix + "a", State: "open", Count: 2, Overdue: 1}, {Site: w.prefix + "b", State: "notified", Count: 4}}, nil
}

func (w written) Jobs(context.Context) (map[string]int, error) {
	return map[string]int{"waiting": 2, "running": 1, "done": 7, "failed": 0}, nil
}

// knownRules are those of the run.
func knownRules() (map[string]metrics.Rule, error) {
	out := map[string]metrics.Rule{}
	for rule, check := range map[string]string{"news": "column", "annual-report": "annual_report", "validity-mark": "validity_mark", "interpretation": "interpretation", "ipv6": "ipv6"} {
		out["national/"+rule] = metrics.Rule{Check: check, Packs: []string{"national"}}
	}
	return out, nil
}

// served is what one govaudit serve has to say, and its crawler's counters.
type served struct {
	registry *prometheus.Registry
	pages    *prometheus.CounterVec
	seconds  prometheus.Histogram
}

// crawl counts as if some pages had been fetched.
func (s served) crawl() {
	s.pages.WithLabelValues("ok").Add(40)
	s.pages.WithLabelValues("timeout").Add(2)
	s.seconds.Observe(.2)
	s.seconds.Observe(1.4)
}

// serve returns a registry with all that serve registers. most bounds its series.
func serve(t testing.TB, prefix string, at time.Time, most int) served {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	s := served{registry: prometheus.NewRegistry()}
	s.registry.MustRegister(metrics.New(metrics.Settings{Log: log, Source: written{prefix, at}, Rules: knownRules, Now: func() time.Time { return at }, Zone: time.UTC, MaxSeries: most}),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	c, err := crawler.New(log, crawler.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	seen := &catcher{Registerer: s.registry}
	if err := c.Register(seen); err != nil {
		t.Fatal(err)
	}
	for _, col := range seen.list {
		switch col := col.(type) {
		case *prometheus.CounterVec:
			s.pages = col
		case prometheus.Histogram:
			s.seconds = col
		}
	}
	if s.pages == nil || s.seconds == nil {
		t.Fatalf("the crawler registered %d collectors, and not those of pages and seconds", len(seen.list))
	}
	s.crawl()
	return s
}

// catcher remembers what is registered.
type catcher struct {
	prometheus.Registerer
	list []prometheus.Collector
}

func (c *catcher) Register(col prometheus.Collector) error {
	c.list = append(c.list, col)
	return c.Registerer.Register(col)
}

// leavesOne is a bound of series at which the fixture leaves out its least important
// family alone.
func leavesOne(t testing.TB, at time.Time) served {
	t.Helper()
	for most := 200; most > 0; most-- {
		s := serve(t, "other-", at, most)
		if n := leftOut(t, s); n == 1 {
			return s
		}
	}
	t.Fatal("no bound leaves out one family")
	return served{}
}

func leftOut(t testing.TB, s served) int {
	t.Helper()
	list, err := s.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if f.GetName() == "govaudit_families_left_out" {
			return len(f.GetMetric())
		}
	}
	return 0
}

// knownMetrics are the names of all that is told: what serve registers, what Prometheus
// adds of itself, and what the rules record.
func knownMetrics(t *testing.T) map[string]bool {
	t.Helper()
	known := map[string]bool{"up": true, "scrape_duration_seconds": true, "scrape_samples_scraped": true}
	at := time.Unix(1_800_000_000, 0)
	for _, s := range []served{serve(t, "", at, 0), leavesOne(t, at)} {
		list, err := s.registry.Gather()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			known[f.GetName()] = true
			if strings.HasSuffix(fmt.Sprint(f.GetType()), "HISTOGRAM") {
				known[f.GetName()+"_bucket"] = true
			}
		}
	}
	for _, r := range prometheusRules(t) {
		if r.Record != "" {
			known[r.Record] = true
		}
	}
	return known
}
