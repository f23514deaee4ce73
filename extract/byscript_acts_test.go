package extract

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestActs(t *testing.T) {
	for _, c := range []struct {
		name, src string
		want      bool
	}{
		{"an unknown component draws markup", `var m={a:1};Menu.draw(m,function(h){box.innerHTML=h})`, true},
		{"rows are asked for and appended", `$.getJSON("/l.json",function(r){$("#u").append(row(r))})`, true},
		{"a click that a list listens for leads elsewhere", `$(".list").on("click","li",function(){location.href="/d/"+$(this).data("id")})`, true},
		{"a click that has another page shown in a frame", `$(".l li").bind("click",function(){$("#mainf").attr("src","/open/col.jsp?ch="+$(this).attr("rel"))})`, true},
		{"a click that has another picture shown", `$(".l li").click(function(){$("#big").attr("src",pics[$(this).index()])})`, false},
		{"tabs are switched", `$(".tab li").click(function(){$(this).addClass("on").siblings().removeClass("on")})`, false},
		{"markup is only read", `var s=$("#a").html();if(x.innerHTML==s)alert(s)`, false},
		{"a counter adds a script", `var s=document.createElement("script");s.src="https://hm.baidu.com/x.js";b.parentNode.insertBefore(s,b)`, false},
		{"what is written stands there", `document.write("<b>今天</b>");`, false},
		{"a tree that is told where to ask for its entries", `$("#tree").tree({url:"/xxgk/tree.do",animate:true})`, true},
		{"an entry picked in a tree has a page shown in a frame", `$("#t").on("select_node.x",function(e,d){$("#main").attr("src","list/"+d.id+"/1.html")})`, true},
		{"a menu kept as data has addresses of its own", `var menu=[{name:"政策文件",url:"/zcwj/"},{name:"通知公告",url:"/tzgg/"}];`, false},
		{"a player is told no address", `player.init({url:"",auto:true})`, false},
		{"a page that clears itself", `document.open();document.write("<b>今天</b>")`, true},
		{"a page that goes on to one it made itself", `location.href=URL.createObjectURL(new Blob([h],{type:"text/html"}))`, true},
		{"a worker that answers in the place of the server", `navigator.serviceWorker.register("/sw.js").then(again)`, true},
		{"a row is created for each entry", `a.forEach(function(x){var l=document.createElement('li');u.appendChild(l)})`, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Acts(c.src); got != c.want {
				t.Errorf("acts: %t, want %t", got, c.want)
			}
		})
	}
}

func TestScriptFilesOfASitesOwn(t *testing.T) {
	const html = `<html><head><base href="/a/"><script src="/js/jquery.min.js"></script><script src="menu.js?v=2"></script><script src="https://cdn.example.com/x.js"></script><script src="/plugins/tree.js"></script><script src="/static/county/nav.js"></script><script src="/js/stat.js"></script><script src="/layui/all.js"></script></head><body></body></html>`
	p := &site.Page{URL: "http://www.a.gov.cn/", Final: "http://www.a.gov.cn/", Status: 200, Body: []byte(html), ContentType: "text/html"}
	if got := OwnScripts(p); strings.Join(got, " ") != "http://www.a.gov.cn/a/menu.js?v=2 http://www.a.gov.cn/static/county/nav.js" {
		t.Errorf("own scripts: %q", got)
	}
}

// Pages whose scripts do the same with other words count as alike.
func TestPagesWhoseScriptsActAlike(t *testing.T) {
	acts := func(script string) int {
		p := &site.Page{URL: "http://www.a.gov.cn/x/", Final: "http://www.a.gov.cn/x/", From: "http://www.a.gov.cn/", Depth: 1, Status: 200, ContentType: "text/html",
			Body: []byte("<html><body><p>栏目</p><script>" + script + "</script></body></html>")}
		return Read(p).Signals.Acts
	}
	a, b, other := acts(`$("#u").load("/a/1.html")`), acts(`$("#list").load("/b/27.html")`), acts(`$("#u").append(draw(rows))`)
	if a == 0 || a != b || a == other || other == 0 {
		t.Errorf("alike: %d and %d, another: %d", a, b, other)
	}
}

func FuzzActs(f *testing.F) {
	f.Add(`x.innerHTML = "a"; document.write(`)
	f.Fuzz(func(t *testing.T, src string) {
		Acts(src)
		ActingFile(src)
		shapeOf(src, literals(src, nil))
	})
}

// Articles with blocks that scripts fill are told from those without.
func TestBlocksThatScriptsMayFill(t *testing.T) {
	read := func(html string) int {
		return readAt("/a/t1.html", html+`<script src="/js/site.js"></script>`).Signals.Blank
	}
	files := read(`<p>正文</p><div id="files" data-doc="1"></div>`)
	for _, c := range []struct {
		name, html string
		same, none bool
	}{
		{"another number of the article", `<p>正文</p><div id="files" data-doc="2"> </div>`, true, false},
		{"a number in the name", `<p>正文</p><div id="files7"></div>`, true, false},
		{"another name", `<p>正文</p><div id="related"></div>`, false, false},
		{"a block that is filled", `<p>正文</p><div id="files">附件</div>`, false, true},
		{"a block without a name", `<p>正文</p><div></div>`, false, true},
	} {
		if got := read(c.html); files == 0 || got == files != c.same || got == 0 != c.none {
			t.Errorf("%s: %d, beside %d", c.name, got, files)
		}
	}
	if got := readAt("/a/t1.html", `<div id="files"></div>`).Signals.Blank; got != 0 {
		t.Errorf("without a script: %d", got)
	}
}
