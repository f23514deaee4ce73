package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/notice"
)

func testNotices(t *testing.T, address string) {
	s := open(t, address)
	ctx := t.Context()
	at := time.Date(2026, 4, 10, 1, 0, 0, 0, time.UTC)
	toldOf := func(by notice.Channel, department string, keys ...string) (n int) {
		t.Helper()
		told, err := s.Told(ctx, by, notice.Audience{Department: department}, keys)
		must(t, err)
		return len(told)
	}
	made := func(id string) notice.Notice {
		return notice.Notice{ID: id, Channel: notice.Mail, Audience: notice.Audience{Department: "甲\x00局"}, To: []string{"a@x.cn", "b@x.cn"}, Made: at, Subject: "题", Text: "文", State: notice.Sending}
	}

	must(t, s.BeginNotice(ctx, made("1"), []string{"x", "y"}))
	if n := toldOf(notice.Mail, "甲\x00局", "x", "y", "z"); n != 2 {
		t.Errorf("%d facts count as told while they are being told, want 2", n)
	}
	if toldOf(notice.Hook, "甲\x00局", "x") != 0 || toldOf(notice.Mail, "乙局", "x") != 0 {
		t.Error("what one was told by mail counts as told to others, or by another channel")
	}
	if err := s.BeginNotice(ctx, made("2"), []string{"w", "y"}); !errors.Is(err, notice.ErrTold) {
		t.Errorf("a fact was told twice: %v", err)
	}
	if toldOf(notice.Mail, "甲\x00局", "w") != 0 {
		t.Error("a notice that was refused left a fact behind")
	}
	must(t, s.EndNotice(ctx, "1", notice.Failed, "连不上", at.Add(time.Second)))
	if toldOf(notice.Mail, "甲\x00局", "x", "y") != 0 {
		t.Error("what failed counts as told")
	}
	if err := s.EndNotice(ctx, "1", notice.Sent, "", at); !errors.Is(err, notice.ErrNoNotice) {
		t.Errorf("a notice ended twice: %v", err)
	}

	// The process is killed between the record and the mark.
	must(t, s.BeginNotice(ctx, made("3"), []string{"x", "y"}))
	lost, err := s.LoseNotices(ctx, "程序中断", at.Add(time.Minute))
	must(t, err)
	if len(lost) != 1 || lost[0].ID != "3" || lost[0].State != notice.Unknown {
		t.Errorf("lost %+v", lost)
	}
	if toldOf(notice.Mail, "甲\x00局", "x", "y") != 2 {
		t.Error("what may have been told is told again")
	}
	if again, err := s.LoseNotices(ctx, "", at); err != nil || len(again) != 0 {
		t.Errorf("lost again: %v %v", again, err)
	}
	must(t, s.SettleNotice(ctx, "3", false, "张三：没有收到", at.Add(time.Hour)))
	if toldOf(notice.Mail, "甲\x00局", "x", "y") != 0 {
		t.Error("what a person says was not taken is not told again")
	}
	if err := s.SettleNotice(ctx, "3", true, "", at); !errors.Is(err, notice.ErrNoNotice) {
		t.Errorf("settled twice: %v", err)
	}
	got, err := s.Notice(ctx, "3")
	must(t, err)
	want := made("3")
	want.Audience.Department, want.State, want.Note, want.Ended = "甲\uFFFD局", notice.Dropped, "张三：没有收到", at.Add(time.Hour)
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(notice.Matter{})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if _, err := s.Notice(ctx, "none"); !errors.Is(err, notice.ErrNoNotice) {
		t.Errorf("a notice that is none: %v", err)
	}
	list, err := s.Notices(ctx, NoticeFilter{Most: 1})
	must(t, err)
	if len(list) != 1 || list[0].ID != "3" {
		t.Errorf("newest: %+v", list)
	}
	if list, err = s.Notices(ctx, NoticeFilter{Before: "3", Most: 9}); err != nil || len(list) != 1 || list[0].ID != "1" {
		t.Errorf("older: %+v %v", list, err)
	}

	var many []string
	for i := range mostAsked + 1 {
		many = append(many, fmt.Sprint("k", i))
	}
	must(t, s.BeginNotice(ctx, made("4"), many))
	if n := toldOf(notice.Mail, "甲\x00局", many...); n != len(many) {
		t.Errorf("%d of %d facts count as told", n, len(many))
	}

	since, err := s.NoticeRound(ctx)
	must(t, err)
	if !since.IsZero() {
		t.Errorf("a round before the first: %v", since)
	}
	must(t, s.PutNoticeRound(ctx, at))
	must(t, s.PutNoticeRound(ctx, at.Add(time.Hour)))
	if since, err = s.NoticeRound(ctx); err != nil || !since.Equal(at.Add(time.Hour)) {
		t.Errorf("round %v %v", since, err)
	}
}
