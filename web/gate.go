package web

import "context"

// gate lets only so many do what costs much at once; the others wait. It must be made
// with newGate.
type gate chan struct{}

func newGate(atOnce int) gate { return make(gate, atOnce) }

// enter waits for a place, and gives the error of a caller who gave up.
func (g gate) enter(ctx context.Context) (leave func(), err error) {
	select {
	case g <- struct{}{}:
		return func() { <-g }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
