package rules

import (
	"fmt"
	"strings"
	"testing"
)

// strayWordings go on with answers to opinions under other names, numbers of certificates,
// columns in odd order, links that nobody sees, periods and what is told of first days.
func strayWordings() []wording {
	var out []wording
	each := func(want, kind, check, with string, site func(s string) string, texts ...string) {
		for i, s := range texts {
			out = append(out, wording{want, fmt.Sprint(kind, " ", i, " ", s), check, with, site(s)})
		}
	}
	one, two := id(anID), id(another)
	// answers to opinions under other names
	answer := func(s string) string {
		title, body, _ := strings.Cut(s, "|")
		return call("2025-12-01", "征求意见时间为2025年12月1日至2026年1月5日。", callWays+callFiles, page("/fk/1.html", title, "2026-02-01", body))
	}
	pad := "<p>感谢社会各界对我县立法工作的关心、支持和参与，欢迎继续关注县住房和城乡建设局的工作。</p>"
	each("no fail", "feedback", "consultation", "{judge: [no_feedback, no_reasons]}", answer,
		"我县物业管理办法公开征求意见情况反馈|<p>收到意见4条，采纳4条。</p>"+pad, "关于物业管理新规征求意见的反馈公告|<p>《示例县物业管理办法》收到意见1条，已采纳。</p>"+pad, "意见征集结果公示（第5号）|<p>2025年12月1日至2026年1月5日，《示例县物业管理办法》公开征求意见，收到意见3条，全部采纳。</p>"+pad,
		"示例县物业管理办法（草案）听取意见情况报告|<p>收到建议7条，吸收5条，2条涉及上位法权限，予以说明。</p>"+pad, "物业管理办法意见反馈|<p>收到2条，未采纳1条，原因：超出本县权限。</p>"+pad, "公众意见及采纳情况（物业管理）|<p>《示例县物业管理办法》征求意见结束，收到0条意见。</p>"+pad,
		"《示例县物业管理办法》印发施行|<p>办法在征求意见期间收到意见12条，采纳9条，其余因条件不成熟未采纳。</p>"+pad, "关于《示例县物业管理办法（征求意见稿）》延长征求意见期限的公告|<p>征求意见时间延长至2026年3月31日。</p>"+pad)
	// numbers that are no persons', second list
	each("no fail", "private", "privacy", "{}", privatePage,
		"行政执法人员名录|"+tableOf("姓名,执法证号,单位", "张三,"+one[:17]+",县城管局", "李四,"+two[:17]+",县城管局"), "公益性岗位公示咨询|<p>联系人：张三 13912345678、李四 13812345679</p>", "失信被执行人名单|"+tableOf("姓名,身份证号", "张三,3201021990****1231"),
		"农民合作社示范社名单|"+tableOf("合作社,理事长,联系电话", "东村合作社,张三,13912345678", "西村合作社,李四,13812345679"), "文物保护员名单|"+tableOf("文保单位,保护员,电话", "东塔,张三,13912345678", "西塔,李四,13812345679"), "林长制公示牌|"+tableOf("林区,林长,监管员,电话", "东山,张三,王五,13912345678", "西山,李四,赵六,13812345679"),
		"12345热线话务员招聘|<p>报名电话：13912345678（张老师）、13812345679（李老师）</p>", "古树名木保护责任人公示|"+tableOf("树号,树种,责任人,电话", "001,银杏,张三,13912345678", "002,樟树,李四,13812345679"), "政府采购中标公告|<p>中标供应商：示例公司，联系人：张三，电话：13912345678；采购代理：李四 13812345679</p>",
		"便民服务电话（水电维修师傅）|"+tableOf("师傅,工种,电话", "张三,水工,13912345678", "李四,电工,13812345679"), "志愿服务队队长联络表|"+tableOf("服务队,队长,手机", "一队,张三,13912345678", "二队,李四,13812345679"), "防汛抢险队伍联系表|"+tableOf("队伍,队长,电话,人数", "东镇队,张三,13912345678,30", "西镇队,李四,13812345679,28"),
		"农村房屋不动产权证书遗失声明|<p>不动产权证号：苏（2020）示例县不动产权第"+one[:12]+"号</p>", "社会组织登记公告|"+tableOf("名称,法定代表人,登记证号", "示例协会,张三,"+one), "示例县人才公寓房源|"+tableOf("房源,看房联系人,联系电话", "东苑1-101,张三,13912345678", "西苑2-202,李四,13812345679"))
	each("fail", "private", "privacy", "{}", privatePage,
		"临时救助对象名单|"+tableOf("姓名,居民身份证号,金额", "张三,"+one+",800"), "考生成绩公布|"+tableOf("姓名,身份证号,成绩", "李四,"+two+",82.5"), "退役军人优抚金发放|"+tableOf("姓名,一卡通卡号,金额", "张三,"+aCard+",900"), "低保家庭花名册|"+tableOf("户主,电话,人口", "张三,13912345678,3", "李四,13812345679,2"), "购房补贴发放公示|"+tableOf("购房人,身份证,补贴", "张三,"+one+",20000"))
	// rows of a column in odd order and dress
	dated := func(s string) string {
		return county(`<li><a href="/tzgg/">通知公告</a></li>`, "", list("/tzgg/", "通知公告", strings.Split(s, ";")...))
	}
	each("no fail", "order", "column", noticeWith, dated,
		"关于停水的公告|2024-01-02|/tzgg/1.html;关于停电的公告|2025-03-01|/tzgg/2.html;关于停气的公告|2026-04-01|/tzgg/3.html", "【置顶】关于防汛的公告|2024-01-02|/tzgg/1.html;关于停电的公告|2026-03-01|/tzgg/2.html")
	// links that are nobody's fault
	link := func(s string) string {
		return "-- / --\n<html><head><title>示例县人民政府</title></head><body>" + menu(`<li><a href="/a.html">通知</a></li>`) + `<div class="main"><p>` + s + `</p></div></body></html>` + "\n" + single("/zwgk/", "政务公开", "<p>政务公开内容齐全，欢迎查阅。</p>") + single("/zwfw/", "政务服务", "<p>政务服务内容齐全，欢迎查阅。</p>") + single("/hdjl/", "互动交流", "<p>互动交流内容齐全，欢迎查阅。</p>") + single("/a.html", "通知", "<p>通知内容齐全，欢迎查阅。</p>") + "-- /gone.html --\nHTTP 404\n\n"
	}
	each("no fail", "links", "links", "{}", link,
		`<!--<a href="/gone.html">旧</a>-->`, `<script>var u='<a href="/gone.html">x</a>';</script>`, `<template><a href="/gone.html">x</a></template>`, `<a data-href="/gone.html">x</a>`, `<a href="#gone.html">x</a>`, `原文链接：/gone.html`, `<link rel="alternate" href="/gone.html">`, `<a href="javascript:open('/gone.html')">x</a>`, `<del><a href="/gone.html">通知全文（已撤下）</a></del>`)
	each("fail", "links", "links", "{}", link, `<a href="/gone.html">办事指南下载</a>`, `<a href=" /gone.html ">通知全文</a>`, `<map><area href="/gone.html" alt="东镇"></map>`)
	// periods told in other ways
	full := callWays + callFiles
	per := func(s string) string { return call("2026-03-01", s, full) }
	each("no fail", "period", "consultation", "{judge: [period_short]}", per,
		"公示期限为30天，自公告发布次日起算。", "征求意见时间：2026年2月25日至2026年3月27日。", "请于3月31日17:00前将意见反馈至我局，逾期视为无意见。", "意见征集截止2026年3月10日，因涉及重大公共利益需紧急实施，经批准缩短征求意见期限。", "本次为第二次公开征求意见，时间为2026年3月1日至3月10日，第一次为2025年12月1日至12月31日。", "征集时间：即日起至三月三十日。", "即日起一个月内。", "30日内可通过下列方式提出。")
	each("fail", "period", "consultation", "{judge: [period_short]}", per,
		"公示期为十五日。", "征集时间：即日起至2026年3月15日。", "自2026年3月1日至2026年3月20日（共20天）。", "时间：7个工作日。")
	// days of documents
	told := func(s string) string {
		title := "示例县人民政府关于印发" + roads + "的通知"
		return homePage + portalPage("首页", "", `<h2><a href="/gfxwj/">规范性文件</a></h2>`) + listPage("规范性文件", "/gfxwj/", "/gfxwj/1.html", title, "2024-07-31") +
			docPage("/gfxwj/1.html", "规范性文件", "/gfxwj/", title, "2024-07-31", indexBox("示政规〔2024〕2号", "2024-06-03", "有效"), "<p>第一条 为了加强管理，制定本办法。</p><p>第二条 本办法自印发之日起施行。</p>"+s)
	}
	each("no fail", "told", "timeliness", "{}", told,
		"<p>（本文件2024年6月5日已在“示例发布”微信公众号公布）</p>", "<p>公开时间说明：6月6日张贴于县政务公开栏，7月31日补录上网。</p>", "<p>备注：此件因系统故障于7月31日补发，首次上网时间6月4日。</p>", "<p>本办法经批准于2024年7月20日解除内部管理，予以公开。</p>", "<p>本文已于2024年6月10日刊登在《示例日报》第3版。</p>")
	each("fail", "told", "timeliness", "{}", told, "<p>本办法施行中的问题，请于2024年6月30日前报县交通局。</p>", "<p>联系人：张三，电话0513-81234567。</p>")
	return out
}

func TestStrayWordings(t *testing.T) {
	for _, w := range strayWordings() {
		t.Run(w.name, func(t *testing.T) {
			f := judgeWorkdays(t, w.check, w.with, w.site)
			if got := string(f.Outcome); got != w.want && !(w.want == "no fail" && f.Outcome != Fail) {
				t.Errorf("got %s, want %s\nreason: %s\ndefects: %+v", got, w.want, f.Reason, f.Defects)
			}
		})
	}
}
