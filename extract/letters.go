package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
)

// Letter is one letter, message or question of the public that the page shows:
// a row of a list of letters, or the letter a page is about. Days come only from
// what the page labels as such; a date without such a label is Dated.
type Letter struct {
	URL      string       // its own page; "" where this page is it, or where it has none
	Title    string       // "" where none was seen
	Asked    calendar.Day // 来信时间, 留言日期 and kin; 0: not told
	Answered calendar.Day // 答复时间, 办结日期 and kin; 0: not told
	Dated    calendar.Day // a date that may be either; 0: none
	By       string       // the label of Asked, as Fold writes it
	Status   string       // 已答复, 办理中, verbatim; "" none
	Replied  bool         // the words of an answer stand on the page
	Blank    bool         // there is a place for the answer or its day, and nothing stands in it
	Interim  bool         // there are words in place of the answer, which say that it is still to come
	Own      bool         // the page is this letter's own
	Quote    string       // the row or the labelled lines, at most 160 runes
}

// Bounds of letters.
const (
	maxLetters    = 500
	maxLetterCols = 12
	letterQuote   = 160 // runes
	roleRunes     = 14  // of a label, at most
	replyRunes    = 6   // of an answer, at least
	blankRunes    = 20  // of words that only say there is no answer, at most
)

// letterRole is what a label of a letter announces.
type letterRole uint8

const (
	noRole    letterRole = iota
	askedRole            // the day it was written
	answeredRole
	whenRole   // a day, not said of what
	statusRole // how far it is
	answerRole // the answer itself
	askRole    // the letter itself, or who wrote it
	unitRole   // who answers
	titleRole
)

var (
	// askWords name a letter of the public, as Fold writes them.
	askWords = lexiconOf("来信", "写信", "去信", "发信", "收信", "信件", "来件", "留言", "提问", "咨询", "投诉", "诉求", "建言", "反映", "发帖", "求助", "提交", "登记")
	// answerWords name what is due to it.
	answerWords = lexiconOf("答复", "回复", "答覆", "回覆", "回信", "复信", "办结", "反馈", "解答", "回应", "办复")
	// otherTimes are times that are neither: limits, steps in between, office hours,
	// and those of applications, surveys and interviews.
	otherTimes = lexiconOf("期限", "时限", "应", "预计", "截止", "要求", "承诺", "计划", "延期", "到期", "剩余", "受理", "转办", "交办", "审核", "公开", "更新", "开始", "结束", "征集", "征求", "活动", "访谈", "申请", "办公", "上班", "服务", "工作", "有效", "评价", "满意", "查询", "会议", "直播", "接待", "在线", "热线", "最新", "平均", "最快")
	// otherStates are states of something else than the answer.
	otherStates = lexiconOf("评价", "满意", "阅读", "督办", "公开", "回访", "审核", "显示", "发布", "超期")
	noAnswer    = lexiconOf("暂无", "尚未", "未回复", "未答复", "暂未", "待回复", "待答复", "正在办理", "等待", "无回复", "处理中", "办理中")
)

// statusWords are states of a letter, as Fold writes them: what stands alone in a
// cell or badge. Which of them mean answered is for the check to say.
var statusWords = map[string]bool{
	"已答复": true, "已回复": true, "已答覆": true, "已回覆": true, "已办结": true, "已处理": true, "已反馈": true, "已办理": true, "已解决": true, "已回应": true, "答复完毕": true, "处理完毕": true, "办理完毕": true, "办结": true, "已结案": true,
	"未答复": true, "未回复": true, "未处理": true, "未办结": true, "未办理": true, "未受理": true, "待答复": true, "待回复": true, "待处理": true, "待受理": true, "待办理": true, "待办": true,
	"办理中": true, "处理中": true, "正在办理": true, "正在处理": true, "受理中": true, "已受理": true, "已转办": true, "转办中": true, "已交办": true, "已提交": true, "已接收": true, "审核中": true, "回复中": true, "答复中": true, "等待回复": true, "等待答复": true, "暂未回复": true, "尚未回复": true, "暂无回复": true, "尚未答复": true,
	"不予受理": true, "无效": true, "已撤回": true, "已退回": true, "重复信件": true,
}

// mayHoldLetters reports whether a word of a letter's label stands on the page:
// one pass over its bytes that ends early on nearly all pages. In the middle of a
// sentence it is none: no label has so many characters before it.
func (c *content) mayHoldLetters() bool {
	s := c.text
	run, row := 0, 0 // Chinese characters in a row up to here, of which line
	for i := 0; i+2 < len(s); {
		for row < len(c.rows) && i >= int(c.rows[row].to) {
			run, row = 0, row+1
		}
		if s[i] < 0xE4 || s[i] > 0xE9 {
			run = 0
			i++
			continue
		}
		if run++; run > roleRunes || letterEnds>>(s[i+2]&63)&1 == 0 {
			i += 3
			continue
		}
		switch s[i : i+3] {
		case "间", "間", "期", "态", "態", "容", "见", "見", "果":
			if b := Fold(s[max(0, i-30):i]); hasAnyOf(b, askWords) || hasAnyOf(b, answerWords) {
				return true
			}
		case "位", "门", "門": // 回复单位, 答复部门
			if b := s[max(0, i-12):i]; strings.Contains(b, "复") || strings.Contains(b, "覆") || strings.Contains(b, "復") {
				return true
			}
		case "复", "覆", "復", "理", "结", "結":
			if b := Fold(s[max(0, i-12) : i+3]); strings.HasSuffix(b, "已回复") || strings.HasSuffix(b, "未回复") || strings.HasSuffix(b, "已答复") || strings.HasSuffix(b, "未答复") || strings.HasSuffix(b, "待回复") || strings.HasSuffix(b, "待答复") {
				return true
			}
		}
		i += 3
	}
	return false
}

// letterEnds marks the characters that mayHoldLetters looks for.
var letterEnds = markOf("间間期态態容见見果位门門复覆復理结結")

func hasAnyOf(s string, words lexicon) bool { return words.in(s, markOf(s)) }

// endsLikeRole reports whether s ends as the labels of letterLabel do, or may once
// its marks are taken off. Nearly all texts do not.
func endsLikeRole(s string) bool {
	if len(s) < 3 || s[len(s)-1] < 0x80 {
		return s != ""
	}
	switch s[len(s)-3:] {
	case "间", "期", "态", "度", "况", "位", "门", "关", "构", "人", "者", "容", "见", "果", "情", "文", "复", "覆", "答", "下", "题", "目", "称", "信", "言", "友", "名", "问", "询", "件",
		"】", "〔", "〕", "【", "。":
		return true
	}
	return strings.HasSuffix(s, "·") || strings.Contains(s, "是否")
}

// foldedEnd returns the last character of s as Fold writes it, where it is Chinese;
// else 0.
func foldedEnd(s string) rune {
	if len(s) < 3 || !startsHan(s[len(s)-3]) {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	if r < firstHan || r > lastHan {
		return 0
	}
	return foldRune(r)
}

// mayEndRole reports whether the folded s may end as endsLikeRole says, without
// making it.
func mayEndRole(s string) bool {
	end := foldedEnd(s)
	return end == 0 || endsLikeRole(string(end)) || strings.Contains(s, "否")
}

// letterLabel says what a label announces; words as Fold writes them.
func letterLabel(s string) letterRole {
	if !endsLikeRole(s) {
		return noRole
	}
	s = strings.Trim(s, ":[]()【】〔〕*·|>_-。.")
	n := runeCount(s)
	if n == 0 || n > roleRunes || strings.ContainsAny(s, "0123456789") {
		return noRole
	}
	marks := markOf(s)
	asks, answers := askWords.in(s, marks), answerWords.in(s, marks)
	ends := func(list ...string) bool {
		for _, w := range list {
			if strings.HasSuffix(s, w) {
				return true
			}
		}
		return false
	}
	switch {
	case ends("时间", "日期"):
		return timeRole(s, asks, answers)
	case otherStates.in(s, marks) && ends("状态", "进度", "情况"):
		return noRole
	case ends("状态", "进度") && n <= 8, strings.HasPrefix(s, "是否") && answers, s == "办理情况", s == "处理情况", s == "答复情况", s == "回复情况":
		return statusRole
	case ends("单位", "部门", "机关", "机构", "人", "者") && answers, s == "承办单位", s == "办理单位", s == "处理单位", s == "办理部门", s == "处理部门":
		return unitRole
	case answers && ends("内容", "意见", "结果", "情况", "详情", "正文"), s == "答复", s == "回复", s == "官方回复", s == "部门回复", s == "处理结果", s == "办理结果", s == "处理意见", s == "办理意见", s == "答", s == "网站回复", s == "回复如下", s == "答复如下", bodyAnswers(s):
		return answerRole
	case asks && ends("标题", "主题", "题目", "名称"), s == "标题", s == "主题", s == "题目", s == "问题标题":
		return titleRole
	case asks && ends("内容", "正文", "详情", "人", "者", "网友", "姓名"), s == "来信", s == "留言", s == "网友留言", s == "问题", s == "问", s == "内容", s == "咨询", s == "网友", s == "信件":
		return askRole
	}
	return noRole
}

// bodyAnswers reports a label of an answer that begins with who gives it: 镇政府回复,
// 管理员答复. States such as 已回复 do not.
func bodyAnswers(s string) bool {
	for _, w := range [...]string{"回复", "答复", "答覆", "回覆"} {
		if who, ok := strings.CutSuffix(s, w); ok {
			for _, end := range [...]string{"府", "局", "委", "办", "员", "站", "厅", "科", "处", "部", "中心", "单位", "部门", "领导", "机关", "街道", "方", "院", "长", "主任", "书记"} {
				if strings.HasSuffix(who, end) {
					return true
				}
			}
		}
	}
	return false
}

func timeRole(s string, asks, answers bool) letterRole {
	switch {
	case hasAnyOf(s, otherTimes):
		return noRole
	case answers:
		return answeredRole
	case asks:
		return askedRole
	case s == "时间", s == "日期", s == "发布时间", s == "发布日期", s == "发表时间", s == "发表日期":
		return whenRole
	}
	return noRole
}

// letterDay reads a date at the beginning of a value.
func letterDay(s string) (calendar.Day, bool) {
	s = strings.TrimLeft(s, "：:∶[]【】()（）\u00a0\u3000 \x01")
	m, ok := nextDay(s, 0)
	if !ok || m.start > 2 {
		return 0, false
	}
	return m.day, true
}

// readLetters fills Letters.
func (c *content) readLetters() {
	if !c.mayHoldLetters() {
		return
	}
	c.letterTables()
	if len(c.f.Letters) == 0 {
		c.labelledLetters()
	}
	for i := range c.f.Letters {
		l := &c.f.Letters[i]
		l.Title, l.By, l.Status = strings.Clone(cutRunes(l.Title, 200)), strings.Clone(l.By), strings.Clone(l.Status)
		l.Quote = strings.Clone(cutRunes(clean(l.Quote), letterQuote))
	}
}

// addLetter keeps a letter that says something of when it was written or how far
// it is.
func (c *content) addLetter(l Letter) {
	if l.Asked == 0 && l.Dated == 0 && l.Answered == 0 || len(c.f.Letters) >= maxLetters {
		return
	}
	if l.Asked == 0 && l.Answered == 0 && l.Status == "" {
		return
	}
	c.f.Letters = append(c.f.Letters, l)
}
