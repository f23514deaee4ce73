package browser

import "time"

// pressing is how long a page may be pressed without anything new coming of it;
// mostPressing is the bound where rows come all the while.
const (
	pressing     = 20 * time.Second
	mostPressing = 45 * time.Second
)

// span is the time in which one way of going through a page has to come to its end.
type span struct{ end, last time.Time }

func newSpan(most time.Duration) *span {
	s := &span{last: time.Now().Add(most)}
	s.came()
	return s
}

// came prolongs the span: there were new rows.
func (s *span) came() {
	if s.end = time.Now().Add(pressing); s.end.After(s.last) {
		s.end = s.last
	}
}

func (s *span) over() bool { return !time.Now().Before(s.end) }
