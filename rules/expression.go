package rules

import (
	"errors"
	"fmt"
	"strings"

	"github.com/govaudit/govaudit/condition"
	"github.com/govaudit/govaudit/internal/yamldoc"
	"github.com/govaudit/govaudit/portal"
)

// expression judges by a condition that the evaluator wrote in CEL; the words it
// may use are in docs/conditions.zh.md:
//
//	check: expression
//	with:
//	  over: documents
//	  where: doc.number.contains("规") && doc.published >= "2024-01-01"
//	  expect: doc.attachments.exists(a, a.endsWith(".pdf"))
//	  message: 规范性文件没有 PDF 附件
//
// Everything for which `where` holds and `expect` does not is a defect.
type expression struct {
	Over    condition.About `yaml:"over"`    // what is looked at one by one; default site
	Where   string          `yaml:"where"`   // which of them it concerns; empty: all
	Expect  string          `yaml:"expect"`  // what must hold
	Message string          `yaml:"message"` // Chinese: what is wrong where it does not hold
	// Any asks only that it holds for one of them: the defect is the site's.
	Any bool `yaml:"any"`
	// Partial lets an incomplete crawl be judged: what is expected of the site does
	// not depend on pages that were not seen.
	Partial bool `yaml:"partial"`

	where, expect *condition.Program
}

func newExpression() *expression { return &expression{Over: condition.Sites} }

func (x *expression) validate() error {
	var problems []error
	if strings.TrimSpace(x.Expect) == "" {
		problems = append(problems, yamldoc.At("expect", "expect 不能为空：写明应当成立的条件"))
	}
	if strings.TrimSpace(x.Message) == "" {
		problems = append(problems, yamldoc.At("message", "message 不能为空：写明条件不成立时是什么问题"))
	}
	var err error
	if x.Expect != "" {
		if x.expect, err = condition.Compile(x.Over, x.Expect); err != nil {
			problems = append(problems, yamldoc.At("expect", "%v", err))
		}
	}
	if x.Where != "" {
		if x.where, err = condition.Compile(x.Over, x.Where); err != nil {
			problems = append(problems, yamldoc.At("where", "%v", err))
		}
	}
	return errors.Join(problems...)
}

// Describe quotes the condition.
func (x *expression) Describe() string {
	over := map[condition.About]string{condition.Sites: "整个站点", condition.Columns: "每个栏目", condition.Documents: "每件文件", condition.Pages: "每个页面"}[x.Over]
	out := "对" + over
	if x.Where != "" {
		out += "中符合条件 " + x.Where + " 的"
	}
	out += "，看是否符合条件 " + x.Expect
	if x.Any {
		return out + "；有一个符合即可。"
	}
	return out + "；不符合的逐个列出。"
}

// subject is one thing a condition is asked of.
type subject struct {
	name  string // of the defect
	page  *portal.Page
	quote string
	facts condition.Facts
}

// Judge asks the condition of everything it is about.
func (x *expression) Judge(c *Case) Judgement {
	var j Judgement
	examined, held := 0, 0
	for s := range c.subjects(x.Over) {
		if x.where != nil {
			ok, err := x.where.Holds(s.facts)
			if err != nil {
				return Judgement{Unknown: fmt.Sprintf("%s：%v", s.name, err)}
			}
			if !ok {
				continue
			}
		}
		examined++
		ok, err := x.expect.Holds(s.facts)
		if err != nil {
			return Judgement{Unknown: fmt.Sprintf("%s：%v", s.name, err)}
		}
		if ok {
			held++
			j.Seen = firstSeen(j.Seen, Quote(s.page, s.quote))
			continue
		}
		if !x.Any {
			j.Defects = append(j.Defects, failing("violated", s.name, x.Message, Quote(s.page, s.quote)))
		}
	}
	j.Examined = examined
	j.Reason = fmt.Sprintf("看了 %d 个对象，%d 个符合条件", examined, held)
	if x.Any && held == 0 {
		home := c.Portal.Home
		j.Defects = append(j.Defects, failing("violated", c.Target.URL, x.Message, Quote(home, x.Message)))
	}
	return x.bounded(c, j)
}

// bounded takes back what an incomplete crawl cannot say: that nothing was
// found, and that all was.
func (x *expression) bounded(c *Case, j Judgement) Judgement {
	if x.Partial || c.Portal.Snapshot.Complete {
		return j
	}
	why := "网站没有看完，不能据此下结论"
	if x.Any || x.Over == condition.Sites {
		if len(j.Defects) > 0 {
			return Judgement{Unknown: why, Examined: j.Examined}
		}
		return j
	}
	j.Unknown = why
	return j
}

// firstSeen keeps the first few pieces of evidence.
func firstSeen(list []Evidence, e Evidence) []Evidence {
	const enough = 5
	if len(list) >= enough || !e.complete() {
		return list
	}
	return append(list, e)
}
