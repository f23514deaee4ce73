package rules

import "time"

// Verdict is what a person said of a finding or of one of its defects. It stands
// beside what the program found and never replaces it: Outcome, Lost and the
// defects of a finding stay as they were judged, and [Finding.AsDecided] gives the
// finding as people see it.
type Verdict struct {
	// Outcome is what the person decided: fail (it is so), pass (it is not so) or
	// exempt; review where it was put off. Of a finding with defects it is what has
	// become of it, and may be unknown. "" where the decision does not apply any
	// more, and then Lapsed says why.
	Outcome Outcome   `json:"outcome"`
	By      string    `json:"by"`
	At      time.Time `json:"at"` // when it was entered
	Reason  string    `json:"reason"`
	Until   string    `json:"until"`  // the last day it applies, 2026-12-31
	Lapsed  string    `json:"lapsed"` // Chinese; "": it applies
	// Lost is what the finding costs as decided. It is filled in by package scoring,
	// of findings only.
	Lost float64 `json:"lost,omitempty"`
}

// Final reports that the decision applies and says what is the case.
func (v *Verdict) Final() bool {
	return v != nil && v.Lapsed == "" && (v.Outcome == Fail || v.Outcome == Pass || v.Outcome == Exempt)
}

// AsDecided returns the finding as people decided it: a doubtful defect that is so
// is certain, one that is not so or does not apply is gone, and the outcome follows
// from what is left. Whatever nobody has decided stays as it was judged.
func (f Finding) AsDecided() Finding {
	if len(f.Defects) == 0 {
		if f.Decided.Final() {
			f.Outcome, f.Lost, f.Open = f.Decided.Outcome, f.Decided.Lost, false
		}
		return f
	}
	var left []Defect
	failed, exempted, touched := 0, 0, false
	for _, d := range f.Defects {
		if d.Decided.Final() {
			touched = true
			if d.Decided.Outcome != Fail {
				if d.Decided.Outcome == Exempt {
					exempted++
				}
				continue
			}
			d.Outcome = Fail
		}
		if d.Outcome == Fail {
			failed++
		}
		left = append(left, d)
	}
	if !touched {
		return f
	}
	gone := len(f.Defects) - len(left)
	f.Defects = append([]Defect{}, left...) // never null in JSON
	if f.Decided.Final() {
		f.Lost = f.Decided.Lost
	}
	switch {
	case failed > 0:
		f.Outcome = Fail
	case len(left) > 0:
		f.Outcome = Review
	case f.Open: // what was looked at is in order, the rest was not seen
		f.Outcome = Unknown
	case exempted == gone:
		f.Outcome = Exempt
	default:
		f.Outcome = Pass
	}
	return f
}
