package web

import (
	"cmp"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"github.com/govaudit/govaudit/access"
)

// call is one request by a known visitor.
type call struct {
	*http.Request
	visitor
	route route
	line  *access.Pending // what the log will say
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
		if req.MultipartForm != nil {
			defer req.MultipartForm.RemoveAll()
		}
		if err := a.write(s, w, c); err != nil {
			s.Log.Error("answer", "path", req.URL.Path, "err", err)
		}
	})
}

func (s *Server) handle(c *call) (a answer, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if c.visitor, err = s.identify(c.Request); err != nil {
		return nil, err
	}
	if !c.can(c.route.action, access.Object{}) {
		return s.turnAway(c)
	}
	if c.User.MustChange && c.route.action != access.OwnAccount && c.route.action != access.Public {
		if c.api() {
			return nil, problem(http.StatusForbidden, "请先在网页上修改一次性密码。")
		}
		return redirect{To: accountPath, Flash: "请先把一次性密码改成自己的密码。"}, nil
	}
	if c.Method == http.MethodGet || c.Method == http.MethodHead {
		return c.route.handle(c)
	}
	if err := s.checkForm(c); err != nil {
		return nil, err
	}
	if a, err = c.route.handle(c); err != nil {
		return nil, err
	}
	return a, s.finishRecord(c, a)
}

// cameFrom is the page of ours whose form was sent; the first page where that is unknown.
func (c *call) cameFrom() string {
	u, err := url.Parse(c.Referer())
	if err != nil || u.Host != c.Host {
		return "/"
	}
	return ours(u.RequestURI())
}

// turnAway answers who may not do a thing at all.
func (s *Server) turnAway(c *call) (answer, error) {
	if c.User.Name != "" {
		s.refused(c, "角色无此权限")
		return nil, errForbidden
	}
	if c.api() {
		return nil, problem(http.StatusUnauthorized, "请登录，或在请求头写 Authorization: Bearer 令牌。")
	}
	if c.Method == http.MethodGet {
		return redirect{To: "/login?" + url.Values{"next": {ours(c.URL.RequestURI())}}.Encode()}, nil
	}
	return redirect{To: "/login?" + url.Values{"next": {c.cameFrom()}, "lost": {"yes"}}.Encode()}, nil
}

// checkForm reads the form and makes sure that one of our pages sent it. A program
// with a token sends nothing by itself, so it needs none.
func (s *Server) checkForm(c *call) error {
	var err error
	if strings.HasPrefix(c.Header.Get("Content-Type"), "multipart/form-data") {
		err = c.ParseMultipartForm(1 << 20) // more of it goes to a temporary file
	} else {
		err = c.ParseForm()
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		s.refused(c, "提交的内容过大")
		return problem(http.StatusRequestEntityTooLarge, fmt.Sprintf("提交的内容过大，最多 %d KB。", tooLarge.Limit>>10))
	case err != nil:
		return problem(http.StatusBadRequest, "表单读不出来。")
	case c.route.open || c.User.Token != "":
		return nil
	}
	sent := cmp.Or(c.Header.Get("X-Form-Token"), c.PostFormValue("token"))
	if c.FormToken == "" || subtle.ConstantTimeCompare([]byte(sent), []byte(c.FormToken)) != 1 {
		s.refused(c, "表单令牌不符")
		return problem(http.StatusForbidden, "表单已经失效，请返回上一页刷新后重新提交。")
	}
	return nil
}

// denyCrossOrigin answers a change that another website's page asked for.
func (s *Server) denyCrossOrigin(w http.ResponseWriter, r *http.Request) {
	c := &call{Request: r}
	if v, err := s.identify(r); err == nil {
		c.visitor = v
	}
	s.refused(c, "来自其他网站的提交："+r.Header.Get("Origin"))
	if err := s.explain(c, problem(http.StatusForbidden, "不接受从其他网站发来的提交。")).write(s, w, c); err != nil {
		s.Log.Error("answer", "path", r.URL.Path, "err", err)
	}
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
