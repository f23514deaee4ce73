package rules

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/internal/sitetest"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// judgeSite loads one rule as a pack does and judges the site written in text.
func judgeSite(t *testing.T, check, with, text string) Finding {
	t.Helper()
	return judgeSiteBy(t, nil, check, with, text)
}

// judgeSiteBy is judgeSite with a calendar of working days.
func judgeSiteBy(t *testing.T, cal *calendar.Calendar, check, with, text string) Finding {
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
	return Judge(&Case{Portal: s.Portal, Target: s.Target, AsOf: s.AsOf, Calendar: cal, Log: slog.New(slog.DiscardHandler)}, sets...)[0]
}

// menu is the menu of every page of the county in these tests; extra stands in it.
func menu(extra string) string {
	return `<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/zwfw/">政务服务</a></li><li><a href="/hdjl/">互动交流</a></li>` + extra + `</ul></div>`
}

// county is a small complete portal. extra goes into the menu of its home page,
// and platform into the 政务公开 page; further files follow.
func county(extra, platform, files string) string {
	return `-- / --
<html><head><title>示例县人民政府</title></head><body>` + menu(extra) + `
<div class="main"><h2>政务要闻</h2><ul><li><a href="/yw/t20260408_1.html">县政府召开常务会议研究春耕生产工作</a><span>2026-04-08</span></li>
<li><a href="/yw/t20260407_2.html">全县安全生产工作会议召开</a><span>2026-04-07</span></li></ul></div></body></html>
-- /zwgk/ --
<html><head><title>政务公开-示例县人民政府</title></head><body>` + menu("") + `<div class="left"><ul>` + platform + `</ul></div>
<div class="main"><ul><li><a href="/zwgk/t20260402_9.html">示例县2026年政务公开工作安排</a><span>2026-04-02</span></li></ul></div></body></html>
-- /zwfw/ --
<html><head><title>政务服务-示例县人民政府</title></head><body>` + menu("") + `<div class="main"><p>县政务服务中心地址：示例县人民路1号，工作日上午八点半至十二点，下午两点至五点半办理各类事项，欢迎广大群众前来办事。</p></div></body></html>
-- /hdjl/ --
<html><head><title>互动交流-示例县人民政府</title></head><body>` + menu("") + `<div class="main"><p>欢迎通过县长信箱反映问题、提出建议，我们将在五个工作日内予以答复，请留下真实姓名和联系电话以便工作人员与您联系。</p></div></body></html>
` + article("/yw/t20260408_1.html", "县政府召开常务会议研究春耕生产工作", "2026-04-08") +
		article("/yw/t20260407_2.html", "全县安全生产工作会议召开", "2026-04-07") +
		article("/zwgk/t20260402_9.html", "示例县2026年政务公开工作安排", "2026-04-02") + files
}

func article(path, title, day string) string {
	return "-- " + path + " --\n<html><head><title>" + title + `</title></head><body>` + menu("") + `<div class="article"><h1>` + title + `</h1><div class="info">发布时间：` + day +
		`</div><div class="content"><p>为做好有关工作，经县人民政府研究，现将有关事项公告如下，请各乡镇人民政府、县政府各部门结合实际认真贯彻落实。</p><p>各单位要加强组织领导，明确责任分工，按时完成任务，并及时报告进展情况。</p></div></div></body></html>` + "\n"
}

// TestAColumnCalledAfterItsBody: what a body is called is no other kind of column.
func TestAColumnCalledAfterItsBody(t *testing.T) {
	const with = "{names: [动态要闻, 工作动态, 动态], unlike: [部门, 街道], max_age: 14d}"
	news := func(body string) string {
		return `-- snapshot.json --
{"target": {"id": "x", "name": "` + body + `", "url": "http://www.example.gov.cn/", "level": "town"}}
` + county(`<li><a href="/dt/">街道动态</a></li>`, "", list("/dt/", "街道动态", "街道召开会议|2026-03-26|/dt/1.html", "街道开展检查|2026-03-20|/dt/2.html")+article("/dt/1.html", "街道召开会议", "2026-03-26")+article("/dt/2.html", "街道开展检查", "2026-03-20"))
	}
	expect(t, judgeSite(t, "column", with, news("示例区学士路街道办事处")), "fail stale")
	expect(t, judgeSite(t, "column", with, news("示例区人民政府")), "fail missing")
}

// list is a column page with rows "title|day|path".
func list(path, title string, rows ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "-- %s --\n<html><head><title>%s-示例县人民政府</title></head><body>%s<div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; <a href=%q>%s</a></div><div class=\"main\"><h2>%s</h2><ul class=\"list\">\n",
		path, title, menu(""), path, title, title)
	for _, r := range rows {
		f := strings.Split(r, "|")
		fmt.Fprintf(&b, "<li><a href=%q>%s</a><span>%s</span></li>\n", f[2], f[0], f[1])
	}
	b.WriteString("</ul></div></body></html>\n")
	return b.String()
}

// single is a column page of one text.
func single(path, title, body string) string {
	return "-- " + path + " --\n<html><head><title>" + title + "-示例县人民政府</title></head><body>" + menu("") + `<div class="position">当前位置：<a href="/">首页</a> &gt; ` + title + `</div><div class="main"><h2>` + title + `</h2>` + body + "</div></body></html>\n"
}

const guideText = `<p>为了更好地提供政府信息公开服务，方便公民、法人和其他组织获取本机关政府信息，根据《中华人民共和国政府信息公开条例》编制本指南。</p><p>公开工作机构：示例县人民政府办公室；办公地址：人民路1号；办公时间：工作日八点半至十七点半。</p>`

const (
	guideWith  = `{names: [政府信息公开指南, 信息公开指南, 公开指南], kind: article, unlike: [办事指南, 服务指南], own: true}`
	noticeWith = `{names: [通知公告, 公示公告, 公告公示], max_age: 6 months, unlike: [招标, 采购]}`
	reportWith = `{names: [政府信息公开年报, 信息公开年报, 公开年报, 年报], unlike: [统计年报]}`
)

const partial = "-- snapshot.json --\n" + `{"complete": false, "stopped": "达到页数上限", "skipped": {"page_limit": 12}}` + "\n"

var planRows = []string{"关于印发造林计划的通知|2026-03-03|/p/1.html", "关于印发修路计划的通知|2026-03-02|/p/2.html", "关于印发植保计划的通知|2026-03-01|/p/3.html"}

func TestColumnPresence(t *testing.T) {
	link := func(href, text string) string { return fmt.Sprintf(`<li><a href="%s">%s</a></li>`, href, text) }
	tests := []struct {
		name string
		with string
		site string
		want string // outcome, then code if any
	}{
		{"a guide in the platform's menu is there", guideWith, county("", link("/zn/", "政府信息公开指南"), single("/zn/", "政府信息公开指南", guideText)), "pass"},
		{"a guide under a shorter accepted name is there", guideWith, county("", link("/zn/", "公开指南"), single("/zn/", "公开指南", guideText)), "pass"},
		{"a guide with the county's name before it is there", guideWith, county("", link("/zn/", "示例县人民政府信息公开指南"), single("/zn/", "信息公开指南", guideText)), "pass"},
		{"a guide with a remark in brackets is there", guideWith, county("", link("/zn/", "政府信息公开指南（2025年修订）"), single("/zn/", "政府信息公开指南", guideText)), "pass"},
		{"a guide in traditional characters is there", guideWith, county("", link("/zn/", "政府信息公開指南"), single("/zn/", "政府信息公開指南", guideText)), "pass"},
		{"a guide written with wide spaces is there", guideWith, county("", link("/zn/", "公　开　指　南"), single("/zn/", "公开指南", guideText)), "pass"},
		{"a guide linked by a picture with a description is there", guideWith, county("", `<li><a href="/zn/"><img src="/i/zn.png" alt="政府信息公开指南"></a></li>`, single("/zn/", "政府信息公开指南", guideText)), "pass"},
		{"a guide that is a file is there", guideWith, county("", link("/zn.pdf", "政府信息公开指南"), "-- /zn.pdf --\nContent-Type: application/pdf\n\n%PDF-1.4 x\n"), "pass"},
		{"a guide published as an article is there", guideWith, county("", link("/gg/", "公告"), list("/gg/", "公告", "示例县人民政府信息公开指南|2025-01-02|/gg/t20250102_1.html")+article("/gg/t20250102_1.html", "示例县人民政府信息公开指南", "2025-01-02")), "pass"},
		{"no guide at all is missing", guideWith, county("", "", ""), "fail missing"},
		{"办事指南 is no guide to public information", guideWith, county(link("/bszn/", "办事指南"), "", list("/bszn/", "办事指南", "户口登记办事指南|2026-01-02|/bszn/1.html")+article("/bszn/1.html", "户口登记办事指南", "2026-01-02")), "fail missing"},
		{"an article about the guide is no guide", guideWith, county("", "", article("/x/t20260101_1.html", "关于修订政府信息公开指南的通知", "2026-01-01")), "fail missing"},
		{"names covered with stars may be any name", guideWith, county(link("/a/", "政府信息公开**")+link("/b/", "依***公开"), "", list("/a/", "政府信息公开**", planRows...)+list("/b/", "依***公开", planRows...)), "unknown"},
		{"a platform that shows the page above it was not seen", guideWith, county(link("/gk/", "政府信息公开"), "", list("/zwgk/", "政务公开", planRows...)+list("/gk/", "政务公开", planRows...)), "unknown"},
		{"the index of the platform may show the platform itself", guideWith, county(link("/gk/", "政府信息公开"), "", list("/gk/", "政府信息公开", planRows...)+strings.Replace(list("/gk/nr/", "政府信息公开", planRows...), "<h2>", `<a href="/gk/nr/">法定主动公开内容</a><h2>`, 1)), "fail missing"},
		{"a platform that has the rows of the page above it under its own name was", guideWith, county(link("/gk/", "政府信息公开"), "", list("/zwgk/", "政务公开", planRows...)+list("/gk/", "政府信息公开", planRows...)), "fail missing"},
		{"a near name is for a person", `{names: [政府信息公开指南], near: [公开指引]}`, county("", link("/zn/", "公开指引"), single("/zn/", "公开指引", guideText)), "review missing"},
		{"a name that only a script holds proves nothing", guideWith, county("", `<script>window.state=(function(a,b){return {tree:[{id:3,name:a},{id:4,name:b}]}})("通知公告","政府信息公开\u6307\u5357")</script>`, ""), "unknown"},
		{"a name that only the answer to a script holds proves nothing", guideWith, county("", "", "-- /api/tree --\nContent-Type: application/json\n\n"+`{"data":[{"id":3,"name":"政府信息公开指南","children":null}]}`+"\n"), "unknown"},
		{"a longer text in a script that only mentions the guide hides nothing", guideWith, county("", `<script>tip("请先阅读政府信息公开指南再提出申请")</script>`, ""), "fail missing"},
		{"an attachment without text hides nothing", guideWith, county("", `<li><a href="/nb.pdf">2025年报</a></li>`, "-- /nb.pdf --\nContent-Type: application/pdf\n\n%PDF-1.4 x\n"), "fail missing"},
		{"addresses of others left out change nothing", guideWith, county("", "", "-- snapshot.json --\n"+`{"skipped": {"out_of_scope": 12, "not_a_page": 3}}`+"\n"), "fail missing"},
		{"half a crawl proves nothing", guideWith, county("", "", partial), "unknown"},
		{"a portal whose platform page timed out proves nothing", guideWith, strings.Replace(county("", "", ""), "-- /zwgk/ --\n", "-- /zwgk/ --\nFailure: timeout\n\n", 1), "unknown"},
		{"an article that failed by a server error does not hide a column", guideWith, county(link("/tzgg/", "通知公告"), "", list("/tzgg/", "通知公告", "关于春季义务植树活动安排的公告通知|2026-04-01|/tzgg/t1.html", "关于开展环境卫生整治的通告|2026-03-01|/tzgg/t2.html")+"-- /tzgg/t1.html --\nHTTP 503\n\n"+article("/tzgg/t2.html", "关于开展环境卫生整治的通告", "2026-03-01")), "fail missing"},
		{"what else was left open may hide one", guideWith, county(link("/tzgg/", "通知公告"), "", "-- snapshot.json --\n"+`{"complete": false, "stopped": "有 3 个列表在浏览器里没有看完；1 个地址没有得到确定的结果（服务器错误 1 个）"}`+"\n"+list("/tzgg/", "通知公告", "关于春季义务植树活动安排的公告通知|2026-04-01|/tzgg/t1.html", "关于开展环境卫生整治的通告|2026-03-01|/tzgg/t2.html")+"-- /tzgg/t1.html --\nHTTP 503\n\n"+article("/tzgg/t2.html", "关于开展环境卫生整治的通告", "2026-03-01")), "unknown"},
		{"a platform that is gone beside a channel that opens hides what it held", guideWith, county(link("/gk/", "政府信息公开"), "", "-- /gk/ --\nHTTP 404\n\n<h1>404</h1>\n"), "unknown"},
		{"a platform that leads to another unit beside a channel that opens does so, too", guideWith, county(link("/gk/", "政府信息公开"), "", "-- /gk/ --\nLocation: http://jyj.example.gov.cn/gk/\nFailure: redirect\n\n"), "unknown"},
		{"an old address of a platform that opens elsewhere hides nothing", guideWith, county(link("/old/", "政府信息公开")+link("/gk/", "政府信息公开"), "", "-- /old/ --\nHTTP 404\n\n<h1>404</h1>\n"+list("/gk/", "政府信息公开", planRows...)), "fail missing"},
		{"a platform that says it leads elsewhere by itself hides what it held", guideWith, county(link("/gk/", "政府信息公开"), "", single("/gk/", "政府信息公开", "<p>5秒后自动跳转……</p>")), "unknown"},
		{"a platform of a few words does so, too", guideWith, county(link("/gk/", "政府信息公开"), "", single("/gk/", "政府信息公开", "<p>小编正在努力恢复这部分。</p>")), "unknown"},
		{"a platform with nothing but rows of another column does so, too", guideWith, county(link("/gk/", "政府信息公开")+link("/gs/", "公示"), "", list("/gs/", "公示", planRows...)+planPages("公示", "/gs/")+
			strings.Replace(list("/gk/", "政府信息公开", planRows...), `<ul class="list">`, `<p>内容服务没有在规定的时间里给出结果，您也可以从下面的推荐中看看。</p><h3>为您推荐</h3><ul class="list">`, 1)), "unknown"},
		{"a platform with nothing in it hides nothing", guideWith, county(link("/gk/", "政府信息公开"), "", single("/gk/", "政府信息公开", "")), "fail missing"},
		{"a platform that says it holds nothing yet hides nothing", guideWith, county(link("/gk/", "政府信息公开"), "", single("/gk/", "政府信息公开", "<p>暂无内容</p>")), "fail missing"},
		{"a platform with rows of its own hides nothing", guideWith, county(link("/gk/", "政府信息公开"), "", list("/gk/", "政府信息公开", planRows...)+planPages("政府信息公开", "/gk/")), "fail missing"},
		{"articles that mostly came without anything in them prove nothing", guideWith, county("", "", blankArticles(5)), "unknown"},
		{"a few articles without anything in them are slips", guideWith, county("", "", blankArticles(4)), "fail missing"},
		{"a guide whose only link is dead is unreachable", guideWith, county("", link("/zn/", "政府信息公开指南"), "-- /zn/ --\nHTTP 404\n\n<h1>404</h1>\n"), "fail unreachable"},
		{"a dead address that was only read in a script is for a person", guideWith, county("", `<script>document.write('<li><a href="/zn/">政府信息公开指南</a></li>')</script>`, "-- /zn/ --\nHTTP 404\n\n<h1>404</h1>\n"), "review unreachable"},
		{"a guide with one dead and one working link is there", guideWith, county(link("/old/zn/", "信息公开指南"), link("/zn/", "政府信息公开指南"), "-- /old/zn/ --\nHTTP 404\n\nx\n"+single("/zn/", "政府信息公开指南", guideText)), "pass"},
		{"a soft 404 is a dead link", guideWith, county("", link("/zn/", "政府信息公开指南"), "-- /zn/ --\nFailure: soft404\n\n<h1>页面不存在</h1>\n"), "fail unreachable"},
		{"a server error is for a person", guideWith, county("", link("/zn/", "政府信息公开指南"), "-- /zn/ --\nHTTP 503\n\nx\n"), "review unreachable"},
		{"a timeout was not observed", guideWith, county("", link("/zn/", "政府信息公开指南"), "-- /zn/ --\nFailure: timeout\n\n"), "unknown"},
		{"a challenge page was not observed", guideWith, county("", link("/zn/", "政府信息公开指南"), "-- /zn/ --\nFailure: blocked\n\n"), "unknown"},
		{"a link not visited was not observed", guideWith, county("", link("/zn/", "政府信息公开指南"), partial), "unknown"},
		{"a link to a machine inside is no platform", `{names: [依申请公开]}`, county("", link("http://10.1.2.3/apply", "依申请公开"), ""), "unknown"},
		{"a link to a number of the Internet may be one", `{names: [依申请公开]}`, county("", link("http://61.135.1.1/apply", "依申请公开"), ""), "pass"},
		{"a link to a common platform elsewhere is there", `{names: [依申请公开]}`, county("", link("http://ysq.example-platform.gov.cn/apply", "依申请公开"), ""), "pass"},
		{"a link that is sent on to another host is there", `{names: [依申请公开]}`, county("", link("/ysq/", "依申请公开"), "-- /ysq/ --\nLocation: http://ysq.example-platform.gov.cn/apply\nFailure: redirect\n\n"), "pass"},
		{"a department whose whole site is its platform has one", `{names: [政府信息公开]}`, strings.ReplaceAll(strings.Replace(county("", "", ""), "<title>示例县人民政府</title>", "<title>示例县发展和改革局-政府信息公开</title>", 1), "政务公开", "文件"), "pass"},
		{"a menu entry without address is for a person", guideWith, county("", `<li><a href="javascript:;">政府信息公开指南</a></li>`, ""), "review unreachable"},
		{"a menu entry without address over entries that serve is the head of a group", `{names: [法定主动公开内容], near: [规划, 预算]}`, county("", `<li><a href="javascript:;">法定主动公开内容</a></li><li><a href="/gh/">规划计划</a></li><li><a href="/ys/">预算决算</a></li><li><a href="/tj/">统计信息</a></li>`, single("/gh/", "规划计划", guideText)+single("/ys/", "预算决算", guideText)+single("/tj/", "统计信息", guideText)), "pass"},
		{"a guide as a tab of the platform page is there", guideWith, county("", `</ul><h3>政府信息公开指南</h3><p>为了方便公民获取本机关政府信息，编制本指南，办公地址人民路1号，联系电话见县政府网站。</p><ul>`, ""), "pass"},
		{"a page only the site map knows is for a person", guideWith, county(link("/map/", "网站地图"), "", single("/map/", "网站地图", `<p><a href="/zn/">政府信息公开指南</a> <a href="/zwgk/">政务公开</a> <a href="/zwfw/">政务服务</a></p>`)+single("/zn/", "政府信息公开指南", guideText)), "review unreachable"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "column", tt.with, tt.site), tt.want) })
	}
}

// expect compares a finding's outcome and its only defect code.
func expect(t *testing.T, f Finding, want string) {
	t.Helper()
	got := string(f.Outcome)
	for _, d := range f.Defects {
		got += " " + d.Code
	}
	if got != want {
		t.Errorf("got %s, want %s\nreason: %s\ndefects: %+v", got, want, f.Reason, f.Defects)
	}
}

// frameScript is a script that stands on every page of a site.
const frameScript = `<script>document.getElementById("rq").innerHTML=today()</script>`

// planPages are the articles of planRows, which stand in a column.
func planPages(column, at string) string {
	var b strings.Builder
	for _, r := range planRows {
		f := strings.Split(r, "|")
		b.WriteString(strings.Replace(article(f[2], f[0], f[1]), `<div class="article">`, `<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="`+at+`">`+column+`</a></div><div class="article">`, 1))
	}
	return b.String()
}

// blankArticles are articles of a list that were answered without their texts.
func blankArticles(n int) string {
	var rows []string
	var b strings.Builder
	for i := range n {
		path, title := fmt.Sprintf("/gs/t20260401_%d.html", i), fmt.Sprintf("示例县第%d批项目的公示", i+1)
		rows = append(rows, title+"|2026-04-01|"+path)
		b.WriteString("-- " + path + " --\n<html><head><title>" + title + `</title><meta name="ArticleTitle" content="` + title + `"></head><body>` + menu("") + `<div class="article"></div></body></html>` + "\n")
	}
	return list("/gs/", "公示", rows...) + b.String()
}

// tenArticles are pages that make a site large enough to tell what is on all of it.
func tenArticles() string {
	var b strings.Builder
	for i := range 10 {
		b.WriteString(article(fmt.Sprintf("/xx/%d.html", i), fmt.Sprintf("示例县第%d次会议召开", i+1), "2026-03-01"))
	}
	return b.String()
}

func TestColumnContent(t *testing.T) {
	nav := func(href, text string) string { return fmt.Sprintf(`<li><a href="%s">%s</a></li>`, href, text) }
	annual := nav("/nb/", "政府信息公开年报")
	tests := []struct {
		name string
		with string
		site string
		want string
	}{
		{"a link in the head of every page is no row", reportWith, strings.ReplaceAll(county("", annual, list("/nb/", "政府信息公开年报")+tenArticles()), "<body>", `<body><dl><dt><a href="/jiu.html">旧版网站（二〇一九年以前的网页）</a></dt></dl>`), "review empty"},
		{"a list with rows is not empty", reportWith, county("", annual, list("/nb/", "政府信息公开年报", "示例县2025年政府信息公开工作年度报告|2026-01-20|/nb/1.html")+article("/nb/1.html", "示例县2025年政府信息公开工作年度报告", "2026-01-20")), "pass"},
		{"a list without rows is empty", reportWith, county("", annual, list("/nb/", "政府信息公开年报")), "fail empty"},
		{"an empty list whose scripts could write into it, and that no browser ran", reportWith, county("", annual, single("/nb/", "政府信息公开年报", `<ul></ul><script>window.stop();document.getElementById(k()).innerHTML=made(7)</script>`)), "unknown"},
		{"an empty list with the scripts of lists that have rows", reportWith, county("", annual+`<li><a href="/gs/">公示</a></li>`, single("/nb/", "政府信息公开年报", `<ul></ul>`+frameScript)+strings.Replace(list("/gs/", "公示", planRows...), "</body>", frameScript+"</body>", 1)), "fail empty"},
		{"a column that says where it leads by itself", reportWith, county("", annual, single("/nb/", "政府信息公开年报", `<p>5秒后自动跳转……</p>`)), "review empty"},
		{"pager words are no content", reportWith, county("", annual, single("/nb/", "政府信息公开年报", `<ul></ul><div class="page">共0条记录 第1页/共1页 首页 上一页 下一页 尾页</div>`)), "fail empty"},
		{"under construction is a placeholder", reportWith, county("", annual, single("/nb/", "政府信息公开年报", "<p>栏目正在建设中，敬请期待！</p>")), "fail placeholder"},
		{"no data, with the reason why", reportWith, county("", annual, single("/nb/", "政府信息公开年报", "<p>暂无。按照职责分工，本局不承担此项职能。</p>")), "review placeholder"},
		{"no data, with something more", reportWith, county("", annual, single("/nb/", "政府信息公开年报", "<p>暂无内容，规划正在编制。</p>")), "review placeholder"},
		{"no data, politely", reportWith, county("", annual, single("/nb/", "政府信息公开年报", "<p>抱歉，暂无相关信息，敬请期待！</p>")), "fail placeholder"},
		{"none, in a word", reportWith, county("", annual, single("/nb/", "政府信息公开年报", "<p>不涉及</p>")), "review empty"},
		{"the name of the column before it is no reason", reportWith, county("", annual, strings.NewReplacer("<h1>政府信息公开年报</h1>", "", "<h2>政府信息公开年报</h2>", "", "</head>", `<meta name="ColumnName" content="政府信息公开年报"></head>`).Replace(single("/nb/", "政府信息公开年报", "<p>政府信息公开年报栏目建设中。</p>"))), "fail placeholder"},
		{"no data is a placeholder", reportWith, county("", annual, single("/nb/", "政府信息公开年报", "<p>暂无内容</p>")), "fail placeholder"},
		{"an article about a road under construction is content", `{names: [重大项目]}`, county("", nav("/zdxm/", "重大项目"), list("/zdxm/", "重大项目", "示例大桥正在建设中|2026-03-01|/zdxm/1.html")+article("/zdxm/1.html", "示例大桥正在建设中", "2026-03-01")), "pass"},
		{"a list filled by a script is unknown", reportWith, county("", annual, single("/nb/", "政府信息公开年报", `<ul id="list"></ul><script>$.ajax({url:"/api/list?c=9",success:function(d){$("#list").html(d)}})</script>`)), "unknown"},
		{"no data shown before a script runs is unknown", reportWith, county("", annual, single("/nb/", "政府信息公开年报", `<ul id="list"><li>暂无数据</li></ul><script>$.ajax({url:"/api/list?c=9",success:function(d){$("#list").html(d)}})</script>`)), "unknown"},
		{"a page without a single character is unknown", reportWith, county("", annual, "-- /nb/ --\n<html><head></head><body> </body></html>\n"), "unknown"},
		{"an answer for another program is unknown", reportWith, county("", annual, "-- /nb/ --\nnull\n"), "unknown"},
		{"an answer that only sends a form is unknown", reportWith, county("", annual, "-- /nb/ --\n<html><body onload=\"document.f.submit()\"><form name=f method=post action=\"\"><input type=hidden name=t value=1></form></body></html>\n"), "unknown"},
		{"content in a frame that was not seen is unknown", reportWith, county("", annual, single("/nb/", "政府信息公开年报", `<iframe src="/nb/list.html" width="800"></iframe>`)+"-- /nb/list.html --\nFailure: timeout\n\n"), "unknown"},
		{"content in a frame that was seen counts", reportWith, county("", annual, single("/nb/", "政府信息公开年报", `<iframe src="/nb/list.html" width="800"></iframe>`)+list("/nb/list.html", "列表", "2025年政府信息公开工作年度报告|2026-01-20|/nb/1.html", "2024年政府信息公开工作年度报告|2025-01-20|/nb/2.html")), "pass"},
		{"a column of files is not empty", reportWith, county("", annual, single("/nb/", "政府信息公开年报", `<p><a href="/f/nb2025.pdf">2025年政府信息公开年报.pdf</a></p>`)+"-- /f/nb2025.pdf --\nContent-Type: application/pdf\n\n%PDF\n"), "pass"},
		{"a column of one text is not empty", guideWith, county("", nav("/zn/", "公开指南"), single("/zn/", "公开指南", guideText)), "pass"},
		{"a column of one picture is not empty", `{names: [组织机构图]}`, county("", nav("/jg/", "组织机构图"), single("/jg/", "组织机构图", `<p><img src="/jg/tu.jpg" alt="组织机构图" width="800"></p>`)), "pass"},
		{"a column fed by its sub-columns is not empty", `{names: [财政信息]}`, county("", nav("/cz/", "财政信息"), single("/cz/", "财政信息", `<ul><li><a href="/cz/ys/">预算</a></li></ul>`)+list("/cz/ys/", "预算", "2026年部门预算公开|2026-02-01|/cz/ys/1.html", "2025年部门预算公开|2025-02-01|/cz/ys/2.html")), "pass"},
		{"a page that sends its reader on is followed", reportWith, county("", annual, "-- /nb/ --\n<html><head><meta http-equiv=\"Refresh\" content=\"0;URL=/nb/list/\"></head><body></body></html>\n"+list("/nb/list/", "政府信息公开年报", "2025年政府信息公开工作年度报告|2026-01-20|/nb/1.html", "2024年政府信息公开工作年度报告|2025-01-20|/nb/2.html")), "pass"},
		{"a dead column beside a column of a similar name is for a person", `{names: [通知公告]}`, county(nav("/tzgg/", "通知公告")+nav("/cg/", "采购通知公告"), "", list("/tzgg/", "通知公告")+list("/cg/", "采购通知公告", "采购一批办公设备的公告|2026-01-02|/cg/1.html", "采购一批图书的公告|2026-01-03|/cg/2.html")), "review empty"},
		{"an empty column of a similar name only is for a person", `{names: [通知公告]}`, county(nav("/cg/", "采购通知公告"), "", list("/cg/", "采购通知公告")), "review empty"},
		{"a column whose sub-column was not visited is unknown", `{names: [财政信息]}`, county("", nav("/cz/", "财政信息")+nav("/cz/ys/", "预算"), single("/cz/", "财政信息", "")+partial), "unknown"},
		{"a page that says it does not exist is a dead link", reportWith, county("", annual, single("/nb/", "错误", "<p>您访问的页面不存在或已删除</p>")), "fail unreachable"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "column", tt.with, tt.site), tt.want) })
	}
}

func TestColumnFreshness(t *testing.T) {
	nav := `<li><a href="/tzgg/">通知公告</a></li>`
	rows := func(rows ...string) string {
		return county(nav, "", list("/tzgg/", "通知公告", rows...)+article("/tzgg/old.html", "关于清明节放假安排的通知", "2025-03-01"))
	}
	const old = "关于清明节放假安排的通知|2025-03-01|/tzgg/old.html"
	oldRows := func(n int) (out []string) {
		for i := range n {
			out = append(out, fmt.Sprintf("关于第%d号事项的通知|2025-03-01|/tzgg/old%d.html", i, i))
		}
		return out
	}
	tests := []struct {
		name string
		site string
		want string
	}{
		// 2026-04-10 less six months is 2025-10-10.
		{"a row of this week is fresh", rows(old, "关于停水的公告|2026-04-08|/tzgg/a.html"), "pass"},
		{"a newest row of exactly six months is in time", rows("关于停水的公告|2025-10-10|/tzgg/a.html", old), "pass"},
		{"a column that says it has come to its end", strings.Replace(rows("关于停水的公告|2025-05-01|/tzgg/a.html", old), `<ul class="list">`, `<p>本栏目已停止更新，新内容请见“公示公告”。</p><ul class="list">`, 1), "review stale"},
		{"a column that says where it goes on", strings.Replace(rows("关于停水的公告|2025-05-01|/tzgg/a.html", old), `<ul class="list">`, `<p>本栏目自2025年6月起停办，公告改在公众号进行。</p><ul class="list">`, 1), "review stale"},
		{"a column that says what it is for", strings.Replace(rows("关于停水的公告|2025-05-01|/tzgg/a.html", old), `<ul class="list">`, `<p>本栏目主要发布县政府的通知公告。</p><ul class="list">`, 1), "fail stale"},
		{"a row about an end is no such word", rows("关于天然气公司停止更新表具的公告|2025-05-01|/tzgg/a.html", old), "fail stale"},
		{"a list longer than is read of a page", rows(append(oldRows(extract.MaxItems), "关于停水的公告|2026-04-01|/tzgg/a.html")...), "unknown"},
		{"a newest row one day older is stale", rows("关于停水的公告|2025-10-09|/tzgg/a.html", old), "fail stale"},
		{"a pinned old row does not make a column stale", rows("县政府信息公开长期公告置顶|2019-01-01|/tzgg/a.html", "关于停水的公告|2026-04-01|/tzgg/b.html"), "pass"},
		{"rows whose articles tell the date are dated", rows("关于停水的公告||/tzgg/a.html") + article("/tzgg/a.html", "关于停水的公告", "2026-04-01"), "pass"},
		{"old rows dated by their articles are stale", county(nav, "", list("/tzgg/", "通知公告", "关于停水的公告||/tzgg/a.html", "关于停电的公告||/tzgg/b.html")+article("/tzgg/a.html", "关于停水的公告", "2025-04-01")+article("/tzgg/b.html", "关于停电的公告", "2025-03-01")), "fail stale"},
		{"a row whose article was not seen may be new", rows("关于停水的公告||/tzgg/a.html", old), "unknown"},
		{"a date after the day of judgement is for a person", rows("关于停水的公告|2026-05-01|/tzgg/a.html", old), "review stale"},
		{"a list filled by a script is unknown", county(nav, "", single("/tzgg/", "通知公告", `<ul id="list"></ul><script>$.ajax({url:"/api/list?c=9",success:function(d){$("#list").html(d)}})</script>`)), "unknown"},
		{"a dated list elsewhere was not looked at", county(`<li><a href="http://gg.province.gov.cn/">通知公告</a></li>`, "", ""), "unknown"},
		{"an older page of the list that failed changes nothing", rows("关于停水的公告|2025-05-01|/tzgg/a.html", old), "fail stale"},
		{"a new article below the column's address that no row leads to is for a person", county(nav, "", list("/tzgg/", "通知公告", old)+article("/tzgg/old.html", "关于清明节放假安排的通知", "2025-03-01")+article("/tzgg/t20260401_7.html", "关于春季义务植树活动安排的公告", "2026-04-01")), "review stale"},
		{"an empty column is empty, not stale", rows(), "fail empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "column", noticeWith, tt.site), tt.want) })
	}
}

func TestColumnUndated(t *testing.T) {
	plain := func(path, title string) string {
		return "-- " + path + " --\n<html><head><title>" + title + "</title></head><body>" + menu("") + `<div class="article"><h1>` + title + `</h1><div class="content"><p>因管网检修，城区部分路段将暂停供水，请居民提前做好储水准备，恢复供水时间另行公告，不便之处敬请谅解。</p><p>检修期间如有疑问，请与县自来水公司联系，工作人员将为您解答。</p></div></div></body></html>` + "\n"
	}
	nav := `<li><a href="/tzgg/">通知公告</a></li>`
	rows := list("/tzgg/", "通知公告", "关于停水的公告||/tzgg/a.html", "关于停电的公告||/tzgg/b.html")
	tests := []struct{ name, site, want string }{
		{"rows without any date, all their pages seen, are undated", county(nav, "", rows+plain("/tzgg/a.html", "关于停水的公告")+plain("/tzgg/b.html", "关于停电的公告")), "fail undated"},
		{"rows that tell their age in words are for a person", county(nav, "", strings.Replace(rows, "关于停水的公告</a>", "关于停水的公告</a><span>3天前</span>", 1)+plain("/tzgg/a.html", "关于停水的公告")+plain("/tzgg/b.html", "关于停电的公告")), "review undated"},
		{"a page with another date only is for a person", county(nav, "", rows+strings.Replace(plain("/tzgg/a.html", "关于停水的公告"), "</p></div></div>", "</p><p style=\"text-align:right\">示例县自来水公司</p><p style=\"text-align:right\">2026年3月1日</p></div></div>", 1)+plain("/tzgg/b.html", "关于停电的公告")), "review undated"},
		{"rows whose pages were not all seen are unknown", county(nav, "", rows+plain("/tzgg/a.html", "关于停水的公告")), "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "column", noticeWith, tt.site), tt.want) })
	}
}

// A department that lives below a path of the county's portal.
func TestColumnScope(t *testing.T) {
	const target = "-- snapshot.json --\n" + `{"target": {"id": "fgj", "name": "示例县发展和改革局", "url": "http://www.example.gov.cn/bm/fgj/", "level": "department", "of": "county", "scope": ["/bm/fgj/"]}}` + "\n"
	page := func(path, title, own, body string) string {
		return "-- " + path + " --\n<html><head><title>" + title + `</title></head><body><div class="nav"><ul><li><a href="/">县政府首页</a></li><li><a href="/zfxxgk/nb/">政府信息公开年报</a></li><li><a href="/ysq/">依申请公开</a></li></ul></div><div class="left"><ul><li><a href="/bm/fgj/">发改局首页</a></li><li><a href="/bm/fgj/gk/">政府信息公开</a></li><li><a href="/bm/fgj/dt/">工作动态</a></li>` + own + `</ul></div><div class="main"><h2>` + title + "</h2>" + body + "</div></body></html>\n"
	}
	pages := func(own string) string {
		const text = "<p>示例县发展和改革局负责拟订全县国民经济和社会发展战略、中长期规划和年度计划，统筹协调经济社会发展，研究分析经济形势，提出政策建议。</p>"
		return page("/bm/fgj/", "示例县发展和改革局", own, text) + page("/bm/fgj/gk/", "政府信息公开", own, text) + page("/bm/fgj/dt/", "工作动态", own, text) + page("/bm/fgj/jg/", "机构职能", own, text)
	}
	const with = `{names: [政府信息公开年报], own: true}`
	tests := []struct{ name, with, site, want string }{
		{"the host portal's column is not the department's own", with, pages(`<li><a href="/bm/fgj/jg/">机构职能</a></li>`) + target, "fail missing"},
		{"a common application form of the host portal does", `{names: [依申请公开]}`, pages(`<li><a href="/bm/fgj/jg/">机构职能</a></li>`) + target, "pass"},
		{"its own column does", with, pages(`<li><a href="/bm/fgj/nb/">政府信息公开年报</a></li>`) + list("/bm/fgj/nb/", "政府信息公开年报", "2025年年度报告|2026-01-20|/bm/fgj/nb/1.html", "2024年年度报告|2025-01-20|/bm/fgj/nb/2.html") + target, "pass"},
		{"a link from the text to what is called the county's is for a person", with, strings.Replace(pages(`<li><a href="/bm/fgj/jg/">机构职能</a></li>`), "<h2>示例县发展和改革局</h2>", `<h2>示例县发展和改革局</h2><p><a href="/nb/">县政府信息公开年报</a></p>`, 1) + target, "review missing"},
		{"one that does not say whose it is speaks for the department", with, strings.Replace(pages(`<li><a href="/bm/fgj/jg/">机构职能</a></li>`), "<h2>示例县发展和改革局</h2>", `<h2>示例县发展和改革局</h2><p><a href="/nb/">本局政府信息公开年报</a></p>`, 1) + target, "pass"},
		{"a column beside its paths that names it is for a look", with, pages(`<li><a href="/zfxxgk/fgj/nb/">政府信息公开年报</a></li>`) + target, "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "column", tt.with, tt.site), tt.want) })
	}
}

// What a column that leads to another host is called may say whose it is.
func TestColumnOfAnotherGovernment(t *testing.T) {
	tests := []struct {
		name, site string
		level      site.Level
		text       string
		want       bool
	}{
		{"the county's on the site of a town", "白沙镇人民政府", site.Town, "县政府信息公开指南", true},
		{"the county's by its name", "青塘县白沙镇人民政府", site.Town, "青塘县人民政府信息公开指南", true},
		{"the city's on the site of a bureau", "云岭市教育局", site.Department, "市政府信息公开年报", true},
		{"the town's own", "白沙镇人民政府", site.Town, "镇政府信息公开指南", false},
		{"the bureau's own", "云岭市教育局", site.Department, "市教育局政府信息公开指南", false},
		{"the county's own", "青塘县人民政府", site.County, "县政府信息公开指南", false},
		{"a county that is called a city", "仪征市人民政府", site.County, "市政府信息公开指南", false},
		{"the province's on the site of a county", "青塘县人民政府", site.County, "省政府信息公开年报", true},
		{"nobody's in particular", "白沙镇人民政府", site.Town, "政府信息公开指南", false},
	}
	for _, tt := range tests {
		c := &Case{Target: site.Target{Name: tt.site, Level: tt.level}}
		if got := c.ofAnother(portal.Match{Text: tt.text}); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestColumnSettings(t *testing.T) {
	tests := []struct{ name, with, want string }{
		{"names are required", `{kind: list}`, "names"},
		{"names may not be blank", `{names: [" "]}`, "不能为空"},
		{"a kind must exist", `{names: [年报], kind: page}`, "栏目类型"},
		{"an age must be a period", `{names: [年报], max_age: soon}`, "时限"},
		{"an unknown setting is refused", `{names: [年报], nmaes: [x]}`, "nmaes"},
		{"a negative number of rows is refused", `{names: [年报], min_items: -1}`, "min_items"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lib, err := NewLibrary(fstest.MapFS{})
			if err != nil {
				t.Fatal(err)
			}
			pack := "id: test\ntitle: 测试\nversion: \"1\"\ndocuments:\n  条例: {title: 条例}\nrules:\n  - {id: r, title: 规则, check: column, basis: [{document: 条例, status: 读}], remedy: 改正, with: " + tt.with + "}\n"
			err = lib.Add("test", "test.yaml", []byte(pack))
			if err == nil {
				_, err = lib.Sets("test")
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want a complaint with %q", err, tt.want)
			}
		})
	}
}

func TestAge(t *testing.T) {
	tests := []struct{ in, want string }{
		{"14d", "14天"}, {"2 weeks", "14天"}, {"6 months", "6个月"}, {"6个月", "6个月"}, {"1 year", "1年"},
		{"", ""}, {"d", ""}, {"0d", ""}, {"-3d", ""}, {"3 moons", ""}, {"99999999999999999999d", ""},
	}
	for _, tt := range tests {
		var a age
		if err := a.UnmarshalText([]byte(tt.in)); (err == nil) != (tt.want != "") {
			t.Errorf("%q: err = %v", tt.in, err)
		} else if err == nil && a.String() != tt.want {
			t.Errorf("%q: got %s, want %s", tt.in, a, tt.want)
		}
	}
}

func FuzzAge(f *testing.F) {
	for _, s := range []string{"14d", "6 months", "1年", "", "９d", "1\xffd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var a age
		if err := a.UnmarshalText([]byte(s)); err == nil && !a.set() {
			t.Errorf("%q is accepted as no period", s)
		}
	})
}
