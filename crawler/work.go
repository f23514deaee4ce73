package crawler

import (
	"bytes"
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// workbench has a place for each processor. A page is read, packed and folded on
// one: hundreds of sites may have a request under way at once, but pages that are
// worked on take many times their size in memory, and more of them than there are
// processors make nothing faster.
type workbench struct {
	places  *semaphore.Weighted
	heavy   *semaphore.Weighted // one at a time: pages that are no honest portal's
	waiting atomic.Int64
	begin   sync.Mutex // held by the site that is next to begin
	begun   time.Time  // when the last one began
	count   int        // of sites that began
}

func newWorkbench() *workbench {
	return &workbench{places: semaphore.NewWeighted(int64(runtime.GOMAXPROCS(0))), heavy: semaphore.NewWeighted(1)}
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

// heavyBody is the size of a page above which only one is worked on at a time. What
// is that large takes a hundred megabytes while it is read.
const heavyBody = 1 << 20

// lift waits for the turn of a heavy page. It comes before enter: who has a place
// must not wait for a turn.
func (w *workbench) lift(ctx context.Context) error { return w.heavy.Acquire(ctx, 1) }

// drop ends the turn of a heavy page.
func (w *workbench) drop() { w.heavy.Release(1) }

// overgrown reports a page of so many tags that its tree may have been cut: what was
// not read of it proves nothing.
func overgrown(body []byte) bool {
	return len(body) > heavyBody && bytes.Count(body, []byte("<")) >= htmltree.MaxNodes/2
}

// leave gives a place back.
func (w *workbench) leave() { w.places.Release(1) }

const (
	admitLook = 5 * time.Millisecond   // between two looks whether pages wait for a processor
	admitGap  = 25 * time.Millisecond  // between two of the first sites
	admitFew  = 16                     // that many are the first
	admitSlow = 100 * time.Millisecond // between two of the others, so that it shows what those before take
	admitMost = 15 * time.Second       // the longest the next site waits for its turn
	admitIdle = 4                      // pages may have waited at one in so many looks
)

// admit lets the sites begin one after the other, while there are processors with
// nothing to do: then those begun first end first, and what is kept of a site
// until it is judged is kept of few. None waits long, lest a slow one comes last.
func (w *workbench) admit(ctx context.Context) error {
	w.begin.Lock()
	defer w.begin.Unlock()
	gap := admitGap
	if w.count >= admitFew {
		gap = admitSlow
	}
	looks, busy := 0, 0
	for since, from := time.Now(), w.begun; ; {
		if err := sleep(ctx, admitLook); err != nil {
			return err
		}
		looks++
		if w.waiting.Load() > 0 {
			busy++
		}
		if time.Since(from) < gap {
			continue
		}
		if busy*admitIdle <= looks || time.Since(since) > admitMost {
			w.begun = time.Now()
			w.count++
			return nil
		}
		looks, busy, from = 0, 0, time.Now()
	}
}
