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

// recorder is a connection that notes the heads of the request that holds it, byte
// for byte.
type recorder struct {
	net.Conn

	mu  sync.Mutex // one goroutine writes, another reads
	now *heads     // of the request that holds the connection; nil: of none
}

// heads are the heads of one request and of its answer. They belong to the request,
// not to the connection: an answer without a body gives its connection to the next
// request before it is handed over itself.
type heads struct {
	request []byte
	answer  []byte
	whole   bool // the head of the answer is complete
}

var headsPool = sync.Pool{New: func() any { return new(heads) }}

// begin returns the heads that what goes over the connection is noted in from now on.
func (r *recorder) begin() *heads {
	h := headsPool.Get().(*heads)
	h.request, h.answer, h.whole = h.request[:0], h.answer[:0], false
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = h
	return h
}

func (r *recorder) Write(b []byte) (int, error) {
	r.mu.Lock()
	if r.now != nil {
		r.now.request = appendBounded(r.now.request, b)
	}
	r.mu.Unlock()
	return r.Conn.Write(b)
}

func (r *recorder) Read(b []byte) (int, error) {
	n, err := r.Conn.Read(b)
	if n > 0 {
		r.mu.Lock()
		if r.now != nil && !r.now.whole {
			r.now.hear(b[:n])
		}
		r.mu.Unlock()
	}
	return n, err
}

// hear takes up a part of an answer. Interim answers (100 to 199) are left out.
func (h *heads) hear(b []byte) {
	if _, next := headEnd(b, 0); len(h.answer) == 0 && next >= 0 && !interim(b) {
		b = b[:next] // no room for what was read of the body
	}
	from := max(0, len(h.answer)-3)
	h.answer = appendBounded(h.answer, b)
	for {
		end, next := headEnd(h.answer, from)
		if end < 0 {
			h.whole = len(h.answer) == maxHead
			return
		}
		if !interim(h.answer) {
			h.answer, h.whole = h.answer[:end], true
			return
		}
		h.answer = h.answer[:copy(h.answer, h.answer[next:])]
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

// end returns what was noted in h, which must not be used any more.
func (r *recorder) end(h *heads) site.Exchange {
	r.mu.Lock()
	if r.now == h {
		r.now = nil
	}
	r.mu.Unlock()
	x := site.Exchange{Request: headText(h.request), Answer: headText(h.answer)}
	headsPool.Put(h)
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
	x.trace.GotConn = func(info httptrace.GotConnInfo) {
		x.record() // of a connection that broke before, should this be the second
		if x.conn, _ = info.Conn.(*recorder); x.conn != nil {
			x.heads = x.conn.begin()
		}
	}
	return httptrace.WithClientTrace(ctx, &x.trace)
}

// record notes what went over the wire for the request just made.
func (x *exchange) record() {
	if x.heads != nil {
		x.wire = x.conn.end(x.heads)
		x.heads = nil
	}
}
