package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/store"
)

// TestWorkers has a serve hand ten towns to two workers, kills one of them in the middle
// and starts serve anew. Every town is audited once, with the results of an audit left in
// peace.
func TestWorkers(t *testing.T) {
	if os.Getenv("GOVAUDIT_TEST_POSTGRES") == "" {
		t.Skip("GOVAUDIT_TEST_POSTGRES is not set: run .ci/postgres run go test ./cmd/govaudit/")
	}
	l, err := net.Listen("tcp4", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &townWeb{asked: map[string]int{}}
	srv := &httptest.Server{Listener: l, Config: &http.Server{Handler: w}}
	srv.Start()
	defer srv.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	dir := t.TempDir()
	if err := program(townConfig(t, dir, "calm", port), filepath.Join(dir, "calm")).Run(); err != nil {
		t.Fatal(err)
	}
	want := bySite(t, filepath.Join(dir, "calm"))
	w.reset()
	address := postgresSchema(t)
	config := fleetConfig(t, dir, port, address)
	st, err := store.Open(t.Context(), address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	asked, err := st.AddTask(t.Context(), schedule.Task{By: "张三", Asked: time.Now(), Groups: []string{}})
	if err != nil {
		t.Fatal(err)
	}
	first, doomed := startServe(t, config), startWorker(t, config)
	task := func() schedule.Task {
		t.Helper()
		task, err := st.Task(t.Context(), asked.ID)
		if err != nil {
			t.Fatal(err)
		}
		return task
	}
	var stored []string
	for len(stored) < 50 {
		time.Sleep(10 * time.Millisecond)
		stored = storedOf(t, st, task().Run)
	}
	doomed.Process.Kill()
	doomed.Wait()
	stored, before := storedOf(t, st, task().Run), w.book()
	if n, err := st.ResultSites(t.Context(), task().Run); err != nil || len(n) == towns {
		t.Fatalf("%d towns were done before the worker was killed, %v: too fast for this test to prove anything", len(n), err)
	}
	other := startWorker(t, config)
	first.Process.Kill()
	first.Wait()
	second := startServe(t, config)
	for deadline := time.Now().Add(3 * time.Minute); !task().State.Ended() && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond)
	}
	for _, p := range []*exec.Cmd{second.Cmd, other} {
		p.Process.Signal(syscall.SIGTERM)
		if err := p.Wait(); err != nil {
			t.Errorf("told to stop: %v", err)
		}
	}
	ended := task()
	if ended.State != schedule.Done || ended.Note != "" {
		t.Fatalf("the task is %s: %s", ended.State, ended.Note)
	}
	for _, address := range stored {
		if w.book()[address] != before[address] {
			t.Errorf("%s was stored and asked for again", address)
		}
	}
	if diff := cmp.Diff(want, bySite(t, filepath.Join(dir, "fleet", ended.Run))); diff != "" {
		t.Errorf("results (-in peace +fleet):\n%s", diff)
	}
	if runs, err := st.Runs(t.Context()); err != nil || len(runs) != 1 || runs[0].Finished.IsZero() {
		t.Errorf("runs = %+v, %v; want one that is finished", runs, err)
	}
}

// TestWorkerNeedsPostgres tells who starts a worker on SQLite what to do.
func TestWorkerNeedsPostgres(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], "worker", "--config", townConfig(t, dir, "a", "1"))
	cmd.Env = append(os.Environ(), childEnv+"=1")
	if out, err := cmd.CombinedOutput(); err == nil || cmd.ProcessState.ExitCode() != exitUsage || !strings.Contains(string(out), "postgres://") {
		t.Errorf("exit %v\n%s", err, out)
	}
}

func startWorker(t *testing.T, config string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "worker", "--quiet", "--config", config)
	cmd.Env = append(os.Environ(), childEnv+"=1")
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	return cmd
}

// fleetConfig is the config of ten towns whose serve audits none itself.
func fleetConfig(t *testing.T, dir, port, address string) string {
	t.Helper()
	path := townConfig(t, dir, "fleet", port)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := strings.Replace(string(text), "store: sqlite:fleet.db", fmt.Sprintf("store: %q", address), 1) +
		"serve: {listen: '127.0.0.1:0', out: fleet, work: false}\n"
	if err := os.WriteFile(path, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// postgresSchema makes a schema in the test database that lives as long as t.
func postgresSchema(t *testing.T) string {
	t.Helper()
	address := os.Getenv("GOVAUDIT_TEST_POSTGRES")
	schema := fmt.Sprintf("serve%d", time.Now().UnixNano())
	do := func(sql string) {
		conn, err := pgx.Connect(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(t.Context())
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	do("CREATE SCHEMA " + schema)
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}
