package evidence

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/site"
)

// renamed starts the names of headers that describe the answer as it went over
// the wire, not the block as it is stored: a reader that believed them would
// unpack what is unpacked already.
const renamed = "X-Archive-Orig-"

// rebuilt marks the head of an answer whose own was not kept.
const rebuilt = "X-Archive-Note: headers were not kept; rebuilt from what is known\r\n"

// httpDate is how HTTP writes a time, which it has in UTC.
const httpDate = "Mon, 02 Jan 2006 15:04:05 GMT"

// requestBlock is the request as sent.
func requestBlock(raw string) []byte {
	start, lines := headLines(raw)
	return []byte(start + "\r\n" + strings.Join(lines, "") + "\r\n")
}

// answerBlock is the head of an answer as received, but for what describes another
// form of the body than the one of n bytes that is stored.
func answerBlock(raw string, n int) []byte {
	start, lines := headLines(raw)
	if version, rest, _ := strings.Cut(start, " "); !strings.HasPrefix(version, "HTTP/1.") {
		start = "HTTP/1.1 " + rest // readers of WARC know no other
	}
	var b strings.Builder
	b.WriteString(start)
	b.WriteString("\r\n")
	length := strconv.Itoa(n)
	said := false
	for _, l := range lines {
		name, value, _ := strings.Cut(l, ":")
		switch lower := strings.ToLower(name); {
		case lower == "content-length" && !said && strings.TrimSpace(value) == length:
			said = true
		case lower == "content-length", lower == "content-encoding", lower == "transfer-encoding", strings.HasPrefix(lower, "warc-"):
			l = renamed + l
		}
		b.WriteString(l)
	}
	if !said { // also because a reader loses its way in a head without any header
		b.WriteString("Content-Length: " + length + "\r\n")
	}
	b.WriteString("\r\n")
	return []byte(b.String())
}

// headLines takes the head of a message apart: its first line, and its header
// lines, each with its CRLF. A line that is none is left out, so that the head
// ends where this program says.
func headLines(raw string) (start string, lines []string) {
	for i, l := range strings.Split(raw, "\n") {
		l = strings.TrimRight(l, "\r")
		if i == 0 {
			start = oneLine(l)
			continue
		}
		name, value, ok := strings.Cut(l, ":")
		switch {
		case ok && token(name):
			lines = append(lines, name+":"+oneLine(value)+"\r\n")
		case l != "" && (l[0] == ' ' || l[0] == '\t') && len(lines) > 0: // a folded line
			lines = append(lines, "\t"+strings.TrimSpace(oneLine(l))+"\r\n")
		}
	}
	return start, lines
}

// token reports whether s can be the name of a header.
func token(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// rebuiltAnswer is the head of an answer of which only p's fields are known.
func rebuiltAnswer(p *site.Page, n int) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/1.1 %d \r\n", p.Status)
	if p.ContentType != "" {
		b.WriteString("Content-Type: " + oneLine(p.ContentType) + "\r\n")
	}
	if !p.LastModified.IsZero() {
		b.WriteString("Last-Modified: " + p.LastModified.UTC().Format(httpDate) + "\r\n")
	}
	if p.ETag != "" {
		b.WriteString("ETag: " + oneLine(p.ETag) + "\r\n")
	}
	b.WriteString(rebuilt)
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n", n)
	return []byte(b.String())
}
