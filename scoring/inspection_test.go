package scoring_test

import (
	"testing"

	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

// inspection loads the pack of 国办秘函〔2019〕19号, with an overlay of an operator who
// has the document before him.
func inspection(t *testing.T) *rules.Set {
	t.Helper()
	lib, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		t.Fatal(err)
	}
	const overlay = `id: checked
title: 19号文检查（分值已核对）
version: "1"
extends: [inspection-2019]
patch:
  - {id: inspection-2019/kf-08, unverified: 0, points: 20, basis: [{document: 19号, item: 原件, status: 读}]}
  - {id: inspection-2019/kf-11, unverified: 0, points: 10, basis: [{document: 19号, item: 原件, status: 读}]}
  - {id: inspection-2019/kf-13, unverified: 0, points: 3, basis: [{document: 19号, item: 原件, status: 读}]}
  - {id: inspection-2019/kf-19, unverified: 0, points: 12, basis: [{document: 19号, item: 原件, status: 读}]}
  - {id: inspection-2019/jf-publish, unverified: 0, points: 5, basis: [{document: 19号, item: 原件, status: 读}]}
  - {id: inspection-2019/jf-interact, unverified: 0, points: 26, basis: [{document: 19号, item: 原件, status: 读}]}
`
	if err := lib.Add("checked", "checked.yaml", []byte(overlay)); err != nil {
		t.Fatal(err)
	}
	sets, err := lib.Sets("checked")
	if err != nil {
		t.Fatal(err)
	}
	return sets[0]
}

// TestTheInspectionOf2019 follows the words of 国办秘函〔2019〕19号: 单项否决即为不合格; 扣分
// 低于 60 为不合格; 高于 80 才计加分; 无对外服务的扣分部分 75 分、得分乘 4/3; 每项封顶.
func TestTheInspectionOf2019(t *testing.T) {
	services := []string{"kf-08", "kf-09", "kf-10", "kf-11"}
	exempt := map[string]rules.Outcome{}
	for _, id := range services {
		exempt[id] = rules.Exempt
	}
	with := func(base map[string]rules.Outcome, id string, o rules.Outcome) map[string]rules.Outcome {
		out := map[string]rules.Outcome{id: o}
		for k, v := range base {
			out[k] = v
		}
		return out
	}
	tests := []struct {
		name   string
		given  map[string]rules.Outcome
		points float64
		grade  string
		vetoes int
	}{
		{"all in order, no bonus", nil, 100, "合格", 0},
		{"the policy column is stale: five points", map[string]rules.Outcome{"kf-05": rules.Fail}, 95, "合格", 0},
		{"services lose no more than 25", map[string]rules.Outcome{"kf-08": rules.Fail, "kf-11": rules.Fail}, 75, "合格", 0},
		{"without services five lost of 75 are 6.67 of 100", with(exempt, "kf-05", rules.Fail), 93.33, "合格", 0},
		{"a veto fails whatever the points", map[string]rules.Outcome{"veto-letters": rules.Fail}, 100, "不合格", 1},
		{"a veto in doubt does not", map[string]rules.Outcome{"veto-letters": rules.Review}, 100, "合格", 0},
		{"a figure that is only remembered costs nothing", map[string]rules.Outcome{"kf-18": rules.Fail, "kf-14": rules.Fail}, 100, "合格", 0},
		{"bonus on top", map[string]rules.Outcome{"jf-publish": rules.Pass}, 105, "合格", 0},
		{"bonus of at most 30", map[string]rules.Outcome{"jf-publish": rules.Pass, "jf-interact": rules.Pass}, 130, "合格", 0},
		{"exactly 80 earns no bonus", map[string]rules.Outcome{"kf-08": rules.Fail, "jf-publish": rules.Pass}, 80, "合格", 0},
		{"with less than 60 of the deduction part it fails", map[string]rules.Outcome{"kf-08": rules.Fail, "kf-11": rules.Fail, "kf-05": rules.Fail, "kf-19": rules.Fail}, 58, "不合格", 0},
		{"60 are enough", map[string]rules.Outcome{"kf-08": rules.Fail, "kf-11": rules.Fail, "kf-13": rules.Fail, "kf-19": rules.Fail}, 60, "合格", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := inspection(t)
			var findings []rules.Finding
			for _, r := range set.Rules {
				o, ok := tt.given[r.ID]
				switch {
				case ok:
				case r.Bonus:
					o = rules.Fail // a bonus is the exception
				default:
					o = rules.Pass
				}
				findings = append(findings, rules.Finding{Rule: r.FullID(), Outcome: o})
			}
			s := scoring.Compute(set, findings)
			if s.Points != tt.points || s.Grade != tt.grade || len(s.Vetoes) != tt.vetoes {
				t.Errorf("%g points, %s, %d vetoes; want %g, %s, %d", s.Points, s.Grade, len(s.Vetoes), tt.points, tt.grade, tt.vetoes)
			}
		})
	}
}

// TestRememberedFiguresNeverCost holds every rule that has an unverified figure to
// cost nothing.
func TestRememberedFiguresNeverCost(t *testing.T) {
	lib, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		t.Fatal(err)
	}
	sets, err := lib.Sets("inspection-2019")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, r := range sets[0].Rules {
		if r.Unverified > 0 {
			shown++
			if !r.Advice() {
				t.Errorf("%s: an unverified figure and points", r.FullID())
			}
		}
	}
	if shown < 10 {
		t.Errorf("%d rules show an unverified figure, the pack has more", shown)
	}
	if err := lib.Add("bad", "bad.yaml", []byte("id: bad\ntitle: 坏\nversion: \"1\"\nextends: [inspection-2019]\npatch:\n  - {id: inspection-2019/kf-13, points: 3, basis: [{document: 19号, status: 读}]}\n")); err != nil {
		return
	}
	if _, err := lib.Sets("bad"); err == nil {
		t.Error("points beside an unverified figure are accepted")
	}
}
