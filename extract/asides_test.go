package extract

import (
	"testing"

	"github.com/govaudit/govaudit/site"
)

// What a script fetches may be the list of a page, unless its address says by a whole word
// that it is something else.
func TestWhatAnEmptyPageFetches(t *testing.T) {
	at := "http://www.example.gov.cn/tjxx/"
	for _, tt := range []struct {
		name, page string
		list       bool
	}{
		{"from a catalog", `<div class="box"></div><script>$.post("/catalog/rows.do",{c:1},draw)</script>`, true},
		{"statistics", `<div class="box"></div><script>$.post("/statistics/rows.do",{c:1},draw)</script>`, true},
		{"from a column whose name has letters of a counter", `<div class="box"></div><script>$.post("/zwxx/rows.do",{c:1},draw)</script>`, true},
		{"a topic", `<div class="box"></div><script>$.post("/topic/rows.do",{c:1},draw)</script>`, true},
		{"into a block that is named after the page", `<div id="pageList"></div><script>draw("#pageList")</script>`, true},
		{"how often it was visited", `<div class="box"></div><script>$.post("/visit/count.do",{c:1},draw)</script>`, false},
		{"the weather", `<div class="box"></div><script>$.post("/inc/weather.do",{c:1},draw)</script>`, false},
		{"who is signed in", `<div class="box"></div><script>$.post("/sso/userInfo.do",{c:1},draw)</script>`, false},
		{"its head", `<div class="box"></div><script>$.get("/inc/head.html",draw)</script>`, false},
		{"a file in the place of the list, in a folder of statistics", `<div class="box"><script src="/statistics/inc/rows.js?c=12"></script></div>`, true},
		{"a file in the place of the list, about topics", `<div class="box"><script src="/topic/rows.js?c=12"></script></div>`, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := `<html><body><div class="nav"><a href="/">首页</a><a href="/a/">机构</a><a href="/b/">公告</a><a href="/c/">统计信息</a></div><div class="main"><h2>统计信息</h2>` + tt.page + `</div></body></html>`
			f := Page(&site.Page{URL: at, Final: at, ContentType: "text/html; charset=utf-8", Body: []byte(body)}, false)
			if list := f.Signals.ListByScript != ""; list != tt.list {
				t.Errorf("list by script: %q", f.Signals.ListByScript)
			}
		})
	}
}
