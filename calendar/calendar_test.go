package calendar

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

func shipped(t testing.TB) *Calendar {
	t.Helper()
	c, err := Load(os.DirFS("../configs/calendar"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func day(t testing.TB, s string) Day {
	t.Helper()
	var d Day
	if err := d.UnmarshalText([]byte(s)); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWorkday(t *testing.T) {
	tests := []struct {
		name, day      string
		working, known bool
	}{
		{"an ordinary Friday", "2026-04-10", true, true},
		{"an ordinary Saturday", "2026-04-11", false, true},
		{"a holiday on a Thursday", "2026-01-01", false, true},
		{"a Saturday worked before the Spring Festival", "2026-02-14", true, true},
		{"the last day of the longest Spring Festival", "2026-02-23", false, true},
		{"the day after it", "2026-02-24", true, true},
		{"the first working day after the lengthened holiday of 2020", "2020-02-03", true, true},
		{"New Year's holiday that begins in December", "2022-12-31", false, true},
		{"a Monday in December that the next year's notice freed, without its own year's file", "2018-12-31", false, true},
		{"a summer Tuesday of a year without a notice", "2027-07-20", true, true},
		{"a summer Sunday of a year without a notice", "2027-07-25", false, true},
		{"an October weekday of a year without a notice", "2027-10-04", true, false},
		{"an October Sunday of a year without a notice", "2027-10-10", false, false},
		{"the last Thursday of the last year that has a notice", "2026-12-31", true, false},
	}
	c := shipped(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			working, known := c.Workday(day(t, tt.day))
			if known != tt.known || working != tt.working {
				t.Errorf("Workday(%s) = %t, %t; want %t, %t", tt.day, working, known, tt.working, tt.known)
			}
		})
	}
}

func TestBetween(t *testing.T) {
	tests := []struct {
		name, from, to string
		min, max       int
	}{
		{"the day itself does not count", "2026-04-10", "2026-04-10", 0, 0},
		{"the next day counts", "2026-04-08", "2026-04-09", 1, 1},
		{"a weekend is passed over", "2026-04-10", "2026-04-13", 1, 1},
		{"backwards is none", "2026-04-13", "2026-04-10", 0, 0},
		{"no date is none", "", "2026-04-10", 0, 0},
		{"a worked Saturday and the first day back", "2026-02-13", "2026-02-24", 2, 2},
		{"National Day with both worked weekends", "2025-09-26", "2025-10-11", 6, 6},
		{"a year without a notice, outside its seasons", "2027-07-16", "2027-07-23", 5, 5},
		{"a year without a notice, in its autumn season", "2027-09-30", "2027-10-08", 0, 8},
	}
	c := shipped(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var from Day
			if tt.from != "" {
				from = day(t, tt.from)
			}
			min, max := c.Between(from, day(t, tt.to))
			if min != tt.min || max != tt.max {
				t.Errorf("Between = %d, %d; want %d, %d", min, max, tt.min, tt.max)
			}
		})
	}
}

func TestAddWorkdays(t *testing.T) {
	tests := []struct {
		name, from       string
		n                int
		earliest, latest string
	}{
		{"none", "2026-04-10", 0, "2026-04-10", "2026-04-10"},
		{"one, over a weekend", "2026-04-10", 1, "2026-04-13", "2026-04-13"},
		{"two, over the Spring Festival", "2026-02-13", 2, "2026-02-24", "2026-02-24"},
		{"twenty, in a plain month", "2026-07-01", 20, "2026-07-29", "2026-07-29"},
		{"one, in a season without a notice", "2027-10-01", 1, "2027-10-02", "2027-10-15"}, // nine days can be taken at most
	}
	c := shipped(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			earliest, latest := c.AddWorkdays(day(t, tt.from), tt.n)
			if earliest != day(t, tt.earliest) || latest != day(t, tt.latest) {
				t.Errorf("AddWorkdays = %s, %s; want %s, %s", earliest, latest, tt.earliest, tt.latest)
			}
		})
	}
}

// Were the notices unknown, the intervals would have to hold the truth.
func TestIntervalsHoldTheTruth(t *testing.T) {
	known, none := shipped(t), &Calendar{}
	first, last := day(t, "2019-01-01"), day(t, "2026-12-20")
	wide := 0
	for from := first; from < last; from++ {
		for _, length := range []Day{1, 3, 7, 20, 45} {
			to := min(from+length, last)
			truth, same := known.Between(from, to)
			if truth != same {
				t.Fatalf("Between(%s, %s) is an interval although every year is known", from, to)
			}
			least, most := none.Between(from, to)
			if truth < least || truth > most {
				t.Fatalf("Between(%s, %s) = %d, outside %d to %d", from, to, truth, least, most)
			}
			if most > least {
				wide++
			}
		}
	}
	if wide == 0 {
		t.Error("no interval was ever wider than a point")
	}
}

func TestShippedNoticesAreConsistent(t *testing.T) {
	c := shipped(t)
	for y := 2019; y <= 2026; y++ {
		if !c.years[y] {
			t.Errorf("no notice for %d", y)
		}
	}
	continued := day(t, "2020-02-03") // a Monday named because the holiday before it was lengthened
	for d, worked := range c.listed {
		if worked && weekday(d) && d != continued {
			t.Errorf("%s is a working day anyway", d)
		}
	}
}

func TestLoadReportsEveryProblem(t *testing.T) {
	good := "year: 2026\nnotice: [n]\nholidays: [2026-01-01]\nworkdays: [2026-01-04]\n"
	tests := []struct {
		name, file, text string
		want             []string
	}{
		{"a good file", "2026.yaml", good, nil},
		{"an unknown key", "2026.yaml", good + "holiday: []\n", []string{"holiday"}},
		{"a date that does not exist", "2026.yaml", strings.Replace(good, "01-04", "02-30", 1), []string{"2026-02-30"}},
		{"a day named twice", "2026.yaml", strings.Replace(good, "01-04", "01-01", 1), []string{"2026-01-01: named twice"}},
		{"a day of another year, in a file of another name", "2025.yaml", strings.Replace(good, "2026-01-04", "2025-03-01", 1), []string{"file's name", "2025-03-01: not a day of 2026"}},
		{"no notice", "2026.yaml", strings.Replace(good, "[n]", "[]", 1), []string{"no notice"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(fstest.MapFS{tt.file: {Data: []byte(tt.text)}})
			if (err != nil) != (tt.want != nil) {
				t.Fatalf("error %v", err)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not name %q", err, want)
				}
			}
		})
	}
}
