package scoring

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/govaudit/govaudit/rules"
)

var (
	outcomes = []rules.Outcome{rules.Pass, rules.Fail, rules.Review, rules.Unknown, rules.Exempt}
	allCodes = []string{"missing", "late", "copied"}
)

// drawSet draws a pack of either model.
func drawSet(t *rapid.T) *rules.Set {
	points := rapid.SampledFrom([]float64{0, 0.1, 1, 3, 7.5, 20, 60})
	set := &rules.Set{ID: "p", Scoring: rules.Scoring{
		Max: 100, PassFrom: 60, Failed: "不合格", BonusMax: rapid.SampledFrom([]float64{0, 4, 30}).Draw(t, "bonus max"), BonusAbove: 80,
		Groups: map[string]rules.Group{"g": {Cap: 10}, "s": {Cap: 25, Rescale: true}},
	}}
	for i := range rapid.IntRange(1, 8).Draw(t, "rules") {
		r := &rules.Rule{Pack: "p", ID: fmt.Sprint("r", i), Points: points.Draw(t, "points"),
			Group: rapid.SampledFrom([]string{"", "g", "s"}).Draw(t, "group"),
			Bonus: rapid.IntRange(0, 4).Draw(t, "bonus") == 0, Veto: rapid.IntRange(0, 6).Draw(t, "veto") == 0}
		if rapid.Bool().Draw(t, "priced") {
			r.Deduct = map[string]float64{"missing": r.Points, "late": points.Draw(t, "price")}
		}
		set.Rules = append(set.Rules, r)
	}
	set.Scoring.Model = rapid.SampledFrom([]string{"deduction", "weighted"}).Draw(t, "model")
	if set.Scoring.Model == "weighted" {
		half := rapid.IntRange(0, len(set.Rules)-1).Draw(t, "split")
		set.Scoring.Tree = append(leavesOf(t, set.Rules[:half]), rules.Branch{Title: "b", Weight: 2, Items: leavesOf(t, set.Rules[half:])})
	}
	return set
}

func leavesOf(t *rapid.T, list []*rules.Rule) []rules.Branch {
	var out []rules.Branch
	for _, r := range list {
		out = append(out, rules.Branch{Rule: r.FullID(), Weight: rapid.SampledFrom([]float64{0.5, 1, 10}).Draw(t, "weight"), Binary: rapid.Bool().Draw(t, "binary")})
	}
	return out
}

// drawFindings draws one finding for most rules.
func drawFindings(t *rapid.T, set *rules.Set) []rules.Finding {
	var out []rules.Finding
	for _, r := range set.Rules {
		if rapid.IntRange(0, 9).Draw(t, "judged") == 0 {
			continue
		}
		f := rules.Finding{Rule: r.FullID(), Outcome: rapid.SampledFrom(outcomes).Draw(t, "outcome"), Examined: rapid.IntRange(0, 5).Draw(t, "examined")}
		if f.Outcome == rules.Fail || f.Outcome == rules.Review {
			for i := range rapid.IntRange(0, 3).Draw(t, "defects") {
				d := rules.Defect{Code: rapid.SampledFrom(allCodes).Draw(t, "code"), Outcome: rules.Review, Subject: fmt.Sprint(i)}
				if f.Outcome == rules.Fail && rapid.Bool().Draw(t, "certain") {
					d.Outcome = rules.Fail
				}
				f.Defects = append(f.Defects, d)
			}
			f.Open = f.Outcome == rules.Fail && rapid.Bool().Draw(t, "open")
		}
		out = append(out, f)
	}
	return out
}

func TestPointsStayWithinTheirBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := drawSet(t)
		s := Compute(set, drawFindings(t, set))
		if !(0 <= s.Low && s.Low <= s.Points && s.Points <= s.High && s.High <= s.Max) {
			t.Fatalf("0 ≤ %g ≤ %g ≤ %g ≤ %g does not hold", s.Low, s.Points, s.High, s.Max)
		}
	})
}

func TestTheOrderOfFindingsIsIrrelevant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := drawSet(t)
		a := drawFindings(t, set)
		b := rapid.Permutation(slices.Clone(a)).Draw(t, "order")
		if diff := cmp.Diff(Compute(set, a), Compute(set, b)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// One more certain defect, added as the engine would: the rule applied before,
// and what was undecided in it stays undecided.
func TestOneMoreFailureNeverRaisesAScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := drawSet(t)
		list := drawFindings(t, set)
		if len(list) == 0 {
			t.Skip("nothing to fail")
		}
		before := Compute(set, list)
		f := &list[rapid.IntRange(0, len(list)-1).Draw(t, "which")]
		switch f.Outcome {
		case rules.Exempt:
			t.Skip("a rule that does not apply cannot fail")
		case rules.Fail:
			if !slices.ContainsFunc(f.Defects, func(d rules.Defect) bool { return d.Outcome == rules.Fail }) {
				t.Skip("failed wholly already, by a person's decision")
			}
		case rules.Unknown:
			f.Open = true
		case rules.Review:
			f.Open = len(f.Defects) == 0
		}
		f.Outcome = rules.Fail
		f.Defects = append(slices.Clone(f.Defects), rules.Defect{Code: rapid.SampledFrom(allCodes).Draw(t, "new"), Outcome: rules.Fail, Subject: "new"})
		after := Compute(set, list)
		if after.Points > before.Points || after.Low > before.Low || after.High > before.High {
			t.Fatalf("from %g [%g, %g] to %g [%g, %g]", before.Points, before.Low, before.High, after.Points, after.Low, after.High)
		}
	})
}

func TestRankingDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []Entry
		for i := range rapid.IntRange(0, 12).Draw(t, "sites") {
			low := rapid.Float64Range(0, 100).Draw(t, "low")
			high := rapid.Float64Range(low, 100).Draw(t, "high")
			e := Entry{fmt.Sprint("s", i), Score{Points: high, Low: low, High: high, Start: 100}}
			if rapid.IntRange(0, 5).Draw(t, "veto") == 0 {
				e.Score.Vetoes = []string{"v"}
			}
			list = append(list, e)
		}
		places := Rank(list)
		if diff := cmp.Diff(places, Rank(rapid.Permutation(slices.Clone(list)).Draw(t, "order"))); diff != "" {
			t.Fatal(diff)
		}
		for _, p := range places {
			if p.Best > p.Worst || p.Worst > len(list) || p.Best < 0 {
				t.Fatalf("%+v among %d", p, len(list))
			}
		}
	})
}
