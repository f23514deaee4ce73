package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/access"
)

// address is where a test visits a route.
func address(r route) string {
	if r.example != "" {
		return r.example
	}
	_, at, _ := strings.Cut(r.pattern, " ")
	return strings.TrimSuffix(at, "{$}")
}

// visitorOf is somebody who may see all there is to see on a route.
func visitorOf(r route) access.User {
	if r.action == access.Public {
		return nobody
	}
	return administrator
}

func TestPages(t *testing.T) {
	s := newTestServer(t, nil)
	for _, r := range s.routes {
		if !strings.HasPrefix(r.pattern, "GET ") {
			continue
		}
		if at := address(r); strings.Contains(at, "{") {
			t.Errorf("%s has no example", r.pattern)
		} else if res := s.get(t, visitorOf(r), at); res.Code != http.StatusOK {
			t.Errorf("GET %s: %d: %s", at, res.Code, s.log)
		}
	}
}
