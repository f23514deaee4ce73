package audit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
)

func TestAsk(t *testing.T) {
	late := rules.Defect{Outcome: rules.Review, Code: "late", Subject: "http://a/1", Message: "迟了" + strings.Repeat("又", 300)}
	r := &Site{ID: "a", Name: "甲市", Department: "办公室", Level: "city", Findings: []rules.Finding{
		{Rule: "p/guide", Outcome: rules.Pass},
		{Rule: "p/nb", Outcome: rules.Fail, Max: 5, Lost: 2, Proposed: rules.Fail, Confidence: 0.5, Reason: "年报", Defects: []rules.Defect{{Outcome: rules.Fail, Code: "missing"}, late}},
		{Rule: "p/news", Outcome: rules.Unknown, Max: 3, Lost: 4, Reason: "没有看到"},
		{Rule: "p/hall", Outcome: rules.Unknown, Check: "manual"},
	}}
	print := func(n int) string { return review.Questions("a", r.Findings)[n].Fingerprint }
	want := Asking{Site: "a", Name: "甲市", Department: "办公室", Level: "city", Questions: []Question{
		{Rule: "p/nb", Code: "late", Subject: "http://a/1", Fingerprint: print(0), Asked: true, Outcome: rules.Fail, Proposed: rules.Fail, Confidence: 0.5, Left: 3, Message: "迟了" + strings.Repeat("又", 198)},
		{Rule: "p/news", Fingerprint: print(1), Outcome: rules.Unknown, Message: "没有看到"},
		{Rule: "p/hall", Fingerprint: print(2), Asked: true, Outcome: rules.Unknown},
	}}
	if diff := cmp.Diff(want, Ask(r)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
