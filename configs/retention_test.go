package configs_test

import (
	"testing"
	"time"

	"github.com/govaudit/govaudit/configs"
)

func TestRetention(t *testing.T) {
	for _, tt := range []struct {
		name  string
		pages int
		ok    bool
	}{
		{"everything is kept", 0, true},
		{"a year", 365, true},
		{"the least there may be", 90, true},
		{"too short to answer for what was found", 89, false},
		{"less than nothing", -1, false},
		{"beyond all calendars", 100_000, false},
	} {
		if err := (configs.Retention{Pages: tt.pages}).Validate(); (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	now := time.Date(2026, 4, 10, 3, 0, 0, 0, time.UTC)
	if got := (configs.Retention{Pages: 100}).Before(now); !got.Equal(time.Date(2025, 12, 31, 3, 0, 0, 0, time.UTC)) {
		t.Errorf("old is what began before %v", got)
	}
	if got := (configs.Retention{}).Before(now); !got.IsZero() {
		t.Errorf("where all is kept, old is what began before %v", got)
	}
}
