package extract

import (
	"strconv"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// TestFormsOfTemplates holds manners of writing a page that a reader takes no
// notice of. Each was met on a saved page; the pages here are written anew.
func TestFormsOfTemplates(t *testing.T) {
	const text = `<p>各县区人民政府，市直各部门：现将有关事项通知如下，请认真贯彻执行，执行中的问题请及时反馈。</p>`
	tests := []struct {
		says, html, want string
		got              func(f *Facts) string
	}{
		{"a breadcrumb whose element goes on with tools and text", `<div class="BreadcrumbNav"><a href="/">首页</a>&nbsp;&gt;&nbsp;<a href="/gb/">公报</a>&gt;<a href="/gb/23/">第23号</a><div><span>字号：默认 大 超大 | 打印</span><p>` + text + text + text + text + text + `</p></div></div>`, "公报|第23号", crumbText},
		{"text behind such a breadcrumb is no part of it", `<div class="crumb"><a href="/">首页</a> &gt; <a href="/a/">公报</a><div><h1>关于某事的通知</h1>` + text + text + text + text + text + `<a href="/b.html">关于另一件事的通知</a></div></div>`, "body", func(f *Facts) string { return zoneOf(f, "http://www.x.gov.cn/b.html") }},
		{"a breadcrumb without links before the block is none", `<div class="location">办公地点<div>` + text + text + text + text + `<a href="/b.html">关于某事的通知</a></div></div>`, "", crumbText},
		{"attributes parted by a no-break space", "<head><meta name=\"PubDate\" \u00a0content=\"2020-11-06 14:26:51\"><meta name=\"SiteName\"\u3000content=\"某市\"></head><h1>通知</h1>" + text, "2020-11-06 某市", func(f *Facts) string { return dateOf(f, FromMeta, "") + " " + f.Meta.SiteName }},
		{"a date that a script writes out of a variable", `<h1>关于某事的通知</h1><div>发布时间：<script>var pubdata = '2018年10月18日'; if(pubdata!=''){ document.write(pubdata); }</script> 字体：大 小</div>` + text, "2018-10-18", func(f *Facts) string { return dateOf(f, FromLabel, "发布时间") }},
		{"the part of such a variable", `<h1>关于某事的通知</h1><div>发布时间：<script>var d="2018-10-18 09:00:00";document.write(d.substring(0,10))</script></div>` + text, "2018-10-18", func(f *Facts) string { return dateOf(f, FromLabel, "发布时间") }},
		{"another variable is not what a script writes", `<h1>关于某事的通知</h1><div>发布时间：<script>var end='2018-10-18', d=today(); if(now>end) document.write(d)</script></div>` + text, "", func(f *Facts) string { return dateOf(f, FromLabel, "发布时间") }},
		{"a tool bar under the title that says when", `<h1>关于某事的通知</h1><div class="toolbar">发布时间：2018-10-18 字体：<a href="javascript:s()">小</a> <a href="javascript:m()">中</a> <a href="javascript:p()">打印本页</a></div>` + text, "2018-10-18", func(f *Facts) string { return dateOf(f, FromLabel, "发布时间") }},
		{"the head of a document that holds its title and date", `<div class="article-header"><h1>关于某事的通知</h1><p>发布日期：2018-10-18 来源：市政府办公室</p></div>` + text, "2018-10-18", func(f *Facts) string { return dateOf(f, FromLabel, "发布日期") }},
		{"the head of a site that shows the day stays a menu", `<div class="header"><p>今天是日期：2026年1月1日 星期四</p><ul><li><a href="/a/">首页</a></li><li><a href="/b/">政务公开</a></li><li><a href="/c/">政民互动</a></li><li><a href="/d/">政务服务</a></li></ul></div><div class="main"><h1>关于某事的通知</h1>` + text + text + text + text + text + text + text + text + `</div>`, "nav", func(f *Facts) string { return zoneOf(f, "http://www.x.gov.cn/b/") }},
		{"an error page that explains itself", `<head><title>502</title></head><h2>为什么会出现502</h2>` + text + text + text + text + text + text, "502 other", func(f *Facts) string { return f.Signals.Error + " " + string(f.Kind) }},
		{"an error in the table that makes the frame", `<head><title>提示</title></head><TABLE><TR><TD><TABLE><TR><TD><A HREF="/a.asp">工作动态</A><TD><A HREF="/b.asp">通知公告</A><TD><A HREF="/c.asp">政务公开</A><TD><A HREF="/d.asp">办事服务</A></TABLE><TR><TD><TR><TD><TABLE><TR><TD><B>对不起，您要查看的信息不存在或已被删除！</B><P><A HREF="javascript:history.back()">返回上一页</A></TABLE><TR><TD>某县人民政府办公室主办<BR>网站标识码：3201220003<BR>苏ICP备06001234号</TABLE>`, "true", func(f *Facts) string { return strconv.FormatBool(strings.Contains(f.Signals.Error, "信息不存在")) }},
		{"an error that only a script says", `<head><title></title></head><script>alert("该信息不存在！");history.back();</script>`, "true", func(f *Facts) string { return strconv.FormatBool(strings.Contains(f.Signals.Error, "信息不存在")) }},
		{"a script that says it when nothing comes", `<head><title></title></head><script>$.get("/q",function(d){if(!d){alert("信息不存在");history.back()}})</script>`, "", func(f *Facts) string { return f.Signals.Error }},
		{"a script that says it of a search that was not made", `<head><title>查询</title></head><p>请输入受理编号。</p><script>function q(){alert("信息不存在");location.reload()}</script>`, "", func(f *Facts) string { return f.Signals.Error }},
		{"a row that a page generator did not fill in", `<head><title>通知公告</title></head><div class="list"><ul><li><a href="[field:arcurl/]">[field:title/]</a><span>[field:pubdate/]</span></li></ul></div><script>var a=1</script>`, "true", func(f *Facts) string {
			return strconv.FormatBool(f.Signals.Error != "" && f.Signals.ListByScript == "")
		}},
		{"a row that a script may fill in", `<head><title>通知公告</title></head><div class="list"><ul><li><a href="${url}">${title}</a></li></ul></div><script src="/a.js"></script>`, "true", func(f *Facts) string {
			return strconv.FormatBool(f.Signals.Error == "" && f.Signals.ListByScript != "")
		}},
		{"the same on a page without scripts", `<head><title>通知公告</title></head><div class="list"><ul><li><a href="${url}">${title}</a></li></ul></div>`, "true", func(f *Facts) string {
			return strconv.FormatBool(f.Signals.Error != "" && f.Signals.ListByScript == "")
		}},
		{"a text that tells of templates", `<head><title>模板标签说明</title></head><h1>模板标签说明</h1><p>列表页用 [field:title/] 输出标题。</p>` + text + text + text, "", func(f *Facts) string { return f.Signals.Error }},
		{"a title that goes on behind the number is no error", `<head><title>502路公交线路调整的通告</title></head><h1>502路公交线路调整的通告</h1>` + text, "", func(f *Facts) string { return f.Signals.Error }},
		{"rows that a script puts into a list with a name of one letter", `<title>通知公告</title><ul id=L></ul><script>for(var i=0;i<arr.length;i++){var o=document.createElement("li");o.innerHTML=arr[i][0];document.getElementById("L").appendChild(o)}</script>`, "#L", func(f *Facts) string { return f.Signals.NeedsBrowser }},
		{"rows that a function of the page writes", `<title>制度</title><script>function w(t,p){document.write("<a href='/"+p.join("/")+"'>"+t+"</a>")}</script><ul><li><script>w("某县政务公开工作制度",["2026-04","08","content_7.htm"])</script></li><li><script>w("某县信息发布审核制度",["2026-03","02","content_8.htm"])</script></li></ul>`, "true 0", func(f *Facts) string {
			return strconv.FormatBool(strings.HasPrefix(f.Signals.NeedsBrowser, "w(")) + " " + strconv.Itoa(len(f.Links))
		}},
		{"a mark of validity that a script writes", `<h1>关于某事的通知</h1>` + text + `<script>document.write('<em class="yx">有效</em>')</script>`, "有效 read", validityOf},
		{"a mark that a script writes on a condition", `<h1>关于某事的通知<font class="t"></font></h1>` + text + `<script>if(end<now){$(".t").html("(已失效)");}else{$(".t").html("");}</script>`, " by script", validityOf},
		{"a mark that a script chooses between", `<h1>关于某事的通知</h1><i id="m"></i>` + text + `<script>document.getElementById("m").innerHTML = over ? "废止" : "有效"</script>`, " by script", validityOf},
		{"a script that only asks for the mark", `<h1>关于某事的通知</h1>` + text + `<script>if(row.state=="失效"||'废止'===row.state){hide(row)}switch(x){case "有效":show()}</script>`, "none", validityOf},
		{"a script that asks for another mark than the page shows", `<h1>关于某事的通知</h1><p>有效性：有效</p>` + text + `<script>var status=$(".yxx").text();if(status=='废止'){$(".stamp").show()}</script>`, "有效 read", validityOf},
		{"a date that a script puts beside its label", `<h1>关于某事的通知</h1><div>发布时间：<span id="pubtime"></span> 来源：<span id="ly"></span></div>` + text + `<script>$("#pubtime").text("2025-01-02");$("#ly").html("市政府办");</script>`, "2025-01-02", func(f *Facts) string { return dateOf(f, FromLabel, "发布时间") }},
		{"a date that a script compares with is none", `<h1>关于某事的通知</h1><div>发布时间：<span id="pubtime"></span></div>` + text + `<script>if($("#pubtime").text()>"2025-01-02"){go()}</script>`, "", func(f *Facts) string { return dateOf(f, FromLabel, "发布时间") }},
		{"a box that calls it 公开时间", `<title>通知</title><table><tr><th>名称</th><td colspan=3>某县人民政府关于做好某事的通知</td></tr><tr><th>文号</th><td>某府发〔2025〕2号</td><th>公开时间</th><td>2025-01-03 12:00:00</td></tr></table>` + text, "2025-01-03 某县人民政府关于做好某事的通知", func(f *Facts) string { return dateOf(f, FromLabel, "") + " " + f.Title }},
		{"a stamp that a style sheet paints", `<h1>关于印发某办法的通知</h1><p>发布日期：2025-01-02</p><div class="stamp" title="已废止"></div>` + text, "已废止 read", validityOf},
		{"a titled link that only a script can follow", `<h1>关于某事的解读</h1><p>发布时间：2026-01-01</p>` + text + `<p>政策原文：<a href="javascript:;" onclick="openDoc(this)">某市人民政府关于某事的通知</a> <a href="javascript:;">打印</a></p>`, "某市人民政府关于某事的通知", func(f *Facts) string { return strings.Join(f.Unopened, "|") }},
		{"a date under the title that is linked to its month", `<h1>关于某事的通知</h1><div>Posted on <a href="/2025/11"><time>November 28, 2025</time></a> <a href="/c/">政策解读</a></div><div class="content">` + text + text + text + text + text + `</div>`, "2025-11-28", func(f *Facts) string { return dateOf(f, FromText, "") }},
		{"a date under the title before a label without a value", `<h1>关于某事的通知</h1><p>2025-11-28 来源：</p><div class="content">` + text + text + `</div>`, "2025-11-28", func(f *Facts) string { return dateOf(f, FromText, "") }},
		{"a title linked under the title", `<h1>关于某事的通知</h1><div><a href="/b.html">关于另一件事的通知 2025-11-28</a></div><div class="content">` + text + text + `</div>`, "", func(f *Facts) string { return dateOf(f, FromText, "") }},
		{"the newest posts beside an empty column", `<title>收费</title><div id="primary"><h1>收费</h1><p>暂无内容</p></div><aside id="secondary"><section class="widget"><h2>近期文章</h2><ul><li><a href="/1.html">县政府召开常务会议研究春耕生产工作</a></li><li><a href="/2.html">全县安全生产工作会议召开部署任务</a></li><li><a href="/3.html">县领导调研重点项目建设进展情况</a></li></ul></section></aside>`, "0 收费暂无内容", func(f *Facts) string { return strconv.Itoa(len(f.Items)) + " " + f.Signals.Placeholder }},
		{"a picture above the text that explains", `<h1>某办法政策解读</h1><div class="pic"><img src="/a/1.jpg" alt="一图读懂"></div><div class="content">` + text + text + `</div>`, "1", pictures},
		{"a picture above the text that bears its title", `<title>某某办法政策解读</title><div class="t">某某办法政策解读</div><img src="data:image/gif;base64,R0" data-src="/a/1.jpg" alt="某某办法政策解读"><div class="rich"><div>` + text + text + `</div></div>`, "1", pictures},
		{"a picture between heading and text", `<h1>某办法政策解读</h1><div><img src="/upload/2026/1.jpg"></div><div class="content">` + text + text + `</div>`, "1", pictures},
		{"a figure above the text", `<main><h1>某办法政策解读</h1><figure><img src="/a/1.jpg"></figure><div class="content">` + text + text + `</div></main>`, "1", pictures},
		{"pictures beside the text that lead elsewhere or belong to the site", `<img src="/head.jpg"><h1>某办法政策解读</h1><img src="/qr.png" alt="扫一扫分享"><a href="/b.html"><img src="/b.jpg" alt="图解另一办法"></a><div class="content">` + text + text + `</div>`, "0", pictures},
		{"a file named before the word 下载", `<h1>依申请公开</h1>` + text + `<p>附件：申请表.docx （15.92k）[<a href="/f/1.docx">下载</a>]</p>`, "申请表.docx", firstFile},
		{"such a file whose link is a script", `<h1>依申请公开</h1>` + text + `<p>附件：申请表.docx （15.92k）[<a href="javascript:;"></a><a href="javascript:;">下载</a>]</p>`, "申请表.docx", firstFile},
		{"the word 下载 alone that a script serves is no file", `<h1>依申请公开</h1>` + text + `<p>客户端 <a href="javascript:;">下载</a></p>`, "", firstFile},
	}
	for _, tt := range tests {
		t.Run(tt.says, func(t *testing.T) {
			url := "http://www.x.gov.cn/zwgk/tz/1.html"
			f := Page(&site.Page{URL: url, Final: url, ContentType: "text/html; charset=utf-8", Body: []byte("<html>" + tt.html + "</html>")}, false)
			if got := tt.got(f); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func zoneOf(f *Facts, url string) string {
	for _, l := range f.Links {
		if l.URL == url {
			return string(l.Region)
		}
	}
	return ""
}

func pictures(f *Facts) string { return strconv.Itoa(f.Media.Images) }

func firstFile(f *Facts) string {
	if len(f.Attachments) == 0 {
		return ""
	}
	return f.Attachments[0].Text
}

func validityOf(f *Facts) string {
	for _, x := range f.Fields {
		if x.Name == Validity {
			if x.ByScript {
				return x.Value + " by script"
			}
			return x.Value + " read"
		}
	}
	return "none"
}
