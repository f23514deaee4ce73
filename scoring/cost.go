package scoring

import "github.com/govaudit/govaudit/rules"

// share returns which part of a rule, 0 to 1, is lost under the view. A rule
// that cannot lose anything has no share.
func (j judged) share(r *rules.Rule, v view) float64 {
	f := j.found[r.FullID()]
	switch o := j.outcome(r); {
	case o == rules.Fail:
		return failedShare(r, f, v)
	case v == worst && (o == rules.Review || o == rules.Unknown):
		return 1
	}
	return 0
}

// failedShare counts the certain defects of a failed finding. At worst, whatever
// is still undecided in it fails it wholly.
func failedShare(r *rules.Rule, f *rules.Finding, v view) float64 {
	certain, doubtful := 0, false
	lost := 0.0
	for _, d := range f.Defects {
		if d.Outcome != rules.Fail {
			doubtful = true
			continue
		}
		certain++
		lost += cost(r, d.Code)
	}
	switch {
	case v == worst && (doubtful || f.Open):
		return 1
	case certain == 0: // decided by a person, without a defect of ours
		return 1
	case len(r.Deduct) == 0 || r.Points == 0:
		return 1
	}
	return min(lost/r.Points, 1)
}

// cost is what one certain defect costs: by its code, else the rule's default,
// else everything.
func cost(r *rules.Rule, code string) float64 {
	if n, ok := r.Deduct[code]; ok {
		return n
	}
	if n, ok := r.Deduct["default"]; ok {
		return n
	}
	return r.Points
}

// portion is share for a leaf of a weighted tree. A binary item is lost whole by
// any certain defect; others in proportion to the subjects looked at, where the
// check counted them.
func (j judged) portion(r *rules.Rule, binary bool, v view) float64 {
	f := j.found[r.FullID()]
	part := j.share(r, v)
	if part == 0 || v == worst && part == 1 && !settled(f) {
		return part
	}
	if binary {
		return 1
	}
	if f.Examined == 0 {
		return part
	}
	wrong := map[string]bool{}
	for _, d := range f.Defects {
		if d.Outcome == rules.Fail {
			wrong[d.Subject] = true
		}
	}
	if len(wrong) == 0 {
		return part
	}
	return min(float64(len(wrong))/float64(f.Examined), 1)
}

// settled reports a failed finding in which nothing is undecided.
func settled(f *rules.Finding) bool {
	if f == nil || f.Outcome != rules.Fail || f.Open {
		return false
	}
	for _, d := range f.Defects {
		if d.Outcome != rules.Fail {
			return false
		}
	}
	return true
}
