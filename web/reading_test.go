package web

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/standing"
)

// text is a page without its markup, white space collapsed.
func text(body string) string {
	var out strings.Builder
	in := false
	for _, r := range body {
		switch {
		case r == '<':
			in = true
			out.WriteByte(' ')
		case r == '>':
			in = false
		case !in:
			out.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// says fails where a page does not say something, or says what it must not.
func says(t *testing.T, body string, want, not []string) {
	t.Helper()
	got := text(body)
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("does not say %q:\n%s", w, got)
		}
	}
	for _, w := range not {
		if strings.Contains(got, w) {
			t.Errorf("says %q:\n%s", w, got)
		}
	}
}

func TestReadingPages(t *testing.T) {
	const finding = "/sites/jiangzhou/findings/national/annual-report"
	// jiangzhou has 100 points, less 3 for the late report, and 4 for IPv6.
	tests := []struct {
		name, at  string
		want, not []string
	}{
		{"the overview ranks what can be ranked", "/", []string{"3 个网站", "江州市人民政府", "古江县人民政府", "不排名", "单项否决", "每个网站取最近一次完成的检查"}, nil},
		{"it is filtered by level", "/?level=city", []string{"所选 1 个网站（共 3 个）", "江州市人民政府"}, []string{"古江县人民政府"}},
		{"and searched", "/?q=古江", []string{"古江县人民政府"}, []string{"南坪镇人民政府"}},
		{"by traditional characters too", "/?q=" + url.QueryEscape("古江縣"), []string{"古江县人民政府"}, nil},
		{"and by the place that a code begins with", "/?q=5401", []string{"江州市人民政府"}, []string{"古江县人民政府"}},
		{"nothing found is said", "/?q=没有这个", []string{"没有符合条件的网站"}, []string{"江州市人民政府"}},
		{"what is not understood is left out", "/?pack=x&level=y&page=-3&sort=z", []string{"没有符合条件的网站"}, nil},
		{"a site shows where its points went", "/sites/jiangzhou", []string{"101 分", "按期公布年度报告", "−3", "先改哪些", "政策文件", "历次得分", "812 个网页"}, nil},
		{"a site that was seen in part says so", "/sites/nanping", []string{"未评定", "部分检查", "达到页数上限 3000"}, nil},
		{"its findings are filtered", "/sites/jiangzhou?outcome=review", []string{"共 1 项", "公布公开指南"}, []string{"共 4 项"}},
		{"an earlier run is told to be one", "/sites/jiangzhou?run=" + firstRun, []string{"这是以前的一次检查"}, nil},
		{"a finding shows evidence, basis and history", finding, []string{"扣 3 分", "年度报告于 2026-04-13 公布，晚于期限", "第四十九条", "发布日期：2026-04-13", "9f9f9f", "历次检查", "条例/49", "先问一问", "王五", "2026-12-31"}, []string{"与此无关"}},
		{"nothing ticked is the score as it is", "/sites/jiangzhou/mend", []string{"全国通用：现在", "101 分"}, []string{"101 →"}},
		{"a rule ticked gives its points back", "/sites/jiangzhou/mend?d=national/annual-report", []string{"改好所选 1 项以后", "101 → 104 分"}, nil},
		{"so does a defect ticked", "/sites/jiangzhou/mend?d=national/annual-report%230", []string{"101 → 104 分"}, nil},
		{"ticks that name nothing change nothing", "/sites/jiangzhou/mend?d=national/none&d=x%23y", []string{"101 分"}, []string{"→ 10"}},
		{"a veto mended changes the grade", "/sites/gujiang/mend?d=national/opens", []string{"40 → 104", "优秀"}, nil},
		{"the packs are listed", "/rules", []string{"全国通用", "2026.1", "单项否决 1"}, nil},
		{"a pack lists its rules by check", "/rules/national", []string{"按期公布年度报告", "最多 10", "国务院令第711号"}, nil},
		{"a rule shows how sites stand on it", "/rules/national/annual-report", []string{"最多扣 10 分", "江州市人民政府", "补齐后重新公布", "应当在每年1月31日前"}, nil},
		{"these are filtered", "/rules/national/annual-report?outcome=fail", []string{"江州市人民政府"}, []string{"南坪镇人民政府"}},
		{"documents are listed", "/clauses", []string{"南通市要点", "程序判定 1", "没有规则 1", "中华人民共和国政府信息公开条例"}, nil},
		{"clause leads to rule and result", "/clauses/nantong-2021", []string{"逐件公布年报", "按期公布年度报告", "没有规则"}, nil},
		{"also of a document without a catalogue", "/clauses/" + url.PathEscape("条例"), []string{"中华人民共和国政府信息公开条例", "49", "按期公布年度报告"}, nil},
	}
	s := newTestServer(t, withCatalogue)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := s.get(t, evaluator, tt.at)
			if res.Code != http.StatusOK {
				t.Fatalf("%d: %s", res.Code, s.log)
			}
			says(t, res.Body.String(), tt.want, tt.not)
		})
	}
}

// withCatalogue gives one document a catalogue of two duties, the first covered.
func withCatalogue(c *Config) {
	set := fixtureSet()
	set.Rules[0].Clauses = []string{"条例/49", "nantong-2021/1-1.1"}
	c.Rules = func() ([]*rules.Set, error) { return []*rules.Set{set}, nil }
	c.Duties = []rules.DutyList{{Slug: "nantong-2021", Title: "南通市要点", Duties: []rules.Duty{{ID: "1-1.1", Duty: "逐件公布年报", Modality: "must"}, {ID: "1-1.2", Duty: "别的"}}}}
}

func TestReadingPagesOfNothing(t *testing.T) {
	s := newTestServer(t, func(c *Config) {
		c.Archive = &memory{}
		withCatalogue(c)
	})
	for at, want := range map[string]string{"/": "还没有检查结果", "/rules": "全国通用", "/rules/national": "还没有结果", "/rules/national/guide": "还没有网站按这条规则检查过", "/clauses/nantong-2021": "没有规则"} {
		says(t, s.get(t, evaluator, at).Body.String(), []string{want}, nil)
	}
	for _, at := range []string{"/sites/jiangzhou", "/sites/jiangzhou/mend", "/sites/jiangzhou/findings/national/guide", "/rules/none", "/rules/national/none", "/clauses/none"} {
		if res := s.get(t, evaluator, at); res.Code != http.StatusNotFound {
			t.Errorf("GET %s: %d", at, res.Code)
		}
	}
}

// TestDepartmentsReadTheirOwn: whatever page it opens, a department reads of no site but
// its own.
func TestDepartmentsReadTheirOwn(t *testing.T) {
	s := newTestServer(t, withCatalogue)
	own := []string{"/", "/?q=古江", "/sites/jiangzhou", "/sites/jiangzhou/mend", "/sites/jiangzhou/findings/national/annual-report", "/rules", "/rules/national",
		"/rules/national/annual-report", "/rules/national/opens", "/clauses", "/clauses/nantong-2021"}
	for _, at := range own {
		res := s.get(t, jiangzhou, at)
		if res.Code != http.StatusOK {
			t.Errorf("GET %s: %d", at, res.Code)
		}
		says(t, res.Body.String(), nil, []string{"古江县", "南坪镇"})
	}
	// Of the rule that gujiang alone fails, not even the count is told.
	says(t, s.get(t, jiangzhou, "/rules/national/opens").Body.String(), []string{"0 ✕ 不合格"}, []string{"1 ✕ 不合格"})
	says(t, s.get(t, jiangzhou, "/").Body.String(), []string{"1 个网站"}, []string{"名次 网站", "平均得分"})
	for _, at := range []string{"/sites/gujiang", "/sites/gujiang/mend", "/sites/gujiang?run=" + firstRun, "/sites/gujiang/findings/national/opens"} {
		if res := s.get(t, jiangzhou, at); res.Code != http.StatusNotFound {
			t.Errorf("GET %s: %d", at, res.Code)
		}
	}
}

// TestAFormerDepartmentReadsNoMore: who was responsible for a site in an earlier run
// learns nothing of it by naming that run's successor, and the present one nothing of
// the time before.
func TestAFormerDepartmentReadsNoMore(t *testing.T) {
	m := fixture()
	for _, r := range m.sites[lastRun] {
		if r.ID == "gujiang" {
			r.Department = "江州市人民政府办公室"
		}
	}
	s := newTestServer(t, func(c *Config) { c.Archive = m })
	if res := s.get(t, gujiang, "/sites/gujiang"); res.Code != http.StatusNotFound {
		t.Errorf("the former department: %d", res.Code)
	}
	if res := s.get(t, jiangzhou, "/sites/gujiang?run="+firstRun); res.Code != http.StatusNotFound {
		t.Errorf("the present department, of the time before: %d", res.Code)
	}
	res := s.get(t, jiangzhou, "/sites/gujiang")
	if res.Code != http.StatusOK || strings.Contains(res.Body.String(), firstRun) {
		t.Errorf("the present department: %d", res.Code)
	}
}

// TestReadingPagesEscape: whatever a portal calls itself is words.
func TestReadingPagesEscape(t *testing.T) {
	const attack = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`
	m := fixture()
	for _, run := range m.runs {
		for _, r := range m.sites[run.ID] {
			r.Name, r.URL, r.Department, r.Crawl.Stopped = attack, "javascript:alert(1)", attack, attack
			r.Coverage = &audit.Coverage{Alert: attack, Columns: []audit.Branch{{Name: attack, URL: "javascript:alert(1)", Level: 99, Lists: 1}, {Name: strings.Repeat("长", 10_000), URL: attack}}}
			r.Ahead = []audit.Breach{{Rule: attack, Subject: "javascript:alert(1)", Message: attack, Day: calendar.MustDay(2026, 5, 1)}}
			for i := range r.Findings {
				f := &r.Findings[i]
				f.Reason, f.Clauses = attack, []string{attack + "/" + attack}
				for k := range f.Defects {
					d := &f.Defects[k]
					d.Message, d.Subject, d.Code = attack, "javascript:alert(1)", attack
					d.Evidence = []rules.Evidence{{URL: "javascript:alert(1)", Quote: attack, SHA256: attack}}
					d.Decided = &rules.Verdict{Outcome: rules.Fail, Reason: attack, By: attack}
				}
			}
		}
	}
	s := newTestServer(t, func(c *Config) { c.Archive = m; withCatalogue(c) })
	for _, at := range []string{"/", "/?q=" + url.QueryEscape(attack), "/sites/jiangzhou", "/sites/jiangzhou?q=" + url.QueryEscape(attack), "/sites/jiangzhou/mend?d=" + url.QueryEscape(attack),
		"/sites/jiangzhou/findings/national/annual-report", "/rules/national?q=" + url.QueryEscape(attack), "/rules/national/annual-report?outcome=" + url.QueryEscape(attack), "/clauses"} {
		res := s.get(t, evaluator, at) // fails where it is not well formed
		if res.Code != http.StatusOK {
			t.Errorf("GET %s: %d: %s", at, res.Code, s.log)
		}
		for _, bad := range []string{"<script>alert", "<img src=x", `href="javascript:`, " onerror=alert(1)>"} {
			if strings.Contains(res.Body.String(), bad) {
				t.Errorf("GET %s: %s stands in the page", at, bad)
			}
		}
	}
}

// TestWaterfallsAddUp: what the page lists leads from full marks to the points exactly.
func TestWaterfallsAddUp(t *testing.T) {
	for _, r := range fixtureSites(now) {
		at := findingsAt{run: audit.Run{ID: lastRun}, site: r, sets: []*rules.Set{fixtureSet()}, zone: time.UTC}
		p := at.score(0, r.Scores[0])
		left := p.Start
		for _, l := range p.Lines {
			left -= l.Lost
		}
		if math.Abs(left-p.Points) > 1e-9 {
			t.Errorf("%s: the lines lead to %v, the score is %v", r.ID, left, p.Points)
		}
	}
}

func TestThreeDatesOfADocument(t *testing.T) {
	got := datesOf(&extract.Facts{
		Fields: []extract.Field{{Name: extract.Written, Label: "成文日期", Value: "2026年1月5日"}},
		Dates: []extract.Date{
			{Day: calendar.MustDay(2026, 1, 20), Source: extract.FromMeta, Label: "PubDate", Quote: "2026-01-20", Published: true},
			{Day: calendar.MustDay(2026, 1, 22), Source: extract.FromURL, Quote: "t20260122"},
			{Day: calendar.MustDay(2026, 1, 20), Source: extract.FromText, Quote: "2026-01-20"},
		}})
	var words []string
	for _, d := range got {
		words = append(words, fmt.Sprintf("%s %s %s", d.Name, d.Day, d.From))
	}
	want := []string{"成文日期 2026年1月5日 索引栏", "发布日期 2026-01-20 网页标签", "页面上的日期 2026-01-22 网址"}
	if !slices.Equal(words, want) {
		t.Errorf("got %q, want %q", words, want)
	}
}

func TestPaged(t *testing.T) {
	for _, tt := range []struct{ at, total, page, pages, from, to int }{
		{0, 0, 1, 1, 0, 0}, {1, 50, 1, 1, 0, 50}, {1, 51, 1, 2, 0, 50}, {2, 51, 2, 2, 50, 51}, {99, 51, 2, 2, 50, 51}, {-7, 51, 1, 2, 0, 50},
	} {
		p := paged(tt.at, tt.total, func(n int) string { return itoa(n) })
		if p.Page != tt.page || p.Pages != tt.pages || p.From != tt.from || p.To != tt.to {
			t.Errorf("page %d of %d: %+v", tt.at, tt.total, p)
		}
		if (p.Back != "") != (tt.page > 1) || (p.Next != "") != (tt.page < tt.pages) {
			t.Errorf("page %d of %d leads to %q and %q", tt.at, tt.total, p.Back, p.Next)
		}
	}
}

func TestHistogramCountsEverySiteOnce(t *testing.T) {
	var rows []overviewRow
	for _, points := range []float64{0, 9.99, 10, 59.9, 60, 99.9, 100, 108, -3} {
		rows = append(rows, overviewRow{Row: &standing.Row{Score: scoring.Score{Start: 100, Points: points}}, Given: true})
	}
	rows = append(rows, overviewRow{Row: &standing.Row{Score: scoring.Score{Start: 100, Points: 100}}}) // not decided enough
	h := scoresOf(rows)
	var counts []int
	for _, b := range h.Bars {
		counts = append(counts, b.Count)
	}
	if want := []int{3, 1, 0, 0, 0, 1, 1, 0, 0, 3}; !slices.Equal(counts, want) {
		t.Errorf("counts = %v, want %v", counts, want)
	}
	if scoresOf(nil) != nil {
		t.Error("nothing is drawn of nothing")
	}
}

func TestLinesBreakWhereTheyMust(t *testing.T) {
	point := func(v float64) linePoint { return linePoint{Label: "d", Value: v, Low: v, High: v} }
	broken, missing := point(3), linePoint{Missing: true}
	broken.Break = true
	for _, tt := range []struct {
		name                string
		points              []linePoint
		paths, dots, breaks int
	}{
		{"points are joined", []linePoint{point(1), point(2), point(3)}, 1, 3, 0},
		{"not over another version of the rules", []linePoint{point(1), point(2), broken, point(4)}, 2, 4, 1},
		{"nor over what was not graded", []linePoint{point(1), point(2), missing, point(3), point(4)}, 2, 4, 0},
		{"a single one is a dot", []linePoint{point(1)}, 0, 1, 0},
		{"a break before the first is none", []linePoint{broken, point(2)}, 1, 2, 0},
	} {
		l := newLine("x", "t", 100, tt.points)
		if len(l.Paths) != tt.paths || len(l.Dots) != tt.dots || len(l.Breaks) != tt.breaks {
			t.Errorf("%s: %d paths, %d dots, %d breaks", tt.name, len(l.Paths), len(l.Dots), len(l.Breaks))
		}
	}
	if newLine("x", "t", 100, []linePoint{missing}) != nil {
		t.Error("nothing is drawn of nothing")
	}
}
