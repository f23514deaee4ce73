package ledger

import (
	"testing"

	"github.com/govaudit/govaudit/calendar"
)

// An item that is open again has its days from the day it was found so, however early
// the day by which the run judged.
func TestDaysOfAnItemThatIsOpenAgain(t *testing.T) {
	today := calendar.MustDay(2026, 11, 23) // a Monday
	for name, asOf := range map[string]calendar.Day{
		"judged as of the day":           today,
		"judged as of a day long before": calendar.MustDay(2026, 4, 10),
	} {
		f := &folding{Sight: &Sight{AsOf: asOf, Today: today, Terms: Terms{Settings: Defaults(), Calendar: &calendar.Calendar{}}}}
		item := Item{Severity: Veto}
		if got, want := f.due(&track{was: item}), f.Terms.DueFrom(today, "", Veto); got != want || got <= today {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
