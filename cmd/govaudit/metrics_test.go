package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// TestMetricsOfAStore reads /metrics of a store with one finished run. A site that is
// not audited any more is not in it.
func TestMetricsOfAStore(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	st, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "m.db"), log)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	at := time.Date(2026, 4, 10, 2, 0, 0, 0, time.UTC)
	finished := func(id string, points float64, at time.Time, sites ...string) {
		t.Helper()
		if err := st.CreateRun(t.Context(), audit.Run{ID: id, Key: id, Started: at, Program: "test"}); err != nil {
			t.Fatal(err)
		}
		for _, s := range sites {
			if err := st.PutSite(t.Context(), id, &audit.Site{ID: s, Name: "甲县", Level: site.County, State: audit.Audited,
				Findings: []rules.Finding{{Rule: "national/ipv6", Outcome: rules.Pass}},
				Scores:   []scoring.Score{{Pack: "national", Points: points, Low: points, High: points, Max: 100, Start: 100}}}); err != nil {
				t.Fatal(err)
			}
		}
		if err := st.FinishRun(t.Context(), id, at.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	finished("1", 90, at, "jia", "gone")
	lib, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		t.Fatal(err)
	}
	w := &workbench{env: env{Now: func() time.Time { return at.Add(24 * time.Hour) }}, log: log, library: lib, store: st,
		config: &configs.Config{Zone: time.UTC, Packs: []string{"national"}}}
	c, err := crawler.New(log, crawler.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	h, _, err := metricsHandler(w, c, func(context.Context) ([]site.Target, error) {
		return []site.Target{{ID: "jia", Name: "甲县", URL: "http://jia.gov.cn/", Level: site.County}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	text := func() string {
		t.Helper()
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8650/metrics", nil)
		r.RemoteAddr = "127.0.0.1:5000"
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		if rec.Code != http.StatusOK {
			t.Fatalf("status %d: %s", rec.Code, rec.Body)
		}
		return rec.Body.String()
	}
	first := text()
	for _, want := range []string{
		`govaudit_score_points{level="county",pack="national",site="jia"} 90`,
		`govaudit_rule_sites{level="county",outcome="pass",rule="national/ipv6"} 1`,
		`govaudit_site_ipv6{site="jia"} 1`,
		`govaudit_queue_jobs{state="waiting"} 0`,
		"govaudit_scrape_error 0\n",
		"govaudit_crawl_fetch_seconds_count 0\n",
		"go_goroutines ",
	} {
		if !strings.Contains(first, want) {
			t.Errorf("no line %s", want)
		}
	}
	if strings.Contains(first, `site="gone"`) {
		t.Error("a site that is not audited any more is told of")
	}
	finished("2", 95.5, at.Add(2*time.Hour), "jia")
	if want := `govaudit_score_points{level="county",pack="national",site="jia"} 95.5`; !strings.Contains(text(), want) {
		t.Errorf("after a second run: no line %s", want)
	}
}

func TestWhoMayScrape(t *testing.T) {
	const token = "0123456789abcdef"
	for _, tt := range []struct {
		name    string
		token   string // in the config
		proxied bool   // public_url is set
		from    string
		host    string
		header  [2]string
		want    int
	}{
		{"this machine", "", false, "127.0.0.1:5", "127.0.0.1:8650", [2]string{}, 200},
		{"this machine over IPv6", "", false, "[::1]:5", "[::1]:8650", [2]string{}, 200},
		{"this machine by name", "", false, "127.0.0.1:5", "localhost:8650", [2]string{}, 200},
		{"another machine", "", false, "192.0.2.7:5", "127.0.0.1:8650", [2]string{}, 403},
		{"another by way of a proxy here", "", false, "127.0.0.1:5", "127.0.0.1:8650", [2]string{"X-Forwarded-For", "192.0.2.7"}, 403},
		{"another by way of a proxy that says nothing", "", true, "127.0.0.1:5", "127.0.0.1:8650", [2]string{}, 403},
		{"a page that had its name turned to this machine", "", false, "127.0.0.1:5", "evil.example:8650", [2]string{}, 403},
		{"another with the token", token, false, "192.0.2.7:5", "audit.example", [2]string{"Authorization", "Bearer " + token}, 200},
		{"another with a wrong token", token, false, "192.0.2.7:5", "audit.example", [2]string{"Authorization", "Bearer 0123456789abcdeF"}, 401},
		{"another with the token as a password", token, false, "192.0.2.7:5", "audit.example", [2]string{"Authorization", "Basic " + token}, 401},
		{"this machine without the token", token, false, "127.0.0.1:5", "127.0.0.1:8650", [2]string{}, 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := onlyScrapers(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }), tt.token, tt.proxied)
			r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
			r.RemoteAddr, r.Host = tt.from, tt.host
			if tt.header[0] != "" {
				r.Header.Set(tt.header[0], tt.header[1])
			}
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, r)
			if rec.Code != tt.want {
				t.Errorf("status %d, want %d", rec.Code, tt.want)
			}
		})
	}
}

// TestProbeOverHTTP asks for visits: only of sites that are known, and of each at most
// one a minute.
func TestProbeOverHTTP(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	visits := map[string]int{}
	ours := errors.New("our network is down")
	p := &prober{
		visit: func(_ context.Context, s site.Target) (site.Visit, error) {
			visits[s.ID]++
			switch s.ID {
			case "up":
				return site.Visit{At: now, Status: 200, Millis: 1500}, nil
			case "down":
				return site.Visit{At: now, Failure: site.FailTimeout, Millis: 3000}, nil
			}
			return site.Visit{}, ours
		},
		sites: func(context.Context) ([]site.Target, error) {
			return []site.Target{{ID: "up", URL: "http://up.gov.cn/"}, {ID: "down", URL: "http://down.gov.cn/"}, {ID: "ours", URL: "http://ours.gov.cn/"}}, nil
		},
		ipv6: func(_ context.Context, id string) (rules.Outcome, error) {
			return map[string]rules.Outcome{"up": rules.Fail, "down": rules.Unknown}[id], nil
		},
		now: func() time.Time { return now }, last: map[string]site.Visit{}, under: map[string]bool{},
	}
	ask := func(target string) (int, string) {
		rec := httptest.NewRecorder()
		p.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/probe?target="+target, nil))
		return rec.Code, rec.Body.String()
	}
	for _, tt := range []struct {
		target string
		status int
		lines  string // separated by ;
		not    string
	}{
		{"up", 200, "govaudit_probe_success 1;govaudit_probe_duration_seconds 1.5;govaudit_probe_http_status_code 200;govaudit_probe_ipv6 0", ""},
		{"http://up.gov.cn/", 200, "govaudit_probe_success 1", ""},
		{"down", 200, "govaudit_probe_success 0;govaudit_probe_http_status_code 0", "govaudit_probe_ipv6"},
		{"ours", 503, "", "govaudit_probe_success"},
		{"http://169.254.169.254/", 400, "", "govaudit_probe_success"},
		{"", 400, "", "govaudit_probe_success"},
	} {
		status, body := ask(tt.target)
		if status != tt.status {
			t.Errorf("%q: status %d, want %d", tt.target, status, tt.status)
		}
		for _, line := range strings.Split(tt.lines, ";") {
			if !strings.Contains(body, line) {
				t.Errorf("%q: no line %q in\n%s", tt.target, line, body)
			}
		}
		if tt.not != "" && strings.Contains(body, tt.not) {
			t.Errorf("%q: %s is told", tt.target, tt.not)
		}
	}
	if visits["up"] != 1 {
		t.Errorf("asked twice within a minute, visited %d times, want 1", visits["up"])
	}
	now = now.Add(time.Minute)
	ask("up")
	if visits["up"] != 2 {
		t.Errorf("asked again after a minute, visited %d times in all, want 2", visits["up"])
	}
	p.under = map[string]bool{"down": true}
	now = now.Add(time.Hour)
	if status, _ := ask("down"); status != 503 {
		t.Errorf("a visit under way, and status %d for another, want 503", status)
	}
}
