package rules

import (
	"fmt"
	"strings"
	"testing"
)

// A site in tables, where nothing tells the menu at the left from what stands beside it,
// and where many pages lead to the columns that the index lists.
func TestColumnIndexInTables(t *testing.T) {
	menu := []string{"信息公开指南", "信息公开制度", "主动公开", "信息公开年报", "申请公开"}
	listed := []string{"机关概况", "班子成员", "财务公开", "行政许可"}
	link := func(set string, i int, name string) string {
		return fmt.Sprintf(`<a href="list.asp?id=%s%d">%s</a>`, set, i, name)
	}
	row := func(set string, names []string) string {
		var b strings.Builder
		for i, n := range names {
			fmt.Fprintf(&b, "<tr><td>%d</td><td>%s</td></tr>", i+1, link(set, i, n))
		}
		return b.String()
	}
	page := func(at, title, left, main string) string {
		return "-- " + at + " --\n<html><head><title>" + title + "</title></head><body><table><tr><td><a href=\"/\">首页</a></td><td><a href=\"xxgk.asp\">信息公开</a></td></tr></table><table><tr><td><table>" + left + "</table></td><td><table><tr><td>您的位置：<a href=\"/\">首页</a> &gt;&gt; " + title + "</td></tr><tr><td>" + main + "</td></tr></table></td></tr></table></body></html>\n"
	}
	index := func(main string) string {
		both := "<table>" + row("m", menu) + row("x", listed) + "</table>"
		s := drawn(`<body><table><tr><td><a href="/">首页</a></td><td><a href="xxgk.asp">信息公开</a></td><td><a href="map.asp">网站地图</a></td></tr></table>`+newsRows+both+`</body>`,
			page("/xxgk.asp", "信息公开", "", both)+page("/map.asp", "网站地图", "", both))
		for i, n := range menu {
			text := guideText
			if n == "主动公开" {
				text = main
			}
			s += page(fmt.Sprintf("/list.asp?id=m%d", i), n, row("m", menu), text)
		}
		for i, n := range listed {
			s += page(fmt.Sprintf("/list.asp?id=x%d", i), n, row("x", listed), guideText)
		}
		return s
	}
	tests := []struct{ name, main, want string }{
		{"an index that lists columns which others lead to, too", "<table>" + row("x", listed) + "</table>", "pass"},
		{"an index without a list is not one for its menu", "", "review empty"},
		{"nor for a list of what stands in its menu", "<table>" + row("m", menu[3:]) + "</table>", "review empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, judgeSite(t, "column", `{names: [主动公开], shelf: true}`, index(tt.main)), tt.want)
		})
	}
}
