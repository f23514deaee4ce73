package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxDefects bounds the defects of one finding: nobody reads more, and no cap
// on points is that high. The reason gives the full count.
const maxDefects = 500

// settle derives the finding from what the check said: fail if any defect is
// certain; else review if any is doubtful or a decision is proposed; else
// unknown; exempt; pass.
func settle(f Finding, r *Rule, j Judgement) Finding {
	defects := doubt(j.Defects, r.Review, r.Propose)
	defects = distinct(defects)
	failed := count(defects, Fail)
	total := len(defects)
	f.Defects = append(f.Defects, bounded(defects)...) // never null in JSON
	f.Examined = max(j.Examined, 0)
	switch {
	case failed > 0:
		f.Outcome = Fail
		f.Open = j.Unknown != ""
	case total > 0:
		f.Outcome, f.Proposed = Review, Fail
		f.Open = j.Unknown != "" || total > maxDefects
	case j.Proposed != "":
		f.Outcome, f.Proposed = Review, proposal(j.Proposed)
	case j.Unknown != "":
		f.Outcome = Unknown
	case j.Exempt != "":
		f.Outcome = Exempt
	default:
		f.Outcome = Pass
	}
	if r.Propose && (f.Outcome == Pass || f.Outcome == Fail) {
		f.Outcome, f.Proposed = Review, f.Outcome
	}
	if f.Outcome == Pass || f.Outcome == Review && total == 0 {
		f.Seen = j.Seen
	}
	f.Confidence = confidence(f.Outcome, j.Confidence)
	f.Reason = reason(f.Outcome, j, failed, total)
	return f
}

// proposal keeps what the check would decide; "review" itself proposes nothing.
func proposal(o Outcome) Outcome {
	if o == Pass || o == Fail || o == Exempt {
		return o
	}
	return ""
}

// doubt returns the defects with those that may not stand as certain made
// doubtful: codes that only a person may decide, and accusations without
// complete evidence.
func doubt(defects []Defect, review []string, all bool) []Defect {
	out := slices.Clone(defects)
	for i := range out {
		d := &out[i]
		switch {
		case d.Outcome != Fail:
			d.Outcome = Review
		case all || slices.Contains(review, d.Code):
			d.Outcome = Review
			d.Message += "（按规则须由人工判定）"
		case !slices.ContainsFunc(d.Evidence, Evidence.complete):
			d.Outcome = Review
			d.Message += "（证据不完整，须由人工核实）"
		}
		if d.Evidence == nil {
			d.Evidence = []Evidence{}
		}
	}
	return out
}

// distinct sorts by code and subject, the identity of a defect, and keeps one of
// each: the certain one.
func distinct(defects []Defect) []Defect {
	slices.SortStableFunc(defects, func(a, b Defect) int {
		return cmp.Or(byIdentity(a, b), cmp.Compare(rank(a.Outcome), rank(b.Outcome)), strings.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(defects, func(a, b Defect) bool { return byIdentity(a, b) == 0 })
}

func byIdentity(a, b Defect) int {
	return cmp.Or(strings.Compare(a.Code, b.Code), strings.Compare(a.Subject, b.Subject))
}

func rank(o Outcome) int {
	if o == Fail {
		return 0
	}
	return 1
}

// bounded keeps the certain defects before the doubtful ones where there are too
// many, in their order.
func bounded(defects []Defect) []Defect {
	if len(defects) <= maxDefects {
		return defects
	}
	out := slices.Clone(defects)
	slices.SortStableFunc(out, func(a, b Defect) int { return cmp.Compare(rank(a.Outcome), rank(b.Outcome)) })
	out = out[:maxDefects]
	slices.SortFunc(out, byIdentity)
	return out
}

func count(defects []Defect, o Outcome) int {
	n := 0
	for _, d := range defects {
		if d.Outcome == o {
			n++
		}
	}
	return n
}

// confidence is the check's own, or what the outcome means where it gave none.
func confidence(o Outcome, given float64) float64 {
	switch {
	case o == Unknown:
		return 0
	case given > 0:
		return min(given, 1)
	case o == Review:
		return 0.5
	}
	return 1
}

func reason(o Outcome, j Judgement, failed, total int) string {
	var parts []string
	switch {
	case failed > 0 && total > failed:
		parts = append(parts, fmt.Sprintf("发现 %d 处问题，另有 %d 处须人工核实", failed, total-failed))
	case failed > 0:
		parts = append(parts, fmt.Sprintf("发现 %d 处问题", failed))
	case total > 0:
		parts = append(parts, fmt.Sprintf("有 %d 处须人工核实", total))
	}
	if total > maxDefects {
		parts = append(parts, fmt.Sprintf("只列出其中 %d 处", maxDefects))
	}
	if j.Reason != "" && o != Exempt {
		parts = append(parts, j.Reason)
	}
	if j.Unknown != "" {
		said := j.Unknown
		if total > 0 {
			said = "其余部分未能观察：" + said
		}
		parts = append(parts, said)
	}
	if o == Exempt {
		parts = append(parts, j.Exempt)
	}
	if len(parts) == 0 {
		return "未发现问题。"
	}
	for i := range parts {
		parts[i] = strings.TrimRight(parts[i], "。；")
	}
	return strings.Join(parts, "；") + "。"
}
