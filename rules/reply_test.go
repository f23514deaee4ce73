package rules

import (
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/govaudit/govaudit/internal/sitetest"
)

// judgeWorkdays judges as judgeSite does, with the calendar of the State Council's
// notices.
func judgeWorkdays(t *testing.T, check, with, text string) Finding {
	t.Helper()
	lib, err := NewLibrary(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	pack := "id: test\ntitle: 测试\nversion: \"1\"\ndocuments:\n  条例: {title: 政府信息公开条例}\nrules:\n" +
		"  - id: r\n    title: 规则\n    check: " + check + "\n    basis: [{document: 条例, status: 读}]\n    points: 1\n    remedy: 改正\n    with: " + with + "\n"
	if err := lib.Add("test", "test.yaml", []byte(pack)); err != nil {
		t.Fatal(err)
	}
	sets, err := lib.Sets("test")
	if err != nil {
		t.Fatal(err)
	}
	s := sitetest.Load(t, text)
	return Judge(&Case{Portal: s.Portal, Target: s.Target, AsOf: s.AsOf, Calendar: testCalendar(t), Log: slog.New(slog.DiscardHandler)}, sets...)[0]
}

// mailbox is a county with a mailbox of letters "title|asked|answered|status", each
// with its page where path ends in .html.
func mailbox(name string, rows ...string) string {
	var b, pages strings.Builder
	b.WriteString("-- /xx/ --\n<html><head><title>" + name + "-示例县人民政府</title></head><body>" + menu("") +
		`<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/hdjl/">互动交流</a> &gt; <a href="/xx/">` + name + `</a></div>` +
		`<div class="main"><h2>` + name + `</h2><table><tr><th>标题</th><th>来信时间</th><th>答复时间</th><th>办理状态</th></tr>` + "\n")
	for _, r := range rows {
		f := strings.Split(r, "|")
		b.WriteString(`<tr><td><a href="` + f[4] + `">` + f[0] + "</a></td><td>" + f[1] + "</td><td>" + f[2] + "</td><td>" + f[3] + "</td></tr>\n")
		if !strings.HasSuffix(f[4], ".html") {
			continue
		}
		answer := "<p>答复内容：暂无</p>"
		if f[2] != "" {
			answer = "<p>答复时间：" + f[2] + "</p><p>答复内容：您好，经核实情况属实，现已整改到位，感谢您对我们工作的关心和支持。</p>"
		}
		pages.WriteString("-- " + f[4] + " --\n<html><head><title>" + f[0] + "</title></head><body>" + menu("") + `<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/xx/">` + name + `</a> &gt; 正文</div><div class="article"><h1>` + f[0] +
			"</h1><p>来信时间：" + f[1] + "</p><p>小区门口的道路坑洼不平，下雨天积水严重，老人和孩子出行很不方便，希望有关部门尽快修复。</p>" + answer + "</div></body></html>\n")
	}
	b.WriteString("</table></div></body></html>\n")
	return county(`<li><a href="/xx/">`+name+`</a></li>`, "", b.String()+pages.String())
}

func TestRepliesInTime(t *testing.T) {
	const with = `{judge: [late]}`
	tests := []struct{ name, with, site, want string }{
		// 2026-03-02 is a Monday without holidays near it.
		{"answered on the fifth working day", with, mailbox("县长信箱", "修路|2026-03-02|2026-03-09|已答复|/xx/1.html"), "pass"},
		{"answered on the sixth", with, mailbox("县长信箱", "修路|2026-03-02|2026-03-10|已答复|/xx/1.html"), "fail late"},
		{"answered by telephone before", with, strings.Replace(mailbox("县长信箱", "修路|2026-03-02|2026-03-10|已答复|/xx/1.html"), "<p>答复内容：", "<p>已于3月4日电话答复来信人。</p><p>答复内容：", 1), "review late"},
		{"answered by telephone before, on a page in the table of a layout", with, strings.NewReplacer("<p>答复内容：", "<p>已于3月4日电话答复来信人。</p><p>答复内容：", "<body>", "<body><table><tr><td>", "</body>", "</td></tr></table></body>").Replace(mailbox("县长信箱", "修路|2026-03-02|2026-03-10|已答复|/xx/1.html")), "review late"},
		{"the answer was put off and the writer told", with, strings.Replace(mailbox("县长信箱", "修路|2026-03-02|2026-03-10|已答复|/xx/1.html"), "<p>答复内容：", "<p>因情况复杂，延期至3月10日。</p><p>答复内容：", 1), "review late"},
		{"answered the same day", with, mailbox("县长信箱", "修路|2026-03-02|2026-03-02|已答复|/xx/1.html"), "pass"},
		// The Spring Festival: 15 to 23 February off, 14 and 28 February worked.
		{"a holiday in between does not count", with, mailbox("县长信箱", "修路|2026-02-13|2026-02-27|已答复|/xx/1.html"), "pass"},
		{"but the days worked in exchange do", with, mailbox("县长信箱", "修路|2026-02-13|2026-02-28|已答复|/xx/1.html"), "fail late"},
		{"ten days allowed by the rule", `{judge: [late], limit_days: 10}`, mailbox("县长信箱", "修路|2026-03-02|2026-03-16|已答复|/xx/1.html"), "pass"},
		{"calendar days, if the rule counts them", `{judge: [late], limit_days: 7, working: false}`, mailbox("县长信箱", "修路|2026-03-02|2026-03-10|已答复|/xx/1.html"), "fail late"},
		{"the last of the calendar days", `{judge: [late], limit_days: 8, working: false}`, mailbox("县长信箱", "修路|2026-03-02|2026-03-10|已答复|/xx/1.html"), "pass"},
		{"a year without announced holidays leaves it open", with, "-- snapshot.json --\n{\"as_of\": \"2028-06-01\"}\n" + mailbox("县长信箱", "修路|2028-04-28|2028-05-08|已答复|/xx/1.html"), "review late"},
		{"a letter that has only a row", with, mailbox("县长信箱", "修路|2026-03-02|2026-03-12|已答复|javascript:show(1)"), "fail late"},
		{"letters to the petition office are others'", with, mailbox("网上信访", "修路|2026-03-02|2026-03-20|已答复|/xx/1.html"), "pass"},
		{"surveys are no letters", with, mailbox("民意征集", "修路|2026-03-02|2026-03-20|已答复|/xx/1.html"), "pass"},
		{"an answer before the letter cannot be counted", with, mailbox("县长信箱", "修路|2026-03-20|2026-03-02|已答复|/xx/1.html"), "pass"},
		{"letters older than the rule asks about", `{judge: [late], within: 1 year}`, mailbox("县长信箱", "修路|2025-04-09|2025-06-02|已答复|/xx/1.html"), "pass"},
		{"a letter of the first day it asks about", `{judge: [late], within: 1 year}`, mailbox("县长信箱", "修路|2025-04-10|2025-06-02|已答复|/xx/1.html"), "fail late"},
		{"half a crawl without letters proves nothing", with, partial + county("", "", ""), "unknown"},
		{"no letters at all", with, county("", "", ""), "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeWorkdays(t, "reply", tt.with, tt.site), tt.want) })
	}
}

func TestUnansweredLetters(t *testing.T) {
	const with = `{judge: [unanswered], after: 3 months, within: 1 year}`
	tests := []struct{ name, site, want string }{
		// The day of judgement is 2026-04-10.
		{"three months and a day", mailbox("县长信箱", "修路|2026-01-09||办理中|/xx/1.html"), "fail unanswered"},
		{"three months exactly", mailbox("县长信箱", "修路|2026-01-10||办理中|/xx/1.html"), "pass"},
		{"a year ago exactly", mailbox("县长信箱", "修路|2025-04-10||待回复|/xx/1.html"), "fail unanswered"},
		{"more than a year ago", mailbox("县长信箱", "修路|2025-04-09||待回复|/xx/1.html"), "pass"},
		{"answered and waiting to be rated", mailbox("县长信箱", "修路|2025-12-01||待评价|javascript:show(1)"), "pass"},
		{"taken on and done with", mailbox("县长信箱", "修路|2025-12-01||已受理办结|javascript:show(1)"), "pass"},
		{"not done with", mailbox("县长信箱", "修路|2025-12-01||未办结|javascript:show(1)"), "fail unanswered"},
		{"a title of nothing", mailbox("县长信箱", "aaaa|2025-12-01||未回复|javascript:show(1)"), "pass"},
		{"the letter's page has no place for an answer", strings.Replace(mailbox("县长信箱", "修路|2025-12-01||办理中|/xx/1.html"), "<p>答复内容：暂无</p>", "<p>该路段将于六月改造。示例县交通运输局</p>", 1), "review unanswered"},
		{"not taken on", mailbox("县长信箱", "修路|2025-12-01||不属于受理范围|javascript:show(1)"), "pass"},
		{"only approved for publication", mailbox("县长信箱", "修路|2025-12-01||审核通过|javascript:show(1)"), "pass"},
		{"a trial of the mailbox", mailbox("县长信箱", "测试123|2025-12-01||未回复|javascript:show(1)"), "pass"},
		{"a letter about tests", mailbox("县长信箱", "核酸测试点太少|2025-12-01||未回复|javascript:show(1)"), "fail unanswered"},
		{"a letter of thanks may need no answer", mailbox("县长信箱", "感谢县医院|2025-12-01||未回复|javascript:show(1)"), "review unanswered"},
		{"the letter's page says what was done without any label", strings.Replace(mailbox("县长信箱", "修路|2025-12-01||处理中|/xx/1.html"), "答复内容：暂无", "【县住建局】您好，已派人修复。", 1), "review unanswered"},
		{"handed on, and no answer in its place", strings.Replace(mailbox("县长信箱", "修路|2025-12-01||已转县交通局|/xx/1.html"), "<p>答复内容：", "<p>办理状态：已转县交通局</p><p>答复内容：", 1), "review unanswered"},
		{"not public, as the writer asked, and no answer in its place", strings.Replace(mailbox("县长信箱", "修路|2025-12-01||来信人要求不公开|/xx/1.html"), "<p>答复内容：", "<p>办理状态：来信人要求不公开</p><p>答复内容：", 1), "pass"},
		{"only accepted", mailbox("县长信箱", "修路|2025-12-01||已受理|/xx/1.html"), "fail unanswered"},
		{"answered, though late", mailbox("县长信箱", "修路|2025-12-01|2026-04-01|已答复|/xx/1.html"), "pass"},
		{"said to be answered, the day left out", mailbox("县长信箱", "修路|2025-12-01||已办结|/xx/1.html"), "pass"},
		{"no letter to be answered", mailbox("县长信箱", "修路|2025-12-01||不予受理|/xx/1.html"), "pass"},
		{"the list lags behind the letter's page", strings.Replace(mailbox("县长信箱", "修路|2025-12-01||办理中|/xx/1.html"), "答复内容：暂无", "答复内容：您好，道路已于今年一月修复完毕，感谢您的来信。", 1), "pass"},
		{"the letter's page tells under another label what was done", strings.Replace(mailbox("县长信箱", "修路|2025-12-01||处理中|/xx/1.html"), "答复内容：暂无", "处理情况：已经安排施工队修复。", 1), "review unanswered"},
		{"which tells that nothing was done", strings.Replace(mailbox("县长信箱", "修路|2025-12-01||处理中|/xx/1.html"), "答复内容：暂无", "处理情况：正在等待部门受理。", 1), "fail unanswered"},
		{"the answer is a file", strings.Replace(mailbox("县长信箱", "修路|2025-12-01||未回复|/xx/1.html"), "答复内容：暂无", "答复见附件。", 1), "review unanswered"},
		{"the office speaks to the writer", strings.Replace(mailbox("县长信箱", "修路|2025-12-01||处理中|/xx/1.html"), "答复内容：暂无", "县交通局：您反映的问题已于十二月修复。", 1), "review unanswered"},
		{"the letter is not made public", mailbox("县长信箱", "修路|2025-12-01||未公开|/xx/1.html"), "pass"},
		{"the letter's page reports how far the work is", strings.Replace(mailbox("县长信箱", "修路|2025-12-01||办理中|/xx/1.html"), "答复内容：暂无", "答复内容：您反映的道路正在办理招标手续，预计今年四月底前开工修复。", 1), "review unanswered"},
		{"the letter's page did not come", strings.Replace(mailbox("县长信箱", "修路|2025-12-01||办理中|/xx/1.html"), "-- /xx/1.html --\n", "-- /xx/1.html --\nFailure: timeout\n\n", 1), "review unanswered"},
		{"the list says so and there is no page", mailbox("县长信箱", "修路|2025-12-01||未答复|javascript:show(1)"), "fail unanswered"},
		{"only the day of the answer is left out and there is no page", mailbox("县长信箱", "修路|2025-12-01|||javascript:show(1)"), "review unanswered"},
		{"the day left out in the list, no answer on the page", mailbox("县长信箱", "修路|2025-12-01|||/xx/1.html"), "fail unanswered"},
		{"a guest book whose letters have neither titles nor pages, with an empty place for the answer", county(`<li><a href="/xx/">县长信箱</a></li>`, "", "-- /xx/ --\n<html><head><title>县长信箱</title></head><body>"+menu("")+`<table><tr><td><p>留言时间：2026-03-02</p><p>留言内容：小作坊登记要什么材料？</p><p>县长回复：您好，请带身份证到大厅三楼办理。　回复时间：2026-03-05</p></td></tr><tr><td><p>留言时间：2025-12-01</p><p>留言内容：烧烤店油烟很大。</p><p>县长回复：　回复时间：</p></td></tr></table></body></html>`+"\n"), "review unanswered"},
		{"said not to be answered", strings.Replace(mailbox("县长信箱", "修路|2025-12-01||否|javascript:show(1)"), "<th>办理状态</th>", "<th>是否答复</th>", 1), "fail unanswered"},
		{"said to be answered", strings.Replace(mailbox("县长信箱", "修路|2025-12-01||是|javascript:show(1)"), "<th>办理状态</th>", "<th>是否答复</th>", 1), "pass"},
		{"complaints to the market regulator have terms of their own", mailbox("消费投诉公示", "修路|2025-12-01||办理中|javascript:show(1)"), "pass"},
		{"proposals of members are no letters", mailbox("提案办理", "修路|2025-12-01||办理中|/xx/1.html"), "pass"},
		{"petitions are others'", mailbox("网上信访", "修路|2025-12-01||办理中|/xx/1.html"), "pass"},
		{"proposals of deputies are no letters", mailbox("人大建议办理", "修路|2025-12-01||办理中|/xx/1.html"), "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeWorkdays(t, "reply", with, tt.site), tt.want) })
	}
}

func TestReplySubjects(t *testing.T) {
	page := judgeWorkdays(t, "reply", `{judge: [late]}`, mailbox("县长信箱", "修路|2026-03-02|2026-03-20|已答复|/xx/1.html"))
	if got := page.Defects[0].Subject; got != "http://www.example.gov.cn/xx/1.html" {
		t.Errorf("a letter with a page is recorded under %s", got)
	}
	row := judgeWorkdays(t, "reply", `{judge: [late]}`, mailbox("县长信箱", "修路|2026-03-02|2026-03-20|已答复|javascript:a(1)", "路灯|2026-03-02|2026-03-21|已答复|javascript:a(2)"))
	if len(row.Defects) != 1 || row.Defects[0].Subject != "http://www.example.gov.cn/xx/" {
		t.Errorf("letters without pages: %+v", row.Defects)
	}
}
