package crawler

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestReferer(t *testing.T) {
	for _, tt := range []struct{ name, from, to, want string }{
		{"a page of the same host", "http://www.a.gov.cn/xw/?id=3#top", "http://www.a.gov.cn/xw/1.html", "http://www.a.gov.cn/xw/?id=3"},
		{"the host alone to another", "http://www.a.gov.cn/xw/", "http://zwgk.a.gov.cn/1.html", "http://www.a.gov.cn/"},
		{"another port is another host", "http://www.a.gov.cn/xw/", "http://www.a.gov.cn:8080/1.html", "http://www.a.gov.cn/"},
		{"the host alone where it becomes safer", "http://www.a.gov.cn/xw/", "https://www.a.gov.cn/1.html", "http://www.a.gov.cn/"},
		{"nothing where it becomes less safe", "https://www.a.gov.cn/xw/", "http://www.a.gov.cn/1.html", ""},
		{"nothing that could not stand in a head", "http://www.a.gov.cn/a b\r\n", "http://www.a.gov.cn/1.html", ""},
		{"no user and no password", "http://u:p@www.a.gov.cn/", "http://www.a.gov.cn/1.html", ""},
		{"nothing of what is no page", "file:///etc/passwd", "http://www.a.gov.cn/1.html", ""},
		{"nothing of the home page that was registered", "", "http://www.a.gov.cn/", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := referer(tt.from, tt.to); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// A portal that shows its articles and files only to who comes from its own pages shows
// them.
func TestPagesForThoseWhoComeFromTheSite(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" && r.Referer() != w.url("www.a.gov.cn")+"/" {
			rw.WriteHeader(http.StatusForbidden)
			return
		}
		switch r.URL.Path {
		case "/":
			fmt.Fprint(rw, page("甲市人民政府", "/nb/ 政府信息公开年报", "/b.doc 公开申请表"))
		case "/nb/":
			fmt.Fprint(rw, page("政府信息公开年报"))
		case "/b.doc":
			rw.Header().Set("Content-Type", "application/msword")
			fmt.Fprint(rw, "\xd0\xcf\x11\xe0")
		default:
			http.NotFound(rw, r)
		}
	}
	snap, m := crawlOf(t, w, w.settings())
	for _, path := range []string{"/nb/", "/b.doc"} {
		if got := m.page(path).Failure; got != site.Failure("") {
			t.Errorf("%s: %q", path, got)
		}
	}
	if !snap.Complete {
		t.Errorf("not complete: %s", snap.Stopped)
	}
}
