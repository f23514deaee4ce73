package ledger

import (
	"reflect"
	"testing"

	"github.com/govaudit/govaudit/calendar"
)

// TestPark takes items off the list with their site, and has them back as they were.
func TestPark(t *testing.T) {
	base := Item{ID: "ZG-1", Version: 3, Due: calendar.MustDay(2026, 4, 20), Fixed: true, Reply: &Reply{Kind: Mended, Done: "已改", By: "王五"}, Recurred: 1, Department: "甲局"}
	for _, state := range States() {
		it := base
		it.State = state
		e, err := Park(it, "系统", after(1), "网站不再检查")
		if state.Closed() {
			if err == nil {
				t.Errorf("%s is parked", state)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		parked, err := it.Apply(e)
		if err != nil || parked.State != Lapsed || parked.Parked != state {
			t.Fatalf("%s parked is %s, from %q (%v)", state, parked.State, parked.Parked, err)
		}
		if _, err := Park(parked, "系统", after(2), "又一次"); err == nil {
			t.Errorf("%s is parked twice", state)
		}
		e, err = Unpark(parked, "系统", after(3), "网站恢复检查")
		if err != nil {
			t.Fatal(err)
		}
		back, err := parked.Apply(e)
		if err != nil {
			t.Fatal(err)
		}
		want := it
		want.Version, want.Since = 5, after(3)
		if !reflect.DeepEqual(want, back) {
			t.Errorf("%s came back as %+v", state, back)
		}
		if _, err := Unpark(back, "系统", after(4), "又一次"); err == nil {
			t.Errorf("%s comes back twice", state)
		}
	}
	withdrawn := base
	withdrawn.State = Notified
	e, err := Withdraw(withdrawn, "张三", after(1), "栏目已撤销")
	if err != nil {
		t.Fatal(err)
	}
	if withdrawn, err = withdrawn.Apply(e); err != nil {
		t.Fatal(err)
	}
	if _, err := Unpark(withdrawn, "系统", after(2), "网站恢复检查"); err == nil {
		t.Error("what a person withdrew comes back with the site")
	}
}
