package ledger

import (
	"errors"
	"fmt"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/site"
)

// ReplyKind is what a department can say.
type ReplyKind string

// The kinds of answer.
const (
	Mended   ReplyKind = "mended"
	AskFree  ReplyKind = "ask_exempt"
	AskFalse ReplyKind = "ask_false"
)

// ReplyKinds returns them in the order they are offered.
func ReplyKinds() []ReplyKind { return []ReplyKind{Mended, AskFree, AskFalse} }

// Word is the kind as people read and choose it.
func (k ReplyKind) Word() string {
	switch k {
	case Mended:
		return "已整改"
	case AskFree:
		return "申请豁免"
	case AskFalse:
		return "认为误报"
	}
	return string(k)
}

// word is one event of a person; it refuses who has no name and what has no reason.
func (it Item) word(kind Kind, to State, by string, now time.Time, why string) (Event, error) {
	by, why = Tidy(by), Tidy(why)
	if err := checkName(by); err != nil {
		return Event{}, err
	}
	if err := checkWords(why, "理由"); err != nil {
		return Event{}, err
	}
	return Event{Item: it.ID, N: it.Version + 1, Kind: kind, At: now, By: by, From: it.State, To: to, Why: why}, nil
}

// refuse says that the state does not allow something.
func (it Item) refuse(what string) error {
	return fmt.Errorf("%s 的状态是“%s”，不能%s", it.ID, it.State.Word(), what)
}

// Notify records that the department was told, and until when it is to mend it.
// Whoever was told before is not told again: [Item.MayNotify].
func Notify(it Item, by string, now time.Time, due calendar.Day, how string) (Event, error) {
	if !it.MayNotify() {
		return Event{}, it.refuse("再通知")
	}
	e, err := it.word(EventNotified, Notified, by, now, how)
	e.Due = due
	return e, err
}

// MayNotify reports that the department does not know of the item as it stands.
func (it *Item) MayNotify() bool { return it.State == Open || it.State == Reopened }

// Answer records what the department answers. Where it says that the defect is
// mended, the item waits for a visit that observes it; a plea waits for a person.
// The link must lead to the site t, or r says why it does not.
func Answer(it Item, t site.Target, now time.Time, r Reply) (Event, error) {
	if !it.State.ToDo() && it.State != Answered {
		return Event{}, it.refuse("答复")
	}
	r = r.tidy()
	r.At = now
	if err := r.check(t); err != nil {
		return Event{}, err
	}
	e, err := it.word(EventAnswered, Answered, r.By, now, r.Done)
	e.Reply = &r
	return e, err
}

// Exempted records that a person excuses the department up to and including a day.
// proof is what that rests on.
func Exempted(it Item, by string, now time.Time, today, until calendar.Day, why, proof string) (Event, error) {
	if it.State.Closed() && it.State != Exempt { // an excuse may be prolonged
		return Event{}, it.refuse("豁免")
	}
	if until < today {
		return Event{}, errors.New("豁免的有效期早于今天：请写以后的日期")
	}
	if until > today.AddDate(3, 0, 0) {
		return Event{}, errors.New("豁免的有效期超过三年：请写较近的日期，到期再议")
	}
	proof = Tidy(proof)
	if err := checkWords(proof, "豁免所依据的材料"); err != nil {
		return Event{}, err
	}
	e, err := it.word(EventExempt, Exempt, by, now, why)
	e.Excuse = &Excuse{By: e.By, At: now, Why: e.Why, Until: until, Proof: proof, Fingerprint: it.Last.Fingerprint}
	return e, err
}

// NoDefect records that a person found the alarm to be false. It is remembered: the
// same defect does not open again while its evidence is the same.
func NoDefect(it Item, by string, now time.Time, why string) (Event, error) {
	if it.State == FalseAlarm || it.State == Lapsed {
		return Event{}, it.refuse("认定为误报")
	}
	e, err := it.word(EventFalseAlarm, FalseAlarm, by, now, why)
	e.Excuse = &Excuse{By: e.By, At: now, Why: e.Why, Fingerprint: it.Last.Fingerprint}
	return e, err
}

// Verify records that a person saw that the defect is mended, and where.
func Verify(it Item, by string, now time.Time, why string) (Event, error) {
	if it.State.Closed() {
		return Event{}, it.refuse("销号")
	}
	return it.word(EventVerified, Verified, by, now, why)
}

// Reopen records that a person refuses an answer, or revokes what was said before.
func Reopen(it Item, by string, now time.Time, why string, due calendar.Day) (Event, error) {
	if it.State.ToDo() {
		return Event{}, it.refuse("重新打开")
	}
	e, err := it.word(EventReopened, Reopened, by, now, why)
	e.Due, e.Recurs, e.Unmended = due, it.State == Verified, it.State == Answered
	return e, err
}

// Withdraw records that a person takes an item off the list because nobody asks for
// it any more: the site is gone, or the duty.
func Withdraw(it Item, by string, now time.Time, why string) (Event, error) {
	if it.State == Lapsed {
		return Event{}, it.refuse("撤下")
	}
	return it.word(EventLapsed, Lapsed, by, now, why)
}

// DecisionOf is the decision by which a person's word that there is nothing to mend
// counts in the scores too, until today's date a year on where the word names no day;
// false where the event is no such word.
func DecisionOf(it Item, e Event, today calendar.Day) (review.Decision, bool) {
	if e.Excuse == nil || e.By == "" || e.Run != "" {
		return review.Decision{}, false
	}
	d := review.Decision{Key: it.Key, Answer: review.False, Reason: e.Why, By: e.By, At: e.At, Until: e.Excuse.Until,
		Fingerprint: e.Excuse.Fingerprint, Run: it.Last.Run}
	if e.Kind == EventExempt {
		d.Answer = review.Exempt
	}
	if d.Until == 0 {
		d.Until = today.AddDate(1, 0, 0)
	}
	return d, true
}
