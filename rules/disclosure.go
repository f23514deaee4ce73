package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// disclosure judges whether one subject (预算, 重大项目, 行政执法, 应急预案, …) is
// disclosed: that it is there, in its period, with its elements (条例 articles 20
// and 21, and the duties of key points of work):
//
//	check: disclosure
//	with:
//	  subject: 部门预算                    # its name; defects missing and stale are recorded by it
//	  columns: [财政预决算, 财政信息]       # names of its columns, as in check column
//	  unlike: [政府采购]                   # a column with one of these words is another's
//	  titles: [部门预算, 单位+预算]         # words of titles; 甲+乙: both must stand in it
//	  not_titles: [绩效, 执行情况+!草案]     # a title with one of these words is another's; !乙: unless 乙 stands in it too
//	  period: year                        # an item of every year, half, quarter or month …
//	  due: 03-31                          # … of this year after this day, before it of last year
//	  elements:
//	    - {name: 收支总表, words: [收支总表, 收入支出总表]}
//
// Whatever may be of the subject speaks for the site: a column of its name, a
// document, row or file that is titled so, also one on another host. Words are
// compared through extract.Fold.
type disclosure struct {
	Subject   string           `yaml:"subject,required"` // Chinese; the subject of missing and stale defects
	Columns   []string         `yaml:"columns"`          // accepted names of its column, the whole name must agree
	Unlike    []string         `yaml:"unlike"`           // a column with one of these words is another's
	Near      []string         `yaml:"near"`             // a column with one of these words may serve: a person decides
	Own       bool             `yaml:"own"`              // each body needs its own: what the host's portal has does not do
	Titles    []string         `yaml:"titles"`           // a title with one of these (甲+乙: with both) is of the subject
	NotTitles []string         `yaml:"not_titles"`       // … unless one of these stands in it
	Blank     bool             `yaml:"blank"`            // a column that is there but blank counts as missing; default yes
	Min       int              `yaml:"min"`              // how many items it needs; default 1
	MaxAge    age              `yaml:"max_age"`          // how old the newest item may be; default: not judged
	Period    disclosurePeriod `yaml:"period"`           // an item of each period: year, half, quarter, month; default: not judged
	Year      disclosureYear   `yaml:"year"`             // of period year, which one is due: current (budget) or previous (final account)
	Due       monthDay         `yaml:"due"`              // of period year, the last day for the year's item; it is still in time
	Grace     age              `yaml:"grace"`            // of shorter periods, how long after its end the item may come; default 1 month
	Elements  []wanted         `yaml:"elements"`         // what must be there; default: not judged
	Each      bool             `yaml:"each"`             // each document needs the elements (the newest are read), else all together
	Judged    []string         `yaml:"judge"`            // the codes this rule looks for; empty: all

	known []string // names that resemble the subject's and are known to be another's
}

// wanted is an element looked for by the words it may go by; 甲+乙: both must
// stand there.
type wanted struct {
	Name  string   `yaml:"name,required"`
	Words []string `yaml:"words,required"`
}

// disclosurePeriod is how often an item is due; "" is none.
type disclosurePeriod string

// Validate reports a period that does not exist.
func (p disclosurePeriod) Validate() error {
	if slices.Contains([]disclosurePeriod{"", "year", "half", "quarter", "month"}, p) {
		return nil
	}
	return fmt.Errorf("周期 %q 不存在：应为 year、half、quarter、month 之一", string(p))
}

// disclosureYear says which year's item is due in a year.
type disclosureYear string

// Validate reports a word that is neither of the two.
func (y disclosureYear) Validate() error {
	if y == "current" || y == "previous" {
		return nil
	}
	return fmt.Errorf("年度 %q 不存在：应为 current（当年的，如预算）或 previous（上年的，如决算）", string(y))
}

func newDisclosure() *disclosure {
	return &disclosure{Blank: true, Min: 1, Year: "current", Grace: age{months: 1}}
}

func (k *disclosure) validate() error {
	var problems []error
	bad := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	if strings.TrimSpace(k.Subject) == "" {
		bad("subject 不能为空：写上该事项的名称")
	}
	if len(k.Columns) == 0 && len(k.Titles) == 0 {
		bad("columns 和 titles 至少要写一项")
	}
	if slices.ContainsFunc(slices.Concat(k.Columns, k.Unlike, k.Near, k.Titles, k.NotTitles), blankWord) {
		bad("columns、unlike、near、titles、not_titles 中有空的词")
	}
	problems = append(problems, validElements(k.Elements), validCodes("disclosure", k.Judged))
	if k.Min < 1 {
		bad("min 至少为 1")
	}
	if k.Period == "year" && k.Due == (monthDay{}) {
		bad("period: year 须同时写 due（每年应公开的截止日，MM-DD）")
	}
	if k.Period != "year" && k.Due != (monthDay{}) {
		bad("due 只用于 period: year")
	}
	if slices.Contains(k.Judged, "stale") && k.Period == "" && !k.MaxAge.set() {
		bad("judge 有 stale，但没有写 max_age 或 period")
	}
	if slices.Contains(k.Judged, "element_missing") && len(k.Elements) == 0 {
		bad("judge 有 element_missing，但没有写 elements")
	}
	return errors.Join(problems...)
}

// blankWord reports words that would be found in any text.
func blankWord(w string) bool {
	parts := strings.Split(extract.Fold(w), "+")
	return slices.Contains(parts, "") || slices.Contains(parts, "!") || strings.HasPrefix(parts[0], "!")
}

func validElements(list []wanted) error {
	var problems []error
	seen := map[string]bool{}
	for _, e := range list {
		if strings.TrimSpace(e.Name) == "" || len(e.Words) == 0 || slices.ContainsFunc(e.Words, blankWord) {
			problems = append(problems, fmt.Errorf("要素 %q 的 name 和 words 不能为空", e.Name))
		}
		if seen[e.Name] {
			problems = append(problems, fmt.Errorf("要素 %q 写了两次", e.Name))
		}
		seen[e.Name] = true
	}
	return errors.Join(problems...)
}

func validCodes(check string, list []string) error {
	var problems []error
	for _, code := range list {
		if !codes[check].has(code) {
			problems = append(problems, fmt.Errorf("judge: 没有缺陷代码 %q：应为 %s 之一", code, codes[check].names()))
		}
	}
	return errors.Join(problems...)
}

// Describe says how the subject is looked for.
func (k *disclosure) Describe() string {
	out := fmt.Sprintf("找“%s”：", k.Subject)
	if len(k.Columns) > 0 {
		out += "名为 " + inShort(k.Columns) + " 的栏目；"
	}
	if len(k.Titles) > 0 {
		out += "全站文章、列表条目、附件和链接中标题含 " + inShort(k.Titles) + "（加号表示两词都要有）的内容；"
	}
	out += "繁简、全半角不影响，设在其他网站、以附件公开的都算。全站看完仍没有栏目也没有内容才算没有公开，名称相近、正文提到的提请人工"
	if k.Min > 1 {
		out += fmt.Sprintf("；少于 %d 项的提请人工", k.Min)
	}
	if k.MaxAge.set() {
		out += fmt.Sprintf("；栏目最新一项超过%s为没有按期更新", k.MaxAge)
	}
	switch k.Period {
	case "year":
		which := "当年"
		if k.Year == "previous" {
			which = "上一年度"
		}
		out += fmt.Sprintf("；每年 %02d-%02d 后应有%s的，看标题写的年度，没有写的看日期；同类内容历年都有、独缺该年度的算没有按期更新", k.Due.month, k.Due.day, which)
	case "half", "quarter", "month":
		words := map[disclosurePeriod]string{"half": "半年", "quarter": "季度", "month": "月"}
		out += fmt.Sprintf("；每%s应有一期，该期结束后%s内公开的算按期", words[k.Period], k.Grace)
	}
	if len(k.Elements) > 0 {
		how := "在标题、子栏目名称和最新的文章正文里找"
		if k.Each {
			how = "逐件在最新的文章正文里找"
		}
		out += "；要素" + how + wantedNames(k.Elements) + "，带有附件、图片而正文没有的提请人工"
	}
	return out + "。抓取不完整、列表由脚本填充的，记为未能观察。"
}
