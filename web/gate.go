package web

import (
	"context"
	"net/http"
)

// gate lets only so many do what costs much at once; some more wait, and who comes
// beyond them is told to come again. It must be made with newGate.
type gate struct{ inside, waiting chan struct{} }

func newGate(atOnce, waiting int) gate {
	return gate{make(chan struct{}, atOnce), make(chan struct{}, atOnce+waiting)}
}

var errCrowded = problem(http.StatusServiceUnavailable, "同时进行的操作太多，请过一会儿再试。")

// enter waits for a place, and gives the error of a caller who gave up.
func (g gate) enter(ctx context.Context) (leave func(), err error) {
	select {
	case g.waiting <- struct{}{}:
	default:
		return nil, errCrowded
	}
	select {
	case g.inside <- struct{}{}:
		return func() { <-g.inside; <-g.waiting }, nil
	case <-ctx.Done():
		<-g.waiting
		return nil, ctx.Err()
	}
}
