package schedule

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Cron is when something falls due, as a cron expression says it. The zero value
// never falls due.
type Cron struct {
	text string
	spec cron.Schedule
}

// maxCron bounds an expression: nobody writes a longer one.
const maxCron = 200

// ParseCron reads five fields (minute, hour, day, month, weekday) or one of @hourly,
// @daily, @weekly, @monthly and @yearly. The time zone is that of the times it is
// asked about.
func ParseCron(text string) (Cron, error) {
	text = strings.Join(strings.Fields(text), " ")
	switch {
	case text == "":
		return Cron{}, errors.New("缺少 cron 表达式：写“分 时 日 月 星期”，如 0 2 * * * 是每天 2:00")
	case len(text) > maxCron:
		return Cron{}, fmt.Errorf("cron 表达式长 %d 个字节，太长", len(text))
	case strings.Contains(text, "="):
		return Cron{}, fmt.Errorf("cron 表达式 %q 不能带时区：时区由配置的 timezone 决定", text)
	case strings.HasPrefix(text, "@every"):
		return Cron{}, fmt.Errorf("cron 表达式 %q 没有固定的时刻，停机后无法补做：写成五段，如 0 */6 * * * 是每 6 小时", text)
	}
	spec, err := cron.ParseStandard(text)
	if err != nil {
		return Cron{}, fmt.Errorf("cron 表达式 %q 无法识别：应为“分 时 日 月 星期”五段，如 0 2 * * * 是每天 2:00（%w）", text, err)
	}
	c := Cron{text, spec}
	if c.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return Cron{}, fmt.Errorf("cron 表达式 %q 永远不会到：没有这样的日子", text)
	}
	return c, nil
}

// String returns the expression.
func (c Cron) String() string { return c.text }

// Next returns the first due instant after t, in the zone of t; the zero time if
// there is none.
func (c Cron) Next(t time.Time) time.Time {
	if c.spec == nil {
		return time.Time{}
	}
	return c.spec.Next(t)
}

// Latest returns the last due instant after since and not after now, in the zone of
// now.
func (c Cron) Latest(since, now time.Time) (time.Time, bool) {
	since = since.In(now.Location())
	for step := 2 * time.Hour; ; step *= 4 {
		from, whole := now.Add(-step), false
		if !from.After(since) {
			from, whole = since, true
		}
		var last time.Time
		for t := c.Next(from); !t.IsZero() && !t.After(now); t = c.Next(t) {
			last = t
		}
		if !last.IsZero() || whole || step > farthest {
			return last, !last.IsZero()
		}
	}
}

// farthest is how far back is looked for what was missed: the rarest expression, a
// 29 February, comes once in eight years at most.
const farthest = 9 * 366 * 24 * time.Hour

// UnmarshalText reads an expression.
func (c *Cron) UnmarshalText(b []byte) (err error) {
	*c, err = ParseCron(string(b))
	return err
}

// MarshalText writes it as it is read.
func (c Cron) MarshalText() ([]byte, error) { return []byte(c.text), nil }
