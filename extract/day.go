package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
)

// ParseDay reads the first whole date in s: 2026-04-10, 2026/4/10, 2026.04.10,
// 2026年4月10日, 二〇二六年四月十日, April 10, 2026, full-width digits, with or without a time
// behind it; and 20260410 where s begins with it. A month without a day is not a
// date. False where there is none.
func ParseDay(s string) (calendar.Day, bool) {
	if m, ok := nextDay(s, 0); ok {
		return m.day, true
	}
	s = strings.TrimLeft(strings.TrimSpace(s), "([（〔【")
	if day, n := compactDay(s); n > 0 && (n == len(s) || !isDigit(s[n])) {
		return day, true
	}
	return 0, false
}

// dayMatch is one date found in a text, at s[start:end].
type dayMatch struct {
	day        calendar.Day
	start, end int
}

// nextDay finds the first date in s at or after from.
func nextDay(s string, from int) (dayMatch, bool) {
	for i := from; i < len(s); {
		c := s[i]
		switch {
		case c == '1' || c == '2':
			if i == 0 || !isDigit(s[i-1]) {
				if day, end := dayAt(s, i); end > 0 {
					return dayMatch{day, i, end}, true
				}
			}
			i++
		case c >= 'A' && c <= 'S':
			if day, start, end := englishDay(s, i); end > 0 && start >= from {
				return dayMatch{day, start, end}, true
			}
			i++
		case c < utf8.RuneSelf:
			i++
		case c == 0xEF || c == 0xE4:
			if i+2 < len(s) {
				switch s[i : i+3] {
				case "１", "２", "一", "二":
					if day, end := dayAt(s, i); end > 0 {
						return dayMatch{day, i, end}, true
					}
				}
			}
			i += 3
		case hanAt(s, i) > 0:
			i += 3
		default:
			i++
		}
	}
	return dayMatch{}, false
}

// dayAt reads a date that begins exactly at s[i] and returns where it ends, or 0.
func dayAt(s string, i int) (calendar.Day, int) {
	year, j := 0, i
	for n := 0; n < 4; n++ {
		d, w := yearDigit(s, j)
		if w == 0 {
			return 0, 0
		}
		year = year*10 + d
		j += w
	}
	if year < 1949 || year > 2100 {
		return 0, 0
	}
	sep, j := separator(s, j)
	if sep == 0 {
		return 0, 0
	}
	month, j := smallNumber(s, j)
	if month < 1 || month > 12 {
		return 0, 0
	}
	sep2, j := separator(s, j)
	if sep == '年' && sep2 != '月' || sep != '年' && sep2 != sep {
		return 0, 0
	}
	dom, j := smallNumber(s, j)
	if dom == 0 {
		return 0, 0
	}
	if sep == '年' {
		k := skipBlank(s, j)
		r, w := utf8.DecodeRuneInString(s[k:])
		if r != '日' && r != '号' && r != '號' {
			return 0, 0
		}
		j = k + w
	} else if j < len(s) && (isDigit(s[j]) || s[j] == byte(sep) && j+1 < len(s) && isDigit(s[j+1])) {
		return 0, 0
	}
	day, ok := calendar.NewDay(year, month, dom)
	if !ok {
		return 0, 0
	}
	return day, j
}

// separator reads what stands between the parts of a date and folds its width.
func separator(s string, i int) (rune, int) {
	i = skipBlank(s, i)
	r, w := utf8.DecodeRuneInString(s[i:])
	switch r {
	case '-', '/', '.', '年', '月':
	case '－', '–', '—', '‐', '−':
		r = '-'
	case '／', '⁄':
		r = '/'
	case '．':
		r = '.'
	default:
		return 0, i
	}
	return r, skipBlank(s, i+w)
}

func skipBlank(s string, i int) int {
	for i < len(s) {
		switch {
		case s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r' || s[i] == mark:
			i++
		case strings.HasPrefix(s[i:], "\u00a0"):
			i += 2
		case strings.HasPrefix(s[i:], "\u3000"):
			i += 3
		default:
			return i
		}
	}
	return i
}

// yearDigit reads one digit of a year, Arabic of either width or Chinese.
func yearDigit(s string, i int) (digit, width int) {
	if i >= len(s) {
		return 0, 0
	}
	if c := s[i]; c < utf8.RuneSelf {
		switch {
		case isDigit(c):
			return int(c - '0'), 1
		case c == 'O' || c == 'o':
			return 0, 1
		case c == mark:
			d, w := yearDigit(s, i+1)
			if w == 0 {
				return 0, 0
			}
			return d, w + 1
		}
		return 0, 0
	}
	r, w := utf8.DecodeRuneInString(s[i:])
	if r >= '０' && r <= '９' {
		return int(r - '０'), w
	}
	switch r {
	case '〇', '○', '零', 'Ｏ', 'О', '◯':
		return 0, w
	}
	if d := chineseDigit(r); d > 0 && d < 10 {
		return d, w
	}
	return 0, 0
}

// smallNumber reads a number of at most two digits, Arabic of either width or
// Chinese up to 三十一 (with 廿, 卅 and 元月).
func smallNumber(s string, i int) (n, end int) {
	digits, j := 0, i
	for digits < 2 && j < len(s) {
		if s[j] == mark && digits > 0 {
			j++
			continue
		}
		if isDigit(s[j]) {
			n = n*10 + int(s[j]-'0')
			j++
		} else if r, w := utf8.DecodeRuneInString(s[j:]); r >= '０' && r <= '９' {
			n = n*10 + int(r-'０')
			j += w
		} else {
			break
		}
		digits++
	}
	if digits > 0 {
		return n, j
	}
	for k := 0; k < 3 && j < len(s); k++ {
		r, w := utf8.DecodeRuneInString(s[j:])
		switch d := chineseDigit(r); {
		case r == '元' && k == 0:
			return 1, j + w
		case d == 0:
			return n, j
		case d == 10:
			n = max(n, 1) * 10
		case d > 10:
			n = d
		default:
			n += d
		}
		j += w
	}
	return n, j
}

func chineseDigit(r rune) int {
	switch r {
	case '一':
		return 1
	case '二':
		return 2
	case '三':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	case '十':
		return 10
	case '廿':
		return 20
	case '卅':
		return 30
	}
	return 0
}

// compactDay reads 20260410 at the beginning of s; n is 8, or 0 where there is
// no date.
func compactDay(s string) (day calendar.Day, n int) {
	if len(s) < 8 || s[0] != '1' && s[0] != '2' {
		return 0, 0
	}
	v := 0
	for i := 0; i < 8; i++ {
		if !isDigit(s[i]) {
			return 0, 0
		}
		v = v*10 + int(s[i]-'0')
	}
	day, ok := calendar.NewDay(v/10000, v/100%100, v%100)
	if !ok {
		return 0, 0
	}
	return day, 8
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
