package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
)

// The questions of the fixture: two of an ordinary rule each, and one of a veto that
// vetoed adds.
var (
	askGuide  = review.Key{Site: "jiangzhou", Rule: "national/guide", Code: "missing", Subject: "公开指南"}
	askCopied = review.Key{Site: "jiangzhou", Rule: "national/annual-report", Code: "copied", Subject: "http://www.jiangzhou.gov.cn/nb/1.html"}
	askOpens  = review.Key{Site: "jiangzhou", Rule: "national/opens", Code: "slow", Subject: "www.jiangzhou.gov.cn"}
	askSecond = review.Key{Site: "jiangzhou", Rule: "national/guide", Code: "missing", Subject: "依申请公开指南"}
)

// queueServer asks about a veto as well, and twice about the guide.
func queueServer(t *testing.T) *testServer {
	t.Helper()
	return newTestServer(t, func(c *Config) {
		m := fixture()
		for _, r := range m.sites[lastRun] {
			if r.ID == "jiangzhou" {
				r.Findings[2] = rules.Finding{Rule: "national/opens", Check: "availability", Outcome: rules.Review, Proposed: rules.Fail, Max: 60,
					Defects: []rules.Defect{{Code: "slow", Outcome: rules.Review, Subject: "www.jiangzhou.gov.cn", Message: "首页很慢"}}}
				second := r.Findings[1].Defects[0]
				second.Subject = askSecond.Subject
				r.Findings[1].Defects = append(r.Findings[1].Defects, second)
			}
		}
		c.Archive = m
	})
}

// seenOf is what a form about a question sends back of what was shown.
func (s *testServer) seenOf(t *testing.T, k review.Key) string {
	t.Helper()
	body := s.get(t, administrator, "/queue/"+k.ID()+"?state=open").Body.String()
	_, rest, ok := strings.Cut(body, `name="seen" value="`)
	if !ok {
		t.Fatalf("no form about %v: %s", k, body)
	}
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func decision(answer, seen string) url.Values {
	return url.Values{"answer": {answer}, "reason": {"已核对原文"}, "until": {"2026-12-31"}, "seen": {seen}}
}

func (s *testServer) stateOf(t *testing.T, k review.Key) questionState {
	t.Helper()
	c := &call{Request: mustRequest(t), visitor: visitor{User: administrator}}
	q, _, err := s.question(c, k.ID())
	if err != nil {
		t.Fatal(err)
	}
	return q.State
}

func mustRequest(t *testing.T) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", "/", nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhatWeighsMostIsAskedFirst(t *testing.T) {
	s := queueServer(t)
	body := s.get(t, evaluator, "/queue").Body.String()
	at := -1
	for _, k := range []review.Key{askOpens, askGuide, askCopied} {
		i := strings.Index(body, `href="/queue/`+k.ID()+`"`)
		if i <= at {
			t.Errorf("%v stands at %d, after what weighs less at %d", k, i, at)
		}
		at = i
	}
	if strings.Contains(body, "南坪镇") {
		t.Error("what could not be observed is asked about unasked")
	}
	if body := s.get(t, evaluator, "/queue?unseen=1").Body.String(); !strings.Contains(body, "南坪镇") && !strings.Contains(body, "待核实") {
		t.Error("what could not be observed cannot be found")
	}
}

func TestADecisionIsRecordedAndSeenAtOnce(t *testing.T) {
	s := queueServer(t)
	w := s.post(t, evaluator, "/queue/"+askGuide.ID(), decision("true", s.seenOf(t, askGuide)))
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/queue/") {
		t.Fatalf("%d to %s: %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	got := s.works.decisions
	if len(got) != 1 || got[0].Key != askGuide || got[0].Answer != review.True || got[0].By != "评估员乙（ping）" || got[0].Run != lastRun || !got[0].At.Equal(now) {
		t.Fatalf("recorded %+v", got)
	}
	if st := s.stateOf(t, askGuide); st != stateDecided {
		t.Errorf("it is %s", st)
	}
	if lines := s.desk.lines(); len(lines) != 1 || !strings.Contains(lines[0], "ping | 核实 | 江州市人民政府 · national/guide") {
		t.Errorf("the log says %q", lines)
	}
	if body := s.get(t, supervisor, "/sites/jiangzhou/findings/national/guide?run="+lastRun).Body.String(); !strings.Contains(body, "已核对原文") {
		t.Error("the finding does not show it")
	}
}

func TestWhatCannotBeDecided(t *testing.T) {
	for _, tt := range []struct {
		why    string
		who    access.User
		change func(url.Values)
		want   int
	}{
		{"without an answer", evaluator, func(f url.Values) { f.Del("answer") }, 422},
		{"with an answer that is none", evaluator, func(f url.Values) { f.Set("answer", "maybe") }, 422},
		{"without a reason", evaluator, func(f url.Values) { f.Set("reason", " ") }, 422},
		{"with a reason that is a book", evaluator, func(f url.Values) { f.Set("reason", strings.Repeat("长", 2001)) }, 422},
		{"until a day that is over", evaluator, func(f url.Values) { f.Set("until", "2026-04-19") }, 422},
		{"until never", evaluator, func(f url.Values) { f.Set("until", "") }, 422},
		{"on other evidence than is shown", evaluator, func(f url.Values) { f.Set("seen", "x"+f.Get("seen")) }, 409},
		{"by a supervisor", supervisor, func(url.Values) {}, 403},
		{"by a department", jiangzhou, func(url.Values) {}, 403},
		{"by nobody", nobody, func(url.Values) {}, 303},
	} {
		s := queueServer(t)
		form := decision("true", s.seenOf(t, askGuide))
		tt.change(form)
		w := s.post(t, tt.who, "/queue/"+askGuide.ID(), form)
		if w.Code != tt.want || len(s.works.decisions) > 0 {
			t.Errorf("%s: %d with %d recorded, want %d", tt.why, w.Code, len(s.works.decisions), tt.want)
		}
	}
}

func TestWhoComesSecondLosesNoWord(t *testing.T) {
	s := queueServer(t)
	seen := s.seenOf(t, askGuide)
	s.post(t, evaluator, "/queue/"+askGuide.ID(), decision("true", seen))
	form := decision("false", seen)
	form.Set("reason", "我另有看法")
	w := s.post(t, reviewer, "/queue/"+askGuide.ID(), form)
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "我另有看法</textarea>") || len(s.works.decisions) != 1 {
		t.Errorf("%d, %d recorded: %s", w.Code, len(s.works.decisions), w.Body)
	}
}

// TestAVetoNeedsTwo has the first decision about a veto wait for another person.
func TestAVetoNeedsTwo(t *testing.T) {
	s := queueServer(t)
	at := "/queue/" + askOpens.ID()
	if w := s.post(t, administrator, at, decision("true", s.seenOf(t, askOpens))); w.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	if st := s.stateOf(t, askOpens); st != stateWaiting || len(s.works.decisions) != 0 {
		t.Fatalf("after the first person it is %s with %d decisions", st, len(s.works.decisions))
	}
	seen := url.Values{"seen": {s.seenOf(t, askOpens)}}
	program := access.User{Name: "token:1", Role: access.Reviewer, Token: "1"}
	for _, tt := range []struct {
		why  string
		who  access.User
		at   string
		form url.Values
		want int
	}{
		{"the same person agrees", administrator, at + "/agree", seen, 403},
		{"the same account agrees by the API", administrator, "/api/v1" + at + "/agree", seen, 403},
		{"a program agrees", program, "/api/v1" + at + "/agree", seen, 403},
		{"an evaluator agrees", evaluator, at + "/agree", seen, 403},
		{"an evaluator refuses", evaluator, at + "/refuse", url.Values{"seen": seen["seen"], "reason": {"不"}}, 403},
		{"somebody agrees to what was shown before", reviewer, at + "/agree", url.Values{"seen": {"old"}}, 409},
		{"somebody refuses without a reason", reviewer, at + "/refuse", seen, 422},
		{"a program decides a veto", program, "/api/v1" + at, decision("false", seen.Get("seen")), 403},
		{"another person proposes otherwise", evaluator, at, decision("false", seen.Get("seen")), 409},
		{"a list decides it in passing", evaluator, "/decisions", url.Values{"q": {askOpens.ID() + " " + seen.Get("seen")}, "answer": {"false"}, "reason": {"x"}, "until": {"2026-12-31"}}, 422},
	} {
		if w := s.post(t, tt.who, tt.at, tt.form); w.Code != tt.want || len(s.works.decisions) != 0 || s.stateOf(t, askOpens) != stateWaiting {
			t.Errorf("%s: %d, want %d; %d decisions", tt.why, w.Code, tt.want, len(s.works.decisions))
		}
	}
	if w := s.post(t, reviewer, at+"/agree", seen); w.Code != http.StatusSeeOther {
		t.Fatalf("another person agrees: %d %s", w.Code, w.Body)
	}
	if got := s.works.decisions; len(got) != 1 || got[0].By != "管理员甲（admin）；复核：复核员丙（fu）" || s.stateOf(t, askOpens) != stateDecided {
		t.Errorf("recorded %+v", got)
	}
	if w := s.post(t, reviewer, at+"/agree", seen); w.Code != http.StatusConflict || len(s.works.decisions) != 1 {
		t.Errorf("agreed twice: %d", w.Code)
	}
}

func TestARefusalStaysOnRecord(t *testing.T) {
	s := queueServer(t)
	at := "/queue/" + askOpens.ID()
	s.post(t, evaluator, at, decision("true", s.seenOf(t, askOpens)))
	w := s.post(t, reviewer, at+"/refuse", url.Values{"seen": {s.seenOf(t, askOpens)}, "reason": {"只慢了一次"}})
	got := s.works.decisions
	if w.Code != http.StatusSeeOther || len(got) != 1 || got[0].Answer != review.Hold || !strings.Contains(got[0].Reason, "只慢了一次") || !strings.Contains(got[0].Reason, "已核对原文") {
		t.Fatalf("%d %+v", w.Code, got)
	}
	// It revokes nothing that stood before.
	s = queueServer(t)
	s.post(t, evaluator, at, decision("false", s.seenOf(t, askOpens)))
	s.post(t, reviewer, at+"/agree", url.Values{"seen": {s.seenOf(t, askOpens)}})
	s.post(t, evaluator, at, decision("true", s.seenOf(t, askOpens)))
	s.post(t, reviewer, at+"/refuse", url.Values{"seen": {s.seenOf(t, askOpens)}, "reason": {"不"}})
	if got := s.works.decisions; len(got) != 1 || got[0].Answer != review.False || s.stateOf(t, askOpens) != stateDecided {
		t.Errorf("after a refusal %+v stands, %s", got, s.stateOf(t, askOpens))
	}
}

func TestManyAtOnce(t *testing.T) {
	s := queueServer(t)
	tick := func(k review.Key) string { return k.ID() + " " + s.seenOf(t, k) }
	form := url.Values{"answer": {"false"}, "reason": {"栏目在别处"}, "until": {"2026-12-31"}}
	for _, tt := range []struct {
		why  string
		q    []string
		code int
		want int
	}{
		{"none", nil, 422, 0},
		{"of two rules", []string{tick(askGuide), tick(askCopied)}, 422, 0},
		{"one that has changed", []string{tick(askGuide), askSecond.ID() + " x"}, 422, 0},
		{"one that is not there", []string{"x y"}, 422, 0},
		{"of one rule and code, one of them twice", []string{tick(askGuide), tick(askSecond), tick(askGuide)}, 303, 2},
	} {
		form["q"] = tt.q
		if w := s.post(t, evaluator, "/decisions", form); w.Code != tt.code || len(s.works.decisions) != tt.want {
			t.Errorf("%s: %d with %d recorded, want %d with %d", tt.why, w.Code, len(s.works.decisions), tt.code, tt.want)
		}
	}
	if w := s.post(t, supervisor, "/decisions", form); w.Code != http.StatusForbidden {
		t.Errorf("a supervisor: %d", w.Code)
	}
}

func TestDecisionsAreJudgedOnRequest(t *testing.T) {
	s := queueServer(t)
	before := len(s.works.tasks)
	if w := s.post(t, evaluator, "/queue", nil); w.Code != http.StatusSeeOther || len(s.works.tasks) != before {
		t.Errorf("nothing was decided, and %d tasks came of it", len(s.works.tasks)-before)
	}
	s.post(t, evaluator, "/queue/"+askGuide.ID(), decision("true", s.seenOf(t, askGuide)))
	if w := s.post(t, evaluator, "/queue", nil); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if got := s.works.tasks[len(s.works.tasks)-1]; got.Of != lastRun || strings.Join(got.Groups, " ") != "jiangzhou" {
		t.Errorf("%+v", got)
	}
}

func TestHostileQuestions(t *testing.T) {
	for _, text := range attacks() {
		s := newTestServer(t, func(c *Config) { c.Archive = attacked(text) })
		c := &call{Request: mustRequest(t), visitor: visitor{User: administrator}}
		all, err := s.questions(c)
		if err != nil || len(all) == 0 {
			t.Fatalf("%d questions, %v", len(all), err)
		}
		for _, q := range all {
			w := s.get(t, administrator, "/queue/"+q.ID)
			if w.Code != http.StatusOK {
				t.Errorf("%.30q: %d", text, w.Code)
			}
			for _, bad := range []string{"<script>alert", "<img src=x", "<svg onload", "' onmouseover='alert", `href="javascript:`, "\u202E", strings.Repeat("长", 2000)} {
				if strings.Contains(w.Body.String(), bad) {
					t.Errorf("%.30q: a question holds %.30q", text, bad)
				}
			}
		}
	}
}
