package store

import (
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/schedule"
)

// The state of the results has another name whenever a run ends or is removed, and not
// otherwise; tasks are counted by state.
func testStates(t *testing.T, address string) {
	s := open(t, address)
	names := map[string]string{}
	step := func(what string, fresh bool) {
		t.Helper()
		name, err := s.ResultsState(t.Context())
		must(t, err)
		if old, known := names[name]; known == fresh {
			t.Errorf("%s: named %q, seen before: %t (%s)", what, name, known, old)
		}
		names[name] = what
	}
	step("nothing", true)
	must(t, s.CreateRun(t.Context(), audit.Run{ID: "1", Key: "a", Started: time.Unix(1, 0)}))
	step("a run begins", false)
	must(t, s.FinishRun(t.Context(), "1", time.Unix(5, 0)))
	step("it ends", true)
	must(t, s.CreateRun(t.Context(), audit.Run{ID: "2", Key: "b", Started: time.Unix(2, 0)}))
	must(t, s.FinishRun(t.Context(), "2", time.Unix(5, 0)))
	step("another ends in the same instant", true)

	for range 2 {
		_, err := s.AddTask(t.Context(), schedule.Task{By: "张三"})
		must(t, err)
	}
	counts, err := s.TaskCounts(t.Context())
	must(t, err)
	if len(counts) != 1 || counts[schedule.Waiting] != 2 {
		t.Errorf("tasks %v, want 2 that wait", counts)
	}
}
