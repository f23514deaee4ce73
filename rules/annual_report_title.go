package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// reportTitle is what the words of a title say about an annual report.
type reportTitle struct {
	year  int    // the year reported on; 0: not said
	body  string // whose report it is, folded; "" where the title does not say
	about bool   // the title is about such a report (an announcement of it), not surely the report itself
}

// readTitle reads a folded title. Its second result is false where the title is
// not that of a 政府信息公开工作年度报告. In a column of annual reports (shelf) the
// words 信息公开 may be left out, and the year alone may be the title.
func (a *annualReport) readTitle(title string, shelf bool) (reportTitle, bool) {
	title = trimTitle(title)
	if title == "" || utf8.RuneCountInString(title) > 80 || wordIn(withoutOrgans(title), a.Not) != "" {
		return reportTitle{}, false
	}
	front, rest, named := cutSubject(title)
	if !named {
		if !shelf {
			return reportTitle{}, false
		}
		return a.shelfTitle(title)
	}
	end := max(strings.LastIndex(rest, "报告"), strings.LastIndex(rest, "年报"))
	if end < 0 {
		return reportTitle{}, false
	}
	end += len("报告")
	kind, tail := rest[:end], rest[end:]
	t := reportTitle{year: yearOf(front), body: bodyOf(front)}
	for _, s := range [...]string{kind, tail} {
		if t.year == 0 {
			t.year = yearOf(s)
		}
	}
	if t.year == 0 && !strings.HasSuffix(kind, "年度报告") && !strings.HasSuffix(kind, "年报") {
		return reportTitle{}, false
	}
	t.body, t.about = behind(t.body, tail)
	return t, true
}

// behind reads what follows the words of a report: nothing, the year, whose it is
// (…年度报告（县教育局2025年度）), or words that make it something else.
func behind(body, tail string) (string, bool) {
	switch rest := bodyOf(tail); {
	case rest == "":
		return body, false
	case bodyLike(rest) || rest != trimPlace(rest):
		if body == "" {
			body = rest
		}
		return body, false
	}
	return body, !strings.HasPrefix(tail, "(")
}

// shelfTitle reads a title that does not name its subject: 2025年度报告, 2025年,
// 市教育局2025年年报.
func (a *annualReport) shelfTitle(title string) (reportTitle, bool) {
	year := yearOf(title)
	if year == 0 {
		return reportTitle{}, false
	}
	front, rest := cutYear(title)
	switch rest {
	case "", "年报", "报告", "度报告", "年度报告", "工作报告", "工作年度报告", "年度工作报告":
		return reportTitle{year: year, body: bodyOf(front)}, true
	}
	// Some other yearly report may stand in the column: it is not counted, but
	// neither can it be said that it is not the one looked for.
	if strings.HasSuffix(rest, "报告") || strings.HasSuffix(rest, "年报") {
		return reportTitle{year: year, body: bodyOf(front), about: true}, true
	}
	return reportTitle{}, false
}

// cutSubject splits a title at its subject: 南通市2025年 | 工作年度报告.
func cutSubject(title string) (front, rest string, ok bool) {
	for _, subject := range [...]string{"政府信息公开", "政府信息和政务公开", "政务信息公开", "信息公开", "政务公开"} {
		i := strings.Index(title, subject)
		if i < 0 {
			continue
		}
		front, rest = title[:i], title[i+len(subject):]
		if strings.HasSuffix(front, "人民") && strings.HasPrefix(subject, "政府") {
			front += "政府" // 南通市人民政府信息公开年度报告
		}
		return front, rest, true
	}
	return "", "", false
}

// trimTitle takes off what lists and files add to a title: an extension, a
// bracketed remark at the end, quotation marks.
func trimTitle(t string) string {
	t = strings.Trim(t, "《》“”\"'·-_:,。 ")
	for range 4 {
		before := t
		for _, ext := range documentExtensions {
			t = strings.TrimSuffix(t, ext)
		}
		for _, tail := range [...]string{"全文", "正文", "下载", "正式稿", "公开版", "最新", "new", "html版", "pdf版", "word版"} {
			t = strings.TrimSuffix(t, tail)
		}
		t = trimBrackets(t)
		if t == before {
			break
		}
	}
	return t
}

// trimBrackets takes a bracketed remark off either end, unless it holds the year.
func trimBrackets(t string) string {
	for _, pair := range [...][2]string{{"(", ")"}, {"[", "]"}, {"【", "】"}, {"〔", "〕"}} {
		if strings.HasSuffix(t, pair[1]) {
			if i := strings.LastIndex(t, pair[0]); i > 0 && yearOf(t[i:]) == 0 {
				t = t[:i]
			}
		}
		if strings.HasPrefix(t, pair[0]) {
			if i := strings.Index(t, pair[1]); i > 0 && yearOf(t[:i]) == 0 {
				t = t[i+len(pair[1]):]
			}
		}
	}
	return strings.Trim(t, "《》“”\"'·-_:,。")
}

// bodyOf takes the year and the connecting words out of what stands before the
// subject of a title.
func bodyOf(front string) string {
	for yearOf(front) != 0 {
		l, r := cutYear(front)
		r = strings.TrimPrefix(strings.TrimPrefix(r, "年"), "度")
		front = l + r
	}
	front = strings.TrimPrefix(front, "关于")
	front = strings.Trim(front, "()[]【】〔〕《》“”·-_:,、的年度 ")
	return strings.TrimSuffix(front, "关于")
}

// yearOf returns the last year a folded text names with 年, 0 if none. Digits
// and Chinese numerals are read (2025年, 二〇二五年, 二零二五年). Where there is no
// such year, four digits that stand by themselves are one (2025政府信息公开年报).
func yearOf(s string) int {
	y, _, _ := lastYear(s)
	return y
}

// cutYear splits s around the year yearOf found and the characters 年 and 度.
func cutYear(s string) (front, rest string) {
	_, from, to := lastYear(s)
	rest = strings.TrimPrefix(s[to:], "年")
	if !strings.HasPrefix(rest, "度报告") && !strings.HasPrefix(rest, "度工作报告") {
		rest = strings.TrimPrefix(rest, "度")
	}
	return s[:from], rest
}

func lastYear(s string) (year, from, to int) {
	for i := strings.LastIndex(s, "年"); i >= 0; i = strings.LastIndex(s[:i], "年") {
		if y, n := yearBefore(s[:i]); n > 0 {
			return y, i - n, i
		}
	}
	return bareYear(s)
}

// bareYear finds four digits of a year that are part of no date, number or name.
func bareYear(s string) (year, from, to int) {
	const joined = "0123456789-/._"
	for i := 0; i+4 <= len(s); i++ {
		if s[i] != '2' || i > 0 && strings.IndexByte(joined, s[i-1]) >= 0 {
			continue
		}
		rest := s[i+4:]
		if rest != "" && strings.IndexByte(joined, rest[0]) >= 0 || wordAt(rest, "号", "件", "条", "个", "万", "元", "%") {
			continue
		}
		if y, n := yearBefore(s[:i+4]); n == 4 {
			return y, i, i + 4
		}
	}
	return 0, 0, 0
}

// yearBefore reads four digits at the end of s and returns the bytes they take.
func yearBefore(s string) (year, bytes int) {
	rest := s
	for unit := 1; unit <= 1000; unit *= 10 {
		r, n := utf8.DecodeLastRuneInString(rest)
		d := digit(r)
		if d < 0 {
			return 0, 0
		}
		year += d * unit
		rest = rest[:len(rest)-n]
	}
	if r, _ := utf8.DecodeLastRuneInString(rest); unicode.IsDigit(r) || year < 2000 || year > 2099 {
		return 0, 0
	}
	return year, len(s) - len(rest)
}

func digit(r rune) int {
	if r >= '0' && r <= '9' {
		return int(r - '0')
	}
	switch r {
	case '〇', '零', '○', 'o', 'ο', '0':
		return 0
	}
	for i, c := range []rune("一二三四五六七八九") {
		if r == c {
			return i + 1
		}
	}
	return -1
}

// documentExtensions are the endings of files a reader can take home.
var documentExtensions = []string{".pdf", ".docx", ".doc", ".wps", ".ofd", ".xlsx", ".xls", ".et", ".zip", ".rar", ".rtf"}
