package rules

import (
	"fmt"
	"strings"
	"testing"
)

// placeWordings are of what the other lists leave out: headings of reports, what is told of
// when they came, second days of letters, parts of decisions, elements of services,
// rows of home pages, ways of hiding, files of documents, and more of terms and repeals.
func placeWordings() []wording {
	var out []wording
	each := func(want, kind, check, with string, site func(s string) string, texts ...string) {
		for i, s := range texts {
			out = append(out, wording{want, fmt.Sprint(kind, " ", i, " ", s), check, with, site(s)})
		}
	}
	// the fifth heading of a report
	heading := func(s string) string {
		r := newReportSite()
		r.now.parts[5] = s
		return r.text()
	}
	each("no fail", "heading", "annual_report", "{judge: [part_missing]}", heading,
		"五、政府信息公开工作存在的主要问题及改进情况", "五、存在问题和改进措施", "（五）存在的不足及下一步打算", "五 存在的主要问题及改进情况", "5.存在的主要问题及改进情况", "第五部分　存在的主要问题及改进情况", "五、主要问题及改进情况", "五、面临的困难和今后努力方向", "Ⅴ、存在的主要问题及改进情况", "五、存在的主要 问题及改进情况")
	each("fail", "heading", "annual_report", "{judge: [part_missing]}", func(s string) string {
		r := newReportSite()
		r.now.parts[5], r.now.fifth = s, "<p>本年度继续做好各项公开工作。</p>"
		return r.text()
	}, "")
	// what a late report says of its days
	when := func(s string) string {
		r := newReportSite()
		onDay(r.now, "2026-04-03")
		r.now.path = "/zfxxgknb/nb2025.html"
		r.now.sixth += s
		return r.text()
	}
	each("no fail", "came", "annual_report", "{judge: [late, missing, date_doubt]}", when,
		"<p>（本报告于2026年3月20日首次公布，4月3日更正表格后重新上传）</p>", "<p>首次发布时间：2026-03-30</p>", "<p>更新说明：原报告2026年3月25日发布，因附件格式有误于4月3日替换。</p>", "<p>注：本报告已于3月28日在县政府公报公布。</p>", "<p>因网站迁移，本报告重新录入，原发布日期2026-03-18。</p>")
	each("fail", "came", "annual_report", "{judge: [late, missing, date_doubt]}", when,
		"", "<p>本报告所列数据的统计期限为2025年1月1日至2025年12月31日。</p>", "<p>2026年3月20日，县政府常务会议听取了政务公开工作汇报。</p>", "<p>本报告电子版可以从2026年4月3日起下载。</p>")
	// further days on the page of a letter that was answered on the sixth working day
	days := func(s string) string {
		return strings.Replace(mailbox("县长信箱", "修路|2026-03-02|2026-03-10|已答复|/xx/1.html"), "<p>答复时间：", s+"<p>答复时间：", 1)
	}
	each("no fail", "answered", "reply", "{judge: [late]}", days,
		"<p>初次答复时间：2026-03-06</p>", "<p>第一次回复：2026年3月5日，您的来信已转交县交通局，将于近日答复。</p>", "<p>3月4日已电话告知来信人办理进度。</p>", "<p>因需现场勘查，经批准延长办理时限，已告知来信人。</p>", "<p>补充材料时间：2026-03-06</p>", "<p>首次回复时间：2026-03-03</p>")
	each("fail", "answered", "reply", "{judge: [late]}", days,
		"<p>受理时间：2026-03-03</p>", "<p>转办时间：2026-03-04</p>", "<p>办理单位：县交通局</p>", "<p>满意度评价时间：2026-03-12</p>")
	// names of the parts of a decision
	set := func(s string) string {
		var b strings.Builder
		b.WriteString("<p>县人民政府关于供水价格调整的决策，现将有关材料集中公开如下，欢迎社会各界监督并提出宝贵的看法。</p><ul>")
		for i, l := range strings.Split(s, "|") {
			fmt.Fprintf(&b, `<li><a href="/x/%d.html">%s</a></li>`, i, l)
		}
		return decisions([]string{"供水价格调整方案|2026-03-01|/jc/1.html", "关于召开会议的通知|2026-03-01|/jc/2.html"},
			page("/jc/1.html", "供水价格调整方案", "2026-03-01", b.String()+"</ul>"), article("/jc/2.html", "关于召开会议的通知", "2026-03-01"))
	}
	each("no fail", "parts", "decision", "{judge: [part_missing]}", set,
		"供水价格调整方案（草案）|关于方案的说明|意见采纳情况公示|县政府第12次常务会议审议通过", "方案征求意见稿|起草说明|听证情况报告及采纳说明|关于印发供水价格调整方案的通知", "决策草案|编制说明|公众参与情况（意见征集结果）|决策出台文件", "草案|解读说明|意见建议反馈|县政府决定", "征求意见稿及说明|意见采纳反馈|正式文本印发")
	each("fail", "parts", "decision", "{judge: [part_missing]}", set, "决策草案|编制说明|县政府决定", "征求意见稿|意见采纳反馈|正式文件印发")
	// rows of a home page
	old := []string{"全县经济工作会议召开部署重点任务|2026-02-01", "县领导调研乡村振兴工作进展情况|2026-01-20", "示例县举办春季招聘会活动现场火热|2026-01-18", "全县教育工作会议在县城召开|2026-01-10", "县政府召开第一次全体会议|2026-01-08"}
	each("no fail", "home", "availability", "{judge: [home_stale]}", func(s string) string { return homeOf(s, old...) },
		`<marquee><a href="/yw/9.html">关于清明节期间车辆通行的通告（2026-04-03）</a></marquee>`, `<ul><li><a href="/yw/9.html">【04/08】县委常委会召开会议</a></li></ul>`)
	each("fail", "home", "availability", "{judge: [home_stale]}", func(s string) string { return homeOf(s, old...) },
		"", `<p>今天是2026年4月10日 星期五</p>`, `<p>版权所有 2026</p>`)
	// ways in which a link is out of sight
	link := func(s string) string {
		return "-- / --\n<html><head><title>示例县人民政府</title></head><body>" + menu(`<li><a href="/a.html">通知</a></li>`) + `<div class="main">` + s + `</div></body></html>` + "\n"
	}
	each("no fail", "veiled", "outbound", "{judge: [hidden_link]}", link,
		`<a class="sr-only" style="position:absolute;clip:rect(0,0,0,0)" href="#main">跳到主要内容</a>`, `<div class="swiper" style="overflow:hidden;height:0"><a href="https://www.gov.cn/">中国政府网</a></div>`, `<ul class="submenu" style="display:none"><li><a href="http://www.abc123.com/">县融媒体中心</a></li></ul>`,
		`<div class="share" style="visibility:hidden"><a href="https://service.weibo.com/share/share.php">微博</a></div>`, `<div style="display:none"><script>document.write('统计')</script><a href="https://www.cnzz.com/stat/website.php?web_id=1">站长统计</a></div>`, `<a href="http://www.abc123.com/" style="text-indent:-9999px;display:block;width:120px;height:40px;background:url(/i/l.png)">示例县电视台</a>`,
		`<div class="tabs"><div class="pane" style="display:none"><a href="http://www.abc123.com/">示例供水公司网上营业厅</a></div></div>`, `<noscript><a href="http://www.abc123.com/">请启用脚本</a></noscript>`, `<div style="opacity:0" class="fade-in"><a href="http://www.abc123.com/">示例县图书馆</a></div>`)
	each("fail", "veiled", "outbound", "{judge: [hidden_link]}", link,
		`<div style="position:fixed;top:-2000px"><a href="http://www.abc123.com/">时时彩平台</a></div>`, `<a href="http://www.abc123.com/" style="font-size:0">代孕网</a>`, `<div style="width:0;height:0;overflow:hidden"><a href="http://www.abc123.com/">私服发布网</a></div>`, `<div style="text-indent:-9999px"><a href="http://www.abc123.com/">一夜情</a></div>`)
	// files beside a document
	box := indexBox("示政规〔2024〕1号", "2024-03-01", "有效")
	files := func(s string) string {
		f := `<p><a href="/f/1.pdf">下载PDF</a></p>`
		text := papersSite([3]string{box, box, box}, s, "-- /f/1.pdf --\nContent-Type: application/pdf\n\nx\n-- /f/x.pdf --\nHTTP 404\n\n")
		return strings.Replace(strings.Replace(text, "第二条 本办法自印发之日起施行。</p>", "第二条 本办法自印发之日起施行。</p>"+f, 1), "第二条 本办法自印发之日起施行。</p></div>", "第二条 本办法自印发之日起施行。</p>"+f+"</div>", 1)
	}
	each("no fail", "files", "document_elements", "{judge: [broken_download]}", files,
		`<p><a href="/f/1.pdf">附件</a></p>`, `<p>附件：见纸质文件</p>`, `<p><!-- <a href="/f/x.pdf">旧附件</a> --></p>`, `<p>附件地址 /f/x.pdf</p>`)
	each("fail", "files", "document_elements", "{judge: [broken_download]}", files, `<p>附件：<a href="/f/x.pdf">公共租赁住房管理细则.pdf</a></p>`)
	// who is named with a number
	one, two := id(anID), id(another)
	each("no fail", "person", "privacy", "{}", privatePage,
		"关于遗失身份证的声明|<p>张三遗失身份证，号码尾号1231，声明作废。</p>", "居民身份证样式说明|<p>例如：某人的公民身份号码为"+one+"，前六位为地址码。</p>", "法院公告（转载）|<p>申请人张三，男，身份证号3201************31。</p>",
		"供水抢修队伍公示|"+tableOf("片区,抢修负责人,抢修电话", "城东,张三,13912345678", "城西,李四,13812345679"), "农村公路路长公示|"+tableOf("路线,路长,职务,联系方式", "东线,张三,副镇长,13912345678", "西线,李四,村主任,13812345679"),
		"农机维修网点一览|"+tableOf("网点,经营者,电话", "东街维修部,张三,13912345678", "西街维修部,李四,13812345679"), "道路运输经营许可公示|"+tableOf("业户名称,经营许可证号,车牌", "示例物流公司,"+one+",苏F12345"),
		"家庭医生签约服务团队公示|"+tableOf("团队,家庭医生,联系电话", "一队,张三,13912345678", "二队,李四,13812345679"), "学校食堂食品安全总监公示|"+tableOf("学校,食品安全总监,电话", "一小,张三,13912345678", "二小,李四,13812345679"),
		"拆迁安置房交易资金账户|<p>收款人：示例县城投公司 账号："+aCard+"</p>", "婚姻登记处预约方式|"+tableOf("地点,预约人员,手机", "县民政局,张三,13912345678"), "土地承包经营权证遗失公告|<p>承包经营权证编号："+one+"，权利人张三。</p>")
	each("fail", "person", "privacy", "{}", privatePage,
		"廉租住房补贴发放明细|"+tableOf("申请人姓名,身份证号码,开户账号", "张三,"+one+","+aCard), "事业单位拟聘用人员名单|"+tableOf("姓名,性别,身份证,岗位", "李四,女,"+two+",会计"), "社区矫正对象送达公告|<p>李四（公民身份号码："+two+"）：本局决定对你予以警告。</p>",
		"建档立卡贫困户信息|"+tableOf("户主姓名,手机号码,致贫原因", "张三,13912345678,因病", "李四,13812345679,因学"), "信访答复意见书|<p>张三同志（身份证："+one+"，住示例县东村）：您好。</p>")
	// more of terms
	const term = "本办法自2024年4月1日起施行，有效期5年。"
	ends := func(s string) string { return strings.Replace(marking(), term, s, 1) }
	each("no fail", "ends", "validity_mark", "{}", ends,
		"本办法自2024年4月1日起施行。采购合同有效期至2025年12月31日。", "本办法自2024年4月1日起施行，由县交通运输局解释，有效期由制定机关另行公布。", "本办法自2024年4月1日起施行，有效期至2026年4月10日。", "许可证有效期为一年，自2024年4月1日起计算；本办法长期有效。", "本办法自2024年4月1日起施行；《示例县公路管理规定》（有效期至2024年3月31日）同时废止。",
		"本办法自2024年4月1日起施行，过渡期至2025年3月31日。", "补贴标准暂按2025年12月31日前执行。", "本办法自2024年4月1日起施行，公示牌有效期1年。", "本办法自2024年1月1日起试行，试行期1年，试行期满自行失效。", "自2024年4月1日起施行，有效期5年；其中第四条执行至2025年12月31日。")
	each("fail", "ends", "validity_mark", "{}", ends,
		"本办法自2023年4月1日起施行，有效期至2026年4月9日。", "本办法自2022年4月1日起施行，有效期为三年，有效期满自动失效。", "本办法有效期自2024年4月1日至2025年12月31日。")
	// more of what a decision says
	const entry = "一、《示例县城市养犬管理规定》（示政规〔2015〕7号）"
	repeal := func(s string) string { return strings.Replace(marking(), entry, s, 1) }
	doc := "《" + roads + "》（示政规〔2024〕2号）"
	each("no fail", "said", "validity_mark", "{}", repeal,
		"一、对"+doc+"进行评估，评估后决定是否废止", "一、"+doc+"继续实施", "一、根据"+doc+"废止的配套表格", "一、与"+doc+"不一致的其他规定", "一、废止《关于贯彻"+doc+"的实施意见》", "一、"+doc+"第五条第二款", "一、"+doc+"由规范性文件转为一般文件管理", "一、"+doc+"以外的补充规定")
	each("fail", "said", "validity_mark", "{}", repeal, "一、"+doc+"（2024年3月1日印发）", "（1）"+doc+"")
	// what a guide of a service is said by
	const poor = `<p>本县居民新生儿登记户口的，由父母一方向居住地派出所申报，派出所核对无误后当场登记并打印户口簿。</p>`
	guides := func(s string) string {
		return services("新生儿户口登记办事指南|"+poor, "户口迁移办事指南|"+s)
	}
	each("no fail", "service", "service_guides", "{judge: [many_lacking], lacking: 4, count: 2}", guides,
		`<p>法律依据：户口登记条例。受理条件：本县居民。需提交资料：户口簿。窗口位置：人民路1号。</p>`, `<p>谁能办：本县居民。带什么：户口簿。去哪办：人民路1号大厅。多久办好：当场。</p>`, `<p>政策依据、办理对象、所需证件、受理部门地址、工作时间、咨询方式、审批流程见下表。</p>`, `<p>本指南全文请扫描二维码查看。</p>`, `<p>该事项已并入“出生一件事”，不再单独办理。</p>`)
	each("fail", "service", "service_guides", "{judge: [many_lacking], lacking: 4, count: 2}", guides, poor, `<p>欢迎前来咨询，我们将竭诚为您服务。</p><p>户口迁移是指公民因居住地变动而变更户口所在地。</p>`)
	return out
}

func TestWordingsInOtherPlaces(t *testing.T) {
	for _, w := range placeWordings() {
		t.Run(w.name, func(t *testing.T) {
			f := judgeWorkdays(t, w.check, w.with, w.site)
			if got := string(f.Outcome); got != w.want && !(w.want == "no fail" && f.Outcome != Fail) {
				t.Errorf("got %s, want %s\nreason: %s\ndefects: %+v", got, w.want, f.Reason, f.Defects)
			}
		})
	}
}
