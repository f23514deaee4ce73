package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// linksVerdict judges and returns "code outcome path" of each defect, or the
// outcome.
func linksVerdict(t *testing.T, check, with, text string) []string {
	t.Helper()
	f := judgeSite(t, check, with, text)
	var out []string
	for _, d := range f.Defects {
		out = append(out, d.Code+" "+string(d.Outcome)+" "+strings.TrimPrefix(d.Subject, "http://www.example.gov.cn"))
		if d.Outcome == Fail && !d.Evidence[0].complete() {
			t.Errorf("%s of %s fails on incomplete evidence", d.Code, d.Subject)
		}
	}
	if len(out) == 0 {
		out = []string{string(f.Outcome)}
	}
	return out
}

func TestLinks(t *testing.T) {
	body := func(main string) string {
		return "-- / --\n<html><head><title>示例县人民政府</title></head><body>" + menu("") + `<div class="main"><p>` + main + `</p></div></body></html>` + "\n"
	}
	const (
		there = "-- /there.png --\nContent-Type: image/png\n\nPNG\n"
		lost  = "<html><head><title>出错了</title></head><body><p>对不起，您访问的页面不存在。</p></body></html>\n"
	)
	// the menu's own columns are there
	rest := single("/zwgk/", "政务公开", guideText) + single("/zwfw/", "政务服务", guideText) + single("/hdjl/", "互动交流", guideText)
	tests := []struct {
		name, with, site string
		want             []string
	}{
		{"nothing is broken", "{}", body(`<a href="/a.html">通知</a>`) + rest + article("/a.html", "关于开展安全生产大检查的通知", "2026-04-01"), []string{"pass"}},
		{"a page that is not there", "{}", body(`<a href="/a.html">通知</a>`) + rest + "-- /a.html --\nHTTP 404\n\nNot Found\n", []string{"broken fail /a.html"}},
		{"without a word in the answer", "{}", body(`<a href="/a.html">通知</a>`) + rest + "-- /a.html --\nHTTP 410\n\n", []string{"broken fail /a.html"}},
		{"an attachment that is not there", "{}", body(`<a href="/a.docx">申请表</a>`) + rest + "-- /a.docx --\nHTTP 404\n\n", []string{"broken fail /a.docx"}},
		{"only pages are asked for", "{what: [page]}", body(`<a href="/a.docx">申请表</a>`) + rest + "-- /a.docx --\nHTTP 404\n\n", []string{"pass"}},
		{"what the host answers for anything", "{}", body(`<a href="/a.html">通知</a>`) + rest + "-- /a.html --\nFailure: soft404\n\n" + lost, []string{"broken fail /a.html"}},
		{"a page that says it is not there", "{}", body(`<a href="/a.html">通知</a>`) + rest + "-- /a.html --\n" + lost, []string{"broken fail /a.html"}},
		{"two links led to one error page", "{}", body(`<a href="/a.html">通知</a><a href="/b.html">公告</a>`) + rest + "-- /a.html --\nLocation: /error.html\n\n" + lost + "-- /b.html --\nLocation: /error.html\n\n" + lost, []string{"broken fail /a.html", "broken fail /b.html"}},
		{"a page in a table that says so under the title of an error", "{}", body(`<a href="/a.html">通知</a>`) + rest + "-- /a.html --\n<html><head><title>出错了-示例县人民政府</title></head><body>" + menu("") + `<table><tr><td>您的位置：<a href="/">首页</a>&gt;&gt;提示</td></tr><tr><td><h2>您访问的页面不存在或已被删除！</h2></td></tr></table></body></html>` + "\n", []string{"broken fail /a.html"}},
		{"words of a passing fault", "{}", body(`<a href="/a.html">通知</a>`) + rest + "-- /a.html --\n<html><head><title>提示</title></head><body><p>系统繁忙，请稍后再试。</p></body></html>\n", []string{"broken review /a.html"}},
		{"a page whose pass ran out, obtained twice with other passes", "{}", body(`<a href="/a.html?k=1795423883584">通知</a><a href="/a.html?k=1795423884001">通知</a><a href="/a.html?k=1795423884002">通知</a>`) + rest +
			article("/a.html?k=1795423884001", "关于停水的通知", "2026-04-01") + article("/a.html?k=1795423884002", "关于停水的通知", "2026-04-01") + "-- /a.html?k=1795423883584 --\nHTTP 410\n\n", []string{"broken review /a.html?k=1795423883584"}},
		{"the same asked for without one", "{}", body(`<a href="/a.html">通知</a><a href="/a.html?k=1795423884001">通知</a><a href="/a.html?k=1795423884002">通知</a>`) + rest +
			article("/a.html?k=1795423884001", "关于停水的通知", "2026-04-01") + article("/a.html?k=1795423884002", "关于停水的通知", "2026-04-01") + "-- /a.html --\nHTTP 410\n\n", []string{"broken review /a.html"}},
		{"an article that is not there, beside two others of the program", "{}", body(`<a href="/show.jsp?id=202604100001">通知</a><a href="/show.jsp?id=202604100002">公告</a><a href="/show.jsp?id=202604100003">公示</a>`) + rest +
			article("/show.jsp?id=202604100001", "关于停水的通知", "2026-04-01") + article("/show.jsp?id=202604100002", "关于停电的公告", "2026-04-01") + "-- /show.jsp?id=202604100003 --\nHTTP 404\n\n", []string{"broken fail /show.jsp?id=202604100003"}},
		{"a further page of a list that is not there, beside two that are", "{}", body(`<a href="/list.jsp?p=1">一</a><a href="/list.jsp?p=2">二</a><a href="/list.jsp?p=3">三</a>`) + rest +
			article("/list.jsp?p=1", "通知公告", "2026-04-01") + article("/list.jsp?p=2", "通知公告", "2026-04-01") + "-- /list.jsp?p=3 --\nHTTP 404\n\n", []string{"broken fail /list.jsp?p=3"}},
		{"an article about pages that do not exist", "{}", body(`<a href="/a.html">通知</a>`) + rest + article("/a.html", "关于网站部分页面不存在问题的说明", "2026-04-01"), []string{"pass"}},
		{"a server error", "{}", body(`<a href="/a.html">通知</a>`) + rest + "-- /a.html --\nHTTP 500\n\n", []string{"broken review /a.html"}},
		{"no answer in time", "{}", body(`<a href="/a.html">通知</a>`) + rest + "-- /a.html --\nFailure: timeout\n\n", []string{"broken review /a.html"}},
		{"refused", "{}", body(`<a href="/a.html">通知</a>`) + rest + "-- /a.html --\nHTTP 403\n\n", []string{"pass"}},
		{"stopped by a firewall", "{}", body(`<a href="/a.html">通知</a>`) + rest + "-- /a.html --\nFailure: blocked\n\n", []string{"pass"}},
		{"forbidden by robots.txt", "{}", body(`<a href="/a.html">通知</a>`) + rest + "-- /a.html --\nFailure: robots\n\n", []string{"pass"}},
		{"asked too often", "{}", body(`<a href="/a.html">通知</a>`) + rest + "-- /a.html --\nHTTP 429\n\n", []string{"pass"}},
		{"an address that no page links to", "{}", body(`通知`) + rest + "-- /a.html --\nHTTP 404\n\n", []string{"pass"}},
		{"a link in a template that a script may copy", "{}", body(`通知<template><a href="/a.html">县政府通知公告</a><img src="/a.png"></template>`) + rest + "-- /a.html --\nHTTP 404\n\n-- /a.png --\nHTTP 404\n\n", []string{"pass"}},
		{"an address only a script holds", "{}", body(`通知<script>var n='县政府通知公告';var u='/a.html';</script>`) + rest + "-- /a.html --\nHTTP 404\n\n", []string{"pass"}},
		{"a login is ignored", "{}", body(`<a href="/login.jsp">登录</a>`) + rest + "-- /login.jsp --\nHTTP 404\n\n", []string{"pass"}},
		{"unless the rule does not", "{ignore: []}", body(`<a href="/login.jsp">登录</a>`) + rest + "-- /login.jsp --\nHTTP 404\n\n", []string{"broken fail /login.jsp"}},
		{"a picture that is not there, beside one that is", "{}", body(`<img src="/there.png"><img src="/gone.png" alt="图解">`) + rest + there + "-- /gone.png --\nHTTP 404\n\n", []string{"broken fail /gone.png"}},
		{"no picture is there at all", "{}", body(`<img src="/a.png"><img src="/gone.png">`) + rest + "-- /a.png --\nHTTP 404\n\n-- /gone.png --\nHTTP 404\n\n", []string{"broken review /a.png"}},
		{"many passing faults are not listed one by one", "{temporary: 1}", body(`<a href="/a.html">通知</a><a href="/b.html">公告</a>`) + rest + "-- /a.html --\nHTTP 500\n\n-- /b.html --\nHTTP 500\n\n", []string{"broken review /a.html"}},
		{"a crawl that hit its bound", "{}", "-- snapshot.json --\n" + `{"complete": false, "stopped": "达到页数上限", "skipped": {"page_limit": 3}}` + "\n" + body("") + rest, []string{"unknown"}},
		{"a crawl that saw no lists without a browser", "{}", "-- snapshot.json --\n" + `{"complete": false, "cut": true, "stopped": "有 22 个页面须用浏览器才能看到内容"}` + "\n" + body("") + rest, []string{"unknown"}},
		{"a crawl that lacks a few addresses", "{}", "-- snapshot.json --\n" + `{"complete": false, "stopped": "1 个地址没有得到确定的结果"}` + "\n" + body("") + rest, []string{"pass"}},
		{"a crawl that hit its bound still saw what it saw", "{}", "-- snapshot.json --\n" + `{"complete": false, "stopped": "达到页数上限", "skipped": {"page_limit": 3}}` + "\n" + body(`<a href="/a.html">通知</a>`) + rest + "-- /a.html --\nHTTP 404\n\n", []string{"broken fail /a.html"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, linksVerdict(t, "links", tt.with, tt.site)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// Where the site is a part of a host, its error page stands outside of it.
func TestLostPage(t *testing.T) {
	for _, tt := range []struct {
		address string
		want    bool
	}{
		{"http://www.a.gov.cn/404.shtml", true},
		{"http://www.a.gov.cn/error/404/", true},
		{"http://www.a.gov.cn/error404.html?from=/slj/a.html", true},
		{"http://www.a.gov.cn/page-not-found", true},
		{"http://www.a.gov.cn/art/404123.html", false},
		{"http://www.a.gov.cn/20240404.html", false},
		{"http://www.a.gov.cn/error.html", false}, // any error, a passing one too
		{"http://www.a.gov.cn/?u=/404.html", false},
		{"http://www.a.gov.cn/", false},
	} {
		if got := isLostPage(tt.address); got != tt.want {
			t.Errorf("%s: %v", tt.address, got)
		}
	}
}

// A server that says of most of what it links to that it is gone turns the client
// away: nobody is accused.
func TestLinksFlood(t *testing.T) {
	var links, pages strings.Builder
	for i := range floodLeast + 1 {
		p := "/x" + strings.Repeat("i", i+1) + ".html"
		links.WriteString(`<a href="` + p + `">通知` + strings.Repeat("甲", i+1) + `</a> `)
		pages.WriteString("-- " + p + " --\nHTTP 404\n\n")
	}
	f := judgeSite(t, "links", "{}", "-- / --\n<html><head><title>示例县</title></head><body><p>"+links.String()+"</p></body></html>\n"+pages.String())
	if f.Outcome != Review || len(f.Defects) != floodLeast+1 {
		t.Errorf("%s with %d defects", f.Outcome, len(f.Defects))
	}
}

// A mark that was a pass on several pages is one on a page that was never obtained, too.
func TestAMarkIsAPassWhereverItStands(t *testing.T) {
	for _, tt := range []struct {
		name  string
		pages int
		apart bool // the mark tells pages of one program apart
		want  string
	}{
		{"on three pages", 3, false, "review broken"},
		{"on two pages", 2, false, "fail broken"},
		{"on three pages, and it tells the articles of a program apart", 3, true, "fail broken"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var links, pages strings.Builder
			add := func(address, title string) {
				links.WriteString(`<a href="` + address + `">` + title + `</a> `)
				pages.WriteString(article(address, title, "2026-04-01"))
			}
			for i := range tt.pages {
				title := "关于停水" + strings.Repeat("停电", i) + "的通知"
				add("/a"+strings.Repeat("a", i)+".html?k=1795423884001", title)
				add("/a"+strings.Repeat("a", i)+".html?k=1795423884002", title)
			}
			if tt.apart {
				add("/show.jsp?k=1795423884001", "关于修路的通知")
				add("/show.jsp?k=1795423884002", "关于通车的通知")
			}
			f := judgeSite(t, "links", "{}", "-- / --\n<html><head><title>示例县</title></head><body><p>"+links.String()+`<a href="/gone.html?k=1795423883584">通知</a></p></body></html>`+"\n"+pages.String()+"-- /gone.html?k=1795423883584 --\nHTTP 410\n\n")
			expect(t, f, tt.want)
		})
	}
}

func FuzzWithoutPass(f *testing.F) {
	f.Add("http://www.a.gov.cn/a.html?k=1795423884001&id=3&x=%31%32%33%34%35%36%37%38")
	f.Fuzz(func(t *testing.T, address string) {
		plain, marks := withoutPass(address)
		again, more := withoutPass(plain)
		if len(more) > 0 || again != plain || len(marks) == 0 && plain != address {
			t.Errorf("%q: %q %q, then %q %q", address, plain, marks, again, more)
		}
	})
}
