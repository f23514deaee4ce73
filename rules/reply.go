package rules

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

// reply judges whether letters of the public are answered in time, by the lists
// and pages of letters a portal publishes (国办秘函〔2019〕19号 单项否决 5: 监测时间点前
// 1年内…超过3个月未回应; 政府网站发展指引 and local notices for the days of an answer):
//
//	check: reply
//	with:
//	  judge: [late]
//	  limit_days: 5       # 答复时限
//	  working: true       # 工作日
//	  after: 3 months     # 超过多久未答复
//	  within: 1 year      # 只看这段时间内的来信
//
// Where a portal publishes only answered letters, nothing can be said of others.
type reply struct {
	Judged  []string `yaml:"judge"`      // the codes this rule looks for; empty: all
	Limit   int      `yaml:"limit_days"` // days in which an answer is due
	Working bool     `yaml:"working"`    // they are working days
	After   age      `yaml:"after"`      // a letter that waits longer counts as unanswered
	Within  age      `yaml:"within"`     // letters written within it count; default: all
	Places  []string `yaml:"places"`     // words of columns and pages of letters, asked for where a row does not say so itself
	Unlike  []string `yaml:"unlike"`     // words of columns whose letters do not count
	Done    []string `yaml:"done"`       // words of a status that mean answered
	Void    []string `yaml:"void"`       // … that the letter is none to be answered
	Open    []string `yaml:"open"`       // … that it waits
}

func newReply() *reply {
	return &reply{
		Limit: 5, Working: true, After: age{months: 3},
		Places: []string{"信箱", "留言", "来信", "信件", "咨询", "投诉", "问政", "直通车", "热线", "互动", "诉求", "建言", "问答", "12345", "民意", "民声"},
		Unlike: []string{"访谈", "征集", "调查", "信访", "举报", "依申请公开", "信息公开申请", "建议提案", "提案", "议案", "人大建议", "代表建议", "消费投诉", "投诉公示", "采购", "办件", "行政审批", "网上办事"},
		Done:   []string{"已答复", "已回复", "已答覆", "已回覆", "已办结", "已处理", "已反馈", "已办理", "已解决", "已回应", "已完成", "已结", "完毕", "已电话", "已口头", "已当面", "已采纳", "评价", "评分", "评议", "回复成功", "答复成功", "提交回复", "提交答复", "满意", "回访", "办结", "结案"},
		Void:   []string{"不予", "不受理", "不办理", "不属", "超范围", "无需", "无须", "不需", "无法联系", "非本", "转信访", "审核通过", "已审核", "审核已通过", "无效", "撤", "退", "重复", "删除", "不公开", "未公开", "非公开", "保密", "匿名", "不完整", "待公开", "归档"},
		Open:   []string{"未", "待", "暂无", "暂未", "正在", "办理中", "处理中", "受理", "转办", "交办", "提交", "接收", "审核", "答复中", "回复中"},
	}
}

func (k *reply) validate() error {
	if k.Limit < 1 {
		return errors.New("limit_days 应不小于 1")
	}
	if !k.After.set() {
		return errors.New("after 不能为空")
	}
	return nil
}

func (k *reply) wants(code string) bool {
	return len(k.Judged) == 0 || slices.Contains(k.Judged, code)
}

// Describe says which letters are looked at, and for what.
func (k *reply) Describe() string {
	unit := "天"
	if k.Working {
		unit = "个工作日"
	}
	out := "看留言、信箱、咨询投诉等栏目公开的信件列表和信件页上标明的来信时间、答复时间和办理状态"
	if k.Within.set() {
		out += "（" + k.Within.String() + "以内的来信）"
	}
	if k.wants("late") {
		out += fmt.Sprintf("；自来信次日起超过 %d %s才答复的为超期，同一封信有几次答复的以最早一次为准", k.Limit, unit)
	}
	if k.wants("unanswered") {
		out += fmt.Sprintf("；来信超过%s、列表或信件页写明未答复、信件页上也没有答复内容的为未答复", k.After)
	}
	return out + "。" + strings.Join(k.Unlike[:min(len(k.Unlike), 5)], "、") + "等不算；只公开已答复信件的，看不出未答复的情况；没有标明来信或答复时间的不判。"
}

// Judge looks at every letter the portal shows.
func (k *reply) Judge(c *Case) Judgement {
	list := k.letters(c)
	if len(list) == 0 {
		return k.none(c)
	}
	j := Judgement{Examined: len(list)}
	timed, waiting := 0, 0
	groups := map[[2]string]int{}
	for i := range list {
		l := &list[i]
		if l.answered != 0 && l.asked != 0 {
			timed++
		}
		var d *Defect
		switch {
		case k.wants("late") && l.asked != 0 && l.answered != 0:
			d = k.late(c, l)
		case k.wants("unanswered"):
			if l.says == waits {
				waiting++
			}
			d = k.unanswered(c, l)
		}
		if d == nil {
			continue
		}
		// Several letters of one list without pages of their own are one subject.
		key := [2]string{d.Code + string(d.Outcome), d.Subject}
		if at, ok := groups[key]; ok {
			first := &j.Defects[at]
			first.Message = strings.TrimSuffix(first.Message, "；该页还有其他信件如此") + "；该页还有其他信件如此"
			continue
		}
		groups[key] = len(j.Defects)
		j.Defects = append(j.Defects, *d)
	}
	j.Reason = fmt.Sprintf("看到公开的信件 %d 封，其中 %d 封标明了来信和答复时间", len(list), timed)
	if k.wants("unanswered") && waiting == 0 {
		j.Reason += "，没有标为未答复的（网站可能只公开已答复的信件）"
	}
	j.Seen = list[0].evidence()
	return j
}

// late judges one answered letter, by the days that are least against the site.
func (k *reply) late(c *Case, l *letter) *Defect {
	if k.Within.set() && l.asked < k.Within.before(c.day()) || l.answered < l.asked || l.answered > c.day() {
		return nil // out of the period, or dates that cannot both be true
	}
	least, _ := k.days(c, l.askedLast, l.answered)
	_, most := k.days(c, l.asked, l.answered)
	unit := "天"
	if k.Working {
		unit = "个工作日"
	}
	said := fmt.Sprintf("%s %s 来信，%s 答复，", l.name(), l.asked, l.answered)
	switch words := l.toldBefore(c); {
	case least > k.Limit && words != "":
		d := doubtful("late", l.subject(), said+"但信件页写有“"+words+"”，是否超期须由人工核对", l.evidence()...)
		return &d
	case least > k.Limit:
		d := failing("late", l.subject(), said+fmt.Sprintf("用了 %s %s，超过 %d %s", gapText(least, max(least, most)), unit, k.Limit, unit), l.evidence()...)
		return &d
	case most > k.Limit && l.asked != l.askedLast:
		d := doubtful("late", l.subject(), said+"列表与信件页的来信时间不一致，是否超期须由人工核对", l.evidence()...)
		return &d
	case most > k.Limit:
		d := doubtful("late", l.subject(), said+fmt.Sprintf("相隔 %s %s（当年放假安排不在日历中），是否超过 %d %s须由人工核对", gapText(least, most), unit, k.Limit, unit), l.evidence()...)
		return &d
	}
	return nil
}

// days counts from the day after a letter was written (次日起算).
func (k *reply) days(c *Case, from, to calendar.Day) (least, most int) {
	if !k.Working {
		n := max(int(to-from), 0)
		return n, n
	}
	return c.Calendar.Between(from, to)
}

// unanswered judges one letter without an answer.
func (k *reply) unanswered(c *Case, l *letter) *Defect {
	day := l.askedLast
	if day == 0 {
		day = l.dated // whatever it is the day of, the letter is as old at least
	}
	switch {
	case l.says != waits || l.answered != 0 || day == 0 || l.title != "" && trialLetter.MatchString(extract.Fold(l.title)):
		return nil
	case day >= k.After.before(c.day()): // of exactly that age it is in time
		return nil
	case k.Within.set() && day < k.Within.before(c.day()):
		return nil
	}
	said := fmt.Sprintf("%s %s 来信，至 %s 已超过%s，", l.name(), day, c.day(), k.After)
	if l.status != "" {
		said += "状态仍为“" + l.status + "”"
	} else {
		said += "仍没有答复"
	}
	if why := l.maybeAnswered(c, k); why != "" {
		d := doubtful("unanswered", l.subject(), said+"，但"+why+"，须由人工核实", l.evidence()...)
		return &d
	}
	d := failing("unanswered", l.subject(), said, l.evidence()...)
	return &d
}

// trialLetter is the title of a letter that somebody wrote to see whether the mailbox
// works: it asks for nothing (有效留言).
var trialLetter = regexp.MustCompile(`^(?:这是)?(?:一[封条个])?(?:系统|功能|信箱)?测试(?:$|[\d,。!,(_-]|信|留言|数据|内容|一下|标题|用)|^(?:试试|试一下)|^test[\d_-]*$|^[a-z\d]{1,8}$|^[^\p{L}\d]*$|^(?:无|空|没有)$`)

// none says what it means that no letter was seen.
func (k *reply) none(c *Case) Judgement {
	if !c.Portal.Snapshot.Complete {
		return Judgement{Unknown: "抓取不完整，没有看到公开的信件"}
	}
	for _, pg := range c.Portal.Pages {
		if !pg.OK() || foldedWord(pg.Title(), k.Places) == "" {
			continue
		}
		if sig := pg.Signals(); sig.ListByScript != "" || sig.PartByScript != "" {
			return Judgement{Unknown: fmt.Sprintf("“%s”的信件由脚本填充，需要浏览器才能看到", pg.Title())}
		}
	}
	home := c.Portal.Home
	if home == nil {
		return Judgement{Unknown: "首页未取得，没有看到公开的信件"}
	}
	return Judgement{Reason: "全站没有标明来信、答复时间的公开信件，看不出答复是否及时", Seen: []Evidence{Quote(home, home.Facts().HTMLTitle)}, Confidence: 0.5}
}
