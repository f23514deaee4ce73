package bench

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/document"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

const (
	workers  = 64
	childEnv = "GOVAUDIT_BENCH_CHILD" // MODE URL: run as the measured process
	storeEnv = "GOVAUDIT_BENCH_STORE" // folder of the store, where an audit comes after another; "": a new one
)

// TestMain turns the test binary into one of the two measured clients where the
// environment asks for it, so that the portal's own work is never counted.
func TestMain(m *testing.M) {
	spec := os.Getenv(childEnv)
	if spec == "" {
		os.Exit(m.Run())
	}
	mode, url, _ := strings.Cut(spec, " ")
	var r report
	var err error
	switch mode {
	case "floor":
		r.Pages, err = Floor(url, workers)
	case "audit":
		r, err = auditOnce(url)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	r.Allocs, r.AllocBytes = mem.Mallocs, mem.TotalAlloc
	if err := json.NewEncoder(os.Stdout).Encode(r); err != nil {
		os.Exit(1)
	}
}

type report struct {
	Pages      int
	Findings   int
	Said       string // hash of what was found
	Allocs     uint64
	AllocBytes uint64
}

// measured is what one client cost.
type measured struct {
	report
	wall, cpu time.Duration
	peakMB    float64
}

func (m measured) cpuPerPage() float64 { return m.cpu.Seconds() * 1000 / float64(m.Pages) }

// mostRatio is what a page may cost, in pages of the barest crawler, on a machine
// that does other things beside.
const mostRatio = 4

// BenchmarkAudit compares a whole audit with a bare tokenizer crawl of the same
// portal, one after the other in the same run. The figure to watch is cpu-ratio:
// about 2, and above [mostRatio] the benchmark fails.
func BenchmarkAudit(b *testing.B) {
	for _, pages := range []int{5_000, 20_000} {
		b.Run(fmt.Sprintf("%dpages", pages), func(b *testing.B) {
			portal := NewPortal(pages)
			srv := httptest.NewServer(portal)
			defer srv.Close()
			for b.Loop() {
				floor := client(b, "floor", srv.URL+"/", portal)
				full := client(b, "audit", srv.URL+"/", portal)
				b.ReportMetric(float64(full.Pages)/full.wall.Seconds(), "pages/s")
				b.ReportMetric(full.cpuPerPage(), "cpu-ms/page")
				b.ReportMetric(full.peakMB, "peak-MB")
				b.ReportMetric(float64(full.Allocs)/float64(full.Pages), "allocs/page")
				b.ReportMetric(float64(full.AllocBytes)/float64(full.Pages)/1024, "alloc-KB/page")
				b.ReportMetric(floor.cpuPerPage(), "floor-cpu-ms/page")
				ratio := full.cpuPerPage() / floor.cpuPerPage()
				b.ReportMetric(ratio, "cpu-ratio")
				if ratio > mostRatio {
					b.Errorf("a page costs %.1f times what the barest crawler takes for it, more than %d times", ratio, mostRatio)
				}
			}
		})
	}
}

// BenchmarkEncoding compares an audit of a portal in GBK with the same one in
// UTF-8: gbk-ratio.
func BenchmarkEncoding(b *testing.B) {
	const pages = 5_000
	for b.Loop() {
		plain, gbk := NewPortal(pages), NewPortal(pages)
		gbk.GBK = true
		b.ReportMetric(served(b, gbk).cpuPerPage()/served(b, plain).cpuPerPage(), "gbk-ratio")
	}
}

// BenchmarkGrowth compares a page of a large portal with one of a small one:
// growth-ratio and the memory of the large one.
func BenchmarkGrowth(b *testing.B) {
	if testing.Short() {
		b.Skip("80,000 pages take minutes")
	}
	for b.Loop() {
		small, large := served(b, NewPortal(5_000)), served(b, NewPortal(80_000))
		b.ReportMetric(large.cpuPerPage()/small.cpuPerPage(), "growth-ratio")
		b.ReportMetric(large.peakMB, "peak-MB")
	}
}

// BenchmarkSecondRun audits a portal twice into one store: cpu-ratio is what the
// second run costs of the first, where the server says that nothing changed, and
// where it sends the same bytes again.
func BenchmarkSecondRun(b *testing.B) {
	for _, tt := range []struct {
		name  string
		dated bool
	}{{"not modified", true}, {"sent again", false}} {
		b.Run(tt.name, func(b *testing.B) {
			for b.Loop() {
				first, second := twice(b, 5_000, tt.dated)
				b.ReportMetric(first.cpuPerPage(), "first-cpu-ms/page")
				b.ReportMetric(second.cpuPerPage(), "cpu-ms/page")
				b.ReportMetric(second.cpu.Seconds()/first.cpu.Seconds(), "cpu-ratio")
			}
		})
	}
}

// served audits a portal.
func served(tb testing.TB, portal *Portal) measured {
	tb.Helper()
	srv := httptest.NewServer(portal)
	defer srv.Close()
	return client(tb, "audit", srv.URL+"/", portal)
}

// twice audits a portal into one store and again.
func twice(tb testing.TB, pages int, dated bool) (first, second measured) {
	tb.Helper()
	tb.Setenv(storeEnv, tb.TempDir())
	portal := NewPortal(pages)
	portal.Dated = dated
	srv := httptest.NewServer(portal)
	defer srv.Close()
	return client(tb, "audit", srv.URL+"/", portal), client(tb, "audit", srv.URL+"/", portal)
}

// TestAuditMissesNothing runs both clients on a small portal: every page is
// asked for, none twice.
func TestAuditMissesNothing(t *testing.T) {
	portal := NewPortal(400)
	srv := httptest.NewServer(portal)
	defer srv.Close()
	client(t, "floor", srv.URL+"/", portal)
	if r := client(t, "audit", srv.URL+"/", portal); r.Findings == 0 {
		t.Error("the audit judged nothing")
	}
}

// TestASecondRunFindsTheSame: what is not sent or not read again is judged as it was.
func TestASecondRunFindsTheSame(t *testing.T) {
	for name, dated := range map[string]bool{"not modified": true, "sent again": false} {
		first, second := twice(t, 400, dated)
		if first.Said == "" || first.Said != second.Said || first.Pages != second.Pages || first.Findings != second.Findings {
			t.Errorf("%s: %+v, the second time %+v", name, first.report, second.report)
		}
	}
}

func client(tb testing.TB, mode, url string, portal *Portal) measured {
	tb.Helper()
	portal.Reset()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+mode+" "+url, "TMPDIR="+tb.TempDir())
	cmd.Stderr = os.Stderr
	start := time.Now()
	out, err := cmd.Output()
	m := measured{wall: time.Since(start)}
	if err != nil {
		tb.Fatalf("%s client: %v", mode, err)
	}
	if err := json.Unmarshal(out, &m.report); err != nil {
		tb.Fatalf("%s client printed %q: %v", mode, out, err)
	}
	m.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	m.peakMB = float64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss) / 1024
	distinct, again := portal.Visits()
	if distinct != portal.Pages() || again != 0 {
		tb.Fatalf("%s client saw %d of %d pages, asked %d times for a page again", mode, distinct, portal.Pages(), again)
	}
	return m
}

// auditOnce is `govaudit audit` for one site without reports: crawl, store,
// facts, judgement by the national pack.
func auditOnce(url string) (r report, err error) {
	dir := os.Getenv(storeEnv)
	if dir == "" {
		if dir, err = os.MkdirTemp("", "bench"); err != nil {
			return r, err
		}
		defer os.RemoveAll(dir)
	}
	found, _, err := auditInto(context.Background(), dir, url, benchDay, "national")
	if err != nil {
		return r, err
	}
	return report{Pages: found.Crawl.Pages, Findings: len(found.Findings), Said: said(found)}, nil
}

var (
	beijing  = time.FixedZone("Beijing", 8*3600)
	benchDay = time.Date(2026, 4, 10, 0, 0, 0, 0, beijing)
)

// auditInto audits the portal at url with the store in a folder. It returns the result,
// and when each page was fetched; beside the pages stands the snapshot it is the same as,
// with no time.
func auditInto(ctx context.Context, dir, url string, asOf time.Time, pack string) (*audit.Site, map[string]time.Time, error) {
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	st, err := store.Open(ctx, "sqlite:"+dir+"/bench.db", log)
	if err != nil {
		return nil, nil, err
	}
	defer st.Close()
	settings := crawler.Defaults()
	settings.Program = "bench"
	settings.Network.Allow = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	settings.Network.IPv6 = crawler.IPv6Off
	settings.Crawl.MaxBytes = 1 << 40
	settings.Crawl.MaxPages, settings.Crawl.Concurrency, settings.Crawl.PerHost = 1_000_000, workers, workers
	c, err := crawler.New(log, settings)
	if err != nil {
		return nil, nil, err
	}
	defer c.Close()
	cal, err := calendar.Load(configs.Calendar())
	if err != nil {
		return nil, nil, err
	}
	lib, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		return nil, nil, err
	}
	id := time.Now().Format(time.RFC3339Nano)
	run := audit.Run{ID: id, Key: id, AsOf: asOf, Started: time.Now()}
	if err := st.CreateRun(ctx, run); err != nil {
		return nil, nil, err
	}
	a := audit.Auditor{Log: log, Store: benchStore{st}, Calendar: cal, Zone: beijing, Build: settings.Program, Now: time.Now, Parallel: 1, Documents: document.NewReader(document.Limits{}),
		Sets: func(site.Target) ([]*rules.Set, error) { return lib.Sets(pack) },
		Crawl: func(ctx context.Context, t site.Target, s audit.Snapshot, each func(*site.Page, *extract.Facts)) (*site.Snapshot, error) {
			return c.Crawl(ctx, t, s, each)
		}}
	results, err := a.Run(ctx, run, []site.Target{{ID: "bench", Name: "示例市人民政府", URL: url, Level: site.City}})
	if err != nil {
		return nil, nil, err
	}
	snap, err := st.Snapshot(ctx, id, "bench")
	if err != nil {
		return nil, nil, err
	}
	times := map[string]time.Time{snap.Meta().Unchanged: {}}
	for p, err := range snap.Times(ctx) {
		if err != nil {
			return nil, nil, err
		}
		times[p.URL] = p.Fetched
	}
	return results[0], times, nil
}

// said is a hash of all that was found, but for when it was seen.
func said(r *audit.Site) string {
	h := sha256.New()
	for _, f := range r.Findings {
		fmt.Fprintln(h, f.Rule, f.Outcome, f.Proposed, f.Reason, f.Lost, f.Max)
		for _, d := range f.Defects {
			fmt.Fprintln(h, d.Code, d.Outcome, d.Subject, d.Message)
			for _, e := range d.Evidence {
				fmt.Fprintln(h, e.URL, e.Quote, e.SHA256)
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

type benchStore struct{ *store.Store }

func (s benchStore) BeginSnapshot(ctx context.Context, runID string, t site.Target, at time.Time) (audit.Snapshot, error) {
	return s.Store.BeginSnapshot(ctx, runID, t, at)
}
