// Package review holds what only a person can say: the questions that findings
// leave open, the decisions that answer them, and how long those apply. It knows
// neither the database nor the workbook they travel in.
package review

import (
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
)

// Decision is one answer. Decisions are only ever added: the latest about the same
// thing counts, and the earlier ones stay on record.
type Decision struct {
	Key
	Answer Answer
	Reason string
	By     string       // the person's name
	At     time.Time    // when it was recorded
	Until  calendar.Day // the last day it applies
	// Fingerprint names the evidence the person had before them; the decision
	// applies only as long as it is the same.
	Fingerprint string
	// Run is where the question came from, for the record.
	Run string
}

// Key says what a decision is about: a defect by its identity across runs
// (contract §3), or with empty Code and Subject the finding of a rule as a whole.
type Key struct {
	Site, Rule, Code, Subject string
}

// Answer is one of the four things a person can say.
type Answer string

// The answers.
const (
	True   Answer = "true"   // it is so: the requirement is not met
	False  Answer = "false"  // it is not so: the requirement is met
	Exempt Answer = "exempt" // the requirement does not apply here
	Hold   Answer = "hold"   // put off; an earlier decision no longer counts
)

// Answers returns all answers in the order they are offered.
func Answers() []Answer { return []Answer{True, False, Exempt, Hold} }

// Word is the answer as people read and choose it.
func (a Answer) Word() string {
	switch a {
	case True:
		return "属实（不合格）"
	case False:
		return "不属实（合格）"
	case Exempt:
		return "不适用"
	case Hold:
		return "暂缓"
	}
	return string(a)
}

// outcome is what the answer makes of what it is about.
func (a Answer) outcome() rules.Outcome {
	switch a {
	case True:
		return rules.Fail
	case False:
		return rules.Pass
	case Exempt:
		return rules.Exempt
	}
	return rules.Review
}

// Latest returns of each key the decision that was recorded last, of decisions in
// the order they were recorded.
func Latest(decisions []Decision) map[Key]Decision {
	out := make(map[Key]Decision, len(decisions))
	for _, d := range decisions {
		out[d.Key] = d
	}
	return out
}
