package courier

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/mail"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/notice"
)

// post is a mail server that answers as a test wants.
type post struct {
	t       *testing.T
	port    int
	answers map[string]string // by the beginning of a command; "" hangs up; "text" is the end of the text
	secured *tls.Config       // after STARTTLS; nil: it is not offered
	heard   []string
	text    string
	done    chan struct{}
}

func newPost(t *testing.T, answers map[string]string) *post { return newPostOn(t, answers, nil, nil) }

// newPostOn is one that encrypts from the first byte, or after STARTTLS.
func newPostOn(t *testing.T, answers map[string]string, implicit, after *tls.Config) *post {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	p := &post{t: t, answers: answers, secured: after, done: make(chan struct{})}
	p.port, _ = strconv.Atoi(port)
	t.Cleanup(func() { l.Close(); <-p.done })
	go func() {
		defer close(p.done)
		conn, err := l.Accept()
		if err == nil {
			if implicit != nil {
				conn = tls.Server(conn, implicit)
			}
			p.talk(conn)
			conn.Close()
		}
	}()
	return p
}

func (p *post) talk(conn net.Conn) {
	r := bufio.NewReader(conn)
	fmt.Fprint(conn, "220 hello\r\n")
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		p.heard = append(p.heard, line)
		if line == "STARTTLS" && p.secured != nil {
			fmt.Fprint(conn, "220 go on\r\n")
			conn = tls.Server(conn, p.secured)
			defer conn.Close()
			r = bufio.NewReader(conn)
			continue
		}
		answer := "250 ok"
		if line == "DATA" {
			answer = "354 go on"
		}
		for start, a := range p.answers {
			if strings.HasPrefix(line, start) {
				answer = a
			}
		}
		if answer == "" {
			return
		}
		fmt.Fprint(conn, answer+"\r\n")
		if strings.HasPrefix(answer, "354") {
			var text strings.Builder
			for {
				line, err := r.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				text.WriteString(line)
			}
			p.text = text.String()
			end, ok := p.answers["text"]
			if ok && end == "" {
				return
			}
			if !ok {
				end = "250 taken"
			}
			fmt.Fprint(conn, end+"\r\n")
		}
	}
}

func (p *post) settings() notice.SMTP {
	return notice.SMTP{Host: "127.0.0.1", Port: p.port, TLS: "none", From: "政务公开办 <a@x.cn>"}
}

func aNotice(to ...string) notice.Notice {
	return notice.Notice{ID: "20260410-090000-0a1b2c3d", To: to, Made: time.Date(2026, 4, 10, 9, 0, 0, 0, time.UTC),
		Subject: "【政务公开整改】新增 3、逾期 1、已销号 5（江州市教育局）", Text: "正文\n.\n末行", HTML: "<p>正文</p>"}
}

func TestMailOutcomes(t *testing.T) {
	for _, tt := range []struct {
		name    string
		answers map[string]string
		to      []string
		want    string // in the error; "": taken
		note    string
		unknown bool
	}{
		{"the server takes it", nil, []string{"b@x.cn"}, "", "", false},
		{"the server hangs up after it took it", map[string]string{"QUIT": ""}, []string{"b@x.cn"}, "", "", false},
		{"the server refuses the sender", map[string]string{"MAIL": "550 no"}, []string{"b@x.cn"}, "不接受发件人", "", false},
		{"the server refuses one of two", map[string]string{"RCPT TO:<c@x.cn>": "550 no such user"}, []string{"b@x.cn", "c@x.cn"}, "", "c@x.cn（550", false},
		{"the server refuses all", map[string]string{"RCPT": "550 no such user"}, []string{"b@x.cn", "c@x.cn"}, "不接受收件人", "", false},
		{"the server hangs up at a recipient", map[string]string{"RCPT TO:<c@x.cn>": ""}, []string{"b@x.cn", "c@x.cn"}, "EOF", "", false},
		{"the server wants no text", map[string]string{"DATA": "451 later"}, []string{"b@x.cn"}, "不接受正文", "", false},
		{"the server refuses the text", map[string]string{"text": "554 spam"}, []string{"b@x.cn"}, "没有接收", "", false},
		{"the server hangs up after the text", map[string]string{"text": ""}, []string{"b@x.cn"}, "没有等到邮件服务器的应答", "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPost(t, tt.answers)
			m, err := NewMail(p.settings(), "")
			if err != nil {
				t.Fatal(err)
			}
			note, err := m.Send(t.Context(), aNotice(tt.to...))
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if errors.Is(err, notice.ErrUnknown) != tt.unknown {
				t.Errorf("%v says that the outcome is unknown: want %v", err, tt.unknown)
			}
			if tt.note == "" && note != "" || !strings.Contains(note, tt.note) {
				t.Errorf("note %q, want %q", note, tt.note)
			}
		})
	}
}

func TestMailWaitsNoLongerThanItMay(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	port := l.Addr().(*net.TCPAddr).Port
	m, err := NewMail(notice.SMTP{Host: "127.0.0.1", Port: port, TLS: "none", From: "a@x.cn"}, "")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Send(ctx, aNotice("b@x.cn")); err == nil || errors.Is(err, notice.ErrUnknown) {
		t.Errorf("what never left: %v", err)
	}
}

func TestMailIsRead(t *testing.T) {
	p := newPost(t, nil)
	m, err := NewMail(p.settings(), "")
	if err != nil {
		t.Fatal(err)
	}
	n := aNotice("b@x.cn", "c@x.cn")
	if _, err := m.Send(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	<-p.done
	for _, line := range strings.Split(p.text, "\r\n") {
		if len(line) > 200 {
			t.Errorf("a line of %d bytes", len(line))
		}
	}
	read, err := mail.ReadMessage(strings.NewReader(p.text))
	if err != nil {
		t.Fatal(err)
	}
	var words mime.WordDecoder
	if got, err := words.DecodeHeader(read.Header.Get("Subject")); err != nil || got != n.Subject {
		t.Errorf("subject %q %v", got, err)
	}
	if to, err := read.Header.AddressList("To"); err != nil || len(to) != 2 || to[1].Address != "c@x.cn" {
		t.Errorf("to %v %v", to, err)
	}
	if from, err := read.Header.AddressList("From"); err != nil || from[0].Name != "政务公开办" {
		t.Errorf("from %v %v", from, err)
	}
	_, params, err := mime.ParseMediaType(read.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(read.Body, params["boundary"])
	for _, want := range []string{n.Text, n.HTML} {
		part, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
		if err != nil || string(text) != want {
			t.Errorf("part %q %v, want %q", text, err, want)
		}
	}
}

// TestHostileNamesStayOutOfHeaders has a department write headers of its own.
func TestHostileNamesStayOutOfHeaders(t *testing.T) {
	for _, evil := range []string{"甲局\r\nBcc: evil@x.cn", "a\nBcc: evil@x.cn\n\n<script>", "=?utf-8?q?a=0D=0ABcc:_evil@x.cn?=", strings.Repeat("长", 5000)} {
		n := aNotice("b@x.cn")
		n.Subject = evil
		from, err := mail.ParseAddress("a@x.cn")
		if err != nil {
			t.Fatal(err)
		}
		text, err := message(n, from)
		if err != nil {
			continue // refused
		}
		read, err := mail.ReadMessage(strings.NewReader(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		if len(read.Header) != 8 || read.Header.Get("Bcc") != "" {
			t.Errorf("headers %v", read.Header)
		}
	}
	n := aNotice("b@x.cn\r\nBcc: evil@x.cn")
	if _, err := message(n, &mail.Address{Address: "a@x.cn"}); err == nil {
		t.Error("an address with a line end was written")
	}
}

func TestNoPasswordInTheOpen(t *testing.T) {
	p := newPost(t, map[string]string{"EHLO": "250-hello\r\n250 AUTH LOGIN"})
	s := p.settings()
	s.Host, s.User = "localhost", "a"
	m, err := NewMail(s, "geheim")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Send(t.Context(), aNotice("b@x.cn")); err == nil {
		t.Error("a password was sent in the open")
	}
	<-p.done
	if said := strings.Join(p.heard, "\n"); strings.Contains(said, "AUTH") || strings.Contains(said, base64.StdEncoding.EncodeToString([]byte("geheim"))) {
		t.Errorf("the server heard %s", said)
	}
}
