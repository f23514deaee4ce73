package rules

import (
	"errors"
	"fmt"

	"github.com/govaudit/govaudit/internal/yamldoc"
)

// Scoring says how a set's findings become points; package scoring does the
// arithmetic. The zero Scoring is a deduction from 100 without grades.
type Scoring struct {
	Model    string  `yaml:"model"`     // deduction (倒扣) or weighted (权重树)
	Max      float64 `yaml:"max"`       // full marks without bonus
	PassFrom float64 `yaml:"pass_from"` // below it: Failed
	Failed   string  `yaml:"failed"`    // grade below PassFrom and under a veto
	Grades   []Grade `yaml:"grades"`    // from the best down; the first that is reached counts
	Note     string  `yaml:"note"`      // where the weights come from, shown with the score

	// For the deduction model.
	Groups     map[string]Group `yaml:"groups"`
	BonusMax   float64          `yaml:"bonus_max"`   // cap of all bonus points
	BonusAbove float64          `yaml:"bonus_above"` // bonus counts only where the deduction part exceeds it

	// For the weighted model.
	Tree []Branch `yaml:"tree"`
}

// Grade is one name for a range of points.
type Grade struct {
	Name string  `yaml:"name,required"`
	From float64 `yaml:"from"`
}

// Group is a set of rules that lose points together.
type Group struct {
	Title string  `yaml:"title"`
	Cap   float64 `yaml:"cap"` // the most the group can lose; 0: no cap
	// Rescale takes the group's Cap out of full marks where every rule of it is
	// exempt, and scales the rest up to full marks: 19号's 得分×4/3 for sites
	// without public services (75 of 100).
	Rescale bool `yaml:"rescale"`
}

// Branch is one node of a weighted tree: a title with branches below it, or a
// rule.
type Branch struct {
	Title  string   `yaml:"title"`
	Weight float64  `yaml:"weight,required"`
	Rule   string   `yaml:"rule"`   // full id
	Binary bool     `yaml:"binary"` // any certain defect loses the whole weight
	Items  []Branch `yaml:"items"`
}

// defaultScoring is what a pack that says nothing is scored by.
func defaultScoring() Scoring {
	return Scoring{Model: "deduction", Max: 100, PassFrom: 60, Failed: "不合格", BonusMax: 30, BonusAbove: 80}
}

// Validate reports everything wrong with the block.
func (s Scoring) Validate() error {
	var errs []error
	bad := func(key, format string, args ...any) { errs = append(errs, yamldoc.At(key, format, args...)) }
	if s.Model != "deduction" && s.Model != "weighted" {
		bad("model", "计分方式 %q 不存在：应为 deduction（倒扣）或 weighted（权重树）", s.Model)
	}
	if s.Max <= 0 {
		bad("max", "满分应大于 0")
	}
	if s.PassFrom < 0 || s.PassFrom > s.Max {
		bad("pass_from", "合格线应在 0 与满分之间")
	}
	if s.BonusMax < 0 {
		bad("bonus_max", "加分上限不能为负")
	}
	for i, g := range s.Grades {
		if i > 0 && g.From >= s.Grades[i-1].From {
			bad("grades", "等级要从高到低排列：%s 的起点不低于 %s", g.Name, s.Grades[i-1].Name)
		}
	}
	for _, k := range sortedKeys(s.Groups) {
		if s.Groups[k].Cap < 0 || s.Groups[k].Cap > s.Max {
			bad("groups", "分组 %s 的封顶应在 0 与满分之间", k)
		}
		if s.Groups[k].Rescale && (s.Groups[k].Cap == 0 || s.Groups[k].Cap == s.Max) {
			bad("groups", "分组 %s 要折算（rescale），封顶应大于 0、小于满分", k)
		}
	}
	if s.Model == "weighted" && len(s.Tree) == 0 {
		bad("tree", "权重树是空的：写上 tree")
	}
	return errors.Join(append(errs, treeErrors(s.Tree)...)...)
}

func treeErrors(list []Branch) []error {
	var errs []error
	for _, b := range list {
		switch {
		case b.Weight <= 0:
			errs = append(errs, yamldoc.At("tree", "%s 的权重应大于 0", b.name()))
		case b.Rule == "" && len(b.Items) == 0:
			errs = append(errs, yamldoc.At("tree", "%s 既没有规则（rule）也没有下级（items）", b.name()))
		case b.Rule != "" && len(b.Items) > 0:
			errs = append(errs, yamldoc.At("tree", "%s 只能有规则（rule）或下级（items）之一", b.name()))
		}
		errs = append(errs, treeErrors(b.Items)...)
	}
	return errs
}

func (b Branch) name() string {
	if b.Title != "" {
		return b.Title
	}
	if b.Rule != "" {
		return b.Rule
	}
	return fmt.Sprintf("权重为 %g 的一项", b.Weight)
}
