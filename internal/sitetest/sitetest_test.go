package sitetest

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

const sample = `-- snapshot.json --
{"as_of": "2026-03-31", "target": {"id": "a", "name": "甲县", "url": "http://a.gov.cn/", "level": "county"}}
-- / --
<html><body><div class="nav"><a href="/x/">栏目</a><a href="/old/">旧址</a></div></body></html>
-- /x/ --
HTTP 503
Date: 2026-03-30

<h1>503</h1>
-- /old/ --
Location: /new/

<html><title>新址</title><body>正文</body></html>
`

func TestLoad(t *testing.T) {
	s := Load(t, sample)
	if s.AsOf.String() != "2026-03-31" || s.Target.ID != "a" {
		t.Errorf("settings: %v %v", s.AsOf, s.Target)
	}
	x := s.Pages[1]
	if x.Status != 503 || x.Failure != site.FailServer || x.Depth != 1 || x.From != "http://a.gov.cn/" || x.Fetched.Day() != 30 {
		t.Errorf("a page that failed: %+v", x)
	}
	if s.Snapshot.Complete || s.Snapshot.Failed != 1 || !s.Snapshot.Alive {
		t.Errorf("snapshot: %+v", s.Snapshot)
	}
	if pg := s.Portal.Page("http://a.gov.cn/old/"); !pg.OK() || pg.URL != "http://a.gov.cn/new/" {
		t.Errorf("a redirect: %+v", pg)
	}
	if s.Portal.Home == nil {
		t.Error("no home page")
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a status that is no number", "-- / --\nHTTP ok\n\nx\n", "status"},
		{"a date that is none", "-- / --\nDate: today\n\nx\n", "date"},
		{"a setting that is unknown", "-- snapshot.json --\n{\"targets\": 1}\n", "snapshot.json"},
		{"a day of judgement that is none", "-- snapshot.json --\n{\"as_of\": \"soon\"}\n", "as_of"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := parse(tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want a word of %q", err, tt.want)
			}
		})
	}
}
