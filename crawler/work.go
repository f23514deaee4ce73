package crawler

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

// workbench has a place for each processor. A page is read, packed and folded on
// one: hundreds of sites may have a request under way at once, but pages that are
// worked on take many times their size in memory, and more of them than there are
// processors make nothing faster.
type workbench struct {
	places  *semaphore.Weighted
	waiting atomic.Int64
	begin   sync.Mutex // held by the site that is next to begin
}

func newWorkbench() *workbench {
	return &workbench{places: semaphore.NewWeighted(int64(runtime.GOMAXPROCS(0)))}
}

// enter waits for a place.
func (w *workbench) enter(ctx context.Context) error {
	if w.places.TryAcquire(1) {
		return nil
	}
	w.waiting.Add(1)
	defer w.waiting.Add(-1)
	return w.places.Acquire(ctx, 1)
}

// leave gives a place back.
func (w *workbench) leave() { w.places.Release(1) }

const (
	admitLook = 5 * time.Millisecond   // between two looks whether another site may begin
	admitMost = 250 * time.Millisecond // the longest the next site waits for its turn
)

// admit lets the sites begin one after the other, while there are processors with
// nothing to do: then those begun first end first, and what is kept of a site
// until it is judged is kept of few. None waits long, lest a slow one comes last.
func (w *workbench) admit(ctx context.Context) error {
	w.begin.Lock()
	defer w.begin.Unlock()
	for since := time.Now(); ; {
		if err := sleep(ctx, admitLook); err != nil {
			return err
		}
		if w.waiting.Load() <= int64(runtime.GOMAXPROCS(0)) || time.Since(since) > admitMost {
			return nil
		}
	}
}
