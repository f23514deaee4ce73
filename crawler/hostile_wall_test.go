package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/govaudit/govaudit/site"
)

// crowd serves a home page that names n pages, each answered by answer.
func (w *web) crowd(n int, answer http.HandlerFunc) {
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			var links []string
			for i := range n {
				links = append(links, fmt.Sprintf("/x%d.html 关于第%d项工作的通知", i, i))
			}
			fmt.Fprint(rw, page("甲市", links...))
		case strings.HasPrefix(r.URL.Path, "/x"):
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			answer(rw, r)
		default:
			http.NotFound(rw, r)
		}
	}
}

// A host that refuses is asked a few times more, slower, and then left alone; what
// lies behind is unknown, and the snapshot says what can be done.
func TestHostileWalls(t *testing.T) {
	refuses := func(name string, answer http.HandlerFunc) hostile {
		return hostile{name: name, portal: func(w *web) { w.crowd(60, answer) }, stopped: "www.a.gov.cn", skipped: skipRefused, requests: 50}
	}
	blocked := func(name string, status int, body string) hostile {
		h := refuses(name, func(rw http.ResponseWriter, _ *http.Request) {
			rw.WriteHeader(status)
			fmt.Fprint(rw, body)
		})
		h.stopped = "被防护系统拦截，放慢并隔时重试后仍不能访问，另有"
		h.also = func(t *testing.T, h *hostiled) {
			if !strings.Contains(h.snap.Stopped, "白名单") {
				t.Errorf("stopped %q does not say what to do", h.snap.Stopped)
			}
			for _, p := range h.store.pages {
				if p.Failure != "" && p.Failure != site.FailBlocked {
					t.Fatalf("%s: failure %q (%s)", p.URL, p.Failure, p.Err)
				}
			}
		}
		return h
	}
	rows := []hostile{
		blocked("412 with a script", 412, `<html><head><script>$_ts=window['$_ts'];</script></head><body></body></html>`),
		blocked("521 with a script that sets a cookie", 521, `<script>document.cookie=('_')+('_')+('jsl_clearance_s')+'=1';location.href=location.pathname+location.search</script>`),
		blocked("403 with a script and no words", 403, `<html><script src="/_guard/auto.js"></script></html>`),
		blocked("403 in the words of a firewall", 403, `<html><head><title>403</title></head><body><h1>网站防火墙</h1><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p><p>如何解决：检查提交内容；如网站托管，请联系空间提供商</p></body></html>`),
		blocked("202 with a script", 202, `<html><script>eval(function(p,a,c,k){}('x'))</script></html>`),
		blocked("503 with a script", 503, `<html><head><title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></head></html>`),
		blocked("200 with acw_sc__v2", 200, `<html><script>var arg1='6B2D';setCookie("acw_sc__v2",x);document.location.reload();</script></html>`),
		blocked("200 with __jsl_clearance", 200, `<html><script>document.cookie="__jsl_clearance=1|0|x";location.reload()</script></html>`),
		blocked("200 with a script that only sets a cookie and comes back", 200, `<html><script>var a="x";document.cookie="k="+a;window.location.href="/";</script></html>`),
		blocked("200 with a slider to move", 200, `<html><head><title>安全验证</title></head><body><p>请完成验证后继续访问</p><div id="captcha"></div></body></html>`),
		blocked("405 in the words of a cloud firewall", 405, `<html><head><title>405</title></head><body><p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p></body></html>`),
		refuses("429 for ever", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(429) }),
		refuses("401 everywhere", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(401) }),
	}
	rows[11].stopped, rows[11].requests = "访问受限流，放慢并隔时重试", 50
	rows[12].stopped, rows[12].requests = "次拒绝访问，放慢", 80
	var turn atomic.Int64
	rows = append(rows,
		hostile{name: "a wall that lets through after a while", portal: func(w *web) {
			w.crowd(12, func(rw http.ResponseWriter, _ *http.Request) {
				if turn.Add(1) <= 6 {
					rw.WriteHeader(412)
					return
				}
				fmt.Fprint(rw, page("通知"))
			})
		}, tune: func(s *Settings) { s.Crawl.Timeout = 10 * time.Second }, complete: true, requests: 40},
		hostile{name: "one page that trips the wall", portal: func(w *web) {
			w.crowd(60, func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/x7.html" {
					rw.WriteHeader(412)
					return
				}
				fmt.Fprint(rw, page("通知"))
			})
		}, want: map[string]site.Failure{"/x7.html": site.FailBlocked, "/x8.html": ""}, stopped: "被防护系统拦截 1 个", requests: 90},
		hostile{name: "more bytes than the site may send", portal: func(w *web) {
			w.crowd(60, func(rw http.ResponseWriter, r *http.Request) {
				fmt.Fprint(rw, r.URL.Path, strings.Repeat("<p>长", 30<<10))
			})
		}, tune: func(s *Settings) { s.Crawl.MaxBytes = 1 << 20 }, stopped: "达到流量上限 1048576 字节", skipped: skipBytes, bytes: 3 << 20},
	)
	runHostile(t, rows)
}
