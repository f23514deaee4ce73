package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/site"
)

// testRetention has a site crawled every hour, and things rest on some of its crawls.
func testRetention(t *testing.T, address string) {
	s := open(t, address)
	const crawls = 20
	name := func(i int) string { return fmt.Sprintf("r%02d", i) }
	for i := range crawls {
		crawled(t, s, name(i), day.Add(time.Duration(i)*time.Hour))
	}
	must(t, s.PutSite(t.Context(), name(3), judgedBy("a", 90, []string{"of its own"}))) // no later run judged by these packs
	at := day.Add(48 * time.Hour)
	must(t, s.AddDecisions(t.Context(), []review.Decision{{Key: review.Key{Site: "a", Rule: "p/x"}, Answer: review.True, By: "张三", At: at, Run: name(1)}}))
	item := func(subject string, seen int, to ...ledger.Event) {
		t.Helper()
		c := opened("a", "办公室", subject)
		c.Events[0].Run, c.Events[0].At = name(seen), at
		c.Events[0].Seen = &ledger.Sighting{Run: name(seen)}
		id, from := c.Events[0].Item, c.Events[0].To
		for i, e := range to {
			e.Item, e.N, e.At, e.From = id, i+2, at, from
			c.Events, from = append(c.Events, e), e.To
		}
		must(t, s.AppendEvents(t.Context(), c))
	}
	item("open", 2)
	item("verified by a run", 4, ledger.Event{Kind: ledger.EventVerified, Run: name(19), To: ledger.Verified})
	item("verified by a person", 5, ledger.Event{Kind: ledger.EventVerified, By: "张三", To: ledger.Verified})
	item("exempt", 6, ledger.Event{Kind: ledger.EventExempt, By: "张三", To: ledger.Exempt, Excuse: &ledger.Excuse{By: "张三", Why: "不适用"}})
	must(t, s.CreateRun(t.Context(), audit.Run{ID: "again", Key: "again", Of: name(7), Started: at}))

	names := func(list []Stale) (out []string) {
		for _, c := range list {
			out = append(out, c.Run)
		}
		return out
	}
	list, err := s.Stale(t.Context(), day)
	must(t, err)
	if len(list) > 0 {
		t.Errorf("of crawls that are not old there go %v", names(list))
	}
	list, err = s.Stale(t.Context(), at)
	must(t, err)
	if diff := cmp.Diff([]string{name(0), name(4), name(8), name(9)}, names(list)); diff != "" {
		t.Fatalf("may go (-want +got)\n%s", diff)
	}
	must(t, s.CreateRun(t.Context(), audit.Run{ID: "meanwhile", Key: "meanwhile", Of: name(8), Started: at}))
	n, err := s.LetGo(t.Context(), list)
	must(t, err)
	if n != 3 {
		t.Errorf("%d have gone, want 3: one is judged meanwhile", n)
	}
	for query, want := range map[string]int{
		"SELECT count(*) FROM runs": crawls + 2, "SELECT count(*) FROM results": crawls, "SELECT count(*) FROM summaries": crawls, "SELECT count(*) FROM decisions": 1,
		"SELECT count(*) FROM snapshots": crawls - 3, "SELECT count(*) FROM pages": 2 * (crawls - 3), "SELECT count(*) FROM bodies": 2*(crawls-3) + 1,
	} {
		if got := count(t, s, query); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
	sn, err := s.Snapshot(t.Context(), name(6), "a")
	must(t, err)
	if got := pagesOf(t, sn); len(got) != 2 || string(got[1].Body) != "shared" {
		t.Errorf("what a person decided on has %d pages left", len(got))
	}
}

// Who reads the pages of a crawl that is let go meanwhile gets an error, never less
// than there was as if it were all.
func testLetGoWhileReading(t *testing.T, address string) {
	s := open(t, address)
	must(t, s.CreateRun(t.Context(), audit.Run{ID: "r0", Started: day}))
	sn, err := s.BeginSnapshot(t.Context(), "r0", site.Target{ID: "a"}, day)
	must(t, err)
	for i := range 3 * aheadPages {
		must(t, sn.Put(t.Context(), page(fmt.Sprintf("http://a/%d", i), "page")))
	}
	must(t, sn.Finish(t.Context(), site.Snapshot{}))
	must(t, s.FinishRun(t.Context(), "r0", day))
	n, told := 0, error(nil)
	for _, err := range sn.Pages(t.Context()) {
		if err != nil {
			told = err
			break
		}
		if n++; n == 1 {
			letGo(t, s, "r0", "a")
		}
	}
	if !errors.Is(told, ErrNoSnapshot) {
		t.Errorf("after %d pages: %v, want a word that the others are gone", n, told)
	}
	if _, err := sn.Page(t.Context(), "http://a/1"); !errors.Is(err, ErrNoSnapshot) || errors.Is(err, ErrNoPage) {
		t.Errorf("a page of it: %v, want a word that all are gone, not that there was none", err)
	}
}
