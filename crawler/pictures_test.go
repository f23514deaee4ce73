package crawler

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Pictures are asked for once, within their bound, by HEAD where that is allowed;
// those that are there are counted and not stored.
func TestPictures(t *testing.T) {
	serve := func(t *testing.T) *web {
		w := newWeb(t)
		w.name("www.a.gov.cn")
		w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/":
				fmt.Fprint(rw, page("甲市", "/b/ 公开")+`<img src="/there.png"><img src="/nohead.jpg"><img src="/gone.gif"><img src="data:image/png;base64,AA"><img src="/video.mp4">`)
			case "/b/":
				fmt.Fprint(rw, page("公开", "/linked.jpg 大图")+`<img src="/there.png"><img src="http://www.b.gov.cn/other.png">`)
			case "/nohead.jpg":
				if r.Method == http.MethodHead {
					rw.WriteHeader(http.StatusNotImplemented)
					return
				}
				fallthrough
			case "/there.png", "/linked.jpg":
				rw.Header().Set("Content-Type", "image/png")
				fmt.Fprint(rw, "\x89PNG")
			default:
				http.NotFound(rw, r)
			}
		}
		return w
	}
	t.Run("within the bound", func(t *testing.T) {
		w := serve(t)
		snap, m := crawlOf(t, w, w.settings())
		if d := cmp.Diff([]string{"/ ok", "/b/ ok", "/gone.gif gone"}, m.outcomes()); d != "" {
			t.Errorf("pages (-want +got):\n%s", d)
		}
		if snap.Pictures != 3 || !snap.Complete {
			t.Errorf("%d pictures, complete %v (%s)", snap.Pictures, snap.Complete, snap.Stopped)
		}
	})
	t.Run("beyond it nothing is incomplete", func(t *testing.T) {
		w := serve(t)
		s := w.settings()
		s.Crawl.Pictures = 1
		snap, _ := crawlOf(t, w, s)
		if snap.Skipped[skipPictures] != 3 || !snap.Complete {
			t.Errorf("skipped %v, complete %v (%s)", snap.Skipped, snap.Complete, snap.Stopped)
		}
	})
}
