package fleet

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/runner"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// yard is a PostgreSQL with one task of some sites, whose members audit as told.
type yard struct {
	t       *testing.T
	address string
	store   *store.Store
	task    schedule.Task
	run     audit.Run

	mu   sync.Mutex
	done []string // "MEMBER SITE"
}

func newYard(t *testing.T, sites ...string) *yard {
	t.Helper()
	address := os.Getenv("GOVAUDIT_TEST_POSTGRES")
	if address == "" {
		t.Skip("GOVAUDIT_TEST_POSTGRES is not set: run .ci/postgres run go test ./fleet/")
	}
	y := &yard{t: t}
	schema := fmt.Sprintf("fleet%d", time.Now().UnixNano())
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), "CREATE SCHEMA "+schema); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	y.address = u.String()
	if y.store, err = store.Open(t.Context(), y.address, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { y.store.Close() })
	now := time.Now()
	if y.task, err = y.store.AddTask(t.Context(), schedule.Task{Asked: now}); err != nil {
		t.Fatal(err)
	}
	for _, id := range sites {
		y.task.Sites = append(y.task.Sites, site.Target{ID: id})
	}
	y.run = audit.Run{ID: "r1", Key: "k", Started: now}
	if err := y.store.BeginTask(t.Context(), y.task, &y.run); err != nil {
		t.Fatal(err)
	}
	y.task.Run = y.run.ID
	return y
}

// member joins a process to the fleet; with work nil it audits nothing.
func (y *yard) member(name string, fit error, work func(ctx context.Context, id string) error) *Fleet {
	y.t.Helper()
	f, err := Open(y.t.Context(), y.address, Settings{Log: slog.New(slog.DiscardHandler), Store: y.store, Most: 2, Longest: time.Hour, Name: name,
		Fit:      func(schedule.Task, audit.Run) error { return fit },
		Progress: func() crawler.Progress { return crawler.Progress{} },
		AuditSite: func(ctx context.Context, _ schedule.Task, run audit.Run, s site.Target) error {
			if err := work(ctx, s.ID); err != nil {
				return err
			}
			y.mu.Lock()
			defer y.mu.Unlock()
			y.done = append(y.done, name+" "+s.ID)
			return y.store.PutSite(ctx, run.ID, &audit.Site{ID: s.ID})
		}})
	if err != nil {
		y.t.Fatal(err)
	}
	f.unfit = 20 * time.Millisecond
	ctx, cancel := context.WithCancel(y.t.Context())
	ended := make(chan error, 1)
	if work == nil {
		ended <- nil
	} else {
		go func() { ended <- f.Work(ctx) }()
	}
	y.t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			y.t.Errorf("member %s: %v", name, err)
		}
		f.Close()
	})
	return f
}

func (y *yard) sum() string {
	y.mu.Lock()
	defer y.mu.Unlock()
	out := slices.Clone(y.done)
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func atOnce(context.Context, string) error { return nil }

func TestEachSiteOnce(t *testing.T) {
	y := newYard(t, "a", "b", "c", "d", "e")
	first, second := y.member("first", nil, atOnce), y.member("second", nil, atOnce)
	// Two that hand out the same sites, as before and after a restart, make no more jobs.
	var both sync.WaitGroup
	for _, f := range []*Fleet{first, second} {
		both.Go(func() {
			if faults := f.Audit(t.Context(), y.task, y.run, y.task.Sites); len(faults) > 0 {
				t.Errorf("faults: %v", faults)
			}
		})
	}
	both.Wait()
	got := y.sum()
	for _, id := range []string{" a", " b", " c", " d", " e"} {
		if n := strings.Count(got+",", id+","); n != 1 {
			t.Errorf("site%s was audited %d times: %s", id, n, got)
		}
	}
	if q, err := first.Queue(t.Context()); err != nil || q != (runner.Queue{}) {
		t.Errorf("queue at the end: %+v, %v", q, err)
	}
}

func TestOtherRulesAreLeftToOthers(t *testing.T) {
	y := newYard(t, "a", "b")
	y.member("other", errors.New("other rules"), atOnce)
	time.Sleep(50 * time.Millisecond)
	fitting := y.member("fitting", nil, atOnce)
	if faults := fitting.Audit(t.Context(), y.task, y.run, y.task.Sites); len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
	if got, want := y.sum(), "fitting a, fitting b"; got != want {
		t.Errorf("audited: %s, want %s", got, want)
	}
}

func TestFaultIsTold(t *testing.T) {
	y := newYard(t, "a", "b")
	var mu sync.Mutex
	broken := true
	f := y.member("one", nil, func(_ context.Context, id string) error {
		mu.Lock()
		defer mu.Unlock()
		if broken && id == "b" {
			return errors.New("disk full")
		}
		return nil
	})
	faults := f.Audit(t.Context(), y.task, y.run, y.task.Sites)
	if len(faults) != 1 || faults[0].Site != "b" || !strings.Contains(faults[0].Err.Error(), "disk full") {
		t.Fatalf("faults: %v, want that of b", faults)
	}
	mu.Lock()
	broken = false
	mu.Unlock()
	if faults := f.Audit(t.Context(), y.task, y.run, y.task.Sites[1:]); len(faults) > 0 {
		t.Errorf("once it is mended: %v", faults)
	}
}

func TestCancelledIsTakenBack(t *testing.T) {
	y := newYard(t, "a", "b", "c", "d")
	begun := make(chan string, 4)
	f := y.member("one", nil, func(ctx context.Context, id string) error {
		begun <- id
		<-ctx.Done()
		return ctx.Err()
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan []runner.Fault)
	go func() { ended <- f.Audit(ctx, y.task, y.run, y.task.Sites) }()
	<-begun
	<-begun
	inWork, err := f.InWork(t.Context(), y.run.ID)
	if err != nil || len(inWork) != 2 || inWork[0].By != "one" {
		t.Errorf("in work: %+v, %v; want two by one", inWork, err)
	}
	y.task.State = schedule.Cancelled
	if err := y.store.EndTask(t.Context(), y.task, nil, nil); err != nil {
		t.Fatal(err)
	}
	cancel()
	<-ended
	for {
		q, err := f.Queue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if q == (runner.Queue{}) {
			break // what was in work has ended, and nothing waits
		}
		time.Sleep(20 * time.Millisecond)
	}
	if got := y.sum(); got != "" {
		t.Errorf("audited: %s", got)
	}
}

// TestLostLock breaks the connection that holds the locks: what is in work ends, and is
// done again.
func TestLostLock(t *testing.T) {
	y := newYard(t, "a")
	begun := make(chan struct{}, 10)
	var mu sync.Mutex
	tries := 0
	f := y.member("one", nil, func(ctx context.Context, _ string) error {
		mu.Lock()
		tries++
		first := tries == 1
		mu.Unlock()
		begun <- struct{}{}
		if first {
			<-ctx.Done() // ended by nothing but the lost lock
			return ctx.Err()
		}
		return nil
	})
	ended := make(chan []runner.Fault)
	go func() { ended <- f.Audit(t.Context(), y.task, y.run, y.task.Sites) }()
	<-begun
	_, err := f.pool.Exec(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid::bigint = $1 AND granted", int64(class))
	if err != nil {
		t.Fatal(err)
	}
	f.locks.check() // as the watch would a moment later
	if faults := <-ended; len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
	if got, want := y.sum(), "one a"; got != want {
		t.Errorf("audited: %s, want %s", got, want)
	}
}
