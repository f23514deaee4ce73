package rules

import (
	"unicode/utf8"

	"github.com/govaudit/govaudit/site"
)

// innerNames are words of entries to what is not for the public. They are short:
// 内部查询, OA办公系统.
var innerNames = []string{"内部", "登录", "登陆", "注册", "后台", "办公系统", "oa", "邮箱", "邮件", "内网", "管理系统", "报送系统", "信息采集", "投稿"}

// innerRunes is the longest name of such an entry.
const innerRunes = 12

// documentsSeen reports that the crawl came by every document the site shows: it is
// complete, or lacks only addresses that the site refuses to show and that every link
// to them calls an entry to what is not for the public.
func (c *Case) documentsSeen() bool {
	if c.Portal.Snapshot.Complete || c.Portal.Snapshot.Refused == 0 {
		return c.Portal.Snapshot.Complete
	}
	for _, pg := range c.Portal.Pages {
		if pg.Failure != site.FailForbidden {
			continue
		}
		named := false
		for _, a := range append(c.Portal.Anchors(pg.URL), c.Portal.Anchors(pg.Asked())...) {
			if a.Text == "" {
				continue
			}
			if named = utf8.RuneCountInString(a.Text) <= innerRunes && foldedWord(a.Text, innerNames) != ""; !named {
				return false
			}
		}
		if !named {
			return false
		}
	}
	return true
}
