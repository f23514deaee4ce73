package audit

import (
	"slices"
	"testing"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
)

// A site is judged as it will be if nothing changes: each defect is told with the first
// day on which there will be one.
func TestAhead(t *testing.T) {
	today := calendar.MustDay(2026, 4, 10)
	type turn struct {
		rule, code, subject string
		in                  int // days until it is a defect
	}
	find := func(turns []turn, on calendar.Day, only []string) []rules.Finding {
		var out []rules.Finding
		for _, x := range turns {
			if only != nil && !slices.Contains(only, x.rule) {
				continue
			}
			f := rules.Finding{Rule: x.rule, Outcome: rules.Pass}
			if on >= today.AddDate(0, 0, x.in) {
				f.Outcome = rules.Fail
				f.Defects = []rules.Defect{{Code: x.code, Subject: x.subject, Outcome: rules.Fail, Message: on.String()}}
			}
			out = append(out, f)
		}
		return out
	}
	for name, tt := range map[string]struct {
		turns []turn
		days  int
		want  []string
	}{
		"nothing is asked for":                              {[]turn{{"a", "stale", "x", 3}}, 0, nil},
		"nothing will be wrong":                             {[]turn{{"a", "stale", "x", 31}}, 30, nil},
		"a defect of today is no warning":                   {[]turn{{"a", "stale", "x", 0}}, 30, nil},
		"tomorrow":                                          {[]turn{{"a", "stale", "x", 1}}, 30, []string{"a x 2026-04-11"}},
		"the last day looked at":                            {[]turn{{"a", "stale", "x", 30}}, 30, []string{"a x 2026-05-10"}},
		"several rules on several days, the nearest first":  {[]turn{{"a", "stale", "x", 17}, {"b", "late", "y", 5}, {"c", "stale", "z", 40}}, 30, []string{"b y 2026-04-15", "a x 2026-04-27"}},
		"two subjects of one rule keep their days":          {[]turn{{"a", "stale", "x", 9}, {"a", "stale", "y", 8}}, 30, []string{"a y 2026-04-18", "a x 2026-04-19"}},
		"one day ahead is told whether it will be tomorrow": {[]turn{{"a", "stale", "x", 1}, {"b", "stale", "x", 2}}, 1, []string{"a x 2026-04-11"}},
	} {
		var got []string
		for _, b := range ahead(find(tt.turns, today, nil), today, tt.days, func(on calendar.Day, only []string) []rules.Finding {
			return find(tt.turns, on, only)
		}) {
			if b.Message != b.Day.String() {
				t.Errorf("%s: the message is of %s, the day %s", name, b.Message, b.Day)
			}
			got = append(got, b.Rule+" "+b.Subject+" "+b.Day.String())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
