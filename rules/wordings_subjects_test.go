package rules

import (
	"fmt"
	"strings"
	"testing"
)

// subjectWordings are of checks the other lists leave out: persons who are there to be
// called, titles that name a period, days and metas in odd forms, entries of interaction.
func subjectWordings() []wording {
	var out []wording
	each := func(want, kind, check, with string, site func(s string) string, texts ...string) {
		for i, s := range texts {
			out = append(out, wording{want, fmt.Sprint(kind, " ", i, " ", s), check, with, site(s)})
		}
	}
	one, two := id(anID), id(another)
	each("no fail", "private", "privacy", "{}", privatePage,
		"节假日值班安排|"+tableOf("日期,带班领导,值班人员,手机", "4月4日,张三,李四,13912345678", "4月5日,王五,赵六,13812345679"),
		"小型水库安全责任人名单公示|"+tableOf("水库名称,行政责任人,技术责任人,巡查责任人,联系电话", "东库,张三,李四,王五,13912345678", "西库,赵六,钱七,孙八,13812345679"),
		"地质灾害隐患点防灾责任人一览表|"+tableOf("隐患点,监测人,联系电话", "东坡,张三,13912345678", "西坡,李四,13812345679"),
		"创业导师名单公布|"+tableOf("姓名,擅长领域,联系电话", "张三,电商,13912345678", "李四,养殖,13812345679"),
		"农业科技特派员名单|"+tableOf("姓名,服务区域,联系方式", "张三,东村,13912345678", "李四,西村,13812345679"),
		"招工信息|"+tableOf("用人单位,岗位,联系人,联系电话", "示例厂,操作工,张三,13912345678"),
		"寻人启事|<p>张三，男，76岁，3月2日走失。知情者请拨打其子张小三电话13912345678。</p>",
		"失物招领|<p>拾得钱包一个，请失主与李四联系，13812345679。</p>",
		"土地拍卖公告|<p>看样联系：张三13912345678，李四13812345679，王五13712345670。</p>",
		"特种设备注销公告|"+tableOf("设备名称,设备代码,使用单位", "电梯,"+one+",示例公司"),
		"网上办件结果公示|"+tableOf("申报流水号,事项,结果", one+",施工许可,准予"),
		"市场主体注销公告|<p>注册号："+one+"，名称：示例县张三小吃店。</p>",
		"行政许可公示|"+tableOf("行政相对人,法定代表人,法定代表人身份证号", "示例公司,张三,3201**********1231"),
		"公路通行费退费公告|<p>收款单位：示例县公路发展中心，账号："+aCard+"。</p>",
		"义务教育学校招生咨询电话|"+tableOf("学校,招生负责人,手机", "一小,张三,13912345678", "二小,李四,13812345679"),
		"“随手拍”举报方式|<p>微信号：13912345678（张三）</p>",
		"巡察公告|<p>巡察组联系人张三，电话13912345678；李四，13812345679；王五，13712345670。</p>",
		"公证员名录|"+tableOf("姓名,执业机构,电话", "张三,示例公证处,13912345678"),
		"物业项目经理公示|"+tableOf("小区,项目经理,电话", "东苑,张三,13912345678", "西苑,李四,13812345679"),
		"河道采砂许可公示|<p>许可证号：砂字"+one+"号</p>",
		"农机购置补贴资金公示|"+tableOf("购机者姓名,机具,经销商,经销商电话,补贴额", "张三,拖拉机,示例农机公司,13912345678,12500", "李四,拖拉机,示例农机公司,13912345678,12500"))
	each("fail", "private", "privacy", "{}", privatePage,
		"保障性租赁住房配租名单|"+tableOf("姓名,证件号码,房号", "张三,"+one+",3-201", "李四,"+two+",3-202"),
		"见义勇为奖励公告|<p>张三（身份证号码"+one+"）勇救落水儿童。</p>",
		"孤儿基本生活费发放公示|"+tableOf("儿童姓名,监护人,监护人电话,金额", "张小三,张三,13912345678,1400", "李小四,李四,13812345679,1400"),
		"工伤认定决定送达公告|<p>申请人：李四，身份证号码："+two+"，因下落不明，公告送达。</p>",
		"奖励扶助对象名册|"+tableOf("姓名,出生年月,身份证件号", "张三,1990-01,"+one),
		"残疾人两项补贴发放表|"+tableOf("姓名,残疾证号,金额", "张三,"+one+"43,100", "李四,"+two+"11B1,100"),
		"农机购置补贴资金公示|"+tableOf("购机者姓名,机具,购机者电话,补贴额", "张三,拖拉机,13912345678,12500", "李四,拖拉机,13812345679,12500"),
		"村医补助发放表|"+tableOf("姓名,银行账户,金额", "张三,"+aCard+",3000"))
	// how a guide names the office
	office := func(s string) string {
		return guideSite(strings.Replace(changedGuide(guideName, s), "三、公开工作机构", "三、联系我们", 1))
	}
	each("pass", "office", "guide", "{}", office, "<p>承办单位：示例县人民政府办公室政务公开股</p>", "<p>承办科室：政务公开股</p>", "<p>本局政府信息公开工作由办公室承担。</p>", "<p>由谁负责</p><p>示例县人民政府办公室政务公开股</p>", "<p>公开工作由县政府办公室（政务公开股）负责。</p>")
	each("pass", "ways", "guide", "{}", func(s string) string { return guideSite(changedGuide(guideWays, s)) },
		"<p>二、获取：本局网站；市档案馆。</p>", "<p>到哪里看？</p><p>示例县政府网、县政务服务中心、县图书馆</p>")
	each("no fail", "ways", "guide", "{}", func(s string) string { return guideSite(changedGuide(guideWays, s)) }, "<p>欢迎浏览本网站。</p>")
	each("no fail", "office", "guide", "{}", office, "<p>三、谁来办：示例县人民政府办公室（政务公开办）</p>", "<p>找谁：县政府办公室。</p>")
	each("fail", "office", "guide", "{}", office, "<p>监督部门：示例县监察委</p>", "<p>查阅点：县政府办公室</p>")
	each("pass", "classes", "guide", "{}", func(s string) string { return guideSite(changedGuide(guideClasses, s)) },
		"<p>一、本局公开的信息分概况、法规、执法、监测、财务、人事六类，每条附索引号，按时间先后编排。</p>")
	// how a body names its parts
	each("pass", "parts", "institution", "{}", func(s string) string {
		return county("", orgEntry, single("/zwgk/jg/", "机构职能", strings.Replace(wholeOrg, orgUnits, s, 1)))
	}, "<p>设党政综合室、经济发展局、规划建设局。</p>", "<p>本局现设有产业股、种植业股、畜牧股等。</p>")
	// drafts of rules on what is called for otherwise, too
	each("fail", "rules", "consultation", "{judge: [no_draft]}", func(s string) string {
		return strings.ReplaceAll(call("2026-03-01", "征求意见时间：2026年3月1日至2026年3月31日。", callWays), "示例县物业管理办法", s)
	}, "示例县道路命名办法", "示例县征地补偿安置办法", "示例县优秀人才奖励办法")
	// titles of a budget
	const budget = `{subject: 财政预算, columns: [财政预决算], unlike: [政府采购, 采购], titles: [部门预算, 政府预算, 财政预算, 预算草案, 单位预算, 年度预算, 预算公开, 预算+年], not_titles: ["决算+!部门预算+!单位预算+!政府预算+!财政预算", "绩效+!预算公开+!预算及+!预算和+!预算与", 解读, "执行情况+!草案", 评审, 调整, 招标, "采购+!含政府采购+!及政府采购+!和政府采购", "三公+!部门预算+!单位预算+!政府预算+!财政预算+!年预算", 概算, 工程预算, 审计, 编制工作, 编制+通知, 编报+通知, 会议, 管理办法, 条例, 培训], period: year, year: current, due: 03-31, judge: [stale]}`
	years := func(s string) string {
		return budgets(s+"|2026-02-10|/cz/1.html", "县教育局2025年部门预算|2025-02-10|/cz/2.html", "县教育局2024年部门预算|2024-02-10|/cz/3.html")
	}
	each("no fail", "budget", "disclosure", budget, years,
		"示例县2026年政府预算公开", "2026年县级部门预算汇总公开", "2026年度预算信息公开（县教育局）", "县教育局二○二六年部门预算", "示例县本级2026年一般公共预算收支表", "示例县2026年财政收支预算", "关于批复2026年部门预算的通知", "示例县2025年预算执行情况及2026年预算（草案）的报告", "2026年预算（县教育局）", "教育局2026预算公开", "县教育局2026年预算及绩效目标公开", "示例县2026年预算公开及“三公”经费说明")
	each("fail", "budget", "disclosure", budget, years,
		"2026年部门预算编制工作会议召开", "示例县2026年政府采购预算公告", "县城道路改造工程2026年预算评审结果", "2026年部门预算编制通知", "2025年预算绩效自评报告")
	const accounts = `{subject: 财政决算, columns: [财政预决算], titles: [决算], not_titles: ["预算+!部门决算+!单位决算+!政府决算+!财政决算", "绩效+!决算公开+!决算及+!决算和+!决算与", 解读, 工程, 竣工, 评审, 审计, 编制工作, 编制+通知, 编报+通知, 会议, 管理办法, 条例, 培训], period: year, year: previous, due: 12-31, judge: [stale]}`
	closed := func(s string) string {
		return budgets(s+"|2025-09-10|/cz/1.html", "县教育局2023年部门决算|2024-09-10|/cz/2.html", "县教育局2022年部门决算|2023-09-10|/cz/3.html")
	}
	each("no fail", "accounts", "disclosure", accounts, closed,
		"2024年度决算公开（县教育局）", "示例县2024年财政决算（草案）", "关于示例县2024年本级决算的说明", "教育局2024决算", "县教育局二〇二四年度部门决算", "示例县教育局2024年度收支决算总表", "关于2024年县级决算的决议")
	each("fail", "accounts", "disclosure", accounts, closed,
		"2024年道路工程竣工决算公示", "2024年度部门决算编制工作部署", "2024年度决算审计情况通报", "县财政局举办2024年决算培训")
	// what a page says of when it was made public
	told := func(s string) string {
		title := "示例县人民政府关于印发" + roads + "的通知"
		return homePage + portalPage("首页", "", `<h2><a href="/gfxwj/">规范性文件</a></h2>`) + listPage("规范性文件", "/gfxwj/", "/gfxwj/1.html", title, "2024-07-31") +
			docPage("/gfxwj/1.html", "规范性文件", "/gfxwj/", title, "2024-07-31", indexBox("示政规〔2024〕2号", "2024-06-03", "有效"), "<p>第一条 为了加强管理，制定本办法。</p><p>第二条 本办法自印发之日起施行。</p>"+s)
	}
	each("no fail", "public", "timeliness", "{}", told,
		"<p>（本文件原为依申请公开，2024年7月20日转为主动公开）</p>", "<p>解密日期：2024年7月25日</p>", "<p>注：本页于2024年7月31日重新上传，原发布时间为2024年6月5日。</p>", "<p>首次公开时间：2024-06-05</p>", "<p>（公开属性由不予公开调整为主动公开）</p>", "<p>本文件已于2024年6月6日在《示例日报》公布。</p>")
	each("fail", "public", "timeliness", "{}", told,
		"", "<p>（此件公开发布）</p>", "<p>抄送：县委各部门，县人大常委会办公室。</p>", "<p>示例县人民政府办公室　2024年6月3日印发</p>", "<p>公开属性：主动公开</p>", "<p>联系电话：0513-81234567</p>")
	// values of an index box
	boxed := func(old, s string) string {
		box := indexBox("示政规〔2024〕1号", "2024-03-01", "有效")
		return papersSite([3]string{box, box, strings.Replace(box, old, s, 1)}, "", "")
	}
	each("no fail", "number", "document_elements", "{judge: [element_missing], elements: [doc_number]}", func(s string) string { return boxed("示政规〔2024〕1号", s) },
		"示政规[2024]1号", "示政规（2024）第1号", "2024年第1号", "县政府令第1号", "示政规﹝2024﹞1号", "示政规2024-1号", "无文号", "示政办字﹝2024﹞第〇一号")
	each("no fail", "written", "document_elements", "{judge: [element_missing], elements: [written]}", func(s string) string { return boxed("2024-03-01", s) },
		"2024.03.01", "二〇二四年三月一日", "20240301", "2024-03-01 00:00:00", "2024年3月", "24-03-01", "2024／03／01", "150天前", "共和七十五年3月1日")
	each("fail", "written", "document_elements", "{judge: [element_missing], elements: [written]}", func(s string) string { return boxed("2024-03-01", s) }, "　", "--", "&nbsp;")
	// entries of interaction
	const board = `{kind: board, columns: [咨询投诉, 领导信箱, 县长信箱, 我要写信, 留言板], unlike: [信访, 纪检, 监委, 征集, 调查, 访谈, 依申请, 举报信箱, 监督信箱, 廉政信箱, 投稿信箱, 纠错信箱], endings: [信箱, 留言板, 直通车], near: [信箱, 留言, 咨询, 投诉, 写信, 问政, "12345", 直通车, 来信, 建言, 诉求, 民声, 热线, 智能问答]}`
	entry := func(s string) string {
		name, href, _ := strings.Cut(s, "|")
		if href == "" {
			href = "http://hd.example.cn/"
		}
		return strings.Replace(county(`<li><a href="`+href+`">`+name+`</a></li>`, "", ""), "欢迎通过县长信箱反映问题、提出建议，我们将在五个工作日内予以答复，请留下真实姓名和联系电话以便工作人员与您联系。",
			"本栏目发布在线访谈和意见征集的预告，请关注近期安排，历次访谈的文字实录和征集结果也在这里公布，供公众查阅和监督。", 1)
	}
	each("no fail", "board", "interaction", board, entry,
		"书记县长信箱", "网络理政", "有话跟县长说", "人民网领导留言板", "诉求直达", "民声通道", "我要提问", "“码”上提意见", "政务服务便民热线", "民呼我应", "总客服", "企业诉求平台", "给县长留言", "百姓呼声")
	each("fail", "board", "interaction", board, entry, "网上信访", "廉政举报", "投稿邮箱说明", "志愿服务")
	// what tells why, what for and what
	tells := func(s string) string {
		return strings.NewReplacer(explained, s, toPicture, "", pictureRow, "").Replace(without(explaining(), "/zcjd/2.html"))
	}
	const chat = `<p>各位村民朋友，村里的路修好以后怎么走、怎么护，大家都很关心。货车不要上窄桥，晒粮不要占路面，发现坑槽请拨打电话告诉我们，路政员会在一天之内赶到现场处理，谢谢大家支持，也请相互转告身边的亲戚朋友，让更多的人知道这件事情，共同爱护好家门口的路，一起把它守护好。</p>`
	each("no fail", "substance", "interpretation", "{codes: [elements_missing]}", tells,
		"<p>这次为啥要改？老办法用了十年，跟不上了。</p>"+chat, "<p>《办法》的由来：去年人大代表提出建议。</p>"+chat, "<p>哪些地方变了？一是钱，二是人，三是车。</p>"+chat, "<p>图文并茂看点：三个首次、五项新举措。</p>"+chat, "<p>依据：《公路法》《农村公路条例》。</p>"+chat, "<p>我们的初衷是让路更安全。</p>"+chat, "<p>问：新规和老规有啥不同？答：限载更严。</p>"+chat)
	each("fail", "substance", "interpretation", "{codes: [elements_missing]}", tells, chat)
	// metas in odd forms
	meta := func(old, s string) string { return strings.ReplaceAll(labelledCounty(), old, s) }
	each("no fail", "meta", "labels", "{judge: [meta_wrong]}", func(s string) string {
		name, v, _ := strings.Cut(s, "|")
		return meta(map[string]string{"d": `"SiteDomain" content="www.example.gov.cn"`, "c": `"SiteIDCode" content="3206230001"`, "p": `content="2026-04-01 10:00"`}[name], v)
	},
		`d|"SiteDomain" content="example.gov.cn"`, `d|"SiteDomain" content="https://www.example.gov.cn/index.html"`, `d|"SiteDomain" content="www.example.gov.cn，www.example.cn"`, `d|"SiteDomain" content=" WWW.EXAMPLE.GOV.CN "`, `d|"SiteDomain" content="www.example.gov.cn:80"`, `d|"SiteDomain" content="www.example.gov.cn/zwgk"`,
		`c|"SiteIDCode" content="3206230001 "`, `c|"SiteIDCode" content="３２０６２３０００１"`, `c|"SiteIDCode" content="CA3206230001"`,
		`p|content="2026-04-01T10:00:00+08:00"`, `p|content="2026年4月1日"`, `p|content="2026/4/1 10:00"`, `p|content="2026.04.01"`, `p|content="20260401"`, `p|content="2026-4-1"`, `p|content="Wed Apr 01 10:00:00 CST 2026"`)
	each("fail", "meta", "labels", "{judge: [meta_wrong]}", func(s string) string { return meta(`"SiteDomain" content="www.example.gov.cn"`, s) }, `"SiteDomain" content="www.other.gov.cn"`, `"SiteDomain" content="localhost"`)
	each("fail", "meta", "labels", "{judge: [meta_wrong]}", func(s string) string { return meta(`"SiteIDCode" content="3206230001"`, s) }, `"SiteIDCode" content="3206240001"`, `"SiteIDCode" content="32062"`)
	// days of rows
	dated := func(s string) string {
		return county(`<li><a href="/tzgg/">通知公告</a></li>`, "", list("/tzgg/", "通知公告", "关于停水的公告|"+s+"|/tzgg/1.html", "关于停电的公告|2025-03-01|/tzgg/2.html")+strings.Replace(article("/tzgg/1.html", "关于停水的公告", "@"), `<div class="info">发布时间：@</div>`, "", 1)+article("/tzgg/2.html", "关于停电的公告", "2025-03-01"))
	}
	each("no fail", "row day", "column", noticeWith, dated,
		"26-04-02", "2026年4月2日", "[2026/4/2]", "04-02", "3天前", "昨天", "2026.4.2", "二〇二六年四月二日", "2 Apr 2026", "20260402", "04/02/2026", "2026-04")
	each("fail", "row day", "column", noticeWith, dated, "2025-03-02", "2025年3月2日", "[2025/3/2]", "2025.03.02")
	// reports that tell why a figure differs
	carried := func(s string) string {
		r := newReportSite()
		r.now.third = requestsTable(map[string][7]int{"new": {150, 4, 0, 0, 0, 0, 154}, "carried": {3, 0, 0, 0, 0, 0, 3}, "予以公开": {101, 3, 0, 0, 0, 0, 104}, "国家秘密": {1, 1, 0, 0, 0, 0, 2}, "没有现成": {45, 0, 0, 0, 0, 0, 45}, "total": {147, 4, 0, 0, 0, 0, 151}, "next": {6, 0, 0, 0, 0, 0, 6}})
		r.now.sixth += s
		return r.text()
	}
	each("no fail", "carried", "annual_report", "{judge: [carry_mismatch]}", carried,
		"<p>因机构改革，原县农机局未办结的1件申请并入统计，故上年结转数与上年度报告不一致。</p>", "<p>注：上年结转数据经核实更正为3件。</p>", "<p>2024年度报告结转数漏计1件，本年度予以更正。</p>", "<p>上年结转中1件系撤并单位移交。</p>")
	each("fail", "carried", "annual_report", "{judge: [carry_mismatch]}", carried, "", "<p>本年度没有收费。</p>", "<p>上年结转的申请均已办结。</p>")
	return out
}

func TestSubjectsInOrdinaryWords(t *testing.T) {
	for _, w := range subjectWordings() {
		t.Run(w.name, func(t *testing.T) {
			f := judgeWorkdays(t, w.check, w.with, w.site)
			if got := string(f.Outcome); got != w.want && !(w.want == "no fail" && f.Outcome != Fail) {
				t.Errorf("got %s, want %s\nreason: %s\ndefects: %+v", got, w.want, f.Reason, f.Defects)
			}
		})
	}
}
