package ledger

import (
	"fmt"
	"slices"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
)

// Kind is what an event tells.
type Kind string

// The kinds of event.
const (
	EventOpened     Kind = "opened"
	EventNotified   Kind = "notified"
	EventAnswered   Kind = "answered"
	EventVerified   Kind = "verified"
	EventReopened   Kind = "reopened"    // there again after it was verified, still there after an answer, or a person's word
	EventExempt     Kind = "exempt"      // excused by a person
	EventFalseAlarm Kind = "false_alarm" // found by a person to be none
	EventLapsed     Kind = "lapsed"
	EventResumed    Kind = "resumed"  // an excuse does not hold any more, or what had lapsed is asked for again
	EventMoved      Kind = "moved"    // the document has another address
	EventAssigned   Kind = "assigned" // another department is to mend it
	EventNoted      Kind = "noted"    // a run could not tell; the state stays
	EventSeen       Kind = "seen"     // a run saw it again after it could not tell, or with other evidence
)

// Word is the kind as people read it.
func (k Kind) Word() string {
	switch k {
	case EventOpened:
		return "发现"
	case EventNotified:
		return "通知"
	case EventAnswered:
		return "答复"
	case EventVerified:
		return "销号"
	case EventReopened:
		return "重新打开"
	case EventExempt:
		return "豁免"
	case EventFalseAlarm:
		return "认定为误报"
	case EventLapsed:
		return "不再要求"
	case EventResumed:
		return "恢复整改"
	case EventMoved:
		return "网址变更"
	case EventAssigned:
		return "变更责任单位"
	case EventNoted:
		return "未能认定"
	case EventSeen:
		return "再次看到"
	}
	return string(k)
}

// Event is one thing that happened to an item. Events are only ever added.
type Event struct {
	Item string    `json:"item"`
	N    int       `json:"n"` // 1 for the first of the item
	Kind Kind      `json:"kind"`
	At   time.Time `json:"at"`
	By   string    `json:"by,omitempty"`  // the person; "": the run
	Run  string    `json:"run,omitempty"` // the run it follows from; "": a person's word
	From State     `json:"from,omitempty"`
	To   State     `json:"to"`
	Why  string    `json:"why"` // Chinese
	// Evidence is what the change rests on.
	Evidence []rules.Evidence `json:"evidence,omitempty"`

	Opening    *Opening     `json:"opening,omitempty"`    // opened
	Due        calendar.Day `json:"due,omitempty"`        // opened, reopened and resumed: provisional; notified: for good
	Reply      *Reply       `json:"reply,omitempty"`      // answered
	Excuse     *Excuse      `json:"excuse,omitempty"`     // exempt, false_alarm; moved: what they rest on has another address
	Recurs     bool         `json:"recurs,omitempty"`     // reopened: it was verified
	Unmended   bool         `json:"unmended,omitempty"`   // reopened: it was said to be mended
	Parked     bool         `json:"parked,omitempty"`     // lapsed: only as long as its site is not audited
	Subject    string       `json:"subject,omitempty"`    // moved: the new one
	Department string       `json:"department,omitempty"` // assigned: the new one
	Seen       *Sighting    `json:"seen,omitempty"`       // opened, reopened, resumed, moved, seen
}

// Opening is what an item is about.
type Opening struct {
	review.Key
	Check      string   `json:"check"`
	Department string   `json:"department"`
	Severity   Severity `json:"severity"`
}

// Apply returns the item after one more event. An event that is not the next of
// this item is an error: something was lost or done twice.
func (it Item) Apply(e Event) (Item, error) {
	if it.Version == 0 && e.Kind != EventOpened || it.Version > 0 && (e.Item != it.ID || e.Kind == EventOpened) || e.N != it.Version+1 || e.From != it.State {
		return it, fmt.Errorf("event %d (%s, from %q) of %s does not follow on version %d (%q) of %s", e.N, e.Kind, e.From, e.Item, it.Version, it.State, it.ID)
	}
	it.Version = e.N
	if e.Opening != nil {
		it.ID, it.Key, it.Check = e.Item, e.Opening.Key, e.Opening.Check
		it.Department, it.Severity, it.Opened = e.Opening.Department, e.Opening.Severity, e.At
	}
	if e.To != it.State {
		it.State, it.Since = e.To, e.At
		it.Doubt, it.Parked = "", ""
		if e.Parked {
			it.Parked = e.From
		}
		if e.To != Exempt && e.To != FalseAlarm {
			it.Excuse = nil
		}
	}
	if e.Due != 0 {
		it.Due, it.Fixed = e.Due, e.Kind == EventNotified
	}
	if e.Reply != nil {
		it.Reply = e.Reply
	}
	if e.Excuse != nil {
		it.Excuse = e.Excuse
	}
	if e.Recurs {
		it.Recurred++
	}
	if e.Unmended {
		it.Unmended++
	}
	if e.Subject != "" && e.Subject != it.Subject {
		it.Aliases = append(slices.DeleteFunc(slices.Clone(it.Aliases), func(a string) bool { return a == e.Subject }), it.Subject)
		it.Subject = e.Subject
	}
	if e.Department != "" {
		it.Department = e.Department
	}
	if e.Seen != nil {
		it.Last, it.Doubt = *e.Seen, ""
	}
	if e.Kind == EventNoted {
		it.Doubt = e.Why
	}
	return it, nil
}

// Replay folds all events of an item, in their order.
func Replay(events []Event) (it Item, err error) {
	for _, e := range events {
		if it, err = it.Apply(e); err != nil {
			return it, err
		}
	}
	return it, nil
}

// Change is an item as it was read and the events that follow.
type Change struct {
	Item   Item // Version 0: a new one
	Events []Event
	Seen   *Sighting // replaces Last without an event; nil: it stays
}

// After returns the item once the change is made.
func (c Change) After() (Item, error) {
	it := c.Item
	var err error
	for _, e := range c.Events {
		if it, err = it.Apply(e); err != nil {
			return it, err
		}
	}
	if c.Seen != nil {
		it.Last = *c.Seen
	}
	return it, nil
}
