package extract

import (
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestFolderIsNotItsOwnFurtherPage(t *testing.T) {
	at := "http://www.example.gov.cn/zwgk/list/"
	body := `<html><body><script>document.write("<a href=\"index.html\">上一页</a><a href=\"index_2.html\">下一页</a><a href=\"index.html\">政务公开</a>");</script></body></html>`
	got := linkLines(Page(&site.Page{URL: at, Final: at, ContentType: "text/html", Body: []byte(body)}, false))
	if want := "script /zwgk/list/index_2.html 下一页\nscript /zwgk/list/index.html 政务公开\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
