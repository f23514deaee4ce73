package audit_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// EarlierSnapshots makes the adapter a history.
func (s adapter) EarlierSnapshots(ctx context.Context, t site.Target, since, before time.Time) ([]audit.Snapshot, error) {
	list, err := s.Store.EarlierSnapshots(ctx, t, since, before)
	var out []audit.Snapshot
	for _, sn := range list {
		out = append(out, sn)
	}
	return out, err
}

// TestAHomePageThatNeverChanges audits a portal three times over a fortnight: its
// home page, without a single date, is unchanged for certain only the third time;
// judged again later, each run says what it said.
func TestAHomePageThatNeverChanges(t *testing.T) {
	a, _ := auditor(t, nil)
	st := a.Store.(adapter)
	a.History = st
	const page = `<html><head><title>甲县人民政府</title></head><body><div class="nav"><a href="/zwgk/">政务公开</a></div><div class="main"><ul>
<li><a href="/x/1.html">全县经济工作会议召开部署重点任务</a><span>2026-01-05</span></li><li><a href="/x/2.html">县领导调研乡村振兴工作进展情况</a><span>2026-01-04</span></li><li><a href="/x/3.html">示例县举办春季招聘会活动现场火热</a><span>2026-01-03</span></li>
<li><a href="/x/4.html">全县教育工作会议在县城胜利召开</a><span>2026-01-02</span></li><li><a href="/x/5.html">县政府召开本年第一次全体会议</a><span>2026-01-01</span></li></ul></div></body></html>`
	at := day
	a.Crawl = func(ctx context.Context, tg site.Target, sn audit.Snapshot, each func(*site.Page, *extract.Facts)) (*site.Snapshot, error) {
		p := &site.Page{URL: tg.URL, Final: tg.URL, Status: 200, ContentType: "text/html; charset=utf-8", Body: []byte(page), Fetched: at, SHA256: strings.Repeat("ab", 32)}
		if err := sn.Put(ctx, p); err != nil {
			return nil, err
		}
		each(p, extract.Read(p))
		return &site.Snapshot{Target: tg, Started: at, Finished: at.Add(time.Minute), Alive: true, Complete: true, Pages: 1}, nil
	}
	judge := func(id, of string) rules.Outcome {
		t.Helper()
		run := audit.Run{ID: id, Of: of, Key: id, AsOf: at, Started: at}
		if err := st.CreateRun(t.Context(), run); err != nil {
			t.Fatal(err)
		}
		got, err := a.Run(t.Context(), run, []site.Target{target("a")})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range got[0].Findings {
			if f.Rule == "national/veto-home-unchanged" {
				return f.Outcome
			}
		}
		t.Fatal("the pack has no rule of unchanged home pages")
		return ""
	}
	for i, want := range []rules.Outcome{rules.Unknown, rules.Unknown, rules.Fail} {
		at = day.AddDate(0, 0, 7*i)
		if got := judge(string(rune('a'+i)), ""); got != want {
			t.Errorf("week %d: %s, want %s", i, got, want)
		}
	}
	if got := judge("again", "b"); got != rules.Unknown {
		t.Errorf("the second week judged again: %s; the later snapshot must not count", got)
	}
}

// TestLessThanTheTimeBefore audits a portal that loses most of its pages, is down
// for a run, and stays small: each is compared with the last crawl that saw it.
func TestLessThanTheTimeBefore(t *testing.T) {
	a, _ := auditor(t, nil)
	st := a.Store.(adapter)
	a.History = st
	for i, tt := range []struct {
		pages int
		alert bool
	}{{100, false}, {40, true}, {0, true}, {39, false}, {120, false}} {
		at := day.AddDate(0, i, 0)
		a.Crawl = func(ctx context.Context, tg site.Target, sn audit.Snapshot, _ func(*site.Page, *extract.Facts)) (*site.Snapshot, error) {
			home := &site.Page{URL: tg.URL, Final: tg.URL, Status: 200, Fetched: at}
			if tt.pages == 0 {
				home.Status, home.Failure = 0, site.FailTimeout
			}
			if err := sn.Put(ctx, home); err != nil {
				return nil, err
			}
			return &site.Snapshot{Target: tg, Started: at, Finished: at.Add(time.Minute), Alive: tt.pages > 0, Pages: tt.pages}, nil
		}
		run := audit.Run{ID: at.String(), Key: at.String(), AsOf: at, Started: at}
		if err := st.CreateRun(t.Context(), run); err != nil {
			t.Fatal(err)
		}
		got, err := a.Run(t.Context(), run, []site.Target{target("a")})
		if err != nil {
			t.Fatal(err)
		}
		if alert := got[0].Coverage.Alert; (alert != "") != tt.alert {
			t.Errorf("run %d with %d pages: alert %q, want one: %v", i+1, tt.pages, alert, tt.alert)
		}
	}
}
