package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"github.com/govaudit/govaudit/configs"
)

const (
	// besides is what the process takes outside of the collector's sight: the
	// program itself, and what SQLite keeps.
	besides = 55 << 20
	// leastRoom is the least that is left to work in above what is kept: with less,
	// the collector would run all the time.
	leastRoom = 24 << 20
	// memoryWatch is how often the bound is held against what is kept.
	memoryWatch = time.Second
)

// boundMemory makes the collector keep the process below a size where it can: what
// is kept of large sites comes first, and the bound moves with it. GOMEMLIMIT of the
// environment wins, and a size of 0 is no bound. The bound is watched until ctx ends.
func boundMemory(ctx context.Context, size configs.Size) {
	if size == 0 || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	least := max(int64(size)-besides, leastRoom)
	debug.SetMemoryLimit(least)
	go func() {
		tick := time.NewTicker(memoryWatch)
		defer tick.Stop()
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}, {Name: "/memory/classes/metadata/mspan/inuse:bytes"}, {Name: "/memory/classes/other:bytes"}}
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				metrics.Read(sample)
				live := int64(0)
				for _, s := range sample {
					live += int64(s.Value.Uint64())
				}
				debug.SetMemoryLimit(memoryLimit(least, live))
			}
		}
	}()
}

// memoryLimit leaves room above what the last collection found in use.
func memoryLimit(least, live int64) int64 {
	return max(least, live+max(leastRoom, live/4))
}
