//go:build !windows

package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/runner"
)

// BenchmarkConsole measures pages about 2,000 sites: the first after a run has ended,
// and those that follow.
func BenchmarkConsole(b *testing.B) {
	w, _, _ := benchStore(b)
	cal, err := calendar.Load(configs.Calendar())
	if err != nil {
		b.Fatal(err)
	}
	w.calendar = cal
	w.config = &configs.Config{Zone: time.UTC, Dir: b.TempDir(), Packs: w.library.Builtin()}
	w.config.Serve.Out = filepath.Join(b.TempDir(), "out")
	d := &desk{workbench: w, told: w.log}
	accounts := d.accounts()
	secret, err := accounts.Issue(b.Context(), access.Token{Purpose: "bench", Role: access.Evaluator, Until: w.env.Now().Add(time.Hour)})
	if err != nil {
		b.Fatal(err)
	}
	console, err := d.console(accounts, runner.New(runner.Config{Log: w.log, Store: w.store, Work: d, Zone: time.UTC, Now: w.env.Now}))
	if err != nil {
		b.Fatal(err)
	}
	ask := func(b *testing.B, path string) {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Authorization", "Bearer "+secret)
		w := &counter{header: http.Header{}, code: http.StatusOK}
		console.ServeHTTP(w, r)
		if w.code != http.StatusOK {
			b.Fatalf("%s: %d", path, w.code)
		}
		b.SetBytes(w.n)
	}
	n := 0
	for _, path := range []string{"/", "/queue", "/items", "/clauses", "/rules", "/runs", "/sites/site-0001", "/api/v1/queue", "/api/v1/items", "/api/v1/runs/202605/sites",
		"/runs/202605/files/summary.csv", "/runs/202605/files/results.json", "/runs/202605/files/report.html"} {
		b.Run("first "+strings.ReplaceAll(path, "/", "_"), func(b *testing.B) {
			used := time.Duration(0)
			for range b.N {
				n++
				run := audit.Run{ID: "3" + time.Unix(int64(n), 0).UTC().Format("150405"), Key: time.Unix(int64(n), 0).String(), Started: time.Unix(9e8, 0)}
				if err := w.store.CreateRun(b.Context(), run); err != nil {
					b.Fatal(err)
				}
				if err := w.store.FinishRun(b.Context(), run.ID, time.Unix(9e8, 0)); err != nil {
					b.Fatal(err)
				}
				before := cpu()
				ask(b, path)
				used += cpu() - before
			}
			b.ReportMetric(float64(used.Milliseconds())/float64(b.N), "cpu-ms/op")
		})
		b.Run("again "+strings.ReplaceAll(path, "/", "_"), func(b *testing.B) {
			before := cpu()
			most := watchHeap(b)
			for range b.N {
				ask(b, path)
			}
			b.ReportMetric(float64(most()>>20), "most-MiB")
			b.ReportMetric(float64((cpu()-before).Milliseconds())/float64(b.N), "cpu-ms/op")
		})
	}
}

// counter is a reader that keeps nothing of what it is sent.
type counter struct {
	header http.Header
	code   int
	n      int64
}

func (c *counter) Header() http.Header  { return c.header }
func (c *counter) WriteHeader(code int) { c.code = code }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

// watchHeap returns what tells the most that the heap has held since.
func watchHeap(b *testing.B) (most func() uint64) {
	runtime.GC()
	stop := make(chan struct{})
	var seen uint64
	var watching sync.WaitGroup
	watching.Go(func() {
		s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for {
			metrics.Read(s)
			seen = max(seen, s[0].Value.Uint64())
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	})
	return func() uint64 {
		close(stop)
		watching.Wait()
		return seen
	}
}
