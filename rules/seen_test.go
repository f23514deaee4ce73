package rules

import (
	"strings"
	"testing"
)

// What a site lacks of which all was seen but one address.
func TestWhatOneAddressHides(t *testing.T) {
	site := func(link, status string) string {
		return "-- snapshot.json --\n" + `{"complete": false, "stopped": "1 个地址没有得到确定的结果", "unanswered": ["http://www.example.gov.cn/oa.asp"]}` + "\n" +
			strings.Replace(county("", "", ""), "</body>", `<p><a href="/oa.asp">`+link+`</a></p></body>`, 1) + "-- /oa.asp --\nHTTP " + status + "\n\n"
	}
	for _, tt := range []struct{ name, link, status, numbers, documents string }{
		{"an entry for the staff is refused", "内部查询", "403", "pass", "exempt"},
		{"an entry for the staff breaks", "内部查询", "500", "unknown", "exempt"},
		{"a screen of figures breaks", "城市运行数据大屏", "500", "unknown", "exempt"},
		{"a machine that answers breaks", "智能问答", "502", "unknown", "exempt"},
		{"a column is refused", "规范性文件", "403", "unknown", "unknown"},
		{"a column breaks", "规范性文件", "500", "unknown", "unknown"},
		{"a document is refused", "关于进一步加强内部管理工作的通知", "403", "unknown", "unknown"},
		{"a document about such a screen breaks", "关于启用城市运行数据大屏的通知", "500", "unknown", "unknown"},
		{"nobody knows what it is", "云上青山", "500", "unknown", "unknown"},
		{"it has no name", "", "403", "unknown", "unknown"},
		{"more is missing than what is named", "", "", "unknown", "unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := site(tt.link, tt.status)
			if tt.status == "" {
				text = strings.Replace(site("内部查询", "403"), `, "unanswered": ["http://www.example.gov.cn/oa.asp"]`, "", 1)
			}
			expect(t, judgeSite(t, "privacy", "{}", text), tt.numbers)
			expect(t, judgeSite(t, "validity_mark", "{}", text), tt.documents)
		})
	}
	t.Run("of two the other is a column", func(t *testing.T) {
		text := strings.Replace(site("内部查询", "403"), `oa.asp"]`, `oa.asp", "http://www.example.gov.cn/gfxwj/"]`, 1) + "-- /gfxwj/ --\nHTTP 500\n\n"
		text = strings.Replace(text, "</body>", `<a href="/gfxwj/">规范性文件</a></body>`, 1)
		expect(t, judgeSite(t, "validity_mark", "{}", text), "unknown")
	})
}
