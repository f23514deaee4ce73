package crawler

import (
	"fmt"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/extract"
)

// openLists adds lists with the scripts of the site to it, of which the first leads on in
// the browser, and returns their entries in the menu.
func openLists(pages map[string]string, views map[string]BrowserView, acts string) []string {
	menu := []string{"/zc/ 政策文件", "/gg/ 通知公告", "/xw/ 政务要闻"}
	for i := range 7 {
		path, title := fmt.Sprintf("/a%d/", i), fmt.Sprintf("栏目%d", i)
		menu = append(menu, path+" "+title)
		var rows []string
		for k := range 9 - min(i, 1) {
			to := fmt.Sprintf("/a%d/%d.html", i, k)
			rows = append(rows, fmt.Sprintf("%s 关于%s第%d个项目的通知公告", to, title, k))
			pages[to] = page(fmt.Sprintf("%s第%d个项目", title, k))
		}
		pages[path] = page(title, rows...) + acts
		views[path] = whole(page(title, rows...))
		if i == 0 {
			views[path] = whole(page(title, append(rows, "/a0/more.html 只有脚本知道的项目")...))
			pages["/a0/more.html"] = page("只有脚本知道的项目")
		}
	}
	return menu
}

// Lists whose rows are no links stand among lists of the same template whose rows are:
// that these lead nowhere new says nothing of those.
func TestListsThatHideRowsAreNotTakenForTheirLikes(t *testing.T) {
	const acts = `<script src="/js/site.js"></script>`
	pages, views := plainSite(), map[string]BrowserView{}
	pages["/js/site.js"] = `document.addEventListener('click', e => { const r = e.target.closest('[data-id]'); if (r) location.assign('/d/' + r.dataset.id + '.html'); });`
	menu := openLists(pages, views, acts)
	for i, title := range []string{"意见征集", "重大项目", "规划计划"} {
		path := fmt.Sprintf("/l%d/", i)
		menu = append(menu, path+" "+title)
		rows, links := "", []string{}
		for k := range 4 {
			id := fmt.Sprintf("%d%d", i, k)
			rows += `<li class="row" data-id="` + id + `"><h4>关于开展第` + id + `次检查的情况</h4><time>2026-03-02</time></li>`
			links = append(links, "/d/"+id+".html 关于开展第"+id+"次检查的情况")
			pages["/d/"+id+".html"] = page("关于开展第" + id + "次检查的情况")
		}
		pages[path] = page(title) + "<ul>" + rows + "</ul>" + acts
		views[path] = whole(page(title, links...))
	}
	pages["/"] = page("甲市人民政府", menu...)
	w := newWeb(t)
	w.pages("www.a.gov.cn", pages)
	b := &pretender{views: views}
	snap, m, _ := shownCrawl(t, w, w.settings(), b, "")
	for path := range pages {
		if p := m.page(path); strings.HasPrefix(path, "/d/") && (p == nil || !p.OK()) {
			t.Errorf("%s was not fetched; complete %t, shown %q", path, snap.Complete, b.shown)
		}
	}
}

// Texts with a block that a script fills are not taken for those without it.
func TestTextsWithBlankBlocksAreShown(t *testing.T) {
	pages, views := plainSite(), map[string]BrowserView{}
	pages["/js/site.js"] = `var f = document.getElementById('files'); if (f) fetch('/f?doc=' + f.dataset.doc).then(r => r.json()).then(l => { f.innerHTML = l.map(x => '<a href="/f/' + x.path + '">' + x.name + '</a>').join(''); });`
	var rows []string
	for i := range 8 {
		path, title := fmt.Sprintf("/w/%d.html", i), fmt.Sprintf("第%d次会议的有关情况说明", i)
		rows = append(rows, path+" "+title)
		html := strings.Replace(page(title), "<head>", `<head><meta name="ArticleTitle" content="`+title+`"><meta name="PubDate" content="2026-01-02">`, 1) +
			strings.Repeat("<p>为了把各项工作落到实处，现将有关事项通知如下，请认真贯彻执行。</p>", 8)
		views[path] = whole(html)
		if i == 6 {
			html += `<div id="files" data-doc="6"></div>`
			views[path] = whole(html + `<p><a href="/f/6.pdf">附件</a></p>`)
		}
		pages[path] = html + `<script src="/js/site.js"></script>`
	}
	pages["/xw/"] = page("栏目xw", rows...)
	pages["/f/6.pdf"] = "%PDF-1.4"
	w := newWeb(t)
	w.pages("www.a.gov.cn", pages)
	b := &pretender{views: views}
	snap, m, _ := shownCrawl(t, w, w.settings(), b, "")
	if p := m.page("/f/6.pdf"); p == nil || !snap.Complete {
		t.Errorf("the file came: %t, complete %t (%s); shown %q", p != nil, snap.Complete, snap.Stopped, b.shown)
	}
}

// A call that asks for the page it stands in is made on each page, others once.
func TestCallsThatAskForTheirPage(t *testing.T) {
	for _, own := range []bool{false, true} {
		f := &extract.Facts{Presses: []string{"toYear('2025')"}, Signals: extract.Signals{OwnCalls: own}}
		r := renders{pressed: map[string]bool{}}
		r.press(callsOf("http://www.a.gov.cn/a/list.html", f))
		if !r.knows(callsOf("http://www.a.gov.cn/a/list.html", f)) {
			t.Errorf("own %t: not known on the page that made it", own)
		}
		if r.knows(callsOf("http://www.a.gov.cn/b/list.html", f)) == own {
			t.Errorf("own %t: known on another page: %t", own, !own)
		}
	}
}

// The address that a function adds to is not asked for as it is given, once its file came.
func TestAddressesThatFunctionsOfFilesAddTo(t *testing.T) {
	pages := plainSite()
	pages["/js/down.js"] = `var site={guid:"7e"};function ztb(url){ url=url+"&site="+site.guid; window.open(url); }`
	for i := range 9 {
		path := fmt.Sprintf("/%s/%d.html", [...]string{"zc", "gg", "xw"}[i/3], i%3)
		pages[path] += fmt.Sprintf(`<div class="content"><p>附件：<a href="javascript:void(0)" onclick="ztb('/attach/download?guid=%d')">附件.pdf</a></p></div><script src="/js/down.js"></script>`, i)
		pages[fmt.Sprintf("/attach/download?guid=%d&site=7e", i)] = "%PDF-1.4"
	}
	w := newWeb(t)
	w.pages("www.a.gov.cn", pages)
	s := w.settings()
	s.Crawl.PerHost = 1
	_, m, _ := shownCrawl(t, w, s, nil, "")
	came, stumps := 0, 0
	for i := range 9 {
		if m.page(fmt.Sprintf("/attach/download?guid=%d&site=7e", i)) != nil {
			came++
		}
		if m.page(fmt.Sprintf("/attach/download?guid=%d", i)) != nil {
			stumps++
		}
	}
	if came != 9 || stumps > 5 {
		t.Errorf("%d of 9 files came, %d stumps were asked for", came, stumps)
	}
}

// Twelve lists have the same menu in a cipher, which leads nowhere new; one, neither the
// longest nor the shortest, has an entry of its own.
func TestEntriesOfTheirOwnInACipherAreShownFirst(t *testing.T) {
	const menu = `<div class="top"><a href="#" data-k="=8yZnpHdvQHZ3h3L">通知公告</a><a href="#" data-k="=8yd5pnavQHZ3h3L">政务要闻</a><a href="#" data-k="vs2Z3p3L">政务公开</a></div><script>document.addEventListener("click",function(e){location.href=atob(e.target.dataset.k)})</script>`
	pages, views, links := map[string]string{}, map[string]BrowserView{}, []string{}
	add := func(path, html string) {
		pages[path] = html + menu
		views[path] = whole(html)
	}
	for c := range 12 {
		path := fmt.Sprintf("/c%d/", c)
		var rows []string
		for i := range 13 - c {
			doc := fmt.Sprintf("%s%d.html", path, i)
			rows = append(rows, doc+fmt.Sprintf(" 关于第%d类第%d个项目的通知公告", c, i))
			pages[doc] = page(fmt.Sprintf("第%d类第%d个项目", c, i)) + "<p>" + strings.Repeat("为了把各项工作落到实处，现将有关事项通知如下。", 12) + "</p>"
		}
		html := page(fmt.Sprintf("栏目第%d类", c), rows...)
		add(path, html)
		if c == 8 {
			pages[path] += `<h3><a href="#" data-k="==wLrdGe4Zmevs2Z3p3L">政府信息公开</a></h3>`
			views[path] = whole(page("栏目第8类", append(rows, "/gk/ 政府信息公开")...))
		}
		links = append(links, path+fmt.Sprintf(" 栏目第%d类", c))
	}
	add("/", page("甲市人民政府", links...))
	pages["/gk/"] = page("政府信息公开")
	w := newWeb(t)
	w.pages("www.a.gov.cn", pages)
	b := &pretender{views: views}
	_, _, facts := shownCrawl(t, w, w.settings(), b, "")
	if facts["/gk/"] == nil {
		t.Errorf("the column was not reached; shown: %q", b.shown)
	}
}

// Where the block of one text is filled with a file, those of all the others are looked at.
func TestAllTextsWithBlankBlocksAreShownWhereOneHidesAFile(t *testing.T) {
	pages, views := plainSite(), map[string]BrowserView{}
	pages["/js/site.js"] = `var f = document.getElementById('files'); if (f) fetch('/f?doc=' + f.dataset.doc).then(r => r.json()).then(l => { f.innerHTML = l.map(x => '<a href="/f/' + x.path + '">' + x.name + '</a>').join(''); });`
	var rows []string
	for i := range 12 {
		path, title := fmt.Sprintf("/w/%d.html", i), fmt.Sprintf("第%d次会议的有关情况说明", i)
		rows = append(rows, path+" "+title)
		html := strings.Replace(page(title), "<head>", `<head><meta name="ArticleTitle" content="`+title+`"><meta name="PubDate" content="2026-01-02">`, 1) +
			strings.Repeat("<p>为了把各项工作落到实处，现将有关事项通知如下，请认真贯彻执行。</p>", 8) + fmt.Sprintf(`<div id="files" data-doc="%d"></div>`, i)
		views[path] = whole(html + fmt.Sprintf(`<p><a href="/f/%d.pdf">附件</a></p>`, i))
		pages[path] = html + `<script src="/js/site.js"></script>`
		pages[fmt.Sprintf("/f/%d.pdf", i)] = "%PDF-1.4"
	}
	pages["/xw/"] = page("栏目xw", rows...)
	w := newWeb(t)
	w.pages("www.a.gov.cn", pages)
	b := &pretender{views: views}
	snap, m, _ := shownCrawl(t, w, w.settings(), b, "")
	for path := range pages {
		if strings.HasPrefix(path, "/f/") && m.page(path) == nil {
			t.Errorf("%s was not fetched; complete %t (%s), shown %q", path, snap.Complete, snap.Stopped, b.shown)
		}
	}
}
