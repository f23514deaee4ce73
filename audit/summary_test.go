package audit

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

func summarized() *Site {
	defect := func(o rules.Outcome, code, subject string) rules.Defect {
		return rules.Defect{Outcome: o, Code: code, Subject: subject}
	}
	return &Site{ID: "a", Name: "甲市", State: Audited, Coverage: &Coverage{Alert: "少了"},
		Scores: []scoring.Score{{Pack: "p", Points: 95.5, Lines: []scoring.Line{{Title: "x"}}}},
		Findings: []rules.Finding{
			{Rule: "p/links", Outcome: rules.Fail, Lost: 4.5, Max: 10, Open: true, Defects: []rules.Defect{
				defect(rules.Fail, "broken", "http://a/1"), defect(rules.Fail, "broken", "http://a/2"), defect(rules.Review, "broken", "http://a/3")}},
			{Rule: "p/guide", Outcome: rules.Review, Max: 5, Defects: []rules.Defect{
				{Outcome: rules.Review, Code: "missing", Subject: "指南", Decided: &rules.Verdict{Outcome: rules.Pass}}}},
			{Rule: "p/hint", Outcome: rules.Pass},
		}}
}

func TestSummarize(t *testing.T) {
	s, list := Summarize(summarized())
	if s.ID != "a" || s.Name != "甲市" || s.State != Audited || s.Alert != "少了" || len(s.Scores) != 1 || s.Scores[0].Points != 95.5 || s.Scores[0].Lines != nil {
		t.Errorf("summary = %+v", s)
	}
	for i := range list {
		list[i].Defects = nil // names of their own: see below
	}
	want := []RuleSummary{
		{Rule: "p/links", Outcome: rules.Fail, Decided: rules.Fail, Lost: 4.5, Max: 10, Certain: 2, Doubtful: 1, Open: true},
		{Rule: "p/guide", Outcome: rules.Review, Decided: rules.Pass, Max: 5, Doubtful: 1},
		{Rule: "p/hint", Outcome: rules.Pass, Decided: rules.Pass},
	}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestSummariesNameDefectsBySubjectAndCode(t *testing.T) {
	of := func(code, subject string) uint64 {
		_, list := Summarize(&Site{Findings: []rules.Finding{{Outcome: rules.Fail, Defects: []rules.Defect{{Outcome: rules.Fail, Code: code, Subject: subject}}}}})
		return list[0].Defects[0]
	}
	if first, again := of("late", "http://a/"), of("late", "http://a/"); first != again {
		t.Error("the same defect has two names")
	}
	if of("late", "http://a/") == of("late", "http://b/") || of("late", "http://a/") == of("missing", "http://a/") {
		t.Error("two defects have one name")
	}
}

func TestTooManyDefectsAreCountedOnly(t *testing.T) {
	f := rules.Finding{Outcome: rules.Fail}
	for i := range MaxCompared + 1 {
		f.Defects = append(f.Defects, rules.Defect{Outcome: rules.Fail, Subject: string(rune(0x4e00 + i))})
	}
	_, list := Summarize(&Site{Findings: []rules.Finding{f}})
	if list[0].Certain != MaxCompared+1 || list[0].Defects != nil {
		t.Errorf("%d certain, %d named", list[0].Certain, len(list[0].Defects))
	}
}

func TestRuleSummariesComeBack(t *testing.T) {
	_, list := Summarize(summarized())
	list = append(list, RuleSummary{Rule: "p/x", Outcome: rules.Exempt, Decided: rules.Exempt}, RuleSummary{Rule: "p/y", Outcome: rules.Unknown, Decided: rules.Unknown, Max: 12.25},
		RuleSummary{Rule: "p/z", Outcome: rules.Pass, Decided: rules.Pass, Lost: -5, Max: 5})
	var r RuleReader
	got, err := r.Read(nil, AppendRules(nil, list))
	if diff := cmp.Diff(list, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	for _, broken := range []string{"p\n", "xx p/a\n", "pp p/a one 2\n", "ff p/a 1 2 3\n", "ff p/a 1 2 3 0 0 !!\n"} {
		if _, err := r.Read(nil, []byte(broken)); err == nil {
			t.Errorf("%q was read", broken)
		}
	}
}
