package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A page that goes on writing rows by itself is read as it was at first.
func TestPageThatGrows(t *testing.T) {
	p := pool(t)
	v := render(t, p, &web{pages: map[string]string{"/": `text/html <ul id=l></ul><script>setInterval(()=>{for(let i=0;i<20;i++)l.insertAdjacentHTML('beforeend','<li><a href="/'+Math.random()+'">'+Math.random()+'</a>')},5)</script>`}}, home)
	if !v.Busy || v.Rest != "" {
		t.Errorf("busy %v, rest %q", v.Busy, v.Rest)
	}
}

// A button that was hidden when its list came to its end is not pressed any more.
func TestWhatIsOver(t *testing.T) {
	p := pool(t)
	w := &web{pages: map[string]string{"/": `text/html <p><b>一</b></p><ul id=l></ul><a href="javascript:;" id=m>点击加载更多</a><script>let n=0;const more=()=>{fetch('/rows/'+ ++n).then(()=>{l.insertAdjacentHTML('beforeend','<li><a href="/'+n+'.html">公告'+n+'</a></li>');if(n>2)m.style.display='none'})};m.addEventListener('click',more);more()</script>`,
		"/rows/1": "text/plain 1", "/rows/2": "text/plain 2", "/rows/3": "text/plain 3"}}
	if v := render(t, p, w, home); !strings.Contains(v.HTML, "/3.html") || slices.Contains(w.asked, home+"rows/4") {
		t.Errorf("asked for %q, shows %s", w.asked, v.HTML)
	}
}

// rows is a script that shows two rows of a list at a time.
const rows = `const all=['甲','乙','丙','丁','戊'];let at=0;const ul=document.querySelector('ul');
function show(add){if(!add)ul.innerHTML='';all.slice(at,at+2).forEach(x=>ul.insertAdjacentHTML('beforeend','<li><a href="/'+x+'.html">'+x+'</a> 2026-01-0'+(1+all.indexOf(x))+'</li>'));at+=2}
const over=()=>at>=all.length;`

func TestTurn(t *testing.T) {
	p := pool(t)
	for _, c := range []struct {
		name, page string
		want       string // the rows, in any order, each once
		rest       string
		leads      []string
	}{
		{"rows that come when 加载更多 is pressed are collected",
			`<ul></ul><div id=m>点击加载更多</div><script>` + rows + `show();m.onclick=()=>{show(1);if(over())m.remove()}</script>`, "甲乙丙丁戊", "", nil},
		{"rows that take the place of the last ones are kept beside them",
			`<ul></ul><span id=m>下一页</span><script>` + rows + `show();m.onclick=()=>{show();if(over())m.className='disabled'}</script>`, "甲乙丙丁戊", "", nil},
		{"a pager whose links are scripts is turned",
			`<ul></ul><a id=m href="javascript:go()">下一页</a><script>` + rows + `show();function go(){if(!over())show()}</script>`, "甲乙丙丁戊", "", nil},
		{"a pager of mere numbers is turned",
			`<ul></ul><p><b>1</b><b>2</b><b>3</b></p><script>` + rows + `show();document.querySelectorAll('b').forEach((b,i)=>b.onclick=()=>{at=i*2;show()})</script>`, "甲乙丙丁戊", "", nil},
		{"a pager of numbers that shows parts of a list which is there leaves nothing open",
			`<ul></ul><p id=g><b>1</b><b>2</b><b>3</b></p><script>` + rows + `show(1);show(1);show(1);const part=n=>[...ul.children].forEach((e,i)=>e.hidden=Math.floor(i/2)!=n);part(0);g.onclick=e=>part(e.target.textContent-1)</script>`, "甲乙丙丁戊", "", nil},
		{"a pager that shows parts of it and then has the rest come",
			`<ul></ul><p id=g><span>下一页</span></p><script>` + rows + `show(1);show(1);let n=0;const part=()=>[...ul.children].forEach((e,i)=>e.hidden=Math.floor(i/2)!=n);part();g.onclick=()=>{if(n==2)return;if(++n==2)show(1);part()}</script>`, "甲乙丙丁戊", "", nil},
		{"rows that come when the reader scrolls are collected",
			`<ul></ul><div style="height:3000px"></div><script>` + rows + `show();addEventListener('scroll',()=>{if(!over())show(1)})</script>`, "甲乙丙丁戊", "", nil},
		{"rows that come when the end of the list comes into sight are collected",
			`<ul></ul><div style="height:3000px"></div><p id=m>…</p><script>` + rows + `show();new IntersectionObserver(e=>{if(e[0].isIntersecting&&!over())requestAnimationFrame(()=>show(1))}).observe(m)</script>`, "甲乙丙丁戊", "", nil},
		{"rows of a box that only draws those which can be seen are collected",
			`<div id=b style="height:100px;overflow:auto"><div style="height:500px"><ul></ul></div></div><script>` + rows + `const draw=()=>{at=Math.min(3,Math.floor(b.scrollTop/100));show()};b.onscroll=draw;draw()</script>`, "甲乙丙丁戊", "", nil},
		{"rows of a page too short to scroll that says it is pulled",
			`<ul></ul><p id=m>上拉加载更多</p><script>` + rows + `show();addEventListener('scroll',()=>{if(!over())show(1);if(over())m.textContent='没有了'})</script>`, "甲乙丙丁戊", "", nil},
		{"a list of one page is whole although its button is there",
			`<ul></ul><p>共1页</p><a id=m href="javascript:;">下一页</a><script>` + rows + `show()</script>`, "甲乙", "", nil},
		{"a pager of one number whose button does nothing has come to its end",
			`<ul></ul><p id=g><b>1</b><span>下一页</span></p><script>` + rows + `show();g.addEventListener('click',()=>{})</script>`, "甲乙", "", nil},
		{"a pager that shows but the number of its page is turned",
			`<ul></ul><p id=g><b>1</b><span>下一页</span></p><script>` + rows + `show();g.addEventListener('click',()=>{if(!over())show()})</script>`, "甲乙丙丁戊", "", nil},
		{"a pager whose last number is the one shown has come to its end",
			`<ul></ul><p id=g><a data-n=1>1</a><a data-n=2>2</a><span class="laypage-curr">3</span><a>下一页</a></p><script>` + rows + `show();g.addEventListener('click',e=>{if(e.target.dataset.n)location.href='/p'+e.target.dataset.n})</script>`, "甲乙", "", []string{home + "p2"}},
		{"and one whose links are scripts that do nothing",
			`<ul></ul><p id=g><a href="javascript:;" data-n=1>1</a><span class="laypage-curr"><em></em><em>2</em></span><a href="javascript:;" data-n=2>下一页</a></p><script>` + rows + `show();g.onclick=e=>{if(e.target.dataset.n==1)location.href='/p1'}</script>`, "甲乙", "", nil},
		{"a pager whose numbers lead to pages of their own tells all of them",
			`<ul></ul><p><button disabled>1</button><button>2</button><button>3</button></p><script>` + rows + `show();document.querySelectorAll('button').forEach((b,i)=>b.onclick=()=>{location.href='/p'+(i+1)+'/'})</script>`, "甲乙", "", []string{home + "p2/", home + "p3/"}},
		{"the page itself in a pager of links is not turned",
			`<ul></ul><p><a href="/1.html">1</a><b>2</b></p><script>` + rows + `show()</script>`, "甲乙1", "", nil},
		{"a button that shows nothing leaves the list open",
			`<ul></ul><a id=m href="javascript:;">下一页</a><script>` + rows + `show();m.onclick=()=>{fetch('/rows',{method:'POST'})}</script>`, "甲乙", "下一页", nil},
		{"a list without an end is left where the bound is",
			`<ul></ul><div id=m>加载更多</div><script>` + rows + `show();let n=0;m.onclick=()=>ul.insertAdjacentHTML('beforeend','<li><a href="/n'+(++n)+'">n</a>')</script>`, "甲乙n", "加载更多", nil},
		{"a list that begins anew under other words has come to its end",
			`<ul></ul><div id=m>加载更多</div><script>` + rows + `show();let n=0;m.onclick=()=>{fetch('/more?'+n);ul.insertAdjacentHTML('beforeend','<li><a href="/甲.html">甲</a> 第'+(++n)+'次')}</script>`, "甲乙", "加载更多", nil},
		{"a button that leads to another view of the application is a lead",
			`<div><ul></ul></div><span id=m>查看更多</span><script>` + rows + `show();m.onclick=()=>{history.pushState({},'','/list');ul.innerHTML='<li><a href="/z">别的</a></li>'}</script>`, "甲乙", "", []string{home + "list"}},
		{"a button that leads to another page is a lead",
			`<ul></ul><span id=m>下一页</span><script>` + rows + `show();m.onclick=()=>{location.href='/index_2.html'}</script>`, "甲乙", "", []string{home + "index_2.html"}},
		{"a list that begins anew behind its last page has come to its end",
			`<ul></ul><b id=m>下一页</b><script>` + rows + `show();m.onclick=()=>{if(over())at=0;fetch('/rows?'+at);show()}</script>`, "甲乙丙丁戊", "", nil},
		{"a list whose last page is asked for again has come to its end",
			`<ul></ul><b id=m>下一页</b><script>` + rows + `show();m.onclick=()=>{if(over())at=4;fetch('/rows?'+at);show()}</script>`, "甲乙丙丁戊", "", nil},
		{"one that is asked for something else stays open",
			`<ul></ul><b id=m>下一页</b><script>` + rows + `show();let n=0;m.onclick=()=>{if(over())at=4;fetch('/rows?'+ ++n);show()}</script>`, "甲乙丙丁戊", "下一页", nil},
		{"each list of a page has a pager of its own, which does nothing at the end",
			`<ul></ul><b id=m>下一页</b><ul id=l></ul><b id=n>下一页</b><script>` + rows + `show();m.onclick=()=>{if(!over())show()};const more=['己','庚','辛'];let k=0;const put=()=>l.innerHTML='<li><a href="/'+more[k]+'.html">'+more[k]+'</a></li>';put();n.onclick=()=>{if(k<2){k++;put()}}</script>`, "甲乙丙丁戊己庚辛", "", nil},
		{"two pagers of one list are one",
			`<i id=n>下一页</i><ul></ul><b id=m>下一页</b><script>` + rows + `show();m.onclick=n.onclick=()=>{if(over())at=0;fetch('/rows?'+at);show()}</script>`, "甲乙丙丁戊", "", nil},
		{"the arrow of a pager that only says what it is to who cannot see it",
			`<ul></ul><span id=m aria-label="next page">›</span><script>` + rows + `show();m.onclick=()=>{show();if(over())m.className='disabled'}</script>`, "甲乙丙丁戊", "", nil},
		{"the page itself in a pager whose other numbers are scripts is not turned",
			`<ul></ul><p><b onclick="location='/index.html'">1</b><b>2</b><b onclick="location='/index_3.html'">3</b></p><script>` + rows + `show()</script>`, "甲乙", "", nil},
		{"a link to another page is left to the caller, whatever stands around it",
			`<ul></ul><span class="p_next p_fun"><a href="/index_2.html">下一页</a></span><script>` + rows + `show()</script>`, "甲乙下一页", "", nil},
		{"a pager that posts has a list of its pages beside it",
			`<ul></ul><p><a href="javascript:post(1)">1</a><a href="javascript:post(2)">2</a><select onchange="location.href='/l?page='+this.value"><option value=1>第1页<option value=2>第2页</select></p><script>` + rows + `show();function post(){}</script>`, "甲乙", "", nil},
		{"a link to another page is left to the caller",
			`<ul></ul><a href="/index_2.html">下一页</a><script>` + rows + `show()</script>`, "甲乙下一页", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := render(t, p, &web{pages: map[string]string{"/": "text/html " + c.page}}, home)
			doc, _, _ := strings.Cut(v.HTML, "<script>")
			var got []string
			for _, part := range strings.Split(doc, "<a href=\"/")[1:] {
				_, rest, _ := strings.Cut(part, ">")
				name, _, _ := strings.Cut(rest, "<")
				got = append(got, name)
			}
			want := strings.Split(strings.Replace(c.want, "下一页", "＞", 1), "")
			if i := slices.Index(want, "＞"); i >= 0 {
				want[i] = "下一页"
			}
			slices.Sort(got)
			slices.Sort(want)
			got = slices.Compact(got)
			if !slices.Equal(got, want) {
				t.Errorf("rows %q, want %q, in %s", got, want, doc)
			}
			if v.Rest != c.rest {
				t.Errorf("rest %q, want %q", v.Rest, c.rest)
			}
			if fmt.Sprint(v.Leads) != fmt.Sprint(c.leads) {
				t.Errorf("leads %q", v.Leads)
			}
		})
	}
}

// Lists beyond the bound are not turned, and the page says so.
func TestMoreListsThanAreTurned(t *testing.T) {
	const lists = maxPagers + 2
	page := "text/html "
	for i := range lists {
		page += fmt.Sprintf(`<ul id=l%d><li><a href="/%d-0">第%d组</a></li></ul><b id=m%d>下一页</b>`, i, i, i, i)
	}
	page += fmt.Sprintf(`<script>for(let i=0;i<%d;i++){let k=0;document.getElementById('m'+i).onclick=()=>{if(k<1){k++;document.getElementById('l'+i).innerHTML='<li><a href="/'+i+'-1">又一条'+i+'</a></li>'}}}</script>`, lists)
	v := render(t, pool(t), &web{pages: map[string]string{"/": page}}, home)
	if v.Rest != "下一页" {
		t.Errorf("rest %q: lists that were not turned are told", v.Rest)
	}
	if last := fmt.Sprintf(`href="/%d-1"`, lists-1); strings.Contains(strings.Split(v.HTML, "<script>")[0], last) {
		t.Errorf("the last list was turned: the test is beside the bound")
	}
}

// Where a button does nothing, the data say whether the list has a further page.
func TestListOfOnePage(t *testing.T) {
	p := pool(t)
	for _, c := range []struct{ name, data, rest string }{
		{"as many rows as there are in all", `{"code":0,"data":{"total":2,"pageSize":10,"list":[{"t":"甲"},{"t":"乙"}]}}`, ""},
		{"one page in all", `{"rows":[{"t":"甲"},{"t":"乙"}],"page":{"pageNo":1,"totalPages":1}}`, ""},
		{"no row at all", `{"total":0,"list":[]}`, ""},
		{"more rows than came", `{"total":12,"list":[{"t":"甲"},{"t":"乙"}]}`, "下一页"},
		{"one page, and more rows than came", `{"pages":1,"total":12,"list":[{"t":"甲"},{"t":"乙"}]}`, "下一页"},
		{"nothing is said", `{"code":0,"list":[{"t":"甲"},{"t":"乙"}]}`, "下一页"},
		{"no list", `{"total":0}`, "下一页"},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := `text/html <ul id=l></ul><button id=m>下一页</button><script>m.onclick=()=>{};fetch('/list').then(r=>r.json()).then(r=>(r.data||r).list?.forEach(x=>l.innerHTML+='<li><a href="/'+x.t+'">'+x.t+'</a>'))</script>`
			if v := render(t, p, &web{pages: map[string]string{"/": page, "/list": "application/json " + c.data}}, home); v.Rest != c.rest {
				t.Errorf("rest %q, want %q", v.Rest, c.rest)
			}
		})
	}
}

// A button that does nothing on the last page of a list, of which the pager says that it
// is the last, is not pressed in vain.
func TestListAtItsLastPage(t *testing.T) {
	p := pool(t)
	for _, c := range []struct{ name, says, rest string }{
		{"the last page of all", "4/4", ""},
		{"in words", "共4页 第4页", ""},
		{"one before the last", "3/4", "下一页"},
		{"a day is no page", "2026/4/4", "下一页"},
		{"nothing is said", "", "下一页"},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := `text/html <meta charset=utf-8><ul><li><a href="/1">甲</a><li><a href="/2">乙</a></ul><div><a href="javascript:go(1)">上一页</a> <a href="javascript:go(9)">下一页</a> ` + c.says + `</div><script>function go(n){if(n<5)location.href='/list-'+n}</script>`
			if v := render(t, p, &web{pages: map[string]string{"/": page}}, home); v.Rest != c.rest {
				t.Errorf("rest %q, want %q", v.Rest, c.rest)
			}
		})
	}
}

func TestDocumentHoldsWhatReadersSee(t *testing.T) {
	p := pool(t)
	for _, c := range []struct{ name, page, want string }{
		{"what stands in an open shadow tree",
			`<x-a></x-a><script>customElements.define('x-a',class extends HTMLElement{connectedCallback(){this.attachShadow({mode:'open'}).innerHTML='<p>影子里的文字</p>'}})</script>`, "<p>影子里的文字</p>"},
		{"what stands in a closed one",
			`<div id=d></div><script>d.attachShadow({mode:'closed'}).innerHTML='<p>影子里的文字</p>'</script>`, "<p>影子里的文字</p>"},
		{"what is put into its slots",
			`<div id=d><b>里面</b></div><script>d.attachShadow({mode:'open'}).innerHTML='<p>前<slot></slot>后</p>'</script>`, "<p>前<slot><b>里面</b></slot>后</p>"},
		{"a frame that the page writes itself, with the addresses as they work there",
			`<iframe id=f></iframe><script>f.srcdoc='<base href="/col/"><a href="1.html">通知</a>'</script>`, `<a href="` + home + `col/1.html">通知</a>`},
		{"a list that begins after three seconds on a page that shows nothing yet",
			`<ul id=l></ul><script>setTimeout(()=>{l.innerHTML='<li>晚到的'},3000)</script>`, "<li>晚到的"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := &web{pages: map[string]string{"/": "text/html " + c.page}}
			v, err := p.Render(t.Context(), Page{URL: home, Fetch: w.fetch, Enough: func(html string) bool { return strings.Contains(html, c.want) }})
			if err != nil || !strings.Contains(v.HTML, c.want) {
				t.Errorf("%v: %q is not in %+v", err, c.want, v)
			}
		})
	}
}
