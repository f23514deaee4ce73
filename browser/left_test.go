package browser

import (
	"slices"
	"strings"
	"testing"
)

// What an application shows of another view, its address changed back already, is no part
// of the page.
func TestAstray(t *testing.T) {
	p := pool(t)
	row := func(n string) string {
		return `<li><a href="/` + n + `.html">关于印发某某事项管理办法` + n + `的通知</a></li>`
	}
	page := `text/html <meta charset=utf-8><body><ul id=m><li>政务公开</li></ul><div id=v><ul>` + row("a1") + row("a2") + row("a3") + `</ul></div>
<script>m.firstChild.onclick=()=>{history.pushState({},'','/other');fetch('/rows').then(r=>r.text()).then(x=>v.innerHTML=x)}</script>`
	v := render(t, p, &web{pages: map[string]string{"/": page, "/rows": "text/html <ul>" + row("z1") + row("z2") + row("z3") + row("z4") + "</ul>"}}, home)
	if !slices.Contains(v.Leads, home+"other") {
		t.Errorf("leads %q", v.Leads)
	}
	if !strings.Contains(v.HTML, "/a3.html") || strings.Contains(v.HTML, "/z1.html") {
		t.Errorf("it shows %s", v.HTML)
	}
}

// An application that does not go back to the view it came from is not seen to its end,
// but what was pressed in it by then is known.
func TestLeft(t *testing.T) {
	p := pool(t)
	const nav = `<ul id=m><li data-p=/view/1>政务公开</li><li data-p=/view/2>通知公告</li></ul><p id=v></p><script>m.onclick=e=>{history.pushState({},'',e.target.dataset.p);v.textContent='正文'};`
	for _, c := range []struct {
		name, page  string
		leads, told []string
		rest        string
	}{
		{"it stays where it is", nav + `addEventListener('popstate',()=>history.pushState({},'','/view/1'))</script>`, []string{home + "view/1"}, nil, "…"},
		{"it goes back late", nav + `let late=1;addEventListener('popstate',()=>{if(late){late=0;history.pushState({},'','/view/1');setTimeout(()=>history.replaceState({},'','/'),2500)}})</script>`, nil, []string{home + "view/1", home + "view/2"}, ""},
		{"its menu shuts when an entry was chosen", `<p id=h>栏目导航</p><ul id=m hidden></ul><p id=v></p><script>m.innerHTML=[...'甲乙丙丁戊己庚辛壬癸'].map((x,i)=>'<li data-p=/view/'+i+'>'+x+'类信息</li>').join('');h.onmouseenter=()=>m.hidden=false;m.onclick=e=>{m.hidden=true;history.pushState({},'',e.target.dataset.p);v.textContent='正文'};addEventListener('popstate',()=>v.textContent='')</script>`, nil, []string{home + "view/0", home + "view/5", home + "view/9"}, ""},
		{"its tabs put other entries in the place of the first ones", `<div id=t></div><div id=v></div><script>const T={公开:['公开指南','机构职能'],政策:['规范文件','政策解读']};const home=n=>{t.innerHTML='';for(const g in T){const s=document.createElement('span');s.textContent=g;s.onclick=()=>show(g);t.append(s)}v.innerHTML='<p></p><p></p>';[...v.children].forEach((p,i)=>p.addEventListener('click',()=>{history.pushState({},'','/c/'+p.textContent.codePointAt(0));t.innerHTML='';v.innerHTML='<b>正文</b>'}));show('公开')},show=g=>T[g].forEach((x,i)=>{v.children[i].textContent=x});addEventListener('popstate',()=>home());home()</script>`, nil, []string{home + "c/20844", home + "c/26426", home + "c/35268", home + "c/25919"}, ""},
		{"its rows are fewer when its reader comes back", `<div id=v></div><script>const rows=n=>{v.innerHTML='<div id=x></div>';for(let i=0;i<n;i++){const r=document.createElement('div');r.innerHTML='<span>某某事项第'+i+'号公告通知</span>';r.addEventListener('click',()=>{history.pushState({},'','/view/'+i);v.innerHTML='<p>正文</p>'});x.append(r)}};rows(30);addEventListener('click',()=>{});addEventListener('popstate',()=>rows(4))</script>`, nil, []string{home + "view/0", home + "view/3"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := render(t, p, &web{pages: map[string]string{"/": "text/html <meta charset=utf-8><body>" + c.page}}, home)
			slices.Sort(v.Leads)
			if got := slices.Compact(v.Leads); !slices.Equal(got, c.leads) {
				t.Errorf("leads %q, want %q", got, c.leads)
			}
			if v.Rest != c.rest {
				t.Errorf("rest %q, want %q", v.Rest, c.rest)
			}
			for _, want := range c.told {
				if !strings.Contains(v.HTML, want+"&quot;") {
					t.Errorf("%s is not in %s", want, v.HTML)
				}
			}
		})
	}
}
