package crawler

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/govaudit/govaudit/site"
)

const (
	maxHeader = 256 << 10 // bytes of one answer's headers
	maxFile   = 64 << 10  // bytes read of what is not a page
)

// errMethod marks a request that would change something on a site.
var errMethod = errors.New("the crawler only reads: GET and HEAD")

// transport is the one way out: it lets through nothing but GET and HEAD, asks
// for gzip and undoes it, bounds bodies on both sides of the decompression, and
// notes in the exchange of the request's context what the layers above drop.
type transport struct {
	base  *http.Transport
	fresh *http.Transport // opens a connection for each request
}

func newTransport(d dialer, l Limits, keep bool) *transport {
	secure := &tls.Config{InsecureSkipVerify: l.SkipTLSVerify, MinVersion: tls.VersionTLS10}
	base := &http.Transport{
		Proxy:                  nil, // a proxy would connect for us, past the guard
		DialContext:            recorded(d.dial),
		DialTLSContext:         recordedTLS(d.dial, secure, l.Timeout),
		ResponseHeaderTimeout:  l.Timeout,
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true,
		DisableKeepAlives:      !keep,
		MaxIdleConns:           4 * l.Concurrency,
		MaxIdleConnsPerHost:    l.PerHost,
		IdleConnTimeout:        30 * time.Second,
		ReadBufferSize:         16 << 10,
	}
	fresh := base.Clone()
	fresh.DisableKeepAlives = true
	return &transport{base, fresh}
}

type freshKey struct{}

// onNewConnections has requests made with the context go over connections of their own: a
// balancer keeps to one machine for each connection.
func onNewConnections(ctx context.Context) context.Context {
	return context.WithValue(ctx, freshKey{}, true)
}

// RoundTrip sends one request and reads the answer's body, decompressed and
// bounded, into the exchange; the answer it returns has none. The layers above
// would convert text by a charset they read in the header, unpack what calls
// itself gzip, and lose what came of a body that breaks off: they get the status
// and what they need to follow a redirect.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodGet && req.Method != http.MethodHead || req.Body != nil && req.Body != http.NoBody {
		return nil, fmt.Errorf("%w: %s %s", errMethod, req.Method, req.URL)
	}
	x := exchangeOf(req.Context())
	x.wire = site.Exchange{}
	base := t.base
	if req.Context().Value(freshKey{}) != nil {
		base = t.fresh
	}
	resp, err := base.RoundTrip(req)
	x.record()
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	x.header, x.length = resp.Header, resp.ContentLength
	x.body, x.truncated, x.readErr = nil, false, nil
	x.file = !textual(resp.Header.Get("Content-Type"), req.URL.Path)
	switch {
	case req.Method == http.MethodHead:
	case resp.StatusCode >= 300 && resp.StatusCode < 400 && resp.Header.Get("Location") != "":
		io.CopyN(io.Discard, resp.Body, 4<<10) // so that the connection can be used again
	default:
		x.read(resp)
	}
	out := *resp
	out.Header = http.Header{"Content-Type": {"application/octet-stream"}}
	copyHeader(out.Header, resp.Header, "Location", "Set-Cookie")
	out.Uncompressed, out.ContentLength, out.Body = true, 0, http.NoBody
	return &out, nil
}

func copyHeader(to, from http.Header, names ...string) {
	for _, n := range names {
		if v := from[n]; v != nil {
			to[n] = v
		}
	}
}

// textual reports whether a body of this type can hold links and words. Without
// a type, and for pages served under a wrong one, the path decides.
func textual(contentType, path string) bool {
	t, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		t = strings.ToLower(strings.TrimSpace(contentType))
		t, _, _ = strings.Cut(t, ";")
	}
	switch {
	case t == "", strings.HasPrefix(t, "text/"):
		return true
	case strings.Contains(t, "html"), strings.Contains(t, "xml") && !strings.Contains(t, "officedocument"),
		strings.Contains(t, "javascript"), strings.Contains(t, "json"):
		return true
	}
	return pagePath(path) && !strings.HasPrefix(t, "image/")
}

// exchange carries what one fetch needs on its way through colly and net/http,
// and brings back what they do not keep.
type exchange struct {
	limit     int64 // bytes of body, on either side of the decompression
	keep      int64 // the same, should the answer be a document that is read; 0: as of any file
	redirect  func(req *http.Request, via []*http.Request) error
	header    http.Header // of the last answer, as sent
	length    int64       // Content-Length of the last answer; -1: not given
	file      bool        // the last answer is not a page
	body      []byte
	truncated bool  // body stops at limit
	readErr   error // why body stops before its end
	refused   error // by the redirect handler
	trace     httptrace.ClientTrace
	conn      *recorder     // over which the last request goes or went
	heads     *heads        // of the request under way
	wire      site.Exchange // the heads of the last request and answer
}

type exchangeKey struct{}

func withExchange(ctx context.Context, x *exchange) context.Context {
	return context.WithValue(ctx, exchangeKey{}, x)
}

// exchangeOf returns the exchange of ctx; without one, one that bounds tightly.
func exchangeOf(ctx context.Context) *exchange {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x
	}
	return &exchange{limit: maxFile}
}

// scratch holds buffers that bodies of unknown length grow in.
var scratch = sync.Pool{New: func() any { return new(bytes.Buffer) }}

var unzippers = sync.Pool{New: func() any { return new(gzip.Reader) }}

// read reads the body of resp: at most limit bytes, and at most as many from the
// wire, so that neither an endless answer nor a bomb costs more.
func (x *exchange) read(resp *http.Response) {
	limit := x.limit
	switch {
	case !x.file:
	case x.keep > 0 && resp.ContentLength <= x.keep && documentAnswer(resp.Header, resp.Request.URL.String()):
		limit = x.keep
	default:
		limit = min(limit, maxFile)
	}
	wire := &io.LimitedReader{R: resp.Body, N: limit + 1}
	var r io.Reader = wire
	switch enc := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); enc {
	case "", "identity":
	case "gzip", "x-gzip":
		z := unzippers.Get().(*gzip.Reader)
		defer unzippers.Put(z)
		if err := z.Reset(wire); err != nil {
			if err != io.EOF { // an empty body is an empty page
				x.readErr = fmt.Errorf("open gzip body: %w", err)
			}
			return
		}
		r = z
	default:
		x.readErr = fmt.Errorf("content encoding %q was not asked for", enc)
		return
	}
	if n := resp.ContentLength; r == wire && n > 0 && n <= min(limit, roomMost) {
		x.body = roomFor(int(n))[:n]
		n, err := io.ReadFull(wire, x.body)
		x.body, x.readErr = x.body[:n], err
		return
	}
	buf := scratch.Get().(*bytes.Buffer)
	buf.Reset()
	n, err := buf.ReadFrom(io.LimitReader(r, limit+1))
	x.truncated = n > limit || wire.N <= 0
	if err != nil && !x.truncated {
		x.readErr = err
	}
	if x.truncated && x.file {
		limit = min(limit, maxFile) // half a document is of no use
	}
	x.body = append(roomFor(int(min(n, limit))), buf.Bytes()[:min(n, limit)]...)
	if buf.Cap() <= 1<<20 {
		scratch.Put(buf)
	}
}
