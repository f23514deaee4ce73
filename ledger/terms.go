package ledger

import (
	"cmp"
	"errors"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
)

// Severity is how grave a defect is.
type Severity string

// The severities.
const (
	Veto  Severity = "veto"  // 单项否决
	Major Severity = "major" // costs three points or more
	Minor Severity = "minor"
)

// Word is the severity as people read it.
func (s Severity) Word() string {
	switch s {
	case Veto:
		return "单项否决"
	case Major:
		return "较重"
	case Minor:
		return "一般"
	}
	return string(s)
}

// majorPoints is what a defect costs at the least that is called major.
const majorPoints = 3

// Deadlines say how many working days there are to mend, by severity. A rule that
// names its own number goes before them; 0 stands for the default.
type Deadlines struct {
	Veto  int `yaml:"veto"`
	Major int `yaml:"major"`
	Minor int `yaml:"minor"`
}

// Settings are what an operator says about rectification.
type Settings struct {
	Due Deadlines `yaml:"due"`
	// Escalate is after how many days over its due day an item is escalated to the
	// highest level.
	Escalate int `yaml:"escalate"`
}

// Defaults returns the settings used where the operator says nothing. No national
// text sets these days.
func Defaults() Settings {
	return Settings{Due: Deadlines{Veto: 3, Major: 5, Minor: 10}, Escalate: 14}
}

// mostDays bounds a deadline: more is a slip of the hand.
const mostDays = 250

// filled returns the settings with the defaults in place of what is not set.
func (s Settings) filled() Settings {
	d := Defaults()
	return Settings{Deadlines{cmp.Or(s.Due.Veto, d.Due.Veto), cmp.Or(s.Due.Major, d.Due.Major), cmp.Or(s.Due.Minor, d.Due.Minor)},
		cmp.Or(s.Escalate, d.Escalate)}
}

// Validate reports, in Chinese, settings that cannot be used.
func (s Settings) Validate() error {
	s = s.filled()
	for _, n := range []int{s.Due.Veto, s.Due.Major, s.Due.Minor, s.Escalate} {
		if n < 1 || n > mostDays {
			return errors.New("rectify：天数应在 1 到 250 之间")
		}
	}
	return nil
}

// Terms are what rules and settings say about mending.
type Terms struct {
	Settings Settings
	Sets     []*rules.Set
	Calendar *calendar.Calendar
}

func (t Terms) rule(id string) *rules.Rule {
	for _, s := range t.Sets {
		if r := s.Rule(id); r != nil {
			return r
		}
	}
	return nil
}

// severity is that of a defect by its rule alone.
func (t Terms) severity(ruleID, code string) Severity {
	r := t.rule(ruleID)
	switch {
	case r == nil:
		return Minor
	case r.Veto:
		return Veto
	}
	cost, ok := r.Deduct[code]
	if !ok {
		if cost, ok = r.Deduct["default"]; !ok {
			cost = r.Points
		}
	}
	if cost >= majorPoints {
		return Major
	}
	return Minor
}

// DueFrom returns the last day to mend an item of which somebody is told on a day:
// counting begins on the next, and where holidays are not announced yet it is the
// latest day it can be.
func (t Terms) DueFrom(day calendar.Day, ruleID string, s Severity) calendar.Day {
	due := t.Settings.filled().Due
	days := due.Minor
	switch s {
	case Veto:
		days = due.Veto
	case Major:
		days = due.Major
	}
	if r := t.rule(ruleID); r != nil && r.Due > 0 {
		days = r.Due
	}
	_, latest := t.Calendar.AddWorkdays(day, days)
	return latest
}

// Overdue is how many days an item is over its due day; 0 where it is not, where it
// waits for us, or where the department was never told.
func (it *Item) Overdue(today calendar.Day) int {
	if it.State != Notified && it.State != Reopened || it.Due == 0 || today <= it.Due {
		return 0
	}
	return int(today - it.Due)
}

// Level is how far up an item is escalated on a day: 0; 1 where it is overdue or has
// recurred; 2 where it is overdue by more than the settings allow, or has recurred
// twice.
func (it *Item) Level(today calendar.Day, s Settings) int {
	late := it.Overdue(today)
	switch {
	case it.State.Closed():
		return 0
	case late > s.filled().Escalate || it.Recurred >= 2:
		return 2
	case late > 0 || it.Recurred > 0:
		return 1
	}
	return 0
}
