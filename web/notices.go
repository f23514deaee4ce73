package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/notice"
)

// Notices is what departments are told of mending, and were.
type Notices interface {
	// NoticePlan says what would be sent now. It sends nothing.
	NoticePlan(ctx context.Context) (notice.Plan, error)
	// NextNotices is when notices are sent next; the zero time: never.
	NextNotices() time.Time
	// NoticesBefore returns notices older than the one with this id ("": the newest), at
	// most so many, the newest first.
	NoticesBefore(ctx context.Context, id string, most int) ([]notice.Notice, error)
	// UnknownNotices returns those of which nobody knows whether they arrived.
	UnknownNotices(ctx context.Context, most int) ([]notice.Notice, error)
	// Notice returns one, or notice.ErrNoNotice.
	Notice(ctx context.Context, id string) (notice.Notice, error)
	// SettleNotice records whether a notice of which nobody knew arrived.
	SettleNotice(ctx context.Context, id string, taken bool, note string, at time.Time) error
}

func (s *Server) noticeRoutes() []route {
	if s.Notices == nil {
		return nil
	}
	return []route{
		{pattern: "GET /notices", action: access.SeeAll, nav: "通知", handle: s.notices},
		{pattern: "GET /notices/plan", action: access.SeeAll, handle: s.noticePlan},
		{pattern: "GET /notices/{id}", action: access.SeeAll, handle: s.notice, example: "/notices/20260410-090000-0a1b2c3d"},
		{pattern: "POST /notices/{id}", action: access.JudgeItem, handle: s.settleNotice},
	}
}

const noticesShown = 100

type noticesView struct {
	Unknown, Notices []notice.Notice
	Next             time.Time
	Older            string // the notice before which the next page begins; "": there is none
}

func (s *Server) notices(c *call) (answer, error) {
	v, err := s.noticesOf(c)
	return page{Name: "notices", Title: "通知", Body: v}, err
}

func (s *Server) noticesOf(c *call) (v noticesView, err error) {
	v.Next = s.Notices.NextNotices()
	if v.Unknown, err = s.Notices.UnknownNotices(c.Context(), noticesShown); err != nil {
		return v, err
	}
	if v.Notices, err = s.Notices.NoticesBefore(c.Context(), c.FormValue("before"), noticesShown+1); err != nil {
		return v, err
	}
	if len(v.Notices) > noticesShown {
		v.Notices = v.Notices[:noticesShown]
		v.Older = v.Notices[noticesShown-1].ID
	}
	return v, nil
}

// mostPlanned bounds the notices that are shown before they are sent.
const mostPlanned = 200

type noticePlanView struct {
	notice.Plan
	More int // notices that are not listed
	Next time.Time
}

func (s *Server) noticePlan(c *call) (answer, error) {
	v, err := s.noticePlanOf(c)
	return page{Name: "notice-plan", Title: "现在会发出的通知", Body: v}, err
}

func (s *Server) noticePlanOf(c *call) (v noticePlanView, err error) {
	done, err := s.heavy.enter(c.Context())
	if err != nil {
		return v, err
	}
	defer done()
	v.Next = s.Notices.NextNotices()
	if v.Plan, err = s.Notices.NoticePlan(c.Context()); err != nil {
		return v, err
	}
	if n := len(v.Notices); n > mostPlanned {
		v.Notices, v.More = v.Notices[:mostPlanned], n-mostPlanned
	}
	return v, nil
}

func (s *Server) oneNotice(c *call) (notice.Notice, error) {
	n, err := s.Notices.Notice(c.Context(), c.PathValue("id"))
	if errors.Is(err, notice.ErrNoNotice) {
		return n, errMissing
	}
	return n, err
}

func (s *Server) notice(c *call) (answer, error) {
	n, err := s.oneNotice(c)
	if err != nil {
		return nil, err
	}
	return page{Name: "notice", Title: "通知 " + n.ID, Body: n}, nil
}

func (s *Server) settleNotice(c *call) (answer, error) {
	n, err := s.oneNotice(c)
	if err != nil {
		return nil, err
	}
	taken, state := c.FormValue("taken") == "yes", notice.Sent
	word := "核实已收到"
	switch {
	case c.FormValue("taken") == "no":
		state, word = notice.Dropped, "核实没有送到，将重发"
	case !taken:
		return nil, problem(http.StatusUnprocessableEntity, "请选择对方收到了，还是没有收到。")
	}
	err = s.Notices.SettleNotice(s.record(c, "核实通知是否送到", "通知 "+n.ID, n.State.Word(), state.Word()), n.ID, taken, person(c.User)+"："+word, s.Now())
	if errors.Is(err, notice.ErrNoNotice) {
		c.line = nil
		return nil, conflict("这份通知的结果已经清楚，不用再核实。")
	}
	if err != nil {
		return nil, err
	}
	return c.told("已记录："+word+"。", "/notices/"+n.ID), nil
}
