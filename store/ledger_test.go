package store

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

var found = time.Date(2026, 4, 6, 2, 0, 0, 123456000, time.UTC)

// opened is the change that opens an item about a subject.
func opened(siteID, department, subject string) ledger.Change {
	k := review.Key{Site: siteID, Rule: "national/privacy", Code: "id_number", Subject: subject}
	return ledger.Change{Events: []ledger.Event{{Item: ledger.NewID(k, 0), N: 1, Kind: ledger.EventOpened, At: found, Run: "r1", To: ledger.Open, Why: "问题\x00",
		Due: calendar.MustDay(2026, 4, 13), Opening: &ledger.Opening{Key: k, Check: "privacy", Department: department, Severity: ledger.Minor},
		Seen: &ledger.Sighting{Run: "r1", Observed: found, Message: "问题", Evidence: []rules.Evidence{{URL: subject, Seen: found, Quote: "原文 \xff", SHA256: "ab"}}}}}}
}

func testLedger(t *testing.T, address string) {
	s := open(t, address)
	ctx := t.Context()
	a, b := opened("a", "甲局", "http://a.gov.cn/1"), opened("b", "乙局", "http://b.gov.cn/1")
	if err := s.AppendEvents(ctx, a, b); err != nil {
		t.Fatal(err)
	}
	it, err := s.Item(ctx, a.Events[0].Item)
	if err != nil {
		t.Fatal(err)
	}
	event, err := ledger.Notify(it, "李四", found.Add(time.Hour), calendar.MustDay(2026, 4, 20), "发出")
	if err != nil {
		t.Fatal(err)
	}
	// A change of what was read before is refused, with all that comes with it.
	stale := ledger.Change{Item: it, Events: []ledger.Event{event}}
	if err := s.AppendEvents(ctx, stale); err != nil {
		t.Fatal(err)
	}
	c := opened("c", "丙局", "http://c.gov.cn/1")
	if err := s.AppendEvents(ctx, c, stale); !errors.Is(err, ErrChanged) {
		t.Errorf("an item that had changed: %v", err)
	}
	if _, err := s.Item(ctx, c.Events[0].Item); !errors.Is(err, ErrNoItem) {
		t.Errorf("what was refused is half there: %v", err)
	}
	if err := s.AppendEvents(ctx, a); !errors.Is(err, ErrChanged) {
		t.Errorf("an item opened twice: %v", err)
	}
	now, err := s.Item(ctx, it.ID)
	if err != nil {
		t.Fatal(err)
	}
	events, err := s.Events(ctx, it.ID)
	if err != nil {
		t.Fatal(err)
	}
	replayed, err := ledger.Replay(events)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(now, replayed); diff != "" {
		t.Errorf("the item is not the fold of its events: %s", diff)
	}
	if now.State != ledger.Notified || now.Version != 2 || now.Due != calendar.MustDay(2026, 4, 20) {
		t.Errorf("%+v", now)
	}
	nobody := "甲局"
	for _, tt := range []struct {
		name string
		f    ItemFilter
		want int
	}{
		{"all", ItemFilter{}, 2},
		{"of a site", ItemFilter{Site: "b"}, 1},
		{"of a department", ItemFilter{Department: &nobody}, 1},
		{"of nobody", ItemFilter{Department: new(string)}, 0},
		{"of two departments", ItemFilter{Departments: []string{"甲局", "乙局"}, Site: "b"}, 1},
		{"of no department at all", ItemFilter{Departments: []string{}}, 0},
		{"of a severity", ItemFilter{Severity: ledger.Minor}, 2},
		{"of another severity, in a department", ItemFilter{Severity: ledger.Veto, Departments: []string{"甲局"}}, 0},
		{"in a state", ItemFilter{States: []ledger.State{ledger.Notified, ledger.Answered}}, 1},
		{"due before a day", ItemFilter{Due: calendar.MustDay(2026, 4, 14)}, 1},
		{"of a rule, in a state, of a site", ItemFilter{Rule: "national/privacy", States: []ledger.State{ledger.Open}, Site: "a"}, 0},
		{"a page of them", ItemFilter{Most: 1, Skip: 1}, 1},
	} {
		list, err := s.Items(ctx, tt.f)
		if err != nil || len(list) != tt.want {
			t.Errorf("%s: %d items, want %d (%v)", tt.name, len(list), tt.want, err)
		}
		if n, err := s.CountItems(ctx, tt.f); err != nil || tt.f.Most == 0 && n != tt.want {
			t.Errorf("%s: %d counted, want %d (%v)", tt.name, n, tt.want, err)
		}
	}
	tallies, err := s.ItemTallies(ctx, calendar.MustDay(2026, 4, 21))
	if err != nil || len(tallies) != 2 || tallies[0].Overdue != 1 || tallies[1].Overdue != 0 { // nobody was told of the second
		t.Errorf("%+v %v", tallies, err)
	}
	between, err := s.EventsBetween(ctx, found.Add(time.Minute), found.Add(2*time.Hour), 10)
	if err != nil || len(between) != 1 || between[0].Kind != ledger.EventNotified {
		t.Errorf("%+v %v", between, err)
	}
}

func testFolds(t *testing.T, address string) {
	s := open(t, address)
	ctx := t.Context()
	for i, id := range []string{"r1", "r2", "r3"} {
		run := audit.Run{ID: id, AsOf: found, Started: found.Add(time.Duration(i) * time.Hour), Finished: found.Add(time.Duration(i+1) * time.Hour)}
		if err := s.CreateRun(ctx, run); err != nil {
			t.Fatal(err)
		}
		for _, siteID := range []string{"a", "b"} {
			if err := s.PutSite(ctx, id, &audit.Site{ID: siteID}); err != nil {
				t.Fatal(err)
			}
		}
	}
	unfolded := func() string {
		t.Helper()
		runs, err := s.UnfoldedRuns(ctx)
		if err != nil {
			t.Fatal(err)
		}
		out := ""
		for _, r := range runs {
			out += r.ID + " "
		}
		return out
	}
	if got := unfolded(); got != "r3 " {
		t.Errorf("of a store that never had a ledger %q, want the newest run", got)
	}
	rec := func(run string) ledger.Record {
		return ledger.Record{Site: "a", Run: run, Counts: ledger.Counts{Created: 1}}
	}
	if err := s.RecordFold(ctx, rec("r1"), ledger.Head{N: 1, Run: "r1", Observed: found}, []ledger.Change{opened("a", "甲局", "http://a.gov.cn/1")}); err != nil {
		t.Fatal(err)
	}
	if got := unfolded(); got != "r1 r2 r3 " {
		t.Errorf("left to fold %q, want the rest of the first and those after it", got)
	}
	if err := s.RecordFold(ctx, rec("r1"), ledger.Head{N: 2}, nil); !errors.Is(err, ErrFolded) {
		t.Errorf("folded twice: %v", err)
	}
	if err := s.RecordFold(ctx, rec("r2"), ledger.Head{N: 1}, []ledger.Change{opened("a", "甲局", "http://a.gov.cn/2")}); !errors.Is(err, ErrChanged) {
		t.Errorf("folded over another run: %v", err)
	}
	items, head, err := s.Ledger(ctx, "a")
	if err != nil || len(items) != 1 || head.Run != "r1" || head.N != 1 || !head.Observed.Equal(found) {
		t.Errorf("%d items, head %+v, %v", len(items), head, err)
	}
	if r, ok, err := s.FoldOf(ctx, "a", "r1"); err != nil || !ok || r.Counts.Created != 1 {
		t.Errorf("%+v %t %v", r, ok, err)
	}
	if _, ok, err := s.FoldOf(ctx, "b", "r1"); err != nil || ok {
		t.Errorf("another site's fold is there: %v", err)
	}
}

// testLedgerRace has many people answer the same item at once: one of them wins, and
// the others are told.
func testLedgerRace(t *testing.T, address string) {
	s := open(t, address)
	c := opened("a", "甲局", "http://a.gov.cn/1")
	if err := s.AppendEvents(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	it, err := s.Item(t.Context(), c.Events[0].Item)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	won := make(chan bool, 8)
	for i := range 8 {
		wg.Go(func() {
			e, err := ledger.NoDefect(it, fmt.Sprint("某人", i), found, "看过")
			if err == nil {
				err = s.AppendEvents(t.Context(), ledger.Change{Item: it, Events: []ledger.Event{e}})
			}
			if err != nil && !errors.Is(err, ErrChanged) {
				t.Error(err)
			}
			won <- err == nil
		})
	}
	wg.Wait()
	close(won)
	n := 0
	for ok := range won {
		if ok {
			n++
		}
	}
	if events, err := s.Events(t.Context(), it.ID); n != 1 || err != nil || len(events) != 2 {
		t.Errorf("%d of 8 won, %d events, %v", n, len(events), err)
	}
}

func testRechecks(t *testing.T, address string) {
	s := open(t, address)
	ctx := t.Context()
	target := site.Target{ID: "a", URL: "http://a.gov.cn/"}
	for i, kind := range []audit.Kind{"", audit.Recheck} {
		at := found.Add(time.Duration(i) * time.Hour)
		if err := s.CreateRun(ctx, audit.Run{ID: fmt.Sprint("r", i), Kind: kind, Started: at, Finished: at}); err != nil {
			t.Fatal(err)
		}
		sn, err := s.BeginSnapshot(ctx, fmt.Sprint("r", i), target, at)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []*site.Page{
			{URL: "http://a.gov.cn/", Final: "https://a.gov.cn/", Status: 200, Fetched: at},
			{URL: "http://a.gov.cn/gone", Final: "http://a.gov.cn/gone", Failure: site.FailGone, Status: 404, Err: "没有", Fetched: at},
		} {
			if err := sn.Put(ctx, p); err != nil {
				t.Fatal(err)
			}
		}
		if err := sn.Finish(ctx, site.Snapshot{Alive: true, Started: at, Finished: at.Add(time.Minute)}); err != nil {
			t.Fatal(err)
		}
	}
	if run, err := s.Run(ctx, ""); err != nil || run.ID != "r0" {
		t.Errorf("the newest run is %s (%v), want the audit", run.ID, err)
	}
	if runs, err := s.Runs(ctx); err != nil || len(runs) != 1 {
		t.Errorf("%d runs (%v), want the audit alone", len(runs), err)
	}
	if runs, err := s.Rechecks(ctx, 5); err != nil || len(runs) != 1 || runs[0].Kind != audit.Recheck {
		t.Errorf("rechecks %+v (%v)", runs, err)
	}
	earlier, err := s.EarlierSnapshots(ctx, target, found.Add(-time.Hour), found.Add(5*time.Hour))
	if err != nil || len(earlier) != 1 {
		t.Errorf("%d earlier crawls (%v), want that of the audit", len(earlier), err)
	}
	sn, err := s.Snapshot(ctx, "r1", "a")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := sn.Addresses(ctx, []string{"http://a.gov.cn/", "https://a.gov.cn/", "http://a.gov.cn/gone", "http://a.gov.cn/never"})
	if err != nil || len(pages) != 3 || pages["https://a.gov.cn/"].URL != "http://a.gov.cn/" || pages["http://a.gov.cn/gone"].Failure != site.FailGone {
		t.Errorf("%v %v", pages, err)
	}
}
