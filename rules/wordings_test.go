package rules

import (
	"fmt"
	"strings"
	"testing"
)

// wording is one way in which a page says a thing, or does not. want is pass, fail,
// or no fail where a person may have to decide.
type wording struct{ want, name, check, with, site string }

func wordings() []wording {
	var out []wording
	each := func(want, kind, check, with string, site func(s string) string, texts ...string) {
		for i, s := range texts {
			out = append(out, wording{want, fmt.Sprint(kind, " ", i, " ", s), check, with, site(s)})
		}
	}
	appl := func(text string) string {
		return county("", applyEntry, single("/zwgk/ysq/", "依申请公开", text)+"-- /zwgk/ysq/sqb.doc --\nContent-Type: application/msword\n\nform\n")
	}
	rest := strings.ReplaceAll(applyRest, "以及获取信息的方式", "")
	each("no fail", "limit", "application", "{}", func(s string) string { return appl(rest + applyWays + applyForm + s) },
		"<p>自登记之日起算，二十个工作日内给您回音。</p>", "<p>流程：登记（1天）→审查（15天）→答复（4天），合计20天（工作日）</p>", "<p>时限：法定20个工作日，承诺15个工作日</p>", "<p>我们将依照《条例》规定的期限给予答复。</p>", "<p>一般四周之内会收到书面答复。</p>", "<p>答复不超过贰拾个工作日。</p>", "<p>机关收到之日起 20 个 工 作 日</p>")
	each("fail", "limit", "application", "{}", func(s string) string { return appl(rest + applyWays + applyForm + s) },
		"<p>本机关将尽快与申请人联系，请保持电话畅通。</p>", "<p>申请人对答复不服的，可以在六十日内申请行政复议。</p>", "<p>受理时间：工作日上午8:30—11:30。</p>", "<p>收费标准：不收取费用。</p>", "<p>受理机构：县政府办公室政务公开股，电话：0513-81234567，地址：人民路1号。</p>")
	each("no fail", "way", "application", "{}", func(s string) string { return appl(rest + applyLimits + applyForm + s) },
		"<p>申请书可以请他人转交至县政府办公室。</p>", "<p>请将申请表和身份证复印件一并寄回。</p>", "<p>发送申请至 zwgk@example.gov.cn 即可。</p>", "<p>通过“依申请公开系统”注册后填报。</p>", "<p>线下受理点：县政务服务中心综合窗口。</p>", "<p>填写后拍照发送到政务公开股邮箱。</p>")
	each("pass", "way", "application", "{}", func(s string) string { return appl(rest + applyLimits + applyForm + s) },
		"<p>可以在网上填写提交，也可以打印后寄送我办。</p>", "<p>申请渠道：线上提交或邮寄送达。</p>", "<p>填写申请表后送至县政府办公室。</p>")
	each("no fail", "form", "application", "{}", func(s string) string { return appl(rest + applyWays + applyLimits + s) },
		`<p>附件下载：<a href="/zwgk/ysq/sqb.doc">自然人版</a> <a href="/zwgk/ysq/sqb.doc">法人版</a>，填写申请表。</p>`, `<p><a href="/zwgk/ysq/sqb.doc"><img src="/i/d.png" alt=""></a>下载申请表</p>`, `<p>申请表由受理窗口免费提供。</p>`, `<p>书面申请无固定格式，写明下列事项即可：姓名、联系方式、所需信息的名称。</p>`, `<table><tr><td>申请人姓名</td><td></td></tr><tr><td>证件号码</td><td></td></tr><tr><td>所需信息</td><td></td></tr><tr><td>获取方式</td><td></td></tr></table>`)
	for _, x := range []struct {
		want, old string
		texts     []string
	}{
		{"no fail", guideAddress, []string{"<p>办公场所在县委大院内</p>", "<p>请到示例县城关镇文化路北段办公</p>", "<p>联络地点：行政审批局三楼西</p>", "<p>（示例县人民路1号，226000）</p>", "<p>具体方位：汽车站对面</p>"}},
		{"fail", guideAddress, []string{"", "<p>邮政编码：226000</p>", "<p>本机关竭诚为您服务。</p>", "<p>欢迎社会各界监督。</p>"}},
		{"no fail", guideHours, []string{"<p>上班期间均可受理</p>", "<p>9点到17点（节假日休）</p>", "<p>受理申请：周一～周五</p>", "<p>每天（法定节假日除外）开放</p>", "<p>夏：8-12，15-18；冬：8-12，14-17</p>"}},
		{"fail", guideHours, []string{"", "<p>邮政编码：226000</p>", "<p>我们将热情为您服务。</p>"}},
		{"no fail", guidePhone, []string{"<p>来电：81234567</p>", "<p>联系：0513 8123 4567</p>", "<p>电 话 ：( 0 5 1 3 ) 8 1 2 3 4 5 6 7</p>", "<p>垂询号码：81234567</p>", "<p>0513-81234567、81234569</p>"}},
		{"fail", guidePhone, []string{"", "<p>监督电话：0513-81230000</p>", "<p>投诉举报电话：0513-81230000</p>", "<p>技术支持电话：0513-81239999</p>"}},
		{"no fail", guideFax, []string{"<p>传 真：无</p>", "<p>FAX:(0513)81234568</p>", "<p>电话（传真）：0513-81234567</p>", "<p>传真机号：81234568</p>", "<p>电话及传真：0513-81234567</p>"}},
		{"fail", guideFax, []string{"", "<p>邮政编码：226000</p>", "<p>监督电话：0513-81230000</p>"}},
		{"no fail", guideMail, []string{"<p>邮 箱：zwgk(at)example.gov.cn</p>", "<p>EMAIL：zwgk@163.com</p>", "<p>微信公众号：示例发布</p>", "<p>网上办理：登录本网站“依申请公开”栏目</p>"}},
		{"no fail", guideName, []string{"<p>县政府办公室承担本机关政府信息公开日常工作。</p>", "<p>承办科室：政务公开股</p>", "<p>受理部门：县政府办</p>", "<p>（一）单位：示例县人民政府办公室</p>", "<p>本机关指定县政府办公室负责政府信息公开事务。</p>"}},
		{"no fail", guideClasses, []string{"<p>一、内容分八个方面，目录按时间排序。</p>", "<p>一、公开目录：信息归为机构、政策、规划三块，并按发布先后次序列示。</p>", "<p>信息分类详见《目录》，每条信息由索引号、名称、日期组成。</p>", "<p>分类：主题、体裁、组配；次序：新者居先。</p>"}},
	} {
		each(x.want, "guide "+string([]rune(x.old)[3:8]), "guide", "{}", func(s string) string {
			return guideSite(strings.Replace(changedGuide(x.old, s), "、传真、", "、", 1))
		}, x.texts...)
	}
	inst := func(text string) string { return county("", orgEntry, single("/zwgk/jg/", "机构职能", text)) }
	for _, x := range []struct {
		want, old string
		texts     []string
	}{
		{"no fail", orgAddress, []string{"<p>住所：人民路1号</p>", "<p>办公楼地址见地图</p>", "<p>县行政服务中心五楼东侧</p>", "<p>单位所在：人民路1号</p>"}},
		{"fail", orgAddress, []string{"<p>邮编：226000</p>", "<p>本局成立于1984年，2019年机构改革后重新组建。</p>", "<p>局机关行政编制20名。</p>", "<p>网址：www.example.gov.cn</p>"}},
		{"no fail", orgHours, []string{"<p>服务时段：9时—17时</p>", "<p>对外服务：周一至周五全天</p>", "<p>作息安排：上午八时半至十二时</p>"}},
		{"fail", orgHours, []string{"<p>局机关行政编制20名。</p>", "<p>本局成立于1984年。</p>", "<p>邮编：226000</p>"}},
		{"no fail", orgPhone, []string{"<p>政务热线：12345</p>", "<p>值班：0513—81234567</p>", "<p>通讯：81234567（办）</p>"}},
		{"fail", orgPhone, []string{"<p>邮编：226000</p>", "<p>局机关行政编制20名。</p>", "<p>监督电话：0513-81230000</p>"}},
		{"no fail", orgHead, []string{"<p>局党组书记、局长：张 明</p>", "<p>局长张明主持全面工作。</p>", "<p>主要领导：张明（局长）、李华（副局长）</p>", "<p>班子成员：张明、李华</p>"}},
		{"fail", orgHead, []string{"<p>局机关行政编制20名，其中局长1名，副局长3名。</p>", "<p>邮编：226000</p>"}},
		{"no fail", orgUnits, []string{"<p>机关科室设置：办公室、业务科</p>", "<p>本局设下列内设机构：（一）办公室（二）法规股</p>", "<p>下属：执法大队、检测中心</p>"}},
		{"fail", orgUnits, []string{"<p>邮编：226000</p>"}},
	} {
		each(x.want, "inst "+string([]rune(x.old)[3:8]), "institution", "{}", func(s string) string { return inst(strings.Replace(wholeOrg, x.old, s, 1)) }, x.texts...)
	}
	lst := func(rows string) string {
		return county(`<li><a href="/xx/">县长信箱</a></li>`, "", "-- /xx/ --\n<html><head><title>县长信箱-示例县人民政府</title></head><body>"+menu("")+`<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/hdjl/">互动交流</a> &gt; <a href="/xx/">县长信箱</a></div><div class="main"><h2>县长信箱</h2><table>`+rows+"</table></div></body></html>\n")
	}
	state := func(st string) string {
		return lst("<tr><th>标题</th><th>来信时间</th><th>办理状态</th></tr><tr><td>修路</td><td>2025-12-01</td><td>" + st + "</td></tr><tr><td>修桥</td><td>2026-03-02</td><td>已回复</td></tr>")
	}
	each("no fail", "status", "reply", "{judge: [unanswered], within: 1 year}", state, "已转12345", "回复完毕", "结案", "已阅", "办毕", "已答待评", "免予公开", "不予受理", "用户撤回", "重复件已并案", "已电话沟通", "已告知")
	each("fail", "status", "reply", "{judge: [unanswered], within: 1 year}", state, "未回复", "待回复", "尚未答复", "未办理", "待处理", "正在处理中", "受理中", "转办中", "暂未回复", "待办", "等待回复")
	row := func(b string) string {
		return lst("<tr><th>标题</th><th>来信时间</th><th>回复时间</th></tr><tr><td>修路</td><td>2025-12-01</td><td>" + b + "</td></tr><tr><td>修桥</td><td>2026-03-02</td><td>2026-03-04</td></tr>")
	}
	each("no fail", "answer day", "reply", "{judge: [unanswered], within: 1 year}", row, "见附件", "2025年12月3日", "25-12-03", "不公开", "***")
	each("fail", "late", "reply", "{judge: [late]}", func(s string) string { return row(s) }, "2025-12-09", "2025年12月9日", "2025/12/9 10:00")
	each("no fail", "late", "reply", "{judge: [late]}", func(s string) string { return row(s) }, "2025-12-08", "2025年12月8日 23:59")
	full := callWays + callFiles
	per := func(s string) string { return call("2026-03-01", s, full) }
	each("no fail", "period", "consultation", "{judge: [period_short]}", per, "时间为一个月。", "请于2026年3月30日24时前提出。", "自3月1日起，至3月30日止（含首尾两日）。", "期限：30个自然日。", "征集截止日：2026/03/30。", "自公告发布次日起30日内。", "因汛期临近、情况紧急，征求意见期限为10天。", "征求意见期限自2026年3月1日起至文件印发前。", "截止时间：二〇二六年三月三十日。")
	each("fail", "period", "consultation", "{judge: [period_short]}", per, "时间为半个月，即2026年3月1日至3月15日。", "请于2026年3月20日前反馈意见。", "征求意见时间：2026-03-01至2026-03-29。", "公示期为7个工作日，自2026年3月2日至3月10日。", "征求意见截止日期为2026年3月10日17时。", "期限10天（3月1日—3月10日）。")
	when := "征求意见时间：2026年3月1日至2026年3月31日。"
	each("no fail", "channel", "consultation", "{judge: [no_channel]}", func(s string) string { return call("2026-03-01", when, s+callFiles) }, "<p>意见请寄：示例县住建局法规股</p>", "<p>可拨打12345提出。</p>", "<p>请登录示例县政务服务网“征求意见”专栏留言。</p>", "<p>联系人：王工，座机85098000。</p>", "<p>可在本页评论区留言。</p>", "<p>各单位请以正式函件反馈。</p>")
	each("fail", "channel", "consultation", "{judge: [no_channel]}", func(s string) string { return call("2026-03-01", when, s+callFiles) }, "<p>欢迎社会各界提出宝贵意见。</p>", "<p>感谢您对立法工作的支持！</p>", "", "<p>特此公告。</p><p>示例县住房和城乡建设局</p>")
	each("fail", "draft", "consultation", "{judge: [no_draft]}", func(s string) string { return call("2026-03-01", when, callWays+s) }, "", "<p>特此公告。</p>", "<p>欢迎社会各界提出宝贵意见。</p>")
	old := "征求意见时间：2025年11月1日至2025年12月5日。"
	each("no fail", "answered", "consultation", "{judge: [no_feedback]}", func(s string) string { return call("2025-11-01", old, full+s) }, "<p>反馈：无人提出异议。</p>", "<p>征集结果已于2026年1月公布于县政府公报。</p>", "<p>【已结束】共有12人参与，采纳情况见下：全部采纳。</p>", "<p>结果反馈：0条</p>", "<p>该项工作已终止，不再征求意见。</p>")
	each("fail", "answered", "consultation", "{judge: [no_feedback]}", func(s string) string { return call("2025-11-01", old, full+s) }, "", "<p>本次征集已结束，感谢您的参与！</p>", "<p>征集状态：已结束</p>", "<p>我们将认真研究各方意见。</p>")
	col := func(body string) string {
		return county(`<li><a href="/gh/">规划计划</a></li>`, "", single("/gh/", "规划计划", body))
	}
	with := "{names: [规划信息, 规划计划]}"
	each("no fail", "column", "column", with, col, "<p>规划信息统一在“政府信息公开平台”发布</p>", "<p>我县规划由市自然资源局统一编制和公布。</p>", "<p>本栏目内容调整至“重点领域”</p>", "<p>该类信息涉密，不予公开</p>", "<p>暂无，规划期为2026年7月起</p>", "<p>（本部门无规划职能）</p>", `<p>暂无内容 <a href="http://fgw.example.gov.cn/gh">县发改委规划专栏</a></p>`, "<p>零报告</p>")
	each("fail", "column", "column", with, col, "<p>没有相关数据</p>", "<p>内容建设中...</p>", "<div class=\"nodata\">暂无内容~</div>", "<p>对不起，暂无信息</p>", "<p>该栏目正在完善中，请稍后访问</p>", "<ul class=\"list\"></ul><p>共0条</p>", "<p>此栏目暂时没有内容！</p>", "<p>共 0 条记录 1/1</p>")
	ages := func(extra string) string {
		return county(`<li><a href="/tzgg/">通知公告</a></li>`, "", strings.Replace(list("/tzgg/", "通知公告", "关于停水的公告|2025-03-02|/tzgg/1.html", "关于停电的公告|2025-03-01|/tzgg/2.html"), `<ul class="list">`, extra+`<ul class="list">`, 1)+article("/tzgg/1.html", "关于停水的公告", "2025-03-02")+article("/tzgg/2.html", "关于停电的公告", "2025-03-01"))
	}
	each("no fail", "age", "column", noticeWith, ages, "<p>2025年4月起，公告通过“示例发布”公众号推送。</p>", "<p>本站公告栏已于2025年停用。</p>", "<p>最新公告见政务服务网。</p>", "<p>提示：本页为2025年以前公告</p>")
	each("fail", "age", "column", noticeWith, ages, "", "<p>欢迎查阅我县通知公告。</p>", "<p>点击标题查看全文</p>", "<p>本栏目发布县政府各类通知公告，由县政府办公室维护。</p>", "<p>共2条 首页 上一页 下一页 尾页</p>")
	foot := func(old, v string) string { return strings.ReplaceAll(labelledCounty(), old, v) }
	who := "主办单位：示例县人民政府办公室 联系电话：0513-80000000"
	each("no fail", "foot", "labels", "{judge: [footer_missing]}", func(s string) string { return foot(who, s) }, "主 办：示例县人民政府 电 话：80000000", "本网站由示例县人民政府主办，咨询0513-80000000", "示例县人民政府办公室 版权所有 服务邮箱：a@example.gov.cn", "运维：示例县大数据中心 (0513)80000000", "主办方：县政府办 反馈热线80000000")
	each("fail", "foot", "labels", "{judge: [footer_missing]}", func(s string) string { return foot(who, s) }, "主办单位：示例县人民政府办公室", "建议使用1366*768分辨率浏览 联系电话：0513-80000000", "主办：示例县人民政府 您是第123456789位访问者", "主办单位：示例县人民政府办公室 技术支持：某某科技有限公司")
	each("fail", "footcode", "labels", "{judge: [footer_missing]}", func(s string) string { return foot("网站标识码：3206230001", s) }, "", "网站支持IPv6", "访问量：12345678", "邮编：226000")
	each("fail", "icp", "labels", "{judge: [footer_missing], parts: [ICP备案编号]}", func(s string) string { return foot(`<a href="https://beian.miit.gov.cn/">苏ICP备05000001号</a>`, s) }, "", "网站支持IPv6", "备案编号")
	const body = `<p>会议强调，要扎实推进重点工作，切实保障和改善民生，推动经济社会高质量发展。</p><p>会议还研究了其他事项，对下一阶段的工作作出了安排。</p>`
	rep := func(s string) string {
		info, text, _ := strings.Cut(s, "|")
		rows, pages := []string{}, ""
		for i := range 5 {
			at, title := fmt.Sprintf("/zwdt/%d.html", i+1), fmt.Sprintf("示例县第%d次工作会议召开部署有关任务", i+1)
			rows = append(rows, at, title, "2026-04-01")
			pages += newsPage(at, "政务动态", "/zwdt/", title, "发布时间：2026-04-01　来源：县政府办", body)
		}
		return homePage + portalPage("首页", "", `<h2><a href="/gwy/">国务院信息</a></h2><h2><a href="/zwdt/">政务动态</a></h2>`) +
			listPage("国务院信息", "/gwy/", "/gwy/1.html", "国务院常务会议研究部署有关工作", "2026-04-01") +
			newsPage("/gwy/1.html", "国务院信息", "/gwy/", "国务院常务会议研究部署有关工作", info, text+body) + listPage("政务动态", "/zwdt/", rows...) + pages
	}
	each("no fail", "source", "attribution", "{}", rep, "2026-04-01 来源：|<p>据新华社报道，</p>", "2026-04-01 稿源 中国政府网|", "2026-04-01 来源：|<p>（人民网北京4月1日电）</p>", "2026-04-01 中国政府网|", "2026-04-01 转自：国务院办公厅|", "2026-04-01 来源：|<p>新华视点 4月1日</p>", "2026-04-01 来源：|<p>央视网消息：国务院召开会议。</p>")
	each("fail", "source", "attribution", "{}", rep, "2026-04-01 来源：|", "发布时间：2026-04-01|", "2026-04-01 来源： 作者： 点击数：12|", "2026-04-01 浏览：123次 来源：　字体：大 中 小|")
	thin := `<p>本县居民登记户口的，由父母申报，核对无误后登记。</p>`
	svc := func(s string) string {
		return services("新生儿户口登记办事指南|"+thin+s, "户口迁移办事指南|"+thin+s)
	}
	each("no fail", "services", "service_guides", "{judge: [many_lacking], lacking: 4, count: 2}", svc, "<p>扫码查看办理指南。</p>", "<p>全程网办，请在线办理。</p>", "<p>凭户口簿、身份证，工作日到派出所，当场办结。咨询81234567</p>")
	each("fail", "services", "service_guides", "{judge: [many_lacking], lacking: 4, count: 2}", svc, "", "<p>祝您办事愉快。</p>", "<p>请携带相关证件。</p>", "<p>工作人员会热情为您服务，如有疑问请向值班人员询问。</p>")
	report := func(f func(s *reportSite, v string)) func(string) string {
		return func(v string) string { s := newReportSite(); f(s, v); return s.text() }
	}
	for part, heads := range map[int][]string{
		1: {"一、基本情况", "第一部分 概述", "一、2025年政府信息公开工作总体情况", "一 总 体 情 况", "（一）工作开展总体情况"},
		2: {"二、主动公开情况", "二、行政机关主动公开政府信息情况", "二、主动公开政府信息情况表", "第二部分 主动公开"},
		3: {"三、依申请公开办理情况", "三、收到及处理政府信息公开申请的情况", "三、申请办理情况"},
		4: {"四、行政复议和行政诉讼情况", "四、因政府信息公开引起的复议、诉讼", "四、复议诉讼情况"},
		5: {"五、存在的不足和下一步打算", "五、问题与改进", "五、主要问题、改进措施", "五、存在困难及下步工作计划"},
		6: {"六、需要说明的其他事项", "六、其他", "六、其它需报告事项", "六、附件及说明"},
	} {
		each("no fail", fmt.Sprint("heading ", part), "annual_report", "{judge: [part_missing]}", report(func(s *reportSite, v string) { s.now.parts[part] = v }), heads...)
	}
	each("no fail", "report day", "annual_report", "{judge: [late, missing]}", report(func(s *reportSite, v string) { s.now.label = v }), "2026-03-31", "2026年3月31日", "二〇二六年三月三十一日", "2026.3.31")
	return out
}

func TestOrdinaryWordings(t *testing.T) {
	for _, w := range wordings() {
		t.Run(w.name, func(t *testing.T) {
			f := judgeWorkdays(t, w.check, w.with, w.site)
			if got := string(f.Outcome); got != w.want && !(w.want == "no fail" && f.Outcome != Fail) {
				t.Errorf("got %s, want %s\nreason: %s\ndefects: %+v", got, w.want, f.Reason, f.Defects)
			}
		})
	}
}
