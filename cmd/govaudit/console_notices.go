package main

import (
	"context"
	"time"

	"github.com/govaudit/govaudit/notice"
	"github.com/govaudit/govaudit/store"
)

// consoleNotices gives what is told of mending the shape that package web asks for.
type consoleNotices struct{ d *desk }

// NoticePlan says what would be sent now.
func (n consoleNotices) NoticePlan(ctx context.Context) (notice.Plan, error) {
	t, err := n.d.teller(ctx)
	if err != nil {
		return notice.Plan{}, err
	}
	return t.Plan(ctx)
}

// NextNotices is when notices are sent next.
func (n consoleNotices) NextNotices() time.Time {
	if !n.d.config.Notify.On() {
		return time.Time{}
	}
	return n.d.config.Notify.Next(n.d.env.Now().In(n.d.config.Zone), n.d.calendar)
}

// NoticesBefore returns notices older than one.
func (n consoleNotices) NoticesBefore(ctx context.Context, id string, most int) ([]notice.Notice, error) {
	return n.d.store.Notices(ctx, store.NoticeFilter{Before: id, Most: most})
}

// UnknownNotices returns those of which nobody knows whether they arrived.
func (n consoleNotices) UnknownNotices(ctx context.Context, most int) ([]notice.Notice, error) {
	return n.d.store.Notices(ctx, store.NoticeFilter{State: notice.Unknown, Most: most})
}

// Notice returns a notice.
func (n consoleNotices) Notice(ctx context.Context, id string) (notice.Notice, error) {
	return n.d.store.Notice(ctx, id)
}

// SettleNotice records whether a notice arrived.
func (n consoleNotices) SettleNotice(ctx context.Context, id string, taken bool, note string, at time.Time) error {
	return n.d.store.SettleNotice(ctx, id, taken, note, at)
}
