package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// served is a serve in a process of its own.
type served struct {
	*exec.Cmd
	address string // it listens on
}

var saysAddress = regexp.MustCompile(`msg=serving address=(\S+)`)

// startServe starts a serve and waits until it listens.
func startServe(t *testing.T, config string) *served {
	t.Helper()
	cmd := exec.Command(os.Args[0], "serve", "--config", config)
	cmd.Env = append(os.Environ(), childEnv+"=1")
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	address := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(log)
		for lines.Scan() {
			if m := saysAddress.FindStringSubmatch(lines.Text()); m != nil {
				address <- m[1]
			} else if strings.Contains(lines.Text(), "level=ERROR") {
				t.Log(lines.Text())
			}
		}
		close(address)
	}()
	return &served{cmd, <-address}
}

// serveConfig is the config of ten towns: the first five by a schedule that was missed,
// all of them by a missed schedule of visits.
func serveConfig(t *testing.T, dir, name, port, address string) string {
	t.Helper()
	path := townConfig(t, dir, name, port)
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := fmt.Fprintf(f, "schedule:\n  - {name: 每年, cron: '@yearly', sites: [town0, town1, town2, town3, town4]}\n"+
		"  - {name: 首页, cron: '@yearly', probe: true}\nserve: {listen: '%s', out: %s}\n", address, name); err != nil {
		t.Fatal(err)
	}
	return path
}

// missOut has both schedules of the config have missed their day, and a person ask for the
// other five towns.
func missOut(t *testing.T, db string) {
	t.Helper()
	st := openStore(t, db)
	defer st.Close()
	for _, name := range []string{"每年", "首页"} {
		status := schedule.Status{Name: name, Spec: "@yearly Asia/Shanghai", Since: time.Now().AddDate(-1, 0, 0)}
		if err := st.FellDue(t.Context(), status, nil); err != nil {
			t.Fatal(err)
		}
	}
	task := schedule.Task{By: "张三", Asked: time.Now(), Groups: []string{"town5", "town6", "town7", "town8", "town9"}}
	if _, err := st.AddTask(t.Context(), task); err != nil {
		t.Fatal(err)
	}
}

// TestKilledServe kills a serve again and again, each time at a random moment, or tells it
// to stop, until it has carried out what was missed and what was asked for. No task may be lost or
// doubled, no stored page asked for again, and the results must be those of an audit left
// in peace.
func TestKilledServe(t *testing.T) {
	kills := 3
	if n, err := strconv.Atoi(os.Getenv(killsEnv)); err == nil {
		kills = n
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
	began := time.Now()
	if err := program(townConfig(t, dir, "calm", port), filepath.Join(dir, "calm")).Run(); err != nil {
		t.Fatal(err)
	}
	whole := time.Since(began)
	want := bySite(t, filepath.Join(dir, "calm"))
	w.reset()
	db := filepath.Join(dir, "killed.db")
	missOut(t, db)
	config := serveConfig(t, dir, "killed", port, "127.0.0.1:0")
	killed := 0
	for open := true; open; {
		stored, before := allStored(t, db), w.book()
		s := startServe(t, config)
		if killed < kills {
			time.Sleep(rand.N(whole / 2))
			if killed++; killed%3 == 0 {
				s.Process.Signal(syscall.SIGTERM)
				if err := s.Wait(); err != nil {
					t.Errorf("told to stop in the middle: %v", err)
				}
			} else {
				s.Process.Kill()
				s.Wait()
			}
		} else {
			for open {
				time.Sleep(20 * time.Millisecond)
				open = len(openTasks(t, db)) > 0
			}
			s.Process.Signal(syscall.SIGTERM)
			if err := s.Wait(); err != nil {
				t.Errorf("told to stop: %v", err)
			}
		}
		after := w.book()
		for _, address := range stored {
			if after[address] != before[address] {
				t.Errorf("kill %d: %s was stored and asked for again", killed, address)
			}
		}
	}
	st := openStore(t, db)
	defer st.Close()
	tasks, err := st.Tasks(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	if len(tasks) != 3 {
		t.Errorf("%d tasks, want the two that were missed and the one asked for: %+v", len(tasks), tasks)
	}
	got := map[string]any{}
	for _, task := range tasks {
		if task.State != schedule.Done || task.Note != "" {
			t.Errorf("task %d is %s: %s", task.ID, task.State, task.Note)
		}
		if task.Run == "" {
			continue
		}
		for id, r := range bySite(t, filepath.Join(dir, "killed", task.Run)) {
			if got[id] != nil {
				t.Errorf("%s was audited twice", id)
			}
			got[id] = r
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results (-in peace +killed):\n%s", diff)
	}
	runs, err := st.Runs(t.Context())
	if err != nil || len(runs) != 2 || runs[0].Finished.IsZero() || runs[1].Finished.IsZero() {
		t.Errorf("runs = %+v, %v; want two that are finished", runs, err)
	}
	for i := range towns {
		home := site.Target{ID: fmt.Sprint("town", i), URL: fmt.Sprintf("http://127.0.0.%d:%s/", i+1, port)}
		visits, err := st.Visits(t.Context(), home, began, time.Now())
		if err != nil || len(visits) != 1 {
			t.Errorf("visits to %s: %d, %v; want one", home.ID, len(visits), err)
		}
	}
}

func openTasks(t *testing.T, db string) []schedule.Task {
	t.Helper()
	st := openStore(t, db)
	defer st.Close()
	list, err := st.OpenTasks(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// allStored lists, without scheme, the pages of all runs but home pages, which are
// visited besides.
func allStored(t *testing.T, db string) []string {
	t.Helper()
	st := openStore(t, db)
	defer st.Close()
	runs, err := st.Runs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range runs {
		out = append(out, storedOf(t, st, r.ID)...)
	}
	return out
}

func storedOf(t *testing.T, st *store.Store, run string) (out []string) {
	t.Helper()
	for i := range towns {
		snap, err := st.Snapshot(t.Context(), run, fmt.Sprint("town", i))
		if err != nil {
			continue // not begun, or not of this run
		}
		for p, err := range snap.Pages(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if u, err := url.Parse(p.URL); err == nil && p.OK() && u.Path != "/" {
				out = append(out, u.Host+u.RequestURI())
			}
		}
	}
	return out
}

// bySite reads the results of a run without what two runs cannot share.
func bySite(t *testing.T, out string) map[string]any {
	t.Helper()
	sites := map[string]any{}
	for _, s := range timeless(t, out).(map[string]any)["sites"].([]any) {
		s := s.(map[string]any)
		sites[s["id"].(string)] = s
	}
	return sites
}

// TestServeTellsWhatIsInItsWay starts a second serve on the same store, and one on a
// port that is taken.
func TestServeTellsWhatIsInItsWay(t *testing.T) {
	dir := t.TempDir()
	first := startServe(t, serveConfig(t, dir, "first", "1", "127.0.0.1:0"))
	if res, err := http.Get("http://" + first.address + "/readyz"); err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("readyz: %v, %v", res, err)
	} else {
		res.Body.Close()
	}
	try := func(config string) (string, int) {
		t.Helper()
		cmd := exec.Command(os.Args[0], "serve", "--config", config)
		cmd.Env = append(os.Environ(), childEnv+"=1")
		out, err := cmd.CombinedOutput()
		if err == nil {
			t.Fatalf("started:\n%s", out)
		}
		return string(out), cmd.ProcessState.ExitCode()
	}
	if out, code := try(filepath.Join(dir, "first.yaml")); code != exitUsage || !strings.Contains(out, "另一个 govaudit serve 正在使用这个存储") {
		t.Errorf("a second serve on one store: exit %d\n%s", code, out)
	}
	if out, code := try(serveConfig(t, dir, "second", "1", first.address)); code != exitUsage || !strings.Contains(out, "端口被占用") {
		t.Errorf("a taken port: exit %d\n%s", code, out)
	}
	first.Process.Kill()
	first.Wait()
	again := startServe(t, filepath.Join(dir, "first.yaml")) // nothing is left in its way
	if again.address == "" {
		t.Error("after a kill, serve does not start")
	}
}
