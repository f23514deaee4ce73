package reports

import (
	"fmt"
	"time"

	"github.com/govaudit/govaudit/rules"
)

// verdictWords tells a decision in a sentence; "" where there is none.
func verdictWords(v *rules.Verdict, zone *time.Location) string {
	switch {
	case v == nil:
		return ""
	case v.Lapsed != "":
		return clean(v.Lapsed)
	}
	return fmt.Sprintf("%s：%s，%s 决定，有效期至 %s。理由：%s", decidedWord(v.Outcome), clean(v.By), v.At.In(zone).Format(time.DateOnly), clean(v.Until), clean(v.Reason))
}

// decidedWord names what a person decided.
func decidedWord(o rules.Outcome) string {
	switch o {
	case rules.Fail:
		return "属实（不合格）"
	case rules.Pass:
		return "不属实（合格）"
	case rules.Review:
		return "暂缓"
	}
	return outcomeWord(o)
}

// findingWords tells what people decided about a finding: the decision itself, or of
// a finding with defects what has become of it. "" where nobody decided.
func findingWords(f *rules.Finding, zone *time.Location) string {
	v := f.Decided
	if v == nil {
		return ""
	}
	out := verdictWords(v, zone)
	if len(f.Defects) > 0 && v.Lapsed == "" {
		out = fmt.Sprintf("决定后为%s（%s，最近一次 %s）：%s", shortWord(v.Outcome), clean(v.By), v.At.In(zone).Format(time.DateOnly), clean(v.Reason))
	}
	if v.Lost > 0 {
		out += fmt.Sprintf("；决定后扣 %s 分", points(v.Lost))
	}
	return out
}
