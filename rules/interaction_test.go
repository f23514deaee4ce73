package rules

import (
	"strings"
	"testing"
)

func TestChannels(t *testing.T) {
	const with = `{kind: board, columns: [咨询投诉, 领导信箱, 县长信箱, 我要写信, 留言板], unlike: [信访, 纪检, 征集], endings: [信箱], near: [信箱, 留言, 投诉, "12345", 咨询]}`
	link := func(href, text string) string { return `<li><a href="` + href + `">` + text + `</a></li>` }
	// The county of these tests speaks of a mailbox on its page of interaction.
	silent := func(extra, files string) string {
		return strings.Replace(county(extra, "", files), "欢迎通过县长信箱反映问题、提出建议，我们将在五个工作日内予以答复，请留下真实姓名和联系电话以便工作人员与您联系。",
			"本栏目发布在线访谈和意见征集的预告，请关注近期安排，历次访谈的文字实录和征集结果也在这里公布，供公众查阅和监督。", 1)
	}
	const form = `<form action="/send"><p>信件标题：<input name="t"></p><p>您的姓名：<input name="n"></p><p>联系电话：<input name="p"></p><textarea name="c"></textarea><input type="submit" value="提交"></form>`
	tests := []struct{ name, site, want string }{
		{"a mailbox with a form", silent(link("/xx/", "县长信箱"), single("/xx/", "县长信箱", form)), "pass"},
		{"a mailbox of nothing but fields", silent(link("/xx/", "县长信箱"), single("/xx/", "县长信箱", `<form action="/send"><input name="t"><textarea name="c"></textarea><input type="submit" value="提交"></form>`)), "pass"},
		{"a mailbox by another of its names", silent(link("/xx/", "留言板"), single("/xx/", "留言板", form)), "pass"},
		{"a picture that leads to the mailbox", silent(`<li><a href="/xx/"><img src="/i/x.png" alt="县长信箱"></a></li>`, single("/xx/", "县长信箱", form)), "pass"},
		{"a link to the shared platform", silent(link("http://12345.example.cn/", "县长信箱"), ""), "pass"},
		{"an entry that a script opens", silent(link("javascript:;", "我要写信"), ""), "pass"},
		{"nothing by any name", silent("", ""), "fail missing"},
		{"the petition office is no channel", silent(link("http://xf.example.cn/", "网上信访"), ""), "fail missing"},
		{"an opinion poll is no channel", silent(link("/zj/", "民意征集"), list("/zj/", "民意征集", "关于县城公交线路调整征求意见的公告|2026-04-01|/zj/1.html")+article("/zj/1.html", "关于县城公交线路调整征求意见的公告", "2026-04-01")), "fail missing"},
		{"the hotline may do: a person decides", silent(link("http://12345.example.cn/", "12345热线"), ""), "review missing"},
		{"the number of a registration is no hotline", silent(link("http://beian.example.cn/", "某ICP备05012345号"), ""), "fail missing"},
		{"the hotline's number among others may be it", silent(link("http://rx.example.cn/", "热线05012345、12345"), ""), "review missing"},
		{"a mailbox by a name of its own that ends as one", silent(link("/xx/", "民生信箱"), single("/xx/", "民生信箱", form)), "pass"},
		{"one by a name of its own that is gone", silent(link("/xx/", "民生信箱"), "-- /xx/ --\nHTTP 404\n\n<h1>404</h1>\n"), "fail unusable"},
		{"a mailbox for reports of corruption is no channel", silent(link("/xx/", "纪检举报信箱"), single("/xx/", "纪检举报信箱", form)), "fail missing"},
		{"the government's own platform of the hotline", silent(`<li><a href="http://12345.example.gov.cn/"><img src="/i/12345.png" alt="12345热线"></a></li>`, ""), "pass"},
		{"a page that speaks of a mailbox is for a person", county("", "", ""), "review missing"},
		{"published letters prove a channel", silent(link("/bl/", "办理情况"), "-- /bl/ --\n<html><head><title>办理情况</title></head><body>"+menu("")+`<div class="main"><table><tr><th>标题</th><th>来信时间</th><th>答复时间</th></tr><tr><td>关于修路的来信</td><td>2026-03-02</td><td>2026-03-04</td></tr></table></div></body></html>`+"\n"), "pass"},
		{"a mailbox that is gone", silent(link("/xx/", "县长信箱"), "-- /xx/ --\nHTTP 404\n\n<h1>404</h1>\n"), "fail unusable"},
		{"a mailbox whose page did not come", silent(link("/xx/", "县长信箱"), "-- /xx/ --\nFailure: timeout\n\n"), "unknown"},
		{"half a crawl proves nothing", partial + silent("", ""), "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "interaction", with, tt.site), tt.want) })
	}
}

func TestAChannelOnASiteWithoutInteraction(t *testing.T) {
	const with = `{kind: board, columns: [咨询投诉, 领导信箱], near: [信箱], beside: [互动, 参与]}`
	silent := strings.Replace(county("", "", ""), "欢迎通过县长信箱反映问题、提出建议，我们将在五个工作日内予以答复，请留下真实姓名和联系电话以便工作人员与您联系。",
		"本栏目发布在线访谈和意见征集的预告，请关注近期安排，历次访谈的文字实录和征集结果也在这里公布，供公众查阅和监督。", 1)
	expect(t, judgeSite(t, "interaction", with, silent), "fail missing")
	expect(t, judgeSite(t, "interaction", with, strings.ReplaceAll(silent, "互动交流", "乡村振兴")), "review missing")
}

func TestChannelsKeptUp(t *testing.T) {
	const with = `{kind: survey, columns: [征集调查, 意见征集], max_age: 1 year}`
	polls := func(day string) string {
		return county(`<li><a href="/zj/">意见征集</a></li>`, "", list("/zj/", "意见征集", "关于县城公交线路调整征求意见的公告|"+day+"|/zj/1.html")+article("/zj/1.html", "关于县城公交线路调整征求意见的公告", day))
	}
	tests := []struct{ name, site, want string }{
		{"the last poll was a year ago to the day", polls("2025-04-10"), "pass"},
		{"a year and a day", polls("2025-04-09"), "fail stale"},
		{"a column of plain text says nothing of its age", county(`<li><a href="/zj/">意见征集</a></li>`, "", single("/zj/", "意见征集", guideText)), "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "interaction", with, tt.site), tt.want) })
	}
}
