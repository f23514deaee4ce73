package scoring

import "github.com/govaudit/govaudit/rules"

// Decided is a score once what people decided counts: a defect that is so costs
// what its rule takes for it, one that is not so costs nothing, and a rule that
// does not apply is exempt. Its interval is as wide as what is still undecided.
type Decided struct {
	Points float64  `json:"points"`
	Low    float64  `json:"low"`
	High   float64  `json:"high"`
	Grade  string   `json:"grade"`
	Vetoes []string `json:"vetoes"`
}

// decided scores the findings as people decided them, by the same arithmetic, and
// fills in Lost of what they decided. It returns nil where no decision applies to a
// rule of the set.
func decided(set *rules.Set, findings []rules.Finding) *Decided {
	var concerned []*rules.Finding
	for i := range findings {
		if f := &findings[i]; f.Decided.Final() && set.Rule(f.Rule) != nil {
			concerned = append(concerned, f)
		}
	}
	if len(concerned) == 0 {
		return nil
	}
	found := make(map[string]*rules.Finding, len(findings))
	for _, f := range findings {
		f = f.AsDecided()
		f.Lost, f.Max = 0, 0
		found[f.Rule] = &f
	}
	s := judged{set: set, found: found}.score()
	for _, f := range concerned {
		f.Decided.Lost = found[f.Rule].Lost
	}
	return &Decided{Points: s.Points, Low: s.Low, High: s.High, Grade: s.Grade, Vetoes: s.Vetoes}
}

// AsDecided returns the score that counts once people have decided: the decided
// numbers in place of the raw ones, which are returned where nobody has.
func (s Score) AsDecided() Score {
	if d := s.Decided; d != nil {
		s.Points, s.Low, s.High, s.Grade, s.Vetoes = d.Points, d.Low, d.High, d.Grade, d.Vetoes
	}
	return s
}
