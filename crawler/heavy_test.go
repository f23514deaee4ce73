package crawler

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/govaudit/govaudit/site"
)

func TestTheBodyOfAHeavyPageLiesInAFileWhileItWaits(t *testing.T) {
	cr := &crawl{c: &Crawler{bench: newWorkbench()}, deadline: time.Now().Add(time.Minute)}
	body := bytes.Repeat([]byte("正文"), heavyBody)
	first := &site.Page{Body: bytes.Clone(body)}
	if !cr.lift(t.Context(), first) {
		t.Fatal("the first has its turn at once")
	}
	second := &site.Page{Body: bytes.Clone(body)}
	had := make(chan bool)
	go func() { had <- cr.lift(t.Context(), second) }()
	select {
	case <-had:
		t.Fatal("two have their turn at once")
	case <-time.After(20 * time.Millisecond):
	}
	cr.c.bench.drop()
	if !<-had || !bytes.Equal(second.Body, body) {
		t.Errorf("the second has %d bytes when its turn comes, want %d", len(second.Body), len(body))
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	third := &site.Page{Body: bytes.Clone(body)}
	if cr.lift(ended, third) || third.Body != nil {
		t.Errorf("a page whose crawl is over has its turn, or %d bytes", len(third.Body))
	}
}
