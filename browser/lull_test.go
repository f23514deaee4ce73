package browser

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// What something pressed brings is waited for as long as anything is under way in the
// page, however that comes.
func TestWhatIsUnderWayIsWaitedFor(t *testing.T) {
	p := pool(t)
	for _, c := range []struct{ name, more string }{
		{"at once", `put()`},
		{"after a while", `setTimeout(put,450)`},
		{"after several whiles", `setTimeout(()=>setTimeout(()=>setTimeout(put,250),250),250)`},
		{"after a while that is told as a text", `setTimeout('put()',400)`},
		{"when something that is looked at now and then is there", `let n=0;const k=setInterval(()=>{if(++n>4){clearInterval(k);put()}},100)`},
		{"with a frame that is drawn", `let n=0;const f=()=>++n<20?requestAnimationFrame(f):put();f()`},
		{"when there is nothing else to do", `requestIdleCallback(put)`},
		{"by messages to itself", `const c=new MessageChannel;let n=0;c.port1.onmessage=()=>++n<9?c.port2.postMessage(1):put();c.port2.postMessage(1)`},
		{"when a part of the page has moved", `b.animate([{opacity:0},{opacity:1}],400).onfinish=put`},
		{"with an answer", `fetch('/rows').then(r=>r.text()).then(put)`},
		{"some time after an answer", `fetch('/rows').then(r=>r.json()).then(()=>setTimeout(put,300))`},
		{"with the second of two answers", `const x=new XMLHttpRequest;x.open('GET','/rows');x.onload=()=>setTimeout(()=>fetch('/more').then(put),200);x.send()`},
		{"with a script that begins late", `const s=document.createElement('script');s.src='/more.js';document.body.append(s)`},
		{"from where the page keeps things", `indexedDB.open('a').onsuccess=put`},
		{"from a frame", `const f=document.createElement('iframe');document.body.append(f);f.contentWindow.setTimeout(put,300)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := fmt.Sprintf(`text/html <meta charset=utf-8><ul id=u><li><a href="/1.html">关于甲项目的公告通知</a></li></ul><button id=b>加载更多</button><script>const put=()=>{u.insertAdjacentHTML('beforeend','<li><a href="/2.html">关于乙项目的公告通知</a></li>')};b.onclick=()=>{b.remove();%s}</script>`, c.more)
			v := render(t, p, &web{pages: map[string]string{"/": page, "/rows": `application/json {"a":1}`, "/more": "text/plain x", "/more.js": "text/javascript setTimeout(put,300)"}}, home)
			if !strings.Contains(v.HTML, "/2.html") {
				t.Errorf("what came is not in %s", v.HTML)
			}
		})
	}
}

// A page that shows little is waited for only if anything may still come in it.
func TestAPageAsleep(t *testing.T) {
	p := pool(t)
	for _, c := range []struct {
		name, script string
		want         bool
	}{
		{"nothing is under way", `void 0`, true},
		{"what was to come was called off", `clearTimeout(setTimeout(()=>0,3000))`, true},
		{"what was to come is there", `setTimeout(()=>0,50)`, true},
		{"something comes in two seconds", `setTimeout(()=>0,2000)`, false},
		{"something is looked at now and then", `setInterval(()=>0,3000)`, false},
		{"something is always drawn", `const f=()=>requestAnimationFrame(f);f()`, false},
		{"a frame is part of it", `document.body.append(document.createElement('iframe'))`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := &web{pages: map[string]string{"/": "text/html <meta charset=utf-8><body>暂无<script>" + c.script + "</script>"}}
			var asleep bool
			err := p.use(t.Context(), func(ctx context.Context, b *process) error {
				tab, err := b.show(ctx, &Page{URL: home, Fetch: w.fetch})
				if err != nil {
					return err
				}
				defer tab.close()
				if _, err := tab.settle(ctx, quiet); err != nil {
					return err
				}
				asleep, err = use[bool](ctx, tab, "asleep()")
				return err
			})
			if err != nil || asleep != c.want {
				t.Errorf("asleep %t, %v, want %t", asleep, err, c.want)
			}
		})
	}
}

// Rows that come late on a page that shows nothing are waited for.
func TestRowsThatComeLate(t *testing.T) {
	w := &web{pages: map[string]string{"/": "text/html <meta charset=utf-8><body>暂无<script>setTimeout(()=>{document.body.textContent='某某'},2500)</script>"}}
	v, err := pool(t).Render(t.Context(), Page{URL: home, Fetch: w.fetch, Enough: func(html string) bool { return strings.Contains(html, "<body>某某") }})
	if err != nil || !strings.Contains(v.HTML, "<body>某某") {
		t.Errorf("%v, %v", v, err)
	}
}
