package store

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/review"
)

func testProposals(t *testing.T, address string) {
	s := open(t, address)
	ctx := t.Context()
	first := review.Proposal{Decision: decided("a", "http://a/1", review.True), Account: "zhang"}
	other := review.Proposal{Decision: decided("b", "", review.Exempt), Account: "li"}
	must(t, s.Propose(ctx, []review.Proposal{first, other}))
	mine := first
	mine.Answer, mine.At = review.False, first.At.Add(time.Second)
	must(t, s.Propose(ctx, []review.Proposal{mine}))
	stolen := first
	stolen.Account = "wang"
	if err := s.Propose(ctx, []review.Proposal{stolen}); !errors.Is(err, review.ErrProposed) {
		t.Errorf("somebody else's was replaced: %v", err)
	}
	list, err := s.Proposals(ctx)
	must(t, err)
	if len(list) != 2 {
		t.Fatalf("%d proposals, want 2", len(list))
	}
	for _, p := range list {
		want := other
		if p.Site == "a" {
			want = mine
		}
		if diff := cmp.Diff(want, p); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	}
	agreed := mine.Decision
	agreed.By = "张三；复核：李四"
	if err := s.Settle(ctx, first, &agreed); !errors.Is(err, review.ErrProposed) {
		t.Errorf("agreed to what was replaced: %v", err)
	}
	var wg sync.WaitGroup
	var won atomic.Int32
	for range 6 {
		wg.Go(func() {
			switch err := s.Settle(ctx, mine, &agreed); {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, review.ErrProposed):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	got, err := s.Decisions(ctx, "a")
	must(t, err)
	if diff := cmp.Diff([]review.Decision{agreed}, got); diff != "" || won.Load() != 1 {
		t.Errorf("%d settled it (-want +got)\n%s", won.Load(), diff)
	}
	// What a workbook decides is recorded whole or not at all.
	gone := mine
	plain, fresh := decided("c", "", review.False), review.Proposal{Decision: decided("c", "http://c/1", review.True), Account: review.ByWorkbook("王五")}
	book := review.Split{Decided: []review.Decision{plain}, Proposed: []review.Proposal{fresh}, Agreed: []review.Pair{{Proposal: gone, Became: agreed}}}
	if err := s.RecordReview(ctx, book); !errors.Is(err, review.ErrProposed) {
		t.Errorf("a workbook agreed to what is settled: %v", err)
	}
	if got, err := s.Decisions(ctx, "c"); err != nil || len(got) != 0 {
		t.Errorf("half of the workbook was recorded: %v, %v", got, err)
	}
	became := other.Agree("王五", other.At.Add(time.Hour), other.Until)
	book.Agreed = []review.Pair{{Proposal: other, Became: became}}
	must(t, s.RecordReview(ctx, book))
	for site, want := range map[string]review.Decision{"b": became, "c": plain} {
		got, err := s.Decisions(ctx, site)
		must(t, err)
		if diff := cmp.Diff([]review.Decision{want}, got); diff != "" {
			t.Errorf("%s -want +got\n%s", site, diff)
		}
	}
	if err := s.RecordReview(ctx, review.Split{Decided: []review.Decision{plain}, Stale: []review.Proposal{fresh}}); err != nil {
		t.Errorf("what is stale is taken away: %v", err)
	}
	if list, err := s.Proposals(ctx); err != nil || len(list) != 0 {
		t.Errorf("there is still %v, %v", list, err)
	}
	second := review.Proposal{Decision: decided("d", "", review.Exempt), Account: "li"}
	must(t, s.Propose(ctx, []review.Proposal{second}))
	must(t, s.Settle(ctx, second, nil))
	if got, err := s.Decisions(ctx, "d"); err != nil || len(got) != 0 {
		t.Errorf("what was refused became %v, %v", got, err)
	}
	state, err := s.DecisionState(ctx)
	must(t, err)
	if diff := cmp.Diff(map[string]int{"a": 1, "b": 1, "c": 2}, state); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
