package rules

import (
	"regexp"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// unreadTime are ways to tell a time that are not read as dates: reckoned from
// the moment the page was made, or with the year last.
var unreadTime = regexp.MustCompile(`\d+ ?(?:秒|分钟|小时|天|日|周|星期|个月|年)之?前|昨天|前天|刚刚|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b`)

const (
	timedPages = 5   // documents of a list that are looked through
	timedRunes = 400 // of each, where the line under the title stands
)

// toldOtherwise returns words of a list or its documents that tell a time in a
// way that is not read as a date; "" if there are none. What cannot be read again
// counts as telling one.
func toldOtherwise(p *portal.Portal, list *portal.Page, rows []extract.Item) string {
	pages := []*portal.Page{list}
	for _, it := range rows {
		if pg := p.Page(it.URL); pg.OK() && len(pages) <= timedPages {
			pages = append(pages, pg)
		}
	}
	for _, pg := range pages {
		f, err := p.Full(pg)
		if err != nil {
			return "（页面未能重新读取）"
		}
		text := []rune(f.Text)
		if pg != list {
			text = text[:min(len(text), timedRunes)]
		}
		if w := unreadTime.FindString(string(text)); w != "" {
			return w
		}
	}
	return ""
}
