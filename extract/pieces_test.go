package extract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// Rows that a script asks for as markup, page by page.
func TestPiecesOfALongerList(t *testing.T) {
	rows := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `<li><a href="/tz/%d.html">关于印发第%d个工作方案的通知</a><span>2026-03-%02d</span></li>`, i, i, i+1)
		}
		return b.String()
	}
	for _, c := range []struct{ name, address, body, want string }{
		{"a full page is followed by the next", "/more.php?cid=8&p=1", rows(8), "/more.php?cid=8&p=2"},
		{"as many rows as were asked for are a full page, be they few", "/_listcontent.jsp?tree=1021&p=1&n=3", rows(3), "/_listcontent.jsp?tree=1021&p=2&n=3"},
		{"fewer rows than were asked for are the last page", "/_listcontent.jsp?tree=1021&p=2&n=3", rows(2), ""},
		{"and that by another", "/more.php?cid=8&p=2", rows(8), "/more.php?cid=8&p=3"},
		{"a short page is the last", "/more.php?cid=8&p=4", rows(2), ""},
		{"an answer without rows is behind the last", "/more.php?cid=8&p=5", "<p>没有更多了</p>", ""},
		{"an address without a page", "/rows.php?cid=8", rows(8), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			const host = "http://www.example.gov.cn"
			f := Page(&site.Page{URL: host + c.address, Final: host + c.address, Within: host + "/tz/", ContentType: "text/html", Body: []byte(c.body)}, false)
			if got := called(f); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
