package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"github.com/govaudit/govaudit/site"
)

// The exchanges of a page are packed line by line: most lines of most answers are
// one of a few. What is written here is read for ever, so wireLines only grows.

// wireForm is the first byte of packed exchanges.
const wireForm = 1

// Codes of a line. The others are wireFirst and up: an index into wireLines, whose
// text is followed by the rest of the line.
const (
	wireLiteral = iota // the line as it is
	wireGet            // GET, the path and query of the address, HTTP/1.1
	wireHost           // Host: and that of the address
	wireFirst
)

// wireLines begin the lines of requests and answers. Order is for ever.
var wireLines = [...]string{
	"HTTP/1.1 200 OK\r\n",
	"HTTP/1.1 304 Not Modified\r\n",
	"HTTP/1.1 404 Not Found\r\n",
	"HTTP/1.1 302 Found\r\n",
	"HTTP/1.1 301 Moved Permanently\r\n",
	"HTTP/1.1 ",
	"User-Agent: ",
	"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n",
	"Accept-Language: zh-CN,zh;q=0.9\r\n",
	"Accept-Encoding: gzip\r\n",
	"Connection: keep-alive\r\n",
	"Connection: close\r\n",
	"Cookie: ",
	"If-Modified-Since: ",
	"If-None-Match: ",
	"Content-Type: text/html\r\n",
	"Content-Type: text/html; charset=utf-8\r\n",
	"Content-Type: text/html; charset=UTF-8\r\n",
	"Content-Type: text/html;charset=UTF-8\r\n",
	"Content-Type: ",
	"Content-Length: ",
	"Content-Encoding: gzip\r\n",
	"Transfer-Encoding: chunked\r\n",
	"Vary: Accept-Encoding\r\n",
	"Accept-Ranges: bytes\r\n",
	"Date: ",
	"Last-Modified: ",
	"ETag: ",
	"Expires: ",
	"Cache-Control: no-cache\r\n",
	"Cache-Control: ",
	"Server: nginx\r\n",
	"Server: ",
	"Set-Cookie: ",
	"X-Frame-Options: SAMEORIGIN\r\n",
	"X-XSS-Protection: 1; mode=block\r\n",
	"X-Content-Type-Options: nosniff\r\n",
	"Location: ",
}

// packWire packs the exchanges of a page, those of its redirects first; nil where
// none was kept.
func packWire(p *site.Page) []byte {
	kept := p.Exchange != site.Exchange{}
	for i := range p.Chain {
		kept = kept || p.Chain[i].Exchange != site.Exchange{}
	}
	if !kept {
		return nil
	}
	b := append(make([]byte, 0, 256), wireForm)
	for i := range p.Chain {
		b = appendExchange(b, &p.Chain[i].Exchange, p.Chain[i].URL)
	}
	return appendExchange(b, &p.Exchange, p.Final)
}

func appendExchange(b []byte, x *site.Exchange, url string) []byte {
	b = appendHead(b, x.Request, url)
	b = appendHead(b, x.Answer, url)
	remote, err := x.Remote.MarshalBinary()
	if err != nil || !x.Remote.IsValid() {
		remote = nil
	}
	b = binary.AppendUvarint(b, uint64(len(remote)))
	return append(b, remote...)
}

// appendHead writes the number of lines and the lines.
func appendHead(b []byte, head, url string) []byte {
	n := strings.Count(head, "\n")
	if head != "" && head[len(head)-1] != '\n' {
		n++
	}
	b = binary.AppendUvarint(b, uint64(n))
	get, host := ownLines(url)
	for range n {
		var line string
		if i := strings.IndexByte(head, '\n'); i >= 0 {
			line, head = head[:i+1], head[i+1:]
		} else {
			line = head
		}
		switch code := lineCode(line); {
		case line == get:
			b = append(b, wireGet)
		case line == host:
			b = append(b, wireHost)
		case code == wireLiteral:
			b = appendText(append(b, wireLiteral), line)
		default:
			start := wireLines[code-wireFirst]
			b = binary.AppendUvarint(b, uint64(code))
			if start[len(start)-1] != '\n' {
				b = appendText(b, line[len(start):])
			}
		}
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// ownLines are the lines of a request that its address gives.
func ownLines(url string) (get, host string) {
	_, rest, _ := strings.Cut(url, "://")
	path := ""
	if i := strings.IndexAny(rest, "/?"); i >= 0 {
		rest, path = rest[:i], rest[i:]
	}
	if path == "" || path[0] == '?' {
		path = "/" + path
	}
	return "GET " + path + " HTTP/1.1\r\n", "Host: " + rest + "\r\n"
}

func lineCode(line string) int {
	for i, start := range wireLines {
		if strings.HasPrefix(line, start) {
			return wireFirst + i
		}
	}
	return wireLiteral
}

var errWire = errors.New("packed exchanges are damaged")

// unpackWire undoes packWire: it fills in the exchanges of p.
func unpackWire(b []byte, p *site.Page) error {
	if len(b) == 0 {
		return nil
	}
	if b[0] != wireForm {
		return fmt.Errorf("packed exchanges of form %d: %w", b[0], errWire)
	}
	r := wireReader{rest: b[1:]}
	for i := range p.Chain {
		p.Chain[i].Exchange = r.exchange(p.Chain[i].URL)
	}
	p.Exchange = r.exchange(p.Final)
	if r.bad || len(r.rest) > 0 {
		return errWire
	}
	return nil
}

// wireReader reads packed exchanges; bad says that they make no sense.
type wireReader struct {
	rest []byte
	bad  bool
}

func (r *wireReader) number() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

func (r *wireReader) bytes() []byte {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.bad, r.rest = true, nil
		return nil
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *wireReader) exchange(url string) (x site.Exchange) {
	x.Request, x.Answer = r.head(url), r.head(url)
	if remote := r.bytes(); len(remote) > 0 {
		r.bad = r.bad || x.Remote.UnmarshalBinary(remote) != nil
	}
	return x
}

func (r *wireReader) head(url string) string {
	n := r.number()
	if n == 0 || n > uint64(len(r.rest)) { // a line takes a byte at least
		r.bad = r.bad || n > 0
		return ""
	}
	get, host := ownLines(url)
	out := make([]byte, 0, 512)
	for ; n > 0 && !r.bad; n-- {
		switch code := r.number(); {
		case code == wireLiteral:
			out = append(out, r.bytes()...)
		case code == wireGet:
			out = append(out, get...)
		case code == wireHost:
			out = append(out, host...)
		case code-wireFirst < uint64(len(wireLines)):
			start := wireLines[code-wireFirst]
			out = append(out, start...)
			if start[len(start)-1] != '\n' {
				out = append(out, r.bytes()...)
			}
		default:
			r.bad = true
		}
		if len(out) > maxHeads {
			r.bad = true
		}
	}
	return string(out)
}

// maxHeads bounds one head that is unpacked: long addresses may be meant by single
// bytes. The crawler keeps far less.
const maxHeads = 4 << 20
