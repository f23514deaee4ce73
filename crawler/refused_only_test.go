package crawler

import (
	"fmt"
	"net/http"
	"testing"
)

// What a site refuses to show is counted where nothing else was left open.
func TestRefusedAddressesAreCounted(t *testing.T) {
	for _, tt := range []struct {
		name     string
		statuses []int
		want     int
	}{
		{"nothing is refused", []int{200, 200}, 0},
		{"one address is", []int{403, 200}, 1},
		{"two are", []int{403, 401}, 2},
		{"another one is broken", []int{403, 500}, 0},
		{"another one is gone", []int{403, 404}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			links := []string{"/x0 内部查询", "/x1 办公系统"}
			for i := range 50 {
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
			if snap.Refused != tt.want {
				t.Errorf("refused %d, want %d (%s)", snap.Refused, tt.want, snap.Stopped)
			}
		})
	}
}
