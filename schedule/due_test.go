package schedule_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/govaudit/govaudit/schedule"
)

var shanghai = func() *time.Location {
	loc, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return loc
}()

// at reads "04-01 02:00" of 2026 in Shanghai.
func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+s, shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// look is one moment at which a process looks at its schedule. Between two of them it
// may have been stopped.
type look struct {
	now    string
	cron   string // "": as before
	zone   string // "": as before
	paused string // "by somebody", "resumed", "in the config", "not in the config"
	want   string // what falls due: an instant, or ""
}

func TestDue(t *testing.T) {
	const nightly = "0 2 * * *"
	for _, tt := range []struct {
		name  string
		looks []look
	}{
		{"a new schedule has missed nothing, however often it would have been due", []look{{now: "04-01 12:00", cron: nightly}, {now: "04-01 13:00"}}},
		{"each night once, however often it is looked at", []look{
			{now: "04-01 12:00", cron: nightly}, {now: "04-02 01:59"}, {now: "04-02 02:00", want: "04-02 02:00"},
			{now: "04-02 02:00"}, {now: "04-02 02:01"}, {now: "04-03 01:59"}, {now: "04-03 02:07", want: "04-03 02:00"}, {now: "04-03 02:08"}}},
		{"one night missed in a stop is made up for at the start", []look{
			{now: "04-01 12:00", cron: nightly}, {now: "04-02 09:30", want: "04-02 02:00"}, {now: "04-02 09:31"}, {now: "04-03 02:00", want: "04-03 02:00"}}},
		{"of forty nights missed only the last is made up for", []look{
			{now: "04-01 12:00", cron: nightly}, {now: "05-11 09:30", want: "05-11 02:00"}, {now: "05-11 09:31"}}},
		{"a quarter of an hour missed for a year is found at once", []look{
			{now: "01-01 00:05", cron: "*/15 * * * *"}, {now: "12-31 23:59", want: "12-31 23:45"}, {now: "12-31 23:59"}}},
		{"once a year, seen a month late", []look{{now: "01-01 12:00", cron: "0 8 1 4 *"}, {now: "05-01 08:00", want: "04-01 08:00"}, {now: "05-02 08:00"}}},
		{"an edit to a later hour on the same morning does not do the night's work twice", []look{
			{now: "04-01 12:00", cron: nightly}, {now: "04-02 02:00", want: "04-02 02:00"}, {now: "04-02 04:00", cron: "0 3 * * *"},
			{now: "04-02 04:01"}, {now: "04-03 02:30"}, {now: "04-03 03:00", want: "04-03 03:00"}}},
		{"what was missed before an edit was seen is made up for once", []look{
			{now: "04-01 12:00", cron: nightly}, {now: "04-02 04:00", cron: "0 3 * * *", want: "04-02 02:00"}, {now: "04-02 04:01"}, {now: "04-03 03:00", want: "04-03 03:00"}}},
		{"an edit to an earlier hour waits for the next one", []look{
			{now: "04-01 12:00", cron: nightly}, {now: "04-01 13:00", cron: "30 12 * * *"}, {now: "04-02 02:00"}, {now: "04-02 12:30", want: "04-02 12:30"}}},
		{"a zone that was changed counts from when it was seen", []look{
			{now: "04-01 12:00", cron: nightly}, {now: "04-02 02:00", want: "04-02 02:00"}, {now: "04-02 09:00", zone: "UTC"},
			{now: "04-02 09:59"}, {now: "04-02 10:00", want: "04-02 10:00"}, {now: "04-02 10:01"}}},
		{"what falls due while somebody has paused it is not made up for", []look{
			{now: "04-01 12:00", cron: nightly}, {now: "04-01 13:00", paused: "by somebody"}, {now: "04-02 02:00"}, {now: "04-03 02:00"},
			{now: "04-03 10:00", paused: "resumed"}, {now: "04-03 10:01"}, {now: "04-04 02:00", want: "04-04 02:00"}}},
		{"nor what falls due while the config has paused it", []look{
			{now: "04-01 12:00", cron: nightly, paused: "in the config"}, {now: "04-02 02:00"}, {now: "04-02 10:00"},
			{now: "04-02 10:05", paused: "not in the config"}, {now: "04-02 10:06"}, {now: "04-03 02:00", want: "04-03 02:00"}}},
		{"nor what fell due in a stop before the config was changed to pause it no more", []look{
			{now: "04-01 12:00", cron: nightly, paused: "in the config"}, {now: "04-05 10:00", paused: "not in the config"}, {now: "04-06 02:00", want: "04-06 02:00"}}},
		{"nor what was missed before the config paused it", []look{
			{now: "04-01 12:00", cron: nightly}, {now: "04-02 09:00", paused: "in the config"}, {now: "04-03 09:00", paused: "not in the config"}, {now: "04-03 09:01"}}},
		{"a clock that was set back does nothing twice", []look{
			{now: "04-01 12:00", cron: nightly}, {now: "04-02 02:00", want: "04-02 02:00"}, {now: "04-01 23:00"}, {now: "04-02 02:00"}, {now: "04-03 02:00", want: "04-03 02:00"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var s schedule.Schedule
			var st schedule.Status
			zone := shanghai
			for i, l := range tt.looks {
				step := fmt.Sprintf("look %d at %s", i+1, l.now)
				now := at(t, l.now)
				if l.cron != "" {
					s.Cron = mustCron(t, l.cron)
				}
				s.Name = "每日"
				if l.zone != "" {
					loc, err := time.LoadLocation(l.zone)
					if err != nil {
						t.Fatal(err)
					}
					zone = loc
				}
				switch l.paused {
				case "by somebody":
					st.PausedBy = "张三"
				case "resumed": // as the store does it
					st.PausedBy, st.Since = "", now
				case "in the config":
					s.Paused = true
				case "not in the config":
					s.Paused = false
				}
				due, ok, next := schedule.Due(s, st, now.In(zone))
				st = next
				if ok != (l.want != "") {
					t.Fatalf("%s: due %s, %t; want %q", step, due, ok, l.want)
				}
				if ok && !due.Equal(at(t, l.want)) {
					t.Fatalf("%s: %s is due, want %s", step, due.In(shanghai), l.want)
				}
			}
		})
	}
}

func mustCron(t *testing.T, text string) schedule.Cron {
	t.Helper()
	c, err := schedule.ParseCron(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNextIsToldUnlessPaused(t *testing.T) {
	s := schedule.Schedule{Name: "每日", Cron: mustCron(t, "30 2 * * 1")}
	now := at(t, "04-01 12:00") // a Wednesday
	if next, ok := schedule.Next(s, schedule.Status{}, now); !ok || !next.Equal(at(t, "04-06 02:30")) {
		t.Errorf("next = %s, %t; want Monday 04-06 02:30", next, ok)
	}
	if _, ok := schedule.Next(s, schedule.Status{PausedBy: "张三"}, now); ok {
		t.Error("a paused schedule has a next time")
	}
}

func TestParseCron(t *testing.T) {
	for _, tt := range []struct {
		text string
		ok   bool
	}{
		{"0 2 * * *", true},
		{"  0   2 * * 1-5 ", true},
		{"*/10 8-18 * * MON", true},
		{"@daily", true},
		{"0 0 29 2 *", true},
		{"", false},
		{"0 2 * *", false},
		{"0 0 2 * * *", false}, // seconds
		{"61 2 * * *", false},
		{"*/0 * * * *", false},
		{"0 0 30 2 *", false}, // no such day
		{"@every 1h", false},  // no instants of its own
		{"@reboot", false},
		{"TZ=0", false},
		{"CRON_TZ=Asia/Shanghai 0 2 * * *", false},
		{"每天两点", false},
	} {
		if _, err := schedule.ParseCron(tt.text); (err == nil) != tt.ok {
			t.Errorf("ParseCron(%q): %v; want it read: %t", tt.text, err, tt.ok)
		}
	}
}

// FuzzParseCron holds that no text breaks the parser, and that what it reads falls due.
func FuzzParseCron(f *testing.F) {
	for _, seed := range []string{"0 2 * * *", "*/15 * * * *", "0 0 29 2 *", "@hourly", "1-5/2,7 0 1 JAN SUN", "TZ= * * * * *"} {
		f.Add(seed)
	}
	now := time.Date(2026, 4, 1, 0, 0, 30, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := schedule.ParseCron(text)
		if err != nil {
			return
		}
		next := c.Next(now)
		if !next.After(now) {
			t.Fatalf("%q: next after %s is %s", text, now, next)
		}
		if got, ok := c.Latest(now, next); !ok || !got.Equal(next) {
			t.Fatalf("%q: latest up to %s is %s, %t", text, next, got, ok)
		}
		if again, err := schedule.ParseCron(c.String()); err != nil || !again.Next(now).Equal(next) {
			t.Fatalf("%q is written as %q, which is another", text, c)
		}
	})
}
