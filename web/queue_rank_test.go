package web

import (
	"slices"
	"testing"

	"github.com/govaudit/govaudit/review"
)

// TestHeaviest puts questions into the order in which they are asked.
func TestHeaviest(t *testing.T) {
	ask := func(name, code string, stake float64, veto, seen bool) *asked {
		return &asked{Key: review.Key{Rule: name, Code: code}, Stake: stake, Veto: veto, Asked: seen}
	}
	want := []*asked{
		ask("a veto of which something was seen", "stale", 0, true, true),
		ask("six points", "late", 6, false, true),
		ask("a veto of five points of which nothing was seen", "", 5, true, true),
		ask("five points", "late", 5, false, true),
		ask("something was seen that costs nothing", "late", 0, false, true),
		ask("a veto that no page can show and that costs nothing", "", 0, true, true),
		ask("a duty that no page can show and that costs nothing", "", 0, false, true),
		ask("what could not be observed", "", 9, false, false),
		ask("a veto that could not be observed", "", 5, true, false),
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, heaviest)
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("at %d stands %q, want %q", i, got[i].Rule, want[i].Rule)
		}
	}
}
