package crawler

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// program serves a home page that names three columns and start, a column of two
// documents, and leaves the rest to answer.
func (w *web) program(start string, answer http.HandlerFunc) {
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch r.URL.Path {
		case "/":
			fmt.Fprint(rw, page("甲市人民政府", "/zwgk/ 政务公开", start+" 政策文件"))
		case "/zwgk/":
			fmt.Fprint(rw, page("政务公开", "/zwgk/art_1.html 关于甲事项的通知", "/zwgk/art_2.html 关于乙事项的通知"))
		case "/zwgk/art_1.html", "/zwgk/art_2.html":
			fmt.Fprint(rw, page("关于事项的通知", "/zwgk/ 返回"))
		case "/robots.txt", "/sitemap.xml", "/favicon.ico":
			http.NotFound(rw, r)
		default:
			if strings.Contains(r.URL.Path, "/govaudit-") {
				http.NotFound(rw, r)
				return
			}
			answer(rw, r)
		}
	}
}

// The documents of the honest part, which every row must find.
var honest = map[string]site.Failure{"/zwgk/": "", "/zwgk/art_1.html": "", "/zwgk/art_2.html": ""}

// Addresses may breed addresses without end: what brings nothing is left alone and
// hides nothing; what might bring something is bounded, and is said to be.
func TestHostileTraps(t *testing.T) {
	number := func(r *http.Request, key string) (n int) {
		fmt.Sscan(r.URL.Query().Get(key), &n)
		return n
	}
	body := func(rw http.ResponseWriter, title string, links ...string) { fmt.Fprint(rw, page(title, links...)) }
	rows := []hostile{
		{name: "a calendar without end", portal: func(w *web) {
			w.program("/rc?y=2026&m=4", func(rw http.ResponseWriter, r *http.Request) {
				y, m := number(r, "y"), number(r, "m")
				var days strings.Builder
				for d := range 28 {
					fmt.Fprintf(&days, "<td>%d</td>", d+1)
				}
				body(rw, fmt.Sprintf("%d年%d月工作日程", y, m), fmt.Sprintf("/rc?y=%d&m=%d 下月", y+m/12, m%12+1), fmt.Sprintf("/rc?y=%d&m=%d 上月", y-1+(m+10)/12, (m+10)%12+1))
				fmt.Fprint(rw, "<table><tr>", days.String(), "</tr></table>")
			})
		}, want: honest, complete: true, skipped: skipNothing, requests: 80},
		{name: "a calendar whose days are pages of their own", portal: func(w *web) {
			w.program("/rc?y=2026&m=4", func(rw http.ResponseWriter, r *http.Request) {
				y, m := number(r, "y"), number(r, "m")
				links := []string{fmt.Sprintf("/rc?y=%d&m=%d 下月", y+m/12, m%12+1), fmt.Sprintf("/rc?y=%d&m=%d 上月", y-1+(m+10)/12, (m+10)%12+1)}
				for d := range 28 {
					links = append(links, fmt.Sprintf("/rc?y=%d&m=%d&d=%d %d", y, m, d+1, d+1))
				}
				body(rw, fmt.Sprintf("%d年%d月", y, m), links...)
			})
		}, want: honest, complete: true, skipped: skipNothing, requests: 80},
		{name: "a calendar of months that lead to days that lead to months", portal: func(w *web) {
			w.program("/month/100.html", func(rw http.ResponseWriter, r *http.Request) {
				n := 0
				if _, err := fmt.Sscanf(r.URL.Path, "/month/%d.html", &n); err == nil {
					body(rw, "日程", fmt.Sprintf("/month/%d.html 下月", n+1), fmt.Sprintf("/day/%d1.html 一", n), fmt.Sprintf("/day/%d2.html 二", n))
				} else {
					fmt.Sscanf(r.URL.Path, "/day/%d.html", &n)
					body(rw, "当日没有日程", fmt.Sprintf("/day/%d.html 明天", n+1))
				}
			})
		}, tune: func(s *Settings) { s.Crawl.MaxDepth = 100 }, want: honest, complete: true, skipped: skipNothing, requests: 250},
		{name: "pages of a list behind its last, with the same rows", portal: func(w *web) {
			w.program("/list?page=1", func(rw http.ResponseWriter, r *http.Request) {
				n := number(r, "page")
				body(rw, fmt.Sprintf("政策文件 第%d页", n), "/zwgk/art_1.html 关于甲事项的通知", "/zwgk/art_2.html 关于乙事项的通知", fmt.Sprintf("/list?page=%d 下一页", n+1))
			})
		}, want: honest, complete: true, skipped: skipNothing, requests: 80},
		{name: "pages of a list behind its last, empty", portal: func(w *web) {
			w.program("/list_1.html", func(rw http.ResponseWriter, r *http.Request) {
				n := 0
				fmt.Sscanf(r.URL.Path, "/list_%d.html", &n)
				body(rw, "政策文件", fmt.Sprintf("/list_%d.html 下一页", n+1), fmt.Sprintf("/list_%d.html 末页", n+100))
			})
		}, want: honest, complete: true, skipped: skipNothing, requests: 90},
		{name: "pages of a list that never ends and is ever new", portal: func(w *web) {
			w.program("/list?page=1", func(rw http.ResponseWriter, r *http.Request) {
				n := number(r, "page")
				if n == 0 {
					body(rw, "通知"+r.URL.Path)
					return
				}
				body(rw, "政策文件", fmt.Sprintf("/doc/%d.html 关于第%d批事项的通知", n, n), fmt.Sprintf("/list?page=%d 下一页", n+1))
			})
		}, tune: func(s *Settings) { s.Crawl.MaxPages, s.Crawl.MaxDepth = 120, 1000 }, want: honest, stopped: "达到页数上限 120", requests: 200},
		{name: "filters in every combination", portal: func(w *web) {
			w.program("/search.do?a=0", func(rw http.ResponseWriter, r *http.Request) {
				var links []string
				for _, k := range []string{"a", "b", "c", "d", "e", "f", "g"} {
					for v := range 4 {
						q := r.URL.Query()
						q.Set(k, fmt.Sprint(v))
						links = append(links, "/search.do?"+q.Encode()+" 筛选")
					}
				}
				body(rw, "共找到2件文件", append(links, "/zwgk/art_1.html 关于甲事项的通知", "/zwgk/art_2.html 关于乙事项的通知")...)
			})
		}, want: honest, complete: true, skipped: skipNothing, requests: 120},
		{name: "a refresh that leads on for ever", portal: func(w *web) {
			w.program("/r/1", func(rw http.ResponseWriter, r *http.Request) {
				n := 0
				fmt.Sscanf(r.URL.Path, "/r/%d", &n)
				fmt.Fprintf(rw, `<html><head><meta http-equiv="refresh" content="0;url=/r/%d"></head><body>正在跳转</body></html>`, n+1)
			})
		}, want: honest, complete: true, skipped: skipNothing, requests: 90},
		{name: "a frame that shows itself with another number", portal: func(w *web) {
			w.program("/f?n=1", func(rw http.ResponseWriter, r *http.Request) {
				fmt.Fprintf(rw, `<html><body><iframe src="/f?n=%d"></iframe><iframe src="/f?n=%d"></iframe></body></html>`, number(r, "n")+1, number(r, "n"))
			})
		}, want: honest, complete: true, skipped: skipNothing, requests: 90},
		{name: "relative links that grow the path", portal: func(w *web) {
			w.program("/a/", func(rw http.ResponseWriter, r *http.Request) { body(rw, "政策", "a/b/ 更多", "b/ 更多") })
		}, want: honest, skipped: skipTrap, stopped: "未访问", requests: 200},
		{name: "a session in the query of every link", portal: func(w *web) {
			w.program("/s/?sid=1", func(rw http.ResponseWriter, r *http.Request) {
				body(rw, "政策", fmt.Sprintf("/s/?sid=%x 首页", rand.Uint64()), fmt.Sprintf("/s/?sid=%x 本页", rand.Uint64()))
			})
		}, want: honest, complete: true, skipped: skipNothing, requests: 90},
		{name: "other links at each visit, to pages that say other things", portal: func(w *web) {
			w.program("/x1.html", func(rw http.ResponseWriter, r *http.Request) {
				body(rw, fmt.Sprintf("事项%d", rand.Uint64()), fmt.Sprintf("/x%d.html 更多", rand.Uint32()), fmt.Sprintf("/x%d.html 更多", rand.Uint32()))
			})
		}, tune: func(s *Settings) { s.Crawl.MaxPages = 100 }, want: honest, stopped: "达到页数上限 100", requests: 200},
		{name: "articles as alike as they like are all fetched", portal: func(w *web) {
			w.program("/all.html", func(rw http.ResponseWriter, r *http.Request) {
				n := 0
				if _, err := fmt.Sscanf(r.URL.Path, "/all/%d.html", &n); err == nil && n <= 40 {
					body(rw, "通知", fmt.Sprintf("/all/%d.html 下一篇", n%40+1))
					return
				}
				var links []string
				for i := range 40 {
					links = append(links, fmt.Sprintf("/all/%d.html 通知", i+1))
				}
				body(rw, "全部", links...)
			})
		}, want: map[string]site.Failure{"/all/1.html": "", "/all/13.html": "", "/all/40.html": ""}, complete: true, requests: 70},
		{name: "a list of rows that differ in numbers only is read to its end", portal: func(w *web) {
			w.program("/index.php?page=1", func(rw http.ResponseWriter, r *http.Request) {
				if id := number(r, "id"); id > 0 {
					body(rw, fmt.Sprintf("第%d号公告", id))
					return
				}
				n := number(r, "page")
				links := []string{fmt.Sprintf("/index.php?page=%d 下一页", min(n+1, 20))}
				for i := range 3 {
					links = append(links, fmt.Sprintf("/index.php?id=%d 第%d号公告", 100*n+i, 100*n+i))
				}
				body(rw, "公告", links...)
			})
		}, want: map[string]site.Failure{"page=20": "", "id=1001": "", "id=2002": ""}, complete: true, requests: 130},
	}
	runHostile(t, rows)
}
