package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
)

// Matter is one thing to tell: where an item stands, or what will be wrong soon.
type Matter struct {
	Kind       Kind            `json:"kind"`
	Item       string          `json:"item,omitempty"` // "": a warning, of which there is no item
	Site       string          `json:"site"`
	SiteName   string          `json:"site_name"`
	Department string          `json:"department"`
	Rule       string          `json:"rule"`
	Subject    string          `json:"subject,omitempty"`
	Message    string          `json:"message"`
	Severity   ledger.Severity `json:"severity,omitempty"`
	Due        calendar.Day    `json:"due,omitempty"`  // the day that counts: the last to mend, the last of the excuse, the first of the breach
	Late       int             `json:"late,omitempty"` // days over it
	Level      int             `json:"level,omitempty"`
	Doubt      string          `json:"doubt,omitempty"` // why the last run could not tell what has become of it

	// Known is false where only the events of the item tell whether its department was
	// ever notified of it.
	Known bool `json:"-"`
	// topics are what telling it settles, the most pressing first.
	topics []topic
}

// topic is one fact under a name that stays the same: it is told once.
type topic struct {
	kind Kind
	key  string
}

// Keys are the names of the facts that have been told once the matter is.
func (m *Matter) Keys() []string {
	out := make([]string, len(m.topics))
	for i, t := range m.topics {
		out[i] = t.key
	}
	return out
}

// without returns the matter less what was told; false where nothing is left.
func (m Matter) without(told map[string]bool) (Matter, bool) {
	m.topics = slices.DeleteFunc(slices.Clone(m.topics), func(t topic) bool { return told[t.key] })
	if len(m.topics) == 0 {
		return m, false
	}
	m.Kind = m.topics[0].kind
	return m, true
}

// How near something must be to be told of.
const (
	soonDays   = 2  // working days to the last day
	lapseDays  = 7  // days to the last day of an excuse
	aheadDays  = 7  // days to a breach
	closedDays = 30 // since when an item is closed, for that to be news
)

// View is by what a matter is looked at.
type View struct {
	Now      time.Time // in the zone of the configuration
	Calendar *calendar.Calendar
	Rectify  ledger.Settings
}

func (v View) today() calendar.Day { return calendar.DayOf(v.Now, v.Now.Location()) }

// Of returns what there is to tell of an item; false where there is nothing, as of
// what nobody was notified of, or what waits for us.
func (v View) Of(it *ledger.Item) (Matter, bool) {
	today := v.today()
	m := Matter{Item: it.ID, Site: it.Site, SiteName: it.Last.SiteName, Department: it.Department, Rule: it.Rule, Subject: it.Subject,
		Message: it.Last.Message, Severity: it.Severity, Due: it.Due, Late: it.Overdue(today), Level: it.Level(today, v.Rectify), Doubt: it.Doubt,
		Known: it.Fixed || it.Reply != nil}
	add := func(k Kind, what string, of any) {
		m.topics = append(m.topics, topic{k, fmt.Sprintf("%s/%s/%v", it.ID, what, of)})
	}
	since := it.Since.UnixMicro()
	if m.Late > 0 && m.Level == 2 {
		add(Overdue, "escalated", it.Due)
	}
	if m.Late > 0 {
		add(Overdue, "overdue", it.Due)
	}
	news := it.Since.After(v.Now.AddDate(0, 0, -closedDays))
	switch it.State {
	case ledger.Reopened:
		add(Reopened, "reopened", since)
	case ledger.Notified:
		if it.Recurred+it.Unmended > 0 {
			add(Reopened, "notified", since)
		} else {
			add(New, "notified", since)
		}
	case ledger.Exempt:
		m.Due = 0
		if it.Excuse != nil && it.Excuse.Until >= today && it.Excuse.Until <= today.AddDate(0, 0, lapseDays) {
			add(Lapsing, "lapsing", it.Excuse.Until)
		}
		if it.Excuse != nil {
			m.Due = it.Excuse.Until
		}
		if news {
			add(Closed, "exempt", since)
		}
	case ledger.Verified:
		m.Due = 0
		if news {
			add(Verified, "verified", since)
		}
	case ledger.FalseAlarm, ledger.Lapsed:
		m.Due = 0
		if news {
			add(Closed, "closed", since)
		}
	}
	if it.State == ledger.Notified && m.Late == 0 && v.soon(it.Due) {
		add(DueSoon, "due", it.Due)
	}
	if len(m.topics) == 0 {
		return m, false
	}
	m.Kind = m.topics[0].kind
	return m, true
}

// soon reports that a last day is near: today, or a few working days from it.
func (v View) soon(due calendar.Day) bool {
	today := v.today()
	if due == 0 || due < today {
		return false
	}
	least, _ := v.Calendar.Between(today, due)
	return least <= soonDays
}

// Warning is what a run said will be wrong with a site if nothing changes.
type Warning struct {
	Site, SiteName, Department string
	Rule, Code                 string
	Subject, Message           string
	Day                        calendar.Day // the first day on which it would be wrong
}

// Ahead returns what there is to tell of a warning; false where it is too far off or
// has come already: then a run must see it first.
func (v View) Ahead(w Warning) (Matter, bool) {
	today := v.today()
	if w.Day <= today || w.Day > today.AddDate(0, 0, aheadDays) {
		return Matter{}, false
	}
	sum := sha256.Sum256([]byte(w.Site + "\x00" + w.Rule + "\x00" + w.Code + "\x00" + w.Subject))
	return Matter{Kind: Ahead, Site: w.Site, SiteName: w.SiteName, Department: w.Department, Rule: w.Rule, Subject: w.Subject, Message: w.Message, Due: w.Day, Known: true,
		topics: []topic{{Ahead, "ahead/" + hex.EncodeToString(sum[:12]) + "/" + w.Day.String()}}}, true
}
