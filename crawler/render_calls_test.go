package crawler

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// The links of a menu that only a script knows are looked up on one page, however
// many it stands on; rows that only a script knows on each. Without a browser the
// site is not whole.
func TestLinksOfFunctions(t *testing.T) {
	menu := "<p>" + strings.Repeat("这里有一些文字。", 40) + `</p><p><a href="javascript:showList('01')">政府信息公开年报</a></p><script src="/js/site.js"></script>`
	shut := func(n int) string {
		return fmt.Sprintf(`<li><a href="javascript:showInfo(%d)">关于第%d号事项的通知</a></li>`, n, n)
	}
	pages := map[string]string{
		"/":          page("甲市人民政府", "/a.html 政务要闻", "/b.html 通知公告", "/c.html 政策文件", "/d.html 互动交流", "/e.html 办事服务") + menu,
		"/a.html":    page("政务要闻") + menu,
		"/b.html":    page("通知公告") + menu + shut(1),
		"/c.html":    page("政策文件") + menu + shut(1),
		"/d.html":    page("互动交流"),
		"/e.html":    page("办事服务"),
		"/gknb.html": page("政府信息公开年报"),
		"/1.html":    page("关于第1号事项的通知"),
	}
	b := &pretender{views: map[string]BrowserView{
		"/":       whole(page("甲市人民政府", "/a.html 政务要闻", "/b.html 通知公告", "/c.html 政策文件", "/d.html 互动交流", "/e.html 办事服务", "/gknb.html 政府信息公开年报")),
		"/b.html": whole(page("通知公告", "/1.html 关于第1号事项的通知")),
		"/c.html": whole(page("政策文件", "/1.html 关于第1号事项的通知")),
	}}
	w := newWeb(t)
	w.pages("www.a.gov.cn", pages)
	s := w.settings()
	s.Crawl.PerHost = 1
	snap, m, _ := shownCrawl(t, w, s, b, "")
	for _, path := range []string{"/gknb.html", "/1.html"} {
		if p := m.page(path); p == nil || !p.OK() {
			t.Errorf("%s was not fetched", path)
		}
	}
	if !slices.Contains(b.shown, "/") || slices.Contains(b.shown, "/a.html") || !snap.Complete {
		t.Errorf("shown %q; complete %v: %s", b.shown, snap.Complete, snap.Stopped)
	}
	w = newWeb(t)
	w.pages("www.a.gov.cn", pages)
	if snap, _, _ = shownCrawl(t, w, w.settings(), nil, "装一个"); snap.Complete || !strings.Contains(snap.Stopped, "装一个") {
		t.Errorf("without a browser: complete %v, %q", snap.Complete, snap.Stopped)
	}
}

// A browser believes what a page declares unless it is told; it gets the page as it came.
func TestBrowserGetsPagesInTheirEncoding(t *testing.T) {
	const html = `<html><head><meta charset="utf-8"><title>栏目</title></head><body><div id="app"></div><p>政府信息公开指南</p><script src="/app.js"></script></body></html>`
	gb, err := simplifiedchinese.GBK.NewEncoder().String(html)
	if err != nil {
		t.Fatal(err)
	}
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{"/": page("甲市人民政府", "/a.html 政务公开", "/list.html 目录"), "/a.html": shell, "/list.html": gb, "/app.js": "0"})
	b := &pretender{views: map[string]BrowserView{"/list.html": whole(page("目录"))}, asks: map[string][]string{"/a.html": {"frame /list.html"}}}
	shownCrawl(t, w, w.settings(), b, "")
	if got := b.got[w.url("www.a.gov.cn")+"/list.html"]; got != "200 "+gb {
		t.Errorf("the browser got %q", got)
	}
}

// A page whose calls other pages made already may have rows that a script binds clicks
// to: it is looked into as any other page with scripts of its own.
func TestPagesWhoseCallsAreKnownAreSampled(t *testing.T) {
	menu := "<p>" + strings.Repeat("这里有一些文字。", 40) + `</p><p><a href="javascript:showList('01')">政府信息公开年报</a></p><script src="/js/site.js"></script>`
	const binds = `<script>document.querySelectorAll('.row').forEach(function(x){x.onclick=function(){location.href='/'+this.dataset.id+'.html'}})</script>`
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{
		"/":          page("甲市人民政府", "/a.html 政务要闻", "/b.html 通知公告", "/c.html 政策文件") + menu,
		"/a.html":    page("政务要闻"),
		"/b.html":    page("通知公告") + menu + `<li class=row data-id=1>关于第1号事项的通知</li>` + binds,
		"/c.html":    page("政策文件"),
		"/gknb.html": page("政府信息公开年报"),
		"/1.html":    page("关于第1号事项的通知"),
	})
	b := &pretender{views: map[string]BrowserView{
		"/":       whole(page("甲市人民政府", "/a.html 政务要闻", "/b.html 通知公告", "/c.html 政策文件", "/gknb.html 政府信息公开年报")),
		"/b.html": whole(page("通知公告", "/1.html 关于第1号事项的通知")),
	}}
	s := w.settings()
	s.Crawl.PerHost = 1
	_, m, _ := shownCrawl(t, w, s, b, "")
	if p := m.page("/1.html"); p == nil || !p.OK() {
		t.Errorf("shown %q; /1.html was not fetched", b.shown)
	}
}

// What a script fetches whole, to put it in the place of the page its reader is on, is a
// page of the site; a part of a page is not.
func TestPagesThatScriptsFetchWhole(t *testing.T) {
	gk := strings.Replace(page("政府信息公开", "/new.html 关于第2号事项的通知"), "<head>", `<head><meta name="SiteName" content="甲市人民政府">`, 1)
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{
		"/":         page("甲市人民政府", "/a.html 政务公开", "/b.html 通知公告", "/c.html 政策文件"),
		"/a.html":   shell,
		"/app.js":   "0",
		"/b.html":   page("通知公告"),
		"/c.html":   page("政策文件"),
		"/gk.html":  gk,
		"/top.html": `<ul><li><a href="/b.html">通知公告</a></li></ul>`,
		"/new.html": page("关于第2号事项的通知"),
	})
	b := &pretender{views: map[string]BrowserView{"/a.html": whole(page("政务公开", "/gk.html 政府信息公开"))}, asks: map[string][]string{"/a.html": {"data /gk.html", "data /top.html"}}}
	_, m, _ := shownCrawl(t, w, w.settings(), b, "")
	if p := m.page("/gk.html"); p == nil || p.Within != "" {
		t.Errorf("the page is taken for a part: %+v", p)
	}
	if p := m.page("/top.html"); p == nil || p.Within == "" {
		t.Errorf("the part is taken for a page: %+v", p)
	}
	if p := m.page("/new.html"); p == nil || !p.OK() {
		t.Error("what the page leads to was not fetched")
	}
}

// A table that says in its attributes where its rows come from was asked for them before
// its script, which puts the parameters in another order: it gets what came then.
func TestDataAskedForInAnotherOrder(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{
		"/":                                     page("甲市人民政府", "/a.html 政务公开", "/b.html 通知公告"),
		"/b.html":                               page("通知公告"),
		"/a.html":                               `<html><head><title>政务公开</title></head><body><table data-toggle="table" data-url="/rows?c=3" data-side-pagination="server"></table><script src="/table.js"></script></body></html>`,
		"/rows?c=3&order=asc&offset=0&limit=10": `{"total":1,"rows":[{"code":"x7","title":"关于第1号事项的通知"}]}`,
		"/table.js":                             "0",
		"/1.html":                               page("关于第1号事项的通知"),
	})
	const other = "/rows?limit=10&offset=0&order=asc&c=3"
	b := &pretender{views: map[string]BrowserView{"/a.html": whole(page("政务公开", "/1.html 关于第1号事项的通知"))}, asks: map[string][]string{"/a.html": {"data " + other}}}
	snap, m, _ := shownCrawl(t, w, w.settings(), b, "")
	if got := b.got[w.url("www.a.gov.cn")+other]; !strings.Contains(got, "第1号事项") {
		t.Errorf("the script got %q", got)
	}
	if p := m.page("/1.html"); p == nil || !p.OK() || !snap.Complete {
		t.Errorf("the row was not fetched; complete %v: %s", snap.Complete, snap.Stopped)
	}
	if n := countOf(w.asked(), "GET www.a.gov.cn"+other); n > 0 {
		t.Errorf("the rows were fetched twice")
	}
}
