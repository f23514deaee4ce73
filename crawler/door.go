package crawler

import (
	"context"
	goruntime "runtime/metrics"
	"sync"
	"sync/atomic"
	"time"
)

// door lets the sites begin one after the other, while there are processors with
// nothing to do: then those begun first end first, and what is kept of a site until
// it is judged is kept of few.
type door struct {
	crowded func() bool // more is to be done than there are processors
	waiting atomic.Int64
	inside  atomic.Int64 // sites that began and did not end

	next  sync.Mutex // held by the site that is next to begin
	begun time.Time  // when the last one began
	count int        // of sites that began
}

const (
	doorLook = 5 * time.Millisecond   // between two looks whether work waits for a processor
	doorGap  = 25 * time.Millisecond  // between two of the first sites
	doorFew  = 16                     // that many are the first
	doorSlow = 100 * time.Millisecond // between two of the others, so that it shows what those before take
	doorMost = 15 * time.Second       // the longest the next site waits for its turn
	doorBusy = 80                     // in so many of a hundred looks work may have waited
)

// enter waits for the turn of a site, which ends with [door.leave]. None waits long,
// lest a slow one comes last; and the last ones, no more than half of those inside, wait
// for nobody: when those inside, half done on average, have ended, they have caught up,
// and no processor is left idle. More at once would only be kept longer.
func (d *door) enter(ctx context.Context) error {
	d.waiting.Add(1)
	defer d.waiting.Add(-1)
	d.next.Lock()
	defer d.next.Unlock()
	looks, busy := 0, 0
	for since, from := time.Now(), d.begun; ; {
		if err := sleep(ctx, doorLook); err != nil {
			return err
		}
		looks++
		if d.crowded() {
			busy++
		}
		last := 2*d.waiting.Load() <= d.inside.Load()
		gap := doorGap
		if d.count >= doorFew && !last {
			gap = doorSlow
		}
		if time.Since(from) < gap {
			continue
		}
		if last || busy*100 <= looks*doorBusy || time.Since(since) > doorMost {
			d.begun = time.Now()
			d.count++
			d.inside.Add(1)
			return nil
		}
		looks, busy, from = 0, 0, time.Now()
	}
}

// leave ends a site.
func (d *door) leave() { d.inside.Add(-1) }

// runnable is how many goroutines wait for a processor: requests are made, answers
// read, pages stored and sites judged beside the workbench.
func runnable() uint64 {
	sample := []goruntime.Sample{{Name: "/sched/goroutines/runnable:goroutines"}}
	goruntime.Read(sample)
	return sample[0].Value.Uint64()
}
