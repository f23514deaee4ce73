package browser

import (
	"strings"
	"testing"
)

// Buttons of one name stand in rows that say what each is for.
func TestBeside(t *testing.T) {
	p := pool(t)
	const pager = `<span id=m>下一页</span><script>let n=0;const draw=()=>{l.innerHTML='';for(let i=0;i<2&&n<6;i++){const e=row(++n);l.append(e)}};m.onclick=()=>{draw();if(n>=6)m.remove()};draw()</script>`
	for _, c := range []struct{ name, page, want string }{
		{"in a table, each page of which takes the place of the one before", `<table><tbody id=l></tbody></table><script>const row=n=>{const e=document.createElement('tr');e.innerHTML='<td>某某事项第'+n+'号公告</td><td><a class=b>查看</a></td>';e.querySelector('a').onclick=()=>location.href='/d/'+n*n;return e}</script>` + pager, `d/1 d/4 d/9 d/16 d/25 d/36`},
		{"under a name that other lists do not have", `<table><tbody id=l></tbody></table><script>const row=n=>{const e=document.createElement('tr');e.innerHTML='<td>某某事项第'+n+'号公告</td><td><a class=b>进度</a></td>';return e};l.addEventListener('click',e=>{if(e.target.className=='b')location.href='/d/'+e.target.closest('tr').textContent.match(/\d/)**2})</script>` + pager, `d/1 d/4 d/9 d/16 d/25 d/36`},
		{"in cards", `<div id=l></div><script>const row=n=>{const e=document.createElement('div');e.className='card';e.innerHTML='<h4>某某事项第'+n+'号公告</h4><button>我要办</button>';e.querySelector('button').onclick=()=>location.href='/d/'+n*n;return e}</script>` + pager, `d/1 d/4 d/9 d/16 d/25 d/36`},
		{"rows that are links to nowhere, which listen", `<ul id=l></ul><script>const row=n=>{const e=document.createElement('li');e.innerHTML='<a href="">某某事项第'+n+'号公告</a>';e.firstChild.addEventListener('click',x=>{x.preventDefault();location.href='/d/'+n*n});return e}</script>` + pager, `d/1 d/4 d/9 d/16 d/25 d/36`},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := render(t, p, &web{pages: map[string]string{"/": "text/html " + c.page}}, home)
			for _, want := range strings.Fields(c.want) {
				if !strings.Contains(v.HTML, home+want+`"`) && !strings.Contains(v.HTML, home+want+`&quot;`) {
					t.Errorf("%s is not told: %s", want, v.HTML)
				}
			}
			if v.Lost != "" || v.Rest != "" {
				t.Errorf("lost %q, rest %q", v.Lost, v.Rest)
			}
		})
	}
}
