package configs

import (
	"testing"

	"github.com/govaudit/govaudit/rules"
)

// TestEveryDutyHasARule holds the built-in packs against the catalogue of the
// founding documents. How many can be decided at all is the catalogue's count of
// what a program alone, and a program with a person, can do (75 and 429 of 621).
func TestEveryDutyHasARule(t *testing.T) {
	lists, err := rules.Duties(Duties())
	if err != nil {
		t.Fatal(err)
	}
	lib, err := rules.NewLibrary(Packs())
	if err != nil {
		t.Fatal(err)
	}
	sets, err := lib.Sets(lib.Builtin()...)
	if err != nil {
		t.Fatal(err)
	}
	c := rules.Cover(lists, sets...)
	if err := c.Err(); err != nil {
		t.Error(err)
	}
	count := map[rules.Way]int{}
	for _, d := range c.Duties {
		count[d.Way]++
		if d.Automation == "full" && d.Way != rules.Decided {
			t.Errorf("%s (%s) can be decided by a program, but is %s", d.Clause, d.Duty.Duty, d.Way)
		}
	}
	if len(c.Duties) != 621 || count[rules.Decided] < 75 || count[rules.Decided]+count[rules.Proposed] < 390 {
		t.Errorf("%d duties, %d decided, %d proposed", len(c.Duties), count[rules.Decided], count[rules.Proposed])
	}
}

// TestEveryDocumentHasAPack holds that a pack stands for each catalogue.
func TestEveryDocumentHasAPack(t *testing.T) {
	lists, err := rules.Duties(Duties())
	if err != nil {
		t.Fatal(err)
	}
	lib, err := rules.NewLibrary(Packs())
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, name := range lib.Builtin() {
		have[name] = true
	}
	for _, l := range lists {
		if !have[l.Slug] {
			t.Errorf("no pack %s", l.Slug)
		}
	}
}
