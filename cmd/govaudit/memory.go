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
	// besides is what the process takes outside of the collector's sight, without the
	// pages of files: what SQLite keeps, and what comes and goes between two looks.
	besides = 18 << 20
	// ofProgram is how much of the program's own file is in memory where the system
	// does not say.
	ofProgram = 40 << 20
	// leastRoom is the least that is left to work in above what is kept: with less,
	// the collector would run all the time.
	leastRoom = 8 << 20
	// roomy is how much, in percent of what is kept, may be made before the collector
	// runs while the process is far from its bound. The runtime's own 100 costs a tenth
	// of a small site's audit.
	roomy = 200
	// perSite is what one more site may take while it is audited beside others, and
	// sitesMost is how many are reckoned with. With half of it, what is kept of a hundred
	// sites left so little room that the collector took a fifth of all time.
	perSite   = 640 << 10
	sitesMost = 150
	// letGoFrom is how much of files may stay in memory: above it, the process asks now
	// and then whether it needs all of its program, for the first time when what only
	// its start needs has been read. Looks are counted.
	letGoFrom  = 20 << 20
	letGoFirst = 8
	letGoEvery = 60
	letGoOften = 20 // while a browser runs
	// toBrowser is what the process leaves to each browser that runs beside it.
	toBrowser = 75 << 20
	// memoryWatch is how often the bound is held against what is kept.
	memoryWatch = time.Second / 4
)

// boundMemory makes the collector keep the process below a size where it can, and a
// little more where several sites are audited beside one another: what is kept of
// large sites comes first, and the bound moves with it. While browsers run it is lower
// by what is left to them. GOMEMLIMIT of the environment wins, as does GOGC, and a size
// of 0 is no bound. The bound is watched until ctx ends.
func boundMemory(ctx context.Context, size configs.Size, sites int, browsers func() int) {
	if size == 0 || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetMemoryLimit(leastLimit(int64(size), ofFiles(), sites))
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(roomy)
	}
	go func() {
		tick := time.NewTicker(memoryWatch)
		defer tick.Stop()
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"},
			{Name: "/memory/classes/heap/free:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/cycles/total:gc-cycles"}}
		for look, idle := 0, new(idleness); ; look++ {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				beside, every := browsers(), letGoEvery
				if beside > 0 {
					every = letGoOften
				}
				if look%every == letGoFirst && ofFiles() > letGoFrom {
					letGoOfProgram()
				}
				metrics.Read(sample)
				kept := int64(sample[0].Value.Uint64() + sample[1].Value.Uint64())
				for _, s := range sample[2:5] {
					kept -= int64(s.Value.Uint64())
				}
				least := leastLimit(int64(size)-int64(beside)*toBrowser, ofFiles(), sites)
				if beside > 0 && idle.since(sample[5].Value.Uint64()) && kept > least {
					debug.FreeOSMemory()
				}
				debug.SetMemoryLimit(memoryLimit(least, kept))
			}
		}
	}()
}

// idleness tells that the collector has not run for some looks: what it found in use
// the last time may be garbage by now, which nothing moves it to look at.
type idleness struct {
	cycles uint64
	looks  int
}

// idleLooks is after how many looks without a collection there is one.
const idleLooks = 3

// since notes how many collections there were, and reports that it is time for one.
func (i *idleness) since(cycles uint64) bool {
	if cycles != i.cycles {
		i.cycles, i.looks = cycles, 0
		return false
	}
	i.looks++
	return i.looks%idleLooks == 0
}

// leastLimit is the collector's part of a size, of which files take some.
func leastLimit(size, files int64, sites int) int64 {
	return max(size-files-besides, leastRoom) + int64(min(max(sites-1, 0), sitesMost))*perSite
}

// memoryLimit leaves room above what is kept: what the last collection found in
// use, and what the runtime needs for it. Near the bound there is little; where many
// sites have left it behind, the collector's time counts for more.
func memoryLimit(least, kept int64) int64 {
	return max(least, kept+max(leastRoom, kept/12, (kept-least)/3))
}
