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
		if got := read("<table><tr><td>", "</td></tr></table>"); !strings.Contains(got.Text, strings.Split(want.Text, "\n")[0]) {
			t.Errorf("%s in a table: text %q", page.name, got.Text)
		}
	}
}
