package crawler

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/site"
)

func TestPathScopeTouchesNothingOfOthers(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{
		"/":                page("甲县"),
		"/zjj/":            page("住建局", "/", "/jyj/ 教育局", "1.html 公告", "/zjj/out 外"),
		"/zjj/1.html":      page("公告"),
		"/zjj/out":         "→/jyj/",
		"/list?org=12":     page("目录", "/list?org=13 别家", "/list?org=12&p=2 下一页"),
		"/list?org=12&p=2": page("目录二"),
		"/list?org=13":     page("别家"),
		"/jyj/":            page("教育局"),
	})
	m := &memory{}
	_, err := crawlInto(t, t.Context(), w, w.settings(), m, nil, func(t *site.Target) {
		t.URL += "zjj/"
		t.Scope = []string{"/zjj/", "/list?org=12"}
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"/zjj/ ok", "/zjj/1.html ok", "/zjj/out redirect"}
	if d := cmp.Diff(want, m.outcomes()); d != "" {
		t.Errorf("pages (-want +got):\n%s", d)
	}
	for _, r := range w.requests {
		path := strings.TrimPrefix(r, "GET www.a.gov.cn")
		if path != "/robots.txt" && !strings.HasPrefix(path, "/zjj/") {
			t.Errorf("touched %s", r)
		}
	}
	p := m.page("/zjj/out")
	if p.Final != w.url("www.a.gov.cn")+"/jyj/" || len(p.Chain) != 1 {
		t.Errorf("redirect out: final %s, chain %v", p.Final, p.Chain)
	}
}

func TestLeavingTheSiteLeavesNothingOpen(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{"/": page("甲市", "/out 办事"), "/out": "→http://www.b.gov.cn/"})
	w.pages("www.b.gov.cn", map[string]string{"/": page("乙")})
	snap, m := crawlOf(t, w, w.settings())
	if p := m.page("/out"); p.Failure != site.FailRedirect || !snap.Complete {
		t.Errorf("failure %q, complete %v (%s)", p.Failure, snap.Complete, snap.Stopped)
	}
	if slices.ContainsFunc(w.asked(), func(r string) bool { return strings.Contains(r, "b.gov.cn") }) {
		t.Error("followed a redirect out of the site")
	}
}

func TestFurtherHostsBelong(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{"/": page("甲市", w.url("xxgk.a.gov.cn")+"/gk 公开", w.url("a.gov.cn")+"/b 公开")})
	w.pages("xxgk.a.gov.cn", map[string]string{"/gk": page("公开")})
	w.pages("a.gov.cn", map[string]string{"/b": page("公开")})
	snap, m := crawlOf(t, w, w.settings(), func(t *site.Target) { t.Hosts = []string{"xxgk.a.gov.cn:" + w.port} })
	want := []string{"/ ok", "a.gov.cn/b ok", "xxgk.a.gov.cn/gk ok"}
	if d := cmp.Diff(want, m.outcomes()); d != "" {
		t.Errorf("pages (-want +got):\n%s", d)
	}
	var hosts []string
	for _, h := range snap.Hosts {
		hosts = append(hosts, h.Name)
	}
	if d := cmp.Diff([]string{"www.a.gov.cn", "a.gov.cn", "xxgk.a.gov.cn"}, hosts); d != "" {
		t.Errorf("hosts (-want +got):\n%s", d)
	}
}

func TestBytesStayAsSent(t *testing.T) {
	gbk := "<html><head><title>\xbc\xd7\xca\xd0</title></head><body>\xb9\xab\xbf\xaa</body></html>" // 甲市, 公开
	w := newWeb(t)
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(rw, r)
			return
		}
		rw.Header().Set("Content-Type", "text/html; charset=gb2312")
		rw.Header().Set("Last-Modified", "Fri, 10 Apr 2026 01:02:03 GMT")
		rw.Header().Set("ETag", `"x1"`)
		fmt.Fprint(rw, gbk)
	}
	_, m := crawlOf(t, w, w.settings())
	p := m.pages[0]
	if string(p.Body) != gbk || p.ContentType != "text/html; charset=gb2312" || p.ETag != `"x1"` || p.LastModified.Format("2006-01-02") != "2026-04-10" {
		t.Errorf("body %q, type %q, etag %q, modified %s", p.Body, p.ContentType, p.ETag, p.LastModified)
	}
}

func TestRequestsCarryWhatWeAre(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	var got http.Header
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/x" {
			got = r.Header.Clone()
		}
		http.SetCookie(rw, &http.Cookie{Name: "site", Value: "1"})
		http.SetCookie(rw, &http.Cookie{Name: "wide", Value: "1", Domain: "gov.cn"})
		if r.URL.Path == "/" || r.URL.Path == "/x" {
			fmt.Fprint(rw, page("甲市", "/x 公开"))
			return
		}
		rw.WriteHeader(404)
	}
	s := w.settings()
	s.Crawl.UserAgent = "govaudit/9 (+mailto:a@b.cn)"
	crawlOf(t, w, s)
	if got.Get("User-Agent") != s.Crawl.UserAgent || got.Get("Accept-Encoding") != "gzip" || got.Get("Cookie") != "site=1" {
		t.Errorf("headers %v", got)
	}
}

func TestFramesScriptsAndPictures(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{
		"/": `<html><head><title>甲市</title><script src="/js/jquery.min.js"></script><script src="/js/menu.js"></script></head>` +
			`<frameset><frame src="/left.html"><frame src="/main.html"></frameset></html>`,
		"/left.html":       page("左", "/zwgk/ 政务公开"),
		"/main.html":       page("主") + `<img src="/a.jpg">`,
		"/zwgk/":           page("政务公开"),
		"/fromscript.html": page("来自脚本"),
	})
	inner := w.sites["www.a.gov.cn"]
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/js/menu.js" {
			rw.Header().Set("Content-Type", "application/javascript")
			fmt.Fprint(rw, `document.write('<ul><li><a href="fromscript.html">政策解读</a></li></ul>');`)
			return
		}
		inner(rw, r)
	}
	_, m := crawlOf(t, w, w.settings())
	want := []string{"/ ok", "/a.jpg gone", "/fromscript.html ok", "/js/menu.js ok", "/left.html ok", "/main.html ok", "/zwgk/ ok"}
	if d := cmp.Diff(want, m.outcomes()); d != "" {
		t.Errorf("pages (-want +got):\n%s", d)
	}
	if p := m.page("/left.html"); p == nil || p.Depth != 0 {
		t.Errorf("a frame is no click away: %+v", p)
	}
}

func TestAttachments(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	big := strings.Repeat("x", 300<<10)
	file := func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "application/pdf")
		http.ServeContent(rw, r, "", time.Time{}, strings.NewReader(big))
	}
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprint(rw, page("甲市", "/head.pdf 附件一", "/nohead.pdf 附件二", "/norange.doc 附件三", "/gone.doc 附件四", "/down?id=5 附件五", "/hang.xls 附件六"))
		case "/head.pdf":
			file(rw, r)
		case "/hang.xls":
			if r.Method == http.MethodHead {
				<-r.Context().Done()
				return
			}
			file(rw, r)
		case "/nohead.pdf":
			if r.Method == http.MethodHead {
				rw.WriteHeader(http.StatusMethodNotAllowed)
				return
			}
			file(rw, r)
		case "/norange.doc", "/down":
			if r.Method == http.MethodHead {
				rw.WriteHeader(http.StatusForbidden)
				return
			}
			rw.Header().Set("Content-Type", "application/msword")
			fmt.Fprint(rw, big)
		default:
			http.NotFound(rw, r)
		}
	}
	s := w.settings()
	s.Crawl.Timeout = 500 * time.Millisecond
	s.Crawl.Documents.Skip = true
	snap, m := crawlOf(t, w, s)
	for _, tt := range []struct {
		path    string
		failure site.Failure
		size    int64
		body    int
	}{
		{"/head.pdf", "", 300 << 10, 0},
		{"/nohead.pdf", "", 300 << 10, maxFile},
		{"/hang.xls", "", 300 << 10, maxFile},
		{"/norange.doc", "", maxFile, maxFile},
		{"/down?id=5", "", maxFile, maxFile},
		{"/gone.doc", site.FailGone, 19, 19},
	} {
		p := m.page(tt.path)
		if p == nil || p.Failure != tt.failure || p.Size != tt.size || len(p.Body) != tt.body {
			t.Errorf("%s: %+v", tt.path, p)
		}
	}
	if !snap.Complete {
		t.Errorf("not complete: %s", snap.Stopped)
	}
}

func TestSitemap(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{
		"/":           page("甲市", "/a.html 公开"),
		"/a.html":     page("甲"),
		"/b.html":     page("乙"),
		"/robots.txt": "Sitemap: " + w.url("www.a.gov.cn") + "/map.xml\n",
		"/map.xml":    `<?xml version="1.0"?><sitemapindex><sitemap><loc>` + w.url("www.a.gov.cn") + `/one.xml</loc></sitemap></sitemapindex>`,
		"/one.xml":    `<urlset><url><loc>` + w.url("www.a.gov.cn") + `/a.html</loc></url><url><loc> ` + w.url("www.a.gov.cn") + `/b.html </loc></url><url><loc>http://www.b.gov.cn/</loc></url></urlset>`,
	})
	snap, m := crawlOf(t, w, w.settings())
	if d := cmp.Diff([]string{"/ ok", "/a.html ok", "/b.html ok"}, m.outcomes()); d != "" {
		t.Errorf("pages (-want +got):\n%s", d)
	}
	if !snap.Complete {
		t.Errorf("not complete: %s", snap.Stopped)
	}
}

func TestCrawlReadsAllOfAnIndexOfSitemaps(t *testing.T) {
	pages := map[string]string{"/": page("甲市"), "/robots.txt": ""}
	want, index := []string{"/ ok"}, ""
	w := newWeb(t)
	for i := range 12 {
		path := fmt.Sprintf("/p%02d.html", i)
		pages[path] = page(fmt.Sprintf("通知第%d号", i))
		pages[fmt.Sprintf("/map%d.xml", i)] = "<urlset><url><loc>" + w.url("www.a.gov.cn") + path + "</loc></url></urlset>"
		index += fmt.Sprintf("<sitemap><loc>%s/map%d.xml</loc></sitemap>", w.url("www.a.gov.cn"), i)
		want = append(want, path+" ok")
	}
	pages["/sitemap.xml"] = "<sitemapindex>" + index + "</sitemapindex>"
	w.pages("www.a.gov.cn", pages)
	_, m := crawlOf(t, w, w.settings())
	if d := cmp.Diff(want, m.outcomes()); d != "" {
		t.Errorf("pages (-want +got):\n%s", d)
	}
}

func FuzzReadSitemap(f *testing.F) {
	f.Add([]byte("<urlset><url><loc>http://a/</loc></url></urlset>"))
	f.Add([]byte("<?xml version='1.0' encoding='gbk'?><sitemapindex><sitemap><loc>x"))
	f.Fuzz(func(t *testing.T, b []byte) {
		pages := 0
		if more := readSitemap(b, 3, func(string) { pages++ }); pages > 3 || len(more) > maxSitemaps {
			t.Errorf("%d pages, %d more", pages, len(more))
		}
	})
}
