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
	sites := 1
	set := func(environment string, size int64) int64 {
		t.Setenv("GOMEMLIMIT", environment)
		debug.SetMemoryLimit(before)
		boundMemory(t.Context(), configs.Size(size), sites)
		return debug.SetMemoryLimit(-1)
	}
	if got := set("", 0); got != before {
		t.Errorf("no bound asked for: the limit is %d, was %d", got, before)
	}
	if got := set("1GiB", 150<<20); got != before {
		t.Errorf("the environment has a bound: the limit is %d, was %d", got, before)
	}
	if got := set("", 150<<20); got != 92<<20 {
		t.Errorf("a bound of 150 MiB gives the collector %d", got)
	}
	if got := debug.SetGCPercent(100); got != roomy {
		t.Errorf("below its bound the collector lets %d percent be made", got)
	}
	for _, tt := range []struct {
		name  string
		sites int
		want  int64
	}{
		{"no site has 92 MiB", 0, 92 << 20},
		{"17 sites have 5 MiB more than one", 17, 97 << 20},
		{"300 sites have what is reckoned for 299", 300, 92<<20 + 299*perSite},
		{"more sites have no more than is reckoned with", 9000, 92<<20 + sitesMost*perSite},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if sites = tt.sites; set("", 150<<20) != tt.want {
				t.Errorf("the limit is %d, want %d", debug.SetMemoryLimit(-1), tt.want)
			}
		})
	}
	sites = 1
	debug.SetGCPercent(100)
	t.Setenv("GOGC", "50")
	set("", 150<<20)
	if got := debug.SetGCPercent(100); got != 100 {
		t.Errorf("GOGC of the environment gives way to %d", got)
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
