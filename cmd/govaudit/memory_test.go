package main

import (
	"runtime/debug"
	"testing"

	"github.com/govaudit/govaudit/configs"
)

func TestBoundMemory(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	set := func(environment string, size int64) int64 {
		t.Setenv("GOMEMLIMIT", environment)
		debug.SetMemoryLimit(before)
		boundMemory(t.Context(), configs.Size(size), 1, func() int { return 0 })
		return debug.SetMemoryLimit(-1)
	}
	if got := set("", 0); got != before {
		t.Errorf("no bound asked for: the limit is %d, was %d", got, before)
	}
	if got := set("1GiB", 150<<20); got != before {
		t.Errorf("the environment has a bound: the limit is %d, was %d", got, before)
	}
	if got := set("", 150<<20); got <= leastRoom || got > 150<<20-besides {
		t.Errorf("a bound of 150 MiB gives the collector %d", got)
	}
	if got := debug.SetGCPercent(100); got != roomy {
		t.Errorf("below its bound the collector lets %d percent be made", got)
	}
	debug.SetGCPercent(100)
	t.Setenv("GOGC", "50")
	set("", 150<<20)
	if got := debug.SetGCPercent(100); got != 100 {
		t.Errorf("GOGC of the environment gives way to %d", got)
	}
}

func TestLeastLimit(t *testing.T) {
	const mib = 1 << 20
	tests := []struct {
		name        string
		size, files int64
		sites       int
		want        int64
	}{
		{"of 150 MiB, files have 40 and SQLite 18", 150 * mib, 40 * mib, 0, 92 * mib},
		{"one site is no more than none", 150 * mib, 40 * mib, 1, 92 * mib},
		{"what files do not take is the collector's", 150 * mib, 20 * mib, 1, 112 * mib},
		{"files that take all leave the least", 150 * mib, 140 * mib, 1, 8 * mib},
		{"beside more browsers than there is room for, too", 150*mib - 4*toBrowser, 40 * mib, 1, 8 * mib},
		{"17 sites have 10 MiB more than one", 150 * mib, 40 * mib, 17, 102 * mib},
		{"150 sites have what is reckoned for 149", 150 * mib, 40 * mib, 150, 92*mib + 149*640<<10},
		{"more sites have no more than is reckoned with", 150 * mib, 40 * mib, 300, 92*mib + 150*640<<10},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := leastLimit(tt.size, tt.files, tt.sites); got != tt.want {
				t.Errorf("the limit is %d, want %d", got, tt.want)
			}
		})
	}
}

// The process has no less of files in memory than a program needs to run, and after
// it let go of its own it still runs.
func TestOfFiles(t *testing.T) {
	letGoOfProgram()
	if got := ofFiles(); got < 1<<20 || got > 1<<30 {
		t.Errorf("%d bytes of files are in memory", got)
	}
}

// The bound gives way to what is kept: a collector that runs all the time helps
// nobody.
func TestMemoryGivesWay(t *testing.T) {
	const mib = 1 << 20
	tests := []struct {
		name              string
		least, kept, want int64
	}{
		{"little is kept", 95 * mib, 20 * mib, 95 * mib},
		{"nearly as much as the bound", 95 * mib, 90 * mib, 98 * mib},
		{"a little more than the bound", 95 * mib, 96 * mib, 104 * mib},
		{"far more than the bound", 95 * mib, 245 * mib, 295 * mib},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := memoryLimit(tt.least, tt.kept); got != tt.want {
				t.Errorf("%d kept, at least %d: limit %d, want %d", tt.kept, tt.least, got, tt.want)
			}
		})
	}
}

func TestACollectorThatDoesNotRunIsSeenTo(t *testing.T) {
	var i idleness
	for look, c := range []struct {
		cycles uint64
		want   bool
	}{{4, false}, {4, false}, {4, false}, {4, true}, {4, false}, {5, false}, {5, false}, {5, false}, {5, true}} {
		if got := i.since(c.cycles); got != c.want {
			t.Errorf("look %d, %d collections: %v", look, c.cycles, got)
		}
	}
}
