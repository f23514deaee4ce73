package crawler

import (
	"testing"

	"github.com/govaudit/govaudit/extract"
)

func TestAPageThatCallsItselfWhatItsLinkDoes(t *testing.T) {
	for _, tt := range []struct {
		name, link, title, heading string
		want                       bool
	}{
		{"the title is the link's words", "王建国", "王建国", "", true},
		{"the title begins with them", "王建国", "王建国-领导之窗-某某县人民政府", "", true},
		{"the title has them between bars", "机构职能", "某某县人民政府 | 机构职能", "", true},
		{"only the heading has them", "机构职能", "某某县人民政府", "机构职能", true},
		{"spaces between the letters do not count", "王 建 国", "王建国_某某县", "", true},
		{"an error page has another name", "王建国", "抱歉-某某县人民政府", "温馨提示", false},
		{"words within others are not the name", "公开", "信息公开", "信息公开", false},
		{"a single letter names nothing", "图", "图", "图", false},
		{"a picture's link has no words", "", "", "", false},
	} {
		j := &job{name: nameHash(tt.link)}
		if got := calledAs(j, &extract.Facts{HTMLTitle: tt.title, Title: tt.heading}); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
