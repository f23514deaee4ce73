package review

import (
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
)

var (
	beijing = time.FixedZone("UTC+8", 8*3600)
	entered = time.Date(2026, 4, 11, 20, 0, 0, 0, time.UTC) // the 12th in Beijing
	until   = calendar.MustDay(2026, 12, 31)
	april   = calendar.MustDay(2026, 4, 10)
)

const site, page = "nantong", "http://www.nantong.gov.cn/a.html"

func seen(quote string) []rules.Evidence {
	return []rules.Evidence{{URL: page, Seen: entered, Quote: quote, SHA256: strings.Repeat("0", 64)}}
}

func doubtful(code string, quotes ...string) rules.Defect {
	d := rules.Defect{Code: code, Outcome: rules.Review, Subject: page, Message: "存疑"}
	for _, q := range quotes {
		d.Evidence = append(d.Evidence, seen(q)...)
	}
	return d
}

func reviewed(defects ...rules.Defect) rules.Finding {
	return rules.Finding{Rule: "national/x", Check: "column", Outcome: rules.Review, Proposed: rules.Fail, Defects: defects}
}

func manual() rules.Finding {
	return rules.Finding{Rule: "national/m", Check: "manual", Outcome: rules.Unknown, Reason: "须由人工录入"}
}

// answered gives every question of the findings the same answer.
func answered(a Answer, findings ...rules.Finding) []Decision {
	var out []Decision
	for _, q := range Questions(site, findings) {
		out = append(out, Decision{Key: q.Key, Answer: a, Reason: "已核对原文", By: "张三", At: entered, Until: until, Fingerprint: q.Fingerprint})
	}
	return out
}

func TestADecisionAppliesUntilItExpires(t *testing.T) {
	tests := []struct {
		name  string
		today calendar.Day
		want  rules.Outcome
	}{
		{"on the day of the question", april, rules.Pass},
		{"the day before its last", until - 1, rules.Pass},
		{"on its last day", until, rules.Pass},
		{"the day after", until + 1, rules.Review},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := []rules.Finding{reviewed(doubtful("stale", "2026-01-01"))}
			Apply(site, f, answered(False, f...), tt.today, beijing)
			if got := f[0].AsDecided().Outcome; got != tt.want {
				t.Errorf("as decided %s, want %s", got, tt.want)
			}
			if f[0].Outcome != rules.Review {
				t.Errorf("the raw outcome became %s", f[0].Outcome)
			}
			expired := "张三 于 2026-04-12 作出的决定“不属实（合格）”已失效：有效期至 2026-12-31，已过，须重新决定"
			if lapsed := f[0].Defects[0].Decided.Lapsed; (lapsed == expired) != (tt.want == rules.Review) {
				t.Errorf("lapsed: %q", lapsed)
			}
		})
	}
}

func TestADecisionRestsOnItsEvidence(t *testing.T) {
	was := reviewed(doubtful("stale", "最新一条 2026-01-01", "通知公告"))
	tests := []struct {
		name  string
		now   rules.Finding
		holds bool
	}{
		{"the same evidence", reviewed(doubtful("stale", "最新一条 2026-01-01", "通知公告")), true},
		{"in another order", reviewed(doubtful("stale", "通知公告", "最新一条 2026-01-01")), true},
		{"seen at another time, with another hash of the page", func() rules.Finding {
			f := reviewed(doubtful("stale", "最新一条 2026-01-01", "通知公告"))
			f.Defects[0].Evidence[0].Seen = entered.AddDate(0, 1, 0)
			f.Defects[0].Evidence[0].SHA256 = strings.Repeat("1", 64)
			return f
		}(), true},
		{"with other white space", reviewed(doubtful("stale", "最新一条  2026-01-01", "通知公告\n")), true},
		{"with another message", func() rules.Finding {
			f := reviewed(doubtful("stale", "最新一条 2026-01-01", "通知公告"))
			f.Defects[0].Message = "已有 100 天"
			return f
		}(), true},
		{"now held to be certain", func() rules.Finding {
			f := reviewed(doubtful("stale", "最新一条 2026-01-01", "通知公告"))
			f.Outcome, f.Defects[0].Outcome = rules.Fail, rules.Fail
			return f
		}(), true},
		{"another quote", reviewed(doubtful("stale", "最新一条 2026-03-01", "通知公告")), false},
		{"one piece less", reviewed(doubtful("stale", "最新一条 2026-01-01")), false},
		{"one piece more", reviewed(doubtful("stale", "最新一条 2026-01-01", "通知公告", "更多")), false},
		{"another page", func() rules.Finding {
			f := reviewed(doubtful("stale", "最新一条 2026-01-01", "通知公告"))
			f.Defects[0].Evidence[1].URL = "http://www.nantong.gov.cn/b.html"
			return f
		}(), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := []rules.Finding{tt.now}
			Apply(site, f, answered(False, was), april, beijing)
			v := f[0].Defects[0].Decided
			if v.Final() != tt.holds {
				t.Fatalf("applies: %t, want %t (%+v)", v.Final(), tt.holds, v)
			}
			if changed := "张三 于 2026-04-12 作出的决定“不属实（合格）”已失效：它所依据的证据已变化，须重新决定"; !tt.holds && (v.Lapsed != changed || f[0].Decided.Lapsed != changed) {
				t.Errorf("the defect says %q, the finding %q", v.Lapsed, f[0].Decided.Lapsed)
			}
		})
	}
}

func TestADecisionIsAboutOneThing(t *testing.T) {
	was := reviewed(doubtful("stale", "x"))
	tests := []struct {
		name string
		site string
		now  rules.Finding
	}{
		{"another site", "elsewhere", reviewed(doubtful("stale", "x"))},
		{"another code", site, reviewed(doubtful("empty", "x"))},
		{"another subject", site, func() rules.Finding {
			f := reviewed(doubtful("stale", "x"))
			f.Defects[0].Subject = "通知公告"
			return f
		}()},
		{"another rule", site, func() rules.Finding { f := reviewed(doubtful("stale", "x")); f.Rule = "national/y"; return f }()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := []rules.Finding{tt.now}
			Apply(tt.site, f, answered(True, was), april, beijing)
			if f[0].Decided != nil || f[0].Defects[0].Decided != nil {
				t.Errorf("decided: %+v", f[0].Decided)
			}
		})
	}
}

func TestAFindingAsAWhole(t *testing.T) {
	proposed := func(quote string) rules.Finding {
		return rules.Finding{Rule: "national/m", Outcome: rules.Review, Proposed: rules.Pass, Seen: seen(quote)}
	}
	tests := []struct {
		name     string
		was, now rules.Finding
		want     rules.Outcome // as decided, of "it is so"
		lapsed   bool
	}{
		{"a duty that no page shows stays decided", manual(), manual(), rules.Fail, false},
		{"though the reason is told in other words", manual(), func() rules.Finding { f := manual(); f.Reason = "换了说法"; return f }(), rules.Fail, false},
		{"a proposal with the same evidence stays decided", proposed("x"), proposed("x"), rules.Fail, false},
		{"with other evidence it does not", proposed("x"), proposed("y"), rules.Review, true},
		{"where the program proposes otherwise it does not", proposed("x"), func() rules.Finding { f := proposed("x"); f.Proposed = rules.Fail; return f }(), rules.Review, true},
		{"what was unknown and is now seen to pass, passes", manual(), rules.Finding{Rule: "national/m", Outcome: rules.Pass}, rules.Pass, true},
		{"what was unknown and now has defects is asked again", manual(),
			rules.Finding{Rule: "national/m", Outcome: rules.Review, Defects: []rules.Defect{doubtful("stale", "x")}}, rules.Review, true},
		{"what does not apply any more is not spoken of", manual(), rules.Finding{Rule: "national/m", Outcome: rules.Exempt}, rules.Exempt, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := []rules.Finding{tt.now}
			Apply(site, f, answered(True, tt.was), april, beijing)
			if got := f[0].AsDecided().Outcome; got != tt.want {
				t.Errorf("as decided %s, want %s", got, tt.want)
			}
			if lapsed := f[0].Decided != nil && f[0].Decided.Lapsed != ""; lapsed != tt.lapsed {
				t.Errorf("lapsed %t, want %t: %+v", lapsed, tt.lapsed, f[0].Decided)
			}
		})
	}
}

func TestTheLatestDecisionCounts(t *testing.T) {
	f := []rules.Finding{manual()}
	all := append(answered(True, f...), answered(False, f...)...)
	Apply(site, f, all, april, beijing)
	if got := f[0].AsDecided().Outcome; got != rules.Pass {
		t.Errorf("two decisions: %s, want the later one", got)
	}
	f = []rules.Finding{manual()}
	Apply(site, f, append(all, answered(Hold, f...)...), april, beijing)
	if got := f[0].AsDecided().Outcome; got != rules.Unknown {
		t.Errorf("put off: %s, want what was judged", got)
	}
	if v := f[0].Decided; v == nil || v.Outcome != rules.Review {
		t.Errorf("that it was put off is not shown: %+v", v)
	}
}

// TestAFindingSumsUpItsDefects decides two of three defects, in two people's names.
func TestAFindingSumsUpItsDefects(t *testing.T) {
	a, b, c := doubtful("stale", "x"), doubtful("empty", "y"), doubtful("missing", "z")
	decisions := answered(True, reviewed(a))
	other := answered(False, reviewed(b))
	other[0].By, other[0].At, other[0].Until = "李四", entered.Add(time.Hour), until-10
	f := []rules.Finding{reviewed(a, b, c)}
	Apply(site, f, append(decisions, other...), april, beijing)
	want := rules.Verdict{Outcome: rules.Fail, By: "张三、李四", At: entered.Add(time.Hour), Until: "2026-12-21",
		Reason: "属实（不合格）1 处，不属实（合格）1 处，尚待决定 1 处"}
	if got := *f[0].Decided; got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestQuestions(t *testing.T) {
	certain := doubtful("late", "x")
	certain.Outcome = rules.Fail
	mixed := rules.Finding{Rule: "national/mixed", Outcome: rules.Fail, Defects: []rules.Defect{certain, doubtful("stale", "y")}}
	unseen := rules.Finding{Rule: "national/unseen", Check: "ipv6", Outcome: rules.Unknown}
	proposed := rules.Finding{Rule: "national/proposed", Outcome: rules.Review, Proposed: rules.Pass}
	findings := []rules.Finding{{Rule: "national/fine", Outcome: rules.Pass}, mixed, unseen, proposed, manual(), {Rule: "national/no", Outcome: rules.Exempt}}
	var got []string
	for _, q := range Questions(site, findings) {
		line := q.Rule + " " + q.Code
		if q.Asked() {
			line += " asked"
		}
		got = append(got, line)
	}
	want := "national/mixed stale asked|national/unseen |national/proposed  asked|national/m  asked"
	if strings.Join(got, "|") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, "|"), want)
	}
}

func TestIDs(t *testing.T) {
	k := Key{"a", "b", "c", "d"}
	if !ValidID(k.ID()) || k.ID() != (Key{"a", "b", "c", "d"}).ID() {
		t.Errorf("%q is not valid or not stable", k.ID())
	}
	for _, other := range []Key{{"ab", "", "c", "d"}, {"a", "b", "cd", ""}, {"a", "b", "c", "e"}} {
		if other.ID() == k.ID() {
			t.Errorf("%v has the same id", other)
		}
	}
	id := k.ID()
	for _, bad := range []string{"", id[1:], id + "a", strings.ToUpper(id), "=" + id[1:], flip(id, 0), flip(id, 27)} {
		if ValidID(bad) {
			t.Errorf("%q is taken for an id", bad)
		}
	}
}

// flip changes the letter at i to another.
func flip(s string, i int) string {
	c := byte('a')
	if s[i] == c {
		c = 'b'
	}
	return s[:i] + string(c) + s[i+1:]
}
