package rules

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// says is a check that gives a fixed judgement.
type says struct {
	j     Judgement
	panic bool
}

func (s says) Judge(*Case) Judgement {
	if s.panic {
		panic("a bug")
	}
	return s.j
}

// saysUnreached is one that also judges portals that never answered.
type saysUnreached struct{ says }

func (saysUnreached) JudgesUnreached() {}

var proof = Evidence{URL: "http://a.gov.cn/", Seen: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), Quote: "暂无内容", SHA256: "ab"}

func certain(code, subject string) Defect { return failing(code, subject, "栏目为空", proof) }

// testCase is a site that was wholly seen; edit changes it.
func testCase(edit ...func(*Case)) *Case {
	c := &Case{
		Portal: &portal.Portal{Snapshot: &site.Snapshot{Alive: true, Complete: true}},
		Target: site.Target{ID: "a", Level: site.County},
		AsOf:   calendar.MustDay(2026, 4, 10),
	}
	for _, f := range edit {
		f(c)
	}
	return c
}

func judgeOne(c *Case, r Rule, check Check) Finding {
	r.ID, r.Pack, r.Check, r.check = "r", "p", "column", check
	return Judge(c, &Set{ID: "p", Rules: []*Rule{&r}})[0]
}

func TestOutcome(t *testing.T) {
	without := func(edit func(*Evidence)) Defect {
		e := proof
		edit(&e)
		return failing("empty", "年报", "栏目为空", e)
	}
	tests := []struct {
		name     string
		j        Judgement
		review   []string
		want     Outcome
		proposed Outcome
		reason   string
	}{
		{"nothing to say is a pass", Judgement{}, nil, Pass, "", "未发现问题。"},
		{"a pass says what was seen", Judgement{Reason: "找到年报 3 份"}, nil, Pass, "", "找到年报 3 份。"},
		{"a certain defect fails", Judgement{Defects: []Defect{certain("empty", "年报")}}, nil, Fail, "", "发现 1 处问题。"},
		{"a doubtful one is for a person", Judgement{Defects: []Defect{doubtful("empty", "年报", "m", proof)}}, nil, Review, Fail, "有 1 处须人工核实。"},
		{"certain beside doubtful fails", Judgement{Defects: []Defect{certain("empty", "a"), doubtful("empty", "b", "m", proof)}}, nil, Fail, "", "发现 1 处问题，另有 1 处须人工核实。"},
		{"a code that only a person may decide never fails", Judgement{Defects: []Defect{certain("stale", "年报")}}, []string{"stale"}, Review, Fail, "有 1 处须人工核实。"},
		{"a defect without any evidence is for a person", Judgement{Defects: []Defect{failing("empty", "年报", "m")}}, nil, Review, Fail, "有 1 处须人工核实。"},
		{"evidence without address is incomplete", Judgement{Defects: []Defect{without(func(e *Evidence) { e.URL = "" })}}, nil, Review, Fail, "有 1 处须人工核实。"},
		{"evidence without time is incomplete", Judgement{Defects: []Defect{without(func(e *Evidence) { e.Seen = time.Time{} })}}, nil, Review, Fail, "有 1 处须人工核实。"},
		{"evidence with a blank quotation is incomplete", Judgement{Defects: []Defect{without(func(e *Evidence) { e.Quote = " " })}}, nil, Review, Fail, "有 1 处须人工核实。"},
		{"evidence without hash is incomplete", Judgement{Defects: []Defect{without(func(e *Evidence) { e.SHA256 = "" })}}, nil, Review, Fail, "有 1 处须人工核实。"},
		{"an outcome that a defect cannot have is a doubt", Judgement{Defects: []Defect{{Code: "empty", Outcome: Pass, Subject: "s"}}}, nil, Review, Fail, "有 1 处须人工核实。"},
		{"a proposal without defects is for a person", Judgement{Proposed: Pass, Reason: "疑似已公布"}, nil, Review, Pass, "疑似已公布。"},
		{"what could not be observed is unknown", Judgement{Unknown: "抓取未完成。"}, nil, Unknown, "", "抓取未完成。"},
		{"what was seen to be wrong stays wrong though the rest is unknown", Judgement{Unknown: "抓取未完成", Defects: []Defect{certain("empty", "年报")}}, nil, Fail, "", "发现 1 处问题；其余部分未能观察：抓取未完成。"},
		{"what does not apply is exempt", Judgement{Exempt: "本站没有规范性文件"}, nil, Exempt, "", "本站没有规范性文件。"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := judgeOne(testCase(), Rule{Review: tt.review}, says{j: tt.j})
			if f.Outcome != tt.want || f.Proposed != tt.proposed || f.Reason != tt.reason {
				t.Errorf("got %s, proposed %q, reason %s\nwant %s, proposed %q, reason %s", f.Outcome, f.Proposed, f.Reason, tt.want, tt.proposed, tt.reason)
			}
			if f.Defects == nil || f.Clauses == nil {
				t.Error("lists must not be null in JSON")
			}
			for _, d := range f.Defects {
				if d.Outcome == Fail && f.Outcome != Fail {
					t.Errorf("a certain defect in a finding that is %s", f.Outcome)
				}
			}
		})
	}
}

func TestOpenMarksAFailureOfWhichMoreMayBeWrong(t *testing.T) {
	d := []Defect{certain("empty", "年报")}
	if f := judgeOne(testCase(), Rule{}, says{j: Judgement{Defects: d}}); f.Open {
		t.Error("wholly observed, yet open")
	}
	if f := judgeOne(testCase(), Rule{}, says{j: Judgement{Defects: d, Unknown: "抓取未完成"}}); !f.Open {
		t.Error("partly unobserved, yet not open")
	}
}

func TestWhomAndWhenARuleBinds(t *testing.T) {
	day := func(d int) func(*Case) { return func(c *Case) { c.AsOf = calendar.MustDay(2026, 4, d) } }
	target := func(l, of site.Level) func(*Case) {
		return func(c *Case) { c.Target.Level, c.Target.Of = l, of }
	}
	departments := Rule{Levels: []site.Level{site.Department}, Of: []site.Level{site.County, site.City}}
	window := Rule{From: calendar.MustDay(2026, 4, 10), Until: calendar.MustDay(2026, 4, 20)}
	tests := []struct {
		name   string
		rule   Rule
		edit   func(*Case)
		want   Outcome
		reason string
	}{
		{"a rule for all binds a county", Rule{}, day(10), Pass, "未发现问题。"},
		{"a rule for counties binds a county", Rule{Levels: []site.Level{site.County}}, day(10), Pass, "未发现问题。"},
		{"a rule for cities does not", Rule{Levels: []site.Level{site.City, site.Province}}, day(10), Exempt, "本规则适用于设区的市级政府、省级政府，本站属于县级政府。"},
		{"a department of a county", departments, target(site.Department, site.County), Pass, "未发现问题。"},
		{"a department of a province", departments, target(site.Department, site.Province), Exempt, "本规则适用于县级政府、设区的市级政府的部门，本站是省级政府的部门。"},
		{"a department of nobody knows whom", departments, target(site.Department, ""), Exempt, "本规则适用于县级政府、设区的市级政府的部门，本站未登记所属政府的层级（of）。"},
		{"the day before it comes into force", window, day(9), Exempt, "本规则自 2026-04-10 起适用，监测时间点为 2026-04-09。"},
		{"the day it comes into force", window, day(10), Pass, "未发现问题。"},
		{"its last day", window, day(20), Pass, "未发现问题。"},
		{"the day after its last", window, day(21), Exempt, "本规则适用至 2026-04-20，监测时间点为 2026-04-21。"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := judgeOne(testCase(tt.edit), tt.rule, says{})
			if f.Outcome != tt.want || f.Reason != tt.reason {
				t.Errorf("got %s: %s\nwant %s: %s", f.Outcome, f.Reason, tt.want, tt.reason)
			}
		})
	}
}

func TestAPortalThatNeverAnsweredIsUnknown(t *testing.T) {
	dead := func(c *Case) { c.Portal.Snapshot.Alive = false }
	missing := says{j: Judgement{Defects: []Defect{certain("missing", "年报")}}}
	if f := judgeOne(testCase(dead), Rule{}, missing); f.Outcome != Unknown || len(f.Defects) != 0 {
		t.Errorf("got %s with %d defects, want unknown without", f.Outcome, len(f.Defects))
	}
	if f := judgeOne(testCase(dead), Rule{}, saysUnreached{missing}); f.Outcome != Fail {
		t.Errorf("a check of reachability was not asked: %s", f.Outcome)
	}
	nothing := func(c *Case) { c.Portal = nil }
	for _, check := range []Check{missing, saysUnreached{missing}} {
		if f := judgeOne(testCase(nothing), Rule{}, check); f.Outcome != Unknown {
			t.Errorf("without a snapshot %T gave %s, want unknown", check, f.Outcome)
		}
	}
}

func TestAPanicInACheckIsOurFault(t *testing.T) {
	var log strings.Builder
	c := testCase(func(c *Case) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	f := judgeOne(c, Rule{}, says{panic: true})
	if f.Outcome != Unknown || f.Confidence != 0 {
		t.Errorf("got %s with confidence %g, want unknown with 0", f.Outcome, f.Confidence)
	}
	if !strings.Contains(log.String(), "p/r") || !strings.Contains(log.String(), "a bug") {
		t.Errorf("the log does not name rule and panic: %s", log.String())
	}
	if f := judgeOne(testCase(), Rule{}, says{panic: true}); f.Outcome != Unknown {
		t.Error("a case without log must not crash")
	}
}

func TestDefectsAreSortedAndDistinct(t *testing.T) {
	d := []Defect{certain("stale", "b"), doubtful("empty", "z", "m", proof), certain("stale", "a"), doubtful("stale", "b", "m", proof), certain("empty", "z")}
	f := judgeOne(testCase(), Rule{}, says{j: Judgement{Defects: d}})
	var got []string
	for _, x := range f.Defects {
		got = append(got, fmt.Sprint(x.Code, " ", x.Subject, " ", x.Outcome))
	}
	want := []string{"empty z fail", "stale a fail", "stale b fail"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if d[0].Code != "stale" || d[1].Outcome != Review {
		t.Error("the check's own defects were changed")
	}
}

func TestTooManyDefectsKeepTheCertainOnes(t *testing.T) {
	var d []Defect
	for i := range 2 * maxDefects {
		s := fmt.Sprintf("s%04d", i)
		d = append(d, doubtful("empty", s, "m", proof))
	}
	d = append(d, certain("undated", "the only certain one"))
	f := judgeOne(testCase(), Rule{}, says{j: Judgement{Defects: d}})
	if len(f.Defects) != maxDefects || f.Defects[maxDefects-1].Outcome != Fail {
		t.Errorf("got %d defects, the last %s", len(f.Defects), f.Defects[len(f.Defects)-1].Outcome)
	}
	if want := "发现 1 处问题，另有 1000 处须人工核实；只列出其中 500 处。"; f.Reason != want {
		t.Errorf("reason %s, want %s", f.Reason, want)
	}
}

func TestASharedRuleIsJudgedOnce(t *testing.T) {
	shared := &Rule{ID: "r", Pack: "national", check: says{}}
	own := &Rule{ID: "r", Pack: "local", check: says{}}
	got := Judge(testCase(), &Set{Rules: []*Rule{shared}}, &Set{Rules: []*Rule{shared, own}})
	var ids []string
	for _, f := range got {
		ids = append(ids, f.Rule)
	}
	if diff := cmp.Diff([]string{"national/r", "local/r"}, ids); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestQuotationsAreBounded(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"short words stay", "公开 年报", "公开 年报"},
		{"white space collapses", "  公开\n\t年报 ", "公开 年报"},
		{"300 characters stay", strings.Repeat("报", 300), strings.Repeat("报", 300)},
		{"301 are cut", strings.Repeat("报", 301), strings.Repeat("报", 299) + "…"},
		{"a page is cut in the middle of no character", strings.Repeat("a", 16*maxQuote-1) + "报", strings.Repeat("a", 299) + "…"},
	}
	for _, tt := range tests {
		if got := abridge(tt.in); got != tt.want {
			t.Errorf("%s: got %q", tt.name, got)
		}
	}
}
