package ledger

import "time"

// Park takes an item off the list because its site is not audited any more. Nothing of
// it is lost: [Unpark] brings it back as it was.
func Park(it Item, by string, now time.Time, why string) (Event, error) {
	if it.State.Closed() {
		return Event{}, it.refuse("撤下")
	}
	e, err := it.word(EventLapsed, Lapsed, by, now, why)
	e.Parked = true
	return e, err
}

// Unpark puts an item back where it was when it was parked: its site is audited again.
func Unpark(it Item, by string, now time.Time, why string) (Event, error) {
	if it.Parked == "" {
		return Event{}, it.refuse("恢复")
	}
	return it.word(EventResumed, it.Parked, by, now, why)
}
