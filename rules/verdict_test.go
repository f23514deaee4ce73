package rules

import (
	"strings"
	"testing"
)

// TestFindingAsDecided writes a finding as "outcome code code…": ~ before a doubtful
// defect, and after the code what a person said of it: =fail, =pass, =exempt,
// =review (put off), =lapsed.
func TestFindingAsDecided(t *testing.T) {
	tests := []struct {
		name, found, want string
	}{
		{"nothing decided stays as it was", "review ~a ~b", "review ~a ~b"},
		{"a doubtful defect that is so fails the rule", "review ~a=fail", "fail a"},
		{"one that is not so is gone", "review ~a=pass", "pass"},
		{"one that does not apply exempts the rule", "review ~a=exempt", "exempt"},
		{"not so and not applying together are a pass", "review ~a=exempt ~b=pass", "pass"},
		{"what is still open keeps the review", "review ~a=pass ~b", "review ~b"},
		{"one that is so is enough", "review ~a=fail ~b=pass ~c", "fail a ~c"},
		{"put off is not decided", "review ~a=review", "review ~a"},
		{"a lapsed decision decides nothing", "review ~a=lapsed", "review ~a"},
		{"a certain defect stays beside a doubtful one that is gone", "fail a ~b=pass", "fail a"},
		{"a certain defect that a person knew better of is gone", "fail a=pass", "pass"},
		{"where a part was not seen, in order means not seen", "review+ ~a=pass", "unknown"},
		{"where a part was not seen, a defect is a defect", "review+ ~a=fail", "fail a"},
		{"a finding without defects is what was decided", "unknown =fail", "fail"},
		{"it passes", "review =pass", "pass"},
		{"it is exempt", "unknown =exempt", "exempt"},
		{"it was put off", "review =review", "review"},
		{"its decision lapsed", "unknown =lapsed", "unknown"},
		{"a finding as a whole is not decided where its defects are", "review ~a =fail", "review ~a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := written(foundAs(tt.found).AsDecided()); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// TestAsDecidedLeavesTheFinding sees that the raw finding stays what it was.
func TestAsDecidedLeavesTheFinding(t *testing.T) {
	f := foundAs("review ~a=fail ~b=pass ~c")
	f.AsDecided()
	if got := written(f); got != "review ~a ~b ~c" {
		t.Errorf("the finding became %s", got)
	}
}

func foundAs(s string) Finding {
	words := strings.Fields(s)
	f := Finding{Outcome: Outcome(strings.TrimSuffix(words[0], "+")), Open: strings.HasSuffix(words[0], "+")}
	for _, w := range words[1:] {
		code, said, decided := strings.Cut(w, "=")
		var v *Verdict
		switch {
		case said == "lapsed":
			v = &Verdict{Lapsed: "证据已变化"}
		case decided:
			v = &Verdict{Outcome: Outcome(said)}
		}
		if code == "" {
			f.Decided = v
			continue
		}
		d := Defect{Code: strings.TrimPrefix(code, "~"), Outcome: Fail, Decided: v}
		if code[0] == '~' {
			d.Outcome = Review
		}
		f.Defects = append(f.Defects, d)
	}
	return f
}

func written(f Finding) string {
	out := string(f.Outcome)
	for _, d := range f.Defects {
		out += " "
		if d.Outcome == Review {
			out += "~"
		}
		out += d.Code
	}
	return out
}
