package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/condition"
	"github.com/govaudit/govaudit/internal/yamldoc"
	"github.com/govaudit/govaudit/site"
)

// Status says how the words of a basis were verified. What is only remembered
// or retold never costs points.
type Status string

// The grades of verification, strongest first.
const (
	Read     Status = "读" // the whole document, or the whole article, was read
	Excerpt  Status = "节" // read in part, or quoted word for word by another official document
	Measured Status = "测" // measured on real government pages: how to look, not what is due
	Retold   Status = "转" // second hand: circulars, self-assessments, other programs
	Recalled Status = "忆" // from memory
)

// Statuses lists every Status, strongest first.
var Statuses = []Status{Read, Excerpt, Measured, Retold, Recalled}

// Validate reports a status that does not exist.
func (s Status) Validate() error {
	if slices.Contains(Statuses, s) {
		return nil
	}
	return fmt.Errorf("核实等级 %q 不存在：应为 读、节、测、转、忆 之一", string(s))
}

// binding reports that words so verified may cost points.
func (s Status) binding() bool { return s == Read || s == Excerpt || s == Measured }

// Basis is one authority a rule rests on.
type Basis struct {
	Document string `yaml:"document,required"` // key in the pack's documents
	Item     string `yaml:"item"`              // 第四十九条
	Quote    string `yaml:"quote"`             // the words themselves, in short
	Status   Status `yaml:"status,required"`
}

// Document is a text that rules rest on.
type Document struct {
	Title  string       `yaml:"title,required"`
	Number string       `yaml:"number"` // 文号
	Issuer string       `yaml:"issuer"`
	From   calendar.Day `yaml:"from"` // in force or published since
	URL    string       `yaml:"url"`
	Note   string       `yaml:"note"`
}

// Example shows a rule at work: what is a defect, and what looks like one and
// is fine.
type Example struct {
	Defect string `yaml:"defect"`
	Fine   string `yaml:"fine"`
}

// Rule is one line of a pack: what is asked of whom, on what authority, what it
// costs to miss it, and the settings of the check that looks.
type Rule struct {
	ID      string       `yaml:"id,required"` // within its pack: annual-report
	Title   string       `yaml:"title"`
	Like    string       `yaml:"like"`    // template whose fields it has where it gives none itself; "": none
	Check   string       `yaml:"check"`   // name in the registry
	Clauses []string     `yaml:"clauses"` // what it covers: 条例/49, nantong-2021/1-1.5
	Basis   []Basis      `yaml:"basis"`
	Levels  []site.Level `yaml:"levels"` // the tiers it binds; empty: all
	Of      []site.Level `yaml:"of"`     // for departments: the tier of their government; empty: any
	From    calendar.Day `yaml:"from"`   // first day in force; 0: always was
	Until   calendar.Day `yaml:"until"`  // last day in force; 0: still is
	Points  float64      `yaml:"points"` // the most it can cost; 0: advice (提示项)
	// Unverified is what the rule is remembered or told to cost, until an operator who
	// has the document before him sets Points instead (regulations.md 【忆】【转】):
	// shown, never deducted. 0: no figure is known.
	Unverified float64            `yaml:"unverified"`
	Deduct     map[string]float64 `yaml:"deduct"` // points a certain defect costs, by code; "default" for the others; empty: any costs all
	Veto       bool               `yaml:"veto"`   // 单项否决
	Bonus      bool               `yaml:"bonus"`  // points are added for passing, not lost for failing
	Group      string             `yaml:"group"`  // key in the scoring block's groups
	Review     []string           `yaml:"review"` // codes only a person may decide
	// Propose leaves the whole decision to a person: the check gathers evidence and
	// says what it would decide, and the outcome is review.
	Propose bool `yaml:"propose"`
	// When is a condition in CEL over the site: where it does not hold, the rule
	// does not apply. The words it may use are in docs/conditions.zh.md.
	When     string       `yaml:"when"`
	Note     string       `yaml:"note"`   // for the evaluator: why it costs nothing, which basis won
	Remedy   string       `yaml:"remedy"` // what to do about a defect
	Due      int          `yaml:"due"`    // working days to mend it; 0: the run's default
	Examples []Example    `yaml:"examples"`
	With     yamldoc.Node `yaml:"with"` // the check's settings

	Pack  string             `yaml:"-"` // id of the pack that defined or last patched it
	node  yamldoc.Node       // where it stands, for complaints
	check Check              // ready to judge
	key   string             // check and settings: equal keys judge alike
	when  *condition.Program // of When; nil: none
}

// FullID returns PACK/rule, the name under which findings are kept.
func (r *Rule) FullID() string { return r.Pack + "/" + r.ID }

// Advice reports that the rule never costs or earns anything.
func (r *Rule) Advice() bool { return r.Points == 0 && !r.Veto }

// Applies reports whether the rule binds the site on the day asOf, and if not
// why (Chinese).
func (r *Rule) Applies(t site.Target, asOf calendar.Day) (bool, string) {
	switch {
	case r.From != 0 && asOf < r.From:
		return false, fmt.Sprintf("本规则自 %s 起适用，监测时间点为 %s", r.From, asOf)
	case r.Until != 0 && asOf > r.Until:
		return false, fmt.Sprintf("本规则适用至 %s，监测时间点为 %s", r.Until, asOf)
	case len(r.Levels) > 0 && !slices.Contains(r.Levels, t.Level):
		return false, fmt.Sprintf("本规则适用于%s，本站属于%s", levelNames(r.Levels), levelName(t.Level))
	case t.Level == site.Department && len(r.Of) > 0 && t.Of == "":
		return false, fmt.Sprintf("本规则适用于%s的部门，本站未登记所属政府的层级（of）", levelNames(r.Of))
	case t.Level == site.Department && len(r.Of) > 0 && !slices.Contains(r.Of, t.Of):
		return false, fmt.Sprintf("本规则适用于%s的部门，本站是%s的部门", levelNames(r.Of), levelName(t.Of))
	}
	return true, ""
}

var (
	ruleID   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	clauseID = regexp.MustCompile(`^[\p{Han}A-Za-z0-9〔〕-]+/[\p{Han}A-Za-z0-9.()（）-]+$`)
)

// problems reports everything wrong with a complete rule. documents are those
// its basis may name, groups those of the scoring block.
func (r *Rule) problems(documents map[string]Document, groups map[string]Group) yamldoc.Errors {
	var out yamldoc.Errors
	bad := func(key, format string, args ...any) { out = append(out, r.node.Key(key).Problem(format, args...)) }
	if !ruleID.MatchString(r.ID) {
		bad("id", "规则编号 %q 只能用小写字母、数字和连字符", r.ID)
	}
	if r.Title == "" {
		bad("title", "规则 %s 没有标题：写上 title", r.ID)
	}
	for _, c := range r.Clauses {
		if !clauseID.MatchString(c) {
			bad("clauses", "条款 %q 应写成 文件/条目 的样子，如 条例/49", c)
		}
	}
	for _, l := range slices.Concat(r.Levels, r.Of) {
		if !l.Valid() {
			bad("levels", "层级 %q 不存在：应为 %s 之一", string(l), levelKeys())
		}
	}
	if r.From != 0 && r.Until != 0 && r.Until < r.From {
		bad("until", "截止日期 %s 早于起始日期 %s", r.Until, r.From)
	}
	if r.Points < 0 {
		bad("points", "分值不能为负")
	}
	if r.Unverified < 0 || r.Unverified > 0 && r.Points != 0 {
		bad("unverified", "unverified 是未核实的分值，只显示、不扣分：核对原件后写 points，并去掉 unverified（或写 0）")
	}
	if r.Due < 0 {
		bad("due", "整改期限不能为负")
	}
	if r.Remedy == "" {
		bad("remedy", "规则 %s 没有整改要求：写上 remedy", r.ID)
	}
	if _, ok := groups[r.Group]; r.Group != "" && !ok {
		bad("group", "分组 %q 未在 scoring.groups 中定义", r.Group)
	}
	out = append(out, r.basisProblems(documents)...)
	return append(out, r.codeProblems()...)
}

func (r *Rule) basisProblems(documents map[string]Document) yamldoc.Errors {
	var out yamldoc.Errors
	bad := func(key, format string, args ...any) { out = append(out, r.node.Key(key).Problem(format, args...)) }
	if len(r.Basis) == 0 {
		bad("basis", "规则 %s 没有依据：写上 basis", r.ID)
		return out
	}
	for _, b := range r.Basis {
		if _, ok := documents[b.Document]; !ok {
			bad("basis", "依据文件 %q 未在 documents 中登记", b.Document)
		}
	}
	if !r.binding() && !r.Advice() {
		bad("points", "规则 %s 的依据都未经核实（转、忆），不得计分：points 改为 0，或补上已核实的依据", r.ID)
	}
	return out
}

// binding reports that some basis of the rule is verified well enough to cost
// points.
func (r *Rule) binding() bool {
	return slices.ContainsFunc(r.Basis, func(b Basis) bool { return b.Status.binding() })
}

func (r *Rule) codeProblems() yamldoc.Errors {
	var out yamldoc.Errors
	bad := func(key, format string, args ...any) { out = append(out, r.node.Key(key).Problem(format, args...)) }
	known, ok := codes[r.Check]
	if !ok {
		bad("check", "检查 %q 不存在：应为 %s 之一", r.Check, strings.Join(checkNames(), "、"))
		return out
	}
	for _, code := range sortedKeys(r.Deduct) {
		if code != "default" && !known.has(code) {
			bad("deduct", "检查 %s 没有缺陷代码 %q：应为 %s 或 default", r.Check, code, known.names())
		}
		if r.Deduct[code] < 0 {
			bad("deduct", "%s 的扣分不能为负", code)
		}
	}
	for _, code := range r.Review {
		if !known.has(code) {
			bad("review", "检查 %s 没有缺陷代码 %q：应为 %s", r.Check, code, known.names())
		}
	}
	return out
}

func levelKeys() string {
	keys := make([]string, len(site.Levels))
	for i, l := range site.Levels {
		keys[i] = string(l)
	}
	return strings.Join(keys, "、")
}
