package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
	"github.com/govaudit/govaudit/trial"
	"github.com/govaudit/govaudit/web"
)

// oldRuns is a store with a crawl of one site on each of some days, and a bench over it.
func oldRuns(t *testing.T, days int, first time.Time) *workbench {
	t.Helper()
	ctx := t.Context()
	st := openStore(t, filepath.Join(t.TempDir(), "old.db"))
	t.Cleanup(func() { st.Close() })
	library, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		t.Fatal(err)
	}
	for i := range days {
		at, id := first.AddDate(0, 0, i), fmt.Sprintf("r%02d", i)
		sn, err := beginRun(t, st, id, at)
		for k := range 200 {
			err = errors.Join(err, sn.Put(ctx, &site.Page{URL: fmt.Sprintf("http://a.gov.cn/%d.html", k), Status: 200, Fetched: at, Body: []byte("<title>甲</title>")}))
		}
		err = errors.Join(err, sn.Finish(ctx, site.Snapshot{Alive: true, Complete: true, Started: at, Finished: at}),
			st.PutSite(ctx, id, &audit.Site{ID: "a", State: audit.Audited}), st.FinishRun(ctx, id, at))
		if err != nil {
			t.Fatal(err)
		}
	}
	cal, err := calendar.Load(configs.Calendar())
	if err != nil {
		t.Fatal(err)
	}
	return &workbench{store: st, library: library, calendar: cal, log: slog.New(slog.DiscardHandler), config: &configs.Config{Zone: time.UTC, Packs: []string{"national"}}}
}

func beginRun(t *testing.T, st *store.Store, id string, at time.Time) (*store.Snapshot, error) {
	t.Helper()
	if err := st.CreateRun(t.Context(), audit.Run{ID: id, Key: id, AsOf: at, Started: at}); err != nil {
		t.Fatal(err)
	}
	return st.BeginSnapshot(t.Context(), id, site.Target{ID: "a", URL: "http://a.gov.cn/"}, at)
}

// left counts the crawls of which there are pages yet.
func left(t *testing.T, w *workbench) (n int) {
	t.Helper()
	runs, err := w.store.Runs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range runs {
		list, err := w.store.Snapshots(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		n += len(list)
	}
	return n
}

// The last ten crawls of a site stay however old they are; of twelve, two may go.
func TestServeLetsGoOfOldPagesOnceANight(t *testing.T) {
	w := oldRuns(t, 12, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	w.config.Zone = time.FixedZone("UTC+8", 8*60*60)
	w.config.Retention.Pages = 90
	clock := time.Time{}
	w.env.Now = func() time.Time { return clock }
	night := w.night(w.log)
	for _, tt := range []struct {
		why  string
		at   time.Time // in Beijing eight hours later
		want int
	}{
		{"in the day", time.Date(2026, 6, 1, 6, 0, 0, 0, time.UTC), 12},
		{"at three by the clock of the machine, not of the config", time.Date(2026, 6, 1, 3, 0, 0, 0, time.UTC), 12},
		{"at night, before any page is old", time.Date(2026, 1, 20, 19, 30, 0, 0, time.UTC), 12},
		{"again in the same night", time.Date(2026, 1, 20, 19, 40, 0, 0, time.UTC), 12},
		{"at night, when all are", time.Date(2026, 6, 1, 19, 10, 0, 0, time.UTC), 10},
	} {
		clock = tt.at
		night(t.Context())
		if n := left(t, w); n != tt.want {
			t.Errorf("%s: %d crawls are left, want %d", tt.why, n, tt.want)
		}
	}
}

// The program that exports may be another than the one that lets go: the folder says
// that it is not whole.
func TestAnExportOfPagesThatAreLetGoFails(t *testing.T) {
	w := oldRuns(t, 12, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	out, err := (&evidenceExportCmd{RunID: "r00", MaxFile: 1}).prepare(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	pages := out.Sites[0].Pages
	out.Sites[0].Pages = func(ctx context.Context) iter.Seq2[*site.Page, error] { return lettingGo(t, w, pages(ctx)) }
	out.Results = func(io.Writer) error { return nil }
	dir := filepath.Join(t.TempDir(), "evidence")
	if _, err := out.Write(t.Context(), dir); !errors.Is(err, store.ErrNoSnapshot) && !errors.Is(err, store.ErrNoBody) {
		t.Errorf("the export ended with %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "manifest.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what is there passes for an export (%v)", err)
	}
}

// What a draft would find on half a portal is not told as what it would find.
func TestATrialOnPagesThatAreLetGoFails(t *testing.T) {
	w := oldRuns(t, 12, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	w.env.Now = time.Now
	c := web.Config{Log: w.log}
	if err := w.addRules(&c); err != nil {
		t.Fatal(err)
	}
	sets, err := w.library.Sets("national")
	if err != nil {
		t.Fatal(err)
	}
	run, err := w.store.Run(t.Context(), "r00")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Trials.Judge(t.Context(), sets[0], trial.Subject{Run: run, Site: "a"}); err != nil {
		t.Fatalf("before they go: %v", err)
	}
	bench := c.Trials.(*trial.Bench)
	bench.Store = goingStore{bench.Store, t, w}
	if _, err := bench.Judge(t.Context(), sets[0], trial.Subject{Run: run, Site: "a"}); err == nil {
		t.Error("a result was given of pages that had gone")
	}
}

// lettingGo lets go of all that may go once the first page has been handed over.
func lettingGo(t *testing.T, w *workbench, pages iter.Seq2[*site.Page, error]) iter.Seq2[*site.Page, error] {
	return func(yield func(*site.Page, error) bool) {
		n := 0
		for p, err := range pages {
			if !yield(p, err) {
				return
			}
			if n++; n > 1 {
				continue
			}
			list, err := w.store.Stale(t.Context(), time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC))
			if err == nil {
				_, err = w.store.LetGo(t.Context(), list)
			}
			if err != nil || len(list) == 0 {
				t.Errorf("%d crawls may go (%v)", len(list), err)
			}
		}
	}
}

// goingStore hands out snapshots that are let go while they are read.
type goingStore struct {
	trial.Store
	t *testing.T
	w *workbench
}

func (s goingStore) Snapshot(ctx context.Context, runID, siteID string) (audit.Snapshot, error) {
	snap, err := s.Store.Snapshot(ctx, runID, siteID)
	return goingSnapshot{snap, s.t, s.w}, err
}

type goingSnapshot struct {
	audit.Snapshot
	t *testing.T
	w *workbench
}

func (s goingSnapshot) Readings(ctx context.Context, usable func(*site.Page) bool) iter.Seq2[*site.Page, error] {
	return lettingGo(s.t, s.w, s.Snapshot.Readings(ctx, usable))
}
