package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/access"
)

func (s *Server) userRoutes() []route {
	return []route{
		{pattern: "GET /users", action: access.Oversee, nav: "用户", handle: s.users},
		{pattern: "POST /users", action: access.Administer, handle: s.addUser},
		{pattern: "GET /users/{name}", action: access.Oversee, handle: s.user, example: "/users/admin"},
		{pattern: "POST /users/{name}", action: access.Administer, handle: s.changeUser},
		{pattern: "POST /users/{name}/reset", action: access.Administer, handle: s.resetUser},
	}
}

type usersView struct {
	Users       []access.User
	Roles       []access.Role
	Departments []string // that are responsible for a site
	Form        access.User
	Problem     string
}

func (s *Server) users(c *call) (answer, error) {
	return s.usersPage(c, access.User{Role: access.Evaluator}, nil)
}

func (s *Server) usersPage(c *call, form access.User, p error) (answer, error) {
	v := usersView{Roles: access.Roles(), Form: form}
	var err error
	if v.Users, err = s.Accounts.Keeper.Users(c.Context()); err != nil {
		return nil, err
	}
	if v.Departments, err = s.departments(c); err != nil {
		return nil, err
	}
	out := page{Name: "users", Title: "用户"}
	if p != nil {
		v.Problem, out.Status = p.Error(), http.StatusUnprocessableEntity
	}
	out.Body = v
	return out, nil
}

// secretView shows once what cannot be shown again.
type secretView struct {
	Words, Secret, Back string
}

func (s *Server) addUser(c *call) (answer, error) {
	u := userForm(c)
	u.Name = c.PostFormValue("name")
	ctx := s.record(c, "新增用户", "用户 "+u.Name, "", userWords(u))
	password, err := s.Accounts.Add(ctx, u)
	var p access.Problem
	if errors.As(err, &p) {
		c.line = nil
		return s.usersPage(c, u, p)
	}
	if err != nil {
		return nil, err
	}
	return page{Name: "secret", Title: "用户已经新增", Body: secretView{"用户 " + u.Name + " 的一次性密码，只显示这一次，首次登录时须修改：", password, "/users"}}, nil
}

type userView struct {
	User    access.User
	Roles   []access.Role
	Problem string
}

func (s *Server) user(c *call) (answer, error) {
	u, _, err := s.Accounts.Keeper.Account(c.Context(), c.PathValue("name"))
	if errors.Is(err, access.ErrNoUser) {
		return nil, errMissing
	}
	if err != nil {
		return nil, err
	}
	return userPage(u, nil), nil
}

func userPage(u access.User, p error) page {
	out := page{Name: "user", Title: "用户 " + u.Name}
	v := userView{User: u, Roles: access.Roles()}
	if p != nil {
		v.Problem, out.Status = p.Error(), http.StatusUnprocessableEntity
	}
	out.Body = v
	return out
}

func (s *Server) changeUser(c *call) (answer, error) {
	old, _, err := s.Accounts.Keeper.Account(c.Context(), c.PathValue("name"))
	if errors.Is(err, access.ErrNoUser) {
		return nil, errMissing
	}
	if err != nil {
		return nil, err
	}
	u := userForm(c)
	u.Name, u.SignedIn = old.Name, old.SignedIn
	if u.Epoch, err = strconv.ParseInt(c.PostFormValue("epoch"), 10, 64); err != nil {
		return nil, problem(http.StatusBadRequest, "表单不完整。")
	}
	ctx := s.record(c, "修改用户", "用户 "+u.Name, userWords(old), userWords(u))
	err = s.Accounts.Change(ctx, u)
	var p access.Problem
	if errors.As(err, &p) {
		c.line = nil
		return userPage(u, p), nil
	}
	if err != nil {
		return nil, err
	}
	return redirect{To: "/users", Flash: "用户 " + u.Name + " 已经修改，其登录已退出。"}, nil
}

func (s *Server) resetUser(c *call) (answer, error) {
	name := c.PathValue("name")
	ctx := s.record(c, "重设密码", "用户 "+name, "", "")
	password, err := s.Accounts.Reset(ctx, name)
	var p access.Problem
	if errors.As(err, &p) {
		return nil, problem(http.StatusUnprocessableEntity, string(p))
	}
	if err != nil {
		return nil, err
	}
	return page{Name: "secret", Title: "密码已经重设", Body: secretView{"用户 " + name + " 的一次性密码，只显示这一次，下次登录时须修改：", password, "/users"}}, nil
}

func userForm(c *call) access.User {
	u := access.User{Display: strings.TrimSpace(c.PostFormValue("display")), Role: access.Role(c.PostFormValue("role")), Disabled: c.PostFormValue("disabled") != ""}
	u.Departments = lines(c.PostFormValue("departments"))
	return u
}

// lines returns what stands on each line that is not empty.
func lines(text string) (out []string) {
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// userWords is what counts of a user, for the log.
func userWords(u access.User) string {
	words := []string{fmt.Sprintf("姓名 %s", u.Display), "角色 " + u.Role.Word()}
	if len(u.Departments) > 0 {
		words = append(words, "部门 "+strings.Join(u.Departments, "、"))
	}
	if u.Disabled {
		words = append(words, "停用")
	}
	return strings.Join(words, "；")
}
