package notice

import (
	"fmt"
	"time"

	"github.com/govaudit/govaudit/calendar"
)

// Hours are a part of each day, from a minute of it up to another, which may be on the
// next day. Where both are the same there are none.
type Hours struct{ From, To int }

// UnmarshalText reads 22:00-07:30; "" is no hours.
func (h *Hours) UnmarshalText(b []byte) error {
	*h = Hours{}
	if len(b) == 0 {
		return nil
	}
	var a, c, d, e int
	n, err := fmt.Sscanf(string(b), "%2d:%2d-%2d:%2d", &a, &c, &d, &e)
	if err != nil || n != 4 || a < 0 || a > 23 || c < 0 || c > 59 || d < 0 || d > 23 || e < 0 || e > 59 ||
		fmt.Sprintf("%02d:%02d-%02d:%02d", a, c, d, e) != string(b) {
		return fmt.Errorf("免打扰时段 %q 应写成 22:00-07:30；不要免打扰写 \"\"", b)
	}
	*h = Hours{a*60 + c, d*60 + e}
	return nil
}

// MarshalText writes them as they are read.
func (h Hours) MarshalText() ([]byte, error) {
	if h.From == h.To {
		return nil, nil
	}
	return fmt.Appendf(nil, "%02d:%02d-%02d:%02d", h.From/60, h.From%60, h.To/60, h.To%60), nil
}

// Contain reports whether a time of day lies in them, in the zone of t.
func (h Hours) Contain(t time.Time) bool {
	m := t.Hour()*60 + t.Minute()
	if h.From <= h.To {
		return h.From <= m && m < h.To
	}
	return m >= h.From || m < h.To
}

// Hindrance says in Chinese why nothing is sent at t; "" where something may be.
func (s Settings) Hindrance(t time.Time, c *calendar.Calendar) string {
	if s.Quiet.Contain(t) {
		text, _ := s.Quiet.MarshalText()
		return "现在是免打扰时段（" + string(text) + "）"
	}
	if working, _ := c.Workday(calendar.DayOf(t, t.Location())); !working {
		return "今天不是工作日"
	}
	return ""
}

// Due reports whether digests are to be made at now, the last ones having been made at
// last: what fell due in quiet hours, on a day off or during a stop is made up for
// once. Both are read in the zone of now.
func (s Settings) Due(last, now time.Time, c *calendar.Calendar) bool {
	_, due := s.At.Latest(last, now)
	return due && s.Hindrance(now, c) == ""
}

// Next is when digests are made next after now, at the earliest; the zero time if
// never.
func (s Settings) Next(now time.Time, c *calendar.Calendar) time.Time {
	for t := s.At.Next(now); !t.IsZero() && t.Before(now.AddDate(1, 0, 0)); t = s.At.Next(t) {
		if s.Hindrance(t, c) == "" {
			return t
		}
	}
	return time.Time{}
}
