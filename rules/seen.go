package rules

import (
	"slices"
	"unicode/utf8"

	"github.com/govaudit/govaudit/site"
)

// innerNames are words of entries to what is not for the public. They are short:
// 内部查询, OA办公系统.
var innerNames = []string{"内部", "办公自动化", "登录", "登陆", "注册", "后台", "办公系统", "oa", "邮箱", "邮件", "内网", "管理系统", "报送系统", "信息采集", "投稿"}

// toolNames are words of entries to applications that publish nothing of their own: they
// draw figures, answer questions, show the same pages in another way.
var toolNames = []string{"大屏", "驾驶舱", "智能问答", "智能客服", "在线客服", "机器人", "数字人", "小程序", "客户端", "app", "二维码", "无障碍", "长者", "适老", "关怀版", "老年版", "繁体版", "繁體版", "手机版", "电子地图", "地图导航", "全景", "虚拟现实", "vr", "天气", "气象", "空气质量", "站内搜索", "高级搜索", "全站搜索", "好差评", "满意度", "网站评价", "留言", "写信", "我要咨询", "我要投诉", "信箱", "12345"}

// innerRunes is the longest name of such an entry.
const innerRunes = 12

// documentsSeen reports that the crawl came by every document the site shows: it is
// complete, or lacks only a few addresses that every link to them calls an entry to
// what is not for the public or to an application that publishes nothing.
func (c *Case) documentsSeen() bool {
	return c.seenBut(func(name string, _ site.Failure) bool {
		return foldedWord(name, innerNames) != "" || foldedWord(name, toolNames) != ""
	})
}

// publicSeen reports that the crawl came by everything the site shows to the public: it
// is complete, or lacks only a few addresses that the site refuses to show and that every
// link to them calls an entry to what is not for the public.
func (c *Case) publicSeen() bool {
	return c.seenBut(func(name string, f site.Failure) bool {
		return f == site.FailForbidden && foldedWord(name, innerNames) != ""
	})
}

// seenBut reports that the crawl is complete but for addresses of which every name is beside the
// point.
func (c *Case) seenBut(beside func(name string, f site.Failure) bool) bool {
	open := c.Portal.Snapshot.Unanswered
	return c.Portal.Snapshot.Complete || len(open) > 0 && !slices.ContainsFunc(open, func(address string) bool {
		pg := c.Portal.Page(address)
		if pg == nil {
			return true
		}
		named := false
		for _, a := range append(c.Portal.Anchors(pg.URL), c.Portal.Anchors(pg.Asked())...) {
			if a.Text == "" {
				continue
			}
			if named = utf8.RuneCountInString(a.Text) <= innerRunes && beside(a.Text, pg.Failure); !named {
				return true
			}
		}
		return !named
	})
}
