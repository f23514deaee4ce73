package extract

import (
	"bytes"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/internal/htmltree"
)

// bestRowDay picks the date of publication among those beside a link: one that
// says so, else the last that does not say it is of something else.
func bestRowDay(s string) (calendar.Day, bool) {
	var best, any calendar.Day
	for at := 0; ; {
		m, ok := nextDay(s, at)
		if !ok {
			break
		}
		before := strings.TrimRight(s[at:m.start], " ：:\u00a0")
		switch {
		case strings.HasSuffix(before, "发布日期"), strings.HasSuffix(before, "发布时间"), strings.HasSuffix(before, "公开日期"), strings.HasSuffix(before, "公布日期"):
			return m.day, true
		case strings.HasSuffix(before, "日期"), strings.HasSuffix(before, "时间"), strings.HasSuffix(before, "至"):
			if strings.HasSuffix(before, "成文日期") || strings.HasSuffix(before, "实施日期") || strings.HasSuffix(before, "失效日期") || strings.HasSuffix(before, "截止时间") || strings.HasSuffix(before, "截止日期") || strings.HasSuffix(before, "至") {
				if any == 0 {
					any = m.day
				}
			} else {
				best = m.day
			}
		default:
			best = m.day
		}
		at = m.end
	}
	if best != 0 {
		return best, true
	}
	return any, any != 0
}

// edgeDay finds a date at the very end or beginning of a title.
func edgeDay(s string) (dayMatch, bool) {
	var last dayMatch
	found := false
	for at := 0; ; {
		m, ok := nextDay(s, at)
		if !ok {
			break
		}
		if strings.Trim(s[:m.start], " [(（【〔") == "" {
			return m, true
		}
		last, found, at = m, true, m.end
	}
	if found && isTimeOrNothing(s[last.end:]) {
		return last, true
	}
	return dayMatch{}, false
}

// isTimeOrNothing reports whether s holds at most closing brackets and a time.
func isTimeOrNothing(s string) bool {
	return len(s) <= 16 && strings.Trim(s, " ])）】〕0123456789:：") == ""
}

// cutOut takes a date and the brackets around it off a title.
func cutOut(s string, start, end int) string {
	before := strings.TrimRight(s[:start], " [(（【〔\u00a0")
	after := s[end:]
	if isTimeOrNothing(after) {
		after = ""
	} else {
		after = strings.TrimLeft(after, " ])）】〕\u00a0")
		if len(after) >= 5 && isDigit(after[0]) && after[2] == ':' {
			after = strings.TrimLeft(after[5:], " :0123456789")
		}
	}
	return strings.TrimSpace(before + " " + after)
}

// splitDay reads a date shown in two pieces: 28 2020-12, 2020-12 28, 12-28 2020,
// 2020 12/28.
func splitDay(s string) (calendar.Day, bool) {
	words := strings.Fields(s)
	for i := 0; i+1 < len(words); i++ {
		for _, p := range [...][2]string{{words[i], words[i+1]}, {words[i+1], words[i]}} {
			if y, m, ok := yearMonth(p[0]); ok {
				if day, ok := civil(y, m, strings.TrimSuffix(p[1], "日")); ok {
					return day, true
				}
			}
			if y := strings.TrimSuffix(p[0], "年"); isYear(y) {
				if m, d, ok := monthDay(p[1]); ok {
					if day, ok := civil(y, two(m), two(d)); ok {
						return day, true
					}
				}
			}
		}
	}
	return 0, false
}

// trimSplit drops the leading or trailing pieces of a split date from a title.
func trimSplit(s string) string {
	words := strings.Fields(s)
	piece := func(w string) bool { return strings.Trim(w, "0123456789-./年月日") == "" }
	for len(words) > 1 && piece(words[0]) {
		words = words[1:]
	}
	for len(words) > 1 && piece(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

func yearMonth(s string) (year, month string, ok bool) {
	if len(s) < 6 || !isYear(s[:4]) {
		return "", "", false
	}
	rest := s[4:]
	for _, sep := range [...]string{"-", "/", ".", "年"} {
		if m, ok := strings.CutPrefix(rest, sep); ok {
			m = strings.TrimSuffix(m, "月")
			_, ok := upTo2(m)
			return s[:4], m, ok
		}
	}
	return "", "", false
}

// monthDay reads a date without a year that stands alone: 01-08, [1/8], 1月8日.
func monthDay(s string) (month, day int, ok bool) {
	for _, w := range strings.Fields(s) {
		w = strings.Trim(w, "[]()（）【】〔〕")
		m, d, found := strings.Cut(w, "-")
		if !found {
			if m, d, found = strings.Cut(w, "/"); !found {
				if m, d, found = strings.Cut(w, "月"); found {
					d, found = strings.CutSuffix(d, "日")
				}
			}
		}
		if !found || len(m) == 0 || len(d) == 0 {
			continue
		}
		mm, ok1 := upTo2(m)
		dd, ok2 := upTo2(d)
		if ok1 && ok2 && mm >= 1 && mm <= 12 && dd >= 1 && dd <= 31 {
			return mm, dd, true
		}
	}
	return 0, 0, false
}

// shows reports that the month and day in s are those of a whole date.
func shows(s string, day calendar.Day) bool {
	mm, dd, ok := monthDay(s)
	if !ok {
		return false
	}
	_, m, d := day.Date()
	return int(m) == mm && d == dd
}

// hinted returns the whole date that an attribute of a row gives to the month and
// day it shows: <span title="2026-04-10">04/10</span>, <time datetime=…>; 0 if none.
func (c *content) hinted(n int32, rest string) calendar.Day {
	t := c.t
	for i := n; i < t.Nodes[n].Stop; i++ {
		if t.Nodes[i].Kind != htmltree.Element {
			continue
		}
		for _, name := range [...]string{"title", "datetime"} {
			v, ok := t.AttrBytes(i, name)
			if !ok || len(v) < 8 || len(v) > 40 {
				continue
			}
			if m, ok := nextDay(string(v), 0); ok && m.start == 0 && shows(rest, m.day) {
				return m.day
			}
		}
	}
	return 0
}

func two(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }

// urlYear returns the year an address names: /2021/, /202101/.
func urlYear(address string) string {
	for seg := range strings.SplitSeq(address, "/") {
		switch {
		case isYear(seg):
			return seg
		case len(seg) == 6 && isYear(seg[:4]):
			if _, ok := upTo2(seg[4:]); ok {
				return seg[:4]
			}
		}
	}
	return ""
}

// fullTitle completes a title that is cut, from the title attribute.
func fullTitle(text, attr string) string {
	if attr == text || attr == "" {
		return text
	}
	for _, w := range [...]string{"发表时间", "发布时间", "发布日期", "点击数", "作者：", "更新时间"} {
		if i := strings.Index(attr, w); i > 0 {
			attr = strings.TrimSpace(attr[:i])
		}
	}
	for _, w := range [...]string{"标题：", "文章标题："} {
		attr = strings.TrimPrefix(attr, w)
	}
	if short, cut := cutTitle(text); cut {
		short = strings.TrimLeft(short, "·• ")
		if i := strings.Index(Fold(attr), Fold(short)); i >= 0 && len(attr) >= len(short) {
			return attr
		}
		return text
	}
	if text == "" || len(attr) > len(text) && strings.HasPrefix(Fold(attr), Fold(text)) && runeCount(text) >= 6 {
		return attr
	}
	return text
}

// linksDay reports whether a block holds a link that says nothing but a date.
func (c *content) linksDay(block int32) bool {
	stop := min(c.t.Nodes[block].Stop, block+100)
	for i := block; i < stop; i++ {
		if c.t.Nodes[i].Tag == htmltree.A && c.p.wayOf(i).day {
			return true
		}
	}
	return false
}

// dayLink reports whether a link says nothing but a date: that of a row, linked to
// its month.
func dayLink(t *htmltree.Tree, a int32) bool {
	for i := a + 1; i < t.Nodes[a].Stop; i++ {
		if t.Nodes[i].Kind != htmltree.Text {
			continue
		}
		b := t.RawBytes(i)
		if len(b) > 60 {
			return false
		}
		if !bytes.ContainsAny(b, "0123456789") {
			if visibleRunes(b) > 0 {
				return false
			}
			continue
		}
		if s := strings.TrimSpace(string(b)); s != "" {
			m, ok := nextDay(s, 0)
			return ok && m.start == 0 && m.end == len(s)
		}
	}
	return false
}
