package scoring

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/rules"
)

// TestMended names what is mended as "rule" (whole) or "rule/defect's place".
func TestMended(t *testing.T) {
	tests := []struct {
		name   string
		given  map[string][]string
		mended string
		points float64
		grade  string
	}{
		{"nothing mended is the score as it is", map[string][]string{"report": {"fail", "late"}}, "", 97, "优秀"},
		{"a mended defect costs nothing", map[string][]string{"report": {"fail", "late"}}, "report/0", 100, "优秀"},
		{"the defect beside it still costs", map[string][]string{"report": {"fail", "late", "other"}}, "report/0", 99, "优秀"},
		{"a rule that failed without a defect is mended as a whole", map[string][]string{"rest": {"fail"}}, "rest", 100, "优秀"},
		{"one of two under a cap gives back only what is above it", map[string][]string{"guide": {"fail", "missing"}, "system": {"fail", "missing"}}, "guide/0", 80, "良好"},
		{"a veto mended gives the grade back", map[string][]string{"veto": {"fail", "unreachable"}}, "veto/0", 100, "优秀"},
		{"mending opens the way to the bonus", map[string][]string{"rest": {"fail", "missing"}, "search": {"pass"}}, "rest/0", 105, "优秀"},
		{"what was not observed cannot be mended", map[string][]string{"rest": {"unknown"}}, "rest", 100, "未评定"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := deductionSet()
			findings := found(set, tt.given)
			before := fmt.Sprintf("%+v", findings)
			s := Compute(set, Mended(findings, func(f *rules.Finding, i int) bool {
				name := strings.TrimPrefix(f.Rule, "p/")
				if i != Whole {
					name = fmt.Sprint(name, "/", i)
				}
				return name == tt.mended
			}))
			if s.Points != tt.points || s.Grade != tt.grade {
				t.Errorf("score = %v %s, want %v %s", s.Points, s.Grade, tt.points, tt.grade)
			}
			if after := fmt.Sprintf("%+v", findings); after != before {
				t.Errorf("the findings changed:\n%s\nbefore:\n%s", after, before)
			}
		})
	}
}

func TestMendedKeepsWhatPeopleDecided(t *testing.T) {
	set := deductionSet()
	findings := found(set, map[string][]string{"report": {"fail", "late", "other"}, "rest": {"review", "~missing"}})
	findings[0].Defects[0].Decided = &rules.Verdict{Outcome: rules.Pass} // late: not so
	findings[0].Decided = &rules.Verdict{Outcome: rules.Fail}
	findings[4].Defects[0].Decided = &rules.Verdict{Outcome: rules.Fail} // rest: it is so
	findings[4].Decided = &rules.Verdict{Outcome: rules.Fail}
	nothing := Compute(set, Mended(findings, func(*rules.Finding, int) bool { return false }))
	if nothing.Points != 49 { // 100 - other 1 - rest 50
		t.Errorf("nothing mended = %v, want 49", nothing.Points)
	}
	rest := Compute(set, Mended(findings, func(f *rules.Finding, i int) bool { return f.Rule == "p/rest" }))
	if rest.Points != 99 {
		t.Errorf("the decided one mended = %v, want 99", rest.Points)
	}
}

func TestSteps(t *testing.T) {
	set := deductionSet()
	tests := []struct {
		name  string
		given map[string][]string
		want  []string // rule gain points grade
	}{
		{"nothing to mend", nil, nil},
		{"most points first", map[string][]string{"report": {"fail", "late"}, "rest": {"fail", "missing"}},
			[]string{"p/rest +50 97 优秀", "p/report +3 100 优秀"}},
		{"a veto before all else", map[string][]string{"rest": {"fail", "missing"}, "veto": {"fail", "unreachable"}},
			[]string{"p/veto +0 50 不合格", "p/rest +50 100 优秀"}},
		{"under a cap the second gives what the first did not", map[string][]string{"guide": {"fail", "missing"}, "system": {"fail", "missing"}},
			[]string{"p/guide +10 80 良好", "p/system +20 100 优秀"}},
		{"what a person must decide is nothing to mend yet", map[string][]string{"rest": {"review", "~missing"}}, nil},
		{"advice costs nothing and is left out", map[string][]string{"hint": {"fail", "missing"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range Steps(set, found(set, tt.given), 10) {
				got = append(got, fmt.Sprintf("%s +%v %v %s", s.Rule, s.Gain, s.Points, s.Grade))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestStepsAddUp: the gains lead from the score as it is to what the last step says.
func TestStepsAddUp(t *testing.T) {
	set := deductionSet()
	findings := found(set, map[string][]string{"report": {"fail", "late", "late", "other"}, "guide": {"fail", "missing"}, "system": {"fail", "missing"},
		"service": {"fail", "x"}, "veto": {"fail", "y"}, "search": {"pass"}})
	at := Compute(set, findings).Points
	steps := Steps(set, findings, 10)
	if len(steps) != 5 {
		t.Fatalf("%d steps, want 5", len(steps))
	}
	for _, s := range steps {
		at += s.Gain
		if math.Abs(at-s.Points) > 0.005 {
			t.Errorf("after %s: gains lead to %v, the step says %v", s.Rule, at, s.Points)
		}
	}
	if few := Steps(set, findings, 2); len(few) != 2 {
		t.Errorf("%d steps where 2 were asked for", len(few))
	}
}
