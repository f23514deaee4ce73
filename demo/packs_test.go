package demo_test

import (
	"log/slog"
	"syscall"
	"testing"
	"time"

	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/demo"
	"github.com/govaudit/govaudit/rules"
)

// BenchmarkPacks compares an audit of the portals by all built-in packs at once
// with one by national alone, one after the other in the same run. Facts are
// computed once whatever the packs: cpu-ratio must stay below 2.
func BenchmarkPacks(b *testing.B) {
	log := slog.New(slog.DiscardHandler)
	lib, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		b.Fatal(err)
	}
	p, err := demo.Start(b.Context(), log)
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	var wall, cpu [2]time.Duration
	for b.Loop() {
		for i, packs := range [][]string{{"national"}, lib.Builtin()} {
			begin, used := time.Now(), cpuTime(b)
			auditAll(b, p, log, packs...)
			wall[i], cpu[i] = wall[i]+time.Since(begin), cpu[i]+cpuTime(b)-used
		}
	}
	b.ReportMetric(float64(len(lib.Builtin())), "packs")
	b.ReportMetric(wall[1].Seconds()/wall[0].Seconds(), "wall-ratio")
	b.ReportMetric(cpu[1].Seconds()/cpu[0].Seconds(), "cpu-ratio")
}

// cpuTime is what this process has used so far, the portals included.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
