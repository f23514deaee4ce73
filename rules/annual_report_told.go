package rules

import (
	"regexp"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

// ofReport is what a report says of its own publication.
var ofReport = regexp.MustCompile(`(?:本|该|此|原|年度)(?:报告|年报)[^。;\n]{0,40}(?:公布|发布|公开|刊登|登载|刊载|上传|上网|录入|挂网)`)

// dayInText is a day, with or without its year.
var dayInText = regexp.MustCompile(`(?:(20\d\d)[年./-])?(\d{1,2})[月./-](\d{1,2})(?:日|\D|$)`)

// toldBefore returns the sentence in which the page of a report tells that it was public
// on a day by the deadline, though it bears a later one: a mended copy, a move. "" if none.
func (r *report) toldBefore(c *Case, deadline calendar.Day) string {
	if !r.page.OK() {
		return ""
	}
	text, err := c.Portal.Text(r.page)
	if err != nil {
		return ""
	}
	from := calendar.MustDay(r.year+1, 1, 1)
	for s := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '。' || r == '\n' }) {
		folded := extract.Fold(s)
		if ofReport.MatchString(folded) && dayWithin(folded, from, deadline) {
			return strings.TrimSpace(s)
		}
	}
	return ""
}

// dayWithin reports that folded words name a day of the period; one without its year may be
// of any.
func dayWithin(folded string, from, to calendar.Day) bool {
	for _, m := range dayInText.FindAllStringSubmatch(folded, -1) {
		month, day := smallNumber(m[2]), smallNumber(m[3])
		if month < 1 || month > 12 || day < 1 || day > 31 {
			continue
		}
		for year := from.Year(); year <= to.Year(); year++ {
			if m[1] != "" && smallNumber(m[1]) != year {
				continue
			}
			if d := calendar.MustDay(year, month, 1) + calendar.Day(day-1); d >= from && d <= to {
				return true
			}
		}
	}
	return false
}
