package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"
)

// shortTimeouts are short enough for a test, and long enough for a busy machine.
func shortTimeouts() timeouts {
	return timeouts{head: 400 * time.Millisecond, body: 600 * time.Millisecond, piece: 600 * time.Millisecond, most: 600 * time.Millisecond, idle: time.Minute}
}

// bounded is when a test gives up: the server waits for ever.
const bounded = 20 * time.Second

// slowServer answers /long slowly for longer than it waits for anything, /late after as
// long, and /big with more than any buffer takes; it tells how each ended.
func slowServer(t *testing.T) (address string, ended chan error) {
	t.Helper()
	ended = make(chan error, 1)
	pieces := func(w http.ResponseWriter, n int, size int, wait time.Duration) (err error) {
		for i := 0; i < n && err == nil; i++ {
			time.Sleep(wait)
			_, err = w.Write(make([]byte, size))
		}
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /long", func(w http.ResponseWriter, _ *http.Request) { ended <- pieces(w, 20, 8<<10, 100*time.Millisecond) })
	mux.HandleFunc("GET /big", func(w http.ResponseWriter, _ *http.Request) { ended <- pieces(w, 1, 64<<20, 0) })
	mux.HandleFunc("GET /late", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(2 * shortTimeouts().most)
		ended <- errors.Join(r.Context().Err(), pieces(w, 1, 8<<10, 0))
	})
	mux.HandleFunc("POST /form", func(w http.ResponseWriter, r *http.Request) {
		_, err := io.ReadAll(r.Body)
		ended <- err
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := shortTimeouts().server(mux, slog.New(slog.DiscardHandler))
	go srv.Serve(l)
	t.Cleanup(func() { srv.Close() })
	return l.Addr().String(), ended
}

func wait(t *testing.T, ended chan error) error {
	t.Helper()
	select {
	case err := <-ended:
		return err
	case <-time.After(bounded):
		t.Fatal("the server waits for ever")
		return nil
	}
}

func TestClientsThatSendAByteAtATimeAreCutOff(t *testing.T) {
	for _, tt := range []struct{ why, head string }{
		{"a head", "GET /long HTTP/1.1\r\nHost: a\r\nX-Slow: "},
		{"a form", "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\na="},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			address, ended := slowServer(t)
			c, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			fmt.Fprint(c, tt.head)
			cut := make(chan error, 1)
			go func() {
				_, err := io.Copy(io.Discard, c) // ends when the server closes
				cut <- err
			}()
			until := time.After(bounded)
			for open := true; open; {
				select {
				case <-cut:
					open = false
				case <-until:
					t.Fatal("it is never cut off")
				case <-time.After(50 * time.Millisecond):
					fmt.Fprint(c, "x")
				}
			}
			if tt.why == "a form" && wait(t, ended) == nil {
				t.Error("half a form passed for a whole one")
			}
		})
	}
}

func TestClientsThatDoNotReadAreCutOff(t *testing.T) {
	for _, tt := range []struct {
		why  string
		read func(net.Conn)
	}{
		{"nothing is read", func(net.Conn) {}},
		{"a byte at a time is read", func(c net.Conn) {
			for b := make([]byte, 1); ; time.Sleep(20 * time.Millisecond) {
				if _, err := c.Read(b); err != nil {
					return
				}
			}
		}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			address, ended := slowServer(t)
			c, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			fmt.Fprint(c, "GET /big HTTP/1.1\r\nHost: a\r\n\r\n")
			go tt.read(c)
			if err := wait(t, ended); err == nil {
				t.Error("64 MiB were taken by nobody")
			}
		})
	}
}

func TestAnswersThatTakeLongArriveWhole(t *testing.T) {
	for _, tt := range []struct {
		why, path string
		size      int
	}{
		{"a download that goes on", "/long", 20 * 8 << 10},
		{"a report that is long in the making", "/late", 8 << 10},
		{"a large one", "/big", 64 << 20},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			address, ended := slowServer(t)
			resp, err := http.Get("http://" + address + tt.path)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			n, err := io.Copy(io.Discard, resp.Body)
			if err != nil || n != int64(tt.size) {
				t.Errorf("%d bytes of %d (%v)", n, tt.size, err)
			}
			if err := wait(t, ended); err != nil {
				t.Error(err)
			}
		})
	}
}
