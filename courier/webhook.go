package courier

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/govaudit/govaudit/notice"
)

// Webhook posts notices as JSON. It goes to the address of the notice only: it follows
// no redirect, and asks no proxy.
type Webhook struct {
	secret []byte
	client *http.Client
}

// NewWebhook returns one that signs with a secret.
func NewWebhook(secret []byte) *Webhook {
	return &Webhook{secret, &http.Client{
		Transport: &http.Transport{
			DialContext:         (&net.Dialer{Timeout: dialTime}).DialContext,
			TLSHandshakeTimeout: dialTime, ResponseHeaderTimeout: answerTime, MaxResponseHeaderBytes: 16 << 10, DisableKeepAlives: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

const (
	dialTime   = 10 * time.Second
	answerTime = 15 * time.Second
)

// Schema names the form of what is posted.
const Schema = "govaudit-notice/1"

// body is what is posted.
type body struct {
	Schema     string          `json:"schema"`
	ID         string          `json:"id"`
	Department string          `json:"department"`
	Made       time.Time       `json:"made"`
	Subject    string          `json:"subject"`
	Counts     map[string]int  `json:"counts"`
	Text       string          `json:"text"`
	Matters    []notice.Matter `json:"matters"`
}

// mostPosted bounds the matters of a request: all are counted.
const mostPosted = 500

// Send posts a notice. What was answered with a status other than 2xx was not taken;
// where no answer came after the request had left, nobody knows.
func (w *Webhook) Send(ctx context.Context, n notice.Notice) (string, error) {
	b := body{Schema, n.ID, n.Audience.Department, n.Made, n.Subject, map[string]int{}, n.Text, n.Digest.Matters[:min(len(n.Digest.Matters), mostPosted)]}
	for _, k := range notice.Kinds() {
		b.Counts[string(k)] = n.Digest.Count(k)
	}
	doc, err := json.Marshal(b)
	if err != nil {
		return "", fmt.Errorf("write notice: %w", err)
	}
	var left atomic.Bool
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, n.URL, &told{bytes.NewReader(doc), &left})
	if err != nil {
		return "", errors.New("地址无法使用")
	}
	at := strconv.FormatInt(n.Made.Unix(), 10)
	req.ContentLength = int64(len(doc))
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", "govaudit")
	req.Header.Set("Idempotency-Key", n.ID)
	req.Header.Set("X-Govaudit-Timestamp", at)
	req.Header.Set("X-Govaudit-Signature", "sha256="+Sign(w.secret, at, doc))
	res, err := w.client.Do(req)
	if err != nil {
		// The error repeats the address, which may hold a key.
		var inner interface{ Unwrap() error }
		if errors.As(err, &inner) {
			err = inner.Unwrap()
		}
		if left.Load() {
			return "", fmt.Errorf("%w：没有等到 %s 的应答：%v", notice.ErrUnknown, req.URL.Host, err)
		}
		return "", fmt.Errorf("无法送到 %s：%w", req.URL.Host, err)
	}
	defer res.Body.Close()
	if _, err := io.CopyN(io.Discard, res.Body, 64<<10); err != nil && !errors.Is(err, io.EOF) && res.StatusCode/100 == 2 {
		return "应答不完整", nil // the status says that it was taken
	}
	if res.StatusCode == http.StatusGatewayTimeout {
		return "", fmt.Errorf("%w：%s 前面的网关没有等到应答", notice.ErrUnknown, req.URL.Host)
	}
	if res.StatusCode/100 != 2 {
		return "", fmt.Errorf("%s 没有接收：应答 %d", req.URL.Host, res.StatusCode)
	}
	return "", nil
}

// told notes that something of the request was read, and so may have left.
type told struct {
	*bytes.Reader
	left *atomic.Bool
}

func (t *told) Read(p []byte) (int, error) {
	t.left.Store(true)
	return t.Reader.Read(p)
}

// Sign is the signature of a request: the HMAC-SHA-256 of its timestamp, a point and
// its body, in hexadecimal.
func Sign(secret []byte, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}
