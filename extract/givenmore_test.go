package extract

import (
	"testing"

	"github.com/govaudit/govaudit/site"
)

// A path that calls have in common, each with something else beside it, is not where they lead.
func TestCallsGivenMoreThanAPath(t *testing.T) {
	for _, c := range []struct {
		name, body string
		links      int
	}{
		{"rows told apart by what stands beside the path", `<a href="#" onclick="nav('show.asp','id','8')">关于甲事的通知</a><a href="#" onclick="nav('show.asp','id','9')">关于乙事的通知</a>`, 0},
		{"one that is called twice alike", `<a href="#" onclick="nav('list.asp','left')">通知公告</a><p><a href="#" onclick="nav('list.asp','left')">更多公告</a></p>`, 2},
		{"a path of its own each", `<a href="#" onclick="nav('a.asp','left')">通知公告</a><a href="#" onclick="nav('b.asp','left')">政策文件</a>`, 2},
	} {
		links := 0
		for _, l := range Read(&site.Page{URL: "http://a/", Final: "http://a/", ContentType: "text/html", Body: []byte("<html><body>" + c.body)}).Links {
			if l.Via == OnClick {
				links++
			}
		}
		if links != c.links {
			t.Errorf("%s: %d links, want %d", c.name, links, c.links)
		}
	}
}
