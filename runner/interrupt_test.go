package runner

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// stop has r begin what is asked for and stops the process once a site was begun.
func (w *world) stop(r *Runner) {
	w.t.Helper()
	w.blocked, w.begun = make(chan struct{}), make(chan string, 100)
	ctx, cancel := context.WithCancel(w.t.Context())
	var tasks sync.WaitGroup
	if err := r.look(ctx, &tasks); err != nil {
		w.t.Fatal(err)
	}
	<-w.begun
	cancel()
	tasks.Wait()
	w.blocked, w.begun = nil, nil
}

func TestInterruptedIsGoneOnWith(t *testing.T) {
	for _, tt := range []struct {
		name  string
		later time.Duration
		rules string
		want  string // the run that is finished
	}{
		{"a day later, the same run", 24 * time.Hour, "", "0401-1200-1"},
		{"four days later, a new one", 96 * time.Hour, "", "0405-1200-1"},
		{"with other rules, a new one", time.Hour, "changed", "0401-1300-1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, "a", "b")
			r := w.runner()
			if _, err := r.Start(t.Context(), Request{By: "张三"}); err != nil {
				t.Fatal(err)
			}
			w.stop(r)
			if got := w.states(); got != "1 running" {
				t.Fatalf("after the stop: %s, want it running", got)
			}
			w.now, w.rules = w.now.Add(tt.later), tt.rules
			w.sites = append(w.sites, site.Target{ID: "new"}) // what came later is no part of what was begun
			w.settle(w.runner())
			task, err := w.store.Task(t.Context(), 1)
			if err != nil {
				t.Fatal(err)
			}
			if task.State != schedule.Done || task.Run != tt.want {
				t.Errorf("task = %s by run %s, want done by %s", task.State, task.Run, tt.want)
			}
			want := tt.want + "/a " + tt.want + "/b"
			if tt.want != "0401-1200-1" {
				want += " " + tt.want + "/new"
				if task.Note == "" {
					t.Error("nobody is told that it began anew")
				}
			}
			if got := w.sum(); got != want {
				t.Errorf("audited %s, want %s", got, want)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	w := newWorld(t, "a", "b")
	r := w.runner()
	if _, err := r.Start(t.Context(), Request{By: "张三"}); err != nil {
		t.Fatal(err)
	}
	w.blocked, w.begun = make(chan struct{}), make(chan string, 10)
	var tasks sync.WaitGroup
	if err := r.look(t.Context(), &tasks); err != nil {
		t.Fatal(err)
	}
	<-w.begun
	if err := r.Cancel(t.Context(), 1, "李四"); err != nil {
		t.Fatal(err)
	}
	tasks.Wait() // it ends though nothing unblocks its sites
	task, err := w.store.Task(t.Context(), 1)
	if err != nil || task.State != schedule.Cancelled || task.EndedBy != "李四" || !task.Ended.Equal(w.now) {
		t.Errorf("task = %+v, %v; want cancelled by 李四", task, err)
	}
	if run, err := w.store.Run(t.Context(), task.Run); err != nil || !run.Finished.IsZero() || len(w.reports) != 0 {
		t.Errorf("a cancelled audit finished: %+v, %v, reports %v", run, err, w.reports)
	}
	if err := r.Cancel(t.Context(), 1, "王五"); !errors.Is(err, ErrEnded) {
		t.Errorf("cancelled twice: %v, want ErrEnded", err)
	}
	w.settle(w.runner())
	if got := w.states(); got != "1 cancelled" {
		t.Errorf("after a restart: %s", got)
	}
}

func TestCancelBeforeItsTurn(t *testing.T) {
	w := newWorld(t, "a")
	r := w.runner()
	if _, err := r.Start(t.Context(), Request{By: "张三"}); err != nil {
		t.Fatal(err)
	}
	if err := r.Cancel(t.Context(), 1, "张三"); err != nil {
		t.Fatal(err)
	}
	w.settle(r)
	if got := w.sum(); got != "" {
		t.Errorf("audited %s", got)
	}
}

// TestNoSiteTwiceAtOnce runs two tasks with a site in common: the second audits its other
// site and waits for the common one.
func TestNoSiteTwiceAtOnce(t *testing.T) {
	w := newWorld(t, "a", "b")
	r := w.runner()
	ask := func(groups ...string) {
		t.Helper()
		if _, err := r.Start(t.Context(), Request{Groups: groups, By: "张三"}); err != nil {
			t.Fatal(err)
		}
	}
	w.blocked, w.begun = make(chan struct{}), make(chan string, 10)
	var tasks sync.WaitGroup
	ask("a")
	if err := r.look(t.Context(), &tasks); err != nil {
		t.Fatal(err)
	}
	if got := <-w.begun; got != "0401-1200-1/a" {
		t.Fatalf("begun %s", got)
	}
	ask("a", "b")
	if err := r.look(t.Context(), &tasks); err != nil {
		t.Fatal(err)
	}
	if got := <-w.begun; got != "0401-1200-2/b" {
		t.Fatalf("begun %s, want b alone: a is in work", got)
	}
	waits := func() (doing string) {
		p, err := r.Progress(t.Context(), 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range p.Sites {
			if s.Site == "a" {
				doing = s.Doing
			}
		}
		return doing
	}
	for waits() == "" {
		time.Sleep(time.Millisecond)
	}
	if got, want := waits(), "等待：审计 0401-1200-1 正在检查这个网站"; got != want {
		t.Errorf("a does %q, want %q", got, want)
	}
	if q, err := r.Queue(t.Context()); err != nil || q.Running != 2 || q.Waiting != 1 {
		t.Errorf("queue = %+v, %v; want 2 in work and 1 that waits", q, err)
	}
	close(w.blocked)
	tasks.Wait()
	if got, want := w.sum(), "0401-1200-1/a 0401-1200-2/a 0401-1200-2/b"; got != want {
		t.Errorf("audited %s, want %s", got, want)
	}
}

// TestNobodyWaitsForTheNight has the audits of schedules take all their places: what
// people ask for, and visits to home pages, begin all the same, and a second of each
// kind waits.
func TestNobodyWaitsForTheNight(t *testing.T) {
	task := func(id int64, state schedule.TaskState, of schedule.Task) schedule.Task {
		of.ID, of.State = id, state
		return of
	}
	night := func(name string) schedule.Task { return schedule.Task{Schedule: name} }
	open := []schedule.Task{
		task(1, schedule.Waiting, night("a")), task(2, schedule.Waiting, night("b")),
		task(3, schedule.Running, night("c")), task(4, schedule.Running, night("d")),
		task(5, schedule.Waiting, schedule.Task{By: "张三"}),
		task(6, schedule.Waiting, schedule.Task{By: "张三", Of: "r1"}), task(7, schedule.Waiting, schedule.Task{By: "李四", Of: "r2"}),
		task(8, schedule.Waiting, schedule.Task{By: "张三", Items: []string{"x"}}), task(9, schedule.Waiting, schedule.Task{By: "李四", Items: []string{"y"}}),
		task(10, schedule.Waiting, schedule.Task{Schedule: "p", Probe: true}), task(11, schedule.Waiting, schedule.Task{By: "张三", Probe: true}),
	}
	w := newWorld(t)
	r := w.runner()
	r.Audits = 3
	var got []int64
	for _, t := range r.startable(nil, open) {
		got = append(got, t.ID)
	}
	if want := []int64{3, 4, 1, 5, 6, 8, 10}; !slices.Equal(got, want) {
		t.Errorf("begun are %v, want %v", got, want)
	}
}

// TestOneScheduleOneTask holds the second run of a schedule back until the first is
// done, and the third is skipped.
func TestOneScheduleOneTask(t *testing.T) {
	w := newWorld(t, "a")
	r := w.runner(nightly(t))
	w.settle(r)
	w.blocked, w.begun = make(chan struct{}), make(chan string, 10)
	var tasks sync.WaitGroup
	for i := range 3 {
		w.pass(1)
		if err := r.look(t.Context(), &tasks); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			<-w.begun
		}
	}
	if got, want := w.states(), "1 running, 2 waiting, 3 skipped"; got != want {
		t.Errorf("tasks = %s, want %s", got, want)
	}
	close(w.blocked)
	tasks.Wait()
	w.settle(r)
	if got, want := w.states(), "1 done, 2 done, 3 skipped"; got != want {
		t.Errorf("tasks = %s, want %s", got, want)
	}
}

// lateStore tells what was open before all that is in work ended.
type lateStore struct {
	Store
	ended  *sync.WaitGroup
	finish func()
}

func (s *lateStore) OpenTasks(ctx context.Context) ([]schedule.Task, error) {
	open, err := s.Store.OpenTasks(ctx)
	s.finish()
	s.ended.Wait()
	return open, err
}

func TestATaskThatEndsDuringTheLookIsNotBegunAgain(t *testing.T) {
	w := newWorld(t, "a")
	r := w.runner()
	if _, err := r.Start(t.Context(), Request{By: "张三"}); err != nil {
		t.Fatal(err)
	}
	w.blocked, w.begun = make(chan struct{}), make(chan string, 10)
	var tasks sync.WaitGroup
	if err := r.look(t.Context(), &tasks); err != nil {
		t.Fatal(err)
	}
	<-w.begun
	real := r.Store
	r.Store = &lateStore{real, &tasks, func() { close(w.blocked) }}
	if err := r.look(t.Context(), &tasks); err != nil {
		t.Fatal(err)
	}
	tasks.Wait()
	if got, want := w.sum(), "0401-1200-1/a"; got != want || len(w.reports) != 1 {
		t.Errorf("audited %s, want %s; reported %v, want it once", got, want, w.reports)
	}
}

// TestRunEndsWithItsContext has a runner work by its own clock and stop.
func TestRunEndsWithItsContext(t *testing.T) {
	w := newWorld(t, "a")
	w.begun = make(chan string, 1)
	r := w.runner()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	if _, err := r.Start(t.Context(), Request{By: "张三"}); err != nil {
		t.Fatal(err)
	}
	<-w.begun
	for {
		task, err := w.store.Task(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		if task.State == schedule.Done {
			break
		}
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
