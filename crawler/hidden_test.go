package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// drawn is a portal whose columns hide, with the truth about it.
type drawn struct {
	open  bool              // some of it is for a browser
	pages map[string]string // by address with query, on the main host
	truth []string          // what an audit needs
}

func (d *drawn) page(path, body string) {
	d.pages[path] = body
	d.truth = append(d.truth, path)
}

// doc adds an article and returns its row in a list.
func (d *drawn) doc(path, title string) string {
	d.page(path, `<html><head><title>`+title+`</title></head><body><div class="position">当前位置：<a href="/">首页</a> &gt; 正文</div><h1>`+title+`</h1><div class="info">发布时间：2026-03-02</div><div class="content"><p>`+
		strings.Repeat("各乡镇人民政府、县政府各部门："+title+"，请结合实际认真贯彻执行。", 6)+`</p></div></body></html>`)
	return fmt.Sprintf(`<li><a href="%s">%s</a><span>2026-03-02</span></li>`, path, title)
}

func (d *drawn) docs(folder string, n int) []string {
	var rows []string
	for i := range n {
		rows = append(rows, d.doc(fmt.Sprintf("%s%d.html", folder, i+1), fmt.Sprintf("关于办理第%d号事项（%s）的通知", i+1, strings.Trim(folder, "/"))))
	}
	return rows
}

func column(title, main string) string {
	return `<html><head><title>` + title + `</title></head><body><div class="position">当前位置：<a href="/">首页</a> &gt; ` + title + `</div><div class="main">` + main + `</div></body></html>`
}

func portalOf(columns ...string) *drawn {
	d := &drawn{pages: map[string]string{}}
	nav := ""
	for i := 0; i < len(columns); i += 2 {
		nav += `<li><a href="` + columns[i] + `">` + columns[i+1] + `</a></li>`
	}
	d.page("/", `<html><head><title>示例县人民政府</title></head><body><div class="nav"><ul>`+nav+`</ul></div></body></html>`)
	return d
}

// data makes JSON of rows.
func (d *drawn) data(folder string, from, n int) string {
	var rows []string
	for i := from; i < from+n; i++ {
		path, title := fmt.Sprintf("%s%d.html", folder, i), fmt.Sprintf("关于办理第%d号事项（%s）的通知", i, strings.Trim(folder, "/"))
		d.doc(path, title)
		rows = append(rows, fmt.Sprintf(`{"id":%d,"title":%q,"url":%q,"pubDate":"2026-03-02"}`, i, title, path))
	}
	return strings.Join(rows, ",")
}

// Everything the truth of a portal names is in the snapshot, at a bounded cost.
func TestWhatHidesIsReached(t *testing.T) {
	tests := []struct {
		name string
		draw func() *drawn
	}{
		{"pagination calls", func() *drawn {
			d := portalOf("/a/", "通知公告", "/b/list.html", "政策文件", "/c/", "规划计划", "/e/list.html", "人事信息")
			rows := d.docs("/a/n/", 6)
			d.page("/a/", column("通知公告", "<ul>"+rows[0]+rows[1]+`</ul><script>createPageHTML(3, 0, "index", "html");</script>`))
			d.page("/a/index_1.html", column("通知公告", "<ul>"+rows[2]+rows[3]+`</ul><script>createPageHTML(3, 1, "index", "html");</script>`))
			d.page("/a/index_2.html", column("通知公告", "<ul>"+rows[4]+rows[5]+`</ul><script>createPageHTML(3, 2, "index", "html");</script>`))
			rows = d.docs("/b/n/", 6)
			for i, name := range []string{"list", "list_2", "list_3"} {
				d.page("/b/"+name+".html", column("政策文件", "<ul>"+rows[2*i]+rows[2*i+1]+fmt.Sprintf(`</ul><div id="page_div"></div><script>createPageHTML('page_div',3,%d,'list','html',6);</script>`, i+1)))
			}
			rows = d.docs("/c/n/", 4)
			d.page("/c/", column("规划计划", "<ul>"+rows[0]+rows[1]+`</ul><script>var currentPage = 0; var countPage = 2; function goto(n){ if(n==0) location.href="index.html"; else location.href="index_"+n+".html"; }</script>`))
			d.page("/c/index_1.html", column("规划计划", "<ul>"+rows[2]+rows[3]+`</ul>`))
			rows = d.docs("/e/n/", 40)
			for i := range 10 {
				name := "/e/list.html"
				if i > 0 {
					name = fmt.Sprintf("/e/list_%d.html", i+1)
				}
				d.page(name, column("人事信息", "<ul>"+strings.Join(rows[4*i:4*i+4], "")+`</ul><div class="page"><a href="list.html">1</a><a href="list_2.html">2</a><a href="list_3.html">3</a> … <a href="list_10.html">尾页</a></div>`))
			}
			return d
		}},
		{"JSON endpoints", func() *drawn {
			d := portalOf("/a/", "通知公告", "/b/list.html?id=7", "政策文件", "/c/", "规划计划", "/e/", "机构职能", "/f/", "人事信息", "/g/", "行政执法")
			d.page("/a/", column("通知公告", `<ul id="list"></ul><script>var cid="c1"; function load(p){ $.ajax({url:"/api/list", data:{channel:cid, page:p, size:5}, success:function(r){}}) } load(1);</script>`))
			for i := range 3 {
				d.pages[fmt.Sprintf("/api/list?channel=c1&page=%d&size=5", i+1)] = `{"total":15,"rows":[` + d.data("/a/n/", 5*i+1, 5) + `]}`
			}
			d.page("/b/list.html?id=7", column("政策文件", `<ul id="list"></ul><script>fetch("/common/search/" + getParam("id") + "?_isJson=true&_pageSize=10&page=1").then(show)</script>`))
			d.pages["/common/search/7?_isJson=true&_pageSize=10&page=1"] = `{"data":{"total":8,"results":[` + d.data("/b/n/", 1, 8) + `]}}`
			d.page("/c/", column("规划计划", `<div id="box"></div><script>$("#box").load("part.html")</script>`))
			d.pages["/c/part.html"] = "<ul>" + strings.Join(d.docs("/c/n/", 8), "") + "</ul>"
			for i, c := range []string{"/e/", "/f/"} {
				d.page(c, column("栏目"+c, fmt.Sprintf(`<ul id="list"></ul><script>var channelId = "%d";</script><script src="/js/list.js"></script>`, 31+i)))
				d.pages[fmt.Sprintf("/api/channel?id=%d&page=1", 31+i)] = `{"total":6,"rows":[` + d.data(c+"n/", 1, 6) + `]}`
			}
			d.pages["/js/list.js"] = `$(function(){ $.getJSON("/api/channel?id=" + channelId + "&page=1", function(r){ show(r.rows) }) });`
			d.page("/g/", column("行政执法", `<ul id="list"></ul><script>$.getJSON("/api/g.json", function(d){ $.each(d, function(i, x){ h += '<li><a href="/g/n/' + x.id + '.html">' + x.title + '</a></li>' }) })</script>`))
			d.docs("/g/n/", 3)
			d.pages["/api/g.json"] = `[{"id":1,"title":"关于办理第一号行政执法事项的通知","date":"2026-03-02"},{"id":2,"title":"关于办理第二号行政执法事项的通知","date":"2026-03-02"},{"id":3,"title":"关于办理第三号行政执法事项的通知","date":"2026-03-02"}]`
			return d
		}},
		{"data in a function", func() *drawn {
			d := portalOf("/a/", "通知公告", "/b/", "政策文件", "/c/", "规划计划", "/e/", "机构职能", "/f/", "人事信息")
			d.page("/a/", column("通知公告", `<ul id="l"></ul><script>function show(d){}</script><script src="/api/a.jsp?cid=3&callback=show"></script>`))
			d.pages["/api/a.jsp?cid=3&callback=show"] = "show([" + d.data("/a/n/", 1, 8) + "]);"
			d.page("/b/", column("政策文件", `<ul id="l"></ul><script>$.ajax({url:'/api/b',dataType:'jsonp',data:{cid:3},jsonp:'cb',jsonpCallback:'rows',success:function(r){}})</script>`))
			d.pages["/api/b?cid=3&cb=rows"] = `/**/rows({"list":[` + d.data("/b/n/", 1, 8) + `]})`
			d.page("/c/", column("规划计划", `<ul id="l"></ul><script>$.getJSON('/api/c?cid=3&callback=?',function(r){})</script>`))
			d.pages["/api/c?cid=3&callback=callback"] = `;callback({"list":[` + d.data("/c/n/", 1, 8) + `]})`
			d.page("/e/", column("机构职能", `<ul id="l"></ul><script>var s=document.createElement('script');s.src='/api/e.jsp?cb=show&c=3';document.body.appendChild(s);function show(x){}</script>`))
			d.pages["/api/e.jsp?cb=show&c=3"] = `try{show({"list":[` + d.data("/e/n/", 1, 8) + `]})}catch(e){}`
			d.page("/f/", column("人事信息", `<ul id="l"></ul><script>(function(){var e=document.createElement("script");e.type="text/javascript";e.setAttribute("src","/api/f.do?f=put");document.head.appendChild(e)})()</script>`))
			d.pages["/api/f.do?f=put"] = `typeof put === 'function' && put({"list":[` + d.data("/f/n/", 1, 8) + `]})`
			return d
		}},
		{"rows of jcms", func() *drawn {
			d := portalOf("/col/col5/index.html", "通知公告", "/col/col6/index.html", "政策文件")
			rows := d.docs("/art/5/", 25)
			record := func(rows []string) string {
				var b strings.Builder
				for _, r := range rows {
					b.WriteString("<record><![CDATA[" + r + "]]></record>")
				}
				return b.String()
			}
			d.page("/col/col5/index.html", column("通知公告", `<div id="18064"><script type="text/xml"><datastore><nextgroup><![CDATA[<a href="/module/jpage/dataproxy.jsp?page=1&webid=1&columnid=5&unitid=18064"></a>]]></nextgroup><recordset>`+record(rows[:10])+`</recordset></datastore></script></div>
<script>$('#18064').jpage({themeName:'default',totalRecord:25,perPage:5,groupSize:2,proxyUrl:'/module/jpage/dataproxy.jsp',ajaxParam:{col:1,webid:1,columnid:5,unitid:'18064',path:'/',permissiontype:0}});</script>`))
			for from := 11; from <= 25; from += 10 {
				to := min(from+9, 25)
				d.pages[fmt.Sprintf("/module/jpage/dataproxy.jsp?startrecord=%d&endrecord=%d&perpage=5&col=1&webid=1&columnid=5&unitid=18064&path=/&permissiontype=0", from, to)] = `<?xml version="1.0"?><datastore><recordset>` + record(rows[from-1:to]) + `</recordset></datastore>`
			}
			d.pages["/module/jpage/dataproxy.jsp?page=1&webid=1&columnid=5&unitid=18064"] = `<?xml version="1.0"?><datastore><recordset>` + record(rows[10:20]) + `</recordset></datastore>`
			rows = d.docs("/art/6/", 8)
			var list []string
			for _, r := range rows {
				list = append(list, "'"+r+"'")
			}
			d.page("/col/col6/index.html", column("政策文件", `<div id="9"></div><script>var InitData9=[`+strings.Join(list, ",")+`]; $(function(){$('#9').jpage({totalRecord:8,dataStore:InitData9,proxyUrl:'/module/jpage/dataproxy.jsp',perPage:8,groupSize:1,ajaxParam:{columnid:6}});});</script>`))
			return d
		}},
		{"frames in frames, refreshes and redirects by script", func() *drawn {
			d := &drawn{pages: map[string]string{}}
			d.page("/", `<html><head><title>示例县</title></head><frameset rows="80,*"><frame src="top.html"><frame src="main.html"></frameset></html>`)
			d.page("/top.html", `<html><body><map name="m"><area href="/a/" alt="通知公告"><area href="/b/" alt="政策文件"></map><div onclick="location.href='/c/'">机构职能</div><a href="javascript:window.open('/e/','_blank')">人事信息</a></body></html>`)
			d.page("/main.html", `<html><body><ul>`+strings.Join(d.docs("/yw/", 5), "")+`</ul></body></html>`)
			d.page("/a/", `<html><head><meta http-equiv="refresh" content="3; url='real/'"></head><body>正在跳转</body></html>`)
			d.page("/a/real/", column("通知公告", `<iframe src="outer.html"></iframe>`))
			d.page("/a/real/outer.html", `<html><body><iframe src="inner.html"></iframe></body></html>`)
			d.page("/a/real/inner.html", `<html><head><base href="/a/n/"></head><body><ul>`+strings.ReplaceAll(strings.Join(d.docs("/a/n/", 5), ""), `href="/a/n/`, `href="`)+`</ul></body></html>`)
			d.page("/b/", `<html><body><script>setTimeout("window.location.href='list.html'", 500)</script></body></html>`)
			d.page("/b/list.html", column("政策文件", "<ul>"+strings.Join(d.docs("/b/n/", 5), "")+"</ul>"))
			d.page("/c/", `<html><body><script>top.location.replace("/c/jg.html")</script></body></html>`)
			d.page("/c/jg.html", column("机构职能", "<ul>"+strings.Join(d.docs("/c/n/", 5), "")+"</ul>"))
			d.page("/e/", column("人事信息", `<table><tr onclick="openwin('/e/n/1.html')"><td>关于一名同志的任职通知</td><td>2026-01-02</td></tr><tr data-href="/e/n/2.html"><td>关于二名同志的任职通知</td><td>2026-01-02</td></tr></table>`))
			d.docs("/e/n/", 2)
			return d
		}},
		{"columns by query", func() *drawn {
			d := portalOf("/list.asp?type=4&catId=12", "通知公告", "/list.asp?type=4&catId=13", "政策文件")
			for _, cat := range []string{"12", "13"} {
				rows := ""
				for i := range 30 {
					path := fmt.Sprintf("/ShowArticle.asp?ArticleID=%s%02d", cat, i)
					d.doc(path, fmt.Sprintf("关于第%s类第%d号事项的通知", cat, i))
					rows += fmt.Sprintf(`<li><a href="%s&jsessionid=%d">关于第%s类第%d号事项的通知</a><span>2026-03-02</span></li>`, path, i, cat, i)
					if i%10 == 9 {
						at := "/list.asp?type=4&catId=" + cat
						if i > 9 {
							at += fmt.Sprintf("&page=%d", i/10+1)
						}
						d.page(at, column("列表", "<ul>"+rows+`</ul><a href="/list.asp?type=4&catId=`+cat+`&page=2">下一页</a> <a href="/list.asp?type=4&catId=`+cat+`&page=3">尾页</a>`))
						rows = ""
					}
				}
			}
			return d
		}},
		{"menus written by scripts", func() *drawn {
			d := &drawn{pages: map[string]string{}, open: true}
			d.page("/", `<html><head><title>示例县</title><script src="/js/menu.js"></script></head><body><script>document.write('<a href="/a/">通知公告</a>');</script><script>var zNodes=[{id:1,pId:0,name:"政策文件",url:"/b/"},{id:2,pId:0,name:"机构职能",url:"/c/"}]; d.add(1,0,'人事信息','/e/');</script><select onchange="location=this.value"><option value="/f/">财政预算</option></select></body></html>`)
			d.pages["/js/menu.js"] = `document.writeln("<li><a href='/g/'>行政执法</a></li>");`
			for _, c := range []string{"/a/", "/b/", "/c/", "/e/", "/f/", "/g/"} {
				d.page(c, column("栏目"+c, "<ul>"+strings.Join(d.docs(c+"n/", 6), "")+"</ul>"))
			}
			return d
		}},
		{"documents that a function of a file opens", func() *drawn {
			d := portalOf("/a/", "通知公告")
			d.page("/a/", column("通知公告", "<ul>"+strings.Join(d.docs("/a/n/", 6), "")+"</ul>"))
			for i := range 6 {
				path := fmt.Sprintf("/a/n/%d.html", i+1)
				d.pages[path] = strings.Replace(d.pages[path], "</p></div>", fmt.Sprintf(`</p><p>附件：<a href="javascript:void(0)" onclick="downFile('P0%d.pdf','附件')">附件.pdf</a></p></div><script src="/js/down.js"></script>`, i+1), 1)
				d.page(fmt.Sprintf("/a/n/P0%d.pdf", i+1), fmt.Sprintf("%%PDF-1.4 %d", i))
			}
			d.pages["/js/down.js"] = `function downFile(f,n){var u=location.href.substring(0,location.href.lastIndexOf("/")+1);window.open(u+f);}`
			return d
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := tt.draw()
			w := newWeb(t)
			w.pages("www.a.gov.cn", d.pages)
			snap, m := crawlOf(t, w, w.settings())
			got := map[string]bool{}
			for _, p := range m.pages {
				if p.OK() {
					got[strings.TrimPrefix(p.URL, w.url("www.a.gov.cn"))] = true
				}
			}
			for _, path := range d.truth {
				if !got[path] {
					t.Errorf("not in the snapshot: %s", path)
				}
			}
			w.mu.Lock()
			defer w.mu.Unlock()
			for _, r := range w.requests {
				if !strings.HasPrefix(r, http.MethodGet+" ") && !strings.HasPrefix(r, http.MethodHead+" ") {
					t.Errorf("asked %s", r)
				}
			}
			seen := map[string]bool{}
			for _, r := range w.requests {
				if seen[r] && !strings.HasSuffix(r, "/robots.txt") {
					t.Errorf("asked twice: %s", r)
				}
				seen[r] = true
			}
			if n, most := len(w.requests), 13*len(d.pages)/10; n > most {
				t.Errorf("%d requests for %d pages: %v", n, len(d.pages), w.requests)
			}
			t.Logf("%d requests, %d pages", len(w.requests), len(d.pages))
			if !snap.Complete && !d.open {
				t.Errorf("not complete: %s", snap.Stopped)
			}
		})
	}
}

// A site whose every article is one program with another number is no trap.
func TestOneProgramMayServeAWholeSite(t *testing.T) {
	w := newWeb(t)
	s := w.settings()
	s.Crawl.MaxVariants = 10
	d := portalOf("/list.asp?type=4", "通知公告")
	rows := ""
	for i := range 60 {
		rows += d.doc(fmt.Sprintf("/show.asp?id=%d", i), fmt.Sprintf("关于第%d号事项办理情况的通知", i))
	}
	d.page("/list.asp?type=4", column("通知公告", "<ul>"+rows+"</ul>"))
	w.pages("www.a.gov.cn", d.pages)
	_, m := crawlOf(t, w, s)
	got := map[string]bool{}
	for _, p := range m.pages {
		got[strings.TrimPrefix(p.URL, w.url("www.a.gov.cn"))] = p.OK()
	}
	for _, path := range d.truth {
		if !got[path] {
			t.Errorf("not in the snapshot: %s", path)
		}
	}
}

// A site that shares its host: what its pages show from beside its paths is part of
// them, and nobody else's page is seen. Its sister hosts are the site's own.
func TestHiddenColumnsOfASharedHost(t *testing.T) {
	d := &drawn{pages: map[string]string{}}
	d.page("/zjj/", `<html><head><title>住建局</title></head><body><div class="nav"><a href="/zjj/tzgg/">通知公告</a><a href="/list.jsp?org=12&cat=3">政策文件</a><a href="/jyj/">教育局</a></div><iframe src="/common/top.html"></iframe><a href="http://zjj.a.gov.cn:PORT/bszn/">办事指南</a></body></html>`)
	d.page("/common/top.html", `<html><body><a href="/jyj/">教育局</a><a href="/zjj/jgzn/">机构职能</a></body></html>`)
	d.page("/zjj/jgzn/", column("机构职能", "<p>"+strings.Repeat("负责全县住房和城乡建设管理工作。", 20)+"</p>"))
	d.page("/zjj/tzgg/", column("通知公告", `<ul id="l"></ul><script>$.get("/api/list?org=12&page=1", function(r){})</script>`))
	d.page("/api/list?org=12&page=1", `{"total":4,"rows":[`+d.data("/zjj/n/", 1, 2)+`,{"title":"教育局关于招生工作的通知","url":"/jyj/n/1.html","date":"2026-03-02"},{"title":"教育局关于考试工作的通知","url":"/jyj/n/2.html","date":"2026-03-02"}]}`)
	d.page("/list.jsp?org=12&cat=3", column("政策文件", "<ul>"+strings.Join(d.docs("/zjj/z/", 3), "")+`</ul><a href="/list.jsp?cat=3&org=12">首页</a><a href="/list.jsp?org=12&cat=3&page=2">下一页</a><a href="/list.jsp?org=13&cat=3">别家</a>`))
	d.page("/list.jsp?org=12&cat=3&page=2", column("政策文件", "<ul>"+strings.Join(d.docs("/zjj/y/", 3), "")+`</ul>`))
	others := []string{"/jyj/", "/jyj/n/1.html", "/jyj/n/2.html", "/list.jsp?org=13&cat=3"}
	for _, path := range others {
		d.pages[path] = page("别家")
	}
	w := newWeb(t)
	d.pages["/zjj/"] = strings.ReplaceAll(d.pages["/zjj/"], "PORT", w.port)
	w.pages("www.a.gov.cn", d.pages)
	w.pages("zjj.a.gov.cn", map[string]string{"/bszn/": page("办事指南")})
	_, m := crawlOf(t, w, w.settings(), func(t *site.Target) {
		t.URL += "zjj/"
		t.Scope = []string{"/zjj/", "/list.jsp?org=12"}
		t.Hosts = []string{"zjj.a.gov.cn:" + w.port}
	})
	got := map[string]bool{}
	for _, p := range m.pages {
		got[strings.TrimPrefix(p.URL, w.url("www.a.gov.cn"))] = p.OK()
		if lent := p.URL == w.url("www.a.gov.cn")+"/common/top.html" || strings.Contains(p.URL, "/api/"); lent != (p.Within != "") {
			t.Errorf("%s is within %q", p.URL, p.Within)
		}
	}
	for _, path := range append(d.truth, w.url("zjj.a.gov.cn")+"/bszn/") {
		if !got[path] {
			t.Errorf("not in the snapshot: %s", path)
		}
	}
	for _, r := range w.asked() {
		for _, path := range others {
			if r == "GET www.a.gov.cn"+path {
				t.Errorf("saw another's page %s", path)
			}
		}
	}
}
