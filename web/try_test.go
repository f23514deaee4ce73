package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/trial"
)

// trials judges every site alike: the draft's first rule finds something new. It waits
// for go, if that is set.
type trials struct{ wait chan struct{} }

func (j trials) Judge(ctx context.Context, draft *rules.Set, s trial.Subject) (*trial.Result, error) {
	if j.wait != nil {
		select {
		case <-j.wait:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if s.Site == "gujiang" {
		return nil, errors.New("disk /var/lib/secret broken")
	}
	f := rules.Finding{Rule: draft.Rules[0].FullID(), Outcome: rules.Fail, Defects: []rules.Defect{{Outcome: rules.Fail, Message: "<b>新问题</b>", Subject: "javascript:alert(1)"}}}
	r := &audit.Site{ID: s.Site, Name: "判定后的" + s.Site, Findings: []rules.Finding{f}}
	return &trial.Result{Site: r, Rules: []trial.Rule{{Finding: &r.Findings[0], Was: rules.Pass, New: 1, Examples: f.Defects}}}, nil
}

const goodDraft = "id: draft\ntitle: 试用甲\nversion: \"1\"\nextends: [national]\n"

func tryServer(t *testing.T, j trials) *testServer {
	t.Helper()
	return newTestServer(t, func(c *Config) {
		lib, err := rules.NewLibrary(os.DirFS("../configs/packs"))
		if err != nil {
			t.Fatal(err)
		}
		c.Library, c.Trials = lib, j
	})
}

// outcome follows a trial until it has ended.
func outcome(t *testing.T, s *testServer, at string) string {
	t.Helper()
	for range 200 {
		res := s.get(t, evaluator, at)
		if res.Header().Get("Refresh") == "" {
			return res.Body.String()
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("the trial does not end")
	return ""
}

func TestATrialSaysWhomItWouldHit(t *testing.T) {
	s := tryServer(t, trials{})
	res := s.post(t, evaluator, "/try", url.Values{"text": {goodDraft}})
	at := res.Header().Get("Location")
	if res.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/try/") {
		t.Fatalf("%d %s: %s", res.Code, at, res.Body)
	}
	body := outcome(t, s, at)
	says(t, body, []string{"已完成：3/3 个网站", "命中（确定不合格） 2 个网站", "判定后的jiangzhou", "没有能判定", "试用甲"}, []string{"secret"})
	if strings.Contains(body, "<b>新问题") || strings.Contains(body, `href="javascript:`) {
		t.Error("what a page says acts")
	}
	says(t, s.get(t, evaluator, "/try").Body.String(), []string{"完成，3 个网站"}, nil)
}

func TestATrialIsOfChosenSites(t *testing.T) {
	for _, tt := range []struct {
		level, sites string
		want         int
	}{{"", "", 3}, {"city", "", 1}, {"", "jiangzhou\n古江縣\n", 2}, {"town", "jiangzhou", 0}} {
		s := tryServer(t, trials{})
		res := s.post(t, evaluator, "/try", url.Values{"text": {goodDraft}, "level": {tt.level}, "sites": {tt.sites}})
		if tt.want == 0 {
			if res.Code != http.StatusUnprocessableEntity {
				t.Errorf("%+v: %d", tt, res.Code)
			}
			continue
		}
		says(t, outcome(t, s, res.Header().Get("Location")), []string{"已完成：" + itoa(tt.want) + "/" + itoa(tt.want)}, nil)
	}
}

func TestADraftIsCheckedFirst(t *testing.T) {
	s := tryServer(t, trials{})
	for _, tt := range []struct{ name, text, want string }{
		{"a misspelt key has its place", "id: draft\ntitle: 试\nversion: \"1\"\nruls: []\n", "规则:4:1"},
		{"no file is read", "id: draft\ntitle: 试\nversion: \"1\"\nextends: [../../etc/passwd.yaml]\n", "不能引用文件"},
		{"what was typed stays in the form", "id: [<script>", "id: [&lt;script&gt;"},
	} {
		res := s.post(t, evaluator, "/try", url.Values{"text": {tt.text}})
		if res.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", tt.name, res.Code)
		}
		says(t, res.Body.String(), []string{tt.want}, nil)
	}
}

func TestOneTrialAtATimeAndItCanBeStopped(t *testing.T) {
	j := trials{wait: make(chan struct{})}
	s := tryServer(t, j)
	at := s.post(t, evaluator, "/try", url.Values{"text": {goodDraft}}).Header().Get("Location")
	if res := s.post(t, reviewer, "/try", url.Values{"text": {goodDraft}}); res.Code != http.StatusConflict {
		t.Errorf("a second trial: %d", res.Code)
	}
	if res := s.get(t, evaluator, at); res.Header().Get("Refresh") == "" {
		t.Error("the page of a trial under way is not asked for again")
	}
	s.post(t, evaluator, at+"/stop", nil)
	says(t, outcome(t, s, at), []string{"已停止：0/3"}, nil)
}

func TestWhoMayNotTry(t *testing.T) {
	s := tryServer(t, trials{})
	for _, u := range []access.User{supervisor, jiangzhou} {
		if res := s.post(t, u, "/try", url.Values{"text": {goodDraft}}); res.Code != http.StatusForbidden {
			t.Errorf("%s: %d", u.Role, res.Code)
		}
		if strings.Contains(s.get(t, u, "/rules").Body.String(), `href="/try"`) {
			t.Errorf("%s is offered what is not for them", u.Role)
		}
	}
}
