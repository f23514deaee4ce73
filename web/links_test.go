package web

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var leads = regexp.MustCompile(`(?:href|src)="(/[^"#]*)`)

// TestLinksLeadSomewhere follows every link that each person is shown, from their first
// page on: none leads to what is not there, or to what they may not see.
func TestLinksLeadSomewhere(t *testing.T) {
	s := newTestServer(t, nil)
	for _, u := range everybody() {
		seen, queue := map[string]bool{"/": true}, []string{"/"}
		if u.Name == "" {
			queue = []string{"/login"}
		}
		for len(queue) > 0 {
			at := queue[0]
			queue = queue[1:]
			w := s.get(t, u, at)
			if w.Code == http.StatusNotFound && strings.Contains(at, "/stored") {
				continue // the store of the tests holds few pages
			}
			if w.Code != http.StatusOK {
				t.Errorf("%s is led to %s: %d", u.Role, at, w.Code)
			}
			if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || strings.Contains(at, "/files/") {
				continue
			}
			for _, m := range leads.FindAllStringSubmatch(w.Body.String(), -1) {
				if to := html.UnescapeString(m[1]); !seen[to] {
					seen[to] = true
					queue = append(queue, to)
				}
			}
		}
		if u.Name != "" && len(seen) < 15 {
			t.Errorf("links lead %s to %d pages only", u.Role, len(seen))
		}
	}
}
