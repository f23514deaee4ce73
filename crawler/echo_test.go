package crawler

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// A sentence that stands where the content of several pages should be is none of theirs.
func TestOneSentenceInThePlaceOfSeveralPages(t *testing.T) {
	const tea = "亲，您点得太快了，喝杯茶再来吧"
	names := []string{"政府信息公开指南", "政府信息公开制度", "政府信息公开年报", "依申请公开", "规划计划", "统计信息"}
	frame := func(title, main string) string {
		return `<html><head><title>` + title + `</title></head><body><div class="nav"><a href="/">首页</a><a href="/c0/">` + names[0] + `</a><a href="/c1/">` + names[1] + `</a><a href="/c2/">` + names[2] +
			`</a></div><div class="position">当前位置：<a href="/">首页</a> &gt; ` + title + `</div><div class="main">` + main + `</div></body></html>`
	}
	article := func(title, main string) string {
		return strings.Replace(frame(title, main), "<head>", `<head><meta name="ArticleTitle" content="`+title+`"><meta name="PubDate" content="2026-03-01">`, 1)
	}
	dated := func(title, main string) string {
		return frame(title, `<h1>`+title+`</h1><div>发布时间：2026-03-01　来源：市政府办公室</div><p>`+main+`</p>`)
	}
	for _, tt := range []struct {
		name    string
		page    func(i int) string
		home    string
		failed  int
		suspect bool
	}{
		{"letters that bear their days may be answered alike", func(i int) string {
			return dated("反映"+names[i]+"的问题", "您好！您反映的问题已转交相关部门处理，感谢您的关注与支持！")
		}, "", 0, false},
		{"so may documents say that they are repealed", func(i int) string {
			return dated(fmt.Sprintf("江政发〔2009〕%d号", i), "该文件停止执行。")
		}, "", 0, false},
		{"a day does not make content of what tells of trouble", func(i int) string { return dated(names[i], "本页内容调取出错，值班人员已经知晓") }, "", 6, false},
		{"of many it may be said that nothing happened", func(i int) string { return frame(names[i], "<p>经核查，一季度未发生此类事项。</p>") }, "", 0, false},
		{"six columns that say the same were not seen", func(i int) string { return frame(names[i], "<p>"+tea+"</p>") }, "", 6, false},
		{"documents that say the same were not seen, whatever their labels say", func(i int) string { return article(names[i], "<p>"+tea+"</p>") }, "", 6, false},
		{"three may say the same", func(i int) string {
			return frame(names[i], "<p>"+[]string{tea, "本栏目由市政府办公室维护，每月更新"}[i%2]+"</p>")
		}, "", 0, false},
		{"figures in it make no difference", func(i int) string {
			return frame(names[i], fmt.Sprintf("<p>当前排队人数较多，您前面还有%d人</p>", 100+i))
		}, "", 6, false},
		{"but many figures are what a page is for", func(i int) string {
			return frame(names[i], fmt.Sprintf("<p>受理编号为%d的事项已经办结</p>", 1000000000000+i))
		}, "", 0, false},
		{"that there is nothing may be said of many", func(i int) string { return frame(names[i], "<p>本单位没有这类事项，特此说明</p>") }, "", 0, false},
		{"notices begin and end alike", func(i int) string { return article(names[i], "<p>现就有关事宜说明如下。</p>") }, "", 0, false},
		{"empty lists say what lists say", func(i int) string {
			return frame(names[i], `<div class="page">共0条 首页 上一页 下一页 尾页</div>`)
		}, "", 0, false},
		{"the days of a calendar say what their links say", func(i int) string {
			return frame(names[i], fmt.Sprintf(`<p><a href="/c%d/">上个月</a> 2026年%d月 <a href="/c%d/">下个月</a></p>`, (i+5)%6, i+1, (i+1)%6))
		}, "", 0, false},
		{"links in it do not make content of what tells of trouble", func(i int) string {
			return frame(names[i], `<p><a href="/c0/">系统繁忙，请点此返回首页</a></p>`)
		}, "", 6, false},
		{"a sentence with files beside it is about the files", func(i int) string {
			return frame(names[i], fmt.Sprintf(`<p>%s</p><a href="/f%d.pdf">全文.pdf</a>`, tea, i))
		}, "", 0, false},
		{"long texts may be the same", func(i int) string { return frame(names[i], "<p>"+strings.Repeat(tea, 8)+"</p>") }, "", 0, false},
		{"each its own sentence", func(i int) string {
			return frame(names[i], "<p>"+names[i]+"由市政府办公室发布并且负责解释</p>")
		}, "", 0, false},
		{"where the home page says it too the site was not seen", func(i int) string { return frame(names[i], "<p>"+tea+"</p>") }, tea, 6, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			var links strings.Builder
			for i, n := range names {
				fmt.Fprintf(&links, `<a href="/c%d/">%s</a>`, i, n)
			}
			pages := map[string]string{"/": `<html><head><title>甲市人民政府</title></head><body><div class="nav">` + links.String() + `</div><div class="main"><p>` + tt.home + `</p></div></body></html>`}
			for i := range names {
				pages[fmt.Sprintf("/c%d/", i)] = tt.page(i)
				pages[fmt.Sprintf("/f%d.pdf", i)] = "%PDF"
			}
			w.pages("www.a.gov.cn", pages)
			snap, m := crawlOf(t, w, w.settings())
			failed := 0
			for _, p := range m.pages {
				if p.Failure == site.FailServer {
					failed++
				}
			}
			if failed != tt.failed || snap.Complete != (tt.failed == 0) || (snap.Suspect != "") != tt.suspect {
				t.Errorf("%d pages failed, want %d; complete %v (%s); suspect %q", failed, tt.failed, snap.Complete, snap.Stopped, snap.Suspect)
			}
			if snap.Pages+snap.Failed != len(names)+1+strings.Count(tt.page(0), ".pdf\"")*len(names) {
				t.Errorf("%d pages and %d failures are counted", snap.Pages, snap.Failed)
			}
		})
	}
}

// Which pages come first is chance; what a sentence is taken for must not be.
func TestASentenceThatEndsArticlesIsTheirsWhateverCameFirst(t *testing.T) {
	const end = "如有不明白的地方，请在上班的时候前来当面了解"
	w := newWeb(t)
	var lists, stubs strings.Builder
	articles := make([]string, 20)
	pages := map[string]string{}
	for i := range 20 {
		fmt.Fprintf(&lists, `<li><a href="/list%d/">第%d类信息</a></li>`, i, i)
		articles[i] = fmt.Sprintf(`<li><a href="/art/%d.html">关于第%d件事的通知</a><span>2026-03-01</span></li>`, i, i)
		pages[fmt.Sprintf("/art/%d.html", i)] = strings.Replace(story(fmt.Sprintf("关于第%d件事的通知", i)), "</p></div>", "</p><p>"+end+"</p></div>", 1)
	}
	for i := range 8 {
		fmt.Fprintf(&stubs, `<li><a href="/stub/%d.html">关于第%d次值班的安排</a><span>2026-02-01</span></li>`, i, i)
		pages[fmt.Sprintf("/stub/%d.html", i)] = `<html><head><meta name="ArticleTitle" content="值班安排"><title>值班安排</title></head><body><div class="content"><p>` + end + `</p></div></body></html>`
	}
	for i := range 20 {
		pages[fmt.Sprintf("/list%d/", i)] = `<html><head><title>信息</title></head><body><ul>` + strings.Join(append(articles[i:], articles[:i]...)[:4], "") + `</ul></body></html>`
	}
	pages["/"] = `<html><head><title>甲市人民政府</title></head><body><ul>` + lists.String() + `</ul><ul>` + stubs.String() + `</ul></body></html>`
	w.pages("www.a.gov.cn", pages)
	snap, m := crawlOf(t, w, w.settings())
	if !snap.Complete || len(m.pages) != len(pages) {
		t.Errorf("%d of %d pages, complete %v: %s", len(m.pages), len(pages), snap.Complete, snap.Stopped)
	}
}

func TestSpecimensAreTheSameInAnyOrder(t *testing.T) {
	var pages []*site.Page
	for i := range 40 {
		pages = append(pages, &site.Page{URL: fmt.Sprintf("http://www.a.gov.cn/%d.html", i)})
	}
	drawn := func(pages []*site.Page) []uint64 {
		var s specimens
		var lots []uint64
		for _, p := range append(pages, pages[0]) {
			s.add(5, p, &extract.Facts{Text: p.URL})
		}
		for _, o := range s {
			lots = append(lots, o.lot)
		}
		return lots
	}
	there := drawn(pages)
	slices.Reverse(pages)
	if back := drawn(pages); len(there) != 5 || !slices.Equal(there, back) {
		t.Errorf("%d and, the other way round, %d", there, back)
	}
}

// A file is not there only if it is not there for who asks as a browser does.
func TestAFileThatIsDeniedInPartsIsThere(t *testing.T) {
	for name, tt := range map[string]struct {
		lies func(r *http.Request) bool
		want site.Failure
	}{
		"to who looks and to who asks for a part": {func(r *http.Request) bool { return r.Method == http.MethodHead || r.Header.Get("Range") != "" }, ""},
		"to everybody": {func(*http.Request) bool { return true }, site.FailGone},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			var asked atomic.Int64
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				switch {
				case r.URL.Path == "/":
					fmt.Fprint(rw, page("甲市", "/a.zip 附件"))
				case r.URL.Path != "/a.zip" || tt.lies(r):
					http.NotFound(rw, r)
				default:
					asked.Add(1)
					rw.Header().Set("Content-Type", "application/zip")
					fmt.Fprint(rw, "PK")
				}
			}
			_, m := crawlOf(t, w, w.settings())
			if p := m.page("/a.zip"); p == nil || p.Failure != tt.want {
				t.Errorf("%+v", p)
			}
			if tt.want == "" && asked.Load() != 1 {
				t.Errorf("asked for %d times in earnest", asked.Load())
			}
		})
	}
}

// An article that was taken down may say so with a status of success: it is gone, and the
// rest of the portal was seen.
func TestArticlesThatSayTheyAreGone(t *testing.T) {
	for _, tt := range []struct {
		name     string
		of, gone int
		says     string
		address  string
		whole    bool
	}{
		{"some articles of many", 90, 8, "您访问的页面不存在或已删除", "/art/2026030%d.html", true},
		{"a good part of all articles", 30, 8, "您访问的页面不存在或已删除", "/art/2026030%d.html", false},
		{"columns", 90, 8, "您访问的页面不存在或已删除", "/c%d/", false},
		{"some articles that speak of the server", 90, 8, "服务器上的页面不存在或已删除", "/art/2026030%d.html", false},
		{"some articles that speak of something else", 90, 8, "您点得太急了，喝杯茶再来看看吧", "/art/2026030%d.html", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			frame := func(title, main string) string {
				return `<html><head><title>` + title + `</title></head><body><div class="nav"><a href="/">首页</a><a href="/list/">要闻</a><a href="/zwgk/">公开</a></div><div class="main">` + main + `</div></body></html>`
			}
			pages := map[string]string{"/zwgk/": frame("公开", strings.Repeat("<p>本栏目公开政府信息，由办公室负责更新。</p>", 5))}
			var rows, menu strings.Builder
			for i := range tt.of {
				at := fmt.Sprintf("/art/20260%03d.html", 100+i)
				says := story(fmt.Sprintf("关于第%d件事的通知", i))
				if i < tt.gone {
					at, says = fmt.Sprintf(tt.address, i), frame("要闻", "<p>"+tt.says+"</p>")
				}
				pages[at] = says
				fmt.Fprintf(&rows, `<li><a href="%s">关于第%d件事的通知</a><span>2026-03-01</span></li>`, at, i)
				if strings.HasSuffix(at, "/") {
					fmt.Fprintf(&menu, `<a href="%s">第%d栏</a>`, at, i)
				}
			}
			pages["/list/"] = frame("要闻", "<ul>"+rows.String()+"</ul>")
			pages["/"] = `<html><head><title>甲市人民政府</title></head><body><a href="/list/">要闻</a><a href="/zwgk/">公开</a>` + menu.String() + `<p>甲市人民政府主办</p></body></html>`
			w.pages("www.a.gov.cn", pages)
			snap, _ := crawlOf(t, w, w.settings())
			if snap.Complete != tt.whole || snap.Pages+snap.Failed != len(pages) {
				t.Errorf("%d pages and %d failures of %d, complete %v: %s", snap.Pages, snap.Failed, len(pages), snap.Complete, snap.Stopped)
			}
		})
	}
}
