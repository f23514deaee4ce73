package crawler

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// What a browser could not show wholly says so in the facts of the page.
func TestPagesShownInPart(t *testing.T) {
	list := page("政务公开", "/1.html 关于印发第一个办法的通知", "/2.html 关于印发第二个办法的通知", "/3.html 关于印发第三个办法的通知")
	for _, c := range []struct {
		name string
		from string // the page as it came
		view BrowserView
		part string // in PartByScript
	}{
		{"a list that came to its end is whole", shell, whole(list), ""},
		{"a list that could go on is not", shell, BrowserView{HTML: list, Whole: true, Rest: "下一页"}, "下一页"},
		{"a list whose first rows are there, and the next come by pressing, is shown",
			strings.Replace(list, "</body>", `<div>加载更多</div><script src="/app.js"></script></body>`, 1), BrowserView{HTML: list, Whole: true, Rest: "加载更多"}, "加载更多”之后"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			w.pages("www.a.gov.cn", map[string]string{
				"/":          page("甲市人民政府", "/list.html 政务公开"),
				"/list.html": c.from,
				"/app.js":    "1", "/1.html": page("一"), "/2.html": page("二"), "/3.html": page("三"),
			})
			_, _, facts := shownCrawl(t, w, w.settings(), &pretender{views: map[string]BrowserView{"/list.html": c.view}}, "")
			f := facts["/list.html"]
			if f == nil || c.part == "" != (f.Signals.PartByScript == "") || !strings.Contains(f.Signals.PartByScript, c.part) {
				t.Fatalf("part %q, want %q", f.Signals.PartByScript, c.part)
			}
			if !hasLink(f, "/3.html") {
				t.Error("rows are lost")
			}
		})
	}
}

// A list that says how many rows it has was not seen to its end with fewer, though
// the browser found nothing to press.
func TestFewerRowsThanTold(t *testing.T) {
	rows := []string{"/1.html 关于印发第一个办法的通知", "/2.html 关于印发第二个办法的通知", "/3.html 关于印发第三个办法的通知", "/4.html 关于印发第四个办法的通知", "/5.html 关于印发第五个办法的通知"}
	for _, c := range []struct {
		says  string
		whole bool
	}{{"共 57 条", false}, {"共 5 条", true}, {"", true}} {
		w := newWeb(t)
		pages := map[string]string{"/": page("甲市人民政府", "/list.html 政务公开"), "/list.html": shell, "/app.js": "1"}
		for _, row := range rows {
			at, title, _ := strings.Cut(row, " ")
			pages[at] = page(title)
		}
		w.pages("www.a.gov.cn", pages)
		list := strings.Replace(page("政务公开", rows...), "</body>", "<div>"+c.says+"</div></body>", 1)
		snap, _, _ := shownCrawl(t, w, w.settings(), &pretender{views: map[string]BrowserView{"/list.html": whole(list)}}, "")
		if snap.Complete != c.whole || strings.Contains(snap.Stopped, "没有看完") == c.whole {
			t.Errorf("%q: complete %v, stopped %q", c.says, snap.Complete, snap.Stopped)
		}
	}
}

// A home page that shows no menu even in a browser proves that no column is missing.
func TestHomeShownWithoutMenu(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{"/": shell, "/app.js": "1"})
	snap, _, facts := shownCrawl(t, w, w.settings(), &pretender{views: map[string]BrowserView{"/": whole(`<html><body><h2>要闻动态</h2><gov-list></gov-list><h2>通知公告</h2></body></html>`)}}, "")
	if snap.Complete || facts["/"].Signals.PartByScript == "" {
		t.Errorf("complete %v, part %q", snap.Complete, facts["/"].Signals.PartByScript)
	}
}

// A list whose server wants the time, and what was made of it, is asked for as its page
// asks, and known without them; one that is refused all the same is not empty.
func TestDataAskedForWithTheTime(t *testing.T) {
	const sent, again = "/api/list?c=3&_t=1767225600123&sign=8f21", "/api/list?c=3&_t=1767225600999&sign=77aa"
	for _, c := range []struct {
		name, answer string
		whole        bool
	}{
		{"rows", `{"code":0,"data":[{"title":"关于印发某办法的通知","url":"/1.html","date":"2026-03-02"}]}`, true},
		{"refused", `{"code":401,"msg":"签名错误","data":null}`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			w.pages("www.a.gov.cn", map[string]string{"/": page("甲市人民政府", "/list.html 政务公开"), "/list.html": shell, "/app.js": "1", sent: c.answer, "/1.html": page("关于印发某办法的通知")})
			b := &pretender{views: map[string]BrowserView{"/list.html": whole(page("政务公开", "/ 首页"))}, asks: map[string][]string{"/list.html": {"data " + sent, "data " + again}}}
			_, m, facts := shownCrawl(t, w, w.settings(), b, "")
			for _, got := range b.got {
				if got != "200 "+c.answer {
					t.Errorf("the page got %q", got)
				}
			}
			if m.page("/api/list?c=3") == nil {
				t.Error("what was asked for is not known without the time")
			}
			if f := facts["/list.html"]; f != nil && (f.Signals.PartByScript == "") != c.whole {
				t.Errorf("the page counts as whole: %v", !c.whole)
			}
		})
	}
}

func TestDocumentsAreShownInTheEncodingTheyCameIn(t *testing.T) {
	for _, c := range []struct{ name, body, as string }{
		{"GBK that is declared as something else", "<meta charset=utf-8><p>\xd5\xfe\xb2\xdf\xce\xc4\xbc\xfe\xb9\xab\xbf\xaa</p>", "text/html; charset=gb18030"},
		{"UTF-8 that is declared as GBK", "<meta charset=gbk><p>政策文件公开</p>", "text/html; charset=utf-8"},
	} {
		if got := answerOf(&site.Page{Status: 200, ContentType: "text/html", Body: []byte(c.body)}); got.Type != c.as || string(got.Body) != c.body {
			t.Errorf("%s: shown as %s: %q", c.name, got.Type, got.Body)
		}
	}
}
