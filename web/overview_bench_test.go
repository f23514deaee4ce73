package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"

	"github.com/govaudit/govaudit/audit"
)

// BenchmarkOverview shows 2,000 sites once they have been read: the board itself is
// measured in package standing.
func BenchmarkOverview(b *testing.B) {
	m := fixture()
	for run, list := range m.sites {
		var many []*audit.Site
		for i := range 2000 {
			r := *list[i%2]
			r.ID = fmt.Sprintf("site-%04d", i)
			many = append(many, &r)
		}
		m.sites[run] = many
	}
	s := newTestServer(b, func(c *Config) { c.Archive = m })
	show := func() {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", "/", nil)
		s.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), userKey{}, evaluator)))
		if w.Code != 200 || w.Body.Len() < 10_000 {
			b.Fatal(w.Code, w.Body.Len())
		}
	}
	show()
	b.ReportAllocs()
	for b.Loop() {
		show()
	}
}
