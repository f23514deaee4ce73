package rules

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Described is a check that can say in Chinese what it looks for and where, for
// `govaudit rules show`.
type Described interface{ Describe() string }

// Describe says in Chinese what the rule's check looks for and where, with the
// rule's settings; "" where the check does not say.
func (r *Rule) Describe() string {
	if d, ok := r.check.(Described); ok {
		return d.Describe()
	}
	return ""
}

// BasesFirst returns the sets with those first that inherit nothing, else in
// their order: the order in which a reader understands them.
func BasesFirst(sets []*Set) []*Set {
	out := slices.Clone(sets)
	slices.SortStableFunc(out, func(a, b *Set) int { return cmp.Compare(a.inherited(), b.inherited()) })
	return out
}

// inherited is 1 where some rule comes from another pack, else 0.
func (s *Set) inherited() int {
	if slices.ContainsFunc(s.Rules, func(r *Rule) bool { return r.Pack != s.ID }) {
		return 1
	}
	return 0
}

// List writes one line per rule of the sets, a shared rule once.
func List(w io.Writer, sets ...*Set) error {
	rows := [][]string{{"规则", "标题", "检查", "适用", "分值", "依据"}}
	for _, r := range distinctRules(sets) {
		rows = append(rows, []string{r.FullID(), r.Title, r.Check, levelsShort(r), worth(r), basisText(r.Basis)})
	}
	return writeTable(w, rows)
}

func distinctRules(sets []*Set) []*Rule {
	var out []*Rule
	done := map[string]bool{}
	for _, s := range sets {
		for _, r := range s.Rules {
			if id := r.FullID(); !done[id] {
				done[id] = true
				out = append(out, r)
			}
		}
	}
	return out
}

func levelsText(r *Rule) string {
	if len(r.Levels) == 0 {
		return "全部"
	}
	return levelNames(r.Levels)
}

// worth says what the rule can cost or earn.
func worth(r *Rule) string {
	switch {
	case r.Veto && r.Points == 0:
		return "单项否决"
	case r.Veto:
		return fmt.Sprintf("单项否决，%g", r.Points)
	case r.Unverified > 0:
		return fmt.Sprintf("未核实 %g、不扣分", r.Unverified)
	case r.Points == 0:
		return "提示"
	case r.Bonus:
		return fmt.Sprintf("加 %g", r.Points)
	}
	return fmt.Sprintf("%g", r.Points)
}

func basisText(list []Basis) string {
	var out []string
	for _, b := range list {
		out = append(out, strings.TrimSpace(b.Document+" "+b.Item)+"【"+string(b.Status)+"】")
	}
	return strings.Join(out, "；")
}

// Show writes everything about the rule with the full id, or about the only rule
// of that short id. The error says which rules there are to choose from.
func Show(w io.Writer, id string, sets ...*Set) error {
	s, r, err := pick(id, sets)
	if err != nil {
		return err
	}
	var b strings.Builder
	line := func(label, format string, args ...any) {
		fmt.Fprintf(&b, "%s：%s\n", label, fmt.Sprintf(format, args...))
	}
	fmt.Fprintf(&b, "%s  %s\n\n", r.FullID(), r.Title)
	line("适用", "%s", scopeText(r))
	if r.When != "" {
		line("适用条件", "%s", r.When)
	}
	line("分值", "%s", worth(r))
	for _, code := range r.codes() {
		line("  "+code, "%s%s", CodeMeaning(r.Check, code), priceText(r, code))
	}
	if r.Group != "" {
		g := s.Scoring.Groups[r.Group]
		line("分组", "%s（封顶 %g 分）", cmp.Or(g.Title, r.Group), g.Cap)
	}
	if len(r.Clauses) > 0 {
		line("条款", "%s", strings.Join(r.Clauses, "、"))
	}
	for _, basis := range r.Basis {
		line("依据", "%s", basisLong(s.Documents[basis.Document], basis))
	}
	line("检查", "%s", r.Check)
	line("结论", "%s", wayText(r))
	if how := r.Describe(); how != "" {
		line("怎样检查", "%s", how)
	}
	for _, key := range r.With.Keys() {
		line("  "+key, "%s", r.With.Child(key))
	}
	if r.Note != "" {
		line("说明", "%s", r.Note)
	}
	line("整改", "%s", r.Remedy)
	if r.Due > 0 {
		line("整改期限", "%d 个工作日", r.Due)
	}
	for _, e := range r.Examples {
		if e.Defect != "" {
			line("算问题", "%s", e.Defect)
		}
		if e.Fine != "" {
			line("不算问题", "%s", e.Fine)
		}
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// wayText says who decides.
func wayText(r *Rule) string {
	switch r.Way() {
	case ByHand:
		return "只能由人工录入，录入之前为未知"
	case Proposed:
		return "程序取证并给出建议，由人工判定"
	}
	if len(r.Review) > 0 {
		return "看得准的由程序判定，其余由人工判定"
	}
	return "程序判定；看不准的由人工判定，没有看到的为未知"
}

// codes returns the defects the rule looks for: those that its settings limit
// the check to, else all.
func (r *Rule) codes() []string {
	limited := r.With.Child("judge").Items()
	if len(limited) == 0 {
		limited = r.With.Child("codes").Items()
	}
	if len(limited) == 0 {
		return Codes(r.Check)
	}
	var out []string
	for _, n := range limited {
		out = append(out, n.Text())
	}
	return out
}

// pick finds the rule that id means.
func pick(id string, sets []*Set) (*Set, *Rule, error) {
	var of *Set
	var matches []*Rule
	for _, s := range sets {
		for _, r := range s.Rules {
			if r.FullID() != id && r.ID != id || len(matches) > 0 && matches[0].FullID() == r.FullID() {
				continue
			}
			of, matches = s, append(matches, r)
		}
	}
	switch {
	case len(matches) == 1:
		return of, matches[0], nil
	case len(matches) == 0:
		return nil, nil, fmt.Errorf("没有规则 %s：用 govaudit rules list 查看全部", id)
	}
	var names []string
	for _, r := range matches {
		names = append(names, r.FullID())
	}
	return nil, nil, fmt.Errorf("有几条规则叫 %s：写全名 %s", id, strings.Join(names, " 或 "))
}

func scopeText(r *Rule) string {
	out := levelsText(r)
	if len(r.Of) > 0 {
		out += "；部门限于" + levelNames(r.Of) + "的部门"
	}
	if r.From != 0 {
		out += "；自 " + r.From.String() + " 起"
	}
	if r.Until != 0 {
		out += "；至 " + r.Until.String()
	}
	return out
}

// priceText says what a defect of the code costs.
func priceText(r *Rule, name string) string {
	var out []string
	price, ok := r.Deduct[name]
	if !ok {
		price, ok = r.Deduct["default"]
	}
	switch {
	case r.Points == 0 || r.Bonus:
	case ok && price == 0:
		out = append(out, "不扣分")
	case ok:
		out = append(out, fmt.Sprintf("每处扣 %g", price))
	default:
		out = append(out, fmt.Sprintf("扣 %g", r.Points))
	}
	for _, c := range r.Review {
		if c == name {
			out = append(out, "须人工判定")
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "（" + strings.Join(out, "，") + "）"
}

func basisLong(d Document, b Basis) string {
	out := "《" + cmp.Or(d.Title, b.Document) + "》"
	if d.Number != "" {
		out += "（" + d.Number + "）"
	}
	out += b.Item
	if b.Quote != "" {
		out += "：“" + b.Quote + "”"
	}
	return out + "【" + statusText(b.Status) + "】"
}

func statusText(s Status) string {
	switch s {
	case Read:
		return "已读原文"
	case Excerpt:
		return "据节选或官方引文"
	case Measured:
		return "据真实网页量测"
	case Retold:
		return "二手转述，不计分"
	case Recalled:
		return "未经核实，不计分"
	}
	return string(s)
}

// Summary writes one line per set: what `govaudit rules check` says of packs
// without problems.
func Summary(w io.Writer, sets ...*Set) error {
	for _, s := range sets {
		scoring, advice := 0, 0
		for _, r := range s.Rules {
			if r.Advice() {
				advice++
			} else {
				scoring++
			}
		}
		if _, err := fmt.Fprintf(w, "%s %s  %s：计分规则 %d 条，提示项 %d 条，没有问题\n", s.ID, s.Version, s.Title, scoring, advice); err != nil {
			return err
		}
	}
	return nil
}
