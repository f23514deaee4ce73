package deploy_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
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
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// tool returns the path of a program of Debian's package prometheus. It must be there
// in CI.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") == "true" {
		t.Fatal(err)
	}
	t.Skipf("%s is not installed", name)
	return ""
}

func command(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", filepath.Base(name), strings.Join(args, " "), err, out)
	}
}

func TestPromtool(t *testing.T) {
	promtool := tool(t, "promtool")
	command(t, promtool, "check", "config", "prometheus/prometheus.yml")
	command(t, promtool, "check", "rules", "prometheus/rules/recording.yml", "prometheus/rules/alerts.yml")
	command(t, promtool, "test", "rules", "prometheus/rules.test.yml", "prometheus/rules.days.test.yml")
}

// TestEveryQueryIsAnswered starts a Prometheus with the committed configuration, which
// scrapes two instances: one that tells everything, and one that has to leave a family
// out. Every query of every dashboard, every variable and every recording rule must
// return data.
func TestEveryQueryIsAnswered(t *testing.T) {
	prom := startPrometheus(t)
	// The fixture has something of everything, so no query has to fall back on 0.
	values := strings.NewReplacer(" or vector(0)", "", "$pack", "national", "$level", ".*", "$region", "", "$site", "a")
	open := map[string]string{} // what still has no answer, and where it stands
	var patterns [][2]string    // query and regular expression of a variable
	for name, d := range dashboards(t) {
		for _, v := range d.Templating.List {
			if v.Type != "query" {
				continue
			}
			kind, rest, _ := strings.Cut(strings.TrimSuffix(v.asked(), ")"), "(")
			switch kind {
			case "label_values":
				metric, label, _ := strings.Cut(rest, ",")
				open[fmt.Sprintf(`count by (%s) (%s)`, strings.TrimSpace(label), metric)] = name + ": variable " + v.Name
			case "query_result":
				open[rest] = name + ": variable " + v.Name
				patterns = append(patterns, [2]string{rest, v.Regex})
			default:
				t.Errorf("%s: variable %s asks %q", name, v.Name, v.asked())
			}
		}
		for _, p := range d.Panels {
			for _, q := range p.Targets {
				open[values.Replace(q.Expr)] = name + ": " + p.Title
			}
		}
	}
	for _, r := range prometheusRules(t) {
		if r.Record != "" {
			open[r.Record] = "recording rule"
		}
	}
	all := len(open)
	deadline := time.Now().Add(90 * time.Second)
	for len(open) > 0 && time.Now().Before(deadline) && t.Context().Err() == nil {
		for expr := range open {
			if answered(t, prom, expr) {
				delete(open, expr)
			}
		}
		time.Sleep(200 * time.Millisecond)
	}
	for expr, where := range open {
		t.Errorf("%s: no data for %s", where, expr)
	}
	t.Logf("%d queries", all)
	for _, p := range patterns {
		choices(t, prom, p[0], p[1])
	}
}

// sample is one answer to an instant query.
type sample struct {
	Metric map[string]string
	Value  [2]any
}

func query(t *testing.T, prom, expr string) []sample {
	t.Helper()
	res, err := http.Get(prom + "/api/v1/query?" + url.Values{"query": {expr}}.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var doc struct {
		Status, Error string
		Data          struct{ Result []sample }
	}
	if err := json.NewDecoder(res.Body).Decode(&doc); err != nil {
		t.Fatal(err)
	}
	// Until both instances were scraped a query may fail in passing; that the query
	// itself is well written is for the caller's deadline to show.
	if doc.Status != "success" {
		t.Logf("%s: %s", expr, doc.Error)
	}
	return doc.Data.Result
}

// answered reports that a query returns a number.
func answered(t *testing.T, prom, expr string) bool {
	t.Helper()
	for _, s := range query(t, prom, expr) {
		text, _ := s.Value[1].(string)
		if v, err := strconv.ParseFloat(text, 64); err == nil && !math.IsNaN(v) && !math.IsInf(v, 0) {
			return true
		}
	}
	return false
}

// choices checks that a regular expression of a variable finds text and value in every
// line of a query's result, as Grafana writes it.
func choices(t *testing.T, prom, expr, pattern string) {
	t.Helper()
	re, err := regexp.Compile(strings.Trim(pattern, "/"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range query(t, prom, expr) {
		var labels []string
		for _, name := range []string{"department", "instance", "job", "level", "name", "region", "site"} {
			if v, ok := s.Metric[name]; ok {
				labels = append(labels, fmt.Sprintf("%s=%q", name, v))
			}
		}
		line := fmt.Sprintf("%s{%s} %v", s.Metric["__name__"], strings.Join(labels, ","), s.Value[1])
		m := re.FindStringSubmatch(line)
		if m == nil || m[re.SubexpIndex("text")] != s.Metric["name"] || m[re.SubexpIndex("value")] != s.Metric["site"] {
			t.Errorf("%s finds %q in %s", pattern, m, line)
		}
	}
}

// startPrometheus returns the address of a Prometheus that has scraped fixtures, and
// holds scores of a week ago.
func startPrometheus(t *testing.T) string {
	program, promtool := tool(t, "prometheus"), tool(t, "promtool")
	now := time.Now()
	var hosts []string
	for _, s := range []served{serve(t, "", now, 0), leavesOne(t, now)} {
		h := promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{})
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s.crawl()
			h.ServeHTTP(w, r)
		}))
		t.Cleanup(server.Close)
		hosts = append(hosts, strings.TrimPrefix(server.URL, "http://"))
	}
	dir := t.TempDir()
	config, err := os.ReadFile("prometheus/prometheus.yml")
	if err != nil {
		t.Fatal(err)
	}
	config = []byte(strings.NewReplacer("scrape_interval: 1m", "scrape_interval: 1s", "evaluation_interval: 1m", "evaluation_interval: 1s",
		"scrape_timeout: 15s", "scrape_timeout: 1s", `["127.0.0.1:8650"]`, fmt.Sprintf("[%q, %q]", hosts[0], hosts[1])).Replace(string(config)))
	rules, err := filepath.Glob("prometheus/rules/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "prometheus.yml"), config)
	for _, name := range rules {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "rules", filepath.Base(name)), text)
	}
	var past bytes.Buffer
	past.WriteString("# TYPE govaudit_score_points gauge\n")
	for at := now.Add(-8 * 24 * time.Hour); at.Before(now.Add(-6 * 24 * time.Hour)); at = at.Add(time.Hour) {
		fmt.Fprintf(&past, "govaudit_score_points{site=\"a\",level=\"city\",pack=\"national\",instance=%q,job=\"govaudit\"} 95 %d\n", hosts[0], at.Unix())
	}
	past.WriteString("# EOF\n")
	write(t, filepath.Join(dir, "past.txt"), past.Bytes())
	command(t, promtool, "tsdb", "create-blocks-from", "openmetrics", filepath.Join(dir, "past.txt"), filepath.Join(dir, "data"))
	address := freeAddress(t)
	var log bytes.Buffer
	// The context of the test ends before its cleanups: the process is gone when its folder is removed.
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, "--config.file="+filepath.Join(dir, "prometheus.yml"), "--storage.tsdb.path="+filepath.Join(dir, "data"), "--web.listen-address="+address)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("%s", log.Bytes())
		}
	})
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		res, err := http.Get("http://" + address + "/-/ready")
		if err == nil {
			_, _ = io.Copy(io.Discard, res.Body)
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return "http://" + address
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("Prometheus does not answer: %v", err)
		}
	}
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// freeAddress is a port of loopback that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
