package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// TestProbe visits two portals, one of which is down, and finds both visits in the
// store; with both down it is our network that is suspected, and nothing is kept.
func TestProbe(t *testing.T) {
	up := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<html><head><title>甲县</title></head><body>欢迎</body></html>"))
	}))
	defer up.Close()
	down := httptest.NewServer(http.NotFoundHandler())
	gone := down.URL
	down.Close()
	dir := t.TempDir()
	probe := func(name string, addresses ...string) error {
		t.Helper()
		text := "store: sqlite:" + name + ".db\npacks: [national]\nnetwork: {allow: [127.0.0.0/8], ipv6: \"off\"}\ncrawl: {robots: ignore, timeout: 2s, retries: 0, backoff: 1ms}\nsites:\n"
		for i, a := range addresses {
			text += "  - {id: s" + string(rune('0'+i)) + ", name: 甲县, url: \"" + a + "/\", level: county}\n"
		}
		path := filepath.Join(dir, name+".yaml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(os.Args[0], "probe", "--config", path)
		cmd.Env = append(os.Environ(), childEnv+"=1")
		out, err := cmd.CombinedOutput()
		t.Logf("%s", out)
		return err
	}
	count := func(name, id, address string) (total, failed int) {
		t.Helper()
		st, err := store.Open(t.Context(), "sqlite:"+filepath.Join(dir, name+".db"), slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		list, err := st.Visits(t.Context(), site.Target{ID: id, URL: address + "/"}, time.Unix(0, 0), time.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range list {
			if v.Failure != "" {
				failed++
			}
		}
		return len(list), failed
	}
	for range 2 {
		if err := probe("mixed", up.URL, gone); err != nil {
			t.Fatal(err)
		}
	}
	if n, failed := count("mixed", "s0", up.URL); n != 2 || failed != 0 {
		t.Errorf("the portal that is up: %d visits, %d in vain; want 2 and 0", n, failed)
	}
	if n, failed := count("mixed", "s1", gone); n != 2 || failed != 2 {
		t.Errorf("the portal that is down: %d visits, %d in vain; want 2 and 2", n, failed)
	}
	if err := probe("dark", gone, gone); err == nil {
		t.Error("nobody answered, and the probe did not say so")
	}
	if n, _ := count("dark", "s0", gone); n != 0 {
		t.Errorf("%d visits are kept of a probe in which nobody answered", n)
	}
}
