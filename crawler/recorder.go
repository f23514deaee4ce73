package crawler

import (
	"bytes"
	"context"
	"crypto/tls"
	"net"
	"net/http/httptrace"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/govaudit/govaudit/site"
)

// maxHead bounds the bytes kept of the head of one request or answer: proof needs
// no more, and a snapshot must not fill with the headers of a hostile server.
const maxHead = 32 << 10

// dialFunc opens a connection.
type dialFunc func(ctx context.Context, network, addr string) (net.Conn, error)

// recorded opens connections that note the heads of what goes over them.
func recorded(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return &recorder{Conn: conn}, nil
	}
}

// recordedTLS does the same inside of the encryption.
func recordedTLS(dial dialFunc, cfg *tls.Config, timeout time.Duration) dialFunc {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		cfg := cfg.Clone()
		if cfg.ServerName, _, err = net.SplitHostPort(addr); err != nil {
			conn.Close()
			return nil, err
		}
		ctx, cancel := context.WithTimeout(ctx, timeout)
		defer cancel()
		secure := tls.Client(conn, cfg)
		if err := secure.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, err
		}
		return &recorder{Conn: secure}, nil
	}
}

// recorder is a connection that keeps the head of the last request sent over it
// and of its answer, byte for byte.
type recorder struct {
	net.Conn

	mu       sync.Mutex // one goroutine writes, another reads
	request  []byte
	answer   []byte
	asked    bool // a request was begun
	answered bool // something of its answer came
	whole    bool // the head of the answer is complete
}

func (r *recorder) Write(b []byte) (int, error) {
	r.mu.Lock()
	if !r.asked || r.answered {
		r.request, r.answer = r.request[:0], r.answer[:0]
		r.asked, r.answered, r.whole = true, false, false
	}
	r.request = appendBounded(r.request, b)
	r.mu.Unlock()
	return r.Conn.Write(b)
}

func (r *recorder) Read(b []byte) (int, error) {
	n, err := r.Conn.Read(b)
	if n > 0 {
		r.mu.Lock()
		if r.asked && !r.whole {
			r.answered = true
			r.hear(b[:n])
		}
		r.mu.Unlock()
	}
	return n, err
}

// hear takes up a part of an answer. Interim answers (100 to 199) are left out.
func (r *recorder) hear(b []byte) {
	if _, next := headEnd(b, 0); len(r.answer) == 0 && next >= 0 && !interim(b) {
		b = b[:next] // no room for what was read of the body
	}
	from := max(0, len(r.answer)-3)
	r.answer = appendBounded(r.answer, b)
	for {
		end, next := headEnd(r.answer, from)
		if end < 0 {
			r.whole = len(r.answer) == maxHead
			return
		}
		if !interim(r.answer) {
			r.answer, r.whole = r.answer[:end], true
			return
		}
		r.answer = r.answer[:copy(r.answer, r.answer[next:])]
		from = 0
	}
}

// interim reports that head is one of the answers before the answer.
func interim(head []byte) bool { return bytes.HasPrefix(head, []byte("HTTP/1.1 1")) }

// headEnd finds the empty line after a head, looking from an offset: where the
// last line of the head ends, and where what follows begins. -1: not there yet.
func headEnd(b []byte, from int) (end, next int) {
	for i := from; i < len(b); i++ {
		j := bytes.IndexByte(b[i:], '\n')
		if j < 0 {
			break
		}
		i += j
		rest := b[i+1:]
		switch {
		case len(rest) > 0 && rest[0] == '\n':
			return i + 1, i + 2
		case len(rest) > 1 && rest[0] == '\r' && rest[1] == '\n':
			return i + 1, i + 3
		}
	}
	return -1, -1
}

func appendBounded(dst, b []byte) []byte {
	return append(dst, b[:min(len(b), maxHead-len(dst))]...)
}

// exchange returns what was noted of the last request.
func (r *recorder) exchange() site.Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.asked {
		return site.Exchange{}
	}
	x := site.Exchange{Request: headText(r.request), Answer: headText(r.answer)}
	if a, ok := r.RemoteAddr().(*net.TCPAddr); ok {
		ap := a.AddrPort()
		x.Remote = netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port())
	}
	return x
}

// headText is a head without the empty line after it and without what it tells of
// us alone: nobody is meant to know a password.
func headText(b []byte) string {
	if end, _ := headEnd(b, 0); end >= 0 {
		b = b[:end]
	}
	if i := bytes.LastIndexByte(b, '\n'); len(b) == maxHead && i >= 0 {
		b = b[:i+1] // a cut line says nothing true
	}
	s := string(b)
	for _, secret := range []string{"\nAuthorization:", "\nProxy-Authorization:"} {
		for i := strings.Index(s, secret); i >= 0; i = strings.Index(s, secret) {
			_, rest, _ := strings.Cut(s[i+1:], "\n")
			s = s[:i+1] + rest
		}
	}
	return s
}

// watched returns ctx such that x learns over which connection its requests go.
func (x *exchange) watched(ctx context.Context) context.Context {
	x.trace.GotConn = func(info httptrace.GotConnInfo) { x.conn, _ = info.Conn.(*recorder) }
	return httptrace.WithClientTrace(ctx, &x.trace)
}

// record notes what went over the wire for the request just made.
func (x *exchange) record() {
	if x.conn != nil {
		x.wire = x.conn.exchange()
	}
}
