package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/govaudit/govaudit/access"
)

func (s *Server) tokenRoutes() []route {
	return []route{
		{pattern: "GET /tokens", action: access.Oversee, nav: "令牌", handle: s.tokens},
		{pattern: "POST /tokens", action: access.Administer, handle: s.issueToken},
		{pattern: "POST /tokens/{id}/revoke", action: access.Administer, handle: s.revokeToken},
	}
}

type tokensView struct {
	Tokens      []access.Token
	Roles       []access.Role
	Departments []string
	Form        access.Token
	Until       string
	Now         time.Time
	Problem     string
}

func (s *Server) tokens(c *call) (answer, error) {
	return s.tokensPage(c, access.Token{Role: access.Supervisor}, s.day(s.Now().AddDate(0, 3, 0)), nil)
}

func (s *Server) tokensPage(c *call, form access.Token, until string, p error) (answer, error) {
	v := tokensView{Roles: access.Roles(), Form: form, Until: until, Now: s.Now()}
	var err error
	if v.Tokens, err = s.Accounts.Keeper.Tokens(c.Context()); err != nil {
		return nil, err
	}
	if v.Departments, err = s.departments(c); err != nil {
		return nil, err
	}
	out := page{Name: "tokens", Title: "接口令牌"}
	if p != nil {
		v.Problem, out.Status = p.Error(), http.StatusUnprocessableEntity
	}
	out.Body = v
	return out, nil
}

func (s *Server) issueToken(c *call) (answer, error) {
	t := access.Token{Purpose: c.PostFormValue("purpose"), Role: access.Role(c.PostFormValue("role")), Departments: lines(c.PostFormValue("departments")), By: c.User.Name}
	until := c.PostFormValue("until")
	day, err := time.ParseInLocation(time.DateOnly, until, s.Zone)
	if err != nil {
		return s.tokensPage(c, t, until, access.Problem("到期日写作 2026-04-10。"))
	}
	t.Until = day.AddDate(0, 0, 1) // the day itself counts
	ctx := s.record(c, "发放令牌", "令牌 "+t.Purpose, "", "角色 "+t.Role.Word()+"；到期 "+until)
	secret, err := s.Accounts.Issue(ctx, t)
	var p access.Problem
	if errors.As(err, &p) {
		c.line = nil
		return s.tokensPage(c, t, until, p)
	}
	if err != nil {
		return nil, err
	}
	return page{Name: "secret", Title: "令牌已经发放", Body: secretView{"令牌只显示这一次，请存放在调用方的密钥管理处。使用时在请求头写 Authorization: Bearer 令牌：", secret, "/tokens"}}, nil
}

func (s *Server) revokeToken(c *call) (answer, error) {
	ctx := s.record(c, "收回令牌", "令牌 "+c.PathValue("id"), "", "")
	err := s.Accounts.Keeper.RevokeToken(ctx, c.PathValue("id"), s.Now())
	if errors.Is(err, access.ErrNoToken) {
		return nil, errMissing
	}
	if err != nil {
		return nil, err
	}
	return redirect{To: "/tokens", Flash: "令牌已经收回，立即失效。"}, nil
}
