package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/internal/bench"
	"github.com/govaudit/govaudit/store"
)

// TestKilledAuditGoesOn kills an audit with SIGKILL again and again and starts it
// anew each time. It must end with the results of an audit left in peace, and ask
// for no page again that was stored.
func TestKilledAuditGoesOn(t *testing.T) {
	portal := bench.NewPortal(400)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(3 * time.Millisecond) // long enough to be killed in the middle
		portal.ServeHTTP(w, r)
	}))
	defer srv.Close()
	dir := t.TempDir()
	calm, killed := configFor(t, dir, "calm", srv.URL), configFor(t, dir, "killed", srv.URL)
	if err := program(calm, filepath.Join(dir, "calm")).Run(); err != nil {
		t.Fatal(err)
	}
	portal.Reset()

	kills := 0
	for delay := 200 * time.Millisecond; ; delay += delay / 2 {
		stored := storedPaths(t, filepath.Join(dir, "killed.db"))
		before := map[string]int{}
		for _, p := range stored {
			before[p] = portal.Asked(p)
		}
		child := program(killed, filepath.Join(dir, "killed"))
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- child.Wait() }()
		finished := false
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("after %d kills: %v", kills, err)
			}
			finished = true
		case <-time.After(delay):
			child.Process.Kill()
			<-ended
			kills++
			finished = runFinished(t, filepath.Join(dir, "killed.db")) // killed on its way out
		}
		for _, p := range stored {
			if got := portal.Asked(p); got != before[p] {
				t.Errorf("%s was stored and asked for again", p)
			}
		}
		if finished {
			break
		}
	}
	if kills < 2 {
		t.Fatalf("the audit was killed %d times: too fast for this test to prove anything", kills)
	}
	t.Logf("killed %d times", kills)
	if diff := cmp.Diff(timeless(t, filepath.Join(dir, "calm")), timeless(t, filepath.Join(dir, "killed"))); diff != "" {
		t.Errorf("results (-in peace +killed):\n%s", diff)
	}
}

func configFor(t *testing.T, dir, name, home string) string {
	t.Helper()
	path := filepath.Join(dir, name+".yaml")
	text := fmt.Sprintf("as_of: 2026-04-10\nstore: sqlite:%s.db\nsites:\n  - {id: bench, name: 示例市人民政府, url: %q, level: city}\n"+
		"network: {allow: [127.0.0.0/8], ipv6: \"off\"}\ncrawl: {per_host: 4}\n", name, home+"/")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func program(config, out string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], "audit", "--quiet", "--config", config, "--out", out)
	cmd.Env = append(os.Environ(), childEnv+"=1")
	cmd.Stderr = os.Stderr
	return cmd
}

func openStore(t *testing.T, db string) *store.Store {
	t.Helper()
	st, err := store.Open(t.Context(), "sqlite:"+db, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func runFinished(t *testing.T, db string) bool {
	t.Helper()
	st := openStore(t, db)
	defer st.Close()
	runs, err := st.Runs(t.Context())
	return err == nil && len(runs) > 0 && !runs[0].Finished.IsZero()
}

// storedPaths lists what an interrupted audit has in its store; nothing before
// the store exists.
func storedPaths(t *testing.T, db string) []string {
	t.Helper()
	if _, err := os.Stat(db); err != nil {
		return nil
	}
	st := openStore(t, db)
	defer st.Close()
	runs, err := st.Runs(t.Context())
	if err != nil || len(runs) == 0 {
		return nil
	}
	if len(runs) > 1 {
		t.Fatalf("%d runs: an interrupted run was not gone on with", len(runs))
	}
	snap, err := st.Snapshot(t.Context(), runs[0].ID, "bench")
	if err != nil {
		return nil // killed before the first page
	}
	var paths []string
	for p, err := range snap.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if u, err := url.Parse(p.URL); err == nil && p.OK() {
			paths = append(paths, u.Path)
		}
	}
	return paths
}

var instants = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)`)

// timeless reads results.json without what two runs cannot share: instants, the
// run's own name, durations, and the hashes of records that hold instants.
func timeless(t *testing.T, out string) any {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(out, "results.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(instants.ReplaceAll(data, []byte("T")), &doc); err != nil {
		t.Fatal(err)
	}
	doc["run"].(map[string]any)["id"] = ""
	for _, s := range doc["sites"].([]any) {
		s.(map[string]any)["crawl"].(map[string]any)["seconds"] = 0
	}
	blankRecords(doc)
	return doc
}

// blankRecords drops the hash of evidence that is a network record rather than a page.
func blankRecords(v any) {
	switch v := v.(type) {
	case map[string]any:
		if u, ok := v["url"].(string); ok && u != "" && v["sha256"] != nil && !isWeb(u) {
			v["sha256"] = ""
		}
		for _, x := range v {
			blankRecords(x)
		}
	case []any:
		for _, x := range v {
			blankRecords(x)
		}
	}
}

func isWeb(u string) bool {
	p, err := url.Parse(u)
	return err == nil && (p.Scheme == "http" || p.Scheme == "https")
}
