package rules

import (
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/internal/sitetest"
	"github.com/govaudit/govaudit/internal/yamldoc"
)

// subjectWords says what the settings of a template must tell apart: a title and
// a name of a column as portals write them, and a title that shares words with
// the subject and is another's. "" is none.
type subjectWords struct{ template, title, column, other string }

var subjectRows = []subjectWords{
	// finance and audit
	{"fin-budget", "广东省监狱管理局2020年部门预算公开", "预算⁄决算", "示例大道改造工程预算绩效评价服务采购公告"},
	{"fin-accounts", "2018年深圳市地质局单位部门决算报告", "财政预决算", "关于采购预算编制软件的公告"},
	{"fin-three-public", "2017年“三公”经费预算汇总表", "“三公”经费", "示例县公务用车平台招聘驾驶员"},
	{"fin-subordinate-units", "示例县教育技术信息中心2026年预算", "下属单位预决算", "示例县下属单位名录"},
	{"fin-project-performance", "广东省监狱管理局2019年度省级财政资金绩效自评报告", "绩效评价", "关于年度绩效考核结果的通报"},
	{"fin-special-funds", "示例县2026年乡村振兴专项资金分配表", "财政专项资金", "专项资金监管平台采购公告"},
	{"fin-transfer-performance", "2025年城乡居民医保专项转移支付绩效自评表", "预算绩效管理", "机关工作人员绩效考核办法"},
	{"fin-direct-funds", "示例镇2026年直达资金分配表", "财政资金直达基层", "公交直达专线开通"},
	{"fin-debt", "示例市2025年政府债务限额和余额情况", "政府债务信息", "债务风险管理培训采购公告"},
	{"fin-large-projects", "示例镇2026年项目预算公开", "项目预决算公开", "2026年采购意向公告"},
	{"audit-results", "2026年第1号审计结果公告", "审计公开", "示例局审计服务采购公告"},
	{"audit-rectification", "关于2025年度审计查出问题整改结果的公告", "审计整改情况", "2026年审计项目计划"},
	{"fee-catalogue", "四川省涉及教育行政事业性收费目录清单(2018)", "收费目录清单", "机动车停车收费标准"},
	{"fin-nontax", "2025年非税收入收缴情况", "罚没收入", "非税收入管理系统采购公告"},
	// projects
	{"proj-approval", "示例县市民中心可行性研究报告的批复", "重大建设项目领域", "重点项目办公开招聘工作人员"},
	{"proj-construction", "示例大桥工程竣工验收情况", "在建项目", "施工员招聘启事"},
	{"proj-list", "示例镇2026年重大项目集中开工", "招商项目", "重大项目专班招聘公告"},
	{"proj-plan", "示例县2026年政府投资项目计划", "投资计划", "个人投资计划讲座"},
	{"proj-renewal", "幸福小区老旧小区改造工作进展", "城市更新", "道路养护情况"},
	{"proj-community-works", "关于南苑三村12号既有多层住宅加装电梯的公示", "加装电梯", "电动自行车充电设施火灾情况"},
	{"proj-municipal", "示例路架空线入地工程进展", "积水点改造", "市容环境整治情况"},
	{"proj-development", "示例片区开发建设情况", "重点区域", "示例新城建设集团招聘公告"},
	// public resources
	{"res-allocation", "示例地块国有建设用地使用权挂牌出让公告", "公共资源配置领域", "公共资源交易中心招聘公告"},
	{"res-procurement", "示例市消防支队消防摩托车采购公告", "政府采购", "采购员招聘"},
	{"res-tenders", "示例学校建设工程中标候选人公示", "工程建设项目招投标", "招标代理招聘公告"},
	{"res-land", "示例地块国有土地使用权出让成交公示", "土地出让", "国土绿化情况"},
	{"res-property", "示例村集体资产出租公告", "产权交易", "保租房租赁情况"},
	{"res-compensation", "南苑地块房屋征收补偿方案", "征收补偿", "征兵工作情况"},
	{"soe-monthly", "2026年3月省属企业经济运行情况", "国资国企", "国有企业招聘公告"},
	{"soe-yearly", "2025年国有资产管理情况报告", "国有资产监管", "国有资产处置招标公告"},
	// plans and progress
	{"plan-work", "示例局2026年工作要点", "规划计划", "2026年高校招生计划"},
	{"plan-development", "朗县“十四五”规划", "规划信息", "示例县“十四五”规划解读"},
	{"plan-history", "示例县国民经济和社会发展第十三个五年规划纲要", "历史规划", "“十三五”成就新闻发布会"},
	{"plan-spatial", "示例村村庄规划批后公告", "国土空间规划", "规划测量服务采购公告"},
	{"plan-project-planning", "示例高架重大工程选址规划", "重大工程", "重大工程指挥部招聘"},
	{"progress-tasks", "示例县2025年重点工作完成情况", "重点工作进展", "巡察反馈问题整改落实情况"},
	{"progress-policy", "优化营商环境措施执行情况", "政策执行", "2025年预算执行情况"},
	{"progress-commitments", "2025年服务承诺落实情况", "承诺践诺", "告知承诺制落实情况"},
	{"progress-market-system", "示例市建设高标准市场体系行动方案", "高标准市场体系", "农贸市场周边环境整治"},
	{"gov-work-report", "2026年示例县政府工作报告", "政府工作报告", "一图读懂政府工作报告"},
	{"rural-strategy", "示例省乡村振兴战略规划", "乡村振兴战略", "乡村振兴公司招聘公告"},
	{"low-carbon", "示例区建筑领域碳达峰实施方案", "绿色建筑", "碳达峰咨询服务采购公告"},
	{"green-consumption", "示例镇家电以旧换新活动", "促消费", "消费维权提示"},
	{"risk-prevention", "示例市防范化解重大风险工作情况", "防范非法集资", "重大风险评估服务采购公告"},
	// lists, enforcement, supervision
	{"power-list", "岚皋县教育体育局部门权力清单和责任清单统计表", "权责清单", "主题教育问题整改责任清单"},
	{"service-items-list", "示例局公共服务事项清单", "政务服务事项", "重大行政决策事项目录"},
	{"negative-list", "市场准入负面清单（2025年版）", "市场准入负面清单", "外商投资准入特别管理措施（负面清单）"},
	{"lenient-list", "轻微违法行为依法不予行政处罚清单", "免罚清单", "不予行政处罚决定书"},
	{"enf-publicity", "示例局行政执法人员名单", "行政执法公示", "行政执法记录仪采购公告"},
	{"enf-key-areas", "示例公司行政处罚决定书", "行政处罚公示", "行政处罚裁量基准"},
	{"enf-random-checks", "示例局随机抽查事项清单", "双随机清单", "评标专家随机抽查情况"},
	{"enf-antitrust", "查处不正当竞争案件情况", "反不正当竞争", "公平竞争培训"},
	{"enf-basis", "示例局行政执法主体资格公告", "执法依据", "执法用车情况"},
	{"enf-discretion", "行政处罚自由裁量权适用规则", "行政裁量权基准", "裁减人员安置"},
	{"sup-pollution", "2026年3月空气质量状况", "污染防治", "生态环境局招聘公告"},
	{"sup-cases", "示例区生态环境违法典型案例", "典型案例", "关于征集典型案例的通知"},
	{"sup-safety", "危险化学品生产安全事故调查报告", "安全生产监管", "安全生产宣传品采购公告"},
	{"sup-food-training", "食品安全监督抽检信息", "校外培训机构", "药品配送服务采购公告"},
	{"sup-warnings", "春节消费提示", "消费警示", "消费者权益周活动招聘志愿者"},
	{"sup-gas", "餐饮企业燃气报警装置安装情况", "燃气安全", "燃气工程招标公告"},
	// emergencies and health
	{"emg-plan", "示例县地震应急预案", "应急预案", "地震应急预案演练举行"},
	{"emg-warning", "示例县发布暴雨黄色预警", "预警信息", "预警系统采购公告"},
	{"emg-incidents", "关于幸福路燃气抢修停气的情况通报", "警情通报", "突发事件应急预案"},
	{"emg-epidemic", "新增新冠肺炎病例情况", "疫情防控", "松材线虫病虫害疫情普查"},
	{"emg-vaccine", "新冠疫苗接种点公告", "疫苗接种", "动物疫苗采购公告"},
	{"health-education", "春季传染病防治健康提示", "健康科普", "民营经济健康发展座谈会"},
	// catalogues, gazette, platform
	{"cat-standard", "示例镇社会救助领域基层政务公开标准目录", "基层政务公开标准化规范化", "村务公开标准目录"},
	{"cat-supplement", "示例县政府信息主动公开补充目录", "主动公开补充目录", "示例县补充耕地情况"},
	{"gazette", "林芝市人民政府公报2022第6期（总第18期）", "政府公报", "阿里地区第七次全国人口普查主要数据公报"},
	{"gazette-new-media", "政府公报微信公众号上线", "掌上公报", "水资源公报"},
	{"policy-library", "示例县现行有效规范性文件目录", "行政规范性文件库", "规范操作规程"},
	{"law-texts", "机关事务管理条例", "法律法规", "物业管理条例解读"},
	{"site-search", "政策文件高级检索", "高级搜索", "搜救演习举行"},
	{"one-net", "一网统管平台上线", "一网通办", "全县一盘棋动员会"},
	{"policy-qa-library", "2020年义务教育招生入学政策问答", "常见问题解答", "知识产权库建设"},
	{"site-cluster", "示例市政府网站集约化平台上线", "政府网站群", "集约用地情况"},
	{"column-appraisal", "2026年第一季度全县政府网站检查情况通报", "网站检查通报", "政务公开第三方评估采购公告"},
	{"documents-revised", "关于废止部分规范性文件的决定", "规范性文件清理", "关于废止中标结果的公告"},
	// taking part, response
	{"part-opinions", "关于公开征求《示例县养犬管理办法（征求意见稿）》意见的公告", "民意征集", "关于征集问题线索的公告"},
	{"part-business", "涉企政策征求行业协会意见座谈会召开", "政企沟通", "企业名单公示"},
	{"part-delegates", "居民代表列席镇长办公会议", "公众代表列席", "党代表视察重点工程"},
	{"part-meeting-rules", "示例县邀请公众代表列席政府常务会议制度", "会议开放", "县党代会召开"},
	{"part-rules", "示例市公众参与和政民互动工作办法", "公众参与制度", "公众号运营情况"},
	{"part-open-day", "示例镇举办政府开放日活动", "政府开放月", "示例中学校园开放日"},
	{"part-response", "关于网传自来水异味的情况说明", "热点回应", "县领导调研"},
	{"part-cases", "示例镇政务公开创新做法", "政务公开动态", "2026年政务公开培训做法"},
	{"part-rectification", "政务公开测评反馈问题整改报告", "工作开展与整改", "中央环保督察问题整改报告"},
	{"part-lookback", "2025年政务公开工作要点落实情况", "要点落实情况", "安全生产回头看"},
	{"reinterpretation", "关于积分入户政策的二次解读", "跟踪解读", "书法作品解读"},
	{"results-interpretation", "2025年民生工作成效解读", "成效解读", "新产品新闻发布会"},
	{"leader-interpretation", "县教育局局长解读招生政策", "在线访谈", "县委书记调研"},
	{"works-interpretation", "既有多层住宅加装电梯政策问答", "电梯加装", "电梯维保情况"},
	{"lenient-interpretation", "轻微违法行为免罚清单解读", "免罚清单解读", "违法建筑拆除解读"},
	{"employment-interpretation", "高校毕业生就业补贴政策解读", "就业政策解读", "养犬管理办法解读"},
	{"plan-interpretation", "示例县“十五五”规划解读", "规划解读", "示例县“十五五”规划"},
	// welfare
	{"welfare-services", "示例县养老服务设施情况", "社会公益事业建设", "社会福利院招聘公告"},
	{"relief", "2026年3月最低生活保障发放情况", "社会救助和社会福利", "流浪动物救助"},
	{"housing-allocation", "示例区公共租赁住房房源公告", "住房保障", "保障性住房工程招标公告"},
	{"school-enrolment", "2026年义务教育招生工作实施意见", "招生入学", "研究生招生计划下达"},
	{"elderly-childcare", "示例社区长者食堂投入使用", "养老服务", "养老保险缴费"},
	{"benefit-standards", "关于调整城乡居民养老金标准的通知", "民生保障", "行业技术标准调整"},
	{"culture", "周末惠民演出安排", "公共文化服务", "演出服装采购公告"},
	{"festivals", "五五购物节活动安排", "节庆活动", "购物节搭建服务采购公告"},
	{"farm-subsidies", "2026年耕地地力保护补贴发放公示", "惠民惠农补贴", "校园一卡通办理"},
	{"recruitment-results", "2026年事业单位公开招聘公告", "事业单位招聘", "春风行动招聘会招聘公告"},
	{"business-support", "关于组织申报2026年产业扶持资金的通知", "惠企政策", "见义勇为奖励"},
	{"policy-window", "“一企来”政策咨询综合窗口", "政策咨询窗口", "咨询服务情况"},
	{"one-matter", "高效办成“新生儿出生一件事”", "一件事一次办", "办好民生实事"},
}

// Every subject is found by its title and by its column, and the title of another
// subject is not taken for it. A template without settings would load as none.
func TestSubjectsAreToldApart(t *testing.T) {
	set := templateSet(t)
	judged := func(rule, text string) Finding {
		s := sitetest.Load(t, text)
		one := &Set{ID: set.ID, Rules: []*Rule{set.Rule("subjects/" + rule)}, Scoring: set.Scoring}
		return Judge(&Case{Portal: s.Portal, Target: s.Target, AsOf: s.AsOf, Log: slog.New(slog.DiscardHandler)}, one)[0]
	}
	absent := func(f Finding) bool {
		return slices.ContainsFunc(f.Defects, func(d Defect) bool { return d.Code == "missing" })
	}
	for _, row := range subjectRows {
		t.Run(row.template, func(t *testing.T) {
			if f := judged(row.template, county("", "", article("/x/1.html", row.title, "2026-03-20"))); absent(f) || f.Outcome == Unknown {
				t.Errorf("title %s: %s %s %+v", row.title, f.Outcome, f.Reason, f.Defects)
			}
			column := county(`<li><a href="/l/">`+row.column+`</a></li>`, "", list("/l/", row.column, "关于甲事的公示|2026-03-20|/l/1.html", "关于乙事的公示|2026-03-19|/l/2.html")+
				article("/l/1.html", "关于甲事的公示", "2026-03-20")+article("/l/2.html", "关于乙事的公示", "2026-03-19"))
			if f := judged(row.template, column); absent(f) || f.Outcome == Unknown {
				t.Errorf("column %s: %s %s %+v", row.column, f.Outcome, f.Reason, f.Defects)
			}
			if f := judged(row.template, county("", "", article("/x/1.html", row.other, "2026-03-20"))); !absent(f) {
				t.Errorf("title %s is another's: %s %s", row.other, f.Outcome, f.Reason)
			}
		})
	}
}

// ownTemplates are the files whose every template has a row above.
var ownTemplates = []string{"finance", "projects", "resources", "plans", "enforcement", "emergency", "platform", "participation", "welfare"}

// asMany asks for more than one row can show: how many issues there are, and what
// stands in a report.
var asMany = []string{"gazette-archive", "annual-report-body"}

func TestEverySubjectHasARow(t *testing.T) {
	for _, name := range ownTemplates {
		file := "disclosure-" + name + ".yaml"
		data, err := os.ReadFile("../configs/packs/templates/" + file)
		if err != nil {
			t.Fatal(err)
		}
		n, err := yamldoc.Parse(file, data)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range n.Keys() {
			if !slices.Contains(asMany, key) && !slices.ContainsFunc(subjectRows, func(r subjectWords) bool { return r.template == key }) {
				t.Errorf("%s: no row tells %s from other subjects", file, key)
			}
		}
	}
}

// templateSet has a rule for every row.
func templateSet(t *testing.T) *Set {
	t.Helper()
	lib, err := NewLibrary(os.DirFS("../configs/packs"))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("id: subjects\ntitle: 各类事项\nversion: \"1\"\ndocuments:\n  条例: {title: 政府信息公开条例}\nrules:\n")
	for _, row := range subjectRows {
		b.WriteString("  - {id: " + row.template + ", like: " + row.template + ", title: 规则, basis: [{document: 条例, status: 读}]}\n")
	}
	if err := lib.Add("subjects", "subjects.yaml", []byte(b.String())); err != nil {
		t.Fatal(err)
	}
	sets, err := lib.Sets("subjects")
	if err != nil {
		t.Fatal(err)
	}
	return sets[0]
}
