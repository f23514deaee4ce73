package configs

import (
	"time"

	"github.com/govaudit/govaudit/internal/yamldoc"
)

// Retention is how long is kept what grows without end. Results, scores, decisions and
// the ledger are kept for ever.
type Retention struct {
	// Pages is for how many days the stored pages of a crawl are kept where nothing
	// rests on them; 0: for ever.
	Pages int `yaml:"pages"`
}

// leastDays is for how long pages are kept in any case: reviews and answers take their
// time.
const leastDays = 90

// Validate reports a time that is too short.
func (r Retention) Validate() error {
	if r.Pages != 0 && (r.Pages < leastDays || r.Pages > 36500) {
		return yamldoc.At("pages", "存档网页保留 %d 天不行：至少 %d 天，0 为一直保留", r.Pages, leastDays)
	}
	return nil
}

// Before is up to when crawls are old; zero: none is.
func (r Retention) Before(now time.Time) time.Time {
	if r.Pages == 0 {
		return time.Time{}
	}
	return now.AddDate(0, 0, -r.Pages)
}
