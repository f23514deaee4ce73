package crawler

import (
	"testing"
	"time"
)

func TestHowLateASiteIsStillObserved(t *testing.T) {
	over := time.Date(2026, 4, 10, 12, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct{ most, late time.Duration }{
		"a tenth of a short time": {90 * time.Second, 9 * time.Second},
		"half a minute at most":   {30 * time.Minute, 30 * time.Second},
	} {
		cr := &crawl{deadline: over, limits: Limits{MaxTime: tt.most}}
		if got := cr.lateUntil().Sub(over); got != tt.late {
			t.Errorf("%s: %v, want %v", name, got, tt.late)
		}
	}
}
