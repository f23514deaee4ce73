package extract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/site"
)

func dateLines(f *Facts) []string {
	var out []string
	for _, d := range f.Dates {
		s := fmt.Sprintf("%s %s %s", d.Day, d.Source, d.Label)
		if d.Published {
			s += " published"
		}
		out = append(out, strings.Join(strings.Fields(s), " "))
	}
	return out
}

func TestDates(t *testing.T) {
	// info stands under the heading, text in the text, end under it.
	doc := func(head, info, end string) string {
		return `<html><head><title>关于甲事项的通知</title>` + head + `</head><body><div class="con"><h1>关于甲事项的通知</h1>` + info + `<div class="TRS_Editor">` +
			strings.Repeat(`<p>为进一步规范测试工作，提高测试质量，现就有关事项通知如下，请认真贯彻执行。</p>`, 6) + end + `</div></div></body></html>`
	}
	tests := []struct {
		name, url, head, info, end string
		want                       []string
	}{
		{name: "meta label", head: `<META content="2024-06-05 10∶08" NAME="pubdate">`, want: []string{"2024-06-05 meta PubDate published"}},
		{name: "page made, no publication", head: `<meta name="others" content="页面生成时间 2021-01-08 08:33:38"><meta name="maketime" content="2021-01-08">`},
		{name: "label", info: `<p>发布时间：2024-05-30 10:00　来源：市政府办公室</p>`, want: []string{"2024-05-30 label 发布时间 published"}},
		{name: "label in an element of its own", info: `<p><span>发布日期:</span><span>2024-05-30</span></p>`, want: []string{"2024-05-30 label 发布日期 published"}},
		{name: "label split by tags and blanks", info: `<p>发&emsp;布&emsp;时&emsp;间：<b>2024</b>年<b>5</b>月<b>30</b>日</p>`, want: []string{"2024-05-30 label 发布时间 published"}},
		{name: "full-width digits", info: `<p>发布时间：２０２４－０５－３０</p>`, want: []string{"2024-05-30 label 发布时间 published"}},
		{name: "ratio sign as colon", info: `<p>发布时间∶2024-05-30</p>`, want: []string{"2024-05-30 label 发布时间 published"}},
		{name: "posted on, as blogs say it", info: `<div class="meta"><span>发表于 <time datetime="2024-05-30T09:00:00+08:00">2024年5月30日</time></span><span>来源：市政府办公室</span></div>`, want: []string{"2024-05-30 label 发表于 published"}},
		{name: "traditional", info: `<p>發佈時間：2024-05-30</p>`, want: []string{"2024-05-30 label 發佈時間 published"}},
		{name: "short label", info: `<p>来源：市政府办公室 时间：2024-05-30</p>`, want: []string{"2024-05-30 label 时间 published"}},
		{name: "a clock as label", info: `<li><i><img src="i.png" title="发布时间"></i><span>2024-05-30</span></li>`, want: []string{"2024-05-30 label 发布时间 published"}},
		{name: "written by a script", info: `<p>发布时间：<script>document.write("2024-05-30 10:00".substring(0,10))</script></p>`, want: []string{"2024-05-30 label 发布时间 published"}},
		{name: "no label", info: `<p>市政府办公室 2024-05-30 10:00</p>`, want: []string{"2024-05-30 text published"}},
		{name: "in brackets", info: `<p>(2024-05-30)</p>`, want: []string{"2024-05-30 text published"}},
		{name: "made and published are two", info: `<table><tr><td>成文日期：</td><td>2024年5月20日</td></tr><tr><td>发布日期：</td><td>2024年5月30日</td></tr></table>`,
			want: []string{"2024-05-30 label 发布日期 published", "2024-05-20 field 成文日期"}},
		{name: "issued counts where nothing else is said", info: `<table><tr><td>文号：</td><td>测府〔2024〕1号</td></tr><tr><td>发文日期：</td><td>2024-05-20</td></tr></table>`,
			want: []string{"2024-05-20 label 发文日期 published"}},
		{name: "issued does not count beside published", info: `<table><tr><td>发文日期：</td><td>2024-05-20</td></tr><tr><td>发布日期：</td><td>2024-05-30</td></tr></table>`,
			want: []string{"2024-05-30 label 发布日期 published", "2024-05-20 label 发文日期", "2024-05-20 field 发文日期"}}, // beside it, it is the day of writing
		{name: "in force and out of force", info: `<p>实施日期：2024-07-01　失效日期：2029-06-30</p>`, want: []string{"2024-07-01 field 实施日期", "2029-06-30 field 失效日期"}},
		{name: "a meeting is no publication", end: `<p>会议时间：2024年7月1日</p><p>报名截止时间：2024年6月20日</p><p>时 间：2024年7月2日</p>`},
		{name: "a meeting under the heading is none either", info: `<p>会 议 时 间：2024年7月1日</p>`},
		{name: "today is no publication", info: `<p>今天是：2024年7月1日 星期一</p>`},
		{name: "signature", end: `<p>测试市人民政府办公室</p><p>2024年5月20日</p>`, want: []string{"2024-05-20 signature"}},
		{name: "the last date of a box is no signature", end: `<table><tr><td>来信时间</td><td>2024年5月2日</td></tr><tr><td>办结时限</td><td>五日</td></tr></table>`},
		{name: "signature in Chinese numerals", end: `<p>测试市人民政府　二〇二四年五月二十日</p><p>（此件公开发布）</p>`, want: []string{"2024-05-20 signature"}},
		{name: "the text begins with a date", info: `<p>2024年5月30日，市政府印发了甲办法。</p>`},
		{name: "address", url: "http://www.test.gov.cn/zwgk/202405/t20240530_1.html", want: []string{"2024-05-30 url published"}},
		{name: "all that disagree stand side by side", url: "http://www.test.gov.cn/2020/1/17/x.shtml", head: `<meta name="PubDate" content="2020-09-26 03:45:41">`, info: `<p>发布时间：2020-01-17</p>`,
			want: []string{"2020-09-26 meta PubDate published", "2020-01-17 label 发布时间 published", "2020-01-17 url published"}},
		{name: "dates of neighbours are not the page's", end: `</div><div class="xg"><ul><li><a href="1.html">关于乙事项的公告全文内容</a><span>2021-01-01</span></li><li><a href="2.html">关于丙事项的公告全文内容</a><span>发布时间：2021-01-02</span></li></ul>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			url := tt.url
			if url == "" {
				url = "http://www.test.gov.cn/zwgk/a.html"
			}
			f := Page(&site.Page{URL: url, Final: url, Body: []byte(doc(tt.head, tt.info, tt.end)), ContentType: "text/html; charset=utf-8"}, false)
			if diff := cmp.Diff(tt.want, dateLines(f)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The row of a layout holds the heading, the date under the text and a link; it is
// no row of a list.
func TestDateInALayoutOfOneRow(t *testing.T) {
	f := read(`<html><head><title>测试市--关于甲事项的通知</title></head><body><table><tr><td><div style="font-size:24px">关于甲事项的通知</div><div>` + strings.Repeat(`<p>为进一步规范测试工作，现就有关事项通知如下。</p>`, 9) + `</div>` +
		`<div>◆ <a href="b.html">关于甲事项的通知的政策解读</a></div><div>发布日期：2024-5-30　责任编辑：管理员</div></td></tr></table></body></html>`)
	if diff := cmp.Diff([]string{"2024-05-30 label 发布日期 published"}, dateLines(f)); diff != "" {
		t.Error(diff)
	}
}

func TestAttachments(t *testing.T) {
	const host = "http://www.test.gov.cn"
	tests := []struct {
		name, body string
		want       []string
	}{
		{"links to files", `<p>附件：<a href="./P020240530.pdf">1.甲表.pdf</a> <a href="/f/2.docx">2.乙表</a> <a href="3.xls?x=1">3</a> <a href="4.ofd">4</a></p>`,
			[]string{host + "/zwgk/P020240530.pdf", host + "/f/2.docx", host + "/zwgk/3.xls?x=1", host + "/zwgk/4.ofd"}},
		{"downloads by a program", `<p><a href="/module/download/downfile.jsp?filename=abc.doc&classid=0">甲表</a> <a href="/download.jsp?fileid=12">乙表.doc</a></p>`,
			[]string{host + "/module/download/downfile.jsp?filename=abc.doc&classid=0", host + "/download.jsp?fileid=12"}},
		{"a program that the link calls a file", `<p><a href="down.asp?id=2">甲表.docx</a> <a href="show.asp?id=2">关于甲表的通知</a> <a href="show.html?id=2">甲.docx</a></p>`, []string{host + "/zwgk/down.asp?id=2"}},
		{"a picture only as attachment", `<p><a href="a.jpg">附件：甲图</a><a href="b.jpg"><img src="b.jpg"></a></p>`, []string{host + "/zwgk/a.jpg"}},
		{"an embedded document", `<iframe src="/pdfjs/viewer.html?file=/f/a.pdf"></iframe><object data="b.pdf"></object><embed src="c.pdf">`,
			[]string{host + "/f/a.pdf", host + "/zwgk/b.pdf", host + "/zwgk/c.pdf"}},
		{"a file given by a script", `<p><a href="javascript:void(0)" onclick="down(1)">附件1：甲表.doc</a></p>`, []string{host + "/zwgk/a.html"}},
		{"the same file twice is one", `<p><a href="a.pdf">甲</a><a href="a.pdf">甲</a></p>`, []string{host + "/zwgk/a.pdf"}},
		{"pages are no files", `<p><a href="b.html">附件说明</a><a href="mailto:a@b.cn">信箱</a></p>`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := strings.Replace(article(""), "</div></body>", tt.body+"</div>"+
				`<div class="footer"><a href="/help.pdf">使用帮助.pdf</a> <a href="/">主办单位：测试市人民政府办公室</a><p>网站标识码：3200000001</p></div></body>`, 1)
			var got []string
			for _, l := range read(body).Attachments {
				got = append(got, l.URL)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTitles(t *testing.T) {
	long := `<p>` + strings.Repeat("为进一步规范测试工作，提高测试质量，现就有关事项通知如下。", 10) + `</p>`
	tests := []struct{ name, page, want string }{
		{"declared", `<head><title>通知公告</title><meta name="ArticleTitle" content=" 关于甲事项的通知 "></head><h1>测试市人民政府</h1>` + long, "关于甲事项的通知"},
		{"declared but cut", `<head><meta name="ArticleTitle" content="关于甲事项的..."></head><h1>关于甲事项的若干意见</h1>` + long, "关于甲事项的若干意见"},
		{"heading that <title> repeats", `<head><title>关于甲事项的通知_测试市人民政府</title></head><h2>测试市人民政府</h2><h1>关于甲事项的通知</h1>` + long, "关于甲事项的通知"},
		{"class for a heading", `<head><title>测试市人民政府</title></head><div class="news_title">关于甲事项的通知</div><p>发布时间：2024-05-30</p>` + long, "关于甲事项的通知"},
		{"large type in an old layout", `<head><title>测试市人民政府</title></head><table><tr><td align="center"><font size="5"><b>关于甲事项的通知</b></font></td></tr><tr><td>` + long + `</td></tr></table>`, "关于甲事项的通知"},
		{"author and date in the block of the heading", `<head><title>测试市信息网</title></head><center><font size=4><b>关于甲事项的通知</b></font><br>作者：办公室　发布时间：2024-5-30 9:08　点击：3</center>` + long, "关于甲事项的通知"},
		{"the name of the body that <title> begins with", `<head><title>测试市人民政府关于甲事项的通知</title></head><div><h1>测试市人民政府</h1></div><h2>测试市人民政府关于甲事项的通知</h2>` + long, "测试市人民政府关于甲事项的通知"},
		{"<title> before the site's name", `<head><title>关于甲-乙事项的通知-通知公告-测试市人民政府门户网站</title><meta name="ColumnName" content="通知公告"></head><p>短</p>`, "关于甲-乙事项的通知"},
		{"<title> behind the site's name", `<head><title>测试市人民政府网站 | 通知公告</title></head><ul></ul>`, "通知公告"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := read(`<html>` + tt.page + `</html>`).Title; got != tt.want {
				t.Errorf("title %q, want %q", got, tt.want)
			}
		})
	}
}

// A heading that has others beside it, each above links of its own, is none of the page.
func TestHeadingsOfSections(t *testing.T) {
	list := func(n int) string {
		return strings.Repeat(`<tr><td><a href="/`+strings.Repeat("1", n)+`.html">关于印发某事项管理办法的通知</a></td><td>2026-03-02</td></tr>`, 3)
	}
	for _, c := range []struct{ name, title, page, want string }{
		{"tables below headings side by side", "业务数据", `<h3>规范性文件</h3><table>` + list(1) + `</table><h3>统计信息</h3><table>` + list(2) + `</table>`, ""},
		{"boxes that begin with a heading", "业务数据", `<div class=box><div class=hd><h3>规范性文件</h3></div><ul>` + list(1) + `</ul></div><div class=box><div class=hd><h3>统计信息</h3></div><ul>` + list(2) + `</ul></div>`, ""},
		{"one list", "业务数据", `<h3>规范性文件</h3><table>` + list(1) + `</table>`, "规范性文件"},
		{"the name that <title> begins with", "统计信息-某市人民政府", `<h3>统计信息</h3><table>` + list(1) + `</table><h3>热点推荐</h3><table>` + list(2) + `</table>`, "统计信息"},
		{"a text with headings of its own", "某市人民政府", `<h2>关于某事项的通知</h2><p>` + strings.Repeat("现就有关事项通知如下。", 20) + `</p><h2>附件</h2><p><a href="/a.pdf">甲表</a><a href="/b.pdf">乙表</a></p>`, "关于某事项的通知"},
		{"a box of another kind", "某市人民政府", `<div class=main><h3>规范性文件</h3><table>` + list(1) + `</table></div><div class=side><h3>热点推荐</h3><table>` + list(2) + `</table></div>`, "规范性文件"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := read(`<html><head><title>` + c.title + `</title></head><body>` + c.page + `</body></html>`).Heading; got != c.want {
				t.Errorf("heading %q, want %q", got, c.want)
			}
		})
	}
}

func TestText(t *testing.T) {
	f := read(`<html><body><div class="menu"><a href="/a">首页</a><a href="/b">新闻</a><a href="/c">公开</a></div>
	<h1>关于甲事项的通知</h1><p>发布时间：2024-05-30 字体：大 中 小</p><div id="zoom"><p>各单位：</p><p>` + strings.Repeat("现将有关事项通知如下。", 12) + `<br>一、总则</p><script>var x=1</script></div>
	<p>上一篇：<a href="0.html">关于上一事项的通知</a></p><div class="footer">主办单位：测试市人民政府办公室 网站标识码：3200000001 备案号：苏ICP备12345678号</div></body></html>`)
	want := "各单位：\n" + strings.Repeat("现将有关事项通知如下。", 12) + "\n一、总则"
	if diff := cmp.Diff(want, f.Text); diff != "" {
		t.Error(diff)
	}
}

func TestShortArticleBehindABreadcrumbInTheSameCell(t *testing.T) {
	f := read(`<html><body><table><tr><td>当前位置：<a href=/>首页</a> -> <a href=/l.asp?id=1>互动交流</a> -> <a href=/l.asp?id=2>网上调查</a><table width=96%><tr><td align=center><b>关于某办法征求意见情况的反馈</b><tr><td>作者：某局 发布时间：2025-8-28<tr><td><div id=bodylabel>共收到反馈意见4条，采纳1条，未采纳3条。</div></table></table></body></html>`)
	if !strings.Contains(f.Text, "未采纳3条") {
		t.Errorf("text %q: the article is no part of the breadcrumb", f.Text)
	}
	if len(f.Crumbs) < 2 {
		t.Errorf("crumbs %v", f.Crumbs)
	}
}

func TestHomePageOfTablesBelowItsOwnPlace(t *testing.T) {
	f := read(`<html><body><table class=menu><tr><td><a href=/>首页</a></td><td><a href=/l.jsp?id=1>政务要闻</a></td></tr></table>
	<table><tr><td>当前位置：<a href=/>首页</a></td></tr><tr><td><div class=box><h3><a href=/l.jsp?id=1>政务要闻</a></h3><table><tr><td>·</td><td><a href=/s.jsp?id=7>示例县召开防汛工作会议</a></td><td>[2026-05-06]</td></tr></table></div></td></tr></table></body></html>`)
	for _, l := range f.Links {
		if strings.Contains(l.URL, "s.jsp") && l.Region != Body {
			t.Errorf("the row %s stands in %q: it is no step of the breadcrumb", l.URL, l.Region)
		}
	}
}

func TestTables(t *testing.T) {
	f := read(`<html><body><h1>测试市2024年政府信息公开工作年度报告</h1><div class="TRS_Editor"><p>三、收到和处理政府信息公开申请情况</p>
	<table><tr><td rowspan="2" colspan="2">项目</td><td colspan="2">申请人情况</td></tr><tr><td>自然人</td><td>总计</td></tr>
	<tr><td colspan="2">一、本年新收</td><td>３</td><td> 4 </td></tr><tr><td rowspan="2">三、办理结果</td><td>（一）予以公开</td><td>1</td><td>2</td></tr><tr><td>（二）部分公开</td><td>2</td></tr></table>
	<table><tr><td><table><tr><td>内一</td><td>5</td></tr><tr><td>内二</td><td>6</td></tr></table></td></tr></table>
	<table><tr><td>只有一格</td></tr></table></div></body></html>`)
	grid := func(tb Table) string {
		var b strings.Builder
		for _, r := range tb.Rows {
			for _, c := range r {
				b.WriteString(c.Text)
				if c.Span {
					b.WriteString("^")
				}
				b.WriteString("|")
			}
			b.WriteString("\n")
		}
		return b.String()
	}
	want := []string{
		"项目|项目^|申请人情况|申请人情况^|\n项目^|项目^|自然人|总计|\n一、本年新收|一、本年新收^|３|4|\n三、办理结果|（一）予以公开|1|2|\n三、办理结果^|（二）部分公开|2||\n",
		"内一|5|\n内二|6|\n",
	}
	var got []string
	for _, tb := range f.Tables {
		got = append(got, grid(tb))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(f.Tables) > 0 && f.Tables[0].Lead != "三、收到和处理政府信息公开申请情况" {
		t.Errorf("lead %q", f.Tables[0].Lead)
	}
}

func TestTablesAreBounded(t *testing.T) {
	f := read(`<h1>政府信息公开年度报告</h1><table>` + strings.Repeat(`<tr><td rowspan=65535 colspan=65535>x</td><td>y</td></tr>`, 1000) + `</table>`)
	for _, tb := range f.Tables {
		if len(tb.Rows) > maxTableRows || len(tb.Rows[0]) > maxTableCols {
			t.Errorf("%d × %d", len(tb.Rows), len(tb.Rows[0]))
		}
	}
}

// The line over the only day of publication is the title of a page that is named like its
// site and marks no heading, of whatever elements it is made.
func TestHeadingOverTheDate(t *testing.T) {
	const text = `为进一步规范测试工作，提高测试质量，现就有关事项通知如下，请认真贯彻执行。`
	for _, c := range []struct{ name, title, page, want string }{
		{"elements of its own", "甲市人民政府", `<uni-view>甲市人民政府</uni-view><uni-view>返回</uni-view><uni-view>甲市2025年政府信息公开工作年度报告</uni-view><uni-view>发布时间：<uni-text>2026-01-18</uni-text></uni-view><uni-view>` + text + `</uni-view>`, "甲市2025年政府信息公开工作年度报告"},
		{"parts without names", "甲市人民政府", `<div><div>关于甲事项的通知</div><div>发布时间：2026-01-18 来源：市政府</div><p>` + text + `</p></div>`, "关于甲事项的通知"},
		{"a page with a name of its own has it", "关于乙事项的通知", `<div><div>关于甲事项的通知</div><div>发布时间：2026-01-18</div><p>` + text + `</p></div>`, "关于乙事项的通知"},
		{"lines of an index box are none", "甲市人民政府", `<table><tr><td>标题：</td><td>关于甲事项的通知</td></tr><tr><td>文号：</td><td>甲政发〔2026〕12号</td></tr><tr><td>发布日期：</td><td>2026-01-18</td></tr></table>`, "甲市人民政府"},
		{"the name of the site is none", "甲市人民政府", `<div><div>甲市人民政府</div><div>发布时间：2026-01-18</div><p>` + text + `</p></div>`, "甲市人民政府"},
		{"rows that say a day each", "甲市人民政府", `<ul><li><p>关于甲事项的通知</p><p>发布时间：2026-01-18</p></li><li><p>关于乙事项的通知</p><p>发布时间：2026-01-19</p></li></ul>`, "甲市人民政府"},
		{"a row that leads on", "甲市人民政府", `<div><a href="/1.html">关于甲事项的通知</a></div><div>发布时间：2026-01-18</div>`, "甲市人民政府"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := read(`<html><head><meta name=SiteName content="甲市人民政府"><title>` + c.title + `</title></head><body>` + c.page + `</body></html>`).Title; got != c.want {
				t.Errorf("title %q, want %q", got, c.want)
			}
		})
	}
}
