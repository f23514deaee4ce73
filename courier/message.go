package courier

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"strings"
	"time"

	"github.com/govaudit/govaudit/notice"
)

// message writes a notice as a mail in plain text and HTML. Nothing of it reaches a
// header but through an encoder that knows no line end.
func message(n notice.Notice, from *mail.Address) ([]byte, error) {
	var b bytes.Buffer
	parts := multipart.NewWriter(&b)
	var to []string
	for _, a := range n.To {
		if strings.ContainsAny(a, "\r\n") {
			return nil, errors.New("收件地址里有换行")
		}
		to = append(to, (&mail.Address{Address: a}).String())
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	for _, h := range [][2]string{
		{"From", from.String()},
		{"To", strings.Join(to, ",\r\n ")},
		{"Subject", folded(n.Subject)},
		{"Date", n.Made.Format(time.RFC1123Z)},
		{"Message-ID", "<" + n.ID + "@" + domain + ">"},
		{"Auto-Submitted", "auto-generated"},
		{"MIME-Version", "1.0"},
		{"Content-Type", "multipart/alternative; boundary=" + parts.Boundary()},
	} {
		fmt.Fprintf(&b, "%s: %s\r\n", h[0], h[1])
	}
	b.WriteString("\r\n")
	for _, p := range [][2]string{{"text/plain", n.Text}, {"text/html", n.HTML}} {
		w, err := parts.CreatePart(textproto.MIMEHeader{"Content-Type": {p[0] + "; charset=utf-8"}, "Content-Transfer-Encoding": {"base64"}})
		if err != nil {
			return nil, err
		}
		if err := writeBase64(w, p[1]); err != nil {
			return nil, err
		}
	}
	if err := parts.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// folded is text as a header has it, encoded words on lines of their own.
func folded(text string) string {
	return strings.ReplaceAll(mime.BEncoding.Encode("utf-8", text), "?= =?", "?=\r\n =?")
}

// writeBase64 writes lines of 76 characters.
func writeBase64(w io.Writer, text string) error {
	code := base64.StdEncoding.EncodeToString([]byte(text))
	for len(code) > 0 {
		n := min(len(code), 76)
		if _, err := io.WriteString(w, code[:n]+"\r\n"); err != nil {
			return err
		}
		code = code[n:]
	}
	return nil
}
