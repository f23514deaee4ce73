package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/govaudit/govaudit/access"
)

func (s *Server) loginRoutes() []route {
	return []route{
		{pattern: "GET /login", action: access.Public, handle: s.login},
		{pattern: "POST /login", action: access.Public, handle: s.signIn, open: true, body: 16 << 10},
		{pattern: "POST /logout", action: access.OwnAccount, handle: s.signOut},
	}
}

type loginView struct {
	Name, Next, Problem string
	Elsewhere, Start    string // the word and the address of signing in elsewhere; "": one cannot
}

func (s *Server) loginView(next string) loginView {
	v := loginView{Next: next}
	if s.SignOn != nil {
		v.Elsewhere, v.Start = s.SignOn.Name(), signOnPath+"?"+url.Values{"next": {next}}.Encode()
	}
	return v
}

func (s *Server) login(c *call) (answer, error) {
	next := ours(c.FormValue("next"))
	if c.User.Name != "" {
		return redirect{To: next}, nil
	}
	v := s.loginView(next)
	if c.FormValue("lost") != "" {
		v.Problem = "登录已过期，刚才提交的没有保存。登录后回到原来的页面，请再填一次。"
	}
	return page{Name: "login", Title: "登录", Body: v}, nil
}

// signIn is open to forms without a token: there is no session yet to tie one to, and
// whoever sends somebody else's form here must know a password.
func (s *Server) signIn(c *call) (answer, error) {
	name, next := c.PostFormValue("name"), ours(c.PostFormValue("next"))
	by := s.caller(c)
	device := s.newDevice(&by)
	u, err := s.Accounts.SignIn(c.Context(), name, c.PostFormValue("password"), by)
	var wait access.WaitError
	v := s.loginView(next)
	v.Name = name
	p := page{Name: "login", Title: "登录"}
	switch {
	case errors.As(err, &wait):
		v.Problem, p.Status = fmt.Sprintf("尝试次数过多，请 %s后再试。", period(wait.For)), http.StatusTooManyRequests
	case errors.Is(err, access.ErrWrong):
		v.Problem, p.Status = "登录名或密码不对，或者账号已停用。", http.StatusUnauthorized
	case err != nil:
		return nil, err
	default:
		c.User = u
		if err := s.begin(c.Context(), u); err != nil {
			return nil, err
		}
		s.record(c, "登录", "用户 "+u.Name, "", "")
		return redirect{To: next, Keep: device}, nil
	}
	c.User.Name = "" // whoever it was
	s.refused(c, "登录失败："+clipRunes(name, 40))
	p.Body = v
	return p, nil
}

func (s *Server) signOut(c *call) (answer, error) {
	s.record(c, "退出", "用户 "+c.User.Name, "", "")
	return redirect{To: "/login"}, s.sessions.Destroy(c.Context())
}

// ours is an address on this server that somebody may be sent on to, else the home
// page.
func ours(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") ||
		strings.ContainsAny(next, "\\\r\n\t") || u.Path == "/login" {
		return "/"
	}
	return next
}

// period writes how long to wait.
func period(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%d 秒", int(d.Seconds())+1)
	}
	return fmt.Sprintf("%d 分钟", int(d.Minutes())+1)
}
