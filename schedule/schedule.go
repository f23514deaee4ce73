// Package schedule says when what is due: cron expressions, what was missed, which
// sites are meant, and the tasks that come of it. It reads no clock and runs nothing.
package schedule

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/yamldoc"
)

// Schedule is what falls due again and again: an audit of some sites, or a visit to
// their home pages.
type Schedule struct {
	Name   string   `yaml:"name"`          // stable key; default: the cron expression
	Cron   Cron     `yaml:"cron,required"` // in the zone of the configuration
	Sites  []string `yaml:"sites,flow"`    // ids or groups (see Select); none: all
	Packs  []string `yaml:"packs,flow"`    // only these rule packs; none: those of the run and of each site
	Probe  bool     `yaml:"probe"`         // visits home pages, audits nothing
	Paused bool     `yaml:"paused"`        // by the operator; nobody else can resume it
}

// maxName bounds the name of a schedule, in characters.
const maxName = 60

// Key returns the name under which it is known.
func (s Schedule) Key() string { return cmp.Or(strings.TrimSpace(s.Name), s.Cron.String()) }

// Validate reports everything wrong with it.
func (s Schedule) Validate() error {
	var errs []error
	if utf8.RuneCountInString(s.Name) > maxName {
		errs = append(errs, yamldoc.At("name", "名称超过 %d 个字", maxName))
	}
	for _, g := range s.Sites {
		if err := checkGroup(g); err != nil {
			errs = append(errs, yamldoc.At("sites", "%v", err))
		}
	}
	if s.Probe && len(s.Packs) > 0 {
		errs = append(errs, yamldoc.At("packs", "probe 只访问首页，不用规则包：删掉 packs，或删掉 probe"))
	}
	return errors.Join(errs...)
}

// Unique reports the second of two schedules of one name, by its place in the list.
func Unique(list []Schedule) (at int, err error) {
	seen := map[string]bool{}
	for i, s := range list {
		if s.Cron.String() == "" {
			continue // reported as missing
		}
		if seen[s.Key()] {
			return i, fmt.Errorf("有两项定时任务都叫 %q：给其中一个另写 name", s.Key())
		}
		seen[s.Key()] = true
	}
	return -1, nil
}

// Status is what has become of a schedule, as the store keeps it.
type Status struct {
	Name     string
	Spec     string    // the expression and the zone that Since belongs to
	Since    time.Time // all that fell due up to here has been dealt with; zero: it was never looked at
	PausedBy string    // who paused it; "": it is not paused
	PausedAt time.Time
}

// Spec identifies what decides when s falls due.
func Spec(s Schedule, zone *time.Location) string {
	if s.Paused {
		return "paused" // no expression: nothing falls due by it
	}
	return s.Cron.String() + " " + zone.String()
}

// Due says what of s is to be done at now, and its status after that. However many
// times were missed, only the latest is made up for. What was missed before an
// edit was seen is reckoned by the expression from before it; a schedule that is new
// or paused has missed nothing. A now before st.Since, of a clock that was set back,
// changes nothing.
func Due(s Schedule, st Status, now time.Time) (due time.Time, ok bool, next Status) {
	next = st
	next.Name, next.Spec = s.Key(), Spec(s, now.Location())
	if now.Before(st.Since) {
		if st.Spec != next.Spec {
			next.Since = now
		}
		return time.Time{}, false, next
	}
	if !st.Since.IsZero() && st.PausedBy == "" && !s.Paused {
		due, ok = latest(s.Cron, st, next.Spec, now)
	}
	switch {
	case ok && st.Spec == next.Spec:
		next.Since = due
	case st.Since.IsZero() || st.Spec != next.Spec:
		next.Since = now
	}
	return due, ok, next
}

func latest(c Cron, st Status, spec string, now time.Time) (time.Time, bool) {
	if st.Spec == spec {
		return c.Latest(st.Since, now)
	}
	text, zone := splitSpec(st.Spec)
	old, err := ParseCron(text)
	if err != nil {
		return time.Time{}, false
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return time.Time{}, false
	}
	due, ok := old.Latest(st.Since, now.In(loc))
	return due.In(now.Location()), ok
}

func splitSpec(spec string) (text, zone string) {
	i := strings.LastIndexByte(spec, ' ')
	if i < 0 {
		return spec, ""
	}
	return spec[:i], spec[i+1:]
}

// Next returns when s falls due next after now; false while it is paused.
func Next(s Schedule, st Status, now time.Time) (time.Time, bool) {
	if s.Paused || st.PausedBy != "" {
		return time.Time{}, false
	}
	t := s.Cron.Next(now)
	return t, !t.IsZero()
}
