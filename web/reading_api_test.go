package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/access"
)

// pick walks into a JSON answer: ranking.0.score.points; # is the length of a list.
func pick(t *testing.T, body []byte, path string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	for _, step := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			var ok bool
			if v, ok = x[step]; !ok {
				return "(absent)"
			}
		case []any:
			if step == "#" {
				return strconv.Itoa(len(x))
			}
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(x) {
				return "(absent)"
			}
			v = x[i]
		default:
			return "(absent)"
		}
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Trim(string(out), `"`)
}

func TestReadingAPI(t *testing.T) {
	const (
		overview = "/api/v1/overview"
		city     = "/api/v1/sites/jiangzhou"
		finding  = city + "/findings/national/annual-report"
		rule     = "/api/v1/rules/national/annual-report"
	)
	// jiangzhou has 100 points, less 3 for the late report, and 4 for IPv6; gujiang is
	// vetoed; nanping was seen in part and is not ranked.
	tests := []struct {
		why    string
		who    access.User
		at     string
		values map[string]string
	}{
		{"the overview ranks what can be ranked", evaluator, overview, map[string]string{"total": "3", "matching": "3", "ranking.0.id": "jiangzhou", "ranking.0.place.best": "1", "ranking.0.score.points": "101",
			"ranking.1.id": "gujiang", "ranking.2.place": "null", "states.partial": "1", "vetoed": "1", "trend.#": "2", "changes.compared": "3", "changes.same": "2"}},
		{"it is filtered", evaluator, overview + "?level=city", map[string]string{"total": "3", "matching": "1", "ranking.#": "1"}},
		{"a page beyond the last is the last", evaluator, overview + "?page=9", map[string]string{"page": "1", "pages": "1", "ranking.#": "3"}},
		{"a department has no rank, and no trend of all", jiangzhou, overview, map[string]string{"total": "1", "ranking.#": "1", "ranking.0.place": "null", "trend.#": "0", "vetoed": "0"}},
		{"a site shows where its points went", evaluator, city, map[string]string{"scores.0.score.points": "101", "scores.0.score.lines.0.lost": "3", "scores.0.steps.0.gain": "3", "findings.0.rule": "national/annual-report",
			"findings.0.certain": "1", "findings.0.doubtful": "1", "columns.0.name": "政策文件", "columns.0.newest": "2026-04-02", "history.0.points.#": "2", "newest": "true", "site.department": "江州市人民政府办公室"}},
		{"its findings are filtered", evaluator, city + "?outcome=review", map[string]string{"matching": "1", "findings.0.rule": "national/guide"}},
		{"an earlier run is told to be one", jiangzhou, city + "?run=" + firstRun, map[string]string{"newest": "false", "run.id": firstRun}},
		{"mending is tried", jiangzhou, city + "/mend?d=national/annual-report", map[string]string{"now.points": "101", "then.points": "104", "chosen": "1", "rules.0.gain": "+3"}},
		{"a finding has its evidence, dates and decisions", jiangzhou, finding, map[string]string{"outcome": "fail", "lost": "3", "total": "2", "defects.0.code": "late", "defects.0.evidence.0.quote": "发布日期：2026-04-13",
			"basis.0.item": "第四十九条", "history.#": "2", "decisions.0.by": "王五", "clauses.0.clause": "条例/49", "remedy": "补齐后重新公布。"}},
		{"the packs are listed", supervisor, "/api/v1/rules", map[string]string{"packs.0.id": "national", "packs.0.used": "true", "packs.0.rules": "4", "packs.0.vetoes": "1", "packs.0.sites": "3"}},
		{"a pack has its rules", supervisor, "/api/v1/rules/national", map[string]string{"matching": "4", "documents.0.number": "国务院令第711号"}},
		{"these are searched", supervisor, "/api/v1/rules/national?q=指南", map[string]string{"matching": "1", "rules.0.id": "national/guide", "rules.0.outcomes.review": "1"}},
		{"a rule has the sites that it judged", supervisor, rule, map[string]string{"matching": "3", "sites.0.id": "jiangzhou", "sites.0.lost": "3", "costs.0.points": "3", "due": "15"}},
		{"of a department its own", gujiang, rule, map[string]string{"matching": "1", "sites.0.id": "gujiang", "outcomes.fail": "0"}},
		{"documents are listed", supervisor, "/api/v1/clauses", map[string]string{"documents.0.slug": "nantong-2021", "documents.0.count": "2", "others.0.slug": "条例"}},
		{"a document has clauses and rules", gujiang, "/api/v1/clauses/nantong-2021", map[string]string{"total": "2", "clauses.0.clause": "nantong-2021/1-1.1", "clauses.0.binding": "应当",
			"clauses.0.rules.0.id": "national/annual-report", "clauses.0.rules.0.outcomes.fail": "0", "clauses.1.rules.#": "0"}},
	}
	s := newTestServer(t, withCatalogue)
	for _, tt := range tests {
		res := s.get(t, tt.who, tt.at)
		if res.Code != http.StatusOK {
			t.Errorf("%s: %d: %s", tt.why, res.Code, s.log)
			continue
		}
		for path, want := range tt.values {
			if got := pick(t, res.Body.Bytes(), path); got != want {
				t.Errorf("%s: %s is %s, want %s", tt.why, path, got, want)
			}
		}
	}
}

// TestReadingAPIHides: what a page does not show, its twin does not tell.
func TestReadingAPIHides(t *testing.T) {
	s := newTestServer(t, withCatalogue)
	for _, at := range []string{"/api/v1/sites/gujiang", "/api/v1/sites/gujiang?run=" + firstRun, "/api/v1/sites/gujiang/mend", "/api/v1/sites/gujiang/findings/national/opens", "/api/v1/sites/none",
		"/api/v1/sites/jiangzhou/findings/national/none", "/api/v1/rules/none", "/api/v1/rules/national/none", "/api/v1/clauses/none"} {
		if res := s.get(t, jiangzhou, at); res.Code != http.StatusNotFound {
			t.Errorf("GET %s: %d", at, res.Code)
		}
		if res := s.get(t, nobody, at); res.Code != http.StatusUnauthorized {
			t.Errorf("GET %s by nobody: %d", at, res.Code)
		}
	}
}

// TestReadingAPIPages: a long list comes in pages of 50, and every page follows the
// document.
func TestReadingAPIPages(t *testing.T) {
	m := fixture()
	for _, run := range m.runs {
		for _, r := range m.sites[run.ID] {
			if r.ID != "jiangzhou" {
				continue
			}
			f := &r.Findings[0]
			for len(f.Defects) < 120 {
				f.Defects = append(f.Defects, f.Defects[0])
			}
		}
	}
	s := newTestServer(t, func(c *Config) { c.Archive = m })
	schema := apiSchemas(t, s)("finding-page")
	for page, want := range map[string]string{"1": "50", "2": "50", "3": "20", "4": "20", "x": "50"} {
		at := "/api/v1/sites/jiangzhou/findings/national/annual-report?page=" + url.QueryEscape(page)
		res := s.get(t, jiangzhou, at)
		hold(t, at, res, schema)
		if got := pick(t, res.Body.Bytes(), "defects.#"); got != want {
			t.Errorf("page %s has %s defects, want %s", page, got, want)
		}
		if got := pick(t, res.Body.Bytes(), "pages"); got != "3" {
			t.Errorf("page %s is one of %s, want 3", page, got)
		}
	}
}
