package web

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
)

// TestLatest has a site judged again after the run of all: what is newest of a site is
// that judgement, and what is newest of all is still the run of all.
func TestLatest(t *testing.T) {
	const again = "20260411-1"
	s := newTestServer(t, func(c *Config) {
		m := fixture()
		run := m.runs[0]
		run.ID, run.Of, run.Started, run.Finished = again, lastRun, run.Started.Add(24*time.Hour), run.Finished.Add(24*time.Hour)
		m.runs = append([]audit.Run{run}, m.runs...)
		for _, r := range fixtureSites(run.Started) {
			if r.ID == "gujiang" {
				r.Name = "古江县人民政府（新）"
				m.sites[again] = append(m.sites[again], r)
			}
		}
		c.Archive = m
	})
	for _, tt := range []struct {
		why, address string
		who          access.User
		want         []string
		not          []string
	}{
		{"the run is that of all sites", "/api/v1/runs/latest", evaluator, []string{`"id":"` + lastRun + `"`}, []string{again}},
		{"to a department, the one of its site", "/api/v1/runs/latest", gujiang, []string{`"id":"` + again + `"`}, nil},
		{"each site has its newest result", "/api/v1/runs/latest/sites", evaluator, []string{"古江县人民政府（新）", `"run":"` + again + `"`, `"run":"` + lastRun + `"`, "jiangzhou", "nanping"}, nil},
		{"a department sees no other site", "/api/v1/runs/latest/sites", jiangzhou, []string{"jiangzhou"}, []string{"gujiang", again}},
		{"a run that is named has its own", "/api/v1/runs/" + lastRun + "/sites", evaluator, []string{"jiangzhou", "gujiang"}, []string{"（新）", again}},
		{"a site that was judged again", "/api/v1/runs/latest/sites/gujiang", evaluator, []string{"（新）"}, nil},
		{"a site that was not", "/api/v1/runs/latest/sites/jiangzhou", evaluator, []string{"江州市人民政府"}, nil},
		{"its findings", "/api/v1/runs/latest/sites/jiangzhou/findings", evaluator, []string{`"run":"` + lastRun + `"`}, nil},
		{"downloads are of the run of all, and say what is newer", "/api/v1/runs/latest/files", evaluator, []string{`"newer":["gujiang"]`, "/runs/" + lastRun + "/files/results.json"}, nil},
		{"so does the page", "/runs/latest/files", evaluator, []string{"有 1 个网站在这次检查之后另有更新的结果", "古江县人民政府（新）", "/sites/nanping.html"}, nil},
		{"which tells a department of its own sites alone", "/runs/latest/files", jiangzhou, nil, []string{"古江", again}},
		{"the overview has all sites", "/", evaluator, []string{"3 个网站", "古江县人民政府（新）"}, nil},
	} {
		w := s.get(t, tt.who, tt.address)
		if w.Code != 200 {
			t.Errorf("%s: %d", tt.why, w.Code)
		}
		body := w.Body.String()
		var compact any
		if json.Unmarshal(w.Body.Bytes(), &compact) == nil {
			out, err := json.Marshal(compact)
			if err != nil {
				t.Fatal(err)
			}
			body = string(out)
		}
		for _, x := range tt.want {
			if !strings.Contains(body, x) {
				t.Errorf("%s: %q is missing", tt.why, x)
			}
		}
		for _, x := range tt.not {
			if strings.Contains(body, x) {
				t.Errorf("%s: %q is there", tt.why, x)
			}
		}
	}
}
