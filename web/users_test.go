package web

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/access"
)

func TestUsers(t *testing.T) {
	s := newTestServer(t, nil)
	w := s.post(t, administrator, "/users", url.Values{"name": {"New"}, "display": {"新人"}, "role": {"department"}, "departments": {"江州市人民政府办公室\r\n\r\n 甲局 "}})
	shown := regexp.MustCompile(`<code class="secret">([^<]+)</code>`).FindStringSubmatch(w.Body.String())
	u := s.desk.users["new"]
	if shown == nil || u.Role != access.Department || !u.MustChange || len(u.Departments) != 2 || u.Departments[1] != "甲局" {
		t.Fatalf("%d %+v", w.Code, u)
	}
	if strings.Contains(s.log.String()+strings.Join(s.desk.lines(), ""), shown[1]) {
		t.Error("the password stands in a log")
	}
	for _, tt := range []struct {
		why  string
		at   string
		form url.Values
		code int
		want string
	}{
		{"the name once more", "/users", url.Values{"name": {"new"}, "role": {"evaluator"}}, 422, "已经有人用了"},
		{"a role that is none", "/users", url.Values{"name": {"newer"}, "role": {"root"}}, 422, "请选择角色"},
		{"an edit from a stale page", "/users/new", url.Values{"role": {"evaluator"}, "epoch": {"0"}}, 422, "刚刚被别人改过"},
		{"an edit without the page's number", "/users/new", url.Values{"role": {"evaluator"}}, 400, "不完整"},
		{"an edit", "/users/new", url.Values{"role": {"evaluator"}, "epoch": {"1"}, "disabled": {"yes"}}, 303, ""},
		{"an edit of nobody", "/users/none", url.Values{"role": {"evaluator"}, "epoch": {"1"}}, 404, "没有这一页"},
		{"a new password for nobody", "/users/none/reset", nil, 422, "没有这个用户"},
		{"the last administrator", "/users/admin", url.Values{"role": {"evaluator"}, "epoch": {"1"}}, 422, "最后一个管理员"},
	} {
		w := s.post(t, administrator, tt.at, tt.form)
		if w.Code != tt.code || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s: %d, want %d with %q", tt.why, w.Code, tt.code, tt.want)
		}
	}
	if u := s.desk.users["new"]; u.Role != access.Evaluator || !u.Disabled || u.Departments != nil {
		t.Errorf("after the edit: %+v", u)
	}
	last := s.desk.log[len(s.desk.log)-1]
	if last.Who != "admin" || last.What != "修改用户" || last.From != "192.0.2.1" || !strings.Contains(last.Before, "责任部门") || !strings.Contains(last.After, "停用") {
		t.Errorf("the log says %+v", last)
	}
	if len(s.desk.log) != 2 {
		t.Errorf("%d lines: %q", len(s.desk.log), s.desk.lines())
	}
}

func TestTokenPages(t *testing.T) {
	s := newTestServer(t, nil)
	w := s.post(t, administrator, "/tokens", url.Values{"purpose": {"大屏"}, "role": {"supervisor"}, "until": {"2026-04-20"}})
	if w.Code != 200 || !strings.Contains(w.Body.String(), "gva_") {
		t.Fatalf("a token that ends today: %d %s", w.Code, w.Body)
	}
	for _, tt := range []struct {
		until string
		want  string
	}{
		{"2026-04-19", "今天之后"},
		{"2028-04-19", "最长一年"},
		{"morgen", "到期日写作"},
	} {
		w := s.post(t, administrator, "/tokens", url.Values{"purpose": {"大屏"}, "role": {"supervisor"}, "until": {tt.until}})
		if w.Code != 422 || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s: %d", tt.until, w.Code)
		}
	}
	for id := range s.desk.tokens {
		if w := s.post(t, administrator, "/tokens/"+id+"/revoke", nil); w.Code != 303 {
			t.Errorf("revoke: %d", w.Code)
		}
		if w := s.post(t, administrator, "/tokens/"+id+"/revoke", nil); w.Code != 404 {
			t.Errorf("revoke again: %d", w.Code)
		}
	}
	if page := s.get(t, administrator, "/tokens").Body.String(); !strings.Contains(page, "已收回") || strings.Contains(page, "gva_") {
		t.Error("the list is wrong or shows a secret")
	}
}
