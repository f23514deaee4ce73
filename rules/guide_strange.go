package rules

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	strangeRunes = 24 // a line of so many characters may be one detail
	shortSpeech  = 12 // a sentence of more is prose, not a detail
	strangeLines = 400
)

var (
	// numberedLine begins a section or a duty, which is no detail.
	numberedLine = regexp.MustCompile(`^(?:第?[一二三四五六七八九十]{1,3}[、.章节条部]|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、)])`)
	// bodyFact begins a line on the body itself, which rules on contacts do not ask for.
	bodyFact = regexp.MustCompile(`^(?:主要)?(?:负责人|领导|[局县市区镇乡处科院站所]长|主任|书记|职责|职能|内设|下设|机构|科室)`)
	// officeName is a line that is nothing but the name of an office.
	officeName = regexp.MustCompile(`^\p{Han}{2,16}(?:室|科|股|局|委|政府|中心|办)$`)
	// otherMatter is a line of which it is plain what else it tells.
	otherMatter = regexp.MustCompile(`^(?:邮政编码|邮编|网址|官网|网站|联系人[^\d]*$|监督|投诉|举报|信访|微博|竭诚|热忱|热情|欢迎|感谢|谢谢|敬请|恳请|祝您?|附件|下载|发布|来源|时间:20|更新|浏览|点击|打印|关闭|分享|返回|上一|下一|首页|当前位置|【|您)|为您服务|宝贵意见|面积|人口|下辖|(?:行政|事业|人员)?编制\d|(?:成立|组建|设立|挂牌)于|更名|^(?:政府|政务)?信息公开\p{Han}{0,4}$|^[\d\s:./-]*$|^[a-z\s]*$`)
)

// strange returns a short line beside what is said plainly that says none of the
// details: one that was not found may stand there in words nobody thought of. With near
// set only the neighbours of contacts count. "" if there is none.
func (d details) strange(folded, title string, near bool) string {
	folded = unbroken(folded)
	lines := strings.Split(strings.TrimSpace(folded), "\n")
	if len(lines) > strangeLines {
		return ""
	}
	all := d.read(folded)
	contactsOnly := !slices.ContainsFunc(d, func(x detail) bool { return !x.Kind.contact() })
	plain, known := make([]bool, len(lines)), make([]bool, len(lines))
	for i, line := range lines {
		for _, a := range d.read(line) {
			known[i] = known[i] || a.said == plainly || a.said == perhaps && a.detail.Kind.contact()
			plain[i] = plain[i] || a.said == plainly && (!near || a.detail.Kind != wordsDetail)
		}
		if hits := d.labels(line); len(hits) > 0 && hits[0].from == 0 {
			known[i] = true
			value := strings.TrimLeft(line[hits[0].to:], ":号码名称")
			if n := hits[0].detail; n >= 0 && all[n].said == unsaid && len(hits) == 1 && utf8.RuneCountInString(value) >= 2 && utf8.RuneCountInString(line) <= 2*strangeRunes {
				return line // its label, with a value of no known shape
			}
		}
		n := utf8.RuneCountInString(line)
		known[i] = known[i] || numberedLine.MatchString(line) || otherMatter.MatchString(line) || officeName.MatchString(line) || contactsOnly && bodyFact.MatchString(line) ||
			n < 2 || n > strangeRunes || n > shortSpeech && strings.HasSuffix(line, "。") ||
			strings.Contains(title, line) || title != "" && strings.Contains(line, title) ||
			slices.ContainsFunc(all, func(a answer) bool { return a.said == plainly && strings.Contains(a.quote, line) })
	}
	for i, line := range lines {
		if !known[i] && (i > 0 && plain[i-1] || i+1 < len(lines) && plain[i+1]) {
			return line
		}
	}
	return ""
}
