package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// Words such as 暂无数据 are only believed of a site that shows its other lists: they
// also come when its data base does not answer.
func TestAnEmptyListIsAskedForAgain(t *testing.T) {
	const menu = `<div class="nav"><a href="/">首页</a><a href="/tzgg/">通知公告</a><a href="/zcwj/">政策文件</a><a href="/nb/">年度报告</a></div>`
	const foot = `<div>主办单位：甲市人民政府办公室</div>`
	list := func(of string) string {
		var b strings.Builder
		for i := range 6 {
			fmt.Fprintf(&b, `<li><a href="%s%d.html">关于第%d项工作安排的通知公告</a><span>2026-01-0%d</span></li>`, of, i, i, i+1)
		}
		return menu + `<div class="list"><ul>` + b.String() + `</ul></div>` + foot
	}
	const empty = menu + `<div class="list"><ul></ul><p>暂无数据</p></div>` + foot
	for _, tt := range []struct {
		name  string
		shows func(path string, visit int32) bool // rows, when a column is asked for the n-th time
		want  string                              // what became of /nb/
		row   string                              // what became of a row of it
	}{
		{"a column that is empty while the others are not", func(path string, _ int32) bool { return path != "/nb/" }, "ok", "none"},
		{"a site whose lists all turn to nothing", func(path string, visit int32) bool { return path != "/nb/" && visit == 1 }, "server", "none"},
		{"a list whose rows come the second time", func(path string, visit int32) bool { return path != "/nb/" || visit > 1 }, "ok", "ok"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			visits := map[string]*atomic.Int32{"/tzgg/": {}, "/zcwj/": {}, "/nb/": {}}
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				rw.Header().Set("Content-Type", "text/html; charset=utf-8")
				n := visits[r.URL.Path]
				switch {
				case r.URL.Path == "/":
					fmt.Fprint(rw, page("甲市人民政府", "/tzgg/ 通知公告", "/zcwj/ 政策文件", "/nb/ 年度报告"))
				case n != nil && tt.shows(r.URL.Path, n.Add(1)):
					fmt.Fprintf(rw, "<html><head><title>栏目</title></head><body>%s</body></html>", list(r.URL.Path))
				case n != nil:
					fmt.Fprintf(rw, "<html><head><title>栏目</title></head><body>%s</body></html>", empty)
				case strings.HasSuffix(r.URL.Path, ".html") && !strings.Contains(r.URL.Path, "govaudit-"):
					fmt.Fprint(rw, page("关于第"+r.URL.Path+"项工作安排的通知公告"))
				default:
					http.NotFound(rw, r)
				}
			}
			_, m := crawlOf(t, w, w.settings())
			got := func(path string) string {
				p, err := m.Page(context.Background(), w.url("www.a.gov.cn")+path)
				switch {
				case err != nil:
					return "none"
				case p.Failure != "":
					return string(p.Failure)
				}
				return "ok"
			}
			if is := got("/nb/"); is != tt.want {
				t.Errorf("the column: %s, want %s", is, tt.want)
			}
			if is := got("/nb/3.html"); is != tt.row {
				t.Errorf("its row: %s, want %s", is, tt.row)
			}
			for path, n := range visits {
				if n.Load() > 3 {
					t.Errorf("%s was asked for %d times", path, n.Load())
				}
			}
		})
	}
}

// More empty pages than can be held back prove nothing where lists lose their rows.
func TestMoreEmptyPagesThanAreHeldBack(t *testing.T) {
	for name, loses := range map[string]bool{"a site that keeps its lists": false, "a site that loses them": true} {
		t.Run(name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			links := []string{"/tzgg/ 通知公告"}
			for i := range maxHollow + 20 {
				links = append(links, fmt.Sprintf("/k%d/ 第%d科室", i, i))
			}
			var visits atomic.Int32
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				switch {
				case r.URL.Path == "/":
					fmt.Fprint(rw, page("甲市人民政府", links...))
				case r.URL.Path == "/tzgg/" && (visits.Add(1) == 1 || !loses):
					fmt.Fprint(rw, `<html><head><title>通知公告</title></head><body><ul><li><a href="/tzgg/1.html">关于第一项工作安排的通知</a><span>2026-01-01</span></li><li><a href="/tzgg/2.html">关于第二项工作安排的通知</a><span>2026-01-02</span></li></ul></body></html>`)
				case strings.HasPrefix(r.URL.Path, "/tzgg/") && strings.HasSuffix(r.URL.Path, ".html"):
					fmt.Fprint(rw, story("关于"+r.URL.Path+"项工作安排的通知"))
				case r.URL.Path == "/tzgg/", strings.HasPrefix(r.URL.Path, "/k"):
					fmt.Fprintf(rw, `<html><head><title>%s</title></head><body><div class="list"><ul></ul><p>暂无数据</p></div></body></html>`, r.URL.Path)
				default:
					http.NotFound(rw, r)
				}
			}
			snap, _ := crawlOf(t, w, w.settings())
			if got := strings.Contains(snap.Suspect, "也显示为没有内容"); got != loses {
				t.Errorf("nothing is concluded: %v, want %v (%s)", got, loses, snap.Suspect)
			}
		})
	}
}

// Some servers send programs less than they send people: what shows nothing is looked at in
// a browser before it is believed, and stays as it came where that shows no more.
func TestAPageThatShowsNothingIsShownInABrowser(t *testing.T) {
	const menu = `<div class="nav"><a href="/">首页</a><a href="/zn/">公开指南</a><a href="/zd/">公开制度</a><a href="/nb/">年度报告</a></div>`
	in := func(main string) string {
		return "<html><head><title>栏目</title></head><body>" + menu + `<div class="main">` + main + "</div></body></html>"
	}
	guide := in("<h1>公开指南</h1><p>" + strings.Repeat("申请人可以当面或者来信提出申请。", 9) + "</p>")
	for _, tt := range []struct {
		name    string
		browser Browser
		text    string // what the guide says in the end
		zd      site.Failure
		stored  bool // as the browser showed it
	}{
		{"a guide that browsers are shown", &pretender{views: map[string]BrowserView{"/zn/": whole(guide), "/zd/": whole(in(""))}}, "当面或者来信", site.FailServer, true},
		{"a guide that nobody is shown", &pretender{views: map[string]BrowserView{"/zn/": whole(in("<p>示例县</p>")), "/zd/": whole(in(""))}}, "示例县", "", false},
		{"a browser that does not work", &pretender{err: errors.New("no display")}, "示例县", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.pages("www.a.gov.cn", map[string]string{
				"/":    page("甲市人民政府", "/zn/ 公开指南", "/zd/ 公开制度", "/nb/ 年度报告"),
				"/zn/": in("<p>示例县</p>"),
				"/zd/": in(""),
				"/nb/": page("年度报告"),
			})
			snap, m, facts := shownCrawl(t, w, w.settings(), tt.browser, "")
			if f := facts["/zn/"]; f == nil || !strings.Contains(f.Text, tt.text) {
				t.Errorf("the guide says %+v", f)
			}
			if p, err := m.Page(t.Context(), w.url("www.a.gov.cn")+"/zn/"); err != nil || (p.Rendered != nil) != tt.stored {
				t.Errorf("stored as shown: %v, %v", p.Rendered != nil, err)
			}
			if p, err := m.Page(t.Context(), w.url("www.a.gov.cn")+"/zd/"); err != nil || p.Failure != tt.zd {
				t.Errorf("the other empty column: %q, %v", p.Failure, err)
			}
			if snap.Complete != (tt.zd == "") {
				t.Errorf("complete %v: %s", snap.Complete, snap.Stopped)
			}
		})
	}
}
