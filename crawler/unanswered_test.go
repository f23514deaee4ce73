package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Addresses that gave no answer are named where nothing else was left open.
func TestUnansweredAddressesAreNamed(t *testing.T) {
	for _, tt := range []struct {
		name     string
		statuses []int
		pages    int
		want     string
	}{
		{"all answer", []int{200, 200}, 50, ""},
		{"one is refused", []int{403, 200}, 50, "/x0"},
		{"two are", []int{403, 401}, 50, "/x0 /x1"},
		{"another one is broken", []int{403, 500}, 50, "/x0 /x1"},
		{"another one is gone", []int{403, 404}, 50, "/x0"},
		{"they are too large a part of the site", []int{403, 500}, 30, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			links := []string{"/x0 内部查询", "/x1 办公系统"}
			for i := range tt.pages {
				links = append(links, fmt.Sprintf("/p%d 第%d个栏目", i, i))
			}
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				switch path := r.URL.Path; {
				case path == "/":
					fmt.Fprint(rw, page("甲市", links...))
				case path == "/x0" || path == "/x1":
					if n := tt.statuses[path[2]-'0']; n != 200 {
						rw.WriteHeader(n)
						return
					}
					fmt.Fprint(rw, page("办公系统"))
				case path[:2] == "/p":
					fmt.Fprint(rw, page("栏目"+path))
				default:
					http.NotFound(rw, r)
				}
			}
			s := w.settings()
			s.Crawl.Retries = 0
			snap, _ := crawlOf(t, w, s)
			got := strings.ReplaceAll(strings.Join(snap.Unanswered, " "), w.url("www.a.gov.cn"), "")
			if got != tt.want {
				t.Errorf("unanswered %q, want %q (%s)", got, tt.want, snap.Stopped)
			}
		})
	}
}
