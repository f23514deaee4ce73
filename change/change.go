// Package change says what differs between two results of the same site: points,
// outcomes, and defects that came and went. What was not observed has not gone. It is
// arithmetic only: no I/O, no clock.
package change

import (
	"slices"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
)

// Side is one of the two results.
type Side struct {
	audit.Summary
	Rules []audit.RuleSummary
}

// Count counts certain defects by what became of them.
type Count struct {
	New       int `json:"new"`       // there now, and seen not to be there before
	Gone      int `json:"gone"`      // there before, and seen not to be there now
	Unsettled int `json:"unsettled"` // there before; now not observed, or for a person to decide
	First     int `json:"first"`     // there now; before, nobody could look or no rule asked
	Left      int `json:"left"`      // there before; now the rule is gone or does not apply
	Stayed    int `json:"stayed"`    // there before and now
}

// Add counts what another counted.
func (c *Count) Add(o Count) {
	c.New += o.New
	c.Gone += o.Gone
	c.Unsettled += o.Unsettled
	c.First += o.First
	c.Left += o.Left
	c.Stayed += o.Stayed
}

// Rule is what changed about one rule.
type Rule struct {
	ID         string        `json:"rule"`
	From, To   rules.Outcome // "": no such finding
	Count      Count
	Uncompared bool `json:"uncompared,omitempty"` // too many defects to tell them apart
}

// Moved reports that anything about the rule changed.
func (r Rule) Moved() bool {
	c := r.Count
	c.Stayed = 0
	return r.From != r.To || c != Count{}
}

// Change is what differs between two results of a site.
type Change struct {
	Count
	Rules []Rule // that moved: in the order of the later result, then those that are gone
}

// Between compares two results of one site.
func Between(before, after Side) Change {
	var out Change
	matched := make([]bool, len(before.Rules))
	var places map[string]int // of the rules before; most results name their rules in one order, and need none
	find := func(i int, id string) *audit.RuleSummary {
		if i >= len(before.Rules) || before.Rules[i].Rule != id {
			if places == nil {
				places = make(map[string]int, len(before.Rules))
				for k := range before.Rules {
					places[before.Rules[k].Rule] = k
				}
			}
			var ok bool
			if i, ok = places[id]; !ok {
				return nil
			}
		}
		matched[i] = true
		return &before.Rules[i]
	}
	note := func(r Rule) {
		out.Count.Add(r.Count)
		if r.Moved() {
			out.Rules = append(out.Rules, r)
		}
	}
	wasWhole, isWhole := whole(before.Summary), whole(after.Summary)
	for i := range after.Rules {
		now := &after.Rules[i]
		note(rule(find(i, now.Rule), now, wasWhole, isWhole))
	}
	for i := range before.Rules {
		if was := &before.Rules[i]; !matched[i] {
			note(Rule{ID: was.Rule, From: was.Outcome, Count: Count{Left: was.Certain}})
		}
	}
	return out
}

// whole reports that what was not found on the site was not there.
func whole(s audit.Summary) bool { return s.State == audit.Audited && s.Crawl.Complete }

// rule compares one rule. wasWhole and isWhole say whether all of the site was seen.
func rule(was, now *audit.RuleSummary, wasWhole, isWhole bool) Rule {
	out := Rule{ID: now.Rule, To: now.Outcome}
	if was == nil {
		out.Count.First = now.Certain
		return out
	}
	out.From = was.Outcome
	if !compared(was) || !compared(now) {
		out.Uncompared = true
		return out
	}
	stayed := common(was.Defects, now.Defects)
	came, went := len(now.Defects)-stayed, len(was.Defects)-stayed
	out.Count.Stayed = stayed
	if settled(was, wasWhole) {
		out.Count.New = came
	} else {
		out.Count.First = came
	}
	switch {
	case now.Outcome == rules.Exempt:
		out.Count.Left = went
	case settled(now, isWhole):
		out.Count.Gone = went
	default:
		out.Count.Unsettled = went
	}
	return out
}

// compared reports that the certain defects are known by name.
func compared(r *audit.RuleSummary) bool { return r.Certain == 0 || r.Defects != nil }

// settled reports that a certain defect that is not named was looked for and is not
// there.
func settled(r *audit.RuleSummary, whole bool) bool {
	return whole && !r.Open && r.Doubtful == 0 && (r.Outcome == rules.Pass || r.Outcome == rules.Fail)
}

// common counts what two sorted lists share.
func common(a, b []uint64) (n int) {
	for _, v := range a {
		if _, ok := slices.BinarySearch(b, v); ok {
			n++
		}
	}
	return n
}
