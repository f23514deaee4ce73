package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// privacy judges numbers of persons that a page or an attachment makes public
// (条例 article 15: 涉及个人隐私等公开会对第三方合法权益造成损害的政府信息，行政机关不得公开; 个人信息保护法
// articles 28 and 34):
//
//	check: privacy
//	with: {judge: [id_number, bank_card, mobile]}
//
// An identity number is certain by itself: region, date of birth and check digit
// agree (GB 11643—1999). A card needs a Luhn sum, an issuer, and words that call it
// a card or account of a person, not of a body. A mobile number is somebody's own
// only beside the full name of a person on a list of persons; the numbers under
// which offices and firms want to be reached are public. What is masked is fine.
type privacy struct {
	Judged []string `yaml:"judge"` // the codes this rule looks for; empty: all
	// Issuers are the first digits of bank cards.
	Issuers    []string `yaml:"issuers"`
	IDWords    []string `yaml:"id_words"`    // call a number an identity number
	CardWords  []string `yaml:"card_words"`  // call a number an account or a card
	Holders    []string `yaml:"holders"`     // labels of the holder of an account
	OtherWords []string `yaml:"other_words"` // call a number something else: a code, a file, an order
	Persons    []string `yaml:"persons"`     // heads and labels of a private person's name
	Writers    []string `yaml:"writers"`     // labels of who wrote a letter to the government
	Answerers  []string `yaml:"answerers"`   // labels of who answers it
	Lists      []string `yaml:"lists"`       // titles of lists of private persons
	Bare       []string `yaml:"bare"`        // those of Lists that do not say why the persons are on one
	Stakes     []string `yaml:"stakes"`      // heads by which what a person gets or is tells that a list is of private persons
	Official   []string `yaml:"official"`    // words around numbers that are there to be called: of offices, firms, posts
	Process    []string `yaml:"process"`     // words of Official that, before a list, tell how it came about
	Perhaps    []string `yaml:"perhaps"`     // words that make a list of persons doubtful: their work may be why they are on it
	Aside      []string `yaml:"aside"`       // heads that hold such a word and say nothing of the kind
	Contact    []string `yaml:"contact"`     // words that invite to call, in running text
	Units      []string `yaml:"units"`       // words of account holders that are no persons
	Samples    []string `yaml:"samples"`     // words of forms filled in as an example
}

func newPrivacy() *privacy {
	return &privacy{
		Issuers:   []string{"62", "4", "51", "52", "53", "54", "55", "35", "60", "68", "69", "84", "87", "88", "90", "94", "95", "96", "98", "99"},
		IDWords:   []string{"身份证", "公民身份", "身份号", "证件号", "居民证", "身分证"},
		CardWords: []string{"卡号", "账号", "帐号", "账户", "帐户", "银行卡", "一卡通", "一折通", "社保卡", "存折", "开户", "打卡", "惠农卡"},
		OtherWords: []string{"信用代码", "机构代码", "注册号", "备案", "索引", "项目代码", "项目编号", "编码", "订单", "流水", "受理", "许可证", "合同", "文号", "税号", "批准",
			"案号", "单号", "条码", "代码", "合格证", "证书编号", "登记号", "批次", "不动产", "权证", "车架", "设备", "执照", "文书", "通知书", "决定书"},
		Persons: []string{"姓名", "户主", "申请人", "领款人", "领取人", "收款人", "受助人", "受益人", "学生", "考生", "家长", "中奖", "获奖", "保障对象", "救助对象", "补助对象", "补贴对象", "低保对象", "当事人", "承租人", "被征收人", "患者", "病人", "持卡人", "残疾人",
			"居民", "村民", "老人", "儿童", "参保人", "农户", "对象"},
		Lists: []string{"名单", "公示", "花名册", "补贴", "补助", "低保", "特困", "救助", "发放", "拟录用", "录用", "体检", "面试", "考生", "拟聘", "录取", "中奖", "获奖", "摇号", "中签", "选房", "公租房", "廉租", "轮候", "受助", "残疾",
			"退役", "优抚", "困难", "高龄", "危房", "脱贫", "贫困", "五保", "孤儿", "奖学金", "助学", "失业", "补偿", "养老", "报名", "成绩", "信件", "来信"},
		Bare: []string{"名单", "公示", "花名册", "报名"},
		Stakes: []string{"金额", "元", "标准", "补", "准考证", "考号", "成绩", "分数", "得分", "名次", "证件", "身份证", "性别", "年龄", "出生", "学历", "人口", "房号", "户型", "户主", "申请", "对象", "等级", "奖",
			"家长", "学生", "病", "残疾", "面积", "亩", "岗位", "职位", "毕业"},
		Holders:   []string{"户名", "账户名", "持卡", "收款人", "领款人"},
		Writers:   []string{"来信人", "写信人", "留言人", "举报人", "投诉人", "信访人", "反映人", "咨询人"},
		Answerers: []string{"承办", "答复", "回复", "办理", "处理"},
		Official: []string{"联系人", "联络", "经办", "负责", "值班", "窗口", "监督", "受理", "客服", "办公", "传真", "热线", "职务", "名称", "网格", "河长", "湖长", "林长", "田长", "路长", "街长", "片长",
			"楼长", "村医", "医生", "医师", "护士", "调解", "律师", "法律顾问", "公证", "驻村", "工作人员", "专员", "项目经理", "法定代表", "法人", "代理", "应急", "抢修", "维修", "开锁", "通讯录", "通信录",
			"联系方式一览", "联系电话表", "电话表", "名录", "责任人", "责任书", "专家", "教练", "导师", "协管", "民警", "警官", "辅警", "物业", "中介", "评估", "导游", "防汛", "防火", "安全员", "技术员", "指导员",
			"特派员", "护林", "巡护", "管护", "保洁员", "信息员", "联络员", "业务员", "客户经理", "服务电话", "服务热线", "办事", "咨询电话", "预约"},
		Process: []string{"公证处", "公证员", "公证", "监督下", "接受监督", "社会监督", "群众监督", "全程监督", "监督", "受理", "窗口", "办公室", "评估", "工作人员", "负责审核"},
		Perhaps: []string{"单位", "部门", "科室", "机构", "企业", "公司", "店", "厂", "地址", "职位", "岗位", "老师", "教师", "代表", "委员", "服务", "采购", "招标", "合作社", "基地", "农场", "主任", "书记", "干部", "司机", "经营", "招聘"},
		Aside:   []string{"家庭地址", "报考岗位", "报考职位", "报考单位", "报考部门", "拟聘岗位", "拟聘单位", "拟录用单位", "拟录用职位", "招聘岗位", "招聘单位", "岗位代码", "职位代码", "毕业学校"},
		Contact: []string{"联系", "咨询", "拨打", "致电", "来电", "异议", "反映", "报名", "请"},
		Units:   []string{"公司", "局", "中心", "财政", "委员会", "学校", "医院", "单位", "协会", "基金", "慈善", "政府", "专户", "对公", "基本户", "缴款", "缴纳", "缴费", "汇款", "汇入", "转账", "保证金", "罚没", "非税", "捐款", "捐赠", "合作社", "集团", "法院", "管委会", "村民委员会", "居委会", "国库", "工会", "红十字"},
		Samples: []string{"样表", "样本", "样例", "填写示例", "填表示例", "示例表", "示例:", "(示例)", "范例", "范本", "模板", "填写说明", "填表说明", "例如", "举例", "虚拟"},
	}
}

func (k *privacy) validate() error {
	if len(k.Issuers) == 0 || len(k.CardWords) == 0 {
		return errors.New("issuers 和 card_words 不能为空")
	}
	return nil
}

// Describe says what is looked for.
func (k *privacy) Describe() string {
	return "在页面正文、表格、列表和已读取的附件里查找未遮盖的个人号码：身份证号（18 位，地区、出生日期和校验码都对）、" +
		"个人银行卡号（发卡行号段和校验位都对，并写明是卡号或账号）、名单中紧挨个人姓名的手机号。已经遮盖的、单位账户、" +
		"统一社会信用代码等编号、单位对外公布的联系电话都不算；填表示例和看不准的由人工核实。证据里的号码一律遮盖。"
}

// Judge looks at what every page and attachment shows.
func (k *privacy) Judge(c *Case) Judgement {
	var j Judgement
	for _, pg := range c.Portal.Pages {
		if !pg.OK() {
			continue
		}
		j.Examined++
		j.Defects = append(j.Defects, k.page(pg)...)
	}
	files, why := unreadFiles(c.Portal)
	j.Reason = fmt.Sprintf("查看了 %d 个页面和附件，未遮盖的个人号码只在上述之处发现", j.Examined)
	if len(j.Defects) == 0 {
		j.Reason = fmt.Sprintf("查看了 %d 个页面和附件，没有发现未遮盖的身份证号、个人银行卡号和名单中的手机号", j.Examined)
	}
	if files > 0 {
		j.Reason += fmt.Sprintf("；另有 %d 个附件没有读到文字（%s）", files, why)
	}
	if !c.publicSeen() && len(j.Defects) == 0 {
		j.Unknown = "抓取不完整，只能说在看到的页面里没有发现"
	}
	if c.Portal.Home.OK() {
		j.Seen = []Evidence{Quote(c.Portal.Home, c.Portal.Home.Facts().HTMLTitle)}
	}
	return j
}

// unreadFiles counts the files of the site that could not be read, with the
// reason most of them share.
func unreadFiles(p *portal.Portal) (n int, why string) {
	reasons := map[string]int{}
	for _, pg := range p.Pages {
		if !pg.OK() || pg.Kind() != extract.File {
			continue
		}
		if w := pg.Facts().Unread; w != "" {
			n++
			reasons[w]++
		}
	}
	for _, w := range sortedKeys(reasons) {
		if reasons[w] > reasons[why] {
			why = w
		}
	}
	return n, why
}

// maxShown bounds the numbers quoted of one page.
const maxShown = 3

// page returns the defects of one page, one for each code.
func (k *privacy) page(pg *portal.Page) []Defect {
	if len(pg.Personal()) == 0 {
		return nil
	}
	type seen struct {
		sure, doubtful int
		shown          []Evidence
		why            string
	}
	found := map[string]*seen{}
	for i := range pg.Personal() {
		p := &pg.Personal()[i]
		code := codeOf(p.Kind)
		if len(k.Judged) > 0 && !slices.Contains(k.Judged, code) {
			continue
		}
		l, why := k.leak(pg, p)
		if l == noLeak {
			continue
		}
		s := found[code]
		if s == nil {
			s = &seen{}
			found[code] = s
		}
		if l == leaked {
			if s.sure == 0 {
				s.shown = nil // what is doubtful does not prove what is certain
			}
			s.sure++
		} else {
			s.doubtful++
			if s.why == "" {
				s.why = why
			}
		}
		if len(s.shown) < maxShown && (l == leaked || s.sure == 0) {
			s.shown = append(s.shown, Quote(pg, k.words(p)))
		}
	}
	var out []Defect
	for _, code := range sortedKeys(found) {
		s := found[code]
		if s.sure > 0 {
			out = append(out, failing(code, pg.URL, fmt.Sprintf("公开了未遮盖的%s（至少 %d 处）", wordOf[code], s.sure), s.shown...))
			continue
		}
		out = append(out, doubtful(code, pg.URL, fmt.Sprintf("疑似公开了%s（%d 处），%s，须由人工核实", wordOf[code], s.doubtful, s.why), s.shown...))
	}
	return out
}

var wordOf = map[string]string{"id_number": "身份证号", "bank_card": "个人银行卡号", "mobile": "个人手机号"}

func codeOf(kind extract.PersonalKind) string {
	switch kind {
	case extract.CardNumber:
		return "bank_card"
	case extract.Mobile:
		return "mobile"
	}
	return "id_number"
}

// words are what is quoted of a number: its row, with the lines before it where
// the row is nothing but the number.
func (k *privacy) words(p *extract.Personal) string {
	if strings.ContainsFunc(p.Quote, unicode.IsLetter) || p.Heads == "" {
		return p.Quote
	}
	return p.Heads + " | " + p.Quote
}
