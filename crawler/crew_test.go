package crawler

import (
	"sync/atomic"
	"testing"
)

func TestCrew(t *testing.T) {
	c := newCrew()
	var done atomic.Int64
	both := make(chan struct{})
	c.do(func() { both <- struct{}{}; done.Add(1) })
	c.do(func() { <-both; done.Add(1) }) // all are busy: neither ends without the other
	for range 100 {
		c.do(func() { done.Add(1) })
	}
	held := make(chan struct{})
	c.do(func() { <-held; done.Add(1) })
	close(held)
	c.dismiss()
	if n := done.Load(); n != 103 {
		t.Errorf("%d of 103 are done when the crew is dismissed", n)
	}
}
