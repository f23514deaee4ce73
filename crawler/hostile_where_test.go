package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/govaudit/govaudit/site"
)

// to answers with a redirect as it is written, which http.Redirect would clean.
func to(location string) http.HandlerFunc {
	return says("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + "\r\n\r\n")
}

// Wherever a redirect points, the crawler goes nowhere it must not.
func TestHostileRedirects(t *testing.T) {
	only := func(f site.Failure) map[string]site.Failure { return map[string]site.Failure{"/bad": f} }
	rows := []hostile{
		{name: "a redirect to itself", bad: func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, r.URL.Path, http.StatusFound) }, want: only(site.FailRedirect), requests: 30},
		{name: "a redirect with a growing query", bad: func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "/bad?"+r.URL.RawQuery+"x", http.StatusFound)
		}, want: only(site.FailRedirect), requests: 30},
		{name: "a redirect with a growing path", bad: func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, r.URL.Path+strings.Repeat("/x", 400), http.StatusFound)
		}, want: only(site.FailRedirect), requests: 30},
		{name: "a redirect that sets a cookie and comes back for ever", bad: func(rw http.ResponseWriter, r *http.Request) {
			http.SetCookie(rw, &http.Cookie{Name: "n", Value: r.RemoteAddr})
			http.Redirect(rw, r, "/bad", http.StatusTemporaryRedirect)
		}, want: only(site.FailRedirect), requests: 30},
		{name: "a redirect that refreshes its target with every hop", bad: func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Refresh", "0; url=/bad2")
			http.Redirect(rw, r, "/bad3", http.StatusMovedPermanently)
		}, want: only(site.FailRedirect), requests: 40},
		{name: "a chain over the site's hosts into the intranet", portal: func(w *web) {
			w.bad(func(rw http.ResponseWriter, r *http.Request) {
				http.Redirect(rw, r, w.url("a.gov.cn")+"/", http.StatusFound)
			})
			w.pages("a.gov.cn", map[string]string{"/": "→" + w.url("in.a.gov.cn") + "/secret"})
		}, want: only(site.FailGuard), home: func(w *web) string { return w.url("www.a.gov.cn") + "/" }, requests: 30},
		{name: "no address in the redirect", bad: to(""), want: only(site.FailRedirect)},
		{name: "an address beyond all measure", bad: to("/" + strings.Repeat("x", 100000)), want: only(site.FailRedirect)},
		{name: "an address with control characters", bad: to("/bad\x01\x7f\x1b[31mx"), want: only(site.FailOther)},
		{name: "an address in another encoding", bad: to("/\xb9\xab\xbf\xaa"), want: only(site.FailGone), complete: true},
		{name: "a refresh by header to the intranet", bad: says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nRefresh: 0; url=http://127.0.0.2/\r\n\r\n"), want: only(""), complete: true},
	}
	for _, target := range []string{
		"file:///etc/passwd", "ftp://www.a.gov.cn/x", "javascript:alert(1)", "data:text/html,<p>x", "gopher://127.0.0.2:70/x", "about:blank",
		"http://127.0.0.2:PORT/", "//127.0.0.2:PORT/", `\\127.0.0.2:PORT/`, "http://[::1]:PORT/", "http://[::ffff:127.0.0.2]:PORT/", "http://[fe80::1%25lo]:PORT/",
		"http://2130706434:PORT/", "http://0x7f.2:PORT/", "http://0177.0.0.2:PORT/", "http://127.2:PORT/",
		"http://www.a.gov.cn@127.0.0.2:PORT/", "http://www.a.gov.cn:PORT@in.a.gov.cn:PORT/x", "http://169.254.169.254/latest/meta-data/",
		"http://www.a.gov.cn:22/", "http://www.a.gov.cn:6379/", "http://localhost:PORT/", "http://[64:ff9b::7f00:2]:PORT/", "http://in.a.gov.cn:PORT/", "http://meta.a.gov.cn/", "http://six.a.gov.cn:PORT/",
	} {
		rows = append(rows, hostile{name: "a redirect to " + target, portal: func(w *web) {
			w.bad(to(strings.ReplaceAll(target, "PORT", w.port)))
		}, either: true, also: func(t *testing.T, h *hostiled) { // another site's leaves nothing of this one open
			p := h.store.page("/bad")
			if p == nil || p.Failure == "" || p.Failure.Definite() {
				t.Errorf("/bad: %+v, want a failure that proves nothing", p)
			}
		}})
	}
	runHostile(t, rows)
}

// A page may link to anything: what is not the portal's is not asked for, and what
// pretends to be is not connected to where it lies in a closed network.
func TestHostileLinks(t *testing.T) {
	runHostile(t, []hostile{
		{name: "links to everything that must not be entered", portal: func(w *web) {
			w.bad(func(rw http.ResponseWriter, _ *http.Request) {
				var links []string
				for _, l := range []string{
					"http://127.0.0.2:PORT/ 政务公开", "//127.0.0.3:PORT/ 指南", "http://[::1]:PORT/ 年报", "http://2130706434:PORT/ 公告", "http://0x7f000002:PORT/ 公告", "http://017700000002:PORT/ 公告",
					"http://127.0.0.2.:PORT/ 公告", "http://www.a.gov.cn:22/ 公告", "http://www.a.gov.cn:3306/ 公告", "http://user:secret@in.a.gov.cn:PORT/ 公告", "http://in.a.gov.cn:PORT/admin 政务公开", "http://in.a.gov.cn.:PORT/x 公告",
					"http://six.a.gov.cn:PORT/ 政务公开", "http://meta.a.gov.cn/latest/meta-data/iam/ 公告", "http://ｗｗｗ.а.gov.cn/ 同形", "http://[::ffff:7f00:2]:PORT/ 公告", "http://[fe80::1%25eth0]/ 公告",
					"http://" + strings.Repeat("a.", 2000) + "gov.cn/ 长", "http://www.a.gov.cn%00.evil.com/ 空", "/bad%00.html 空", "/bad" + strings.Repeat("x", 5000) + " 长", "data:text/html,x 数据", "blob:http://www.a.gov.cn/x 块", "file:///etc/passwd 文件", "view-source:http://127.0.0.2/ 源",
				} {
					links = append(links, strings.ReplaceAll(l, "PORT", w.port))
				}
				fmt.Fprint(rw, page("甲", links...))
			})
		}, want: map[string]site.Failure{"/bad": "", "/admin": site.FailGuard, "/iam/": site.FailGuard}, skipped: skipScope, requests: 40},
		{name: "a base address in the intranet", portal: func(w *web) {
			w.bad(func(rw http.ResponseWriter, _ *http.Request) {
				fmt.Fprintf(rw, `<html><head><base href="http://127.0.0.2:%s/"></head><body><a href="x">政务公开</a><img src="y.png"><iframe src="z"></iframe>%s`, w.port, page("甲"))
			})
		}, want: map[string]site.Failure{"/bad": ""}, complete: true, skipped: skipScope},
		{name: "frames, scripts, pictures and files in the intranet", portal: func(w *web) {
			w.bad(func(rw http.ResponseWriter, _ *http.Request) {
				for _, form := range []string{`<iframe src="%s/f"></iframe>`, `<script src="%s/menu.js"></script>`, `<img src="%s/p.jpg">`, `<a href="%s/d.pdf">附件</a>`, `<meta http-equiv="refresh" content="0;url=%s/r">`} {
					fmt.Fprintf(rw, form, w.url("in.a.gov.cn"))
				}
			})
		}, want: map[string]site.Failure{"/bad": "", "/f": site.FailGuard}},
		{name: "a robots.txt that sends the crawler into the intranet", portal: func(w *web) {
			w.pages("www.a.gov.cn", map[string]string{"/": page("甲市"), "/robots.txt": "→" + w.url("in.a.gov.cn") + "/robots.txt"})
		}, complete: true},
		{name: "sitemaps in the intranet", portal: func(w *web) {
			w.pages("www.a.gov.cn", map[string]string{"/": page("甲市"), "/robots.txt": "Sitemap: http://127.0.0.2:" + w.port + "/a.xml\nSitemap: " + w.url("in.a.gov.cn") + "/b.xml\n"})
		}, complete: true},
	})
}

// A name may change its mind between two requests, and may have several addresses.
func TestHostileNames(t *testing.T) {
	runHostile(t, []hostile{
		{name: "a name that leads into the intranet the second time", portal: func(w *web) {
			w.bad(func(rw http.ResponseWriter, r *http.Request) {
				w.record("www.a.gov.cn. A", "www.a.gov.cn. 0 IN A 127.0.0.2")
				rw.Header().Set("Connection", "close")
				if r.URL.Path == "/bad" {
					fmt.Fprint(rw, page("甲", "/bad2 公开"))
					return
				}
				fmt.Fprint(rw, page("乙"))
			})
			w.record("www.a.gov.cn. A", "www.a.gov.cn. 0 IN A 127.0.0.1")
		}, either: true},
		{name: "a name with a good address and one in the intranet", portal: func(w *web) {
			w.bad(func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, page("甲")) })
			w.record("www.a.gov.cn. A", "www.a.gov.cn. 60 IN A 127.0.0.2", "www.a.gov.cn. 60 IN A 127.0.0.1")
		}, want: map[string]site.Failure{"/bad": ""}, complete: true},
		{name: "a name with a dead address and one in the intranet", portal: func(w *web) {
			w.bad(func(rw http.ResponseWriter, _ *http.Request) {
				fmt.Fprint(rw, page("甲", w.url("two.a.gov.cn")+"/ 政务公开"))
			})
			w.record("two.a.gov.cn. A", "two.a.gov.cn. 60 IN A 127.0.0.2", "two.a.gov.cn. 60 IN A 10.0.0.1")
		}, want: map[string]site.Failure{"/bad": "", "two.a.gov.cn": noPage}, complete: true, skipped: skipScope},
		{name: "a name that is an alias of the intranet's", portal: func(w *web) {
			w.bad(func(rw http.ResponseWriter, _ *http.Request) {
				fmt.Fprint(rw, page("甲", w.url("in.a.gov.cn")+"/x 政务公开"))
			})
			w.record("in.a.gov.cn. A", "in.a.gov.cn. 60 IN CNAME localhost.", "localhost. 60 IN A 127.0.0.2")
		}, want: map[string]site.Failure{"/x": site.FailGuard}},
		{name: "a name with many addresses in the intranet", portal: func(w *web) {
			w.bad(func(rw http.ResponseWriter, _ *http.Request) {
				fmt.Fprint(rw, page("甲", w.url("in.a.gov.cn")+"/x 政务公开"))
			})
			var rrs []string
			for i := range 30 {
				rrs = append(rrs, fmt.Sprintf("in.a.gov.cn. 60 IN A 127.0.0.%d", i+2))
			}
			w.record("in.a.gov.cn. A", rrs...)
		}, want: map[string]site.Failure{"/x": site.FailGuard}},
		{name: "a name server that answers for another name", portal: func(w *web) {
			w.bad(func(rw http.ResponseWriter, _ *http.Request) {
				fmt.Fprint(rw, page("甲", w.url("in.a.gov.cn")+"/x 政务公开"))
			})
			w.record("in.a.gov.cn. "+dns.TypeToString[dns.TypeA], "other.example. 60 IN A 127.0.0.2")
		}, either: true},
	})
}
