package notice

import (
	"testing"
	"time"
)

func TestDue(t *testing.T) {
	s, c := Defaults(), holidays(t) // at nine, Monday to Friday
	at := func(text string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, tt := range []struct {
		name      string
		last, now string
		want      bool
	}{
		{"the hour has come", "2026-04-09 09:00", "2026-04-10 09:00", true},
		{"it has not", "2026-04-09 09:00", "2026-04-10 08:59", false},
		{"it was dealt with", "2026-04-10 09:00", "2026-04-10 15:00", false},
		{"the program stood still in the morning", "2026-04-09 09:00", "2026-04-10 14:00", true},
		{"and at night it is quiet", "2026-04-09 09:00", "2026-04-10 22:00", false},
		{"and early in the morning", "2026-04-09 09:00", "2026-04-13 07:29", false},
		{"on Saturday what Friday missed waits", "2026-04-09 09:00", "2026-04-11 10:00", false},
		{"on a Saturday that is worked it does not", "2026-05-08 08:00", "2026-05-09 10:00", true},
		{"on a holiday it waits", "2026-09-30 09:00", "2026-10-01 09:00", false},
		{"until the first day of work", "2026-09-30 09:00", "2026-10-08 09:00", true},
	} {
		if got := s.Due(at(tt.last), at(tt.now), c); got != tt.want {
			t.Errorf("%s: due %v, want %v", tt.name, got, tt.want)
		}
	}
	if got := s.Next(at("2026-09-30 09:00"), c); !got.Equal(at("2026-10-08 09:00")) {
		t.Errorf("next at %v", got)
	}
}

func TestHours(t *testing.T) {
	for _, tt := range []struct {
		text, at string
		want     bool
	}{
		{"22:00-07:30", "22:00", true}, {"22:00-07:30", "07:29", true}, {"22:00-07:30", "07:30", false}, {"22:00-07:30", "21:59", false},
		{"12:00-14:00", "13:00", true}, {"12:00-14:00", "14:00", false}, {"", "00:00", false},
	} {
		var h Hours
		if err := h.UnmarshalText([]byte(tt.text)); err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse("15:04", tt.at)
		if err != nil {
			t.Fatal(err)
		}
		if h.Contain(at) != tt.want {
			t.Errorf("%s in %q: want %v", tt.at, tt.text, tt.want)
		}
		if text, err := h.MarshalText(); err != nil || string(text) != tt.text {
			t.Errorf("%q is written %q", tt.text, text)
		}
	}
}
