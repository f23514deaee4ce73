package browser

import (
	"strings"
	"testing"
)

// What waits for the pointer is found where something around it listens in its place.
func TestNearing(t *testing.T) {
	p := pool(t)
	const menu = `<div id=r><p class=h data-n=1>新闻</p><p class=h data-n=2>公开</p><div id=s></div></div><script>const open=n=>{s.innerHTML='<i>栏目第'+n+'</i>';s.firstChild.addEventListener('click',()=>location.href='/col/'+n)}</script>`
	for _, c := range []struct{ name, page, want string }{
		{"an application drawn by React", menu + `<script>for(const e of document.querySelectorAll('.h'))e.__reactProps$x={onMouseEnter:()=>open(e.dataset.n)};r.addEventListener('mouseover',e=>{for(let n=e.target;n;n=n.parentElement)if(n.__reactProps$x)n.__reactProps$x.onMouseEnter()})</script>`, `col/1 col/2`},
		{"a list that jQuery keeps", menu + `<script>window.jQuery={_data:e=>e===r?{mouseover:[{origType:'mouseenter',selector:'.h'}]}:{}};r.addEventListener('mouseover',e=>{const h=e.target.closest(['.','h'].join(''));if(h)open(h.dataset.n)})</script>`, `col/1 col/2`},
		{"code that names what it looks for", menu + `<script>document.addEventListener('mouseover',e=>{const h=e.target.closest('.h');if(h)open(h.dataset.n)})</script>`, `col/1 col/2`},
		{"what holds all of an application is not pressed itself", `<div id=r><p>新闻动态</p></div><script>r._reactListeningx=true;r.addEventListener('click',e=>location.href=e.target===r?'/all':'/col/1')</script>`, `col/1`},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := render(t, p, &web{pages: map[string]string{"/": "text/html " + c.page}}, home)
			for _, want := range strings.Fields(c.want) {
				if !strings.Contains(v.HTML, home+want+`"`) && !strings.Contains(v.HTML, home+want+`&quot;`) {
					t.Errorf("%s is not told: %s", want, v.HTML)
				}
			}
			if strings.Contains(v.HTML, home+"all") {
				t.Error("what holds the application was pressed")
			}
		})
	}
}
