package crawler

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// plainSite has plain links, and scripts that only move what is there.
func plainSite() map[string]string {
	const moves = `<script>function tab(n){ for(var i=0;i<3;i++){ $('#t'+i).removeClass('on'); } $('#c'+n).show(); }</script>`
	pages := map[string]string{
		"/":          page("甲市人民政府", "/zc/ 政策文件", "/gg/ 通知公告", "/xw/ 政务要闻") + moves,
		"/js/own.js": `$(function(){ $(".tab").hover(function(){ $(this).show(); }); });`,
	}
	for _, c := range []string{"zc", "gg", "xw"} {
		var rows []string
		for i := range 3 {
			path := fmt.Sprintf("/%s/%d.html", c, i)
			rows = append(rows, path+" 关于"+c+"第"+fmt.Sprint(i)+"个项目的通知公告")
			pages[path] = page("第"+fmt.Sprint(i)+"个项目") + "<p>" + strings.Repeat("为了把各项工作落到实处，现将有关事项通知如下。", 12) + "</p>" + moves
		}
		pages["/"+c+"/"] = page("栏目"+c, rows...) + moves + `<script src="/js/own.js"></script>`
	}
	return pages
}

func TestSitesOfPlainLinksAreNotSampled(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", plainSite())
	b := &pretender{}
	snap, _, facts := shownCrawl(t, w, w.settings(), b, "")
	if len(b.shown) > 0 || !snap.Complete {
		t.Errorf("shown %q, complete %t (%s)", b.shown, snap.Complete, snap.Stopped)
	}
	for path := range plainSite() {
		if !strings.HasSuffix(path, ".js") && facts[path] == nil {
			t.Errorf("%s was not handed on", path)
		}
	}
}

// unknownSite is such a site whose columns hold a second way, of a form that nobody
// knows: only the browser tells where it leads.
func unknownSite() (pages map[string]string, views map[string]BrowserView) {
	const acts = `<script>$("#more").append(draw(all));</script>`
	pages, views = plainSite(), map[string]BrowserView{}
	for path, html := range pages {
		if strings.HasSuffix(path, ".js") {
			continue
		}
		pages[path] = html + acts
		views[path] = whole(html)
	}
	for _, c := range []string{"zc", "gg", "xw"} {
		path := "/" + c + "/"
		var rows []string
		for i := range 3 {
			rows = append(rows, fmt.Sprintf("/%s/%d.html 关于%s第%d个项目的通知公告", c, i, c, i))
		}
		rows = append(rows, "/"+c+"/hidden.html 只有脚本知道的一个项目的通知")
		views[path] = whole(page("栏目"+c, rows...))
		pages["/"+c+"/hidden.html"] = page("只有脚本知道的一个项目的通知")
	}
	return pages, views
}

func TestSamplesLeadToWhatOnlyScriptsKnow(t *testing.T) {
	pages, views := unknownSite()
	for _, c := range []struct {
		name     string
		most     int
		hidden   int
		complete bool
	}{
		{"every column is shown once one of them led on", 200, 3, true},
		{"a bound that is reached leaves the crawl incomplete", 3, 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			w.pages("www.a.gov.cn", pages)
			b := &pretender{views: views}
			s := w.settings()
			s.Crawl.MaxRenders = c.most
			snap, m, facts := shownCrawl(t, w, s, b, "")
			hidden := 0
			for _, column := range []string{"zc", "gg", "xw"} {
				if p := m.page("/" + column + "/hidden.html"); p != nil && p.OK() {
					hidden++
				}
			}
			if hidden < c.hidden || snap.Complete != c.complete {
				t.Errorf("%d hidden pages, complete %t (%s); shown %q", hidden, snap.Complete, snap.Stopped, b.shown)
			}
			for path := range pages {
				if !strings.HasSuffix(path, ".js") && !strings.Contains(path, "hidden") && facts[path] == nil {
					t.Errorf("%s was not handed on", path)
				}
			}
			if p := m.page("/zc/0.html"); p.Rendered != nil {
				t.Error("a page that brought nothing is not as it was without the browser")
			}
			for path, n := range counted(b.shown) {
				if n > 1 {
					t.Errorf("%s was shown %d times", path, n)
				}
			}
		})
	}
}

// A list of many pages, which the browser alone turns, does not keep the lists behind it
// from being shown.
func TestFurtherPagesAreSampledAfterOtherLists(t *testing.T) {
	const acts = `<script>$("#more").append(draw(all));</script>`
	pages, views := map[string]string{"/": page("甲市人民政府", "/c1/ 政策文件", "/c2/ 通知公告", "/c3/ 政务要闻", "/c4/ 应急管理") + acts}, map[string]BrowserView{}
	views["/"] = whole(pages["/"])
	row := func(c string, n int) string {
		at := fmt.Sprintf("/%s/a%d.html", c, n)
		pages[at] = page(fmt.Sprintf("关于%s第%d个项目的通知公告", c, n))
		return fmt.Sprintf("%s 关于%s第%d个项目的通知公告", at, c, n)
	}
	for _, c := range []string{"c1", "c2", "c3", "c4"} {
		first := []string{row(c, 1), row(c, 2), row(c, 3)}
		pages["/"+c+"/"] = page("栏目"+c, first...) + acts
		most, leads := map[string]int{"c1": 8}[c], []string(nil)
		for n := 2; n <= max(most, 2); n++ {
			at := fmt.Sprintf("/%s/%d.html", c, n)
			pages[at] = page("栏目"+c, row(c, 3*n), row(c, 3*n+1), row(c, 3*n+2)) + acts
			views[at] = whole(pages[at])
			leads = append(leads, at)
		}
		views["/"+c+"/"] = BrowserView{HTML: page("栏目"+c, first...), Whole: true, Leads: leads}
	}
	w := newWeb(t)
	w.pages("www.a.gov.cn", pages)
	b := &pretender{views: views}
	snap, m, _ := shownCrawl(t, w, w.settings(), b, "")
	for path := range pages {
		if p := m.page(path); p == nil || !p.OK() {
			t.Errorf("%s was not found; shown %q, complete %t (%s)", path, b.shown, snap.Complete, snap.Stopped)
		}
	}
}

// A full second page of a list is shown before columns of one text each, which have no
// further ones.
func TestFullFurtherPagesAreSampledBeforeShortLists(t *testing.T) {
	const acts = `<script>$("#more").append(draw(all));</script>`
	pages, views := map[string]string{}, map[string]BrowserView{}
	menu := []string{"/c/ 通知公告"}
	list := func(at string, from, n int, leads ...string) {
		var rows []string
		for k := from; k < from+n; k++ {
			to := fmt.Sprintf("%sa%d.html", at[:3], k)
			pages[to] = page(fmt.Sprintf("关于第%d个项目的通知公告", k))
			rows = append(rows, fmt.Sprintf("%s 关于第%d个项目的通知公告", to, k))
		}
		pages[at] = page("栏目", rows...) + acts
		views[at] = BrowserView{HTML: pages[at], Whole: true, Leads: leads}
	}
	list("/c/", 0, 6, "/c/2.html")
	list("/c/2.html", 6, 6, "/c/3.html")
	list("/c/3.html", 12, 6)
	for i := range 6 {
		at := fmt.Sprintf("/%d/", i)
		list(at, 100+10*i, 3)
		menu = append(menu, at+" 栏目"+fmt.Sprint(i))
	}
	pages["/"] = page("甲市人民政府", menu...) + acts
	views["/"] = whole(pages["/"])
	w := newWeb(t)
	w.pages("www.a.gov.cn", pages)
	b := &pretender{views: views}
	snap, m, _ := shownCrawl(t, w, w.settings(), b, "")
	if m.page("/c/3.html") == nil || m.page("/c/a17.html") == nil {
		t.Errorf("the third page was not found; shown %q, complete %t (%s)", b.shown, snap.Complete, snap.Stopped)
	}
}

func counted(list []string) map[string]int {
	n := map[string]int{}
	for _, s := range list {
		n[s]++
	}
	return n
}

// A page that the browser shows leads to what is not there.
func TestSamplesThatLeadNowhereShowNoMore(t *testing.T) {
	pages, views := unknownSite()
	for path := range pages {
		if strings.Contains(path, "hidden") {
			delete(pages, path)
		}
	}
	w := newWeb(t)
	w.pages("www.a.gov.cn", pages)
	b := &pretender{views: views}
	snap, _, _ := shownCrawl(t, w, w.settings(), b, "")
	slices.Sort(b.shown)
	if len(b.shown) > firstSamples || !snap.Complete {
		t.Errorf("shown %q, complete %t (%s)", b.shown, snap.Complete, snap.Stopped)
	}
}

// A page of nothing but links looks like an empty column; what its script adds is
// looked for all the same.
func TestMenusThatLookEmptyAreSampled(t *testing.T) {
	pages := plainSite()
	const menu = "/left.html"
	pages["/"] = page("甲市人民政府", "/zc/ 政策文件", "/gg/ 通知公告", "/xw/ 政务要闻", menu+" 更多栏目")
	pages[menu] = `<html><body><a href="/zc/">政策</a> <a href="/gg/">公告</a> <a href="/xw/">要闻</a><script>for(var i=0;i<m.length;i++)document.write("<td onclick=\"go("+m[i]+")\">"+t[i]+"</td>")</script></body></html>`
	pages["/cz/"] = page("财政预决算", "/cz/1.html 关于某年预算的报告")
	pages["/cz/1.html"] = page("关于某年预算的报告")
	w := newWeb(t)
	w.pages("www.a.gov.cn", pages)
	b := &pretender{views: map[string]BrowserView{menu: whole(page("", "/zc/ 政策", "/gg/ 公告", "/xw/ 要闻", "/cz/ 财政"))}}
	_, m, _ := shownCrawl(t, w, w.settings(), b, "")
	if m.page("/cz/1.html") == nil {
		t.Errorf("what only the script of the menu leads to was not found; shown %q", b.shown)
	}
}

// A page that shows another one in a frame, and beside it what a script makes of the page,
// is more than a frame.
func TestFramesBesideATreeAreSampled(t *testing.T) {
	pages := plainSite()
	const columns = "/xxgk/"
	pages["/"] = page("甲市人民政府", "/zc/ 政策文件", "/gg/ 通知公告", "/xw/ 政务要闻", columns+" 信息公开")
	pages[columns] = `<html><body><iframe id="f" src="a.html"></iframe><div id="t"></div><script>T(t).on("select_node",function(e,d){f.src=d.id+".html"})</script></body></html>`
	pages["/xxgk/a.html"], pages["/xxgk/b.html"] = page("机构职能"), page("财政预决算")
	w := newWeb(t)
	w.pages("www.a.gov.cn", pages)
	b := &pretender{views: map[string]BrowserView{columns: whole(page("", "/xxgk/a.html 机构职能", "/xxgk/b.html 财政预决算"))}}
	snap, m, _ := shownCrawl(t, w, w.settings(), b, "")
	if m.page("/xxgk/b.html") == nil || !snap.Complete {
		t.Errorf("what the tree leads to was not found; shown %q, complete %t (%s)", b.shown, snap.Complete, snap.Stopped)
	}
}

// A list whose data came without the browser may be the first of several: what its
// script brings when something is pressed is looked for all the same.
func TestPagesWhoseDataCameAreSampled(t *testing.T) {
	pages := plainSite()
	const list = "/sj/"
	pages["/"] = page("甲市人民政府", "/zc/ 政策文件", "/gg/ 通知公告", "/xw/ 政务要闻", list+" 数据发布")
	pages[list] = `<html><body><h1>数据发布</h1><p><span id="a">统计信息</span><span id="b">重大项目</span></p><ul id="l"></ul><script>function show(c){$.get("/sj/"+c+".json",draw,"json")}$("span").click(function(){show(this.id)});$.get("/sj/a.json",draw,"json");</script></body></html>`
	pages["/sj/a.json"] = `{"list":[{"title":"关于甲项目的统计公报","url":"/sj/1.html"},{"title":"关于乙项目的统计公报","url":"/sj/2.html"},{"title":"关于丙项目的统计公报","url":"/sj/3.html"}]}`
	for i, name := range []string{"甲", "乙", "丙", "丁"} {
		pages[fmt.Sprintf("/sj/%d.html", i+1)] = page("关于" + name + "项目的统计公报")
	}
	w := newWeb(t)
	w.pages("www.a.gov.cn", pages)
	b := &pretender{views: map[string]BrowserView{list: whole(page("数据发布", "/sj/1.html 关于甲项目的统计公报", "/sj/2.html 关于乙项目的统计公报", "/sj/3.html 关于丙项目的统计公报", "/sj/4.html 关于丁项目的统计公报"))}}
	snap, m, facts := shownCrawl(t, w, w.settings(), b, "")
	if m.page("/sj/1.html") == nil || m.page("/sj/4.html") == nil || facts[list] == nil || !snap.Complete {
		t.Errorf("not all was found; shown %q, complete %t (%s)", b.shown, snap.Complete, snap.Stopped)
	}
}

// A page with tabs that only a script opens leaves the crawl incomplete where no browser
// saw what they hold, and says what to do; a file of the site that does nothing of the
// kind does not.
func TestWhatHidesWithoutABrowser(t *testing.T) {
	const (
		tabs    = `<div class="t"><div class="on">政策文件</div><div>机构职能</div></div><div class="pane">政策</div><script src="/js/own.js"></script>`
		fetches = `document.body.addEventListener('click',e=>fetch(e.target.id).then(show))`
	)
	for _, c := range []struct {
		name, file string
		browser    *pretender
		before     int    // other script files of the page
		why        string // the crawl is incomplete; "": it is complete
	}{
		{"a script file that fetches panes", fetches, nil, 0, "请安装 Chromium"},
		{"one that only moves what is there", `$(function(){ $(".tab").hover(function(){ $(this).show(); }); });`, nil, 0, ""},
		{"one behind more files than are looked into", fetches, nil, maxOwnFiles + 1, "请安装 Chromium"},
		{"panes that a browser saw", fetches, &pretender{views: map[string]BrowserView{"/zc/": whole(plainSite()["/zc/"])}}, 0, ""},
		{"a browser that broke", fetches, &pretender{err: errors.New("crashed")}, 0, "浏览器没有看到它们"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			pages := plainSite()
			pages["/js/own.js"] = c.file
			others := ""
			for i := range c.before {
				at := fmt.Sprintf("/js/part%d.js", i)
				pages[at] = "var a=1;"
				others += `<script src="` + at + `"></script>`
			}
			pages["/zc/"] = strings.Replace(pages["/zc/"], "<body>", "<body>"+others+tabs, 1)
			w.pages("www.a.gov.cn", pages)
			var b Browser
			if c.browser != nil {
				b = c.browser
			}
			snap, _, facts := shownCrawl(t, w, w.settings(), b, "请安装 Chromium")
			if snap.Complete != (c.why == "") || c.why != "" && (!strings.Contains(snap.Stopped, "机构职能") || !strings.Contains(snap.Stopped, c.why)) {
				t.Errorf("complete %t (%s)", snap.Complete, snap.Stopped)
			}
			if facts["/zc/"] == nil {
				t.Error("the page was not handed on")
			}
		})
	}
}

// Without a browser a site whose home page shows news and no menu, but has scripts that may
// put one there, was not seen; one with a menu, or without scripts, was.
func TestMenusThatAScriptPutsIntoAHomePageWithNews(t *testing.T) {
	const (
		news = `<ul><li><a href="/xw/1.html">关于全县粮食生产工作情况的报道</a></li><li><a href="/xw/2.html">关于全县安全生产工作情况的报道</a></li><li><a href="/xw/3.html">关于全县防汛抗旱工作情况的报道</a></li><li><a href="/xw/4.html">关于全县招商引资工作情况的报道</a></li></ul><div class="footer"><a href="http://beian.miit.gov.cn/">备案号</a></div>`
		menu = `<div class="nav"><a href="/zc/">政策文件</a><a href="/gg/">通知公告</a><a href="/rs/">人事信息</a><a href="/tj/">统计信息</a></div>`
	)
	for _, c := range []struct {
		name, home string
		complete   bool
	}{
		{"news and a script file that loads the header", `<div id="header"></div>` + news + `<script src="/js/pageView.js"></script>`, false},
		{"news and a menu that a script writes", `<script>for(var i=0;i<ids.length;i++){document.write('<li><a href="'+base+'?id='+ids[i]+'">'+ns[i]+'</a></li>');}</script>` + news, false},
		{"news, a menu and a script file", menu + news + `<script src="/js/pageView.js"></script>`, true},
		{"news and no script", news, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			pages := plainSite()
			pages["/"] = `<html><head><title>示例县人民政府</title></head><body>` + c.home + `</body></html>`
			pages["/js/pageView.js"] = `$(function(){ $("#header").load("/template/header.html"); });`
			for i := range 4 {
				pages[fmt.Sprintf("/xw/%d.html", i+1)] = page("关于全县工作情况的报道")
			}
			for _, folder := range []string{"/rs/", "/tj/"} {
				pages[folder] = page("栏目")
			}
			w.pages("www.a.gov.cn", pages)
			if snap, _, _ := shownCrawl(t, w, w.settings(), nil, "请安装 Chromium"); snap.Complete != c.complete || !c.complete && !strings.Contains(snap.Stopped, "请安装 Chromium") {
				t.Errorf("complete %t (%s), want %t", snap.Complete, snap.Stopped, c.complete)
			}
		})
	}
}
