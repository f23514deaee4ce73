package scoring

import (
	"cmp"
	"maps"
	"slices"

	"github.com/govaudit/govaudit/rules"
)

// deduction scores by 倒扣, in the frame of 国办秘函〔2019〕19号: from full marks every
// rule loses at most its points and every group at most its cap; bonus counts
// only where the deduction part exceeds a mark, and is capped; a group without
// any rule that applies may be taken out and the rest scaled up. It returns the
// deduction part.
func (j judged) deduction(s *Score) float64 {
	m := j.set.Scoring
	offered := 0.0
	for _, r := range j.set.Rules {
		if r.Bonus && j.outcome(r) != rules.Exempt {
			offered += r.Points
		}
	}
	offered = min(offered, m.BonusMax)
	s.Max += offered
	passing := 0.0
	for _, v := range views {
		part := m.Max - j.totalLost(s, v)
		if v == asIs {
			passing = max(part, 0)
		}
		s.set(v, max(part, 0)+j.bonus(s, part, v))
	}
	return passing
}

// totalLost adds up what is lost under the view, and writes the waterfall and
// the findings' points for what is certain.
func (j judged) totalLost(s *Score, v view) float64 {
	m := j.set.Scoring
	total := 0.0
	byGroup := map[string]float64{}
	for _, r := range j.set.Rules {
		if r.Bonus {
			continue
		}
		lost := r.Points * j.share(r, v)
		if v == asIs {
			j.line(s, r, lost, r.Points)
		}
		total += lost
		byGroup[r.Group] += lost
	}
	back := func(title string, points, most float64) {
		total -= points
		if v == asIs && points != 0 {
			s.Lines = append(s.Lines, Line{Title: title, Lost: -points, Max: most})
		}
	}
	for _, k := range slices.Sorted(maps.Keys(m.Groups)) {
		if g := m.Groups[k]; g.Cap > 0 && byGroup[k] > g.Cap {
			back(cmp.Or(g.Title, k)+"：超过封顶的部分不扣", byGroup[k]-g.Cap, g.Cap)
		}
	}
	if factor := j.rescale(); factor != 1 {
		back("不适用的部分剔除后折算", total-total*factor, m.Max)
	}
	if total > m.Max {
		back("扣完为止", total-m.Max, m.Max)
	}
	return total
}

// line records a rule's step, unless it neither costs nor earns anything.
func (j judged) line(s *Score, r *rules.Rule, lost, most float64) {
	j.record(r, lost, most)
	if most == 0 {
		return
	}
	s.Lines = append(s.Lines, Line{Rule: r.FullID(), Title: r.Title, Outcome: j.outcome(r), Lost: lost, Max: most})
}

// rescale returns by how much losses grow because groups do not apply: with 25
// of 100 points out, the remaining 75 are worth 4/3 each.
func (j judged) rescale() float64 {
	m := j.set.Scoring
	out := 0.0
	for _, k := range slices.Sorted(maps.Keys(m.Groups)) {
		if g := m.Groups[k]; g.Rescale && j.allExempt(k) {
			out += g.Cap
		}
	}
	if out >= m.Max {
		return 1 // nothing applies: nothing to scale
	}
	return m.Max / (m.Max - out)
}

func (j judged) allExempt(group string) bool {
	any := false
	for _, r := range j.set.Rules {
		if r.Group != group {
			continue
		}
		if j.outcome(r) != rules.Exempt {
			return false
		}
		any = true
	}
	return any
}

// bonus adds what passing bonus rules earn.
func (j judged) bonus(s *Score, part float64, v view) float64 {
	m := j.set.Scoring
	counts := part > m.BonusAbove+epsilon
	total := 0.0
	for _, r := range j.set.Rules {
		if !r.Bonus {
			continue
		}
		gained := 0.0
		if o := j.outcome(r); counts && (o == rules.Pass || v == best && (o == rules.Review || o == rules.Unknown)) {
			gained = r.Points
		}
		total += gained
		if v == asIs {
			j.record(r, -gained, r.Points)
			s.Lines = append(s.Lines, Line{Rule: r.FullID(), Title: r.Title, Outcome: j.outcome(r), Lost: -gained, Max: r.Points})
		}
	}
	if over := total - m.BonusMax; over > 0 {
		total = m.BonusMax
		if v == asIs {
			s.Lines = append(s.Lines, Line{Title: "加分超过封顶的部分不计", Lost: over, Max: m.BonusMax})
		}
	}
	return total
}
