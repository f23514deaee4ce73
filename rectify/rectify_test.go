package rectify_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/rectify"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

var began = time.Date(2026, 4, 6, 2, 0, 0, 0, time.UTC)

// shelf gives the store the shape that package rectify asks for; disturbed counts how
// often somebody changes something while a fold is recorded.
type shelf struct {
	*store.Store
	disturbed int
}

func (s *shelf) OpenSnapshot(ctx context.Context, runID, siteID string) (rectify.Snapshot, error) {
	return s.Store.Snapshot(ctx, runID, siteID)
}

func (s *shelf) Beside(ctx context.Context, runID, siteID string) (audit.Run, rectify.Snapshot, bool, error) {
	sn, err := s.Store.Snapshot(ctx, rectify.BesideID(runID), siteID)
	if errors.Is(err, store.ErrNoSnapshot) {
		return audit.Run{}, nil, false, nil
	}
	if err != nil {
		return audit.Run{}, nil, false, err
	}
	run, err := s.Store.Run(ctx, rectify.BesideID(runID))
	return run, sn, true, err
}

func (s *shelf) RecordFold(ctx context.Context, r ledger.Record, head ledger.Head, changes []ledger.Change) error {
	if s.disturbed > 0 {
		s.disturbed--
		return ledger.ErrChanged
	}
	return s.Store.RecordFold(ctx, r, head, changes)
}

// recorded is a run with a leak on a page, of which nothing is in the ledger.
func recorded(t *testing.T) (*shelf, *rectify.Folder, audit.Run) {
	t.Helper()
	ctx := t.Context()
	st, err := store.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "a.db"), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	run := audit.Run{ID: "r1", AsOf: began, Started: began, Finished: began.Add(time.Hour)}
	if err := st.CreateRun(ctx, run); err != nil {
		t.Fatal(err)
	}
	target := site.Target{ID: "a", URL: "http://a.gov.cn/"}
	sn, err := st.BeginSnapshot(ctx, "r1", target, began)
	if err != nil {
		t.Fatal(err)
	}
	const page = "http://a.gov.cn/1.html"
	body := []byte(`<html><head><title>关于某事的公示</title></head><body><h1>关于某事的公示</h1><p>文号：甲政发〔2026〕1号</p></body></html>`)
	if err := sn.Put(ctx, &site.Page{URL: page, Final: page, Status: 200, Fetched: began, ContentType: "text/html; charset=utf-8", Body: body,
		SHA256: "0000000000000000000000000000000000000000000000000000000000000001", Size: int64(len(body))}); err != nil {
		t.Fatal(err)
	}
	if err := sn.Finish(ctx, site.Snapshot{Alive: true, Complete: true, Started: began, Finished: began.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if err := st.PutSite(ctx, "r1", &audit.Site{ID: "a", State: audit.Audited, Department: "甲局", Findings: []rules.Finding{{Rule: "n/privacy", Check: "privacy", Outcome: rules.Fail,
		Defects: []rules.Defect{{Code: "id_number", Outcome: rules.Fail, Subject: page, Message: "公开了身份证号", Evidence: []rules.Evidence{{URL: page, Seen: began, Quote: "1101", SHA256: "01"}}}}}}}); err != nil {
		t.Fatal(err)
	}
	s := &shelf{Store: st}
	return s, &rectify.Folder{Log: slog.New(slog.DiscardHandler), Store: s, Terms: func() ledger.Terms { return ledger.Terms{Calendar: &calendar.Calendar{}} }, Zone: time.UTC, Duties: func(site.Target) map[string]bool { return nil }}, run
}

// TestWhatAKilledProcessDidNotFoldIsFolded has the process end between the result and
// its fold.
func TestWhatAKilledProcessDidNotFoldIsFolded(t *testing.T) {
	s, f, run := recorded(t)
	for range 2 {
		if err := f.Missing(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	items, head, err := s.Ledger(t.Context(), "a")
	if err != nil || len(items) != 1 || items[0].State != ledger.Open || items[0].Version != 1 || head.Run != "r1" {
		t.Fatalf("%+v, head %+v, %v", items, head, err)
	}
	if d := items[0].Last.Document; d.Title != "关于某事的公示" {
		t.Errorf("the document is %+v", d)
	}
	sites, err := s.Sites(t.Context(), run.ID)
	if err != nil {
		t.Fatal(err)
	}
	if told, err := f.Run(t.Context(), run, sites); err != nil || told.Created != 1 {
		t.Errorf("told again: %+v, %v, want what it did the first time", told, err)
	}
}

func TestAFoldIsTriedAgainWhilePeopleChangeThings(t *testing.T) {
	s, f, run := recorded(t)
	sites, err := s.Sites(t.Context(), run.ID)
	if err != nil {
		t.Fatal(err)
	}
	s.disturbed = 3
	if told, err := f.Run(t.Context(), run, sites); err != nil || told.Created != 1 {
		t.Errorf("%+v, %v", told, err)
	}
	s, f, run = recorded(t)
	s.disturbed = 100
	if _, err := f.Run(t.Context(), run, sites); !errors.Is(err, ledger.ErrChanged) {
		t.Errorf("disturbed for ever: %v", err)
	}
}

// folded is what is recorded, once the run is in the ledger.
func folded(t *testing.T) (*shelf, *rectify.Folder) {
	t.Helper()
	s, f, run := recorded(t)
	sites, err := s.Sites(t.Context(), run.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Run(t.Context(), run, sites); err != nil {
		t.Fatal(err)
	}
	return s, f
}

// TestAMendedDocumentIsFoundAtItsNewAddress has the crawl see the document of an
// answered item elsewhere, without the defect.
func TestAMendedDocumentIsFoundAtItsNewAddress(t *testing.T) {
	ctx := t.Context()
	s, f := folded(t)
	items, _, err := s.Ledger(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	target := site.Target{ID: "a", URL: "http://a.gov.cn/"}
	answer, err := ledger.Answer(items[0], target, began.AddDate(0, 0, 1), ledger.Reply{Kind: ledger.Mended, Done: "已遮盖", Link: "http://a.gov.cn/new/1.html", By: "李四"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AppendEvents(ctx, ledger.Change{Item: items[0], Events: []ledger.Event{answer}}); err != nil {
		t.Fatal(err)
	}
	later := began.AddDate(0, 0, 7)
	run := audit.Run{ID: "r2", AsOf: later, Started: later, Finished: later.Add(time.Hour)}
	if err := s.CreateRun(ctx, run); err != nil {
		t.Fatal(err)
	}
	sn, err := s.BeginSnapshot(ctx, "r2", target, later)
	if err != nil {
		t.Fatal(err)
	}
	body := []byte(`<html><head><title>关于某事的公示</title></head><body><h1>关于某事的公示</h1><p>文号：甲政发〔2026〕1号</p></body></html>`)
	p := &site.Page{URL: "http://a.gov.cn/new/1.html", Final: "http://a.gov.cn/new/1.html", Status: 200, Fetched: later, ContentType: "text/html; charset=utf-8", Body: body,
		SHA256: "0000000000000000000000000000000000000000000000000000000000000001", Size: int64(len(body))}
	var codec extract.Codec
	p.Facts = codec.Pack(p, codec.Read(p))
	if err := sn.Put(ctx, p); err != nil {
		t.Fatal(err)
	}
	if err := sn.Finish(ctx, site.Snapshot{Alive: true, Complete: true, Started: later, Finished: later.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	clean := &audit.Site{ID: "a", State: audit.Audited, Department: "甲局", Findings: []rules.Finding{{Rule: "n/privacy", Check: "privacy", Outcome: rules.Pass}}}
	told, err := f.Run(ctx, run, []*audit.Site{clean})
	if err != nil || told.Verified != 1 {
		t.Errorf("%+v, %v: the document was not found at its new address", told, err)
	}
}

// TestBeside visits the page of an item that a crawl did not come by, once, and folds
// after the run what was seen there.
func TestBeside(t *testing.T) {
	ctx := t.Context()
	s, f := folded(t)
	later := began.AddDate(0, 0, 7)
	run := audit.Run{ID: "r2", AsOf: later, Started: later, Finished: later.Add(time.Hour)}
	if err := s.CreateRun(ctx, run); err != nil {
		t.Fatal(err)
	}
	target := site.Target{ID: "a", URL: "http://a.gov.cn/"}
	crawled, err := s.BeginSnapshot(ctx, "r2", target, later)
	if err != nil {
		t.Fatal(err)
	}
	const page = "http://a.gov.cn/1.html"
	var asked [][]string
	f.Judge = func(context.Context, audit.Run, site.Target, audit.Snapshot) (*audit.Site, error) {
		return &audit.Site{ID: "a", State: audit.Audited, Findings: []rules.Finding{{Rule: "n/privacy", Check: "privacy", Outcome: rules.Pass}}}, nil
	}
	r := &rectify.Rechecker{Folder: *f, Now: func() time.Time { return later.Add(time.Minute) },
		Visit: func(ctx context.Context, v audit.Run) error {
			if v.ID != rectify.BesideID("r2") || v.Kind != audit.Recheck {
				t.Errorf("the visit is recorded as %+v", v)
			}
			return s.CreateRun(ctx, v)
		},
		Begin: func(ctx context.Context, runID string, t site.Target, at time.Time) (rectify.Snapshot, error) {
			return s.BeginSnapshot(ctx, runID, t, at)
		},
		Fetch: func(ctx context.Context, _ site.Target, sn audit.Snapshot, addresses []string) (*site.Snapshot, error) {
			asked = append(asked, addresses)
			err := sn.Put(ctx, &site.Page{URL: page, Final: page, Status: 200, Fetched: later.Add(time.Minute), ContentType: "text/html", Body: []byte("<h1>关于某事的公示</h1>"),
				SHA256: "0000000000000000000000000000000000000000000000000000000000000002", Size: 10})
			return &site.Snapshot{Alive: true, Started: later.Add(time.Minute), Finished: later.Add(2 * time.Minute)}, err
		}}
	for _, seen := range []site.Snapshot{{Alive: false}, {Alive: true, Suspect: "页面是停机公告"}} {
		if n, err := r.Beside(ctx, run, target, crawled, &seen); n != 0 || err != nil || len(asked) > 0 {
			t.Errorf("a site that did not show itself was visited: %d, %v", n, err)
		}
	}
	n, err := r.Beside(ctx, run, target, crawled, &site.Snapshot{Alive: true})
	if n != 1 || err != nil || len(asked) != 1 || len(asked[0]) != 1 || asked[0][0] != page {
		t.Fatalf("asked for %q, %d, %v", asked, n, err)
	}
	r.Visit = func(context.Context, audit.Run) error { return nil } // it is recorded
	if n, err := r.Beside(ctx, run, target, crawled, &site.Snapshot{Alive: true}); n != 1 || err != nil || len(asked) != 1 {
		t.Errorf("gone on with after a stop, it asked for %q, %d, %v", asked, n, err)
	}
	if err := crawled.Finish(ctx, site.Snapshot{Alive: true, Complete: true, Started: later, Finished: later.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	result := &audit.Site{ID: "a", State: audit.Audited, Department: "甲局", Findings: []rules.Finding{{Rule: "n/privacy", Check: "privacy", Outcome: rules.Pass}}}
	for range 2 {
		told, err := f.Run(ctx, run, []*audit.Site{result})
		if err != nil || told.Verified != 1 || told.Unseen != 0 {
			t.Errorf("%+v, %v", told, err)
		}
	}
	items, head, err := s.Ledger(ctx, "a")
	if err != nil || len(items) != 1 || items[0].State != ledger.Verified || head.Run != "r2" {
		t.Errorf("%+v, head %+v, %v", items, head, err)
	}
	events, err := s.Events(ctx, items[0].ID)
	if err != nil || len(events) != 2 || events[1].Run != rectify.BesideID("r2") {
		t.Errorf("the events are %+v, %v", events, err)
	}
}
