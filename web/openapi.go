package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/reports"
)

// operation is what the API's document says of a route.
type operation struct {
	Summary  string
	Response string  // name of its schema in schemas/*.json, or one of results.json: site, finding …
	Query    []param // of the address
	Form     []param // of the body, as a form
}

// param is something a caller may give.
type param struct{ Name, Words string }

//go:embed schemas/*.json
var schemaFiles embed.FS

func (s *Server) openapiRoutes() []route {
	return []route{{pattern: "GET /api/v1/openapi.json", action: access.Public, handle: s.openapi, doc: &operation{Summary: "本文档", Response: "document"}}}
}

func (s *Server) openapi(*call) (answer, error) {
	doc, err := s.apiDocument()
	return jsonBody{Value: doc}, err
}

// apiDocument describes every route under /api/v1, from the table of routes itself.
func (s *Server) apiDocument() (map[string]any, error) {
	schemas, err := readSchemas()
	if err != nil {
		return nil, err
	}
	paths := map[string]map[string]any{}
	for _, r := range s.routes {
		method, at, _ := strings.Cut(r.pattern, " ")
		if !strings.HasPrefix(at, "/api/v1/") || r.doc == nil {
			continue
		}
		if paths[at] == nil {
			paths[at] = map[string]any{}
		}
		paths[at][strings.ToLower(method)] = r.describe(at)
	}
	return map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{"title": "govaudit", "version": "1",
			"description": "控制台所见的数据。先由管理员在“令牌”页发放令牌，在请求头写 Authorization: Bearer 令牌。令牌能看到的，与其角色的人能看到的相同。{run} 写 latest：问一个网站时，是最近一次判定了它的检查；问各网站的得分时，每个网站取最近一次；问检查本身和报告下载时，是所含最新结果最多的那一次检查，只查几个网站的、只重新判定几个网站的不算，其后另有更新结果的网站在 newer 中列出。"},
		"servers":  []any{map[string]any{"url": "/"}},
		"security": []any{map[string]any{"token": []any{}}},
		"paths":    paths,
		"components": map[string]any{
			"schemas":         schemas,
			"securitySchemes": map[string]any{"token": map[string]any{"type": "http", "scheme": "bearer"}},
		},
	}, nil
}

// describe is one operation of the document.
func (r route) describe(at string) map[string]any {
	reply := func(words, schema string) map[string]any {
		return map[string]any{"description": words, "content": map[string]any{"application/json": map[string]any{"schema": refTo(schema)}}}
	}
	out := map[string]any{
		"summary": r.doc.Summary,
		"responses": map[string]any{
			"200": reply("成功", r.doc.Response), "401": reply("没有令牌，或令牌无效", "error"),
			"403": reply("角色无此权限", "error"), "404": reply("没有，或不在可以查看的范围内", "error"),
		},
	}
	if r.action == access.Public {
		out["security"] = []any{}
	}
	text := map[string]any{"type": "string"}
	var params []any
	for _, part := range strings.Split(at, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			params = append(params, map[string]any{"name": strings.TrimSuffix(name, "}"), "in": "path", "required": true, "schema": text})
		}
	}
	for _, p := range r.doc.Query {
		params = append(params, map[string]any{"name": p.Name, "in": "query", "description": p.Words, "schema": text})
	}
	if params != nil {
		out["parameters"] = params
	}
	if r.doc.Form != nil {
		fields := map[string]any{}
		for _, p := range r.doc.Form {
			fields[p.Name] = map[string]any{"type": "string", "description": p.Words}
		}
		form := map[string]any{"schema": map[string]any{"type": "object", "properties": fields}}
		out["requestBody"] = map[string]any{"content": map[string]any{"application/x-www-form-urlencoded": form}}
	}
	return out
}

func refTo(schema string) map[string]any {
	return map[string]any{"$ref": "#/components/schemas/" + schema}
}

// readSchemas reads the schemas of the console's own, and those of results.json.
func readSchemas() (map[string]any, error) {
	var results struct {
		Properties map[string]any `json:"properties"`
		Defs       map[string]any `json:"$defs"`
	}
	// Within the document the definitions stand elsewhere.
	moved := strings.ReplaceAll(string(reports.ResultsSchema()), `"#/$defs/`, `"#/components/schemas/`)
	if err := json.Unmarshal([]byte(moved), &results); err != nil {
		return nil, fmt.Errorf("read the schema of results.json: %w", err)
	}
	out := results.Defs
	out["run"] = results.Properties["run"]
	files, err := fs.Glob(schemaFiles, "schemas/*.json")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		data, err := schemaFiles.ReadFile(f)
		var own map[string]any
		if err == nil {
			err = json.Unmarshal(data, &own)
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", f, err)
		}
		for name := range own {
			if _, twice := out[name]; twice {
				return nil, fmt.Errorf("%s: schema %s stands there twice", f, name)
			}
		}
		maps.Copy(out, own)
	}
	return out, nil
}
