package store

import (
	"strings"
	"time"
	"unicode/utf8"
)

// micros is t as stored: UTC, to the microsecond, which both engines keep
// alike; nil for the zero time.
func micros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// instant undoes [micros].
func instant(v *int64) time.Time {
	if v == nil {
		return time.Time{}
	}
	return time.UnixMicro(*v).UTC()
}

// clean makes text from outside storable: PostgreSQL refuses NUL and bytes that
// are not UTF-8, so both become U+FFFD on either engine.
func clean(s string) string {
	if strings.IndexByte(s, 0) < 0 && utf8.ValidString(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.ReplaceAll(s, "\x00", "\uFFFD")
}
