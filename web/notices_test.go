package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/notice"
)

// sentNotices are two notices in memory: one that was taken, and one of which nobody
// knows.
type sentNotices struct {
	desk *desk
	list []notice.Notice
}

const unknownNotice = "20260410-090000-0a1b2c3d"

func newNotices(d *desk) *sentNotices {
	made := time.Date(2026, 4, 10, 1, 0, 0, 0, time.UTC)
	one := func(id string, s notice.State) notice.Notice {
		return notice.Notice{ID: id, Channel: notice.Mail, Audience: notice.Audience{Department: "江州市人民政府办公室"}, To: []string{"jz@x.cn"}, Made: made, State: s,
			Subject: "【政务公开整改】新增 1（江州市人民政府办公室）", Text: "江州市人民政府办公室：\n\n<script>alert(1)</script>第二行"}
	}
	return &sentNotices{d, []notice.Notice{one(unknownNotice, notice.Unknown), one("20260409-090000-0a1b2c3d", notice.Sent)}}
}

func (n *sentNotices) NoticePlan(context.Context) (notice.Plan, error) {
	return notice.Plan{Notices: n.list[1:], Silent: []notice.Silence{{Department: "古江县人民政府办公室", Waiting: 3}, {Subject: "【政务公开整改】新增 2"}}, Strange: []string{"没有的局"}}, nil
}

func (n *sentNotices) NextNotices() time.Time { return time.Date(2026, 4, 21, 1, 0, 0, 0, time.UTC) }

func (n *sentNotices) NoticesBefore(_ context.Context, id string, most int) (out []notice.Notice, _ error) {
	for _, x := range n.list {
		if (id == "" || x.ID < id) && len(out) < most {
			out = append(out, x)
		}
	}
	return out, nil
}

func (n *sentNotices) UnknownNotices(context.Context, int) (out []notice.Notice, _ error) {
	for _, x := range n.list {
		if x.State == notice.Unknown {
			out = append(out, x)
		}
	}
	return out, nil
}

func (n *sentNotices) Notice(_ context.Context, id string) (notice.Notice, error) {
	for _, x := range n.list {
		if x.ID == id {
			return x, nil
		}
	}
	return notice.Notice{}, notice.ErrNoNotice
}

func (n *sentNotices) SettleNotice(ctx context.Context, id string, taken bool, note string, _ time.Time) error {
	for i := range n.list {
		if x := &n.list[i]; x.ID == id && x.State == notice.Unknown {
			x.Note, x.State = note, notice.Dropped
			if taken {
				x.State = notice.Sent
			}
			n.desk.wrote(ctx)
			return nil
		}
	}
	return notice.ErrNoNotice
}

func TestNoticePages(t *testing.T) {
	s := newTestServer(t, nil)
	says(t, s.get(t, supervisor, "/notices").Body.String(), []string{"不知是否送到", "新增 1（江州市人民政府办公室）", "jz@x.cn", "已发出", "2026-04-21 09:00"}, nil)
	says(t, s.get(t, evaluator, "/notices/"+unknownNotice).Body.String(), []string{"对方收到了", "第二行"}, nil)
	says(t, s.get(t, supervisor, "/notices/"+unknownNotice).Body.String(), []string{"第二行"}, []string{"对方收到了"})
	says(t, s.get(t, supervisor, "/notices/plan").Body.String(), []string{"只是预览", "有 3 项还没有通知该单位", "没有收件地址", "没有的局"}, nil)
	for _, u := range []access.User{jiangzhou, gujiang} {
		for _, at := range []string{"/notices", "/notices/plan", "/notices/" + unknownNotice} {
			if res := s.get(t, u, at); res.Code != http.StatusForbidden && res.Code != http.StatusNotFound || strings.Contains(res.Body.String(), "第二行") {
				t.Errorf("%s got %s: %d", u.Name, at, res.Code)
			}
		}
	}
	if res := s.get(t, supervisor, "/notices/none"); res.Code != http.StatusNotFound {
		t.Errorf("a notice that is none: %d", res.Code)
	}
}

func TestNoticesAreSettledByPeople(t *testing.T) {
	s := newTestServer(t, nil)
	at := "/notices/" + unknownNotice
	for _, u := range []access.User{supervisor, jiangzhou} {
		if res := s.post(t, u, at, url.Values{"taken": {"yes"}}); res.Code != http.StatusForbidden {
			t.Errorf("%s settled a notice: %d", u.Name, res.Code)
		}
	}
	if res := s.post(t, evaluator, at, nil); res.Code != http.StatusUnprocessableEntity {
		t.Errorf("nothing was said: %d", res.Code)
	}
	if res := s.post(t, evaluator, at, url.Values{"taken": {"no"}}); res.Code != http.StatusSeeOther {
		t.Errorf("settled: %d", res.Code)
	}
	says(t, s.get(t, evaluator, at).Body.String(), []string{"未送到，将重发", "评估员乙（ping）：核实没有送到"}, []string{"对方收到了"})
	if res := s.post(t, reviewer, at, url.Values{"taken": {"yes"}}); res.Code != http.StatusConflict {
		t.Errorf("settled twice: %d", res.Code)
	}
	last := s.desk.log[len(s.desk.log)-1]
	for i := range s.desk.log {
		if s.desk.log[i].What == "核实通知是否送到" {
			last = s.desk.log[i]
		}
	}
	if last.What != "核实通知是否送到" || last.Who != "ping" || last.Before != "不知是否送到" || last.After != "未送到，将重发" {
		t.Errorf("logged %+v", last)
	}
}
