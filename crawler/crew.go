package crawler

import "sync"

// crew is as many goroutines as have work at once. One that is done takes up the next
// work: the stack that visiting a page needs grows once, not for each page.
type crew struct {
	work chan func()
	wg   sync.WaitGroup
}

func newCrew() *crew { return &crew{work: make(chan func())} }

// do has one of the crew do work, a new one where all are busy.
func (c *crew) do(work func()) {
	select {
	case c.work <- work:
	default:
		c.wg.Go(func() {
			work()
			for next := range c.work {
				next()
			}
		})
	}
}

// dismiss waits for all that is under way. Nothing may be asked of the crew after it.
func (c *crew) dismiss() {
	close(c.work)
	c.wg.Wait()
}
