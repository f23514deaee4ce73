package browser

import (
	"strings"
	"testing"
)

// A page with more to press than is pressed says so, unless it is known where the others
// lead.
func TestMoreThanIsPressed(t *testing.T) {
	p := pool(t)
	for _, c := range []struct {
		name, page string
		lost       bool
		addresses  int // that are found at least
	}{
		{"rows that something above listens for", `<ul id=u></ul><script>for(let i=0;i<330;i++){const li=document.createElement('li');li.textContent='某某事项第'+i+'号公告';li.n=i;u.append(li)}u.onclick=e=>go(e.target.n)</script>`, true, 300},
		{"choices", `<select id=s></select><script>for(let i=0;i<130;i++)s.add(new Option('第'+i+'个单位',i));s.onchange=()=>go(s.value)</script>`, true, 115},
		{"choices side by side", `<p><select id=c></select><select id=y></select></p><ul id=l></ul><script>for(let i=0;i<11;i++){c.add(new Option('第'+i+'类',i));y.add(new Option(2018+i,i))}c.onchange=y.onchange=()=>l.innerHTML='<li><a href="/d/'+c.value+'-'+y.value+'.html">公告</a></li>'</script>`, true, 20},
		{"tabs for the pointer", `<p id=t></p><ul id=l></ul><script>for(let i=0;i<210;i++){const b=document.createElement('b');b.textContent='第'+i+'类';b.onmouseenter=()=>l.innerHTML='<li><a href="/d/'+i+'.html">公告</a></li>';t.append(b)}</script>`, true, 200},
		{"branches, of which all are pressed", `<ul id=u></ul><script>for(let i=0;i<70;i++){const li=document.createElement('li');li.innerHTML='<i>+</i><b>第'+i+'类</b>';li.firstChild.onclick=()=>{if(!li.done){li.done=1;li.insertAdjacentHTML('beforeend','<a href="/d/'+i+'.html">公告'+i+'</a>')}};u.append(li)}</script>`, false, 70},
		{"choices side by side, of which all are pressed", `<p><select id=c></select><select id=y></select></p><ul id=l></ul><script>for(let i=0;i<7;i++){c.add(new Option('第'+i+'类',i));y.add(new Option(2018+i,i))}c.onchange=y.onchange=()=>l.innerHTML='<li><a href="/d/'+c.value+'-'+y.value+'.html">公告</a></li>'</script>`, false, 48},
		{"a long row that another takes the place of", `<ul id=l></ul><p><b>甲类</b><b>乙类</b></p><script>const t='x'.repeat(30000);document.querySelectorAll('b').forEach((b,i)=>b.onclick=()=>l.innerHTML='<li data-t='+t+'><a href="/d/'+i+'.html">公告</a></li>')</script>`, false, 2},
		{"a link too long to be kept that another takes the place of", `<ul id=l></ul><p><b>甲类</b><b>乙类</b></p><script>const t='x'.repeat(30000);document.querySelectorAll('b').forEach((b,i)=>b.onclick=()=>l.innerHTML='<li><a data-t='+t+' href="/d/'+i+'.html">公告</a></li>')</script>`, true, 1},
		{"text on a page that listens as a whole", `<script>document.onclick=()=>{};for(let i=0;i<450;i++)document.write('<p>某某事项第'+i+'号公告</p>')</script>`, false, 0},
		{"more than a browser follows in ten seconds by itself", `<script>for(let i=0;i<230;i++)document.write('<li><a href="javascript:go('+i+')">某某事项第'+i+'号公告</a></li>')</script>`, false, 230},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := render(t, p, &web{pages: map[string]string{"/": `text/html <meta charset=utf-8><script>const go=i=>location.href='/d'+'/'+i*7919%10007</script><body>` + c.page}}, home)
			if lost := v.Lost != "" || v.Rest != ""; lost != c.lost {
				t.Errorf("lost %q, rest %q", v.Lost, v.Rest)
			}
			if n := strings.Count(v.HTML, "/d/"); n < c.addresses {
				t.Errorf("%d addresses, want %d", n, c.addresses)
			}
		})
	}
}
