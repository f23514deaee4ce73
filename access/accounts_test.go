package access

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"
)

var (
	clock = time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC)
	here  = Caller{From: netip.MustParseAddr("192.0.2.1")}
)

func newAccounts() (*Accounts, *book) {
	b := newBook()
	return &Accounts{Keeper: b, Hasher: NewHasher(Cost{64, 1}, 2), Throttle: new(Throttle), Now: func() time.Time { return clock }}, b
}

// wants checks that err is a Problem whose words hold a part, or nil for "".
func wants(t *testing.T, err error, part string) {
	t.Helper()
	var p Problem
	if part == "" {
		if err != nil {
			t.Errorf("refused: %v", err)
		}
		return
	}
	if !errors.As(err, &p) || !strings.Contains(string(p), part) {
		t.Errorf("got %v, want words with %q", err, part)
	}
}

func TestFirstAdministrator(t *testing.T) {
	a, _ := newAccounts()
	ctx := t.Context()
	name, password, err := a.First(ctx)
	if err != nil || name != "admin" || password == "" {
		t.Fatalf("%q %q %v", name, password, err)
	}
	if _, again, err := a.First(ctx); again != "" || err != nil {
		t.Errorf("a second one: %q %v", again, err)
	}
	u, err := a.SignIn(ctx, " ADMIN ", password, here)
	if err != nil || u.Role != Administrator || !u.MustChange {
		t.Errorf("%+v %v", u, err)
	}
	if _, err := a.SignIn(ctx, "admin", password+"x", here); !errors.Is(err, ErrWrong) {
		t.Errorf("wrong password: %v", err)
	}
	u.Disabled = true
	wants(t, a.Change(ctx, u), "最后一个管理员")
	u.Disabled, u.Role = false, Evaluator
	wants(t, a.Change(ctx, u), "最后一个管理员")
}

func TestFirstAdministratorAgain(t *testing.T) {
	a, b := newAccounts()
	b.users["admin"] = User{Name: "admin", Role: Administrator, Disabled: true}
	if name, password, err := a.First(t.Context()); name != "admin2" || password == "" || err != nil {
		t.Errorf("where nobody can administer: %q %q %v", name, password, err)
	}
}

func TestSignInRefused(t *testing.T) {
	a, b := newAccounts()
	ctx := t.Context()
	password, err := a.Add(ctx, User{Name: "ping", Role: Evaluator})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		why            string
		name, password string
		change         func(*User)
	}{
		{"a name that is not there", "pong", password, func(*User) {}},
		{"a name much too long", strings.Repeat("p", 10_000), password, func(*User) {}},
		{"a password much too long", "ping", strings.Repeat("p", 100_000), func(*User) {}},
		{"no password", "ping", "", func(*User) {}},
		{"a disabled account", "ping", password, func(u *User) { u.Disabled = true }},
		{"an unknown role", "ping", password, func(u *User) { u.Role = "root" }},
	} {
		was := b.users["ping"]
		u := was
		tt.change(&u)
		b.users["ping"] = u
		if _, err := a.SignIn(ctx, tt.name, tt.password, here); !errors.Is(err, ErrWrong) {
			t.Errorf("%s: %v", tt.why, err)
		}
		b.users["ping"] = was
		a.Throttle = new(Throttle)
	}
	b.hashes["ping"] = "" // an account without a password, as of another sign-in service
	if _, err := a.SignIn(ctx, "ping", "", here); !errors.Is(err, ErrWrong) {
		t.Errorf("an account without a password: %v", err)
	}
	a.Throttle = new(Throttle)
	var wait WaitError
	for range 6 {
		_, err = a.SignIn(ctx, "ping", "x", here)
	}
	if !errors.As(err, &wait) {
		t.Errorf("after many failures: %v", err)
	}
}

func TestSessionsEnd(t *testing.T) {
	ctx := t.Context()
	for _, tt := range []struct {
		when string
		do   func(a *Accounts, u User, password string) error
	}{
		{"the role changes", func(a *Accounts, u User, _ string) error { u.Role = Reviewer; return a.Change(ctx, u) }},
		{"the account is disabled", func(a *Accounts, u User, _ string) error { u.Disabled = true; return a.Change(ctx, u) }},
		{"the password is reset", func(a *Accounts, u User, _ string) error { _, err := a.Reset(ctx, u.Name); return err }},
		{"the password is changed", func(a *Accounts, u User, p string) error {
			_, err := a.SetPassword(ctx, u.Name, p, "Kaifang-2026", here)
			return err
		}},
		{"all are ended", func(a *Accounts, u User, _ string) error { return a.EndSessions(ctx, u.Name) }},
	} {
		a, _ := newAccounts()
		password, err := a.Add(ctx, User{Name: "ping", Role: Evaluator})
		if err != nil {
			t.Fatal(err)
		}
		u, err := a.SignIn(ctx, "ping", password, here)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Current(ctx, "ping", u.Epoch); err != nil {
			t.Errorf("before %s: %v", tt.when, err)
		}
		if err := tt.do(a, u, password); err != nil {
			t.Errorf("%s: %v", tt.when, err)
		}
		if _, err := a.Current(ctx, "ping", u.Epoch); !errors.Is(err, ErrNoUser) {
			t.Errorf("when %s the session goes on: %v", tt.when, err)
		}
	}
}

func TestSetPassword(t *testing.T) {
	a, _ := newAccounts()
	ctx := t.Context()
	first, err := a.Add(ctx, User{Name: "ping", Role: Evaluator})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ why, old, chosen, want string }{
		{"a wrong old one", "x", "Kaifang-2026", "原密码"},
		{"too short", first, "Ab1-Ab1-x", "至少 10"},
		{"too long", first, strings.Repeat("Ab1-", 51), "最多 200"},
		{"two kinds only", first, "kaifang-gongkai", "三种"},
		{"one kind, however long", first, "kaifanggongkaikaifanggongkai", "三种"},
		{"few characters", first, "Aa1Aa1Aa1Aa1", "太少"},
		{"the name in it", first, "Ping-2026-kaifang", "登录名"},
		{"control characters", first, "Kaifang-2026\x00", "不能使用"},
		{"the same again", first, first, "不能与原密码相同"},
		{"a good one", first, "Kaifang-2026", ""},
		{"the old one once more", first, "Kaifang-2027", "原密码"},
		{"a sentence", "Kaifang-2026", "政府信息公开以公开为常态、不公开为例外 2026", ""},
	} {
		a.Throttle = new(Throttle)
		_, err := a.SetPassword(ctx, "ping", tt.old, tt.chosen, here)
		t.Run(tt.why, func(t *testing.T) { wants(t, err, tt.want) })
	}
	u, err := a.SignIn(ctx, "ping", "政府信息公开以公开为常态、不公开为例外 2026", here)
	if err != nil || u.MustChange {
		t.Errorf("%+v %v", u, err)
	}
}

func TestAddUserRefused(t *testing.T) {
	a, _ := newAccounts()
	ctx := t.Context()
	if _, err := a.Add(ctx, User{Name: "Ping", Role: Evaluator}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		u    User
		want string
	}{
		{User{Name: "ping", Role: Evaluator}, "已经有人"},
		{User{Name: "ＰＩＮＧ", Role: Evaluator}, "已经有人"},
		{User{Name: "p", Role: Evaluator}, "2 至 40"},
		{User{Name: strings.Repeat("p", 41), Role: Evaluator}, "2 至 40"},
		{User{Name: "<b>pp</b>", Role: Evaluator}, "只能用"},
		{User{Name: "token:abc", Role: Evaluator}, "只能用"},
		{User{Name: "a\u202Eb", Role: Evaluator}, "只能用"},
		{User{Name: "pong", Role: "root"}, "角色"},
		{User{Name: "pong", Role: Department}, "哪个部门"},
		{User{Name: "pong", Role: Department, Departments: []string{""}}, "每行一个"},
		{User{Name: "pong", Role: Evaluator, Departments: []string{"甲"}}, "只有责任部门"},
		{User{Name: "pong", Role: Evaluator, Display: "a\nb"}, "不能换行"},
	} {
		_, err := a.Add(ctx, tt.u)
		wants(t, err, tt.want)
	}
}

func TestTokens(t *testing.T) {
	a, b := newAccounts()
	ctx := t.Context()
	now := clock
	a.Now = func() time.Time { return now }
	secret, err := a.Issue(ctx, Token{Purpose: "大屏", Role: Department, Departments: []string{"甲局"}, By: "admin", Until: clock.Add(24 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	u, err := a.ByToken(ctx, secret)
	if err != nil || u.Role != Department || !u.Of("甲局") || u.Token == "" {
		t.Fatalf("%+v %v", u, err)
	}
	for _, hash := range b.keys {
		if strings.Contains(secret, hash) || strings.Contains(hash, secret) {
			t.Error("the secret itself is kept")
		}
	}
	for _, wrong := range []string{"", "gva_", secret[:len(secret)-1], secret[:len(secret)-1] + "x", strings.ToLower(secret), secret + "x"} {
		if _, err := a.ByToken(ctx, wrong); !errors.Is(err, ErrNoToken) {
			t.Errorf("%q lets in: %v", wrong, err)
		}
	}
	now = clock.Add(24 * time.Hour)
	if _, err := a.ByToken(ctx, secret); !errors.Is(err, ErrNoToken) {
		t.Errorf("at its end: %v", err)
	}
	now = clock
	if err := b.RevokeToken(ctx, u.Token, clock); err != nil {
		t.Fatal(err)
	}
	if _, err := a.ByToken(ctx, secret); !errors.Is(err, ErrNoToken) {
		t.Errorf("revoked: %v", err)
	}
	for _, tt := range []struct {
		t    Token
		want string
	}{
		{Token{Purpose: " ", Role: Evaluator, Until: clock.Add(time.Hour)}, "用途"},
		{Token{Purpose: "x", Role: "root", Until: clock.Add(time.Hour)}, "角色"},
		{Token{Purpose: "x", Role: Department, Until: clock.Add(time.Hour)}, "哪个部门"},
		{Token{Purpose: "x", Role: Evaluator, Until: clock}, "今天之后"},
		{Token{Purpose: "x", Role: Evaluator}, "今天之后"},
		{Token{Purpose: "x", Role: Evaluator, Until: clock.Add(400 * 24 * time.Hour)}, "一年"},
	} {
		_, err := a.Issue(ctx, tt.t)
		wants(t, err, tt.want)
	}
}
