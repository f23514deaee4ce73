package browser

import (
	"testing"
	"time"
)

func TestABrowserWithoutAWindowMayHoldLess(t *testing.T) {
	for product, want := range map[string]int64{
		"HeadlessChrome/156.0.8078.79": ShellMemory,
		"Chrome/156.0.8078.79":         DefaultMemory,
		"Edg/150.0.1.2":                DefaultMemory,
	} {
		if got := memoryFor(product); got != want {
			t.Errorf("%s may hold %d MiB, want %d", product, got>>20, want>>20)
		}
	}
}

func TestAPoolTellsHowManyBrowsersRun(t *testing.T) {
	p := pool(t)
	if n := p.Running(); n != 0 {
		t.Errorf("%d run before the first page", n)
	}
	render(t, p, &web{pages: map[string]string{"/": "text/html <p>正文</p>"}}, home)
	if n := p.Running(); n != 1 {
		t.Errorf("%d run after a page, want one", n)
	}
	p.Close()
	for end := time.Now().Add(5 * time.Second); p.Running() != 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d run after the pool was closed", p.Running())
		}
	}
}
