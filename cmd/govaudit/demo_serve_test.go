package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// heard is what a command wrote so far.
type heard struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (h *heard) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.buf.Write(b)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.buf.String()
}

// The demonstration goes on as a console over what it has just audited, until it is
// stopped.
func TestDemoServes(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	said := &heard{}
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"demo", "--serve", "--quiet", "--listen", address, "--site", "heping", "--out", t.TempDir()},
			env{Stdout: io.Discard, Stderr: said, Now: time.Now})
	}()
	var page string
	for page == "" {
		select {
		case code := <-done:
			t.Fatalf("ended with %d: %s", code, said)
		case <-time.After(50 * time.Millisecond):
		}
		if resp, err := http.Get("http://" + address + "/login"); err == nil {
			b, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			if err != nil {
				t.Fatal(err)
			}
			page = string(b)
		}
	}
	if !strings.Contains(page, "登录名") {
		t.Errorf("the console says %.300s", page)
	}
	for _, want := range []string{"http://" + address + "/", "一次性密码："} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("the terminal lacks %q: %s", want, said)
		}
	}
	stop()
	if code := <-done; code != exitDone {
		t.Errorf("ended with %d: %s", code, said)
	}
}
