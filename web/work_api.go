package web

import (
	"net/url"
	"strings"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/notice"
	"github.com/govaudit/govaudit/schedule"
)

// workAPIRoutes are the twins of what the console's buttons do: the same handlers, the
// same leave to use them, the same lines in the log.
func (s *Server) workAPIRoutes() []route {
	narrow := []param{{"department", "只要这个责任单位的；-：未登记责任单位的"}, {"site", "只要这个网站的"}, {"rule", "只要这条规则的"}, {"severity", "veto major minor"}}
	routes := []route{
		{pattern: "POST /api/v1/tasks/{id}/cancel", action: access.Audit, handle: s.cancelTask, example: "/api/v1/tasks/1/cancel", doc: &operation{Summary: "取消一个任务；已经看到的都保留，但不据此下结论", Response: "task"}},
		{pattern: "POST /api/v1/judge", action: access.Decide, handle: s.judgeAgain, doc: &operation{Summary: "把尚未计入的人工决定计入：重新判定有关网站", Response: "tasks"}},
		{pattern: "POST /api/v1/schedules/pause", action: access.Audit, handle: s.pauseSchedule, doc: &operation{Summary: "暂停一个定时任务", Response: "message", Form: []param{{"name", "定时任务的 name"}}}},
		{pattern: "POST /api/v1/schedules/resume", action: access.Audit, handle: s.resumeSchedule, doc: &operation{Summary: "恢复一个定时任务；暂停期间错过的不补", Response: "message", Form: []param{{"name", "定时任务的 name"}}}},
		{pattern: "POST /api/v1/roster/{site}", action: access.EditSites, handle: s.changeSite, example: "/api/v1/roster/added", doc: &operation{Summary: "修改一个在控制台增加的网站；没有写的各项清空", Response: "message", Form: append(siteParams()[1:], param{"at", "登记的网站里这一项的 at，原样带回"})}},
		{pattern: "POST /api/v1/roster/{site}/retire", action: access.EditSites, handle: s.retireSite, example: "/api/v1/roster/added/retire", doc: &operation{Summary: "停止检查一个网站；以往的结果都保留", Response: "message"}},
		{pattern: "POST /api/v1/roster/{site}/restore", action: access.EditSites, handle: s.restoreSite, example: "/api/v1/roster/added/restore", doc: &operation{Summary: "恢复检查一个网站", Response: "message"}},
		{pattern: "POST /api/v1/items/notify", action: access.JudgeItem, handle: s.notifyItems, doc: &operation{Summary: "登记已通知责任单位：所选范围内全部未通知的事项，期限自当天起算", Response: "notified", Form: append([]param{{"how", "以什么方式通知"}}, narrow...)}},
		{pattern: "POST /api/v1/items/recheck", action: access.Audit, handle: s.recheckItems, doc: &operation{Summary: "复查：一个事项，或所选范围内全部已答复的事项", Response: "task", Form: append([]param{{"id", "整改编号；不写则按下面的范围"}}, narrow...)}},
	}
	if s.Notices == nil {
		return routes
	}
	at := "/api/v1/notices/20260410-090000-0a1b2c3d"
	return append(routes,
		route{pattern: "GET /api/v1/notices", action: access.SeeAll, handle: s.noticesJSON, doc: &operation{Summary: "发出的通知，新的在前，每次 100 份", Response: "notices", Query: []param{{"before", "只要编号比它小的"}}}},
		route{pattern: "GET /api/v1/notices/plan", action: access.SeeAll, handle: s.noticePlanJSON, doc: &operation{Summary: "现在会发出什么；只看，不发", Response: "notice-plan"}},
		route{pattern: "GET /api/v1/notices/{id}", action: access.SeeAll, handle: s.noticeJSON, example: at, doc: &operation{Summary: "一份通知", Response: "notice"}},
		route{pattern: "POST /api/v1/notices/{id}", action: access.JudgeItem, handle: s.settleNotice, example: at, doc: &operation{Summary: "核实不知是否送到的通知", Response: "message", Form: []param{{"taken", "yes：对方收到了；no：没有收到，将重发"}}}},
	)
}

// told answers a change that leaves nothing to show: a program gets the words, and a
// person gets them on the page that to leads to.
func (c *call) told(words, to string) answer {
	if c.api() {
		return jsonBody{Value: map[string]string{"message": words}}
	}
	return redirect{To: to, Flash: words}
}

// itemList is the list of items that a form is about: programs name its parts.
func itemList(c *call) itemQuery {
	if !c.api() {
		return listOfItems(c.PostFormValue("list"))
	}
	v := url.Values{}
	for _, name := range []string{"department", "site", "rule", "severity"} {
		v.Set(name, c.PostFormValue(name))
	}
	return readItemQuery(v)
}

// objectToItems says why nothing was done about the items of a list.
func (s *Server) objectToItems(c *call, q itemQuery, status int, words ...string) (answer, error) {
	if c.api() {
		return nil, problem(status, strings.Join(words, "；"))
	}
	return s.itemsPage(c, q, words)
}

// shownTasks are tasks for programs.
func shownTasks(tasks []schedule.Task) map[string]any {
	out := []schedule.Task{}
	for _, t := range tasks {
		out = append(out, shownTask(t))
	}
	return map[string]any{"tasks": out}
}

type noticesBody struct {
	Notices []notice.Notice `json:"notices"`
	Unknown []string        `json:"unknown"` // of which nobody knows whether they arrived
	Next    string          `json:"next"`    // when notices are sent next; "": never
	Older   string          `json:"older"`   // before= of the next page; "": there is none
}

func (s *Server) noticesJSON(c *call) (answer, error) {
	v, err := s.noticesOf(c)
	if err != nil {
		return nil, err
	}
	out := noticesBody{Notices: []notice.Notice{}, Unknown: []string{}, Next: moment(v.Next), Older: v.Older}
	for _, n := range v.Notices {
		n.To = list(n.To)
		out.Notices = append(out.Notices, n)
	}
	for _, n := range v.Unknown {
		out.Unknown = append(out.Unknown, n.ID)
	}
	return jsonBody{Value: out}, nil
}

// moment writes an instant for programs; "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

func (s *Server) noticeJSON(c *call) (answer, error) {
	n, err := s.oneNotice(c)
	n.To = list(n.To)
	return jsonBody{Value: n}, err
}

type noticePlanBody struct {
	Next    string        `json:"next"`
	Notices []plannedBody `json:"notices"`
	More    int           `json:"more"` // notices that are not listed
	Silent  []silenceBody `json:"silent"`
	Strange []string      `json:"strange"`
}

// plannedBody is a notice that would be sent.
type plannedBody struct {
	Channel  notice.Channel  `json:"channel"`
	Audience notice.Audience `json:"audience"`
	To       []string        `json:"to"`
	Subject  string          `json:"subject"`
	Text     string          `json:"text"`
}

type silenceBody struct {
	Department string `json:"department"`
	Subject    string `json:"subject"`
	Waiting    int    `json:"waiting"`
}

func (s *Server) noticePlanJSON(c *call) (answer, error) {
	v, err := s.noticePlanOf(c)
	if err != nil {
		return nil, err
	}
	out := noticePlanBody{Next: moment(v.Next), Notices: []plannedBody{}, More: v.More, Silent: []silenceBody{}, Strange: list(v.Strange)}
	for _, n := range v.Notices {
		out.Notices = append(out.Notices, plannedBody{n.Channel, n.Audience, list(n.To), n.Subject, n.Text})
	}
	for _, x := range v.Silent {
		out.Silent = append(out.Silent, silenceBody(x))
	}
	return jsonBody{Value: out}, nil
}

// notifiedBody is how many items a department was told of.
type notifiedBody struct {
	Notified int    `json:"notified"`
	Message  string `json:"message"`
}
