package scoring

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/rules"
)

// said writes into findings what people decided: "rule=fail" of a finding as a whole,
// "rule/0=pass" of its first defect. As package review does, a finding with decided
// defects sums them up.
func said(findings []rules.Finding, decisions ...string) []rules.Finding {
	for _, s := range decisions {
		what, outcome, _ := strings.Cut(s, "=")
		id, defect, isDefect := strings.Cut(what, "/")
		v := &rules.Verdict{Outcome: rules.Outcome(outcome)}
		if outcome == "lapsed" {
			v = &rules.Verdict{Lapsed: "已过有效期"}
		}
		for i := range findings {
			f := &findings[i]
			if f.Rule != "p/"+id {
				continue
			}
			if !isDefect {
				f.Decided = v
				continue
			}
			f.Defects[defect[0]-'0'].Decided = v
			f.Decided = &rules.Verdict{Outcome: f.AsDecided().Outcome, Lapsed: v.Lapsed}
		}
	}
	return findings
}

func TestDecidedScores(t *testing.T) {
	type given = map[string][]string
	tests := []struct {
		name              string
		given             given
		said              []string
		points, low, high float64
		grade             string
		vetoes            int
	}{
		{"a doubtful defect that is so costs by its code", given{"report": {"review", "~late"}}, []string{"report/0=fail"}, 97, 97, 97, "优秀", 0},
		{"one that is not so costs nothing", given{"report": {"review", "~late"}}, []string{"report/0=pass"}, 100, 100, 100, "优秀", 0},
		{"one that does not apply costs nothing", given{"report": {"review", "~late"}}, []string{"report/0=exempt"}, 100, 100, 100, "优秀", 0},
		{"what is undecided beside it stays open", given{"report": {"review", "~late", "~missing"}}, []string{"report/0=fail"}, 97, 90, 97, "优秀", 0},
		{"it adds to what is certain", given{"report": {"fail", "late", "~late"}}, []string{"report/1=fail"}, 94, 94, 94, "优秀", 0},
		{"what is certain stays where a doubt is cleared", given{"report": {"fail", "late", "~late"}}, []string{"report/1=pass"}, 97, 97, 97, "优秀", 0},
		{"a duty no page shows costs its points once it is not met", given{"rest": {"unknown"}}, []string{"rest=fail"}, 50, 50, 50, "不合格", 0},
		{"and nothing once it is met", given{"rest": {"unknown"}}, []string{"rest=pass"}, 100, 100, 100, "优秀", 0},
		{"a group that does not apply is scaled out", given{"service": {"unknown"}, "report": {"fail", "late"}}, []string{"service=exempt"}, 96, 96, 96, "优秀", 0},
		{"a bonus that is met is earned", given{"rest": {"fail", "x"}, "search": {"review", "~x"}, "guide": {"review"}, "system": {"unknown"}}, []string{"guide=pass", "search/0=pass"}, 50, 30, 50, "不合格", 0},
		{"a bonus is earned where enough is left", given{"report": {"fail", "late"}, "search": {"review", "~x"}}, []string{"search/0=pass"}, 102, 102, 102, "优秀", 0},
		{"a veto that is so fails", given{"veto": {"review", "~unreachable"}}, []string{"veto/0=fail"}, 100, 100, 100, "不合格", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := Compute(deductionSet(), found(deductionSet(), tt.given))
			s := Compute(deductionSet(), said(found(deductionSet(), tt.given), tt.said...))
			if s.Decided == nil {
				t.Fatal("no decided score")
			}
			d := s.Decided
			s.Decided = nil
			if diff := cmp.Diff(raw, s); diff != "" {
				t.Errorf("the raw score is another: %s", diff)
			}
			if d.Points != tt.points || d.Low != tt.low || d.High != tt.high || d.Grade != tt.grade || len(d.Vetoes) != tt.vetoes {
				t.Errorf("%+v, want %v in %v–%v, %s, %d vetoes", *d, tt.points, tt.low, tt.high, tt.grade, tt.vetoes)
			}
		})
	}
}

func TestNothingDecidedIsNoDecidedScore(t *testing.T) {
	given := map[string][]string{"report": {"review", "~late"}, "rest": {"unknown"}}
	for _, decisions := range [][]string{nil, {"report/0=lapsed"}, {"rest=lapsed"}, {"rest=review"}, {"report/0=review"}} {
		f := said(found(deductionSet(), given), decisions...)
		if s := Compute(deductionSet(), f); s.Decided != nil {
			t.Errorf("%v: %+v", decisions, s.Decided)
		}
	}
	elsewhere := append(found(deductionSet(), given), rules.Finding{Rule: "q/other", Outcome: rules.Unknown, Decided: &rules.Verdict{Outcome: rules.Fail}})
	if s := Compute(deductionSet(), elsewhere); s.Decided != nil {
		t.Errorf("a decision about another pack's rule: %+v", s.Decided)
	}
}

// TestADecidedFindingTellsItsCost sees that the points of what was decided stand
// beside those of the raw finding.
func TestADecidedFindingTellsItsCost(t *testing.T) {
	f := said(found(deductionSet(), map[string][]string{"report": {"review", "~late"}, "rest": {"unknown"}, "guide": {"review", "~x"}}),
		"report/0=fail", "rest=fail", "guide/0=pass")
	Compute(deductionSet(), f)
	want := map[string]float64{"p/report": 3, "p/rest": 50, "p/guide": 0}
	for _, f := range f {
		lost, ok := want[f.Rule]
		if !ok {
			continue
		}
		if f.Lost != 0 || f.Decided.Lost != lost || f.AsDecided().Lost != lost {
			t.Errorf("%s lost %v, decided %v, want 0 and %v", f.Rule, f.Lost, f.Decided.Lost, lost)
		}
	}
}
