package web

import (
	"os"
	"path/filepath"
	"testing"
)

// A list of the sites of a run and its summary are made of results in short: whole ones
// of thousands of sites would fill the memory of a small machine.
func TestListsOfSitesReadNoWholeResult(t *testing.T) {
	for _, path := range []string{"/api/v1/runs/latest/sites", "/api/v1/runs/20260410-1/sites", "/api/v1/runs/latest/files", "/runs/latest/files", "/runs/latest/files/summary.csv"} {
		a := &counted{memory: fixture()}
		s := newTestServer(t, func(c *Config) { c.Archive = a })
		if w := s.get(t, evaluator, path); w.Code != 200 {
			t.Errorf("%s: %d", path, w.Code)
		}
		if a.whole != 0 {
			t.Errorf("%s: %d whole results were read", path, a.whole)
		}
	}
}

// What is sent leaves nothing behind in the folder it was made in, and no place taken.
func TestReportsOnTheirWayLeaveNothingBehind(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "out")
	s := newTestServer(t, func(c *Config) { c.Scratch = folder })
	for range 3 {
		for path, want := range map[string]int{"results.json": 200, "report.html": 200, "none.html": 404} {
			if w := s.get(t, evaluator, "/runs/latest/files/"+path); w.Code != want {
				t.Errorf("%s: %d", path, w.Code)
			}
		}
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
	if n := len(s.sending.inside) + len(s.heavy.inside); n > 0 {
		t.Errorf("%d places are taken yet", n)
	}
}
