package store

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
)

func testRuns(t *testing.T, address string) {
	s := open(t, address)
	ctx := t.Context()
	if _, err := s.Run(ctx, ""); !errors.Is(err, ErrNoRun) {
		t.Errorf("newest run of an empty store: %v", err)
	}
	beijing := time.FixedZone("Asia/Shanghai", 8*3600)
	full := audit.Run{
		ID: "20260410-ab", AsOf: time.Date(2026, 4, 10, 0, 0, 0, 0, beijing), Started: day.Add(1234567 * time.Microsecond),
		Program: "v1", Packs: []audit.PackRef{{ID: "national", Version: "1", SHA256: "00"}}, Key: "一", Of: "20260401-x",
	}
	must(t, s.CreateRun(ctx, full))
	must(t, s.CreateRun(ctx, audit.Run{ID: "20260411-abc", Started: day.Add(time.Hour), Key: "k"}))
	must(t, s.CreateRun(ctx, audit.Run{ID: "20260411-abcd", Started: day.Add(2 * time.Hour), Key: "k"}))
	if err := s.CreateRun(ctx, full); err == nil {
		t.Error("one id for two runs")
	}
	full.AsOf = time.Date(2026, 4, 9, 16, 0, 0, 0, time.UTC)

	got, err := s.Run(ctx, "20260410")
	must(t, err)
	if diff := cmp.Diff(full, got); diff != "" {
		t.Errorf("by prefix (-want +got)\n%s", diff)
	}
	for _, tt := range []struct{ name, id, want string }{
		{"the whole id, though it is also a prefix of another", "20260411-abc", "20260411-abc"},
		{"the whole id", "20260411-abcd", "20260411-abcd"},
		{"none finished: the newest", "", "20260411-abcd"},
	} {
		if got, err := s.Run(ctx, tt.id); err != nil || got.ID != tt.want {
			t.Errorf("%s: %q, %v; want %q", tt.name, got.ID, err, tt.want)
		}
	}
	for _, id := range []string{"20260411", "2026", "x", "%", "20260411-abcde"} {
		if got, err := s.Run(ctx, id); !errors.Is(err, ErrNoRun) {
			t.Errorf("run %q: %q, %v", id, got.ID, err)
		}
	}

	if r, ok, err := s.UnfinishedRun(ctx, "k"); err != nil || !ok || r.ID != "20260411-abcd" {
		t.Errorf("unfinished: %q, %t, %v", r.ID, ok, err)
	}
	must(t, s.FinishRun(ctx, "20260411-abcd", day.Add(3*time.Hour)))
	if r, ok, err := s.UnfinishedRun(ctx, "k"); err != nil || !ok || r.ID != "20260411-abc" {
		t.Errorf("unfinished after one is finished: %q, %t, %v", r.ID, ok, err)
	}
	must(t, s.FinishRun(ctx, "20260410-ab", day.Add(4*time.Hour)))
	if r, ok, err := s.UnfinishedRun(ctx, "一"); err != nil || ok {
		t.Errorf("unfinished of another key: %q, %t, %v", r.ID, ok, err)
	}
	must(t, s.CreateRun(ctx, audit.Run{ID: "new", Started: day.Add(9 * time.Hour)}))
	if r, err := s.Run(ctx, ""); err != nil || r.ID != "20260411-abcd" || !r.Finished.Equal(day.Add(3*time.Hour)) {
		t.Errorf("newest finished: %q, %v", r.ID, err)
	}
	if err := s.FinishRun(ctx, "gone", day); !errors.Is(err, ErrNoRun) {
		t.Errorf("finish a run that is not there: %v", err)
	}
	runs, err := s.Runs(ctx)
	must(t, err)
	if len(runs) != 4 || runs[0].ID != "new" || runs[3].ID != "20260410-ab" {
		t.Errorf("runs %v", runs)
	}
}

func testResults(t *testing.T, address string) {
	s := open(t, address)
	begin(t, s, "a")
	first := &audit.Site{ID: "b", Name: "旧"}
	want := []*audit.Site{
		{ID: "a", Level: site.County, State: audit.Partial},
		{
			ID: "b", Name: "新", State: audit.Audited, Crawl: audit.Crawl{Pages: 1, Seconds: 1.5},
			Scores: []scoring.Score{{Pack: "national", Points: 87.5, Vetoes: []string{}}},
			Findings: []rules.Finding{{Rule: "national/x", Outcome: rules.Fail, Confidence: 0.1, Defects: []rules.Defect{{
				Code: "late", Subject: "http://a/?a=1&b=<2>", Message: "含\x00与引号\"", Evidence: []rules.Evidence{{URL: "u", Seen: day}},
			}}}},
		},
	}
	for _, r := range []*audit.Site{first, want[1], want[0]} {
		must(t, s.PutSite(t.Context(), "r1", r))
	}
	got, err := s.Sites(t.Context(), "r1")
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := s.PutSite(t.Context(), "r9", first); err == nil {
		t.Error("a result of a run that is not there was taken")
	}
}

// crawled stores a finished run with one page of its own and one that all share.
func crawled(t *testing.T, s *Store, id string, started time.Time) *Snapshot {
	t.Helper()
	must(t, s.CreateRun(t.Context(), audit.Run{ID: id, Started: started}))
	sn, err := s.BeginSnapshot(t.Context(), id, site.Target{ID: "a"}, started)
	must(t, err)
	must(t, sn.Put(t.Context(), page("http://a/own", "own of "+id)))
	must(t, sn.Put(t.Context(), page("http://a/shared", "shared")))
	_, err = sn.Record(t.Context(), []byte("record of "+id))
	must(t, err)
	must(t, sn.Finish(t.Context(), site.Snapshot{}))
	must(t, s.PutSite(t.Context(), id, &audit.Site{ID: "a"}))
	must(t, s.FinishRun(t.Context(), id, started))
	return sn
}

// letGo removes the pages of one crawl.
func letGo(t *testing.T, s *Store, run, siteID string) {
	t.Helper()
	sn, err := s.Snapshot(t.Context(), run, siteID)
	must(t, err)
	if n, err := s.LetGo(t.Context(), []Stale{{id: sn.id, Run: run, Site: siteID}}); err != nil || n != 1 {
		t.Fatalf("%d went (%v)", n, err)
	}
}

func testLetGoWhileCrawling(t *testing.T, address string) {
	s := open(t, address)
	crawled(t, s, "r0", day)
	crawled(t, s, "r1", day.Add(time.Hour))
	must(t, s.CreateRun(t.Context(), audit.Run{ID: "r2", Started: day.Add(2 * time.Hour)}))
	other := open(t, address)
	sn, err := other.BeginSnapshot(t.Context(), "r2", site.Target{ID: "a"}, day)
	must(t, err)
	must(t, sn.Put(t.Context(), page("http://a/", "own of r0"))) // known to be stored, so not sent again
	letGo(t, s, "r0", "a")
	if got := pagesOf(t, sn); len(got) != 1 || string(got[0].Body) != "own of r0" {
		t.Errorf("%d pages", len(got))
	}
}
