package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
)

// scripted is a portal whose columns are filled by scripts in ways that only running
// them shows.
var scripted = map[string]string{
	"/": `<html><head><title>甲市人民政府</title></head><body><div id="nav"></div>
		<script>var a=[['gk/','政府信息公开'],['news/','新闻动态'],['law/','政策文件'],['empty/','通知公告'],['hd/','互动交流']];
		document.getElementById('nav').innerHTML=a.map(function(x){return '<a href="/'+x[0]+'">'+x[1]+'</a>'}).join('')</script></body></html>`,
	"/news/":  list("新闻动态", "news"),
	"/law/":   list("政策文件", "law"),
	"/empty/": list("通知公告", "empty"),
	"/gk/":    `<html><head><title>政府信息公开</title></head><body><h1>政府信息公开</h1><ul id="tree"></ul><script src="/tree.js"></script></body></html>`,
	"/tree.js": `fetch(atob('L2FwaS90cmVl')).then(r=>r.json()).then(t=>t.forEach(x=>{
		var li=document.createElement('li'),a=document.createElement('a');a.href='/'+x.k+'/';a.textContent=x.n;li.append(a);document.getElementById('tree').append(li)}))`,
	"/api/tree":     `[{"k":"guide","n":"政府信息公开指南"},{"k":"nb","n":"政府信息公开年报"}]`,
	"/hd/":          `<html><body><div id="x"></div><script>fetch('/api/hd',{method:'POST'}).then(r=>r.json()).then(a=>{x.textContent=a.n||'暂无数据'})</script></body></html>`,
	"/guide/":       `<html><head><title>政府信息公开指南</title></head><body><h1>政府信息公开指南</h1><p>受理机构：甲市人民政府办公室。</p></body></html>`,
	"/nb/":          `<html><head><title>政府信息公开年报</title></head><body><ul><li><a href="/nb/2025.html">甲市2025年政府信息公开工作年度报告</a> 2026-01-20</li></ul></body></html>`,
	"/nb/2025.html": `<html><head><title>甲市2025年政府信息公开工作年度报告</title></head><body><h1>甲市2025年政府信息公开工作年度报告</h1><p>一、总体情况。</p></body></html>`,
}

func list(name, key string) string {
	return fmt.Sprintf(`<html><head><title>%s</title></head><body><h1>%s</h1><ul id="list"></ul><script>
		var u=['','api','%s'].join('/');fetch(u).then(function(r){return r.json()}).then(function(d){
		document.getElementById('list').innerHTML=d.length?d.map(function(x){return '<li><a href="/%s/'+x.id+'.html">'+x.t+'</a><span>'+x.d+'</span></li>'}).join(''):'暂无数据'})</script></body></html>`, name, name, key, key)
}

type scriptedPortal struct {
	mu      sync.Mutex
	asked   []string
	changed map[string]string
}

func (s *scriptedPortal) change(path, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed = map[string]string{path: body}
}

func (s *scriptedPortal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r.Method+" "+r.URL.RequestURI())
	body, ok := s.changed[r.URL.Path]
	s.mu.Unlock()
	if !ok {
		body, ok = scripted[r.URL.Path]
	}
	key := strings.Split(r.URL.Path, "/")
	switch {
	case ok:
	case r.URL.Path == "/api/empty":
		body = "[]"
	case len(key) == 3 && key[1] == "api" && (key[2] == "news" || key[2] == "law"):
		var rows []string
		for i := range 5 {
			rows = append(rows, fmt.Sprintf(`{"id":%d,"t":"甲市关于第%d件事项的公开通报","d":"2026-04-%02d"}`, i, i, 9-i))
		}
		body = "[" + strings.Join(rows, ",") + "]"
	case len(key) == 3 && (key[1] == "news" || key[1] == "law") && len(key[2]) == len("0.html") && key[2] < "5.html":
		title := "甲市关于第" + key[2][:1] + "件事项的公开通报"
		body = "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1><p>" + strings.Repeat(key[1]+"的第"+key[2][:1]+"件事项。", 30) + "</p></body></html>"
	default:
		http.NotFound(w, r)
		return
	}
	kind := "text/html; charset=utf-8"
	if strings.HasPrefix(r.URL.Path, "/api/") {
		kind = "application/json"
	} else if strings.HasSuffix(r.URL.Path, ".js") {
		kind = "text/javascript; charset=utf-8"
	}
	w.Header().Set("Content-Type", kind)
	fmt.Fprint(w, body)
}

// What only scripts show is seen with a browser, and judged; without one nothing
// that hides there is held against the portal.
func TestPortalOfScripts(t *testing.T) {
	chromium := os.Getenv("GOVAUDIT_TEST_CHROMIUM")
	if chromium == "" {
		t.Skip("GOVAUDIT_TEST_CHROMIUM names no browser")
	}
	portal := &scriptedPortal{}
	server := httptest.NewServer(portal)
	defer server.Close()

	without := auditPortal(t, server.URL, "render: never")
	for _, f := range without.Findings {
		for _, d := range f.Defects {
			if d.Outcome == rules.Fail && (d.Code == "missing" || d.Code == "empty" || d.Code == "stale" || d.Code == "unreachable") {
				t.Errorf("without a browser: %s says %s of %s: %s", f.Rule, d.Code, d.Subject, d.Message)
			}
		}
	}
	if !strings.Contains(without.Crawl.Stopped, "须用浏览器才能看到") {
		t.Errorf("without a browser the crawl says %q", without.Crawl.Stopped)
	}

	with := auditPortal(t, server.URL, "chromium: "+chromium)
	want := map[string]rules.Outcome{
		"national/guide": rules.Review, "national/annual-report-column": rules.Pass, "national/annual-report": rules.Pass,
		"national/policy-documents": rules.Pass, "national/news": rules.Pass,
		// 互动交流 asks by POST: what stands there, and all that could stand there, is unknown
		"national/message-board": rules.Unknown, "national/application": rules.Unknown,
	}
	for _, f := range with.Findings {
		if o, ok := want[f.Rule]; ok && f.Outcome != o {
			t.Errorf("with a browser: %s is %s, want %s: %s", f.Rule, f.Outcome, o, f.Reason)
		}
		delete(want, f.Rule)
	}
	if len(want) > 0 {
		t.Errorf("not judged: %v", want)
	}
	if !strings.Contains(with.Crawl.Stopped, "以 POST 方式请求") {
		t.Errorf("with a browser the crawl says %q", with.Crawl.Stopped)
	}
	portal.change("/hd/", list("互动交流", "news")) // without POST it is seen whole
	whole := auditPortal(t, server.URL, "chromium: "+chromium)
	if !whole.Crawl.Complete {
		t.Errorf("the crawl says %q", whole.Crawl.Stopped)
	}
	missing := 0
	for _, f := range whole.Findings {
		for _, d := range f.Defects {
			if d.Outcome == rules.Fail && d.Code == "missing" && d.Subject == "依申请公开" {
				missing++
			}
		}
	}
	if missing == 0 {
		t.Error("a column that is not there is not missed")
	}
	portal.mu.Lock()
	defer portal.mu.Unlock()
	for _, r := range portal.asked {
		if !strings.HasPrefix(r, "GET ") && !strings.HasPrefix(r, "HEAD ") {
			t.Errorf("asked %s", r)
		}
	}
}

func auditPortal(t *testing.T, address, setting string) *audit.Site {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "govaudit.yaml")
	text := fmt.Sprintf("as_of: 2026-04-10\nsites:\n  - {id: a, name: 甲市人民政府, url: %q, level: city}\nnetwork: {allow: [127.0.0.0/8], ipv6: \"off\"}\ncrawl: {%s}\n", address+"/", setting)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "audit", "--quiet", "--config", config, "--out", filepath.Join(dir, "out"))
	cmd.Env = append(os.Environ(), childEnv+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "out", "results.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r audit.Results
	if err := json.Unmarshal(data, &r); err != nil || len(r.Sites) != 1 {
		t.Fatalf("%v, %d sites", err, len(r.Sites))
	}
	return r.Sites[0]
}
