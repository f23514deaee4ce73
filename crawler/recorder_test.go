package crawler

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/site"
)

// speak answers every request on ln with what answers says for its first line,
// byte for byte.
func speak(t *testing.T, ln net.Listener, answers map[string]string) {
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				for in := bufio.NewReader(conn); ; {
					first, err := in.ReadString('\n')
					if err != nil {
						return
					}
					for line := first; strings.TrimSpace(line) != ""; {
						if line, err = in.ReadString('\n'); err != nil {
							return
						}
					}
					answer, ok := answers[strings.Fields(first)[1]]
					if !ok {
						return // no answer at all
					}
					half := len(answer) / 2
					io.WriteString(conn, answer[:half])
					time.Sleep(5 * time.Millisecond)
					io.WriteString(conn, answer[half:])
				}
			}()
		}
	}()
}

// testFetcher gets pages from loopback.
func testFetcher(t *testing.T) *fetcher {
	t.Helper()
	l := Defaults().Crawl
	l.SkipTLSVerify = true
	d := dialer{newResolver(""), guard{[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, anyFamily}
	tr := newTransport(d, l, true)
	t.Cleanup(tr.base.CloseIdleConnections)
	f, err := newFetcher(tr, l, newMetrics())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestWhatWentOverTheWireIsKept: heads as they were sent, in their order, for the
// page and each redirect.
func TestWhatWentOverTheWireIsKept(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	redirect := "HTTP/1.1 302 Moved\r\nLocation: /new\r\nset-cookie: id=7\r\nContent-Length: 0\r\n"
	answer := "HTTP/1.1 200 Fine\r\nX-b: 2\r\ncontent-TYPE:text/html\r\nX-A: \xd6\xd0\r\nContent-Length: 5\r\n"
	speak(t, ln, map[string]string{
		"/old":   redirect + "\r\n",
		"/new":   answer + "\r\n<p>hi",
		"/early": "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + answer + "\r\n<p>hi",
		"/lines": "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
	})
	base := "http://" + ln.Addr().String()
	f := testFetcher(t)
	get := func(path string) *site.Page {
		p, _ := f.get(t.Context(), ask{method: http.MethodGet, url: base + path, limit: 1 << 20})
		return p
	}
	p := get("/old")
	if p.Failure != "" || len(p.Chain) != 1 {
		t.Fatalf("%s %s, %d redirects", p.Failure, p.Err, len(p.Chain))
	}
	hop := p.Chain[0].Exchange
	if hop.Answer != redirect || !strings.HasPrefix(hop.Request, "GET /old HTTP/1.1\r\nHost: "+ln.Addr().String()+"\r\n") {
		t.Errorf("redirect: asked %q, answered %q", hop.Request, hop.Answer)
	}
	if p.Exchange.Answer != answer || p.Exchange.Remote.String() != ln.Addr().String() {
		t.Errorf("page: answered %q by %s", p.Exchange.Answer, p.Exchange.Remote)
	}
	if r := p.Exchange.Request; !strings.HasPrefix(r, "GET /new HTTP/1.1\r\n") || !strings.Contains(r, "\r\nCookie: id=7\r\n") || strings.HasSuffix(r, "\r\n\r\n") {
		t.Errorf("page: asked %q", r)
	}
	if p := get("/early"); p.Exchange.Answer != answer {
		t.Errorf("after an interim answer: %q", p.Exchange.Answer)
	}
	if p := get("/lines"); p.Exchange.Answer != "HTTP/1.1 200 OK\nContent-Length: 2\n" {
		t.Errorf("bare line ends: %q", p.Exchange.Answer)
	}
	if p := get("/silent"); p.Failure == "" || !strings.HasPrefix(p.Exchange.Request, "GET /silent ") || p.Exchange.Answer != "" {
		t.Errorf("no answer: asked %q, answered %q", p.Exchange.Request, p.Exchange.Answer)
	}
}

func TestTheWireIsReadInsideTLS(t *testing.T) {
	srv := httptest.NewTLSServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { io.WriteString(rw, "<p>hi") }))
	defer srv.Close()
	f := testFetcher(t)
	for range 2 { // also over a connection used before
		p, _ := f.get(t.Context(), ask{method: http.MethodGet, url: srv.URL + "/a", limit: 1 << 20})
		if p.Failure != "" || !strings.HasPrefix(p.Exchange.Request, "GET /a HTTP/1.1\r\n") || !strings.HasPrefix(p.Exchange.Answer, "HTTP/1.1 200 OK\r\n") {
			t.Errorf("%s %s: asked %q, answered %q", p.Failure, p.Err, p.Exchange.Request, p.Exchange.Answer)
		}
	}
}

// A server that accepts and says nothing must not hold a handshake for ever.
func TestAHandshakeEnds(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	dial := recordedTLS((&net.Dialer{}).DialContext, &tls.Config{}, 50*time.Millisecond)
	if _, err := dial(context.Background(), "tcp", ln.Addr().String()); failureOf(err) != site.FailTimeout {
		t.Errorf("%v: want a timeout", err)
	}
}

func TestHeadsAreBoundedAndTellNoPassword(t *testing.T) {
	for _, tt := range []struct{ name, head, want string }{
		{"whole", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n"},
		{"password", "GET / HTTP/1.1\r\nAuthorization: Basic c2VjcmV0\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n"},
		{"too long", string(appendBounded(nil, []byte("HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", maxHead)+"\r\n\r\n"))), "HTTP/1.1 200 OK\r\n"},
		{"nothing", "", ""},
	} {
		if got := headText([]byte(tt.head)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// talk is a connection whose peer says what is queued.
type talk struct {
	net.Conn
	answers []string
}

func (c *talk) Write(b []byte) (int, error) { return len(b), nil }

func (c *talk) Read(b []byte) (int, error) {
	n := copy(b, c.answers[0])
	c.answers = c.answers[1:]
	return n, nil
}

func (c *talk) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 80} }

// An answer without a body frees its connection before it is handed over: the next
// request may be on its way when the heads of the one before are asked for.
func TestHeadsBelongToTheirRequest(t *testing.T) {
	r := &recorder{Conn: &talk{answers: []string{"HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"}}}
	ask := func(path string) {
		if _, err := r.Write([]byte("GET " + path + " HTTP/1.1\r\n\r\n")); err != nil {
			t.Fatal(err)
		}
	}
	hear := func() {
		if _, err := r.Read(make([]byte, 100)); err != nil {
			t.Fatal(err)
		}
	}
	first := r.begin()
	ask("/a")
	hear()
	second := r.begin()
	ask("/b")
	if x := r.end(first); x.Request != "GET /a HTTP/1.1\r\n" || x.Answer != "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n" {
		t.Errorf("the first is told as %q, %q", x.Request, x.Answer)
	}
	hear()
	if x := r.end(second); x.Request != "GET /b HTTP/1.1\r\n" || x.Answer != "HTTP/1.1 200 OK\r\n" {
		t.Errorf("the second is told as %q, %q", x.Request, x.Answer)
	}
}
