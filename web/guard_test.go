package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/access"
)

// TestRoutesByRole asks for every route as everybody: who may not is turned away
// before the handler is called, and that is logged.
func TestRoutesByRole(t *testing.T) {
	for _, u := range everybody() {
		s := newTestServer(t, nil)
		for _, r := range s.routes {
			if r.action == access.Public || access.Can(u, r.action, access.Object{}) {
				continue
			}
			s.quota = quota{}
			before := len(s.desk.lines())
			method, _, _ := strings.Cut(r.pattern, " ")
			at := strings.NewReplacer("{", "", "}", "").Replace(address(r))
			req := httptest.NewRequest(method, at, strings.NewReader("token="+formToken))
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := s.do(t, u, req)
			want := http.StatusForbidden
			switch {
			case u.Name == "" && strings.HasPrefix(at, "/api/"):
				want = http.StatusUnauthorized
			case u.Name == "":
				want = http.StatusSeeOther
			}
			if w.Code != want {
				t.Errorf("%s %s as %q: %d, want %d", method, at, u.Name, w.Code, want)
			}
			if logged := len(s.desk.lines()) > before; logged != (u.Name != "") {
				t.Errorf("%s %s as %q: logged %v", method, at, u.Name, logged)
			}
		}
	}
}

// TestSupervisorsOnlyRead holds the table of routes to the promise: what is not a
// GET is never a supervisor's, but for the own account.
func TestSupervisorsOnlyRead(t *testing.T) {
	s := newTestServer(t, nil)
	for _, r := range s.routes {
		if method, _, ok := strings.Cut(r.pattern, " "); !ok || method == "GET" || r.action == access.OwnAccount || r.open {
			continue
		}
		if access.Can(supervisor, r.action, access.Object{}) {
			t.Errorf("%s is open to supervisors", r.pattern)
		}
	}
}

// TestForgedForms sends forms that our pages did not.
func TestForgedForms(t *testing.T) {
	const form = "name=mallory&role=administrator"
	for _, tt := range []struct {
		why    string
		change func(*http.Request)
		body   string
		taken  bool
	}{
		{"with the token of the page", func(*http.Request) {}, form + "&token=" + formToken, true},
		{"without a token", func(*http.Request) {}, form, false},
		{"with an empty token", func(*http.Request) {}, form + "&token=", false},
		{"with another token", func(*http.Request) {}, form + "&token=x", false},
		{"with the token in the address", func(r *http.Request) { r.URL.RawQuery = "token=" + formToken }, form, false},
		{"from another website", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, form + "&token=" + formToken, false},
		{"from a sister host", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }, form + "&token=" + formToken, false},
		{"with a foreign origin", func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, form + "&token=" + formToken, false},
		{"as plain text", func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, form + "&token=" + formToken, false},
		{"as a broken form", func(*http.Request) {}, "%zz", false},
	} {
		s := newTestServer(t, nil)
		r := httptest.NewRequest("POST", "/users", strings.NewReader(tt.body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		tt.change(r)
		w := s.do(t, administrator, r)
		_, there := s.desk.users["mallory"]
		if there != tt.taken || (w.Code == http.StatusOK) != tt.taken {
			t.Errorf("%s: taken %v with %d, want %v", tt.why, there, w.Code, tt.taken)
		}
		if !tt.taken && tt.body != "%zz" && !strings.Contains(strings.Join(s.desk.lines(), "\n"), "被拒绝的操作") {
			t.Errorf("%s: not logged", tt.why)
		}
	}
}

func TestOversizeBody(t *testing.T) {
	s := newTestServer(t, nil)
	if w := s.post(t, administrator, "/users", url.Values{"name": {strings.Repeat("x", 2<<20)}}); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a form of 2 MiB: %d", w.Code)
	}
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	f, _ := m.CreateFormFile("file", "x.xlsx")
	f.Write(make([]byte, 2<<20))
	m.Close()
	r := httptest.NewRequest("POST", "/users", &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	if w := s.do(t, administrator, r); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("an upload of 2 MiB: %d", w.Code)
	}
}

func TestTokensOfPrograms(t *testing.T) {
	s := newTestServer(t, nil)
	s.identify = s.whoAsks
	issue := func(tok access.Token) string {
		t.Helper()
		tok.Purpose, tok.Until = "测试", now.Add(time.Hour)
		secret, err := s.Accounts.Issue(t.Context(), tok)
		if err != nil {
			t.Fatal(err)
		}
		return secret
	}
	admin := issue(access.Token{Role: access.Administrator})
	department := issue(access.Token{Role: access.Department, Departments: []string{"古江县人民政府办公室"}})
	expired := issue(access.Token{Role: access.Administrator})
	id := strings.Split(expired, "_")[1]
	tok := s.desk.tokens[id]
	tok.Until = now
	s.desk.tokens[id] = tok
	for _, tt := range []struct {
		why, secret, method, at string
		want                    int
	}{
		{"an administrator's reads users", admin, "GET", "/users", 200},
		{"it changes none", admin, "POST", "/users", 403},
		{"it has no account", admin, "GET", "/account", 403},
		{"a department's sees no users", department, "GET", "/users", 403},
		{"an expired one is of no use", expired, "GET", "/users", 401},
		{"nor is one that never was", "gva_aaaaaaaaaa_AAAAAAAAAAAAAAAAAAAAAAAAAA", "GET", "/users", 401},
		{"nor something else", "x", "GET", "/users", 401},
	} {
		r := httptest.NewRequest(tt.method, tt.at, nil)
		r.Header.Set("Authorization", "Bearer "+tt.secret)
		if w := s.do(t, nobody, r); w.Code != tt.want {
			t.Errorf("%s: %d, want %d", tt.why, w.Code, tt.want)
		}
	}
}

func TestHeaders(t *testing.T) {
	s := newTestServer(t, nil)
	for _, at := range []string{"/", "/login", "/nowhere", "/static/console.css", "/static/../server.go", "/static/%2e%2e/server.go"} {
		h := s.get(t, administrator, at).Header()
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s %q, want %q", at, name, got, want)
			}
		}
		if csp := h.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", at, csp)
		}
	}
}

func TestPathTraversal(t *testing.T) {
	s := newTestServer(t, nil)
	for _, at := range []string{"/static/", "/static/../doc.go", "/static/..%2fdoc.go", "/static/%2e%2e%2fdoc.go", "/static/..%5cdoc.go", "/static//etc/passwd", "/static/.", "/templates/layout.html", "/users/..%2f..%2fetc%2fpasswd"} {
		w := s.get(t, administrator, at)
		if w.Code == http.StatusOK || strings.Contains(w.Body.String(), "package web") {
			t.Errorf("%s: %d", at, w.Code)
		}
	}
}

func TestFrom(t *testing.T) {
	s := newTestServer(t, func(c *Config) { c.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
	for _, tt := range []struct{ why, remote, forwarded, want string }{
		{"nobody between", "192.0.2.1:5", "", "192.0.2.1"},
		{"who is not trusted claims nothing", "192.0.2.1:5", "198.51.100.1", "192.0.2.1"},
		{"a proxy says who", "10.0.0.1:5", "198.51.100.1", "198.51.100.1"},
		{"what came before it is only claimed", "10.0.0.1:5", "1.1.1.1, 198.51.100.1", "198.51.100.1"},
		{"two proxies", "10.0.0.1:5", "198.51.100.1, 10.0.0.2", "198.51.100.1"},
		{"nonsense", "10.0.0.1:5", "<script>", "10.0.0.1"},
		{"IPv4 in IPv6", "[::ffff:192.0.2.1]:5", "", "192.0.2.1"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = tt.remote
		if tt.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tt.forwarded)
		}
		if got := s.from(r).String(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.why, got, tt.want)
		}
	}
}

func TestRefusalsAreBounded(t *testing.T) {
	s := newTestServer(t, nil)
	for range mostOfOne + 10 {
		s.get(t, jiangzhou, "/users")
	}
	if n := len(s.desk.lines()); n != mostOfOne {
		t.Errorf("%d lines, want %d", n, mostOfOne)
	}
}
