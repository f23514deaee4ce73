package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestServeIsScraped starts a serve and reads what its Prometheus would.
func TestServeIsScraped(t *testing.T) {
	portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<html><head><title>甲县</title></head><body>欢迎</body></html>")
	}))
	defer portal.Close()
	path := filepath.Join(t.TempDir(), "c.yaml")
	text := "store: sqlite:s.db\npacks: [national]\nnetwork: {allow: [127.0.0.0/8], ipv6: \"off\"}\ncrawl: {robots: ignore}\nserve: {listen: \"127.0.0.1:0\"}\n" +
		"sites:\n  - {id: jia, name: 甲县, url: \"" + portal.URL + "/\", level: county}\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	base := "http://" + startServe(t, path).address
	for _, tt := range []struct {
		path   string
		header string
		status int
		want   string
	}{
		{"/metrics", "", 200, "govaudit_queue_jobs{state=\"waiting\"} 0\n"},
		{"/metrics", "", 200, "govaudit_scrape_error 0\n"},
		{"/metrics", "192.0.2.7", 403, "serve.metrics_token"},
		{"/probe?target=jia", "", 200, "govaudit_probe_success 1\n"},
		{"/probe?target=jia", "192.0.2.7", 403, "serve.metrics_token"},
		{"/probe?target=http://169.254.169.254/", "", 400, "target"},
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+tt.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if tt.header != "" {
			req.Header.Set("X-Forwarded-For", tt.header)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != tt.status || !strings.Contains(string(body), tt.want) {
			t.Errorf("%s: status %d (%v), want %d with %q:\n%s", tt.path, res.StatusCode, err, tt.status, tt.want, body)
		}
	}
}
