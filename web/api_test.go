package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/govaudit/govaudit/access"
)

// apiSchemas compiles what the API's document says of answers.
func apiSchemas(t *testing.T, s *testServer) func(name string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(s.get(t, nobody, "/api/v1/openapi.json").Body)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("http://localhost/openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	return func(name string) *jsonschema.Schema {
		schema, err := c.Compile("http://localhost/openapi.json#/components/schemas/" + name)
		if err != nil {
			t.Errorf("schema %s: %v", name, err)
		}
		return schema
	}
}

func hold(t *testing.T, at string, w *httptest.ResponseRecorder, schema *jsonschema.Schema) {
	t.Helper()
	if got := w.Header().Get("Content-Type"); got != "application/json; charset=utf-8" {
		t.Errorf("%s: %s", at, got)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Errorf("%s: %v", at, err)
		return
	}
	if schema == nil {
		return
	}
	if err := schema.Validate(v); err != nil {
		t.Errorf("%s: %v", at, err)
	}
}

// TestAPI holds the document true: every route of the API is in it, every one in it is
// there, and what is answered follows its schema.
func TestAPI(t *testing.T) {
	s := newTestServer(t, nil)
	s.get(t, jiangzhou, "/users") // so that the log holds something
	if _, err := s.Accounts.Issue(t.Context(), access.Token{Purpose: "测试", Role: access.Supervisor, Until: now.AddDate(0, 1, 0)}); err != nil {
		t.Fatal(err)
	}
	schemas := apiSchemas(t, s)
	var doc struct {
		Paths map[string]map[string]struct {
			Summary   string
			Responses map[string]any
		}
	}
	if err := json.Unmarshal(s.get(t, nobody, "/api/v1/openapi.json").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	var routed []string
	for _, r := range s.routes {
		method, at, _ := strings.Cut(r.pattern, " ")
		if !strings.HasPrefix(at, "/api/") {
			continue
		}
		method = strings.ToLower(method)
		routed = append(routed, method+" "+at)
		if op, ok := doc.Paths[at][method]; !ok || op.Summary == "" || r.doc == nil {
			t.Errorf("%s is not in the document", r.pattern)
			continue
		}
		schema := schemas(r.doc.Response)
		if method != "get" {
			continue // its own tests look at what it answers
		}
		w := s.get(t, visitorOf(r), address(r))
		if w.Code != http.StatusOK {
			t.Errorf("GET %s: %d: %s %s", address(r), w.Code, w.Body, s.log)
			continue
		}
		hold(t, address(r), w, schema)
	}
	for at, operations := range doc.Paths {
		for method := range operations {
			if !slices.Contains(routed, method+" "+at) {
				t.Errorf("%s %s is in the document and nowhere else", method, at)
			}
		}
	}
}

func TestAPIErrors(t *testing.T) {
	s := newTestServer(t, nil)
	schema := apiSchemas(t, s)("error")
	for _, tt := range []struct {
		why  string
		who  access.User
		at   string
		want int
	}{
		{"nobody", nobody, "/api/v1/me", 401},
		{"not of this role", supervisor, "/api/v1/tokens", 403},
		{"a run that is not there", evaluator, "/api/v1/runs/none", 404},
		{"another department's site", gujiang, "/api/v1/runs/latest/sites/jiangzhou", 404},
		{"its findings", gujiang, "/api/v1/runs/latest/sites/jiangzhou/findings", 404},
		{"no such address", evaluator, "/api/v1/none", 404},
	} {
		w := s.get(t, tt.who, tt.at)
		if w.Code != tt.want {
			t.Errorf("%s: %d, want %d", tt.why, w.Code, tt.want)
		}
		hold(t, tt.at, w, schema)
	}
}

// TestListsLeakNothing looks for other departments in every list that a department can
// get.
func TestListsLeakNothing(t *testing.T) {
	s := newTestServer(t, nil)
	for _, r := range s.routes {
		method, _, _ := strings.Cut(r.pattern, " ")
		if method != "GET" || r.action == access.Public || !access.Can(gujiang, r.action, access.Object{}) {
			continue
		}
		body := s.get(t, gujiang, address(r)).Body.String()
		for _, other := range []string{"江州", "南坪"} {
			if strings.Contains(body, other) {
				t.Errorf("%s tells 古江 of %s", address(r), other)
			}
		}
	}
}
