package crawler

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/govaudit/govaudit/site"
)

// resting is a browser that counts how often its memory was wanted.
type resting struct {
	pretender
	rests int
}

func (b *resting) Rest() { b.rests++ }

func TestAHeavyPageWaitsForThePagesBeingShownAndEndsTheBrowsers(t *testing.T) {
	b := &resting{}
	c := &Crawler{bench: newWorkbench(), browser: b}
	cr := &crawl{c: c, deadline: time.Now().Add(time.Minute)}
	shown, leave := make(chan bool), make(chan bool)
	go func() {
		_, _ = c.show(context.Background(), BrowserPage{URL: "http://www.a.gov.cn/", Fetch: func(context.Context, BrowserRequest) BrowserAnswer {
			shown <- true
			<-leave
			return BrowserAnswer{}
		}})
		shown <- false
	}()
	<-shown
	had := make(chan bool)
	go func() { had <- cr.lift(t.Context(), &site.Page{Body: bytes.Repeat([]byte("<br>"), heavyBody/4)}) }()
	select {
	case <-had:
		t.Fatal("it has its turn while a page is shown")
	case <-time.After(20 * time.Millisecond):
	}
	close(leave)
	<-shown
	if !<-had || b.rests != 1 {
		t.Fatalf("the browsers were ended %d times", b.rests)
	}
	ended, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := c.show(ended, BrowserPage{URL: "http://www.a.gov.cn/"}); err == nil {
		t.Error("a page is shown while a heavy one has its turn")
	}
}

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
	cr.c.bench.heavy.give()
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

func TestHeavyPagesThatWaitHaveTheirTurnsBeforePagesAreShown(t *testing.T) {
	h := newHeavyTurns()
	if !h.try(true) || h.try(true) {
		t.Fatal("one has its turn at once, and no other")
	}
	order := make(chan string)
	waits := func(n int) {
		for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
			h.mu.Lock()
			got := len(h.queue)
			h.mu.Unlock()
			if got == n {
				return
			}
		}
		t.Fatalf("not %d wait", n)
	}
	show := func() {
		if h.shows.Acquire(context.Background(), 1) == nil {
			order <- "shown"
			h.shows.Release(1)
		}
	}
	go show()
	time.Sleep(20 * time.Millisecond) // it waits first
	gone, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() { left <- h.take(gone, true) }()
	waits(1)
	for i := range heavyRow + 1 {
		go func() {
			if h.take(context.Background(), i%3 > 0) == nil {
				order <- "heavy"
				h.give()
			}
		}()
		waits(i + 2)
	}
	leave()
	if <-left == nil {
		t.Fatal("one has its turn that does not wait any more")
	}
	h.give()
	var got []string
	for range heavyRow + 2 {
		got = append(got, <-order)
	}
	for i, s := range got {
		if (s == "shown") != (i == heavyRow-1) {
			t.Fatalf("turns %q: the page is shown after %d heavy ones", got, heavyRow)
		}
	}
	for end := time.Now().Add(5 * time.Second); !h.try(true); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("in the end nobody has the turn, and it is not to be had")
		}
	}
}

func TestWhatFillsTheMemory(t *testing.T) {
	const mib = 1 << 20
	for name, tt := range map[string]struct {
		body []byte
		want bool
	}{
		"an article with its pictures written into it": {append(bytes.Repeat([]byte("QUJD"), mib), []byte("<p>正文</p>")...), false},
		"a long list":        {bytes.Repeat([]byte(`<li><a href="/gk/2026/3/12345.html">关于印发办法的通知</a></li>`), 20000), false},
		"tags without end":   {bytes.Repeat([]byte("<br>"), mib/2), true},
		"eight MiB of words": {bytes.Repeat([]byte("文字"), 8*mib/6), true},
	} {
		if got := fills(tt.body); got != tt.want {
			t.Errorf("%s (%d bytes): %v", name, len(tt.body), got)
		}
	}
}
