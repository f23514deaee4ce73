package rules

import (
	"fmt"
	"strings"
	"testing"
)

// drawn is a portal of a home page and what it leads to, without the pages of
// the other tests: each manner brings its own.
func drawn(home, files string) string {
	return "-- / --\n<html><head><title>示例县人民政府</title></head>" + home + "</html>\n" + files
}

const newsRows = `<table><tr><td>·<a href="xw1.htm">县政府召开常务会议研究春耕生产工作</a></td><td>2026-04-08</td></tr><tr><td>·<a href="xw2.htm">全县安全生产工作会议召开部署任务</a></td><td>2026-04-07</td></tr><tr><td>·<a href="xw3.htm">县领导调研重点项目建设进展情况</a></td><td>2026-04-03</td></tr></table>`

// The same question on portals drawn in other manners: the guide is there, or
// the menu cannot be read. None of them may be accused.
func TestColumnManners(t *testing.T) {
	guide := single("/zn.htm", "政府信息公开指南", guideText)
	tests := []struct{ name, site, want string }{
		{"a layout of tables", drawn(`<body><table width="1000"><tr><td><a href="index.asp">首页</a></td><td><a href="zf.asp">走进示例</a></td><td><a href="zn.htm">公开指南</a></td><td><a href="ts.asp">投诉</a></td></tr></table>`+newsRows+`</body>`, guide), "pass"},
		{"a menu in a frame", drawn(`<frameset rows="100,*"><frame src="top.htm" name="top"><frame src="main.htm" name="main"></frameset>`,
			"-- /top.htm --\n<html><body><table><tr><td><a href=\"main.htm\" target=\"main\">首页</a></td><td><a href=\"zn.htm\" target=\"main\">政府信息公开指南</a></td></tr></table></body></html>\n-- /main.htm --\n<html><body>"+newsRows+"</body></html>\n"+guide), "pass"},
		{"a menu frame that did not come", drawn(`<frameset rows="100,*"><frame src="top.htm" name="top"><frame src="main.htm" name="main"></frameset>`,
			"-- /top.htm --\nFailure: timeout\n\n-- /main.htm --\n<html><body>"+newsRows+"</body></html>\n"), "unknown"},
		{"a menu written by an inline script", drawn(`<body><script>var str1='公开指南';var url1='/zn.htm';var str2='投诉举报';var url2='/ts.htm';document.write('<li><a href="'+url1+'">'+str1+'</a></li>');</script><div class="main">`+newsRows+`</div></body>`, guide), "pass"},
		{"a menu written whole by a script", drawn(`<body><script>document.write('<div class="nav"><a href="/">首页</a><a href="/zn.htm">政府信息公开指南</a></div>');</script><div class="main">`+newsRows+`</div></body>`, guide), "pass"},
		{"a menu from a script file that was not read", drawn(`<body><div id="header"></div><script src="/js/header.js"></script><div class="main">`+newsRows+`</div></body>`, ""), "unknown"},
		{"a page that a framework fills", drawn(`<body><div id="app"></div><script src="/js/app.3f2a.js"></script></body>`, ""), "unknown"},
		{"an image map", drawn(`<body><img src="nav.jpg" usemap="#m"><map name="m"><area shape="rect" coords="0,0,9,9" href="/" alt="首页"><area shape="rect" coords="9,0,19,9" href="/zn.htm" alt="政府信息公开指南"></map>`+newsRows+`</body>`, guide), "pass"},
		{"a drop-down list that jumps", drawn(`<body><div class="nav"><a href="/">首页</a><a href="/a/">概况</a><a href="/b/">新闻</a></div><select onchange="location.href=this.value"><option value="/zn.htm">政府信息公开指南</option><option value="/ts.htm">投诉</option></select>`+newsRows+`</body>`, guide), "pass"},
		{"an entry opened by onclick", drawn(`<body><div class="nav"><a href="/">首页</a><a href="/a/">概况</a><span onclick="window.open('/zn.htm')">政府信息公开指南</span></div>`+newsRows+`</body>`, guide), "pass"},
		{"tabs on one page", drawn(`<body><div class="nav"><a href="/">首页</a><a href="/a/">概况</a><a href="/zwgk.htm">政务公开</a></div>`+newsRows+`</body>`,
			"-- /zwgk.htm --\n<html><head><title>政务公开</title></head><body><ul class=\"tabs\"><li>政府信息公开指南</li><li>政府信息公开制度</li></ul><div class=\"con\">"+guideText+"</div></body></html>\n"), "pass"},
		{"anchors of one page", drawn(`<body><div class="nav"><a href="/">首页</a><a href="/a/">概况</a><a href="/zwgk.htm">政务公开</a></div>`+newsRows+`</body>`,
			"-- /zwgk.htm --\n<html><head><title>政务公开</title></head><body><ul><li><a href=\"#zn\">政府信息公开指南</a></li><li><a href=\"#zd\">政府信息公开制度</a></li></ul><div id=\"zn\"><h3>政府信息公开指南</h3>"+guideText+"</div></body></html>\n"), "pass"},
		{"addresses under a base", drawn(`<head><base href="http://www.example.gov.cn/gk/"></head><body><div class="nav"><a href="/">首页</a><a href="../a/">概况</a><a href="zn.htm">政府信息公开指南</a></div>`+newsRows+`</body>`, strings.Replace(guide, "/zn.htm", "/gk/zn.htm", 1)), "pass"},
		{"words cut by tags and wide spaces", drawn(`<body><div class="nav"><a href="/">首页</a><a href="/a/">概况</a><a href="/zn.htm">政府<br>信息　公开&nbsp;<em>指南</em></a></div>`+newsRows+`</body>`, guide), "pass"},
		{"a login in place of the column", drawn(`<body><div class="nav"><a href="/">首页</a><a href="/a/">概况</a><a href="/zn.htm">政府信息公开指南</a></div>`+newsRows+`</body>`, "-- /zn.htm --\n<html><head><title>用户登录</title></head><body><form method=\"post\"><input name=\"u\"><input type=\"password\" name=\"p\"><input type=\"submit\" value=\"登录\"></form></body></html>\n"), "unknown"},
		{"pages that send the reader round", drawn(`<body><div class="nav"><a href="/">首页</a><a href="/a/">概况</a><a href="/zn.htm">政府信息公开指南</a></div>`+newsRows+`</body>`, "-- /zn.htm --\n<html><head><meta http-equiv=\"refresh\" content=\"0;url=/zn2.htm\"></head><body></body></html>\n-- /zn2.htm --\n<html><head><meta http-equiv=\"refresh\" content=\"0;url=/zn.htm\"></head><body></body></html>\n"), "unknown"},
		{"frames within frames of which the last did not come", drawn(`<body><div class="nav"><a href="/">首页</a><a href="/a/">概况</a><a href="/zn.htm">政府信息公开指南</a></div>`+newsRows+`</body>`, "-- /zn.htm --\n<html><frameset><frame src=\"/f1.htm\"></frameset></html>\n-- /f1.htm --\n<html><frameset><frame src=\"/f2.htm\"></frameset></html>\n-- /f2.htm --\nFailure: timeout\n\n"), "unknown"},
		{"a home page that sends the reader on to one with a menu, in which the guide is not", drawn(`<head><meta http-equiv="refresh" content="0;url=/main.htm"></head><body></body>`, "-- /main.htm --\n<html><head><title>示例县人民政府</title></head><body><div class=\"nav\"><a href=\"/main.htm\">首页</a><a href=\"/a/\">概况</a><a href=\"/b/\">新闻</a></div>"+newsRows+"</body></html>\n"+single("/a/", "概况", "示例县位于平原，人口五十万，物产丰富，交通便利。")+single("/b/", "新闻", "示例县今天召开了会议，研究部署了当前的各项工作。")), "fail missing"},
		{"the guide in the menu, and once more in a copy of the site that was left out", drawn(`<body><div class="nav"><a href="/">首页</a><a href="/a/">概况</a><a href="/b/">新闻</a><a href="/zn.htm">政府信息公开指南</a></div><p><a href="/ft/zn.htm">政府信息公開指南</a></p>`+newsRows+`</body>`, strings.Replace(guide, guideText, "", 1)+single("/a/", "概况", "示例县位于平原，人口五十万，物产丰富，交通便利。")), "fail empty"},
		{"the guide in the menu, and another in a folder that was not seen", drawn(`<body><div class="nav"><a href="/">首页</a><a href="/a/">概况</a><a href="/b/">新闻</a><a href="/zn.htm">政府信息公开指南</a></div><p><a href="/ft/zn2.htm">政府信息公開指南</a></p>`+newsRows+`</body>`, strings.Replace(guide, guideText, "", 1)+single("/a/", "概况", "示例县位于平原，人口五十万，物产丰富，交通便利。")), "unknown"},
		{"an entrance page of one picture", drawn(`<body><a href="/main.htm"><img src="enter.jpg" alt="进入网站"></a></body>`, "-- /main.htm --\n<html><head><title>首页</title></head><body><div class=\"nav\"><a href=\"/main.htm\">首页</a><a href=\"/zn.htm\">政府信息公开指南</a></div>"+newsRows+"</body></html>\n"+guide), "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "column", guideWith, tt.site), tt.want) })
	}
}

// What a landing page, a shared folder, a footer and an error page say of a column.
func TestColumnLandings(t *testing.T) {
	open := func(path, title string) string {
		return "-- " + path + " --\n<html><head><title>" + title + `</title></head><body><div class="nav"><a href="/">首页</a><a href="/gk.htm">政府信息公开</a></div><div class="left">` + side + `</div><div class="right"><h2>` + title + `</h2>` + guideText + `</div></body></html>` + "\n"
	}
	home := func(more string) string {
		return `<body><div class="nav"><a href="/">首页</a><a href="/gk.htm">政府信息公开</a><a href="/fw.htm">服务</a>` + more + `</div>` + newsRows + `</body>`
	}
	bare := `-- /gk.htm --
<html><head><title>政府信息公开</title></head><body><div class="nav"><a href="/">首页</a><a href="/gk.htm">政府信息公开</a></div><div class="left">` + side + `</div><div class="right"></div></body></html>
`
	parts := open("/zn.htm", "政府信息公开指南") + open("/zd.htm", "政府信息公开制度") + open("/nb.htm", "政府信息公开年报") + open("/sq.htm", "依申请公开")
	empty := func(path, title, body string) string {
		return "-- " + path + " --\n<html><head><title>" + title + `</title></head><body><div class="nav"><a href="/">首页</a><a href="/gk.htm">政府信息公开</a></div><div class="left">` + side + `</div><div id="r"><ul></ul>` + body + `</div></body></html>` + "\n"
	}
	const soft = "\nFailure: soft404\n\n"
	const platform = `{names: [政府信息公开, 政务公开]}`
	const guide = `{names: [政府信息公开指南, 公开指南], kind: article}`
	const system = `{names: [政府信息公开制度, 公开制度]}`
	query := func(id, title string, rows string) string {
		return "-- /gk/list.aspx?id=" + id + " --\n<html><head><title>" + title + `</title></head><body><ul id="tree"><li><a href="/">首页</a></li><li><a href="/gk/list.aspx?id=1">通知公告</a></li><li><a href="/gk/list.aspx?id=2">工作动态</a></li></ul><div id="r"><ul>` + rows + `</ul></div></body></html>` + "\n"
	}
	hot := `<div class="tj"><b>推荐</b><p><a href="/xw1.htm">县政府召开常务会议研究春耕生产工作</a> 2026-04-08</p><p><a href="/xw2.htm">全县安全生产工作会议召开部署任务</a> 2026-04-07</p><p><a href="/xw3.htm">县领导调研重点项目建设进展情况</a> 2026-04-03</p></div>`
	withHot := func(path, title, body string) string {
		return "-- " + path + " --\n<html><head><title>" + title + `</title></head><body><div class="nav"><a href="/">首页</a><a href="/xw.htm">要闻</a><a href="/gk.htm">政府信息公开</a></div><div class="bread"><a href="/">首页</a> &gt; <a href="` + path + `">` + title + `</a></div><div class="left">` + side + `</div><div id="r">` + body + hot + `</div></body></html>` + "\n"
	}
	story := func(path, title string) string {
		return "-- " + path + " --\n<html><head><title>" + title + `</title></head><body><div class="bread"><a href="/">首页</a> &gt; <a href="/xw.htm">要闻</a> &gt; 正文</div><h1>` + title + `</h1><p>发布时间：2026-04-08</p>` + guideText + `</body></html>` + "\n"
	}
	hotSite := func(body string) string {
		return drawn(home(`<a href="/xw.htm">要闻</a>`), withHot("/gk.htm", "政府信息公开", "")+withHot("/zd.htm", "政府信息公开制度", body)+withHot("/zn.htm", "政府信息公开指南", guideText)+withHot("/nb.htm", "政府信息公开年报", guideText)+withHot("/sq.htm", "依申请公开", guideText)+
			withHot("/xw.htm", "要闻", "")+story("/xw1.htm", "县政府召开常务会议研究春耕生产工作")+story("/xw2.htm", "全县安全生产工作会议召开部署任务")+story("/xw3.htm", "县领导调研重点项目建设进展情况"))
	}
	// Three columns side by side in a table that nothing marks as a menu.
	neighbour := func(path, title, body string) string {
		return "-- " + path + " --\n<html><head><title>" + title + `</title></head><body><table><tr><td><a href="/">首页</a></td><td><a href="/xw.htm">要闻</a></td><td><a href="/gk.htm">政府信息公开</a></td></tr></table><table><tr><td>您现在的位置：<a href="/">首页</a> &gt;&gt; <a href="/gk.htm">政府信息公开</a> &gt;&gt; <a href="` + path + `">` + title + `</a></td></tr></table>
<table><tr><td><table border=1><tr><td><a href="/jg.htm">·机构职能</a></td></tr><tr><td><a href="/ld.htm">·领导分工</a></td></tr><tr><td><a href="/cz.htm">·财政预决算</a></td></tr></table></td><td><table><tr><td><b>` + title + `</b></td></tr></table>` + body + `<div>共 1 页 首页 上一页 下一页 尾页</div></td></tr></table></body></html>` + "\n"
	}
	neighbours := func(body string) string {
		return drawn(`<body><table><tr><td><a href="/">首页</a></td><td><a href="/xw.htm">要闻</a></td><td><a href="/gk.htm">政府信息公开</a></td></tr></table>`+newsRows+`</body>`,
			"-- /gk.htm --\n<html><head><title>政府信息公开</title></head><body><table><tr><td><a href=\"/\">首页</a></td><td><a href=\"/gk.htm\">政府信息公开</a></td></tr></table><table><tr><td><a href=\"/jg.htm\"><b>机构职能</b></a></td></tr><tr><td><a href=\"/ld.htm\"><b>领导分工</b></a></td></tr><tr><td><a href=\"/cz.htm\"><b>财政预决算</b></a></td></tr></table></body></html>\n"+
				neighbour("/jg.htm", "机构职能", guideText)+neighbour("/ld.htm", "领导分工", body)+neighbour("/cz.htm", "财政预决算", guideText))
	}
	// A list of seventeen columns that nothing marks as a menu, on
	// every page of theirs; only of is opened by nothing but its name.
	longMenu := func(of, body string) string {
		names := []string{"机构职能", "领导信息", "规划信息", "统计信息", "行政许可", "行政处罚", "财政预决算", "收费项目", "政府采购", "重大项目", "应急管理", "监督检查", "公务员招考", "重大民生信息", "政府信息公开指南", "政府信息公开制度", "依申请公开"}
		tree := ""
		for i, n := range names {
			tree += fmt.Sprintf("<li><a href=\"/c%d.htm\">%s</a></li>", i, n)
		}
		leaders := ""
		for i := range 6 {
			leaders += fmt.Sprintf("<tr><td><a href=\"/p%d.htm\">%s某某同志简介</a></td></tr>", i, string([]rune("赵钱孙李周吴")[i]))
		}
		page := func(path, title, crumb, body string) string {
			return "-- " + path + " --\n<html><head><title>" + title + `</title></head><body><table><tr><td><a href="/">首页</a></td><td><a href="/c0.htm">政府信息公开</a></td></tr></table><table><tr><td>您现在的位置：<a href="/">首页</a> &gt;&gt; ` + crumb + `</td></tr></table><div class="tree_l"><h2>政府信息公开</h2><ul>` + tree + `</ul></div><div class="main fr"><h3>` + title + `</h3>` + body + `<ul class="list"></ul></div><div class="friend">友情链接：<a href="http://www.gov.cn/">中国政府网</a></div><div class="footer"><p>主办：示例县人民政府办公室</p></div></body></html>` + "\n"
		}
		files := ""
		for i, n := range names {
			text := guideText
			switch {
			case n == "领导信息" && of == n:
				text = "<table>" + leaders + "</table>"
			case n == of:
				text = body
			}
			files += page(fmt.Sprintf("/c%d.htm", i), n, fmt.Sprintf(`<a href="/c%d.htm">%s</a>`, i, n), text)
		}
		for i := range 6 {
			files += page(fmt.Sprintf("/p%d.htm", i), string([]rune("赵钱孙李周吴")[i])+"某某同志简介", `<a href="/c1.htm">领导信息</a>`, "<table>"+leaders+"</table>"+guideText)
		}
		return drawn(`<body><table><tr><td><a href="/">首页</a></td><td><a href="/c0.htm">政府信息公开</a></td></tr></table>`+newsRows+`</body>`, files)
	}
	inOneBlock := func(site string) string {
		return strings.NewReplacer("<body>", `<body><form id="form1" method="post" action="./Default.aspx">`, "</body>", "</form></body>").Replace(site)
	}
	tests := []struct{ name, with, site, want string }{
		{"the recommended news of all pages are no rows of a column", system, hotSite("<ul></ul>"), "review empty"},
		{"a text above the recommended news is content", system, hotSite(guideText), "pass"},
		{"the recommended news are rows of their own column", `{names: [要闻]}`, hotSite(""), "pass"},
		{"the head of a frameset that carries the name of the column is for a person", `{names: [政府信息公开目录]}`, drawn(home(`<a href="/f.htm">公开平台</a>`), bare+"-- /f.htm --\n<html><head><title>公开平台</title></head><frameset rows=\"80,*\"><frame src=\"/top.htm\"><frame src=\"/zn.htm\"></frameset></html>\n-- /top.htm --\n<html><head><title>政府信息公开目录</title></head><body><h1>政府信息公开目录</h1></body></html>\n"+open("/zn.htm", "政府信息公开指南")), "review empty"},
		{"a page shown in an object is content", system, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", `<object type="text/html" data="zdtext.htm"></object>`)+"-- /zdtext.htm --\n<html><body><h2>政府信息公开制度</h2>"+guideText+"</body></html>\n"), "pass"},
		{"a page shown in an object that did not come is unknown", system, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", `<object type="text/html" data="zdtext.htm"></object>`)+"-- /zdtext.htm --\nFailure: timeout\n\n"), "unknown"},
		{"a column that is XML for a style sheet was not seen as its readers see it", system, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+"-- /zd.htm --\n<?xml version=\"1.0\"?><column name=\"政府信息公开制度\"><note>内部编号</note></column>\n"), "unknown"},
		{"an object of another kind is for a person", system, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", `<object data="zd.bin"></object>`)), "review empty"},
		{"a picture that says the page is being built is a placeholder", system, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", `<img src="b.gif" alt="栏目建设中">`)), "fail placeholder"},
		{"a picture beside the words is for a person", system, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", `<p>栏目建设中</p><img src="b.jpg" width="800" height="600">`)), "review placeholder"},
		{"a bare menu of columns reached no other way is no empty column", platform, drawn(home(""), bare+parts), "pass"},
		{"a bare menu of columns of which one opens is for a person", platform, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")), "review empty"},
		{"an index of columns that repeats the menu is what an index should show", `{names: [政府信息公开制度], shelf: true}`, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", "<p>"+side+"</p>")+open("/nb.htm", "政府信息公开年报")+open("/sq.htm", "依申请公开")), "pass"},
		{"an index that shows nothing beside the menu of columns with content is for a person", `{names: [政府信息公开制度], shelf: true}`, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", "")+open("/nb.htm", "政府信息公开年报")+open("/sq.htm", "依申请公开")), "review empty"},
		{"nor is one empty beside a list of them that nothing marks as a menu", `{names: [领导分工], shelf: true}`, strings.ReplaceAll(neighbours(""), "</table></td><td><table>", `<tr><td><a href="/zn.htm">·政府信息公开指南</a></td></tr></table></td><td><table>`) + open("/zn.htm", "政府信息公开指南"), "review empty"},
		{"an index that shows nothing beside a menu of empty columns is empty", `{names: [政府信息公开制度], shelf: true}`, drawn(home(""), bare+empty("/zn.htm", "政府信息公开指南", "")+empty("/zd.htm", "政府信息公开制度", "")+empty("/nb.htm", "政府信息公开年报", "")+open("/sq.htm", "依申请公开")), "fail empty"},
		{"a column of another kind that repeats the menu is for a person", system, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", "<p>"+side+"</p>")+open("/nb.htm", "政府信息公开年报")+open("/sq.htm", "依申请公开")), "review empty"},
		{"a line that sends the reader to another official site", system, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", `<p>制度请见<a href="http://fzb.other.gov.cn/">县司法局网站</a>。</p>`)+open("/nb.htm", "政府信息公开年报")+open("/sq.htm", "依申请公开")), "pass"},
		{"a line that sends nobody anywhere is for a person", system, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", `<p>制度请见县司法局网站。</p>`)+open("/nb.htm", "政府信息公开年报")+open("/sq.htm", "依申请公开")), "review empty"},
		{"the same on a page that is one block", system, inOneBlock(drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", `<p>制度请见<a href="http://fzb.other.gov.cn/">县司法局网站</a>。</p>`)+open("/nb.htm", "政府信息公开年报")+open("/sq.htm", "依申请公开"))), "pass"},
		{"nor does one to a shop", system, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", `<p>制度请见<a href="http://www.shop.example.com/">法律书店</a>。</p>`)+open("/nb.htm", "政府信息公开年报")+open("/sq.htm", "依申请公开")), "review empty"},
		{"a greeting that moves over every page is no content", system, strings.ReplaceAll(drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", "")+open("/nb.htm", "政府信息公开年报")+open("/sq.htm", "依申请公开")), "<body>", "<body><div><marquee>热烈欢迎各界朋友来示例县观光旅游、投资兴业</marquee></div>"), "fail empty"},
		{"a line of the column that only the home page shows too is content for a person", system, strings.Replace(drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", "<p>公开制度见县政府公报第三期</p>")+open("/nb.htm", "政府信息公开年报")+open("/sq.htm", "依申请公开")), "</body>", "<p>公开制度见县政府公报第三期</p></body>", 1), "review empty"},
		{"an empty column beside others is empty", system, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", "")+open("/nb.htm", "政府信息公开年报")+open("/sq.htm", "依申请公开")), "fail empty"},
		{"an empty column in a table of its neighbours is empty", `{names: [领导分工]}`, neighbours(""), "fail empty"},
		{"an empty column under the moving head of all pages is empty", `{names: [领导分工]}`, strings.ReplaceAll(neighbours(""), "<body>", `<body><object data="/top.swf" width="1000" height="150"></object>`), "fail empty"},
		{"an empty column in bare blocks of its neighbours is empty", `{names: [领导分工]}`, strings.NewReplacer(`<table border=1><tr><td>`, `<div class="_1a"><div class="_2b">`, `</a></td></tr><tr><td><a href="/ld`, `</a></div><div class="_2b"><a href="/ld`, `</a></td></tr><tr><td><a href="/cz`, `</a></div><div class="_2b"><a href="/cz`, `·财政预决算</a></td></tr></table>`, `·财政预决算</a></div></div>`, "·", "").Replace(neighbours("")), "fail empty"},
		{"an empty column in a long table of neighbours is empty", `{names: [行政处罚]}`, longMenu("行政处罚", ""), "fail empty"},
		{"a text beside a long table of neighbours is content", `{names: [行政处罚]}`, longMenu("行政处罚", guideText), "pass"},
		{"leaders who all list each other are content of their column", `{names: [领导信息]}`, longMenu("领导信息", ""), "pass"},
		{"a text beside a table of neighbours is content", `{names: [领导分工]}`, neighbours(guideText), "pass"},
		{"a line of the footer is no content", system, drawn(home(""), bare+open("/zn.htm", "政府信息公开指南")+empty("/zd.htm", "政府信息公开制度", "<div>共1页</div><div>示例县人民政府办公室主办</div><div>今天是2026年4月10日 星期五</div>")), "fail empty"},
		{"a platform that is gone hides its parts", guide, drawn(home(""), "-- /gk.htm --\nHTTP 404\n\n-- /fw.htm --\n<html><body>"+newsRows+"</body></html>\n"), "unknown"},
		{"a platform that is gone is unreachable", platform, drawn(home(""), "-- /gk.htm --\nHTTP 404\n\n-- /fw.htm --\n<html><body>"+newsRows+"</body></html>\n"), "fail unreachable"},
		{"a site that answers all its links alike hides its parts", guide, drawn(home(`<a href="/a.htm">概况</a><a href="/b.htm">互动</a><a href="/c.htm">专题</a>`),
			"-- /gk.htm --"+soft+"-- /fw.htm --"+soft+"-- /a.htm --"+soft+"-- /b.htm --"+soft+"-- /c.htm --"+soft), "unknown"},
		{"a site that answers all its links alike is for a person", platform, drawn(home(`<a href="/a.htm">概况</a><a href="/b.htm">互动</a><a href="/c.htm">专题</a>`),
			"-- /gk.htm --"+soft+"-- /fw.htm --"+soft+"-- /a.htm --"+soft+"-- /b.htm --"+soft+"-- /c.htm --"+soft), "review unreachable"},
		{"a platform on another host hides its parts", guide, drawn(`<body><div class="nav"><a href="/">首页</a><a href="http://xxgk.other.gov.cn/">政府信息公开</a><a href="/fw.htm">服务</a><a href="/hd.htm">互动</a></div>`+newsRows+`</body>`, ""), "unknown"},
		{"a page that repeats a menu of all pages is for a person", platform, drawn(`<body><div class="nav"><a href="/">首页</a><a href="/gk.htm">政府信息公开</a></div>`+side+newsRows+`</body>`,
			strings.Replace(bare, `<div class="right">`, `<div class="right">`+side, 1)+parts), "review empty"},
		{"one link to the answer for nothing is dead", platform, drawn(home(""), "-- /gk.htm --"+soft+"-- /fw.htm --\n<html><body>"+newsRows+"</body></html>\n"), "fail unreachable"},
		{"a column beside others is not fresh by one of them that is a text", noticeWith, drawn(`<body><ul id="tree"><li><a href="/">首页</a></li><li><a href="/c/11.html">通知公告</a></li><li><a href="/c/12.html">工作动态</a></li><li><a href="/c/13.html">机构职能</a></li></ul></body>`,
			list("/c/11.html", "通知公告", "关于清明节放假安排的通知|2025-03-01|/i/1.html", "关于城区供水管网检修的公告|2025-02-01|/i/2.html")+list("/c/12.html", "工作动态", "全县安全生产工作会议召开部署任务|2025-03-08|/i/3.html", "县领导调研重点项目建设进展情况|2025-03-01|/i/4.html")+article("/c/13.html", "机构职能", "2026-03-01")+
				article("/i/1.html", "关于清明节放假安排的通知", "2025-03-01")+article("/i/2.html", "关于城区供水管网检修的公告", "2025-02-01")), "fail stale"},
		{"a column told apart by its query is not fresh by its neighbour", noticeWith, drawn(`<body><ul id="tree"><li><a href="/">首页</a></li><li><a href="/gk/list.aspx?id=1">通知公告</a></li><li><a href="/gk/list.aspx?id=2">工作动态</a></li></ul></body>`,
			query("1", "通知公告", `<li><a href="/gk/view.aspx?id=11">关于清明节放假安排的通知</a><span>2025-03-01</span></li><li><a href="/gk/view.aspx?id=12">关于城区供水管网检修的公告</a><span>2025-02-01</span></li>`)+
				query("2", "工作动态", `<li><a href="/gk/view.aspx?id=21">全县安全生产工作会议召开部署任务</a><span>2026-04-08</span></li><li><a href="/gk/view.aspx?id=22">县领导调研重点项目建设进展情况</a><span>2026-04-01</span></li>`)+
				article("/gk/view.aspx?id=11", "关于清明节放假安排的通知", "2025-03-01")+article("/gk/view.aspx?id=12", "关于城区供水管网检修的公告", "2025-02-01")+article("/gk/view.aspx?id=21", "全县安全生产工作会议召开部署任务", "2026-04-08")), "fail stale"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "column", tt.with, tt.site), tt.want) })
	}
}

const side = `<ul><li><a href="/zn.htm">政府信息公开指南</a></li><li><a href="/zd.htm">政府信息公开制度</a></li><li><a href="/nb.htm">政府信息公开年报</a></li><li><a href="/sq.htm">依申请公开</a></li></ul>`
