package extract

import "github.com/govaudit/govaudit/calendar"

var englishMonths = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// englishDay reads a date in English whose month's name begins at s[i]: April 3,
// 2026, Apr 3rd 2026; 3 April 2026, 03-Apr-2026. Themes made elsewhere write them
// on pages in Chinese. It returns where the date begins and ends; end is 0 where
// there is none.
func englishDay(s string, i int) (day calendar.Day, start, end int) {
	month, j := englishMonth(s, i)
	if month == 0 {
		return 0, 0, 0
	}
	if dom, from := numberBefore(s, i); dom > 0 {
		if year, k := yearAfter(s, j); year > 0 {
			if day, ok := calendar.NewDay(year, month, dom); ok {
				return day, from, k
			}
		}
	}
	j = skipPunct(s, j)
	dom, k := 0, j
	for k < len(s) && k-j < 2 && isDigit(s[k]) {
		dom = dom*10 + int(s[k]-'0')
		k++
	}
	if dom == 0 {
		return 0, 0, 0
	}
	if k+1 < len(s) && s[k] >= 'a' && s[k+1] >= 'a' && s[k+1] <= 'z' { // 1st, 2nd, 3rd, 4th
		k += 2
	}
	year, k := yearAfter(s, k)
	if year == 0 {
		return 0, 0, 0
	}
	day, ok := calendar.NewDay(year, month, dom)
	if !ok {
		return 0, 0, 0
	}
	return day, i, k
}

// englishMonth reads the name of a month at s[i], whole or its first three letters
// (four of Sept), with or without a full stop; 0 if there is none.
func englishMonth(s string, i int) (month, end int) {
	if i > 0 && isLetter(s[i-1]) {
		return 0, 0
	}
	j := i
	for j < len(s) && j-i < 10 && isLetter(s[j]) {
		j++
	}
	if j-i < 3 {
		return 0, 0
	}
	for m, name := range englishMonths {
		if j-i > len(name) || j-i > 4 && j-i < len(name) || j-i == 4 && len(name) > 4 && name != "september" {
			continue
		}
		same := true
		for k := i; k < j && same; k++ {
			same = s[k]|0x20 == name[k-i]
		}
		if !same {
			continue
		}
		if j < len(s) && s[j] == '.' {
			j++
		}
		return m + 1, j
	}
	return 0, 0
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// skipPunct passes over the blanks, commas and hyphens between parts of a date.
func skipPunct(s string, i int) int {
	for n := 0; n < 3 && i < len(s); n++ {
		k := skipBlank(s, i)
		if k < len(s) && (s[k] == ',' || s[k] == '-') {
			k++
		}
		if k == i {
			break
		}
		i = k
	}
	return i
}

// yearAfter reads a year behind a day or month.
func yearAfter(s string, i int) (year, end int) {
	j := skipPunct(s, i)
	if j == i || j+4 > len(s) || j+4 < len(s) && isDigit(s[j+4]) {
		return 0, 0
	}
	for k := j; k < j+4; k++ {
		if !isDigit(s[k]) {
			return 0, 0
		}
		year = year*10 + int(s[k]-'0')
	}
	if year < 1949 || year > 2100 {
		return 0, 0
	}
	return year, j + 4
}

// numberBefore reads the day of the month that stands before its name.
func numberBefore(s string, i int) (dom, start int) {
	j := i
	for j > 0 && i-j < 2 && (s[j-1] == ' ' || s[j-1] == '-') {
		j--
	}
	if j == i {
		return 0, 0
	}
	k := j
	for k > 0 && j-k < 2 && isDigit(s[k-1]) {
		k--
	}
	if k == j || k > 0 && (isDigit(s[k-1]) || s[k-1] == '.' || s[k-1] == '-' || s[k-1] == '/') {
		return 0, 0
	}
	for _, c := range []byte(s[k:j]) {
		if isDigit(c) {
			dom = dom*10 + int(c-'0')
		}
	}
	return dom, k
}
