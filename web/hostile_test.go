package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/rules"
)

// attacks are texts of outside that try to get at who reads them.
func attacks() []string {
	return []string{
		`<script>alert(1)</script>`, `</title></textarea><img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `' onmouseover='alert(1)`,
		`=cmd()`, `javascript:alert(1)`, `{{.Token}}`, `<!--`, "\u202Egnp.exe", "\x00\xff", strings.Repeat("长", 10_000),
	}
}

// attacked is the fixture with one text in every place that comes from outside.
func attacked(text string) *memory {
	m := fixture()
	for _, id := range slices.Sorted(maps.Keys(m.sites)) {
		for _, r := range m.sites[id] {
			r.Name, r.Code, r.Crawl.Stopped = text, text, text
			if r.ID == "nanping" {
				r.URL, r.Department = text, text
			}
			if r.Coverage != nil {
				r.Coverage.Alert = text
				for i := range r.Coverage.Columns {
					r.Coverage.Columns[i].Name, r.Coverage.Columns[i].URL = text, text
				}
			}
			for i := range r.Findings {
				f := &r.Findings[i]
				f.Reason = text
				f.Decided = &rules.Verdict{Reason: text, By: text}
				for k := range f.Defects {
					d := &f.Defects[k]
					d.Message, d.Code = text, text
					d.Subject = text
					d.Evidence = []rules.Evidence{{URL: text, Quote: text, Seen: now, SHA256: text}}
				}
			}
		}
	}
	for _, sn := range m.snapshots {
		for _, p := range sn.list {
			p.Err, p.ContentType = text, "text/html;"+text
			p.Body = []byte(text)
		}
	}
	return m
}

// TestHostile shows every page full of each attack: well formed, and nothing of the
// attack stands in it unescaped.
func TestHostile(t *testing.T) {
	for _, text := range attacks() {
		s := newTestServer(t, func(c *Config) { c.Archive = attacked(text) })
		u := administrator
		u.Display = text
		s.desk.users["admin"] = access.User{Name: "admin", Display: text, Role: access.Administrator, Epoch: 1}
		s.desk.log = append(s.desk.log, access.Entry{At: now, Who: text, From: text, What: text, Object: text, Before: text, After: text})
		if err := s.desk.AddToken(t.Context(), access.Token{ID: "aaaaaaaaaa", Purpose: text, Role: access.Department, Departments: []string{text}, By: text, Until: now.AddDate(0, 1, 0)}, ""); err != nil {
			t.Fatal(err)
		}
		for _, r := range s.routes {
			if method, _, _ := strings.Cut(r.pattern, " "); method != "GET" {
				continue
			}
			who := u
			if r.action == access.Public {
				who = nobody
			}
			w := s.get(t, who, address(r))
			if w.Code >= http.StatusInternalServerError {
				t.Errorf("%.30q: %s: %d: %s", text, address(r), w.Code, s.log)
				s.log.Reset()
				continue
			}
			if body := w.Body.String(); strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
				for _, bad := range []string{"<script>alert", "<img src=x", "<svg onload", "' onmouseover='alert", `href="javascript:`, "\u202E", strings.Repeat("长", 2000)} {
					if whole := strings.Contains(r.pattern, "/stored/"); strings.Contains(body, bad) && (bad[0] != 0xe9 || !whole) { // a stored page is shown whole
						t.Errorf("%.30q: %s holds %.30q", text, address(r), bad)
					}
				}
			}
		}
	}
}
