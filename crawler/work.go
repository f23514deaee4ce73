package crawler

import (
	"bytes"
	"context"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/semaphore"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// workbench has a place for each processor. A page is read, packed and folded on
// one: hundreds of sites may have a request under way at once, but pages that are
// worked on take many times their size in memory, and more of them than there are
// processors make nothing faster.
type workbench struct {
	places  *semaphore.Weighted
	heavy   *heavyTurns
	waiting atomic.Int64
	door    door
}

func newWorkbench() *workbench {
	w := &workbench{places: semaphore.NewWeighted(int64(runtime.GOMAXPROCS(0))), heavy: newHeavyTurns()}
	w.door.crowded = func() bool { return w.waiting.Load() > 0 || runnable() > 0 }
	return w
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

// fullWork is what a page takes while it is read, in bytes, from which on nothing else of
// that size may be there: as much as a browser takes for a page.
const fullWork = 20 << 20

// fills reports a page that takes so much: a few times its own size, and each tag its
// node. A picture that is written into a page takes little.
func fills(body []byte) bool { return 3*len(body)+80*bytes.Count(body, []byte("<")) >= fullWork }

// overgrown reports a page of so many tags that its tree may have been cut: what was
// not read of it proves nothing.
func overgrown(body []byte) bool {
	return len(body) > heavyBody && bytes.Count(body, []byte("<")) >= htmltree.MaxNodes/2
}

// leave gives a place back.
func (w *workbench) leave() { w.places.Release(1) }
