package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/rules"
)

// unknownPortal is a portal whose columns show a few plain rows; further ones stand
// behind an arrow of a component that says nothing of where they lead, and other
// columns in a menu whose entries one listener of the whole page knows.
type unknownPortal struct {
	mu     sync.Mutex
	asked  map[string]int
	killed chan struct{} // closed when the component asks for rows
	once   sync.Once
}

const unknownScript = `const put=new WeakMap(),box=document.querySelector('z-rows').attachShadow({mode:'closed'});
const go=async n=>{const rows=await(await window['fet'+'ch'](location.pathname+n+'.rows')).json();box.textContent='';rows.forEach(([k,t])=>{const p=document.createElement('p');p.textContent=t;p.addEventListener('pointerup',()=>location.assign('/n/'+(k^4096)));box.append(p)});
const b=document.createElement('div');b.innerHTML='<svg width=9 height=9></svg>';if(n<3)b.addEventListener('click',()=>go(n+1));box.append(b)};go(1);
[...document.querySelectorAll('.m>b')].forEach((e,i)=>put.set(e,i));addEventListener('click',e=>{if(put.has(e.target))location.href='/c'+put.get(e.target)+'/'})`

var unknownNames = []string{"通知公告", "政策文件", "机构职能"}

func (u *unknownPortal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	u.mu.Lock()
	u.asked[r.URL.Path]++
	u.mu.Unlock()
	write := func(title, body string) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!DOCTYPE html><html><head><title>%s-甲市人民政府</title></head><body><ul class="nav"><li><a href="/">首页</a></li></ul>%s<div>主办单位：甲市人民政府办公室</div></body></html>`, title, body)
	}
	var c, n int
	switch {
	case r.URL.Path == "/":
		write("首页", `<h1>甲市人民政府</h1><ul><li><a href="/c0/">通知公告</a></li></ul><p>`+strings.Repeat("甲市位于东部沿海。", 20)+`</p>`)
	case r.URL.Path == "/own.js":
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, unknownScript)
	case scans(r.URL.Path, "/c%d/%d.rows", &c, &n) && c < 3 && n < 4:
		u.once.Do(func() { close(u.killed) })
		time.Sleep(50 * time.Millisecond)
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `[[%d,"关于第%d号事项的通知公告"],[%d,"关于第%d号事项的通知公告"]]`, (c*100+n*10)^4096, c*100+n*10, (c*100+n*10+1)^4096, c*100+n*10+1)
	case scans(r.URL.Path, "/c%d/", &c) && c < 3:
		write(unknownNames[c], fmt.Sprintf(`<div class="m"><b>通知公告</b><b>政策文件</b><b>机构职能</b></div><h1>%s</h1><ul><li><a href="/n/%d">关于第%d号事项的通知公告</a> 2026-03-01</li></ul><z-rows></z-rows><script defer src="/own.js"></script>`, unknownNames[c], c*100, c*100))
	case scans(r.URL.Path, "/n/%d", &n):
		write(fmt.Sprintf("关于第%d号事项的通知公告", n), fmt.Sprintf(`<h1>关于第%d号事项的通知公告</h1><p>%s</p>`, n, strings.Repeat(fmt.Sprintf("现将第%d号事项通知如下。", n), 12)))
	default:
		http.NotFound(w, r)
	}
}

// scans reads numbers out of the whole of an address.
func scans(path, form string, into ...any) bool {
	if n, err := fmt.Sscanf(path, form, into...); err != nil || n != len(into) {
		return false
	}
	var values []any
	for _, v := range into {
		values = append(values, *v.(*int))
	}
	return fmt.Sprintf(form, values...) == path
}

// wanted are the addresses that the audit of the portal has to see.
func (u *unknownPortal) wanted() []string {
	list := []string{"/"}
	for c := range 3 {
		list = append(list, fmt.Sprintf("/c%d/", c), fmt.Sprintf("/n/%d", c*100))
		for n := 1; n < 4; n++ {
			list = append(list, fmt.Sprintf("/n/%d", c*100+n*10), fmt.Sprintf("/n/%d", c*100+n*10+1))
		}
	}
	return list
}

// A portal of a form that nobody knows is seen whole with a browser, killed or not;
// without one it is not said to be, and nothing is missed in it.
func TestPortalOfUnknownForm(t *testing.T) {
	chromium := os.Getenv("GOVAUDIT_TEST_CHROMIUM")
	if chromium == "" {
		t.Skip("GOVAUDIT_TEST_CHROMIUM names no browser")
	}
	portal := &unknownPortal{asked: map[string]int{}, killed: make(chan struct{})}
	server := httptest.NewServer(portal)
	defer server.Close()

	without := auditPortal(t, server.URL, "render: never")
	if without.Crawl.Complete || !strings.Contains(without.Crawl.Stopped, "只有脚本知道去处") {
		t.Errorf("without a browser: complete %t (%s)", without.Crawl.Complete, without.Crawl.Stopped)
	}
	for _, f := range without.Findings {
		for _, d := range f.Defects {
			if d.Outcome == rules.Fail && d.Code == "missing" {
				t.Errorf("without a browser: %s misses %s", f.Rule, d.Subject)
			}
		}
	}

	dir := t.TempDir()
	config := func(name string) string {
		path := filepath.Join(dir, name+".yaml")
		text := fmt.Sprintf("as_of: 2026-04-10\nstore: sqlite:%s.db\nsites:\n  - {id: bench, name: 甲市人民政府, url: %q, level: city}\nnetwork: {allow: [127.0.0.0/8], ipv6: \"off\"}\ncrawl: {chromium: %q}\n", name, server.URL+"/", chromium)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	portal.asked = map[string]int{}
	if err := program(config("calm"), filepath.Join(dir, "calm")).Run(); err != nil {
		t.Fatal(err)
	}
	for _, address := range portal.wanted() {
		if portal.asked[address] == 0 {
			t.Errorf("%s was not reached", address)
		}
	}

	portal.once, portal.killed = sync.Once{}, make(chan struct{})
	killed := config("killed")
	child := program(killed, filepath.Join(dir, "killed"))
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	<-portal.killed // a column is being shown
	child.Process.Kill()
	child.Wait()
	stored := storedPaths(t, filepath.Join(dir, "killed.db"))
	portal.mu.Lock()
	portal.asked = map[string]int{}
	portal.mu.Unlock()
	if err := program(killed, filepath.Join(dir, "killed")).Run(); err != nil {
		t.Fatal(err)
	}
	for _, path := range stored {
		if portal.asked[path] > 0 && !regexp.MustCompile(`^/c\d/$`).MatchString(path) { // lists are looked at twice
			t.Errorf("%s was stored and asked for again", path)
		}
	}
	if diff := cmp.Diff(timeless(t, filepath.Join(dir, "calm")), timeless(t, filepath.Join(dir, "killed"))); diff != "" {
		t.Errorf("results (-in peace +killed):\n%s", diff)
	}
}
