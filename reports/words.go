package reports

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// outcomes lists the five in the order they are shown.
var outcomes = []rules.Outcome{rules.Pass, rules.Fail, rules.Review, rules.Unknown, rules.Exempt}

func outcomeWord(o rules.Outcome) string {
	switch o {
	case rules.Pass:
		return "通过"
	case rules.Fail:
		return "不合格（确定）"
	case rules.Review:
		return "待人工核实"
	case rules.Unknown:
		return "未能观察"
	case rules.Exempt:
		return "不适用"
	}
	return string(o)
}

// proposalWord names what the program would decide on what a person has yet to:
// never as certain.
func proposalWord(o rules.Outcome) string {
	if o == rules.Fail {
		return "不合格"
	}
	return outcomeWord(o)
}

func stateWord(s audit.State) string {
	switch s {
	case audit.Audited:
		return "已完整检查"
	case audit.Partial:
		return "部分检查"
	case audit.Unreachable:
		return "未能打开"
	}
	return string(s)
}

func levelWord(l site.Level) string {
	switch l {
	case site.Province:
		return "省级"
	case site.City:
		return "市级"
	case site.County:
		return "县级"
	case site.Town:
		return "乡镇（街道）"
	case site.Department:
		return "部门"
	case site.Enterprise:
		return "公共企事业单位"
	}
	return string(l)
}

// points writes a number of points without needless zeros.
func points(f float64) string {
	s := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(f, 'f', 2, 64), "0"), ".")
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}

// clean makes outside text fit to be shown: white space of any kind is one
// space, control characters and the marks that turn the direction of writing,
// with which text can pose as other text, are dropped.
func clean(s string) string {
	if fit(s) {
		return s
	}
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// fit reports that clean would change nothing, as it does not for nearly all texts:
// they are Chinese, plain ASCII and common marks, with single blanks inside.
func fit(s string) bool {
	blank := true // at the beginning, or behind a blank
	for _, r := range s {
		switch {
		case r == ' ':
			if blank {
				return false
			}
			blank = true
			continue
		case r > ' ' && r < 0x7F, r >= 0x4E00 && r <= 0x9FFF, r >= 0x3001 && r <= 0x303F, r >= 0xFF01 && r <= 0xFFE6, r >= 0x2010 && r <= 0x2027, r == '·':
		default:
			return false
		}
		blank = false
	}
	return !blank || s == ""
}

// clip shortens text to n characters, saying so with an ellipsis.
func clip(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	count := 0
	for i := range s {
		if count == n-1 {
			return s[:i] + "…"
		}
		count++
	}
	return s
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// moment writes when something was seen; "" for never.
func moment(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("2006-01-02 15:04:05")
}

// checkWords names the checks in Chinese.
var checkWords = map[string]string{
	"annual_report":     "年度报告",
	"application":       "依申请公开",
	"attribution":       "转载来源",
	"availability":      "网站可用性",
	"column":            "栏目建设",
	"columns":           "栏目更新总体情况",
	"consultation":      "意见征集",
	"decision":          "重大行政决策",
	"disclosure":        "事项公开",
	"document_elements": "文件要素",
	"expression":        "自定条件",
	"guide":             "公开指南",
	"institution":       "机构职能",
	"interaction":       "互动渠道",
	"interpretation":    "政策解读",
	"ipv6":              "IPv6 支持",
	"labels":            "网页标签与页脚",
	"links":             "链接可用性",
	"manual":            "人工检查",
	"outbound":          "外部链接",
	"privacy":           "个人信息保护",
	"reply":             "留言答复",
	"service_guides":    "办事指南",
	"timeliness":        "公开及时性",
	"validity_mark":     "文件有效性标注",
}

// checkWord names a check; one that is not listed keeps its own name.
func checkWord(check string) string {
	if w, ok := checkWords[check]; ok {
		return w
	}
	return check
}

// shortWord is the outcome where there is little room.
func shortWord(o rules.Outcome) string {
	switch o {
	case rules.Fail:
		return "不合格"
	case rules.Review:
		return "待核实"
	}
	return outcomeWord(o)
}
