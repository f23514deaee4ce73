package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/access"
)

// house is a provider that vouches for one person.
type house struct {
	voucher  access.Voucher
	down     error // what Begin says
	err      error // what Finish says
	nonce    string
	verifier string
	asked    int // how often Finish was
}

func (h *house) Name() string { return "统一身份认证" }

func (h *house) Begin(_ context.Context, back, state, nonce, verifier string) (string, error) {
	h.nonce, h.verifier = nonce, verifier
	return "https://sso.example/auth?" + url.Values{"state": {state}, "redirect_uri": {back}}.Encode(), h.down
}

func (h *house) Finish(_ context.Context, back, code, nonce, verifier string) (access.Voucher, error) {
	h.asked++
	if back != "https://audit.example/login/sso/callback" || code != "the-code" || nonce != h.nonce || verifier != h.verifier || len(nonce) < 20 || len(verifier) < 43 {
		return access.Voucher{}, errors.New("not what was begun")
	}
	return h.voucher, h.err
}

func wangwu() access.Voucher {
	return access.Voucher{Issuer: "https://sso.example", Subject: "u-1", Name: "WangWu", Display: "王五", Role: access.Evaluator}
}

// signOnServer is a server where people can sign in at h, and a browser that stays
// where it is sent.
func signOnServer(t *testing.T, clock *time.Time, h *house) (*testServer, *browser) {
	t.Helper()
	s, base := signInServer(t, clock, func(c *Config) { c.SignOn, c.Origin = h, "https://audit.example" })
	b := newBrowser(t, base)
	b.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return s, b
}

// sent is where an answer sends the browser.
func (b *browser) sent(path string) (status int, to *url.URL) {
	b.t.Helper()
	res, err := b.http.Get(b.base + path)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	to, err = url.Parse(res.Header.Get("Location"))
	if err != nil {
		b.t.Fatal(err)
	}
	return res.StatusCode, to
}

// signOn goes to the provider and returns the address that it comes back with.
func (b *browser) signOn(next string) string {
	b.t.Helper()
	status, to := b.sent("/login/sso?" + url.Values{"next": {next}}.Encode())
	if status != http.StatusSeeOther || to.Host != "sso.example" {
		b.t.Fatalf("sent to %s with %d", to, status)
	}
	return "/login/sso/callback?" + url.Values{"state": {to.Query().Get("state")}, "code": {"the-code"}}.Encode()
}

// said is what was done, as the log has it.
func (s *testServer) said() (out []string) {
	for _, e := range s.diary() {
		out = append(out, e.What)
	}
	return out
}

func (s *testServer) diary() []access.Entry {
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	return slices.Clone(s.desk.log)
}

func TestSignOn(t *testing.T) {
	clock, h := now, &house{voucher: wangwu()}
	s, b := signOnServer(t, &clock, h)
	if _, _, body := b.get("/login?next=%2Frules"); !strings.Contains(body, "用统一身份认证登录") || !strings.Contains(body, "/login/sso?next=%2Frules") {
		t.Error("the page does not offer it")
	}
	back := b.signOn("/rules?x=1")
	before := b.cookie()
	if status, to := b.sent(back); status != http.StatusSeeOther || to.String() != "/rules?x=1" {
		t.Fatalf("came back to %s with %d", to, status)
	}
	if b.cookie() == before || b.cookie() == "" {
		t.Error("the cookie of before goes on")
	}
	if status, _, body := b.get("/account"); status != http.StatusOK || !strings.Contains(body, "王五") {
		t.Errorf("is not signed in: %d", status)
	}
	u := s.desk.users["wangwu"]
	if u.Role != access.Evaluator || u.MustChange || u.Disabled || u.SignedIn.IsZero() {
		t.Errorf("the account is %+v", u)
	}
	if got := s.said(); !slices.Equal(got, []string{"首次以统一身份认证登录，建立账号", "登录（统一身份认证）"}) {
		t.Errorf("the log says %q", got)
	}
	// No password opens it.
	other := newBrowser(t, b.base)
	for _, password := range []string{"", "vouched:", s.desk.hashes["wangwu"], goodPassword} {
		if status, _, _ := other.signIn("wangwu", password); status != http.StatusUnauthorized {
			t.Errorf("password %q: %d", password, status)
		}
	}
}

func TestSignOnRefuses(t *testing.T) {
	type scene struct {
		*testServer
		b     *browser
		h     *house
		clock *time.Time
		back  string
	}
	for _, tt := range []struct {
		why    string
		change func(s *scene)
		want   int
		words  string
		asked  int // whether the code reaches the provider
	}{
		{"another state", func(s *scene) { s.back = strings.Replace(s.back, "state=", "state=x", 1) }, 400, "已经失效", 0},
		{"no state", func(s *scene) { s.back = "/login/sso/callback?code=the-code" }, 400, "已经失效", 0},
		{"a browser that did not go", func(s *scene) { s.b = newBrowser(s.b.t, s.b.base) }, 400, "已经失效", 0},
		{"the state of an attempt before", func(s *scene) { s.b.signOn("/") }, 400, "已经失效", 0},
		{"a return too late", func(s *scene) { *s.clock = s.clock.Add(11 * time.Minute) }, 400, "已经失效", 0},
		{"a return that was used", func(s *scene) { s.h.err = errors.New("x"); s.b.get(s.back); s.h.err, s.h.asked = nil, 0 }, 400, "已经失效", 0},
		{"a person who said no", func(s *scene) { s.back = strings.Replace(s.back, "code=the-code", "error=access_denied", 1) }, 401, "没有确认您的身份", 0},
		{"another code", func(s *scene) { s.back = strings.Replace(s.back, "the-code", "guessed", 1) }, 502, "没有确认您的身份", 1},
		{"a token that is not believed", func(s *scene) { s.h.err = errors.New("oidc: token is expired") }, 502, "没有确认您的身份", 1},
		{"no role here", func(s *scene) { s.h.err = access.Problem("没有角色") }, 403, "没有角色", 1},
		{"a department without a name", func(s *scene) { s.h.voucher.Role = access.Department }, 403, "须写明是哪个部门", 1},
		{"a name that is none", func(s *scene) { s.h.voucher.Name = "<script>" }, 403, "登录名只能用", 1},
		{"the name of an account with a password", func(s *scene) { s.h.voucher.Name = "ADMIN" }, 403, "另一个账号", 1},
		{"the name of somebody else there", func(s *scene) {
			if _, err := s.Accounts.Welcome(s.b.t.Context(), access.Voucher{Issuer: "https://sso.example", Subject: "u-2", Name: "wangwu", Role: access.Reviewer}); err != nil {
				s.b.t.Fatal(err)
			}
		}, 403, "另一个账号", 1},
		{"the same person by another name", func(s *scene) {
			v := wangwu()
			v.Name = "old"
			if _, err := s.Accounts.Welcome(s.b.t.Context(), v); err != nil {
				s.b.t.Fatal(err)
			}
		}, 403, "您在本系统的账号是 old", 1},
		{"a disabled account", func(s *scene) {
			u, err := s.Accounts.Welcome(s.b.t.Context(), wangwu())
			if err != nil {
				s.b.t.Fatal(err)
			}
			u.Disabled = true
			if err := s.Accounts.Change(s.b.t.Context(), u); err != nil {
				s.b.t.Fatal(err)
			}
		}, 403, "账号已停用", 1},
	} {
		t.Run(tt.why, func(t *testing.T) {
			clock, h := now, &house{voucher: wangwu()}
			s, b := signOnServer(t, &clock, h)
			sc := &scene{s, b, h, &clock, b.signOn("/")}
			tt.change(sc)
			status, _, body := sc.b.get(sc.back)
			if status != tt.want || !strings.Contains(text(body), tt.words) {
				t.Errorf("%d, want %d with %q:\n%s", status, tt.want, tt.words, text(body))
			}
			if h.asked != tt.asked {
				t.Errorf("the provider was asked %d times", h.asked)
			}
			if status, at, _ := sc.b.get("/account"); status == http.StatusOK && !strings.HasPrefix(at, "/login") {
				t.Error("is signed in")
			}
			if got := s.said(); !slices.Contains(got, "被拒绝的操作") || slices.Contains(got, "登录（统一身份认证）") {
				t.Errorf("the log says %q", got)
			}
		})
	}
}

// TestSignOnGoesNowhereElse: nobody is sent on to another website.
func TestSignOnGoesNowhereElse(t *testing.T) {
	for next, want := range map[string]string{"/rules": "/rules", "https://evil.example/": "/", "//evil.example/": "/", `/\evil.example`: "/", "/a\nb": "/", "javascript:alert(1)": "/", "": "/", "/login": "/"} {
		clock := now
		_, b := signOnServer(t, &clock, &house{voucher: wangwu()})
		if _, to := b.sent(b.signOn(next)); to.String() != want {
			t.Errorf("%q leads to %s, want %s", next, to, want)
		}
	}
}

// TestSignOnBringsTheRole: what the provider says of a person counts from the next time
// on, and ends what they had open.
func TestSignOnBringsTheRole(t *testing.T) {
	clock, h := now, &house{voucher: wangwu()}
	s, b := signOnServer(t, &clock, h)
	b.sent(b.signOn("/"))
	h.voucher.Role, h.voucher.Departments = access.Department, []string{"江州市人民政府办公室"}
	second := newBrowser(t, b.base)
	second.http.CheckRedirect = b.http.CheckRedirect
	second.sent(second.signOn("/"))
	if u := s.desk.users["wangwu"]; u.Role != access.Department || !slices.Equal(u.Departments, h.voucher.Departments) {
		t.Errorf("the account is %+v", u)
	}
	if status, _ := b.sent("/account"); status != http.StatusSeeOther {
		t.Errorf("the session with the old role goes on: %d", status)
	}
	if status, _ := second.sent("/account"); status != http.StatusOK {
		t.Errorf("the new one does not: %d", status)
	}
	i := slices.IndexFunc(s.diary(), func(e access.Entry) bool { return e.What == "按统一身份认证更新账号" })
	if i < 0 {
		t.Fatalf("the log says %q", s.said())
	}
	if e := s.diary()[i]; e.Who != "wangwu" || !strings.Contains(e.Before, "评估人员") || !strings.Contains(e.After, "江州市人民政府办公室") {
		t.Errorf("the log says %+v", e)
	}
}

// TestPasswordsStay: while the provider is out of reach, who has a password comes in.
func TestPasswordsStay(t *testing.T) {
	clock := now
	_, b := signOnServer(t, &clock, &house{down: errors.New("no route to host")})
	status, _, body := b.get("/login/sso?next=/rules")
	if status != http.StatusBadGateway || !strings.Contains(body, "现在连接不上") || strings.Contains(body, "no route") || !strings.Contains(body, `name="password"`) {
		t.Errorf("%d: %s", status, text(body))
	}
	b.http.CheckRedirect = nil
	if _, at, _ := b.signIn("admin", goodPassword); at != "/" {
		t.Errorf("the administrator is sent to %s", at)
	}
}

func TestSignOnAttemptsAreBounded(t *testing.T) {
	clock := now
	_, b := signOnServer(t, &clock, &house{voucher: wangwu()})
	for range mostSignOns {
		b.signOn("/")
	}
	if status, _, _ := b.get("/login/sso"); status != http.StatusTooManyRequests {
		t.Errorf("one too many: %d", status)
	}
}

func TestWithoutAProviderThereIsNone(t *testing.T) {
	s := newTestServer(t, nil)
	if res := s.get(t, nobody, "/login/sso"); res.Code != http.StatusNotFound {
		t.Errorf("%d", res.Code)
	}
	if body := s.get(t, nobody, "/login").Body.String(); strings.Contains(body, "sso") {
		t.Error("the page offers it")
	}
	c := s.Config
	c.SignOn, c.Origin = &house{}, ""
	if _, err := New(c); err == nil {
		t.Error("a server without an address to come back to was made")
	}
}
