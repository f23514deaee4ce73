package scoring

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/rules"
)

// deductionSet is a small pack in the frame of 19号.
func deductionSet() *rules.Set {
	return &rules.Set{ID: "p", Scoring: rules.Scoring{
		Model: "deduction", Max: 100, PassFrom: 60, Failed: "不合格", BonusMax: 8, BonusAbove: 80,
		Grades: []rules.Grade{{Name: "优秀", From: 90}, {Name: "良好", From: 80}, {Name: "合格", From: 60}},
		Groups: map[string]rules.Group{"栏目": {Title: "必设栏目", Cap: 30}, "服务": {Title: "办事服务", Cap: 25, Rescale: true}},
	}, Rules: []*rules.Rule{
		{Pack: "p", ID: "report", Title: "年报", Points: 10, Deduct: map[string]float64{"missing": 10, "late": 3, "default": 1}},
		{Pack: "p", ID: "guide", Title: "指南", Points: 20, Group: "栏目"},
		{Pack: "p", ID: "system", Title: "制度", Points: 20, Group: "栏目"},
		{Pack: "p", ID: "service", Title: "办事", Points: 25, Group: "服务"},
		{Pack: "p", ID: "rest", Title: "其他", Points: 50},
		{Pack: "p", ID: "hint", Title: "提示", Points: 0},
		{Pack: "p", ID: "veto", Title: "单项否决", Veto: true},
		{Pack: "p", ID: "search", Title: "智能搜索", Points: 5, Bonus: true},
		{Pack: "p", ID: "talk", Title: "在线访谈", Points: 5, Bonus: true},
	}}
}

// found builds the findings of a set: all pass but those named, each as
// "fail late late" (codes of certain defects), "fail ~late" (a doubtful one),
// "review", "unknown", "exempt".
func found(set *rules.Set, given map[string][]string) []rules.Finding {
	var out []rules.Finding
	for _, r := range set.Rules {
		f := rules.Finding{Rule: r.FullID(), Outcome: rules.Pass}
		if r.Bonus {
			f.Outcome = rules.Fail // a bonus is the exception
		}
		if words := given[r.ID]; len(words) > 0 {
			f.Outcome = rules.Outcome(words[0])
			f.Defects = nil
			for i, code := range words[1:] {
				d := rules.Defect{Code: code, Outcome: rules.Fail, Subject: fmt.Sprint(i)}
				if code[0] == '~' {
					d.Code, d.Outcome = code[1:], rules.Review
				}
				f.Defects = append(f.Defects, d)
			}
		}
		out = append(out, f)
	}
	return out
}

func TestDeduction(t *testing.T) {
	tests := []struct {
		name              string
		given             map[string][]string
		points, low, high float64
		grade             string
	}{
		{"nothing wrong keeps full marks", nil, 100, 100, 100, "优秀"},
		{"one defect costs by its code", map[string][]string{"report": {"fail", "late"}}, 97, 97, 97, "优秀"},
		{"two defects cost twice", map[string][]string{"report": {"fail", "late", "late"}}, 94, 94, 94, "优秀"},
		{"a code without price costs the default", map[string][]string{"report": {"fail", "copied"}}, 99, 99, 99, "优秀"},
		{"a rule costs no more than its points", map[string][]string{"report": {"fail", "missing", "late"}}, 90, 90, 90, "优秀"},
		{"a rule without prices costs all its points", map[string][]string{"rest": {"fail", "empty"}}, 50, 50, 50, "不合格"},
		{"a failure decided by a person costs all", map[string][]string{"report": {"fail"}}, 90, 90, 90, "优秀"},
		{"a group costs no more than its cap", map[string][]string{"guide": {"fail"}, "system": {"fail"}}, 70, 70, 70, "合格"},
		{"a review costs nothing yet", map[string][]string{"rest": {"review", "~empty"}}, 100, 50, 100, "未评定"},
		{"unknown costs nothing yet", map[string][]string{"rest": {"unknown"}}, 100, 50, 100, "未评定"},
		{"a doubtful defect beside a certain one costs nothing yet", map[string][]string{"report": {"fail", "late", "~missing"}}, 97, 90, 97, "优秀"},
		{"a quarter undecided leaves a grade", map[string][]string{"service": {"unknown"}}, 100, 75, 100, "优秀"},
		{"with more than a quarter undecided there is none", map[string][]string{"service": {"unknown"}, "report": {"review", "~late"}}, 100, 65, 100, "未评定"},
		{"unless it failed for certain", map[string][]string{"rest": {"fail", "empty"}, "guide": {"unknown"}, "system": {"unknown"}, "service": {"unknown"}}, 50, 0, 50, "不合格"},
		{"exempt costs nothing, ever", map[string][]string{"rest": {"exempt"}}, 100, 100, 100, "优秀"},
		{"advice costs nothing", map[string][]string{"hint": {"fail", "empty"}}, 100, 100, 100, "优秀"},
		{"a veto fails whatever the points", map[string][]string{"veto": {"fail", "unreachable"}}, 100, 100, 100, "不合格"},
		{"a veto in doubt does not", map[string][]string{"veto": {"review", "~unreachable"}}, 100, 100, 100, "优秀"},
		{"without services 75 points count as 100: 10 lost are 13.33", map[string][]string{"service": {"exempt"}, "report": {"fail"}}, 86.67, 86.67, 86.67, "良好"},
		{"more than everything cannot be lost", map[string][]string{"report": {"fail"}, "guide": {"fail"}, "system": {"fail"}, "service": {"fail"}, "rest": {"fail"}}, 0, 0, 0, "不合格"},
		{"a bonus comes on top", map[string][]string{"search": {"pass"}}, 105, 105, 105, "优秀"},
		{"bonuses are capped", map[string][]string{"search": {"pass"}, "talk": {"pass"}}, 108, 108, 108, "优秀"},
		{"an undecided bonus may still come", map[string][]string{"search": {"unknown"}}, 100, 100, 105, "优秀"},
		{"80 points are not above 80: no bonus", map[string][]string{"guide": {"fail"}, "search": {"pass"}}, 80, 80, 80, "良好"},
		{"81 are", map[string][]string{"guide": {"pass"}, "report": {"fail", "missing"}, "search": {"pass"}}, 95, 95, 95, "优秀"},
		{"the bonus falls away with what is undecided", map[string][]string{"guide": {"unknown"}, "search": {"pass"}}, 105, 80, 105, "优秀"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := deductionSet()
			s := Compute(set, found(set, tt.given))
			got := []any{s.Points, s.Low, s.High, s.Grade}
			if diff := cmp.Diff([]any{tt.points, tt.low, tt.high, tt.grade}, got); diff != "" {
				t.Errorf("points, low, high, grade (-want +got)\n%s", diff)
			}
			checkWaterfall(t, s)
		})
	}
}

func TestARuleThatWasNotJudgedIsUnknown(t *testing.T) {
	s := Compute(deductionSet(), nil)
	if s.Points != 100 || s.Low != 0 || s.High != 108 || s.Max != 108 {
		t.Errorf("got %g in [%g, %g] of %g, want 100 in [0, 108] of 108", s.Points, s.Low, s.High, s.Max)
	}
	if s.Grade != Undetermined {
		t.Errorf("a site of which nothing is known is graded %s", s.Grade)
	}
}

func TestFindingsGetWhatTheyLost(t *testing.T) {
	set := deductionSet()
	f := found(set, map[string][]string{"report": {"fail", "late"}, "rest": {"review", "~empty"}, "search": {"pass"}})
	s := Compute(set, f)
	want := map[string][2]float64{"p/report": {3, 10}, "p/rest": {0, 50}, "p/hint": {0, 0}, "p/search": {-5, 5}, "p/talk": {0, 5}}
	for _, x := range f {
		if w, ok := want[x.Rule]; ok && (w != [2]float64{x.Lost, x.Max}) {
			t.Errorf("%s: lost %g of %g, want %g of %g", x.Rule, x.Lost, x.Max, w[0], w[1])
		}
	}
	if len(s.Vetoes) != 0 || s.Vetoes == nil {
		t.Errorf("vetoes = %v, want an empty list", s.Vetoes)
	}
}

func weightedSet() *rules.Set {
	return &rules.Set{ID: "w", Scoring: rules.Scoring{
		Model: "weighted", Max: 100, PassFrom: 60, Failed: "不合格", Grades: []rules.Grade{{Name: "合格", From: 60}},
		Tree: []rules.Branch{
			{Title: "主动公开", Weight: 60, Items: []rules.Branch{
				{Rule: "w/report", Weight: 3, Binary: true},
				{Rule: "w/mark", Weight: 1},
			}},
			{Title: "解读", Weight: 40, Items: []rules.Branch{{Rule: "w/link", Weight: 1}}},
		},
	}, Rules: []*rules.Rule{
		{Pack: "w", ID: "report", Points: 10, Deduct: map[string]float64{"default": 1}},
		{Pack: "w", ID: "mark"},
		{Pack: "w", ID: "link", Points: 10, Deduct: map[string]float64{"late": 2}},
	}}
}

func TestWeighted(t *testing.T) {
	examined := func(id string, n int) func([]rules.Finding) {
		return func(list []rules.Finding) {
			for i := range list {
				if list[i].Rule == id {
					list[i].Examined = n
				}
			}
		}
	}
	none := func([]rules.Finding) {}
	tests := []struct {
		name              string
		given             map[string][]string
		edit              func([]rules.Finding)
		points, low, high float64
	}{
		{"nothing wrong keeps full marks", nil, none, 100, 100, 100},
		{"a binary item is lost whole: 3/4 of 60", map[string][]string{"report": {"fail", "late"}}, none, 55, 55, 55},
		{"a proportional item loses by price: 2/10 of 40", map[string][]string{"link": {"fail", "late"}}, none, 92, 92, 92},
		{"or by the subjects looked at: 1 of 4 of 40", map[string][]string{"link": {"fail", "late"}}, examined("w/link", 4), 90, 90, 90},
		{"more defects than subjects lose the whole item", map[string][]string{"link": {"fail", "late", "late"}}, examined("w/link", 1), 60, 60, 60},
		{"an item without prices and count is lost whole: 1/4 of 60", map[string][]string{"mark": {"fail", "missing"}}, none, 85, 85, 85},
		{"undecided costs nothing yet", map[string][]string{"link": {"unknown"}, "mark": {"review", "~missing"}}, none, 100, 45, 100},
		{"at worst a doubtful defect fails a proportional item wholly", map[string][]string{"link": {"fail", "late", "~late"}}, examined("w/link", 4), 90, 60, 90},
		{"the weight of what does not apply goes to its siblings", map[string][]string{"report": {"exempt"}, "mark": {"fail"}}, none, 40, 40, 40},
		{"and that of a whole branch to the others", map[string][]string{"link": {"exempt"}, "mark": {"fail"}}, none, 75, 75, 75},
		{"where nothing applies nothing is lost", map[string][]string{"link": {"exempt"}, "mark": {"exempt"}, "report": {"exempt"}}, none, 100, 100, 100},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := weightedSet()
			f := found(set, tt.given)
			tt.edit(f)
			s := Compute(set, f)
			if diff := cmp.Diff([]float64{tt.points, tt.low, tt.high}, []float64{s.Points, s.Low, s.High}); diff != "" {
				t.Errorf("points, low, high (-want +got)\n%s", diff)
			}
			checkWaterfall(t, s)
		})
	}
}

// checkWaterfall proves that the lines lead from full marks to the points.
func checkWaterfall(t *testing.T, s Score) {
	t.Helper()
	left := s.Start
	for _, l := range s.Lines {
		left -= l.Lost
	}
	if d := left - s.Points; d > 0.05 || d < -0.05 { // each line is rounded
		t.Errorf("the waterfall ends at %g, the score is %g: %+v", left, s.Points, s.Lines)
	}
}

func TestRank(t *testing.T) {
	score := func(points, low, high float64, vetoes ...string) Score {
		return Score{Points: points, Low: low, High: high, Start: 100, Vetoes: vetoes}
	}
	tests := []struct {
		name    string
		entries []Entry
		want    []Place
	}{
		{"no sites", nil, nil},
		{"clear differences give clear places", []Entry{{"b", score(80, 80, 80)}, {"a", score(90, 90, 90)}}, []Place{{"a", 1, 1}, {"b", 2, 2}}},
		{"equal scores tie", []Entry{{"b", score(90, 90, 90)}, {"a", score(90, 90, 90)}, {"c", score(70, 70, 70)}}, []Place{{"a", 1, 2}, {"b", 1, 2}, {"c", 3, 3}}},
		{"overlapping intervals tie", []Entry{{"a", score(95, 88, 95)}, {"b", score(90, 85, 90)}, {"c", score(70, 70, 70)}}, []Place{{"a", 1, 2}, {"b", 1, 2}, {"c", 3, 3}}},
		{"touching intervals tie", []Entry{{"a", score(95, 90, 95)}, {"b", score(90, 85, 90)}}, []Place{{"a", 1, 2}, {"b", 1, 2}}},
		{"a tie need not be handed on", []Entry{{"a", score(95, 90, 95)}, {"b", score(91, 80, 91)}, {"c", score(82, 78, 82)}}, []Place{{"a", 1, 2}, {"b", 1, 3}, {"c", 2, 3}}},
		{"a vetoed site stands behind all others", []Entry{{"a", score(99, 99, 99, "p/veto")}, {"b", score(10, 10, 10)}}, []Place{{"b", 1, 1}, {"a", 2, 2}}},
		{"a site of which more than a quarter is undecided is not ranked", []Entry{{"a", score(100, 74, 100)}, {"b", score(80, 80, 80)}, {"c", score(100, 75, 100)}}, []Place{{"c", 1, 2}, {"b", 1, 2}, {"a", 0, 0}}},
		{"of tied sites the one whose place is surer stands first", []Entry{{"a", score(99, 76, 99)}, {"b", score(98, 98, 98)}, {"c", score(90, 90, 90)}}, []Place{{"b", 1, 2}, {"a", 1, 3}, {"c", 2, 3}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Rank(tt.entries)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
