package extract

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// A page that stands in one block, as the form of a program or the table of a layout
// makes it, says what it says without.
func TestPagesInOneBlock(t *testing.T) {
	const (
		menu   = `<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/gfxwj/">规范性文件</a></li><li><a href="/tzgg/">通知公告</a></li></ul></div>`
		bare   = `<table><tr><td><a href="/">首页</a></td><td><a href="/gfxwj/">文件</a></td><td><a href="/zn/">指南</a></td><td><a href="/nb/">年报</a></td></tr></table>`
		trail  = `<div>您现在的位置：<a href="/">首页</a> &gt; </div>`
		rows   = `<div><ul><li><a href="/gfxwj/1.html">示例县农村公路管理办法（有效）</a><span>2024-03-05</span></li><li><a href="/gfxwj/2.html">示例县地名管理规定（有效）</a><span>2022-03-05</span></li></ul></div>`
		line   = `<div><p>制度请见<a href="http://fzb.other.gov.cn/">县司法局网站</a>。</p></div>`
		footer = `<div><p>主办单位：示例县人民政府办公室</p></div>`
	)
	for _, page := range []struct{ name, body string }{
		{"rows below a path without an end", menu + trail + rows + footer},
		{"a line beside a menu without a name", bare + line},
		{"a line above the foot", line + footer},
	} {
		read := func(before, after string) *Facts {
			at := "http://www.a.gov.cn/gfxwj/"
			return Page(&site.Page{URL: at, Final: at, From: "http://www.a.gov.cn/", Depth: 1, ContentType: "text/html; charset=utf-8",
				Body: []byte("<html><head><title>规范性文件</title></head><body>" + before + page.body + after + "</body></html>")}, false)
		}
		want := read("", "")
		if len(want.Text) == 0 {
			t.Fatalf("%s: no text", page.name)
		}
		for _, block := range []string{"form", "main", "center", "div"} {
			got := read("<"+block+">", "</"+block+">")
			if got.Text != want.Text || got.Footer != want.Footer || len(got.Items) != len(want.Items) {
				t.Errorf("%s in <%s>: text %q, foot %q, %d rows; want %q, %q, %d", page.name, block, got.Text, got.Footer, len(got.Items), want.Text, want.Footer, len(want.Items))
			}
		}
		if got := read(`<div class="top"><span>今天是2026年4月10日 星期五</span> <a href="javascript:;">设为首页</a></div><form>`, "</form>"); got.Text != want.Text {
			t.Errorf("%s in a form below the head of the site: text %q, want %q", page.name, got.Text, want.Text)
		}
		if got := read("<table><tr><td>", "</td></tr></table>"); !strings.Contains(got.Text, strings.Split(want.Text, "\n")[0]) {
			t.Errorf("%s in a table: text %q", page.name, got.Text)
		}
	}
}

// The head of a site tells the day of reading: that is no row, and no text of the page.
func TestHeadThatTellsTheDay(t *testing.T) {
	const script = `<ul id="list"></ul><script>$.ajax({url:"/api/list?c=9",success:function(d){$("#list").html(d)}})</script>`
	for _, tt := range []struct{ name, top, body string }{
		{"beside links", `<div class="top"><span>今天是2026年4月10日 星期五</span> <a href="javascript:;">设为首页</a> <a href="javascript:;">加入收藏</a></div>`, script},
		{"alone", `<div class="header"><span>2026年4月10日 星期五</span></div>`, script},
	} {
		at := "http://www.a.gov.cn/tz/"
		f := Page(&site.Page{URL: at, Final: at, From: "http://www.a.gov.cn/", Depth: 1, ContentType: "text/html; charset=utf-8",
			Body: []byte("<html><head><title>通知公告</title></head><body>" + tt.top + `<div class="main"><h2>通知公告</h2>` + tt.body + "</div></body></html>")}, false)
		if len(f.Items) > 0 || f.Signals.ListByScript == "" || strings.Contains(f.Text, "2026") {
			t.Errorf("%s: rows %+v, list by script %q, text %q", tt.name, f.Items, f.Signals.ListByScript, f.Text)
		}
	}
}

func TestArticlesAboveRows(t *testing.T) {
	const (
		hot   = `<div class="hot"><h3>热门推荐</h3><ul><li><a href="http://www.a.gov.cn/1.htm">国务院关于进一步加强某项重要工作的若干意见的通知</a><span>2026-04-01</span></li><li><a href="http://www.a.gov.cn/2.htm">国务院办公厅关于印发某项工作管理办法的通知</a><span>2026-04-02</span></li><li><a href="http://www.a.gov.cn/3.htm">某部关于某事的公告</a><span>2026-03-30</span></li></ul></div>`
		title = "关于《示例县物业管理办法（征求意见稿）》意见采纳情况的公告"
	)
	for _, tt := range []struct {
		name, title, body string
		want              Kind
	}{
		{"a short article above what is read most", title, `<p>发布时间：2026-01-20</p><p>收到意见3条，均已采纳。</p></div>` + hot, Article},
		{"a column of that kind", "意见采纳情况", `<p>发布时间：2026-01-20</p><p>本栏目公布意见采纳情况。</p></div>` + hot, List},
		{"rows under a long name", title, `<p>发布时间：2026-01-20</p></div>` + hot, List},
		{"rows that say when they were published", "示例县人民政府重要通知公告栏目", `<p>本栏目公布通知公告。</p></div>` + hot, List},
	} {
		at := "http://www.a.gov.cn/fk/1.html"
		f := Page(&site.Page{URL: at, Final: at, From: "http://www.a.gov.cn/", Depth: 2, ContentType: "text/html; charset=utf-8",
			Body: []byte("<html><head><title>" + tt.title + "</title></head><body><div><h1>" + tt.title + "</h1>" + tt.body + "</body></html>")}, false)
		if f.Kind != tt.want {
			t.Errorf("%s: %s, want %s; text %q, %d rows", tt.name, f.Kind, tt.want, f.Text, len(f.Items))
		}
	}
}
