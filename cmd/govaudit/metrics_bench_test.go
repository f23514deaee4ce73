//go:build !windows

package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// What a province has: its sites, all judged by every built-in pack, every week.
const (
	benchSites = 2000
	benchRuns  = 6
	benchItems = 10 // of rectification, for each site
)

// BenchmarkScrape measures one scrape of /metrics: the first after a run has ended,
// which reads results again, what serve does of it ahead, and those that follow. Wanted are less than a second and
// fewer than 60,000 series.
func BenchmarkScrape(b *testing.B) {
	w, h, warm := benchStore(b)
	st := w.store
	scrape := func() int {
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8650/metrics", nil)
		r.RemoteAddr = "127.0.0.1:5000"
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		if rec.Code != http.StatusOK || !bytes.Contains(rec.Body.Bytes(), []byte("govaudit_scrape_error 0\n")) {
			b.Fatalf("status %d, %d bytes", rec.Code, rec.Body.Len())
		}
		series := 0
		for line := range bytes.Lines(rec.Body.Bytes()) {
			if line[0] != '#' {
				series++
			}
		}
		return series
	}
	series := 0
	b.Run("first", func(b *testing.B) {
		used, ahead := time.Duration(0), time.Duration(0)
		for i := range b.N {
			b.StopTimer()
			run := audit.Run{ID: fmt.Sprintf("3%06d%06d", b.N, i), Key: fmt.Sprint("k", b.N, i), Started: time.Unix(2e9, 0)}
			if err := st.CreateRun(b.Context(), run); err != nil {
				b.Fatal(err)
			}
			if err := st.FinishRun(b.Context(), run.ID, time.Unix(2e9+int64(i), 0)); err != nil {
				b.Fatal(err)
			}
			before := cpu()
			b.StartTimer()
			if err := warm(b.Context()); err != nil {
				b.Fatal(err)
			}
			ahead += cpu() - before
			series = scrape()
			used += cpu() - before
		}
		b.ReportMetric(float64(series), "series")
		b.ReportMetric(float64(ahead.Milliseconds())/float64(b.N), "ahead-cpu-ms/op")
		b.ReportMetric(float64(used.Milliseconds())/float64(b.N), "cpu-ms/op")
	})
	b.Run("again", func(b *testing.B) {
		before := cpu()
		for b.Loop() {
			series = scrape()
		}
		b.ReportMetric(float64(series), "series")
		b.ReportMetric(float64((cpu()-before).Milliseconds())/float64(b.N), "cpu-ms/op")
	})
}

// cpu is the processor time of this process: what a scrape costs on a machine that does
// other things too.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// benchStore is a store with runs of all sites, of which the newest is whole and the
// older ones hold scores alone.
func benchStore(b *testing.B) (*workbench, http.Handler, func(context.Context) error) {
	b.Helper()
	log := slog.New(slog.NewTextHandler(b.Output(), nil))
	lib, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		b.Fatal(err)
	}
	sets, err := lib.Sets(lib.Builtin()...)
	if err != nil {
		b.Fatal(err)
	}
	st, err := store.Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "bench.db"), log)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { st.Close() })
	outcomes := []rules.Outcome{rules.Pass, rules.Pass, rules.Pass, rules.Fail, rules.Review, rules.Unknown, rules.Exempt}
	var ids []string
	scores := make([]scoring.Score, len(sets))
	for i, set := range sets {
		scores[i] = scoring.Score{Pack: set.ID, Points: 80, Low: 70, High: 85, Max: 100, Start: 100}
		for _, r := range set.Rules {
			if !slices.Contains(ids, r.FullID()) {
				ids = append(ids, r.FullID())
			}
		}
	}
	sites := make([]site.Target, benchSites)
	for run := range benchRuns {
		id := fmt.Sprintf("2026%02d", run)
		if err := st.CreateRun(b.Context(), audit.Run{ID: id, Key: id, Started: time.Unix(1e9+int64(run), 0)}); err != nil {
			b.Fatal(err)
		}
		for i := range sites {
			t := site.Target{ID: fmt.Sprintf("site-%04d", i), Name: fmt.Sprintf("第%d号网站", i), URL: fmt.Sprintf("http://s%d.gov.cn/", i), Level: []site.Level{site.City, site.County, site.Department, site.Town}[i%4]}
			sites[i] = t
			r := &audit.Site{ID: t.ID, Name: t.Name, URL: t.URL, Level: t.Level, Code: "3201000001", Department: "办公室", State: audit.Audited, Scores: scores}
			if run == benchRuns-1 {
				for j, rule := range ids {
					f := rules.Finding{Rule: rule, Outcome: outcomes[(i+j)%len(outcomes)]}
					if f.Outcome == rules.Fail {
						f.Defects = []rules.Defect{{Code: "missing", Subject: "栏目", Message: "没有", Outcome: rules.Fail}}
					}
					r.Findings = append(r.Findings, f)
				}
				for j := range 5 {
					r.Ahead = append(r.Ahead, audit.Breach{Rule: ids[(i+j)%len(ids)], Day: calendar.MustDay(2026, 5, 1+j)})
				}
			}
			if err := st.PutSite(b.Context(), id, r); err != nil {
				b.Fatal(err)
			}
		}
		if err := st.FinishRun(b.Context(), id, time.Unix(1e9+int64(run)+1, 0)); err != nil {
			b.Fatal(err)
		}
	}
	addItems(b, st, sites)
	c, err := crawler.New(log, crawler.Defaults())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(c.Close)
	w := &workbench{env: env{Now: func() time.Time { return time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC) }}, log: log, library: lib, store: st, config: &configs.Config{Zone: time.UTC}}
	h, warm, err := metricsHandler(w, c, func(context.Context) ([]site.Target, error) { return sites, nil })
	if err != nil {
		b.Fatal(err)
	}
	return w, h, warm
}

func addItems(b *testing.B, st *store.Store, sites []site.Target) {
	b.Helper()
	at := time.Unix(1e9, 0)
	for _, t := range sites {
		var changes []ledger.Change
		for n := range benchItems {
			key := review.Key{Site: t.ID, Rule: "national/news", Code: "missing", Subject: fmt.Sprint(n)}
			e := ledger.Event{Item: ledger.NewID(key, 0), N: 1, Kind: ledger.EventOpened, At: at, To: ledger.States()[n%4],
				Due: calendar.MustDay(2026, 4, 9), Opening: &ledger.Opening{Key: key, Department: "办公室"}}
			changes = append(changes, ledger.Change{Events: []ledger.Event{e}})
		}
		if err := st.AppendEvents(b.Context(), changes...); err != nil {
			b.Fatal(err)
		}
	}
}
