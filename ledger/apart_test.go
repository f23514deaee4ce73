package ledger

import (
	"slices"
	"testing"

	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/site"
)

func TestUnmet(t *testing.T) {
	item := func(id string, state State, check, subject string, aliases ...string) Item {
		return Item{ID: id, State: state, Check: check, Key: review.Key{Subject: subject}, Aliases: aliases}
	}
	pages := map[string]*site.Page{
		home + "here.html":  {URL: home + "here.html", Status: 200},
		home + "fails.html": {URL: home + "fails.html", Failure: site.FailTimeout},
	}
	for _, tt := range []struct {
		name string
		item Item
		want bool
	}{
		{"a page the run did not come by", item("a", Open, "privacy", home+"away.html"), true},
		{"one that waits for its answer to be checked", item("a", Answered, "privacy", home+"away.html"), true},
		{"one it fetched", item("a", Open, "privacy", home+"here.html"), false},
		{"one it fetched by the other scheme", item("a", Open, "privacy", "https://www.nantong.gov.cn/here.html"), false},
		{"one it asked for in vain", item("a", Open, "privacy", home+"fails.html"), false},
		{"one it fetched at a former address", item("a", Open, "privacy", home+"away.html", home+"here.html"), false},
		{"one that is verified", item("a", Verified, "privacy", home+"away.html"), false},
		{"one that is exempt", item("a", Exempt, "privacy", home+"away.html"), false},
		{"a column", item("a", Open, "column", "领导之窗"), false},
		{"where a dead link led", item("a", Open, "links", home+"away.html"), false},
	} {
		if got := len(Unmet([]Item{tt.item}, pages, "r1")) == 1; got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}

// TestUnmetHaveTheirTurn has more items than one run may visit: those that were answered
// come first in every run, and the first of the others is not always the same.
func TestUnmetHaveTheirTurn(t *testing.T) {
	var items []Item
	for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
		items = append(items, Item{ID: id, State: Open, Check: "privacy", Key: review.Key{Subject: home + id}})
	}
	items[4].State = Answered
	seconds := map[string]bool{}
	for _, run := range []string{"r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8"} {
		got := Unmet(items, nil, run)
		slices.Reverse(items)
		again := Unmet(items, nil, run)
		for i := range got {
			if got[i].ID != again[i].ID {
				t.Fatalf("%s: the order depends on that of the items", run)
			}
		}
		if got[0].ID != "e" {
			t.Errorf("%s: the first is %s, want the answered one", run, got[0].ID)
		}
		seconds[got[1].ID] = true
	}
	if len(seconds) < 2 {
		t.Errorf("after the answered one always comes %v", seconds)
	}
}
