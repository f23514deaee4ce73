package crawler

import (
	"bytes"
	"compress/gzip"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/site"
)

const okHTML = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

// What comes over the wire may be anything.
func TestHostileWire(t *testing.T) {
	kilobyte := strings.Repeat("<p>x", 256)
	only := func(f site.Failure) map[string]site.Failure { return map[string]site.Failure{"/bad": f} }
	encoded := func(name string, body []byte) http.HandlerFunc {
		return func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "text/html")
			rw.Header().Set("Content-Encoding", name)
			rw.Write(body)
		}
	}
	bomb := zipped(bytes.Repeat([]byte("<p>x"), 8<<20))
	status := func(line string) http.HandlerFunc { return says(line + "\r\nContent-Length: 0\r\n\r\n") }
	runHostile(t, []hostile{
		{name: "a body without end is cut", bad: pours(okHTML+"\r\n", kilobyte, 0), want: only(site.FailTooLarge)},
		{name: "chunks without end are cut", bad: pours(okHTML+"Transfer-Encoding: chunked\r\n\r\n", "400\r\n"+kilobyte+"\r\n", 0), want: only(site.FailTooLarge)},
		{name: "a file without end in place of a page is looked at and no more", bad: pours("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n", kilobyte, 0), want: only(""), complete: true},
		{name: "a body of a byte at a time times out", bad: pours(okHTML+"\r\n", "x", 30*time.Millisecond), want: only(site.FailTimeout)},
		{name: "a body that promises much and drips times out", bad: pours(okHTML+"Content-Length: 500000\r\n\r\n", "x", 30*time.Millisecond), want: only(site.FailTimeout)},
		{name: "headers of a byte at a time time out", bad: pours("HTTP/1.1 200 OK\r\nX: ", "x", 30*time.Millisecond), want: only(site.FailTimeout)},
		{name: "an answer that never begins times out", bad: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, want: only(site.FailTimeout)},
		{name: "a gzip bomb is cut", bad: encoded("gzip", bomb), want: only(site.FailTooLarge)},
		{name: "gzip within gzip is not undone twice", bad: encoded("gzip", zipped(bomb)), want: only(site.FailOther)},
		{name: "two encodings at once were not asked for", bad: encoded("gzip, gzip", zipped(bomb)), want: only(site.FailOther)},
		{name: "deflate was not asked for", bad: encoded("deflate", []byte("x")), want: only(site.FailOther)},
		{name: "zstd was not asked for", bad: encoded("zstd", []byte("x")), want: only(site.FailOther)},
		{name: "gzip that is none", bad: encoded("gzip", []byte(page("甲"))), want: only(site.FailOther)},
		{name: "gzip that breaks off", bad: encoded("gzip", zipped([]byte(page("甲")))[:60]), want: only(site.FailConnect)},
		{name: "a length longer than the body", bad: says(okHTML + "Content-Length: 5000\r\n\r\n<p>x"), want: only(site.FailConnect)},
		{name: "a length longer than a body that is whole", bad: says(okHTML + "Content-Length: 5000\r\n\r\n<html><p>x</html>"), want: only(""), complete: true},
		{name: "a length shorter than the body", bad: says(okHTML + "Content-Length: 4\r\n\r\n<p>xxxxxxxxxxxxx"), want: only(""), complete: true},
		{name: "a page cut where the connection ends", bad: says("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><div><ul><li>x"), want: only("")},
		{name: "a page cut in the middle that says how long the part is", bad: says(okHTML + "Content-Length: 45\r\n\r\n<html><body><div><ul><li><a href=/x>abc</a><l"), want: only(site.FailServer), stopped: "服务器错误 1 个"},
		{name: "a page without end tag that says how long it is", bad: says(okHTML + "Content-Length: 25\r\n\r\n<html><body><div><p>x</p>"), want: only(""), complete: true},
		{name: "a page that ends with the connection, without end tag, closing what it began", bad: says("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><div>x</div>"), want: only(""), complete: true},
		{name: "more links on a page than are kept", bad: says(okHTML + "Connection: close\r\n\r\n" + linksAway(9000)), want: only("")},
		{name: "a negative length", bad: says(okHTML + "Content-Length: -1\r\n\r\n<p>x"), want: only(site.FailOther)},
		{name: "two lengths", bad: says(okHTML + "Content-Length: 4\r\nContent-Length: 5\r\n\r\n<p>x"), want: only(site.FailOther)},
		{name: "a length beyond all memory", bad: says(okHTML + "Content-Length: 9000000000000000000\r\n\r\n<p>x"), want: only(site.FailConnect)},
		{name: "chunks that are none", bad: says(okHTML + "Transfer-Encoding: chunked\r\n\r\nzzzz\r\n<p>x"), want: only(site.FailOther)},
		{name: "a chunk beyond all memory", bad: says(okHTML + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n<p>x"), want: only(site.FailConnect)},
		{name: "headers without end", bad: pours("HTTP/1.1 200 OK\r\n", "X-A: "+strings.Repeat("x", 1000)+"\r\n", 0), want: only(site.FailOther)},
		{name: "a header without end", bad: pours("HTTP/1.1 200 OK\r\nX-A: ", kilobyte, 0), want: only(site.FailOther)},
		{name: "a flood of 100 Continue", bad: pours("", "HTTP/1.1 100 Continue\r\n\r\n", 0), want: only(site.FailOther)},
		{name: "a flood of 103 Early Hints", bad: pours("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 0), want: only(site.FailOther)},
		{name: "an answer without a status line", bad: says("<html><p>x</html>"), want: only(site.FailOther)},
		{name: "the banner of another service", bad: says("SSH-2.0-OpenSSH_9.2\r\n"), want: only(site.FailOther)},
		{name: "bytes at random", bad: says("\x00\xff\x01\x02\r\n\r\n\x80\x81"), want: only(site.FailOther)},
		{name: "a status that is no number", bad: status("HTTP/1.1 abc OK"), want: only(site.FailOther)},
		{name: "a status nobody knows", bad: status("HTTP/1.1 999 Request denied"), want: only(site.FailServer)},
		{name: "not modified, though nobody asked", bad: status("HTTP/1.1 304 Not Modified"), want: only(site.FailRedirect)},
		{name: "a connection closed without a word", bad: says(""), want: only(site.FailConnect)},
		{name: "a connection reset after the headers", bad: wire(func(c net.Conn) {
			c.Write([]byte(okHTML + "Content-Length: 100\r\n\r\n<p>"))
			linger(c)
		}), want: only(site.FailConnect)},
		{name: "cookies without end", portal: func(w *web) {
			w.bad(func(rw http.ResponseWriter, r *http.Request) {
				for i := range 1000 {
					http.SetCookie(rw, &http.Cookie{Name: fmt.Sprintf("c%d%s", i, r.URL.Path[1:]), Value: strings.Repeat("x", 200)})
				}
				if n := len(r.Header.Get("Cookie")); n > maxCookieLine {
					t.Errorf("%d bytes of cookies sent back", n)
				}
				var links []string
				for i := range 10 {
					links = append(links, fmt.Sprintf("/bad%d 更多", i))
				}
				fmt.Fprint(rw, page(r.URL.Path, links...))
			})
		}, want: only(""), complete: true, requests: 40},
	})
}

// linksAway is a page with so many links to other sites.
func linksAway(n int) string {
	var b strings.Builder
	b.WriteString("<html><body>")
	for i := range n {
		fmt.Fprintf(&b, "<a href=http://x%d.example/>x</a>", i)
	}
	return b.String() + "</body></html>"
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

// linger makes closing c a reset.
func linger(c net.Conn) {
	if m, ok := c.(meteredConn); ok {
		c = m.Conn
	}
	c.(*net.TCPConn).SetLinger(0)
}

func TestHostileTLS(t *testing.T) {
	var at string
	listen := func(w *web) net.Listener {
		l, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		_, port, _ := net.SplitHostPort(l.Addr().String())
		at = "https://www.a.gov.cn:" + port + "/"
		w.name("www.a.gov.cn")
		return l
	}
	secure := func(set func(*httptest.Server)) func(w *web) {
		return func(w *web) {
			s := &httptest.Server{Listener: listen(w), Config: &http.Server{Handler: http.NotFoundHandler(), ErrorLog: log.New(io.Discard, "", 0)}}
			s.TLS = &tls.Config{}
			set(s)
			s.StartTLS()
			w.t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
		}
	}
	speaks := func(f func(c net.Conn)) func(w *web) {
		return func(w *web) {
			l := listen(w)
			go func() {
				for {
					c, err := l.Accept()
					if err != nil {
						return
					}
					go func() { defer c.Close(); f(c) }()
				}
			}()
			w.t.Cleanup(func() { l.Close() })
		}
	}
	for _, tt := range []hostile{
		{name: "a certificate nobody vouches for", portal: secure(func(*httptest.Server) {}), want: map[string]site.Failure{"/": site.FailConnect}},
		{name: "a certificate long expired", portal: secure(func(s *httptest.Server) { s.TLS.Certificates = []tls.Certificate{expired(t)} }), want: map[string]site.Failure{"/": site.FailConnect}},
		{name: "a handshake that never begins", portal: speaks(func(c net.Conn) { io.Copy(io.Discard, c) }), want: map[string]site.Failure{"/": site.FailTimeout}},
		{name: "no TLS where TLS is announced", portal: speaks(func(c net.Conn) { c.Read(make([]byte, 100)); c.Write([]byte("HTTP/1.1 200 OK\r\n\r\n")) }), want: map[string]site.Failure{"/": site.FailOther}},
	} {
		tt.home, tt.stopped = func(*web) string { return at }, "首页访问"
		tt.tune = func(s *Settings) { s.Crawl.Timeout = 300 * time.Millisecond }
		t.Run(tt.name, tt.run)
	}
}

// expired makes a certificate that was good for a day, years ago.
func expired(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	form := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"www.a.gov.cn"}, NotBefore: day, NotAfter: day.AddDate(0, 0, 1)}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}
