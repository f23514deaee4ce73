package crawler

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
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
	base *http.Transport
}

func newTransport(d dialer, l Limits, keep bool) *transport {
	return &transport{&http.Transport{
		Proxy:                  nil, // a proxy would connect for us, past the guard
		DialContext:            d.dial,
		TLSClientConfig:        &tls.Config{InsecureSkipVerify: l.SkipTLSVerify, MinVersion: tls.VersionTLS10},
		TLSHandshakeTimeout:    l.Timeout,
		ResponseHeaderTimeout:  l.Timeout,
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true,
		DisableKeepAlives:      !keep,
		MaxIdleConns:           4 * l.Concurrency,
		MaxIdleConnsPerHost:    l.PerHost,
		IdleConnTimeout:        30 * time.Second,
		ReadBufferSize:         16 << 10,
	}}
}

// RoundTrip sends one request and returns the answer with its body decompressed
// and bounded. The body never gives a read error: that goes to the exchange.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodGet && req.Method != http.MethodHead || req.Body != nil && req.Body != http.NoBody {
		return nil, fmt.Errorf("%w: %s %s", errMethod, req.Method, req.URL)
	}
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	x := exchangeOf(req.Context())
	x.header = resp.Header
	x.length = resp.ContentLength
	limit := x.limit
	if !textual(resp.Header.Get("Content-Type"), req.URL.Path) {
		limit = min(limit, maxFile)
		x.file = true
	} else {
		x.file = false
	}
	b := &body{x: x, src: resp.Body, left: limit}
	b.r = &capped{r: resp.Body, left: limit + 1, x: x}
	switch enc := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); enc {
	case "", "identity":
	case "gzip", "x-gzip":
		b.zipped = req.Method != http.MethodHead
	default:
		x.readErr = fmt.Errorf("content encoding %q was not asked for", enc)
		b.left = 0
	}
	// The layers above would convert text by a charset they read here, and
	// unpack what calls itself gzip. Pages keep their bytes as sent.
	out := *resp
	out.Header = http.Header{"Content-Type": {"application/octet-stream"}}
	copyHeader(out.Header, resp.Header, "Location", "Set-Cookie", "Refresh")
	out.Uncompressed = true
	out.ContentLength = -1
	out.Body = b
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
	redirect  func(req *http.Request, via []*http.Request) error
	header    http.Header // of the last answer, as sent
	length    int64       // Content-Length of the last answer; -1: not given
	file      bool        // the last answer is not a page
	truncated bool
	readErr   error
	refused   error // by the redirect handler
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

// body reads at most left decompressed bytes and turns errors into an end.
type body struct {
	x      *exchange
	src    io.Closer
	r      io.Reader
	zip    *gzip.Reader
	zipped bool // a gzip stream not opened yet
	left   int64
	over   [1]byte
}

var unzippers = sync.Pool{New: func() any { return new(gzip.Reader) }}

func (b *body) Read(p []byte) (int, error) {
	if b.zipped {
		b.zipped = false
		if err := b.open(); err != nil {
			return 0, io.EOF
		}
	}
	if len(p) == 0 {
		return 0, nil
	}
	if b.left <= 0 {
		if b.x.readErr == nil {
			if n, _ := io.ReadFull(b.r, b.over[:]); n > 0 {
				b.x.truncated = true
			}
		}
		return 0, io.EOF
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.r.Read(p)
	b.left -= int64(n)
	if err != nil && err != io.EOF && b.x.readErr == nil && !b.x.truncated {
		b.x.readErr = err
	}
	if err != nil {
		b.left = 0
		if !b.x.truncated && b.x.readErr == nil {
			b.r = eof{}
		}
		return n, io.EOF
	}
	return n, nil
}

func (b *body) open() error {
	z := unzippers.Get().(*gzip.Reader)
	if err := z.Reset(b.r); err != nil {
		unzippers.Put(z)
		b.left = 0
		if err != io.EOF { // an empty body is an empty page
			b.x.readErr = fmt.Errorf("open gzip body: %w", err)
		}
		b.r = eof{}
		return err
	}
	b.zip, b.r = z, z
	return nil
}

func (b *body) Close() error {
	if b.zip != nil {
		unzippers.Put(b.zip)
		b.zip, b.r, b.left = nil, eof{}, 0
	}
	return b.src.Close()
}

type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }

// capped bounds the bytes taken from the wire.
type capped struct {
	r    io.Reader
	left int64
	x    *exchange
}

func (c *capped) Read(p []byte) (int, error) {
	if c.left <= 0 {
		c.x.truncated = true
		return 0, io.ErrUnexpectedEOF
	}
	if int64(len(p)) > c.left {
		p = p[:c.left]
	}
	n, err := c.r.Read(p)
	c.left -= int64(n)
	return n, err
}
