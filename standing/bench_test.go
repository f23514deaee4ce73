package standing_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/standing"
	"github.com/govaudit/govaudit/store"
)

// BenchmarkRead makes the board of 2,000 sites with two results each by 100 rules, as
// the console does once after every run.
func BenchmarkRead(b *testing.B) {
	s, err := store.Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "bench.db"), slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	set := &rules.Set{ID: "p"}
	for i := range 100 {
		set.Rules = append(set.Rules, &rules.Rule{Pack: "national", ID: fmt.Sprintf("rule-number-%d", i)})
	}
	start := time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC)
	for k := range 2 {
		run := audit.Run{ID: fmt.Sprint("run-", k), Started: start.AddDate(0, 0, k), Packs: []audit.PackRef{{ID: "p", Version: "1"}}}
		if err := s.CreateRun(b.Context(), run); err != nil {
			b.Fatal(err)
		}
		for i := range 2000 {
			r := &audit.Site{ID: fmt.Sprintf("site-%04d", i), Name: "某县人民政府", State: audit.Audited, Crawl: audit.Crawl{Complete: true},
				Scores: []scoring.Score{{Pack: "p", Points: float64(i % 100), Start: 100, Grade: "合格"}}}
			for n, rule := range set.Rules {
				f := rules.Finding{Rule: rule.FullID(), Outcome: rules.Pass, Max: 2}
				if n%5 == k {
					f.Outcome, f.Lost = rules.Fail, 1
					f.Defects = []rules.Defect{{Outcome: rules.Fail, Code: "late", Subject: fmt.Sprint("http://a/", n)}, {Outcome: rules.Fail, Code: "late", Subject: fmt.Sprint("http://a/", n, k)}}
				}
				r.Findings = append(r.Findings, f)
			}
			if err := s.PutSite(b.Context(), run.ID, r); err != nil {
				b.Fatal(err)
			}
		}
		if err := s.FinishRun(b.Context(), run.ID, run.Started.Add(time.Hour)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	before := processor(b)
	defer func() { b.ReportMetric((processor(b)-before).Seconds()*1000/float64(b.N), "cpu-ms/op") }()
	for b.Loop() {
		board, err := standing.Read(b.Context(), s, []*rules.Set{set})
		if err != nil || len(board.Rows("p")) != 2000 {
			b.Fatal(err, len(board.Rows("p")))
		}
	}
}

// processor is how much time this process has computed: other processes may make a
// clock on the wall tell anything.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
