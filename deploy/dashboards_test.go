// Package deploy_test holds what is deployed beside govaudit to what govaudit says:
// dashboards and rules ask for metrics that there are, and a real Prometheus answers.
package deploy_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// dashboard is what is read of a dashboard of Grafana.
type dashboard struct {
	UID        string
	Title      string
	Schema     int `json:"schemaVersion"`
	Templating struct {
		List []variable
	}
	Panels []panel
}

type variable struct {
	Name, Type, Regex string
	Query             any // {"query": …} of a query, text otherwise
}

// asked is the query of a variable.
func (v variable) asked() string {
	if m, ok := v.Query.(map[string]any); ok {
		text, _ := m["query"].(string)
		return text
	}
	return ""
}

type panel struct {
	ID         int
	Type       string
	Title      string
	Datasource struct{ UID string }
	Targets    []struct {
		Expr       string
		Datasource struct{ UID string }
	}
}

func dashboards(t *testing.T) map[string]dashboard {
	t.Helper()
	files, err := filepath.Glob("grafana/dashboards/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no dashboards: %v", err)
	}
	out := map[string]dashboard{}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var d dashboard
		if err := json.Unmarshal(data, &d); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[filepath.Base(name)] = d
	}
	return out
}

// rule is a rule of Prometheus.
type rule struct {
	Record, Alert, Expr, For string
	Annotations              map[string]string
}

func prometheusRules(t *testing.T) []rule {
	t.Helper()
	files, err := filepath.Glob("prometheus/rules/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no rules: %v", err)
	}
	var out []rule
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file struct{ Groups []struct{ Rules []rule } }
		if err := yaml.Unmarshal(data, &file); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, g := range file.Groups {
			out = append(out, g.Rules...)
		}
	}
	return out
}

var (
	metricName = regexp.MustCompile(`\b(?:govaudit[:_]|up\b|scrape_|process_|go_)[a-zA-Z0-9_:]*`)
	quoted     = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	dollar     = regexp.MustCompile(`\$(?:\{(\w+)|(\w+))`)
	han        = regexp.MustCompile(`\p{Han}`)
)

// unknownNames returns the metrics that a query asks for and that there are not.
func unknownNames(expr string, known map[string]bool) []string {
	var out []string
	for _, name := range metricName.FindAllString(quoted.ReplaceAllString(expr, `""`), -1) {
		if !known[name] {
			out = append(out, name)
		}
	}
	return out
}

// plainPanels are the kinds of panel that Grafana has without plugins.
var plainPanels = []string{"row", "stat", "table", "timeseries", "bargauge", "histogram"}

func TestDashboardsAskForMetricsThatThereAre(t *testing.T) {
	known := knownMetrics(t)
	uids := map[string]bool{}
	for name, d := range dashboards(t) {
		t.Run(name, func(t *testing.T) {
			if d.UID == "" || uids[d.UID] || !han.MatchString(d.Title) || d.Schema < 39 {
				t.Errorf("uid %q, title %q, schemaVersion %d", d.UID, d.Title, d.Schema)
			}
			uids[d.UID] = true
			variables := []string{"1"} // a group of a regular expression
			for _, v := range d.Templating.List {
				variables = append(variables, v.Name)
				if names := unknownNames(v.asked(), known); len(names) > 0 {
					t.Errorf("variable %s asks for %v", v.Name, names)
				}
			}
			ids := map[int]bool{}
			for _, p := range d.Panels {
				if ids[p.ID] || !han.MatchString(p.Title) && p.Title != "IPv6" || !slices.Contains(plainPanels, p.Type) {
					t.Errorf("panel %d %q of type %s", p.ID, p.Title, p.Type)
				}
				ids[p.ID] = true
				if p.Type != "row" && (len(p.Targets) == 0 || p.Datasource.UID != "${datasource}") {
					t.Errorf("panel %q: %d queries of %s", p.Title, len(p.Targets), p.Datasource.UID)
				}
				for _, q := range p.Targets {
					if names := unknownNames(q.Expr, known); len(names) > 0 || q.Datasource.UID != "${datasource}" {
						t.Errorf("panel %q asks %s for %v", p.Title, q.Datasource.UID, names)
					}
					for _, m := range dollar.FindAllStringSubmatch(q.Expr, -1) {
						if v := m[1] + m[2]; !slices.Contains(variables, v) {
							t.Errorf("panel %q: there is no variable %s", p.Title, v)
						}
					}
				}
			}
		})
	}
}

func TestRulesAskForMetricsThatThereAre(t *testing.T) {
	known := knownMetrics(t)
	for _, r := range prometheusRules(t) {
		if names := unknownNames(r.Expr, known); len(names) > 0 {
			t.Errorf("%s%s asks for %v", r.Record, r.Alert, names)
		}
		if r.Alert != "" && (!han.MatchString(r.Annotations["summary"]) || !han.MatchString(r.Annotations["description"])) {
			t.Errorf("%s says nothing in Chinese", r.Alert)
		}
	}
}

// Every rule, alerts and recorded ones, has a case that it answers.
func TestEveryRuleHasItsCases(t *testing.T) {
	var cases strings.Builder
	for _, name := range []string{"prometheus/rules.test.yml", "prometheus/rules.days.test.yml"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		cases.Write(data)
	}
	for _, r := range prometheusRules(t) {
		switch {
		case r.Alert != "" && (!strings.Contains(cases.String(), "alertname: "+r.Alert+"\n") || !strings.Contains(cases.String(), "alertname: "+r.Alert+", eval_time")):
			t.Errorf("%s has no case where it speaks and one where it does not", r.Alert)
		case r.Record != "" && !strings.Contains(cases.String(), "- expr: "+r.Record+"\n"):
			t.Errorf("%s has no case", r.Record)
		}
	}
}
