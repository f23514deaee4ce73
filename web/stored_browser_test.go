package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestStoredInBrowser opens pages that try to act in a real browser: as they are,
// where they do act; sealed, where they must not even if nothing had been taken from
// them; and rewritten. It runs where GOVAUDIT_TEST_CHROMIUM names a Chromium.
func TestStoredInBrowser(t *testing.T) {
	chromium := os.Getenv("GOVAUDIT_TEST_CHROMIUM")
	if chromium == "" {
		t.Skip("GOVAUDIT_TEST_CHROMIUM names no browser")
	}
	var reached atomic.Int32
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	mux.HandleFunc("/reached", func(http.ResponseWriter, *http.Request) { reached.Add(1) })
	acting := fmt.Sprintf(`<html><head><title>quiet</title></head><body onload="document.title='ran'"><img src="%[1]s/reached"><link rel=stylesheet href="%[1]s/reached">
<style>body{background:url(%[1]s/reached)}</style><script src="%[1]s/reached"></script><script>document.title='ran';fetch('%[1]s/reached')</script>
<iframe src="%[1]s/reached"></iframe><form id=f action="%[1]s/reached"></form><script>document.getElementById('f').submit()</script></body></html>`, server.URL)
	s := newTestServer(t, nil)
	mux.HandleFunc("/raw", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, acting) })
	mux.HandleFunc("/sealed", func(w http.ResponseWriter, r *http.Request) { sealed(acting).write(s.Server, w, &call{Request: r}) })
	mux.HandleFunc("/rewritten", func(w http.ResponseWriter, r *http.Request) {
		doc, _ := rewriteArchived([]byte(acting), server.URL, "quiet")
		sealed(doc).write(s.Server, w, &call{Request: r})
	})
	for _, tt := range []struct {
		path string
		acts bool
	}{{"/raw", true}, {"/sealed", false}, {"/rewritten", false}} {
		reached.Store(0)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		out, err := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync", "--user-data-dir="+t.TempDir(), "--virtual-time-budget=3000", "--dump-dom", server.URL+tt.path).Output()
		cancel()
		if err != nil || len(out) == 0 {
			t.Fatalf("%s: %v", tt.path, err)
		}
		ran := strings.Contains(string(out), "<title>ran</title>") || reached.Load() > 0
		if ran != tt.acts {
			t.Errorf("%s: acts %v, %d requests: %s", tt.path, ran, reached.Load(), out)
		}
	}
}
