package signon

import (
	"fmt"
	"io"
	"net/http"
	"time"
)

const (
	patience   = 10 * time.Second
	mostAnswer = 1 << 20 // bytes
)

// newClient talks to a provider over connections that nobody on the way can read, and
// only so long and so much. It follows no redirects: secrets go nowhere else.
func newClient() *http.Client {
	return &http.Client{Timeout: patience, Transport: guard{http.DefaultTransport.(*http.Transport).Clone()},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

type guard struct{ next http.RoundTripper }

func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if !safe(r.URL) {
		return nil, fmt.Errorf("%s is not asked: it is not reached by HTTPS", r.URL.Redacted())
	}
	res, err := g.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	res.Body = bounded{io.LimitReader(res.Body, mostAnswer), res.Body}
	return res, nil
}

// bounded is the beginning of a body.
type bounded struct {
	io.Reader
	io.Closer
}
