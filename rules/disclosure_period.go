package rules

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/calendar"
)

// duePeriod is the last period whose item is due on the day of judgement.
type duePeriod struct {
	kind     disclosurePeriod
	year     int
	from, to int          // months, 1 to 12
	first    calendar.Day // from which day on the item can have come
	last     calendar.Day // until when a title without a period can be of it; 0: no end
	due      calendar.Day // the last day in time
}

// String names the period in Chinese.
func (p duePeriod) String() string {
	switch p.kind {
	case "half":
		return fmt.Sprintf("%d年%s半年", p.year, map[bool]string{true: "上", false: "下"}[p.to == 6])
	case "quarter":
		return fmt.Sprintf("%d年第%d季度", p.year, p.to/3)
	case "month":
		return fmt.Sprintf("%d年%d月", p.year, p.to)
	}
	return fmt.Sprintf("%d年度", p.year)
}

// wanted returns the last period that is due on the day asOf. The day of the
// deadline itself is still in time.
func (k *disclosure) wanted(asOf calendar.Day) duePeriod {
	if k.Period == "year" {
		in := asOf.Year()
		if asOf <= k.Due.in(in) {
			in--
		}
		p := duePeriod{kind: "year", year: in, from: 1, to: 12, first: calendar.MustDay(in, 1, 1), due: k.Due.in(in)}
		p.last = calendar.MustDay(in, 12, 31)
		if k.Year == "previous" {
			p.year = in - 1
		}
		return p
	}
	months := map[disclosurePeriod]int{"half": 6, "quarter": 3, "month": 1}[k.Period]
	// The period in which asOf lies is not over; go back until one is due.
	year, month, _ := asOf.Date()
	start := calendar.MustDay(year, (int(month)-1)/months*months+1, 1)
	for range 40 {
		end := start
		start = start.AddDate(0, -months, 0)
		due := end.AddDate(k.Grace.years, k.Grace.months, k.Grace.days-1)
		if asOf <= due {
			continue
		}
		y, m, _ := start.Date()
		return duePeriod{kind: k.Period, year: y, from: int(m), to: int(m) + months - 1, first: end, last: end.AddDate(0, months, 0) - 1, due: due}
	}
	return duePeriod{kind: k.Period, year: asOf.Year() - 1, from: 1, to: 12, first: asOf, due: asOf}
}

// dated reports that an item whose title names no period is of p by its day.
func (p duePeriod) dated(day calendar.Day) bool {
	return day != 0 && day >= p.first && (p.last == 0 || day <= p.last || p.kind != "year")
}

// saying is what a title says of a period.
type saying int

const (
	saysNone saying = iota // it names none
	saysYes
	saysOther
)

// said reports what a folded title says of the period. One that names no year is
// of the year before its day, or of its day's.
func (p duePeriod) said(title string, day calendar.Day) saying {
	years := yearsIn(title)
	spans := spansIn(title)
	if p.kind == "year" {
		switch {
		case len(years) == 0:
			return saysNone
		case has(years, p.year):
			return saysYes
		}
		return saysOther
	}
	switch {
	case len(years) > 0 && !has(years, p.year):
		return saysOther
	case len(years) == 0 && len(spans) == 0:
		return saysNone
	case len(years) == 0 && day == 0:
		return saysNone
	case len(years) == 0 && (day < p.first.AddDate(0, 0, -31) || day >= p.first.AddDate(1, 0, -31)):
		return saysOther
	case len(spans) == 0:
		// A whole year's item tells of its last period; else its day must tell.
		if p.to == 12 && (day == 0 || day >= p.first) {
			return saysYes
		}
		return saysNone
	}
	for _, s := range spans {
		if s.to == p.to || s.from >= p.from && s.to <= p.to {
			return saysYes
		}
	}
	return saysOther
}

// later reports that an item of another period shows that the site keeps up: it is
// of a later one, or was published since this one could come under the name of a
// neighbouring year, as a final account is that goes by the year it came out in.
func (p duePeriod) later(title string, day calendar.Day) bool {
	for _, y := range yearsIn(title) {
		if y > p.year {
			return true
		}
		if p.kind == "year" && y == p.year-1 && day >= p.first {
			return true
		}
		for _, s := range spansIn(title) {
			if p.kind != "year" && y == p.year && s.to > p.to {
				return true
			}
		}
	}
	return false
}

func has(list []int, n int) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}

var (
	yearRange = regexp.MustCompile(`(20\d\d)年?(?:[-—–~至到]+)(20\d\d)`)
	bareYears = regexp.MustCompile(`20\d\d`)
)

// yearsIn returns every year a folded title names, those of a range too.
func yearsIn(title string) []int {
	var out []int
	for _, m := range yearRange.FindAllStringSubmatch(title, -1) {
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[2])
		for y := a; y <= b && y < a+20; y++ {
			out = append(out, y)
		}
	}
	for _, at := range bareYears.FindAllStringIndex(title, -1) {
		if joined(title, at[0]-1) || joined(title, at[1]) && !sixDigits(title[at[0]:]) {
			continue
		}
		y, _ := strconv.Atoi(title[at[0]:at[1]])
		out = append(out, y)
	}
	if strings.ContainsAny(title, "〇零○") || strings.Contains(title, "二o") {
		for i := range title {
			if strings.HasPrefix(title[i:], "年") {
				if y, n := yearBefore(title[:i]); n > 0 && !has(out, y) {
					out = append(out, y)
				}
			}
		}
	}
	return out
}

// joined reports that a digit stands at i.
func joined(s string, i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }

// sixDigits reports that s begins with a year and a month and ends the number
// there, or goes on with a day: 202603, 20260310.
func sixDigits(s string) bool {
	n := 0
	for joined(s, n) {
		n++
	}
	return (n == 6 || n == 8) && s[4:6] >= "01" && s[4:6] <= "12"
}

// monthSpan is a run of months a title speaks of.
type monthSpan struct{ from, to int }

var (
	quarterOf  = regexp.MustCompile(`(?:第)?([一二三四1-4])季度|q([1-4])`)
	monthRange = regexp.MustCompile(`(\d{1,2})月?(?:份)?(?:[-—–~至到]+)(\d{1,2})月`)
	oneMonth   = regexp.MustCompile(`(\d{1,2})月`)
	chineseMon = regexp.MustCompile(`(十一|十二|[一二三四五六七八九十])月份?`)
	yearMonth  = regexp.MustCompile(`20\d\d[-.]?(0[1-9]|1[0-2])`)
)

// spansIn returns the runs of months that a folded title speaks of.
func spansIn(title string) []monthSpan {
	var out []monthSpan
	add := func(from, to int) {
		if from >= 1 && to >= from && to <= 12 {
			out = append(out, monthSpan{from, to})
		}
	}
	for _, m := range quarterOf.FindAllStringSubmatch(title, -1) {
		q := strings.Index("一二三四", m[1])/len("一") + 1
		if m[1] == "" || m[1][0] < 0x80 {
			q, _ = strconv.Atoi(m[1] + m[2])
		}
		add(3*q-2, 3*q)
	}
	if strings.Contains(title, "上半年") || strings.Contains(title, "半年度") {
		add(1, 6)
	}
	if strings.Contains(title, "下半年") {
		add(7, 12)
	}
	if strings.Contains(title, "前三季度") {
		add(1, 9)
	}
	rest := monthRange.ReplaceAllStringFunc(title, func(s string) string {
		m := monthRange.FindStringSubmatch(s)
		from, _ := strconv.Atoi(m[1])
		to, _ := strconv.Atoi(m[2])
		if from > 12 { // the year before a month: 2025-12月
			from = to
		}
		add(from, to)
		return " "
	})
	for _, m := range oneMonth.FindAllStringSubmatch(rest, -1) {
		n, _ := strconv.Atoi(m[1])
		add(n, n)
	}
	for _, m := range chineseMon.FindAllStringSubmatch(rest, -1) {
		n := hanNumber(m[1])
		add(n, n)
	}
	for _, m := range yearMonth.FindAllStringSubmatch(rest, -1) {
		n, _ := strconv.Atoi(m[1])
		add(n, n)
	}
	return out
}

// hanNumber reads 一 to 九十九; 0 where it is none.
func hanNumber(s string) int {
	n, seen := 0, false
	for _, r := range s {
		if r == '十' {
			if !seen {
				n = 1
			}
			n, seen = n*10, true
			continue
		}
		d := strings.IndexRune("一二三四五六七八九", r)
		if d < 0 {
			return 0
		}
		if seen && n >= 10 {
			return n + d/len("一") + 1
		}
		n, seen = d/len("一")+1, true
	}
	return n
}
