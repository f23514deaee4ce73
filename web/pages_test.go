package web

import (
	"net/http"
	"strings"
	"testing"
)

// address is where a test visits a route.
func address(r route) string {
	if r.example != "" {
		return r.example
	}
	_, at, _ := strings.Cut(r.pattern, " ")
	return strings.TrimSuffix(at, "{$}")
}

func TestPages(t *testing.T) {
	s := newTestServer(t, nil)
	for _, r := range s.routes {
		if !strings.HasPrefix(r.pattern, "GET ") {
			continue
		}
		if at := address(r); strings.Contains(at, "{") {
			t.Errorf("%s has no example", r.pattern)
		} else if res := s.get(t, administrator, at); res.Code != http.StatusOK {
			t.Errorf("GET %s: %d: %s", at, res.Code, s.log)
		}
	}
}
