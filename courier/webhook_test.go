package courier

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/notice"
)

func TestWebhookOutcomes(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") }))
	defer elsewhere.Close()
	for _, tt := range []struct {
		name    string
		answer  http.HandlerFunc
		want    string // in the error; "": taken
		unknown bool
	}{
		{"it takes it", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, "", false},
		{"it refuses it", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, "应答 403", false},
		{"it is broken", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, "应答 500", false},
		{"it leads elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		}, "应答 307", false},
		{"it hangs up", func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			panic(http.ErrAbortHandler)
		}, "没有等到", true},
		{"a gateway before it gives up", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGatewayTimeout) }, "网关", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := httptest.NewServer(tt.answer)
			defer s.Close()
			n := aNotice()
			n.URL = s.URL + "/hook?key=geheim"
			_, err := NewWebhook([]byte("0123456789abcdef")).Send(t.Context(), n)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if errors.Is(err, notice.ErrUnknown) != tt.unknown {
				t.Errorf("%v says that the outcome is unknown: want %v", err, tt.unknown)
			}
			if err != nil && strings.Contains(err.Error(), "geheim") {
				t.Errorf("the error tells the key: %v", err)
			}
		})
	}
}

func TestWebhookThatIsAwayTookNothing(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	n := aNotice()
	n.URL = s.URL + "/?key=geheim"
	s.Close()
	_, err := NewWebhook([]byte("0123456789abcdef")).Send(t.Context(), n)
	if err == nil || errors.Is(err, notice.ErrUnknown) || strings.Contains(err.Error(), "geheim") {
		t.Errorf("error %v", err)
	}
}

func TestWebhookSigns(t *testing.T) {
	const secret = "0123456789abcdef"
	var got struct {
		Schema, ID, Subject, Text string
		Counts                    map[string]int
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		doc, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if r.Method != http.MethodPost || r.Header.Get("X-Govaudit-Signature") != "sha256="+Sign([]byte(secret), r.Header.Get("X-Govaudit-Timestamp"), doc) {
			t.Errorf("%s with signature %q", r.Method, r.Header.Get("X-Govaudit-Signature"))
		}
		if r.Header.Get("Idempotency-Key") != "20260410-090000-0a1b2c3d" {
			t.Errorf("idempotency key %q", r.Header.Get("Idempotency-Key"))
		}
		if err := json.Unmarshal(doc, &got); err != nil {
			t.Error(err)
		}
	}))
	defer s.Close()
	n := aNotice()
	n.URL = s.URL
	if _, err := NewWebhook([]byte(secret)).Send(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	if got.Schema != "govaudit-notice/1" || got.ID != n.ID || got.Subject != n.Subject || got.Text != n.Text || len(got.Counts) != len(notice.Kinds()) {
		t.Errorf("posted %+v", got)
	}
	// HMAC-SHA-256 of "1.x" under "k", by openssl.
	if s := Sign([]byte("k"), "1", []byte("x")); s != "976cb87e4f568d1c0f03f32859e90af8597cf00b978ba37c229c97d3a15b8449" {
		t.Errorf("signature %q", s)
	}
}
