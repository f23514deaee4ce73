package crawler

import (
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// A server says of every page that it has not changed; the list says otherwise of some.
func TestAPageWhoseRowChangedIsSentFor(t *testing.T) {
	list := func(rows ...string) string {
		out := ""
		for i := 0; i < len(rows); i += 3 {
			out += `<li><a href="` + rows[i] + `">` + rows[i+1] + `</a><span>` + rows[i+2] + `</span></li>`
		}
		return `<html><head><title>通知公告</title></head><body><div class="position">当前位置：<a href="/">首页</a> &gt; 通知公告</div><ul>` + out + `</ul></body></html>`
	}
	for _, tt := range []struct {
		name string
		list string // at the second visit
		want []string
	}{
		{"nothing changed", list("/1.html", "关于第一件事的通知", "2026-03-01", "/2.html", "关于第二件事的通知", "2026-03-02"), []string{"/1.html if changed", "/2.html if changed"}},
		{"another title", list("/1.html", "关于第一件事的补充通知", "2026-03-01", "/2.html", "关于第二件事的通知", "2026-03-02"), []string{"/1.html plain", "/2.html if changed"}},
		{"another day", list("/1.html", "关于第一件事的通知", "2026-03-01", "/2.html", "关于第二件事的通知", "2026-03-09"), []string{"/1.html if changed", "/2.html plain"}},
		{"another order", list("/2.html", "关于第二件事的通知", "2026-03-02", "/1.html", "关于第一件事的通知", "2026-03-01"), []string{"/1.html if changed", "/2.html if changed"}},
		{"a new row above", list("/3.html", "关于第三件事的通知", "2026-03-03", "/1.html", "关于第一件事的通知", "2026-03-01", "/2.html", "关于第二件事的通知", "2026-03-02"), []string{"/1.html if changed", "/2.html if changed", "/3.html plain"}},
	} {
		w := newWeb(t)
		w.name("www.a.gov.cn")
		portal := &portalWithDates{stuck: true, etag: map[string]string{}, moved: map[string]string{}, pages: map[string]string{
			"/": long("甲市", "/tz/ 通知公告"), "/1.html": long("关于第一件事的通知"), "/2.html": long("关于第二件事的通知"), "/3.html": long("关于第三件事的通知"),
			"/tz/": list("/1.html", "关于第一件事的通知", "2026-03-01", "/2.html", "关于第二件事的通知", "2026-03-02"),
		}}
		w.sites["www.a.gov.cn"] = portal.ServeHTTP
		_, first := crawlOf(t, w, w.settings())
		portal.pages["/tz/"], portal.asked = tt.list, nil
		c, err := New(slog.New(slog.DiscardHandler), w.settings())
		if err != nil {
			t.Fatal(err)
		}
		m := &remembering{memory: &memory{}, before: first, pruned: map[string]bool{}}
		if _, err := c.Crawl(t.Context(), site.Target{ID: "a", URL: w.url("www.a.gov.cn") + "/"}, m, nil); err != nil {
			t.Fatal(err)
		}
		c.Close()
		var got []string
		for _, a := range portal.asked {
			if strings.Contains(a, ".html ") {
				got = append(got, a)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: asked %q, want %q", tt.name, got, tt.want)
		}
	}
}
