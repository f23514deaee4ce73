package portal

import (
	"testing"

	"github.com/govaudit/govaudit/extract"
)

// What is left of a main part when a menu that nothing marks is taken away.
func TestWithoutLinks(t *testing.T) {
	menu := []extract.Link{{Text: "机构职能"}, {Text: "领导信息"}, {Text: "国家政务服务平台"}, {Text: "首页 概况"}}
	tests := []struct{ name, text, want string }{
		{"lines of links are taken away", "机构职能\n领导信息\n统计信息", "统计信息"},
		{"several links on one line are taken away", "机构职能 | 领导信息\n统计信息", "统计信息"},
		{"a link whose words are parted is taken away", "首页\n概况\n统计信息", "统计信息"},
		{"a line that says more stays", "领导信息由办公室维护\n国家政务服务平台 已开通", "领导信息由办公室维护\n国家政务服务平台 已开通"},
		{"a page without text has nothing to lose", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := WithoutLinks(&extract.Facts{Links: menu}, tt.text, map[string]bool{}); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
