package scoring

import (
	"cmp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/rules"
)

// Whole stands for a failed finding without defects where one of its defects is
// asked about.
const Whole = -1

// Mended returns the findings as people decided them, and as they would be if what
// gone names were put right: it is asked about every defect by its place in its
// finding, and about a finding that failed without any as [Whole]. What is left of a
// finding makes its outcome; what could not be observed stays unknown, for mending
// what was seen says nothing of it. The findings handed in do not change.
func Mended(findings []rules.Finding, gone func(f *rules.Finding, defect int) bool) []rules.Finding {
	out := make([]rules.Finding, len(findings))
	for i := range findings {
		out[i] = mended(findings[i], gone)
	}
	return out
}

func mended(f rules.Finding, gone func(*rules.Finding, int) bool) rules.Finding {
	given := f
	f.Defects = slices.Clone(f.Defects)
	for i := range f.Defects {
		if gone(&given, i) {
			f.Defects[i].Decided = &rules.Verdict{Outcome: rules.Pass}
		}
	}
	f = f.AsDecided()
	if len(given.Defects) == 0 && f.Outcome == rules.Fail && gone(&given, Whole) {
		f.Outcome = rules.Pass
		if f.Open {
			f.Outcome = rules.Unknown
		}
	}
	f.Decided, f.Lost, f.Max = nil, 0, 0
	return f
}

// Step is one rule to be mended, with what all steps up to it lead to.
type Step struct {
	Rule    string
	Defects int     // certain ones to be mended
	Gain    float64 // points; 0 where a cap or a veto keeps them until more is mended
	Points  float64 // after this step and all before it
	Grade   string
	Lifts   bool // a veto goes away
}

// mostCandidates bounds the search for steps: each step tries every candidate.
const mostCandidates = 40

// Steps lists which failed rules to mend first, at most so many: vetoes before all
// else, then whatever gains most points beside what is mended already, and where a
// cap lets nothing be gained the rule that costs most.
func Steps(set *rules.Set, findings []rules.Finding, most int) []Step {
	now := Mended(findings, func(*rules.Finding, int) bool { return false })
	score := Compute(set, now)
	todo := candidates(set, now)
	var out []Step
	for len(todo) > 0 && len(out) < most {
		best, at := Step{}, -1
		var reached Score
		for i, c := range todo {
			after := tried(set, now, c.at)
			step := Step{Rule: now[c.at].Rule, Defects: c.defects, Gain: round(after.Points - score.Points), Points: after.Points, Grade: after.Grade,
				Lifts: len(after.Vetoes) < len(score.Vetoes)}
			if at < 0 || better(step, c.lost, best, todo[at].lost) {
				best, at, reached = step, i, after
			}
		}
		now[todo[at].at] = whole(now[todo[at].at])
		score = reached
		todo = slices.Delete(todo, at, at+1)
		out = append(out, best)
	}
	return out
}

// candidate is a failed finding that costs points or is a veto.
type candidate struct {
	at, defects int
	lost        float64
}

func candidates(set *rules.Set, findings []rules.Finding) []candidate {
	var out []candidate
	for i, f := range findings {
		r := set.Rule(f.Rule)
		if r == nil || f.Outcome != rules.Fail || f.Lost <= 0 && !r.Veto {
			continue
		}
		c := candidate{at: i, lost: f.Lost}
		for _, d := range f.Defects {
			if d.Outcome == rules.Fail {
				c.defects++
			}
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b candidate) int {
		va, vb := set.Rule(findings[a.at].Rule).Veto, set.Rule(findings[b.at].Rule).Veto
		if va != vb {
			if va {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.lost, a.lost)
	})
	return out[:min(len(out), mostCandidates)]
}

// tried scores the findings with one of them mended.
func tried(set *rules.Set, findings []rules.Finding, at int) Score {
	keep := findings[at]
	findings[at] = whole(keep)
	defer func() { findings[at] = keep }()
	return Compute(set, findings)
}

// whole is the finding with every certain defect mended.
func whole(f rules.Finding) rules.Finding {
	return mended(f, func(f *rules.Finding, i int) bool { return i == Whole || f.Defects[i].Outcome == rules.Fail })
}

func better(a Step, lostA float64, b Step, lostB float64) bool {
	if a.Lifts != b.Lifts {
		return a.Lifts
	}
	return cmp.Or(cmp.Compare(a.Gain, b.Gain), cmp.Compare(lostA, lostB), strings.Compare(b.Rule, a.Rule)) > 0
}
