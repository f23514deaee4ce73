package review

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
)

// Apply writes beside the findings of a site what people have decided of them, of
// decisions in the order they were recorded. A decision applies up to and including
// its last day, and as long as the evidence it rests on is the same; one that does
// not is shown with the reason. zone is where its date is told.
func Apply(siteID string, findings []rules.Finding, decisions []Decision, asOf calendar.Day, zone *time.Location) {
	if len(decisions) == 0 {
		return
	}
	a := applier{site: siteID, latest: Latest(decisions), asOf: asOf, zone: zone}
	for i := range findings {
		a.finding(&findings[i])
	}
}

type applier struct {
	site   string
	latest map[Key]Decision
	asOf   calendar.Day
	zone   *time.Location
}

func (a applier) finding(f *rules.Finding) {
	var whole *rules.Verdict
	if d, ok := a.latest[Key{Site: a.site, Rule: f.Rule}]; ok && f.Outcome != rules.Exempt {
		whole = a.verdict(d, len(f.Defects) == 0 && open(f) && d.Fingerprint == Fingerprint(f, nil))
	}
	some := false
	for i := range f.Defects {
		defect := &f.Defects[i]
		if d, ok := a.latest[Key{a.site, f.Rule, defect.Code, defect.Subject}]; ok {
			defect.Decided = a.verdict(d, d.Fingerprint == Fingerprint(f, defect))
			some = true
		}
	}
	f.Decided = whole
	if some {
		f.Decided = together(f, whole)
	}
}

// open reports that the finding as a whole is for a person to decide.
func open(f *rules.Finding) bool { return f.Outcome == rules.Review || f.Outcome == rules.Unknown }

// verdict is the decision as it is shown today.
func (a applier) verdict(d Decision, same bool) *rules.Verdict {
	v := &rules.Verdict{Outcome: d.Answer.outcome(), By: d.By, At: d.At, Reason: d.Reason, Until: d.Until.String()}
	why := ""
	switch {
	case a.asOf > d.Until:
		why = "有效期至 " + d.Until.String() + "，已过"
	case !same:
		why = "它所依据的证据已变化"
	default:
		return v
	}
	v.Outcome = ""
	v.Lapsed = fmt.Sprintf("%s 于 %s 作出的决定“%s”已失效：%s，须重新决定", d.By, d.At.In(a.zone).Format(time.DateOnly), d.Answer.Word(), why)
	return v
}

// together sums up the decisions on the defects of a finding: what has become of
// it, by whom, the last word and the first day after which that changes.
func together(f *rules.Finding, whole *rules.Verdict) *rules.Verdict {
	out := &rules.Verdict{}
	var by, lapsed []string
	alone := "" // the reason of the last one, which is enough where there is but one
	counts := map[rules.Outcome]int{}
	note := func(v *rules.Verdict) {
		if v == nil {
			return
		}
		if v.At.After(out.At) {
			out.At = v.At
		}
		if !slices.Contains(by, v.By) {
			by = append(by, v.By)
		}
		if v.Lapsed != "" {
			lapsed = append(lapsed, v.Lapsed)
			return
		}
		counts[v.Outcome]++
		alone = v.Reason
		if out.Until == "" || v.Until < out.Until { // days written alike compare as text
			out.Until = v.Until
		}
	}
	undecided := 0
	for _, d := range f.Defects {
		note(d.Decided)
		if d.Outcome == rules.Review && !d.Decided.Final() {
			undecided++
		}
	}
	note(whole)
	out.By = strings.Join(by, "、")
	if out.Reason = alone; alone == "" || len(f.Defects) > 1 {
		out.Reason = summary(counts, undecided)
	}
	out.Lapsed = strings.Join(lapsed[:min(len(lapsed), mostLapsed)], "；")
	if counts[rules.Fail]+counts[rules.Pass]+counts[rules.Exempt] > 0 {
		out.Outcome, out.Lapsed = f.AsDecided().Outcome, ""
	} else if counts[rules.Review] > 0 {
		out.Outcome, out.Lapsed = rules.Review, ""
	}
	return out
}

// mostLapsed bounds how many lapsed decisions a finding repeats of its defects.
const mostLapsed = 3

func summary(counts map[rules.Outcome]int, undecided int) string {
	var parts []string
	for _, a := range Answers() {
		if n := counts[a.outcome()]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s%d 处", a.Word(), n))
		}
	}
	if undecided > 0 && len(parts) > 0 {
		parts = append(parts, fmt.Sprintf("尚待决定 %d 处", undecided))
	}
	return strings.Join(parts, "，")
}
