package scoring

import "github.com/govaudit/govaudit/rules"

// weighted scores by a tree of weights. The weight of what does not apply goes
// to its siblings in proportion, so that full marks stay within reach. A tree of
// which nothing applies loses nothing.
func (j judged) weighted(s *Score) float64 {
	for _, v := range views {
		s.set(v, s.Max-j.branches(s, j.set.Scoring.Tree, s.Max, v))
	}
	return s.Points
}

// branches returns what the list loses of the points it is worth together.
func (j judged) branches(s *Score, list []rules.Branch, worth float64, v view) float64 {
	applying := 0.0
	for _, b := range list {
		if j.applies(b) {
			applying += b.Weight
		}
	}
	lost := 0.0
	for _, b := range list {
		switch {
		case !j.applies(b):
		case b.Rule == "":
			lost += j.branches(s, b.Items, worth*b.Weight/applying, v)
		default:
			lost += j.leaf(s, b, worth*b.Weight/applying, v)
		}
	}
	return lost
}

func (j judged) leaf(s *Score, b rules.Branch, worth float64, v view) float64 {
	r := j.set.Rule(b.Rule) // a set is read only with every leaf in it
	lost := worth * j.portion(r, b.Binary, v)
	if v == asIs {
		j.line(s, r, lost, worth)
	}
	return lost
}

func (j judged) applies(b rules.Branch) bool {
	if b.Rule != "" {
		return j.outcome(j.set.Rule(b.Rule)) != rules.Exempt
	}
	for _, sub := range b.Items {
		if j.applies(sub) {
			return true
		}
	}
	return false
}
