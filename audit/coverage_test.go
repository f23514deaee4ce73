package audit

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/internal/sitetest"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

func TestCoverageAddsUp(t *testing.T) {
	p := &portal.Portal{Snapshot: &site.Snapshot{Pages: 90, Failed: 7, Requests: 120,
		Skipped:  map[string]int{"out_of_scope": 40, "depth": 2, "page_limit": 11, "scripts": 2},
		Failures: map[site.Failure]int{site.FailGone: 5, site.FailTimeout: 2}}}
	want := &Coverage{Discovered: 90 + 7 + 2 + 11 + 2, Fetched: 90, Requests: 120, Foreign: 40,
		Skipped: []Count{{"page_limit", 11}, {"depth", 2}, {"scripts", 2}}, Failed: []Count{{"gone", 5}, {"timeout", 2}}}
	if diff := cmp.Diff(want, coverageOf(p)); diff != "" {
		t.Error(diff)
	}
}

func TestMissedAddressesAreNamedThoseLeftOpenFirst(t *testing.T) {
	s := sitetest.Load(t, `-- / --
<html><body><ul><li><a href="/gone.html">旧闻</a></li><li><a href="/dp/">数据大屏</a></li><li><a href="/ok/">公开</a></li></ul></body></html>
-- /ok/ --
<html><body><ul><li><a href="/deep.html"></a></li></ul></body></html>
-- /gone.html --
HTTP 404

-- /dp/ --
HTTP 500

-- /deep.html --
Failure: timeout

`)
	const host = "http://www.example.gov.cn"
	want := []Miss{
		{URL: host + "/dp/", Failure: site.FailServer, Status: 500, Name: "数据大屏", From: host + "/"},
		{URL: host + "/deep.html", Failure: site.FailTimeout, From: host + "/ok/"},
		{URL: host + "/gone.html", Failure: site.FailGone, Status: 404, Name: "旧闻", From: host + "/"},
	}
	if diff := cmp.Diff(want, missed(s.Portal)); diff != "" {
		t.Error(diff)
	}
}

func TestAnAlertWhereClearlyLessWasSeen(t *testing.T) {
	for _, tt := range []struct {
		name        string
		before, now int
		alert       bool
	}{
		{"as much as before", 100, 100, false},
		{"more than before", 100, 150, false},
		{"four in five", 100, 80, false},
		{"one page fewer than that", 100, 79, true},
		{"a small site that lost four pages", 10, 6, false},
		{"a small site that lost five", 10, 5, true},
		{"nothing any more", 100, 0, true},
		{"nothing before", 0, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := &Coverage{Fetched: tt.now}
			c.compareTo(site.Snapshot{Pages: tt.before})
			if got := c.Alert != ""; got != tt.alert {
				t.Errorf("alert %q, want one: %v", c.Alert, tt.alert)
			}
		})
	}
}
