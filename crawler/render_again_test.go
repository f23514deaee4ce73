package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Data that a server at fault does not send at once is asked for again; where it does not
// come, its list was not seen to its end.
func TestDataAskedForAgain(t *testing.T) {
	list := page("政务公开", "/1.html 关于印发第一个办法的通知", "/2.html 关于印发第二个办法的通知", "/3.html 关于印发第三个办法的通知")
	for _, c := range []struct {
		name   string
		status int
		wait   string // Retry-After
		faults int32  // that come before the data
		asked  int32
		whole  bool
	}{
		{"a fault that passes", http.StatusServiceUnavailable, "", 1, 2, true},
		{"a fault that stays", http.StatusInternalServerError, "", 99, 3, false},
		{"a host that wants to be left alone for long", http.StatusServiceUnavailable, "6", 99, 1, false},
		{"data that is not there", http.StatusNotFound, "", 99, 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			var asked atomic.Int32
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				switch {
				case r.URL.Path == "/rows":
					if asked.Add(1) <= c.faults {
						if c.wait != "" {
							rw.Header().Set("Retry-After", c.wait)
						}
						rw.WriteHeader(c.status)
						return
					}
					fmt.Fprint(rw, `{"rows":[]}`)
				case r.URL.Path == "/":
					fmt.Fprint(rw, page("甲市人民政府", "/list.html 政务公开"))
				case r.URL.Path == "/list.html":
					fmt.Fprint(rw, shell)
				case strings.HasSuffix(r.URL.Path, ".html") && len(r.URL.Path) == len("/1.html"):
					fmt.Fprint(rw, page("关于印发"+r.URL.Path+"办法的通知"))
				default:
					http.NotFound(rw, r)
				}
			}
			s := w.settings()
			s.Crawl.Backoff = 10 * time.Millisecond
			snap, _, _ := shownCrawl(t, w, s, &pretender{views: map[string]BrowserView{"/list.html": whole(list)}, asks: map[string][]string{"/list.html": {"data /rows"}}}, "")
			if asked.Load() != c.asked {
				t.Errorf("asked for %d times, want %d", asked.Load(), c.asked)
			}
			if lost := strings.Contains(snap.Stopped, "没有看完"); lost == c.whole {
				t.Errorf("stopped %q", snap.Stopped)
			}
		})
	}
}
