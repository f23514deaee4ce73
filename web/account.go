package web

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/govaudit/govaudit/access"
)

const accountPath = "/account"

func (s *Server) accountRoutes() []route {
	return []route{
		{pattern: "GET " + accountPath, action: access.OwnAccount, handle: s.account},
		{pattern: "POST /account/password", action: access.OwnAccount, handle: s.changePassword},
		{pattern: "POST /account/end", action: access.OwnAccount, handle: s.endSessions},
	}
}

type accountView struct{ Problem string }

func (s *Server) account(*call) (answer, error) { return s.accountPage(nil), nil }

func (s *Server) accountPage(p error) page {
	if p == nil {
		return page{Name: "account", Title: "我的账号", Body: accountView{}}
	}
	return page{Name: "account", Title: "我的账号", Status: http.StatusUnprocessableEntity, Body: accountView{p.Error()}}
}

func (s *Server) changePassword(c *call) (answer, error) {
	chosen := c.PostFormValue("chosen")
	if chosen != c.PostFormValue("again") {
		return s.accountPage(access.Problem("两次输入的新密码不一样。")), nil
	}
	ctx := s.record(c, "修改密码", "用户 "+c.User.Name, "", "")
	u, err := s.Accounts.SetPassword(ctx, c.User.Name, c.PostFormValue("old"), chosen, s.caller(c))
	var p access.Problem
	var wait access.WaitError
	switch {
	case errors.As(err, &p):
		c.line = nil
		return s.accountPage(p), nil
	case errors.As(err, &wait):
		c.line = nil
		return s.accountPage(access.Problem(fmt.Sprintf("尝试次数过多，请 %s后再试。", period(wait.For)))), nil
	case err != nil:
		return nil, err
	}
	if err := s.begin(c.Context(), u); err != nil {
		return nil, err
	}
	return redirect{To: "/", Flash: "密码已经修改，在其他设备上的登录已全部退出。"}, nil
}

func (s *Server) endSessions(c *call) (answer, error) {
	ctx := s.record(c, "退出全部登录", "用户 "+c.User.Name, "", "")
	if err := s.Accounts.EndSessions(ctx, c.User.Name); err != nil {
		return nil, err
	}
	return redirect{To: "/login"}, s.sessions.Destroy(c.Context())
}
