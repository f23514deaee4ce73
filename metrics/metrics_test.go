package metrics

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
)

// recorded is a store in a few words.
type recorded struct {
	name   string
	recent []audit.Recorded
	runs   map[string]audit.Run
	sites  map[string][]audit.Summary
	rules  map[string]map[string][]audit.RuleSummary
	items  []Items
	jobs   map[string]int
	broken error
	read   int
}

func (r *recorded) Results(context.Context) (string, error) { return r.name, r.broken }
func (r *recorded) Recent(context.Context, int) ([]audit.Recorded, error) {
	r.read++
	return r.recent, nil
}
func (r *recorded) Run(_ context.Context, id string) (audit.Run, error) { return r.runs[id], nil }
func (r *recorded) Summaries(_ context.Context, id string) ([]audit.Summary, error) {
	return r.sites[id], nil
}
func (r *recorded) EachRules(_ context.Context, id string, each func(string, []audit.RuleSummary) error) error {
	for _, s := range r.sites[id] {
		if err := each(s.ID, r.rules[id][s.ID]); err != nil {
			return err
		}
	}
	return nil
}
func (r *recorded) Rectification(context.Context, calendar.Day) ([]Items, error) { return r.items, nil }
func (r *recorded) Jobs(context.Context) (map[string]int, error)                 { return r.jobs, nil }

var zone = time.FixedZone("Beijing", 8*3600)

func collector(t *testing.T, r *recorded, most int) *Collector {
	return New(Settings{Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Source: r, MaxSeries: most, Zone: zone,
		Now: func() time.Time { return time.Date(2026, 4, 10, 1, 0, 0, 0, zone) },
		Rules: func() (map[string]Rule, error) {
			return map[string]Rule{
				"national/news": {"column", []string{"national", "inspection-2019"}}, "national/ipv6": {"ipv6", []string{"national"}},
				"national/labels": {"labels", []string{"national"}}, "city/plan": {"column", []string{"city"}},
			}, nil
		}})
}

// twoSites is a city judged by two packs in two runs, and a county that did not answer.
func twoSites() *recorded {
	return &recorded{
		name: "1", jobs: map[string]int{"waiting": 2, "running": 1},
		recent: []audit.Recorded{{Site: "jia", Run: "2", Packs: []string{"national"}}, {Site: "jia", Run: "1", Packs: []string{"city"}}, {Site: "yi", Run: "2", Packs: []string{"national"}}},
		runs:   map[string]audit.Run{"1": {ID: "1", Finished: time.Unix(1000, 0)}, "2": {ID: "2", Finished: time.Unix(2000, 0)}},
		sites: map[string][]audit.Summary{
			"2": {{ID: "jia", Name: "甲市", Level: site.City, Code: "3201000001", Department: "甲办", State: audit.Audited,
				Scores: []scoring.Score{{Pack: "national", Points: 88, Low: 80, High: 90, Max: 100, Start: 100, Vetoes: []string{"national/news"},
					Decided: &scoring.Decided{Points: 86, Low: 84, High: 87, Vetoes: []string{"national/news"}}}},
				Ahead: []audit.Breach{{Rule: "national/labels", Day: calendar.MustDay(2026, 4, 17)}}},
				{ID: "yi", Name: "乙县", Level: site.County, State: audit.Unreachable, Scores: []scoring.Score{{Pack: "national", Points: 100, Low: 0, High: 100, Max: 100, Start: 100}}}},
			"1": {{ID: "jia", Name: "旧名", Level: site.City, State: audit.Audited, Scores: []scoring.Score{{Pack: "city", Points: 7, Low: 7, High: 7, Max: 10, Start: 10}}},
				{ID: "bing", Name: "不再列入", Level: site.City, State: audit.Audited}},
		},
		rules: map[string]map[string][]audit.RuleSummary{
			"2": {"jia": {{Rule: "national/news", Outcome: rules.Fail, Decided: rules.Fail, Certain: 3}, {Rule: "national/ipv6", Outcome: rules.Pass, Decided: rules.Pass},
				{Rule: "national/labels", Outcome: rules.Review, Decided: rules.Pass, Doubtful: 1}},
				"yi": {{Rule: "national/news", Outcome: rules.Unknown, Decided: rules.Unknown}, {Rule: "national/ipv6", Outcome: rules.Unknown, Decided: rules.Unknown}}},
			"1": {"jia": {{Rule: "city/plan", Outcome: rules.Fail, Decided: rules.Fail, Certain: 1}, {Rule: "national/news", Outcome: rules.Pass, Decided: rules.Pass}}},
		},
		items: []Items{{"jia", "open", 2, 1}, {"jia", "verified", 5, 0}},
	}
}

func TestWhatAScrapeSays(t *testing.T) {
	want := `
# HELP govaudit_audit_last_success_timestamp_seconds When the newest audit ended that could observe the site.
# TYPE govaudit_audit_last_success_timestamp_seconds gauge
govaudit_audit_last_success_timestamp_seconds{site="jia"} 2000
# HELP govaudit_check_sites Sites by the worst outcome that the rules of a check have on them.
# TYPE govaudit_check_sites gauge
govaudit_check_sites{check="column",level="city",outcome="fail"} 1
govaudit_check_sites{check="column",level="county",outcome="unknown"} 1
govaudit_check_sites{check="ipv6",level="city",outcome="pass"} 1
govaudit_check_sites{check="ipv6",level="county",outcome="unknown"} 1
govaudit_check_sites{check="labels",level="city",outcome="pass"} 1
# HELP govaudit_days_left Days until the rule fails if nothing on the site changes; absent: not foreseen.
# TYPE govaudit_days_left gauge
govaudit_days_left{rule="national/labels",site="jia"} 7
# HELP govaudit_defects_open Certain defects of the newest audit; absent: none.
# TYPE govaudit_defects_open gauge
govaudit_defects_open{check="column",site="jia"} 4
# HELP govaudit_findings Findings of the newest audit by outcome; absent: none.
# TYPE govaudit_findings gauge
govaudit_findings{outcome="fail",pack="city",site="jia"} 1
govaudit_findings{outcome="fail",pack="national",site="jia"} 1
govaudit_findings{outcome="pass",pack="national",site="jia"} 2
govaudit_findings{outcome="unknown",pack="national",site="yi"} 2
# HELP govaudit_queue_jobs Tasks by state.
# TYPE govaudit_queue_jobs gauge
govaudit_queue_jobs{state="running"} 1
govaudit_queue_jobs{state="waiting"} 2
# HELP govaudit_rectification_items Rectification items by state; absent: none.
# TYPE govaudit_rectification_items gauge
govaudit_rectification_items{site="jia",state="open"} 2
govaudit_rectification_items{site="jia",state="verified"} 5
# HELP govaudit_rectification_overdue Rectification items past their day.
# TYPE govaudit_rectification_overdue gauge
govaudit_rectification_overdue{site="jia"} 1
# HELP govaudit_rule_sites Sites by level and by what became of a rule on them.
# TYPE govaudit_rule_sites gauge
govaudit_rule_sites{level="city",outcome="fail",rule="city/plan"} 1
govaudit_rule_sites{level="city",outcome="fail",rule="national/news"} 1
govaudit_rule_sites{level="city",outcome="pass",rule="national/ipv6"} 1
govaudit_rule_sites{level="city",outcome="pass",rule="national/labels"} 1
govaudit_rule_sites{level="county",outcome="unknown",rule="national/ipv6"} 1
govaudit_rule_sites{level="county",outcome="unknown",rule="national/news"} 1
# HELP govaudit_score_max Full marks.
# TYPE govaudit_score_max gauge
govaudit_score_max{level="city",pack="city",site="jia"} 10
govaudit_score_max{level="city",pack="national",site="jia"} 100
govaudit_score_max{level="county",pack="national",site="yi"} 100
# HELP govaudit_score_open Points of which nobody knows yet whether they are lost: high less low.
# TYPE govaudit_score_open gauge
govaudit_score_open{level="city",pack="city",site="jia"} 0
govaudit_score_open{level="city",pack="national",site="jia"} 3
govaudit_score_open{level="county",pack="national",site="yi"} 100
# HELP govaudit_score_points Points of the newest audit, with what people decided. Absent: too much is undecided to rank the site.
# TYPE govaudit_score_points gauge
govaudit_score_points{level="city",pack="city",site="jia"} 7
govaudit_score_points{level="city",pack="national",site="jia"} 86
# HELP govaudit_score_vetoes Rules of veto that failed; absent: none.
# TYPE govaudit_score_vetoes gauge
govaudit_score_vetoes{level="city",pack="national",site="jia"} 1
# HELP govaudit_scrape_error Parts of this scrape that could not be read from the store.
# TYPE govaudit_scrape_error gauge
govaudit_scrape_error 0
# HELP govaudit_site_info 1 for each site, with its name, where it is (six digits of its code, empty: not known) and whose it is.
# TYPE govaudit_site_info gauge
govaudit_site_info{department="",level="county",name="乙县",region="",site="yi"} 1
govaudit_site_info{department="甲办",level="city",name="甲市",region="320100",site="jia"} 1
# HELP govaudit_site_ipv6 1: the site passes the checks of IPv6, 0: it fails one. Absent: not known.
# TYPE govaudit_site_ipv6 gauge
govaudit_site_ipv6{site="jia"} 1
# HELP govaudit_sites Sites by level and by how far they could be audited.
# TYPE govaudit_sites gauge
govaudit_sites{level="city",state="audited"} 1
govaudit_sites{level="county",state="unreachable"} 1
`
	if err := testutil.CollectAndCompare(collector(t, twoSites(), 0), strings.NewReader(want)); err != nil {
		t.Error(err)
	}
}

func TestResultsAreReadOnceForEachStateOfTheStore(t *testing.T) {
	r := twoSites()
	c := collector(t, r, 0)
	testutil.CollectAndCount(c)
	testutil.CollectAndCount(c)
	if r.read != 1 {
		t.Errorf("read %d times", r.read)
	}
	r.name = "2"
	testutil.CollectAndCount(c)
	if r.read != 2 {
		t.Errorf("after a new run: read %d times", r.read)
	}
}

func TestWhatCannotBeReadIsLeftOutAndCounted(t *testing.T) {
	r := twoSites()
	r.broken = errors.New("disk full")
	c := collector(t, r, 0)
	if got := testutil.CollectAndCount(c, "govaudit_score_points"); got != 0 {
		t.Errorf("%d scores of a store that cannot be read", got)
	}
	if got := testutil.CollectAndCount(c, "govaudit_rectification_items"); got != 2 {
		t.Errorf("%d counts of items, want 2", got)
	}
	err := testutil.CollectAndCompare(c, strings.NewReader("# HELP govaudit_scrape_error Parts of this scrape that could not be read from the store.\n# TYPE govaudit_scrape_error gauge\ngovaudit_scrape_error 1\n"), "govaudit_scrape_error")
	if err != nil {
		t.Error(err)
	}
}

// Whatever the number of sites and packs, a scrape is bounded, and says what it lacks.
func TestSeriesAreBounded(t *testing.T) {
	r := &recorded{name: "1", runs: map[string]audit.Run{"1": {ID: "1", Finished: time.Unix(1, 0)}}, sites: map[string][]audit.Summary{}, rules: map[string]map[string][]audit.RuleSummary{"1": {}}}
	for i := range 1000 {
		id := fmt.Sprintf("s%d", i)
		s := audit.Summary{ID: id, Level: site.County, State: audit.Audited}
		for p := range 16 {
			s.Scores = append(s.Scores, scoring.Score{Pack: fmt.Sprintf("p%d", p), Max: 100})
		}
		r.sites["1"] = append(r.sites["1"], s)
		r.rules["1"][id] = []audit.RuleSummary{{Rule: "national/labels", Decided: rules.Fail, Certain: 1}}
		r.recent = append(r.recent, audit.Recorded{Site: id, Run: "1"})
	}
	c := collector(t, r, 40_000)
	reg := prometheus.NewPedanticRegistry()
	reg.MustRegister(c)
	if n := testutil.CollectAndCount(c); n > 40_000+30 {
		t.Errorf("%d series", n)
	}
	for name, want := range map[string]int{"govaudit_score_points": 16_000, "govaudit_score_max": 16_000, "govaudit_score_open": 0, "govaudit_defects_open": 1000} {
		if n, err := testutil.GatherAndCount(reg, name); err != nil || n != want {
			t.Errorf("%s: %d series, want %d (%v)", name, n, want, err)
		}
	}
	want := "# HELP govaudit_families_left_out Families that this scrape leaves out because there would be too many series.\n# TYPE govaudit_families_left_out gauge\ngovaudit_families_left_out{family=\"govaudit_score_open\"} 1\n"
	if err := testutil.CollectAndCompare(c, strings.NewReader(want), "govaudit_families_left_out"); err != nil {
		t.Error(err)
	}
}

func TestWhatWasReadAheadIsNotReadAgain(t *testing.T) {
	r := twoSites()
	c := collector(t, r, 0)
	if err := c.Warm(t.Context()); err != nil || r.read != 1 {
		t.Fatalf("read %d times ahead, %v", r.read, err)
	}
	testutil.CollectAndCount(c)
	if r.read != 1 {
		t.Errorf("the scrape read the results %d times more, want none", r.read-1)
	}
	r.name = "2"
	if err := c.Warm(t.Context()); err != nil || r.read != 2 {
		t.Errorf("after another run: read %d times, %v", r.read, err)
	}
	r.broken = errors.New("away")
	if err := c.Warm(t.Context()); err == nil {
		t.Error("a store that is away was read")
	}
}
