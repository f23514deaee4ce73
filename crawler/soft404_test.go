package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A host that answers everything with status 200 must not seem to have every
// column; and a page that only resembles its error page must not be lost.
func TestSoft404(t *testing.T) {
	home := page("甲市人民政府", "/zwgk/ 政务公开", "/nb/ 年度报告", "/kong/ 空栏目", "/gone/ 已撤栏目")
	frame := func(main string) string {
		return "<html><head><title>甲市人民政府</title></head><body><ul><li>首页<li>政务公开<li>政务服务<li>互动交流<li>走进甲市<li>网站地图</ul>" +
			main + "<p>主办：甲市人民政府办公室　承办：甲市政务公开中心　版权所有，未经授权不得转载</p></body></html>"
	}
	for _, tt := range []struct {
		name     string
		fallback func(rw http.ResponseWriter, r *http.Request)
		home     string
		want     []string
		complete bool
	}{
		{
			"an honest host", http.NotFound, home,
			[]string{"/ ok", "/gone/ gone", "/kong/ ok", "/nb/ ok", "/zwgk/ ok"}, true,
		},
		{
			"the same error page for everything",
			func(rw http.ResponseWriter, _ *http.Request) {
				fmt.Fprint(rw, frame("<h1>您访问的页面不存在</h1>"))
			}, home,
			[]string{"/ ok", "/gone/ soft404", "/kong/ ok", "/nb/ ok", "/zwgk/ ok"}, true,
		},
		{
			"an error page that repeats the address",
			func(rw http.ResponseWriter, r *http.Request) {
				fmt.Fprint(rw, frame("<h1>您访问的 "+r.URL.Path+" 不存在或已删除</h1>"))
			}, home,
			[]string{"/ ok", "/gone/ soft404", "/kong/ ok", "/nb/ ok", "/zwgk/ ok"}, true,
		},
		{
			"the home page for everything",
			func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, home) }, home,
			[]string{"/ ok", "/gone/ soft404", "/kong/ ok", "/nb/ ok", "/zwgk/ ok"}, true,
		},
		{
			"a redirect to the home page for everything",
			func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, "/", http.StatusFound) }, home,
			[]string{"/ ok", "/gone/ soft404", "/kong/ ok", "/nb/ ok", "/zwgk/ ok"}, true,
		},
		{
			"a redirect to an error page",
			func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/error.html" {
					fmt.Fprint(rw, frame("<h1>出错了</h1>"))
					return
				}
				http.Redirect(rw, r, "/error.html", http.StatusFound)
			}, home,
			[]string{"/ ok", "/gone/ soft404", "/kong/ ok", "/nb/ ok", "/zwgk/ ok"}, true,
		},
		{
			"an answer to everything that does not say there is no page",
			func(rw http.ResponseWriter, _ *http.Request) {
				fmt.Fprint(rw, frame(`<form><img src="/k.jpg">请输入图中字符<input name="c"><input type="submit" value="继续"></form>`))
			}, home,
			[]string{"/ ok", "/gone/ server", "/kong/ ok", "/nb/ ok", "/zwgk/ ok"}, false,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				rw.Header().Set("Content-Type", "text/html; charset=utf-8")
				switch r.URL.Path {
				case "/":
					fmt.Fprint(rw, tt.home)
				case "/zwgk/":
					fmt.Fprint(rw, frame("<h1>政务公开</h1><p>政府信息公开指南、制度、目录、年报</p>"))
				case "/nb/":
					fmt.Fprint(rw, page("年度报告"))
				case "/kong/": // nothing but the frame of the site, like its error page
					fmt.Fprint(rw, frame("<h1>暂无内容</h1>"))
				default:
					tt.fallback(rw, r)
				}
			}
			snap, m := crawlOf(t, w, w.settings())
			if d := cmp.Diff(tt.want, m.outcomes()); d != "" {
				t.Errorf("pages (-want +got):\n%s", d)
			}
			if snap.Complete != tt.complete {
				t.Errorf("complete %v (%s), want %v", snap.Complete, snap.Stopped, tt.complete)
			}
		})
	}
}

func TestEverythingAnsweredWithTheHomePage(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(rw, page("甲市人民政府", "/zwgk/ 政务公开", "/index.html 首页", "/nb.pdf 年报"))
	}
	_, m := crawlOf(t, w, w.settings())
	want := []string{"/ ok", "/index.html ok", "/nb.pdf soft404", "/zwgk/ soft404"}
	if d := cmp.Diff(want, m.outcomes()); d != "" {
		t.Errorf("pages (-want +got):\n%s", d)
	}
}

// A script application serves one shell under every address. Its columns cannot
// be seen without a browser; that is our limit, not their absence.
func TestShellOfAScriptApplication(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(rw, `<html><head><title>甲市</title></head><body><div id="app"></div><a href="/zwgk">公开</a><script src="/app.js"></script></body></html>`)
	}
	snap, m := crawlOf(t, w, w.settings())
	for _, p := range m.pages {
		if p.Failure != "" && !strings.HasSuffix(p.URL, ".js") {
			t.Errorf("%s: %s", p.URL, p.Failure)
		}
	}
	if snap.Complete || !strings.Contains(snap.Stopped, "脚本") {
		t.Errorf("complete %v, stopped %q", snap.Complete, snap.Stopped)
	}
}

func TestChallengeIsNotContent(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{
		"/":  page("甲市", "/x 公开"),
		"/x": `<html><head><meta charset="utf-8"><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=12345;$_ts.cd="q1"</script><script src="/4QbVtADbnLVIc/c.FxJzG50F.js"></script></head><body></body></html>`,
	})
	snap, m := crawlOf(t, w, w.settings())
	if p := m.page("/x"); p.Failure != "blocked" {
		t.Errorf("failure %q (%s)", p.Failure, p.Err)
	}
	if snap.Complete || !strings.Contains(snap.Stopped, "防护系统") {
		t.Errorf("complete %v, stopped %q", snap.Complete, snap.Stopped)
	}
}
