package browser

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// shared is the pool of all tests that run at once: starting a browser is what
// costs.
func pool(t *testing.T, change ...func(*Settings)) *Pool {
	t.Helper()
	path := os.Getenv("GOVAUDIT_TEST_CHROMIUM")
	if path == "" {
		t.Skip("GOVAUDIT_TEST_CHROMIUM names no browser")
	}
	s := Settings{Path: path, Most: 1, Timeout: 30 * time.Second}
	for _, f := range change {
		f(&s)
	}
	p := New(slog.New(slog.DiscardHandler), s)
	t.Cleanup(p.Close)
	return p
}

// web answers from a table of addresses, without any network.
type web struct {
	pages map[string]string // "TYPE body", by address; "" for no answer
	mu    sync.Mutex
	asked []string
}

const home = "http://www.a.gov.cn/"

func (w *web) fetch(_ context.Context, r Request) Response {
	w.mu.Lock()
	w.asked = append(w.asked, r.URL)
	w.mu.Unlock()
	answer, ok := w.pages[strings.TrimPrefix(r.URL, strings.TrimSuffix(home, "/"))]
	if !ok {
		return Response{Status: 404, Type: "text/html"}
	}
	if answer == "" {
		return Response{}
	}
	kind, body, _ := strings.Cut(answer, " ")
	return Response{Status: 200, Type: charset(kind), Body: []byte(body)}
}

// charset completes the type of a text that does not say in which encoding it is.
func charset(kind string) string {
	if strings.HasPrefix(kind, "text/gbk") {
		return "text/html"
	}
	return kind + "; charset=utf-8"
}

func render(t *testing.T, p *Pool, w *web, address string) *View {
	t.Helper()
	v, err := p.Render(t.Context(), Page{URL: address, Fetch: w.fetch})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestRender(t *testing.T) {
	p := pool(t)
	for _, c := range []struct {
		name  string
		path  string
		pages map[string]string
		want  string // in the document
		not   string
	}{
		{"a list that a script fetches as JSON is in the document", "", map[string]string{
			"/":          `text/html <ul id=l></ul><script>fetch('/list.json').then(r=>r.json()).then(a=>a.forEach(x=>{l.innerHTML+='<li><a href="'+x.u+'">'+x.t+'</a></li>'}))</script>`,
			"/list.json": `application/json [{"u":"/1.html","t":"关于甲的通知"}]`,
		}, `<a href="/1.html">关于甲的通知</a>`, ""},
		{"an old request by XMLHttpRequest is answered too", "", map[string]string{
			"/":      `text/html <div id=l></div><script>var x=new XMLHttpRequest();x.open('GET','/d.txt',true);x.onload=function(){l.textContent=x.responseText};x.send()</script>`,
			"/d.txt": `text/plain 收到数据`,
		}, "收到数据", ""},
		{"a script file of the site runs", "", map[string]string{
			"/":     `text/html <body><script src=/a.js></script></body>`,
			"/a.js": `text/javascript document.body.append('由脚本写出')`,
		}, "由脚本写出", ""},
		{"a route of a script application is part of the address", "#/list?id=3", map[string]string{
			"/": `text/html <p id=p></p><script>p.textContent='路由 '+location.hash</script>`,
		}, "路由 #/list?id=3", ""},
		{"what comes a second later is waited for as long as something is asked for", "", map[string]string{
			"/": `text/html <p id=p></p><script>fetch('/1').then(()=>setTimeout(()=>fetch('/2').then(()=>{p.textContent='第二步'}),200))</script>`,
		}, "第二步", ""},
		{"a page in GB18030 comes as UTF-8", "", map[string]string{
			"/": "text/gbk <meta charset=gbk><p>\xd6\xd0\xce\xc4</p>",
		}, "中文", ""},
		{"a dialog does not stop the page", "", map[string]string{
			"/": `text/html <body><script>alert(1);if(!confirm(2)){document.body.append('之后')}</script></body>`,
		}, "之后", ""},
		{"a script that never ends does not keep the document from being read", "", map[string]string{
			"/": `text/html <p>正文</p><script>setTimeout(()=>{for(;;){}},100)</script>`,
		}, "正文", ""},
		{"a page that leaves by itself is read where it was", "", map[string]string{
			"/":           `text/html <p>原来的页面</p><script>location.href='/other.html'</script>`,
			"/other.html": `text/html <p>别的页面</p>`,
		}, "原来的页面", "别的页面"},
		{"a script that tampers with the tools of the page changes nothing", "", map[string]string{
			"/": `text/html <p>真实</p><script>Object.defineProperty(Element.prototype,'outerHTML',{get(){return '假的'}});String.prototype.slice=()=>'假的'</script>`,
		}, "真实", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := render(t, p, &web{pages: c.pages}, home+c.path)
			if !strings.Contains(v.HTML, c.want) {
				t.Errorf("%q is not in %q", c.want, v.HTML)
			}
			if c.not != "" && strings.Contains(v.HTML, c.not) {
				t.Errorf("%q is in %q", c.not, v.HTML)
			}
		})
	}
}

// What a page wanted and did not get is told: nothing may be concluded from its
// absence.
func TestRenderTellsWhatIsLacking(t *testing.T) {
	p := pool(t)
	w := &web{pages: map[string]string{
		"/":          `text/html <script>fetch('/api',{method:'POST',body:'{}'});fetch('/gone');fetch('/no');location.href='/next.html#x'</script>`,
		"/no":        "",
		"/next.html": `text/html x`,
	}}
	v := render(t, p, w, home)
	if want := []string{home + "api"}; !slices.Equal(v.Posts, want) {
		t.Errorf("posts %q", v.Posts)
	}
	if want := []string{home + "no"}; !slices.Equal(v.Refused, want) {
		t.Errorf("refused %q", v.Refused)
	}
	if want := []string{home + "next.html#x"}; !slices.Equal(v.Leads, want) {
		t.Errorf("leads %q", v.Leads)
	}
	if v.Cut || v.Busy || v.More {
		t.Errorf("cut %v, busy %v, more %v", v.Cut, v.Busy, v.More)
	}
	if slices.Contains(w.asked, home+"api") || slices.Contains(w.asked, home+"next.html") {
		t.Errorf("asked for %q", w.asked)
	}
}

func TestRenderIsBounded(t *testing.T) {
	p := pool(t, func(s *Settings) { s.Timeout = 20 * time.Second; s.Memory = 400 << 20 })
	t.Run("a document that grows stops at its bound", func(t *testing.T) {
		w := &web{pages: map[string]string{"/": `text/html <body><script>document.body.append('x'.repeat(3e6))</script>`}}
		v, err := p.Render(t.Context(), Page{URL: home, Fetch: w.fetch, Max: 1 << 20})
		if err != nil || !v.Cut || len(v.HTML) != 1<<20 {
			t.Errorf("%v, %+.100v", err, v)
		}
	})
	t.Run("requests stop at their bound", func(t *testing.T) {
		w := &web{pages: map[string]string{"/": `text/html <script>for(let i=0;i<2000;i++)fetch('/'+i)</script>`}}
		v := render(t, p, w, home)
		if !v.More || len(w.asked) > maxRequests {
			t.Errorf("%d requests, told %v", len(w.asked), v.More)
		}
	})
	t.Run("a page that eats memory ends with an error of ours, and the next page is shown", func(t *testing.T) {
		w := &web{pages: map[string]string{
			"/":      `text/html <script>window.a=[];for(let i=0;i<400;i++)a.push(new Uint8Array(16<<20).fill(1))</script>`,
			"/next/": `text/html <p>下一页</p>`,
		}}
		if _, err := p.Render(t.Context(), Page{URL: home, Fetch: w.fetch}); err == nil {
			t.Error("no error")
		}
		if v := render(t, p, w, home+"next/"); !strings.Contains(v.HTML, "下一页") {
			t.Errorf("next: %q", v.HTML)
		}
	})
}

// A closed pool leaves neither processes nor folders.
func TestCloseLeavesNothing(t *testing.T) {
	dir, err := os.MkdirTemp("/tmp", "gb-") // a short name: see maxBase
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	t.Setenv("TMPDIR", dir)
	p := pool(t)
	render(t, p, &web{pages: map[string]string{"/": "text/html x"}}, home)
	if left, _ := filepath.Glob(filepath.Join(dir, profilePrefix+"*")); len(left) != 1 {
		t.Errorf("folders while it runs: %q", left)
	}
	b := <-p.slots
	pid := b.cmd.Process.Pid
	p.slots <- b
	p.Close()
	if left, _ := filepath.Glob(filepath.Join(dir, profilePrefix+"*")); len(left) != 0 {
		t.Errorf("folders left: %q", left)
	}
	if n := memoryOf([]int{pid}); n != 0 {
		t.Errorf("process %d still there", pid)
	}
	if _, err := p.Render(t.Context(), Page{URL: home}); err == nil {
		t.Error("a closed pool shows pages")
	}
}

func TestFind(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if path, err := Find("/nowhere/chromium"); err == nil {
		t.Errorf("found %q", path)
	}
}
