package crawler

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// What stands in a portal's place is told from the portal: nothing is fetched of it,
// nothing concluded from what it lacks. An honest portal that speaks of the same
// things is none of them.
func TestHostileFronts(t *testing.T) {
	front := func(name, title, body, stopped string) hostile {
		return hostile{name: name, portal: func(w *web) {
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/" {
					http.NotFound(rw, r)
					return
				}
				rw.Header().Set("Content-Type", "text/html; charset=utf-8")
				fmt.Fprintf(rw, "<html><head><title>%s</title>%s", title, body)
			}
		}, want: map[string]site.Failure{"/": "", "/other": noPage}, stopped: stopped, complete: stopped == "", requests: 30}
	}
	portal := `<body><ul class="nav">` + `<li><a href="/a/">政务公开</a><a href="/b/">互动交流</a><a href="/c/">办事服务</a><a href="/d/">走进甲市</a><a href="/e/">新闻</a><a href="/f/">数据</a></li>` + `</ul>`
	rows := []hostile{
		front("a domain for sale", "a.gov.cn", `<body><h1>This domain is for sale</h1><a href="/other">Buy this domain</a></body>`, "域名停放或出售"),
		front("a domain for sale, in Chinese", "域名", `<body>您访问的域名正在出售，域名转让请联系 QQ 10000</body>`, "域名停放或出售"),
		front("a web server's own page", "Welcome to nginx!", `<body><h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed</p></body>`, "默认页面"),
		front("a control panel's own page", "恭喜，站点创建成功！", `<body><h1>恭喜, 站点创建成功！</h1><p>这是默认index.html</p></body>`, "默认页面"),
		front("a site without its registration", "提示", `<body><p>该网站未备案，暂时无法访问，请联系服务商</p></body>`, "未备案"),
		front("maintenance with status 200", "甲市人民政府", `<body><h2>系统维护中</h2><p>为提供更好的服务，网站正在升级，预计今晚恢复。</p></body>`, "系统维护"),
		front("a notice of a move", "甲市人民政府", `<body><p>本网站已迁移至 http://www.new.gov.cn/ ，请更新收藏。</p><a href="http://www.new.gov.cn/">进入</a></body>`, "迁移"),
		front("a page that only leads to another site", "跳转", `<meta http-equiv="refresh" content="0;url=http://www.b.gov.cn/"></head><body></body>`, "www.b.gov.cn"),
		front("a script that only leads to another site", "甲市人民政府", `<script>window.location.href="http://www.casino.example/";</script></head><body></body>`, "www.casino.example"),
		front("a hijacked portal", "澳门金沙娱乐城_百家乐_官方网站", `</head><body>`+strings.Repeat(`<a href="/other">百家乐真人荷官</a><p>首存送彩金，时时彩下注，棋牌老虎机</p>`, 30)+`</body>`, "可能已被篡改"),
		front("another unit's portal, by name and domain", "乙县公安局", `<meta name="SiteName" content="乙县公安局"><meta name="SiteDomain" content="www.yixian.gov.cn"></head>`+portal, "自称“乙县公安局”"),
		front("its own portal with another's domain in its labels", "甲市人民政府门户网站", `<meta name="SiteName" content="甲市人民政府"><meta name="SiteDomain" content="www.yixian.gov.cn"></head>`+portal, ""),
		front("a name the operator wrote in another way", "甲市", `<meta name="SiteName" content="中国·甲市"><meta name="SiteDomain" content="www.a.gov.cn"></head>`+portal, ""),
		front("a portal whose footer names who maintains it", "甲市人民政府", `</head>`+portal+`<p>网站维护：甲市政务数据中心 系统维护中心 电话 12345</p>`, ""),
		front("a portal that warns of betting sites", "甲市人民政府", `</head>`+portal+`<p>警惕网络赌博：百家乐、时时彩、六合彩、老虎机都是骗局，不要下注</p>`, ""),
		front("a portal that announces a system's upgrade", "甲市人民政府", `</head>`+portal+`<ul><li><a href="/">关于不动产系统升级暂停服务的公告</a></li></ul>`, ""),
	}
	for i := range rows {
		if rows[i].stopped == "" {
			continue
		}
		rows[i].also = func(t *testing.T, h *hostiled) {
			if h.snap.Suspect == "" || !h.snap.Cut || !h.snap.Alive {
				t.Errorf("suspect %q, cut %v, alive %v", h.snap.Suspect, h.snap.Cut, h.snap.Alive)
			}
		}
	}
	rows = append(rows,
		hostile{name: "a redirect to another unit", portal: func(w *web) {
			w.pages("www.a.gov.cn", map[string]string{"/": "→http://www.b.gov.cn/"})
		}, want: map[string]site.Failure{"/": site.FailRedirect}, stopped: "首页访问 2 次均未成功：跳转", requests: 12},
		hostile{name: "one login page for everything", portal: func(w *web) {
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/" {
					fmt.Fprint(rw, page("甲市", "/zwgk/ 政务公开", "/nb/ 年度报告"))
					return
				}
				fmt.Fprint(rw, `<html><head><title>登录</title></head><body><form><input name="u"><input type="password"></form></body></html>`)
			}
		}, want: map[string]site.Failure{"/zwgk/": "", "/nb/": ""}, complete: true, requests: 30},
		hostile{name: "random words under every address", portal: func(w *web) {
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/" {
					fmt.Fprint(rw, page("甲市", "/zwgk/ 政务公开"))
					return
				}
				fmt.Fprint(rw, page(randomHan(400)))
			}
		}, want: map[string]site.Failure{"/zwgk/": ""}, complete: true, requests: 30},
		hostile{name: "gone at one visit and there at the next", portal: func(w *web) {
			seen := map[string]int{}
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				w.mu.Lock()
				seen[r.URL.Path]++
				n := seen[r.URL.Path]
				w.mu.Unlock()
				switch {
				case r.URL.Path == "/":
					fmt.Fprint(rw, page("甲市", "/zwgk/ 政务公开", "/d.html 关于甲事项的通知"))
				case n%2 == 1:
					http.NotFound(rw, r)
				default:
					fmt.Fprint(rw, page("政务公开"))
				}
			}
		}, want: map[string]site.Failure{"/zwgk/": "", "/d.html": ""}, complete: true, requests: 30},
	)
	runHostile(t, rows)
}

// randomHan returns n Chinese characters at random, other ones each time.
func randomHan(n int) string {
	out := make([]rune, n)
	for i := range out {
		out[i] = rune(0x4e00 + rand.IntN(20000))
	}
	return string(out)
}
