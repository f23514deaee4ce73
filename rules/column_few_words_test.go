package rules

import (
	"fmt"
	"strings"
	"testing"
)

func TestColumnOfFewWords(t *testing.T) {
	const (
		leaders  = `{names: [领导信息, 县领导], persons: true}`
		services = `{names: [政务服务平台], shelf: true}`
	)
	link := func(href, text string) string { return fmt.Sprintf(`<li><a href="%s">%s</a></li>`, href, text) }
	on := func(body string) string {
		return county("", link("/ld/", "县领导"), single("/ld/", "县领导", body)) + tenArticles()
	}
	entries := func(hosts ...string) string {
		var b strings.Builder
		for i, h := range hosts {
			fmt.Fprintf(&b, `<a href="http://%s/%d">办事入口%d</a> `, h, i, i)
		}
		return county("", link("/fw/", "政务服务平台"), single("/fw/", "政务服务平台", "<p>"+b.String()+"</p>")) + tenArticles()
	}
	tests := []struct {
		name, with, site, want string
	}{
		{"names with their posts are what a column of leaders holds", leaders, on(`<p>县长　何永红</p><p>副县长　姚勇</p>`), "pass"},
		{"the post behind the name", leaders, on(`<dl><dt>何永红</dt><dd>县长：主持全面工作。</dd></dl>`), "pass"},
		{"a few words that name nobody may be a blank", leaders, on(`<p>以服务群众为宗旨</p>`), "review empty"},
		{"nothing at all is blank", leaders, on(``), "fail empty"},
		{"an index of entries to official platforms", services, entries("zwfw.example.gov.cn", "gr.example.gov.cn", "fr.example.gov.cn"), "pass"},
		{"one link says little", services, entries("zwfw.example.gov.cn"), "review empty"},
		{"links to anybody else do not do", services, entries("a.example.com", "b.example.com", "c.example.com"), "review empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "column", tt.with, tt.site), tt.want) })
	}
}

func TestColumnThatIsAForm(t *testing.T) {
	const (
		with   = `{names: [结果查询, 政策文件]}`
		search = `<form action="/s"><input name="q"><input type="submit" value="搜索"></form>`
		choose = `<form action="/cx.jsp" method="post"><select name="d"><option>请选择</option><option value="1">民政局</option></select><input type="submit"></form>`
	)
	link := func(href, text string) string { return fmt.Sprintf(`<li><a href="%s">%s</a></li>`, href, text) }
	on := func(body, elsewhere string) string {
		menu := link("/cx/", "结果查询") + link("/a/", "机构简介") + link("/b/", "便民电话") + link("/c/", "办事地图")
		site := county("", menu, single("/cx/", "结果查询", body))
		for path, name := range map[string]string{"/a/": "机构简介", "/b/": "便民电话", "/c/": "办事地图"} {
			site += single(path, name, elsewhere+guideText)
		}
		return site + tenArticles()
	}
	tests := []struct{ name, site, want string }{
		{"what there is to choose may lead to content", on(choose, ""), "review empty"},
		{"so may what is to be filled in", on(`<form action="/cx.jsp" method="post">`+strings.Repeat(`<input name="n">`, 4)+`<input type="submit"></form>`, search), "review empty"},
		{"words of absence beside it are what it shows before", on(choose+`<p>暂无数据</p>`, ""), "review placeholder"},
		{"the search box of all pages is no form of the column", on(search, search), "fail empty"},
		{"nor are hidden fields and a button", on(`<form action="/cx.jsp" method="post"><input type="hidden" name="t" value="1"><input type="submit"></form>`, ""), "fail empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "column", with, tt.site), tt.want) })
	}
}

func TestColumnsToldApartByQuery(t *testing.T) {
	const with = `{names: [政策文件], max_age: 6 months}`
	link := func(href, text string) string { return fmt.Sprintf(`<li><a href="%s">%s</a></li>`, href, text) }
	row := "关于做好森林防火工作的通知|2025-09-02|/zf/show.jsp?id=1"
	notice := "关于春季征兵的通知|2026-03-02|/zf/show.jsp?id=2"
	site := func(beside string) string {
		return county("", link("/zf/list.jsp?c=1", "政策文件")+link("/zf/list.jsp?c=2", "通知公告")+link("/zf/list.jsp?c=3", "机构简介"),
			list("/zf/list.jsp?c=1", "政策文件", row)+list("/zf/list.jsp?c=2", "通知公告", notice)+
				article("/zf/show.jsp?id=1", "关于做好森林防火工作的通知", "2025-09-02")+article("/zf/show.jsp?id=2", "关于春季征兵的通知", "2026-03-02")+beside)
	}
	dated := strings.Replace(single("/zf/list.jsp?c=3", "机构简介", `<h1>机构简介</h1><p>发布时间：2026-02-20</p>`+guideText), "<head>", `<head><meta name="ColumnName" content="机构简介">`, 1)
	expect(t, judgeSite(t, "column", with, site(dated)), "fail stale")
	stray := article("/zf/show.jsp?id=3", "关于做好春耕备耕工作的通知", "2026-03-20")
	expect(t, judgeSite(t, "column", with, site(strings.Replace(dated, guideText, guideText+`<a href="/zf/show.jsp?id=3">附：有关通知</a>`, 1)+stray)), "review stale")
}

func TestColumnThatShowsNoText(t *testing.T) {
	const (
		with  = `{names: [机构设置]}`
		words = "县政府办公室负责起草文件，联系各乡镇各部门，承担县政府日常工作，县发改局负责全县经济和社会发展规划"
	)
	link := func(href, text string) string { return fmt.Sprintf(`<li><a href="%s">%s</a></li>`, href, text) }
	on := func(body, elsewhere string) string {
		site := county("", link("/cx/", "机构设置")+link("/a/", "机构简介")+link("/b/", "便民电话"), single("/cx/", "机构设置", body))
		return site + single("/a/", "机构简介", elsewhere+guideText) + single("/b/", "便民电话", elsewhere+guideText) + tenArticles()
	}
	const icon = `<svg viewBox="0 0 9 9"><path d="M0 0"/></svg>`
	tests := []struct{ name, site, want string }{
		{"a drawing with words", on(`<svg><text>县政府办公室</text></svg>`, ""), "review empty"},
		{"a drawing that holds a picture", on(`<svg><image href="/img/jg.jpg"/></svg>`, ""), "review empty"},
		{"an icon", on(icon, ""), "fail empty"},
		{"a picture behind a block", on(`<div style="background:url(/img/jg.jpg);height:800px"></div>`, ""), "review empty"},
		{"a picture behind a table", on(`<table background="/img/jg.jpg"><tr><td>&nbsp;</td></tr></table>`, ""), "review empty"},
		{"one that stands on all pages", on(`<div style="background:url(/img/line.jpg)"></div>`, `<div style="background:url(/img/line.jpg)"></div>`), "fail empty"},
		{"a document within an attribute", on(`<iframe srcdoc="&lt;p&gt;`+words+`&lt;/p&gt;"></iframe>`, ""), "review empty"},
		{"text for an old kind of reader", on(`<xmp>`+words+`</xmp>`, ""), "review empty"},
		{"text in the shadow of an element", on(`<div><template shadowrootmode="open"><p>`+words+`</p></template></div>`, ""), "review empty"},
		{"buttons with names", on(`<input type="button" value="县政府办公室"><input type="button" value="县教育局">`, ""), "review empty"},
		{"a link that opens a letter", on(`<a href="mailto:xxgk@example.gov.cn">信箱</a>`, ""), "review empty"},
		{"a picture that comes when it is looked at", on(`<img class="lazy" data-src="/img/jg.jpg">`, ""), "pass"},
		{"an icon that comes so", on(`<img data-src="/img/icon.png">`, ""), "fail empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "column", with, tt.site), tt.want) })
	}
}
