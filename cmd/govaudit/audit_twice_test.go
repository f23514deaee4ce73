package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govaudit/govaudit/internal/bench"
)

// TestOneAuditAtATime starts the audit that another process is in the middle of: every
// page would be asked for twice, at twice the pace the config allows.
func TestOneAuditAtATime(t *testing.T) {
	portal := bench.NewPortal(60)
	asked, answer := make(chan struct{}), make(chan struct{})
	var first sync.Once
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		first.Do(func() { close(asked) })
		select {
		case <-answer:
			portal.ServeHTTP(w, r)
		case <-r.Context().Done():
		}
	}))
	defer srv.Close()
	dir := t.TempDir()
	config := configFor(t, dir, "c", srv.URL)
	child := program(config, filepath.Join(dir, "first"))
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	<-asked
	audit := func(out string) (string, int) {
		var said bytes.Buffer
		code := run(context.Background(), []string{"audit", "--quiet", "--config", config, "--out", filepath.Join(dir, out)},
			env{Stdout: &said, Stderr: &said, Now: time.Now})
		return said.String(), code
	}
	if said, code := audit("second"); code != exitUsage || !strings.Contains(said, "另一个 govaudit 正在做这次审计") || !strings.Contains(said, "--fresh") {
		t.Errorf("beside the one that is carried out: exit %d\n%s", code, said)
	}
	child.Process.Kill()
	child.Wait()
	close(answer)
	if said, code := audit("third"); code != exitDone {
		t.Errorf("after that one was killed: exit %d\n%s", code, said)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "c.db-run-*")); len(left) > 0 {
		t.Errorf("left beside the store: %q", left)
	}
}
