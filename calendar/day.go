// Package calendar counts civil days and working days as Chinese government
// bodies count them. It never reads the clock.
package calendar

import (
	"fmt"
	"time"
)

// Day is a civil date: the number of days since 1970-01-01. The zero Day is
// "no date"; 1970-01-01 itself therefore cannot be expressed, and no page needs it.
type Day int32

// NewDay returns the day y-m-d, and false where that date does not exist
// (2021-02-30) or lies outside the years 1949 to 2100, in which no page's date
// is believable.
func NewDay(y, m, d int) (Day, bool) {
	if y < 1949 || y > 2100 || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0, false
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d {
		return 0, false
	}
	return Day(t.Unix() / 86400), true
}

// MustDay is NewDay for dates known to exist, such as those of a statute; it
// panics otherwise.
func MustDay(y, m, d int) Day {
	day, ok := NewDay(y, m, d)
	if !ok {
		panic(fmt.Sprintf("calendar: no such day %d-%d-%d", y, m, d))
	}
	return day
}

// DayOf returns the civil day on which t falls in the place loc.
func DayOf(t time.Time, loc *time.Location) Day {
	y, m, d := t.In(loc).Date()
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Date returns the year, month and day of the month.
func (d Day) Date() (year int, month time.Month, day int) { return d.utc().Date() }

// Year returns the calendar year, 0 for no date.
func (d Day) Year() int {
	if d == 0 {
		return 0
	}
	return d.utc().Year()
}

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// AddDate adds years, months and days as time.Time.AddDate does.
func (d Day) AddDate(years, months, days int) Day {
	return Day(d.utc().AddDate(years, months, days).Unix() / 86400)
}

// String returns the day as 2006-01-02, and "" for no date.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.utc().Format(time.DateOnly)
}

// MarshalText writes the day as String does.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	t, err := time.Parse(time.DateOnly, string(b))
	if err != nil {
		return fmt.Errorf("日期 %q 应写成 2026-04-10 的样子", b)
	}
	day, ok := NewDay(t.Year(), int(t.Month()), t.Day())
	if !ok {
		return fmt.Errorf("日期 %q 不在 1949 至 2100 年之间", b)
	}
	*d = day
	return nil
}

func (d Day) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }
