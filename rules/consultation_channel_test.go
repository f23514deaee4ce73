package rules

import (
	"fmt"
	"strings"
	"testing"
)

// A link is a way to give an opinion only where it belongs to the notice.
func TestConsultationChannelLinks(t *testing.T) {
	const text = "<p>征求意见时间为2026年3月1日至3月31日。</p>" + callFiles
	const friend = `<div class="links"><a href="http://gjzwfw.www.gov.cn/">国家政务服务平台</a></div></body>`
	var others []string
	for i := range 7 {
		others = append(others, article(fmt.Sprintf("/zj/x%d.html", i), fmt.Sprintf("示例县第%d次物业工作会议在县城召开", i), fmt.Sprintf("2026-03-0%d", i+1)))
	}
	tests := []struct{ name, site, want string }{
		{"a platform that all pages link to is no way", strings.ReplaceAll(call("2026-03-01", "", text, others...), "</body>", friend), "fail no_channel"},
		{"a platform that this notice links to is a way", call("2026-03-01", "", text+`<p><a href="http://zwfw.example.gov.cn/">省政务服务平台</a></p>`, others...), "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, judgeSite(t, "consultation", "{judge: [no_channel]}", tt.site), tt.want)
		})
	}
}
