package browser

import (
	"fmt"
	"strings"
	"testing"
)

const framedMenu = `<meta charset=utf-8><ul id=u><li data-c=5>规划信息</li><li data-c=6>统计信息</li></ul><script>u.onclick=e=>parent.postMessage({go:e.target.dataset.c},'*')</script>`

// A menu that tells the page around it where to go leads nobody knows where by itself.
func TestAMenuOfAFrameByItself(t *testing.T) {
	v := render(t, pool(t), &web{pages: map[string]string{"/": "text/html " + framedMenu}}, home)
	if v.Lost != "规划信息" {
		t.Errorf("lost %q, want what was pressed", v.Lost)
	}
}

// What leads on in no known way is pressed as a reader would press it.
func TestReachOfUnknownForms(t *testing.T) {
	p := pool(t)
	const rows = `const R=[[],['关于甲项目的公告通知','关于乙项目的公告通知'],['关于丙项目的公告通知','关于丁项目的公告通知'],['关于戊项目的公告通知']];`
	var data []string
	for i := range 10 {
		data = append(data, fmt.Sprintf(`{"id":"a%d","title":"关于第%d个项目的公告通知"}`, i, i))
	}
	for _, c := range []struct {
		name, page string
		want       []string
	}{
		{"a component in a closed tree whose arrow has no words", `<z-l></z-l><script>` + rows + `customElements.define('z-l',class extends HTMLElement{connectedCallback(){const r=this.attachShadow({mode:'closed'});const go=n=>{r.textContent='';R[n].forEach((t,i)=>{const e=document.createElement('p');e.textContent=t;e.addEventListener('pointerup',()=>location.assign('/a/'+n+i));r.append(e)});
[[n-1,n>1],[n+1,n<3]].forEach(([k,ok])=>{const b=document.createElement('div');b.innerHTML='<svg width=9 height=9></svg>';if(ok)b.addEventListener('click',()=>go(k));r.append(b)})};go(1)}})</script>`,
			[]string{"a/10", "a/11", "a/20", "a/21", "a/30"}},
		{"tabs without any name that the body listens for", `<div class=t><div>通知</div><div>公告</div></div><div id=v></div><script>` + rows + `let cur=0;const nth=e=>[...e.parentNode.children].indexOf(e);
document.body.addEventListener('mousedown',e=>{const t=e.target.closest('.t>div');if(t){cur=nth(t)+1;v.innerHTML=R[cur].map(x=>'<p>'+x+'</p>').join('');return}const r=e.target.closest('#v>p');if(r)location.href='/a/'+cur+nth(r)})</script>`,
			[]string{"a/10", "a/11", "a/20", "a/21"}},
		{"a menu drawn when the pointer comes near", `<div id=m>栏目</div><script>m.onmouseenter=()=>{if(m.children.length)return;['政策文件','通知公告'].forEach((x,i)=>{const s=document.createElement('span');s.textContent=x;s.addEventListener('click',()=>history.pushState({},'','/c/'+i));m.append(s)})}</script>`,
			[]string{"c/0", "c/1"}},
		{"menus that are taken away when the pointer leaves them or an entry is chosen", `<div id=m></div><p id=v></p><script>const M={资讯:['新闻','公告'],公开:['指南','年报'],机构:['职能','领导']};let on='';const draw=()=>{for(const g of m.children){const s=g.lastChild;if(s.nodeName=='UL')s.remove();if(g.n!=on)continue;const u=document.createElement('ul');M[on].forEach(x=>{const l=document.createElement('li');l.textContent=x+'信息';l.addEventListener('click',()=>{on='';draw();history.pushState({},'','/c/'+encodeURI(x));v.textContent=x});u.append(l)});g.append(u)}};for(const n in M){const g=document.createElement('div');g.n=n;g.append(n+'中心');g.addEventListener('mouseenter',()=>{on=n;draw()});m.append(g)}</script>`,
			[]string{"c/%E5%85%AC%E5%91%8A", "c/%E5%B9%B4%E6%8A%A5", "c/%E6%8C%87%E5%8D%97", "c/%E6%96%B0%E9%97%BB", "c/%E8%81%8C%E8%83%BD", "c/%E9%A2%86%E5%AF%BC"}},
		{"rows of which a part is shown, from which each goes on", `<div id=v></div><div id=d></div><script>['甲','乙','丙'].forEach((x,i)=>{const p=document.createElement('p');p.textContent='关于'+x+'项目征求意见的公告';p.addEventListener('click',()=>{d.innerHTML='<h4>公告</h4><button>查看全文</button>';d.lastChild.addEventListener('click',()=>{d.innerHTML='';location.href='/a/'+i})});v.append(p)})</script>`, []string{"a/0", "a/1", "a/2"}},
		{"something told in steps", `<p id=s>第一步</p><button id=n>下一步</button><script>let k=1;n.addEventListener('click',()=>{if(++k<4)s.innerHTML='<b>第'+k+'步</b>';else s.innerHTML='<a href="/a/1">申请表</a>'})</script>`, []string{"a/1"}},
		{"a branch whose mark is a plus, beside words that are pressed for something else", `<table><tr><td><i id=s>+</i> <b id=a>货物类采购</b></td><td>2026年</td></tr></table><script>a.addEventListener('click',()=>{a.className='on'});s.addEventListener('click',()=>{if(s.textContent=='+'){s.textContent='-';s.closest('tr').insertAdjacentHTML('afterend','<tr><td><a href="/a/1">关于甲项目的采购公告</a></td></tr>')}})</script>`, []string{"a/1"}},
		{"rows that are elements of their own, whose words stand in trees of theirs, and a picture for the next page", `<z-l></z-l><script>` + rows + `customElements.define('z-r',class extends HTMLElement{set t(x){this.attachShadow({mode:'open'}).innerHTML='<style>b{}</style><span>'+x+'</span>'}});customElements.define('z-l',class extends HTMLElement{connectedCallback(){const r=this.attachShadow({mode:'open'});const go=n=>{r.textContent='';R[n].forEach((x,i)=>{const e=document.createElement('z-r');e.t=x;e.addEventListener('click',()=>location.href='/a/'+n+i);r.append(e)});r.append('共3页 第'+n+'页 ');if(n<3){const m=document.createElement('img');m.alt='下一页';m.width=20;m.height=20;m.onclick=()=>go(n+1);r.append(m)}};go(1)}})</script>`,
			[]string{"a/10", "a/11", "a/20", "a/21", "a/30"}},
		{"a choice of years that is listened for", `<select id=y><option value=1>2026年</option><option value=2>2025年</option></select><ul id=v></ul><script>` + rows + `y.addEventListener('change',()=>{v.innerHTML=R[y.value].map((x,i)=>'<li><a href="/a/'+y.value+i+'">'+x+'</a></li>').join('')})</script>`,
			[]string{"a/20", "a/21"}},
		{"a branch of a tree that opens and shuts", `<ul><li id=b><i id=s>+</i><a id=a>机构信息</a></li></ul><script>let u;const f=()=>{if(u){u.hidden=!u.hidden;return}u=document.createElement('ul');b.append(u);['机构职能','领导信息'].forEach((x,i)=>{const li=document.createElement('li'),k=document.createElement('a');k.textContent=x;k.onclick=()=>location.assign('/t/'+i);li.append(k);u.append(li)})};s.addEventListener('click',f);a.addEventListener('click',f)</script>`,
			[]string{"t/0", "t/1"}},
		{"a tree whose branches open at the second click, which its root listens for", `<ul id=u><li><i></i><a id=a title=目录>机构信息</a></li></ul><script>u.addEventListener('click',e=>{const to=e.target.dataset.to;if(to)location.assign(to)});u.addEventListener('dblclick',e=>{if(e.target===a)a.insertAdjacentHTML('afterend','<ul><li><a data-to="/t/0">机构职能</a></li><li><a data-to="/t/1">领导信息</a></li></ul>')});u.addEventListener('mouseup',()=>{})</script>`,
			[]string{"t/0", "t/1"}},
		{"a branch whose mark opens it, beside words that are chosen", `<div id=b><span class=tree-switcher_close id=s><svg width=9 height=9></svg></span><span id=a>政策文件</span></div><script>a.addEventListener('click',()=>{a.className='on'});s.addEventListener('click',()=>{if(s.className.endsWith('open'))return;s.className='tree-switcher_open';['规范性文件','政策解读'].forEach((x,i)=>{const d=document.createElement('div');d.textContent=x;d.onclick=()=>location.assign('/t/'+i);b.append(d)})})</script>`, []string{"t/0", "t/1"}},
		{"a choice that a script draws", `<div id=c><input readonly role=combobox value=2026年></div><ul id=v></ul><script>` + rows + `let d;c.addEventListener('mousedown',()=>{if(d){d.hidden=!d.hidden;return}d=document.createElement('div');['2026','2025'].forEach((x,i)=>{const o=document.createElement('div');o.setAttribute('role','option');if(!i)o.setAttribute('aria-selected','true');o.textContent=x;o.addEventListener('click',()=>{d.hidden=true;v.innerHTML=R[i+1].map((r,j)=>'<li><a href="/a/'+(i+1)+j+'">'+r+'</a></li>').join('')});d.append(o)});document.body.append(d)})</script>`, []string{"a/20", "a/21"}},
		{"a tab whose list goes on in a box that scrolls", `<div id=a>通知</div><div id=b>公告</div><div id=v></div><script>b.addEventListener('click',()=>{v.innerHTML='<div id=x style="height:150px;overflow-y:auto"></div>';let n=0;const more=()=>{if(n>8)return;for(let i=0;i<3;i++,n++)x.insertAdjacentHTML('beforeend','<p style="height:60px"><a href="/a/'+n+'">关于第'+n+'个项目的公告通知</a></p>')};x.onscroll=more;more()});a.addEventListener('click',()=>{v.innerHTML=''})</script>`, []string{"a/0", "a/8"}},
		{"a choice that sends its form", `<form id=f action="/list.do"><input type=hidden name=c value=3><label><input type=radio name=y value=2026 checked onclick="document.getElementById('f').submit()">2026年</label><label><input type=radio name=y value=2025 onclick="document.getElementById('f').submit()">2025年</label></form>`, []string{"list.do?c=3&amp;y=2025"}},
		{"a list that is made beside the page where that can be", `<ul id=u></ul><script>const put=()=>{u.innerHTML='<li><a href="/a/1">甲</a></li>'};if(window.Worker){const w=new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));w.onmessage=put}else put()</script>`, []string{"a/1"}},
		{"a part whose head is a link to it", `<a href="#p" id=h>政策文件</a><div id=p></div><script>h.addEventListener('click',e=>{e.preventDefault();p.innerHTML='<a href="/a/1">关于甲项目的公告通知</a>'})</script>`, []string{"a/1"}},
		{"a part whose head is a link to it, which the document listens for", `<a href="#p" role=button aria-expanded=false>政策文件</a><div id=p></div><script>document.addEventListener('click',e=>{if(e.target.matches('[href="#p"]'))p.innerHTML='<a href="/a/1">关于甲项目的公告通知</a>'})</script>`, []string{"a/1"}},
		{"a choice that the page listens for as a whole", `<select id=y><option value=1>2026年</option><option value=2>2025年</option></select><ul id=v></ul><script>` + rows + `document.addEventListener('change',e=>{v.innerHTML=R[e.target.value].map((x,i)=>'<li><a href="/a/'+e.target.value+i+'">'+x+'</a></li>').join('')})</script>`, []string{"a/20", "a/21"}},
		{"a part that is opened", `<details id=d><summary>往期要闻</summary></details><script>d.addEventListener('toggle',()=>{if(d.open&&d.children.length<2)d.insertAdjacentHTML('beforeend','<a href="/a/1">关于甲项目的公告通知</a>')})</script>`, []string{"a/1"}},
		{"a column that is chosen", `<form id=f><label><input type=radio name=k value=1 checked>通知</label><label><input type=radio name=k value=2>公告</label></form><ul id=v></ul><script>` + rows + `f.addEventListener('change',e=>{v.innerHTML='';R[e.target.value].forEach((x,i)=>{const l=document.createElement('li');l.textContent=x;l.addEventListener('click',()=>{location.href='/a/'+e.target.value+i});v.append(l)})})</script>`, []string{"a/20", "a/21"}},
		{"tabs whose panes are texts, which are entries without an address", `<div class=t><div>机构职能</div><div>公开指南</div></div><div id=v></div><a href="/a/1">甲</a><script>const T={机构职能:'本机关负责……',公开指南:'为方便公众……'};document.querySelectorAll('.t>div').forEach(e=>e.addEventListener('click',()=>{v.innerHTML='<p>'+T[e.textContent]+'</p>'}))</script>`, []string{"a/1"}},
		{"dots for pages, which one listener of the document knows", `<div id=v></div><div id=d></div><script>` + rows + `const W=new WeakMap();[1,2,3].forEach(n=>{const s=document.createElement('span');s.textContent='●';W.set(s,n);d.append(s)});document.addEventListener('click',e=>{const n=W.get(e.target);if(n)v.innerHTML=R[n].map((x,i)=>'<a href="/a/'+n+i+'">'+x+'</a>').join('')})</script>`,
			[]string{"a/10", "a/20", "a/30"}},
		{"buttons that send a form of nothing but buttons", `<form action="/none"><button formaction="/news">新闻中心</button><button type=submit formaction="/years" formtarget=_blank name=k value=1>年度报告</button><button>检索</button></form>`, []string{"news", "years?k=1"}},
		{"the button of a form in which something is filled in is left alone", `<form action="/find"><input name=w><button formaction="/other">全部栏目</button></form><a href="/a/1">甲</a>`, []string{"a/1"}},
		{"a part that a button opens without a script", `<button popovertarget=p>往期要闻</button><div id=p popover></div><script>p.addEventListener('toggle',()=>{p.innerHTML='<a href="/a/1">关于甲项目的公告通知</a>'})</script>`, []string{"a/1"}},
		{"a button that only listens, named by its value", `<input type=button id=b value=规划信息><input type=button id=c value=统计信息><script>b.addEventListener('click',()=>location.assign('/c/1'));c.addEventListener('click',()=>location.assign('/c/2'))</script>`, []string{"c/1", "c/2"}},
		{"a menu in a frame that tells the page where to go", `<iframe src="/menu.html"></iframe><div id=v></div><script>addEventListener('message',e=>{if(e.data&&e.data.go)location.href='/col/'+e.data.go})</script>`, []string{"col/5", "col/6"}},
		{"rows that only feel a finger", `<p id=a>关于甲项目的公告通知</p><p id=b>关于乙项目的公告通知</p><script>a.addEventListener('touchstart',e=>{if(e.touches[0].clientX>0)location.href='/a/1'});b.addEventListener('touchend',e=>{if(e.changedTouches.length)location.href='/a/2'})</script>`, []string{"a/1", "a/2"}},
		{"heads of a menu whose addresses are empty", `<ul id=m><li><a href="" id=h>信息公开</a></li></ul><script>h.addEventListener('click',e=>{e.preventDefault();if(m.children[1])return;const li=document.createElement('li');li.innerHTML='<a href="/c/1">机构职能</a>';m.append(li)})</script>`, []string{"c/1"}},
		{"a tree whose branches shut when its reader comes back, and whose heads hold their entries", `<div id=v></div><script>
const T={信息公开:['机构职能','领导信息'],政策文件:['规范性文件']};const home=()=>{v.innerHTML='';for(const g in T){const n=document.createElement('div');n.innerHTML='<div><i>+</i><span>'+g+'</span></div>';n.addEventListener('click',e=>{e.stopPropagation();if(n.children[1]){n.children[1].hidden=!n.children[1].hidden;return}const u=document.createElement('div');T[g].forEach(c=>{const x=document.createElement('div');x.innerHTML='<span>'+c+'</span>';x.addEventListener('click',e=>{e.stopPropagation();location.hash='#/c/'+c.length+c.codePointAt(0)});u.append(x)});n.append(u)});v.append(n)}};
const view=()=>location.hash.length>1?v.innerHTML='<p>正文</p>':home();addEventListener('hashchange',view);home()</script>`, []string{"#/c/426426", "#/c/439046", "#/c/535268"}},
		{"rows of the page's own making of which only some can be seen, told by two of them", `<x-box id=b style="display:block;height:120px;overflow:auto"><div style="height:700px"><div id=w></div></div></x-box><script>fetch('/rows.json').then(r=>r.json()).then(d=>{const draw=()=>{w.innerHTML='';const at=Math.min(7,Math.floor(b.scrollTop/80));d.slice(at,at+3).forEach(x=>{const r=document.createElement('x-row');r.innerHTML='<x-text>'+x.title+'</x-text>';r.addEventListener('click',()=>location.href='/d/'+x.id);w.append(r)})};b.onscroll=draw;draw()})</script>`,
			[]string{"d/a0", "d/a1", "d/a2", "d/a3", "d/a4", "d/a5", "d/a6", "d/a7", "d/a8", "d/a9"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := render(t, p, &web{pages: map[string]string{"/": "text/html <meta charset=utf-8><body>" + c.page, "/rows.json": "application/json [" + strings.Join(data, ",") + "]", "/menu.html": "text/html " + framedMenu}}, home)
			for _, want := range c.want {
				if !strings.Contains(v.HTML, home+want) && !strings.Contains(v.HTML, `"/`+want+`"`) {
					t.Errorf("%s is not in %s", want, v.HTML)
				}
			}
			if strings.Contains(c.page, "公开指南") && strings.Count(v.HTML, `<a href="javascript:;">`) != 2 {
				t.Errorf("the tabs are not named in %s", v.HTML)
			}
			if len(v.Leads) > 0 || v.Rest != "" || v.Lost != "" || strings.Contains(v.HTML, "data-listens") || strings.Contains(v.HTML, "data-nears") {
				t.Errorf("leads %q, rest %q, lost %q, document %s", v.Leads, v.Rest, v.Lost, v.HTML)
			}
		})
	}
}

// A list whose further rows are only had by POST is not seen to its end.
func TestWhatAsksByPostHidesSomething(t *testing.T) {
	p := pool(t)
	v := render(t, p, &web{pages: map[string]string{"/": `text/html <meta charset=utf-8><div id=x>政策文件</div><script>x.onclick=()=>fetch('/rows',{method:'POST'})</script>`}}, home)
	if v.Posted != "政策文件" || v.Lost != "" {
		t.Errorf("posted %q, lost %q, want what was pressed", v.Posted, v.Lost)
	}
}

// The branch of a tree leads to what it holds: with that, nothing is lost.
func TestBranchesLeadToTheirEntries(t *testing.T) {
	const tree = `<ul id=u></ul><script>const add=(ul,words,then)=>{const li=document.createElement('li'),s=document.createElement('span');s.className='node';s.textContent=words;s.addEventListener('click',()=>then(li));li.append(s);ul.append(li)};
add(u,'＋ 法定主动公开的全部内容',li=>{if(li.lastChild.tagName==='UL')return;const l=document.createElement('ul');li.append(l);['规范性文件和有关解读材料','财政预算决算和三公经费'].forEach((x,i)=>add(l,x,()=>{OTHER}))})</script>`
	for _, c := range []struct{ name, does, lost string }{
		{"entries that lead on", "location.href='/t/'+i", ""},
		{"of which one does not", "if(i)location.href='/t/'+i", "规范性文件和有关解读材料"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := render(t, pool(t), &web{pages: map[string]string{"/": "text/html <meta charset=utf-8><body>" + strings.Replace(tree, "OTHER", c.does, 1)}}, home)
			if v.Lost != c.lost || !strings.Contains(v.HTML, "t/1") {
				t.Errorf("lost %q, want %q; document %s", v.Lost, c.lost, v.HTML)
			}
		})
	}
}
