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
					fmt.Fprint(rw, page("甲市人民政府", "/gg/ 通知公告"))
				case "/gg/":
					fmt.Fprint(rw, `<html><head><title>通知公告</title></head><body><ul><li><a href="/gg/1.html">关于办理第一批事项的通知</a><span>2025-03-02</span></li><li><a href="/gg/2.html">关于办理第二批事项的通知</a><span>2025-03-01</span></li></ul></body></html>`)
				case "/gg/1.html", "/gg/2.html":
					fmt.Fprint(rw, story("关于办理事项的通知"))
				default:
					http.NotFound(rw, r)
				}
			}
			snap, m := crawlOf(t, w, w.settings())
			for path, want := range map[string]site.Failure{"/": "", "/gg/": tt.list, "/gg/1.html": "", "/gg/2.html": ""} {
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
