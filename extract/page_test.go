package extract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// read returns the facts of an HTML page at a fixed address.
func readPage(t *testing.T, html string) *Facts {
	t.Helper()
	return Page(&site.Page{URL: "http://www.example.gov.cn/zwgk/list/index.html", Final: "http://www.example.gov.cn/zwgk/list/index.html", ContentType: "text/html", Body: []byte(html)}, false)
}

func crumbText(f *Facts) string {
	var parts []string
	for _, c := range f.Crumbs {
		parts = append(parts, c.Name)
	}
	return strings.Join(parts, "|")
}

func TestCrumbs(t *testing.T) {
	tests := []struct{ name, html, want string }{
		{"after 当前位置", `<div class="x">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 通知公告</div>`, "政务公开|通知公告"},
		{"after 您现在的位置", `<td>您现在的位置：<a href="/">网站首页</a> &gt;&gt; <a href="/a/">信息公开</a> &gt;&gt; <a href="/b/">年报</a> &gt;&gt; 正文</td>`, "信息公开|年报"},
		{"traditional characters", `<p>您的當前位置: <a href="/">首頁</a> » <a href="/a/">政務公開</a></p>`, "政務公開"},
		{"slashes between blanks", `<div class="position"><a href="/">首页</a> / <a href="/a/">政务公开</a> / 规划计划</div>`, "政务公开|规划计划"},
		{"dashes between blanks", `<div>当前位置：首页 - 政务公开 - 财政信息</div>`, "政务公开|财政信息"},
		{"a dash inside a name does not part it", `<div>当前位置：<a href="/">首页</a> &gt; <a href="/a/">2021-2025年规划</a></div>`, "2021-2025年规划"},
		{"no announcement, arrows", `<div class="path"><a href="/">首页</a>→<a href="/a/">政务公开</a>→政策文件</div>`, "政务公开|政策文件"},
		{"a list in a named block", `<ol class="breadcrumb"><li><a href="/">首页</a></li><li><a href="/a/">政务公开</a></li><li class="active">政策解读</li></ol>`, "政务公开|政策解读"},
		{"cells of a table", `<table class="position"><tr><td>当前位置：</td><td><a href="/">首页</a></td><td> &gt;<a href="/a/">投资管理</a></td><td> &gt;<a href="/b/">投资运行</a></td></tr></table>`, "投资管理|投资运行"},
		{"the site's own name leads home", `<div>当前位置：<a href="http://www.example.gov.cn/">某市人民政府</a> &gt; <a href="/a/">政务公开</a></div>`, "政务公开"},
		{"a short list in the same cell, below a blank line", `<table><tr><td>当前位置：<a href="/">首页</a> &gt;&gt; <a href="/a/">信息公开</a> &gt;&gt; <a href="/a/b/">领导之窗</a><br><br><table><tr><td><a href="/x/1.html">县政府领导分工</a><td>(2025/12/1)</table><p>共1条记录</table>`, "信息公开|领导之窗"},
		{"a table in the same cell", `<table><tr><td>当前位置：<a href="/">首页</a> &gt;&gt; <a href="/a/">信息公开</a><table><tr><td><a href="/x/1.html">县政府领导分工</a><td>(2025/12/1)</table></table>`, "信息公开"},
		{"words below a blank line, no link to the way home", `<table><tr><td>当前位置：首页 &gt;&gt; 统计信息<br><br><p align=center>栏目建设中，敬请期待……</table>`, "统计信息"},
		{"a line broken once", `<div>当前位置：<a href="/">首页</a> &gt; <a href="/a/">政务公开</a> &gt;<br><a href="/b/">政策文件</a></div>`, "政务公开|政策文件"},
		{"a menu is no breadcrumb", `<div><a href="/">首页</a> | <a href="/a/">政务公开</a> | <a href="/b/">政务服务</a></div>`, ""},
		{"设为首页 is no way home", `<div><a href="javascript:;">设为首页</a> &gt; <a href="/a/">收藏</a></div>`, ""},
		{"a place is no breadcrumb", `<p>项目的地理位置：某市东部，距首页 5 公里 &gt; 3 公里</p>`, ""},
		{"after 您当前所在的位置", `<div>您当前所在的位置： <a href="../">政务公开</a>&nbsp;&raquo;&nbsp;<a href="">依申请公开</a></div>`, "政务公开|依申请公开"},
		{"no link at all, but to the reader", `<div>您当前的位置是：市教育体育局</div>`, "市教育体育局"},
		{"where a project is", `<p>项目所在位置：某市东部</p>`, ""},
		{"seven levels", `<div>位置：<a href="/">首页</a>&gt;<a href="/1">一级</a>&gt;<a href="/2">二级</a>&gt;<a href="/3">三级</a>&gt;<a href="/4">四级</a>&gt;<a href="/5">五级</a>&gt;<a href="/6">六级</a>&gt;七级</div>`, "一级|二级|三级|四级|五级|六级|七级"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := readPage(t, "<html><body>"+tt.html+"<div><p>正文第一段。</p></div></body></html>")
			if got := crumbText(f); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func linkLines(f *Facts) string {
	var b strings.Builder
	for _, l := range f.Links {
		fmt.Fprintf(&b, "%s %s %s\n", l.Via, strings.TrimPrefix(l.URL, "http://www.example.gov.cn"), l.Text)
	}
	return b.String()
}

func TestLinks(t *testing.T) {
	tests := []struct{ name, html, want string }{
		{"text of a link", `<a href="a.html"> 政务 <b>公开</b> </a>`, "a /zwgk/list/a.html 政务 公开"},
		{"title where there is no text", `<a href="/a" title="指南"><i></i></a>`, "a /a 指南"},
		{"alt of a picture", `<a href="/a"><img src=x alt="信息公开年报"></a>`, "a /a 信息公开年报\npicture /zwgk/list/x 信息公开年报"},
		{"a map", `<map><area href="/a" alt="政务服务"></map>`, "a /a 政务服务"},
		{"frames", `<frameset><frame src="left.html" name="left"><frame src="main.html"></frameset>`, "frame /zwgk/list/left.html left\nframe /zwgk/list/main.html "},
		{"a refresh for readers without scripts, on a page with a text", `<head><noscript><meta http-equiv="refresh" content="0;url=/nojs.html"></noscript></head><p>` + strings.Repeat("本市召开工作会议。", 20) + `</p>`, ""},
		{"a refresh for readers without scripts, on a page that has nothing else", `<head><noscript><meta http-equiv="refresh" content="0;url=/nojs.html"></noscript></head>`, "refresh /nojs.html "},
		{"a refresh", `<meta http-equiv="Refresh" content="0; URL='./dwzn/'">`, "refresh /zwgk/list/dwzn/ "},
		{"onclick of an element", `<div onclick="location.href='/a.html'">办事指南</div>`, "onclick /a.html 办事指南"},
		{"onclick of a link without address", `<a href="javascript:;" onclick="window.open(&quot;../b.html&quot;)">年报</a>`, "onclick /zwgk/b.html 年报"},
		{"a path in a javascript link", `<a href="javascript:openUrl('/xxgk/c1/')">公开指南</a>`, "onclick /xxgk/c1/ 公开指南"},
		{"base", `<head><base href="http://b.gov.cn/x/"></head><a href="y">公开</a>`, "a http://b.gov.cn/x/y 公开"},
		{"a link in a link", `<a href="/1"><a href="/2">标题</a></a>`, "a /1 \na /2 标题"},
		{"the same link once", `<a href="/1">标题</a><a href="/1">标题</a><a href="/1">更多</a>`, "a /1 标题\na /1 更多"},
		{"a word given to a function that looks up the address", `<span onclick="toPage('nb')">公开年报</span><script>var pages={nb:'xxgk/nb.html',zn:'xxgk/zn.html'}; function toPage(k){ window.location.href = '/p/' + pages[k]; }</script>`, "onclick /p/xxgk/nb.html 公开年报"},
		{"a number given to a function that opens a window", `<script>var ctx="/zw"; function view(id){ window.open(ctx+'/info.do?method=view&id='+id,'_blank'); }</script><a href="javascript:view(42)">关于春节放假的通知</a>`, "onclick /zw/info.do?method=view&id=42 关于春节放假的通知"},
		{"a number given to a function that asks a handler", `<script>function down(i){ window.location = "down.ashx?f=" + i + ".pdf"; }</script><a href="javascript:void(0)" onclick="down(33)">附件下载</a>`, "onclick /zwgk/list/down.ashx?f=33.pdf 附件下载"},
		{"a function given a column and a number", `<script>var show = function(c, id){ var url = '/art/' + c + '/' + id + '.html'; location.href = url; }; function other(){ var url='/no.html'; }</script><a href="javascript:void(0);show('tz',7)">通知</a>`, "onclick /art/tz/7.html 通知"},
		{"a function that goes to one of two places, which is not said", `<script>function go(n){ if(n>1){location.href='/a_'+n+'.html'}else{location.href='/a.html'} }</script><a href="javascript:go(2)">通知公告</a>`, ""},
		{"a function that puts its address together in steps, of which not all are taken", `<script>function go(n){ var u='/list.jsp?c=3'; if(n>1){u+='&page='+n;} location.href=u; }</script><a href="javascript:go(2)">通知公告</a>`, ""},
		{"a function that asks for data by the way", `<script>function go(n){ var x=new XMLHttpRequest(); x.open('GET','/hit?id='+n); location.href='/b_'+n+'.html'; }</script><a href="javascript:go(2)">通知公告</a>`, "onclick /b_2.html 通知公告"},
		{"a word given to a function that asks first", `<span onclick="toPage('nb')">公开年报</span><script>function toPage(k){ if (k == 'nb') location.href = '/a/' + k + '.html'; else location.href = '/b/' + k + '.html'; }</script>`, ""},
		{"a word given to a function of another file", `<span onclick="toPage('nb')">公开年报</span>`, ""},
		{"data-href", `<li data-href="/a.html">公开制度</li>`, "onclick /a.html 公开制度"},
		{"data-file", `<p data-file="/upload/2026/1.pdf">年度报告</p>`, "onclick /upload/2026/1.pdf 年度报告"},
		{"data-file that is no document", `<p data-file="/upload/2026/part">年度报告</p>`, ""},
		{"a page made to view documents", `<a href="/js/pdfjs/web/viewer.html?file=%2Ffiles%2F1.pdf&amp;page=2">年度报告</a>`, "a /files/1.pdf 年度报告"},
		{"one that is not told which", `<a href="/viewer.html?file=12">年度报告</a>`, "a /viewer.html?file=12 年度报告"},
		{"data-href in letters exchanged for others", `<li data-href="/arjf/45.ugzy">公开制度</li>`, ""},
		{"data-url", `<div data-url="/szxx/">市长信箱</div>`, "onclick /szxx/ 市长信箱"},
		{"a session in the address of a click", `<a href="javascript:;" onclick="openUrl('/xxgk/index.html;jsessionid=0A1B2C3D4E')">公开</a>`, "onclick /xxgk/index.html 公开"},
		{"a list of documents", `<select onchange="if(this.value)window.open(this.value)"><option value="">请选择</option><option value="./202601/t1.html">2025年年报</option></select>`, "onclick /zwgk/list/202601/t1.html 2025年年报"},
		{"a list whose script makes the addresses", `<select onchange="location.href='list.asp?lmid='+this.value"><option value="7">规划计划</option></select>`, "onclick /zwgk/list/list.asp?lmid=7 规划计划"},
		{"a list of choices", `<select onchange="check(this.value)"><option value="7">规划计划</option></select>`, ""},
		{"a list whose function makes the addresses", `<select onchange="go(this.value)"><option value="7">规划计划</option></select><script>function go(id){ location.href = "list.asp?lmid=" + id; }</script>`, "onclick /zwgk/list/list.asp?lmid=7 规划计划"},
		{"a list whose function makes names of files", `<select onchange="jump(this.value)"><option value="1">1</option><option value="2">2</option></select><script>function jump(n){ location.href = n==1 ? "tz.html" : "tz_"+n+".html"; }</script>`, "pager /zwgk/list/tz_2.html 2"},
		{"a list that sends its form by GET", `<form action="list.php"><input type="hidden" name="c" value="3"><select name="year" onchange="this.form.submit()"><option value="2025">2025年</option></select></form>`, "onclick /zwgk/list/list.php?c=3&year=2025 2025年"},
		{"a list whose function sends its form", `<form name="f" action="list.php"><input type="hidden" name="c" value="3"><input type="hidden" name="page" id="page" value="1"><select name="year" onchange="toPage(1)"><option value="2025">2025年</option></select></form><script>function toPage(n){document.getElementById("page").value=n;document.f.submit()}</script>`, "onclick /zwgk/list/list.php?c=3&page=1&year=2025 2025年"},
		{"a box of entries that open at the second click", `<select size="9" ondblclick="openDoc(this)"><option value="17">2025年年报</option></select><script>function openDoc(s){if(s.selectedIndex>=0){location.href="view.php?id="+s.options[s.selectedIndex].value}}</script>`, "onclick /zwgk/list/view.php?id=17 2025年年报"},
		{"a box whose entries lead to one of two places", `<select size="9" ondblclick="openDoc(this)"><option value="17">2025年年报</option></select><script>function openDoc(s){location.href=s.value>9?"view.php?id="+s.value:"list.php?id="+s.value}</script>`, ""},
		{"a list that goes to folders", `<select onchange="if (this.value) window.open( this.options[this.selectedIndex].value )"><option value="">栏目导航</option><option value="zcjd">政策解读</option></select>`, "onclick /zwgk/list/zcjd 政策解读"},
		{"a list whose form has a button to go there", `<form action="show.asp"><select name="id"><option value="7">2025年度报告</option></select><input type="submit" value="查看"></form>`, "onclick /zwgk/list/show.asp?id=7 2025年度报告"},
		{"a list whose form does something else", `<form action="show.asp"><select name="id"><option value="7">满意</option></select><input type="submit" value="投票"></form>`, ""},
		{"a list whose form goes to a poll", `<form action="vote.asp"><select name="id"><option value="7">满意</option></select><input type="submit" value="查看"></form>`, ""},
		{"a list that posts its form", `<form method="post" action="list.php"><select name="year" onchange="this.form.submit()"><option value="2025">2025年</option></select></form>`, ""},
		{"a list beside other things to fill in", `<form action="list.php"><input name="q"><select name="year" onchange="this.form.submit()"><option value="2025">2025年</option></select></form>`, ""},
		{"a list of links", `<select><option value="http://c.gov.cn/">部门网站</option><option value="1">一</option></select>`, "onclick http://c.gov.cn/ 部门网站"},
		{"a frame whose tag is written in two pieces", `<script>document.write('<ifr'+'ame src="/menu.html"></ifr'+'ame>')</script>`, "frame /menu.html "},
		{"a comparison is no tag", `<script>if(n<max){document.write('<'+'br')}</script>`, ""},
		{"a script that may hold the menu", `<script src="/js/nav.js"></script><script src="/js/jquery.min.js"></script>`, "include /js/nav.js nav.js"},
		{"document.write", `<script>document.write("<a href='/zcjd/'>政策解读</a>");</script>`, "script /zcjd/ 政策解读"},
		{"document.write in pieces", `<script>var u='/zcjd/', n='政策解读'; document.write('<a href="'+u+'">'+n+'</a>');</script>`, "script /zcjd/ 政策解读"},
		{"a template is no link", `<script>html += '<a href="'+d.url+'">'+d.title+'</a>';</script>`, ""},
		{"name and address as variables", `<script>var str3='政策解读'; var str4='../zcjd/';</script>`, "script /zwgk/zcjd/ 政策解读"},
		{"address before name, entry after entry", `<script>m[0]=new Array("/wj/","政策文件");m[1]=new Array("/jd/","政策解读");var t=[["/nb/","公开年报"],["/zn/","公开指南"]];</script>`, "script /wj/ 政策文件\nscript /jd/ 政策解读\nscript /nb/ 公开年报\nscript /zn/ 公开指南"},
		{"name and address as data", `<script>var menu=[{"id":"1","name":"规划计划","url":"/ghjh/"},{"url":"/tjxx/","name":"统计信息"}];</script>`, "script /ghjh/ 规划计划\nscript /tjxx/ 统计信息"},
		{"what a script says to people is no menu", `<script>alert('请输入关键字'); location.search; var u='/s.jsp';</script>`, ""},
		{"a commented-out script", "<script>// var a='政策解读', b='/x/';\n/* var a='年报', b='/y/'; */</script>", ""},
		{"a regular expression with quotes", `<script>s.replace(/['"]/g,''); var n='政策解读', u='/zcjd/';</script>`, "script /zcjd/ 政策解读"},
		{"records in XML", `<script type="text/xml"><record><![CDATA[<li><a href="/art/1.html">关于通知</a></li>]]></record></script>`, "a /art/1.html 关于通知"},
		{"records in XML that are rows of a table in a cell", `<table><tr><td><script type="text/xml"><record><![CDATA[<tr><td><a href="/art/1.html">关于通知</a></td></tr>]]></record><record><![CDATA[<tr><td><a href="/art/2.html">关于公告</a></td></tr>]]></record></script></td></tr></table>`, "a /art/1.html 关于通知\na /art/2.html 关于公告"},
		{"where a pager of records in XML asks for more", `<script type="text/xml"><nextgroup><![CDATA[<a href="/module/dataproxy.jsp?page=1"></a>]]></nextgroup></script>`, "data /module/dataproxy.jsp?page=1 "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.TrimSuffix(linkLines(readPage(t, tt.html)), "\n")
			if got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestLabels(t *testing.T) {
	f := readPage(t, `<body><ul class="nav"><li><a href="javascript:;">机构职能</a></li><li><a href="#">政策文件</a></li></ul>
		<div class="tab-hd"><span class="tab-item">财政预算</span></div><h3>人事信息</h3><p>普通的一段话。</p></body>`)
	var got []string
	for _, l := range f.Labels {
		got = append(got, string(l.Via)+" "+l.Text)
	}
	want := "a 机构职能,a 政策文件,heading 财政预算,heading 人事信息"
	if strings.Join(got, ",") != want {
		t.Errorf("got %q, want %s", got, want)
	}
}

func regionOf(f *Facts, text string) Region {
	for _, l := range f.Links {
		if l.Text == text {
			return l.Region
		}
	}
	return "not there"
}

const rows = `<li><a href="/1.html">关于印发第一个工作方案的通知</a><span>2024-01-05</span></li><li><a href="/2.html">关于印发第二个工作方案的通知</a><span>2024-01-06</span></li>
	<li><a href="/3.html">关于印发第三个工作方案的通知</a><span>2024-01-07</span></li><li><a href="/4.html">关于印发第四个工作方案的通知</a><span>2024-01-08</span></li>`

const menu = `<a href="/m1">首页</a><a href="/m2">政务公开</a><a href="/m3">政务服务</a><a href="/m4">互动交流</a><a href="/m5">魅力本地</a>`

func TestRegions(t *testing.T) {
	tests := []struct {
		name, html, link string
		want             Region
	}{
		{"a nav element", `<nav>` + menu + `</nav><ul>` + rows + `</ul>`, "政务公开", Nav},
		{"a class", `<div class="main-nav">` + menu + `</div><ul>` + rows + `</ul>`, "政务公开", Nav},
		{"a class in pinyin", `<div class="daohang">` + menu + `</div><ul>` + rows + `</ul>`, "政务公开", Nav},
		{"a table at the top without names", `<table><tr><td>` + strings.ReplaceAll(menu, "</a>", "</a></td><td>") + `</td></tr></table><table><tr><td><ul>` + rows + `</ul></td></tr></table>`, "政务公开", Nav},
		{"rows of a list", `<div class="nav">` + menu + `</div><ul>` + rows + `</ul>`, "关于印发第一个工作方案的通知", Body},
		{"rows in a block named left", `<div class="nav">` + menu + `</div><div class="left"><ul>` + rows + `</ul></div>`, "关于印发第一个工作方案的通知", Body},
		{"a wrapper named header is not the header", `<div class="header"><div class="nav">` + menu + `</div><ul>` + rows + `</ul></div>`, "关于印发第二个工作方案的通知", Body},
		{"short rows without dates stay rows", `<div class="nav">` + menu + `</div><div>当前位置：<a href="/">首页</a> &gt; 内设机构</div><ul><li><a href="/k1">办公室</a></li><li><a href="/k2">人事处</a></li><li><a href="/k3">财务处</a></li><li><a href="/k4">法规处</a></li></ul>`, "人事处", Body},
		{"a breadcrumb", `<div>当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开栏目</a></div><ul>` + rows + `</ul>`, "政务公开栏目", Breadcrumb},
		{"a footer by its words", `<ul>` + rows + `</ul><div><p><a href="/us">联系我们</a></p><p>版权所有：某市人民政府 网站标识码：1234567890</p></div>`, "联系我们", Footer},
		{"a block headed 相关解读", `<div><h1>关于印发办法的通知</h1><p>` + longText + longText + longText + longText + `</p></div><div><h3>相关解读</h3><ul><li><a href="/jd">《办法》政策解读</a></li></ul></div>`, "《办法》政策解读", Related},
		{"a column of interpretations is not related to itself", `<title>政策解读</title><div><h3>政策解读</h3><ul>` + rows + `</ul></div>`, "关于印发第一个工作方案的通知", Body},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := regionOf(readPage(t, "<html><body>"+tt.html+"</body></html>"), tt.link); got != tt.want {
				t.Errorf("%s: got %s, want %s", tt.link, got, tt.want)
			}
		})
	}
}

func TestSignals(t *testing.T) {
	frame := func(s string) string {
		return `<html><head><title>栏目</title></head><body><div class="nav">` + menu + `</div><div>当前位置：<a href="/">首页</a> &gt; 栏目</div><div class="list">` + s + `</div><div class="footer">版权所有</div></body></html>`
	}
	tests := []struct {
		name, html string
		got        func(*Signals) any
		want       any
	}{
		{"TRS pages", frame(`<ul>` + rows + `</ul><script>createPageHTML(5, 0, "index", "html");</script>`), func(s *Signals) any { return s.Pages }, 5},
		{"pages with a container and the rows", frame(`<ul>` + rows + `</ul><script>createPageHTML('page_div',50, 1,'xwzx_list','shtml',1000);</script>`), func(s *Signals) any { return [2]int{s.Pages, s.Total} }, [2]int{50, 1000}},
		{"pages with the current one first", frame(`<ul>` + rows + `</ul><script>createPageHTML(1, 30, "javascript:getList", 20, "1");</script>`), func(s *Signals) any { return s.Pages }, 30},
		{"pages as variables", frame(`<ul>` + rows + `</ul><script>var _nPageCount=7; var _nCurrIndex=0; createPageHTML(_nPageCount,_nCurrIndex,_sPageName,_sPageExt)</script>`), func(s *Signals) any { return s.Pages }, 7},
		{"pages as an object", frame(`<ul>` + rows + `</ul><script>Pager({size:3, current:0, prefix:'index',suffix:'html'})</script>`), func(s *Signals) any { return s.Pages }, 3},
		{"rows in all", frame(`<ul>` + rows + `</ul><script>var recordCount = 123; var maxStaticIndex = "4";</script>`), func(s *Signals) any { return [2]int{s.Pages, s.Total} }, [2]int{4, 123}},
		{"no pagination", frame(`<ul>` + rows + `</ul>`), func(s *Signals) any { return [2]int{s.Pages, s.Total} }, [2]int{0, -1}},
		{"a placeholder", frame(`<p>栏目正在建设中……</p>`), func(s *Signals) any { return strings.Contains(s.Placeholder, "正在建设") }, true},
		{"a placeholder in traditional characters", frame(`<p>暫無數據</p>`), func(s *Signals) any { return s.Placeholder }, "暫無數據"},
		{"a placeholder in a column named right", `<div class="menu_box">` + menu + `</div><div class="left">` + menu + `</div><div class="right"><div class="wz">您的位置：<a href="/">首页</a>＞<a href="/b/">政府信息公开</a>＞年报</div><p>暂无信息！</p></div>`, func(s *Signals) any { return s.Placeholder }, "暂无信息！"},
		{"a placeholder is quoted as it is written", frame(`<p>欄目 內容整理中，　敬請期待！</p>`), func(s *Signals) any { return s.Placeholder }, "欄目 內容整理中， 敬請期待！"},
		{"rows beside the word are no placeholder", frame(`<ul>` + rows + `</ul><p>暂无数据</p>`), func(s *Signals) any { return s.Placeholder }, ""},
		{"a text about building is no placeholder", frame(`<p>` + strings.Repeat("我市重点项目正在建设中，进展顺利，计划年底完工。", 10) + `</p>`), func(s *Signals) any { return s.Placeholder }, ""},
		{"an error page", `<html><head><title>404</title></head><body><p>您访问的页面不存在</p></body></html>`, func(s *Signals) any { return s.Error }, "404"},
		{"500强 is no error", `<html><head><title>500强企业名单</title></head><body><p>名单见附件。</p></body></html>`, func(s *Signals) any { return s.Error }, ""},
		{"a script wall", `<html><head><script>var a="__jsl_clearance=1";document.cookie=a;location.href=location.pathname;</script></head><body></body></html>`, func(s *Signals) any { return s.Challenge }, "__jsl_clearance"},
		{"a firewall's words", `<html><head><title>访问验证</title></head><body><p>请完成安全验证后继续访问</p></body></html>`, func(s *Signals) any { return s.Challenge != "" }, true},
		{"an article about safety is no challenge", frame(`<p>` + strings.Repeat("各单位要做好安全验证工作，落实主体责任。", 20) + `</p>`), func(s *Signals) any { return s.Challenge }, ""},
		{"a redirect to what a variable holds", `<script>var jumpUrl="/a/list.html";if(jumpUrl!=""){top.location.href=jumpUrl;}</script>`, func(s *Signals) any { return s.Redirect }, "http://www.example.gov.cn/a/list.html"},
		{"a redirect to what two statements make", `<script>var u="/web";u+="/main.htm";setTimeout(function(){top.location.replace(u)},200)</script>正在进入……`, func(s *Signals) any { return s.Redirect }, "http://www.example.gov.cn/web/main.htm"},
		{"a redirect to what is worked out at run time", `<script>var u="/web";u+=now();top.location.replace(u)</script>正在进入……`, func(s *Signals) any { return s.Redirect }, ""},
		{"a place a function may go to", `<script>var u="/a/list.html";function go(n){location.href=u;}</script>`, func(s *Signals) any { return s.Redirect }, ""},
		{"a redirect of all but telephones", `<script>if(/Android/.test(navigator.userAgent)){location.href="/m/";}else{location.replace("/portal/index.html");}</script>`, func(s *Signals) any { return s.Redirect }, "http://www.example.gov.cn/portal/index.html"},
		{"a redirect of telephones to what a variable holds", `<script>var m="/m/list.html";if(/Android/.test(navigator.userAgent)){location.href=m;}</script>`, func(s *Signals) any { return s.Redirect }, ""},
		{"a redirect by script", `<script>window.location.href="/zwgk/";</script>`, func(s *Signals) any { return s.Redirect }, "http://www.example.gov.cn/zwgk/"},
		{"a redirect when the body has come", `<body onload="location.replace('default.asp')"></body>`, func(s *Signals) any { return strings.HasSuffix(s.Redirect, "/default.asp") }, true},
		{"a body that only prepares its pictures", `<body onload="preload('/images/location.gif')">正在建设</body>`, func(s *Signals) any { return s.Redirect }, ""},
		{"a redirect for phones only", frame(`<ul>` + rows + `</ul><script>if(/Android|iPhone/.test(navigator.userAgent)){location.href="/m/";}</script>`), func(s *Signals) any { return s.Redirect }, ""},
		{"a redirect in a function", frame(`<ul>` + rows + `</ul><script>function go(){ location.href="/s/"; }</script>`), func(s *Signals) any { return s.Redirect }, ""},
		{"a list by script", frame(`<ul id="list"></ul><script>$.ajax({url:"/api/list",success:function(d){$("#list").html(d)}});</script>`), func(s *Signals) any { return s.ListByScript != "" }, true},
		{"rows that are being fetched", frame(`<p>请稍候</p><script src="/js/l.js"></script>`), func(s *Signals) any { return s.ListByScript }, "请稍候"},
		{"a column under construction asks for patience", frame(`<p>栏目建设中，请稍候再来。</p><script src="/js/l.js"></script>`), func(s *Signals) any { return s.ListByScript }, ""},
		{"a page on which a reader may go elsewhere", frame(`<h1>政策文件</h1><script>function go(){ location.href="/s/index.html"; }</script>`), func(s *Signals) any { return s.ListByScript }, ""},
		{"a page sent on when it stands in no frame", `<script>if (self == top) { self.location.replace("frame.html?c=3"); }</script>`, func(s *Signals) any { return strings.HasSuffix(s.Redirect, "/frame.html?c=3") }, true},
		{"a page that breaks out of frames", `<h1>公开指南</h1><script>if (top != self) { top.location.replace("/guide.html"); }</script>`, func(s *Signals) any { return s.Redirect }, ""},
		{"a page that sends readers on, nobody can say where", frame(`<script>if(getCookie("v")){ location.href="/zcwj/n.html"; }</script>`), func(s *Signals) any { return s.ListByScript }, "/zcwj/n.html"},
		{"a page called app on which no script runs", `<div id="app"><h2>领导信息</h2><p>县长：某某</p></div>`, func(s *Signals) any { return s.ListByScript }, ""},
		{"a page called app that a script fills", `<div id="app"><h2>领导信息</h2></div><script src="/js/app.9f2c.js"></script>`, func(s *Signals) any { return s.ListByScript != "" }, true},
		{"an answer to who met an error is no error", strings.Replace(frame(`<h1>页面不存在怎么办</h1><p>请致电网站管理员。</p>`), "<title>栏目", "<title>页面不存在怎么办?_甲市人民政府", 1), func(s *Signals) any { return s.Error }, ""},
		{"a script file that writes where the list would stand", frame(`<div class="w1000"><div class="zuo"><h3>统计信息</h3></div><div class="you"><script src="/inc/list.js?c=12"></script></div></div>`), func(s *Signals) any { return s.ListByScript }, "/inc/list.js?c=12"},
		{"a script file below the heading of the column", frame(`<div class="zhu"><h2>便民目录</h2><script src="/inc/m.js"></script></div>`), func(s *Signals) any { return s.ListByScript }, "/inc/m.js"},
		{"a script that writes the rows where it stands", frame(`<ul><script>function row(t,id){document.write("<li><a href='/f/"+id+".html'>"+t+"</a></li>");} row("关于开展检查的通知","1"); ` + strings.Repeat(`row("关于做好有关工作的通知","2"); `, 90) + `</script></ul>`), func(s *Signals) any { return strings.HasPrefix(s.ListByScript, "document.write") }, true},
		{"a script that writes the day", frame(`<div class="day"><script>var d=new Date(); document.write("今天是"+d.getFullYear()+"年");</script></div>`), func(s *Signals) any { return s.ListByScript }, ""},
		{"a counter with a block of its own", frame(`<div class="w1000"><div class="zuo"><h3>统计信息</h3></div><div class="you"><script src="/inc/visit.js?c=12"></script></div></div>`), func(s *Signals) any { return s.ListByScript }, ""},
		{"a script file of somebody else's", frame(`<div class="w1000"><div class="zuo"><h3>统计信息</h3></div><div class="you"><script src="https://s4.cn.example/a.js?c=12"></script></div></div>`), func(s *Signals) any { return s.ListByScript }, ""},
		{"a counter is not a list", frame(`<p>联系电话见首页。</p><script>$.get("/visit/count.jsp");</script>`), func(s *Signals) any { return s.ListByScript }, ""},
		{"a list that is there is not by script", frame(`<ul>` + rows + `</ul><script>$.ajax({url:"/api/list"});</script>`), func(s *Signals) any { return s.ListByScript }, ""},
		{"an empty block and a script file that says nothing of what it does", frame(`<h1>政策文件</h1><div id="box"></div><script src="/static/js/m.min.js"></script>`), func(s *Signals) any { return s.ListByScript }, "#box"},
		{"an empty list before a script that hides what it does", frame(`<ul class="news"></ul><script>eval(atob("YWxlcnQoMSk="))</script>`), func(s *Signals) any { return s.ListByScript }, ".list"},
		{"an element of the page's own making", frame(`<h1>政策文件</h1><gov-list k="zcwj"></gov-list><script src="/w/gov.js"></script>`), func(s *Signals) any { return s.ListByScript }, "<gov-list>"},
		{"a frame without an address", frame(`<p>见下</p><iframe></iframe><script src="/w/gov.js"></script>`), func(s *Signals) any { return s.ListByScript }, "<iframe>"},
		{"rows that call themselves links", frame(`<h1>政务要闻</h1><ul>` + strings.Repeat(`<li role="link"><span>关于加强安全生产工作有关事项的通知</span><time>2026-01-05</time></li>`, 9) + `</ul><script src="/js/main.js"></script>`), func(s *Signals) any { return s.ListByScript }, `role="link"`},
		{"a single row that calls itself a link", frame(`<h1>政务要闻</h1><p role="link">关于加强安全生产工作有关事项的通知</p><p>` + strings.Repeat("申请人应当携带有效证件到窗口办理", 12) + `</p><script src="/js/main.js"></script>`), func(s *Signals) any { return s.ListByScript }, ""},
		{"names of columns that call themselves links", frame(`<h1>政务公开</h1><h3><span role="link">政策文件</span></h3><h3><span role="link">政策解读</span></h3><script src="/js/main.js"></script>`), func(s *Signals) any { return s.ListByScript }, `role="link"`},
		{"names that call themselves links on a page without scripts", frame(`<h1>政务公开</h1><h3><span role="link">政策文件</span></h3><h3><span role="link">政策解读</span></h3>`), func(s *Signals) any { return s.ListByScript }, ""},
		{"a text that a script holds and puts into the page", frame(`<h1>领导之窗</h1><ul class="lb"></ul><script>document.querySelector(".lb").outerHTML=` + "`\n<p>张明，主要负责人，主持全面工作，分管财政和审计。</p>\n<p>李华，分管教育、卫生健康和民政等方面的工作。</p>`" + `</script>`), func(s *Signals) any { return s.ListByScript != "" }, true},
		{"a menu that a script holds and puts into the page", frame(`<h1>领导之窗</h1><ul class="lb"></ul><script>document.querySelector(".nav").innerHTML='<a href="/zwgk/">政务公开</a><a href="/zwfw/">政务服务</a><a href="/hdjl/">互动交流</a><a href="/zjwm/">走进示例县</a>'</script>`), func(s *Signals) any { return strings.Contains(s.ListByScript, "政务公开") }, false},
		{"an empty table below a row of tabs", `<body><ul class="tabs"><li>行政许可</li><li>行政处罚</li></ul><table id="tb"></table><script src="/js/bootstrap-table.js"></script><script>$("#tb").draw({url:type})</script></body>`, func(s *Signals) any { return s.ListByScript }, "#tb"},
		{"an empty block below the picture with the name of the site", `<body><div><img src="/images/logo.png" alt="某县人民政府"></div><h2>公开</h2><div id="pane"></div><script type="module" src="/_x/entry.js"></script></body>`, func(s *Signals) any { return s.ListByScript }, "#pane"},
		{"rows that are kept in a field until a script shows them", frame(`<h2>通知公告</h2><div id="rows"></div><textarea id="src" style="display:none">` + rows + rows + rows + `</textarea><script>$("#rows").html($("#src").val())</script>`), func(s *Signals) any { return s.ListByScript }, "#rows"},
		{"an empty list on a page with the badges of others", frame(`<ul class="list"></ul><script src="http://dcs.conac.cn/js/33/000/0000/1.js"></script><script src="//pucha.kaipuyun.cn/exposure/jiucuo.js"></script>`), func(s *Signals) any { return s.ListByScript }, ""},
		{"an empty list on a page with nothing but libraries", frame(`<ul class="list" id="list"></ul><script src="/static/jquery.min.js"></script>`), func(s *Signals) any { return s.ListByScript }, ""},
		{"an empty block without an id, which a script of the site may find by its class", `<script src="/js/site.js"></script>` + frame(`<h1>政策文件</h1><div class="wrap" data-c="zcwj"></div>`), func(s *Signals) any { return s.ListByScript }, ".wrap"},
		{"an empty list below a menu whose entries are no links", `<body><script src="/js/common.js"></script><ul class="nav">` + strings.Repeat(`<li><span>通知公告栏目</span></li>`, 12) + `</ul><h2>通知公告</h2><ul id="ul"></ul><script>go("tzgg",1)</script></body>`, func(s *Signals) any { return s.ListByScript }, "#ul"},
		{"an empty block beside a text of some length", frame(`<h1>办事指南</h1><p>` + strings.Repeat("申请人应当携带有效证件到窗口办理", 5) + `</p><div id="box"></div><script src="/js/m.js"></script>`), func(s *Signals) any { return s.ListByScript }, ""},
		{"words that say there is nothing, beside an empty block", frame(`<div id="box"></div><p>暂无数据</p><script src="/js/m.js"></script>`), func(s *Signals) any { return s.ListByScript }, ""},
		{"a shell without labels may get them by script", `<html><head><title>某市人民政府</title></head><body><gov-nav></gov-nav><script src="/w/gov.js"></script></body></html>`, func(s *Signals) any { return s.MetaByScript }, true},
		{"a page with a menu has the labels it has", frame(`<ul>` + rows + `</ul><script src="/w/gov.js"></script>`), func(s *Signals) any { return s.MetaByScript }, false},
		{"navigation by script", `<html><body><script src="/js/header.js"></script><ul>` + rows + `</ul></body></html>`, func(s *Signals) any { return s.NavByScript }, "http://www.example.gov.cn/js/header.js"},
		{"navigation that is there", `<html><body><script src="/js/header.js"></script><div class="nav">` + menu + `</div><ul>` + rows + `</ul></body></html>`, func(s *Signals) any { return s.NavByScript }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := readPage(t, tt.html)
			if got := tt.got(&f.Signals); got != tt.want {
				t.Errorf("got %v, want %v\n%+v", got, tt.want, f.Signals)
			}
		})
	}
}

func TestPagerLinks(t *testing.T) {
	tests := []struct{ name, html, want string }{
		{"TRS counts from 0", `createPageHTML(3, 0, "index", "html");`, "/zwgk/list/index_1.html /zwgk/list/index_2.html"},
		{"TRS with its numbers in quotes", `createPageHTML('3', '0', 'index', 'htm');`, "/zwgk/list/index_1.htm /zwgk/list/index_2.htm"},
		{"with a container it counts from 1", `createPageHTML('page_div',3, 1,'list','shtml',60);`, "/zwgk/list/list_2.shtml /zwgk/list/list_3.shtml"},
		{"one page has no others", `createPageHTML(1, 0, "index", "html");`, ""},
		{"a call of a script has none", `createPageHTML(1, 30, "javascript:getList", 20, "1");`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, l := range readPage(t, "<ul>"+rows+"</ul><script>"+tt.html+"</script>").Links {
				if l.Via == Pager {
					got = append(got, strings.TrimPrefix(l.URL, "http://www.example.gov.cn"))
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}
}

func TestKind(t *testing.T) {
	article := `<h1>关于印发办法的通知</h1><p>发布时间：2024-01-05</p><div><p>` + longText + longText + `</p></div>`
	tests := []struct {
		name, html, header string
		want               Kind
	}{
		{"rows", `<ul>` + rows + `</ul>`, "text/html", List},
		{"a title, a date and a text", article, "text/html", Article},
		{"a report", strings.ReplaceAll(article, "关于印发办法的通知", "某市2023年政府信息公开工作年度报告"), "text/html", Report},
		{"a notice about reports", strings.ReplaceAll(article, "关于印发办法的通知", "关于做好2023年政府信息公开工作年度报告编制工作的通知"), "text/html", Article},
		{"a short notice beside a ranking", `<head><title>关于甲事项清理结果的通告</title></head><div class="l"><h2>关于甲事项清理结果的通告</h2><p>发布日期：2026-01-21</p><p>经研究，保留甲办法，现予公布，请遵照执行。</p><p>一、予以保留的文件，继续执行，有关单位按照职责做好衔接。</p><p>二、予以废止的文件，自本通告发布之日起停止执行。</p></div><div class="r"><b>点击</b><ol><li><a href="/1.html">某县举行重点项目集中开工仪式</a></li><li><a href="/2.html">某县推进乡村振兴示范点建设工作</a></li><li><a href="/3.html">某县部署春季森林防火重点工作</a></li><li><a href="/4.html">关于清明节期间交通管制的通告</a></li></ol></div>`, "text/html", Article},
		{"frames", `<frameset cols="200,*"><frame src="l.html"><frame src="m.html"></frameset>`, "text/html", Frame},
		{"a file", "%PDF-1.4 \x00", "application/pdf", File},
		{"a file sent as a page", "PK\x03\x04\x14\x00\x00\x00", "text/html", File},
		{"a page sent as a file", "<html><body><ul>" + rows + "</ul></body></html>", "application/octet-stream", List},
		{"a script", `document.write("<a href='/a/'>政务公开</a>")`, "application/javascript", Other},
		{"nothing", "", "text/html", Other},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := Page(&site.Page{URL: "http://www.example.gov.cn/a/b", Final: "http://www.example.gov.cn/a/b", ContentType: tt.header, Body: []byte(tt.html)}, false)
			if f.Kind != tt.want {
				t.Errorf("got %s, want %s", f.Kind, tt.want)
			}
		})
	}
	if f := Page(&site.Page{URL: "http://www.example.gov.cn/", ContentType: "text/html", Body: []byte("<p>a</p>")}, true); f.Kind != Home {
		t.Errorf("the home page: got %s", f.Kind)
	}
}

func TestExternalScript(t *testing.T) {
	f := Page(&site.Page{URL: "http://www.example.gov.cn/js/nav.js", Final: "http://www.example.gov.cn/js/nav.js", ContentType: "application/javascript",
		Body: []byte(`document.write('<ul><li><a href="/zwgk/">政务公开</a></li>'); document.write('<li><a href="/hdjl/">互动交流</a></li></ul>'); var m=[{n:"政务服务",u:"/zwfw/"}];`)}, false)
	want := "script /zwgk/ 政务公开\nscript /hdjl/ 互动交流\nscript /zwfw/ 政务服务\n"
	if got := linkLines(f); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestPresses(t *testing.T) {
	for _, tt := range []struct{ name, html, want string }{
		{"a link that calls a function of some file", `<a href="javascript:showList('0102','3')">规划信息</a>`, "showList('0102','3')"},
		{"a row that opens a window", `<ul><li onclick="showInfo(7)">关于印发办法的通知</li></ul>`, "showInfo(7)"},
		{"an entry of a drop-down list", `<select onchange="jump('nb',this.value)"><option value="2024">2024年</option></select>`, "jump('nb','2024')"},
		{"a row that is told apart by its id", `<table><tr><td id="n17" onclick="viewNews(this.id)">关于印发办法的通知</td></tr></table>`, "viewNews('n17')"},
		{"a function of the page that leads nowhere", `<script>function more(n){document.getElementById('x').className='on'+n}</script><a href="javascript:more(2)">更多内容</a>`, ""},
		{"a picture that chooses a column by its number", `<script>function toView(id){switch(id){case 1:location.href=root+"A";break;case 2:location.href=root+"B"}}</script><img src="a.gif" alt="规划信息" onclick="toView(2)">`, "toView(2)"},
		{"a row that is touched", `<script>function d(a,i){a.setAttribute("href","s.cfm?id="+i)}</script><a href="javascript:void(0)" onmousedown="d(this,7)">关于印发办法的通知</a>`, "d(this,7)"},
		{"a drop-down list that hands itself over", `<script>function jump(o){window.open(root+o.options[o.selectedIndex].value)}</script><select onchange="jump(this)"><option value="VTZ">通知公告</option></select>`, "jump('VTZ')"},
		{"a box of entries that leads to one of two places", `<script>function openClass(s){var v=s.options[s.selectedIndex].value;if(v.charAt(0)=="S")location.href="s.asp?id="+v.substr(1);else location.href="l.asp?id="+v}</script><select size="9" ondblclick="openClass(this)"><option value="S7">信息公开指南</option></select>`, "openClass('S7')"},
		{"a file whose folder the function knows", `<a href="javascript:downFile('7.doc')">关于印发办法的通知.doc</a>`, ""},
		{"a file that a function fetches", `<a href="javascript:getFile('7.doc')">关于印发办法的通知.doc</a>`, "getFile('7.doc')"},
		{"a function without arguments that goes its own way", `<script>function toJg(){top.frames["main"].location.href="Page.asp?c="+cid}</script><a href="javascript:toJg()">机构职能</a>`, "toJg()"},
		{"an address in the call", `<a href="javascript:openUrl('/a/b.html')">规划信息</a>`, ""},
		{"words that hold a gadget's by chance", `<a href="javascript:openTable('county',3)">统计数据</a><a href="javascript:showDatabase(4)">数据开放</a>`, "openTable('county',3) showDatabase(4)"},
		{"a tab in small letters", `<a href="javascript:settab('one',2)">通知公告</a>`, ""},
		{"letters of another size", `<a href="javascript:doZoom(16)">大号文字</a><a href="javascript:fontZoom(12)">小号文字</a>`, ""},
		{"a tab", `<a href="javascript:setTab('one',2)">通知公告</a>`, ""},
		{"an errand", `<a href="javascript:doIt('print')">打印本页</a>`, ""},
		{"a pager", `<a href="javascript:gotoPage(2)">下一页</a>`, ""},
		{"a call without anything to tell links apart", `<a href="javascript:start()">无障碍浏览</a>`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(readPage(t, tt.html).Presses, " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Words of scripts that are encoded are read as what the page shows of them.
func TestEncodedMenus(t *testing.T) {
	for _, tt := range []struct{ name, script, want string }{
		{"escaped", `document.write(unescape("%3Ca%20href%3D%22/zwgk/%22%3E%u653F%u52A1%u516C%u5F00%3C/a%3E"))`, "script /zwgk/ 政务公开\n"},
		{"percent-encoded", `document.write(decodeURIComponent("%3Ca href='/zwgk/'%3E%E6%94%BF%E5%8A%A1%E5%85%AC%E5%BC%80%3C/a%3E"))`, "script /zwgk/ 政务公开\n"},
		{"in Base64", `document.write(atob("PGEgaHJlZj0iL2EvIj54PC9hPg=="))`, "script /a/ x\n"},
		{"broken escapes stay what they are", `document.write(unescape("<a href='/a/'>%u65</a>"))`, "script /a/ %u65\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := Page(&site.Page{URL: "http://www.example.gov.cn/js/nav.js", Final: "http://www.example.gov.cn/js/nav.js", ContentType: "application/javascript", Body: []byte(tt.script)}, false)
			if got := linkLines(f); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzPage(f *testing.F) {
	for _, s := range []string{`<a href="x">当前位置：<a>首页</a> > `, `<script>var a='\u4e2`, `<script>createPageHTML(`, "<frameset>", `<meta http-equiv=refresh content="url=">`, `<script>Pager({size:`, "\x00\x01", `<div id=url>/a.html</div><script>window.open(u,"_self")</script>`} {
		f.Add([]byte(s), "text/html")
	}
	f.Add([]byte("document.write('<a href=x>"), "text/javascript")
	f.Fuzz(func(t *testing.T, body []byte, header string) {
		Page(&site.Page{URL: "http://www.example.gov.cn/a", ContentType: header, Body: body}, false)
	})
}

func TestPageInGBK(t *testing.T) {
	body := gbk(`<html><head><base target="_blank"><base href="http://www.example.gov.cn/gk/"><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body><div>您现在的位置：<a href="/">首页</a>-&gt;<a href="gk.asp">政务公开</a></div><a href="s.asp?q=公开">搜索</a></body></html>`)
	f := Page(&site.Page{URL: "http://www.example.gov.cn/", Final: "http://www.example.gov.cn/", ContentType: "text/html; charset=utf-8", Body: body}, false)
	if f.Charset != "gb18030" || crumbText(f) != "政务公开" {
		t.Errorf("charset %s, breadcrumb %s", f.Charset, crumbText(f))
	}
	want := "a / 首页\na /gk/gk.asp 政务公开\na /gk/s.asp?q=%B9%AB%BF%AA 搜索\n"
	if got := linkLines(f); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
