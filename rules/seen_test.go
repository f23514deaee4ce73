package rules

import (
	"strings"
	"testing"
)

// A site of which all was seen but addresses that it refuses to show.
func TestDocumentsSeenButWhatIsRefused(t *testing.T) {
	const refused = "-- snapshot.json --\n" + `{"complete": false, "stopped": "1 个地址没有得到确定的结果（拒绝访问 1 个）", "refused": 1}` + "\n"
	site := func(snapshot, link string) string {
		return snapshot + strings.Replace(county("", "", ""), "</body>", `<p><a href="/oa.asp">`+link+`</a></p></body>`, 1) + "-- /oa.asp --\nHTTP 403\n\n"
	}
	tests := []struct{ name, site, want string }{
		{"an entry for the staff is refused", site(refused, "内部查询"), "pass"},
		{"a column is refused", site(refused, "规范性文件"), "unknown"},
		{"a document is refused", site(refused, "关于进一步加强内部管理工作的通知"), "unknown"},
		{"what is refused has no name", site(refused, ""), "unknown"},
		{"more is missing than what is refused", site(strings.Replace(refused, `, "refused": 1`, "", 1), "内部查询"), "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "privacy", "{}", tt.site), tt.want) })
	}
}
