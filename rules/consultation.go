package rules

import (
	"errors"
	"fmt"

	"github.com/govaudit/govaudit/calendar"
)

// consultation judges notices that ask the public for opinions on a draft
// (意见征集, 决策预公开) and what came of them: 国务院令第713号 article 15 (the draft
// and its explanation are published, with the ways and the time to give opinions,
// as a rule not less than thirty days; a shorter time is explained) and article 32
// (how far opinions were taken up):
//
//	check: consultation
//	with:
//	  judge: [period_short]
//	  min_days: 30
//
// Only drafts of decisions and of rules are judged (settings applies and except);
// calls for proposals, surveys and contests are none.
type consultation struct {
	Judged    []string     `yaml:"judge"`      // the codes this rule looks for; empty: all
	Columns   []string     `yaml:"columns"`    // names of columns of notices
	Applies   []string     `yaml:"applies"`    // words of a title that make it a draft the rule binds
	Except    []string     `yaml:"except"`     // words of a title that make it another matter
	NotTitles []string     `yaml:"not_titles"` // words, outside 《》, of a title that is no such notice
	Forward   []string     `yaml:"forward"`    // beginnings of a title, outside 《》, of another body's notice passed on
	Above     []string     `yaml:"above"`      // words in the name of the asking body of a notice that is not the site's
	Since     calendar.Day `yaml:"since"`      // first day of publication that is judged
	MinDays   int          `yaml:"min_days"`   // days the public has, first and last day counted
	Shortened []string     `yaml:"shortened"`  // words that explain a shorter time
	Within    int          `yaml:"within"`     // working days after the decision by which feedback is due
	Wait      age          `yaml:"wait"`       // how long after the end feedback may be outstanding where no decision was published
	Most      int          `yaml:"most"`       // how many of the newest notices are read
}

func newConsultation() *consultation {
	return &consultation{
		Columns: []string{"意见征集", "征求意见", "民意征集", "网上征集", "意见征求", "决策预公开", "征集调查", "调查征集", "公开征求意见", "草案公示", "征求意见稿", "意见征集与反馈",
			"重大决策预公开", "重大行政决策预公开", "立法征求意见", "在线征集", "民意调查", "征集公告", "决策草案", "意见征集公告"},
		Applies: []string{"征求意见稿", "草案", "送审稿", "办法", "规定", "细则", "条例", "规则", "规划", "方案", "决定", "实施意见", "若干意见", "若干措施", "若干政策", "政策措施", "暂行", "规范性文件", "重大行政决策", "重大决策"},
		Except:  []string{"政府工作报告", "民生实事", "立法项目", "立法计划", "国家标准", "地方标准", "环境影响", "环评", "征地", "土地征收", "补偿安置", "拟建", "命名", "优秀", "先进", "金点子"},
		NotTitles: []string{"反馈", "采纳", "结果", "汇总", "情况", "解读", "起草说明", "编制说明", "问卷", "调查", "投票", "线索", "招标", "采购", "比选", "听证", "回复", "答复", "作品", "志愿", "标识", "口号", "案例", "选题",
			"通过", "审议", "座谈", "召开", "调研", "新闻"},
		Forward:   []string{"转发", "转载", "转:", "转自"},
		Above:     []string{"国务院", "国家", "全国人大", "司法部", "财政部", "教育部", "公安部", "民政部", "商务部", "农业农村部", "交通运输部", "水利部", "自然资源部", "生态环境部", "住房城乡建设部", "人力资源社会保障部", "工业和信息化部", "文化和旅游部", "应急管理部", "退役军人"},
		Since:     calendar.MustDay(2019, 9, 1), // 713号令 in force
		MinDays:   30,
		Shortened: []string{"缩短", "缩减", "情况紧急", "时间紧迫", "因时间紧", "情形紧急", "部署紧急", "任务紧急", "工作紧急", "要求紧急", "时间紧", "时限紧", "要求紧", "工作急需", "特殊情况", "时间较短", "期限较短", "压缩"},
		Within:    10,
		Wait:      age{days: 60},
		Most:      60,
	}
}

func (k *consultation) validate() error {
	problems := []error{validCodes("consultation", k.Judged)}
	if len(k.Applies) == 0 {
		problems = append(problems, errors.New("applies 不能为空：写上哪些草案适用"))
	}
	if k.MinDays < 1 || k.Within < 0 || k.Most < 1 || !k.Wait.set() {
		problems = append(problems, errors.New("min_days、most 至少为 1，within 不能为负，wait 不能为空"))
	}
	return errors.Join(problems...)
}

// Describe says which notices are looked at, and for what.
func (k *consultation) Describe() string {
	return fmt.Sprintf("在意见征集一类的栏目和全站标题里找 %s 以后就草案征求意见的公告（最新 %d 件），读正文：起止时间是否不少于 %d 日（首尾都算，只写截止日的从发布日算起；写明缩短理由的不算不足），"+
		"有没有草案、草案说明、提出意见的方式；再按文件名称在全站找意见采纳情况：正式文件发布后超过 %d 个工作日，或者征求意见结束超过 %s 仍没有的，算没有反馈；反馈页写了有意见未采纳的，看有没有说明理由。"+
		"征集线索、作品、问卷调查、政府工作报告和民生实事的征集不在此列。附件、图片里可能有的，提请人工；没看全的，记为未能观察。",
		k.Since, k.Most, k.MinDays, k.Within, k.Wait)
}

// Judge looks at each notice of a draft.
func (k *consultation) Judge(c *Case) Judgement {
	if !c.Portal.Home.OK() {
		return Judgement{Unknown: "首页未取得，无法查找征求意见的公告"}
	}
	b := k.book(c)
	if len(b.notices) == 0 {
		if why := b.hidden(); why != "" {
			return Judgement{Unknown: "没有找到征求意见的公告，但" + why}
		}
		return Judgement{Exempt: fmt.Sprintf("%s 以来没有就决策或文件草案征求意见的公告", k.Since)}
	}
	out := Judgement{Examined: len(b.notices), Reason: fmt.Sprintf("核对了 %d 件征求意见的公告", len(b.notices))}
	for _, n := range b.notices {
		if len(out.Seen) < 5 {
			out.Seen = append(out.Seen, Quote(n.page, n.title))
		}
		if !n.read() {
			out.Unknown = fmt.Sprintf("公告《%s》没有可读的正文", abridgeTitle(n.title))
			continue
		}
		for _, judge := range []func(*consultBook, *notice) *Defect{k.period, k.draft, k.explanation, k.channel, k.feedback, k.reasons} {
			if d := judge(b, n); d != nil && wants(k.Judged, d.Code) {
				out.Defects = append(out.Defects, *d)
			}
		}
	}
	return out
}
