package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/schedule"
)

func TestARunIsAskedFor(t *testing.T) {
	for _, tt := range []struct {
		why  string
		who  access.User
		form url.Values
		want int
		says string // the groups of the task that came of it
	}{
		{"a group and two sites by name", evaluator, url.Values{"group": {"level=city"}, "sites": {"a\nb"}, "pack": {"national"}}, 303, "level=city a b"},
		{"all sites, whatever else is named", evaluator, url.Values{"all": {"1"}, "sites": {"a"}}, 303, ""},
		{"nothing", evaluator, url.Values{}, 422, "-"},
		{"a site that is not there", evaluator, url.Values{"sites": {"nowhere"}}, 422, "-"},
		{"as a reviewer", reviewer, url.Values{"all": {"1"}}, 403, "-"},
		{"as a supervisor", supervisor, url.Values{"all": {"1"}}, 403, "-"},
		{"as a department", jiangzhou, url.Values{"all": {"1"}}, 403, "-"},
	} {
		s := newTestServer(t, nil)
		before := len(s.works.tasks)
		w := s.post(t, tt.who, "/runs", tt.form)
		got := "-"
		if tasks := s.works.tasks[before:]; len(tasks) == 1 {
			got = strings.Join(tasks[0].Groups, " ")
			if tasks[0].By != person(tt.who) {
				t.Errorf("%s: asked for by %q", tt.why, tasks[0].By)
			}
		}
		if w.Code != tt.want || got != tt.says {
			t.Errorf("%s: %d, task of %q; want %d, %q", tt.why, w.Code, got, tt.want, tt.says)
		}
	}
}

func TestATaskIsLookedAtAndCancelled(t *testing.T) {
	s := newTestServer(t, nil)
	w := s.get(t, supervisor, "/tasks/1")
	if w.Code != http.StatusOK || w.Header().Get("Refresh") == "" || !strings.Contains(w.Body.String(), "1 / 3 个网站") || strings.Contains(w.Body.String(), "/cancel") {
		t.Errorf("%d, refreshed %q: %s", w.Code, w.Header().Get("Refresh"), w.Body)
	}
	if w := s.get(t, supervisor, "/tasks/1?still=1"); w.Header().Get("Refresh") != "" {
		t.Error("it is loaded anew though that was not wanted")
	}
	for _, at := range []string{"/tasks/99", "/tasks/-1", "/tasks/x", "/tasks/99999999999999999999"} {
		if w := s.get(t, supervisor, at); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", at, w.Code)
		}
	}
	for _, u := range []access.User{supervisor, reviewer, jiangzhou} {
		if w := s.post(t, u, "/tasks/1/cancel", nil); w.Code != http.StatusForbidden || s.works.tasks[0].State != schedule.Running {
			t.Errorf("%s cancels: %d", u.Role, w.Code)
		}
	}
	if w := s.post(t, evaluator, "/tasks/1/cancel", nil); w.Code != http.StatusSeeOther || s.works.tasks[0].State != schedule.Cancelled {
		t.Errorf("cancel: %d", w.Code)
	}
	if w := s.post(t, evaluator, "/tasks/1/cancel", nil); w.Code != http.StatusConflict {
		t.Errorf("cancelled twice: %d", w.Code)
	}
}

func TestASchedulePauses(t *testing.T) {
	s := newTestServer(t, nil)
	name := url.Values{"name": {"weekly"}}
	if w := s.post(t, supervisor, "/schedules/pause", name); w.Code != http.StatusForbidden || s.works.paused["weekly"] != "" {
		t.Errorf("a supervisor: %d", w.Code)
	}
	if w := s.post(t, evaluator, "/schedules/pause", url.Values{"name": {"none"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("one that is not there: %d", w.Code)
	}
	s.post(t, evaluator, "/schedules/pause", name)
	if s.works.paused["weekly"] != "评估员乙（ping）" || !strings.Contains(s.get(t, supervisor, "/runs").Body.String(), "weekly") {
		t.Errorf("paused by %q", s.works.paused["weekly"])
	}
	s.post(t, evaluator, "/schedules/resume", name)
	if _, paused := s.works.paused["weekly"]; paused {
		t.Error("it is not resumed")
	}
	if lines := strings.Join(s.desk.lines(), "\n"); !strings.Contains(lines, "ping | 暂停定时任务 | weekly") || !strings.Contains(lines, "ping | 恢复定时任务 | weekly") {
		t.Errorf("the log says %s", lines)
	}
}

// TestSomeSitesJudgedAgain leaves a trend as it was: the other sites were not judged.
func TestSomeSitesJudgedAgain(t *testing.T) {
	m := fixture()
	for _, tt := range []struct {
		id    string
		sites int
		want  string
	}{
		{"some", 1, lastRun + " " + firstRun},
		{"all", 3, "all " + firstRun},
	} {
		again := m.runs[len(m.runs)-2]
		again.ID, again.Of = tt.id, lastRun
		m.runs = append([]audit.Run{again}, m.runs...)
		m.sites[tt.id] = m.sites[lastRun][:tt.sites]
		s := newTestServer(t, func(c *Config) { c.Archive = m })
		got, err := s.trend(t.Context(), "national")
		if err != nil {
			t.Fatal(err)
		}
		var runs []string
		for _, p := range got.Points {
			runs = append(runs, p.Run)
		}
		if strings.Join(runs, " ") != tt.want {
			t.Errorf("%s judged again: the trend is of %v, want %s", tt.id, runs, tt.want)
		}
	}
}
