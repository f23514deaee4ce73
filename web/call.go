package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/govaudit/govaudit/access"
)

// call is one request by a known visitor.
type call struct {
	*http.Request
	visitor
	route route
}

// can reports whether the visitor may do a to o.
func (c *call) can(a access.Action, o access.Object) bool { return access.Can(c.User, a, o) }

func (c *call) api() bool { return strings.HasPrefix(c.URL.Path, "/api/") }

// mistake is an error of the user, in words for the user.
type mistake struct {
	Status int
	Words  string
}

func (m mistake) Error() string { return fmt.Sprintf("%d %s", m.Status, m.Words) }

// problem is an error that tells the user what to do, in Chinese.
func problem(status int, words string) error { return mistake{status, words} }

// Errors that handlers give where there is nothing more to say.
var (
	errMissing   = problem(http.StatusNotFound, "没有这一页，或者不在您可以查看的范围内。")
	errForbidden = problem(http.StatusForbidden, "您的账号不能进行这项操作。")
)

// serve finds out who asks, asks whether they may, and answers.
func (s *Server) serve(r route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		c := &call{Request: req, route: r}
		most := r.body
		if most == 0 {
			most = 1 << 20
		}
		req.Body = http.MaxBytesReader(w, req.Body, most)
		a, err := s.handle(c)
		if err != nil {
			a = s.explain(c, err)
		}
		if err := a.write(s, w, c); err != nil {
			s.Log.Error("answer", "path", req.URL.Path, "err", err)
		}
	})
}

func (s *Server) handle(c *call) (answer, error) {
	var err error
	if c.visitor, err = s.identify(c.Request); err != nil {
		return nil, err
	}
	if !c.can(c.route.action, access.Object{}) {
		return nil, errForbidden
	}
	if c.Method != http.MethodGet && c.Method != http.MethodHead {
		if err := s.checkForm(c); err != nil {
			return nil, err
		}
	}
	return c.route.handle(c)
}

// checkForm reads the form and makes sure that one of our pages sent it.
func (s *Server) checkForm(c *call) error {
	if err := c.ParseForm(); err != nil {
		return problem(http.StatusBadRequest, "表单读不出来。")
	}
	if c.Form == nil || c.PostFormValue("token") != c.FormToken || c.FormToken == "" {
		return problem(http.StatusForbidden, "表单已经失效，请返回上一页刷新后重新提交。")
	}
	return nil
}

// explain turns an error into an answer.
func (s *Server) explain(c *call, err error) answer {
	var m mistake
	switch {
	case errors.As(err, &m):
	case errors.Is(err, ErrMissing):
		m = errMissing.(mistake)
	default:
		s.Log.Error("request", "path", c.URL.Path, "err", err)
		m = mistake{http.StatusInternalServerError, "系统内部出错，已记录。请稍后再试。"}
	}
	if c.api() {
		return jsonBody{Status: m.Status, Value: map[string]string{"error": m.Words}}
	}
	return page{Name: "error", Title: "无法显示", Status: m.Status, Body: m}
}
