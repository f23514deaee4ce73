package rectify

import (
	"testing"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/ledger"
)

func TestNoticesInPlaceOfAPage(t *testing.T) {
	for _, tt := range []struct {
		name string
		f    extract.Facts
		want string
	}{
		{"a document", extract.Facts{Kind: extract.Article, Signals: extract.Signals{TextRunes: 300}}, ""},
		{"an error that was answered as a page", extract.Facts{Signals: extract.Signals{Error: "页面不存在", TextRunes: 9}}, "页面不存在"},
		{"a check of the visitor", extract.Facts{Signals: extract.Signals{Challenge: "请完成安全验证", TextRunes: 9}}, "请完成安全验证"},
		{"a page that sends the reader on", extract.Facts{Signals: extract.Signals{Redirect: "http://a.gov.cn/", TextRunes: 9}}, "转到 http://a.gov.cn/"},
		{"nothing at all", extract.Facts{Kind: extract.Other}, "没有内容的网页"},
		{"frames, which have no text of their own", extract.Facts{Kind: extract.Frame}, ""},
		{"an attachment", extract.Facts{Kind: extract.File}, ""},
	} {
		if got := noticeOf(&tt.f); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestListsAreKnownByNoDay has the days of what a page lists change every week.
func TestListsAreKnownByNoDay(t *testing.T) {
	day := calendar.MustDay(2026, 4, 10)
	dates := []extract.Date{{Day: day, Source: extract.FromText}}
	for kind, want := range map[extract.Kind]ledger.Document{
		extract.Home:    {Title: "要闻"},
		extract.List:    {Title: "要闻"},
		extract.Article: {Title: "要闻", Written: day},
	} {
		if got := documentOf(&extract.Facts{Kind: kind, Title: "要闻", Dates: dates}); got != want {
			t.Errorf("%s: %+v, want %+v", kind, got, want)
		}
	}
}
