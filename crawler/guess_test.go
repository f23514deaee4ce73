package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// A menu that every page holds as data is read once it is known what it means; where
// the same words name a page of their own in each folder, all are fetched.
func TestMenusThatPagesHoldAsData(t *testing.T) {
	const columns = 12
	menu := func() string {
		var b strings.Builder
		for i := range columns {
			fmt.Fprintf(&b, `{"title":"第%d个栏目","path":"lm%d/"},`, i, i)
		}
		return `<script type="application/json">[` + strings.TrimSuffix(b.String(), ",") + `]</script>`
	}()
	for _, tt := range []struct {
		name     string
		own      bool // folders have pages of these names
		min, max int  // requests for pages below the columns
	}{
		{"the words mean the same folder on every page", false, guessVain, columns * columns / 2},
		{"each folder has its own", true, columns * columns, columns*columns + columns},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
				deep := len(parts) == 2 && strings.HasPrefix(parts[1], "lm")
				switch {
				case r.URL.Path == "/", len(parts) == 1 && strings.HasPrefix(parts[0], "lm"):
					fmt.Fprint(rw, page("栏目 "+r.URL.Path+strings.Repeat("这里有一些文字。", 40), "/ 首页"), menu)
				case deep && tt.own:
					fmt.Fprint(rw, page("下级栏目 "+r.URL.Path))
				default:
					http.NotFound(rw, r)
				}
			}
			s := w.settings()
			crawlOf(t, w, s)
			deep := 0
			for _, line := range w.asked() {
				if strings.Count(line, "/lm") == 2 {
					deep++
				}
			}
			if deep < tt.min || deep > tt.max {
				t.Errorf("%d requests below the columns, want %d to %d", deep, tt.min, tt.max)
			}
			first := 0
			for _, line := range w.asked() {
				if strings.Count(line, "/lm") == 1 {
					first++
				}
			}
			if first < columns {
				t.Errorf("%d of %d columns were asked for", first, columns)
			}
		})
	}
}
