package extract

import (
	"strings"

	"github.com/govaudit/govaudit/calendar"
)

// urlDay reads the date a CMS writes into an address and returns it with the
// characters it was read from. Known forms: /2020/1/17/, /2022/08-11/,
// /2020-05/27/, /2020-05-27/, /20200527/, t20260313_1.html, /2016/COLUMN_0720/.
// A month (/202311/) is not a day, a bare number as file name may be a serial
// number, and the query is never read.
func urlDay(address string) (calendar.Day, string, bool) {
	path := address
	if i := strings.Index(path, "://"); i >= 0 {
		path = path[i+3:]
	}
	if i := strings.IndexByte(path, '/'); i >= 0 {
		path = path[i:]
	} else {
		return 0, "", false
	}
	if i := strings.IndexAny(path, "?#;"); i >= 0 {
		path = path[:i]
	}
	if len(path) > 1024 {
		return 0, "", false
	}
	// The deepest date is the page's own: folders above it may be those of a topic.
	segs := strings.Split(path, "/")
	for i := len(segs) - 1; i > 0; i-- {
		if day, quote, ok := segmentDay(segs, i); ok {
			return day, quote, true
		}
	}
	return 0, "", false
}

func segmentDay(segs []string, i int) (calendar.Day, string, bool) {
	seg, last := segs[i], i == len(segs)-1
	if seg == "" {
		return 0, "", false
	}
	if name, ok := strings.CutPrefix(seg, "t"); ok && last {
		if day, n := compactDay(name); n > 0 && (n == len(name) || !isDigit(name[n])) {
			return day, "t" + name[:n], true
		}
	}
	if day, n := compactDay(seg); n == len(seg) && !last {
		return day, seg, true
	}
	if m, ok := nextDay(seg, 0); ok && m.start == 0 && (!last || m.end == len(seg) || !isDigit(seg[m.end])) {
		return m.day, seg[m.start:m.end], true
	}
	if last {
		return 0, "", false
	}
	// The day in this folder, the rest in those above it.
	if i >= 3 && isYear(segs[i-2]) {
		if day, ok := civil(segs[i-2], segs[i-1], seg); ok {
			return day, strings.Join(segs[i-2:i+1], "/"), true
		}
	}
	if i >= 2 && isYear(segs[i-1]) {
		if m, d, ok := strings.Cut(seg, "-"); ok {
			if day, ok := civil(segs[i-1], m, d); ok {
				return day, segs[i-1] + "/" + seg, true
			}
		}
		if k := len(seg) - 5; k > 0 && seg[k] == '_' {
			if day, ok := civil(segs[i-1], seg[k+1:k+3], seg[k+3:]); ok {
				return day, segs[i-1] + "/" + seg, true
			}
		}
		if len(seg) == 4 {
			if day, ok := civil(segs[i-1], seg[:2], seg[2:]); ok {
				return day, segs[i-1] + "/" + seg, true
			}
		}
	}
	if i >= 2 {
		if y, m, ok := strings.Cut(segs[i-1], "-"); ok && isYear(y) {
			if day, ok := civil(y, m, seg); ok {
				return day, segs[i-1] + "/" + seg, true
			}
		}
	}
	return 0, "", false
}

func isYear(s string) bool {
	return len(s) == 4 && (s[:2] == "19" || s[:2] == "20") && isDigit(s[2]) && isDigit(s[3])
}

// civil makes a day of three decimal strings of the usual lengths.
func civil(y, m, d string) (calendar.Day, bool) {
	if !isYear(y) {
		return 0, false
	}
	mm, ok1 := upTo2(m)
	dd, ok2 := upTo2(d)
	if !ok1 || !ok2 {
		return 0, false
	}
	yy := int(y[0]-'0')*1000 + int(y[1]-'0')*100 + int(y[2]-'0')*10 + int(y[3]-'0')
	return calendar.NewDay(yy, mm, dd)
}

func upTo2(s string) (int, bool) {
	switch {
	case len(s) == 1 && isDigit(s[0]):
		return int(s[0] - '0'), true
	case len(s) == 2 && isDigit(s[0]) && isDigit(s[1]):
		return int(s[0]-'0')*10 + int(s[1]-'0'), true
	}
	return 0, false
}
