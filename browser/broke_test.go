package browser

import (
	"errors"
	"strings"
	"testing"
)

// A page whose script failed may show less than it holds.
func TestScriptsThatFail(t *testing.T) {
	p := pool(t)
	for _, c := range []struct {
		name, body string
		want       bool
	}{
		{"no script", "<p>甲</p>", false},
		{"a script that works", "<div id=a></div><script>a.textContent='甲'</script>", false},
		{"a function that is not there", "<div id=a></div><script>nothing();a.textContent='甲'</script>", true},
		{"a failure later", "<div id=a></div><script>setTimeout(() => { throw new Error('x') }, 10)</script>", true},
		{"a promise that nobody looks after", "<script>Promise.reject(new Error('x'))</script>", true},
		{"a failure that the page looks after", "<script>try { nothing() } catch (e) {}</script>", false},
		{"a failure of a page that took the document from itself", "<script>Object.defineProperty(Document.prototype,'documentElement',{get(){throw 1}});Element.prototype.setAttribute=null;nothing()</script>", true},
		{"a picture that is not there", "<img src=/none.png><p>甲</p>", false},
	} {
		w := &web{pages: map[string]string{"/": "text/html <html><body>" + c.body + "</body></html>"}}
		if v := render(t, p, w, home); v.Broke != c.want {
			t.Errorf("%s: %v, want %v", c.name, v.Broke, c.want)
		}
	}
}

// What a page does to its own tools keeps none of its data from it.
func TestPageThatBreaksItsTools(t *testing.T) {
	p := pool(t)
	w := &web{pages: map[string]string{
		"/":       `text/html <html><body><div id=a></div><script>Object.defineProperty(Document.prototype,'documentElement',{get(){throw 1}});Element.prototype.hasAttribute=null;fetch('/d.json').then(r=>r.text()).then(s=>{a.textContent=s})</script></body></html>`,
		"/d.json": `application/json ["政府信息公开年报"]`,
	}}
	if v := render(t, p, w, home); !strings.Contains(v.HTML, "政府信息公开年报") {
		t.Errorf("shown: %s", v.HTML)
	}
}

// A document without an address is not the page that was asked for, whatever it says.
func TestPageThatGivesWay(t *testing.T) {
	p := pool(t)
	for name, script := range map[string]string{
		"to a document of its own making": `location.href=URL.createObjectURL(new Blob(["<h1>暂无数据</h1>"],{type:"text/html"}))`,
		"to nothing":                      `location.href="about:blank"`,
	} {
		w := &web{pages: map[string]string{"/": "text/html <html><body><p>甲</p><script>" + script + "</script></body></html>"}}
		if v, err := p.Render(t.Context(), Page{URL: home, Fetch: w.fetch}); !errors.Is(err, errElsewhere) || !PageAtFault(err) {
			t.Errorf("%s: error %v, view %+v", name, err, v)
		}
	}
}
