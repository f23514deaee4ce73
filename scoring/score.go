// Package scoring turns findings into points. It is arithmetic only: no I/O, no
// clock.
package scoring

import (
	"math"

	"github.com/govaudit/govaudit/rules"
)

// Score is what one pack gives one site. Points counts what is certain only:
// an undecided rule (review, unknown) has lost nothing yet and earned no bonus
// yet. Low and High bound what Points can become once everything is decided:
// 0 ≤ Low ≤ Points ≤ High ≤ Max.
type Score struct {
	Pack   string   `json:"pack"`
	Model  string   `json:"model"` // deduction | weighted
	Points float64  `json:"points"`
	Low    float64  `json:"low"`  // were every undecided rule to fail wholly
	High   float64  `json:"high"` // were every undecided rule to pass
	Max    float64  `json:"max"`  // Start and all bonus points
	Grade  string   `json:"grade"`
	Vetoes []string `json:"vetoes"` // rules of veto (单项否决) that failed
	Start  float64  `json:"start"`  // full marks, from which Lines lead down to Points
	Lines  []Line   `json:"lines"`
	// Decided is the same with what people decided; nil where they decided nothing
	// about the rules of this pack.
	Decided *Decided `json:"decided,omitempty"`
}

// Line is one step of the waterfall from Start to Points: Points is Start less
// the Lost of every line, up to rounding.
type Line struct {
	Rule    string        `json:"rule,omitempty"` // "": a cap or a conversion
	Title   string        `json:"title"`
	Outcome rules.Outcome `json:"outcome,omitempty"`
	Lost    float64       `json:"lost"` // negative: given back by a cap, or gained
	Max     float64       `json:"max"`  // the most this line can lose, or gain
}

// Compute scores a site by one set. The order of findings is irrelevant; a rule
// of the set without finding counts as unknown. What people decided does not touch
// it but stands beside it, in Decided. Compute fills in Lost and Max of the findings
// of the set's rules; where several sets share a rule, those of the last set
// computed remain.
func Compute(set *rules.Set, findings []rules.Finding) Score {
	found := make(map[string]*rules.Finding, len(findings))
	for i := range findings {
		found[findings[i].Rule] = &findings[i]
	}
	s := judged{set: set, found: found}.score()
	s.Decided = decided(set, findings)
	return s
}

func (j judged) score() Score {
	set := j.set
	s := Score{Pack: set.ID, Model: set.Scoring.Model, Start: set.Scoring.Max, Max: set.Scoring.Max, Vetoes: []string{}, Lines: []Line{}}
	passing := 0.0 // what the pass mark is compared with: points without bonus
	if set.Scoring.Model == "weighted" {
		passing = j.weighted(&s)
	} else {
		passing = j.deduction(&s)
	}
	for _, r := range set.Rules {
		if r.Veto && j.outcome(r) == rules.Fail {
			s.Vetoes = append(s.Vetoes, r.FullID())
		}
	}
	s.Grade = grade(set.Scoring, s, passing)
	s.round()
	return s
}

// Undetermined is the grade of a site of which too little was decided to name
// one: a portal that never answered has lost nothing, and is not excellent.
const Undetermined = "未评定"

// grade names the points: a veto or missing the pass mark fails whatever else
// was earned (国办秘函〔2019〕19号: 出现任一单项否决即为不合格；扣分指标得分低于 60 分为不合格).
func grade(m rules.Scoring, s Score, passing float64) string {
	if len(s.Vetoes) > 0 || passing < m.PassFrom-epsilon {
		return m.Failed
	}
	if !s.decided() {
		return Undetermined
	}
	for _, g := range m.Grades {
		if s.Points >= g.From-epsilon {
			return g.Name
		}
	}
	return ""
}

// decided reports that at most a quarter of full marks is undecided: with more,
// the interval spans several grades and the points say little.
func (s Score) decided() bool { return s.High-s.Low <= s.Start/4+epsilon }

// epsilon absorbs what adding decimal fractions in binary leaves over, so that
// 60 points lost in tenths still reach the pass mark.
const epsilon = 1e-9

func (s *Score) round() {
	for _, f := range []*float64{&s.Points, &s.Low, &s.High, &s.Max, &s.Start} {
		*f = round(*f)
	}
	for i := range s.Lines {
		s.Lines[i].Lost, s.Lines[i].Max = round(s.Lines[i].Lost), round(s.Lines[i].Max)
	}
}

// round rounds to two decimals; it is applied to results only, never in between.
func round(f float64) float64 { return math.Round(f*100)/100 + 0 } // + 0 turns -0 into 0

// judged is a set with the findings of one site.
type judged struct {
	set   *rules.Set
	found map[string]*rules.Finding
}

func (j judged) outcome(r *rules.Rule) rules.Outcome {
	if f := j.found[r.FullID()]; f != nil {
		return f.Outcome
	}
	return rules.Unknown
}

func (j judged) record(r *rules.Rule, lost, most float64) {
	if f := j.found[r.FullID()]; f != nil {
		f.Lost, f.Max = round(lost), round(most)
	}
}

// view is which of the undecided is counted as failed.
type view uint8

const (
	asIs  view = iota // nothing: what is certain now
	worst             // everything
	best              // nothing, and every undecided bonus is earned
)

var views = [...]view{asIs, worst, best}

func (s *Score) set(v view, points float64) {
	points = min(max(points, 0), s.Max)
	switch v {
	case asIs:
		s.Points = points
	case worst:
		s.Low = points
	case best:
		s.High = points
	}
}
