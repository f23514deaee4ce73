package rules

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/internal/sitetest"
)

// The rows of others that stand on many pages do not show an article in whose place they
// came; beside its text they hide nothing.
func TestRowsInThePlaceOfArticles(t *testing.T) {
	const rows = `<ul><li><a href="/yw/t20260408_1.html">县政府召开常务会议研究春耕生产工作</a><span>2026-04-08</span></li><li><a href="/yw/t20260407_2.html">全县安全生产工作会议召开</a><span>2026-04-07</span></li><li><a href="/zwgk/t20260402_9.html">示例县2026年政务公开工作安排</a><span>2026-04-02</span></li></ul>`
	var pages strings.Builder
	for i := range 8 {
		pages.WriteString(fmt.Sprintf("-- /a%d.html --\n<html><head><title>示例县第%d号决定</title><meta name=\"ArticleTitle\" content=\"示例县第%d号决定\"></head><body>", i, i, i) + menu("") + `<div class="article"><h2>热门内容</h2>` + rows + "</div></body></html>\n")
	}
	whole := strings.Replace(article("/b.html", "示例县第九号决定", "2026-04-01"), "</body>", `<div class="hot"><h3>热门内容</h3>`+rows+`</div></body>`, 1)
	s := sitetest.Load(t, county("", "", pages.String()+whole+tenArticles()))
	c := &Case{Portal: s.Portal, Target: s.Target, AsOf: s.AsOf, Log: slog.New(slog.DiscardHandler)}
	for path, want := range map[string]bool{"/a0.html": true, "/a7.html": true, "/b.html": false, "/xx/3.html": false} {
		pg := c.Portal.Page("http://www.example.gov.cn" + path)
		if pg == nil {
			t.Fatalf("%s is not there", path)
		}
		if got := unshown(c, pg); got != want {
			t.Errorf("%s: unshown %v, want %v (%d rows, shared %v)", path, got, want, pg.Rows(), c.Portal.Shared(pg))
		}
	}
}
