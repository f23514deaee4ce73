package web

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
)

// The people of the tests, one of each role; jiangzhou and gujiang see a site each.
var (
	nobody        = access.User{}
	administrator = access.User{Name: "admin", Display: "管理员甲", Role: access.Administrator}
	evaluator     = access.User{Name: "ping", Display: "评估员乙", Role: access.Evaluator}
	reviewer      = access.User{Name: "fu", Display: "复核员丙", Role: access.Reviewer}
	supervisor    = access.User{Name: "zhu", Display: "主管丁", Role: access.Supervisor}
	jiangzhou     = access.User{Name: "jz", Display: "江州联络员", Role: access.Department, Departments: []string{"江州市人民政府办公室"}}
	gujiang       = access.User{Name: "gj", Display: "古江联络员", Role: access.Department, Departments: []string{"古江县人民政府办公室"}}
)

func everybody() []access.User {
	return []access.User{nobody, administrator, evaluator, reviewer, supervisor, jiangzhou, gujiang}
}

var (
	beijing = time.FixedZone("UTC+8", 8*60*60)
	// now is 09:30 in Beijing.
	now = time.Date(2026, 4, 20, 1, 30, 0, 0, time.UTC)
)

const formToken = "form-token-of-the-tests"

// testServer is a Server that takes the user from the request's context.
type testServer struct {
	*Server
	log   *bytes.Buffer
	desk  *desk
	works *works
}

type userKey struct{}

// newTestServer makes one over the runs of fixture, each changed by alter if that is
// not nil.
func newTestServer(t testing.TB, alter func(*Config)) *testServer {
	t.Helper()
	ts := &testServer{log: new(bytes.Buffer), desk: newDesk()}
	ts.works = newWorks(ts.desk)
	set := fixtureSet()
	c := Config{Decisions: ts.works, Ledger: ts.works, Roster: ts.works, Runner: ts.works, Notices: newNotices(ts.desk),
		Terms: func() ledger.Terms {
			return ledger.Terms{Settings: ledger.Defaults(), Sets: []*rules.Set{set}, Calendar: &calendar.Calendar{}}
		},
		Log: slog.New(slog.NewTextHandler(ts.log, nil)), Archive: fixture(), Rules: func() ([]*rules.Set, error) { return []*rules.Set{set}, nil },
		Accounts: &access.Accounts{Keeper: ts.desk, Hasher: access.NewHasher(access.Cost{KiB: 64, Passes: 1}, 2), Throttle: new(access.Throttle), Now: func() time.Time { return now }},
		Sessions: ts.desk, Diary: ts.desk, Ping: func(context.Context) error { return nil }, Calendar: &calendar.Calendar{}, Zone: beijing, Now: func() time.Time { return now }, Program: "govaudit 0.1"}
	if alter != nil {
		alter(&c)
	}
	if c.Records == nil {
		c.Records, _ = c.Archive.(Records)
	}
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	ts.Server = s
	s.identify = func(r *http.Request) (visitor, error) {
		u, _ := r.Context().Value(userKey{}).(access.User)
		v := visitor{User: u}
		if u.Name != "" {
			v.FormToken = formToken
		}
		return v, nil
	}
	return ts
}

// do answers a request of u and fails the test where a page is not well formed.
func (s *testServer) do(t testing.TB, u access.User, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), userKey{}, u)))
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		if err := wellFormed(w.Body.String()); err != nil {
			t.Errorf("%s %s: %v", r.Method, r.URL, err)
		}
	}
	return w
}

// get asks for an address as u.
func (s *testServer) get(t testing.TB, u access.User, address string) *httptest.ResponseRecorder {
	t.Helper()
	return s.do(t, u, httptest.NewRequest("GET", address, nil))
}

// post sends a form as u, with the token that our pages give it.
func (s *testServer) post(t testing.TB, u access.User, address string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	form = maps.Clone(form)
	if form == nil {
		form = url.Values{}
	}
	form.Set("token", formToken)
	r := httptest.NewRequest("POST", address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.do(t, u, r)
}

// memory is an Archive in memory.
type memory struct {
	runs      []audit.Run // newest first
	sites     map[string][]*audit.Site
	snapshots map[string]*pages // by run and site
	photos    map[string]*audit.Photo
}

func (m *memory) Runs(context.Context) ([]audit.Run, error) { return slices.Clone(m.runs), nil }

func (m *memory) Run(_ context.Context, id string) (audit.Run, error) {
	for _, r := range m.runs {
		if r.ID == id || id == "" {
			return r, nil
		}
	}
	return audit.Run{}, fmt.Errorf("run %s: %w", id, ErrMissing)
}

func (m *memory) Site(_ context.Context, run, id string) (*audit.Site, error) {
	for _, s := range m.sites[run] {
		if s.ID == id {
			return s, nil
		}
	}
	return nil, fmt.Errorf("site %s: %w", id, ErrMissing)
}

func (m *memory) Snapshot(_ context.Context, run, id string) (Stored, error) {
	if s, ok := m.snapshots[run+" "+id]; ok {
		return s, nil
	}
	return nil, fmt.Errorf("snapshot of %s: %w", id, ErrMissing)
}

func (m *memory) Photo(_ context.Context, run, id, address string) (*audit.Photo, error) {
	return m.photos[run+" "+id+" "+address], nil
}

// pages is a Snapshot of pages that only can be read one by one.
type pages struct {
	audit.Snapshot
	list   []*site.Page
	bodies map[string][]byte
}

func (p *pages) Body(_ context.Context, sha string) ([]byte, error) {
	if b, ok := p.bodies[sha]; ok {
		return b, nil
	}
	return nil, fmt.Errorf("body %s: %w", sha, ErrMissing)
}

func (p *pages) Done() bool { return true }

func (p *pages) Page(_ context.Context, address string) (*site.Page, error) {
	for _, pg := range p.list {
		if pg.URL == address {
			return pg, nil
		}
	}
	return nil, fmt.Errorf("page %s: %w", address, ErrMissing)
}

func (p *pages) Pages(context.Context) iter.Seq2[*site.Page, error] {
	return func(yield func(*site.Page, error) bool) {
		for _, pg := range p.list {
			if !yield(pg, nil) {
				return
			}
		}
	}
}

// fixtureSet is a pack with a rule of every kind.
func fixtureSet() *rules.Set {
	basis := []rules.Basis{{Document: "条例", Item: "第四十九条", Quote: "应当在每年1月31日前", Status: rules.Read}}
	return &rules.Set{
		ID: "national", Title: "全国通用", Version: "2026.1",
		Documents: map[string]rules.Document{"条例": {Title: "中华人民共和国政府信息公开条例", Number: "国务院令第711号"}},
		Scoring: rules.Scoring{Model: "deduction", Max: 100, PassFrom: 60, Failed: "不合格", BonusMax: 10, BonusAbove: 80,
			Grades: []rules.Grade{{Name: "优秀", From: 90}, {Name: "合格", From: 60}}},
		Rules: []*rules.Rule{
			{Pack: "national", ID: "annual-report", Title: "按期公布年度报告", Check: "annual_report", Clauses: []string{"条例/49"}, Basis: basis, Points: 10,
				Deduct: map[string]float64{"late": 3, "default": 4}, Remedy: "补齐后重新公布。", Due: 15},
			{Pack: "national", ID: "guide", Title: "公布公开指南", Check: "column", Basis: basis, Points: 5, Remedy: "编制并公布指南。"},
			{Pack: "national", ID: "opens", Title: "网站可以访问", Check: "availability", Basis: basis, Points: 60, Veto: true, Remedy: "恢复访问。"},
			{Pack: "national", ID: "ipv6", Title: "支持 IPv6", Check: "ipv6", Basis: basis, Points: 4, Bonus: true, Remedy: "改造。"},
		},
	}
}

const (
	lastRun  = "20260410-1"
	firstRun = "20260310-1"
)

// fixture is two runs over three sites of three departments, one of them nobody's:
// with defects, partly seen, vetoed.
func fixture() *memory {
	m := &memory{sites: map[string][]*audit.Site{}, snapshots: map[string]*pages{}, photos: map[string]*audit.Photo{}}
	for i, id := range []string{lastRun, firstRun} {
		at := time.Date(2026, time.Month(4-i), 10, 1, 30, 0, 0, time.UTC)
		m.runs = append(m.runs, audit.Run{ID: id, AsOf: at.Truncate(24 * time.Hour).Add(-8 * time.Hour), Started: at, Finished: at.Add(time.Hour), Program: "govaudit 0.1",
			Packs: []audit.PackRef{{ID: "national", Version: "2026.1", SHA256: strings.Repeat("ab", 32)}}})
		m.sites[id] = fixtureSites(at)
		m.snapshots[id+" jiangzhou"] = &pages{list: fixturePages(at), bodies: map[string][]byte{strings.Repeat("9f", 32): []byte(`{"name": "www.jiangzhou.gov.cn"}`), strings.Repeat("aa", 32): []byte("别人的")}}
		m.photos[id+" jiangzhou http://www.jiangzhou.gov.cn/nb/1.html"] = &audit.Photo{PNG: []byte("\x89PNG\r\n\x1a\n")}
	}
	return m
}

func fixtureSites(at time.Time) []*audit.Site {
	set := fixtureSet()
	all := func(o rules.Outcome, reason string) (out []rules.Finding) {
		for _, r := range set.Rules {
			out = append(out, rules.Finding{Rule: r.FullID(), Check: r.Check, Clauses: []string{"条例/49"}, Outcome: o, Reason: reason})
		}
		return out
	}
	const report = "http://www.jiangzhou.gov.cn/nb/1.html"
	evidence := []rules.Evidence{{URL: report, Seen: at, Quote: "发布日期：2026-04-13", SHA256: strings.Repeat("9f", 32)}}
	first := all(rules.Pass, "已看到")
	first[0] = rules.Finding{Rule: "national/annual-report", Check: "annual_report", Clauses: []string{"条例/49"}, Outcome: rules.Fail, Confidence: 1, Reason: "报告晚于期限。",
		Defects: []rules.Defect{
			{Code: "late", Outcome: rules.Fail, Subject: report, Message: "年度报告于 2026-04-13 公布，晚于期限", Evidence: evidence},
			{Code: "copied", Outcome: rules.Review, Subject: report, Message: "与上年雷同", Evidence: evidence},
		}}
	first[1] = rules.Finding{Rule: "national/guide", Check: "column", Outcome: rules.Review, Proposed: rules.Fail, Confidence: 0.7, Reason: "栏目名不明确。",
		Defects: []rules.Defect{{Code: "missing", Outcome: rules.Review, Subject: "公开指南", Message: "未见指南", Evidence: evidence}}}
	vetoed := all(rules.Pass, "已看到")
	vetoed[2] = rules.Finding{Rule: "national/opens", Check: "availability", Outcome: rules.Fail, Reason: "多次打不开",
		Defects: []rules.Defect{{Code: "unreachable", Outcome: rules.Fail, Subject: "www.gujiang.gov.cn", Message: "首页打不开", Evidence: evidence}}}
	list := []*audit.Site{
		{ID: "gujiang", Name: "古江县人民政府", URL: "http://www.gujiang.gov.cn/", Level: site.County, Department: "古江县人民政府办公室", State: audit.Audited,
			Crawl: audit.Crawl{Pages: 80, Complete: true}, Findings: vetoed},
		{ID: "jiangzhou", Name: "江州市人民政府", URL: "http://www.jiangzhou.gov.cn/", Level: site.City, Department: "江州市人民政府办公室", Code: "5401000001", State: audit.Audited,
			Crawl: audit.Crawl{Pages: 812, Failed: 3, Complete: true}, Findings: first,
			Coverage: &audit.Coverage{Discovered: 840, Fetched: 812, Columns: []audit.Branch{{Name: "政策文件", URL: "http://www.jiangzhou.gov.cn/zcwj/", Level: 1, Lists: 3, Rows: 45, Seen: 41, Failed: 4, Newest: calendar.MustDay(2026, 4, 2)}}}},
		{ID: "nanping", Name: "南坪镇人民政府", URL: "http://www.nanping.gov.cn/", Level: site.Town, State: audit.Partial,
			Crawl: audit.Crawl{Pages: 3000, Stopped: "达到页数上限 3000"}, Findings: all(rules.Unknown, "抓取不完整")},
	}
	for _, s := range list {
		s.Scores = []scoring.Score{scoring.Compute(set, s.Findings)}
	}
	return list
}

func fixturePages(at time.Time) []*site.Page {
	return []*site.Page{
		{URL: "http://www.jiangzhou.gov.cn/nb/1.html", Status: 200, ContentType: "text/html; charset=utf-8", Fetched: at,
			Body: []byte(`<html><head><title>年报</title><script>document.title="ran"</script></head><body onload="document.title='ran'"><h1>2025年政府信息公开工作年度报告</h1><p>发布日期：<b>2026-04-13</b></p><img src="http://evil.example/x.png"></body></html>`)},
		{URL: "http://www.jiangzhou.gov.cn/nb/1.pdf", Status: 200, ContentType: "application/pdf", Fetched: at, Body: []byte("%PDF-1.4 x")},
	}
}
