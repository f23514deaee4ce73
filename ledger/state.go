package ledger

import "slices"

// State is where an item stands.
type State string

// The states. An item is to be mended in the first three, waits for us in the
// fourth, and is closed in the others.
const (
	Open       State = "open"        // found, and nobody was told
	Notified   State = "notified"    // the department was told
	Reopened   State = "reopened"    // mended once or said to be, and there again
	Answered   State = "answered"    // the department has answered; a visit or a person decides
	Verified   State = "verified"    // observed to be mended, or a person saw to it
	Exempt     State = "exempt"      // a person excused it, up to a day
	FalseAlarm State = "false_alarm" // a person found that there was no defect
	Lapsed     State = "lapsed"      // what asked for it does not any more
)

// States returns all states in the order in which an item passes them.
func States() []State {
	return []State{Open, Notified, Reopened, Answered, Verified, Exempt, FalseAlarm, Lapsed}
}

// Valid reports whether s is one of the states.
func (s State) Valid() bool { return slices.Contains(States(), s) }

// ToDo reports that the department has to do something.
func (s State) ToDo() bool { return s == Open || s == Notified || s == Reopened }

// Closed reports that nothing has to be done, unless something changes.
func (s State) Closed() bool {
	return s == Verified || s == Exempt || s == FalseAlarm || s == Lapsed
}

// Word is the state as people read it.
func (s State) Word() string {
	switch s {
	case Open:
		return "待通知"
	case Notified:
		return "整改中"
	case Reopened:
		return "重新整改"
	case Answered:
		return "已答复，待复核"
	case Verified:
		return "已销号"
	case Exempt:
		return "豁免"
	case FalseAlarm:
		return "误报"
	case Lapsed:
		return "不再要求"
	}
	return string(s)
}
