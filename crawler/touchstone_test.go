package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// TestPortalsThatTurnTheirVisitorAway crawls portals that answer otherwise from some
// request on, for good: what is not there then, was seen elsewhere to be there.
func TestPortalsThatTurnTheirVisitorAway(t *testing.T) {
	const columns = 20
	var menu strings.Builder
	for i := range columns {
		fmt.Fprintf(&menu, `<a href="/c%d/">栏目%d</a> `, i, i)
	}
	write := func(rw http.ResponseWriter, title, body string) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(rw, "<html><head><title>%s</title></head><body>%s</body></html>", title, body)
	}
	honest := func(rw http.ResponseWriter, r *http.Request) {
		var c, n int
		switch {
		case r.URL.Path == "/":
			write(rw, "甲市人民政府", menu.String())
		case strings.HasSuffix(r.URL.Path, ".html"):
			if k, err := fmt.Sscanf(r.URL.Path, "/c%d/%d.html", &c, &n); k != 2 || err != nil || n > 3 {
				http.NotFound(rw, r)
				return
			}
			write(rw, fmt.Sprintf("关于第%d批第%d号事项的通知-甲市人民政府", c, n), "<h1>通知</h1><p>"+randomHan(200)+"</p>")
		default:
			if k, err := fmt.Sscanf(r.URL.Path, "/c%d/", &c); k != 1 || err != nil || c >= columns || r.URL.Path != fmt.Sprintf("/c%d/", c) {
				http.NotFound(rw, r)
				return
			}
			var rows strings.Builder
			for i := range 4 {
				fmt.Fprintf(&rows, `<li><a href="/c%d/%d.html">关于第%d批第%d号事项的通知</a><span>2026-03-0%d</span></li>`, c, i, c, i, i+1)
			}
			write(rw, fmt.Sprintf("栏目%d-甲市人民政府", c), menu.String()+"<div><ul>"+rows.String()+"</ul></div>")
		}
	}
	login := func(rw http.ResponseWriter, _ *http.Request) {
		write(rw, "统一身份认证登录", `<form method="post"><input name="u"><input type="password" name="p"></form>`)
	}
	for _, tt := range []struct {
		name    string
		later   http.HandlerFunc // from request 40 on; nil: as before
		suspect string           // part of why nothing is concluded, "" if something is
	}{
		{"none", nil, ""},
		{"with a login in the place of every page", login, "抓取途中首页换成了另一个网页"},
		{"with a redirect to a login", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/sso" {
				login(rw, r)
				return
			}
			http.Redirect(rw, r, "/sso", http.StatusFound)
		}, "抓取途中首页换成了另一个网页"},
		{"with its home page for every address", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" {
				honest(rw, r)
				return
			}
			http.Redirect(rw, r, "/", http.StatusFound)
		}, "改变了应答"},
		{"with a notice under an address of its own", func(rw http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/":
				honest(rw, r)
			case "/wait/":
				write(rw, "甲市人民政府", "<p>页面正在建设中……</p>")
			default:
				http.Redirect(rw, r, "/wait/", http.StatusFound)
			}
		}, "改变了应答"},
		{"with a new edition of itself", func(rw http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "2.html") {
				http.NotFound(rw, r)
				return
			}
			var rows strings.Builder
			for i := range 4 {
				fmt.Fprintf(&rows, `<li><a href="/new/%d%s">%s</a><span>2026-04-0%d</span></li>`, i, r.URL.Path[1:], randomHan(12), i+1)
			}
			if strings.HasPrefix(r.URL.Path, "/new/") {
				rows.Reset()
				rows.WriteString("<p>" + randomHan(200) + "</p>")
			}
			write(rw, "甲市人民政府门户网站新版", menu.String()+"<div><ul>"+rows.String()+"</ul></div>")
		}, "换了内容"},
		{"with articles that are not there, while its columns are", func(rw http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, ".html") {
				http.NotFound(rw, r)
				return
			}
			honest(rw, r)
		}, ""},
		{"with a login for some articles", func(rw http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "3.html") {
				login(rw, r)
				return
			}
			honest(rw, r)
		}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			var n atomic.Int64
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				if n.Add(1) > 40 && tt.later != nil {
					tt.later(rw, r)
					return
				}
				honest(rw, r)
			}
			snap, _ := crawlOf(t, w, w.settings())
			if (snap.Suspect != "") != (tt.suspect != "") || !strings.Contains(snap.Suspect, tt.suspect) {
				t.Errorf("suspect %q, want %q (%s)", snap.Suspect, tt.suspect, snap.Stopped)
			}
		})
	}
}

// TestSilenceIsOfTheHostThatWasAsked crawls a site whose columns lead to a host that
// does not answer: the one that leads there is heard to the end.
func TestSilenceIsOfTheHostThatWasAsked(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	w.name("b.a.gov.cn")
	var links []string
	for i := range 2 * silentMost {
		links = append(links, fmt.Sprintf("/away%d/ 栏目%d", i, i), fmt.Sprintf("/here%d/ 专栏%d", i, i))
	}
	w.sites["b.a.gov.cn"] = func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/away"):
			http.Redirect(rw, r, w.url("b.a.gov.cn")+r.URL.Path, http.StatusFound)
		case r.URL.Path == "/":
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(rw, page("甲市人民政府", links...))
		case strings.HasPrefix(r.URL.Path, "/here"):
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(rw, page("专栏"+r.URL.Path))
		default:
			http.NotFound(rw, r)
		}
	}
	_, m := crawlOf(t, w, w.settings(), func(t *site.Target) { t.Hosts = []string{"b.a.gov.cn:" + w.port} })
	for i := range 2 * silentMost {
		if p := m.page(fmt.Sprintf("/here%d/", i)); p == nil || !p.OK() {
			t.Errorf("/here%d/: %+v", i, p)
		}
	}
}
