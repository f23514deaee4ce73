package crawler

import (
	"context"
	"slices"
	"sync"

	"golang.org/x/sync/semaphore"
)

const (
	showsMost = 1 << 20 // more than there are browsers
	heavyRow  = 8       // heavy pages that have their turn before pages are shown again
)

// heavyTurns has one heavy page worked on at a time, and none that fills the memory while
// a page is shown: a browser takes as much again. Several that wait have their turns in a
// row: a page may be shown for most of a minute.
type heavyTurns struct {
	shows *semaphore.Weighted // pages being shown, or all of it for the heavy ones

	mu    sync.Mutex
	taken bool
	alone bool // the turn has all of shows
	row   int  // turns since pages could be shown
	queue []chan struct{}
}

func newHeavyTurns() *heavyTurns { return &heavyTurns{shows: semaphore.NewWeighted(showsMost)} }

// try takes the turn if it is to be had at once.
func (h *heavyTurns) try(fills bool) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.taken || fills && !h.shows.TryAcquire(showsMost) {
		return false
	}
	h.taken, h.alone, h.row = true, fills, 1
	return true
}

// take waits for the turn. It comes before a place at the workbench: who has one must not
// wait for a turn.
func (h *heavyTurns) take(ctx context.Context, fills bool) error {
	h.mu.Lock()
	if h.taken {
		called := make(chan struct{})
		h.queue = append(h.queue, called)
		h.mu.Unlock()
		select {
		case <-called:
		case <-ctx.Done():
			h.mu.Lock()
			i := slices.Index(h.queue, called)
			if i >= 0 {
				h.queue = slices.Delete(h.queue, i, i+1)
			}
			h.mu.Unlock()
			if i < 0 { // called all the same
				h.give()
			}
			return ctx.Err()
		}
		h.mu.Lock()
	}
	h.taken = true
	h.row++
	ready := h.alone || !fills
	h.mu.Unlock()
	if !ready {
		if err := h.shows.Acquire(ctx, showsMost); err != nil {
			h.give()
			return err
		}
	}
	h.mu.Lock()
	h.alone = h.alone || !ready
	h.mu.Unlock()
	return nil
}

// give ends the turn, and calls the next that waits.
func (h *heavyTurns) give() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.queue) == 0 || h.row >= heavyRow {
		if h.alone {
			h.shows.Release(showsMost)
		}
		h.alone, h.row = false, 0
	}
	if len(h.queue) == 0 {
		h.taken = false
		return
	}
	close(h.queue[0])
	h.queue = h.queue[1:]
}
