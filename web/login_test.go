package web

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/access"
)

// browser is what a person uses: it keeps cookies and follows redirects.
type browser struct {
	t    *testing.T
	http *http.Client
	base string
	form string // token of the last page
}

// signInServer is a server that knows people by their sessions only.
func signInServer(t *testing.T, clock *time.Time, alter ...func(*Config)) (*testServer, string) {
	t.Helper()
	s := newTestServer(t, func(c *Config) {
		c.Now = func() time.Time { return *clock }
		c.Accounts.Now = c.Now
		for _, a := range alter {
			a(c)
		}
	})
	s.identify = s.whoAsks
	hash, err := s.Accounts.Hasher.Hash(t.Context(), goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	for name := range s.desk.users {
		s.desk.hashes[name] = hash
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL
}

const goodPassword = "Kaifang-2026"

func newBrowser(t *testing.T, base string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, http: &http.Client{Jar: jar}, base: base}
}

var tokenField = regexp.MustCompile(`name="token" value="([^"]+)"`)

func (b *browser) read(res *http.Response, err error) (status int, at, body string) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if m := tokenField.FindSubmatch(data); m != nil {
		b.form = string(m[1])
	}
	return res.StatusCode, res.Request.URL.RequestURI(), string(data)
}

func (b *browser) get(path string) (status int, at, body string) {
	b.t.Helper()
	return b.read(b.http.Get(b.base + path))
}

func (b *browser) post(path string, form url.Values) (status int, at, body string) {
	b.t.Helper()
	form.Set("token", b.form)
	return b.read(b.http.PostForm(b.base+path, form))
}

func (b *browser) signIn(name, password string) (status int, at, body string) {
	b.t.Helper()
	b.get("/login")
	return b.post("/login", url.Values{"name": {name}, "password": {password}})
}

func (b *browser) cookie() string {
	u, _ := url.Parse(b.base)
	for _, c := range b.http.Jar.Cookies(u) {
		if c.Name == "govaudit" {
			return c.Value
		}
	}
	return ""
}

func TestSignIn(t *testing.T) {
	clock := now
	s, base := signInServer(t, &clock)
	b := newBrowser(t, base)
	if _, at, body := b.get("/users?x=1"); at != "/login?next=%2Fusers%3Fx%3D1" || strings.Contains(body, "退出") {
		t.Errorf("somebody unknown is sent to %s", at)
	}
	if b.cookie() != "" {
		t.Error("who has not signed in gets a cookie")
	}
	if status, _, body := b.signIn("admin", "wrong"); status != 401 || !strings.Contains(body, "密码不对") {
		t.Errorf("a wrong password: %d", status)
	}
	if status, at, body := b.post("/login", url.Values{"name": {"admin"}, "password": {goodPassword}, "next": {"/users?x=1"}}); status != 200 || at != "/users?x=1" || !strings.Contains(body, "管理员甲") {
		t.Errorf("after signing in: %d at %s", status, at)
	}
	if status, at, _ := b.post("/logout", url.Values{}); status != 200 || at != "/login" {
		t.Errorf("after signing out: %d at %s", status, at)
	}
	if _, at, _ := b.get("/users"); at != "/login?next=%2Fusers" {
		t.Errorf("after signing out /users leads to %s", at)
	}
	want := []string{" | 被拒绝的操作 | POST /login", "admin | 登录 | 用户 admin", "admin | 退出 | 用户 admin"}
	if got := s.desk.lines(); !slices.Equal(got, want) {
		t.Errorf("log: %q, want %q", got, want)
	}
	if strings.Contains(s.log.String(), goodPassword) {
		t.Error("the password stands in the log")
	}
}

func TestSessionEnds(t *testing.T) {
	for _, tt := range []struct {
		when string
		do   func(t *testing.T, s *testServer, clock *time.Time, b *browser)
		ends bool
	}{
		{"an hour and 59 minutes pass", func(_ *testing.T, _ *testServer, clock *time.Time, _ *browser) { *clock = clock.Add(119 * time.Minute) }, false},
		{"nothing is asked for two hours", func(_ *testing.T, _ *testServer, clock *time.Time, _ *browser) { *clock = clock.Add(2 * time.Hour) }, true},
		{"it is used for eleven hours", func(_ *testing.T, _ *testServer, clock *time.Time, b *browser) {
			for range 11 {
				*clock = clock.Add(time.Hour)
				b.get("/account")
			}
		}, false},
		{"it is used for twelve hours", func(_ *testing.T, _ *testServer, clock *time.Time, b *browser) {
			for range 12 {
				*clock = clock.Add(time.Hour)
				b.get("/account")
			}
		}, true},
		{"an administrator changes the role", func(t *testing.T, s *testServer, _ *time.Time, _ *browser) {
			u := s.desk.users["ping"]
			u.Role = access.Reviewer
			if err := s.Accounts.Change(t.Context(), u); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"the password is changed elsewhere", func(t *testing.T, s *testServer, _ *time.Time, b *browser) {
			other := newBrowser(t, b.base)
			other.signIn("ping", goodPassword)
			if _, at, _ := other.post("/account/password", url.Values{"old": {goodPassword}, "chosen": {"Gongkai-2027"}, "again": {"Gongkai-2027"}}); at != "/" {
				t.Fatalf("changing the password leads to %s", at)
			}
			if _, at, _ := other.get("/account"); at != "/account" {
				t.Error("who changed the password is signed out too")
			}
		}, true},
		{"all sessions are ended elsewhere", func(t *testing.T, _ *testServer, _ *time.Time, b *browser) {
			other := newBrowser(t, b.base)
			other.signIn("ping", goodPassword)
			other.post("/account/end", url.Values{})
		}, true},
	} {
		t.Run(tt.when, func(t *testing.T) {
			clock := now
			s, base := signInServer(t, &clock)
			b := newBrowser(t, base)
			if _, at, _ := b.signIn("ping", goodPassword); at != "/" {
				t.Fatalf("signing in leads to %s", at)
			}
			tt.do(t, s, &clock, b)
			_, at, _ := b.get("/account")
			if ended := at != "/account"; ended != tt.ends {
				t.Errorf("ended %v, want %v (at %s)", ended, tt.ends, at)
			}
		})
	}
}

// TestFixation: a cookie that somebody planted before does not become the session.
func TestFixation(t *testing.T) {
	clock := now
	_, base := signInServer(t, &clock)
	attacker := newBrowser(t, base)
	attacker.signIn("ping", goodPassword)
	planted := attacker.cookie()

	victim := newBrowser(t, base)
	u, _ := url.Parse(base)
	victim.http.Jar.SetCookies(u, []*http.Cookie{{Name: "govaudit", Value: planted, Path: "/"}})
	attacker.post("/logout", url.Values{})
	victim.signIn("admin", goodPassword)
	if victim.cookie() == planted || victim.cookie() == "" {
		t.Error("the planted cookie became the session")
	}
	if _, at, _ := attacker.get("/account"); at == "/account" {
		t.Error("the attacker is signed in")
	}
	stray := newBrowser(t, base)
	stray.http.Jar.SetCookies(u, []*http.Cookie{{Name: "govaudit", Value: "made-up", Path: "/"}})
	stray.signIn("admin", goodPassword)
	if stray.cookie() == "made-up" {
		t.Error("a made-up cookie became the session")
	}
}

func TestOneTimePasswordMustBeChanged(t *testing.T) {
	clock := now
	s, base := signInServer(t, &clock)
	u := s.desk.users["ping"]
	u.MustChange = true
	s.desk.users["ping"] = u
	b := newBrowser(t, base)
	for _, path := range []string{"/", "/runs"} {
		b.signIn("ping", goodPassword)
		if _, at, _ := b.get(path); at != "/account" {
			t.Errorf("%s leads to %s", path, at)
		}
	}
	if status, _, body := b.post("/account/password", url.Values{"old": {goodPassword}, "chosen": {"Gongkai-2027"}, "again": {"Gongkai-2028"}}); status != 422 || !strings.Contains(body, "不一样") {
		t.Errorf("different ones: %d", status)
	}
	b.post("/account/password", url.Values{"old": {goodPassword}, "chosen": {"Gongkai-2027"}, "again": {"Gongkai-2027"}})
	if _, at, _ := b.get("/runs"); at != "/runs" {
		t.Errorf("after the change /runs leads to %s", at)
	}
}

func TestGuessing(t *testing.T) {
	clock := now
	_, base := signInServer(t, &clock)
	b := newBrowser(t, base)
	for range 5 {
		b.signIn("ping", "wrong")
	}
	if status, _, body := b.signIn("ping", goodPassword); status != 429 || !strings.Contains(body, "秒后再试") {
		t.Errorf("the sixth attempt: %d", status)
	}
	clock = clock.Add(time.Second)
	if _, at, _ := b.signIn("ping", goodPassword); at != "/" {
		t.Errorf("after waiting: at %s", at)
	}
}

func TestNextStaysHere(t *testing.T) {
	for _, tt := range []struct{ next, want string }{
		{"/runs?x=1", "/runs?x=1"},
		{"", "/"},
		{"runs", "/"},
		{"//evil.example/", "/"},
		{`/\evil.example/`, "/"},
		{`\\evil.example/`, "/"},
		{"https://evil.example/", "/"},
		{"javascript:alert(1)", "/"},
		{"/\tevil", "/"},
		{"/login?next=/", "/"},
		{"http:/runs", "/"},
	} {
		if got := ours(tt.next); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.next, got, tt.want)
		}
	}
}

// TestStrangerAtTheSameAddress fails to sign in as somebody again and again, from the
// address of the office that both sit in.
func TestStrangerAtTheSameAddress(t *testing.T) {
	clock := now
	_, base := signInServer(t, &clock)
	owner, stranger := newBrowser(t, base), newBrowser(t, base)
	owner.signIn("ping", goodPassword)
	owner.post("/logout", url.Values{})
	for range 30 {
		stranger.signIn("ping", "wrong")
	}
	if status, _, _ := stranger.signIn("ping", goodPassword); status != http.StatusTooManyRequests {
		t.Errorf("the stranger may go on: %d", status)
	}
	if status, at, _ := owner.signIn("ping", goodPassword); status != http.StatusOK || at != "/" {
		t.Errorf("who signed in here before is held up: %d at %s", status, at)
	}
}

func TestCookie(t *testing.T) {
	for _, secure := range []bool{false, true} {
		s := newTestServer(t, func(c *Config) { c.Secure = secure })
		s.identify = s.whoAsks
		hash, err := s.Accounts.Hasher.Hash(t.Context(), goodPassword)
		if err != nil {
			t.Fatal(err)
		}
		s.desk.hashes["ping"] = hash
		w := s.post(t, nobody, "/login", url.Values{"name": {"ping"}, "password": {goodPassword}})
		cookies := w.Result().Cookies()
		names := []string{"govaudit-device", "govaudit"}
		if secure {
			names = []string{"__Host-govaudit-device", "__Host-govaudit"}
		}
		if len(cookies) != len(names) {
			t.Fatalf("%d cookies", len(cookies))
		}
		for i, c := range cookies {
			if c.Name != names[i] || !c.HttpOnly || c.Secure != secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
				t.Errorf("%+v", c)
			}
		}
		if got := w.Header().Get("Strict-Transport-Security") != ""; got != secure {
			t.Errorf("HSTS %v, secure %v", got, secure)
		}
		if strings.Contains(w.Header().Get("Location"), "token") {
			t.Error("a token in an address")
		}
	}
}
