package browser

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"syscall"
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

func TestABrowserThatShowsNothingIsEndedAndStartsAgain(t *testing.T) {
	p := pool(t)
	w := &web{pages: map[string]string{"/": "text/html <p>正文</p>"}}
	p.Rest()
	render(t, p, w, home)
	p.Rest()
	for end := time.Now().Add(5 * time.Second); p.Running() != 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it still runs")
		}
	}
	render(t, p, w, home)
}

// A browser takes no turn before the process that watches it.
func TestABrowserPutsItselfBeforeNobody(t *testing.T) {
	p := pool(t)
	render(t, p, &web{pages: map[string]string{"/": "text/html <p>正文</p>"}}, home)
	b := <-p.slots
	defer func() { p.slots <- b }()
	own, err := syscall.Getpriority(syscall.PRIO_PROCESS, os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for _, pid := range familyOf(b.cmd.Process.Pid) {
		threads, err := os.ReadDir("/proc/" + strconv.Itoa(pid) + "/task")
		if pid != b.cmd.Process.Pid && (errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ESRCH)) {
			continue // ended since the family was asked for
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range threads {
			id, err := strconv.Atoi(at.Name())
			if err != nil {
				t.Fatal(err)
			}
			// The system gives 20 less what the thread is nice.
			if got, err := syscall.Getpriority(syscall.PRIO_PROCESS, id); err == nil && got > own {
				t.Errorf("thread %d of process %d is %d before us", id, pid, got-own)
			}
		}
	}
}
