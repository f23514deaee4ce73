package browser

import (
	"encoding/base64"
	"strings"
	"testing"
)

// What only a script leads to is written into the document where it leads.
func TestReach(t *testing.T) {
	p := pool(t)
	const shared = `var base="/gk/";
function showList(code,type){var u=base+"info.do?colId="+code;u+="&t="+type;location.href=u}
function openInfo(id){window.open(base+"view.do?id="+id)}
function page(n){var f=document.forms.f;f.pageNo.value=n;f.submit()}
function ask(){fetch('/x',{method:'POST'})}`
	for _, c := range []struct{ name, page, want string }{
		{"a link that calls a function of a file", `<a href="javascript:showList('0102','3')">规划信息</a>`, `<a href="` + home + `gk/info.do?colId=0102&amp;t=3">规划信息</a>`},
		{"a row that opens a window", `<ul><li onclick="openInfo(7)">甲办法</li></ul>`, home + `gk/view.do?id=7`},
		{"a row whose link goes nowhere", `<a href="#" onclick="openInfo(8);return false">乙办法</a>`, `href="` + home + `gk/view.do?id=8"`},
		{"a form that is sent by GET", `<form name=f action="/list.do"><input type=hidden name=col value=3><input type=hidden name=pageNo value=1></form><a href="javascript:page(2)">第二</a>`, `href="` + home + `list.do?col=3&amp;pageNo=2"`},
		{"a row that sends a form which the pager beside it wrote into", `<form name=f action="/list.do"><input type=hidden name=pageNo value=1><input type=hidden name=id></form><a href="javascript:turn(2)">下一页</a><p><a href="javascript:view(7)">某某事项第七号公告</a></p><script>function turn(n){var f=document.forms.f;f.action='/list.do';f.id.disabled=true;f.pageNo.value=n;f.submit()}function view(n){var f=document.forms.f;f.action='/view.do';f.target='_blank';f.id.value=n;f.submit()}</script>`, `href="` + home + `view.do?pageNo=1&amp;id=7"`},
		{"a list of years", `<select onchange="showList(this.value,1)"><option value="">年份</option><option value="2024">2024年</option></select>`, `<option value="` + home + `gk/info.do?colId=2024&amp;t=1">`},
		{"a tab that fetches its rows", `<ul id=l></ul><a href="javascript:;" onclick="fetch('/rows').then(r=>r.text()).then(x=>l.innerHTML=x)">2019年</a>`, `<a href="/1.html">甲</a>`},
		{"a row that comes with a tab leads by a script too", `<ul id=l></ul><a href="javascript:;" onclick="fetch('/more').then(r=>r.text()).then(x=>l.innerHTML=x)">2019年</a>`, `gk/view.do?id=9"`},
		{"a row of the page before the one that is shown last", `<ul id=l><li><a href="javascript:openInfo(5)">一号</a></li></ul><span id=m>下一页</span><script>m.onclick=()=>{l.innerHTML='<li><a href="javascript:openInfo(6)">二号</a></li>';m.remove()}</script>`, `gk/view.do?id=5"`},
		{"rows beside a pager that sends a form", `<form name=f action="/list.do"><input type=hidden name=pageNo value=1><li><a href="###" onclick="openInfo(4);return false;">丁</a></li><a href="#" onclick="page(2)">下一页</a></form>`, `href="` + home + `gk/view.do?id=4"`},
		{"a view of an application that is slow to come back", `<div id=v></div><script>
const list=()=>setTimeout(()=>v.innerHTML='<ul><li data-id=9><b>某某事项公告</b></li></ul>',first?0:2500),view=()=>{first=0;location.hash.length>1?v.innerHTML='<p>正文</p>':list()};let first=1;
v.addEventListener('click',e=>{const li=e.target.closest('li');if(li)location.hash='#/art/'+li.dataset.id});addEventListener('hashchange',view);list()</script>`, home + `#/art/9`},
		{"a column that is shown in a frame of the page", `<ul id=u><li data-c=5>规划信息</li></ul><iframe id=fr src="/x.html"></iframe><script>u.onclick=e=>{fr.setAttribute('src','/col.do?c='+e.target.dataset.c)}</script>`, home + `col.do?c=5&quot;`},
		{"and one whose frame is told otherwise", `<ul id=u><li data-c=6>规划信息</li></ul><iframe id=fr src="/x.html"></iframe><script>u.onclick=e=>{fr.src='/col.do?c='+e.target.dataset.c}</script>`, home + `col.do?c=6&quot;`},
		{"a row of a table that another page of it took the place of", `<div id=v></div><span id=m>下一页</span><script>let n=0;const draw=()=>{n++;v.innerHTML='<table><tr onclick="openInfo('+n+')"><td>某某事项第'+n+'号公告</td></tr></table>'};draw();m.onclick=()=>{draw();m.remove()}</script>`, `gk/view.do?id=1&quot;"><td>`},
		{"a choice of years that is drawn anew when its reader comes back", `<div id=v></div><script>
const list=()=>{v.innerHTML='<select><option value=2026>2026年</option><option value=2025>2025年</option></select><ul id=l></ul>';const s=v.firstChild;s.addEventListener('change',()=>l.innerHTML='<li><a href="/'+s.value+'.html">'+s.value+'年的规划</a></li>');l.innerHTML='<li class=r>某某事项第一号公告</li>';l.firstChild.addEventListener('click',()=>location.hash='#/art/1')};
const view=()=>location.hash.length>1?v.innerHTML='<p>正文</p>':list();addEventListener('hashchange',view);list()</script>`, `<a href="/2025.html">`},
		{"entries of a tree whose branch takes them away when it is pressed", `<ul id=u><li id=b><a href="#">信息公开</a><ul><li><a href="#" data-c=7>规划信息</a></li><li><a href="#" data-c=8>财政信息</a></li></ul></li></ul><script>
u.addEventListener('click',e=>{const c=e.target.dataset.c;if(c)location.href='/col/'+c;e.preventDefault()});u.addEventListener('dblclick',e=>{if(!e.target.dataset.c)b.querySelector('ul').remove()})</script>`, home + `col/8"`},
		{"the pager of one column stands under the list of the next", `<p id=c><span id=x>规划信息</span><span id=y>财政信息</span></p><ul id=l></ul><p id=g></p><script>
const draw=(c,n)=>{fetch('/rows?'+c+n);l.innerHTML='<li><a href="/'+c+n+'.html">'+c+n+'</a></li>';g.innerHTML='<b>1</b><b>2</b>';[...g.children].forEach((b,i)=>b.onclick=()=>draw(c,i+1))};x.onclick=()=>draw("x",1);y.onclick=()=>draw("y",1);draw("x",1)</script>`, `<a href="/y2.html">`},
		{"how many rows a page has is not chosen", `<select onchange="showList(this.value,1)"><option value="10">10条/页</option><option value="20">20条/页</option></select>`, `<option value="20">`},
		{"a view whose script has to come first", `<ul id=u><li>通知公告</li></ul><script>u.firstChild.addEventListener('click',()=>{const s=document.createElement('script');s.src='/lazy.js';document.head.append(s)})</script>`, `location.href=&quot;` + home + `#/lazy&quot;`},
		{"tabs that fetch their rows when the pointer comes near, each in the place of the one before", `<p id=t><b data-u=rows>规划信息</b><b data-u=other>统计信息</b></p><ul id=l></ul><script>for(const b of t.children)b.addEventListener('mouseenter',()=>fetch('/'+b.dataset.u).then(r=>r.text()).then(x=>l.innerHTML=x))</script>`, `<a href="/1.html">甲</a>`},
		{"a tab that shows another page in its frame when the pointer comes near", `<table><tr><td onmouseover="show(5)">图片新闻</td><td onmouseover="show(6)">公示公告</td></tr></table><iframe id=fr src="/x.html"></iframe><script>function show(n){fr.src='/tab.do?c='+n}</script>`, home + `tab.do?c=6&quot;`},
		{"and one that fetches its rows, as its code says", `<p onmouseover="fetch('/rows').then(r=>r.text()).then(x=>l.innerHTML=x)">规划信息</p><ul id=l></ul>`, `<a href="/1.html">甲</a>`},
		{"a column that stands behind #", `<p><a href="#tzgg">通知公告</a><a href="#cwgk">村务公开</a></p><ul id=l></ul><script>const draw=()=>l.innerHTML='<li><a href="/'+(location.hash.slice(1)||'tzgg')+'/1.html">某某公告</a></li>';addEventListener('hashchange',draw);draw()</script>`, `<a href="/cwgk/1.html">`},
		{"a place of a page is no column", `<p><a href="#b">第二条</a></p><ul id=l></ul><h2 id=b>第二条</h2><script>onhashchange=()=>l.innerHTML='<a href="/wrong.html">错</a>'</script>`, `<ul id="l"></ul>`},
		{"the months of a calendar, each in the place of the one before", `<p><span id=a>上个月</span><span id=z>下个月</span></p><ul id=l></ul><script>let m=9;const draw=()=>fetch('/rows?'+m).then(()=>l.innerHTML=m>5&&m<10?'<li><a href="/'+m+'.html">某某活动安排</a></li>':'');a.onclick=()=>{m--;draw()};z.onclick=()=>{m++;draw()};draw()</script>`, `<a href="/6.html">`},
		{"a menu that opens when the pointer has stayed with it", `<p id=t>信息公开</p><ul id=u style="display:none"><li>规划信息</li></ul><script>t.addEventListener('mouseenter',()=>setTimeout(()=>u.style.display='',250));u.firstChild.addEventListener('click',()=>location.href='/col/7')</script>`, home + `col/7`},
		{"the last entry of menus that open a while after the pointer came near, and are shut when their reader comes back", `<div id=v></div><script>
const draw=()=>{v.innerHTML='';let n=0;for(const g of [['新闻资讯','政务要闻','通知公告'],['政务公开','规划信息','统计信息'],['互动交流','意见征集','在线访谈']]){const d=document.createElement('div');d.innerHTML='<b>'+g[0]+'</b><p style="display:none"></p>';for(const c of g.slice(1)){const e=document.createElement('span'),k=++n;e.textContent=c;e.addEventListener('click',()=>location.hash='#/c/'+k);d.lastChild.append(e)}d.addEventListener('mouseenter',()=>setTimeout(()=>d.lastChild.style.display='',60));v.append(d)}};addEventListener('hashchange',()=>location.hash.length>1?v.innerHTML='<p>某某栏目</p>':draw());draw()</script>`, home + `#/c/6&quot;`},
		{"a pager whose entries hold what listens", `<ul id=l><li><a href="/0.html">子</a></li></ul><ul><li><a href="">1</a></li><li><a href="" id=two>2</a></li></ul><script>two.addEventListener('click',e=>{e.preventDefault();fetch('/rows').then(r=>r.text()).then(x=>l.innerHTML=x)})</script>`, `<a href="/1.html">甲</a>`},
		{"a tree of which only the mark before a branch listens", `<table><tbody id=b><tr><td><span id=m>+</span><b>重大项目</b></td></tr></tbody></table><script>m.addEventListener('click',()=>{if(m.done)return;m.done=1;fetch('/rows').then(r=>r.text()).then(x=>b.insertAdjacentHTML('beforeend','<tr><td>'+x+'</td></tr>'))})</script>`, `<a href="/1.html">甲</a>`},
		{"and its branches, each with a mark in the place of another's", `<table><tbody id=b></tbody></table><script>const add=(after,words,then)=>{const tr=document.createElement('tr');tr.innerHTML='<td><span>+</span><b>'+words+'</b></td>';const m=tr.querySelector('span');m.addEventListener('click',()=>{if(!m.done){m.done=1;then(tr)}});after?after.after(tr):b.append(tr)};
const leaf=tr=>tr.insertAdjacentHTML('afterend','<tr><td><a href="/leaf.html">某某项目</a></td></tr>');add(null,'重大项目',tr=>add(tr,'2026年度',tr=>add(tr,'第一季度',leaf)));add(null,'规划计划',()=>{});add(null,'统计信息',()=>{})</script>`, `<a href="/leaf.html">`},
		{"a row whose data came wrapped, by two others", `<ul id=u></ul><script>fetch('/wrapped').then(r=>r.json()).then(d=>JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(d.data),c=>c.charCodeAt(0)))).forEach(x=>{const li=document.createElement('li');li.textContent=x.title;li.addEventListener('click',()=>{if(x.n<3)location.href='/detail/'+x.id});u.append(li)}))</script>`, `location.href=&quot;` + home + `detail/c33&quot;`},
		{"entries of a box that open at the second click", `<select size=5 ondblclick="openInfo(this.value)"><option value=7>某某事项公告</option><option value=8>另一事项公告</option></select>`, `<option value="` + home + `gk/view.do?id=8">`},
		{"entries of a box that a script has open at the second click", `<select size=5 id=s><option value=7>某某事项公告</option><option value=8>另一事项公告</option></select><script>s.addEventListener('dblclick',()=>openInfo(s.value))</script>`, `<option value="` + home + `gk/view.do?id=8">`},
		{"a choice that a button beside it goes to", `<p><select id=s><option value="">请选择栏目</option><option value=7>规划信息</option><option value=8>统计信息</option></select><input type=button value=进入 onclick="if(s.value)openInfo(s.value)"></p>`, `<option value="` + home + `gk/view.do?id=8">`},
		{"a choice that a button beside it goes to, in a form that a server wraps around its page", `<form method=post><input name=q><h2>某某县人民政府门户网站</h2><p><select id=s><option value="">请选择栏目</option><option value=7>规划信息</option><option value=8>统计信息</option></select><input type=button value=进入 onclick="if(s.value)openInfo(s.value)"></p></form>`, `<option value="` + home + `gk/view.do?id=8">`},
		{"two choices that one button goes to", `<p><select id=s><option value=2026>2026年</option><option value=2025>2025年</option></select><select id=t><option value=1>上半年</option><option value=2>下半年</option></select><input type=button value=查看 onclick="openInfo(s.value+'-'+t.value)"></p>`, home + `gk/view.do?id=2025-1"`},
		{"and what the second leads to with the first as it was", `<p><select id=s><option value=2026>2026年</option><option value=2025>2025年</option></select><select id=t><option value=1>上半年</option><option value=2>下半年</option></select><input type=button value=查看 onclick="openInfo(s.value+'-'+t.value)"></p>`, `<option value="` + home + `gk/view.do?id=2026-2">`},
		{"a row that goes on after a moment", `<ul><li onmousedown="var u=this.id;setTimeout(function(){openInfo(u)},200)" id=n12>某某事项第十二号公告</li></ul>`, home + `gk/view.do?id=n12`},
		{"a row that opens an empty window and sends it on", `<a href="javascript:go(5)">某某事项公告</a><script>function go(n){var w=window.open('about:blank','_blank');w.location.href='/d.asp?id='+n;w.focus()}</script>`, `href="` + home + `d.asp?id=5"`},
		{"a row that is shown in a dialog of the old kind", `<a href="#" onclick="var r=showModalDialog('d.asp?id='+6,window,'dialogWidth:9px');return false">某某事项公告</a>`, `href="` + home + `d.asp?id=6"`},
		{"a pager of numbers in marks of a letter", `<ul id=l><li><a href="/0.html">子</a></li></ul><p id=g><i>1</i><i>2</i></p><script>[...g.children].forEach((e,n)=>e.addEventListener('click',()=>{l.innerHTML='<li><a href="/p'+n+'.html">甲</a></li>'}))</script>`, `<a href="/p1.html">`},
		{"a choice of two steps, the second filled by the first", `<p><select id=s><option value="">类别</option><option>公开</option><option>业务</option></select><select id=t><option value="">栏目</option></select><button id=g>进入</button></p><script>const c={公开:[7,8],业务:[9]};s.onchange=()=>{t.length=1;(c[s.value]||[]).forEach(n=>t.add(new Option('第'+n+'栏',n)))};g.onclick=()=>{if(t.value)location.href='/col/'+t.value}</script>`, `<a href="` + home + `col/8">第8栏</a>`},
		{"two of one name, each with a box of its own", `<div><span class=m>更多</span><p>要闻</p></div><div><span class=m>更多</span><p>公告</p></div><script>document.querySelectorAll('.m').forEach((e,i)=>e.addEventListener('click',()=>location.href='/col/'+(i+5)))</script>`, `location.href=&quot;` + home + `col/6&quot;`},
		{"rows without addresses behind the second of two heads, and what they go on by", `<h3 data-c=1>要闻动态</h3><ul></ul><h3 data-c=2>通知公告</h3><ul></ul><script>
const add=(u,c,n)=>{fetch('/rows?'+c+n);u.insertAdjacentHTML('beforeend','<li><a data-href="/'+c+n+'.html">第'+c+'栏目的第'+n+'号事项公告</a></li>'+(n<3?'<li data-n='+(n+1)+'>展开更多</li>':''));for(const e of u.querySelectorAll('li'))if(e.dataset.n)e.addEventListener('click',()=>{const k=e.dataset.n;e.remove();add(u,c,+k)});else e.firstChild.addEventListener('click',x=>location.assign(x.target.dataset.href.replace('/','/d/')))};
document.querySelectorAll('h3').forEach(h=>h.addEventListener('click',()=>{const u=h.nextElementSibling;u.children.length||add(u,h.dataset.c,1)}))</script>`, home + `d/23.html`},
		{"entries of a menu in a frame that the page holds itself, which tell the page", `<iframe srcdoc="<ul><li><b data-c=5>规划信息</b></li></ul><script>document.onclick=e=>{const c=e.target.dataset.c;if(c)parent.postMessage({go:c},'*')}</script>"></iframe><script>addEventListener('message',e=>{if(e.data&&e.data.go)location.href='/col/'+e.data.go})</script>`, home + `col/5`},
		{"rows of the page's own making in a box that only draws those which can be seen", `<x-box id=b style="display:block;height:100px;overflow:auto"><div style="height:500px"><div id=w></div></div></x-box><script>const draw=()=>{w.innerHTML='';const at=Math.min(2,Math.floor(b.scrollTop/100));[1,2,3,4,5].slice(at,at+3).forEach(n=>{const r=document.createElement('x-row');r.textContent='第'+n+'号事项的公告';r.addEventListener('click',()=>location.href='/d/'+n);w.append(r)})};b.onscroll=draw;draw()</script>`, home + `d/5`},
		{"an entry whose address a script has to read", `<dl id=d><dd data-href="/u5/">掌上服务</dd></dl><script>d.onclick=e=>{location.href=e.target.dataset.href.replace('u','h')}</script>`, `<dd onclick="location.href=&quot;` + home + `h5/&quot;">`},
		{"rows of the page's own making", `<uni-view id=r><uni-text><span>某某事项第一号公告</span></uni-text></uni-view><script>r.addEventListener('click',()=>location.hash='#/detail?id=3')</script>`, home + `#/detail?id=3&quot;`},
		{"a list behind a tab whose pager turned the one before it", `<p id=t><b>规划信息</b><b>统计信息</b></p><ul id=l></ul><button id=n class="page-next"></button><script>let c=0,k=0;const draw=()=>l.innerHTML='<li><a href="/c'+c+'/'+k+'.html">某某事项第'+c+'号第'+k+'件公告</a></li>';[...t.children].forEach((b,i)=>b.addEventListener('click',()=>{c=i;k=0;draw()}));n.onclick=()=>{if(k<2){k++;draw()}};draw()</script>`, `<a href="/c1/2.html">`},
		{"two choices side by side, neither of which shows all", `<p><select id=c><option value=cz>财政</option><option value=cg>采购</option></select><select id=y><option>2026</option><option>2025</option></select></p><ul id=l></ul><script>const draw=()=>l.innerHTML='<li><a href="/'+c.value+y.value+'.html">'+c.value+y.value+'的公告</a></li>';c.onchange=draw;y.onchange=draw;draw()</script>`, `<a href="/cg2025.html">`},
		{"the last of the tabs whose pagers are links of other pages than those before", `<ul id=t><li data-c=1>规划信息</li><li data-c=2>统计信息</li><li data-c=3>人事信息</li></ul><ul id=l></ul><p id=g></p><script>let c=1;const all={1:2,2:3,3:2};function draw(n){fetch('/rows?'+c+n).then(()=>{l.innerHTML='<li><a href="/t'+c+'/'+n+'.html">某某事项第'+c+'号第'+n+'件公告</a></li>';g.innerHTML=n<all[c]?'<a href="javascript:draw('+(n+1)+')">下一页</a>':''})}t.onclick=e=>{c=e.target.dataset.c||c;draw(1)};draw(1)</script>`, `<a href="/t3/2.html">`},
		{"a row within a part that listens, too, and says nothing else", `<div id=w><p id=r>某某事项第一号公告</p></div><script>w.addEventListener('click',()=>{});r.addEventListener('click',()=>location.hash='#/d/1')</script>`, home + `#/d/1&quot;`},
		{"the second step of a choice that is drawn, of the same words under each of the first", `<input readonly id=b><div id=m></div><ul id=l></ul><script>const draw=(to,words,then)=>{to.innerHTML=words.map(x=>'<li>'+x+'</li>').join('');[...to.children].forEach((e,i)=>e.addEventListener('click',()=>then(i)))};
b.addEventListener('click',()=>{m.innerHTML='<ul></ul><ul></ul>';draw(m.firstChild,['预算','决算'],i=>draw(m.lastChild,['2026年','2025年'],k=>{m.innerHTML='';l.innerHTML='<li><a href="/'+i+k+'.html">公告</a></li>'}))})</script>`, `<a href="/11.html">`},
		{"rows that show their text in a dialog, each before the next page takes their place", `<ul id=l></ul><dialog id=d></dialog><button id=g>下一页</button><script>
const draw=list=>{l.innerHTML='';for(const n of list){const li=document.createElement('li');li.textContent='某某事项第'+n+'号公告';li.addEventListener('click',()=>fetch('/rows?'+n).then(()=>{d.innerHTML='<button>×</button><p>公告的正文</p><a href="/att/'+n+'.pdf">附件</a>';d.show()}));l.append(li)}};draw([1,2,3]);g.addEventListener('click',()=>fetch('/rows').then(()=>{draw([4,5]);g.disabled=true}))</script>`, `/att/3.pdf"`},
		{"rows that show their title and text in a drawer, which listens, too, on the next page of their list", `<ul id=l></ul><div id=d></div><button id=g>下一页</button><script>
d.addEventListener('click',()=>{});const draw=list=>{l.innerHTML='';for(const n of list){const li=document.createElement('li'),t='某某事项第'+n+'号公告';li.textContent=t;li.addEventListener('click',()=>fetch('/rows?'+n).then(()=>{d.innerHTML='<div><h2>'+t+'</h2><p>关于第'+n+'号公告的说明</p><a href="/att/'+n+'.pdf">附件</a></div>'}));l.append(li)}};draw([1,2,3]);g.addEventListener('click',()=>fetch('/rows').then(()=>{draw([4,5,6]);g.disabled=true}))</script>`, `/att/5.pdf"`},
		{"years on a roll, of which the one that was rolled to has to be confirmed", `<p id=b>点击选择年度</p><div id=m hidden><button id=g>确认</button><ul><li>2025年</li><li>2024年</li><li>2023年</li></ul></div><script>let n=0;b.addEventListener('click',()=>m.hidden=false);[...m.querySelectorAll('li')].forEach((e,i)=>e.addEventListener('click',()=>n=i));g.addEventListener('click',()=>{m.hidden=true;location.hash='#/d/'+n})</script>`, home + `#/d/2`},
		{"a list that goes on while its end is in sight, behind a mark that turns", `<ul id=l></ul><svg viewBox="0 0 9 9" id=s></svg><b id=z></b><script>let n=0;const more=()=>fetch('/rows').then(()=>{l.insertAdjacentHTML('beforeend','<li><a href="/'+ ++n+'.html">公告'+n+'</a></li>');if(n<3&&z.getBoundingClientRect().bottom<innerHeight)more()});more()</script>`, `<a href="/3.html">`},
		{"a row in a frame that has the page show another in it", `<iframe id=f src="/framed.html"></iframe><script>addEventListener('message',e=>{if(e.data&&e.data.id)f.setAttribute('src','/text?id='+e.data.id)})</script>`, home + `text?id=5&quot;`},
		{"a column that an arrow beside others brings into sight", `<p><b id=a>‹</b><span id=c></span><b id=z>›</b></p><script>let k=0;const all=['财政信息','重大项目','人事信息'],draw=()=>{c.innerHTML='<i>'+all[k]+'</i>';const n=k;c.firstChild.addEventListener('click',()=>location.hash='#/col/'+n)};a.addEventListener('click',()=>{k=(k+2)%3;draw()});z.addEventListener('click',()=>{k=(k+1)%3;draw()});draw()</script>`, home + `#/col/2&quot;`},
		{"and where the row of them begins anew when its reader comes back", `<p><b id=a>‹</b><span id=c></span><b id=z>›</b></p><script>let k=0;const all=['财政信息','重大项目','人事信息'],draw=()=>{c.innerHTML='<i>'+all[k]+'</i>';const n=k;c.firstChild.addEventListener('click',()=>location.hash='#/col/'+n)};a.addEventListener('click',()=>{k=(k+2)%3;draw()});z.addEventListener('click',()=>{k=(k+1)%3;draw()});addEventListener('hashchange',()=>{if(location.hash.length<2){k=0;draw()}});draw()</script>`, home + `#/col/2&quot;`},
		{"the second row of a list in whose place the text of the first comes late", `<div id=v></div><script>
const list=()=>{v.innerHTML='';for(const n of [1,2]){const li=document.createElement('li');li.textContent='某某事项第'+n+'号公告';li.addEventListener('click',()=>location.hash='#/art/'+n);v.append(li)}},text=()=>fetch('/rows').then(()=>setTimeout(()=>v.innerHTML='<h1>某某事项公告</h1>',300)),view=()=>location.hash.length>1?text():list();addEventListener('hashchange',view);list()</script>`, home + `#/art/2&quot;`},
		{"a link to another page is left as it is", `<a href="/a.html" onclick="openInfo(1)">甲</a>`, `<a href="/a.html" onclick="openInfo(1)">`},
		{"a title that names something done", `<a href="javascript:openInfo(3)">转发省政府文件的通知</a>`, `href="` + home + `gk/view.do?id=3"`},
		{"a function whose name holds that of a gadget", `<a href="javascript:openCatalogInfo(3)">规划信息</a><script>function openCatalogInfo(n){openInfo(n)}</script>`, `href="` + home + `gk/view.do?id=3"`},
		{"pictures by turns, whose arrows only what holds them listens for", `<div id=w><p id=c></p><span>‹</span><span class=r>›</span></div><script>let k=0;const draw=()=>c.textContent="某某事项第"+k+"号公告";w.addEventListener("click",e=>{if(e.target.className=="r"){k=(k+1)%3;draw()}else if(e.target==c)location.href="/pic/"+k});draw()</script>`, home + `pic/2`},
		{"an arrow whose class holds the name of a gadget", `<ul id=l></ul><i class="display-arrow" id=n>›</i><script>n.addEventListener('click',()=>l.innerHTML='<li><a href="/3.html">丙</a></li>')</script>`, `<a href="/3.html">`},
		{"who signs in is not pressed", `<a href="javascript:;" onclick="userLogin(1)">办事大厅</a><script>function userLogin(){openInfo(3)}</script>`, `<a href="javascript:;" onclick="userLogin(1)">`},
		{"what prints is not pressed", `<a href="javascript:openInfo(1)">打印本页</a>`, `<a href="javascript:openInfo(1)">`},
		{"what posts leads nowhere", `<a href="javascript:ask()">办事大厅</a>`, `<a href="javascript:ask()">`},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := render(t, p, &web{pages: map[string]string{
				"/": "text/html <script src=/s.js></script><body>" + c.page, "/s.js": "text/javascript " + shared,
				"/framed.html": `text/html <meta charset=utf-8><ul><li id=r>某某事项第一号公告</li></ul><script>r.addEventListener('click',()=>parent.postMessage({id:5},'*'))</script>`,
				"/rows":        `text/html <li><a href="/1.html">甲</a></li>`, "/lazy.js": "text/javascript location.hash='#/lazy'", "/other": `text/html <li><a href="/2.html">乙</a></li>`, "/wrapped": `application/json {"data":"` + base64.StdEncoding.EncodeToString([]byte(`[{"n":1,"id":"a11","title":"关于第一个项目的公告"},{"n":2,"id":"b22","title":"关于第二个项目的公告"},{"n":3,"id":"c33","title":"关于第三个项目的公告"}]`)) + `"}`,
				"/more": `text/html <li><a href="javascript:openInfo(9)">丙</a></li>`}}, home)
			if !strings.Contains(v.HTML, c.want) {
				t.Errorf("%s is not in %s", c.want, v.HTML)
			}
			if strings.Contains(v.HTML, "data-opened") || strings.Contains(v.HTML, "data-pressed") {
				t.Errorf("marks are left in %s", v.HTML)
			}
		})
	}
}

// A page made for a frame tells where it sends the frames beside it.
func TestReachFromWithinAFrame(t *testing.T) {
	p := pool(t)
	for _, c := range []struct{ name, page, want, lost string }{
		{"the frame beside it", `<a href="javascript:go(3)">规划信息</a><script>function go(n){parent.main.location=(n?"l.asp":"p.asp")+"?c="+n}</script>`, `href="` + home + `l.asp?c=3"`, ""},
		{"a frame by its name", `<img alt=机构职能 onclick="top.frames['right'].location.href='j'+'g.asp'">`, home + `jg.asp`, ""},
		{"a frame by its element", `<a href="#" onclick="parent.document.getElementById('body').src='a'+1+'.htm'">通知公告</a>`, `href="` + home + `a1.htm"`, ""},
		{"a function of the page around it", `<a href="javascript:parent.node(7)">更多公告</a>`, `javascript:parent.node(7)`, "更多公告"},
		{"a row that gets its address when it is touched", `<a href="javascript:void(0)" onmousedown="d(this,7)">某某公告</a><script>function d(a,i){a.setAttribute("href","s.cfm?id="+i)}</script>`, `href="s.cfm?id=7"`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := render(t, p, &web{pages: map[string]string{"/": "text/html <meta charset=utf-8><body>" + c.page}}, home)
			if !strings.Contains(v.HTML, c.want) {
				t.Errorf("%s is not in %s", c.want, v.HTML)
			}
			if v.Lost != c.lost {
				t.Errorf("lost: %q, want %q", v.Lost, c.lost)
			}
		})
	}
}

// Where scripts lead is asked for in the encoding of the page, as a browser does.
func TestReachKeepsTheEncodingOfThePage(t *testing.T) {
	p := pool(t)
	for _, c := range []struct{ name, page, want string }{
		{"a window", "<a href=\"javascript:op('l.asp?c=\xb2\xc6\xd5\xfe')\">1234</a><script>function op(u){window.open(u)}</script>", `l.asp?c=%B2%C6%D5%FE"`},
		{"a form sent by GET", "<form name=f action=l.asp><input type=hidden name=c value=\"\xb2\xc6&\xd5\xfe\"><input type=hidden name=p></form><a href=\"javascript:go(2)\">1234</a><script>function go(n){var f=document.f;f.p.value=n;f.submit()}</script>", `l.asp?c=%B2%C6%26%D5%FE&amp;p=2"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := render(t, p, &web{pages: map[string]string{"/": "text/html;charset=gb18030 <body>" + c.page}}, home)
			if !strings.Contains(v.HTML, c.want) {
				t.Errorf("%s is not in %s", c.want, v.HTML)
			}
		})
	}
}
