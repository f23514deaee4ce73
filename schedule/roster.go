package schedule

import (
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/site"
)

// Added is a site that a person added beside those of the configuration.
type Added struct {
	Target    site.Target
	By        string // who wrote it as it stands
	At        time.Time
	RetiredBy string // who took it out; "": it is audited
	RetiredAt time.Time
}

// Entry is one site of the roster.
type Entry struct {
	Added
	Configured bool // it stands in the configuration, and is changed there only
	// Shadowed is what a person added under the id of a configured site: it counts for
	// nothing, and that is told.
	Shadowed *Added
}

// Audited reports that the site is audited.
func (e Entry) Audited() bool { return e.RetiredBy == "" }

// Roster puts the sites of the configuration and those that people added together, by
// id. What stands in the configuration wins.
func Roster(configured []site.Target, added []Added) []Entry {
	out := make([]Entry, 0, len(configured)+len(added))
	at := make(map[string]int, len(configured))
	for _, t := range configured {
		at[t.ID] = len(out)
		out = append(out, Entry{Added: Added{Target: t}, Configured: true})
	}
	for _, a := range added {
		if i, taken := at[a.Target.ID]; taken {
			out[i].Shadowed = &a
			continue
		}
		out = append(out, Entry{Added: a})
	}
	slices.SortFunc(out, func(a, b Entry) int { return strings.Compare(a.Target.ID, b.Target.ID) })
	return out
}

// Targets returns the sites of the roster that are audited.
func Targets(roster []Entry) []site.Target {
	out := make([]site.Target, 0, len(roster))
	for _, e := range roster {
		if e.Audited() {
			out = append(out, e.Target)
		}
	}
	return out
}
