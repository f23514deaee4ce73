package crawler

import (
	"fmt"
	"strings"
	"testing"
)

// Rows without links look like a text. Of texts proper only a few are shown: where those
// led on, the others are not taken for seen.
func TestTextsThatLeadOn(t *testing.T) {
	for _, c := range []struct {
		name, head string
		all        bool
	}{
		{"rows that look like a text", "", true},
		{"texts that say when they were published", `<meta name="ArticleTitle" content="第%d次会议"><meta name="PubDate" content="2026-01-02">`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			pages, views := plainSite(), map[string]BrowserView{}
			var rows []string
			for i := range 8 {
				path, hidden := fmt.Sprintf("/w/%d.html", i), fmt.Sprintf("/w/h%d.html", i)
				rows = append(rows, path+" 第"+fmt.Sprint(i)+"次会议的有关情况说明")
				html := strings.Replace(page("第"+fmt.Sprint(i)+"次会议"), "<head>", "<head>"+strings.ReplaceAll(c.head, "%d", fmt.Sprint(i)), 1) + strings.Repeat("<p>为了把各项工作落到实处，现将有关事项通知如下，请认真贯彻执行。</p>", 8)
				pages[path] = html + `<script>$("#more").append(draw(all));</script>`
				views[path] = whole(html + `<a href="` + hidden + `">只有脚本知道的第` + fmt.Sprint(i) + `次会议</a>`)
				pages[hidden] = page("只有脚本知道的第" + fmt.Sprint(i) + "次会议")
			}
			pages["/xw/"] = page("栏目xw", rows...)
			w := newWeb(t)
			w.pages("www.a.gov.cn", pages)
			b := &pretender{views: views}
			snap, m, _ := shownCrawl(t, w, w.settings(), b, "")
			found := 0
			for i := range 8 {
				if m.page(fmt.Sprintf("/w/h%d.html", i)) != nil {
					found++
				}
			}
			if found == 0 || c.all != (found == 8) || snap.Complete != c.all {
				t.Errorf("%d of 8 found, complete %t (%s); shown %q", found, snap.Complete, snap.Stopped, b.shown)
			}
		})
	}
}
