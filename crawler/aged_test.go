package crawler

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// What a store of pages kept for days is not the list as it is; its rows lead on all the
// same.
func TestAnOldCopyOfAListIsNotTheList(t *testing.T) {
	const day = 24 * 60 * 60
	for _, tt := range []struct {
		name string
		age  string
		list site.Failure
	}{
		{"no age", "", ""},
		{"an hour", "3600", ""},
		{"just less than two days", fmt.Sprint(2*day - 1), ""},
		{"two days", fmt.Sprint(2 * day), site.FailServer},
		{"most of a year", fmt.Sprint(240 * day), site.FailServer},
		{"no number", "old", ""},
		{"more than a number holds", "99999999999999999999999", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				if tt.age != "" {
					rw.Header().Set("Age", tt.age)
				}
				rw.Header().Set("Content-Type", "text/html; charset=utf-8")
				switch r.URL.Path {
				case "/":
					fmt.Fprint(rw, page("甲市人民政府", "/gg/ 通知公告", "/sq/ 依申请公开"))
				case "/gg/":
					fmt.Fprint(rw, `<html><head><title>通知公告</title></head><body><ul><li><a href="/gg/1.html">关于办理第一批事项的通知</a><span>2025-03-02</span></li><li><a href="/gg/2.html">关于办理第二批事项的通知</a><span>2025-03-01</span></li></ul></body></html>`)
				case "/sq/":
					fmt.Fprint(rw, `<html><head><title>依申请公开</title><meta name="ArticleTitle" content="依申请公开"></head><body><h1>依申请公开</h1><div></div></body></html>`)
				case "/gg/1.html", "/gg/2.html":
					fmt.Fprint(rw, story("关于办理事项的通知"))
				default:
					http.NotFound(rw, r)
				}
			}
			snap, m := crawlOf(t, w, w.settings())
			for path, want := range map[string]site.Failure{"/": "", "/gg/": tt.list, "/sq/": tt.list, "/gg/1.html": "", "/gg/2.html": ""} {
				if p := m.page(path); p == nil || p.Failure != want {
					t.Errorf("%s: %+v, want failure %q", path, p, want)
				}
			}
			if snap.Complete != (tt.list == "") {
				t.Errorf("complete %v: %s", snap.Complete, snap.Stopped)
			}
		})
	}
}

// A part that nobody asked for is not the page; one that is all of it is.
func TestAPartIsNotThePage(t *testing.T) {
	for _, tt := range []struct {
		name, head string
		status     int
		part       bool
	}{
		{"no range", "", 200, false},
		{"all of it", "Content-Range: bytes 0-99/100", 200, false},
		{"the first half", "Content-Range: bytes 0-49/100", 200, true},
		{"the second half", "content-range: bytes 50-99/100", 200, true},
		{"nobody knows how much there is", "Content-Range: bytes 0-99/*", 200, true},
		{"no range of bytes", "Content-Range: items", 200, false},
		{"no numbers", "Content-Range: bytes a-b/c", 200, true},
		{"a part by its status", "", 206, true},
		{"a difference to what nobody has", "", 226, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &site.Page{Status: tt.status, Body: []byte("<p>x</p>"), Exchange: site.Exchange{Answer: "HTTP/1.1 200 OK\r\n" + tt.head + "\r\n\r\n"}}
			if failure, why := contentless(p); (failure != "") != tt.part {
				t.Errorf("failure %q (%s), want a part: %v", failure, why, tt.part)
			}
		})
	}
}
