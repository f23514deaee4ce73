package browser

import (
	"strings"
	"testing"
)

// Rows that say nothing of where they lead, and only listen for clicks, are pressed
// too; of a list that comes as data two are enough.
func TestListening(t *testing.T) {
	p := pool(t)
	const data = `{"total":5,"rows":[{"id":11,"title":"关于甲项目的通知"},{"id":12,"title":"关于乙项目的通知"},{"id":13,"title":"关于丙项目的通知"},{"id":14,"title":"关于丁项目的通知"},{"id":15,"title":"关于戊项目的通知"}]}`
	const app = `<div id=app></div><script>
const app=document.getElementById('app');let rows=[],at=0,asked=0;
function list(){app.innerHTML='<ul></ul><button id=n>下一页</button>';rows.slice(at,at+3).forEach(r=>{const li=document.createElement('li');li.textContent=r.title+' 2026-01-0'+(r.id-10);li.addEventListener('click',()=>{history.pushState({},'','/detail/'+r.id);view()});app.firstChild.append(li)});
 const n=document.getElementById('n');if(at+3>=rows.length)n.disabled=true;n.onclick=()=>{at+=3;list()}}
function view(){const m=location.pathname.match(/detail\/(\d+)/);if(m){app.innerHTML='<h1>正文</h1>';fetch('/text?id='+m[1])}else{at=0;fetch('/rows').then(r=>r.json()).then(d=>{rows=d.rows;list()})}}
addEventListener('popstate',view);view();</script>`
	const columns = `<ul class=x><li data-id=1>机构职能</li><li data-id=2>政策文件</li><li data-id=3>通知公告</li></ul><ul id=l></ul><p id=g></p><script>
const all={1:[['10','关于甲项目的通知']],2:[['20','关于乙项目的通知']],3:[['31','关于丙项目的通知'],['32','关于丁项目的通知']]};
async function show(c,p){await fetch('/rows?'+c+p);const r=all[c][p-1];l.innerHTML='<li><a href="'+location.origin+'/info/'+r[0]+'">'+r[1]+'</a></li>';g.innerHTML='';if(all[c].length>1)[1,2].forEach(n=>{const b=document.createElement('b');b.textContent=n;b.onclick=()=>show(c,n);g.append(b)})}
show(1,1);`
	for _, c := range []struct {
		name, page string
		want       []string
	}{
		{"rows of a script application, those of the next page included", app, []string{home + "detail/11", home + "detail/12", home + "detail/13", home + "detail/14", home + "detail/15"}},
		{"entries of a tree that one listener serves", `<ul id=t><li><span id=a>机构职能</span></li><li><span id=b>政策文件</span></li><li><span id=c>通知公告</span></li></ul><script>t.addEventListener('click',e=>{if(e.target.id)location.href='/list.do?cat='+e.target.id})</script>`,
			[]string{home + "list.do?cat=a", home + "list.do?cat=b", home + "list.do?cat=c"}},
		{"an entry of a tree that has no place of its own", `<ul id=t><li><span>公开目录</span></li><li><span id=b>政策文件</span></li><li><span id=c>通知公告</span></li></ul><script>t.addEventListener('click',e=>{location.href='/list.do?cat='+(e.target.id||undefined)})</script>`, []string{home + "list.do?cat=b", home + "list.do?cat=c"}},
		{"a list of one row that its frame listens for", `<div id=v><ul><li data-id=7><b>关于春节放假的通知</b></li></ul></div><script>v.addEventListener('click',e=>{const li=e.target.closest('li');if(li)location.assign('/info/'+li.dataset.id)})</script>`, []string{home + "info/7"}},
		{"a list of one row", `<div><ul><li id=x>关于春节放假的通知</li></ul></div><script>x.onclick=()=>location.assign('/info/7')</script>`, []string{home + "info/7"}},
		{"columns that the page as a whole listens for, of which one has a second page", columns + `document.addEventListener('click',e=>{const li=e.target.closest('.x li');if(li)show(li.dataset.id,1)})</script>`, []string{home + "info/20", home + "info/31", home + "info/32"}},
		{"columns that jQuery was told of", columns + `window.jQuery={_data:e=>e===document&&{click:[{selector:'.x li'}]}};document.addEventListener('click',e=>{const li=e.target.closest('.x li');if(li)show(['1','2','3'][[...li.parentNode.children].indexOf(li)],1)})</script>`, []string{home + "info/20", home + "info/31", home + "info/32"}},
		{"entries of a tree in the form that a server wraps around all of a page", `<form method=post action="./i.aspx"><input type=hidden name=__VIEWSTATE value=x><input name=key size=9><ul id=t><li><span id=a>机构职能</span></li><li><span id=b>政策文件</span></li><li><span id=c>通知公告</span></li></ul></form><script>t.addEventListener('click',e=>{if(e.target.id)location.href='/list.do?cat='+e.target.id})</script>`,
			[]string{home + "list.do?cat=a", home + "list.do?cat=b", home + "list.do?cat=c"}},
		{"entries beside the number of a page that is written into a form", `<form action=l.asp><ul id=t><li data-n=1>规划信息</li><li data-n=2>统计信息</li></ul><input type=hidden name=c value=4></form><p>某某市人民政府办公室主办，地址在人民路一号，电话零五一二</p><script>t.addEventListener('click',e=>{const n=e.target.dataset.n;if(n)location.href='/list.do?cat='+n})</script>`,
			[]string{home + "list.do?cat=1", home + "list.do?cat=2"}},
		{"years without a word, which a frame shows", `<ul id=y><li>2026</li><li>2025</li><li>2024</li></ul><iframe id=f></iframe><script>
function show(n){f.src='/tj/'+n+'/'}y.querySelectorAll('li').forEach(e=>e.onclick=()=>show(e.textContent));show('2026')</script>`, []string{home + "tj/2025/", home + "tj/2024/"}},
		{"what stands in a form to be filled in", `<form method=post action=send.asp><p id=x>提出您的意见</p><textarea name=t></textarea></form><script>x.onclick=()=>location.assign('/send.asp')</script>`, nil},
		{"what listens and does something else", `<div><p id=x>展示全部内容</p></div><script>x.onclick=()=>x.title='好'</script>`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := &web{pages: map[string]string{"/": "text/html " + c.page, "/rows": "application/json " + data}}
			v := render(t, p, w, home)
			for _, want := range c.want {
				if !strings.Contains(v.HTML, want+"&quot;") && !strings.Contains(v.HTML, `"`+want+`"`) {
					t.Errorf("%s is not in %s", want, v.HTML)
				}
			}
			if strings.Contains(v.HTML, "=undefined") {
				t.Errorf("a place made of nothing: %s", v.HTML)
			}
			if len(c.want) == 0 && strings.Contains(v.HTML, "location.href") {
				t.Errorf("it leads somewhere: %s", v.HTML)
			}
			if len(v.Leads) > 0 || strings.Contains(v.HTML, "data-listens") || v.Rest != "" {
				t.Errorf("leads %q, rest %q, document %s", v.Leads, v.Rest, v.HTML)
			}
		})
	}
}
