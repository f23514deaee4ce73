package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

const (
	callTitle = "示例县住房和城乡建设局关于公开征求《示例县物业管理办法（征求意见稿）》意见的公告"
	callWays  = "<p>有关单位和社会公众可通过以下方式提出意见：电子邮箱 zjj@example.gov.cn；通信地址：示例县人民路1号；联系电话：0513-85098000。</p>"
	callFiles = `<p>附件：<a href="/f/1.docx">1.示例县物业管理办法（征求意见稿）.docx</a></p><p><a href="/f/2.docx">2.起草说明.docx</a></p>`
)

// page is an article of the county with a body of its own.
func page(path, title, day, body string) string {
	return "-- " + path + " --\n<html><head><title>" + title + `</title></head><body>` + menu("") + `<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zj/">意见征集</a></div><div class="article"><h1>` + title +
		`</h1><div class="info">发布时间：` + day + `</div><div class="content">` + body + "</div></div></body></html>\n"
}

// fileText is an attachment that was read.
func fileText(path, text string) string {
	return "-- " + path + " --\nDocument: read\n\n" + text + "\n"
}

// calls is a county with a column of notices whose rows are "title|day|path".
func calls(rows []string, pages ...string) string {
	return county(`<li><a href="/zj/">意见征集</a></li>`, "", list("/zj/", "意见征集", rows...)+strings.Join(pages, ""))
}

// call is a county with one notice that says when.
func call(day, when, rest string, more ...string) string {
	const path = "/zj/t20260301_1.html"
	body := "<p>为进一步规范物业管理活动，维护业主和物业服务人的合法权益，我局起草了《示例县物业管理办法（征求意见稿）》，现向社会公开征求意见。</p><p>" + when + "</p>" + rest
	return calls([]string{callTitle + "|" + day + "|" + path, "关于公开征集物业管理典型案例的公告|2026-01-05|/zj/9.html"},
		append([]string{page(path, callTitle, day, body), page("/zj/9.html", "关于公开征集物业管理典型案例的公告", "2026-01-05", "<p>现面向全县公开征集物业管理典型案例，请于三日内报送，电话0513-85098000，逾期不再受理，感谢支持。</p>")}, more...)...)
}

// The sites are judged on 2026-04-10.
func TestConsultationPeriod(t *testing.T) {
	full := callWays + callFiles
	tests := []struct{ name, site, want string }{
		{"thirty days, first and last counted, are enough", call("2026-03-01", "征求意见时间：2026年3月1日至2026年3月30日。", full), "pass"},
		{"twenty-nine days are short", call("2026-03-01", "征求意见时间：2026年3月1日至2026年3月29日。", full), "fail period_short"},
		{"thirty-one days are enough", call("2026-03-01", "征求意见时间为2026年3月1日至3月31日。", full), "pass"},
		{"a week is short", call("2026-03-01", "征求意见时间为2026年3月1日至7日。", full), "fail period_short"},
		{"an end put off in the text counts", call("2026-03-01", "征求意见时间：2026年3月1日至2026年3月15日，后延长至2026年4月5日。", full), "pass"},
		{"an end put off in a sentence of its own", call("2026-03-01", "征求意见时间：2026年3月1日至3月15日。经研究，延长至2026年4月6日。", full), "pass"},
		{"a term of the old document that was put off is no time for opinions", call("2026-03-01", "征求意见时间：2026年3月1日至3月15日。原办法有效期延长至2026年4月6日。", full), "fail period_short"},
		{"an end put off by days", call("2026-03-01", "征求意见时间：2026年3月1日至2026年3月15日，现已延期15天。", full), "pass"},
		{"an end put off by too few days", call("2026-03-01", "征求意见时间：2026年3月1日至2026年3月15日，现已延期5天。", full), "fail period_short"},
		{"an end that was changed", call("2026-03-01", "征求意见时间：2026年3月1日至3月15日，现截止日期改为2026年4月5日。", full), "pass"},
		{"a second round may be shorter", call("2026-03-01", "现再次公开征求意见，时间为2026年3月1日至3月10日。", full), "review period_short"},
		{"a reason in other words", call("2026-03-01", "由于时限要求紧，请于2026年3月10日前反馈。", full), "pass"},
		{"an end put off by too little", call("2026-03-01", "征求意见时间：2026年3月1日至2026年3月15日。应公众要求，现将截止时间顺延至3月20日。", full), "fail period_short"},
		{"a range in dashes and clocks is read", call("2026-03-01", "征集时间：2026-03-01 00:00:00 至 2026-03-10 23:59:59", full), "fail period_short"},
		{"a range in dots is read", call("2026-03-01", "公示期：2026.3.1—2026.3.9，欢迎提出意见。", full), "fail period_short"},
		{"a range in Chinese numerals is read", call("2026-03-01", "征求意见时间为二〇二六年三月一日至二〇二六年三月十日。", full), "fail period_short"},
		{"a range without years is read", call("2026-03-01", "意见征集期限：3月1日至3月15日。", full), "fail period_short"},
		{"a range cut by tags is read", call("2026-03-01", "征求意见时间为<b>2026</b>年<span>3</span>月1日至<b>3</b>月&nbsp;10&nbsp;日。", full), "fail period_short"},
		{"a beginning and an end under labels are read", call("2026-03-01", "开始时间：2026-03-01 结束时间：2026-03-12", full), "fail period_short"},
		{"a range in a table is read", call("2026-03-01", "<table><tr><th>征集时间</th><td>2026-03-01</td><td>至</td><td>2026-03-10</td></tr><tr><th>征集单位</th><td>县住建局</td></tr></table>", full), "fail period_short"},
		{"a beginning and an end in a table are read", call("2026-03-01", "<table><tr><td>开始日期</td><td>2026-03-01</td></tr><tr><td>截止日期</td><td>2026-03-10</td></tr></table>", full), "fail period_short"},
		{"a beginning and an end in a list of definitions are read", call("2026-03-01", "<dl><dt>开始时间：</dt><dd>2026-03-01</dd><dt>结束时间：</dt><dd>2026-04-05</dd></dl>", full), "pass"},
		{"a range with weekdays is read", call("2026-03-01", "公示时间：2026年3月2日（星期一）至2026年3月9日（星期一），欢迎提出意见。", full), "fail period_short"},
		{"a range in full-width characters is read", call("2026-03-01", "征求意见时间：２０２６年３月１日—２０２６年３月１０日。", full), "fail period_short"},
		{"a range from one year to the next is read", call("2025-12-10", "征求意见时间为2025年12月10日至1月12日。", full), "pass"},
		{"a year of a plan is no time for opinions", call("2026-03-01", "规划期限为2026年1月1日至2030年12月31日。请于2026年4月5日前将意见反馈至我局。", full), "pass"},
		{"the end of a term in the draft is no time for opinions", call("2026-03-01", "征求意见时间为2026年3月1日至3月10日。", full+"<p>第一条 为规范管理，制定本办法。</p><p>第二条 意见征集工作自2026年3月1日至2026年12月31日开展。</p>"), "fail period_short"},
		{"an end alone counts from publication", call("2026-03-01", "请于2026年3月15日前将意见反馈至我局。", full), "fail period_short"},
		{"an end at the close of a working day counts from publication", call("2026-03-01", "反馈意见请于3月20日（星期五）下班前提交。", full), "fail period_short"},
		{"a range of days in brackets is read", call("2026-03-01", "征集日期：[2026-03-01] 至 [2026-03-15]", full), "fail period_short"},
		{"a time in words is certain whatever pictures stand beside it", call("2026-03-01", "征求意见时间为2026年3月1日至3月10日。", full+`<p>扫描二维码填写<img src="/i/2.png" width="300" height="300"></p>`), "fail period_short"},
		{"an end alone a month after publication is enough", call("2026-03-01", "请于2026年3月31日前将意见反馈至我局。", full), "pass"},
		{"working days from publication are read where the reader is asked for them", call("2026-03-01", "意见请于7个工作日内反馈。", full), "fail period_short"},
		{"as are days from the notice", call("2026-03-01", "请有关单位和个人在本公告发布之日起十五日内提出意见。", full), "fail period_short"},
		{"enough of them", call("2026-03-01", "请于30日内将意见反馈至我局。", full), "pass"},
		{"a term of the draft is none", call("2026-03-01", "欢迎提出意见。", full+"<p>业主申请复核的，物业服务人应当于7个工作日内反馈意见。</p>"), "review period_short"},
		{"a closing day under a label counts from publication", call("2026-03-01", "截止日期：2026-03-20，欢迎提出意见。", full), "fail period_short"},
		{"from now to a day counts from publication", call("2026-03-01", "征求意见时间：即日起至2026年3月18日。", full), "fail period_short"},
		{"thirty days from publication are enough", call("2026-03-01", "意见反馈时间为自本公告发布之日起30日内。", full), "pass"},
		{"thirty days in Chinese are enough", call("2026-03-01", "请自公告发布之日起三十日内提出意见。", full), "pass"},
		{"fifteen days from publication are short", call("2026-03-01", "请自公告发布之日起15日内提出意见。", full), "fail period_short"},
		{"seven days of a display are short", call("2026-03-01", "公示期为7天，公示期内可提出意见。", full), "fail period_short"},
		{"two weeks are short", call("2026-03-01", "征求意见时间为两周。", full), "fail period_short"},
		{"five weeks are enough", call("2026-03-01", "征求意见的期限是5个星期。", full), "pass"},
		{"a month from publication is enough", call("2026-02-01", "征求意见期限为1个月。", full), "pass"},
		{"seven working days are short whatever the calendar", call("2026-03-01", "征求意见时间为7个工作日。", full), "fail period_short"},
		{"a short time that is explained is fine", call("2026-03-01", "因情况紧急，征求意见期限缩短为7日，征求意见时间为2026年3月1日至3月7日。", full), "pass"},
		{"a draft about shortening something is not explained by it", call("2026-03-01", "该办法缩短了办理环节。征求意见时间为2026年3月1日至3月7日。", full), "fail period_short"},
		{"a notice without any time is for a person", call("2026-03-01", "欢迎提出宝贵意见。", full), "review period_short"},
		{"a notice that is a picture is unknown", calls([]string{callTitle + "|2026-03-01|/zj/1.html", "关于开展民意调查的公告|2026-03-01|/zj/2.html"}, page("/zj/1.html", callTitle, "2026-03-01", `<img src="/i/1.jpg" width="800" height="1200">`), article("/zj/2.html", "关于开展民意调查的公告", "2026-03-01")), "unknown"},
		{"an extended consultation is not short", call("2026-03-01", "征求意见时间为2026年3月1日至3月7日。", full, page("/zj/2.html", "关于延长《示例县物业管理办法（征求意见稿）》征求意见时间的公告", "2026-03-07", "<p>现将征求意见时间延长至2026年4月7日，欢迎社会各界继续提出宝贵意见和建议，联系电话0513-85098000。</p>")), "pass"},
		{"a call for projects binds no thirty days", calls([]string{"关于征集2026年民生实事项目建议的公告|2026-03-01|/zj/1.html"}, page("/zj/1.html", "关于征集2026年民生实事项目建议的公告", "2026-03-01", "<p>现公开征集民生实事项目建议，时间为2026年3月1日至3月7日，电话0513-85098000，欢迎广大市民踊跃参与。</p>")), "exempt"},
		{"notices before the regulation are not judged", calls([]string{callTitle + "|2019-08-31|/zj/1.html"}, page("/zj/1.html", callTitle, "2019-08-31", "<p>我局起草了办法，征求意见时间为2019年8月31日至9月6日，现向社会公开征求意见，请各有关单位和个人提出意见建议。</p>")), "exempt"},
		{"a site without notices is exempt", county("", "", ""), "exempt"},
		{"a notice of a body above that is passed on binds the site to nothing", calls([]string{"转发省司法厅关于公开征求《示例省气候资源条例（草案）》意见的公告|2026-03-01|/zj/1.html"}, page("/zj/1.html", "转发省司法厅关于公开征求《示例省气候资源条例（草案）》意见的公告", "2026-03-01", "<p>省司法厅现就条例草案公开征求意见，请于2026年3月10日前将意见反馈至省司法厅，欢迎社会各界踊跃参与。</p>")), "exempt"},
		{"a ministry's notice is not the site's", calls([]string{"市场监管总局、司法部关于公开征求《示例管理办法（征求意见稿）》意见的公告|2026-03-01|/zj/1.html"}, page("/zj/1.html", "司法部关于公开征求《示例管理办法（征求意见稿）》意见的公告", "2026-03-01", "<p>现就办法公开征求意见，请于2026年3月10日前将意见反馈至司法部，欢迎社会各界踊跃参与，提出宝贵意见。</p>")), "exempt"},
		{"a site cut off without notices is unknown", county("", "", "") + partial, "unknown"},
		{"a notice without a column is judged", county("", "", page("/gg/1.html", "關於公開徵求《示例縣養犬管理辦法（徵求意見稿）》意見的公告", "2026-03-01", "<p>徵求意見時間為2026年3月1日至3月10日，請將意見發送至郵箱。現就養犬管理辦法向社會公開徵求意見，歡迎各界人士積極參與並提出寶貴意見。</p>")), "fail period_short"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, judgeSite(t, "consultation", "{judge: [period_short]}", tt.site), tt.want)
		})
	}
}

func TestConsultationNotice(t *testing.T) {
	const when = "征求意见时间为2026年3月1日至3月31日。"
	long := "<p>第一条 为了规范物业管理活动，制定本办法。</p><p>第二条 本办法适用于本县行政区域内的物业管理活动。</p><p>第三条 县住房和城乡建设局负责本办法的实施。</p>"
	tests := []struct{ name, judge, site, want string }{
		{"draft, explanation and ways are all there", "no_draft, no_explanation, no_channel", call("2026-03-01", when, callWays+callFiles), "pass"},
		{"no file, no link and no text of the draft", "no_draft", call("2026-03-01", when, callWays), "fail no_draft"},
		{"a link of which the text tells nothing may be the draft", "no_draft, no_explanation", call("2026-03-01", when, callWays+`<p>征求意见稿：<a href="/f/1.html">点击查看</a></p>`, article("/f/1.html", "示例县物业管理", "2026-03-01")), "review no_draft no_explanation"},
		{"a room to bring opinions to is a way", "no_channel", call("2026-03-01", when, callFiles+"<p>书面意见请送县住建局302室。</p>"), "pass"},
		{"a box to put them in is a way", "no_channel", call("2026-03-01", when, callFiles+"<p>意见请投入县政府门口意见箱。</p>"), "pass"},
		{"a telephone number with blanks is a way", "no_channel", call("2026-03-01", when, callFiles+"<p>请拨打0513 8509 8000。</p>"), "pass"},
		{"an office without an address is for a person", "no_channel", call("2026-03-01", when, callFiles+"<p>请将意见报县住建局法规股。</p>"), "review no_channel"},
		{"a draft to be seen at the office is for a person", "no_draft", call("2026-03-01", when, callWays+"<p>征求意见稿可到县住建局法规股查阅。</p>"), "review no_draft"},
		{"what is to be changed is for a person", "no_draft", call("2026-03-01", when, callWays+"<p>拟修改的内容如下：将第五条“三十日”修改为“二十日”。</p>"), "review no_draft"},
		{"a table of old and new is for a person", "no_draft", call("2026-03-01", when, callWays+"<table><tr><td>条款</td><td>原文</td><td>修改后</td></tr><tr><td>第五条</td><td>三十日</td><td>二十日</td></tr></table>"), "review no_draft"},
		{"numbered sections may be the draft", "no_draft", call("2026-03-01", when, callWays+"<p>一、总则。为规范物业管理，制定本办法。</p><p>二、适用范围。</p><p>三、职责分工。</p><p>四、附则</p>"), "review no_draft"},
		{"numbered sections on taking part are none", "no_draft", call("2026-03-01", "一、征求意见时间：2026年3月1日至2026年3月31日。</p><p>二、提出意见的方式：来信来电。</p><p>三、联系人：王工。</p><p>四、电话：0513-85098000。", callWays), "fail no_draft"},
		{"no place to bring them to is none", "no_channel", call("2026-03-01", when, callFiles+"<p>意见请送县住建局。</p>"), "fail no_channel"},
		{"the draft in the notice itself", "no_draft", call("2026-03-01", when, callWays+long), "pass"},
		{"the beginning of a draft is for a person", "no_draft", call("2026-03-01", when, callWays+`<p>《示例县物业管理办法（征求意见稿）》全文：第一条 为了规范物业管理，制定本办法。</p>`), "review no_draft"},
		{"an explanation and a form are no draft", "no_draft", call("2026-03-01", when, callWays+`<p><a href="/f/2.docx">《示例县物业管理办法（征求意见稿）》起草说明.docx</a></p><p><a href="/f/3.docx">公众意见反馈表.docx</a></p>`, fileText("/f/2.docx", "现行规定已不适应需要。"), fileText("/f/3.docx", "姓名 意见")), "fail no_draft"},
		{"a file named as an explanation that was not read is for a person", "no_draft", call("2026-03-01", when, callWays+`<p><a href="/f/9.zip">起草说明.zip</a></p>`), "review no_draft"},
		{"a file of the draft with its explanation is the draft", "no_draft", call("2026-03-01", when, callWays+`<p><a href="/f/2.docx">征求意见稿及起草说明.docx</a></p>`), "pass"},
		{"the draft behind a link", "no_draft", call("2026-03-01", when, callWays+`<p><a href="/zj/3.html">示例县物业管理办法（征求意见稿）</a></p>`, page("/zj/3.html", "示例县物业管理办法（征求意见稿）", "2026-03-01", long)), "pass"},
		{"a page that gives nothing may be about the consultation only", "no_draft, no_channel", call("2026-03-01", "欢迎提出宝贵意见。", ""), "review no_channel no_draft"},
		{"a page of the title that does not speak of opinions is unknown", "no_draft, no_channel", calls([]string{callTitle + "|2026-03-01|/zj/1.html"}, article("/zj/1.html", callTitle, "2026-03-01")), "unknown"},
		{"the draft in a picture is for a person", "no_draft", call("2026-03-01", when, callWays+`<p><img src="/i/1.jpg" width="800" height="1200"></p>`), "review no_draft"},
		{"a draft without an explanation", "no_explanation", call("2026-03-01", when, callWays+`<p><a href="/f/1.docx">示例县物业管理办法（征求意见稿）.docx</a></p>`), "fail no_explanation"},
		{"an explanation in the text", "no_explanation", call("2026-03-01", when, callWays+`<p>一、起草背景：现行规定已不适应需要。</p><p><a href="/f/1.docx">示例县物业管理办法（征求意见稿）.docx</a></p>`), "pass"},
		{"an explanation on a page of its own", "no_explanation", call("2026-03-01", when, callWays+`<p><a href="/f/1.docx">示例县物业管理办法（征求意见稿）.docx</a></p>`, page("/zj/3.html", "关于《示例县物业管理办法（征求意见稿）》的起草说明", "2026-03-01", "<p>现行规定已不适应需要，有必要制定新的办法，主要内容包括总则、物业服务、监督管理等，现予说明如下，请审阅。</p>")), "pass"},
		{"an explanation in the text of a file without a telling name", "no_explanation", call("2026-03-01", when, callWays+`<p><a href="/f/1.docx">附件.docx</a></p>`, fileText("/f/1.docx", "一、起草背景和必要性：现行规定已不适应需要。")), "pass"},
		{"a file without a telling name that explains nothing", "no_explanation", call("2026-03-01", when, callWays+`<p><a href="/f/1.docx">附件.docx</a></p>`, fileText("/f/1.docx", "第一条 为了规范物业管理活动，制定本办法。")), "fail no_explanation"},
		{"a way to give an opinion in the text of a file", "no_channel", call("2026-03-01", when, callFiles+`<p><a href="/f/9.docx">公告原文.docx</a></p>`, fileText("/f/9.docx", "意见请发送至电子邮箱 zjj@example.gov.cn")), "pass"},
		{"a file that does not say what it is is for a person", "no_explanation", call("2026-03-01", when, callWays+`<p><a href="/f/1.zip">附件下载.zip</a></p>`), "review no_explanation"},
		{"no way to give an opinion", "no_channel", call("2026-03-01", when, callFiles), "fail no_channel"},
		{"an e-mail address is a way", "no_channel", call("2026-03-01", when, "<p>请发至 zjj@example.gov.cn。</p>"+callFiles), "pass"},
		{"a telephone in an article of the draft is no way", "no_channel", call("2026-03-01", when, callFiles+"<p>第一条 为了规范管理，制定本办法。</p><p>第二条 物业服务人应当公布服务电话和地址。</p>"), "fail no_channel"},
		{"a hotline is a way", "no_channel", call("2026-03-01", when, "<p>可拨打12345政务服务便民热线反映。</p>"+callFiles), "pass"},
		{"a window to hand it in is a way", "no_channel", call("2026-03-01", when, "<p>当面递交至政务服务中心二楼。</p>"+callFiles), "pass"},
		{"a receiver with an address is a way", "no_channel", call("2026-03-01", when, "<p>收件人：县住建局法制科，邮编226000</p>"+callFiles), "pass"},
		{"a link to what came of it is no way", "no_channel", call("2026-03-01", when, callFiles+`<p>结果：<a href="/fk/9.html">查看反馈结果</a></p>`), "fail no_channel"},
		{"a telephone number is a way", "no_channel", call("2026-03-01", when, "<p>请告知0513-85098000。</p>"+callFiles), "pass"},
		{"a form on the page is a way", "no_channel", call("2026-03-01", when, callFiles+`<form action="/post"><textarea name="c"></textarea><input type="submit" value="OK"></form>`), "pass"},
		{"a repeal needs no draft", "no_draft, no_explanation", calls([]string{"关于拟废止《示例县公园管理办法》公开征求意见的公告|2026-03-01|/zj/1.html"}, page("/zj/1.html", "关于拟废止《示例县公园管理办法》公开征求意见的公告", "2026-03-01", "<p>县城管局建议废止《示例县公园管理办法》（示政规〔2017〕5号），现公开征求意见，意见请于2026年4月12日前反馈。</p>")), "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, judgeSite(t, "consultation", "{judge: ["+tt.judge+"]}", tt.site), tt.want)
		})
	}
}

func TestConsultationFeedback(t *testing.T) {
	ended := func(end string, more ...string) string {
		return call("2025-12-01", "征求意见时间为2025年12月1日至"+end+"。", callWays+callFiles, more...)
	}
	answer := func(title, day, body string) string { return page("/fk/1.html", title, day, body) }
	const (
		answerTitle = "关于《示例县物业管理办法（征求意见稿）》意见采纳情况的公告"
		taken       = "<p>征求意见期间共收到意见5条，均已采纳，并对办法作了相应修改，感谢社会各界的支持和参与。</p>"
	)
	decided := article("/wj/1.html", "示例县人民政府关于印发示例县物业管理办法的通知", "2026-03-02")
	namesakes := func(n int) (out []string) {
		for i := range n {
			out = append(out, page(fmt.Sprintf("/hd/%d.html", i), fmt.Sprintf("第%d场《示例县物业管理办法》宣传活动举行", i), "2026-02-01", "<p>活动现场发放了宣传资料，工作人员讲解了物业管理的常识。</p>"))
		}
		return out
	}
	tests := []struct{ name, site, want string }{
		{"a consultation answered under its name is fine", ended("2026年1月5日", answer(answerTitle, "2026-02-01", taken)), "pass"},
		{"the answer to another draft that stands before it in the list is none", calls([]string{callTitle + "|2025-12-01|/zj/1.html", "关于公开征求《示例县养犬登记规定（征求意见稿）》意见的公告|2025-12-02|/zj/2.html"}, page("/zj/1.html", callTitle, "2025-12-01", "<p>征求意见时间为2025年12月1日至2026年1月5日。</p>"+callWays+callFiles+`<p>上一篇：<a href="/fk/2.html">关于《示例县养犬登记规定（征求意见稿）》意见采纳情况的公告</a></p>`), page("/zj/2.html", "关于公开征求《示例县养犬登记规定（征求意见稿）》意见的公告", "2025-12-02", "<p>征求意见时间为2025年12月2日至2026年1月6日。</p>"+callWays+callFiles), page("/fk/2.html", "关于《示例县养犬登记规定（征求意见稿）》意见采纳情况的公告", "2026-02-01", taken)), "fail no_feedback"},
		{"one answered under a shorter name is fine", ended("2026年1月5日", answer("《物业管理办法》公开征求意见反馈情况", "2026-02-01", taken)), "pass"},
		{"nobody said anything", call("2025-12-01", "征求意见时间为2025年12月1日至2026年1月5日。", callWays+callFiles+"<p>征求意见情况：截止目前没有单位和个人提出意见。</p>"), "pass"},
		{"nobody was against it", call("2025-12-01", "征求意见时间为2025年12月1日至2026年1月5日。", callWays+callFiles+"<p>本次征求意见已结束，社会各界无不同意见。</p>"), "pass"},
		{"what silence will mean is no answer", call("2025-12-01", "征求意见时间为2025年12月1日至2026年1月5日。", callWays+callFiles+"<p>逾期没有提出意见的，视为无不同意见。</p>"), "fail no_feedback"},
		{"the draft was given up", call("2025-12-01", "征求意见时间为2025年12月1日至2026年1月5日。", callWays+callFiles+"<p>经研究，该办法不再制定。</p>"), "pass"},
		{"a report on all drafts of a quarter is for a person", ended("2026年1月5日", answer("2025年第四季度意见征集反馈情况", "2026-01-10", "<p>本季度公开征求了意见，共收到意见2条，均予采纳。</p>")), "review no_feedback"},
		// Sixty days before 2026-04-10 are 2026-02-09.
		{"one answered below the draft in the notice is fine", call("2025-11-01", "征求意见时间为2025年11月1日至12月5日。", callWays+"<p>第一条 为了规范物业管理活动，制定本办法。</p><p>第二条 本办法适用于本县。</p><p>意见采纳情况：征求意见期间未收到意见建议。</p>"), "pass"},
		{"one answered in a box below the notice is fine", strings.Replace(call("2025-11-01", "征求意见时间为2025年11月1日至12月5日。", callWays+callFiles), "起草说明.docx</a></p></div>", `起草说明.docx</a></p></div><div class="fk"><h3>征集结果</h3><p>征集期间共收到意见2条，全部采纳。</p></div>`, 1), "pass"},
		{"a box that promises an answer is none", strings.Replace(call("2025-11-01", "征求意见时间为2025年11月1日至12月5日。", callWays+callFiles), "起草说明.docx</a></p></div>", `起草说明.docx</a></p></div><div class="fk"><p>征集期间收到的意见将另行公布采纳情况：敬请关注。</p></div>`, 1), "fail no_feedback"},
		{"one answered in the document itself is fine", ended("2026年1月5日", page("/wj/1.html", "示例县人民政府关于印发示例县物业管理办法的通知", "2026-02-02", "<p>现将办法印发给你们，请遵照执行。</p><p>公开征求意见期间共收到意见3条，采纳2条，未采纳1条，理由是超出本办法调整范围。</p>")), "pass"},
		{"nobody gave an opinion", call("2025-11-01", "征求意见时间为2025年11月1日至12月5日。", callWays+callFiles+"<p>征求意见期间，社会公众未提出意见。</p>"), "pass"},
		{"a warning to those who give none is no answer", call("2025-11-01", "征求意见时间为2025年11月1日至12月5日，逾期未提出的，视为无意见。", callWays+callFiles), "fail no_feedback"},
		{"a promise to publish what comes of it is no answer", call("2025-11-01", "征求意见时间为2025年11月1日至12月5日。", callWays+callFiles+"<p>意见采纳情况将在征求意见结束后及时公布。</p>"), "fail no_feedback"},
		{"one over for more than sixty days without answer", ended("2026年2月8日"), "fail no_feedback"},
		{"one over for sixty days is still in time", ended("2026年2月9日"), "pass"},
		{"four pages on the draft that say nothing of it change nothing", ended("2026年1月5日", namesakes(4)...), "fail no_feedback"},
		{"more pages on the draft than are read are for a person", ended("2026年1月5日", namesakes(5)...), "review no_feedback"},
		{"one that runs is not due", call("2026-03-20", "征求意见时间为2026年3月20日至4月20日。", callWays+callFiles), "pass"},
		{"one whose notice tells what came of it is fine", call("2025-11-01", "征求意见时间为2025年11月1日至12月5日。", callWays+callFiles+"<p>反馈情况：截至12月5日，共收到意见建议0条。</p>"), "pass"},
		{"no answer ten working days after the decision", ended("2026年2月20日", decided), "fail no_feedback"},
		{"no answer some days after the decision is still in time", ended("2026年2月20日", strings.ReplaceAll(decided, "2026-03-02", "2026-03-30")), "pass"},
		{"what explains the document is not the decision, whatever it is called", ended("2026年2月20日", article("/wj/1.html", "一问一答读懂《示例县物业管理办法》", "2026-03-02")), "pass"},
		{"an answer weeks after the decision is late", ended("2026年2月20日", decided, answer(answerTitle, "2026-03-30", taken)), "fail feedback_late"},
		{"an answer ten working days after the decision is in time", ended("2026年2月20日", decided, answer(answerTitle, "2026-03-16", taken)), "pass"},
		{"an answer eleven working days after the decision is late", ended("2026年2月20日", decided, answer(answerTitle, "2026-03-17", taken)), "fail feedback_late"},
		{"an answer to another draft that was out for opinions too is none to this one", ended("2026年1月5日",
			page("/zj/3.html", "关于公开征求《示例县户外广告管理办法（征求意见稿）》意见的公告", "2025-11-01", "<p>征求意见时间为2025年11月1日至12月5日。</p>"+callWays+callFiles),
			answer("关于《示例县户外广告管理办法（征求意见稿）》意见采纳情况的公告", "2026-02-01", taken)), "fail no_feedback"},
		{"an answer to a draft of much the same name is for a person", ended("2026年1月5日", answer("关于示例县住宅物业管理暂行办法意见采纳情况的公告", "2026-02-01", taken)), "review no_feedback"},
		{"a list of answers filled by a script is for a person", ended("2026年1月5日", single("/fk/", "结果反馈", `<ul id="list"></ul><script>$.ajax({url:"/api/list?c=9",success:function(d){$("#list").html(d)}})</script>`)), "review no_feedback"},
		{"no answer on a site cut off is for a person", ended("2026年1月5日") + partial, "review no_feedback"},
		{"opinions taken in part without a reason", ended("2026年1月5日", answer(answerTitle, "2026-02-01", "<p>征求意见期间共收到意见5条，采纳3条，部分采纳2条，感谢社会各界的支持和参与。</p>")), "review no_reasons"},
		{"opinions refused without a reason", ended("2026年1月5日", answer(answerTitle, "2026-02-01", "<p>征求意见期间共收到意见5条，采纳3条，未采纳2条，感谢社会各界的支持和参与，欢迎继续关注。</p>")), "fail no_reasons"},
		{"opinions refused with reasons in a file that was read", ended("2026年1月5日", answer(answerTitle, "2026-02-01", `<p>征求意见期间共收到意见5条，采纳3条，未采纳2条，具体情况见附件。</p><p><a href="/f/7.docx">采纳情况表.docx</a></p>`), fileText("/f/7.docx", "不采纳理由：与上位法不一致。")), "pass"},
		{"opinions refused with a file that gives no reason", ended("2026年1月5日", answer(answerTitle, "2026-02-01", `<p>征求意见期间共收到意见5条，采纳3条，未采纳2条，具体情况见附件。</p><p><a href="/f/7.docx">采纳情况表.docx</a></p>`), fileText("/f/7.docx", "序号 意见 是否采纳")), "fail no_reasons"},
		{"opinions refused with a reason", ended("2026年1月5日", answer(answerTitle, "2026-02-01", "<p>征求意见期间共收到意见5条，采纳3条，未采纳2条，理由是与上位法不一致，感谢社会各界的支持和参与。</p>")), "pass"},
		{"no opinion refused", ended("2026年1月5日", answer(answerTitle, "2026-02-01", "<p>征求意见期间共收到意见5条，采纳5条，未采纳0条，感谢社会各界的支持和参与，欢迎继续关注。</p>")), "pass"},
		{"no opinion received", ended("2026年1月5日", answer(answerTitle, "2026-02-01", "<p>征求意见期间未收到意见建议，感谢社会各界的支持和参与，欢迎继续关注县住房和城乡建设局的工作。</p>")), "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, judgeSiteBy(t, testCalendar(t), "consultation", "{judge: [no_feedback, feedback_late, no_reasons]}", tt.site), tt.want)
		})
	}
}

func TestNameOfADraft(t *testing.T) {
	tests := []struct{ title, want string }{
		{"海州市农村公路养护管理办法（公开征求意见稿）征求意见公告", "海州市农村公路养护管理办法"},
		{"海州市防震减灾管理办法公开征求社会公众意见", "海州市防震减灾管理办法"},
		{"关于公开征求海州市物业管理办法意见的公告", "海州市物业管理办法"},
		{"海州市住建局公开征求海州市物业管理办法意见的公告", "海州市物业管理办法"},
		{"【意见征集】海州市物业管理办法（草案）征求意见的启事", "海州市物业管理办法"},
		{"海州市物业管理办法征求意见结果反馈", "海州市物业管理办法"},
		{"关于《海州市物业管理办法（征求意见稿）》公开征求意见的公告", "海州市物业管理办法"},
		{"关于公开征求意见的公告", ""},
		{"海州市物业管理办法（意见征集）", "海州市物业管理办法"},
		{"关于就海州市物业管理办法公开听取意见的公告", "海州市物业管理办法"},
		{"海州市物业管理办法意见征集结果公示", "海州市物业管理办法"},
		{"关于对海州市物业管理办法进行公开征求意见的公示", "海州市物业管理办法"},
	}
	for _, tt := range tests {
		if got := coreOf(extract.Fold(tt.title)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.title, got, tt.want)
		}
	}
}

func TestConsultationSettings(t *testing.T) {
	refused(t, "consultation", `{judge: [late]}`, "late")
	refused(t, "consultation", `{applies: []}`, "applies")
	refused(t, "consultation", `{min_days: 0}`, "min_days")
	refused(t, "consultation", `{mindays: 30}`, "mindays")
}

func FuzzConsultationTime(f *testing.F) {
	for _, s := range []string{"征求意见时间为2026年3月1日至3月31日", "截止日期:2026-03-20 意见", "自发布之日起三十日内反馈", "3月1日至32日", "20", "征求意见2026.3.1—2026.13.45", "\xff年月日前意见"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := readTime(foldSpoken(s), calendar.MustDay(2026, 3, 1), &Case{})
		if got.known() && (got.to < got.from || got.days != int(got.to-got.from)+1 || got.days > 401) {
			t.Errorf("%q: %+v", s, got)
		}
	})
}

func FuzzConsultationTitle(f *testing.F) {
	for _, s := range []string{callTitle, "《《a》b》", "关于征求意见", "征集意见建议", "《"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if core := coreOf(s); core != "" && len([]rune(core)) < minCore {
			t.Errorf("%q: %q", s, core)
		}
	})
}
