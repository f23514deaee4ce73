package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/schedule"
)

// TestOrders gives by the API the orders that the console has buttons for.
func TestOrders(t *testing.T) {
	schemas := apiSchemas(t, newTestServer(t, nil))
	for _, tt := range []struct {
		why    string
		who    access.User
		at     string
		form   url.Values
		want   int
		schema string
		says   string // in the answer
		logged string // in the log; "": nothing is
	}{
		{"a task is cancelled", evaluator, "/api/v1/tasks/1/cancel", nil, 200, "task", `"cancelled"`, "取消任务"},
		{"not by a supervisor", supervisor, "/api/v1/tasks/1/cancel", nil, 403, "error", "", "被拒绝的操作"},
		{"one that is not there", evaluator, "/api/v1/tasks/9/cancel", nil, 404, "error", "", ""},
		{"a schedule is paused", evaluator, "/api/v1/schedules/pause", url.Values{"name": {"weekly"}}, 200, "message", "已暂停", "暂停定时任务"},
		{"and resumed", evaluator, "/api/v1/schedules/resume", url.Values{"name": {"weekly"}}, 200, "message", "已恢复", "恢复定时任务"},
		{"one that is not there is not", evaluator, "/api/v1/schedules/pause", url.Values{"name": {"none"}}, 422, "error", "没有", ""},
		{"not by a department", jiangzhou, "/api/v1/schedules/pause", url.Values{"name": {"weekly"}}, 403, "error", "", "被拒绝的操作"},
		{"all departments are notified", evaluator, "/api/v1/items/notify", url.Values{"how": {"函〔2026〕3号"}}, 200, "notified", `"notified":2`, "通知"},
		{"one department is", evaluator, "/api/v1/items/notify", url.Values{"how": {"函〔2026〕3号"}, "department": {"古江县人民政府办公室"}}, 200, "notified", `"notified":1`, "通知"},
		{"it must be said how", evaluator, "/api/v1/items/notify", nil, 422, "error", "理由", ""},
		{"nobody is left to notify", evaluator, "/api/v1/items/notify", url.Values{"how": {"函"}, "site": {"none"}}, 409, "error", "没有未通知的事项", ""},
		{"not by a department itself", jiangzhou, "/api/v1/items/notify", url.Values{"how": {"函"}}, 403, "error", "", "被拒绝的操作"},
		{"an item is rechecked", evaluator, "/api/v1/items/recheck", url.Values{"id": {lateItem}}, 200, "task", `"waiting"`, "要求复查"},
		{"of a list, only what was answered", evaluator, "/api/v1/items/recheck", url.Values{"site": {"jiangzhou"}}, 409, "error", "没有要复查的事项", ""},
		{"an item that is not there is not", evaluator, "/api/v1/items/recheck", url.Values{"id": {"ZG-1"}}, 404, "error", "", ""},
		{"not by a supervisor either", supervisor, "/api/v1/items/recheck", url.Values{"id": {lateItem}}, 403, "error", "", "被拒绝的操作"},
		{"a site is taken out", evaluator, "/api/v1/roster/added/retire", nil, 200, "message", "已停止检查", "停止检查网站"},
		{"one that is audited is not restored", evaluator, "/api/v1/roster/added/restore", nil, 409, "error", "正在检查", ""},
		{"one of the config is changed there", evaluator, "/api/v1/roster/jiangzhou/retire", nil, 409, "error", "配置文件", ""},
		{"a site is changed", evaluator, "/api/v1/roster/added", url.Values{"name": {"新名"}, "url": {"http://added.gov.cn/"}, "level": {"town"}, "at": {"1775784600000000"}}, 200, "message", "已修改网站", "修改网站"},
		{"not over somebody else's change", evaluator, "/api/v1/roster/added", url.Values{"name": {"新名"}, "url": {"http://added.gov.cn/"}, "level": {"town"}, "at": {"1"}}, 409, "error", "改过", ""},
		{"not by a supervisor, who adds no sites", supervisor, "/api/v1/roster/added/retire", nil, 403, "error", "", "被拒绝的操作"},
		{"nothing was decided that does not count yet", evaluator, "/api/v1/judge", nil, 200, "tasks", `"tasks":[]`, "提交"},
		{"judging again is not for a department", jiangzhou, "/api/v1/judge", nil, 403, "error", "", "被拒绝的操作"},
		{"a notice arrived", evaluator, "/api/v1/notices/" + unknownNotice, url.Values{"taken": {"yes"}}, 200, "message", "核实已收到", "核实通知是否送到"},
		{"it is not said whether it did", evaluator, "/api/v1/notices/" + unknownNotice, nil, 422, "error", "请选择", ""},
		{"not by a supervisor, who only looks", supervisor, "/api/v1/notices/" + unknownNotice, url.Values{"taken": {"yes"}}, 403, "error", "", "被拒绝的操作"},
	} {
		s := newTestServer(t, nil)
		w := s.post(t, tt.who, tt.at, tt.form)
		if w.Code != tt.want || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%s: %d %s", tt.why, w.Code, w.Body)
		}
		hold(t, tt.why, w, schemas(tt.schema))
		log := strings.Join(s.desk.lines(), "\n")
		if tt.logged == "" && log != "" || !strings.Contains(log, tt.logged) {
			t.Errorf("%s: the log says %q, want %q", tt.why, log, tt.logged)
		}
	}
}

// TestNoticesAreRead looks at who may read by the API what departments are told.
func TestNoticesAreRead(t *testing.T) {
	s := newTestServer(t, nil)
	for _, at := range []string{"/api/v1/notices", "/api/v1/notices/plan", "/api/v1/notices/" + unknownNotice} {
		if w := s.get(t, supervisor, at); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "政务公开整改") {
			t.Errorf("%s: %d %s", at, w.Code, w.Body)
		}
		if w := s.get(t, jiangzhou, at); w.Code != http.StatusForbidden {
			t.Errorf("%s, to a department: %d", at, w.Code)
		}
	}
}

// TestWhatIsDecidedIsJudgedAgain decides a question by the API and has it counted.
func TestWhatIsDecidedIsJudgedAgain(t *testing.T) {
	s := newTestServer(t, nil)
	if w := s.post(t, evaluator, "/api/v1/queue/"+askGuide.ID(), decision("false", s.seenOf(t, askGuide))); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	w := s.post(t, evaluator, "/api/v1/judge", nil)
	hold(t, "judge", w, apiSchemas(t, s)("tasks"))
	if w.Code != 200 || len(s.works.tasks) != 2 || s.works.tasks[1].Of != lastRun || s.works.tasks[1].State != schedule.Waiting {
		t.Errorf("%d %s: %+v", w.Code, w.Body, s.works.tasks)
	}
}

// TestEveryButtonHasATwin holds that what the console does can be done by the API, but
// for what is a person's own.
func TestEveryButtonHasATwin(t *testing.T) {
	own := map[string]string{
		"POST /account/password": "a password is a person's", "POST /account/end": "so are sessions", "POST /login": "programs have tokens", "POST /logout": "programs have tokens",
		"POST /users": "who may do what is for people to say", "POST /users/{name}": "who may do what is for people to say", "POST /users/{name}/reset": "a password is a person's",
		"POST /tokens": "a token makes no tokens", "POST /tokens/{id}/revoke": "a token makes no tokens",
		"POST /items/workbook": "workbooks are for people; programs answer items", "POST /decisions": "programs decide one by one",
		"POST /try": "drafts are for people; programs have govaudit rules", "POST /try/{id}/stop": "drafts are for people",
		"POST /sites/import": "tables are for people; programs add sites",
	}
	other := map[string]string{"POST /runs": "POST /tasks", "POST /queue": "POST /judge", "POST /sites": "POST /roster", "POST /sites/{site}/edit": "POST /roster/{site}",
		"POST /sites/{site}/retire": "POST /roster/{site}/retire", "POST /sites/{site}/restore": "POST /roster/{site}/restore"}
	s := newTestServer(t, nil)
	there := map[string]bool{}
	for _, r := range s.routes {
		there[r.pattern] = true
	}
	for _, r := range s.routes {
		at, ok := strings.CutPrefix(r.pattern, "POST /")
		if !ok || strings.HasPrefix(at, "api/") || own[r.pattern] != "" {
			continue
		}
		if o := other[r.pattern]; o != "" {
			at = strings.TrimPrefix(o, "POST /")
		}
		if twin := "POST /api/v1/" + at; !there[twin] {
			t.Errorf("%s has no twin %s", r.pattern, twin)
		}
	}
	if len(there) < 50 {
		t.Error("there are only " + strconv.Itoa(len(there)) + " routes")
	}
}
