package crawler

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// hasteWords stand on pages that were not given to who asked for many. Some servers send
// them with the status of a page that is not there, for addresses that cannot exist as for
// others. They are folded.
var hasteWords = []string{"频繁", "过快", "太快", "上限", "限流", "排队", "验证码"}

// excuseWords stand on pages that were not given to this visitor now. They are folded.
var excuseWords = []string{
	"登录后", "登陆后", "先登录", "请登录", "无权限", "没有权限", "权限不足", "实名认证", "政务外网", "内网", "境内", "境外", "繁忙", "维护中", "检修", "割接", "稍后访问", "稍后再来", "明日再", "改日再",
}

// lostWords say of what was asked for that it is not there. They are folded.
var lostWords = []string{"不存在", "找不到", "没有找到", "未找到", "无法找到", "走丢", "丢失", "删除", "失效", "下线", "改版", "notfound", "notexist", "nosuch", "cannotbefound", "can'tbefound"}

// excuse returns the words of a page answered as not there (404, 410) that says something
// else: what it stands for may well be there; "" if it says nothing of the kind, or what its
// host says of every address that cannot exist.
func (s *prober) excuse(p *site.Page) string {
	if p.Failure != site.FailGone || len(p.Body) == 0 || len(p.Body) > 64<<10 || !isHTML(p.ContentType) {
		return ""
	}
	q := *p
	q.Status, q.Failure, q.Depth = http.StatusOK, "", max(p.Depth, 1)
	f := extract.Read(&q)
	text := strings.ToValidUTF8(f.Text[:min(len(f.Text), standInHead)], "")
	if utf8.RuneCountInString(f.Text) > standInRunes {
		return ""
	}
	said := extract.Fold(f.HTMLTitle + " " + text)
	if anyOf(said, lostWords) != "" {
		return ""
	}
	if w := anyOf(said, hasteWords); w != "" || s.isLost(p) {
		return w
	}
	for _, words := range [][]string{excuseWords, unshownWords, passingWords, pausedWords, faultWords} {
		if w := anyOf(said, words); w != "" {
			return w
		}
	}
	return f.Signals.Challenge
}
