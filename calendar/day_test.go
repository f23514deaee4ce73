package calendar

import (
	"testing"
	"time"
)

func TestNewDay(t *testing.T) {
	tests := []struct {
		name    string
		y, m, d int
		want    string // "" for no day
	}{
		{"an ordinary day", 2026, 4, 10, "2026-04-10"},
		{"a leap day", 2024, 2, 29, "2024-02-29"},
		{"no leap day", 2026, 2, 29, ""},
		{"the thirty-first of a month of thirty", 2026, 4, 31, ""},
		{"month thirteen", 2026, 13, 1, ""},
		{"day nought", 2026, 1, 0, ""},
		{"the first believable year", 1949, 10, 1, "1949-10-01"},
		{"the year before it", 1948, 12, 31, ""},
		{"the year after the last", 2101, 1, 1, ""},
	}
	for _, tt := range tests {
		got, ok := NewDay(tt.y, tt.m, tt.d)
		if ok != (tt.want != "") || ok && got.String() != tt.want {
			t.Errorf("%s: got %s, %t", tt.name, got, ok)
		}
	}
}

func TestDayOfDependsOnThePlace(t *testing.T) {
	at := time.Date(2026, 3, 31, 17, 0, 0, 0, time.UTC)
	beijing := time.FixedZone("CST", 8*3600)
	if got := DayOf(at, time.UTC).String(); got != "2026-03-31" {
		t.Errorf("in Greenwich: %s", got)
	}
	if got := DayOf(at, beijing).String(); got != "2026-04-01" {
		t.Errorf("in Beijing: %s", got)
	}
}

func TestDayText(t *testing.T) {
	for _, s := range []string{"2026-02-30", "2026/04/10", "1900-01-01", "x"} {
		var d Day
		if err := d.UnmarshalText([]byte(s)); err == nil {
			t.Errorf("%q was read as %s", s, d)
		}
	}
	var none Day = 7
	if err := none.UnmarshalText(nil); err != nil || none != 0 || none.String() != "" || none.Year() != 0 {
		t.Errorf("no text: %v, %v", none, err)
	}
	d := MustDay(2026, 1, 31)
	if got := d.AddDate(0, 1, 0).String(); got != "2026-03-03" { // as time.Time counts: 31 February
		t.Errorf("a month on: %s", got)
	}
	if d.Weekday() != time.Saturday {
		t.Errorf("weekday %s", d.Weekday())
	}
}
