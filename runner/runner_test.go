package runner

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// world is a machine with a store, a clock that stands still unless it is moved, and
// sites that are audited in no time.
type world struct {
	t     *testing.T
	store *store.Store
	now   time.Time
	rules string // what decides the key of runs

	mu      sync.Mutex
	sites   []site.Target
	audited []string        // "RUN/SITE", by order
	reports []string        // runs
	broken  map[string]bool // sites whose audit fails by a fault of ours
	blocked chan struct{}   // audits wait for it; nil: they do not
	begun   chan string     // told of each site that is begun; nil: nobody is
	silent  bool            // no site answers
	diskful int             // reports that cannot be written
}

func newWorld(t *testing.T, ids ...string) *world {
	st, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "w.db"), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	w := &world{t: t, store: st, now: time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC), broken: map[string]bool{}}
	for _, id := range ids {
		w.sites = append(w.sites, site.Target{ID: id, URL: "http://" + id + ".gov.cn/", Level: site.City})
	}
	return w
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// pass moves the clock while something is in work.
func (w *world) pass(days int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.AddDate(0, 0, days)
}

func (w *world) Sites(context.Context) ([]site.Target, error) { return w.sites, nil }
func (w *world) PacksOf(site.Target) []string                 { return []string{"national"} }

func (w *world) Check(t schedule.Task) error {
	if slices.Contains(t.Packs, "unknown") {
		return errors.New("没有规则包 unknown")
	}
	return nil
}

func (w *world) NewRun(t schedule.Task, now time.Time) (audit.Run, error) {
	return audit.Run{ID: fmt.Sprintf("%s-%d", now.Format("0102-1504"), t.ID), Key: fmt.Sprint(t.ID, w.rules, len(t.Sites)), Started: now, AsOf: now}, nil
}

func (w *world) Report(_ context.Context, _ schedule.Task, run audit.Run) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.diskful > 0 {
		w.diskful--
		return errors.New("no space left on device")
	}
	w.reports = append(w.reports, run.ID)
	return nil
}

func (w *world) Recheck(context.Context, schedule.Task) (string, error) { return "", nil }

func (w *world) Visit(_ context.Context, sites []site.Target) ([]site.Visit, error) {
	if w.silent {
		return nil, errors.New("没有一个网站有应答")
	}
	visits := make([]site.Visit, len(sites))
	for i := range visits {
		visits[i] = site.Visit{At: w.now, Status: 200}
	}
	return visits, nil
}

func (w *world) audit(ctx context.Context, _ schedule.Task, run audit.Run, s site.Target) error {
	if w.begun != nil {
		w.begun <- run.ID + "/" + s.ID
	}
	if w.blocked != nil {
		select {
		case <-w.blocked:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if w.broken[s.ID] {
		return errors.New("fault in this program")
	}
	w.mu.Lock()
	w.audited = append(w.audited, run.ID+"/"+s.ID)
	w.mu.Unlock()
	return w.store.PutSite(ctx, run.ID, &audit.Site{ID: s.ID, State: audit.Audited})
}

func (w *world) runner(schedules ...schedule.Schedule) *Runner {
	hands := NewHands(4, w.audit, func() crawler.Progress { return crawler.Progress{} })
	return New(Config{Log: slog.New(slog.DiscardHandler), Store: w.store, Work: w, Crew: hands, Schedules: schedules, Zone: time.UTC,
		Now: w.clock, Audits: 3, Retry: []time.Duration{time.Microsecond, time.Microsecond}})
}

// settle has r look and carry out until there is nothing more to do.
func (w *world) settle(r *Runner) {
	w.t.Helper()
	for {
		var tasks sync.WaitGroup
		if err := r.look(w.t.Context(), &tasks); err != nil {
			w.t.Fatal(err)
		}
		tasks.Wait()
		open, err := w.store.OpenTasks(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		if len(open) == 0 {
			return
		}
	}
}

// states lists the tasks, the oldest first: "1 done".
func (w *world) states() string {
	w.t.Helper()
	list, err := w.store.Tasks(w.t.Context(), 100)
	if err != nil {
		w.t.Fatal(err)
	}
	slices.Reverse(list)
	var out []string
	for _, t := range list {
		out = append(out, fmt.Sprintf("%d %s", t.ID, t.State))
	}
	return strings.Join(out, ", ")
}

func (w *world) sum() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := slices.Clone(w.audited)
	slices.Sort(out)
	return strings.Join(out, " ")
}

func nightly(t *testing.T) schedule.Schedule {
	c, err := schedule.ParseCron("0 2 * * *")
	if err != nil {
		t.Fatal(err)
	}
	return schedule.Schedule{Name: "每日", Cron: c}
}

func TestMissedOnceAndNeverTwice(t *testing.T) {
	w := newWorld(t, "a", "b")
	r := w.runner(nightly(t))
	w.settle(r)
	if got := w.states(); got != "" {
		t.Fatalf("a new schedule came to %s", got)
	}
	w.now = w.now.Add(14*time.Hour + 5*time.Minute) // 04-02 02:05
	w.settle(r)
	w.settle(r)
	w.now = w.now.AddDate(0, 0, 5) // stopped for five nights
	again := w.runner(nightly(t))
	w.settle(again)
	w.settle(again)
	if got, want := w.states(), "1 done, 2 done"; got != want {
		t.Errorf("tasks = %s, want %s", got, want)
	}
	if got, want := w.sum(), "0402-0205-1/a 0402-0205-1/b 0407-0205-2/a 0407-0205-2/b"; got != want {
		t.Errorf("audited %s, want %s", got, want)
	}
	if got := strings.Join(w.reports, " "); got != "0402-0205-1 0407-0205-2" {
		t.Errorf("reports of %s", got)
	}
	next, err := again.Next(t.Context())
	if err != nil || len(next) != 1 || !next[0].Next.Equal(time.Date(2026, 4, 8, 2, 0, 0, 0, time.UTC)) {
		t.Errorf("next = %+v, %v; want 04-08 02:00", next, err)
	}
}

func TestPausedAcrossProcesses(t *testing.T) {
	w := newWorld(t, "a")
	r := w.runner(nightly(t))
	w.settle(r)
	if err := r.Pause(t.Context(), "每周", "张三"); !errors.Is(err, ErrNoSchedule) {
		t.Errorf("paused what is not there: %v", err)
	}
	if err := r.Pause(t.Context(), "每日", "张三"); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.AddDate(0, 0, 2)
	again := w.runner(nightly(t))
	w.settle(again)
	if next, err := again.Next(t.Context()); err != nil || !next[0].Next.IsZero() || next[0].Status.PausedBy != "张三" {
		t.Errorf("next of a paused schedule = %+v, %v", next, err)
	}
	if err := again.Resume(t.Context(), "每日"); err != nil {
		t.Fatal(err)
	}
	w.settle(again)
	if got := w.states(); got != "" {
		t.Errorf("what fell due while it was paused came to %s", got)
	}
	byConfig := nightly(t)
	byConfig.Paused = true
	if err := w.runner(byConfig).Resume(t.Context(), "每日"); !errors.Is(err, ErrPaused) {
		t.Errorf("resumed what the config pauses: %v", err)
	}
}

func TestStart(t *testing.T) {
	w := newWorld(t, "a", "b")
	r := w.runner()
	for _, tt := range []struct {
		name string
		q    Request
		want string
	}{
		{"a site that is not there", Request{Groups: []string{"a", "nobody"}, By: "张三"}, "nobody"},
		{"a group that is none", Request{Groups: []string{"级别=市"}, By: "张三"}, "不认识分组"},
		{"a pack that is not there", Request{Packs: []string{"unknown"}, By: "张三"}, "unknown"},
		{"a group without a site", Request{Groups: []string{"level=town"}, By: "张三"}, "level=town"},
	} {
		if _, err := r.Start(t.Context(), tt.q); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error with %q", tt.name, err, tt.want)
		}
	}
	if got := w.states(); got != "" {
		t.Fatalf("what cannot be done was recorded: %s", got)
	}
	first, err := r.Start(t.Context(), Request{Groups: []string{"b"}, By: "张三"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Start(t.Context(), Request{Groups: []string{"b"}, By: "李四"}); !errors.Is(err, ErrAsked) {
		t.Errorf("asked for twice: %v, want ErrAsked", err)
	}
	w.settle(w.runner()) // another process finds it
	p, err := r.Progress(t.Context(), first.ID)
	if err != nil || p.Task.State != schedule.Done || p.Done != 1 || p.Total != 1 || p.Task.By != "张三" {
		t.Errorf("progress = %+v, %v", p, err)
	}
	if got := w.sum(); got != "0401-1200-1/b" {
		t.Errorf("audited %s", got)
	}
	if _, err := r.Start(t.Context(), Request{Groups: []string{"b"}, By: "李四"}); err != nil {
		t.Errorf("asked for again once it was done: %v", err)
	}
}

func TestFaultsOfOurs(t *testing.T) {
	w := newWorld(t, "a", "b", "c")
	w.broken["b"] = true
	w.diskful = 1
	r := w.runner()
	if _, err := r.Start(t.Context(), Request{By: "张三"}); err != nil {
		t.Fatal(err)
	}
	w.settle(r)
	list, err := r.Runs(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := list[0]; got.State != schedule.Done || !strings.Contains(got.Note, "b（") || len(w.reports) != 1 {
		t.Errorf("two of three sites audited: %s, %q, reports %v; want done, b named, one report", got.State, got.Note, w.reports)
	}
	if got := w.sum(); got != "0401-1200-1/a 0401-1200-1/c" {
		t.Errorf("audited %s; want a and c once each, however often b was tried", got)
	}
	if _, err := r.Start(t.Context(), Request{Groups: []string{"b"}, By: "张三"}); err != nil {
		t.Fatal(err)
	}
	w.settle(r)
	if list, err = r.Runs(t.Context(), 1); err != nil || list[0].State != schedule.Failed {
		t.Errorf("no site audited: %+v, %v; want failed", list, err)
	}
	run, err := w.store.Run(t.Context(), list[0].Run)
	if err != nil || !run.Finished.IsZero() {
		t.Errorf("its run: %+v, %v; want it unfinished", run, err)
	}
}

func TestProbe(t *testing.T) {
	w := newWorld(t, "a", "b")
	r := w.runner()
	ask := func() schedule.Task {
		t.Helper()
		task, err := r.Start(t.Context(), Request{Probe: true, By: "张三"})
		if err != nil {
			t.Fatal(err)
		}
		w.settle(r)
		if task, err = w.store.Task(t.Context(), task.ID); err != nil {
			t.Fatal(err)
		}
		return task
	}
	if got := ask(); got.State != schedule.Done || got.Run != "" || got.Total != 2 {
		t.Errorf("probe = %+v", got)
	}
	w.now = w.now.Add(time.Hour)
	w.silent = true
	if got := ask(); got.State != schedule.Failed || !strings.Contains(got.Note, "没有一个网站有应答") {
		t.Errorf("a probe that nobody answered = %+v", got)
	}
	visits, err := w.store.Visits(t.Context(), w.sites[0], w.now.Add(-2*time.Hour), w.now.Add(time.Hour))
	if err != nil || len(visits) != 1 {
		t.Errorf("visits = %v, %v; want one", visits, err)
	}
}
