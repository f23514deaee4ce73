package audit_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// TestAFaultOnOneSiteLeavesTheOthers audits three sites of which one cannot be
// crawled and one makes the program panic; run again, only those two are visited.
func TestAFaultOnOneSiteLeavesTheOthers(t *testing.T) {
	broken := true
	a, visited := auditor(t, func(tg site.Target) error {
		switch {
		case broken && tg.ID == "fails":
			return errors.New("disk full")
		case broken && tg.ID == "panics":
			panic("index out of range")
		}
		return nil
	})
	run := audit.Run{ID: "r", Key: "k", AsOf: day, Started: day}
	if err := a.Store.(adapter).CreateRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	targets := []site.Target{target("fails"), target("fine"), target("panics")}
	got, err := a.Run(t.Context(), run, targets)
	if err == nil || !strings.Contains(err.Error(), "fails") || !strings.Contains(err.Error(), "panics") {
		t.Errorf("error %v: want both faults named", err)
	}
	if len(got) != 1 || got[0].ID != "fine" {
		t.Fatalf("%d results, want that of the fine site", len(got))
	}

	broken, *visited = false, nil
	got, err = a.Run(t.Context(), run, targets)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(*visited)
	if !slices.Equal(*visited, []string{"fails", "panics"}) {
		t.Errorf("visited %v the second time, want only the sites without a result", *visited)
	}
	var ids []string
	for _, r := range got {
		ids = append(ids, r.ID)
	}
	if !slices.Equal(ids, []string{"fails", "fine", "panics"}) {
		t.Errorf("results %v, want them in the order of the targets", ids)
	}
}

// TestTheStateOfASite follows contract §3.
func TestTheStateOfASite(t *testing.T) {
	for _, tt := range []struct {
		name string
		snap site.Snapshot
		want audit.State
	}{
		{"all was seen", site.Snapshot{Alive: true, Complete: true}, audit.Audited},
		{"a few addresses gave no answer", site.Snapshot{Alive: true, Stopped: "2 个地址没有得到确定的结果"}, audit.Audited},
		{"the crawl was cut", site.Snapshot{Alive: true, Cut: true, Stopped: "达到页数上限"}, audit.Partial},
		{"the home page never came", site.Snapshot{Stopped: "首页访问 4 次均未成功"}, audit.Unreachable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, _ := auditor(t, nil)
			a.Crawl = func(_ context.Context, tg site.Target, _ audit.Snapshot, _ func(*site.Page, *extract.Facts)) (*site.Snapshot, error) {
				s := tt.snap
				s.Target, s.Started, s.Finished = tg, day, day.Add(time.Second)
				return &s, nil
			}
			run := audit.Run{ID: "r", Key: "k", AsOf: day, Started: day}
			if err := a.Store.(adapter).CreateRun(t.Context(), run); err != nil {
				t.Fatal(err)
			}
			got, err := a.Run(t.Context(), run, []site.Target{target("a")})
			if err != nil {
				t.Fatal(err)
			}
			if got[0].State != tt.want {
				t.Errorf("state %s, want %s", got[0].State, tt.want)
			}
			for _, f := range got[0].Findings {
				if f.Outcome == rules.Fail {
					t.Errorf("%s fails on a site of which no page was seen", f.Rule)
				}
			}
		})
	}
}

var day = time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC)

func target(id string) site.Target {
	return site.Target{ID: id, Name: id, URL: "http://" + id + ".gov.cn/", Level: site.City, Department: id}
}

// adapter gives the store the shape that package audit asks for.
type adapter struct{ *store.Store }

func (s adapter) BeginSnapshot(ctx context.Context, runID string, t site.Target, at time.Time) (audit.Snapshot, error) {
	return s.Store.BeginSnapshot(ctx, runID, t, at)
}

func (s adapter) Snapshot(ctx context.Context, runID, siteID string) (audit.Snapshot, error) {
	return s.Store.Snapshot(ctx, runID, siteID)
}

// auditor audits over a fresh store; its crawl sees nothing, after asking fault.
func auditor(t *testing.T, fault func(site.Target) error) (*audit.Auditor, *[]string) {
	t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	st, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "a.db"), log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	lib, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		t.Fatal(err)
	}
	cal, err := calendar.Load(configs.Calendar())
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	visited := &[]string{}
	return &audit.Auditor{Log: log, Store: adapter{st}, Calendar: cal, Zone: time.UTC, Now: func() time.Time { return day }, Parallel: 2,
		Sets: func(site.Target) ([]*rules.Set, error) { return lib.Sets("national") },
		Crawl: func(_ context.Context, tg site.Target, _ audit.Snapshot, _ func(*site.Page, *extract.Facts)) (*site.Snapshot, error) {
			mu.Lock()
			*visited = append(*visited, tg.ID)
			mu.Unlock()
			if err := fault(tg); err != nil {
				return nil, err
			}
			return &site.Snapshot{Target: tg, Started: day, Finished: day.Add(time.Second), Stopped: "首页访问 4 次均未成功"}, nil
		}}, visited
}
