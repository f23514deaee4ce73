package audit

import (
	"cmp"
	"slices"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
)

// Breach is a defect that there will be if the site stays as it is: a column that goes
// stale, a date by which something has to be public. It is a warning, and costs nothing.
type Breach struct {
	Rule    string       `json:"rule"`
	Code    string       `json:"code"`
	Subject string       `json:"subject"`
	Message string       `json:"message"` // as it would be said on that day
	Day     calendar.Day `json:"day"`     // the first day on which it would be one
}

// maxBreaches bounds the warnings of one site.
const maxBreaches = 500

// ahead judges a site as if nothing on it changed for so many days, and returns the
// certain defects that it would then have and has not now, the nearest first. judged
// says what would be found on a day by some rules.
func ahead(now []rules.Finding, today calendar.Day, days int, judged func(on calendar.Day, only []string) []rules.Finding) []Breach {
	if days <= 0 {
		return nil
	}
	have := map[defectKey]bool{}
	for i := range now {
		for _, d := range now[i].Defects {
			have[defectKey{now[i].Rule, d.Code, d.Subject}] = true
		}
	}
	fresh := func(list []rules.Finding, on calendar.Day) []Breach {
		var out []Breach
		for i := range list {
			for _, d := range list[i].Defects {
				if k := (defectKey{list[i].Rule, d.Code, d.Subject}); d.Outcome == rules.Fail && !have[k] {
					out = append(out, Breach{k.rule, k.code, k.subject, d.Message, on})
				}
			}
		}
		return out
	}
	last := fresh(judged(today.AddDate(0, 0, days), nil), today.AddDate(0, 0, days))
	if len(last) == 0 {
		return nil
	}
	// Bisected for each rule: what is a defect on one day is one on every later day.
	first := map[defectKey]Breach{}
	for _, b := range last {
		first[b.key()] = b
	}
	var narrow func(low, high int, open []Breach) // open: no defect on day low, one on day high
	narrow = func(low, high int, open []Breach) {
		for _, b := range open {
			first[b.key()] = b
		}
		if high-low <= 1 || len(open) == 0 {
			return
		}
		mid := (low + high) / 2
		at := fresh(judged(today.AddDate(0, 0, mid), rulesOf(open)), today.AddDate(0, 0, mid))
		there := map[defectKey]bool{}
		for _, b := range at {
			there[b.key()] = true
		}
		wanted := map[defectKey]bool{}
		for _, b := range open {
			wanted[b.key()] = true
		}
		at = slices.DeleteFunc(at, func(b Breach) bool { return !wanted[b.key()] })
		later := slices.DeleteFunc(slices.Clone(open), func(b Breach) bool { return there[b.key()] })
		narrow(low, mid, at)
		narrow(mid, high, later)
	}
	narrow(0, days, last)
	out := make([]Breach, 0, len(first))
	for _, b := range last {
		out = append(out, first[b.key()])
	}
	slices.SortStableFunc(out, func(a, b Breach) int { return cmp.Compare(a.Day, b.Day) })
	return out[:min(len(out), maxBreaches)]
}

// defectKey is the identity of a defect on one site (contract §3).
type defectKey struct{ rule, code, subject string }

func (b Breach) key() defectKey { return defectKey{b.Rule, b.Code, b.Subject} }

func rulesOf(list []Breach) []string {
	var out []string
	for _, b := range list {
		if !slices.Contains(out, b.Rule) {
			out = append(out, b.Rule)
		}
	}
	return out
}

// only returns the sets with the named rules alone; all of them for nil.
func only(sets []*rules.Set, names []string) []*rules.Set {
	if names == nil {
		return sets
	}
	out := make([]*rules.Set, len(sets))
	for i, s := range sets {
		c := *s
		c.Rules = slices.DeleteFunc(slices.Clone(s.Rules), func(r *rules.Rule) bool { return !slices.Contains(names, r.FullID()) })
		out[i] = &c
	}
	return out
}
