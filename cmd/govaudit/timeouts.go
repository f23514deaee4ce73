package main

import (
	"log/slog"
	"net/http"
	"time"
)

// timeouts are how long the server waits for those who ask: who sends or reads a byte a
// second must not hold what others need.
type timeouts struct {
	head  time.Duration // for the head of a request
	body  time.Duration // for a request, head and body
	piece time.Duration // for its reader to take each piece of an answer
	most  time.Duration // for an answer to begin
	idle  time.Duration // between two requests
}

// defaultTimeouts suit a browser on a bad line: that takes two kilobytes a second.
func defaultTimeouts() timeouts {
	return timeouts{head: 10 * time.Second, body: 2 * time.Minute, piece: 30 * time.Second, most: 10 * time.Minute, idle: 2 * time.Minute}
}

// pieceSize is how much of an answer is sent under one deadline.
const pieceSize = 64 << 10

// server makes an HTTP server that waits no longer. An answer may take as long as it is
// large, as long as it is read.
func (t timeouts) server(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{Handler: t.handler(h), ReadHeaderTimeout: t.head, ReadTimeout: t.body, WriteTimeout: t.most, IdleTimeout: t.idle,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
}

func (t timeouts) handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		if r.Body == http.NoBody {
			// All of it is here: that it is late no longer ends what is made of it.
			_ = control.SetReadDeadline(time.Time{}) // where it cannot be set, it stands as it was
		}
		next.ServeHTTP(&timedWriter{w, control, t.piece}, r)
	})
}

// timedWriter sends an answer piece by piece, each in time.
type timedWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	piece   time.Duration
}

// Unwrap lets an http.ResponseController find what it controls.
func (w *timedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *timedWriter) Write(b []byte) (n int, err error) {
	for {
		piece := b[n:min(n+pieceSize, len(b))]
		_ = w.control.SetWriteDeadline(time.Now().Add(w.piece)) // where it cannot be set, that of the server stands
		done, err := w.ResponseWriter.Write(piece)
		if n += done; err != nil || n == len(b) {
			return n, err
		}
	}
}
