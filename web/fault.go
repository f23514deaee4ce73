package web

import (
	"strings"

	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/review"
)

// fault is a mistake in a form: what is wrong, and the id of the field where it is put
// right; "" where it is no field's.
type fault struct{ Words, Field string }

// faults are what the head of a form lists, each leading to its field.
type faults []fault

// At reports whether something is wrong with a field.
func (f faults) At(field string) bool {
	for _, x := range f {
		if x.Field == field {
			return true
		}
	}
	return false
}

// String lists what is wrong.
func (f faults) String() string {
	var out []string
	for _, x := range f {
		out = append(out, x.Words)
	}
	return strings.Join(out, "；")
}

// answerFields are the fields of an item's form for what an answer has.
var answerFields = map[ledger.Field]string{ledger.FieldKind: "kind", ledger.FieldDone: "done", ledger.FieldLink: "link", ledger.FieldAway: "away", ledger.FieldBy: "by"}

// decisionFields are the fields of a question's form for what a decision has.
var decisionFields = map[review.Field]string{review.FieldAnswer: "answer", review.FieldReason: "reason", review.FieldUntil: "until"}

// sayField is the field of what an evaluator says of an item that a mistake is about; ""
// where it is about what a department says.
func sayField(form itemForm, words string) string {
	switch {
	case form.Say == "":
		return ""
	case strings.Contains(words, "材料"):
		return "proof"
	case strings.Contains(words, "有效期"):
		return "until"
	}
	return "why"
}

// siteFaults are problems of a site's form, each of which begins with the word of its
// column.
func siteFaults(problems []string) faults {
	var out faults
	for _, p := range problems {
		f := fault{Words: p}
		for _, c := range siteColumns {
			if strings.HasPrefix(p, c.Word) {
				f.Field = "f-" + c.Value
			}
		}
		out = append(out, f)
	}
	return out
}
