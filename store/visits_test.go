package store

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/site"
)

func testVisits(t *testing.T, address string) {
	s, err := Open(t.Context(), address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	start := time.Date(2026, 4, 1, 0, 0, 0, 123_000, time.UTC)
	home := site.Target{ID: "a", URL: "http://a.gov.cn/"}
	put := func(target site.Target, hours int, v site.Visit) site.Visit {
		t.Helper()
		v.At = start.Add(time.Duration(hours) * time.Hour)
		if err := s.PutVisit(t.Context(), target, v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	put(home, -1, site.Visit{Status: 200})
	first := put(home, 0, site.Visit{Status: 200, Millis: 300})
	put(home, 2, site.Visit{Failure: site.FailTimeout})
	second := put(home, 2, site.Visit{Failure: site.FailConnect, Err: "拒绝连接"}) // the last word of one instant counts
	put(home, 5, site.Visit{Status: 200})
	put(site.Target{ID: "a", URL: "http://old.gov.cn/"}, 1, site.Visit{Status: 200})
	put(site.Target{ID: "b", URL: "http://b.gov.cn/"}, 1, site.Visit{Status: 200})
	got, err := s.Visits(t.Context(), home, start, start.Add(5*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]site.Visit{first, second}, got); diff != "" {
		t.Errorf("visits from the first instant on and before the last (-want +got)\n%s", diff)
	}
}

func testEarlier(t *testing.T, address string) {
	s, err := Open(t.Context(), address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	day := func(n int) time.Time { return time.Date(2026, 4, n, 8, 0, 0, 0, time.UTC) }
	home := site.Target{ID: "a", URL: "http://a.gov.cn/"}
	add := func(run string, target site.Target, begun, ended int) {
		t.Helper()
		if err := s.CreateRun(t.Context(), audit.Run{ID: run, Started: day(begun)}); err != nil {
			t.Fatal(err)
		}
		sn, err := s.BeginSnapshot(t.Context(), run, target, day(begun))
		if err != nil {
			t.Fatal(err)
		}
		if ended == 0 {
			return
		}
		if err := sn.Finish(t.Context(), site.Snapshot{Started: day(begun), Finished: day(ended)}); err != nil {
			t.Fatal(err)
		}
	}
	add("r1", home, 1, 1)
	add("r2", home, 3, 4)
	add("r3", site.Target{ID: "a", URL: "http://new.gov.cn/"}, 5, 5)
	add("r4", home, 6, 0) // never finished
	add("r5", home, 7, 7)
	add("r6", home, 9, 10)
	list, err := s.EarlierSnapshots(t.Context(), home, day(2), day(10))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, sn := range list {
		got = append(got, sn.Meta().ID)
	}
	if diff := cmp.Diff([]string{"r2/a", "r5/a"}, got); diff != "" {
		t.Errorf("finished before the tenth, begun from the second on (-want +got)\n%s", diff)
	}
}
