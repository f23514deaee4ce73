package rules

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/calendar"
)

// age is a period in days, months or years, written 14d, 2 weeks, 6 months,
// 1 year, 14天, 6个月. The zero age is none.
type age struct{ years, months, days int }

func (a age) set() bool { return a != age{} }

// before returns the first day that is within the period ending on d: a thing
// of exactly that age is not too old.
func (a age) before(d calendar.Day) calendar.Day { return d.AddDate(-a.years, -a.months, -a.days) }

// String returns the period in Chinese.
func (a age) String() string {
	switch {
	case a.years > 0:
		return fmt.Sprintf("%d年", a.years)
	case a.months > 0:
		return fmt.Sprintf("%d个月", a.months)
	}
	return fmt.Sprintf("%d天", a.days)
}

// UnmarshalText reads a period.
func (a *age) UnmarshalText(b []byte) error {
	s := strings.ToLower(strings.Join(strings.Fields(string(b)), ""))
	i := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if i > 0 {
		n, err := strconv.Atoi(s[:i])
		if err == nil && n > 0 && n < 10000 && a.unit(n, s[i:]) {
			return nil
		}
	}
	return fmt.Errorf("时限 %q 应写成 14d、2 weeks、6 months、1 year 的样子", string(b))
}

func (a *age) unit(n int, unit string) bool {
	switch unit {
	case "d", "day", "days", "天", "日":
		*a = age{days: n}
	case "w", "week", "weeks", "周":
		*a = age{days: 7 * n}
	case "m", "month", "months", "月", "个月":
		*a = age{months: n}
	case "y", "year", "years", "年":
		*a = age{years: n}
	default:
		return false
	}
	return true
}
