package rules

import (
	"fmt"
	"strings"
	"testing"
)

// moreWordings has ordinary wordings of what is private, of repeals, of days, of answers
// to opinions, of catalogues, titles of reports and links.
func moreWordings() []wording {
	var out []wording
	each := func(want, kind, check, with string, site func(s string) string, texts ...string) {
		for i, s := range texts {
			out = append(out, wording{want, fmt.Sprint(kind, " ", i, " ", s), check, with, site(s)})
		}
	}
	// private: title|text
	one, two := id(anID), id(another)
	each("no fail", "private", "privacy", "{}", privatePage,
		"河长公示牌信息|"+tableOf("河段,河长,职务,联系电话", "东河,张三,副镇长,13912345678", "西河,李四,村书记,13812345679"),
		"村级动物防疫员名单|"+tableOf("姓名,负责村,联系电话", "张三,东村,13912345678", "李四,西村,13812345679"),
		"出租车驾驶员表彰名单|"+tableOf("姓名,服务监督电话", "张三,12328", "李四,12328"),
		"招商引资项目公示|<p>项目联系人：张经理 13912345678；李经理 13812345679。</p>",
		"网格员公示|"+tableOf("网格,网格员,电话", "一网格,张三,13912345678", "二网格,李四,13812345679"),
		"人民调解员名册|"+tableOf("姓名,调委会,电话", "张三,东村调委会,13912345678"),
		"示例县律师事务所名录|"+tableOf("律所,负责人,电话", "示例律所,张三,13912345678"),
		"驻村工作队员公示|"+tableOf("姓名,派驻村,手机", "张三,东村,13912345678"),
		"建筑工程施工许可公示|"+tableOf("建设单位,项目负责人,施工单位", "示例公司,张三,某建"),
		"不动产登记公告|<p>不动产单元号：320106199001GB00001F00010001，坐落于人民路1号。</p>",
		"关于补缴税款的通知书|<p>纳税人识别号："+one+"X1。</p>",
		"农产品经纪人联系表|"+tableOf("姓名,经营品种,联系电话", "张三,蔬菜,13912345678", "李四,水果,13812345679"),
		"捐赠账号公告|<p>开户名称：示例县慈善总会　账号："+aCard+"</p>",
		"工程款支付公示|"+tableOf("收款单位,开户行,账号,金额", "示例建筑公司,农行,"+aCard+",30000"),
		"“法律明白人”公示|"+tableOf("姓名,村,电话", "张三,东村,13912345678"),
		"生猪收购商信息|<p>张三 13912345678，长期收购；李四 13812345679，价格面议。</p>")
	each("fail", "private", "privacy", "{}", privatePage,
		"残疾人两项补贴发放公示|"+tableOf("姓名,残疾证号,身份证号,金额", "张三,"+one+"43,"+one+",100", "李四,"+two+"43,"+two+",100"),
		"公租房保障对象公示|"+tableOf("申请人,公民身份号码,人口", "张三,"+one+",3"),
		"学生资助名单|"+tableOf("学生姓名,家长,家长电话,金额", "张小三,张三,13912345678,500", "李小四,李四,13812345679,500"),
		"行政处罚决定书|<p>被处罚人：李四，女，公民身份号码"+two+"。</p>",
		"高龄津贴发放花名册|"+tableOf("姓名,社保卡号,金额", "张三,"+aCard+",100", "李四,6228480402564890018,100"),
		"危房改造户公示|"+tableOf("户主,联系电话,补助", "张三,13912345678,20000", "李四,13812345679,20000"))
	// what a decision says of a document
	const entry = "一、《示例县城市养犬管理规定》（示政规〔2015〕7号）"
	repeal := func(s string) string { return strings.Replace(marking(), entry, s, 1) }
	doc := "《" + roads + "》（示政规〔2024〕2号）"
	each("no fail", "repeal", "validity_mark", "{}", repeal,
		"一、保留"+doc+"，继续有效", "一、"+doc+"第十二条", "一、"+doc+"附件2", "一、废止"+doc+"第二章", "一、"+doc+"暂不废止", "一、"+doc+"由县交通运输局负责修订后重新公布",
		"一、"+doc+"（2030年1月1日起废止）", "一、建议废止"+doc, "一、拟废止"+doc, "一、"+doc+"中涉及行政许可的内容", "一、不再保留"+doc+"设立的领导小组", "一、县交通运输局制定的"+doc+"的配套文件")
	each("fail", "repeal", "validity_mark", "{}", repeal,
		"一、废止"+doc, "一、"+doc+"，自本决定公布之日起废止", "1．"+doc+"；", "一、示例县人民政府《关于印发〈"+roads+"〉的通知》（示政规〔2024〕2号）")
	// the end of a term
	const term = "本办法自2024年4月1日起施行，有效期5年。"
	ends := func(s string) string { return strings.Replace(marking(), term, s, 1) }
	each("no fail", "end", "validity_mark", "{}", ends,
		"本办法自2020年4月1日起施行，有效期5年。2025年3月，经县政府常务会议研究同意，本办法继续执行至2027年。", "本办法自2020年4月1日起施行，有效期五年（已延长至2027年3月）。",
		"本办法自2020年4月1日起施行，有效期五年。（编者注：有效期延至2030年3月31日）", "本办法自2020年4月1日起施行，有效期5年。根据示政发〔2025〕3号，延期至2028年3月31日。",
		"本办法自2024年5月1日起施行，有效期自施行之日起两年。", "自2024年4月1日起执行，补贴政策执行至2025年12月31日。", "本办法自2024年4月1日起施行，有效期至国家出台新规定时止。",
		"特许经营期限为2年，自2022年1月1日起计算。", "本办法所称有效期，是指检验合格标志载明的有效期一年。", "本办法自2024年4月1日起施行，有效期暂定2年。")
	each("fail", "end", "validity_mark", "{}", ends,
		"本办法自2020年4月1日起施行，有效期5年。有效期届满，经评估需要继续实施的，应当重新公布。", "本办法自二〇二〇年四月一日起施行，有效期五年。", "本办法有效期自2020年4月1日至2025年3月31日。")
	// answers to opinions
	answer := func(s string) string {
		title, body, _ := strings.Cut(s, "|")
		return call("2025-12-01", "征求意见时间为2025年12月1日至2026年1月5日。", callWays+callFiles, page("/fk/1.html", title, "2026-02-01", body))
	}
	pad := "<p>感谢社会各界对我县立法工作的关心、支持和参与，欢迎继续关注县住房和城乡建设局的工作。</p>"
	each("no fail", "feedback", "consultation", "{judge: [no_feedback, no_reasons]}", answer,
		"《示例县物业管理办法（征求意见稿）》公众意见处理结果|<p>收到意见3条，全部吸收。</p>"+pad, "示例县物业管理办法征求意见情况通报|<p>公开征求意见期间，未收到公众意见。</p>"+pad,
		"关于示例县物业管理办法征求意见采纳情况|<p>收到5条，采纳3条，另2条因与《民法典》规定不符未采纳。</p>"+pad, "关于示例县物业管理办法意见采纳情况|<p>收到意见2条，未采纳2条：一是超出立法权限；二是已有规定。</p>"+pad,
		"《示例县物业管理办法》意见征集结果反馈|"+tableOf("序号,意见,采纳情况,说明", "1,降低收费标准,不采纳,收费标准由价格主管部门另行制定", "2,增加电梯维保,采纳,已增加")+pad,
		"《示例县物业管理办法》征求意见情况说明|<p>共收到1条建议，经研究暂不采纳，主要考虑是条件尚不成熟。</p>"+pad, "示例县物业管理办法意见建议答复|<p>网友建议取消押金，鉴于上位法另有规定，未予采纳。</p>"+pad)
	each("fail", "feedback", "consultation", "{judge: [no_feedback, no_reasons]}", answer,
		"《示例县物业管理办法》征求意见采纳情况|<p>收到5条，采纳3条，不予采纳2条。</p>"+pad, "示例县物业管理宣传周活动举行|<p>活动现场发放资料。</p>"+pad, "《示例县户外广告设施设置技术规范》征求意见采纳情况|<p>收到5条，均采纳。</p>"+pad)
	// catalogues of decisions
	cat := func(s string) string {
		return decisions([]string{s + "|2026-03-20|/jc/1.html", "示例县2024年度重大行政决策事项目录|2024-03-01|/jc/2.html"}, article("/jc/1.html", s, "2026-03-20"), article("/jc/2.html", "示例县2024年度重大行政决策事项目录", "2024-03-01"))
	}
	catalogue := "{judge: [catalogue_missing, catalogue_late]}"
	each("no fail", "catalogue", "decision", catalogue, cat,
		"示例县人民政府2026年重大行政决策事项", "关于公布《示例县2026年度重大行政决策目录》的通知", "示例县人民政府二〇二六年度重大行政决策事项目录", "2026年县政府重大决策事项清单", "示例县重大行政决策目录（2026年）", "示例县2026年度行政决策事项目录公告", "关于印发2026年度县政府重大行政决策事项计划的通知", "2026年度示例县重大行政决策事项标准及目录", "示例县人民政府办公室关于印发示例县2026年重大行政决策事项目录的通知")
	each("fail", "catalogue", "decision", catalogue, cat,
		"2026年度重大行政决策听证会公告", "示例县2026年度重大行政决策培训班举办")
	// titles of reports
	titled := func(v string) string {
		s := newReportSite()
		s.now.title, s.now.row = v, v
		return s.text()
	}
	each("no fail", "report title", "annual_report", "{judge: [late, missing]}", titled,
		"示例县人民政府2025年政府信息公开年度报告", "示例县2025年度政务公开年报", "2025年政府信息公开工作报告", "示例县政府信息公开2025年度报告", "示例县人民政府关于2025年度政府信息公开工作情况的报告", "示例县二〇二五年政府信息公开工作年度报告", "示例县政府2025年信息公开年报", "示例县2025年政府信息公开工作年度报告（修订）", "示例县人民政府办公室2025年政府信息公开工作年度报告", "2025年示例县政府信息公开年度总结报告", "示例县政府信息公开工作年度报告（2025年度）")
	each("fail", "report title", "annual_report", "{judge: [late, missing]}", titled,
		"示例县教育局2025年政府信息公开工作年度报告", "示例县东河镇2025年政府信息公开工作年度报告")
	// links that lead out
	link := func(s string) string {
		return "-- / --\n<html><head><title>示例县人民政府</title></head><body>" + menu(`<li><a href="/a.html">通知</a></li>`) + `<div class="main">` + s + `</div></body></html>` + "\n"
	}
	each("no fail", "link", "outbound", "{}", link,
		`<a href="http://www.cncaipiao.cn/">中国福利彩票</a>`, `<a href="http://www.abc123.com/">棋牌室专项整治举报</a>`, `<a href="http://www.abc123.com/">反赌反诈宣传</a>`, `<a href="http://www.abc123.com/">示例县象棋公开赛直播</a>`,
		`<div style="display:none"><a href="https://www.12377.cn/">举报中心</a></div>`, `<a href="http://www.abc123.com/">刻章办证备案企业名录</a>`, `<!-- <a href="http://10.1.1.1/">OA</a> -->`, `<p>请访问http://10.1.1.1:8080/办理</p>`,
		`<div class="tab" style="display:none"><a href="http://www.jiangsu.gov.cn/">省政府</a></div>`, `<a href="http://www.abc123.com/">足球协会官网</a>`, `<a href="http://www.abc123.com/">体育彩票开奖公告</a>`)
	each("fail", "link", "outbound", "{}", link,
		`<a href="http://www.abc123.com/">真人百家乐平台</a>`, `<a href="http://10.1.1.1:8080/">网上申报</a>`, `<a href="http://www.abc123.com/">办理假证刻章</a>`)
	return out
}

func TestMoreOrdinaryWordings(t *testing.T) {
	for _, w := range moreWordings() {
		t.Run(w.name, func(t *testing.T) {
			f := judgeWorkdays(t, w.check, w.with, w.site)
			if got := string(f.Outcome); got != w.want && !(w.want == "no fail" && f.Outcome != Fail) {
				t.Errorf("got %s, want %s\nreason: %s\ndefects: %+v", got, w.want, f.Reason, f.Defects)
			}
		})
	}
}

// privatePage is a county with one notice, title|text.
func privatePage(s string) string {
	title, text, _ := strings.Cut(s, "|")
	return county("", `<li><a href="/zwgk/p.html">公示公告</a></li>`, "-- /zwgk/p.html --\n<html><head><title>"+title+"</title></head><body>"+menu("")+`<div class="content"><h1>`+title+"</h1>"+text+"</div></body></html>\n")
}

// tableOf is a table of rows whose cells are parted by commas.
func tableOf(rows ...string) string {
	return "<table><tr><td>" + strings.ReplaceAll(strings.Join(rows, "</td></tr><tr><td>"), ",", "</td><td>") + "</td></tr></table>"
}
