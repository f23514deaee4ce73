package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/govaudit/govaudit/access"
)

// Provider is where people sign in with the account they have elsewhere.
type Provider interface {
	// Name is the word on the button.
	Name() string
	// Begin returns where a browser is sent to sign in, to come back to the address
	// back. State, nonce and verifier are secrets of this one attempt.
	Begin(ctx context.Context, back, state, nonce, verifier string) (string, error)
	// Finish returns who came back with this code, or an [access.Problem] where they
	// are known and have no business here.
	Finish(ctx context.Context, back, code, nonce, verifier string) (access.Voucher, error)
}

const (
	signOnPath = "/login/sso"
	backPath   = signOnPath + "/callback"
	keySignOn  = "signon"
	// Whoever went to sign in elsewhere comes back within this time.
	mostAway = 10 * time.Minute
)

func (s *Server) signOnRoutes() []route {
	if s.SignOn == nil {
		return nil
	}
	return []route{
		{pattern: "GET " + signOnPath, action: access.Public, handle: s.signOn},
		{pattern: "GET " + backPath, action: access.Public, handle: s.signedOn},
	}
}

// away is one way to the provider and back. It stays in the session of the browser
// that went, and is good for one return.
type away struct {
	state, nonce, verifier, next string
	began                        time.Time
}

func (a away) String() string {
	return strings.Join([]string{a.state, a.nonce, a.verifier, strconv.FormatInt(a.began.Unix(), 10), a.next}, "\n")
}

func readAway(kept string) (away, bool) {
	parts := strings.Split(kept, "\n")
	if len(parts) != 5 {
		return away{}, false
	}
	began, err := strconv.ParseInt(parts[3], 10, 64)
	return away{parts[0], parts[1], parts[2], parts[4], time.Unix(began, 0)}, err == nil
}

// mostSignOns is how often in a minute an address may be sent to the provider.
const mostSignOns = 20

// signOn sends a browser to the provider.
func (s *Server) signOn(c *call) (answer, error) {
	next := ours(c.FormValue("next"))
	if c.User.Name != "" {
		return redirect{To: next}, nil
	}
	if !s.attempted.take("", mostOfNobody, s.Now()) || !s.attempted.take(s.from(c.Request).String(), mostSignOns, s.Now()) {
		return s.notSignedOn(next, http.StatusTooManyRequests, "尝试次数过多，请一分钟后再试。"), nil
	}
	a := away{rand.Text(), rand.Text(), rand.Text() + rand.Text(), next, s.Now()}
	to, err := s.SignOn.Begin(c.Context(), s.Origin+backPath, a.state, a.nonce, a.verifier)
	if err != nil {
		s.Log.Error("sign in elsewhere", "err", err)
		return s.notSignedOn(next, http.StatusBadGateway, s.SignOn.Name()+"现在连接不上，请稍后再试，或者用本系统的密码登录。"), nil
	}
	s.sessions.Put(c.Context(), keySignOn, a.String())
	return elsewhere{to}, nil
}

// signedOn takes a browser back from the provider.
func (s *Server) signedOn(c *call) (answer, error) {
	a, ok := readAway(s.sessions.PopString(c.Context(), keySignOn))
	q := c.URL.Query()
	if !ok || subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(a.state)) != 1 || s.Now().Sub(a.began) > mostAway {
		s.refused(c, "统一身份认证：不是从这个浏览器发起的登录，或者已经过时")
		return s.notSignedOn("/", http.StatusBadRequest, "这次登录已经失效，请重新登录。"), nil
	}
	if code := q.Get("error"); code != "" || q.Get("code") == "" {
		s.refused(c, "统一身份认证没有登录："+clipRunes(code, 100))
		return s.notSignedOn(a.next, http.StatusUnauthorized, s.SignOn.Name()+"没有确认您的身份，请重新登录。"), nil
	}
	v, err := s.SignOn.Finish(c.Context(), s.Origin+backPath, q.Get("code"), a.nonce, a.verifier)
	var p access.Problem
	if err != nil && !errors.As(err, &p) {
		s.Log.Error("sign in elsewhere", "err", err)
		s.refused(c, "统一身份认证的答复不能采信")
		return s.notSignedOn(a.next, http.StatusBadGateway, s.SignOn.Name()+"没有确认您的身份，请重新登录；仍然不行的，请联系管理员。"), nil
	}
	var u access.User
	if err == nil {
		u, err = s.admit(c, v)
	}
	switch {
	case errors.As(err, &p):
	case errors.Is(err, access.ErrWrong):
		p = "账号已停用。"
	case err != nil:
		return nil, err
	default:
		return redirect{To: a.next}, s.begin(c.Context(), u)
	}
	s.refused(c, "统一身份认证登录失败："+clipRunes(v.Name, 100)+"："+string(p))
	return s.notSignedOn(a.next, http.StatusForbidden, string(p)), nil
}

// admit returns the account that v opens: a new one, or the old one with the role that v
// says now. Each change stands in the log.
func (s *Server) admit(c *call, v access.Voucher) (access.User, error) {
	u, err := s.Accounts.Vouched(c.Context(), v)
	isNew := errors.Is(err, access.ErrNoUser)
	if err != nil && !isNew {
		return u, err
	}
	said := access.User{Display: v.Display, Role: v.Role, Departments: v.Departments}
	write := func(name, what, before, after string, change func(context.Context) error) error {
		by := &call{Request: c.Request, route: c.route, visitor: visitor{User: access.User{Name: name}}}
		if err := change(s.record(by, what, "用户 "+name, before, after)); err != nil {
			return err
		}
		return s.finishRecord(by, nil)
	}
	switch {
	case isNew:
		err = write(v.Account(), "首次以统一身份认证登录，建立账号", "", userWords(said), func(ctx context.Context) (err error) {
			u, err = s.Accounts.Welcome(ctx, v)
			return err
		})
	case v.Differs(u):
		err = write(u.Name, "按统一身份认证更新账号", userWords(u), userWords(said), func(ctx context.Context) (err error) {
			u, err = s.Accounts.Refresh(ctx, u, v)
			return err
		})
	}
	if err != nil {
		return u, err
	}
	return u, write(u.Name, "登录（统一身份认证）", "", "", func(ctx context.Context) error { return s.Accounts.Came(ctx, u) })
}

func (s *Server) notSignedOn(next string, status int, words string) answer {
	v := s.loginView(next)
	v.Problem = words
	return page{Name: "login", Title: "登录", Status: status, Body: v}
}

// elsewhere sends a browser to another website: to the provider, and nowhere else.
type elsewhere struct{ to string }

func (e elsewhere) write(_ *Server, w http.ResponseWriter, c *call) error {
	http.Redirect(w, c.Request, e.to, http.StatusSeeOther)
	return nil
}
