package store

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

var two = time.Date(2026, 4, 2, 2, 0, 0, 0, time.UTC)

func fellDue(t *testing.T, s *Store, due time.Time) {
	t.Helper()
	st := schedule.Status{Name: "每日", Spec: "0 2 * * * UTC", Since: due}
	if err := s.FellDue(t.Context(), st, &schedule.Task{Schedule: "每日", Due: due, Asked: due.Add(time.Second), Groups: []string{"a"}}); err != nil {
		t.Fatal(err)
	}
}

func testTaskOnce(t *testing.T, address string) {
	s, other := open(t, address), open(t, address)
	fellDue(t, s, two)
	fellDue(t, s, two)
	fellDue(t, other, two)
	list, err := s.Tasks(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].State != schedule.Waiting || !list[0].Due.Equal(two) || list[0].Groups[0] != "a" {
		t.Fatalf("a schedule that fell due once came to %+v", list)
	}
	fellDue(t, s, two.AddDate(0, 0, 1))
	list, err = s.Tasks(t.Context(), 1)
	if err != nil || len(list) != 1 || list[0].State != schedule.Skipped || list[0].Note == "" {
		t.Fatalf("due while the one before still waits: %+v, %v; want it skipped, and said why", list, err)
	}
}

func testTaskCourse(t *testing.T, address string) {
	s := open(t, address)
	asked := schedule.Task{By: "张三", Asked: two, Groups: []string{"a"}}
	first, err := s.AddTask(t.Context(), asked)
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.AddTask(t.Context(), asked)
	if err != nil || second.ID == first.ID {
		t.Fatalf("what a person asks for twice is two tasks: %d and %d, %v", first.ID, second.ID, err)
	}
	run := audit.Run{ID: "r1", Key: "k", Started: two, AsOf: two}
	first.Sites, first.Total, first.Began = []site.Target{{ID: "a", URL: "http://a.gov.cn/"}}, 1, two
	if err := s.BeginTask(t.Context(), first, &run); err != nil {
		t.Fatal(err)
	}
	open, err := s.OpenTasks(t.Context())
	if err != nil || len(open) != 2 || open[0].State != schedule.Running || open[0].Run != "r1" || open[0].Sites[0].ID != "a" || open[1].State != schedule.Waiting {
		t.Fatalf("open tasks = %+v, %v", open, err)
	}
	if of, err := s.TaskOfRun(t.Context(), "r1"); err != nil || of.ID != first.ID {
		t.Errorf("the task of the run = %d, %v; want %d", of.ID, err, first.ID)
	}
	// A run that exists already is not begun, and the task stays as it was.
	if err := s.BeginTask(t.Context(), second, &run); err == nil {
		t.Error("two tasks were begun with one run")
	}
	if got, err := s.Task(t.Context(), second.ID); err != nil || got.State != schedule.Waiting || got.Run != "" {
		t.Errorf("after a failed begin: %+v, %v", got, err)
	}
	ended := open[0]
	ended.State, ended.Ended, ended.Note = schedule.Done, two.Add(time.Hour), "好"
	if err := s.EndTask(t.Context(), ended, nil, nil); err != nil {
		t.Fatal(err)
	}
	got, err := s.Task(t.Context(), first.ID)
	if err != nil {
		t.Fatal(err)
	}
	ended.Sites = nil
	if diff := cmp.Diff(ended, got); diff != "" {
		t.Errorf("ended task (-want +got)\n%s", diff)
	}
	if r, err := s.Run(t.Context(), "r1"); err != nil || !r.Finished.Equal(ended.Ended) {
		t.Errorf("its run finished at %s, %v; want %s", r.Finished, err, ended.Ended)
	}
	cancelled := ended
	cancelled.State = schedule.Cancelled
	if err := s.EndTask(t.Context(), cancelled, nil, nil); !errors.Is(err, ErrEnded) {
		t.Errorf("a task ended twice: %v, want ErrEnded", err)
	}
	if err := s.BeginTask(t.Context(), ended, nil); !errors.Is(err, ErrEnded) {
		t.Errorf("a task begun after its end: %v, want ErrEnded", err)
	}
	if _, err := s.Task(t.Context(), 999); !errors.Is(err, ErrNoTask) {
		t.Errorf("no such task: %v", err)
	}
}

func testTaskVisits(t *testing.T, address string) {
	s := open(t, address)
	home := site.Target{ID: "a", URL: "http://a.gov.cn/"}
	task, err := s.AddTask(t.Context(), schedule.Task{Probe: true, Asked: two})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.BeginTask(t.Context(), task, nil); err != nil {
		t.Fatal(err)
	}
	cancelled, done := task, task
	cancelled.State, done.State = schedule.Cancelled, schedule.Done
	if err := s.EndTask(t.Context(), cancelled, nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.EndTask(t.Context(), done, []site.Target{home}, []site.Visit{{At: two, Status: 200}}); !errors.Is(err, ErrEnded) {
		t.Fatalf("a cancelled visit ended as done: %v", err)
	}
	if list, err := s.Visits(t.Context(), home, two, two.Add(time.Hour)); err != nil || len(list) != 0 {
		t.Fatalf("visits of a cancelled task are kept: %v, %v", list, err)
	}
	task, err = s.AddTask(t.Context(), schedule.Task{Probe: true, Asked: two})
	if err != nil {
		t.Fatal(err)
	}
	task.State = schedule.Done
	if err := s.EndTask(t.Context(), task, []site.Target{home}, []site.Visit{{At: two, Status: 200}}); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Visits(t.Context(), home, two, two.Add(time.Hour)); err != nil || len(list) != 1 {
		t.Fatalf("visits of a task that is done: %v, %v; want one", list, err)
	}
}

func testPause(t *testing.T, address string) {
	s := open(t, address)
	fellDue(t, s, two)
	later := two.Add(3 * time.Hour)
	if err := s.PauseSchedule(t.Context(), "每日", "张三", later); err != nil {
		t.Fatal(err)
	}
	if err := s.PauseSchedule(t.Context(), "每日", "李四", later); !errors.Is(err, ErrPaused) {
		t.Errorf("paused twice: %v, want ErrPaused", err)
	}
	// A look at the schedule changes nothing about who paused it.
	if err := s.FellDue(t.Context(), schedule.Status{Name: "每日", Spec: "0 3 * * * UTC", Since: later}, nil); err != nil {
		t.Fatal(err)
	}
	// One that was never looked at can be paused, too, and both outlive the process.
	if err := s.PauseSchedule(t.Context(), "每周", "李四", later); err != nil {
		t.Fatal(err)
	}
	again := open(t, address)
	got, err := again.Schedules(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []schedule.Status{
		{Name: "每周", PausedBy: "李四", PausedAt: later}, // by bytes: 周 before 日
		{Name: "每日", Spec: "0 3 * * * UTC", Since: later, PausedBy: "张三", PausedAt: later},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("schedules (-want +got)\n%s", diff)
	}
	resumed := later.Add(time.Hour)
	if err := s.ResumeSchedule(t.Context(), "每日", resumed); err != nil {
		t.Fatal(err)
	}
	if err := s.ResumeSchedule(t.Context(), "每日", resumed); !errors.Is(err, ErrNotPaused) {
		t.Errorf("resumed twice: %v, want ErrNotPaused", err)
	}
	if err := s.ForgetSchedules(t.Context(), []string{"每月"}); err != nil {
		t.Fatal(err)
	}
	got, err = s.Schedules(t.Context())
	if err != nil || len(got) != 2 || got[0].PausedBy != "李四" || !got[1].Since.IsZero() {
		t.Errorf("schedules that are wanted no more: %+v, %v; want one still paused, and the other to begin anew", got, err)
	}
}

func testAddedSites(t *testing.T, address string) {
	s := open(t, address)
	a := site.Target{ID: "a", Name: "甲\x00县", URL: "http://a.gov.cn/", Level: site.County}
	b := site.Target{ID: "b", Name: "乙县", URL: "http://b.gov.cn/", Level: site.County}
	if err := s.AddSites(t.Context(), []site.Target{b}, "张三", two); err != nil {
		t.Fatal(err)
	}
	if err := s.AddSites(t.Context(), []site.Target{a, b}, "李四", two); !errors.Is(err, ErrSiteTaken) {
		t.Errorf("an id that is taken: %v, want ErrSiteTaken", err)
	}
	if list, err := s.AddedSites(t.Context()); err != nil || len(list) != 1 || list[0].By != "张三" {
		t.Fatalf("all or none: %+v, %v", list, err)
	}
	if err := s.RetireSite(t.Context(), "b", "李四", two.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := s.RetireSite(t.Context(), "b", "王五", two); !errors.Is(err, ErrNoSite) {
		t.Errorf("retired twice: %v", err)
	}
	if err := s.AddSites(t.Context(), []site.Target{b}, "张三", two); !errors.Is(err, ErrSiteTaken) {
		t.Errorf("the id of a site that was taken out: %v, want ErrSiteTaken", err)
	}
	b.Name = "乙县人民政府"
	if err := s.ChangeSite(t.Context(), b, "赵六", two); err != nil {
		t.Fatal(err)
	}
	want := []schedule.Added{{Target: b, By: "赵六", At: two, RetiredBy: "李四", RetiredAt: two.Add(time.Hour)}}
	got, err := s.AddedSites(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("added sites (-want +got)\n%s", diff)
	}
	if err := s.RestoreSite(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	if err := s.RestoreSite(t.Context(), "b"); !errors.Is(err, ErrNoSite) {
		t.Errorf("restored twice: %v", err)
	}
	if err := s.ChangeSite(t.Context(), a, "赵六", two); !errors.Is(err, ErrNoSite) {
		t.Errorf("changed what is not there: %v", err)
	}
}

func testHold(t *testing.T, address string) {
	s, other := open(t, address), open(t, address)
	release, err := s.Hold(t.Context(), "serve")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Hold(t.Context(), "serve"); !errors.Is(err, ErrHeld) {
		t.Fatalf("held twice: %v, want ErrHeld", err)
	}
	if err := other.Ping(t.Context()); err != nil {
		t.Errorf("the store is used as ever while it is held: %v", err)
	}
	fellDue(t, other, two)
	if err := release(); err != nil {
		t.Fatal(err)
	}
	release, err = other.Hold(t.Context(), "serve")
	if err != nil {
		t.Fatalf("held by nobody: %v", err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
}

func testHoldRun(t *testing.T, address string) {
	s, other := open(t, address), open(t, address)
	release, err := s.HoldRun(t.Context(), "20261123-1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.HoldRun(t.Context(), "20261123-1"); !errors.Is(err, ErrHeld) {
		t.Fatalf("one run carried out twice at a time: %v, want ErrHeld", err)
	}
	another, err := other.HoldRun(t.Context(), "20261123-2")
	if err != nil {
		t.Fatalf("another run beside it: %v", err)
	}
	if err := errors.Join(release(), another()); err != nil {
		t.Fatal(err)
	}
	if release, err = other.HoldRun(t.Context(), "20261123-1"); err != nil {
		t.Fatalf("gone on with: %v", err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		if left, _ := filepath.Glob(path + "-run-*"); len(left) > 0 {
			t.Errorf("left beside the store: %q", left)
		}
	}
}

func testLetGoWhileRunning(t *testing.T, address string) {
	s := open(t, address)
	run := audit.Run{ID: "long", Key: "long", Started: two}
	task, err := s.AddTask(t.Context(), schedule.Task{Asked: two})
	must(t, err)
	must(t, s.BeginTask(t.Context(), task, &run))
	sn, err := s.BeginSnapshot(t.Context(), "long", site.Target{ID: "a"}, two)
	must(t, err)
	must(t, sn.Put(t.Context(), page("http://a/", "home")))
	must(t, sn.Finish(t.Context(), site.Snapshot{}))
	must(t, s.FinishRun(t.Context(), "long", two.Add(time.Hour)))
	if n, err := s.LetGo(t.Context(), []Stale{{id: sn.id, Run: "long", Site: "a"}}); err != nil || n != 0 {
		t.Errorf("%d went (%v), of a run whose task is carried out", n, err)
	}
	if got := pagesOf(t, sn); len(got) != 1 {
		t.Errorf("%d pages left", len(got))
	}
}
