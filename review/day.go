package review

import (
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/calendar"
)

// dayWriting turns the ways people write a date into one.
var dayWriting = strings.NewReplacer("年", "-", "月", "-", "日", "", "/", "-", ".", "-", "．", "-", "－", "-", "／", "-", " ", "")

// dayOf reads a day as people write it in a cell: 2026-12-31, 2026/12/31,
// 2026.12.31, 2026年12月31日 or 20261231.
func dayOf(s string) (calendar.Day, bool) {
	if len(s) > 40 {
		return 0, false
	}
	s = dayWriting.Replace(s)
	if len(s) == 8 && !strings.Contains(s, "-") {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	parts := strings.Split(s, "-")
	if len(parts) != 3 || len(parts[0]) != 4 {
		return 0, false
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.ParseUint(p, 10, 16)
		if err != nil || len(p) > 4 || i > 0 && len(p) > 2 {
			return 0, false
		}
		n[i] = int(v)
	}
	return calendar.NewDay(n[0], n[1], n[2])
}
